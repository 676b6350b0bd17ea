// The built site in a real browser: `node site.mjs SITE CHROMIUM`. SITE is the folder of the site, which is opened from a disk and
// served from a folder of a web server.
// 1. Search, keys, navigation, filters and the page to compare vendors on, by keyboard alone.
// 2. No error in the console, no request to elsewhere.
import { pathToFileURL } from "node:url";
import puppeteer from "puppeteer-core";
import { serve } from "./serve.mjs";

const [, , folder, chromium] = process.argv;
const { base: served, close } = await serve(folder);
const origin = new URL(served).origin;

const browser = await puppeteer.launch({ executablePath: chromium, headless: true, args: ["--no-sandbox", "--disable-gpu", "--allow-file-access-from-files"] });
const problems = [];
const newPage = async () => {
  const page = await browser.newPage();
  page.on("pageerror", (error) => problems.push(`${page.url()}: ${error}`));
  page.on("console", (message) => ["error", "warn"].includes(message.type()) && problems.push(`${page.url()}: ${message.text()}`));
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(origin) && !url.startsWith("file:") && !url.startsWith("data:")) problems.push(`${page.url()} asks for ${url}`);
  });
  return page;
};
const expect = (what, holds) => {
  if (!holds) problems.push(`not so: ${what}`);
};

try {
  for (const base of [pathToFileURL(folder).href + "/", served]) {
    const from = base.startsWith("file:") ? "from a disk" : "from a folder of a server";
    const page = await newPage();
    await page.setViewport({ width: 1440, height: 900 });
    await page.goto(base.startsWith("file:") ? `${base}vendors/meridian/index.html` : `${base}vendors/meridian/`);
    // What is typed while the search is still being loaded is for the search, not for the page.
    const before = page.url();
    await page.keyboard.type("/the price");
    await page.waitForSelector("dialog.find[open]");
    expect(`what was typed at once is looked for, ${from}`, page.url() === before && await page.$eval(".find input", (input) => input.value) === "the price");
    await page.keyboard.press("Escape");
    expect("one key closes the search", !await page.$("dialog[open]"));
    await page.keyboard.press("/");
    await page.waitForSelector("dialog.find[open]");
    // Words of two letters may stand anywhere in a section, a row of a long table is found with its own address, and it does not matter
    // whether what has a hyphen is typed as one word or two, or in the short form that the address has.
    for (const [words, where] of [["and evaluate on the same", "exiting/exit-plan/"], ["certificate under ISO/IEC 27001 was not renewed", "#row:"], ["lockin", "rubrics/lock-in/"], ["bright forge", "vendors/brightforge/"], ["subprocesor", "clauses/subprocessors/"], ["sla", "sla-annex/"]]) {
      await page.$eval(".find input", (input) => input.select());
      await page.keyboard.type(words);
      await page.waitForSelector(".find-results a");
      const hits = await page.$$eval(".find-results a", (links) => links.slice(0, 8).map((link) => decodeURIComponent(link.href)));
      expect(`“${words}” leads to ${where}, ${from}: ${hits}`, hits.some((hit) => hit.includes(where)));
    }
    await page.$eval(".find input", (input) => input.select());
    await page.keyboard.type("oldgate notice");
    await page.waitForSelector(".find-results a");
    const section = await page.$eval(".find-results a", (link) => link.href);
    expect(`a vendor and a word lead to the vendor's page, ${from}: ${section}`, section.includes("vendors/oldgate/") && section.includes("#"));
    await page.$eval(".find input", (input) => input.select());
    await page.keyboard.type("trainning opt-out");
    await page.waitForSelector(".find-results a");
    await page.keyboard.press("ArrowDown");
    const [first] = await Promise.all([page.evaluate(() => document.activeElement.href)]);
    await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
    expect(`the best result for a mistyped word is its clause, ${from}: ${first}`, page.url() === first && first.includes("clauses/training-opt-out/"));
    await page.keyboard.press("?");
    await page.waitForSelector("dialog.keys[open]");
    await page.keyboard.press("Space");
    await page.keyboard.press("Escape");
    await page.keyboard.press("h");
    expect("a key that was switched off does nothing", page.url() === first);
    await page.evaluate(() => localStorage.clear());
    await page.reload();
    await Promise.all([page.waitForNavigation(), page.keyboard.press("h")]);
    expect(`h leads to the front page, ${from}`, await page.$("body.kind-home"));
    await page.keyboard.press("Tab");
    expect("the first stop is the way to the content", await page.evaluate(() => document.activeElement.classList.contains("skip")));
    await page.keyboard.press("Enter");
    expect("which leads there", await page.evaluate(() => document.activeElement.id === "page-main"));
    await page.waitForSelector("html.ready");
    await page.focus("th .sort");
    await page.keyboard.press("Enter");
    expect("a table is sorted by a key", await page.evaluate(() => document.activeElement.closest("th").getAttribute("aria-sort") === "ascending"));

    // A drawer closes when the window grows and shows the navigation beside the page.
    await page.setViewport({ width: 980, height: 900 });
    await page.click(".menu");
    await page.waitForSelector(".sidebar:popover-open");
    await page.setViewport({ width: 1000, height: 900 });
    expect("an open drawer stays while it is one", await page.$(".sidebar:popover-open"));
    await page.setViewport({ width: 1100, height: 900 });
    await page.waitForFunction(() => !document.querySelector(".sidebar:popover-open"), { timeout: 2000 }).catch(() => {});
    expect("and closes beside a page as wide as before", await page.evaluate(() => !document.querySelector(".sidebar:popover-open") && document.querySelector("main").offsetWidth > 600));
    await page.setViewport({ width: 1440, height: 900 });

    // Filters and rows of a table.
    const open = async (address) => {
      const [path, hash = ""] = address.split("#");
      await page.goto("about:blank");
      await page.goto(base + path + (base.startsWith("file:") ? "index.html" : "") + (hash && `#${hash}`));
      await page.waitForSelector("html.ready");
    };
    await open("clauses/");
    await page.focus(".filter input");
    await page.keyboard.type("training");
    const left = () => page.$$eval(".content tbody tr:not([hidden])", (rows) => rows.length);
    const some = await left();
    expect(`a filter leaves some rows (${some})`, some > 0 && some < 20);
    await page.keyboard.press("Tab");
    await page.keyboard.type("own");
    expect("a choice leaves fewer", await left() < some);
    // By tier, topic and status at once; a tier counts for whichever class of vendors it holds.
    const kept = (texts, holds) => page.$$eval(".content tbody tr:not([hidden])", (rows, column, words) => rows.length > 0 && rows.every((row) => row.cells[column].innerText.includes(words)), texts, holds);
    await page.goto(page.url().split("#")[0] + "#topic=exit&tier=must&where%20vendors%20stand=open");
    await page.waitForFunction(() => document.querySelectorAll(".content tbody tr:not([hidden])").length < 9);
    expect("clauses are chosen by topic, tier and status", await kept(1, "exit") && await kept(2, "must") && await kept(6, "open"));
    const printed = await page.$eval(".filter .on-paper", (words) => words.textContent);
    expect(`paper says what is left out: ${printed}`, /^Only \d of 47 rows: Topic: exit; Tier: must; Where vendors stand: open$/.test(printed));
    await page.evaluate(() => { location.hash = ""; });
    await page.waitForFunction(() => !document.querySelector(".content tbody tr[hidden]:not(.nothing)"));
    await page.goto(page.url().split("#")[0] + "#topic=exit");
    await page.waitForFunction(() => document.querySelector(".content tbody tr[hidden]:not(.nothing)"));
    await page.focus(".content tbody tr:not([hidden]) a");
    await page.keyboard.press("Tab");
    expect("a row has a link to itself", await page.evaluate(() => document.activeElement.matches(".row-link") && decodeURIComponent(document.activeElement.hash).startsWith("#row:")));

    // A row that is linked to stands below the head of its table.
    await open("findings/");
    const row = await page.$$eval(".content tbody tr", (rows) => rows[40].id);
    await page.evaluate((id) => { location.hash = `#${id}`; }, row);
    const [top, head] = await page.evaluate((id) => [document.getElementById(id).getBoundingClientRect().top, document.querySelector(".content thead th").getBoundingClientRect().bottom], row);
    expect(`a row is not hidden by the head above it (${top}, ${head})`, top >= head - 1 && top < head + 80);

    // Nor where the address of a row is opened, before there are heads that stay, filters above, and rows above that were laid out.
    for (const [width, addresses] of [[1440, ["clauses/", "findings/", "vendors/"]], [1100, ["clauses/", "rules/"]], [768, ["findings/"]], [390, ["clauses/", "vendors/meridian/"]]]) {
      await page.setViewport({ width, height: 900 });
      for (const address of addresses) {
        await open(address);
        const ids = await page.$$eval(".content tr[id]", (rows) => rows.filter((row) => row.checkVisibility()).map((row) => row.id).filter((_, index, all) => index % Math.ceil(all.length / 6) === 3));
        const missed = [];
        for (const id of ids) {
          await open(`${address}#${encodeURIComponent(id)}`);
          const place = await page.evaluate((id) => new Promise((done) => {
            const row = document.getElementById(id);
            let [last, still] = [scrollY, 0];
            const look = () => {
              still = scrollY === last ? still + 1 : 0;
              last = scrollY;
              if (still < 10) return requestAnimationFrame(look);
              // Heads and bars that stay in sight, above the row.
              const above = [...document.querySelectorAll(".bar, .brief"), ...row.closest("table").tHead?.rows ?? []].filter((one) => one.checkVisibility() && ["fixed", "sticky"].includes(getComputedStyle(one.matches("tr") ? one.cells[0] : one).position));
              const { top, bottom } = row.getBoundingClientRect();
              const free = Math.max(...above.map((one) => (one.matches("tr") ? one.cells[0] : one).getBoundingClientRect().bottom));
              const atEnd = scrollY > document.documentElement.scrollHeight - innerHeight - 2;
              done(top >= free - 1 && (top < free + 130 || atEnd) && top < innerHeight - 20 ? "" : `${id}: ${Math.round(top)} to ${Math.round(bottom)}, free from ${Math.round(free)}`);
            };
            look();
          }), id);
          if (place) missed.push(place);
        }
        expect(`at ${width} px, ${from}, ${address} opens at the row that is asked for (${missed.length} of ${ids.length} not: ${missed})`, ids.length > 3 && !missed.length);
      }
    }
    await page.setViewport({ width: 1440, height: 900 });

    // Days are sorted as days, wherever in the cell they stand.
    await open("");
    const days = (table) => page.evaluate((name) => {
      const head = [...document.querySelectorAll(".content th")].find((one) => one.textContent.startsWith(name));
      head.querySelector("button").click();
      const rows = [...head.closest("table").tBodies[0].rows];
      return rows.map((row) => (row.cells[head.cellIndex]?.textContent ?? "").replace(/\s/g, " ").match(/\d+ \w+ \d{4}/)?.[0]).filter(Boolean).map((day) => Date.parse(day));
    }, table);
    const sorted = await days("Notice by");
    expect(`days are in order (${sorted.length})`, sorted.length > 5 && sorted.every((day, index) => !index || day >= sorted[index - 1]));

    // An old address keeps what stands behind #.
    await page.goto(`${base}contracting/preparation/${base.startsWith("file:") ? "index.html" : ""}#who-prepares-what`);
    await page.waitForSelector("main h2");
    expect(`an old address leads to the same place: ${page.url()}`, page.url().includes("before-the-negotiation/") && page.url().endsWith("#who-prepares-what"));

    // Vendors side by side, with other weights.
    await open("compare/#vendors=sundial-labs,meridian,nobody");
    expect("who has no score may be picked, and who is not here is named", await page.$$eval(".picks input:checked", (boxes) => boxes.length) === 2
      && (await page.$eval("#pick-hint", (hint) => hint.textContent)).includes("nobody"));
    const ids = await page.evaluate(() => JSON.parse(document.getElementById("page-data").textContent).vendors);
    const bare = ids.find((one) => one.scores.every((score) => score === null));
    const scored = ids.find((one) => one.scores.every((score) => score !== null));
    await open(`compare/#vendors=${bare.id},${scored.id}`);
    expect("nobody is the highest where only one has scores", (await page.$eval(".compare figcaption", (words) => words.textContent)).startsWith("No rubric"));
    await open(`compare/#vendors=${ids.slice(0, 6).map((one) => one.id)}`);
    expect("who is one too many is named", (await page.$eval("#pick-hint", (hint) => hint.textContent)).includes(ids[5].name));
    await open("compare/");
    await page.waitForSelector(".picks input");
    const ranking = () => page.$eval(".compare ol", (list) => list.innerText);
    const published = await ranking();
    await page.focus(".slider input");
    for (let step = 0; step < 10; step += 1) await page.keyboard.press("ArrowRight");
    await page.keyboard.press("End");
    expect("a weight ranks all again", await ranking() !== published);
    const [address, changed] = [page.url(), await ranking()];
    expect(`the address holds the weights: ${address}`, address.includes("weights="));
    await page.reload();
    await page.waitForSelector(".picks input");
    expect("and brings them back", await ranking() === changed);
    await page.focus(".picks input:not(:checked)");
    await page.keyboard.press("Space");
    expect("a vendor is picked by a key", await page.$$eval(".picks input:checked", (boxes) => boxes.length) === 4);
    await page.evaluate(() => [...document.querySelectorAll(".compare button")].find((one) => one.textContent.startsWith("Back")).focus());
    await page.keyboard.press("Enter");
    expect("the published weights come back", await ranking() === published);
    const rivals = await page.$$('.compare [role="group"] button');
    const served = await page.$eval("#page-data", (data) => JSON.parse(data.textContent).rivals.map(([, ids]) => ids.length));
    for (const [index, button] of rivals.entries()) {
      await button.focus();
      await page.keyboard.press("Enter");
      const [boxes, hint] = await page.evaluate(() => [document.querySelectorAll(".picks input:checked").length, document.getElementById(document.activeElement.getAttribute("aria-describedby")).textContent]);
      const all = served[index];
      expect(`rivals are picked, and it is said who is left out (${boxes} of ${all}: ${hint})`, boxes === Math.min(all, 5) && (all <= 5 || hint.includes(`5 of ${all}`)));
    }
    expect(`some capabilities have rivals (${rivals.length})`, rivals.length > 2);

    // On a phone, each cell of a card stands beside the name of its column.
    await page.setViewport({ width: 320, height: 800 });
    for (const address of ["compare/", "clauses/", "calendar/", "vendors/meridian/", "findings/"]) {
      await open(address);
      const cards = await page.$$eval(".cards td[data-head]", (cells) => cells.filter((cell) => cell.checkVisibility()).map((cell) => {
        const name = getComputedStyle(cell, "::before");
        const room = parseFloat(getComputedStyle(cell).paddingLeft);
        return [cell.dataset.head, room + parseFloat(name.marginLeft) > -1 && room >= parseFloat(name.width) - 1];
      }));
      const hidden = cards.filter(([, seen]) => !seen).map(([name]) => name);
      expect(`${address}: every cell of a card is named (${cards.length} cells; not: ${hidden.slice(0, 5)})`, cards.length > 0 && !hidden.length);
    }
    await page.close();
    console.log(`by keyboard, ${from}: seen`);
  }
} finally {
  await browser.close();
  close();
}
if (problems.length) {
  console.error(problems.join("\n"));
  process.exit(1);
}
