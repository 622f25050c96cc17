// "Check my PDPs": which screen is shown, and the sum while one types. What else it needs comes at the first touch.
import { today } from "../dates.js";
import { $, all, number, shown } from "./dom.js";
import { QuickForm } from "./form.js";
import { forget, kept } from "./keep.js";

const STEPS = ["license", "expiry", "points", "badges"];
const WITH_DOCK = ["points", "badges", "cards"];
const WITH_OPEN = ["license", "answer"];
const LATER = new URL("../../../check/later.json", import.meta.url);

const data = JSON.parse($("#check-data").textContent);
const given = new URLSearchParams(location.search);
const asked = given.get("on");
const on = /^\d{4}-\d\d-\d\d$/.test(asked ?? "") ? asked : undefined;
const now = on ?? today();
const app = $("#check");

const state = {
  base: {},
  /** What a portfolio holds beside the quick answers. */
  opened: null,
  /** {name, text, source} of a file, until something is changed; the source holds its very bytes. */
  keepSums: false,
  last: null,
  /** {name, text, source, outcome} of the last check. */
  returning: null,
  /** What was kept of an earlier visit, until the answer has told what changed. */
};

/** What was kept on this device, until it is forgotten. */
let before = kept();

const quick = new QuickForm($("#quick"), data, now);

// --- What comes later ------------------------------------------------------------------------------------------------

let later = null;
let ready = null;

/** The rest of the page, and with it the engine; begins to load at the first touch. */
function begin() {
  later ??= Promise.all([import("./answers.js"), fetch(LATER).then((response) => response.json())]).then(
    ([answers, more]) => {
      Object.assign(data, more);
      quick.complete();
      ready = answers.start({ data, state, quick, on, now, go, show, touched, showTotal });
      return ready;
    },
    (error) => {
      later = null;
      $("#engine").hidden = false;
      $("#engine-words").textContent = "The rest of this page did not load. Look at your connection, then press the button again.";
      throw error;
    },
  );
  return later;
}

const use = (action) => begin().then(action, () => {});

/** The same, unless the reader has gone to another screen while it loaded. */
function fromHere(action) {
  const here = history.state?.screen;
  use((parts) => history.state?.screen === here && action(parts));
}

for (const kind of ["pointerdown", "keydown", "input"]) {
  app.addEventListener(kind, (event) => {
    if (!(kind === "keydown" && event.key === "Tab")) use(() => {});
  });
}

// --- Screens ---------------------------------------------------------------------------------------------------------

function show(id, { focus = true } = {}) {
  for (const screen of all(".screen", app)) screen.hidden = screen.id !== id;
  $("#quick").hidden = !STEPS.includes(id);
  $("#next").hidden = id === STEPS.at(-1);
  const sumsAside = id !== "cards" && !state.keepSums && Boolean(state.base.activities || state.base.badges);
  $("#dock").hidden = !WITH_DOCK.includes(id) || sumsAside;
  $("#aside").hidden = !WITH_DOCK.includes(id) || !sumsAside;
  $("#open").hidden = !WITH_OPEN.includes(id);
  $("#more").hidden = !WITH_OPEN.includes(id);
  $("#welcome").hidden = !before || !kept() || id !== STEPS[0];
  if (id === "cards") ready.openCards();
  else if (id === "everything") ready.everything();
  else dock();
  const title = $(`#${id} h1`);
  document.title = `${title?.textContent ?? "Check my PDPs"} | Check my PDPs`;
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
  show(STEPS.includes(id) || (ready && (id !== "answer" || state.last)) ? id : "license");
});

app.addEventListener("click", (event) => {
  const target = event.target.closest("[data-go]");
  if (target) go(target.dataset.go);
});

$("#quick").addEventListener("submit", (event) => {
  event.preventDefault();
  const screen = all(".screen", $("#quick")).find((one) => !one.hidden)?.id;
  if (!screen) return;
  if (quick.accepts(screen)) return next(screen);
  // what this page cannot read, the engine may
  if (ready && !quick.doubts) ready.read(screen).then((could) => could && !$(`#${screen}`).hidden && quick.accepts(screen) && next(screen), () => {});
});

function next(screen) {
  dock();
  const type = quick.value("license_type");
  const stops = screen === "license" && (type === "none" || type === "initial-or-provisional");
  if (stops || screen === "badges") fromHere(({ check }) => check());
  else go(STEPS[STEPS.indexOf(screen) + 1]);
}
$("#quick").addEventListener("input", () => { touched(); dock(); });
$("#more-fields").addEventListener("click", () => fromHere(() => go("everything")));

/** Something was changed: the answers count now, no longer the bytes of a file. */
function touched() {
  state.opened = null;
}

function dock() {
  if (!$("#dock").hidden && $("#cards").hidden) showTotal(quick.total(), quick.fillBar($("#dock .renewal-bar")));
}

function showTotal(total, { missing }) {
  const need = data.bays.reduce((sum, bay) => sum + Number(bay.need), 0);
  $("#dock-total").textContent = number(total);
  $("#dock-gap").className = missing > 0 ? "gap" : "sure";
  // points of an area that has enough fill no other area
  $("#dock-gap").textContent = missing > 0 ? `${number(missing)} missing${total + missing > need ? " in areas" : ""}` : "nothing missing";
}

/** A text that looks like a Social Security number is emptied wherever it is typed. */
app.addEventListener("change", (event) => {
  const input = event.target;
  if (!(input instanceof HTMLInputElement) || ["file", "checkbox", "radio", "date"].includes(input.type)) return;
  if (!quick.secret(input)) return;
  input.dispatchEvent(new Event("input", { bubbles: true }));
  $("#secret").textContent = "That looks like a Social Security number. Leave it out.";
  $("#secret").hidden = false;
});
app.addEventListener("input", () => { $("#secret").hidden = true; });

// --- A file, and coming back -------------------------------------------------------------------------------------------

const opening = $("[data-check=open]");
opening.addEventListener("change", () => {
  const files = [...opening.files];
  opening.value = "";
  if (!files.length) return;
  use(async ({ open }) => {
    const problem = await open(files);
    $("#open-error").hidden = !problem;
    $("#open-error").textContent = problem;
  });
});

if (before) {
  const { sure, need } = before.summary ?? {};
  const sum = need ? ` with ${number(sure)} of ${number(need)}` : "";
  $("#welcome-words").textContent = `Welcome back. Checked ${shown(before.saved)}${sum}.`;
  $("#welcome-go").addEventListener("click", () => {
    use(({ returned }) => returned(before));
  });
  $("#welcome-new").addEventListener("click", () => { forget(); before = null; show(STEPS[0]); });
}

if (given.has("license_type")) quick.choose("license_type", given.get("license_type"));
quick.follow();
history.replaceState({ screen: "license" }, "", location.pathname + location.search);
document.body.classList.add("can-check");
app.hidden = false;
show("license", { focus: false });
