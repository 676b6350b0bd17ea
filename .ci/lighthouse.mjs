// The built site in Lighthouse: `node lighthouse.mjs SITE CHROMIUM`. At least 98 of 100 in each of the four categories on a phone,
// which is the default: a slow network and a slow processor, simulated; a desktop computer is never slower. SITE is served from a
// folder of a web server.
import fs from "node:fs";
import path from "node:path";
import lighthouse from "lighthouse";
import puppeteer from "puppeteer-core";
import { serve } from "./serve.mjs";

const [, , folder, chromium] = process.argv;
const LEAST = 98;
const RUNS = 3;
const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"];
const longest = fs.readdirSync(folder, { recursive: true })
  .filter((name) => path.basename(name) === "index.html")
  .map((name) => [fs.statSync(path.join(folder, name)).size, path.dirname(name).split(path.sep).join("/") + "/"])
  .sort(([a], [b]) => b - a)[0][1];
const PAGES = ["", "vendors/meridian/", "compare/", longest];

const { base, close } = await serve(folder);
const browser = await puppeteer.launch({ executablePath: chromium, headless: true, args: ["--no-sandbox", "--disable-gpu"] });
const problems = [];
const look = async (address) => {
  const { lhr } = await lighthouse(base + address, { port: Number(new URL(browser.wsEndpoint()).port), onlyCategories: CATEGORIES, disableFullPageScreenshot: true, logLevel: "silent" });
  if (lhr.runtimeError) throw new Error(`/${address}: ${lhr.runtimeError.message}`);
  return lhr;
};
const score = (lhr, category) => Math.round((lhr.categories[category].score ?? 0) * 100);
const short = (lhr) => CATEGORIES.filter((category) => score(lhr, category) < LEAST);

try {
  for (const address of PAGES) {
    // How fast a page is depends on what else the machine does. Only where nothing but that falls short is it looked at again, and
    // the best of the runs counts: others' work makes a page slower, never faster.
    let lhr = await look(address);
    let runs = 1;
    for (; runs < RUNS && short(lhr).join() === "performance"; runs += 1) {
      const again = await look(address);
      if (score(again, "performance") > score(lhr, "performance")) lhr = again;
    }
    console.log(`/${address}: ${CATEGORIES.map((category) => `${category} ${score(lhr, category)}`).join(", ")}${runs > 1 ? ` (best of ${runs} runs)` : ""}`);
    for (const category of short(lhr)) {
      problems.push(`/${address}: ${category} is ${score(lhr, category)}, below ${LEAST}`);
      for (const { id, weight } of lhr.categories[category].auditRefs) {
        const audit = lhr.audits[id];
        if (audit.scoreDisplayMode === "error") problems.push(`    ${audit.title}: ${audit.errorMessage}`);
        if (!weight || audit.score === null || audit.score >= 0.9) continue;
        const where = (audit.details?.items ?? []).slice(0, 3).map((item) => item.node?.snippet ?? item.source?.url ?? item.url ?? item.description ?? "");
        problems.push(`    ${audit.title}${audit.displayValue ? ` (${audit.displayValue})` : ""}${where.map((what) => `\n        ${what}`).join("")}`);
      }
    }
  }
} finally {
  await browser.close();
  close();
}
if (problems.length) {
  console.error(problems.join("\n"));
  process.exit(1);
}
