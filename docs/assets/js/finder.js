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

function show() {
  const data = [...new FormData(form)].filter(([, value]) => value.trim());
  const wanted = fold(data.find(([key]) => key === "q")?.[1] ?? "").split(/\s+/).filter(Boolean);
  const choices = data.filter(([key]) => key !== "q");
  let found = 0;
  for (const card of cards) {
    const fit = fits(card, wanted, choices);
    card.hidden = !fit;
    found += fit;
  }
  count.textContent = `${found} of ${cards.length} micro-credentials`;
  document.getElementById("none").hidden = found > 0;
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
