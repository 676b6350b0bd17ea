// Searching: loaded with its library and all that can be found when a reader first asks for it. Works from a disk.
(() => {
  "use strict";
  const base = new URL(".", document.currentScript.src);
  const MOST = 24;
  const MOST_OF_A_PAGE = 3;
  // What a reader is more likely to look for.
  const WEIGHT = { Vendor: 1.5, Portfolio: 1.3, Playbook: 1.2, Clause: 1.1, Rubric: 1.1, Document: 0.7, Derivation: 0.25 };

  const make = (name, attributes = {}, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  };
  const input = make("input", {
    type: "search", "aria-label": "Search the playbook", placeholder: "Search the playbook", autocomplete: "off", spellcheck: "false", enterkeyhint: "go",
  });
  const status = make("p", { class: "find-status", role: "status" }, "Loading what can be found …");
  const list = make("ul", { class: "find-results" });
  const close = make("button", { type: "button", class: "button" }, "Close");
  const dialog = make("dialog", { class: "find", "aria-label": "Search" }, make("div", { class: "find-head" }, input, close), status, list);
  document.body.append(dialog);

  let pages = [];
  let sections = [];
  let search;
  const load = (name) => new Promise((resolve, reject) => {
    const script = make("script", { src: new URL(name, base).href });
    script.addEventListener("load", resolve);
    script.addEventListener("error", () => reject(new Error(name)));
    document.head.append(script);
  });
  const ready = (async () => {
    window.allianceSearch = (index) => ({ pages, sections } = index);
    await Promise.all([load("minisearch.js"), load("search.js")]);
    search = new MiniSearch({
      fields: ["title", "page", "heading", "text"],
      searchOptions: {
        prefix: (term) => term.length > 2,
        fuzzy: (term) => (term.length > 3 ? 0.2 : false),
        boost: { title: 4, page: 2, heading: 3 },
        boostDocument: (id) => {
          const [page, anchor] = sections[id];
          return (WEIGHT[pages[page][2]] ?? 1) * (anchor ? 1 : 1.6);
        },
      },
    });
    await search.addAllAsync(sections.map(([page, anchor, heading, shown, others], id) => ({
      id, [anchor ? "page" : "title"]: pages[page][1], heading, text: `${shown} ${others}`,
    })), { chunkSize: 500 });
    show();
  })();
  ready.catch(() => { status.textContent = "What can be found could not be loaded."; });

  // Every word must be there; where nothing has them all, some of them.
  function found(query) {
    const all = search.search(query, { combineWith: "AND" });
    const results = all.length ? all : search.search(query);
    const seen = new Map();
    // A page's title finds its first section; the others it finds together with words of their own.
    const own = ({ match }) => Object.values(match).some((fields) => fields.some((field) => field !== "page"));
    return results.filter(own).filter(({ id }) => {
      const page = sections[id][0];
      seen.set(page, (seen.get(page) ?? 0) + 1);
      // Each figure of a derivation stands on the pages before it; one way there is enough.
      return seen.get(page) <= (pages[page][2] === "Derivation" ? 1 : MOST_OF_A_PAGE);
    }).slice(0, MOST);
  }

  function marked(text, terms) {
    if (!terms.length) return [text];
    const escaped = terms.map((term) => term.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"));
    // A term is marked where a word begins. Parts come by threes: the text before, what the word begins after, the term.
    const parts = text.split(new RegExp(`(^|[^\\p{L}\\p{N}])(${escaped.join("|")})`, "giu"));
    return parts.map((part, index) => (index % 3 === 2 ? make("mark", {}, part) : part));
  }

  function entry({ id, terms }) {
    const [page, anchor, heading, shown] = sections[id];
    const [address, title, kind] = pages[page];
    const url = new URL(address + (location.protocol === "file:" ? "index.html" : ""), base);
    url.hash = anchor;
    const link = make("a", { href: url.href }, make("span", { class: "find-title" }, ...marked(heading ? `${title} › ${heading}` : title, terms)),
      make("span", { class: "find-kind" }, kind));
    if (shown) link.append(make("span", { class: "find-text" }, ...marked(shown, terms)));
    return make("li", {}, link);
  }

  function show() {
    if (!search) return;
    const query = input.value.trim();
    const results = query ? found(query) : [];
    list.replaceChildren(...results.map(entry));
    dialog.classList.toggle("find-empty", !results.length);
    if (!query) status.textContent = `${pages.length} pages. Type to search; arrows and Enter to go.`;
    else if (!results.length) status.textContent = `Nothing has “${query}”.`;
    else status.textContent = results.length === 1 ? "1 result" : `${results.length === MOST ? "The best " : ""}${results.length} results`;
  }

  const links = () => [...list.querySelectorAll("a")];
  dialog.addEventListener("keydown", (event) => {
    const all = links();
    const here = all.indexOf(document.activeElement);
    const go = { ArrowDown: here + 1, ArrowUp: here - 1, Home: here < 0 ? undefined : 0, End: here < 0 ? undefined : all.length - 1 }[event.key];
    if (go !== undefined && all.length) {
      event.preventDefault();
      (all[Math.min(go, all.length - 1)] ?? input).focus();
    } else if (event.key === "Enter" && document.activeElement === input && all.length) {
      event.preventDefault();
      all[0].click();
    } else if (event.key.length === 1 && here >= 0 && !event.ctrlKey && !event.metaKey && !event.altKey) {
      input.focus();
    }
  });
  input.addEventListener("input", show);
  close.addEventListener("click", () => dialog.close());
  // A click beside the dialog, and a jump within the page.
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog || event.target.closest("a")) dialog.close();
  });

  window.allianceFind = () => {
    if (dialog.open) return;
    dialog.showModal();
    input.select();
    show();
  };
  window.allianceFind();
})();
