// The finder of micro-credentials: hides cards that do not fit. The full list is in the page, so this only helps.
const form = document.getElementById("finder");
const cards = [...document.querySelectorAll("#results > li")];
const words = new Map(cards.map((card) => [card, fold(card.textContent + " " + Object.values(card.dataset).join(" "))]));
const count = document.getElementById("count");
const more = document.getElementById("more-filters");

function fold(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

function fits(card, wanted, choices) {
  return (
    wanted.every((word) => words.get(card).includes(word)) &&
    choices.every(([key, value]) => (card.dataset[key] ?? "").split("|").includes(value))
  );
}

/** How many of the words, without their endings, a card has. */
function near(card, wanted) {
  return wanted.filter((word) => word.length > 3 && words.get(card).includes(word.slice(0, Math.max(4, word.length - 3)))).length;
}

function show() {
  const data = [...new FormData(form)].filter(([, value]) => value.trim());
  const wanted = fold(data.find(([key]) => key === "q")?.[1] ?? "").split(/\s+/).filter(Boolean);
  const choices = data.filter(([key]) => key !== "q");
  const possible = cards.filter((card) => fits(card, [], choices));
  const found = possible.filter((card) => fits(card, wanted, choices)).length;
  const most = found ? 0 : Math.max(0, ...possible.map((card) => near(card, wanted)));
  for (const card of cards) {
    card.hidden = !(fits(card, wanted, choices) || (most && possible.includes(card) && near(card, wanted) === most));
  }
  const offered = found ? 0 : cards.filter((card) => !card.hidden).length;
  count.textContent = `${found} of ${cards.length} micro-credentials` + (offered ? `, ${offered} near it` : "");
  document.getElementById("none").hidden = found + offered > 0;
  document.getElementById("near").hidden = !offered;
  const query = new URLSearchParams(data).toString();
  history.replaceState(null, "", query ? `?${query}` : location.pathname);
}

function readAddress() {
  for (const [key, value] of new URLSearchParams(location.search)) {
    const field = form.elements.namedItem(key);
    if (field) field.value = value;
  }
  openFilters([...form.querySelectorAll("select")].some((field) => field.value));
}

/** On a narrow screen the filters are folded away; on a wide one they always show. */
function openFilters(open) {
  more.setAttribute("aria-expanded", String(open));
  document.getElementById("filters").classList.toggle("open", open);
}

more.addEventListener("click", () => openFilters(more.getAttribute("aria-expanded") !== "true"));
form.addEventListener("input", show);
form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("reset", () => setTimeout(show));
readAddress();
show();
