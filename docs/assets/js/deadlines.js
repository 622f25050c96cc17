// Dates from an expiry date. The numbers of years come from the table of editions in the page; it knows no rule.
import { datesFor, editionOn, nextDay, today } from "./dates.js";

const { editions, words, notes, made, site } = JSON.parse(document.getElementById("deadlines-data").textContent);
const form = document.getElementById("deadlines");
const field = document.getElementById("expires");
const out = document.getElementById("deadlines-out");
const button = document.getElementById("ics");

const wholeDate = new Intl.DateTimeFormat("en-US", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });

function shown(day) {
  return wholeDate.format(Date.parse(day));
}

function element(name, text, attributes = {}) {
  const node = document.createElement(name);
  node.textContent = text;
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  return node;
}

function calendar(dates) {
  const plain = (day) => day.replaceAll("-", "");
  const host = new URL(site).host;
  const events = Object.entries(dates).flatMap(([name, day]) => [
    "BEGIN:VEVENT",
    `UID:${name}-${dates.expires}@${host}`,
    `DTSTAMP:${plain(made)}T000000Z`,
    `DTSTART;VALUE=DATE:${plain(day)}`,
    `DTEND;VALUE=DATE:${plain(nextDay(day))}`,
    `SUMMARY:${escapeText(`License renewal: ${words[name]}`)}`,
    `DESCRIPTION:${escapeText((notes[name] ? `${notes[name][0].toUpperCase()}${notes[name].slice(1)}. ` : "") + "Unofficial: check the date with the department. License that expires on " + dates.expires)}`,
    "TRANSP:TRANSPARENT",
    "END:VEVENT",
  ]);
  const lines = ["BEGIN:VCALENDAR", "VERSION:2.0", `PRODID:-//${host}//deadlines//EN`, ...events, "END:VCALENDAR", ""];
  return lines.flatMap(fold).join("\r\n");
}

function escapeText(text) {
  return text.replace(/[\\;,]/g, (mark) => `\\${mark}`);
}

/** Lines of at most 75 octets, as RFC 5545 asks; ours are ASCII. */
function fold(line) {
  const parts = [line.slice(0, 75)];
  for (let at = 75; at < line.length; at += 74) parts.push(` ${line.slice(at, at + 74)}`);
  return parts;
}

function show() {
  const dates = field.value ? datesFor(editions, field.value) : null;
  button.hidden = !dates;
  document.getElementById("lapsed").hidden = !dates || dates.expires >= today();
  out.replaceChildren();
  if (field.value && !dates) out.append(element("p", `The rules on this site begin on ${shown(editions[0].from)}.`));
  if (!dates) return;
  const list = element("dl", "", { class: "facts" });
  for (const [name, day] of Object.entries(dates)) {
    const row = document.createElement("div");
    const value = document.createElement("dd");
    value.append(element("time", shown(day), { datetime: day, "data-date": name }));
    if (notes[name]) value.append(element("span", ` (${notes[name]})`, { class: "note" }));
    row.append(element("dt", words[name]), value);
    list.append(row);
  }
  out.append(list);
  const [first, last] = [editionOn(editions, dates.opens), editionOn(editions, dates.expires)];
  if (first && first !== last) {
    out.append(element("p", `${last.name} start before your license expires. The day you apply decides which rules apply.`));
  }
}

button.addEventListener("click", () => {
  const dates = datesFor(editions, field.value);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([calendar(dates)], { type: "text/calendar" }));
  link.download = `license-${dates.expires}.ics`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
});

form.addEventListener("input", show);
form.addEventListener("submit", (event) => event.preventDefault());
show();
