// Tables work without this file. It adds sorting, filters that the address keeps, heads that stay, and a link to each row.
(() => {
  "use strict";
  const root = document.documentElement;
  const all = (selector) => [...document.querySelectorAll(selector)];
  // A month is drawn as a table whose rows are weeks: nothing to sort or to link to.
  const MONTH = ".of-calendar .content h2 + .frame table";

  document.addEventListener("DOMContentLoaded", () => {
    // One after the other, so that a long page answers in between.
    const steps = [
      ...all(`.content table:not(${MONTH})`).map((table) => () => sortable(table)),
      filters, rows, frames, recall, arrive, () => root.classList.add("ready"),
    ];
    const next = () => { steps.shift()?.(); if (steps[0]) setTimeout(next); };
    next();
    // Who goes back through the addresses of a page is where the browser says; who follows a link wants what it names.
    let followed = false;
    addEventListener("click", ({ target }) => {
      const link = target.closest?.("a[href]");
      followed = Boolean(link?.hash) && link.hash !== location.hash;
    });
    addEventListener("hashchange", () => {
      bringBack();
      recall();
      if (followed) settle();
      followed = false;
    });
  });

  // So is who comes back to a page or loads it again.
  function arrive() {
    if (performance.getEntriesByType("navigation")[0]?.type === "navigate") settle();
  }

  // Keeps in place what the address names, until its reader moves or nothing does any more: filters, heads that stay and rows that
  // are laid out come after the browser has gone there.
  function settle() {
    const target = document.getElementById(decoded(location.hash.slice(1)));
    if (!target?.closest(".content")) return;
    const moved = new AbortController();
    ["wheel", "touchstart", "pointerdown", "keydown"].forEach((kind) => {
      addEventListener(kind, () => moved.abort(), { passive: true, signal: moved.signal });
    });
    let [frames, still, place] = [0, 0, null];
    const look = () => {
      if (moved.signal.aborted) return;
      frames += 1;
      target.scrollIntoView();
      const { top } = target.getBoundingClientRect();
      still = top === place ? still + 1 : 0;
      place = top;
      if (still < 10 && frames < 200) requestAnimationFrame(look);
      else moved.abort();
    };
    look();
  }

  // Only a frame that scrolls needs a keyboard stop; in any other the head of the table may stay in sight. Looked at when it is
  // laid out, which for much of a long page is when it comes near.
  function frames() {
    const seen = new ResizeObserver((entries) => {
      new Set(entries.map(({ target }) => target.closest(".frame")).filter(Boolean)).forEach((frame) => {
        const scrolls = frame.scrollWidth > frame.clientWidth;
        if (scrolls) frame.tabIndex = 0;
        else frame.removeAttribute("tabindex");
        frame.classList.toggle("fits", !scrolls);
      });
    });
    all(".content .frame").forEach((frame) => [frame, frame.firstElementChild].forEach((one) => seen.observe(one)));
  }

  // A row shows the link to itself when it is pointed at or when something in it has the focus.
  function rows() {
    let link;
    const show = (event) => {
      const row = event.target.closest?.(".content tr[id]");
      if (!row || row.closest(MONTH) || row === link?.closest("tr")) return;
      link ??= Object.assign(document.createElement("a"), { className: "anchor row-link", textContent: "#" });
      link.href = `#${encodeURIComponent(row.id)}`;
      link.setAttribute("aria-label", `Link to the row ${row.cells[0].textContent.trim()}`);
      row.cells[0].append(" ", link);
    };
    addEventListener("pointerover", show, { passive: true });
    addEventListener("focusin", show);
  }

  // The parts of a table: rows under a heading, which is a row with bold words and gaps beside them, and totals, bold at the foot.
  function parts(table) {
    const rows = [...table.tBodies[0].rows];
    const bold = ({ cells: [cell] }) => cell.querySelector("strong")?.textContent.trim() === cell.textContent.trim();
    const gaps = (row) => [...row.cells].some((cell) => !cell.textContent.trim() && !cell.querySelector("svg"));
    const last = rows.findLastIndex((row) => !bold(row));
    const groups = [{ rows: [] }];
    rows.slice(0, last + 1 || rows.length).forEach((row) => {
      if (bold(row) && gaps(row)) groups.push({ head: row, rows: [] });
      else groups.at(-1).rows.push(row);
    });
    return { groups, totals: last < 0 ? [] : rows.slice(last + 1) };
  }

  // What can be filtered by, under the name it has in an address; a second column of a name is called name:2.
  const fields = new Map();

  function enter(name, control, apply) {
    let key = name.toLowerCase();
    for (let count = 2; fields.has(key); count += 1) key = `${name.toLowerCase()}:${count}`;
    fields.set(key, { control, apply });
  }

  function decoded(text) {
    try { return decodeURIComponent(text); } catch { return text; }
  }

  // What an address says behind #: name=value, joined by &.
  function pairs() {
    return location.hash.slice(1).split("&").filter((pair) => pair.includes("=")).map((pair) => {
      const [name, ...value] = pair.split("=");
      return { pair, name: decoded(name).toLowerCase(), value: decoded(value.join("=")) };
    });
  }

  // Filters as the address says; one that names no column is left alone, and so are all after a jump within the page.
  function recall() {
    const given = pairs().filter(({ name }) => fields.has(name));
    const isSet = [...fields.values()].some(({ control }) => control.value);
    if (!given.length && (!isSet || location.hash && !location.hash.includes("="))) return;
    fields.forEach(({ control }) => { control.value = ""; });
    given.forEach(({ name, value }) => {
      const { control } = fields.get(name);
      const same = (option) => option.value.toLowerCase() === value.toLowerCase();
      control.value = control.options ? [...control.options].find(same)?.value ?? "" : value;
    });
    new Set([...fields.values()].map(({ apply }) => apply)).forEach((apply) => apply());
    // Who opens a link to a filtered table came for it, and may not see that there is one.
    const [bar] = given.map(({ name }) => fields.get(name).control.closest(".filter"));
    if (bar && !scrollY && bar.getBoundingClientRect().bottom > innerHeight / 2) bar.scrollIntoView();
  }

  // The address says what is filtered by; what others wrote into it stays.
  function remember() {
    const kept = pairs().filter(({ name }) => !fields.has(name)).map(({ pair }) => pair);
    const set = [...fields].filter(([, { control }]) => control.value)
      .map(([name, { control }]) => `${encodeURIComponent(name)}=${encodeURIComponent(control.value)}`);
    const words = [...kept, ...set].join("&");
    if (!words && !location.hash.includes("=")) return;
    try {
      history.replaceState(null, "", location.href.split("#")[0] + (words && `#${words}`));
    } catch { /* Not for files, in some browsers. */ }
  }

  // A link to what is left out brings it back.
  function bringBack() {
    const target = document.getElementById(decoded(location.hash.slice(1)));
    if (!target?.closest(".content [hidden]")) return;
    fields.forEach(({ control, apply }) => {
      control.value = "";
      apply();
    });
    target.scrollIntoView();
  }

  // One filter for a long table; for a page whose tables are months of one list, one for all.
  function filters() {
    if (!document.body.matches(".of-calendar, .of-history")) {
      all(".content .long > table").forEach((table) => filterable([table]));
      return;
    }
    const tables = all(`.content > .frame > table:not(${MONTH})`).filter((table) => table.tHead);
    if (tables.length) filterable(tables, sections(tables));
  }

  // What stands under each heading of the page, down to the next of its level, where tables are among it.
  function sections(tables) {
    const open = [];
    const found = [];
    for (const element of document.querySelector(".content").children) {
      const level = Number(element.tagName.match(/^H([2-6])$/)?.[1] ?? 0);
      if (level) {
        while (open.at(-1)?.level >= level) open.pop();
        open.push({ level, elements: [] });
        found.push(open.at(-1));
      }
      open.forEach(({ elements }) => elements.push(element));
    }
    return found.map(({ elements }) => ({ elements, tables: tables.filter((table) => elements.includes(table.parentElement)) }))
      .filter((section) => section.tables.length);
  }

  // Months without a hit are left out while something is looked for, and the grids, which cannot be filtered.
  function leaveOut(months, searching) {
    const gone = new Set(all(MONTH).map((table) => table.parentElement));
    months.filter(({ tables }) => tables.every((table) => !table.querySelector("tbody tr:not([hidden])")))
      .forEach(({ elements }) => elements.forEach((element) => gone.add(element)));
    months.flatMap(({ elements }) => elements).forEach((element) => { element.hidden = searching && gone.has(element); });
  }

  // What a cell is chosen by: its states without their figures, or else its words.
  function chosenBy(cell) {
    const states = [...cell.querySelectorAll(".state")].map((state) => state.textContent.trim().replace(/^\d+(\.\d+)? (?!of )/, ""));
    return states[0] ? states : [cell.textContent.trim()];
  }

  // The names in a column that one may choose from: not of dates, figures or sentences, and not as many as there are rows. Where cells
  // list a few names in ever other ways, it is these.
  function names(rows, column) {
    const all = (cut) => new Set(rows.flatMap(({ said }) => (said[column] ?? []).flatMap(cut)));
    const cut = (text) => text.split(", ");
    const [whole, parts] = [all((text) => text), all(cut)];
    if (parts.size < whole.size) rows.forEach(({ said }) => { said[column] = said[column]?.flatMap(cut); });
    const values = [...(parts.size < whole.size ? parts : whole)].filter((value) => /\p{L}/u.test(value));
    const named = values.every((value) => value.length <= 32 && !/^\P{L}*\d/u.test(value));
    if (!named || values.length < 2 || values.length > Math.min(30, Math.max(8, rows.length / 2))) return [];
    return values.sort((a, b) => a.localeCompare(b, root.lang || "en", { numeric: true }));
  }

  // The groups of a table with what their rows say, by column, read before anything is added to them.
  function readTable(table) {
    const columns = [...table.tHead.rows[0].cells].map((head) => head.textContent.trim());
    const { groups, totals } = parts(table);
    const read = (head) => (row) => {
      const said = Object.fromEntries(columns.map((name, column) => [name, row.cells[column] && chosenBy(row.cells[column])]));
      const cells = [...row.cells].map((cell) => cell.textContent.trim());
      return { row, said, text: [head?.textContent, ...cells].join(" ").toLowerCase() };
    };
    return { columns, totals, groups: groups.map(({ head, rows }) => ({ head, rows: rows.map(read(head)) })) };
  }

  function clearing(clear) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "button clear", textContent: "Clear" });
    button.addEventListener("click", clear);
    return button;
  }

  // Below the head of the table, or below the bar where it is for several.
  function nothingFound(tables, bar, months, clear) {
    const words = ["Nothing matches. ", clearing(clear)];
    const place = document.createElement(months ? "p" : "tr");
    place.className = "nothing";
    place.hidden = true;
    if (months) {
      place.append(...words);
      bar.after(place);
    } else {
      const cell = place.insertCell();
      cell.colSpan = tables[0].tHead.rows[0].cells.length;
      cell.append(...words);
      tables[0].tBodies[0].prepend(place);
    }
    return place;
  }

  // Rows that hold some words, and in columns of a few names one of these.
  function filterable(tables, months) {
    const read = tables.map(readTable);
    const groups = read.flatMap((one) => one.groups);
    const totals = read.flatMap((one) => one.totals);
    const rows = groups.flatMap((group) => group.rows);
    const bar = document.createElement("div");
    bar.className = "filter";
    bar.setAttribute("role", "group");
    bar.setAttribute("aria-label", months ? "Filter of all tables of this page" : "Filter of the table below");
    const field = (label, control) => {
      const frame = document.createElement("label");
      const name = document.createElement("span");
      name.textContent = label;
      frame.append(name, control);
      bar.append(frame);
      enter(label, control, apply);
      return control;
    };
    const words = field("Filter", Object.assign(document.createElement("input"), { type: "search" }));
    const choices = [...new Set(read.flatMap((one) => one.columns))].filter(Boolean)
      .map((name) => ({ name, values: names(rows, name) }))
      .filter(({ values }) => values.length).slice(0, 4)
      .map(({ name, values }) => {
        const choice = document.createElement("select");
        choice.append(new Option("all", ""), ...values.map((value) => new Option(value, value)));
        return { name, choice: field(name, choice) };
      });
    const clear = () => {
      [words, ...choices.map(({ choice }) => choice)].forEach((control) => { control.value = ""; });
      apply();
      remember();
      words.focus();
    };
    const found = document.createElement("div");
    const count = document.createElement("p");
    const printed = Object.assign(document.createElement("p"), { className: "on-paper" });
    const button = clearing(clear);
    found.className = "found";
    count.setAttribute("aria-live", "polite");
    found.append(count, button);
    bar.append(found, printed);
    (months ? document.querySelector(".content > :is(h2, .frame)") : tables[0].parentElement).before(bar);
    if (months) bar.parentElement.classList.add("filtered");
    const nothing = nothingFound(tables, bar, months, clear);

    function apply() {
      const wanted = words.value.toLowerCase().split(/\s+/).filter(Boolean);
      const searching = wanted.length > 0 || choices.some(({ choice }) => choice.value);
      rows.forEach(({ row, said, text }) => {
        row.hidden = !(wanted.every((word) => text.includes(word))
          && choices.every(({ name, choice }) => !choice.value || said[name]?.includes(choice.value)));
      });
      // A heading stays with its rows; a total is the sum of all.
      groups.filter(({ head }) => head).forEach(({ head, rows }) => { head.hidden = searching && rows.every(({ row }) => row.hidden); });
      totals.forEach((row) => { row.hidden = searching; });
      const left = rows.filter(({ row }) => !row.hidden).length;
      count.textContent = searching ? `${left} of ${rows.length}` : "";
      const by = [words.value, ...choices.map(({ name, choice }) => choice.value && `${name}: ${choice.value}`)].filter(Boolean);
      printed.textContent = searching ? `Only ${left} of ${rows.length} rows: ${by.join("; ")}` : "";
      button.hidden = !searching;
      nothing.hidden = left > 0;
      if (months) leaveOut(months, searching);
    }
    bar.addEventListener("input", () => {
      apply();
      remember();
    });
    apply();
  }

  // Up, down, back to the order of the source; within each group, and totals stay at the foot.
  function sortable(table) {
    const body = table.tBodies[0];
    if (!table.tHead || body.rows.length < 5) return;
    const { groups, totals } = parts(table);
    const rows = groups.flatMap((group) => group.rows);
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, column) => {
      if (head.tagName !== "TH") return;
      const button = document.createElement("button");
      button.type = "button";
      button.className = "sort";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const was = head.getAttribute("aria-sort");
        const direction = !was ? "ascending" : was === "ascending" && "descending";
        heads.forEach((other) => other.removeAttribute("aria-sort"));
        if (direction) head.setAttribute("aria-sort", direction);
        const cells = rows.map((row) => row.cells[column]);
        const key = dated(cells) ? day : counted(cells) ? opening : meaning;
        const order = (list) => !direction ? list
          : [...list].sort((a, b) => compare(a.cells[column], b.cells[column], key, direction === "descending" ? -1 : 1));
        body.append(...groups.flatMap((group) => [group.head ?? [], order(group.rows)].flat()), ...totals);
      });
    });
  }

  const severity = ["bad", "act", "watch", "good"];

  // Where the state of a cell stands among these; behind them without one.
  function rank(cell) {
    const index = severity.findIndex((token) => cell.querySelector(`.state-${token}`));
    return index < 0 ? severity.length : index;
  }

  // The first day that a cell names, or null.
  function day(cell) {
    const found = cell.textContent.replace(/\s/g, " ").match(/(?<!\d)\d{1,2} \p{L}+ \d{4}(?!\d)/u);
    return found ? Date.parse(found[0] + " UTC") : null;
  }

  // A column of days is one where half of the cells that say something are short and name one.
  function dated(cells) {
    const saying = cells.map((cell) => cell.textContent).filter((text) => /[\p{L}\d]/u.test(text));
    return saying.every((text) => text.length < 60) && cells.filter((cell) => day(cell) !== null).length > saying.length / 2;
  }

  // The day, the figure or the share that the words of a cell open with, or null.
  function opening(cell) {
    const text = cell.textContent.trim().replace(/\s/g, " ").replace(/−/g, "-").replace(/(\d)[, ](?=\d{3}(?!\d))/g, "$1");
    const day = text.match(/^\d+ \p{L}+ \d{4}/u);
    if (day) return Date.parse(day[0] + " UTC");
    const number = text.match(/^[^\p{L}\d-]*(-?\d+(?:\.\d+)?)(?: of (\d+))?/u);
    return number ? number[1] / (Number(number[2]) || 1) : null;
  }

  // A column of states is one of figures where nearly all that say something open with one.
  function counted(cells) {
    const saying = cells.filter((cell) => /[\p{L}\d]/u.test(cell.textContent) && !(cell.querySelector(".state-unknown") && opening(cell) === null));
    return saying.some((cell) => cell.querySelector(".state")) && saying.filter((cell) => opening(cell) !== null).length >= saying.length * .8;
  }

  // What a cell is sorted by: a state's severity, a date, a figure or its words; null when it says nothing.
  function meaning(cell) {
    const text = cell.textContent.trim();
    if (cell.querySelector(".state")) return rank(cell) < severity.length ? rank(cell) : null;
    if (/^\d+\s\p{L}+\s\d{4}$/u.test(text)) return opening(cell);
    if (!/[\p{L}\d]/u.test(text)) return null;
    if (!cell.classList.contains("figure")) return text;
    const number = text.replace(/−/g, "-").replace(/(\d)[,\s](?=\d{3})/g, "$1").match(/-?\d+(\.\d+)?/);
    return number ? Number(number[0]) : null;
  }

  // Gaps stand last either way: unknown is neither best nor worst. Of equal figures the more severe is less.
  function compare(a, b, key, sign) {
    const [x, y] = [a, b].map(key);
    if (x === null || y === null) return (x === null) - (y === null);
    return sign * (typeof x === "number" && typeof y === "number"
      ? x - y || rank(a) - rank(b) : String(x).localeCompare(y, root.lang || "en", { numeric: true }));
  }
})();
