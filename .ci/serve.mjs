// A folder of a web server: `const { base, close } = await serve(folder)`. As any web server does it, with what rarely changes
// kept for a while, compressed where that is asked for, and nothing run or drawn that does not come in files of the site.
import fs from "node:fs";
import http from "node:http";
import path from "node:path";
import zlib from "node:zlib";

const TYPES = { ".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml", ".png": "image/png", ".pdf": "application/pdf" };
const POLICY = "default-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'";
const PREFIX = "/some/where/";

export async function serve(folder) {
  const server = http.createServer((request, response) => {
    const name = decodeURIComponent(request.url.split("?")[0]);
    let file = name.startsWith(PREFIX) ? path.join(folder, name.slice(PREFIX.length)) : "";
    if (file && fs.existsSync(file) && fs.statSync(file).isDirectory()) file = path.join(file, "index.html");
    if (!file || !fs.existsSync(file)) { response.writeHead(404).end(); return; }
    const type = TYPES[path.extname(file)] ?? "application/octet-stream";
    const headers = { "Content-Type": type, "Cache-Control": type.startsWith("text/html") ? "no-cache" : "max-age=604800", "Content-Security-Policy": POLICY };
    const content = fs.readFileSync(file);
    if (/^text|svg/.test(type) && /\bgzip\b/.test(request.headers["accept-encoding"] ?? "")) {
      response.writeHead(200, { ...headers, "Content-Encoding": "gzip", Vary: "Accept-Encoding" }).end(zlib.gzipSync(content));
    } else {
      response.writeHead(200, headers).end(content);
    }
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return { base: `http://127.0.0.1:${server.address().port}${PREFIX}`, close: () => server.close() };
}
