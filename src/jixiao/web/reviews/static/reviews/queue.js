// The queue: ticking all rows of the page, and how many are ticked.
"use strict";

(() => {
  const all = document.getElementById("tick-all");
  const told = document.getElementById("ticked");
  if (!all || !told) return;
  const zh = document.documentElement.lang.startsWith("zh");
  const boxes = [...document.querySelectorAll("#many input[name=filing]")];
  function count() {
    const ticked = boxes.filter((box) => box.checked).length;
    for (const box of boxes) box.closest("tr").classList.toggle("ticked", box.checked);
    told.textContent = ticked ? (zh ? `已勾选 ${ticked} 件` : `${ticked} ticked`) : "";
    all.checked = ticked === boxes.length;
    all.indeterminate = ticked > 0 && ticked < boxes.length;
  }
  all.hidden = false;
  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
    count();
  });
  for (const box of boxes) box.addEventListener("change", count);
  addEventListener("pageshow", count);
})();
