"use strict";
// The functions of the package. What they do is in the module of the platform.

const { resolve } = require("./native.js");
const { Refused, guard } = require("./guard.js");

const native = require(resolve("cloudfront-lint.node"));

function lint(body, options = {}) {
  return reportOf(JSON.parse(native.lint(document(body), options)));
}

function fix(body, { unsafe = false, ...options } = {}) {
  const fixed = native.fix(document(body), options, unsafe);
  const { applied, refused, report } = JSON.parse(fixed.outcome);
  const bytes = Buffer.from(fixed.body);
  const same = typeof body === "string" ? bytes.toString() : bytes;
  return { body: same, applied, refused, report: reportOf(report) };
}

function document(body) {
  if (typeof body !== "string" && !(body instanceof Uint8Array)) {
    throw new TypeError("expected the document as a string or Uint8Array");
  }
  return body;
}

/** The report without what only files have. */
function reportOf({ path: _, api_version: apiVersion, ...report }) {
  return { apiVersion, ...report };
}

function cloudfrontLint(client, options) {
  return guard(lint, client, options);
}

module.exports = { lint, fix, cloudfrontLint, Refused };
