//! The client: what it supports, and the messages to it.

use std::io::Write;

use lsp_server::{ErrorCode, Message, Notification, Request, RequestId, Response};
use lsp_types::{MessageType, PositionEncodingKind, ShowMessageParams};
use serde_json::{Value, json};

use crate::lsp::positions::Unit;

/// What a client supports.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a capability of its own"
)]
#[derive(Clone, Copy, Default, Debug)]
pub(crate) struct Abilities {
    /// What columns count.
    pub(crate) unit: Unit,
    /// It asks for diagnostics itself, and can be asked to ask again. One that cannot would not
    /// notice a changed configuration.
    pub(crate) pulls: bool,
    /// It watches files for us.
    pub(crate) watches: bool,
    /// It accepts code actions that are more than commands.
    pub(crate) takes_actions: bool,
    /// Its edits can name the version of the document that they are for.
    pub(crate) versions_edits: bool,
    /// Its edits can create files.
    pub(crate) creates_files: bool,
    /// It can open a page.
    pub(crate) shows_documents: bool,
    /// It draws Markdown.
    pub(crate) draws_markdown: bool,
    /// It shows related places of a diagnostic.
    pub(crate) links_places: bool,
    /// It takes completions with places to fill in.
    pub(crate) takes_snippets: bool,
}

impl Abilities {
    /// Reads the parameters of `initialize` key by key, so that an odd value elsewhere does not
    /// matter.
    pub(crate) fn of(parameters: &Value) -> Self {
        let at = |path: &str| parameters.pointer(&format!("/capabilities/{path}"));
        let is = |path: &str| at(path) == Some(&Value::Bool(true));
        let contains = |path: &str, word: &str| {
            at(path)
                .and_then(Value::as_array)
                .is_some_and(|list| list.iter().any(|it| it == word))
        };
        Self {
            unit: unit(at("general/positionEncodings")),
            pulls: at("textDocument/diagnostic").is_some_and(Value::is_object)
                && is("workspace/diagnostics/refreshSupport"),
            watches: is("workspace/didChangeWatchedFiles/dynamicRegistration"),
            takes_actions: at("textDocument/codeAction/codeActionLiteralSupport")
                .is_some_and(Value::is_object),
            versions_edits: is("workspace/workspaceEdit/documentChanges"),
            creates_files: contains("workspace/workspaceEdit/resourceOperations", "create"),
            shows_documents: is("window/showDocument/support"),
            draws_markdown: contains("textDocument/hover/contentFormat", "markdown"),
            links_places: is("textDocument/publishDiagnostics/relatedInformation")
                || is("textDocument/diagnostic/relatedInformation"),
            takes_snippets: is("textDocument/completion/completionItem/snippetSupport"),
        }
    }

    /// What columns count, in the terms of the protocol.
    pub(crate) fn encoding(self) -> PositionEncodingKind {
        match self.unit {
            Unit::Byte => PositionEncodingKind::UTF8,
            Unit::Utf16 => PositionEncodingKind::UTF16,
            Unit::Character => PositionEncodingKind::UTF32,
        }
    }
}

/// The unit of columns: bytes, which cost nothing to count, or the one that the client prefers.
fn unit(offered: Option<&Value>) -> Unit {
    let offered = offered.and_then(Value::as_array);
    let known = |name: &Value| match name.as_str()? {
        "utf-8" => Some(Unit::Byte),
        "utf-16" => Some(Unit::Utf16),
        "utf-32" => Some(Unit::Character),
        _ => None,
    };
    let units: Vec<Unit> = offered.into_iter().flatten().filter_map(known).collect();
    if units.contains(&Unit::Byte) {
        Unit::Byte
    } else {
        units.first().copied().unwrap_or_default()
    }
}

/// The connection to the client.
#[derive(Debug)]
pub(crate) struct Client<W> {
    out: W,
    pub(crate) abilities: Abilities,
    /// How many requests it was sent.
    asked: i32,
    /// Whether it has gone.
    pub(crate) is_gone: bool,
}

impl<W: Write> Client<W> {
    pub(crate) fn new(out: W) -> Self {
        Self {
            out,
            abilities: Abilities::default(),
            asked: 0,
            is_gone: false,
        }
    }

    fn send(&mut self, message: &Message) {
        self.is_gone |= message.write(&mut self.out).is_err();
    }

    /// Answers a request.
    pub(crate) fn answer(&mut self, id: RequestId, result: Value) {
        self.send(&Message::Response(Response {
            id,
            response_result: Ok(result),
        }));
    }

    /// Refuses a request, with the reason.
    pub(crate) fn refuse(&mut self, id: RequestId, code: ErrorCode, why: &str) {
        self.send(&Message::Response(Response::new_err(
            id,
            code as i32,
            why.to_owned(),
        )));
    }

    /// Refuses a message that could not be read. Its id can be anything that JSON-RPC allows.
    pub(crate) fn refuse_unread(&mut self, id: &Value, code: ErrorCode, why: &str) {
        let error = json!({ "code": code as i32, "message": why });
        let text = json!({ "jsonrpc": "2.0", "id": id, "error": error }).to_string();
        let written = write!(self.out, "Content-Length: {}\r\n\r\n{text}", text.len())
            .and_then(|()| self.out.flush());
        self.is_gone |= written.is_err();
    }

    /// Sends a notification.
    pub(crate) fn notify(&mut self, method: &str, parameters: Value) {
        self.send(&Message::Notification(Notification {
            method: method.to_owned(),
            params: parameters,
        }));
    }

    /// Sends a request. Nothing depends on the answer.
    pub(crate) fn ask(&mut self, method: &str, parameters: Value) {
        self.asked += 1;
        self.send(&Message::Request(Request {
            id: self.asked.into(),
            method: method.to_owned(),
            params: parameters,
        }));
    }

    /// Shows a message to the user.
    pub(crate) fn show_message(&mut self, message: String) {
        self.notify(
            "window/showMessage",
            value(&ShowMessageParams {
                kind: MessageType::Error,
                message,
            }),
        );
    }
}

/// A type of the protocol as JSON.
pub(crate) fn value(it: &impl serde::Serialize) -> Value {
    serde_json::to_value(it).unwrap_or_default()
}
