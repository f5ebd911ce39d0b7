// The packed extension: which program it starts, and what is in it. `CLOUDFRONT_LINT` names the program.

import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync, mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";

const require = createRequire(import.meta.url);
const { server } = require("../server.js");
const root = join(import.meta.dirname, "..");
const folder = mkdtempSync(join(tmpdir(), "cloudfront-lint-vscode-"));
after(() => rmSync(folder, { recursive: true }));
const program = process.env.CLOUDFRONT_LINT;

test("the program is that of the settings, of the extension, or on the PATH", () => {
  const none = { path: "", more: [] };
  assert.deepEqual(server(folder, none, "linux"), { command: "cloudfront-lint", args: ["lsp"] });
  assert.deepEqual(server(folder, none, "win32"), { command: "cloudfront-lint.exe", args: ["lsp"] });
  mkdirSync(join(folder, "bin"));
  const bundled = join(folder, "bin", "cloudfront-lint");
  writeFileSync(bundled, "");
  assert.deepEqual(server(folder, none, "linux"), { command: bundled, args: ["lsp"] });
  const settings = { path: "/opt/cloudfront-lint", more: ["--isolated"] };
  assert.deepEqual(server(folder, settings, "linux"), { command: "/opt/cloudfront-lint", args: ["lsp", "--isolated"] });
});

test("what is packed contains the program and no sources", { skip: !program && "CLOUDFRONT_LINT is not set" }, async () => {
  const file = join(folder, "extension.vsix");
  execFileSync(process.execPath, ["package.mjs", program, "linux-x64", file], { cwd: root, stdio: "pipe" });
  execFileSync("python3", ["-m", "zipfile", "-e", file, join(folder, "packed")]);
  const extension = join(folder, "packed", "extension");
  const files = readdirSync(extension, { recursive: true, withFileTypes: true }).filter((it) => it.isFile());
  assert.deepEqual(files.map(({ name }) => name).sort(), ["cloudfront-lint", "extension.js", "package.json", "readme.md"]);
  const { main } = JSON.parse(readFileSync(join(extension, "package.json"), "utf8"));
  assert.match(readFileSync(join(extension, main), "utf8"), /require\("vscode"\)/);
  const packed = server(extension, { path: "", more: [] }, "linux").command;
  execFileSync("chmod", ["+x", packed]);
  assert.equal(await nameOf(packed), "cloudfront-lint");
});

test("the extension has the version of the program", () => {
  const { version } = require("../package.json");
  const manifest = readFileSync(join(root, "..", "..", "Cargo.toml"), "utf8");
  assert.equal(/^version = "(.*)"$/m.exec(manifest)[1], version);
});

/** The name that a language server gives itself. */
async function nameOf(command) {
  const child = spawn(command, ["lsp"], { stdio: ["pipe", "pipe", "inherit"] });
  const request = { jsonrpc: "2.0", id: 1, method: "initialize", params: { processId: null, rootUri: null, capabilities: {} } };
  const text = JSON.stringify(request);
  child.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
  let received = "";
  for await (const chunk of child.stdout) {
    received += chunk;
    const body = received.split("\r\n\r\n")[1];
    if (body && Buffer.byteLength(body) >= Number(/Content-Length: (\d+)/.exec(received)[1])) {
      child.kill();
      return JSON.parse(body).result.serverInfo.name;
    }
  }
  return assert.fail("the server ended");
}
