// The site works without this file. It adds the choice of colours, the mark in the contents and sorting.
(() => {
  "use strict";
  const root = document.documentElement;
  const all = (selector) => [...document.querySelectorAll(selector)];

  // Colours: at once, while the page is still being read, so that nothing flashes.
  const themes = ["auto", "light", "dark"];
  let theme = "auto";
  // Where storage is refused (local files, private windows), the choice lasts for the page.
  try { theme = localStorage.getItem("alliance-theme"); } catch {}
  if (!themes.includes(theme)) theme = "auto";
  paint();

  function paint() {
    if (theme === "auto") delete root.dataset.theme;
    else root.dataset.theme = theme;
  }

  document.addEventListener("DOMContentLoaded", () => {
    themeButton();
    drawers();
    contents();
    all(".content table").forEach(sortable);
    frames();
    addEventListener("resize", frames);
  });

  function themeButton() {
    const button = document.querySelector(".theme");
    const say = () => { button.lastElementChild.textContent = theme[0].toUpperCase() + theme.slice(1); };
    button.addEventListener("click", () => {
      theme = themes[(themes.indexOf(theme) + 1) % themes.length];
      try { localStorage.setItem("alliance-theme", theme); } catch {}
      paint();
      say();
    });
    button.hidden = false;
    say();
  }

  // A drawer left open would lie above the page when the window grows, or after a jump within the page.
  function drawers() {
    const close = (drawer) => drawer?.hidePopover?.();
    const sidebar = document.getElementById("page-navigation");
    const list = document.getElementById("page-contents");
    for (const [drawer, width] of [[sidebar, 900], [list, 1200]]) {
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

  // Only a frame that scrolls needs a keyboard stop.
  function frames() {
    for (const frame of all(".content .frame")) {
      if (frame.scrollWidth > frame.clientWidth) frame.tabIndex = 0;
      else frame.removeAttribute("tabindex");
    }
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
