// Has the compiler of TypeScript compare the declarations with values, and with how they are used.

import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createRequire } from "node:module";

const compiler = createRequire(import.meta.url).resolve("typescript/bin/tsc");
const here = import.meta.dirname;

/** What the compiler complains about: nothing, if the declarations are right. */
export function checkTypes(names, report, fixed) {
  const folder = mkdtempSync(join(here, "node_modules", "types-"));
  try {
    // A literal may have no member that its type does not, and must have those that it does.
    const program = `
      import * as module from "../../../index.js";
      import { Fixed, Refused, Report, cloudfrontLint, fix, lint } from "../../../index.js";
      import { CloudFrontClient } from "@aws-sdk/client-cloudfront";

      export const report: Report = ${JSON.stringify(report)};
      export const fixed: Fixed<string> = ${JSON.stringify(fixed)};
      export const names: (keyof typeof module)[] = ${JSON.stringify(names)};
      export const all: Record<keyof typeof module, true> = ${JSON.stringify(Object.fromEntries(names.map((name) => [name, true])))};

      const client: CloudFrontClient = cloudfrontLint(new CloudFrontClient({}), {
        failOn: "warning",
        previous: async ({ Id }) => ({ Id }),
        onReport: (report, command) => console.log(command, report.findings[0]?.labels[0]?.message),
      });
      try {
        await client.destroy();
      } catch (error) {
        if (error instanceof Refused) console.log(error.findings, error.$metadata.httpStatusCode);
      }
      const text: string = fix("", { unsafe: true, operation: "create" }).body;
      const bytes: Uint8Array = fix(new Uint8Array()).body;
      lint(text, { severity: { "unknown-element": "off" }, previous: bytes });
      // @ts-expect-error: no such operation
      lint(text, { operation: "put" });
      // @ts-expect-error: no such option
      lint(text, { unsafe: true });
    `;
    writeFileSync(join(folder, "program.mts"), program);
    const options = "--noEmit --strict --skipLibCheck --target es2022 --module nodenext --types node".split(" ");
    const files = [join(here, "..", "index.d.ts"), join(folder, "program.mts")];
    const { stdout } = spawnSync(process.execPath, [compiler, ...options, ...files], { encoding: "utf8", cwd: here });
    return stdout;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
