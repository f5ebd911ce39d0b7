// Packs the extension with a program in it:
//
//     node package.mjs PROGRAM [VSCODE_TARGET] [FILE.vsix]
//
// Everything that it needs is in `node_modules`, so it works offline.

import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, rmSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const [program, target = `${process.platform}-${process.arch}`, file = join(here, "dist", `cloudfront-lint-${target}.vsix`)] =
  process.argv.slice(2);
const run = (script, ...args) => execFileSync(process.execPath, [script, ...args], { cwd: here, stdio: "inherit" });

rmSync(join(here, "bin"), { recursive: true, force: true });
mkdirSync(join(here, "bin"));
const copy = join(here, "bin", basename(program));
copyFileSync(program, copy);
chmodSync(copy, 0o755);
execFileSync("npm", ["run", "--silent", "bundle"], { cwd: here, stdio: "inherit", shell: process.platform === "win32" });
run("node_modules/@vscode/vsce/vsce", "package", "--no-dependencies", "--skip-license", "--target", target, "--out", resolve(file));
