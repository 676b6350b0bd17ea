// Keeps a previewed page up to date. The server tells what changed; the page decides nothing by itself.
"use strict";
(() => {
  const script = document.currentScript;
  const query = new URLSearchParams({ page: location.pathname, tag: script.dataset.tag });
  const style = document.createElement("link");
  style.rel = "stylesheet";
  style.href = "/-/live.css";
  document.head.append(style);

  const make = (name, text, kind) => {
    const element = document.createElement(name);
    if (text !== undefined) element.textContent = text;
    if (kind) element.className = kind;
    return element;
  };
  let box;
  const clear = () => {
    if (box) box.remove();
    box = undefined;
  };
  const show = (title, parts, kind) => {
    clear();
    box = make("section", undefined, `alliance-live ${kind}`);
    box.setAttribute("role", kind === "alliance-mistakes" ? "alert" : "status");
    box.append(make("h2", title), ...parts);
    document.body.append(box);
  };
  const mistake = (one) => {
    const item = make("article");
    const place = one.line ? `${one.file}:${one.line}:${one.column}` : one.file;
    item.append(make("p", `${place}  ${one.code}`, "alliance-place"), make("p", one.message, "alliance-message"));
    if (one.excerpt) {
      const excerpt = make("pre");
      excerpt.append(make("span", `${one.line} | `, "alliance-number"), one.excerpt);
      excerpt.append(`\n${" ".repeat(String(one.line).length + 3 + Math.max(0, one.column - 1))}`);
      excerpt.append(make("span", "^".repeat(Math.max(1, one.length)), "alliance-caret"));
      item.append(excerpt);
    }
    if (one.help) item.append(make("p", one.help, "alliance-help"));
    return item;
  };

  let events;
  // The browser tries again by itself while the connection fails, but not after a refusal.
  const listen = () => {
    events = new EventSource(`/-/live?${query}`);
    events.addEventListener("open", () => {
      // What is still wrong is told again at once.
      clear();
    });
    events.addEventListener("error", () => {
      show("The preview has stopped", [make("p", "This page comes back by itself when it runs again.")], "alliance-stopped");
      if (events.readyState === EventSource.CLOSED) setTimeout(match, 1000);
    });
    // The browser keeps the place it is scrolled to over a reload.
    events.addEventListener("reload", () => location.reload());
    events.addEventListener("follow", (event) => {
      if (location.pathname !== event.data) location.assign(event.data);
    });
    events.addEventListener("style", (event) => {
      const [page, , parts] = query.get("tag").split(".");
      query.set("tag", [page, event.data, parts].join("."));
      for (const link of document.querySelectorAll("link[rel=stylesheet]:not([data-old])")) {
        const url = new URL(link.href);
        if (url.pathname === "/-/live.css") continue;
        const fresh = link.cloneNode();
        url.searchParams.set("v", event.data);
        fresh.href = url.href;
        // The old one holds until the new one is there, so nothing flickers.
        link.dataset.old = "";
        fresh.addEventListener("load", () => link.remove());
        link.after(fresh);
      }
    });
    events.addEventListener("mistakes", (event) => {
      const all = JSON.parse(event.data);
      const count = all.length === 1 ? "1 mistake" : `${all.length} mistakes`;
      show(`${count}; the page shows the site as it last was`, all.map(mistake), "alliance-mistakes");
    });
    events.addEventListener("sound", clear);
  };
  // A browser opens few connections to a server, so a page that nobody sees gives its own back. It is brought up to date when
  // it is seen again. Nor must a page that is left say that the preview has stopped.
  const match = () => {
    if (events) events.close();
    events = undefined;
    if (!document.hidden) listen();
  };
  match();
  document.addEventListener("visibilitychange", match);
  addEventListener("pagehide", () => events && events.close());
  addEventListener("pageshow", (event) => event.persisted && match());
})();
