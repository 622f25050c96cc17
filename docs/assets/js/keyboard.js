// The theme opens its menu and its search by labels, which a keyboard cannot reach. Make them buttons.
for (const label of document.querySelectorAll("label.md-header__button[for=__drawer], label.md-header__button[for=__search]")) {
  const drawer = label.htmlFor === "__drawer";
  label.setAttribute("role", "button");
  label.setAttribute("aria-label", drawer ? "Menu" : "Search");
  label.tabIndex = 0;
  label.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      label.click();
    }
  });
}
