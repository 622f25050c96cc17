// The four screens as they stand in the page: reading answers, showing what follows from them, words beside a field.
import { convert, hundredths, lineOn, points as asPoints } from "../worth.js";
import { $, all, h, hasError, number, setError } from "./dom.js";
import { fill } from "./bar.js";
import { MOST_LICENSES, dateText, expiryError, expiryNote, portfolioOf, readCount, readDate, readField, readPoints, splitDate } from "./quick.js";

const NUMBER_LIKE_SSN = /(^|[^\d-])\d{3}[- ]?\d{2}[- ]?\d{4}($|[^\d-])/;
const MOST_BADGES = 200;

export class QuickForm {
  constructor(form, data, now) {
    this.form = form;
    this.data = data;
    this.now = now;
    this.asked = new Map();
    this.sums = all("[data-points]", form);
    this.dates = ["month", "day", "year"].map((part) => form.elements[`expires_${part}`]);
    for (const input of this.dates) {
      input.dataset.error = "expires";
      input.setAttribute("aria-describedby", "expires-error expires-note");
      input.addEventListener("paste", (event) => this.pasted(event));
    }
    form.addEventListener("input", (event) => this.changed(event.target));
    form.addEventListener("click", (event) => this.stepped(event.target.closest("[data-step]")));
    this.follow();
  }

  value(name) {
    return this.form.elements[name]?.value ?? "";
  }

  /** A date in one piece fills all three fields. */
  pasted(event) {
    const parts = splitDate(event.clipboardData.getData("text"));
    if (!parts) return;
    event.preventDefault();
    for (const [n, input] of this.dates.entries()) input.value = parts[n];
    this.changed(this.dates[2]);
  }

  stepped(button) {
    if (!button) return;
    const input = $("#badge-count");
    const now = readCount(input.value, MOST_BADGES).value ?? 0;
    input.value = String(Math.min(MOST_BADGES, Math.max(0, now + Number(button.dataset.step))));
    input.dispatchEvent(new Event("input", { bubbles: true }));
  }

  changed(input) {
    if (input.getAttribute("aria-invalid") === "true") setError(input, null);
    if (this.dates.includes(input)) for (const one of this.dates) setError(one, null);
    if (input.name === "additional") this.rows();
    this.follow();
  }

  /** Shows what an answer asks for next. Hidden answers are kept and not used. */
  follow() {
    for (const part of all("[data-if]", this.form)) {
      const [name, value] = part.dataset.if.split("=");
      part.hidden = this.value(name) !== value;
    }
    $("#stack-question").hidden = (readCount(this.value("badges"), MOST_BADGES).value ?? 0) < 2;
    const asked = this.data.sei_roles.includes(this.value("role"));
    $("#learner-question").hidden = !asked;
    $("#sei-question").hidden = !asked || !["since", "unsure"].includes(this.value("english_learner_assigned"));
    const read = readDate(...this.dates.map((input) => input.value));
    const note = read.error ? "" : expiryNote(read.text, this.now, this.data.editions);
    if ($("#expires-note").textContent !== note) $("#expires-note").textContent = note;
  }

  /** The PDPs of each category as typed, as far as they can be read. */
  points() {
    const sums = {};
    for (const input of this.sums) {
      const { value } = readPoints(input.value);
      if (value) sums[input.name] = value;
    }
    return sums;
  }

  total() {
    return Object.values(this.points()).reduce((sum, value) => sum + value, 0);
  }

  /** Fills a bar with the sums as typed. */
  fillBar(bar) {
    const { elective, ...rest } = this.points();
    return fill(bar, { ...rest, any: elective ?? 0 });
  }

  /** Takes what came later: names of license fields, and what courses are worth. */
  complete() {
    $("#fields").append(...this.data.field_names.map((value) => h("option", { value })));
    this.credits();
  }

  /**
   * Whether the answers of a screen can be read; otherwise the words stand beside the first field, which has focus.
   * `doubts` then tells whether some can be read, and are asked about all the same.
   */
  accepts(screen) {
    const wrong = this.wrong(screen);
    for (const [input, words] of wrong) setError(input, words);
    this.doubts = wrong.some(([, , soft]) => soft);
    if (!wrong.length) return true;
    wrong[0][0].focus();
    return false;
  }

  wrong(screen) {
    const found = [];
    const note = (input, { error, soft }, key = input.value) => {
      if (!error) return;
      if (soft && this.asked.get(input.id) === key) return;
      if (soft) this.asked.set(input.id, key);
      found.push([input, soft ? `${error} If it is right, press the button again.` : error, soft]);
    };
    if (screen === "license" || screen === "badges") {
      for (const input of all("input[type=text], input:not([type])", $(`#${screen}`))) {
        if (this.secret(input)) found.push([input, "That looks like a Social Security number. Leave it out."]);
      }
    }
    if (screen === "expiry") {
      const typed = this.dates.map((input) => input.value);
      const problem = expiryError(readDate(...typed), this.now, this.data.editions);
      note(this.dates.at(/month|There is no/.test(problem.error ?? "") ? 0 : 2), problem, typed.join("/"));
    }
    if (screen === "points") for (const input of this.sums) note(input, readPoints(input.value));
    if (screen === "badges") {
      note($("#badge-count"), readCount(this.value("badges"), MOST_BADGES));
      note($("#additional"), readCount(this.value("additional"), MOST_LICENSES));
      for (const input of all("[data-more=content]", this.form)) note(input, readPoints(input.value));
    }
    return found;
  }

  /** What is typed on a screen: the field, the question that reads it, its text, and how its value is put back. */
  typed(screen) {
    const points = (input) => ({ input, name: "points", text: input.value, put: (value) => { input.value = number(value); } });
    const parts = this.dates.map((input) => input.value);
    const found = {
      expiry: [{ input: this.dates[0], name: "expires", text: dateText(...parts), put: (value) => this.putDate(value) }],
      points: this.sums.map(points),
      badges: all("[data-more=content]", this.form).map(points),
    };
    return (found[screen] ?? []).filter(({ text }) => text.trim());
  }

  /**
   * Has the engine read what is typed on a screen, as its reading counts; whether it could. `reader` takes
   * [question, text] and gives values. What it reads stands in the field as the page writes it; beside what neither can
   * read, the words of the page stay.
   */
  async read(screen, reader) {
    const typed = this.typed(screen);
    const found = typed.length ? await reader(typed.map(({ name, text }) => [name, text])) : [];
    const told = typed.filter(({ input }, n) => found[n].error && !hasError(input));
    for (const [n, { input, put }] of typed.entries()) {
      if (!found[n].error) {
        setError(input, null);
        put(found[n].value);
      } else if (told.includes(typed[n])) setError(input, found[n].error);
    }
    told[0]?.input.focus();
    this.follow();
    return found.every(({ error }) => !error);
  }

  putDate(text) {
    const [year, month = "", day = ""] = text.split("-");
    for (const [n, part] of [month, day, year].entries()) this.dates[n].value = part.replace(/^0/, "");
    for (const input of this.dates) setError(input, null);
  }

  /** Empties a field that holds what looks like a Social Security number. */
  secret(input) {
    if (!NUMBER_LIKE_SSN.test(input.value)) return false;
    input.value = "";
    return true;
  }

  /** Two fields for each further license. */
  rows() {
    const wanted = readCount(this.value("additional"), MOST_LICENSES).value ?? 0;
    const place = $("#additional-fields");
    while (place.children.length > wanted) place.lastElementChild.remove();
    while (place.children.length < wanted) place.append(this.row(place.children.length + 2));
  }

  row(n) {
    const [field, content] = [`more-${n}-field`, `more-${n}-content`];
    const error = (id) => h("p", { class: "error", id: `${id}-error`, role: "alert", hidden: true });
    return h(
      "fieldset",
      { class: "another" },
      h("legend", {}, `License ${n}`),
      h("label", { for: field }, "Field ", h("span", { class: "hint" }, "(you may leave it out)")),
      h("input", { id: field, name: field, list: "fields", maxlength: "200", "data-more": "field" }),
      error(field),
      h("div", { class: "line" }, h("label", { for: content }, "Content PDPs for it"),
        h("input", { id: content, name: content, inputmode: "decimal", "data-more": "content", "aria-describedby": `${content}-error` }), error(content)),
    );
  }

  answers() {
    const stack = this.value("same_stack");
    return {
      type: this.value("license_type") || "unsure",
      field: readField(this.value("field")),
      expires: readDate(...this.dates.map((input) => input.value)).text ?? "",
      points: this.points(),
      topicsOfTen: this.form.elements.topics_of_ten.checked,
      badges: readCount(this.value("badges"), MOST_BADGES).value ?? 0,
      sameStack: { yes: true, no: false }[stack],
      role: this.value("role"),
      learner: this.value("english_learner_assigned"),
      since: this.value("english_learner_since"),
      sei: this.value("sei"),
      more: all(".another", this.form).map((row) => ({
        field: readField($("[data-more=field]", row).value),
        content: readPoints($("[data-more=content]", row).value).value,
      })),
    };
  }

  portfolio(base) {
    return portfolioOf(this.answers(), base, this.data.sei_roles);
  }

  /** Puts a portfolio into the form. */
  take(portfolio) {
    this.form.reset();
    const [first, ...others] = portfolio.licenses ?? [];
    const type = first?.type ?? (first ? "professional" : "");
    const kinds = { professional: "professional", "": portfolio.role === "paraprofessional" ? "none" : "" };
    this.choose("license_type", kinds[type] ?? (["initial", "provisional"].includes(type) ? "initial-or-provisional" : ""));
    this.form.elements.field.value = first?.field ?? "";
    const [year, month, day] = (first?.expires ?? "").split("-");
    for (const [n, part] of [month, day, year].entries()) this.dates[n].value = part ?? "";
    const stated = portfolio.stated ?? {};
    const sumOf = (n, id) => stated.points?.find((row) => row.license === id || (n === 0 && !row.license)) ?? {};
    for (const input of this.sums) input.value = sumOf(0, first?.id)[input.name] ?? "";
    this.form.elements.topics_of_ten.checked = stated.topics_of_ten === true;
    this.form.elements.badges.value = stated.badges?.count ?? 0;
    this.choose("same_stack", { true: "yes", false: "no" }[stated.badges?.same_stack] ?? "");
    this.form.elements.role.value = portfolio.role ?? "";
    const learner = portfolio.english_learner_assigned ?? "";
    this.choose("english_learner_assigned", learner && (learner === "never" ? "never" : "since"));
    this.form.elements.english_learner_since.value = /^\d/.test(learner) ? learner : "";
    const held = portfolio.endorsements;
    this.choose("sei", held ? (held.some((one) => one.id === "sei") ? "yes" : "no") : "");
    this.form.elements.additional.value = String(others.length);
    this.rows();
    for (const [n, row] of all(".another", this.form).entries()) {
      $("[data-more=field]", row).value = others[n].field ?? "";
      $("[data-more=content]", row).value = sumOf(n + 1, others[n].id).content ?? "";
    }
    this.follow();
  }

  choose(name, value) {
    for (const input of all(`[name="${name}"]`, this.form)) input.checked = input.value === value;
  }

  /** "My course gives credits": what they are worth by the table, added to a field above. */
  credits() {
    const kinds = this.data.kinds.filter((kind) => kind.takes === "credits");
    const [count, choice, to] = ["#credit-count", "#credit-kind", "#credit-to"].map((id) => $(id, this.form));
    choice.append(...kinds.map((kind) => h("option", { value: kind.id }, kind.name)));
    const chosen = kinds.find((kind) => kind.id.startsWith("graduate"));
    if (chosen) choice.value = chosen.id;
    const worth = () => {
      const amount = hundredths(count.value);
      const kind = kinds.find((one) => one.id === choice.value);
      return amount && kind ? convert(kind, lineOn(kind, this.now), amount) : null;
    };
    const show = () => {
      const found = worth();
      $("#credit-add").disabled = !found || found.least !== found.most;
      $("#credit-worth").textContent = !found
        ? ""
        : found.least === found.most
          ? `That is ${asPoints(found.most)} PDPs.`
          : `That is ${asPoints(found.least)} or ${asPoints(found.most)} PDPs. Add it as a certificate later.`;
    };
    for (const input of [count, choice]) input.addEventListener("input", show);
    $("#credit-add", this.form).addEventListener("click", () => {
      const input = this.form.elements[to.value];
      input.value = number((readPoints(input.value).value ?? 0) + worth().most / 100);
      count.value = "";
      show();
      $("#credit-worth").textContent = `Added. ${to.selectedOptions[0].textContent}: ${input.value}.`;
      input.dispatchEvent(new Event("input", { bubbles: true }));
    });
    show();
  }
}
