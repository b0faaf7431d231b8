// Shows a page in Chinese, in English or in both; the choice goes on to the next page.
(function () {
  "use strict";
  var KEY = "jixiao-catalogue-language";
  var group = document.querySelector(".languages");
  var buttons = Array.prototype.slice.call(group.querySelectorAll("button"));

  function kept() {
    try { return localStorage.getItem(KEY); } catch (refused) { return null; }
  }

  function show(language, keep) {
    var root = document.documentElement;
    root.classList.toggle("show-zh", language === "zh");
    root.classList.toggle("show-en", language === "en");
    buttons.forEach(function (button) {
      button.setAttribute("aria-pressed", String(button.dataset.show === language));
    });
    if (keep) {
      try { localStorage.setItem(KEY, language); } catch (refused) { /* this page alone, then */ }
    }
  }

  buttons.forEach(function (button) {
    button.addEventListener("click", function () { show(button.dataset.show, true); });
  });
  group.hidden = false;
  var wished = kept();
  if (wished === "zh" || wished === "en") { show(wished, false); }
})();
