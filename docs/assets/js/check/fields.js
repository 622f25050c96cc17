// Every field of a portfolio as a form, made from the list that comes from its schema.
import { button, h } from "./dom.js";

let serial = 0;

/** A form for the fields of one part; `changed` is called after each change of `part`. */
export function editor(fields, part, options, changed, labels = {}) {
  return h("div", { class: "fields" }, fields.map((field) => one(field, part, options, changed, labels)));
}

function one(field, part, options, changed, labels) {
  const label = labels[field.name] ?? field.label;
  if (field.is === "part") {
    const inner = { ...part[field.name] };
    const store = () => put(part, field.name, Object.keys(inner).length ? inner : "", changed);
    return h("details", { class: "fold" }, h("summary", {}, label), hint(field), editor(field.has, inner, options, store, labels));
  }
  if (field.is === "list") return list(field, part, options, changed, label);
  return simple(field, part, options, changed, label);
}

function put(part, name, value, changed) {
  if (value === "" || value === undefined || (Array.isArray(value) && !value.length && name !== "endorsements")) delete part[name];
  else part[name] = value;
  changed();
}

function hint(field) {
  return field.hint ? h("p", { class: "hint" }, field.hint) : null;
}

function list(field, part, options, changed, label) {
  const rows = part[field.name] ?? [];
  const place = h("div", {});
  const draw = () => {
    place.replaceChildren(
      ...rows.map((row, n) =>
        h("details", { class: "entry", "data-at": `/${field.name}/${n}` },
          h("summary", {}, `${n + 1}. ${titleOf(row, options) || label}`),
          editor(field.has, row, options, () => store(false)),
          button("Remove", () => { rows.splice(n, 1); store(true); }, "second"))),
      button(`Add to: ${label}`, () => { rows.push({}); store(true); place.querySelector("details:last-of-type").open = true; }, "second"),
    );
  };
  const store = (again) => {
    put(part, field.name, rows, changed);
    if (again) draw();
  };
  draw();
  return h("details", { class: "fold", "data-at": `/${field.name}` }, h("summary", {}, `${label} (${rows.length})`), hint(field), place);
}

function titleOf(row, options) {
  const id = row.title ?? row.field ?? row.credential ?? row.kind ?? row.id ?? "";
  return Object.values(options).flat().find(([key]) => key === id)?.[1] ?? String(id);
}

function simple(field, part, options, changed, label) {
  serial += 1;
  const id = `field-${serial}`;
  const now = part[field.name];
  const store = (value) => put(part, field.name, value, changed);
  const described = { id, "aria-describedby": `${id}-hint` };
  const words = h("p", { class: "hint", id: `${id}-hint` }, field.hint);
  const wrap = (input) => h("div", { class: "field" }, h("label", { for: id }, label), input, words);
  const typed = (attributes, read = (text) => text.trim()) =>
    h("input", { ...described, value: now ?? "", autocomplete: "off", oninput: (event) => store(read(event.target.value)), ...attributes });
  switch (field.is) {
    case "choice":
      return wrap(choice(described, [["", "Not said"], ...(options[field.of] ?? [])], now ?? "", store));
    case "yes-no":
      return wrap(choice(described, [["", "Not said"], ["true", "Yes"], ["false", "No"]], String(now ?? ""), (value) => store(value === "" ? "" : value === "true")));
    case "several":
      return checks(field, label, options[field.of] ?? [], now ?? [], store);
    case "flags":
      return flags(field, label, options[field.of] ?? [], { ...now }, store);
    case "since":
      return days(field, label, options[field.of] ?? [], { ...now }, store);
    case "words":
      return wrap(typed({ value: (now ?? []).join(" ") }, (text) => text.split(/[\s,]+/).filter(Boolean)));
    case "number":
      return wrap(typed({ inputmode: "decimal" }, (text) => (text.trim() === "" ? "" : Number(text.replace(",", ".")) || text.trim())));
    case "date":
      return wrap(typed({ type: "date" }));
    case "no-or-date":
      return wrap(typed({ value: now === false ? "no" : (now ?? ""), placeholder: "2026-11-01, or no" }, (text) => (text.trim() === "no" ? false : text.trim())));
    case "files":
      return wrap(typed({ value: (now ?? []).map((file) => file.path).join("; ") }, (text) => text.split(";").map((path) => path.trim()).filter(Boolean).map((path) => (now ?? []).find((file) => file.path === path) ?? { path })));
    default:
      return wrap(typed({ maxlength: field.most ?? null }));
  }
}

function choice(described, pairs, now, store) {
  const select = h("select", { ...described, onchange: (event) => store(event.target.value) },
    pairs.map(([value, words]) => h("option", { value }, words)));
  if (!pairs.some(([value]) => value === now)) select.append(h("option", { value: now }, now));
  select.value = now;
  return select;
}

function checks(field, label, pairs, now, store) {
  const chosen = new Set(now);
  return h("fieldset", {}, h("legend", {}, label), h("div", { class: "chips" }, pairs.map(([value, words]) =>
    h("label", {}, h("input", { type: "checkbox", value, checked: chosen.has(value), onchange: (event) => {
      if (event.target.checked) chosen.add(value);
      else chosen.delete(value);
      store(pairs.map(([id]) => id).filter((id) => chosen.has(id)));
    } }), words))), hint(field));
}

function flags(field, label, pairs, now, store) {
  return h("fieldset", {}, h("legend", {}, label), hint(field), pairs.map(([value, words]) => {
    serial += 1;
    const id = `field-${serial}`;
    const picked = choice({ id }, [["", "Not said"], ["true", "Yes"], ["false", "No"]], String(now[value] ?? ""), (answer) => {
      if (answer === "") delete now[value];
      else now[value] = answer === "true";
      store(Object.keys(now).length ? now : "");
    });
    return h("div", { class: "field" }, h("label", { for: id }, words), picked);
  }));
}

/** For each of several things the day since when, or "never". */
function days(field, label, pairs, now, store) {
  return h("fieldset", {}, h("legend", {}, label), hint(field), pairs.map(([value, words]) => {
    serial += 1;
    const id = `field-${serial}`;
    const typed = h("input", { id, value: now[value] ?? "", autocomplete: "off", oninput: (event) => {
      if (event.target.value.trim()) now[value] = event.target.value.trim();
      else delete now[value];
      store(Object.keys(now).length ? now : "");
    } });
    return h("div", { class: "field" }, h("label", { for: id }, words), typed);
  }));
}
