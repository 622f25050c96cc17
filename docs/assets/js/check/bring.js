// What tables and badges brought, in words: what came in, what did not, and what only the reader can say.
import { button, counted, h, told } from "./dom.js";

let serial = 0;

/**
 * The part of the page for what came of each file; `again` takes the answers by the pointer of their question. A kind is
 * chosen among `kinds`, what a column is among `columns`, each [id, name].
 */
export function broughtPart({ files }, { kinds, columns }, again) {
  const asked = files.flatMap((file) => file.ask ?? []).filter((one) => one.pointer);
  const answers = {};
  return h("div", { class: "box" },
    files.map(fileRow),
    asked.length
      ? h("form", { novalidate: true, onsubmit: (event) => { event.preventDefault(); again(answers); } },
        h("p", { class: "strong" }, "A few things only you can say"),
        asked.map((one) => question(one, { kinds, columns }, answers)),
        button("Use my answers", () => again(answers), "main"))
      : null);
}

function fileRow(file) {
  const came = [["certificate", file.activities], ["badge", file.badges]].filter(([, list]) => list?.length);
  const word = came.map(([name, list]) => counted(list.length, name)).join(" and ");
  const left = [
    ...(file.messages ?? []).map((one) => one.text),
    ...(file.refused ?? []).map((one) => `${one.row ? `Row ${one.row}: ` : ""}${one.why}`),
    ...(file.ask ?? []).filter((one) => !one.pointer).map((one) => `${one.row ? `Row ${one.row}: ` : ""}${one.about}`),
  ];
  return h("div", {}, h("p", { class: "strong" }, `${file.file}: ${file.outcome === "refused" || !word ? "nothing came in" : `${word} came in`}.`),
    left.length ? h("details", { class: "fold" }, h("summary", {}, `What to know (${left.length})`), h("ul", {}, left.map((words) => h("li", {}, told(words))))) : null);
}

function question(one, { kinds, columns }, answers) {
  serial += 1;
  const id = `brought-${serial}`;
  const where = [one.column, one.row ? `row ${one.row}` : ""].filter(Boolean).join(", ");
  const answered = (event) => {
    if (event.target.value.trim()) answers[one.pointer] = event.target.value.trim();
    else delete answers[one.pointer];
  };
  const choices = one.pointer.endsWith("/kind") ? kinds : one.pointer.includes("/columns/") ? columns : null;
  const field = choices
    ? h("select", { id, onchange: answered }, [["", "Choose"], ...choices].map(([value, name]) => h("option", { value }, name)))
    : h("input", { id, autocomplete: "off", oninput: answered });
  return h("div", { class: "field" }, h("label", { for: id }, told(one.about), where ? h("span", { class: "hint" }, ` (${where})`) : null), field);
}
