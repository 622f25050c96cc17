// The answer: a report of the engine as parts of the page. It decides nothing; every figure stands in the report.
import { button, h, number, shape, shown, told } from "./dom.js";

const SHAPE_OF = { met: "met", depends: "depends", "not-met": "not-met" };
const FIRST_POINTS = 5;
const STATE_WORDS = { met: "Met", depends: "Depends", "not-met": "Not met" };

const SCREENS = { stated: "cards", same_stack: "badges", field: "license", expires: "expiry", role: "badges", english_learner_assigned: "badges", endorsements: "badges" };
/** Facts by their name in a file: the screen that asks for them. */

/** What is missing of a license at least and at most, however open points turn out. */
function missing(license) {
  return license.shortfall?.in_all ?? { low: 0, high: 0 };
}

function totalOf(license) {
  return license.requirements.find((one) => one.id === "total");
}

const judged = (report) => report.licenses.filter((license) => license.status === "judged");

/** "10", or "10 to 20". */
export function range(low, high, word = "to") {
  return low === high ? number(low) : `${number(low)} ${word} ${number(high)}`;
}

/** What is said of a license that needs no PDPs, or of somebody without one. */
const spoken = (report) => report.licenses[0]?.why ?? report.pathways[0]?.summary ?? "";

/** [heading, lead] for a report. */
export function headline(report, now) {
  const licenses = judged(report);
  const first = licenses.find((one) => one.verdict === report.verdict) ?? licenses[0];
  if (report.verdict === "not-required") return ["You do not need PDPs", spoken(report).replace(/^You do not need PDPs\. */, "")];
  if (report.verdict === "not-covered") return ["Other rules apply to you", report.licenses[0]?.why ?? ""];
  if (report.verdict === "met") {
    const from = first?.can_apply_from;
    const until = first?.expires;
    if (from && from > now) return ["You have what you need", `You can apply in ELAR from ${shown(from)} on.`];
    return ["You can renew", until && until >= now ? `You can apply in ELAR now, until ${shown(until)}.` : "You can apply in ELAR now."];
  }
  if (!first) return ["Nothing to renew now", report.licenses[0]?.why ?? ""];
  const total = totalOf(first);
  const { low, high } = missing(first);
  if (report.verdict === "not-met") {
    if (!low || !total) return ["Not yet", first?.why ?? ""];
    const word = first.shown === "not-yet" ? "to go" : "short";
    return [`${range(low, high)} PDPs ${word}`, `You have ${range(total.need - high, total.need - low)} of the ${number(total.need)} PDPs you need, in the right places.`];
  }
  if (total && low > 0) {
    return ["It depends", `You have ${range(total.need - high, total.need - low)} of the ${number(total.need)} PDPs you need. At least ${number(low)} are missing.${first.depends_on[0]?.some((key) => key.endsWith("/field")) ? " Your field decides whether other rules apply." : ""}`];
  }
  if (total && high > low) {
    const lead = `You have ${number(total.need - high)} PDPs and ${number(high - low)} that may not count. You need ${number(total.need)}.`;
    return ["It depends", lead];
  }
  if (report.stated) return ["It depends", "Met, if your certificates hold. You gave sums, and a sum cannot be checked."];
  if (first?.depends_on[0]?.every((key) => key.startsWith("fact:"))) return ["It depends", "It hangs on what is not known yet. See below."];
  return ["It depends", first?.why ?? ""];
}

/** A report or a plan in which every citation says what its source is; their JSON says it once, in `sources`. */
export function withSources(made) {
  const byId = Object.fromEntries(made.sources.map((one) => [one.id, one]));
  return JSON.parse(JSON.stringify(made), (key, value) =>
    key === "citations" ? value.map((one) => ({ ...byId[one.source], ...one })) : value);
}

/** Sources of a sentence, folded away; each says whose word it is. */
export function sources(citations, label = "") {
  if (!citations?.length) return null;
  const seen = new Map(citations.map((one) => [`${one.url} ${one.at ?? ""}`, one]));
  const rows = [...seen.values()].map((one) =>
    h("li", {},
      h("span", { class: "kind" }, one.authority.replace("-", " ")), " ",
      h("a", { href: one.url, rel: "noreferrer" }, one.title),
      one.at && !one.title.includes(one.at) ? `, ${one.at}` : "",
      one.dated ? h("span", { class: "hint" }, ` ${told(one.dated)}`) : null,
      one.note ? h("span", { class: "hint" }, ` ${told(one.note)}`) : null));
  const named = seen.size > 1 ? `${label || "Sources"} (${seen.size})` : label || "Source";
  return h("details", { class: "sources" }, h("summary", {}, named), h("ul", {}, rows));
}

function heading(words) {
  return h("h2", {}, words);
}

function section(words, ...parts) {
  const shownParts = parts.flat().filter(Boolean);
  return shownParts.length ? [heading(words), ...shownParts] : [];
}

/** The head of an answer: shape, word, one sentence. */
export function verdictHead(verdict, words, lead) {
  return h("div", { class: "verdict", "data-tone": SHAPE_OF[verdict] ?? "none" },
    h("div", { class: "verdict-line" }, shape(SHAPE_OF[verdict]), h("h1", { tabindex: "-1" }, words)),
    lead ? h("p", {}, told(lead)) : null);
}

/** A whole answer; `actions` are what its buttons do, `data` has the words of questions and areas, and the guides. */
export function answer(outcome, actions, data, now) {
  const report = withSources(outcome.report);
  const bars = barsOf(outcome.html ?? "");
  const [words, lead] = headline(report, now);
  const licensed = judged(report).length > 0;
  return [
    verdictHead(report.verdict, words, lead),
    ...report.licenses.flatMap((license) => licensePart(license, report, bars)),
    ...(licensed ? [] : pathways(report, data)),
    ...decides(report, actions, data),
    ...gates(report),
    ...sureWay(report, now, actions, data),
    ...addsUp(report, actions, data),
    ...notCounted(report, actions),
    ...notChecked(report, actions),
    ...notes(report),
    ...dates(report),
    ...(licensed ? pathways(report, data) : []),
  ].filter(Boolean);
}

function barsOf(html) {
  const drawn = html.match(/<div class="renewal-bar[^>]*>.*?<\/div>/g) ?? [];
  const page = new DOMParser().parseFromString(drawn.join(""), "text/html");
  return Object.fromEntries([...page.querySelectorAll("[data-bar]")].map((bar) => [bar.dataset.bar, document.importNode(bar, true)]));
}

function licensePart(license, report, bars) {
  const total = totalOf(license);
  const several = report.licenses.length > 1;
  const tone = SHAPE_OF[license.verdict] ?? "none";
  const name = several
    ? h("h2", { class: "license" }, shape(tone), h("span", { class: "unseen" }, `${STATE_WORDS[license.verdict] ?? ""}: `), license.label)
    : null;
  if (!total) return [name, several ? h("p", {}, told(license.why)) : null];
  const { low, high } = missing(license);
  const open = high > low ? `${number(high - low)} not settled` : "";
  const gap = low ? `${number(low)} missing` : "";
  return [
    name,
    h("p", { class: "sum" }, h("b", {}, number(total.need - high)), ` of ${number(total.need)} PDPs `,
      h("span", { class: low ? "gap" : high ? "maybe" : "sure" }, [gap, open].filter(Boolean).join(", ") || "nothing missing")),
    bars[license.pointer.slice(1).replace("/", "-")],
    legend(license),
  ];
}

function legend(license) {
  const { low, high } = missing(license);
  const entries = [["counts", "counts"], ...(high > low ? [["unsettled", "not settled"]] : []), ...(low ? [["hole", "missing"]] : [])];
  return h("ul", { class: "legend" }, entries.map(([kind, words]) => h("li", {}, h("i", { class: kind }), words)));
}

/** Ways other than PDPs, each with its first points; all the others are a tap away. */
function pathways(report, { guides }) {
  const list = (points) => h("ul", {}, points.map((point) => h("li", {}, told(point.text), sources(point.citations))));
  return report.pathways.flatMap(({ id, name, summary, points }) => [
    heading(name),
    summary === spoken(report) ? null : h("p", {}, told(summary)),
    list(points.slice(0, FIRST_POINTS)),
    points.length > FIRST_POINTS ? h("details", { class: "fold" }, h("summary", {}, `${points.length - FIRST_POINTS} more`), list(points.slice(FIRST_POINTS))) : null,
    guides[id] ? h("p", {}, h("a", { class: "button", href: guides[id][1] }, `The guide: ${guides[id][0]}`)) : null,
  ]);
}

/** How the only license of a file is called where nobody said its field: a reader needs no name for it. */
function nameless({ licenses }) {
  return licenses.length === 1 && /\(no field given\)$/.test(licenses[0].label) ? licenses[0].label : "";
}

/** What the verdict hangs on: questions with their text to send, and facts with the screen that asks them. */
function decides(report, actions, data) {
  const keys = [...new Set(judged(report).flatMap((license) => license.depends_on[0] ?? []))];
  const questions = Object.fromEntries(report.questions.map((one) => [`question:${one.id}`, one]));
  const facts = Object.fromEntries(report.facts.map((one) => [`fact:${one.pointer}`, one]));
  const alone = nameless(report);
  const items = keys.map((key) => (questions[key] ? question(questions[key], actions) : fact(facts[key], key, actions, data, alone)));
  const others = report.questions.filter((one) => !keys.includes(`question:${one.id}`));
  const more = others.length
    ? h("details", { class: "fold" }, h("summary", {}, `${others.length} more that may matter`), h("ol", { class: "steps" }, others.map((one) => question(one, actions))))
    : null;
  return section("What decides it", items.length ? h("ol", { class: "steps" }, items) : null, more);
}

function question(one, actions) {
  const asks = /^(Does|Do|Is|Are|May|Must|Can|Which|What|When|Who) /.test(one.title);
  const title = /[?.]$/.test(one.title) ? one.title : `${one.title}${asks ? "?" : "."}`;
  return h("li", {}, h("p", {}, h("b", {}, title), " ", told(one.asks), one.case ? ` ${told(one.case)}` : ""),
    h("p", { class: "hint" }, `Who can say: ${one.who_can_settle.join(", or ")}.`),
    actions.copy(one.ask), sources(one.citations));
}

function fact(one, key, actions, { questions }, alone) {
  const name = one?.name ?? key.split("/").at(-1);
  const screen = SCREENS[name];
  const [title, why] = screen
    ? [questions[name].text, name === "expires" ? "Both ends of the month were tried, and they differ." : questions[name].hint]
    : [`${name.replace(/_/g, " ").replace(/^./, (c) => c.toUpperCase())}?`, one ? told(one.takes) : ""];
  const meant = name === "field" && one ? /^Did you mean [^?]*\?/.exec(one.takes)?.[0] : "";
  const about = one?.about && one.about !== alone && name !== "same_stack" && !meant ? h("span", { class: "hint" }, ` ${told(one.about)}`) : null;
  const words = name === "stated" ? "Add my certificates" : "Answer this";
  return h("li", {}, h("p", {}, h("b", {}, title), about, meant ? ` "${one.about}" is in no list of license fields. ${meant}` : "", ` ${why}`),
    button(words, () => (screen ? actions.go(screen) : actions.edit(one?.pointer ?? "")), "second"));
}

function gates(report) {
  const rows = report.licenses.flatMap((license) => license.gates.filter((gate) => gate.state !== "passed" && gate.state !== "unknown"));
  return section("What stands in the way", rows.length
    ? h("ul", { class: "floors" }, rows.map((gate) => h("li", {}, h("p", {}, shape("not-met"), " ", h("b", {}, gate.label), ". ", told(gate.text)), sources(gate.citations))))
    : null);
}

/** The sure way, and the place where the plan comes. */
function sureWay(report, now, actions, { areas }) {
  const open = judged(report).filter((license) => license.verdict !== "met" && missing(license).high > 0);
  const done = report.verdict === "met" ? steps(report, now) : null;
  if (!open.length) return done ? section("Do these things", done) : [];
  const sentences = open.map((license) => {
    const parts = license.shortfall.requirements.filter((one) => one.high > 0);
    const rest = missing(license).high - parts.reduce((sum, one) => sum + one.high, 0);
    const listed = [...parts.map((one) => `${number(one.high)} in ${areas[one.id] ?? one.label}`), ...(rest > 0 ? [`${number(rest)} in any area`] : [])];
    const by = license.expires && license.expires >= now ? ` by ${shown(license.expires)}` : "";
    const name = report.licenses.length > 1 ? `${license.label}: ` : "";
    const needed = `${name}${number(missing(license).high)} more PDPs`;
    return parts.length ? `${needed}${by}: ${listed.join("; ")}.` : `${needed} in any area${by}.`;
  });
  return section("The sure way", h("div", { class: "box" },
    sentences.map((words) => h("p", { class: "strong" }, words)), until(open, now),
    h("div", { id: "plan" }, button("What should I do next?", actions.plan, "main"))));
}

function until(licenses, now) {
  const day = licenses.map((one) => one.expires).filter(Boolean).sort()[0];
  if (!day) return null;
  const days = Math.round((Date.parse(day) - Date.parse(now)) / 86_400_000);
  if (days < 0) return h("p", {}, `That day has passed. Talk to your union or to the department about an inactive license.`);
  return h("p", {}, `You have ${days === 1 ? "1 day" : `${days} days`}.`);
}

function steps(report, now) {
  const license = judged(report)[0];
  if (!license) return null;
  const keep = license.records;
  return h("ol", { class: "steps" },
    h("li", {}, h("p", {}, h("b", {}, "Get your supervisor's final approval."), " You state in the application that you have it.")),
    h("li", {}, h("p", {}, h("b", {}, license.expires && license.expires >= now ? `Apply in ELAR by ${shown(license.expires)}.` : "Apply in ELAR."))),
    keep ? h("li", {}, h("p", {}, h("b", {}, "Keep your plan, proof and log."), ` ${told(keep.text)}`), sources(keep.citations)) : null);
}

/** Each requirement: what it has, what was counted in it, and its sources on tap. */
function addsUp(report, { topics }, { areas }) {
  const lists = judged(report).filter((license) => license.requirements.length).map((license) => {
    const short = Object.fromEntries((license.shortfall?.requirements ?? []).map((one) => [one.id, one]));
    const rows = license.requirements.map((one) => {
      const { low, high } = one.id === "total" ? missing(license) : (short[one.id] ?? { low: 0, high: 0 });
      const state = low > 0 ? "not-met" : high > 0 ? "depends" : "met";
      const have = high > 0 ? range(one.need - high, one.need - low) : number(one.have);
      return h("li", {}, h("details", {},
        h("summary", {}, shape(state), h("span", { class: "unseen" }, `${STATE_WORDS[state]}: `), h("span", {}, areas[one.id] ?? one.label), h("b", {}, `${have} of ${number(one.need)}`)),
        one.ledger.length ? h("ul", {}, one.ledger.map((row) => h("li", {}, `${named(row, topics)}: ${number(row.points)}`))) : h("p", {}, "Nothing counts here yet."),
        sources(one.citations)));
    });
    return [report.licenses.length > 1 ? h("h3", {}, license.label) : null, h("ul", { class: "floors" }, rows)];
  });
  const title = report.stated && !report.activities.length ? "What you typed" : "How it adds up";
  return section(title, lists.flat(), report.stated?.badges ? h("p", {}, badges(report.stated.badges)) : null);
}

function badges({ count, same_stack: same, worth_least: least, worth_most: most }) {
  const worth = least === most ? number(most) : `${number(least)} or ${number(most)}`;
  const apart = count > 1 && same === false ? ", not all from one stack" : "";
  return `Your ${count === 1 ? "badge" : `${count} badges`}${apart}: ${worth} PDPs.`;
}

/** The topic of an activity where its title is only its kind, as on its card. */
const named = (one, topics) => topics[one.pointer] || one.title;

function notCounted(report, { topics }) {
  const rows = report.activities.filter((one) => one.counted < one.worth || (one.reasons.length && one.state !== "counted"));
  const spare = rows.filter((one) => ["partly", "left-over"].includes(one.state) && !one.reasons.length && !one.asked_about);
  const list = (some, sign) => (some.length
    ? h("ul", { class: "floors" }, some.map((one) => h("li", {}, h("details", {},
        h("summary", {}, shape(sign(one)), h("span", {}, named(one, topics)), h("b", {}, one.worth ? `${number(one.counted)} of ${number(one.worth)}` : "0")),
        one.reasons.length ? one.reasons.map((reason) => h("div", {}, h("p", {}, told(reason.text)), sources(reason.citations))) : h("p", {}, told(one.how))))))
    : null);
  return [
    ...section("What may not count, or not in full", list(rows.filter((one) => !spare.includes(one)), (one) => (one.counted ? "depends" : "not-met"))),
    ...section("Not needed: enough without it", list(spare, () => "none")),
  ];
}

function notChecked(report, actions) {
  const rows = report.stated?.not_checked ?? [];
  if (!rows.length) return [];
  return section("Not checked, because you gave sums",
    h("ul", {}, rows.map((one) => h("li", {}, told(one.text), sources(one.citations)))),
    h("p", {}, button("Add my certificates", () => actions.go("cards"), "second wide")));
}

function notes(report) {
  const alone = nameless(report);
  const mine = (text) => (alone && text.startsWith(`${alone}: `) ? text.slice(alone.length + 2) : alone && text.startsWith(`${alone} `) ? `Your license${text.slice(alone.length)}` : text);
  const rows = report.messages.filter((one) => one.severity !== "error");
  return section("Good to know", rows.length
    ? h("ul", { class: "floors" }, rows.map((one) => h("li", {}, h("details", {},
        h("summary", {}, shape("none"), h("span", {}, told(mine(one.text)))), h("p", {}, told(one.hint)), sources(one.citations)))))
    : null);
}

function dates(report) {
  const rows = judged(report).flatMap((license) => {
    const name = report.licenses.length > 1 ? `${license.label}: ` : "";
    const found = [];
    if (license.window) found.push([`${name}PDPs count if earned`, `${shown(license.window.from)} to ${shown(license.window.to)}`]);
    if (license.can_apply_from) found.push([`${name}You can apply from`, shown(license.can_apply_from)]);
    if (license.expires) found.push([`${name}${license.state === "active" ? "Expires" : "Expired"}`, shown(license.expires)]);
    if (license.new_expiry?.date) found.push([`${name}Once renewed, it lasts until`, shown(license.new_expiry.date)]);
    return found;
  });
  return section("Dates", rows.length ? h("dl", { class: "dates" }, rows.map(([what, when]) => h("div", {}, h("dt", {}, what), h("dd", {}, when)))) : null);
}

/** What differs from the last check of the same answers. */
export function since(before, report) {
  const told = [];
  const [old, now] = [before.summary, summary(report)];
  const dayWords = shown(before.saved);
  if (old.verdict !== now.verdict) told.push(`Your answer was "${STATE_WORDS[old.verdict] ?? old.verdict}". Now it is "${STATE_WORDS[now.verdict] ?? now.verdict}".`);
  if (old.sure !== now.sure) told.push(`Then ${number(old.sure)} PDPs were sure. Now ${number(now.sure)} are.`);
  for (const [pointer, [title, worth]] of Object.entries(now.worth)) {
    const was = old.worth?.[pointer];
    if (was && was[0] === title && was[1] !== worth) told.push(`${title} counts ${number(worth)}, not ${number(was[1])}.`);
  }
  if (old.edition !== now.edition) told.unshift(`Other rules apply now: ${report.edition?.name ?? "those in force"}.`);
  return told.length ? `Since ${dayWords}: ${told.join(" ")}` : `Nothing has changed for you since ${dayWords}.`;
}

/** What is remembered of a report, to tell later what changed. */
export function summary(report) {
  const license = judged(report)[0];
  const total = license && totalOf(license);
  return {
    verdict: report.verdict,
    edition: report.edition?.id,
    catalog: report.catalog.edition,
    need: total?.need ?? 0,
    sure: total ? total.need - missing(license).high : 0,
    worth: Object.fromEntries(report.activities.map((one) => [one.pointer, [one.title, one.worth]])),
  };
}

