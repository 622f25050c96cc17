// Fills the bar that stands in the page. It was drawn when the site was built; here only widths and numbers change.
import { $, all, number } from "./dom.js";

/** `have` gives PDPs by the id of a bay; what a bay does not need goes to the last one, which takes any. */
export function fill(bar, have) {
  const bays = all("[data-bay]", bar);
  const free = bays.at(-1);
  let over = 0;
  let filled = 0;
  for (const bay of bays) {
    const need = Number(bay.dataset.need);
    const got = bay === free ? over + (have[bay.dataset.bay] ?? 0) : (have[bay.dataset.bay] ?? 0);
    const held = Math.min(need, got);
    over += got - held;
    filled += held;
    const share = (held / need) * 100;
    $(".sure", bay).setAttribute("width", `${share}%`);
    const missing = need - held;
    const wide = parseFloat(bay.getAttribute("width"));
    const lacks = $(".lacks", bay);
    lacks.textContent = (missing / need) * wide >= 10 ? number(missing) : "";
    lacks.setAttribute("x", `${(share + 100) / 2}%`);
    const tick = $(".tick", bay);
    if (tick) tick.setAttribute("display", held >= need ? "inline" : "none");
    const of = $(".of", bay);
    if (of) {
      of.textContent = (share / 100) * wide >= 20 ? `${number(held)} of ${number(need)}` : "";
      of.setAttribute("x", `${share / 2}%`);
    }
  }
  const need = bays.reduce((sum, bay) => sum + Number(bay.dataset.need), 0);
  const sentence = `${number(filled)} of ${number(need)} PDPs, ${number(need - filled)} missing`;
  $(".drawing", bar).setAttribute("aria-label", sentence);
  return { need, missing: need - filled };
}
