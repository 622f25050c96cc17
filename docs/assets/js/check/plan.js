// "What should I do next?": a plan of the engine as parts of the page.
import { button, counted, h, number, shown, told } from "./dom.js";
import { range, sources, withSources } from "./result.js";

const EASIEST = 3;
const SPECIAL = "students-with-disabilities";
const UNITS = { hour: ["hour", "hours"], ceu: ["CEU", "CEUs"], "semester-hour": ["credit", "credits"] };

/**
 * The plan: its three easiest ways, each with what it takes, and the dates.
 *
 * `areas` names areas by id, `least` is how many PDPs a topic needs, `opens` the day from which one can apply, `calendar`
 * offers the dates as a file.
 */
export function planPart(made, now, { areas, least, opens, calendar }) {
  const plan = withSources(made);
  if (!plan.needed || !plan.plans.length) return [h("p", {}, told(plan.why))];
  const day = plan.deadline?.date;
  const place = h("div", {});
  const draw = (special) => {
    const ways = special ? [...plan.plans].sort((a, b) => helps(a) - helps(b)) : plan.plans;
    const shownWay = (one) => way(one, areas, special);
    place.replaceChildren(
      h("ol", { class: "steps" }, ways.slice(0, EASIEST).map(shownWay)),
      ...(ways.length > EASIEST
        ? [h("details", { class: "fold" }, h("summary", {}, "More ways"), h("ul", { class: "steps" }, ways.slice(EASIEST).map(shownWay)))]
        : []),
    );
  };
  draw(false);
  return [
    h("p", { class: "strong" }, day ? `Easiest first. All of it by ${shown(day)}.` : "Easiest first."),
    h("label", { class: "choice" }, h("input", { type: "checkbox", name: "special", onchange: (event) => draw(event.target.checked) }),
      h("span", {}, "I want it to help special education", h("small", {}, "Changes the order. Nothing is left out."))),
    place,
    h("p", {}, h("b", {}, "Not enough by itself: "), `one badge, or a workshop or a conference with fewer than ${number(least)} PDPs on its topic.`),
    ...when(opens, day, now, calendar),
  ];
}

/** How well a way serves special education: it counts there, its topic is yours to choose, or neither. */
function helps({ parts }) {
  if (parts.some((part) => part.category === SPECIAL || part.categories?.includes(SPECIAL))) return 0;
  return parts.some((part) => part.what === "activity") ? 1 : 2;
}

function way(one, areas, special) {
  const open = one.hangs_on.some((key) => key.startsWith("question:"));
  return h("li", {},
    h("p", {}, h("b", {}, one.name)),
    h("ul", {}, one.parts.map((part) => h("li", {}, words(part, areas), special && part.what === "activity" && part.category !== SPECIAL ? " Choose a topic in special education." : null, details(part)))),
    effort(one.effort),
    open ? h("p", { class: "hint" }, "Not sure: an open question decides whether this counts.") : null);
}

/** What a part is, without the marks of a file; what the page has no words for is told as the engine does. */
function words(part, areas) {
  const worth = part.points === undefined ? "" : `: ${number(part.points)} PDPs`;
  if (part.what === "activity" && part.unit in UNITS) {
    const into = areas[part.category] && part.in_category === undefined ? ` (${areas[part.category]})` : "";
    const topic = part.goes_on_with ? `, on the topic of "${part.goes_on_with.title}"` : "";
    return `${part.name}, ${counted(part.quantity, ...UNITS[part.unit])}${topic}${worth}${into}.`;
  }
  if (part.what === "badges" && part.badges?.length === 1 && part.partner) {
    return `1 badge, "${part.badges[0].title}", which makes a pair with "${part.partner.title}"${worth}, or 0 if they do not count.`;
  }
  if (part.what === "badges" && part.badges?.length > 1) {
    return `${counted(part.badges.length, "badge")}, ${part.badges.map(({ title }) => `"${title}"`).join(" and ")}${worth}, or 0 if they do not count.`;
  }
  return told(part.text);
}

function details(part) {
  if (!part.notes.length && !part.or?.length) return sources(part.citations, "How it counts");
  return h("details", { class: "sources" }, h("summary", {}, "How it counts"),
    h("ul", {}, h("li", {}, told(part.text)), part.notes.map((note) => h("li", {}, told(note))),
      part.or?.length ? h("li", {}, `Or as much of: ${part.or.join("; ")}.`) : null),
    sources(part.citations));
}

function effort({ hours, cost }) {
  const parts = [
    hours?.most ? `About ${range(hours.least, hours.most)} hours.` : "",
    cost?.others_most ? `${cost.members ? `$${cost.members}` : "Free"} for union members, $${range(cost.others_least, cost.others_most)} for others.` : "",
  ].filter(Boolean);
  return parts.length ? h("p", { class: "hint" }, parts.join(" ")) : null;
}

/** The days of a renewal, and a button that takes them along. */
function when(from, day, now, calendar) {
  const rows = [
    from ? [from > now ? "You can apply from" : "You can apply since", shown(from)] : null,
    ["Your supervisor's final approval", "Before you apply"],
    day ? ["Last day", shown(day)] : null,
  ].filter(Boolean);
  return [
    h("dl", { class: "dates" }, rows.map(([what, then]) => h("div", {}, h("dt", {}, what), h("dd", {}, then)))),
    calendar ? h("p", {}, button("Add to calendar", calendar, "second")) : null,
  ].filter(Boolean);
}
