// Small helpers to build parts of the page. Text goes in as text, so nothing that is typed can become markup.

export const $ = (selector, inside = document) => inside.querySelector(selector);
export const all = (selector, inside = document) => [...inside.querySelectorAll(selector)];

const SVG = document.querySelector("svg").namespaceURI;

/** An element; `on...` attributes are listeners, false and null leave an attribute out. */
export function h(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

const SHAPES = {
  met: { shape: "M24 1a23 23 0 100 46a23 23 0 100-46z", sign: "M13 25l8 8 15-17" },
  depends: { shape: "M24 0l24 24-24 24L0 24z", sign: "M18 19c0-8 12-8 12-1 0 5-6 5-6 10M24 34v.5" },
  "not-met": { shape: "M7 2h34a5 5 0 015 5v34a5 5 0 01-5 5H7a5 5 0 01-5-5V7a5 5 0 015-5z", sign: "M15 15l18 18M33 15L15 33" },
  none: { shape: "M24 1a23 23 0 100 46a23 23 0 100-46z", sign: "M14 24h20" },
};

/** The shape of a verdict; the word always stands beside it. */
export function shape(verdict) {
  const drawn = document.createElementNS(SVG, "svg");
  drawn.setAttribute("viewBox", "0 0 48 48");
  drawn.setAttribute("class", `shape ${verdict ?? "none"}`);
  drawn.setAttribute("aria-hidden", "true");
  const { shape: outline, sign } = SHAPES[verdict] ?? SHAPES.none;
  for (const [className, d] of [["outline", outline], ["sign", sign]]) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("class", className);
    path.setAttribute("d", d);
    drawn.append(path);
  }
  return drawn;
}

export function button(label, onclick, className = "", attributes = {}) {
  return h("button", { type: "button", class: className || null, onclick, ...attributes }, label);
}

/** Offers a file, made here. */
export function download(name, text, type) {
  const link = h("a", { href: URL.createObjectURL(new Blob([text], { type })), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

const wholeDate = new Intl.DateTimeFormat("en-US", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
const month = new Intl.DateTimeFormat("en-US", { month: "long", year: "numeric", timeZone: "UTC" });

/** "2027-06-17" as June 17, 2027, and "2027-06" as June 2027. */
export function shown(day) {
  const time = Date.parse(`${day.length === 7 ? `${day}-01` : day}T00:00:00Z`);
  if (day.length < 7 || Number.isNaN(time)) return day;
  return (day.length === 7 ? month : wholeDate).format(time);
}

/** "1 badge", "2 badges". */
export function counted(count, one, more = `${one}s`) {
  return `${count} ${count === 1 ? one : more}`;
}

/** A sentence of the engine for a reader: no marks of a file, dates as they are written here. */
export function told(text) {
  return plain(text).replace(/\b\d{4}-\d\d-\d\d\b/g, shown);
}

/** The same with dates as they are in a file, for words about a file. A sentence on a command is left out. */
export function plain(text) {
  const sentences = text.replace(/([.?!]) (?=[A-Z`])/g, "$1\n").split("\n");
  const here = sentences.filter((one) => !/`mcheck (?!explain [^`]*` has the text to send)/.test(one));
  return (here.length ? here.join(" ") : text).replace(/[;:] (?:`mcheck explain [^`]*`|the questions? [a-z-]+(?: and [a-z-]+)*) ha(?:s|ve) the text to send/g, "").replace(/`([^`]*)`/g, (_, word) => word.replace(/_/g, " "));
}

/** Lets a screen reader say what has just come to stand on the page. */
export function announce(part) {
  document.getElementById("announce").textContent = part.textContent;
}

export function number(value) {
  return String(Math.round(value * 100) / 100);
}

/** Where it is said what is wrong with a field. */
const errorOf = (input) => document.getElementById(`${input.dataset.error ?? input.id}-error`);

export const hasError = (input) => errorOf(input)?.hidden === false;

/** Marks a field as wrong, with the words beside it, or clears it. */
export function setError(input, words) {
  const place = errorOf(input);
  input.setAttribute("aria-invalid", String(Boolean(words)));
  if (!place) return;
  place.hidden = !words;
  place.textContent = words ?? "";
}
