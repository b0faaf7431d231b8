// Searches the index: words of Latin letters as they stand, Chinese by pairs of neighbours.
(function () {
  "use strict";
  var MOST = 50, AROUND = 40;
  var field = document.getElementById("q");
  var found = document.getElementById("found");
  var results = document.getElementById("results");
  var pages = (window.catalogueIndex || []).map(function (row) {
    return {
      address: row[0], zh: row[1], en: row[2], text: row[3],
      title: (row[1] + " " + row[2] + " " + row[0]).toLowerCase(), body: row[3].toLowerCase()
    };
  });

  // 成本超预算 → 成本, 本超, 超预, 预算; cost AMT02 → cost, amt02.
  function termsOf(query) {
    var terms = [];
    (query.toLowerCase().match(/[\u3400-\u9fff]+|[^\s\u3400-\u9fff，。、；：“”《》（）()]+/g) || []).forEach(function (run) {
      if (!/[\u3400-\u9fff]/.test(run) || run.length < 3) { terms.push(run); return; }
      for (var i = 0; i + 1 < run.length; i += 1) { terms.push(run.slice(i, i + 2)); }
    });
    return terms.filter(function (term, i) { return terms.indexOf(term) === i; });
  }

  function score(page, terms, whole) {
    var sum = 0, met = 0;
    terms.forEach(function (term) {
      var inTitle = page.title.indexOf(term) >= 0, inBody = page.body.indexOf(term) >= 0;
      if (inTitle || inBody) { met += 1; }
      sum += (inTitle ? 8 : 0) + (inBody ? 1 : 0);
    });
    if (met * 2 <= terms.length && met < terms.length) { return 0; }
    if (page.title.indexOf(whole) >= 0) { sum += 40; }
    if (page.body.indexOf(whole) >= 0) { sum += 10; }
    return sum + 10 * met / terms.length;
  }

  function excerpt(page, terms, whole) {
    var at = page.body.indexOf(whole), length = whole.length, line = document.createElement("p");
    for (var i = 0; at < 0 && i < terms.length; i += 1) { at = page.body.indexOf(terms[i]); length = terms[i].length; }
    if (at < 0) { line.textContent = page.text.slice(0, 2 * AROUND); return line; }
    var mark = document.createElement("mark");
    mark.textContent = page.text.slice(at, at + length);
    line.append((at > AROUND ? "…" : "") + page.text.slice(Math.max(0, at - AROUND), at), mark, page.text.slice(at + length, at + length + AROUND) + "…");
    return line;
  }

  function titled(page) {
    var link = document.createElement("a");
    link.href = page.address;
    if (page.zh === page.en) { link.textContent = page.zh; return link; }
    [["zh-Hans", page.zh], ["en", page.en]].forEach(function (half, i) {
      if (i) {
        var joint = document.createElement("span");
        joint.className = "joint"; joint.textContent = " · "; link.append(joint);
      }
      var part = document.createElement("span");
      part.className = "pair"; part.lang = half[0]; part.textContent = half[1]; link.append(part);
    });
    return link;
  }

  function search() {
    var whole = field.value.trim().toLowerCase(), terms = termsOf(whole);
    results.textContent = "";
    if (!terms.length) { found.textContent = ""; return; }
    var hits = pages.map(function (page) { return [score(page, terms, whole), page]; })
      .filter(function (hit) { return hit[0] > 0; })
      .sort(function (a, b) { return b[0] - a[0] || (a[1].address < b[1].address ? -1 : 1); });
    found.textContent = hits.length
      ? "找到" + hits.length + "页" + (hits.length > MOST ? "，列出前" + MOST + "页" : "") + " · " + hits.length + " pages" + (hits.length > MOST ? ", the first " + MOST + " shown" : "")
      : "没有找到。请换一个词，或少写几个字。 · Nothing found; try another or a shorter word.";
    hits.slice(0, MOST).forEach(function (hit) {
      var item = document.createElement("li");
      item.append(titled(hit[1]), excerpt(hit[1], terms, whole));
      results.append(item);
    });
  }

  field.value = new URLSearchParams(location.search).get("q") || "";
  field.addEventListener("input", search);
  search();
})();
