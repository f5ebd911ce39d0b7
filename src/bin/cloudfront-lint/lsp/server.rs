//! The messages of the protocol, and what each does.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::Path;

use lsp_server::{ErrorCode, Message, Notification, Request, RequestId};
use lsp_types::{
    CodeActionKind, CodeActionOptions, CodeActionParams, CodeActionProvider, DiagnosticOptions,
    DiagnosticProvider, DidChangeTextDocumentParams, DidChangeWatchedFilesRegistrationOptions,
    DidCloseTextDocumentParams, DidOpenTextDocumentParams, DocumentDiagnosticParams,
    DocumentDiagnosticReport, ExecuteCommandOptions, ExecuteCommandParams, FileSystemWatcher,
    FullDocumentDiagnosticReport, GlobPattern, HoverParams, HoverProvider, InitializeResult,
    PublishDiagnosticsParams, Registration, RegistrationParams,
    RelatedFullDocumentDiagnosticReport, RelatedUnchangedDocumentDiagnosticReport, Save,
    ServerCapabilities, ServerInfo, TextDocumentSync, TextDocumentSyncKind,
    TextDocumentSyncOptions, UnchangedDocumentDiagnosticReport, Uri,
};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::lsp::client::{Abilities, Client, value};
use crate::lsp::documents::Document;
use crate::lsp::features::Asked;
use crate::lsp::frames::Frame;
use crate::lsp::settings::Checkers;
use crate::lsp::{actions, diagnostics, documents, features, hover};
use crate::settings::fault::Fault;

/// Files that configurations consist of: `cloudfront-lint.toml` and the rule files that it names.
const WATCHED: &str = "**/*.toml";

/// Whether another message is expected.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Turn {
    /// It is.
    Next,
    /// That was the last one.
    Last,
}

/// The state of the connection.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Stage {
    Begun,
    Open,
    ShutDown,
}

/// The server with its state.
#[derive(Debug)]
pub(crate) struct Server<W> {
    client: Client<W>,
    stage: Stage,
    settings: Checkers,
    documents: BTreeMap<String, Document>,
    /// Documents whose findings the client has not received yet.
    due: BTreeSet<String>,
    /// Mistakes in configurations that the client knows about.
    faults: Vec<Fault>,
    /// The files with diagnostics about them.
    marked: BTreeSet<String>,
}

/// Why a request is not answered.
type Refusal = (ErrorCode, String);

impl<W: Write> Server<W> {
    pub(crate) fn new(client: Client<W>, settings: Checkers) -> Self {
        Self {
            client,
            stage: Stage::Begun,
            settings,
            documents: BTreeMap::new(),
            due: BTreeSet::new(),
            faults: Vec::new(),
            marked: BTreeSet::new(),
        }
    }

    /// Whether the client has asked to shut down.
    pub(crate) fn is_shut_down(&self) -> bool {
        self.stage == Stage::ShutDown
    }

    /// Handles one frame.
    pub(crate) fn take(&mut self, frame: Frame) -> Turn {
        match frame {
            Frame::Message(Message::Request(request)) => self.request(request),
            Frame::Message(Message::Notification(notification))
                if notification.method == "exit" =>
            {
                return Turn::Last;
            }
            Frame::Message(Message::Notification(notification)) if self.stage == Stage::Open => {
                self.notification(notification);
            }
            // Responses change nothing, and notifications that come too early or too late are
            // dropped.
            Frame::Message(Message::Response(_) | Message::Notification(_)) => {}
            Frame::Refused(id, why) => {
                self.client
                    .refuse_unread(&id, ErrorCode::InvalidRequest, &why);
            }
            Frame::Malformed(why) => {
                self.client
                    .refuse_unread(&Value::Null, ErrorCode::ParseError, &why);
            }
        }
        if self.client.is_gone {
            Turn::Last
        } else {
            Turn::Next
        }
    }

    /// Sends findings that the client has not received yet.
    pub(crate) fn publish(&mut self) {
        for uri in std::mem::take(&mut self.due) {
            self.check(&uri);
            let unpublished = self.documents.get_mut(&uri).filter(|it| !it.is_published);
            let Some(document) = unpublished else {
                continue;
            };
            document.is_published = true;
            let found = diagnostics::of_document(document, self.client.abilities);
            let params = PublishDiagnosticsParams {
                uri: document.uri.clone(),
                version: Some(document.version),
                diagnostics: found,
            };
            self.client
                .notify("textDocument/publishDiagnostics", value(&params));
        }
    }

    fn request(&mut self, request: Request) {
        let Request { id, method, params } = request;
        let outcome = match (self.stage, method.as_str()) {
            (Stage::Begun, "initialize") => Ok(self.initialize(&params)),
            (Stage::Begun, _) => Err((
                ErrorCode::ServerNotInitialized,
                "expected `initialize` first".to_owned(),
            )),
            (Stage::ShutDown, _) => Err((
                ErrorCode::InvalidRequest,
                "expected nothing but `exit` after `shutdown`".to_owned(),
            )),
            (Stage::Open, "initialize") => Err((
                ErrorCode::InvalidRequest,
                "`initialize` was sent before".to_owned(),
            )),
            (Stage::Open, "shutdown") => {
                self.stage = Stage::ShutDown;
                self.due.clear();
                Ok(Value::Null)
            }
            (Stage::Open, "textDocument/diagnostic") => {
                parsed(params).map(|params| self.diagnostic(&params))
            }
            (Stage::Open, "textDocument/codeAction") => self.code_action(params),
            (Stage::Open, "textDocument/hover") => parsed(params).map(|params| self.hover(params)),
            (Stage::Open, "workspace/executeCommand") => {
                parsed(params).and_then(|params| self.execute(&params))
            }
            (Stage::Open, method) if features::is_served(method) => self.feature(method, params),
            (Stage::Open, method) => Err((
                ErrorCode::MethodNotFound,
                format!("`{method}` is not served"),
            )),
        };
        self.respond(id, outcome);
    }

    fn respond(&mut self, id: RequestId, outcome: Result<Value, Refusal>) {
        match outcome {
            Ok(result) => self.client.answer(id, result),
            Err((code, why)) => self.client.refuse(id, code, &why),
        }
    }

    fn notification(&mut self, notification: Notification) {
        let Notification { method, params } = notification;
        // A notification that cannot be read cannot be refused: it has no response.
        match method.as_str() {
            "initialized" => self.watch(),
            "textDocument/didOpen" => {
                if let Ok(DidOpenTextDocumentParams { text_document: it }) = parsed(params) {
                    self.settings.invalidate();
                    self.schedule(it.uri.0.clone());
                    self.documents
                        .insert(it.uri.0.clone(), Document::new(it.uri, it.version, it.text));
                }
            }
            "textDocument/didChange" => {
                if let Ok(DidChangeTextDocumentParams {
                    text_document: it,
                    content_changes,
                }) = parsed(params)
                {
                    let uri = it.text_document_identifier.uri.0;
                    if let Some(document) = self.documents.get_mut(&uri) {
                        document.change(it.version, content_changes, self.client.abilities.unit);
                        self.schedule(uri);
                    }
                }
            }
            "textDocument/didClose" => {
                if let Ok(DidCloseTextDocumentParams { text_document: it }) = parsed(params) {
                    self.close(&it.uri);
                }
            }
            "textDocument/didSave" => self.saved(&params),
            "workspace/didChangeWatchedFiles" => self.invalidate_settings(),
            _ => {}
        }
    }

    /// Schedules the findings of a document, unless the client asks for them itself.
    fn schedule(&mut self, uri: String) {
        if !self.client.abilities.pulls {
            self.due.insert(uri);
        }
    }

    fn initialize(&mut self, params: &Value) -> Value {
        self.stage = Stage::Open;
        let abilities = Abilities::of(params);
        self.client.abilities = abilities;
        let kinds = vec![
            CodeActionKind::QuickFix,
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
    fn watch(&mut self) {
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

    fn close(&mut self, uri: &Uri) {
        if self.documents.remove(&uri.0).is_none() {
            return;
        }
        self.settings.forget(&documents::path(uri));
        self.due.remove(&uri.0);
        if !self.client.abilities.pulls {
            let params = PublishDiagnosticsParams {
                uri: uri.clone(),
                version: None,
                diagnostics: Vec::new(),
            };
            self.client
                .notify("textDocument/publishDiagnostics", value(&params));
        }
        self.report_faults();
    }

    /// A file was saved. That of a configuration or its rules changes the findings of others, and
    /// not every client watches those. Any other file can be one that a document is compared with,
    /// which is noticed when the document is next checked.
    fn saved(&mut self, params: &Value) {
        let uri = params.pointer("/textDocument/uri").and_then(Value::as_str);
        let ending = uri.and_then(|uri| Path::new(uri).extension());
        if ending.is_some_and(|ending| ending.eq_ignore_ascii_case("toml")) {
            self.invalidate_settings();
        } else if !self.client.abilities.pulls {
            self.due.extend(self.documents.keys().cloned());
        }
    }

    /// Reads the configurations again, and checks all documents.
    fn invalidate_settings(&mut self) {
        self.settings.invalidate();
        let abilities = self.client.abilities;
        if !abilities.pulls {
            for document in self.documents.values_mut() {
                document.is_published = false;
            }
            self.due.extend(self.documents.keys().cloned());
        } else if abilities.refreshes {
            self.client.ask("workspace/diagnostic/refresh", Value::Null);
        }
    }

    /// Checks a document, unless that is done, and reports mistakes in its configuration.
    fn check(&mut self, uri: &str) {
        if let Some(document) = self.documents.get_mut(uri) {
            document.check(&self.settings.of(&documents::path(&document.uri)));
        }
        self.report_faults();
    }

    /// Shows mistakes in configurations in their files, and a message about each once.
    fn report_faults(&mut self) {
        let faults: Vec<Fault> = self.settings.faults().into_iter().cloned().collect();
        if faults == self.faults {
            return;
        }
        for fault in faults.iter().filter(|fault| !self.faults.contains(fault)) {
            self.client.show_message(format!(
                "{}\nUntil this is fixed, the previous settings apply, or the defaults.",
                fault.lines().join("\n")
            ));
        }
        let by_file = diagnostics::of_faults(&faults, self.client.abilities.unit);
        let fixed = std::mem::replace(&mut self.marked, by_file.keys().cloned().collect());
        let cleared = fixed
            .into_iter()
            .filter(|uri| !by_file.contains_key(uri))
            .map(|uri| (uri, Vec::new()))
            .collect::<Vec<_>>();
        for (uri, diagnostics) in cleared.into_iter().chain(by_file) {
            let params = PublishDiagnosticsParams {
                uri: Uri(uri),
                version: None,
                diagnostics,
            };
            self.client
                .notify("textDocument/publishDiagnostics", value(&params));
        }
        self.faults = faults;
    }

    fn diagnostic(&mut self, params: &DocumentDiagnosticParams) -> Value {
        let uri = &params.text_document.uri.0;
        self.check(uri);
        let abilities = self.client.abilities;
        let document = self.documents.get(uri);
        let result_id = document.map(|document| document.round.to_string());
        let report = match result_id {
            Some(result_id) if params.previous_result_id.as_ref() == Some(&result_id) => {
                DocumentDiagnosticReport::RelatedUnchangedDocumentDiagnosticReport(
                    RelatedUnchangedDocumentDiagnosticReport {
                        related_documents: None,
                        unchanged_document_diagnostic_report: UnchangedDocumentDiagnosticReport {
                            result_id,
                        },
                    },
                )
            }
            result_id => {
                let items = document.map(|it| diagnostics::of_document(it, abilities));
                DocumentDiagnosticReport::RelatedFullDocumentDiagnosticReport(
                    RelatedFullDocumentDiagnosticReport {
                        related_documents: None,
                        full_document_diagnostic_report: FullDocumentDiagnosticReport {
                            result_id,
                            items: items.unwrap_or_default(),
                        },
                    },
                )
            }
        };
        value(&report)
    }

    fn code_action(&mut self, mut params: Value) -> Result<Value, Refusal> {
        // The diagnostics of other servers are not needed, and may be in a form that cannot be
        // read.
        if let Some(others) = params.pointer_mut("/context/diagnostics") {
            *others = Value::Array(Vec::new());
        }
        let CodeActionParams {
            text_document,
            range,
            context,
            ..
        } = parsed(params)?;
        let only: Option<Vec<String>> = context
            .only
            .map(|only| only.iter().map(ToString::to_string).collect());
        self.check(&text_document.uri.0);
        let abilities = self.client.abilities;
        let actions = self.documents.get(&text_document.uri.0).map(|document| {
            let range = document.text.span(abilities.unit, range);
            actions::of_range(document, abilities, range, only.as_deref())
        });
        Ok(value(&actions.unwrap_or_default()))
    }

    /// Answers a request about a document that needs no findings. Nothing is known about one that
    /// is not checked.
    fn feature(&mut self, method: &str, params: Value) -> Result<Value, Refusal> {
        let Some(uri) = params.pointer("/textDocument/uri").and_then(Value::as_str) else {
            let why = "expected `textDocument` with a `uri`".to_owned();
            return Err((ErrorCode::InvalidParams, why));
        };
        let Some(document) = self.documents.get(uri) else {
            return Ok(Value::Null);
        };
        let checker = self.settings.of(&documents::path(&document.uri));
        let Some(linter) = checker.linter() else {
            return Ok(Value::Null);
        };
        let asked = Asked {
            document,
            linter,
            abilities: self.client.abilities,
        };
        features::answer(method, params, asked).map_err(|why| (ErrorCode::InvalidParams, why))
    }

    fn hover(&mut self, params: HoverParams) -> Value {
        let at = params.text_document_position_params;
        self.check(&at.text_document.uri.0);
        let document = self.documents.get(&at.text_document.uri.0);
        value(
            &document.and_then(|document| hover::at(document, self.client.abilities, at.position)),
        )
    }

    /// Opens the page of a rule, which is the only command.
    fn execute(&mut self, params: &ExecuteCommandParams) -> Result<Value, Refusal> {
        let page =
            actions::page_of_command(params).map_err(|why| (ErrorCode::InvalidParams, why))?;
        self.client.ask("window/showDocument", value(&page));
        Ok(Value::Null)
    }
}

fn parsed<P: DeserializeOwned>(params: Value) -> Result<P, Refusal> {
    serde_json::from_value(params).map_err(|error| (ErrorCode::InvalidParams, error.to_string()))
}
