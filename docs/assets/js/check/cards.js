// "Add my certificates": one card each. What a card is worth is looked up in the table until the engine has judged it.
import { convert, hundredths, lineOn } from "../worth.js";
import { $, announce, button, counted, h, number, setError, shape, shown } from "./dom.js";
import { editor } from "./fields.js";
import { dateText, readDate, readPoints, splitDate } from "./quick.js";

const QUICK = [
  ["workshop", "Workshop"],
  ["course", "Course"],
  ["conference-attendance", "Conference"],
  ["badge", "Badge"],
  ["other", "Other"],
];
const AMOUNT = { hours: "Hours", credits: "Credits", ceus: "CEUs", awarded: "PDPs on the certificate" };
const ON_THE_CARD = ["kind", "title", "completed", "topic", "categories", "content_of", "credential"];
const fold = (text) => text.toLowerCase().split(/\s+/).filter(Boolean).join(" ");

export class Cards {
  constructor(place, data, actions) {
    this.place = place;
    this.data = data;
    this.actions = actions;
    this.kinds = Object.fromEntries(data.kinds.map((kind) => [kind.id, kind]));
    this.rest = Object.fromEntries(["activities", "badges"].map((name) => [
      name,
      data.fields.find((field) => field.name === name).has.filter((field) => !ON_THE_CARD.includes(field.name)),
    ]));
  }

  open(portfolio, keepSums) {
    this.portfolio = portfolio;
    this.keepSums = keepSums;
    this.fresh();
    this.draw("");
  }

  /** A blank card. */
  fresh() {
    this.editing = null;
    this.card = { quick: "workshop", kind: "workshop", amount: "", date: ["", "", ""], topic: "", title: "", categories: [], content_of: [], credential: "", rest: {} };
  }

  cards() {
    const { activities = [], badges = [] } = this.portfolio;
    return [
      ...activities.map((part, n) => ({ list: "activities", n, part, ...this.worth(part) })),
      ...badges.map((part, n) => ({ list: "badges", n, part, least: 0, most: 0, badge: true })),
    ];
  }

  /** Least and most PDPs of an activity by the table, in hundredths; null where the table cannot say. */
  worth(part) {
    const kind = this.kinds[part.kind];
    const line = kind && lineOn(kind, part.completed ?? part.to ?? "9999");
    const amount = kind?.takes ? hundredths(String(part[kind.takes] ?? part.awarded ?? "")) : 100;
    if (!line || amount === null) return { least: 0, most: 0 };
    return convert(kind, line, amount) ?? { least: 0, most: 0 };
  }

  /** PDPs on a topic, all cards together. */
  onTopic(topic) {
    return this.cards().filter(({ part }) => part.topic && fold(part.topic) === fold(topic));
  }

  /** Cards that can count: a topic that is too short gives nothing, as its warning says. */
  counting() {
    return this.cards().filter(({ part }) => !this.short(part));
  }

  total() {
    return this.counting().reduce((sum, card) => sum + card.least, 0) / 100;
  }

  /** PDPs by category for the bar: each card goes to the first area it may count as that has room. */
  byCategory() {
    const room = Object.fromEntries(this.data.bays.map((bay) => [bay.id, Number(bay.need)]));
    const have = {};
    for (const { part, least } of this.counting().sort((a, b) => (a.part.categories?.length ?? 9) - (b.part.categories?.length ?? 9))) {
      const listed = (part.categories ?? []).filter((id) => id in room);
      const into = listed.find((id) => (have[id] ?? 0) < room[id]) ?? listed[0] ?? "any";
      have[into] = (have[into] ?? 0) + least / 100;
    }
    return have;
  }

  draw(said) {
    const { card } = this;
    const isBadge = card.quick === "badge";
    this.message = h("div", { class: "box said", hidden: !said }, said);
    const count = this.cards().length;
    this.place.replaceChildren(...[
      h("div", { class: "back" }, button("Back", this.actions.back), h("span", {}, count ? counted(count, "entry", "entries") : "")),
      h("h1", { tabindex: "-1" }, this.editing ? `Change a ${isBadge ? "badge" : "certificate"}` : "Add a certificate or badge"),
      this.message,
      this.actions.hasSums() ? h("p", { class: "hint" }, "Certificates take the place of the sums you typed, unless you tick the box below.") : null,
      h("form", { novalidate: true, autocomplete: "off", onsubmit: (event) => { event.preventDefault(); this.add(); } },
        this.kindPart(),
        isBadge ? this.badgePart() : this.amountPart(),
        this.datePart(),
        isBadge ? null : this.topicPart(),
        this.categoryPart(),
        h("details", { class: "fold" }, h("summary", {}, "More"), isBadge ? null : this.titlePart(),
          editor(this.others(), card.rest, this.data.options, () => {})),
        h("p", {}, h("button", { type: "submit", class: "main wide" }, this.editing ? "Save the change" : `Add this ${isBadge ? "badge" : "certificate"}`))),
      ...this.sumsPart(),
      h("p", {}, button("Done: see my answer", this.actions.done, "second wide", { "data-check": "cards-done" })),
      ...this.listPart(),
    ].filter(Boolean));
    announce(this.message);
    this.actions.changed();
  }

  /** The fields of a card that stand under "More". */
  others() {
    const takes = this.kinds[this.card.kind]?.takes;
    return this.rest[this.card.quick === "badge" ? "badges" : "activities"].filter((field) => field.name !== takes);
  }

  kindPart() {
    const pick = (quick) => {
      const courses = this.data.kinds.filter((kind) => kind.takes === "credits");
      const kind = quick === "course" ? (courses.find((one) => one.id.startsWith("graduate")) ?? courses[0]).id : quick === "other" ? "other" : quick;
      Object.assign(this.card, { quick, kind: quick === "badge" ? "" : kind });
      this.draw("");
      $(`[name=card_kind][value="${quick}"]`, this.place).focus();
    };
    const among = { course: (kind) => kind.takes === "credits", other: (kind) => kind.takes !== "badges" }[this.card.quick];
    return [
      h("fieldset", {}, h("legend", {}, this.data.questions.title.text), h("div", { class: "segments" }, QUICK.map(([id, words]) =>
        h("label", {}, h("input", { type: "radio", name: "card_kind", value: id, checked: this.card.quick === id, onchange: () => pick(id) }), words)))),
      among
        ? h("div", { class: "field" }, h("label", { for: "card-kind" }, "Which kind?"), this.select("card-kind", this.data.kinds.filter(among).map((kind) => [kind.id, kind.name]), this.card.kind, (value) => { this.card.kind = value; this.draw(""); $("#card-kind").focus(); }))
        : null,
    ].filter(Boolean);
  }

  select(id, pairs, value, changed) {
    const made = h("select", { id, onchange: (event) => changed(event.target.value) }, pairs.map(([key, words]) => h("option", { value: key }, words)));
    made.value = value;
    return made;
  }

  text(id, label, value, changed, attributes = {}) {
    return h("div", { class: "field" }, h("label", { for: id }, label),
      h("input", { id, value, autocomplete: "off", "aria-describedby": `${id}-error`, oninput: (event) => { changed(event.target.value); setError(event.target, null); }, ...attributes }),
      h("p", { class: "error", id: `${id}-error`, role: "alert", hidden: true }));
  }

  amountPart() {
    const takes = this.kinds[this.card.kind]?.takes;
    if (!takes) return h("p", { class: "hint" }, "This kind has a fixed number of PDPs.");
    return this.text("card-amount", [`${this.data.questions.amount.text} `, h("span", { class: "hint" }, `(${AMOUNT[takes] ?? "PDPs"})`)], this.card.amount, (value) => { this.card.amount = value; }, { inputmode: "decimal" });
  }

  badgePart() {
    const titles = this.data.options.credentials;
    const title = titles.find(([id]) => id === this.card.credential)?.[1] ?? this.card.credential;
    return [
      this.text("card-badge", this.data.questions.badge.text, title, (value) => {
        this.card.credential = titles.find(([, words]) => fold(words) === fold(value))?.[0] ?? value.trim();
      }, { list: "card-badges" }),
      h("datalist", { id: "card-badges" }, titles.map(([, words]) => h("option", { value: words }))),
    ];
  }

  datePart() {
    const parts = ["Month", "Day", "Year"].map((words, n) => {
      const id = `card-date-${n}`;
      return h("div", {}, h("label", { for: id }, words), h("input", {
        id, inputmode: "numeric", autocomplete: "off", value: this.card.date[n], "data-error": "card-date", "aria-describedby": "card-date-error",
        oninput: (event) => { this.card.date[n] = event.target.value; setError(event.target, null); },
        onpaste: (event) => {
          const split = splitDate(event.clipboardData.getData("text"));
          if (!split) return;
          event.preventDefault();
          this.card.date = split;
          for (const [m, value] of split.entries()) $(`#card-date-${m}`).value = value;
        },
      }));
    });
    return h("fieldset", {}, h("legend", {}, this.data.questions.completed.text), h("p", { class: "hint" }, this.data.questions.completed.hint), h("div", { class: "date" }, parts),
      h("p", { class: "error", id: "card-date-error", role: "alert", hidden: true }));
  }

  topicPart() {
    const topics = [...new Set(this.cards().map(({ part }) => part.topic).filter(Boolean))];
    const same = h("p", { class: "hint", role: "status" });
    const tell = () => {
      const others = this.card.topic.trim() ? this.onTopic(this.card.topic).map((card) => card.n + 1) : [];
      same.textContent = others.length ? `Same topic as number ${others.join(", ")}. They add up.` : "";
    };
    tell();
    return [
      this.text("card-topic", this.data.questions.topic.text, this.card.topic, (value) => { this.card.topic = value; tell(); }, { list: "card-topics", maxlength: "200" }),
      h("datalist", { id: "card-topics" }, topics.map((topic) => h("option", { value: topic }))),
      same,
    ];
  }

  titlePart() {
    return this.text("card-title", "Title", this.card.title, (value) => { this.card.title = value; }, { maxlength: "300" });
  }

  categoryPart() {
    const licenses = this.portfolio.licenses ?? [];
    const chips = (name, legend, pairs) => h("fieldset", {}, h("legend", {}, legend), h("div", { class: "chips" }, pairs.map(([id, words]) =>
      h("label", {}, h("input", { type: "checkbox", value: id, checked: this.card[name].includes(id), onchange: (event) => {
        const kept = this.card[name].filter((one) => one !== id);
        this.card[name] = event.target.checked ? [...kept, id] : kept;
      } }), words))));
    return [
      chips("categories", this.data.questions.categories.text, Object.entries(this.data.areas)),
      licenses.length > 1 ? chips("content_of", "If content: for which license?", licenses.map((one, n) => [one.id, one.field ?? `License ${n + 1}`])) : null,
    ].filter(Boolean);
  }

  sumsPart() {
    if (!this.actions.hasSums()) return [];
    return [h("label", { class: "choice" }, h("input", { type: "checkbox", checked: this.keepSums, onchange: (event) => { this.keepSums = event.target.checked; this.actions.keepSums(this.keepSums); } }),
      h("span", {}, "Keep the sums I typed, too", h("small", {}, "Only if these are not part of them.")))];
  }

  listPart() {
    const cards = this.cards();
    if (!cards.length) return [];
    const titles = Object.fromEntries(this.data.options.credentials);
    return [h("h2", {}, "What you have"), ...cards.map((card, n) => {
      const { part } = card;
      const name = part.title ?? titles[part.credential] ?? part.credential ?? part.topic ?? this.kinds[part.kind]?.name ?? part.kind;
      const worth = card.badge ? "Badge" : card.least === card.most ? number(card.most / 100) : `${number(card.least / 100)} or ${number(card.most / 100)}`;
      const low = !card.badge && this.short(part);
      return h("div", { class: "card" },
        h("p", { class: "card-top" }, h("b", {}, `${n + 1}. ${name}`), h("span", {}, worth)),
        part.completed ? h("p", { class: "hint" }, shown(part.completed)) : null,
        low ? h("p", { class: "warn" }, shape("depends"), " ", low) : null,
        h("p", { class: "row" }, button("Change", () => this.change(card), "", { "aria-label": `Change ${n + 1}: ${name}` }), button("Remove", () => this.remove(card), "", { "aria-label": `Remove ${n + 1}: ${name}` })));
    })];
  }

  /** Words about a topic that is too short to count. */
  short(part) {
    const sum = part.topic ? this.onTopic(part.topic).reduce((all, card) => all + card.most, 0) : this.worth(part).most;
    if (!sum || sum >= this.data.floor) return "";
    return `Only ${number(sum / 100)} PDPs on this topic. It needs ${number(this.data.floor / 100)}. Add more, or it counts for nothing.`;
  }

  /** Has the engine read amount and date; whether it could read either. */
  async reread() {
    const { card } = this;
    const takes = this.kinds[card.kind]?.takes;
    const typed = () => [[`amount:${takes}`, takes ? card.amount : ""], ["completed", dateText(...card.date)]];
    const asked = typed();
    const [amount, day] = await this.actions.read(asked);
    if (card !== this.card || String(typed()) !== String(asked)) return false; // it was changed while the engine loaded
    if (takes && amount.unit === takes) $("#card-amount").value = card.amount = number(amount.value);
    if (!day.error) {
      const [year, month = "", date = ""] = day.value.split("-");
      card.date = [month, date, year];
      for (const [n, value] of card.date.entries()) $(`#card-date-${n}`).value = value;
    }
    for (const input of this.place.querySelectorAll("[aria-invalid=true]")) setError(input, null);
    return !amount.error || !day.error;
  }

  /** The card as a part of the portfolio, or null with the words beside its fields. */
  read() {
    const { card } = this;
    const read = readDate(...card.date);
    const wrong = [];
    if (read.error) wrong.push([$("#card-date-0"), read.error]);
    const part = { ...card.rest };
    if (card.quick === "badge") {
      if (!card.credential) wrong.unshift([$("#card-badge"), "Choose your badge from the list."]);
      else if (!this.data.options.credentials.some(([id]) => id === card.credential)) wrong.unshift([$("#card-badge"), "That badge is not in the list. Type a part of its name and choose it."]);
      part.credential = card.credential;
    } else {
      part.kind = card.kind;
      const { takes } = this.kinds[card.kind];
      const amount = readPoints(card.amount);
      if (takes && amount.error && !amount.soft) wrong.unshift([$("#card-amount"), amount.error]);
      const otherAmount = Object.keys(AMOUNT).some((name) => name in card.rest);
      if (takes && amount.value === null && !otherAmount) wrong.unshift([$("#card-amount"), "Write a number like 15 or 22.5."]);
      if (takes && amount.value !== null) part[takes] = amount.value;
      if (card.title.trim()) part.title = card.title.trim();
      if (card.topic.trim()) part.topic = card.topic.trim();
    }
    if (read.text) part.completed = read.text;
    if (card.categories.length) part.categories = card.categories;
    if (card.categories.includes("content") && card.content_of.length) part.content_of = card.content_of;
    for (const [input, words] of wrong) setError(input, words);
    wrong[0]?.[0].focus();
    return wrong.length ? null : part;
  }

  /** Adds what is typed. What this page cannot read, the engine may: it then stands in the fields as the page writes it. */
  async add() {
    const part = this.read() ?? ((await this.reread().catch(() => false)) ? this.read() : null);
    if (!part) return;
    const list = part.credential !== undefined ? "badges" : "activities";
    const before = this.editing;
    if (before) this.portfolio[before.list].splice(before.n, 1);
    this.portfolio[list] ??= [];
    this.portfolio[list].splice(before?.list === list ? before.n : this.portfolio[list].length, 0, part);
    this.prune();
    const said = this.saying(part);
    const last = this.card;
    this.fresh();
    Object.assign(this.card, { quick: last.quick, kind: last.kind });
    this.draw(said);
    $("input:not([type=radio])", this.place)?.focus({ preventScroll: true });
    $("h1", this.place).scrollIntoView({ block: "start" });
  }

  /** Puts a part above the form: what files brought. */
  tell(part) {
    $("h1", this.place).after(part);
    announce($("p", part));
  }

  /** No empty list stays in the file, which is another one now. */
  prune() {
    this.actions.touched();
    for (const list of ["activities", "badges"]) if (!this.portfolio[list]?.length) delete this.portfolio[list];
  }

  saying(part) {
    if (part.credential !== undefined) return [h("p", {}, shape("depends"), " Badges count in pairs, if at all. Your answer says more.")];
    const { least, most } = this.worth(part);
    const worth = least === most ? number(most / 100) : `${number(least / 100)} or ${number(most / 100)}`;
    const low = this.short(part);
    if (low) return [h("p", {}, shape("depends"), ` ${low}`)];
    const sum = part.topic ? this.onTopic(part.topic).reduce((all, card) => all + card.most, 0) / 100 : 0;
    return [h("p", {}, shape("met"), ` +${worth} PDPs.${sum ? ` Topic "${part.topic}" is at ${number(sum)}.` : ""}`)];
  }

  change(card) {
    const { part } = card;
    const [year = "", month = "", day = ""] = (part.completed ?? "").split("-");
    const takes = this.kinds[part.kind]?.takes;
    const quick = card.badge ? "badge" : takes === "credits" ? "course" : (QUICK.find(([id]) => id === part.kind)?.[0] ?? "other");
    const rest = Object.fromEntries(Object.entries(part).filter(([key]) => key !== takes && !ON_THE_CARD.includes(key)));
    this.card = {
      quick, kind: part.kind ?? "", amount: String(part[takes] ?? ""), date: [month, day, year], topic: part.topic ?? "", title: part.title ?? "",
      categories: [...(part.categories ?? [])], content_of: [...(part.content_of ?? [])], credential: part.credential ?? "", rest,
    };
    this.editing = card;
    this.draw("");
    $("h1", this.place).focus();
  }

  remove(card) {
    this.portfolio[card.list].splice(card.n, 1);
    this.prune();
    this.fresh();
    this.draw([h("p", {}, "Removed.")]);
    $("h1", this.place).focus();
  }
}
