#!/usr/bin/env node
"use strict";
// The program, for `npx cloudfront-lint` and scripts of a package.

const { spawnSync } = require("node:child_process");
const { resolve } = require("./native.js");

const name = process.platform === "win32" ? "cloudfront-lint.exe" : "cloudfront-lint";
const { status, signal, error } = spawnSync(resolve(name), process.argv.slice(2), { stdio: "inherit" });
if (error) {
  throw error;
}
if (signal) {
  process.kill(process.pid, signal);
}
process.exitCode = status;
