// The site works without this file. It adds searching, keys, the choice of colours, the mark in the contents, and copying of code.
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
    // Who comes by an old address is led on, to the same place of the page.
    const moved = document.querySelector("a.moved");
    if (moved) location.replace(moved.href + location.hash);
    // A page like this one, and that for an address that does not exist, has nothing but its words.
    if (!document.querySelector(".shell")) return;
    themeButton();
    finding();
    keys();
    drawers();
    contents();
    all(".content pre").forEach(copyable);
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

  // The search is loaded when it is first asked for, and opens by itself then, with what was typed meanwhile.
  let typed = null;
  function find() {
    if (window.allianceFind) window.allianceFind();
    else if (typed === null) {
      typed = "";
      const script = document.createElement("script");
      script.src = new URL("find.js", base).href;
      script.addEventListener("load", () => { window.allianceFind?.(typed); typed = null; });
      script.addEventListener("error", () => { typed = null; });
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
      if (typed !== null) {
        if (event.key === "Backspace") typed = typed.slice(0, -1);
        else if (event.key.length === 1 && !event.ctrlKey && !event.metaKey) typed += event.key;
        else return;
        event.preventDefault();
        return;
      }
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

  // A drawer left open would lie above the page when the window grows, or after a jump within the page. The style sheet has the
  // same widths.
  function drawers() {
    const close = (drawer) => drawer?.hidePopover?.();
    const sidebar = document.getElementById("page-navigation");
    const list = document.getElementById("page-contents");
    for (const [drawer, width] of [[sidebar, 1024], [list, 1360]]) {
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

})();
