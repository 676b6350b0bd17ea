// Two to five vendors side by side, with weights to try.
(() => {
  "use strict";
  const { bands, rubrics, vendors, rivals } = JSON.parse(document.getElementById("page-data").textContent);

  // Nodes, never markup: texts may hold anything.
  const maker = (space) => (name, attributes, ...children) => {
    const made = document.createElementNS("http://www.w3.org/" + space, name);
    if (typeof attributes === "string") attributes = { class: attributes };
    for (const key in attributes) made.setAttribute(key, attributes[key]);
    made.append(...children);
    return made;
  };
  const html = maker("1999/xhtml");
  const svg = maker("2000/svg");
  // Lines keep their width however large they are drawn; the shapes of states do not.
  const path = (kind, d) => svg("path", { class: kind, d, "vector-effect": kind ? "non-scaling-stroke" : "none" });
  const drawing = (kind, size, ...paths) => svg("svg", { class: kind, viewBox: "0 0 " + size, "aria-hidden": true }, ...paths);
  const note = (text) => html("span", "note", text);
  const link = (to) => html("a", { href: to.href }, to.name ?? to.value);
  const percent = (share) => `${Math.round(share * 100)}\u00a0%`;

  // The style sheet keeps its place free until then.
  const root = html("div", "compare");
  const content = document.querySelector(".content");
  content.prepend(root);
  content.classList.add("compared");
  if (!vendors[1]) return;

  const published = rubrics.map((rubric) => rubric.weight * 100);
  const order = ranked(published).map((entry) => entry.vendor);
  let picked, weights, waiting, lost;
  read();

  function overall(vendor, by) {
    let sum = 0, total = 0;
    vendor.scores.forEach((score, index) => {
      if (score === null) return;
      sum += by[index] * score;
      total += by[index];
    });
    return total ? sum / total : null;
  }

  function ranked(by) {
    return vendors.map((vendor) => ({ vendor, score: overall(vendor, by) }))
      .sort((a, b) => Math.round(((b.score ?? -1) - (a.score ?? -1)) * 1e9));
  }

  function band(score) {
    return bands.find(([from]) => score + 1e-9 >= from);
  }

  // Never rounded into another band.
  function shown(score) {
    if (score === null) return "–";
    const near = ["round", "floor", "ceil"].map((to) => Math[to](score * 10) / 10);
    return (near.find((one) => band(one) === band(score)) ?? near[0]).toFixed(1);
  }

  function isBest(vendor, index) {
    const scores = picked.map((one) => one.scores[index]).filter((score) => score !== null);
    return scores.length > 1 && shown(vendor.scores[index]) === shown(Math.max(...scores));
  }

  function shares() {
    const total = weights.reduce((sum, one) => sum + one);
    return weights.map((one) => total && one / total);
  }

  function changed() {
    return shares().some((share, index) => Math.abs(share - rubrics[index].weight) > 1e-6);
  }

  // Sliders have whole points, published weights need not.
  function weight(index, points) {
    points = Math.round(points);
    return points >= 0 && points <= 100 && points !== Math.round(published[index]) ? points : published[index];
  }

  // Behind #, which also works from a disk.
  function read() {
    const words = new URLSearchParams(location.hash.slice(1));
    const list = (name) => (words.get(name) ?? "").split(",");
    const apart = (why, names) => names[0] ? `; ${why}: ${names.join(", ")}` : "";
    const known = [...new Set(list("vendors"))].map((id) => vendors.find((one) => one.id === id)).filter(Boolean);
    picked = known.slice(0, 5);
    lost = apart("not here", list("vendors").filter((id) => id && !vendors.some((one) => one.id === id)))
      + apart("left out", known.slice(5).map((one) => one.name));
    const active = order.filter((one) => one.line.endsWith(" active"));
    if (!picked[0]) picked = (active[1] ? active : order).slice(0, 3);
    const given = Object.fromEntries(list("weights").map((pair) => pair.split(":")));
    weights = rubrics.map((rubric, index) => weight(index, given[rubric.id]));
  }

  function address() {
    const pairs = rubrics.map((rubric, index) => `${rubric.id}:${Math.round(weights[index])}`);
    // What others wrote into it, the filters of the tables, stays.
    const others = location.hash.slice(1).split("&").filter((pair) => pair.includes("=") && !/^(vendors|weights)=/.test(pair));
    return "#" + [`vendors=${picked.map((one) => one.id)}`, ...(changed() ? [`weights=${pairs}`] : []), ...others].join("&");
  }

  function keep(said, way = "replaceState") {
    try { history[way](null, "", address()); } catch { /* Not for files, in some browsers. */ }
    say(said);
  }

  addEventListener("hashchange", () => {
    // A jump within the page is no choice.
    if (location.hash && !location.hash.includes("=")) return;
    read();
    draw();
    say();
  });

  function state(mark, word) {
    const [line, area = ""] = {
      good: ["M3 8.5l3.5 3.5L13 4.5"],
      watch: ["M8 2.5a5.5 5.5 0 0 1 0 11a5.5 5.5 0 0 1 0-11", "M8 2.5a5.5 5.5 0 0 0 0 11"],
      act: ["", "M8 2.5l6 11H2z"],
      bad: ["M3.5 3.5l9 9m0-9l-9 9"],
      unknown: ["M3 8h10"],
    }[mark];
    return html("span", "state state-" + mark, drawing("mark", "16 16", path("", line), path("", area)), word);
  }

  function standing(score) {
    const [, mark, word] = score === null ? [0, "unknown", "no score"] : band(score);
    return [html("span", "sum", shown(score)), " ", state(mark, word)];
  }

  const picks = html("div", "picks");
  const hint = html("p", { class: "hint", id: "pick-hint" });
  const figure = html("figure");
  const grid = html("table"); // the same one always: site.js watches its size
  const frame = html("div", "frame", grid);
  const sides = html("div", "sides", figure, frame);
  const sliders = html("div");
  const verdict = html("p", "verdict");
  const ranking = html("ol");
  const status = html("p", { class: "unseen", role: "status" });

  const boxes = vendors.map((vendor) => {
    const box = html("input", { type: "checkbox", "aria-describedby": hint.id });
    box.onchange = () => {
      picked = box.checked ? [...picked, vendor] : picked.filter((one) => one !== vendor);
      draw();
      keep(hint.textContent);
    };
    picks.append(html("label", "pick", box, vendor.name, " ", note(shown(overall(vendor, published)))));
    return box;
  });

  // Those who serve one capability or could take it over, at once; five at most, the best of them.
  const groups = rivals.map(([name, ids]) => {
    const all = order.filter((one) => ids.includes(one.id));
    const made = button(name, () => {
      picked = all.slice(0, 5);
      draw();
      if (all.length > 5) hint.textContent = `the best 5 of ${all.length} by the published weights; five at most`;
      keep(`${name}: ${hint.textContent}`);
    });
    made.setAttribute("aria-describedby", hint.id);
    return made;
  });

  const ranges = rubrics.map((rubric, index) => {
    const id = "weight-" + rubric.id;
    const range = html("input", { type: "range", id });
    const share = html("span", "share");
    range.oninput = () => {
      weights[index] = weight(index, range.value);
      drawWeights();
    };
    range.onchange = () => keep();
    sliders.append(html("div", "slider", html("label", { for: id }, rubric.name), share,
      html("span", "track", part("tick", rubric.weight), range), note("published " + percent(rubric.weight))));
    return [range, share];
  });

  const copy = button("Copy link", async () => {
    const text = location.href.split("#")[0] + address();
    try {
      await navigator.clipboard.writeText(text);
      say(copy.textContent = "Link copied");
    } catch {
      // No clipboard without a secure connection.
      prompt("Link to this comparison", text);
    }
  });

  sliders.append(html("p", "buttons", button("Back to the published weights", () => {
    if (!changed()) return;
    weights = [...published];
    drawWeights();
    // "Back" has the others again.
    keep(undefined, "pushState");
  }), copy));
  root.append(
    html("h2", {}, "Side by side"),
    html("fieldset", {}, html("legend", {}, "Vendors and their overall scores"), picks, hint),
    ...groups[0] ? [html("p", { class: "buttons", role: "group", "aria-label": "Who serves a capability or could take it over" }, "For", ...groups)] : [],
    sides,
    html("h2", {}, "Weights and ranking"),
    html("p", "lead", "Move a weight, and all are ranked again. Ticks mark what is published."),
    html("div", "weighing", sliders, html("div", {}, verdict, ranking)),
    status,
  );
  root.after(html("h2", {}, "All vendors"));
  draw();

  function button(text, act) {
    const made = html("button", "button", text);
    made.onclick = act;
    return made;
  }

  function part(kind, share) {
    const made = html("span", kind);
    made.style.setProperty("--at", share);
    return made;
  }

  function bar(score, ...more) {
    return html("span", "bar-track", part("bar-fill", score / 5), ...more);
  }

  function draw() {
    const count = picked.length;
    vendors.forEach((vendor, index) => {
      const box = boxes[index];
      box.checked = picked.includes(vendor);
      box.disabled = count > 4 && !box.checked;
    });
    hint.textContent = count + " picked, " + (count < 2 ? "two at least" : "five at most") + lost;
    lost = "";
    sides.hidden = !count;
    sides.style.setProperty("--vendors", count);
    const round = count < 4 && rubrics.length > 2;
    sides.classList.toggle("radar", round);
    grid.replaceChildren(...parts());
    figure.replaceChildren(html("div", { class: round ? "plot" : "strips", role: "img", "aria-label": "Scores, as in the table" },
      ...round ? radar() : strips()), html("figcaption", {}, finding()));
    drawWeights();
  }

  function parts() {
    const row = (head, cell, kind = "") => html("tr", kind, html("th", { scope: "row" }, ...head), ...picked.map((vendor) => html("td", {}, ...cell(vendor))));
    const group = (text) => html("tr", "group-row", html("th", { colspan: picked.length + 1 }, text));
    const labels = new Set(picked.flatMap((vendor) => vendor.figures.map((one) => one.label)));
    const [total, ...figures] = [...labels].map((label) => row([label], (vendor) => value(vendor.figures.find((one) => one.label === label))));
    const heads = picked.map((vendor, index) => html("th", { scope: "col" },
      drawing("key", "28 4", path("pen-" + index, "M0 2h28")), link(vendor), note(vendor.line)));
    // Few rows come first, so that none are sortable.
    return [
      html("thead", {}, html("tr", {}, html("td"), ...heads)),
      html("tbody", {}, total, row(["With the weights below"], () => [], "own"),
        ...picked.some((vendor) => vendor.barred[0]) ? [row(["No weight makes up for"], barred)] : []),
      html("tbody", {}, group("Rubrics, of 5"), ...rubrics.map((rubric, index) => row([link(rubric), note("weighs " + percent(rubric.weight))], (vendor) => score(vendor, index)))),
      html("tbody", {}, group("Where the partnership stands"), ...figures),
    ];
  }

  function score(vendor, index) {
    const text = shown(vendor.scores[index]);
    if (text === "–") return [state("unknown", "not scored")];
    return isBest(vendor, index) ? [html("strong", {}, text), " ", note("best")] : [text];
  }

  function value(one) {
    if (!one) return [state("unknown", "not recorded")];
    return [link(one), " ", note(one.note), " ", one.mark ? state(one.mark, one.word) : ""];
  }

  function barred(vendor) {
    return vendor.barred[0] ? [state("bad", "barred"), ...vendor.barred.map((why) => note(" " + why))] : ["–"];
  }

  function finding() {
    if (!picked[1]) return "";
    const leads = picked.map((vendor) => rubrics.filter((_, index) => isBest(vendor, index)).length);
    const most = Math.max(...leads);
    if (!most) return "No rubric is scored for two of them";
    const names = picked.filter((_, index) => leads[index] === most).map((one) => one.name);
    return `Highest in ${most} of ${rubrics.length} rubrics: ${names.join(", ")}`;
  }

  // Words beside the drawing wrap and keep their size.
  function radar() {
    const count = rubrics.length;
    const point = (axis, share) => ["sin", "cos"].map((to, down) => 50 + (50 - 100 * down) * share * Math[to](axis * 2 * Math.PI / count));
    const drawn = drawing("", "100 100");
    const labels = [];
    const line = (kind, ...points) => drawn.append(path(kind, "M" + points.join("L")));
    const write = (kind, text, axis, share) => {
      const [x, y] = point(axis, share);
      labels.push(html("span", kind, text));
      labels.at(-1).style.cssText = `left: ${x}%; top: ${y}%; translate: ${x - 100}% ${y - 100}%`;
    };
    for (const ring of [1, 2, 3, 4, 5]) {
      line("ring", ...rubrics.map((_, axis) => point(axis, ring / 5)), point(0, ring / 5));
      write("scale", ring, 0, ring / 5);
    }
    rubrics.forEach((rubric, axis) => {
      line("ring", [50, 50], point(axis, 1));
      write("", rubric.name, axis, 1.06);
    });
    const taken = [];
    picked.forEach(({ name, scores }, kind) => {
      const corners = scores.map((one, axis) => one !== null && point(axis, one / 5));
      // Where a score is missing, the line has a gap.
      drawn.append(path("pen-" + kind, [...corners, corners[0]].map((one, axis, all) => one ? (all[axis - 1] ? "L" : "M") + one + "h0" : "").join("")));
      // Names stand between axes, each where its shape has an edge.
      const ends = (slot) => [scores[slot], scores[(slot + 1) % count]];
      const slot = [0, count - 1, count >> 1, ...rubrics.keys()].find((one) => !taken.includes(one) && ends(one).every(Boolean));
      if (slot === undefined) return;
      taken.push(slot);
      const [a, b] = ends(slot);
      line("leader", point(slot + .5, (a + b) / 10 * Math.cos(Math.PI / count)), point(slot + .5, 1.04));
      write("name-" + kind, name, slot + .5, 1.08);
    });
    return [drawn, ...labels];
  }

  function strips() {
    return rubrics.map((rubric, index) => html("div", "strip", html("p", {}, rubric.name),
      ...picked.map((vendor) => html("div", {}, html(isBest(vendor, index) ? "strong" : "span", {}, vendor.name),
        bar(vendor.scores[index]), shown(vendor.scores[index])))));
  }

  function drawWeights() {
    shares().forEach((share, index) => {
      const [range, output] = ranges[index];
      range.value = weights[index];
      range.setAttribute("aria-valuetext", `${percent(share)}, published ${percent(rubrics[index].weight)}`);
      output.textContent = percent(share);
    });
    const own = changed();
    const some = weights.some(Boolean);
    copy.textContent = "Copy link";
    verdict.replaceChildren(...!some ? [state("unknown", "no ranking"), " Every weight is zero."]
      : own ? [state("watch", "your weights, not the published ones"), " Places count from the published order."]
        : [state("good", "the published weights"), " This is the published order."]);
    frame.querySelectorAll(".own td").forEach((cell, index) => cell.replaceChildren(...standing(overall(picked[index], weights))));
    ranking.replaceChildren(...ranked(weights).map(({ vendor, score }, place) => {
      const moved = order.indexOf(vendor) - place;
      return html("li", picked.includes(vendor) ? "picked" : "", html("span", "rank", score === null ? "–" : place + 1),
        link(vendor), bar(score, part("tick", overall(vendor, published) / 5)), ...standing(score),
        html("span", "move", own && some ? moved ? (moved > 0 ? "up " : "down ") + Math.abs(moved) : "same place" : ""),
        html("div", "why", ...vendor.barred[0] ? barred(vendor) : []));
    }));
  }

  // Not at every step of a slider.
  function say(text) {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      const top = ranked(weights).slice(0, 3).map(({ vendor, score }, place) => `${place + 1} ${vendor.name}, ${shown(score)}`);
      status.textContent = text ?? `${verdict.textContent} ${top.join("; ")}.`;
    }, 600);
  }
})();
