// The site works without this file. It adds searching, keys, the choice of colours, the mark in the contents,
// sorting, filters, and copying of code.
(() => {
  "use strict";
  const root = document.documentElement;
  const base = new URL(".", document.currentScript.src);
  const all = (selector) => [...document.querySelectorAll(selector)];

  // Where storage is refused (local files, private windows), a choice lasts for the page.
  const chosen = (name) => { try { return localStorage.getItem(`alliance-${name}`); } catch { return null; } };
  const choose = (name, value) => { try { localStorage.setItem(`alliance-${name}`, value); } catch {} };

  // Colours: at once, while the page is still being read, so that nothing flashes.
  const themes = ["auto", "light", "dark"];
  let theme = chosen("theme");
  if (!themes.includes(theme)) theme = "auto";
  paint();
  // What only works with this file is shown from the start or not at all, so that nothing moves.
  root.classList.add("scripted");

  function paint() {
    if (theme === "auto") delete root.dataset.theme;
    else root.dataset.theme = theme;
  }

  document.addEventListener("DOMContentLoaded", () => {
    themeButton();
    finding();
    keys();
    drawers();
    contents();
    all(".content table").forEach(sortable);
    all(".content .long > table").forEach(filterable);
    all(".content pre").forEach(copyable);
    rows();
    frames();
    addEventListener("resize", frames);
  });

  function themeButton() {
    const button = document.querySelector(".theme");
    const say = () => { button.lastElementChild.textContent = theme[0].toUpperCase() + theme.slice(1); };
    button.addEventListener("click", () => {
      theme = themes[(themes.indexOf(theme) + 1) % themes.length];
      choose("theme", theme);
      paint();
      say();
    });
    say();
  }

  // The search is loaded when it is first asked for, and opens by itself then.
  function find() {
    if (window.allianceFind) window.allianceFind();
    else if (!document.querySelector("script.find")) {
      const script = document.createElement("script");
      script.className = "find";
      script.src = new URL("find.js", base).href;
      document.head.append(script);
    }
  }

  function finding() {
    document.querySelector("button.search")?.addEventListener("click", find);
  }

  // Keys of one letter, which a reader who speaks to the computer or mistypes can switch off in the list of them.
  function keys() {
    const follow = (selector) => () => document.querySelector(selector)?.click();
    const list = [
      ["/", "Search", find],
      ["h", "Go to the front page", follow("a.brand")],
      ["p", "Previous page", follow(".onward .previous")],
      ["n", "Next page", follow(".onward .next")],
      ["t", "Change the theme", follow("button.theme")],
      ["?", "Show these keys", help],
    ];
    let on = chosen("keys") !== "off";
    let panel;
    function help() {
      if (!panel) {
        panel = document.createElement("dialog");
        panel.className = "keys";
        panel.setAttribute("aria-labelledby", "keys-title");
        const rows = list.map(([key, what]) => `<div><dt><kbd>${key}</kbd></dt><dd>${what}</dd></div>`).join("");
        panel.innerHTML = `<h2 id="keys-title">Keys</h2><dl>${rows}</dl><p><label><input type="checkbox"> Use keys of one letter</label></p>
          <form method="dialog"><button class="button">Close</button></form>`;
        const box = panel.querySelector("input");
        box.checked = on;
        box.addEventListener("change", () => choose("keys", (on = box.checked) ? "on" : "off"));
        document.body.append(panel);
      }
      panel.showModal();
    }
    document.querySelector(".keys-button")?.addEventListener("click", help);
    addEventListener("keydown", (event) => {
      if (event.defaultPrevented || event.altKey || document.querySelector("dialog[open]")) return;
      const letter = event.key.toLowerCase();
      if ((event.ctrlKey || event.metaKey) && letter === "k") {
        event.preventDefault();
        find();
        return;
      }
      if (!on || event.ctrlKey || event.metaKey || event.target.closest("input, textarea, select, [contenteditable]")) return;
      const wish = list.find(([key]) => key === letter);
      if (wish) {
        event.preventDefault();
        wish[2]();
      }
    });
  }

  // A drawer left open would lie above the page when the window grows, or after a jump within the page.
  function drawers() {
    const close = (drawer) => drawer?.hidePopover?.();
    const sidebar = document.getElementById("page-navigation");
    const list = document.getElementById("page-contents");
    for (const [drawer, width] of [[sidebar, 900], [list, 1360]]) {
      matchMedia(`(min-width: ${width}px)`).addEventListener("change", () => close(drawer));
    }
    list?.addEventListener("click", (event) => { if (event.target.closest("a")) close(list); });

    // The current page may be far down a long list; only the list scrolls to it, never the page.
    const current = sidebar.querySelector("[aria-current]");
    const reveal = () => {
      const below = current.getBoundingClientRect().bottom - sidebar.getBoundingClientRect().bottom;
      if (below > -48) sidebar.scrollTop += below + sidebar.clientHeight / 2;
    };
    if (!current) return;
    reveal();
    sidebar.addEventListener("toggle", reveal);
  }

  // Marks the section being read: the last heading above a line a quarter down the window.
  function contents() {
    const links = all(".contents a");
    const headings = links.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));
    let waiting = false;
    const mark = () => {
      waiting = false;
      // The last sections may be too short to get there.
      const end = scrollY > 0 && innerHeight + scrollY > root.scrollHeight - 2;
      const line = end ? innerHeight : innerHeight / 4;
      const here = Math.max(0, headings.findLastIndex((heading) => heading?.getBoundingClientRect().top < line));
      links.forEach((link, index) => {
        if (index === here) link.setAttribute("aria-current", "true");
        else link.removeAttribute("aria-current");
      });
    };
    mark();
    addEventListener("scroll", () => {
      if (!waiting) waiting = requestAnimationFrame(mark);
    }, { passive: true });
  }

  // Only a frame that scrolls needs a keyboard stop; in any other the head of the table may stay in sight.
  function frames() {
    for (const frame of all(".content .frame")) {
      frame.classList.remove("fits");
      const scrolls = frame.scrollWidth > frame.clientWidth;
      if (scrolls) frame.tabIndex = 0;
      else frame.removeAttribute("tabindex");
      frame.classList.toggle("fits", !scrolls);
    }
  }

  // A row shows the link to itself when it is pointed at or when something in it has the focus.
  function rows() {
    let link;
    const show = (event) => {
      const row = event.target.closest?.(".content tr[id]");
      if (!row || row === link?.closest("tr")) return;
      link ??= Object.assign(document.createElement("a"), { className: "anchor row-link", textContent: "#" });
      link.href = `#${encodeURIComponent(row.id)}`;
      link.setAttribute("aria-label", `Link to the row ${row.cells[0].textContent.trim()}`);
      row.cells[0].append(" ", link);
    };
    addEventListener("pointerover", show, { passive: true });
    addEventListener("focusin", show);
  }

  // Puts what a block of code holds into the clipboard.
  function copyable(block) {
    const frame = document.createElement("div");
    const button = document.createElement("button");
    frame.className = "code";
    button.type = "button";
    button.className = "button copy";
    button.textContent = "Copy";
    button.addEventListener("click", async () => {
      let copied = true;
      try {
        await navigator.clipboard.writeText(block.textContent);
      } catch {
        // Where the page may not write there, the text is marked, so that one key does it.
        getSelection().selectAllChildren(block);
        copied = false;
      }
      button.textContent = copied ? "Copied" : "Marked";
      setTimeout(() => { button.textContent = "Copy"; }, 2000);
    });
    block.before(frame);
    frame.append(block, button);
  }

  // Rows that hold some words, and in columns of a few values one of these.
  function filterable(table) {
    const rows = [...table.tBodies[0].rows];
    // Before anything is added to them.
    const cells = rows.map((row) => [...row.cells].map((cell) => cell.textContent.trim()));
    const text = cells.map((words) => words.join(" ").toLowerCase());
    const bar = document.createElement("div");
    bar.className = "filter";
    bar.setAttribute("role", "group");
    bar.setAttribute("aria-label", "Filter of the table below");
    const field = (label, control) => {
      const frame = document.createElement("label");
      const name = document.createElement("span");
      name.textContent = label;
      frame.append(name, control);
      bar.append(frame);
      return control;
    };
    const words = field("Filter", Object.assign(document.createElement("input"), { type: "search" }));
    const said = document.createElement("p");
    said.setAttribute("aria-live", "polite");
    const choices = [...table.tHead.rows[0].cells].map((head, column) => {
      const name = head.textContent.trim();
      const values = [...new Set(cells.map((words) => words[column]))].filter(Boolean);
      const few = values.length > 1 && values.length <= 8 && values.every((value) => value.length <= 28 && !/^[\d\s.,%–-]+$/.test(value));
      if (!name || !few) return null;
      const choice = document.createElement("select");
      choice.append(new Option("all", ""), ...values.sort((a, b) => a.localeCompare(b, root.lang || "en", { numeric: true })).map((value) => new Option(value, value)));
      return { column, name, choice };
    }).filter(Boolean).slice(0, 4);
    choices.forEach(({ name, choice }) => field(name, choice));
    const apply = () => {
      const wanted = words.value.toLowerCase().split(/\s+/).filter(Boolean);
      let left = 0;
      rows.forEach((row, index) => {
        const fits = wanted.every((word) => text[index].includes(word))
          && choices.every(({ column, choice }) => !choice.value || cells[index][column] === choice.value);
        row.hidden = !fits;
        left += fits;
      });
      said.textContent = left === rows.length ? "" : `${left} of ${rows.length} rows`;
    };
    bar.addEventListener("input", apply);
    bar.append(said);
    table.parentElement.before(bar);
    // A link to a row that is left out brings it back.
    addEventListener("hashchange", () => {
      let name = "";
      try { name = decodeURIComponent(location.hash.slice(1)); } catch { /* No address of ours. */ }
      const row = document.getElementById(name);
      if (row?.hidden && table.contains(row)) {
        bar.querySelectorAll("input, select").forEach((control) => { control.value = ""; });
        apply();
        row.scrollIntoView();
      }
    });
  }

  // Up, down, back to the order of the source. A total, set in bold, stays at the foot.
  function sortable(table) {
    const body = table.tBodies[0];
    const rows = [...body.rows];
    if (rows.length < 5) return;
    const totals = rows.filter((row) => row.querySelector("td:first-child > strong:only-child"));
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
        const order = rows.filter((row) => !totals.includes(row));
        if (direction) {
          head.setAttribute("aria-sort", direction);
          order.sort((a, b) => compare(a.cells[column], b.cells[column], direction === "descending" ? -1 : 1));
        }
        body.append(...order, ...totals);
      });
    });
  }

  const severity = ["bad", "act", "watch", "good"];

  // What a cell is sorted by: a state's severity, a date, a figure or its words; null when it says nothing.
  function key(cell) {
    const text = cell.textContent.trim();
    const state = cell.querySelector(".state");
    if (state) {
      const rank = severity.findIndex((token) => state.classList.contains("state-" + token));
      return rank < 0 ? null : rank;
    }
    if (/^\d+\s\p{L}+\s\d{4}$/u.test(text)) return Date.parse(text.replace(/\s/g, " ") + " UTC");
    if (!/[\p{L}\d]/u.test(text)) return null;
    if (!cell.classList.contains("figure")) return text;
    const number = text.replace(/−/g, "-").replace(/(\d)[,\s](?=\d{3})/g, "$1").match(/-?\d+(\.\d+)?/);
    return number ? Number(number[0]) : null;
  }

  // Gaps stand last either way: unknown is neither best nor worst.
  function compare(a, b, sign) {
    const [x, y] = [a, b].map(key);
    if (x === null || y === null) return (x === null) - (y === null);
    return sign * (typeof x === "number" && typeof y === "number"
      ? x - y : String(x).localeCompare(y, root.lang || "en", { numeric: true }));
  }
})();
