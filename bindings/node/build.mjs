// Builds the package of a platform below `dist`, with the module for Node.js and the program in it.
//
//     node build.mjs [--debug] [--zig] [--target RUST_TARGET PLATFORM]
//
// Without a target it is the package of this machine, and is linked into `node_modules`, where
// `native.js` finds it. `--zig` links with cargo-zigbuild, for older C libraries than this machine's.

import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const here = dirname(fileURLToPath(import.meta.url));
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { debug: { type: "boolean" }, zig: { type: "boolean" }, target: { type: "string" } },
});
const name = positionals[0] ?? createRequire(import.meta.url)("./native.js").platform();
const [os, cpu, libc] = name.split("-");

/** Builds one file of a package and returns where it is. */
function build(manifest, file, flags, ...more) {
  const target = values.target ? ["--target", values.target] : [];
  const profile = values.debug ? [] : ["--release"];
  const command = [values.zig ? "zigbuild" : "build", "--locked", "--message-format=json", "--manifest-path", join(here, manifest)];
  const env = { ...process.env, ...flags };
  const options = { encoding: "utf8", env, maxBuffer: 1 << 28, stdio: ["ignore", "pipe", "inherit"] };
  const lines = execFileSync("cargo", [...command, ...profile, ...target, ...more], options).trim().split("\n");
  const files = lines.map((line) => JSON.parse(line)).flatMap((message) => message.filenames ?? []);
  return files.findLast((path) => basename(path) === file);
}

const library = { win32: "cloudfront_lint_node.dll", darwin: "libcloudfront_lint_node.dylib" };
const program = os === "win32" ? "cloudfront-lint.exe" : "cloudfront-lint";
// A file that Node.js loads uses its C library; the program brings its own.
const flags = libc === "musl" ? { RUSTFLAGS: "-C target-feature=-crt-static" } : {};
const module = build("Cargo.toml", library[os] ?? "libcloudfront_lint_node.so", flags);
const command = build("../../Cargo.toml", program, {}, "--bin", "cloudfront-lint");

const folder = join(here, "dist", name);
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
copyFileSync(module, join(folder, "cloudfront-lint.node"));
copyFileSync(command, join(folder, program));
chmodSync(join(folder, program), 0o755);

const { version, license, repository, engines } = JSON.parse(readFileSync(join(here, "package.json"), "utf8"));
const description = `cloudfront-lint for ${name}`;
const libraries = { gnu: ["glibc"], musl: ["musl"] };
const described = {
  name: `@cloudfront-lint/${name}`,
  version,
  description,
  license,
  repository,
  engines,
  os: [os],
  cpu: [cpu],
  libc: libraries[libc],
  files: ["cloudfront-lint.node", program],
};
writeFileSync(join(folder, "package.json"), `${JSON.stringify(described, null, 2)}\n`);

if (!values.target) {
  const links = join(here, "node_modules", "@cloudfront-lint");
  mkdirSync(links, { recursive: true });
  rmSync(join(links, name), { recursive: true, force: true });
  symlinkSync(folder, join(links, name), "junction");
}
