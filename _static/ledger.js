// Filters above the ledger. Without this file the ledger is a plain table with all its rows.
"use strict";

document.querySelectorAll(".ledger").forEach((ledger) => {
  const table = ledger.querySelector("table");
  const heads = [...table.tHead.rows[0].cells].map((cell) => cell.textContent);
  const rows = [...table.tBodies[0].rows];
  const text = (row, column) => row.cells[column].textContent.trim();
  const form = document.createElement("form");
  form.setAttribute("aria-label", "Filter the ledger");
  form.className = "ledger-filter";

  const control = (words, element) => {
    const label = document.createElement("label");
    label.append(words + " ", element);
    form.append(label, " ");
    return element;
  };

  const selects = ["Chapter", "Kind", "Verdict"].map((name) => {
    const column = heads.indexOf(name);
    const select = control(name, document.createElement("select"));
    select.add(new Option("all", ""));
    new Set(rows.map((row) => text(row, column))).forEach((value) => select.add(new Option(value, value)));
    return { column, select };
  });
  const search = control("Words", document.createElement("input"));
  search.type = "search";

  const count = document.createElement("output");
  form.append(count);

  const show = () => {
    const words = search.value.trim().toLowerCase();
    let shown = 0;
    rows.forEach((row) => {
      row.hidden =
        selects.some(({ column, select }) => select.value && text(row, column) !== select.value) ||
        !row.textContent.toLowerCase().includes(words);
      shown += !row.hidden;
    });
    count.textContent = `${shown} of ${rows.length} statements`;
  };

  form.addEventListener("input", show);
  form.addEventListener("submit", (event) => event.preventDefault());
  ledger.prepend(form);
  show();
});
