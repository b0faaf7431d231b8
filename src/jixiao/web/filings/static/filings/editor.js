// The editor of a draft: a table of inputs that behaves as a spreadsheet, saved as one types.
// A copy stays in this browser until the server has it; nothing typed is lost on the way.
"use strict";

(() => {
  const { COLUMNS, PARTS, emptyRow } = Sheet;
  const start = JSON.parse(document.getElementById("start").textContent);
  const english = document.documentElement.lang.startsWith("en");
  const say = (zh, en) => (english ? en : zh);
  const by = (id) => document.getElementById(id);
  const make = (tag, attributes = {}, ...children) => {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (name in node && name !== "list" && name !== "form") node[name] = value;
      else node.setAttribute(name, value);
    }
    node.append(...children);
    return node;
  };
  const clone = (value) => JSON.parse(JSON.stringify(value));
  const speak = (text) => { by("spoken").textContent = text; };

  const TITLES = {
    level1: say("一级指标", "Level 1"), level2: say("二级指标", "Level 2"), name: say("三级指标", "Indicator"),
    value: say("指标值", "Target value"), weight: say("分值", "Weight"),
    scoring_standard: say("评价标准", "Scoring standard"), remark: say("备注", "Remark"),
  };
  const SEVERITIES = {
    block: say("阻断", "block"), error: say("错误", "error"), warning: say("警告", "warning"), info: say("提示", "info"),
  };
  const GRAVITY = Object.keys(SEVERITIES);
  const MOST_ROWS = 500;

  let draft = clone(start.draft);
  for (const part of PARTS) draft[part] ??= [];
  const history = new Sheet.History();
  const fields = [...document.querySelectorAll("#sheet fieldset [data-cell]")];
  const tables = Object.fromEntries(PARTS.map((part) => [part, by(part)]));
  const labels = Object.fromEntries(fields.map((f) => [f.dataset.cell, document.querySelector(`label[for="${f.id}"]`)?.textContent ?? ""]));

  // ---- cells by name -------------------------------------------------------------------------
  const splitCell = (cell) => {
    const [part, row, column] = cell.split(".");
    return PARTS.includes(part) ? { part, row: Number(row), column } : null;
  };
  const read = (cell) => {
    const place = splitCell(cell);
    return place ? (draft[place.part][place.row]?.[place.column] ?? "") : (draft.fields[cell] ?? "");
  };
  const put = (cell, text) => {
    const place = splitCell(cell);
    if (place) draft[place.part][place.row][place.column] = text;
    else draft.fields[cell] = text;
  };
  const input = (cell) => document.querySelector(`[data-cell="${cell}"]`);
  const where = (cell) => {
    const place = splitCell(cell);
    if (!place) return labels[cell] || say("全表", "the table");
    const period = place.part === "period_indicators" ? say("实施期", "period ") : "";
    return `${period}${say(`第${place.row + 1}行`, `row ${place.row + 1}`)} ${TITLES[place.column]}`;
  };

  // ---- drawing -------------------------------------------------------------------------------
  function cellInput(part, row, column) {
    const cell = `${part}.${row}.${column}`;
    const label = `${say(`第${row + 1}行`, `Row ${row + 1}`)} ${TITLES[column]}`;
    const attributes = { "data-cell": cell, "aria-label": label, autocomplete: "off" };
    if (column === "level1" || column === "level2") {
      return make("input", { ...attributes, type: "text", list: `${column}-words` });
    }
    return make("textarea", { ...attributes, rows: 1, spellcheck: false });
  }

  function drawRow(part, row) {
    const head = make("th", { scope: "row", className: "row-number" }, make("button", {
      type: "button", tabIndex: -1, "data-pick": `${part}.${row}`, "aria-label": say(`选第${row + 1}行`, `Select row ${row + 1}`),
    }, String(row + 1)));
    const cells = COLUMNS.map((column) =>
      make("td", { className: `c-${column}` }, cellInput(part, row, column), make("small", { className: "note", id: `note-${part}-${row}-${column}`, hidden: true })));
    return make("tr", {}, head, ...cells);
  }

  function drawTable(part) {
    const table = tables[part];
    if (!table.tHead) {
      table.append(
        make("caption", { className: "hidden-text" }, part === "indicators" ? say("绩效指标", "Indicators") : say("实施期指标", "Indicators of the period")),
        make("thead", {}, make("tr", {}, make("th", { scope: "col" }, say("行", "Row")), ...COLUMNS.map((name) => make("th", { scope: "col", className: `c-${name}` }, TITLES[name])))),
        make("tbody"),
      );
    }
    const body = table.tBodies[0];
    while (body.rows.length > draft[part].length) body.lastElementChild.remove();
    while (body.rows.length < draft[part].length) body.append(drawRow(part, body.rows.length));
    let above1 = "", above2 = "";
    draft[part].forEach((row, number) => {
      const line = body.rows[number];
      COLUMNS.forEach((column, index) => {
        const box = line.cells[index + 1].firstElementChild;
        if (box.value !== row[column]) box.value = row[column];
      });
      // A level that repeats the one above is shown as one cell over both, as the form has it.
      const same1 = number > 0 && row.level1.trim() !== "" && row.level1.trim() === above1;
      const same2 = same1 && row.level2.trim() !== "" && row.level2.trim() === above2;
      line.cells[1].classList.toggle("same", same1);
      line.cells[2].classList.toggle("same", same2);
      above1 = row.level1.trim() || above1;
      above2 = row.level2.trim() || (row.level1.trim() ? "" : above2);
    });
  }

  const grows = CSS.supports("field-sizing", "content");
  function fit(box) {
    if (grows || box.tagName !== "TEXTAREA") return;
    box.style.height = "auto";
    box.style.height = `${box.scrollHeight + 2}px`;
  }

  function draw() {
    for (const field of fields) {
      const text = draft.fields[field.dataset.cell] ?? "";
      if (field.tagName === "SELECT" && ![...field.options].some((o) => o.value === text)) field.append(make("option", {}, text));
      if (field.value !== text) field.value = text;
      fit(field);
    }
    for (const part of PARTS) {
      drawTable(part);
      if (!grows) for (const box of tables[part].querySelectorAll("textarea")) fit(box);
    }
    by("undo").disabled = !history.past.length;
    by("redo").disabled = !history.future.length;
    drawMarks();
    drawRange();
  }

  // ---- changing ------------------------------------------------------------------------------
  // Every change goes through here: what was is kept for undo, what is goes to be saved.
  function change(action, key = "") {
    history.keep(JSON.stringify(draft), key);
    action();
    draw();
    changed();
  }
  function restore(state) {
    if (state === null) return;
    draft = JSON.parse(state);
    range = null;
    const here = document.activeElement?.dataset?.cell;
    draw();
    if (here && input(here)) go(here);
    changed();
  }
  const undo = () => { restore(history.undo(JSON.stringify(draft))); speak(say("已撤销", "undone")); };
  const redo = () => { restore(history.redo(JSON.stringify(draft))); speak(say("已重做", "redone")); };

  document.addEventListener("input", (event) => {
    const box = event.target;
    if (!box.dataset?.cell || !box.closest("#sheet")) return;
    change(() => put(box.dataset.cell, box.value), box.dataset.cell);
    fit(box);
  });

  // ---- moving --------------------------------------------------------------------------------
  let before = { cell: "", text: "" }; // what Escape goes back to
  function go(cell, { select = true } = {}) {
    const box = input(cell);
    if (!box) return false;
    box.closest("details")?.setAttribute("open", "");
    box.focus();
    if (select && box.select) box.select();
    return true;
  }
  const shown = (column) => by("more-columns").checked || COLUMNS.indexOf(column) < 4;
  const columnsShown = () => COLUMNS.filter(shown);
  function beside(place, rows, columns) {
    const names = columnsShown();
    const column = names.indexOf(place.column) + columns;
    const row = place.row + rows;
    if (column < 0 || column >= names.length || row < 0 || row >= draft[place.part].length) return null;
    return { part: place.part, row, column: names[column] };
  }
  const nameOf = (place) => `${place.part}.${place.row}.${place.column}`;

  document.addEventListener("focusin", (event) => {
    const cell = event.target.dataset?.cell;
    if (!cell) return;
    before = { cell, text: event.target.value };
    active = splitCell(cell) ?? active;
    if (!spanning) { range = null; drawRange(); }
    if (by("suggestions").hidden === false) askSuggestions();
  });
  // Coming by Tab the text is chosen whole, as in a spreadsheet; coming by mouse the caret stays.
  document.addEventListener("keyup", (event) => {
    if (event.key === "Tab" && event.target.closest?.(".grid") && event.target.select) event.target.select();
  });

  const whole = (box) => box.selectionStart === 0 && box.selectionEnd === box.value.length;
  let active = null; // the cell of the table last entered
  let range = null; // {part, from: [row, column], to: [row, column]} by numbers
  let spanning = false;

  function bounds() {
    if (!range) return null;
    const [r1, c1] = range.from, [r2, c2] = range.to;
    return { part: range.part, top: Math.min(r1, r2), bottom: Math.max(r1, r2), left: Math.min(c1, c2), right: Math.max(c1, c2) };
  }
  function drawRange() {
    for (const cell of document.querySelectorAll(".grid .chosen")) cell.classList.remove("chosen");
    const box = bounds();
    if (!box) return;
    for (let row = box.top; row <= box.bottom; row += 1) {
      for (let column = box.left; column <= box.right; column += 1) {
        tables[box.part].tBodies[0].rows[row]?.cells[column + 1]?.classList.add("chosen");
      }
    }
  }
  function span(from, to) {
    range = { part: from.part, from: [from.row, COLUMNS.indexOf(from.column)], to: [to.row, COLUMNS.indexOf(to.column)] };
    const box = bounds();
    drawRange();
    const rows = box.bottom - box.top + 1, columns = box.right - box.left + 1;
    speak(say(`已选${rows}行${columns}列`, `${rows} rows, ${columns} columns chosen`));
  }
  const isMany = () => { const box = bounds(); return box && (box.top !== box.bottom || box.left !== box.right); };
  function chosenTexts() {
    const box = bounds();
    const rows = [];
    for (let row = box.top; row <= box.bottom; row += 1) {
      rows.push(COLUMNS.slice(box.left, box.right + 1).filter(shown).map((name) => draft[box.part][row][name]));
    }
    return rows;
  }
  function clearRange() {
    const box = bounds();
    change(() => {
      for (let row = box.top; row <= box.bottom; row += 1) {
        for (const name of COLUMNS.slice(box.left, box.right + 1).filter(shown)) draft[box.part][row][name] = "";
      }
    });
  }

  const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
  document.addEventListener("keydown", (event) => {
    // While an input method composes, its keys are its own.
    if (event.isComposing || event.keyCode === 229) return;
    const box = event.target;
    const inSheet = box.closest?.("#sheet") || box.closest?.(".bar-top");
    const key = event.key;
    if (inSheet && (event.ctrlKey || event.metaKey) && !event.altKey) {
      const letter = key.toLowerCase();
      if (letter === "z" && !event.shiftKey) { event.preventDefault(); undo(); return; }
      if (letter === "y" || (letter === "z" && event.shiftKey)) { event.preventDefault(); redo(); return; }
      if (letter === "s") { event.preventDefault(); save(); return; }
      if (letter === "d" && event.shiftKey) { event.preventDefault(); rowAction("duplicate"); return; }
    }
    if (inSheet && event.altKey && !event.ctrlKey) {
      const action = { ArrowUp: "up", ArrowDown: "down", Insert: "insert", Delete: "delete" }[key];
      if (action && active) { event.preventDefault(); rowAction(action); return; }
      if (key.toLowerCase() === "s") { event.preventDefault(); toggleSuggestions(); return; }
    }
    const cell = box.dataset?.cell;
    const place = cell ? splitCell(cell) : null;
    if (!place) return;
    if (key === "Enter") {
      if (event.altKey || event.ctrlKey) {
        event.preventDefault();
        if (box.tagName === "TEXTAREA") {
          box.setRangeText("\n", box.selectionStart, box.selectionEnd, "end");
          box.dispatchEvent(new Event("input", { bubbles: true }));
        }
        return;
      }
      event.preventDefault();
      const next = beside(place, event.shiftKey ? -1 : 1, 0);
      if (next) go(nameOf(next));
      else if (!event.shiftKey && draft[place.part].length < MOST_ROWS) {
        change(() => draft[place.part].push(emptyRow()));
        go(`${place.part}.${place.row + 1}.${place.column}`);
      }
    } else if (key === "F2") {
      event.preventDefault();
      box.setSelectionRange(box.value.length, box.value.length);
    } else if (key === "Escape") {
      range = null;
      drawRange();
      if (before.cell === cell && box.value !== before.text) {
        change(() => put(cell, before.text));
        box.select();
      }
    } else if ((key === "Delete" || key === "Backspace") && isMany()) {
      event.preventDefault();
      clearRange();
    } else if (key in ARROWS && !event.altKey && !event.ctrlKey) {
      const [rows, columns] = ARROWS[key];
      if (event.shiftKey) {
        if (!whole(box) && !isMany()) return; // choosing text inside the cell
        event.preventDefault();
        const to = range ? { part: place.part, row: range.to[0], column: COLUMNS[range.to[1]] } : place;
        const next = beside(to, rows, columns);
        const from = range ? { part: place.part, row: range.from[0], column: COLUMNS[range.from[1]] } : place;
        if (next) span(from, next);
        return;
      }
      const at = box.selectionStart, text = box.value;
      const leaves = whole(box) || {
        ArrowUp: !text.slice(0, at).includes("\n"), ArrowDown: !text.slice(box.selectionEnd).includes("\n"),
        ArrowLeft: at === 0 && box.selectionEnd === 0, ArrowRight: at === text.length,
      }[key];
      // The words offered for a level are gone through by the arrows once something is typed.
      if (!leaves || (box.list && rows && !whole(box))) return;
      const next = beside(place, rows, columns);
      event.preventDefault();
      if (next) go(nameOf(next));
    }
  });

  let dragged = null;
  document.addEventListener("mousedown", (event) => {
    const pick = event.target.closest?.("[data-pick]");
    if (pick) {
      event.preventDefault();
      const [part, row] = pick.dataset.pick.split(".");
      const names = columnsShown();
      spanning = true;
      go(`${part}.${row}.name`);
      spanning = false;
      span({ part, row: Number(row), column: names[0] }, { part, row: Number(row), column: names.at(-1) });
      return;
    }
    const cell = event.target.dataset?.cell;
    const place = cell && splitCell(cell);
    if (!place || event.button !== 0) return;
    if (event.shiftKey && active && active.part === place.part) {
      event.preventDefault();
      span(active, place);
      return;
    }
    dragged = place;
  });
  document.addEventListener("mouseover", (event) => {
    if (!dragged || !(event.buttons & 1)) return;
    const place = splitCell(event.target.dataset?.cell ?? "");
    if (!place || place.part !== dragged.part || (!range && nameOf(place) === nameOf(dragged))) return;
    getSelection()?.removeAllRanges();
    span(dragged, place);
  });
  document.addEventListener("mouseup", () => { dragged = null; });

  // ---- copy and paste ------------------------------------------------------------------------
  document.addEventListener("copy", (event) => copy(event, false));
  document.addEventListener("cut", (event) => copy(event, true));
  function copy(event, clears) {
    if (!isMany() || !document.activeElement?.closest?.(".grid")) return;
    event.preventDefault();
    event.clipboardData.setData("text/plain", Sheet.format(chosenTexts()));
    if (clears) clearRange();
    speak(clears ? say("已剪切", "cut") : say("已复制", "copied"));
  }

  document.addEventListener("paste", (event) => {
    const box = event.target;
    const place = splitCell(box.dataset?.cell ?? "");
    if (!place || !event.clipboardData) return;
    const text = event.clipboardData.getData("text/plain");
    const isTable = /<t[rd][\s>]/i.test(event.clipboardData.getData("text/html"));
    const isBlock = text.includes("\t") || isTable || (text.trimEnd().includes("\n") && (whole(box) || isMany()));
    if (!isBlock && !isMany()) return; // into the text of the cell, as anywhere
    event.preventDefault();
    pasteBlock(place, Sheet.parse(text));
  });

  function pasteBlock(place, rows) {
    const names = columnsShown();
    const box = bounds();
    let top = place.row, left = names.indexOf(place.column);
    if (box && isMany()) {
      top = box.top;
      left = names.indexOf(COLUMNS[box.left]);
      // One cell into many, or a block into a multiple of it, fills them all.
      const tall = box.bottom - box.top + 1;
      const broad = COLUMNS.slice(box.left, box.right + 1).filter(shown).length;
      const width = Math.max(...rows.map((row) => row.length));
      if (tall % rows.length === 0 && broad % width === 0) {
        rows = Array.from({ length: tall }, (_, r) => Array.from({ length: broad }, (_, c) => rows[r % rows.length][c % width] ?? ""));
      }
    }
    const width = Math.max(...rows.map((row) => row.length));
    if (left + width > names.length && !by("more-columns").checked && left + width <= COLUMNS.length) {
      by("more-columns").checked = true;
      showColumns();
      return pasteBlock(place, rows);
    }
    const lost = rows.some((row) => row.slice(names.length - left).some((text) => text.trim()));
    const tooMany = top + rows.length > MOST_ROWS;
    if (lost || tooMany) {
      notice("warning", lost
        ? say(`粘贴的区域有${width}列，从这里起放不下，没有粘贴。请从更靠左的列粘贴。`, `The block has ${width} columns and does not fit from here; nothing was pasted. Start further left.`)
        : say(`一个表最多${MOST_ROWS}行，没有粘贴。`, `A table has at most ${MOST_ROWS} rows; nothing was pasted.`));
      return undefined;
    }
    change(() => {
      while (draft[place.part].length < top + rows.length) draft[place.part].push(emptyRow());
      rows.forEach((row, r) => row.forEach((text, c) => {
        if (left + c < names.length) draft[place.part][top + r][names[left + c]] = text.trim();
      }));
    });
    const right = Math.min(left + width, names.length) - 1;
    spanning = true;
    go(`${place.part}.${top}.${names[left]}`);
    spanning = false;
    if (rows.length > 1 || width > 1) span({ part: place.part, row: top, column: names[left] }, { part: place.part, row: top + rows.length - 1, column: names[right] });
    speak(say(`已粘贴${rows.length}行`, `${rows.length} rows pasted`));
    return undefined;
  }

  // ---- rows ----------------------------------------------------------------------------------
  function rowAction(action) {
    const place = active ?? { part: "indicators", row: draft.indicators.length - 1, column: "name" };
    const rows = draft[place.part];
    const box = bounds();
    const first = box && box.part === place.part ? box.top : Math.min(place.row, rows.length - 1);
    const last = box && box.part === place.part ? Math.min(box.bottom, rows.length - 1) : first;
    const count = last - first + 1;
    if (action !== "insert" && (first < 0 || !rows.length)) return;
    if (["insert", "duplicate"].includes(action) && rows.length + Math.max(count, 1) > MOST_ROWS) return;
    if ((action === "up" && first === 0) || (action === "down" && last === rows.length - 1)) return;
    let next = first;
    change(() => {
      if (action === "insert") {
        const row = emptyRow();
        if (rows[last]) Object.assign(row, { level1: rows[last].level1, level2: rows[last].level2 });
        rows.splice(last + 1, 0, row);
        next = last + 1;
      } else if (action === "duplicate") {
        rows.splice(last + 1, 0, ...clone(rows.slice(first, last + 1)));
        next = last + 1;
      } else if (action === "delete") {
        rows.splice(first, count);
        next = Math.min(first, rows.length - 1);
      } else {
        const moved = rows.splice(first, count);
        next = first + (action === "up" ? -1 : 1);
        rows.splice(next, 0, ...moved);
      }
      range = null;
    });
    if (next >= 0) go(`${place.part}.${next}.${action === "insert" ? "name" : place.column}`);
    speak({ insert: say("已插入一行", "row inserted"), duplicate: say("已复制行", "row duplicated"), delete: say("已删除行", "row deleted"), up: say("已上移", "moved up"), down: say("已下移", "moved down") }[action]);
  }
  document.addEventListener("click", (event) => {
    const target = event.target.closest?.("button");
    if (!target) return;
    if (target.dataset.row) rowAction(target.dataset.row);
    if (target.dataset.add) {
      change(() => draft[target.dataset.add].push(emptyRow()));
      go(`${target.dataset.add}.${draft[target.dataset.add].length - 1}.level1`);
    }
    if (target.dataset.go !== undefined && target.dataset.go) jump(target.dataset.go);
    if (target.dataset.form) {
      takeForm(target.dataset.form);
      target.closest("dialog").close();
    }
  });
  by("undo").addEventListener("click", undo);
  by("redo").addEventListener("click", redo);
  by("sheet").addEventListener("submit", (event) => event.preventDefault());

  // A form's classes that the table lacks, as empty rows after the last row of their level 1.
  function takeForm(id) {
    const rows = start.forms[id];
    let added = 0;
    change(() => {
      for (const row of rows) {
        const there = draft.indicators.some((r) => r.level2.trim() === row.level2 && r.level1.trim() === row.level1);
        if (there || draft.indicators.length >= MOST_ROWS) continue;
        const after = draft.indicators.findLastIndex((r) => r.level1.trim() === row.level1);
        draft.indicators.splice(after < 0 ? draft.indicators.length : after + 1, 0, { ...row });
        added += 1;
      }
    });
    notice("", added ? say(`已补上${added}个指标类别，可以撤销。`, `${added} classes added; it can be undone.`) : say("表里已有这个表样的全部类别。", "Every class of this form is there."));
  }

  function showColumns() {
    document.body.classList.toggle("few-columns", !by("more-columns").checked);
    range = null;
    drawRange();
  }
  function showPeriod() { by("period-part").hidden = !by("more-period").checked; }
  by("more-columns").addEventListener("change", showColumns);
  by("more-period").addEventListener("change", showPeriod);
  by("more-columns").checked = draft.indicators.concat(draft.period_indicators).some((r) => r.weight || r.scoring_standard || r.remark);
  by("more-period").checked = draft.period_indicators.length > 0;

  // ---- findings ------------------------------------------------------------------------------
  let findings = start.findings;
  let rewrites = start.rewrites; // what can be written better for certain, cell by cell
  let checkTimer = 0, checkNumber = 0;
  function checkSoon() {
    clearTimeout(checkTimer);
    checkTimer = setTimeout(checkNow, 350);
  }
  async function checkNow() {
    const number = (checkNumber += 1);
    const answer = await post(start.urls.check, { draft });
    if (number !== checkNumber || !answer.ok) return;
    findings = answer.told.findings;
    rewrites = answer.told.rewrites;
    drawFindings();
    drawMarks();
    by("findings-note").textContent = say(`刚刚审核过（${answer.told.milliseconds} 毫秒）`, `Checked just now (${answer.told.milliseconds} ms)`);
  }

  function drawMarks() {
    const at = new Map();
    for (const finding of findings) if (finding.cell) at.set(finding.cell, [...(at.get(finding.cell) ?? []), finding]);
    for (const box of document.querySelectorAll("#sheet [data-cell]")) {
      const cell = box.dataset.cell;
      const found = at.get(cell) ?? [];
      const holder = box.parentElement;
      const id = `note-${cell.replaceAll(".", "-")}`;
      let note = by(id);
      if (!note && found.length) {
        note = make("small", { className: "note", id });
        box.after(note);
      }
      for (const severity of GRAVITY) holder.classList.toggle(`has-${severity}`, found[0]?.severity === severity);
      if (!note) continue;
      const text = found.map((f) => `${SEVERITIES[f.severity]}${f.said ? say("（已说明）", " (explained)") : ""}：${f.message}`).join("\n");
      if (note.textContent !== text) note.textContent = text;
      note.hidden = !found.length;
      if (found.length) box.setAttribute("aria-describedby", id);
      else box.removeAttribute("aria-describedby");
      if (found.some((f) => f.asks && !f.said)) box.setAttribute("aria-invalid", "true");
      else box.removeAttribute("aria-invalid");
    }
  }

  // All in one change, so that one undo takes them back; a cell typed in meanwhile is left alone.
  function rewrite(chosen) {
    const still = chosen.filter((one) => read(one.cell) === one.before);
    if (!still.length) return;
    change(() => still.forEach((one) => put(one.cell, one.after)));
    rewrites = rewrites.filter((one) => !still.includes(one));
    drawFindings();
    jump(still[0].cell); // there Ctrl+Z takes it back; the button may be gone
    speak(say(`已改写 ${still.length} 处，可撤销`, `${still.length} rewritten; undo takes it back`));
  }
  function drawRewrites() {
    by("rewrites").hidden = !rewrites.length;
    by("rewrites-count").textContent = String(rewrites.length);
    by("rewrites-list").replaceChildren(...rewrites.map((one) => {
      const where = make("button", { type: "button", className: "link" }, one.where);
      where.addEventListener("click", () => jump(one.cell));
      const take = make("button", { type: "button", className: "small", "aria-label": say(`改写“${one.where}”`, `Rewrite “${one.where}”`) }, say("改写", "Rewrite"));
      take.addEventListener("click", () => rewrite([one]));
      const [from, to] = shortened(one.before, one.after);
      return make("li", {}, make("p", {}, where, " ", make("span", { className: "soft" }, one.what)), make("p", {}, make("del", {}, from), " → ", make("ins", {}, to), " ", take));
    }));
  }
  // The part in which two texts differ, with a few characters around it.
  function shortened(one, other) {
    let head = 0, tail = 0;
    while (head < Math.min(one.length, other.length) && one[head] === other[head]) head += 1;
    while (tail < Math.min(one.length, other.length) - head && one.at(-1 - tail) === other.at(-1 - tail)) tail += 1;
    const cut = (text) => {
      const from = Math.max(0, head - 6), to = Math.min(text.length, text.length - tail + 6);
      return `${from ? "…" : ""}${text.slice(from, to)}${to < text.length ? "…" : ""}`;
    };
    return [cut(one), cut(other)];
  }

  const lines = new Map(); // key and cell → the line, so that what is being written in it stays
  function drawFindings() {
    drawRewrites();
    const list = by("findings");
    const kept = new Set();
    const nodes = findings.map((finding) => {
      const id = `${finding.key} ${finding.cell}`;
      const better = rewrites.find((one) => one.cell === finding.cell && one.rules.includes(finding.rule));
      const state = JSON.stringify([finding, better]);
      kept.add(id);
      let line = lines.get(id);
      if (!line || line.state !== state) {
        line = { node: drawFinding(finding, better), state };
        lines.set(id, line);
      }
      return line.node;
    });
    for (const id of [...lines.keys()]) if (!kept.has(id)) lines.delete(id);
    const isSame = nodes.length === list.children.length && nodes.every((node, n) => list.children[n] === node);
    if (!isSame) {
      const open = document.activeElement;
      const inside = list.contains(open);
      list.replaceChildren(...nodes);
      if (inside && document.contains(open)) open.focus();
    }
    const counts = GRAVITY.map((s) => [s, findings.filter((f) => f.severity === s).length]).filter(([, n]) => n);
    by("findings-count").replaceChildren(...counts.map(([s, n]) => make("span", { className: `tag ${s}` }, `${SEVERITIES[s]} ${n}`)));
    if (!findings.length) by("findings").replaceChildren(make("li", { className: "panel" }, say("没有发现问题。", "Nothing was found.")));
  }

  function drawFinding(finding, better) {
    const line = make("li", { className: `finding ${finding.severity}` });
    const head = make("p", {}, make("span", { className: `tag ${finding.severity}` }, SEVERITIES[finding.severity]), " ");
    if (finding.cell) {
      const link = make("button", { type: "button", className: "link" }, finding.where);
      link.addEventListener("click", () => jump(finding.cell, finding.start, finding.end));
      head.append(link);
    } else head.append(finding.where);
    head.append(" ", make("span", { className: "soft" }, `${finding.rule} ${finding.name}`));
    line.append(head, make("p", {}, finding.message));
    if (finding.suggestion) line.append(make("p", { className: "better" }, finding.suggestion));
    if (finding.working) line.append(make("p", { className: "working" }, finding.working));
    if (finding.rewrite && finding.start !== null && finding.cell) {
      const adopt = make("button", { type: "button", className: "small" }, say("采用建议", "Take it"));
      adopt.addEventListener("click", () => {
        const text = read(finding.cell);
        change(() => put(finding.cell, text.slice(0, finding.start) + finding.rewrite + text.slice(finding.end)));
        jump(finding.cell);
      });
      line.append(adopt);
    } else if (better) {
      const adopt = make("button", { type: "button", className: "small" }, say("采用建议", "Take it"));
      adopt.addEventListener("click", () => rewrite([better]));
      line.append(adopt);
    }
    if (finding.said) {
      line.append(make("p", { className: "soft" }, `${finding.said.choice}：${finding.said.reason}（${finding.said.person}）`));
    } else if (finding.asks && !finding.stops) {
      const box = make("textarea", { required: true, maxLength: 5000, "aria-label": say("说明理由", "Reason"), rows: 2 });
      const form = make("form", {}, box, make("button", { className: "small" }, say("提交说明", "Explain")));
      form.addEventListener("submit", async (event) => {
        event.preventDefault();
        await saved();
        const answer = await post(start.urls.explain, { key: finding.key, reason: box.value });
        if (answer.ok) {
          findings = answer.told.findings;
          rewrites = answer.told.rewrites;
          drawFindings();
          drawMarks();
          speak(say("已说明", "explained"));
        } else notice("error", answer.said);
      });
      line.append(make("details", {}, make("summary", {}, say("不改，作说明", "Explain instead")), form));
    }
    return line;
  }

  function jump(cell, from = null, to = null) {
    const place = splitCell(cell);
    if (place && !shown(place.column)) { by("more-columns").checked = true; showColumns(); }
    if (place?.part === "period_indicators") { by("more-period").checked = true; showPeriod(); }
    if (!go(cell, { select: from === null })) return;
    const box = input(cell);
    if (from !== null && box.setSelectionRange) box.setSelectionRange(from, to);
    box.scrollIntoView({ block: "center" });
  }

  // ---- saving --------------------------------------------------------------------------------
  const store = `jixiao-draft-${start.person}-${start.filing}`;
  let revision = start.revision;
  let base = JSON.stringify(start.draft); // what the server has
  let saveTimer = 0, copyTimer = 0, saving = null, wait = 0, inConflict = false, isClosed = false;
  const isDirty = () => JSON.stringify(draft) !== base;

  function status(text, kind = "") {
    by("status").textContent = text;
    by("status").className = `status ${kind}`;
  }
  function notice(kind, text, ...more) {
    by("notices").replaceChildren(make("p", { className: `message ${kind}`, role: kind === "error" ? "alert" : "status" }, text, ...more));
  }
  function keepCopy() {
    clearTimeout(copyTimer);
    copyTimer = 0;
    try {
      if (isDirty()) localStorage.setItem(store, JSON.stringify({ draft, base, revision, at: new Date().toISOString() }));
      else localStorage.removeItem(store);
    } catch {
      status(say("本机存不下副本，请勿关闭页面", "No room for a copy: keep the page open"), "bad");
    }
  }
  function changed() {
    if (!copyTimer) copyTimer = setTimeout(keepCopy, 150);
    checkSoon();
    if (!isDirty()) {
      clearTimeout(saveTimer);
      if (!saving) status(say("已保存", "Saved"), "good");
      return;
    }
    status(navigator.onLine ? say("有修改，待保存…", "Changed…") : offline(), navigator.onLine ? "" : "bad");
    clearTimeout(saveTimer);
    saveTimer = setTimeout(save, 1000);
  }
  const offline = () => say("离线：内容已存在本机，联网后自动保存", "Offline: kept on this computer, saved when back");

  // {ok, status, told, said}: never throws; status 0 where the server was not reached.
  async function post(url, body, options = {}) {
    let response;
    try {
      response = await fetch(url, {
        method: "POST", credentials: "same-origin", body: JSON.stringify(body), ...options,
        headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token() },
      });
    } catch {
      return { ok: false, status: 0, told: null, said: offline() };
    }
    const isJson = (response.headers.get("Content-Type") ?? "").includes("json");
    if (!isJson) {
      const out = response.redirected || response.status === 403;
      return {
        ok: false, status: out ? 401 : response.status, told: null,
        said: out ? say("登录已过期。内容已存在本机：请在新标签页重新登录，然后刷新本页。", "You are signed out. What you typed is kept here: sign in in another tab, then reload.")
          : say("服务器出错，内容已存在本机，稍后自动重试。", "The server failed; what you typed is kept here and tried again."),
      };
    }
    const told = await response.json();
    return { ok: response.ok, status: response.status, told, said: say(told.zh, told.en) };
  }
  function token() {
    const cookie = /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie);
    return cookie ? cookie[1] : JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
  }

  function save() {
    clearTimeout(saveTimer);
    if (saving) return saving;
    if (!isDirty() || inConflict || isClosed) return Promise.resolve();
    saving = saveNow().finally(() => {
      saving = null;
      if (isDirty() && !inConflict && !isClosed && !wait) saveTimer = setTimeout(save, 1000);
    });
    return saving;
  }
  async function saveNow() {
    keepCopy();
    const sent = JSON.stringify(draft);
    status(say("正在保存…", "Saving…"));
    const answer = await post(start.urls.save, { draft: JSON.parse(sent), revision });
    if (answer.ok) {
      wait = 0;
      revision = answer.told.revision;
      base = sent;
      keepCopy();
      status(isDirty() ? say("有修改，待保存…", "Changed…") : say(`已保存 ${answer.told.at}`, `Saved ${answer.told.at}`), "good");
    } else if (answer.status === 409 && answer.told.theirs) {
      conflict(answer.told);
    } else if (answer.status === 409 || answer.status === 404 || answer.status === 422) {
      isClosed = answer.status !== 422;
      status(say("未保存，内容在本机", "Not saved, kept here"), "bad");
      notice("error", answer.said || say("未保存。", "Not saved."));
    } else {
      status(answer.status ? say("未保存，内容在本机", "Not saved, kept here") : offline(), "bad");
      if (answer.status) notice("error", answer.said);
      // Again later, ever less often; at once when the line is back.
      wait = Math.min(30_000, (wait || 1000) * 2);
      saveTimer = setTimeout(() => { wait = wait || 1; save(); }, wait);
    }
  }
  async function saved() {
    for (let n = 0; n < 5 && isDirty() && !inConflict; n += 1) await save();
  }
  addEventListener("online", () => { wait = 0; save(); });
  addEventListener("offline", () => status(offline(), "bad"));
  // Leaving: the copy is there; the server is told too, as far as the browser lets it.
  addEventListener("pagehide", () => {
    keepCopy();
    if (!isDirty() || inConflict || isClosed) return;
    const body = JSON.stringify({ draft, revision });
    if (body.length < 20_000) post(start.urls.save, { draft, revision }, { keepalive: true });
  });
  by("leave").addEventListener("click", async (event) => {
    event.preventDefault();
    const to = by("leave").href;
    await saved();
    if (!isDirty()) location.href = to;
  });

  // ---- two writers ---------------------------------------------------------------------------
  function conflict(told) {
    inConflict = true;
    status(say("有冲突，待选择", "Conflict: choose"), "bad");
    const theirs = told.theirs, mine = clone(draft), was = JSON.parse(base);
    const when = told.when ? new Date(told.when).toLocaleString(english ? "en" : "zh-CN") : "";
    by("conflict-who").textContent = say(
      `${told.who || "另一人"}${when ? `于 ${when}` : ""}保存了第 ${told.revision} 次修改。`,
      `${told.who || "Somebody"} saved revision ${told.revision}${when ? ` at ${when}` : ""}.`);
    const body = by("conflict-rows");
    body.replaceChildren();
    const choices = [];
    // Who alone has changed a cell is taken, unless chosen otherwise.
    const ask = (title, mineText, theirText, first) => {
      const name = `choice-${choices.length}`;
      const option = (side, text) => {
        const radio = make("input", { type: "radio", name, value: side, checked: side === first });
        return make("td", {}, make("label", { className: "plain" }, radio, " ", text === "" ? make("span", { className: "soft" }, say("（空）", "(blank)")) : text));
      };
      body.append(make("tr", {}, make("th", { scope: "row" }, title), option("mine", mineText), option("theirs", theirText)));
      choices.push(() => body.querySelector(`input[name="${name}"]:checked`).value);
      return choices.at(-1);
    };
    const first = (m, t, w) => (m === w ? "theirs" : "mine");
    const fieldChoices = {};
    for (const name of Object.keys(theirs.fields)) {
      const m = mine.fields[name] ?? "", t = theirs.fields[name];
      if (m !== t) fieldChoices[name] = ask(labels[name] || name, m, t, first(m, t, was.fields[name] ?? ""));
    }
    const absent = say("（没有这一行）", "(no such row)");
    const text = (row) => COLUMNS.map((name) => row[name]).filter((part) => part.trim()).join(" · ") || say("（空行）", "(blank row)");
    const builders = {};
    for (const part of PARTS) {
      builders[part] = (told.pairs[part] ?? []).map(([i, j]) => {
        const t = i === null ? null : theirs[part][i], m = j === null ? null : mine[part][j];
        const title = say(`第${(j ?? i) + 1}行`, `row ${(j ?? i) + 1}`);
        if (t && m) {
          const cells = {};
          const old = was[part]?.length === mine[part].length ? was[part][j] : null;
          for (const name of COLUMNS) {
            if (m[name] !== t[name]) cells[name] = ask(`${title} ${TITLES[name]}`, m[name], t[name], old ? first(m[name], t[name], old[name]) : "mine");
          }
          return () => {
            const row = { ...m };
            for (const [name, choice] of Object.entries(cells)) if (choice() === "theirs") row[name] = t[name];
            return row;
          };
        }
        const inBase = (was[part] ?? []).some((row) => JSON.stringify(row) === JSON.stringify(t ?? m));
        if (m) { const choice = ask(title, text(m), absent, inBase ? "theirs" : "mine"); return () => (choice() === "mine" ? m : null); }
        const choice = ask(title, absent, text(t), inBase ? "mine" : "theirs");
        return () => (choice() === "theirs" ? t : null);
      });
    }
    const settle = (result) => {
      by("conflict").close();
      history.keep(JSON.stringify(draft));
      draft = result;
      base = JSON.stringify(theirs);
      revision = told.revision;
      inConflict = false;
      range = null;
      draw();
      keepCopy();
      if (isDirty()) save();
      else status(say("已是最新", "Up to date"), "good");
      checkSoon();
    };
    by("take-mine").onclick = () => settle(mine);
    by("take-theirs").onclick = () => settle(clone(theirs));
    by("take-chosen").onclick = () => {
      const result = { fields: { ...mine.fields } };
      for (const [name, choice] of Object.entries(fieldChoices)) if (choice() === "theirs") result.fields[name] = theirs.fields[name];
      for (const part of PARTS) result[part] = builders[part].map((build) => build()).filter(Boolean);
      settle(result);
    };
    if (!choices.length) { settle(clone(theirs)); return; }
    if (!by("conflict").open) by("conflict").showModal();
  }
  // The choice may be put off, not lost: closing by Escape leaves a way back.
  by("conflict").addEventListener("cancel", (event) => event.preventDefault());

  // ---- suggestions ---------------------------------------------------------------------------
  let suggestTimer = 0, suggestNumber = 0;
  function toggleSuggestions() {
    by("suggestions").hidden = !by("suggestions").hidden;
    if (!by("suggestions").hidden) { askSuggestions(0); }
  }
  by("suggest").addEventListener("click", toggleSuggestions);
  by("close-suggestions").addEventListener("click", toggleSuggestions);
  by("suggest-words").addEventListener("input", () => askSuggestions(300));
  function activeClass() {
    if (!active) return { level1: "", level2: "" };
    let level1 = "", level2 = "";
    for (const row of draft[active.part].slice(0, active.row + 1)) {
      if (row.level1.trim()) { level1 = row.level1.trim(); level2 = ""; }
      if (row.level2.trim()) level2 = row.level2.trim();
    }
    return { level1, level2 };
  }
  function askSuggestions(delay = 150) {
    clearTimeout(suggestTimer);
    suggestTimer = setTimeout(async () => {
      const number = (suggestNumber += 1);
      const { level2 } = activeClass();
      const query = new URLSearchParams({ level2, words: by("suggest-words").value });
      let told;
      try {
        const response = await fetch(`${start.urls.suggestions}?${query}`, { headers: { Accept: "application/json" } });
        told = await response.json();
      } catch { return; }
      if (number !== suggestNumber) return;
      by("suggest-help").textContent = level2
        ? say(`当前行：${level2}。采用后填入当前行；当前行已有内容的，加在下一行。数值请按本项目填写。`, `This row: ${level2}. It goes into this row, or below where the row is filled. State your own numbers.`)
        : say("先点一行，可只看该类指标。", "Choose a row to see its class alone.");
      by("suggest-list").replaceChildren(...told.suggestions.map((one) => {
        const take = make("button", { type: "button", className: "small" }, say("采用", "Take"));
        take.setAttribute("aria-label", say(`采用“${one.name}”`, `Take “${one.name}”`));
        take.addEventListener("click", () => takeSuggestion(one));
        const source = one.url ? make("a", { href: one.url }, one.source) : one.source;
        return make("li", {}, make("div", { className: "row apart" }, make("b", {}, one.name), take), make("p", {}, `${one.level2} · ${one.value}`), make("p", { className: "soft" }, source));
      }));
      if (!told.suggestions.length) by("suggest-list").append(make("li", {}, say("没有合适的建议。", "No suggestion.")));
    }, delay);
  }
  function takeSuggestion(one) {
    const part = active?.part ?? "indicators";
    let row = active?.row ?? draft[part].length - 1;
    change(() => {
      const here = draft[part][row];
      if (!here || here.name.trim() || here.value.trim()) {
        const made = { ...emptyRow(), level1: here?.level1 || one.level1, level2: here?.level2 || one.level2 };
        draft[part].splice(row + 1, 0, made);
        row += 1;
      }
      const target = draft[part][row];
      Object.assign(target, { name: one.name, value: one.value, level1: target.level1 || one.level1, level2: target.level2 || one.level2 });
    });
    go(`${part}.${row}.value`);
    speak(say(`已采用“${one.name}”`, `“${one.name}” taken`));
  }

  // ---- beginning -----------------------------------------------------------------------------
  showColumns();
  showPeriod();
  const left = (() => {
    try { return JSON.parse(localStorage.getItem(store)); } catch { return null; }
  })();
  if (left?.draft && JSON.stringify(left.draft) !== JSON.stringify(draft)) {
    const when = new Date(left.at).toLocaleString(english ? "en" : "zh-CN");
    draft = left.draft;
    const drop = make("button", { type: "button", className: "small" }, say("放弃，用服务器上的内容", "Discard, use the server's"));
    drop.addEventListener("click", () => { change(() => { draft = clone(start.draft); }); by("notices").replaceChildren(); });
    notice("warning", say(`已恢复 ${when} 没来得及保存的内容。`, `What was typed at ${when} and not yet saved is restored. `), drop);
    base = left.revision === revision ? base : left.base;
    revision = left.revision;
    changed();
  }
  by("rewrite-all").addEventListener("click", () => rewrite(rewrites));
  draw();
  drawFindings();
  by("findings-note").textContent = say(`审核用时 ${start.milliseconds} 毫秒`, `Checked in ${start.milliseconds} ms`);
  if (!isDirty()) status(say("已保存", "Saved"), "good");
  document.documentElement.dataset.ready = "1";
})();
