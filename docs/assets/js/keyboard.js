// The theme opens its menu, its search and the sections of the menu by labels, which a keyboard cannot reach.
for (const label of document.querySelectorAll("label.md-header__button[for=__drawer], label.md-header__button[for=__search]")) {
  const button = document.createElement("button");
  const toggle = document.getElementById(label.htmlFor);
  button.className = label.className;
  button.setAttribute("for", label.htmlFor); // the theme's styles ask for it
  button.setAttribute("aria-label", label.htmlFor === "__drawer" ? "Menu" : "Search");
  button.append(...label.childNodes);
  button.setAttribute("aria-expanded", toggle.checked);
  button.addEventListener("click", () => toggle.click());
  toggle.addEventListener("change", () => button.setAttribute("aria-expanded", toggle.checked));
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

// Escape closes the menu, and focus goes back to the button that opened it. Closed, guide.css hides it from the keyboard.
const drawer = document.getElementById("__drawer");
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !drawer.checked) return;
  drawer.click();
  document.querySelector("button[for=__drawer]").focus();
});

// The search: its code and its index come when the field is first used.
const searching = document.getElementById("__search");
const query = document.querySelector("[data-search=query]");
if (query) {
  query.addEventListener("focus", () => {
    searching.checked = true;
    import("./search.js");
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
