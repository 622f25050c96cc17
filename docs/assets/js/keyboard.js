// The theme opens its menu, its search and the sections of the menu by labels, which a keyboard cannot reach.
for (const label of document.querySelectorAll("label.md-header__button[for=__drawer], label.md-header__button[for=__search]")) {
  const button = document.createElement("button");
  const toggle = document.getElementById(label.htmlFor);
  button.className = label.className;
  button.setAttribute("for", label.htmlFor); // the theme's styles ask for it
  button.setAttribute("aria-label", label.htmlFor === "__drawer" ? "Menu" : "Search");
  button.append(...label.childNodes);
  button.addEventListener("click", () => toggle.click());
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
