// Every link of the built site, by a checker that is not ours: `node links.mjs SITE`. SITE is the folder of the site.
// It is served from a folder of a web server, and as strictly as a disk would: a folder is no page, and names are exact. What
// holds here holds when the site is opened from a disk. Every page is a start, so that one that nothing leads to is read too.
// Links to elsewhere are counted and not followed: nobody needs a network here, and nobody else's server is asked.
import fs from "node:fs";
import http from "node:http";
import path from "node:path";
import { LinkChecker } from "linkinator";

const [, , folder] = process.argv;
// A proxy, which the checker would ask for our own server too, does not know it.
for (const name of ["http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"]) delete process.env[name];
const PREFIX = "/some/where/";
const TYPES = { ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".png": "image/png", ".pdf": "application/pdf" };
const files = new Map(
  fs.readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name))
    .map((file) => [path.relative(folder, file).split(path.sep).join("/"), () => fs.readFileSync(file)]),
);
// Its links begin at the root of the server it will stand on.
files.delete("404.html");
const pages = [...files.keys()].filter((name) => name.endsWith(".html"));
if (pages.length === 0) throw new Error(`no page in ${folder}`);

// One mistake of each kind, to see that all are looked for. The second page is read before anybody asks for its parts.
const PLANTED = ["planted/nowhere.html", "planted/nowhere.svg", "planted/first.html#nowhere", "planted/first.html#nothing", "planted/style.png", "planted/"];
files.set("planted/first.html", () => '<p id="here"></p><a href="#here">.</a><a href="#nothing">.</a><link rel="stylesheet" href="planted.css">');
files.set("planted/second.html", () => '<a href="nowhere.html">.</a><img src="nowhere.svg"><a href="first.html#nowhere">.</a><a href="first.html#here">.</a><a href="../planted/">.</a>');
files.set("planted/planted.css", () => "p { background: url(style.png) }");

const named = (url) => decodeURIComponent(new URL(url, "http://localhost").pathname);
const server = http.createServer((request, response) => {
  const name = named(request.url);
  const read = name.startsWith(PREFIX) ? files.get(name.slice(PREFIX.length)) : undefined;
  if (!read) { response.writeHead(404).end(); return; }
  response.writeHead(200, { "Content-Type": TYPES[path.extname(name)] ?? "application/octet-stream" }).end(request.method === "HEAD" ? undefined : read());
});
await new Promise((done) => server.listen(0, "127.0.0.1", done));
const origin = `http://127.0.0.1:${server.address().port}`;
const base = origin + PREFIX;

const elsewhere = new Set();
const checker = new LinkChecker();
// It looks for a part of a page when it reads the page, which may be before it has seen who asks for the part, and then forgets
// what was asked. So it looks twice and forgets nothing: the second time it knows every part from the start.
if (!(checker.fragmentsToCheck instanceof Map)) throw new Error("the checker remembers parts of pages in another way; see links.mjs");
checker.fragmentsToCheck.delete = () => false;
const look = () =>
  checker.check({
    path: [...files.keys()].filter((name) => /\.(html|css)$/.test(name)).map((name) => base + name.split("/").map(encodeURIComponent).join("/")),
    checkCss: true,
    checkFragments: true,
    concurrency: 16,
    linksToSkip: async (url) => !url.startsWith(`${origin}/`) && elsewhere.add(url) && true,
  });
await look();
const { links } = await look();
server.close();

// What was asked for, without the address of our server, and who asks for it: the checker names only who asked first.
const shown = (url) => (url.startsWith(base) ? decodeURIComponent(url.slice(base.length)) : url.slice(origin.length));
const broken = new Map();
for (const link of links.filter(({ state }) => state === "BROKEN")) broken.set(shown(link.url), { why: link.failureDetails?.find((why) => why instanceof Error)?.message ?? `status ${link.status}`, from: new Set() });
for (const name of pages) {
  for (const [, , address] of files.get(name)().toString().matchAll(/\s(href|src)="([^"]*)"/g)) {
    if (URL.canParse(address.replaceAll("&amp;", "&"), base + name)) broken.get(shown(new URL(address.replaceAll("&amp;", "&"), base + name).href))?.from.add(name);
  }
}
const missed = PLANTED.filter((planted) => !broken.delete(planted));
for (const [what, { why, from }] of broken) console.error(`${what}: ${why}\n    from ${[...from].slice(0, 5).join(", ") || "a style sheet"}${from.size > 5 ? ` and ${from.size - 5} more` : ""}`);
for (const planted of missed) console.error(`the checker does not see that ${planted} is missing`);

const sound = new Set(links.filter(({ state }) => state === "OK").map(({ url }) => url)).size;
const hosts = new Set([...elsewhere].map((url) => new URL(url).host));
console.log(`${pages.length} pages, ${sound} addresses that exist; not followed: ${elsewhere.size} to elsewhere, on ${hosts.size} hosts`);
if (broken.size || missed.length) process.exit(1);
