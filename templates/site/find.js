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
    const cut = MiniSearch.getDefault("tokenize");
    search = new MiniSearch({
      processTerm: folded,
      // What is written with a hyphen may be typed as one word.
      tokenize: (text) => [...cut(text), ...(text.match(/\p{L}+-\p{L}+/gu) ?? []).map((word) => word.replace("-", ""))],
      fields: ["title", "page", "heading", "text", "address"],
      searchOptions: {
        tokenize: (text) => cut(text),
        prefix: (term) => term.length > 2,
        fuzzy: (term) => (term.length > 3 ? 0.2 : false),
        boost: { title: 4, page: 2, heading: 3, address: 2 },
        boostDocument: (id) => {
          const [page, anchor] = sections[id];
          // A row says in short what a section or a page has in full.
          return (WEIGHT[pages[page][2]] ?? 1) * (!anchor ? 1.6 : anchor.startsWith("row:") ? 0.4 : 1);
        },
      },
    });
    // The last part of a page's address often has the short form of its title.
    await search.addAllAsync(sections.map(([page, anchor, heading, shown, others], id) => ({
      id, ...(anchor ? { page: pages[page][1] } : { title: pages[page][1], address: pages[page][0].split("/").at(-2) }),
      heading, text: `${shown} ${others}`,
    })), { chunkSize: 500 });
    show();
  })();
  ready.catch(() => { status.textContent = "What can be found could not be loaded."; });

  // Accents and the letters of other alphabets of Latin origin as they are typed without them.
  const PLAIN = { ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", ı: "i" };
  function folded(text) {
    const small = text.toLowerCase();
    return /^[ -~]*$/.test(small) ? small
      : small.normalize("NFD").replace(/\p{M}/gu, "").replace(/[ßæœøłđðþı]/g, (letter) => PLAIN[letter]);
  }

  // Every word must be there but those of one or two letters, of which a section has no more than its first and initials: they only
  // bring it forward. Two words beside each other may be one. Where nothing has them all, some of them.
  function found(query) {
    const words = query.split(/\s+/).filter(Boolean);
    const long = words.filter((word) => word.length > 2);
    const withAll = (queries) => (queries[0] ? search.search({ combineWith: "AND", queries }) : []);
    const joined = words.slice(1).map((word, index) => [...words.slice(0, index), words[index] + word, ...words.slice(index + 2)]);
    const together = joined.map((queries) => ({ combineWith: "AND", queries: queries.filter((word) => word.length > 2), fuzzy: 0.1 }));
    const all = words[0] ? search.search({ combineWith: "OR", queries: [{ combineWith: "AND", queries: long[0] ? long : words }, ...together] }) : [];
    const better = new Set(long[0] && long.length < words.length ? withAll(words).map(({ id }) => id) : []);
    // Several words as they were typed, among the first of a section, are what was looked for.
    const phrase = words[2] && folded(words.join(" "));
    const worth = ({ id, score }) => score * (better.has(id) ? 1.2 : 1) * (phrase && folded(sections[id][3]).includes(phrase) ? 4 : 1);
    const order = new Map(all.map((hit) => [hit, worth(hit)]));
    const results = all.length ? all.sort((a, b) => order.get(b) - order.get(a)) : search.search(query);
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

  // Whether a term was found for a word: it is the word, begins with it, or is spelt much like it.
  const near = (term, word) => term.startsWith(word) || term.startsWith(word.slice(0, 2)) && Math.abs(term.length - word.length) < 3;

  function marked(text, terms) {
    if (!terms.length) return [text];
    const escaped = terms.map((term) => term.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"));
    // A term is marked where a word begins. Parts come by threes: the text before, what the word begins after, the term.
    const parts = text.split(new RegExp(`(^|[^\\p{L}\\p{N}])(${escaped.join("|")})`, "giu"));
    return parts.map((part, index) => (index % 3 === 2 ? make("mark", {}, part) : part));
  }

  function entry({ id, terms, queryTerms }) {
    const [page, anchor, heading, shown, others] = sections[id];
    const [address, title, kind] = pages[page];
    const url = new URL(address + (location.protocol === "file:" ? "index.html" : ""), base);
    url.hash = anchor;
    const link = make("a", { href: url.href }, make("span", { class: "find-title" }, ...marked(heading ? `${title} › ${heading}` : title, terms)),
      make("span", { class: "find-kind" }, kind));
    // What was found further down is named behind the first words.
    const before = folded(`${title} ${heading} ${shown}`);
    const missing = queryTerms.filter((word) => !terms.some((term) => before.includes(term) && near(term, word)));
    const behind = folded(others);
    const further = new Set(missing.map((word) => terms.find((term) => !before.includes(term) && behind.includes(term) && near(term, word))).filter(Boolean));
    const named = [...further].flatMap((term) => [" … ", make("mark", {}, term)]);
    const first = named[0] ? shown.replace(/^(.{72}\S*).*/s, "$1") : shown + (others ? " …" : "");
    if (first || named[0]) link.append(make("span", { class: "find-text" }, ...marked(first, terms), ...named));
    return make("li", {}, link);
  }

  function show() {
    if (!search) return;
    const query = input.value.trim();
    const results = query ? found(query) : [];
    list.replaceChildren(...results.map(entry));
    dialog.classList.toggle("find-empty", !results.length);
    if (!query) status.textContent = `${pages.length} pages. Type to search; arrows and Enter to go.`;
    else if (!results.length) status.textContent = `Nothing has “${query}”. Try fewer words, or another one.`;
    else status.textContent = results.length === 1 ? "1 result" : `${results.length === MOST ? "The best " : ""}${results.length} results`;
  }

  const links = () => [...list.querySelectorAll("a")];
  dialog.addEventListener("keydown", (event) => {
    // In a field for searching, the key alone would empty the field first.
    if (event.key === "Escape") {
      event.preventDefault();
      dialog.close();
      return;
    }
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

  window.allianceFind = (words) => {
    if (dialog.open) return;
    dialog.showModal();
    if (words) input.value = words;
    else input.select();
    show();
  };
})();
