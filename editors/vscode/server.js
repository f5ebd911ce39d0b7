// Which program is the language server. Knows nothing of VS Code, so that it can be tested without it.

const { existsSync } = require("node:fs");
const { join } = require("node:path");

const NAME = "cloudfront-lint";

/** The program of the settings, of the extension, or on the `PATH`, and its arguments. */
function server(folder, { path, more }, platform = process.platform) {
  const program = platform === "win32" ? `${NAME}.exe` : NAME;
  const bundled = join(folder, "bin", program);
  const command = path || (existsSync(bundled) ? bundled : program);
  return { command, args: ["lsp", ...more] };
}

module.exports = { server };
