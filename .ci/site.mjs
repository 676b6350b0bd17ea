// The built site in a real browser: `node site.mjs SITE CHROMIUM`. SITE is the folder of the site, which is opened from a disk and
// served from a folder of a web server.
// 1. Search, keys, navigation, filters and the page to compare vendors on, by keyboard alone.
// 2. axe-core on one page of each kind: light and dark, three widths, twice as large, in forced colours.
// 3. No error in the console, no request to elsewhere.
import fs from "node:fs";
import http from "node:http";
import path from "node:path";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import puppeteer from "puppeteer-core";

const [, , folder, chromium] = process.argv;
const axe = fs.readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TYPES = { ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".png": "image/png", ".pdf": "application/pdf" };
const PREFIX = "/some/where/";
const server = http.createServer((request, response) => {
  const name = decodeURIComponent(request.url.split("?")[0]);
  let file = name.startsWith(PREFIX) ? path.join(folder, name.slice(PREFIX.length)) : "";
  if (file && fs.existsSync(file) && fs.statSync(file).isDirectory()) file = path.join(file, "index.html");
  if (!file || !fs.existsSync(file)) { response.writeHead(404).end(); return; }
  response.writeHead(200, { "Content-Type": TYPES[path.extname(file)] ?? "application/octet-stream" }).end(fs.readFileSync(file));
});
await new Promise((done) => server.listen(0, "127.0.0.1", done));
const origin = `http://127.0.0.1:${server.address().port}`;

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
  for (const base of [pathToFileURL(folder).href + "/", origin + PREFIX]) {
    const from = base.startsWith("file:") ? "from a disk" : "from a folder of a server";
    const page = await newPage();
    await page.setViewport({ width: 1440, height: 900 });
    await page.goto(base.startsWith("file:") ? `${base}vendors/meridian/index.html` : `${base}vendors/meridian/`);
    await page.keyboard.press("/");
    await page.waitForSelector("dialog.find[open]");
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
    await page.focus("th .sort");
    await page.keyboard.press("Enter");
    expect("a table is sorted by a key", await page.evaluate(() => document.activeElement.closest("th").getAttribute("aria-sort") === "ascending"));

    // Filters and rows of a table.
    const open = (address) => page.goto(base.startsWith("file:") ? `${base}${address}index.html` : base + address);
    await open("clauses/");
    await page.focus(".filter input");
    await page.keyboard.type("training");
    const left = () => page.$$eval(".content tbody tr:not([hidden])", (rows) => rows.length);
    const some = await left();
    expect(`a filter leaves some rows (${some})`, some > 0 && some < 20);
    await page.keyboard.press("Tab");
    await page.keyboard.type("own");
    expect("a choice leaves fewer", await left() < some);
    await page.focus(".content tbody tr:not([hidden]) a");
    await page.keyboard.press("Tab");
    expect("a row has a link to itself", await page.evaluate(() => document.activeElement.matches(".row-link") && decodeURIComponent(document.activeElement.hash).startsWith("#row:")));

    // Vendors side by side, with other weights.
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
    await page.close();
    console.log(`by keyboard, ${from}: seen`);
  }

  const KINDS = ["", "vendors/meridian/", "vendors/meridian/contract-checklist/", "clauses/", "clauses/training-opt-out/", "rubrics/scalability/", "kpis/", "audit/", "contracting/positions-and-standings/", "dependence-map/", "compare/", "vendors/meridian/derivations/", "findings/", "history/", "tags/"];
  const LOOKS = [
    ["light, 1440", { width: 1440, height: 900 }, []],
    ["dark, 1440", { width: 1440, height: 900 }, [{ name: "prefers-color-scheme", value: "dark" }]],
    ["light, 768", { width: 768, height: 1024 }, []],
    ["dark, 320", { width: 320, height: 640 }, [{ name: "prefers-color-scheme", value: "dark" }]],
    ["twice as large", { width: 720, height: 450, deviceScaleFactor: 2 }, []],
    ["forced colours", { width: 1440, height: 900 }, [{ name: "forced-colors", value: "active" }]],
  ];
  let runs = 0;
  const page = await newPage();
  const session = await page.createCDPSession();
  for (const [index, [look, viewport, features]] of LOOKS.entries()) {
    await page.setViewport(viewport);
    await session.send("Emulation.setEmulatedMedia", { features });
    // Every kind on a wide light page and on a narrow dark one; each of the other looks on half of them, in turn.
    for (const address of KINDS.filter((_, kind) => index === 0 || index === 3 || (kind + index) % 2 === 0)) {
      await page.goto(origin + PREFIX + address, { waitUntil: "load" });
      await page.evaluate(axe);
      const { violations } = await page.evaluate(() => window.axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
      for (const violation of violations) {
        const where = violation.nodes.slice(0, 3).map((node) => `${node.target.join(" ")}  ${node.html.slice(0, 120)}  ${node.any.concat(node.all)[0]?.message ?? ""}`);
        problems.push(`${look}, /${address}: ${violation.id}: ${violation.help}\n    ${where.join("\n    ")}`);
      }
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      expect(`${look}, /${address} is no wider than the window (${wide} px)`, wide <= 0);
      runs += 1;
    }
  }
  console.log(`${runs} pages looked at with axe-core`);
} finally {
  await browser.close();
  server.close();
}
if (problems.length) {
  console.error(problems.join("\n"));
  process.exit(1);
}
