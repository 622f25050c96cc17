// The four questions and the portfolio they make. The portfolio is what the engine reads; this file knows no rule.
import { addYears, datesFor, editionOn } from "../dates.js";
import { hundredths } from "../worth.js";
import { shown } from "./dom.js";

const MONTHS = "January February March April May June July August September October November December".split(" ");
const MOST_POINTS = 10_000;
const UNUSUAL_POINTS = 1_000;
export const MOST_LICENSES = 7;

/** {text, error}: text is "", "2027", "2027-06" or "2027-06-17". */
export function readDate(monthText, dayText, yearText) {
  const [month, day, year] = [monthText, dayText, yearText].map((text) => text.trim());
  if (!month && !day && !year) return { text: "" };
  if ([month, day, year].some((part) => part && !/^\d+$/.test(part))) return { error: "Use numbers, like 6, 17 and 2027." };
  if (!year) return { error: "Add the year." };
  if (!/^(\d\d|\d{4})$/.test(year)) return { error: "Write the year with four digits, like 2027." };
  const whole = year.length === 2 ? `20${year}` : year;
  if (!month) return day ? { error: "Add the month." } : { text: whole };
  const m = Number(month);
  if (m < 1 || m > 12) return { error: `There is no month ${month}.` };
  const text = `${whole}-${String(m).padStart(2, "0")}`;
  if (!day) return { text };
  const d = Number(day);
  const last = new Date(Date.UTC(Number(whole), m, 0)).getUTCDate();
  if (d < 1 || d > last) return { error: `There is no ${MONTHS[m - 1]} ${day}${m === 2 ? ` in ${whole}` : ""}.` };
  return { text: `${text}-${String(d).padStart(2, "0")}` };
}

/** A date in three fields as one text, which the engine reads. */
export function dateText(month, day, year) {
  const parts = [month, day, year].map((text) => text.trim());
  if (parts.every((part) => !part || /^\d+$/.test(part))) return [parts[2], parts[0], parts[1]].filter(Boolean).map((part) => part.padStart(2, "0")).join("-");
  return parts.filter(Boolean).join(" ");
}

/** [month, day, year] of a date in one piece ("6/17/2027", "2027-06-17", "June 17, 2027"), or null. */
export function splitDate(text) {
  let match = /^\s*(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\s*$/.exec(text);
  if (match) return [match[1], match[2], match[3]];
  match = /^\s*(\d{4})-(\d{1,2})(?:-(\d{1,2}))?\s*$/.exec(text);
  if (match) return [match[2], match[3] ?? "", match[1]];
  match = /^\s*([A-Za-z]{3,9})\.? (\d{1,2}),? (\d{4})\s*$/.exec(text);
  const month = match ? MONTHS.findIndex((name) => name.toLowerCase().startsWith(match[1].toLowerCase())) : -1;
  return month < 0 ? null : [String(month + 1), match[2], match[3]];
}

/** A license field as typed, without the kind of license in front of it, which is asked above it. */
export function readField(text) {
  return text.trim().replace(/^professional[\s:,-]+(?=\S)/i, "");
}

/** {error, soft} for the date of expiry: a soft one is asked about once and may stand. */
export function expiryError(read, now, editions) {
  if (read.error) return { error: read.error };
  if (/^\d{4}$/.test(read.text)) return { error: "Add the month too, or leave the date blank." };
  if (!read.text) return {};
  const runs = editionOn(editions, now)?.cycle ?? 0;
  const day = read.text.length === 7 ? `${read.text}-01` : read.text;
  if (day > addYears(now, runs + 1)) {
    const years = Number(day.slice(0, 4)) - Number(now.slice(0, 4));
    return { error: `That is ${years} years from now. A license runs ${runs} years: check the year.`, soft: true };
  }
  return {};
}

/** What follows from the date, in words, at once. */
export function expiryNote(text, now, editions) {
  if (text.length !== 10) return "";
  if (text < now) {
    return "Your license has expired. You can still check. Points from before the expiry may not count; we will say so.";
  }
  const dates = datesFor(editions, text);
  if (!dates) return "";
  const renew = dates.opens <= now ? `now, until ${shown(text)}` : `from ${shown(dates.opens)} to ${shown(text)}`;
  return `Your points must be from ${shown(dates["counts-from"])} on. You can renew ${renew}.`;
}

/** {value, error, soft} of a field of points; value is a number of PDPs, or null when it is blank. */
export function readPoints(text) {
  if (!text.trim()) return { value: null };
  const plain = text.trim().replace(/^(\d{1,3}),(\d{3})(?=$|\.)/, "$1$2");
  const value = hundredths(plain);
  if (value === null && /^\d+[.,]\d{3,}$/.test(plain)) return { error: "Use at most two decimals, like 22.5." };
  if (value === null) return { error: "Write a number like 15 or 22.5." };
  if (value > MOST_POINTS * 100) return { error: "That is too many to be true. Check for a typo." };
  if (value > UNUSUAL_POINTS * 100) {
    return { value: value / 100, error: `${text.trim()}? Most people need far less. Check for a typo.`, soft: true };
  }
  return { value: value / 100 };
}

/** {value, error} of a whole number in a field. */
export function readCount(text, most) {
  if (!text.trim()) return { value: 0 };
  if (!/^\d+$/.test(text.trim())) return { error: "Write a whole number, like 2." };
  const value = Number(text);
  return value > most ? { error: `At most ${most} can be checked at once.` } : { value };
}

const put = (part, key, value) => {
  if (value === "" || value === null || value === undefined) delete part[key];
  else part[key] = value;
  return part;
};

/** The portfolio of the answers, on top of what is there already. `a` holds the answers as read from the form. */
export function portfolioOf(a, base, seiRoles) {
  if (a.type === "none") return { schema_version: 1, role: "paraprofessional" };
  if (a.type === "initial-or-provisional") return { schema_version: 1, licenses: [{ type: "initial" }] };
  const made = { schema_version: 1, ...structuredClone(base) };
  put(made, "role", a.role);
  const asked = seiRoles.includes(a.role);
  if (asked) {
    put(made, "english_learner_assigned", { never: "never", since: a.since }[a.learner]);
    if (a.learner === "since" || a.learner === "unsure") holdSei(made, a.sei);
  }
  made.licenses = licensesOf(a, made.licenses ?? []);
  const stated = statedOf(a, made.licenses, base.stated?.points ?? []);
  put(made, "stated", Object.keys(stated).length ? stated : null);
  return made;
}

function holdSei(made, answer) {
  const others = (made.endorsements ?? []).filter((one) => one.id !== "sei");
  const held = (made.endorsements ?? []).find((one) => one.id === "sei");
  if (answer === "yes") made.endorsements = [...others, held ?? { id: "sei" }];
  else if (answer === "no" || others.length) made.endorsements = others;
  else delete made.endorsements;
}

function licensesOf(a, before) {
  const first = { ...before[0] };
  put(first, "field", a.field);
  put(first, "expires", a.expires);
  if (a.type === "professional") first.type ??= "professional";
  const more = a.more.map((typed, n) => {
    const license = { ...(before[n + 1] ?? { type: "professional", ...(a.expires ? { expires: a.expires } : {}) }) };
    put(license, "field", typed.field);
    return license;
  });
  const licenses = [first, ...more];
  if (licenses.length > 1) {
    for (const [n, license] of licenses.entries()) license.id ??= `license-${n + 1}`;
  }
  return licenses;
}

function statedOf(a, licenses, before) {
  const stated = {};
  const several = licenses.length > 1;
  const others = (id) => before.find((row) => row.license === id) ?? {};
  const sums = [a.points, ...a.more.map((typed, n) => put({ ...others(licenses[n + 1].id) }, "content", typed.content))];
  const rows = sums
    .map((sum, n) => ({ ...(several ? { license: licenses[n].id } : {}), ...sum }))
    .filter((row) => Object.keys(row).length > (several ? 1 : 0));
  if (rows.length) stated.points = rows;
  if (a.badges) {
    stated.badges = { count: a.badges };
    if (a.badges > 1 && a.sameStack !== undefined) stated.badges.same_stack = a.sameStack;
  }
  if (rows.length && a.topicsOfTen) stated.topics_of_ten = true;
  return stated;
}
