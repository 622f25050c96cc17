// What a page does by script. The theme's own script is a third of a page's weight and is not loaded.
document.documentElement.classList.replace("no-js", "js");

// The theme opens its menu, its search and the sections of the menu by labels, which a keyboard cannot reach.
for (const label of document.querySelectorAll("label.md-header__button")) {
  const button = document.createElement("button");
  const toggle = document.getElementById(label.htmlFor);
  button.type = "button";
  button.className = label.className;
  button.hidden = label.hidden;
  if (label.title) button.title = label.title;
  button.setAttribute("for", label.htmlFor); // the theme's styles ask for it
  button.setAttribute("aria-label", { __drawer: "Menu", __search: "Search" }[label.htmlFor] ?? label.title);
  button.append(...label.childNodes);
  button.addEventListener("click", () => toggle.click());
  if (toggle.type === "checkbox") {
    button.setAttribute("aria-expanded", toggle.checked);
    toggle.addEventListener("change", () => button.setAttribute("aria-expanded", toggle.checked));
  }
  label.replaceWith(button);
}
for (const label of document.querySelectorAll("label.md-nav__link[for^=__nav_]")) {
  label.tabIndex = 0;
  label.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      label.click();
    }
  });
}

// The colors: as the device has them, light or dark. The theme puts them on the page before it is drawn, as kept here.
const palette = document.querySelector("[data-md-component=palette]");
const choices = [...palette.querySelectorAll("input")];
const buttons = [...palette.querySelectorAll("button")]; // each is shown while the choice before it is made
const dark = matchMedia("(prefers-color-scheme: dark)");
function color(index) {
  const { mdColorMedia: media, mdColorPrimary: primary, mdColorAccent: accent } = choices[index].dataset;
  const scheme = (index ? choices[index] : choices[dark.matches ? 2 : 1]).dataset.mdColorScheme;
  document.body.dataset.mdColorScheme = scheme;
  buttons.forEach((button, number) => { button.hidden = number !== index; });
  return { index, color: { media, scheme, primary, accent } };
}
choices.forEach((choice, index) => choice.addEventListener("change", () => {
  window.__md_set("__palette", color(index));
  buttons[index].focus();
}));
const recall = () => color(window.__md_get("__palette")?.index ?? 0);
dark.addEventListener("change", recall);
recall();

// What is folded away opens for paper, and for a link that leads into it.
const closed = () => document.querySelectorAll("details:not([open])");
let unfolded = [];
addEventListener("beforeprint", () => (unfolded = [...closed()]).forEach((details) => { details.open = true; }));
addEventListener("afterprint", () => unfolded.forEach((details) => { details.open = false; }));
function unfold() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const around = target?.closest("details:not([open])");
  if (!around) return;
  around.open = true;
  target.scrollIntoView();
}
addEventListener("hashchange", unfold);
unfold();

// The table of contents follows the reader.
const contents = new Map([...document.querySelectorAll(".md-sidebar--secondary a[href^='#']")].map((link) => [link.hash.slice(1), link]));
const seen = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting) continue;
    for (const [id, link] of contents) link.classList.toggle("md-nav__link--active", id === target.id);
  }
}, { rootMargin: "0px 0px -70% 0px" });
for (const id of contents.keys()) if (document.getElementById(id)) seen.observe(document.getElementById(id));

// Escape closes the menu, and focus goes back to the button that opened it. Closed, guide.css hides it from the keyboard.
const drawer = document.getElementById("__drawer");
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !drawer.checked) return;
  drawer.click();
  document.querySelector("button[for=__drawer]").focus();
});
document.querySelector(".md-nav--primary")?.addEventListener("click", (event) => {
  if (drawer.checked && event.target.closest("a[href^='#']")) drawer.click();
});

// The search: its code and its index come when the field is first used.
const searching = document.getElementById("__search");
const query = document.querySelector("[data-search=query]");
if (query) {
  query.addEventListener("focus", () => {
    searching.checked = true;
    import("./search.js");
  });
  query.form.addEventListener("submit", (event) => {
    event.preventDefault();
    import("./search.js").then(({ enter }) => enter());
  });
  searching.addEventListener("change", () => (searching.checked ? query.focus() : query.blur()));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && searching.checked) searching.click();
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (document.activeElement.closest("input, textarea, select, [contenteditable]")) return;
    event.preventDefault();
    searching.checked = true; // closed, the field cannot take the focus
    query.focus();
  });
  document.querySelector("button[for=__search]")?.setAttribute("data-search", "open");
}
