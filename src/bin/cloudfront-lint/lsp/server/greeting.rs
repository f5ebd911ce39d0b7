//! The greeting: what the client supports, and what is offered to it.

use std::io::Write;

use lsp_types::{
    CodeActionKind, CodeActionOptions, CodeActionProvider, DiagnosticOptions, DiagnosticProvider,
    DidChangeWatchedFilesRegistrationOptions, ExecuteCommandOptions, FileSystemWatcher,
    GlobPattern, HoverProvider, InitializeResult, Registration, RegistrationParams, Save,
    ServerCapabilities, ServerInfo, TextDocumentSync, TextDocumentSyncKind,
    TextDocumentSyncOptions,
};
use serde_json::Value;

use super::{Server, Stage};
use crate::lsp::client::{Abilities, value};
use crate::lsp::parent::Parent;
use crate::lsp::{actions, features};

/// Files that configurations consist of: `cloudfront-lint.toml` and the rule files that it names.
const WATCHED: &str = "**/*.toml";

impl<W: Write> Server<W> {
    pub(super) fn initialize(&mut self, params: &Value) -> Value {
        self.stage = Stage::Open;
        let abilities = Abilities::of(params);
        self.parent = Parent::of(params);
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
