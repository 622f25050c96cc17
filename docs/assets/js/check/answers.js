// What comes after the four questions: the engine's answer, certificates, files, every field. Loaded at the first touch.
import { datesFor } from "../dates.js";
import { fill } from "./bar.js";
import { broughtPart } from "./bring.js";
import { Cards } from "./cards.js";
import { $, all, button, download, h, number, plain, shown, told } from "./dom.js";
import { editor } from "./fields.js";
import { forget, keep, kept } from "./keep.js";
import { Loader } from "./loader.js";
import { planPart } from "./plan.js";
import { answer, since, summary, verdictHead } from "./result.js";

const NAME = "renewal-check.json";
const NEWEST_VERSION = 1;

const result = $("#answer");
/** What `main.js` holds: the data of the page, the state, the form, the date, and the way to a screen. */
let data, state, quick, on, now, go, show, touched, showTotal;
let loader, cards;

/** Begins to load the engine; gives what the screens before the answer call. */
export function start(page) {
  ({ data, state, quick, on, now, go, show, touched, showTotal } = page);
  loader = new Loader(({ catalog }) => {
    $("#sealed").hidden = false;
    $("#sealed").textContent = `Sealed: this page can no longer send anything. It works with the data edition ${catalog.edition}.`;
  });
  cards = new Cards($("#cards"), data, {
    back: () => history.back(),
    done: () => check(),
    changed: () => showTotal(cards.total(), fill($("#dock .renewal-bar"), cards.byCategory())),
    touched,
    read: async (answers) => (await loader.ready()).read(answers),
    hasSums: () => "stated" in quick.portfolio(state.base),
    keepSums: (wanted) => { state.keepSums = wanted; touched(); },
  });
  loader.ready().catch(() => {});
  return { check, open, returned, everything, read, openCards: () => cards.open(state.base, state.keepSums) };
}

// --- The check ---------------------------------------------------------------------------------------------------------

function portfolio() {
  const made = quick.portfolio(state.base);
  if ((state.base.activities || state.base.badges) && !state.keepSums) delete made.stated;
  return made;
}

/** The file that is checked and saved: the bytes of an opened one, or what the answers make. */
function file() {
  if (state.opened) return state.opened;
  const text = `${JSON.stringify(portfolio(), null, 2)}\n`;
  return { name: NAME, text, source: text };
}

/** Has the engine read a screen, if it is here; whether it could. */
async function read(screen) {
  return loader.engine?.state === "ready" && quick.read(screen, (answers) => loader.engine.read(answers));
}

/** Whether the engine reads every answer as it was typed; else the screen of the first that it does not is shown. */
async function readAll(engine) {
  for (const screen of ["expiry", "points", "badges"]) {
    if (await quick.read(screen, (answers) => engine.read(answers))) continue;
    go(screen);
    $("[aria-invalid=true]", $(`#${screen}`)).focus();
    return false;
  }
  return true;
}

async function check() {
  for (const mark of ["data-verdict", "data-report-sha256"]) result.removeAttribute(mark);
  waiting();
  go("answer");
  try {
    const engine = await loader.ready();
    if (!state.opened && ["professional", "unsure"].includes(quick.value("license_type")) && !(await readAll(engine))) return;
    const asked = file();
    const outcome = await engine.check(asked.source, { name: asked.name, on });
    state.last = { ...asked, outcome };
    if (outcome.report) shownReport(outcome, await sha256(outcome.json));
    else refused(outcome.messages);
  } catch (error) {
    if (!error.code) console.error(error); // a fault of this page, not of the network or the browser
    loader.stopped(error);
    unable();
  }
}

async function sha256(text) {
  if (!crypto.subtle) return "";
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function backRow() {
  return h("div", { class: "back" }, button("Back", () => history.back()), h("span", {}, "Your answer"));
}

function waiting() {
  result.replaceChildren(backRow(), h("h1", { tabindex: "-1" }, "Checking"), h("p", { role: "status" }, "One moment."));
}

function finish(verdict, sha, parts) {
  result.replaceChildren(backRow(), ...parts);
  if (sha) result.setAttribute("data-report-sha256", sha);
  result.setAttribute("data-verdict", verdict);
  if (!result.hidden) show("answer");
}

function shownReport(outcome, sha) {
  const { report } = outcome;
  const unsure = quick.value("license_type") === "unsure" && report.verdict !== "not-required";
  const parts = answer(outcome, { go, plan, edit, copy, topics: topics() }, data, now);
  if (state.returning) parts.splice(1, 0, h("div", { class: "box", role: "status" }, h("p", {}, since(state.returning, report))));
  if (unsure) parts.splice(1, 0, h("p", { class: "box" }, "You were not sure of your license. If you have none, or if ELAR says Initial or Provisional, you need no PDPs."));
  state.returning = null;
  finish(report.verdict, sha, [...parts, ...takeAway(report)]);
}

/** The topics of the file that was checked, by what a report points at: their kind alone does not tell four workshops apart. */
function topics() {
  try {
    const { activities = [] } = JSON.parse(state.last.text);
    return Object.fromEntries(activities.map((one, n) => [`/activities/${n}`, one.title ? "" : one.topic]));
  } catch {
    return {}; // the engine reads some files that a browser cannot
  }
}

function refused(messages) {
  const rows = messages.filter((one) => one.severity === "error");
  finish("refused", "", [
    verdictHead("none", "This cannot be checked yet", "Fix what is named here, then check again. Nothing was changed."),
    h("ul", { class: "steps" }, (rows.length ? rows : messages).map((one) =>
      h("li", {}, h("p", {}, one.line ? h("span", { class: "hint" }, `Line ${one.line}. `) : null, h("b", {}, plain(one.text))), h("p", {}, plain(one.hint ?? ""))))),
    h("p", {}, button("Change my answers", () => edit(rows[0]?.pointer ?? ""), "main wide")),
  ]);
}

/** Without the engine: the sum that the page can make by itself, and the way on paper. */
function unable() {
  const sum = number(quick.total());
  const bar = $("#dock .renewal-bar").cloneNode(true);
  quick.fillBar(bar);
  result.replaceChildren(
    backRow(),
    h("h1", { tabindex: "-1" }, "We could not check this"),
    h("p", {}, "The checker did not load, so this is only a sum. Nothing you typed is lost."),
    h("p", { class: "sum" }, h("b", {}, sum), h("span", {}, "PDPs typed")),
    bar,
    h("p", {}, button("Try again", () => check(), "main wide")),
    h("p", {}, button("Use paper instead", paper, "second wide")),
    ...takeAway(null),
  );
  show("answer");
}

function paper() {
  document.body.classList.add("on-paper");
  $("#paper-lede").textContent = "Print this sheet, and add up.";
  $("#paper").scrollIntoView();
  $("#paper h1").setAttribute("tabindex", "-1");
  $("#paper h1").focus();
}

/** A button that puts a text where the reader can paste it; where that is refused, the text itself. */
function copy(text) {
  const said = h("p", { class: "hint", role: "status" });
  return h("div", { class: "copy" }, button("Copy the question to ask", async () => {
    try {
      await navigator.clipboard.writeText(text);
      said.textContent = "Copied. Paste it into an e-mail.";
    } catch {
      said.replaceChildren("Copy this: ", h("q", {}, text));
    }
  }, "second"), said);
}

async function calendar() {
  const { source, name } = state.last;
  download("renewal.ics", await loader.engine.calendar(source, { name, on }), "text/calendar");
}

async function plan() {
  const place = $("#plan");
  let stopped = false;
  const stop = button("Stop", () => { stopped = true; loader.engine.stop().catch(() => {}); }, "second");
  place.replaceChildren(h("p", { role: "status" }, "Looking for the easiest ways."), stop);
  stop.focus();
  try {
    const engine = await loader.ready();
    const { plan: found } = await engine.plan(state.last.source, { name: state.last.name, on });
    const [license] = state.last.outcome.report.licenses.filter(({ status }) => status === "judged");
    const given = { areas: data.areas, least: data.floor / 100, opens: license?.can_apply_from ?? (license?.expires >= now ? datesFor(data.editions, license.expires)?.opens : undefined), calendar };
    place.replaceChildren(h("div", { tabindex: "-1" }, planPart(found, now, given)));
    place.firstElementChild.focus();
  } catch (error) {
    const words = stopped ? "You stopped it." : `No plan could be made. ${told(error.message ?? "")}`;
    place.replaceChildren(h("p", { role: "status" }, words), button("What should I do next?", plan, "main"));
  }
}

// --- What can be taken along -------------------------------------------------------------------------------------------

function takeAway(report) {
  const said = h("p", { class: "hint", role: "status" });
  const made = (words, make) => button(words, async () => {
    try {
      await make();
    } catch (error) {
      said.textContent = told(error.message ?? "That did not work.");
    }
  }, "second");
  const save = button("Save a file", () => download(NAME, state.last?.text ?? file().text, "application/json"), "second", { "data-check": "save-file" });
  const parts = [h("h2", {}, "Take it along"), h("div", { class: "buttons" }, save)];
  if (report) {
    const { source, name } = state.last;
    const page = async (kind, file) => {
      const { html, messages } = await loader.engine[kind](source, { name, on });
      if (html === undefined) throw new Error(messages.map((one) => one.text).join(" "));
      download(file, html, "text/html");
    };
    const renews = report.licenses.some((one) => one.status === "judged" || one.expires); // else both would be empty
    parts[1].append(
      ...(renews ? [
        made("Packet to print", () => page("packet", "renewal-packet.html")),
        made("Calendar", calendar),
      ] : []),
      made("Whole report", () => page("reportPage", "renewal-report.html")),
    );
  }
  parts.push(said);
  if (report) {
    parts.push(keeping(report), h("p", { class: "row" }, button("Change my answers", () => edit(""), ""), button("Start over", startOver, "")));
    parts.push(h("p", { class: "hint" }, `${report.notice} ${report.edition ? `${told(report.edition.name)}. ` : ""}Checked on ${shown(report.as_of)}. Data ${report.catalog.edition}.`));
  }
  return parts;
}

/** "Keep on this device": off until it is chosen, with a way to forget beside it. */
function keeping(report) {
  const said = h("p", { class: "hint", role: "status" });
  const box = h("input", { type: "checkbox", checked: Boolean(kept()) });
  const forgotten = () => {
    forget();
    drop.hidden = true;
    box.checked = false;
    said.textContent = "Forgotten. Nothing is kept here.";
  };
  const drop = button("Forget", () => { forgotten(); box.focus(); }, "second", { "data-check": "forget", hidden: !box.checked });
  box.addEventListener("change", () => {
    if (!box.checked) {
      forgotten();
    } else if (keep({ saved: now, text: state.last.text, name: state.last.name, summary: summary(report) })) {
      drop.hidden = false;
      said.textContent = "Kept, only here. It is gone if you clear your browser.";
    } else {
      box.checked = false;
      said.textContent = "This browser will not keep it. Save a file instead.";
    }
  });
  if (box.checked) keep({ saved: now, text: state.last.text, name: state.last.name, summary: summary(report) });
  return h("div", { class: "keep" },
    h("label", { class: "choice" }, box, h("span", {}, "Keep on this device", h("small", {}, "Only here. Off until you choose it."))), drop, said);
}

/** Asks once, then clears everything that was typed. */
function startOver(event) {
  const here = event.currentTarget;
  if (here.dataset.sure) location.assign(location.pathname + location.search);
  here.dataset.sure = "yes";
  here.textContent = "Clear all answers? Press again";
}

// --- A file, and every field ---------------------------------------------------------------------------------------------

/** Opens a portfolio, or hands other files to the engine's import; words when neither can be. */
async function open(files) {
  const [one] = files;
  if (files.length > 1 || !/\.json$/i.test(one.name)) return importFiles(files);
  const text = await one.text();
  const opened = { name: one.name, text, source: one };
  state.opened = opened;
  try {
    const found = JSON.parse(text);
    if (found?.schema_version > NEWEST_VERSION) return "This file was made by a newer version. Open it on the site it came from.";
    if (found?.["@context"]) return importFiles(files);
    take(found);
  } catch {
    // the engine says what is wrong with it
  }
  state.opened = opened;
  await check();
  return "";
}

/** Puts a portfolio into the forms; one that has another shape is left to the engine. */
function take(found) {
  const wasSums = "stated" in found;
  quick.take(found);
  state.base = found;
  state.keepSums = wasSums;
}

/** Adds what tables and badges hold to the answers, and shows it as cards; words when nothing could be added. */
async function importFiles(files) {
  state.opened = null;
  const into = file().text;
  const bring = async (answers) => {
    const engine = await loader.ready();
    const { brought, text, messages } = await engine.importFiles(files, { into, answers });
    if (!brought) return messages.map((one) => one.text).join(" ");
    if (brought.files.every((one) => one.outcome === "refused")) {
      return brought.files.flatMap((one) => one.messages ?? []).map((one) => told(one.text)).join(" ") || "Nothing could be read from this file.";
    }
    const { keepSums } = state;
    take(JSON.parse(text));
    Object.assign(state, { keepSums, opened: null });
    go("cards");
    const kinds = data.kinds.filter(({ takes }) => takes !== "badges").map(({ id, name }) => [id, name]);
    if (!state.base.licenses?.[0]?.expires) {
      cards.tell(h("div", { class: "box" }, h("p", {}, "The answer also needs the day your license expires."), button("Say when it expires", () => go("expiry"), "second")));
    }
    cards.tell(broughtPart(brought, { kinds, columns: data.columns }, bring));
    return "";
  };
  try {
    return await bring();
  } catch (error) {
    return error.code === "crashed" ? "This file could not be read." : "The checker did not load. Try again.";
  }
}

/** Leads to where something is answered: the screens for what they ask, the long form for the rest. */
function edit(pointer) {
  if (!pointer) return go("license");
  state.at = pointer;
  return go("everything");
}

function everything() {
  state.base = portfolio();
  const place = $("#everything");
  const labels = { ...data.areas, label: "A name for this file", stated: "Sums you typed", plan: "Your plan (IPDP)" };
  const changed = () => { touched(); quick.take(state.base); };
  place.replaceChildren(
    h("div", { class: "back" }, button("Back", () => history.back()), h("span", {}, "All fields")),
    h("h1", { tabindex: "-1" }, "Everything the check knows"),
    h("p", {}, "You need few of these. Leave out names and numbers that say who you are."),
    editor(data.fields, state.base, data.options, changed, labels),
    h("p", {}, button("See my answer", () => check(), "main wide", { "data-check": "everything-done" })),
  );
  for (const part of all("[data-at]", place)) if (state.at?.startsWith(part.dataset.at)) part.open = true;
  state.at = null;
}

/** Checks what was kept of an earlier visit, and tells what is different now. */
function returned(before) {
  try {
    take(JSON.parse(before.text));
  } catch {
    // it is checked as it stands
  }
  state.opened = { name: before.name, text: before.text, source: before.text };
  state.returning = before.summary ? before : null;
  return check();
}
