// Files dropped onto the page go into the form that hands them in.
"use strict";

(() => {
  const form = document.getElementById("drop");
  if (!form) return;
  const files = document.getElementById("drop-files");
  const names = document.getElementById("drop-names");
  const shows = () => { names.textContent = [...files.files].map((file) => file.name).join("、"); };
  files.addEventListener("change", shows);
  document.addEventListener("dragover", (event) => {
    if (![...event.dataTransfer.types].includes("Files")) return;
    event.preventDefault();
    form.classList.add("over");
  });
  document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) form.classList.remove("over"); });
  document.addEventListener("drop", (event) => {
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    form.classList.remove("over");
    files.files = event.dataTransfer.files;
    shows();
    form.requestSubmit();
  });
})();
