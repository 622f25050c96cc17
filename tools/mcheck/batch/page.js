"use strict";
// Heads of the table sort it, tiles and choices of days filter it; without the script everything is shown in its order.
const table = document.querySelector(".people");
if (table) {
  const heads = [...table.tHead.rows[0].cells];
  const bodies = [...table.tBodies];
  const groups = bodies.map((body) => ({ body, head: body.rows[0], rows: [...body.rows].slice(1) }));
  const days = document.querySelector(".days");
  const counts = document.querySelector(".counts");
  const status = document.querySelector("[role=status]");
  const tiles = [];

  const show = () => {
    const states = tiles.filter((tile) => tile.getAttribute("aria-pressed") === "true").map((tile) => tile.dataset.state);
    const group = days.querySelector(":checked").value;
    let shown = 0;
    for (const { body, head, rows } of groups) {
      let any = 0;
      for (const row of rows) {
        row.hidden = (group && body.id !== group) || (states.length > 0 && !states.includes(row.dataset.state));
        any += row.hidden ? 0 : 1;
      }
      shown += any;
      head.hidden = !any || Boolean(table.dataset.flat);
    }
    const all = groups.reduce((sum, { rows }) => sum + rows.length, 0);
    status.textContent = `${shown.toLocaleString("en")} of ${all.toLocaleString("en")} rows are shown.`;
  };

  document.querySelectorAll(".tiles li").forEach((item) => {
    const tile = document.createElement("button");
    tile.type = "button";
    tile.dataset.state = item.dataset.state;
    tile.setAttribute("aria-pressed", "false");
    tile.append(...item.firstElementChild.childNodes);
    item.replaceChildren(tile);
    tile.addEventListener("click", () => {
      tile.setAttribute("aria-pressed", String(tile.getAttribute("aria-pressed") !== "true"));
      show();
    });
    tiles.push(tile);
  });
  counts.open = false;
  days.addEventListener("change", show);
  days.hidden = false;

  const compare = (column, up) => (a, b) => {
    const [x, y] = [a, b].map((row) => row.cells[column].dataset.key ?? row.cells[column].textContent);
    if ((x === "") !== (y === "")) return x === "" ? 1 : -1;
    const order = x !== "" && !isNaN(x) && !isNaN(y) ? x - y : x.localeCompare(y, "en", { numeric: true });
    return up ? order : -order;
  };
  const buttons = heads.map((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    head.replaceChildren(button);
    button.addEventListener("click", () => {
      const up = head.getAttribute("aria-sort") !== "ascending";
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", up ? "ascending" : "descending");
      // by days the groups stay, in any other order they would be in the way
      const flat = !head.dataset.groups;
      table.dataset.flat = flat ? "1" : "";
      const order = compare(column, up);
      if (flat) {
        bodies[0].append(...groups.flatMap(({ rows }) => rows).sort(order));
      } else {
        for (const { body, rows } of groups) body.append(...rows.sort(order));
        table.append(...(up ? bodies : [...bodies].reverse()));
      }
      show();
    });
    return button;
  });
  addEventListener("beforeprint", () => {
    counts.open = true;
    heads.forEach((head, n) => head.replaceChildren(buttons[n].textContent)); // on each sheet: buttons are on the first only
  });
  addEventListener("afterprint", () => heads.forEach((head, n) => head.replaceChildren(buttons[n])));
  show();
}
