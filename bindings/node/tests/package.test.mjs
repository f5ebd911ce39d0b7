// What npm installs, from the packages as they are published.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";

const require = createRequire(import.meta.url);
const { platform } = require("../native.js");
const root = join(import.meta.dirname, "..");
const folder = mkdtempSync(join(tmpdir(), "cloudfront-lint-"));
after(() => rmSync(folder, { recursive: true }));

const npm = (...args) => execFileSync("npm", args, { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
const read = (path) => JSON.parse(readFileSync(join(root, path), "utf8"));

test("the packed packages install, and have the module and the program", () => {
  const packed = [root, join(root, "dist", platform())].map((it) => JSON.parse(npm("pack", "--json", it))[0].filename);
  writeFileSync(join(folder, "package.json"), "{}");
  // The packages of other platforms are not there to be looked up.
  npm("install", "--offline", ...packed.map((file) => `./${file}`));
  const code = 'console.log(require("cloudfront-lint").lint("<html/>").status)';
  assert.equal(execFileSync(process.execPath, ["-e", code], { cwd: folder, encoding: "utf8" }), "skipped\n");
  const { version } = read("package.json");
  assert.equal(npm("exec", "--offline", "--", "cloudfront-lint", "--version"), `cloudfront-lint ${version}\n`);
});

test("the package has no file that only this repository needs", () => {
  const [{ files }] = JSON.parse(npm("pack", "--json", "--dry-run", root));
  const names = files.map(({ path }) => path).sort();
  assert.deepEqual(names, ["README.md", "bin.js", "guard.js", "index.d.ts", "index.js", "native.js", "package.json"]);
});

test("all packages have the version of the program", () => {
  const { version, optionalDependencies } = read("package.json");
  const manifests = ["../../Cargo.toml", "Cargo.toml"].map((path) => readFileSync(join(root, path), "utf8"));
  for (const manifest of manifests) {
    assert.equal(/^version = "(.*)"$/m.exec(manifest)[1], version);
  }
  assert.deepEqual([...new Set(Object.values(optionalDependencies))], [version]);
  assert.ok(`@cloudfront-lint/${platform()}` in optionalDependencies);
});
