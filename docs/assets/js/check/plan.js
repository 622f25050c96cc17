// "What should I do next?": a plan of the engine as parts of the page.
import { h, shown, told } from "./dom.js";
import { range, sources, withSources } from "./result.js";

const EASIEST = 3;

/** The plan: its three easiest ways, each with what it takes. */
export function planPart(made, now) {
  const plan = withSources(made);
  if (!plan.needed || !plan.plans.length) return [h("p", {}, told(plan.why))];
  const day = plan.deadline?.date;
  return [
    h("p", { class: "strong" }, day ? `Easiest first. All of it by ${shown(day)}.` : "Easiest first."),
    h("ol", { class: "steps" }, plan.plans.slice(0, EASIEST).map(way)),
    plan.plans.length > EASIEST
      ? h("details", { class: "fold" }, h("summary", {}, "More ways"), h("ul", { class: "steps" }, plan.plans.slice(EASIEST).map(way)))
      : null,
    day && day >= now ? h("p", { class: "hint" }, `A topic you begin must be done by ${shown(day)}.`) : null,
  ];
}

function way(one) {
  const open = one.hangs_on.some((key) => key.startsWith("question:"));
  return h("li", {},
    h("p", {}, h("b", {}, one.name)),
    h("ul", {}, one.parts.map((part) => h("li", {}, told(part.text), sources(part.citations, "How it counts")))),
    effort(one.effort),
    open ? h("p", { class: "hint" }, "Not sure: an open question decides whether this counts.") : null);
}

function effort({ hours }) {
  if (!hours?.most) return null;
  return h("p", { class: "hint" }, `About ${range(hours.least, hours.most)} hours.`);
}
