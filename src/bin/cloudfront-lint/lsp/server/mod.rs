//! The messages of the protocol, and what each does.

mod findings;
mod greeting;
mod workspace;

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::PathBuf;
use std::time::Instant;

use lsp_server::{ErrorCode, Message, Notification, Request, RequestId};
use lsp_types::{
    CodeActionParams, DidChangeTextDocumentParams, DidCloseTextDocumentParams,
    DidOpenTextDocumentParams, ExecuteCommandParams, HoverParams, PublishDiagnosticsParams, Uri,
};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::lsp::client::{Client, value};
use crate::lsp::documents::Document;
use crate::lsp::features::Asked;
use crate::lsp::frames::Frame;
use crate::lsp::parent::Parent;
use crate::lsp::settings::Checkers;
use crate::lsp::{actions, documents, features, hover};
use crate::settings::fault::Fault;

use findings::Due;
use workspace::{ClosedFiles, Sweep};

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
    parent: Parent,
    stage: Stage,
    settings: Checkers,
    documents: BTreeMap<String, Document>,
    due: Due,
    /// The folders of the workspace.
    folders: Vec<PathBuf>,
    /// The request for the findings of the workspace that is being answered.
    sweep: Option<Sweep>,
    closed: ClosedFiles,
    /// Whether the client wants to know what takes how long.
    traces: bool,
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
            parent: Parent::default(),
            stage: Stage::Begun,
            settings,
            documents: BTreeMap::new(),
            due: Due::default(),
            folders: Vec::new(),
            sweep: None,
            closed: ClosedFiles::new(),
            traces: false,
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
        let started = Instant::now();
        let method = match &frame {
            Frame::Message(Message::Request(request)) => Some(request.method.clone()),
            Frame::Message(Message::Notification(it)) => Some(it.method.clone()),
            _ => None,
        };
        let turn = self.handle(frame);
        if let Some(method) = method.filter(|_| self.traces) {
            let took = started.elapsed().as_secs_f64() * 1e3;
            let params = json!({ "message": format!("{method} took {took:.1} ms") });
            self.client.notify("$/logTrace", params);
        }
        turn
    }

    fn handle(&mut self, frame: Frame) -> Turn {
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

    fn request(&mut self, request: Request) {
        let Request { id, method, params } = request;
        if self.stage == Stage::Open && method == "workspace/diagnostic" {
            self.begin_sweep(id, &params);
            return;
        }
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
                let why = "the server shuts down".to_owned();
                self.end_sweep(Err((ErrorCode::ServerCancelled, why)));
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
            "workspace/didChangeConfiguration" => {
                let settings = params.pointer("/settings/cloudfront-lint");
                self.take_options(settings.unwrap_or(&Value::Null));
                self.invalidate_settings();
            }
            "$/setTrace" => self.traces = is_tracing(params.get("value")),
            "$/cancelRequest" => self.cancel(params.get("id")),
            _ => {}
        }
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

/// Whether a value of the protocol asks for messages about the work.
fn is_tracing(value: Option<&Value>) -> bool {
    let value = value.and_then(Value::as_str);
    value.is_some_and(|value| value != "off")
}

fn parsed<P: DeserializeOwned>(params: Value) -> Result<P, Refusal> {
    serde_json::from_value(params).map_err(|error| (ErrorCode::InvalidParams, error.to_string()))
}
