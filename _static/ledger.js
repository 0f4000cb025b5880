// Filters above the ledger. Without this file the ledger is a plain table with all its rows.
"use strict";

const words = document.currentScript.src.replace("ledger.js", "search.js"); // knows spellings; it comes when a reader looks for a word

document.querySelectorAll(".ledger").forEach((ledger) => {
  const table = ledger.querySelector("table");
  const heads = [...table.tHead.rows[0].cells].map((cell) => cell.textContent);
  const rows = [...table.tBodies[0].rows];
  const text = (row, column) => row.cells[column].textContent.trim();
  const form = document.createElement("form");
  form.setAttribute("aria-label", "Filter the ledger");
  form.className = "ledger-filter";

  const control = (name, element) => {
    const label = document.createElement("label");
    label.append(`${name} `, element);
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

  const folded = new Map(); // the words of each row, as all their spellings
  const found = (row, asked) => {
    if (row.textContent.toLowerCase().includes(asked.toLowerCase())) return true;
    const wanted = window.editionWords ? window.editionWords.wantedIn(asked) : [];
    if (wanted.length && !folded.has(row)) folded.set(row, window.editionWords.wordsOf([...row.cells].map((cell) => cell.textContent).join(" ")));
    return wanted.length > 0 && wanted.every((each) => folded.get(row).some((word) => word.startsWith(each)));
  };

  const show = () => {
    const asked = search.value.trim();
    let shown = 0;
    rows.forEach((row) => {
      row.hidden =
        selects.some(({ column, select }) => select.value && text(row, column) !== select.value) ||
        !found(row, asked);
      shown += !row.hidden;
    });
    count.textContent = `${shown} of ${rows.length} statements`;
  };

  form.addEventListener("input", show);
  search.addEventListener("focus", () => {
    if (window.editionWords) return;
    document.head.append(Object.assign(document.createElement("script"), { src: words, onload: show }));
  }, { once: true });
  form.addEventListener("submit", (event) => event.preventDefault());
  ledger.prepend(form);
  show();
});
