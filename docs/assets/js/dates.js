// Days as "YYYY-MM-DD" and the dates that follow from an expiry date. Years come from the table of editions of a page.

/** The same day so many years later or earlier; February 29 becomes the 28th. */
export function addYears(day, years) {
  const [year, month, date] = day.split("-").map(Number);
  const last = new Date(Date.UTC(year + years, month, 0)).getUTCDate();
  return iso(Date.UTC(year + years, month - 1, Math.min(date, last)));
}

export function nextDay(day, days = 1) {
  return iso(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000);
}

export function iso(time) {
  return new Date(time).toISOString().slice(0, 10);
}

/** Today where the reader is. */
export function today() {
  const now = new Date();
  return iso(Date.UTC(now.getFullYear(), now.getMonth(), now.getDate()));
}

export function editionOn(editions, day) {
  return editions.filter((edition) => edition.from <= day).at(-1);
}

/** Dates by name for a license that is renewed on its last day; null before the first edition. */
export function datesFor(editions, expires) {
  const edition = editionOn(editions, expires);
  if (!edition) return null;
  const afterCycle = nextDay(addYears(expires, -edition.cycle));
  const oldest = addYears(expires, -edition.oldest);
  const dates = {
    "counts-from": afterCycle > oldest ? afterCycle : oldest,
    opens: addYears(expires, -edition.opens),
    expires,
    invalid: addYears(expires, edition.invalid),
    keep: addYears(expires, edition.keep),
  };
  if ("keep-sei" in edition) dates["keep-sei"] = addYears(expires, edition["keep-sei"]);
  return dates;
}
