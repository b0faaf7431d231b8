// What a block of cells is as text, and what undo remembers. No page here: plain functions.
"use strict";

const Sheet = (() => {
  const COLUMNS = ["level1", "level2", "name", "value", "weight", "scoring_standard", "remark"];
  const PARTS = ["indicators", "period_indicators"];

  const emptyRow = () => Object.fromEntries(COLUMNS.map((name) => [name, ""]));

  // A block copied from a spreadsheet: rows by line ends, cells by tabs; a cell in quotes may hold
  // both, a quote in it doubled. A quote that opens a cell and is never closed is only a character.
  function parse(text) {
    const rows = [[]];
    let at = 0;
    text = text.replace(/\r\n?/g, "\n");
    if (text.endsWith("\n")) text = text.slice(0, -1);
    while (at <= text.length) {
      let cell = null;
      if (text[at] === '"') {
        const quoted = /"((?:[^"]|"")*)"(?=[\t\n]|$)/y;
        quoted.lastIndex = at;
        const found = quoted.exec(text);
        if (found) {
          cell = found[1].replaceAll('""', '"');
          at = quoted.lastIndex;
        }
      }
      if (cell === null) {
        let end = at;
        while (end < text.length && text[end] !== "\t" && text[end] !== "\n") end += 1;
        cell = text.slice(at, end);
        at = end;
      }
      rows.at(-1).push(cell);
      if (at >= text.length) break;
      if (text[at] === "\n") rows.push([]);
      at += 1;
    }
    return rows;
  }

  function format(rows) {
    const one = (cell) => (/[\t\n"]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
    return rows.map((row) => row.map(one).join("\t")).join("\n");
  }

  // Steps back and forth as whole texts of the draft; typing on in one cell is one step.
  class History {
    constructor(limit = 16_000_000) {
      this.past = [];
      this.future = [];
      this.limit = limit;
      this.size = 0;
      this.last = { key: "", at: 0 };
    }
    // Before a change: what it was. `key` names the cell typed in, empty for other changes.
    keep(state, key = "") {
      const now = Date.now();
      const goes_on = key !== "" && key === this.last.key && now - this.last.at < 1500;
      this.last = { key, at: now };
      if (goes_on) return;
      this.past.push(state);
      this.size += state.length;
      while (this.size > this.limit && this.past.length > 1) this.size -= this.past.shift().length;
      this.future = [];
    }
    step(from, to, state) {
      if (!from.length) return null;
      this.last = { key: "", at: 0 };
      to.push(state);
      const taken = from.pop();
      this.size += (from === this.past ? -taken.length : state.length);
      return taken;
    }
    undo(state) { return this.step(this.past, this.future, state); }
    redo(state) { return this.step(this.future, this.past, state); }
  }

  return { COLUMNS, PARTS, emptyRow, parse, format, History };
})();
