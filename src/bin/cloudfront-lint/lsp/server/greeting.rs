//! The greeting: what the client supports, and what is offered to it.

use std::io::Write;
use std::path::PathBuf;

use lsp_types::{
    CodeActionKind, CodeActionOptions, CodeActionProvider, DiagnosticOptions, DiagnosticProvider,
    DidChangeWatchedFilesRegistrationOptions, ExecuteCommandOptions, FileSystemWatcher,
    GlobPattern, HoverProvider, InitializeResult, Registration, RegistrationParams, Save,
    ServerCapabilities, ServerInfo, TextDocumentSync, TextDocumentSyncKind,
    TextDocumentSyncOptions, Uri,
};
use serde_json::Value;

use super::{Server, Stage, is_tracing};
use crate::lsp::client::{Abilities, value};
use crate::lsp::parent::Parent;
use crate::lsp::{actions, documents, features};

/// Files that configurations consist of: `cloudfront-lint.toml` and the rule files that it names.
const WATCHED: &str = "**/*.toml";

impl<W: Write> Server<W> {
    pub(super) fn initialize(&mut self, params: &Value) -> Value {
        self.stage = Stage::Open;
        let abilities = Abilities::of(params);
        self.parent = Parent::of(params);
        self.folders = folders(params);
        self.traces = is_tracing(params.get("trace"));
        let options = params.get("initializationOptions");
        self.take_options(options.unwrap_or(&Value::Null));
        self.client.abilities = abilities;
        let kinds = vec![
            CodeActionKind::QuickFix,
            CodeActionKind::Refactor,
            CodeActionKind::Custom(actions::FIX_ALL.into()),
        ];
        let commands = vec![actions::EXPLAIN.to_owned()];
        let sync = TextDocumentSyncOptions {
            open_close: Some(true),
            change: Some(TextDocumentSyncKind::Incremental),
            save: Some(Save::Bool(true)),
            ..TextDocumentSyncOptions::default()
        };
        let diagnostics = DiagnosticOptions {
            identifier: Some("cloudfront-lint".to_owned()),
            workspace_diagnostics: true,
            ..DiagnosticOptions::default()
        };
        let mut capabilities = ServerCapabilities {
            position_encoding: Some(abilities.encoding()),
            text_document_sync: Some(TextDocumentSync::Options(sync)),
            hover_provider: Some(HoverProvider::Bool(true)),
            code_action_provider: abilities.takes_actions.then(|| {
                CodeActionProvider::CodeActionOptions(CodeActionOptions {
                    code_action_kinds: Some(kinds),
                    ..CodeActionOptions::default()
                })
            }),
            execute_command_provider: abilities.shows_documents.then(|| ExecuteCommandOptions {
                commands,
                ..ExecuteCommandOptions::default()
            }),
            diagnostic_provider: abilities
                .pulls
                .then_some(DiagnosticProvider::DiagnosticOptions(diagnostics)),
            ..ServerCapabilities::default()
        };
        features::announce(&mut capabilities);
        let info = ServerInfo {
            name: env!("CARGO_PKG_NAME").to_owned(),
            version: Some(env!("CARGO_PKG_VERSION").to_owned()),
        };
        value(&InitializeResult {
            capabilities,
            server_info: Some(info),
        })
    }

    /// Takes the settings of the client, and shows what is wrong with them.
    pub(super) fn take_options(&mut self, options: &Value) {
        let folder = self.folders.first().cloned().unwrap_or_default();
        for message in self.settings.take_options(options, &folder) {
            self.client.show_message(message);
        }
    }

    /// Asks the client to watch the files of configurations.
    pub(super) fn watch(&mut self) {
        if !self.client.abilities.watches {
            return;
        }
        let watchers = vec![FileSystemWatcher {
            glob_pattern: GlobPattern::Pattern(WATCHED.to_owned()),
            kind: None,
        }];
        let register_options = Some(value(&DidChangeWatchedFilesRegistrationOptions {
            watchers,
        }));
        let id = "configurations".to_owned();
        let registration = Registration {
            id,
            method: "workspace/didChangeWatchedFiles".to_owned(),
            register_options,
        };
        self.client.ask(
            "client/registerCapability",
            value(&RegistrationParams {
                registrations: vec![registration],
            }),
        );
    }
}

/// The folders of the workspace.
fn folders(params: &Value) -> Vec<PathBuf> {
    let several = params.get("workspaceFolders").and_then(Value::as_array);
    let uris = several.into_iter().flatten().filter_map(|it| it.get("uri"));
    let root = params.get("rootUri").filter(|_| several.is_none());
    let paths = uris.chain(root).filter_map(|uri| {
        let uri = Uri(uri.as_str()?.to_owned());
        documents::file_path(&uri)
    });
    paths.filter(|path| path.is_dir()).collect()
}
