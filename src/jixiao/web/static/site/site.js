// Small behaviours that every page shares. No inline script anywhere: the policy forbids it.
"use strict";

// A button with data-dialog="id" opens that dialog; one with data-close closes its own.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog]");
  if (opener) {
    event.preventDefault();
    document.getElementById(opener.dataset.dialog)?.showModal();
  }
  const closer = event.target.closest("[data-close]");
  if (closer) {
    event.preventDefault();
    closer.closest("dialog")?.close();
  }
});

// A form that is under way is not sent twice.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method === "get" || form.method === "dialog") return;
  setTimeout(() => {
    for (const button of form.querySelectorAll("button")) button.disabled = true;
  });
});
addEventListener("pageshow", () => {
  for (const button of document.querySelectorAll("form button:disabled:not([data-off])")) button.disabled = false;
});

// Menus made of <details> close when something else is clicked, or on Escape.
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// What the server refuses an htmx request is shown, not swallowed.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.xhr.status >= 400 && event.detail.xhr.status < 500) {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
    const messages = document.getElementById("messages");
    if (messages) event.detail.target = messages;
  }
});
document.addEventListener("htmx:sendError", () => {
  const messages = document.getElementById("messages");
  if (!messages) return;
  const zh = document.documentElement.lang.startsWith("zh");
  const note = document.createElement("p");
  note.className = "message error";
  note.textContent = zh ? "连不上服务器，未保存。请检查网络后重试。" : "The server cannot be reached; nothing was saved. Try again.";
  messages.replaceChildren(note);
});
