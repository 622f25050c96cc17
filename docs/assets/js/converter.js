// The PDP converter. It looks up a line of the table that the engine worked out and multiplies; it knows no rule.
import { convert, hundredths, lineOn, points } from "./worth.js";

const table = JSON.parse(document.getElementById("converter-data").textContent);
const form = document.getElementById("converter");
const [kindField, amountField, doneField] = ["kind", "amount", "done"].map((id) => document.getElementById(id));
const out = document.getElementById("converter-out");

const LABELS = {
  hours: "Clock hours",
  credits: "Semester hours (credits)",
  ceus: "CEUs",
  badges: "Badges in a related area",
  awarded: "PDPs printed on the certificate",
};

function element(name, ...children) {
  const made = document.createElement(name);
  made.append(...children);
  return made;
}

function explain(kind, result) {
  const parts = [];
  if (result === null) {
    return [element("p", "No source that we read states a value for that day. Ask what your certificate will say.")];
  }
  const { least, most, questions } = result;
  const open = least !== most;
  const value = element("strong", open ? `${points(least)} to ${points(most)}` : points(most));
  parts.push(element("p", value, " PDPs"));
  if (open) {
    const list = element("ul");
    for (const id of questions) {
      const link = element("a", table.questions[id]);
      link.href = `../../questions/${id}/`;
      list.append(element("li", link));
    }
    parts.push(element("p", "It depends on points that no published text settles:"), list);
  }
  if (kind.takes === "awarded") {
    parts.push(element("p", "Taken as your certificate says."));
  }
  if (most < table.floor) {
    parts.push(element("p", `A topic counts only from ${points(table.floor)} PDPs on. Bundle this with more on the same topic.`));
  }
  return parts;
}

function show() {
  const kind = table.kinds.find((entry) => entry.id === kindField.value);
  document.getElementById("amount-row").hidden = !kind.takes;
  document.getElementById("amount-label").textContent = LABELS[kind.takes] ?? "";
  const amount = kind.takes ? hundredths(amountField.value) : 100;
  const typed = amountField.value.trim() !== "" || !kind.takes;
  const whole = kind.takes !== "badges" || amount % 100 === 0;
  amountField.setAttribute("aria-invalid", String(typed && (amount === null || !whole)));
  if (typed && (amount === null || !whole)) {
    out.replaceChildren(element("p", whole ? "Type a number such as 3 or 1.5." : "Type a whole number of badges."));
  } else if (!typed || !doneField.value) {
    out.replaceChildren();
  } else {
    out.replaceChildren(...explain(kind, convert(kind, lineOn(kind, doneField.value), amount)));
  }
}

const asked = new URLSearchParams(location.search).get("kind");
if (table.kinds.some((kind) => kind.id === asked)) kindField.value = asked;
form.addEventListener("input", show);
form.addEventListener("submit", (event) => event.preventDefault());
show();
