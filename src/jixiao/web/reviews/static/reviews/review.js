// The review: a click on a cell of the table opens the remark at that cell.
"use strict";

(() => {
  const table = document.querySelector("[data-remarks]");
  const dialog = document.getElementById("remark");
  if (!table || !dialog) return;
  const select = document.getElementById("remark-cell");
  const known = new Set([...select.options].map((option) => option.value));
  for (const cell of table.querySelectorAll("[data-cell]")) {
    if (known.has(cell.dataset.cell)) cell.classList.add("can-remark");
  }
  document.getElementById("click-help").hidden = false;
  table.addEventListener("click", (event) => {
    const cell = event.target.closest(".can-remark");
    if (!cell || event.target.closest("a") || String(getSelection())) return;
    select.value = cell.dataset.cell;
    dialog.showModal();
    document.getElementById("remark-text").focus();
  });
})();
