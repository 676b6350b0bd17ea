// Pages of the built site in a real browser with axe-core: `node axe.mjs SITE CHROMIUM [all]`. SITE is the folder of the site.
// 1. One page of each kind, light and wide, dark and narrow, and in half of six more looks, by turns; with `all`, every page in all
//    eight looks, which takes an hour.
// 2. No page is wider than its window, and no chart than a telephone; none writes an error to the console or asks for anything from elsewhere.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { createRequire } from "node:module";
import puppeteer from "puppeteer-core";
import { serve } from "./serve.mjs";

const [, , folder, chromium, all] = process.argv;
const axe = fs.readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const DARK = [{ name: "prefers-color-scheme", value: "dark" }];
const LOOKS = [
  ["light, 1440", { width: 1440, height: 900 }, []],
  ["dark, 320", { width: 320, height: 640 }, DARK],
  ["dark, 1440", { width: 1440, height: 900 }, DARK],
  ["forced colours", { width: 1440, height: 900 }, [{ name: "forced-colors", value: "active" }]],
  ["light, 768", { width: 768, height: 1024 }, []],
  ["dark, 768", { width: 768, height: 1024 }, DARK],
  ["twice as large", { width: 720, height: 450, deviceScaleFactor: 2 }, []],
  ["light, 320", { width: 320, height: 640 }, []],
];

const { base, close } = await serve(folder);
const origin = new URL(base).origin;
const KINDS = ["", "vendors/meridian/", "vendors/meridian/contract-checklist/", "clauses/", "clauses/training-opt-out/", "rubrics/scalability/", "kpis/", "audit/", "audit-summary/", "calendar/", "contracting/positions-and-standings/", "dependence-map/", "compare/", "vendors/meridian/derivations/", "findings/", "history/", "tags/"];
// What only sends the reader on has no look of its own.
const everything = () =>
  fs.readdirSync(folder, { recursive: true })
    .filter((name) => path.basename(name) === "index.html" && !fs.readFileSync(path.join(folder, name), "utf8").includes('http-equiv="refresh"'))
    .map((name) => name.split(path.sep).join("/").slice(0, -"index.html".length));
const pages = all ? everything() : KINDS;
const problems = [];
let looked = 0;
let runs = 0;

async function look(page, session, address) {
  await page.goto(base + address, { waitUntil: "load" });
  looked += 1;
  await page.evaluate(axe);
  // A colour on its way to another is neither, and what is not laid out yet is not looked at.
  await page.addStyleTag({ content: "*, ::before, ::after { transition: none !important; animation: none !important; content-visibility: visible !important; }" });
  const turn = looked;
  const due = (index) => all || index < 2 || (index + turn) % 2 === 0;
  for (const [index, [name, viewport, features]] of LOOKS.entries()) {
    if (!due(index)) continue;
    await page.setViewport(viewport);
    await session.send("Emulation.setEmulatedMedia", { features });
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (wide > 0) problems.push(`${name}, /${address}: ${wide} px wider than the window`);
    // Of the two drawings of a chart one is seen, and on a telephone all of it; a heat map has one, which scrolls.
    const charts = await page.evaluate(() => [...document.querySelectorAll(".drawing")].flatMap((frame) => {
      const seen = [...frame.querySelectorAll(".chart")].filter((chart) => chart.getBoundingClientRect().width > 0);
      const cut = document.documentElement.clientWidth < 480 && frame.querySelector(".narrow") && frame.scrollWidth > frame.clientWidth;
      return seen.length !== 1 || cut ? [`${seen.length} drawings, ${frame.scrollWidth} of ${frame.clientWidth} px: ${frame.textContent.slice(0, 60)}`] : [];
    }));
    problems.push(...charts.map((chart) => `${name}, /${address}: chart: ${chart}`));
    runs += 1;
    const found = await page.evaluate(async (rules) => (await window.axe.run({ runOnly: rules, resultTypes: ["violations"] })).violations, RULES);
    for (const { id, help, nodes } of found) {
      const where = nodes.slice(0, 3).map((node) => `${node.target.join(" ")}  ${node.html.slice(0, 120)}  ${node.any.concat(node.all)[0]?.message ?? ""}`);
      problems.push(`${name}, /${address}: ${id}: ${help}\n    ${where.join("\n    ")}`);
    }
  }
}

// A browser of its own for each worker: pages of one browser may share a process.
async function worker() {
  const browser = await puppeteer.launch({ executablePath: chromium, headless: true, args: ["--no-sandbox", "--disable-gpu"] });
  try {
    const page = await browser.newPage();
    // The style that stills the page is not one of the site's.
    await page.setBypassCSP(true);
    const session = await page.createCDPSession();
    page.on("pageerror", (error) => problems.push(`${page.url()}: ${error}`));
    page.on("console", (message) => ["error", "warn"].includes(message.type()) && problems.push(`${page.url()}: ${message.text()}`));
    page.on("request", (request) => {
      const url = request.url();
      if (!url.startsWith(`${origin}/`) && !url.startsWith("data:")) problems.push(`${page.url()} asks for ${url}`);
    });
    for (let address; (address = pages.shift()) !== undefined;) await look(page, session, address);
  } finally {
    await browser.close();
  }
}

await Promise.all(Array.from({ length: Math.min(4, os.availableParallelism?.() ?? 2) }, worker));
close();
console.log(`${looked} pages, ${runs} runs of axe-core`);
if (looked === 0) problems.push(`no page in ${folder}`);
if (problems.length) {
  console.error(problems.join("\n"));
  process.exit(1);
}
