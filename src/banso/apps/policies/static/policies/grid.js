/* The grid of a draft: cells by keys, blocks from a spreadsheet, rows, undo, what is unsaved, marks of the check.
   Without this script it is a plain form whose buttons ask the server. */
"use strict";
(() => {
  const form = document.querySelector("form[data-grid]");
  if (!form) return;
  const body = form.querySelector("tbody");
  const blank = document.getElementById("blank-row").content.firstElementChild;
  const unsaved = form.querySelector("[data-unsaved]");
  const said = form.querySelector("[data-said]");
  const storedOrder = form.dataset.stored;
  const past = [];
  let here = null; // the cell with the focus
  let before = ""; // what it held when the focus came
  let editing = false;
  let clicked = false;
  let added = 0;
  let sending = false;

  const cellsOf = (row) => [...row.querySelectorAll("[data-cell]")];
  const stored = (cell) => cell.dataset.stored ?? cell.defaultValue;
  const rowOf = (cell) => cell.closest("tr");

  function counted() {
    const rows = [...body.rows];
    const order = rows.map((row) => row.dataset.row);
    let count = rows.flatMap(cellsOf).filter((cell) => cell.value !== stored(cell)).length;
    const kept = storedOrder.split(" ").filter(Boolean);
    count += kept.filter((key) => !order.includes(key)).length;
    count += order.filter((key) => !kept.includes(key)).length;
    const common = order.filter((key) => kept.includes(key));
    // The reasons of changes stand outside the form's element, but belong to it.
    const notes = [...form.elements].filter((field) => field.name.startsWith("note."));
    count += notes.filter((note) => note.value !== note.defaultValue).length;
    if (common.join(" ") !== kept.filter((key) => order.includes(key)).join(" ")) count += 1;
    return count;
  }

  function tell() {
    const count = counted();
    const words = count ? unsaved.dataset.some.replace("{n}", count) : unsaved.dataset.none;
    if (unsaved.textContent !== words) unsaved.textContent = words;
    form.querySelector("[data-save]").toggleAttribute("data-changed", count > 0);
  }

  function number() {
    [...body.rows].forEach((row, at) => (row.querySelector("[data-number]").textContent = at + 1));
  }

  /* After rows or several cells changed: numbers, counter, and a new check (it listens to "input"). */
  function changed() {
    number();
    tell();
    form.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function remember() {
    const rows = [...body.rows];
    past.push({ rows, values: rows.flatMap(cellsOf).map((cell) => [cell, cell.value]) });
    if (past.length > 100) past.shift();
  }

  function undo() {
    const last = past.pop();
    if (!last) return;
    body.replaceChildren(...last.rows);
    last.values.forEach(([cell, value]) => (cell.value = value));
    changed();
    if (here && here.isConnected) focusOn(here);
    else focusOn(cellsOf(body.rows[0] ?? newRow())[0]);
  }

  function focusOn(cell) {
    if (!cell) return;
    cell.focus();
    cell.select();
    cell.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  function move(cell, down, right) {
    const row = rowOf(cell);
    const column = cellsOf(row).indexOf(cell) + right;
    const target = body.rows[row.sectionRowIndex + down];
    const next = target && cellsOf(target)[column];
    if (next) focusOn(next);
    return Boolean(next);
  }

  function newRow(after, like) {
    added += 1;
    const key = `n${Date.now().toString(36)}${added}`;
    const row = blank.cloneNode(true);
    row.dataset.row = key;
    row.querySelectorAll("[id], [name], [value], [for], [aria-labelledby]").forEach((part) => {
      for (const name of ["id", "name", "value", "for", "aria-labelledby"]) {
        const held = part.getAttribute(name);
        if (held?.includes("__key__")) part.setAttribute(name, held.replaceAll("__key__", key));
      }
    });
    cellsOf(row).forEach((cell, at) => {
      cell.dataset.stored = "";
      if (like) cell.value = cellsOf(like)[at].value;
    });
    if (after) after.after(row);
    else body.append(row);
    return row;
  }

  function act(what, tests) {
    if (what === "undo") return undo();
    const at = form.querySelector('[name="at"]:checked')?.closest("tr") ?? body.rows[body.rows.length - 1];
    remember();
    let row = at;
    if (tests) {
      // A row for cases that no row covers: its conditions are known, its results are not.
      row = newRow(body.rows[body.rows.length - 1]);
      row.querySelectorAll("[data-condition]").forEach((cell) => (cell.value = tests[cell.dataset.cell] ?? "–"));
    } else if (what === "add" || !at) row = newRow(at);
    else if (what === "duplicate") row = newRow(at, at);
    else if (what === "up" && at.previousElementSibling) at.previousElementSibling.before(at);
    else if (what === "down" && at.nextElementSibling) at.nextElementSibling.after(at);
    else if (what === "remove") {
      row = at.nextElementSibling ?? at.previousElementSibling;
      at.remove();
    }
    changed();
    if (row) focusOn(cellsOf(row)[0]);
  }

  /* A block as a spreadsheet copies it: tabs between cells, quotes around cells with line breaks. */
  function block(text) {
    const rows = [[]];
    const found = /("(?:[^"]|"")*"|[^\t\n]*)(\t|\n|$)/g;
    const clean = text.replace(/\r\n?/g, "\n").replace(/\n+$/, "");
    for (let match; found.lastIndex <= clean.length && (match = found.exec(clean)); ) {
      const quoted = match[1].length > 1 && match[1].startsWith('"') && match[1].endsWith('"');
      const value = quoted ? match[1].slice(1, -1).replaceAll('""', '"') : match[1];
      rows[rows.length - 1].push(value.replace(/\s*\n\s*/g, " ").trim());
      if (match[2] === "\n") rows.push([]);
      if (!match[2]) break;
    }
    return rows;
  }

  function paste(cell, rows) {
    remember();
    const first = cellsOf(rowOf(cell)).indexOf(cell);
    const names = cellsOf(rowOf(cell)).map((one) => one.dataset.cell);
    // A block copied with its head row brings the names of the columns along: they are not a rule.
    const head = rows.slice(0, 2).findIndex((row) => row.every((name, at) => name === names[first + at]));
    if (head >= 0 && rows.length > head + 1) rows = rows.slice(head + 1);
    let row = rowOf(cell);
    let more = 0;
    rows.forEach((values, at) => {
      if (at > 0) {
        more += row.nextElementSibling ? 0 : 1;
        row = row.nextElementSibling ?? newRow(row);
      }
      const cells = cellsOf(row).slice(first);
      values.slice(0, cells.length).forEach((value, column) => (cells[column].value = value));
    });
    const wide = Math.max(...rows.map((values) => values.length));
    const left = Math.max(0, wide - (names.length - first));
    said.textContent = form.dataset.pasted
      .replace("{rows}", rows.length)
      .replace("{columns}", wide - left)
      .replace("{new}", more)
      .concat(left ? ` ${form.dataset.pastedLeft.replace("{n}", left)}` : "");
    changed();
    focusOn(cell);
    before = cell.value;
  }

  /* Marks of the check: each fault of a cell is tied to its cell. */
  function mark() {
    form.querySelectorAll("td.err").forEach((place) => place.classList.remove("err"));
    form.querySelectorAll(".flag").forEach((flag) => flag.remove());
    form.querySelectorAll("[aria-invalid]").forEach((cell) => {
      cell.removeAttribute("aria-invalid");
      cell.removeAttribute("aria-describedby");
    });
    document.querySelectorAll("#check [data-at]").forEach((fault) => {
      const cell = document.getElementById(fault.dataset.at);
      if (!cell) return;
      const known = cell.getAttribute("aria-describedby");
      cell.setAttribute("aria-invalid", "true");
      cell.setAttribute("aria-describedby", known ? `${known} ${fault.id}` : fault.id);
      const place = cell.closest("td");
      if (!place.classList.contains("err")) {
        const flag = document.getElementById("flag").content.firstElementChild.cloneNode(true);
        flag.append(fault.dataset.word);
        cell.after(flag);
      }
      place.classList.add("err");
    });
  }

  body.addEventListener("focusin", (event) => {
    const cell = event.target;
    if (!cell.matches("[data-cell]")) return;
    here = cell;
    before = cell.value;
    editing = false;
    rowOf(cell).querySelector('[name="at"]').checked = true;
    if (!clicked) cell.select();
  });
  body.addEventListener("pointerdown", (event) => {
    clicked = event.target !== document.activeElement;
    if (!clicked && event.target === here) editing = true;
  });
  body.addEventListener("click", (event) => {
    if (event.target.matches("td.cell")) return focusOn(event.target.querySelector("[data-cell]"));
    if (clicked && event.target === here && here.selectionStart === here.selectionEnd) here.select();
    clicked = false;
  });
  document.addEventListener("input", (event) => {
    if (event.target !== form && event.target.form !== form) return;
    if (event.target === here) editing = true;
    tell();
  });

  body.addEventListener("keydown", (event) => {
    const cell = event.target;
    // While an input method is composing, its keys are its own.
    if (!cell.matches("[data-cell]") || event.isComposing) return;
    const alone = !event.ctrlKey && !event.metaKey && !event.altKey;
    const several = cell.tagName === "TEXTAREA";
    let done = false;
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z" && !event.shiftKey) {
      if (!editing && past.length) [done] = [true, undo()];
    } else if (!alone) {
      return;
    } else if (event.key === "Escape") {
      cell.value = before;
      [done, editing] = [true, false];
      cell.select();
      changed();
    } else if (event.key === "Enter") {
      done = true;
      if (editing || event.shiftKey) {
        before = cell.value;
        if (!move(cell, event.shiftKey ? -1 : 1, 0)) [editing] = [false, cell.select()];
      } else {
        editing = true;
        cell.setSelectionRange(cell.value.length, cell.value.length);
      }
    } else if (event.key === "F2") {
      [done, editing] = [true, true];
      cell.setSelectionRange(cell.value.length, cell.value.length);
    } else if (event.key === "ArrowUp" || event.key === "ArrowDown") {
      if (event.shiftKey || (editing && several)) return;
      done = move(cell, event.key === "ArrowUp" ? -1 : 1, 0) || !several;
    } else if ((event.key === "ArrowLeft" || event.key === "ArrowRight") && !editing && !event.shiftKey) {
      done = true;
      move(cell, 0, event.key === "ArrowLeft" ? -1 : 1);
    }
    if (done) event.preventDefault();
  });

  body.addEventListener("paste", (event) => {
    if (!event.target.matches("[data-cell]")) return;
    const rows = block(event.clipboardData.getData("text/plain"));
    if (rows.length === 1 && rows[0].length === 1) return;
    event.preventDefault();
    paste(event.target, rows);
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest('button[name="do"]');
    if (button?.form !== form) return;
    event.preventDefault();
    act(button.value, button.dataset.tests && JSON.parse(button.dataset.tests));
  });

  form.addEventListener("submit", () => (sending = true));
  window.addEventListener("pageshow", () => (sending = false));
  window.addEventListener("beforeunload", (event) => {
    if (!sending && counted()) event.preventDefault();
  });
  document.addEventListener("htmx:afterSettle", mark);

  form.querySelectorAll("[data-scripted]").forEach((part) => (part.hidden = false));
  tell();
})();
