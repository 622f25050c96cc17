// "Check my PDPs": which screen is shown, what the answers make, and what the engine says of it.
import { today } from "../dates.js";
import { fill } from "./bar.js";
import { Cards } from "./cards.js";
import { $, all, button, download, h, number, shown, told } from "./dom.js";
import { editor } from "./fields.js";
import { QuickForm } from "./form.js";
import { forget, keep, kept } from "./keep.js";
import { Loader } from "./loader.js";
import { answer, planPart, since, summary, verdictHead } from "./result.js";

const NAME = "renewal-check.json";
const NEWEST_VERSION = 1;
const PICTURES = /\.(png|jpe?g|gif|heic|webp|pdf|svg)$/i;
const STEPS = ["license", "expiry", "points", "badges"];
const WITH_DOCK = ["points", "badges", "cards"];
const WITH_OPEN = ["license", "answer"];

const data = JSON.parse($("#check-data").textContent);
const asked = new URLSearchParams(location.search).get("on");
const on = /^\d{4}-\d\d-\d\d$/.test(asked ?? "") ? asked : undefined;
const now = on ?? today();
const app = $("#check");
const result = $("#answer");

const state = {
  base: {},
  /** What a portfolio holds beside the quick answers. */
  opened: null,
  /** {name, text, source} of a file, until something is changed; the source holds its very bytes. */
  keepSums: false,
  last: null,
  /** {name, text, source, outcome} of the last check. */
};

const quick = new QuickForm($("#quick"), data, now);
const loader = new Loader((engine) => {
  const { edition } = engine.catalog;
  $("#sealed").hidden = false;
  $("#sealed").textContent = `Sealed: this page can no longer send anything. It works with the data edition ${edition}.`;
});
const cards = new Cards($("#cards"), data, {
  back: () => history.back(),
  done: () => check(),
  changed: () => dock(),
  touched: () => touched(),
  hasSums: () => "stated" in quick.portfolio(state.base),
  keepSums: (wanted) => { state.keepSums = wanted; touched(); },
});

// --- Screens ---------------------------------------------------------------------------------------------------------

function show(id, { focus = true } = {}) {
  for (const screen of all(".screen", app)) screen.hidden = screen.id !== id;
  $("#quick").hidden = !STEPS.includes(id);
  $("#dock").hidden = !WITH_DOCK.includes(id);
  $("#open").hidden = !WITH_OPEN.includes(id);
  $("#more").hidden = !WITH_OPEN.includes(id);
  if (id === "cards") cards.open(state.base, state.keepSums);
  if (id === "everything") everything();
  dock();
  const title = $(`#${id} h1`);
  document.title = `${title?.textContent ?? "Check my PDPs"} | ${document.title.split(" | ").at(-1).split(" - ").at(-1)}`;
  if (focus) {
    title?.focus({ preventScroll: true });
    scrollTo({ top: 0 });
  }
}

function go(id) {
  if (history.state?.screen !== id) history.pushState({ screen: id }, "", `#${id}`);
  show(id);
}

addEventListener("popstate", (event) => {
  const id = event.state?.screen ?? "license";
  show(id === "answer" && !state.last ? "license" : id);
});

app.addEventListener("click", (event) => {
  const target = event.target.closest("[data-go]");
  if (target) go(target.dataset.go);
});

$("#quick").addEventListener("submit", (event) => {
  event.preventDefault();
  const screen = all(".screen", $("#quick")).find((one) => !one.hidden)?.id;
  if (!screen || !quick.accepts(screen)) return;
  const type = quick.value("license_type");
  if (screen === "license" && (type === "none" || type === "initial-or-provisional")) check();
  else if (screen === "badges") check();
  else go(STEPS[STEPS.indexOf(screen) + 1]);
});
$("#quick").addEventListener("input", () => { touched(); dock(); });

/** Something was changed: the answers count now, no longer the bytes of a file. */
function touched() {
  state.opened = null;
}

let first = true;
for (const kind of ["pointerdown", "keydown", "input"]) {
  app.addEventListener(kind, (event) => {
    if (!first || (kind === "keydown" && event.key === "Tab") || event.target.closest?.("#engine, #open")) return;
    first = false;
    loader.ready().catch(() => {});
  });
}

// --- The bar while you type --------------------------------------------------------------------------------------------

function dock() {
  if ($("#dock").hidden) return;
  const bar = $("#dock .renewal-bar");
  if ($("#cards").hidden) quick.showSum(bar);
  else {
    const { missing } = fill(bar, cards.byCategory());
    $("#dock-total").textContent = number(cards.total());
    $("#dock-gap").textContent = missing > 0 ? `${number(missing)} missing` : "nothing missing";
  }
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

async function check() {
  const asked = file();
  for (const mark of ["data-verdict", "data-report-sha256"]) result.removeAttribute(mark);
  waiting();
  go("answer");
  try {
    const engine = await loader.ready();
    const outcome = await engine.check(asked.source, { name: asked.name, on });
    state.last = { ...asked, outcome };
    if (outcome.report) shownReport(outcome, await sha256(outcome.json));
    else refused(outcome.messages);
  } catch (error) {
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
  const parts = answer(outcome, { go, plan, edit, copy }, now);
  if (state.returning) parts.splice(1, 0, h("div", { class: "box", role: "status" }, h("p", {}, since(state.returning, report))));
  if (unsure) parts.splice(1, 0, h("p", { class: "box" }, "You were not sure of your license. If ELAR says Initial or Provisional, you need no PDPs."));
  state.returning = null;
  finish(report.verdict, sha, [...parts, ...takeAway(report)]);
}

function refused(messages) {
  const rows = messages.filter((one) => one.severity === "error");
  finish("refused", "", [
    verdictHead("none", "This cannot be checked yet", "Fix what is named here, then check again. Nothing was changed."),
    h("ul", { class: "steps" }, (rows.length ? rows : messages).map((one) =>
      h("li", {}, h("p", {}, one.line ? h("span", { class: "hint" }, `Line ${one.line}. `) : null, h("b", {}, told(one.text))), h("p", {}, told(one.hint ?? ""))))),
    h("p", {}, button("Change my answers", () => edit(rows[0]?.pointer ?? ""), "main wide")),
  ]);
}

/** Without the engine: the sum that the page can make by itself, and the way on paper. */
function unable() {
  const sum = number(quick.total());
  const bar = $("#dock .renewal-bar").cloneNode(true);
  const sums = quick.points();
  fill(bar, { ...sums, any: sums.elective ?? 0 });
  result.replaceChildren(
    backRow(),
    h("h1", { tabindex: "-1" }, "We could not check this"),
    h("p", {}, "The checker did not load, so this is only a sum. Nothing you typed is lost."),
    h("p", { class: "sum" }, h("b", {}, sum), " PDPs typed"),
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

async function plan() {
  const place = $("#plan");
  let stopped = false;
  const stop = button("Stop", () => { stopped = true; loader.engine.stop().catch(() => {}); }, "second");
  place.replaceChildren(h("p", { role: "status" }, "Looking for the easiest ways."), stop);
  stop.focus();
  try {
    const engine = await loader.ready();
    const { plan: found } = await engine.plan(state.last.source, { name: state.last.name, on });
    place.replaceChildren(h("div", { tabindex: "-1" }, planPart(found, now)));
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
    parts[1].append(
      made("Packet to print", () => page("packet", "renewal-packet.html")),
      made("Calendar", async () => download("renewal.ics", await loader.engine.calendar(source, { name, on }), "text/calendar")),
      made("Whole report", () => page("reportPage", "renewal-report.html")),
    );
  }
  parts.push(said, keeping(report));
  if (report) {
    parts.push(h("p", { class: "row" }, button("Change my answers", () => edit(""), ""), button("Start over", startOver, "")));
    parts.push(h("p", { class: "hint" }, `${report.notice} ${told(report.edition?.name ?? data.edition)}. Checked on ${shown(report.as_of)}. Data ${report.catalog.edition}.`));
  }
  return parts;
}

/** "Keep on this phone": off until it is chosen, with a way to forget beside it. */
function keeping(report) {
  const said = h("p", { class: "hint", role: "status" });
  const box = h("input", { type: "checkbox", checked: Boolean(kept()) });
  const drop = button("Forget", () => { forget(); box.checked = false; said.textContent = "Forgotten. Nothing is kept here."; }, "second", { "data-check": "forget" });
  box.addEventListener("change", () => {
    if (!box.checked) {
      forget();
      said.textContent = "Forgotten. Nothing is kept here.";
    } else if (report && keep({ saved: now, text: state.last.text, name: state.last.name, summary: summary(report) })) {
      said.textContent = "Kept, only here. It is gone if you clear your browser.";
    } else {
      box.checked = false;
      said.textContent = "This browser will not keep it. Save a file instead.";
    }
  });
  if (report && box.checked) keep({ saved: now, text: state.last.text, name: state.last.name, summary: summary(report) });
  return h("div", { class: "keep" },
    h("label", { class: "choice" }, box, h("span", {}, "Keep on this phone", h("small", {}, "Only here. Off until you choose it."))), drop, said);
}

/** Asks once, then clears everything that was typed. */
function startOver(event) {
  const here = event.currentTarget;
  if (here.dataset.sure) location.assign(location.pathname + location.search);
  here.dataset.sure = "yes";
  here.textContent = "Clear all answers? Press again";
}

// --- A file, and every field ---------------------------------------------------------------------------------------------

const opening = $("[data-check=open]");
opening.addEventListener("change", async () => {
  const files = [...opening.files];
  opening.value = "";
  if (!files.length) return;
  first = false;
  const problem = await open(files);
  $("#open-error").hidden = !problem;
  $("#open-error").textContent = problem;
});

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

async function importFiles(files) {
  try {
    const engine = await loader.ready();
    const found = await engine.importFiles(files);
    state.base = { ...portfolio(), ...found.portfolio };
    take(state.base);
    touched();
    go("cards");
    return "";
  } catch (error) {
    if (error.code && error.code !== "unsupported") return "The checker did not load. Try again.";
    const what = PICTURES.test(files[0].name) ? "This is a picture or a document." : "This file cannot be opened here yet.";
    return `${what} Choose a file that ends in .json.`;
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
  const labels = { label: "A name for this file", stated: "Sums you typed", plan: "Your plan (IPDP)" };
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

$("#more-fields").addEventListener("click", () => go("everything"));

/** A text that looks like a Social Security number is emptied wherever it is typed. */
app.addEventListener("change", (event) => {
  const input = event.target;
  if (!(input instanceof HTMLInputElement) || ["file", "checkbox", "radio", "date"].includes(input.type)) return;
  if (!quick.secret(input)) return;
  input.dispatchEvent(new Event("input", { bubbles: true }));
  const words = "That looks like a Social Security number. Leave it out.";
  $("#secret").textContent = words;
  $("#secret").hidden = false;
});
app.addEventListener("input", () => { $("#secret").hidden = true; });

// --- Coming back -----------------------------------------------------------------------------------------------------------

const before = kept();
if (before) {
  const { sure, need } = before.summary ?? {};
  $("#welcome").hidden = false;
  $("#welcome-words").textContent = `Welcome back. Checked ${shown(before.saved)}${need ? ` with ${number(sure)} of ${number(need)}` : ""}.`;
  $("#welcome-go").addEventListener("click", () => {
    $("#welcome").hidden = true;
    try {
      take(JSON.parse(before.text));
    } catch {
      // it is checked as it stands
    }
    state.opened = { name: before.name, text: before.text, source: before.text };
    state.returning = before.summary ? before : null;
    first = false;
    check();
  });
  $("#welcome-new").addEventListener("click", () => { forget(); $("#welcome").hidden = true; $("#license h1").focus(); });
}

history.replaceState({ screen: "license" }, "", location.pathname + location.search);
document.body.classList.add("can-check");
app.hidden = false;
show("license", { focus: false });
