// The functions, and what a program in JavaScript gets from them.

import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import * as module from "../index.js";

const { lint, fix } = module;
const BATCH = '{"Paths": {"Quantity": 2, "Items": ["/*"]}, "CallerReference": "one"}';
const SAMPLE = new URL("../../../fixtures/sample/broken.xml", import.meta.url);

test("a report says what was checked and found", () => {
  const report = lint(BATCH);
  assert.equal(report.status, "checked");
  assert.equal(report.root, "InvalidationBatch");
  assert.equal(report.apiVersion, "2020-05-31");
  const [finding] = report.findings;
  assert.equal(finding.rule, "quantity-mismatch");
  assert.equal(BATCH.slice(finding.span.start, finding.span.end), "2");
  assert.deepEqual(finding.service, { code: "InconsistentQuantities", status: 400 });
  assert.equal(lint("<html/>").status, "skipped");
});

test("positions count as strings do, whatever characters there are", () => {
  const body = '{"CallerReference": "😀 é", "Paths": {"Quantity": 2, "Items": ["/é"]}}';
  for (const document of [body, Buffer.from(body), new TextEncoder().encode(body)]) {
    const { findings } = lint(document);
    const finding = findings.find(({ rule }) => rule === "quantity-mismatch");
    assert.equal(body.slice(finding.span.start, finding.span.end), "2");
    assert.deepEqual(finding.start, { line: 1, column: finding.span.start + 1 });
    assert.deepEqual(finding.end, { line: 1, column: finding.span.end + 1 });
    const [label] = finding.labels;
    assert.equal(label.start.column, label.span.start + 1);
    const [edit] = finding.fixes[0].edits;
    const { text, span } = edit;
    const fixed = body.slice(0, span.start) + text + body.slice(span.end);
    assert.ok(!lint(fixed).findings.some(({ rule }) => rule === "quantity-mismatch"), fixed);
  }
});

test("text and bytes give the same report as the program", () => {
  const text = readFileSync(SAMPLE, "utf8");
  const report = lint(text, { operation: "create" });
  assert.deepEqual(lint(readFileSync(SAMPLE), { operation: "create" }), report);
  const program = createRequire(import.meta.url).resolve("../bin.js");
  const options = ["check", "--operation", "create", "--format", "json", SAMPLE.pathname];
  const { stdout, status } = spawnSync(process.execPath, [program, ...options], { encoding: "utf8" });
  assert.equal(status, 1);
  assert.deepEqual(JSON.parse(stdout).files[0].findings, report.findings);
});

test("safe fixes are applied, others only if asked for", () => {
  const fixed = fix(BATCH);
  assert.equal(fixed.body, BATCH.replace("2", "1"));
  assert.deepEqual(fixed.applied, [
    { rule: "quantity-mismatch", path: "InvalidationBatch/Paths/Quantity", title: "write 1", applicability: "safe" },
  ]);
  assert.deepEqual(fixed.refused, []);
  assert.deepEqual(fixed.report.findings, []);

  const bytes = readFileSync(SAMPLE);
  const safe = fix(bytes);
  const all = fix(bytes, { unsafe: true });
  assert.ok(safe.body instanceof Uint8Array);
  assert.ok(safe.applied.every(({ applicability }) => applicability === "safe"));
  assert.ok(all.applied.some(({ applicability }) => applicability === "unsafe"));
});

test("settings change what is found", () => {
  const rules = (body, options) => lint(body, options).findings.map(({ rule }) => rule);
  assert.deepEqual(rules(BATCH, { severity: { "quantity-mismatch": "off" } }), []);
  const [finding] = lint(BATCH, { severity: { "quantity-mismatch": "advice" } }).findings;
  assert.equal(finding.severity, "advice");
  const two = BATCH.replace('["/*"]', '["/a", "/b"]');
  assert.deepEqual(rules(two, { quotas: { "invalidation-paths": 1 } }), ["too-many-invalidation-paths"]);
  assert.equal(lint(two, { apiVersion: "2014-05-31" }).apiVersion, "2014-05-31");
  const base = readFileSync(new URL("../../../fixtures/base/distribution-2020-05-31.xml", import.meta.url));
  assert.ok(rules(base, { groups: ["security"] }).includes("web-acl-missing"));
  const next = base.toString().replace("<CallerReference>", "<CallerReference>another-");
  assert.deepEqual(rules(next, { previous: base, ifMatch: "E2EXAMPLE" }), ["caller-reference-changed"]);
});

test("a setting that does not exist is an error that names what does", () => {
  const message = (options) => {
    try {
      lint(BATCH, options);
    } catch (error) {
      return error.message;
    }
    return assert.fail("it was accepted");
  };
  assert.equal(message({ operation: "put" }), "unknown operation `put`; expected `open`, `create`, `update` or `delete`");
  assert.match(message({ severity: { "quantity-mismatch": "fatal" } }), /^unknown severity `fatal`; expected `off`, /);
  assert.match(message({ severity: { "quantity-mismach": "off" } }), /did you mean `quantity-mismatch`\?/);
  assert.match(message({ groups: ["secure"] }), /secure/);
  assert.match(message({ quotas: { paths: 1 } }), /`paths`/);
  assert.match(message({ apiVersion: "2020-05-32" }), /2020-05-31/);
});

test("no value that is not a document crashes", () => {
  for (const value of [undefined, null, 1, {}, []]) {
    assert.throws(() => lint(value), TypeError);
  }
  for (const body of ["\0", "\ud800", "<", new Uint8Array([0xff, 0xfe, 0x00])]) {
    assert.equal(lint(body).status, "skipped");
  }
  for (const body of ["", new Uint8Array()]) {
    assert.equal(lint(body).findings[0].message, "the file is empty");
  }
});

test("the types are those of the module, and of what it returns", async () => {
  const { checkTypes } = await import("./types.mjs");
  assert.equal(checkTypes(Object.keys(module), lint(readFileSync(SAMPLE)), fix(BATCH)), "");
});

test("what is required and what is imported are the same", () => {
  const require = createRequire(import.meta.url);
  assert.equal(require("../index.js").lint, lint);
  const code = 'import { lint } from "./index.js"; console.log(typeof lint)';
  const folder = new URL("..", import.meta.url);
  const output = execFileSync(process.execPath, ["--input-type=module", "-e", code], { cwd: folder, encoding: "utf8" });
  assert.equal(output, "function\n");
});
