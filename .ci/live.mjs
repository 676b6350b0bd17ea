// The live preview in a real browser: `node live.mjs PROGRAM PLAYBOOK CHROMIUM`. PLAYBOOK is changed; give it a copy.
// Each step waits for what an author would see in a page that is open all the time, and never reloads by itself.
import { spawn } from "node:child_process";
import fs from "node:fs";
import puppeteer from "puppeteer-core";

const [, , program, root, chromium] = process.argv;
const PATIENCE = 30_000;

const serve = (port, ...more) =>
  new Promise((resolve, reject) => {
    const server = spawn(program, ["--root", root, "serve", "--watch", "--port", String(port), ...more], { stdio: ["ignore", "pipe", "ignore"] });
    let said = "";
    server.stdout.on("data", (data) => {
      said += data;
      const found = said.match(/http:\/\/127\.0\.0\.1:(\d+)\//);
      if (found) resolve({ server, port: Number(found[1]) });
    });
    server.on("exit", () => reject(new Error(`the server ended after saying: ${said}`)));
  });

// Gone, so that its port is free again.
const stop = (server) =>
  new Promise((resolve) => {
    server.removeAllListeners("exit");
    server.on("exit", resolve);
    server.kill();
  });

const edit = (path, change) => {
  const file = `${root}/${path}`;
  const before = fs.readFileSync(file, "utf8");
  const after = change(before);
  if (after === before) throw new Error(`${path} was not changed`);
  fs.writeFileSync(file, after);
  return () => fs.writeFileSync(file, before);
};

let { server, port } = await serve(0);
const browser = await puppeteer.launch({ executablePath: chromium, headless: true, args: ["--no-sandbox", "--disable-gpu"] });
const problems = [];
try {
  const page = await browser.newPage();
  page.on("pageerror", (error) => problems.push(String(error)));
  page.on("console", (message) => message.text().includes("Content Security Policy") && problems.push(message.text()));
  const open = (path) => page.goto(`http://127.0.0.1:${port}${path}`, { waitUntil: "load" });
  const seen = async (what, test, ...more) => {
    const start = Date.now();
    for (;;) {
      // A page that is just being loaded cannot be asked.
      if (await page.evaluate(test, ...more).catch(() => false)) break;
      if (Date.now() - start > PATIENCE) throw new Error(`not seen: ${what}`);
      await new Promise((done) => setTimeout(done, 10));
    }
    console.log(`${what}: seen after ${Date.now() - start} ms`);
  };
  const says = (text) => document.querySelector("main").textContent.includes(text);

  await open("/");
  await page.setViewport({ width: 1200, height: 700 });
  await page.evaluate(() => window.scrollTo(0, 500));
  edit("content/index.md", (text) => `${text}\nA sentence that was just written.\n`);
  await seen("a page", says, "A sentence that was just written.");
  await seen("its place kept", () => Math.abs(window.scrollY - 500) < 2);

  await open("/vendors/meridian/");
  const before = await page.evaluate(() => document.querySelector("main").textContent);
  edit("playbook/vendors/meridian/evaluation.yaml", (text) => text.replaceAll(/score: 3$/gm, "score: 1").replaceAll(/score: 4,/g, "score: 1,"));
  await seen("a score", (before) => document.querySelector("main").textContent !== before, before);

  edit("templates/documents/vendor.md", (text) => `${text}\n## Added by the template { #added }\n\nFor {{ vendor.name }}.\n`);
  await seen("a template", says, "Added by the template");

  await page.evaluate(() => { window.stayed = true; });
  edit("templates/site/style.css", (text) => `${text}\nh1 { letter-spacing: 7px }\n`);
  await seen("a style", () => getComputedStyle(document.querySelector("h1")).letterSpacing === "7px" && window.stayed);

  const mend = edit("content/index.md", (text) => `${text}\nSee [nothing](nowhere.md) and [less](less.md).\n`);
  await seen("two mistakes over another page", () => document.querySelectorAll(".alliance-mistakes article").length === 2);
  await seen("the page below them", says, "Added by the template");
  mend();
  await seen("the mistakes gone", () => !document.querySelector(".alliance-live"));

  const repair = edit("templates/documents/vendor.md", (text) => `${text}\n{{ vendor.nothing.at.all }}\n`);
  await seen("a mistake in the page's own template", () => !!document.querySelector(".alliance-mistakes"));
  await seen("the page as it was", says, "Added by the template");
  repair();
  await seen("that mistake gone", () => !document.querySelector(".alliance-live"));

  const hide = (hidden) => {
    Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  };
  await page.evaluate(hide, true);
  edit("templates/documents/vendor.md", (text) => text.replace("Added by the template", "Changed unseen"));
  await new Promise((done) => setTimeout(done, 500));
  if (await page.evaluate(says, "Changed unseen")) throw new Error("a hidden page listens");
  await page.evaluate(hide, false);
  await seen("what changed while nobody looked", says, "Changed unseen");
  edit("templates/documents/vendor.md", (text) => text.replace("Changed unseen", "Added by the template"));
  await seen("what was there before", says, "Added by the template");

  const undo = edit("content/index.md", (text) => `${text}\nSee [nothing](nowhere.md).\n`);
  await seen("a mistake", () => !!document.querySelector(".alliance-mistakes"));
  await page.evaluate(hide, true);
  undo();
  await new Promise((done) => setTimeout(done, 500));
  await page.evaluate(hide, false);
  await seen("that it was mended while nobody looked", () => !document.querySelector(".alliance-live"));

  // A browser opens six connections to a server, and each page has one.
  const others = [];
  for (let number = 0; number < 8; number += 1) {
    const other = await browser.newPage();
    await other.goto(`http://127.0.0.1:${port}/`, { waitUntil: "load", timeout: PATIENCE });
    others.push(other);
  }
  for (const other of others) await other.close();
  console.log("nine pages at a time: seen");
  await page.bringToFront();

  await stop(server);
  await seen("that the server is gone", () => !!document.querySelector(".alliance-stopped"));
  edit("templates/documents/vendor.md", (text) => text.replace("Added by the template", "Changed meanwhile"));
  ({ server, port } = await serve(port));
  await seen("that it is back, and what changed meanwhile", says, "Changed meanwhile");
  await seen("the word of it gone", () => !document.querySelector(".alliance-live"));

  await stop(server);
  ({ server, port } = await serve(0, "--follow"));
  await open("/vendors/meridian/");
  edit("content/index.md", (text) => `${text}\nA sentence to go to.\n`);
  await seen("the page that was edited", (text) => location.pathname === "/" && document.querySelector("main").textContent.includes(text), "A sentence to go to.");
  if (problems.length > 0) throw new Error(problems.join("\n"));
} finally {
  server.removeAllListeners("exit");
  server.kill();
  await browser.close();
}
