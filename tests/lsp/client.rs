//! An editor that knows no more than the protocol.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

use crate::cli::support::Folder;

/// How long an answer may take before a test that waits for it is a failure rather than slow.
const PATIENCE: Duration = Duration::from_secs(120);

/// The unit of columns.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Unit {
    Byte,
    Utf16,
    Character,
}

pub(crate) struct Client {
    process: Child,
    input: Option<ChildStdin>,
    output: Receiver<Value>,
    requests: i32,
    /// What came and was not asked for, in order.
    pub(crate) heard: Vec<Value>,
}

/// Capabilities of an editor that can do everything there is.
pub(crate) fn able(unit: Unit) -> Value {
    let encodings = match unit {
        Unit::Byte => json!(["utf-16", "utf-8"]),
        Unit::Utf16 => json!(["utf-16"]),
        Unit::Character => json!(["utf-32", "utf-16"]),
    };
    json!({
        "general": { "positionEncodings": encodings },
        "workspace": {
            "workspaceEdit": { "documentChanges": true },
            "didChangeWatchedFiles": { "dynamicRegistration": true },
            "diagnostics": { "refreshSupport": true },
        },
        "window": { "showDocument": { "support": true } },
        "textDocument": {
            "codeAction": { "codeActionLiteralSupport": { "codeActionKind": { "valueSet": ["quickfix", "source.fixAll"] } } },
            "publishDiagnostics": { "relatedInformation": true },
            "hover": { "contentFormat": ["markdown", "plaintext"] },
        },
    })
}

/// The same of one that asks for diagnostics itself.
pub(crate) fn pulling(unit: Unit) -> Value {
    let mut capabilities = able(unit);
    capabilities["textDocument"]["diagnostic"] = json!({});
    capabilities
}

impl Client {
    /// The server in a folder, before anything was said.
    pub(crate) fn spawn(folder: &Folder, arguments: &str) -> Self {
        let mut command = folder.command(&format!("lsp {arguments}"));
        let mut process = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut output = BufReader::new(process.stdout.take().unwrap());
        let (send, receive) = mpsc::channel();
        thread::spawn(move || {
            while let Some(message) = read(&mut output) {
                if send.send(message).is_err() {
                    return;
                }
            }
        });
        Self {
            input: process.stdin.take(),
            process,
            output: receive,
            requests: 0,
            heard: Vec::new(),
        }
    }

    /// A server that has shaken hands.
    pub(crate) fn start(folder: &Folder, arguments: &str, capabilities: Value) -> Self {
        let mut client = Self::spawn(folder, arguments);
        let params = [
            ("processId", Value::Null),
            ("rootUri", uri(folder, "").into()),
            ("capabilities", capabilities),
        ];
        client.request("initialize", Value::from_iter(params));
        client.notify("initialized", json!({}));
        client
    }

    /// Sends bytes as they are.
    pub(crate) fn send_raw(&mut self, bytes: &[u8]) {
        let input = self.input.as_mut().unwrap();
        input.write_all(bytes).and_then(|()| input.flush()).unwrap();
    }

    pub(crate) fn send(&mut self, message: &Value) {
        let text = message.to_string();
        self.send_raw(format!("Content-Length: {}\r\n\r\n{text}", text.len()).as_bytes());
    }

    pub(crate) fn notify(&mut self, method: &str, params: Value) {
        self.send(&Value::from_iter([
            ("jsonrpc", Value::from("2.0")),
            ("method", method.into()),
            ("params", params),
        ]));
    }

    /// The whole answer to a request.
    pub(crate) fn ask(&mut self, method: &str, params: Value) -> Value {
        self.requests += 1;
        let id = self.requests;
        let parts = [
            ("jsonrpc", Value::from("2.0")),
            ("id", id.into()),
            ("method", method.into()),
            ("params", params),
        ];
        self.send(&Value::from_iter(parts));
        loop {
            let message = self.receive();
            if message["id"] == id && message.get("method").is_none() {
                return message;
            }
            self.heard.push(message);
        }
    }

    /// The result of a request that is answered.
    pub(crate) fn request(&mut self, method: &str, params: Value) -> Value {
        let answer = self.ask(method, params);
        answer
            .get("result")
            .unwrap_or_else(|| panic!("{method} is refused: {answer}"))
            .clone()
    }

    /// The code with which a request is refused.
    pub(crate) fn refusal(&mut self, method: &str, params: Value) -> i64 {
        self.ask(method, params)["error"]["code"].as_i64().unwrap()
    }

    pub(crate) fn receive(&mut self) -> Value {
        self.output
            .recv_timeout(PATIENCE)
            .expect("the server says something")
    }

    /// Waits for a message of a method, and gives its parameters.
    pub(crate) fn await_method(&mut self, method: &str) -> Value {
        if let Some(index) = self
            .heard
            .iter()
            .position(|message| message["method"] == method)
        {
            return self.heard.remove(index)["params"].clone();
        }
        loop {
            let message = self.receive();
            if message["method"] == method {
                return message["params"].clone();
            }
            self.heard.push(message);
        }
    }

    pub(crate) fn open(&mut self, uri: &str, language: &str, text: &str) {
        let document = json!({ "uri": uri, "languageId": language, "version": 1, "text": text });
        self.notify("textDocument/didOpen", json!({ "textDocument": document }));
    }

    pub(crate) fn change(&mut self, uri: &str, version: i32, changes: Value) {
        let document = json!({ "uri": uri, "version": version });
        self.notify(
            "textDocument/didChange",
            Value::from_iter([("textDocument", document), ("contentChanges", changes)]),
        );
    }

    /// The next diagnostics that are pushed for a document.
    pub(crate) fn pushed(&mut self, uri: &str) -> Vec<Value> {
        loop {
            let message = self.await_method("textDocument/publishDiagnostics");
            if message["uri"] == uri {
                return message["diagnostics"].as_array().unwrap().clone();
            }
        }
    }

    pub(crate) fn pulled(&mut self, uri: &str) -> Vec<Value> {
        let report = self.request(
            "textDocument/diagnostic",
            json!({ "textDocument": { "uri": uri } }),
        );
        assert_eq!(report["kind"], "full");
        report["items"].as_array().unwrap().clone()
    }

    pub(crate) fn actions(&mut self, uri: &str, range: &Value, only: Option<&str>) -> Vec<Value> {
        let mut context = json!({ "diagnostics": [] });
        if let Some(only) = only {
            context["only"] = json!([only]);
        }
        let params = json!({ "textDocument": { "uri": uri }, "range": range, "context": context });
        self.request("textDocument/codeAction", params)
            .as_array()
            .unwrap()
            .clone()
    }

    /// Waits for the end of the server, and gives the exit code. The stream stays open.
    pub(crate) fn exit_code(&mut self) -> i32 {
        self.process.wait().unwrap().code().unwrap()
    }

    /// Ends the stream, and gives the exit code. Whatever else was said is in `heard`, and nothing
    /// may be on standard error.
    pub(crate) fn end(&mut self) -> i32 {
        drop(self.input.take());
        while let Ok(message) = self.output.recv_timeout(PATIENCE) {
            self.heard.push(message);
        }
        let mut errors = String::new();
        self.process
            .stderr
            .take()
            .unwrap()
            .read_to_string(&mut errors)
            .unwrap();
        assert_eq!(errors, "");
        self.process.wait().unwrap().code().unwrap()
    }

    /// Goes as the protocol has it.
    pub(crate) fn finish(&mut self) {
        assert_eq!(self.request("shutdown", Value::Null), Value::Null);
        self.notify("exit", Value::Null);
        assert_eq!(self.end(), 0);
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        // A test that failed leaves no process behind.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The next message. Standard output contains nothing else.
fn read(output: &mut impl BufRead) -> Option<Value> {
    let mut line = String::new();
    if output.read_line(&mut line).unwrap() == 0 {
        return None;
    }
    let length = line
        .strip_prefix("Content-Length: ")
        .unwrap_or_else(|| panic!("no header: {line}"))
        .trim()
        .parse()
        .unwrap();
    line.clear();
    output.read_line(&mut line).unwrap();
    assert_eq!(line, "\r\n");
    let mut body = vec![0; length];
    output.read_exact(&mut body).unwrap();
    let message: Value = serde_json::from_slice(&body).unwrap();
    assert_eq!(message["jsonrpc"], "2.0");
    Some(message)
}

/// The URI of a file, as editors write it.
pub(crate) fn uri(folder: &Folder, name: &str) -> String {
    let folder = folder
        .path()
        .canonicalize()
        .unwrap()
        .display()
        .to_string()
        .replace('\\', "/");
    format!(
        "file://{}{folder}/{}",
        if folder.starts_with('/') { "" } else { "/" },
        name.replace(' ', "%20")
    )
}

/// The byte offset of a place.
pub(crate) fn offset(text: &str, place: &Value, unit: Unit) -> usize {
    let start: usize = lines(text)
        .take(place["line"].as_u64().unwrap() as usize)
        .map(str::len)
        .sum();
    let mut left = place["character"].as_u64().unwrap() as usize;
    for (at, character) in text[start..].char_indices() {
        if left == 0 {
            return start + at;
        }
        left -= match unit {
            Unit::Byte => character.len_utf8(),
            Unit::Utf16 => character.len_utf16(),
            Unit::Character => 1,
        };
    }
    text.len()
}

/// The place of a byte offset.
pub(crate) fn place(text: &str, offset: usize, unit: Unit) -> Value {
    let before = &text[..offset];
    let line = lines(before)
        .filter(|line| line.ends_with(['\n', '\r']))
        .count();
    let column = &before[lines(before).take(line).map(str::len).sum::<usize>()..];
    let character = match unit {
        Unit::Byte => column.len(),
        Unit::Utf16 => column.encode_utf16().count(),
        Unit::Character => column.chars().count(),
    };
    json!({ "line": line, "character": character })
}

/// The lines of a text with what ends them: `\n`, `\r\n` or `\r`.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let ends = rest
            .find(['\n', '\r'])
            .map(|at| at + if rest[at..].starts_with("\r\n") { 2 } else { 1 });
        let (line, behind) = rest.split_at(ends.unwrap_or(rest.len()));
        rest = behind;
        (!line.is_empty()).then_some(line)
    })
}

/// The text with the edits of an action made, which are for this document alone.
pub(crate) fn applied(text: &str, action: &Value, uri: &str, unit: Unit) -> String {
    let edit = &action["edit"];
    let edits = match edit.get("documentChanges") {
        Some(changes) => {
            assert_eq!(changes.as_array().unwrap().len(), 1);
            assert_eq!(changes[0]["textDocument"]["uri"], uri);
            assert!(changes[0]["textDocument"]["version"].is_i64());
            &changes[0]["edits"]
        }
        None => &edit["changes"][uri],
    };
    let place = |edit: &Value, end: &str| offset(text, &edit["range"][end], unit);
    let mut edits: Vec<(usize, usize, &str)> = edits
        .as_array()
        .unwrap()
        .iter()
        .map(|edit| {
            (
                place(edit, "start"),
                place(edit, "end"),
                edit["newText"].as_str().unwrap(),
            )
        })
        .collect();
    edits.sort_unstable();
    let mut out = String::new();
    let mut at = 0;
    for (start, end, new) in edits {
        out.push_str(&text[at..start]);
        out.push_str(new);
        at = end;
    }
    out + &text[at..]
}

/// A range that contains everything.
pub(crate) fn everything() -> Value {
    json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 1_000_000, "character": 0 } })
}
