// Remarks at cells while returning: one more line, and the cell that was clicked.
"use strict";

(() => {
  const part = document.getElementById("cell-remarks");
  if (!part) return;
  const lines = () => [...part.querySelectorAll(".cell-remark")];
  function more() {
    const line = lines()[0].cloneNode(true);
    line.querySelector("input").value = "";
    lines().at(-1).after(line);
    return line;
  }
  document.getElementById("one-more").addEventListener("click", () => more().querySelector("select").focus());
  for (const cell of document.querySelectorAll(".official [data-cell]")) cell.classList.add("can-remark");
  document.addEventListener("click", (event) => {
    const cell = event.target.closest(".official .can-remark");
    if (!cell || event.target.closest("a")) return;
    const free = lines().find((line) => !line.querySelector("input").value) ?? more();
    const select = free.querySelector("select");
    if (![...select.options].some((option) => option.value === cell.dataset.cell)) return;
    select.value = cell.dataset.cell;
    document.getElementById("step-return").showModal();
    free.querySelector("input").focus();
  });
})();
