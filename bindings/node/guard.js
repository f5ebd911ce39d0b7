"use strict";
// The middleware for clients of the AWS SDK: checks the body of a call before it is sent.

const SEVERITIES = ["error", "warning", "advice"];

/** A call that was not sent. Its name is the error code that CloudFront would answer. */
class Refused extends Error {
  constructor(command, report, findings) {
    const lines = findings.map(({ path, message }) => `${path || "document"}: ${message}`);
    super(`${command} was not sent:\n${lines.join("\n")}`);
    const answers = findings.map(({ service }) => service).filter(Boolean);
    // The service reads the whole document before it looks at a value.
    const first = answers.find(({ code }) => code === "MalformedXML") ?? answers[0];
    this.name = first?.code ?? "Refused";
    this.$fault = "client";
    this.$metadata = { httpStatusCode: first?.status, attempts: 0 };
    this.command = command;
    this.report = report;
    this.findings = findings;
  }
}

/** What a command does to a resource, if its name shows it. */
function operationOf(command) {
  const verb = /^(Create|Update|Delete)/.exec(command)?.[1];
  return verb?.toLowerCase();
}

/** The live configuration that the caller has, as text or bytes. */
async function liveConfiguration(previous, input, command) {
  const live = await previous?.(input, command);
  if (live === undefined || live === null || typeof live === "string" || live instanceof Uint8Array) {
    return live ?? undefined;
  }
  const { $metadata: _, ...answer } = live;
  return JSON.stringify(answer);
}

function guard(lint, client, options = {}) {
  const { failOn = "error", previous, onReport, ...settings } = options;
  const least = SEVERITIES.indexOf(failOn);
  if (least < 0 && failOn !== "never") {
    throw new TypeError(`unknown severity \`${failOn}\`; expected \`never\`, \`advice\`, \`warning\` or \`error\``);
  }
  const check = (next, context) => async (args) => {
    const { body, headers } = args.request;
    if ((typeof body === "string" || body instanceof Uint8Array) && body.length > 0) {
      const command = context.commandName.replace(/Command$/, "");
      const operation = operationOf(command);
      const live = operation === "update" ? await liveConfiguration(previous, args.input, command) : undefined;
      const ifMatch = headers["if-match"];
      const report = lint(body, { ...settings, operation, ifMatch, previous: live });
      onReport?.(report, command);
      const findings = report.findings.filter(({ severity }) => SEVERITIES.indexOf(severity) <= least);
      if (findings.length > 0) {
        throw new Refused(command, report, findings);
      }
    }
    return next(args);
  };
  // The body exists after the step `serialize`; what follows signs and sends it.
  client.middlewareStack.add(check, { step: "build", name: "cloudfrontLint", override: true });
  return client;
}

module.exports = { Refused, guard };
