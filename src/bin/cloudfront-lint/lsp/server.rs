//! What each message means.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

use lsp_server::{ErrorCode, Message, Notification, Request, RequestId};
use lsp_types::{
    CodeActionKind, CodeActionOptions, CodeActionParams, CodeActionProvider, DiagnosticOptions,
    DiagnosticProvider, DidChangeTextDocumentParams, DidChangeWatchedFilesRegistrationOptions,
    DidCloseTextDocumentParams, DidOpenTextDocumentParams, DocumentDiagnosticParams,
    DocumentDiagnosticReport, ExecuteCommandOptions, ExecuteCommandParams, FileSystemWatcher,
    FullDocumentDiagnosticReport, GlobPattern, HoverParams, HoverProvider, InitializeResult,
    PublishDiagnosticsParams, Registration, RegistrationParams,
    RelatedFullDocumentDiagnosticReport, Save, ServerCapabilities, ServerInfo, ShowDocumentParams,
    TextDocumentSync, TextDocumentSyncKind, TextDocumentSyncOptions, Uri,
};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::lsp::client::{Abilities, Client, value};
use crate::lsp::documents::Document;
use crate::lsp::frames::Frame;
use crate::lsp::settings::Settings;
use crate::lsp::{actions, diagnostics, documents, hover};
use crate::settings::Fault;

/// Files that configurations are made of: `cloudfront-lint.toml`, and the rule files that it names.
const WATCHED: &str = "**/*.toml";

/// Whether another message is awaited.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Turn {
    /// One is.
    Next,
    /// That was the last.
    Last,
}

/// How far the conversation is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Stage {
    Begun,
    Open,
    ShutDown,
}

/// The server and all it knows.
#[derive(Debug)]
pub(crate) struct Server<W> {
    client: Client<W>,
    stage: Stage,
    settings: Settings,
    documents: BTreeMap<String, Document>,
    /// Documents whose findings the client is to hear.
    due: BTreeSet<String>,
    /// What is wrong with configurations, as far as the client knows.
    faults: Vec<Fault>,
    /// The files that it was shown that in.
    marked: BTreeSet<String>,
}

/// Why a request is not answered.
type Refusal = (ErrorCode, String);

impl<W: Write> Server<W> {
    pub(crate) fn new(client: Client<W>, settings: Settings) -> Self {
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

    /// Whether the client has said that it will go.
    pub(crate) fn is_shut_down(&self) -> bool {
        self.stage == Stage::ShutDown
    }

    /// Does what one frame says.
    pub(crate) fn take(&mut self, frame: Frame) -> Turn {
        match frame {
            Frame::Message(Message::Request(request)) => self.request(request),
            Frame::Message(Message::Notification(notification))
                if notification.method == "exit" =>
            {
                return Turn::Last;
            }
            Frame::Message(Message::Notification(notification)) if self.stage == Stage::Open => {
                self.notification(notification)
            }
            // An answer to what was asked changes nothing here, and what comes too early or too late is dropped.
            Frame::Message(Message::Response(_) | Message::Notification(_)) => {}
            Frame::Refused(id, why) => {
                self.client
                    .refuse_unread(&id, ErrorCode::InvalidRequest, &why)
            }
            Frame::Malformed(why) => {
                self.client
                    .refuse_unread(&Value::Null, ErrorCode::ParseError, &why)
            }
        }
        if self.client.is_gone {
            Turn::Last
        } else {
            Turn::Next
        }
    }

    /// Tells the client what it has not heard yet.
    pub(crate) fn catch_up(&mut self) {
        for uri in std::mem::take(&mut self.due) {
            self.judge(&uri);
            let Some(document) = self.documents.get(&uri) else {
                continue;
            };
            let found = diagnostics::of_document(document, self.client.abilities.unit);
            let told = PublishDiagnosticsParams {
                uri: document.uri.clone(),
                version: Some(document.version),
                diagnostics: found,
            };
            self.client
                .notify("textDocument/publishDiagnostics", value(&told));
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
        // What cannot be read cannot be refused either: a notification has no answer.
        match method.as_str() {
            "initialized" => self.watch(),
            "textDocument/didOpen" => {
                if let Ok(DidOpenTextDocumentParams { text_document: it }) = parsed(params) {
                    self.settings.doubt();
                    self.owe(it.uri.0.clone());
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
                        self.owe(uri);
                    }
                }
            }
            "textDocument/didClose" => {
                if let Ok(DidCloseTextDocumentParams { text_document: it }) = parsed(params) {
                    self.close(&it.uri);
                }
            }
            // What was saved may be a rule file that nobody watches for us.
            "textDocument/didSave" => self.doubt_settings(),
            "workspace/didChangeWatchedFiles" => {
                self.doubt_settings();
                if self.client.abilities.pulls && self.client.abilities.refreshes {
                    self.client.ask("workspace/diagnostic/refresh", Value::Null);
                }
            }
            _ => {}
        }
    }

    /// Takes note that the client is to hear of a document, unless it asks itself.
    fn owe(&mut self, uri: String) {
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
        let capabilities = ServerCapabilities {
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
        let info = ServerInfo {
            name: env!("CARGO_PKG_NAME").to_owned(),
            version: Some(env!("CARGO_PKG_VERSION").to_owned()),
        };
        value(&InitializeResult {
            capabilities,
            server_info: Some(info),
        })
    }

    /// Has the client watch the files of configurations.
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
            let told = PublishDiagnosticsParams {
                uri: uri.clone(),
                version: None,
                diagnostics: Vec::new(),
            };
            self.client
                .notify("textDocument/publishDiagnostics", value(&told));
        }
        self.tell_faults();
    }

    /// Has the configurations read again, and all documents judged anew where they have changed.
    fn doubt_settings(&mut self) {
        self.settings.doubt();
        if !self.client.abilities.pulls {
            self.due.extend(self.documents.keys().cloned());
        }
    }

    /// Judges a document, unless that is done, and tells what is wrong with its configuration.
    fn judge(&mut self, uri: &str) {
        if let Some(document) = self.documents.get_mut(uri) {
            document.judge(&self.settings.of(&documents::path(&document.uri)));
        }
        self.tell_faults();
    }

    /// Shows what is wrong with configurations in their files, and says it once.
    fn tell_faults(&mut self) {
        let faults: Vec<Fault> = self.settings.faults().into_iter().cloned().collect();
        if faults == self.faults {
            return;
        }
        for fault in faults.iter().filter(|fault| !self.faults.contains(fault)) {
            self.client.say(format!(
                "{}\nUntil this is fixed, the previous settings apply, or the defaults.",
                fault.lines().join("\n")
            ));
        }
        let by_file = diagnostics::of_faults(&faults, self.client.abilities.unit);
        let mended = std::mem::replace(&mut self.marked, by_file.keys().cloned().collect());
        let cleared = mended
            .into_iter()
            .filter(|uri| !by_file.contains_key(uri))
            .map(|uri| (uri, Vec::new()))
            .collect::<Vec<_>>();
        for (uri, diagnostics) in cleared.into_iter().chain(by_file) {
            let told = PublishDiagnosticsParams {
                uri: Uri(uri),
                version: None,
                diagnostics,
            };
            self.client
                .notify("textDocument/publishDiagnostics", value(&told));
        }
        self.faults = faults;
    }

    fn diagnostic(&mut self, params: &DocumentDiagnosticParams) -> Value {
        let uri = &params.text_document.uri.0;
        self.judge(uri);
        let items = self
            .documents
            .get(uri)
            .map(|document| diagnostics::of_document(document, self.client.abilities.unit));
        let report = FullDocumentDiagnosticReport {
            result_id: None,
            items: items.unwrap_or_default(),
        };
        value(
            &DocumentDiagnosticReport::RelatedFullDocumentDiagnosticReport(
                RelatedFullDocumentDiagnosticReport {
                    related_documents: None,
                    full_document_diagnostic_report: report,
                },
            ),
        )
    }

    fn code_action(&mut self, mut params: Value) -> Result<Value, Refusal> {
        // Whatever others have found there is no business of ours, nor is how they write it.
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
        self.judge(&text_document.uri.0);
        let abilities = self.client.abilities;
        let actions = self.documents.get(&text_document.uri.0).map(|document| {
            let range = document.text.span(abilities.unit, range);
            actions::of_range(document, abilities, range, only.as_deref())
        });
        Ok(value(&actions.unwrap_or_default()))
    }

    fn hover(&mut self, params: HoverParams) -> Value {
        let at = params.text_document_position_params;
        self.judge(&at.text_document.uri.0);
        let document = self.documents.get(&at.text_document.uri.0);
        value(
            &document.and_then(|document| hover::at(document, self.client.abilities, at.position)),
        )
    }

    /// Opens the page of a rule, the one command there is.
    fn execute(&mut self, params: &ExecuteCommandParams) -> Result<Value, Refusal> {
        if params.command != actions::EXPLAIN {
            return Err((
                ErrorCode::InvalidParams,
                format!("unknown command `{}`", params.command),
            ));
        }
        let rule = params
            .arguments
            .as_ref()
            .and_then(|arguments| arguments.first()?.as_str())
            .unwrap_or_default();
        let Some(url) = cloudfront_lint::builtin::rule_url(rule) else {
            return Err((
                ErrorCode::InvalidParams,
                format!("rule `{rule}` has no page"),
            ));
        };
        let shown = ShowDocumentParams {
            uri: Uri(url),
            external: Some(true),
            take_focus: None,
            selection: None,
        };
        self.client.ask("window/showDocument", value(&shown));
        Ok(Value::Null)
    }
}

fn parsed<P: DeserializeOwned>(params: Value) -> Result<P, Refusal> {
    serde_json::from_value(params).map_err(|error| (ErrorCode::InvalidParams, error.to_string()))
}
