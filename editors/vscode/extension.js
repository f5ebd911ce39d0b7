// The extension: starts the language server for documents, templates and configurations. What it can
// do is in the server.

const { commands, window, workspace } = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");
const { server } = require("./server.js");

const NAME = "cloudfront-lint";
const LANGUAGES = ["xml", "json", "jsonc", "yaml", "terraform", "toml"];

let client;

function settings() {
  const all = workspace.getConfiguration(NAME);
  return { path: all.get("path"), more: all.get("arguments") };
}

async function start(context) {
  const options = server(context.extensionPath, settings());
  const documentSelector = LANGUAGES.flatMap((language) => [
    { language, scheme: "file" },
    { language, scheme: "untitled" },
  ]);
  client = new LanguageClient(NAME, NAME, options, { documentSelector });
  try {
    await client.start();
  } catch (error) {
    const advice = `Correct the setting \`${NAME}.path\`, or remove it.`;
    window.showErrorMessage(`cloudfront-lint: cannot start \`${options.command}\`: ${error.message}. ${advice}`);
  }
}

async function restart(context) {
  const old = client;
  client = undefined;
  await old?.dispose().catch(() => {});
  await start(context);
}

exports.activate = async (context) => {
  context.subscriptions.push(
    commands.registerCommand(`${NAME}.restart`, () => restart(context)),
    workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration(`${NAME}.path`) || change.affectsConfiguration(`${NAME}.arguments`)) {
        return restart(context);
      }
    }),
  );
  await start(context);
};

exports.deactivate = () => client?.dispose();
