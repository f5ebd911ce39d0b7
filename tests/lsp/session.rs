//! From the first word to the exit code.

use serde_json::{Value, json};

use super::client::{Client, Unit, able, everything, pulling, uri};
use crate::cli::support::{ERRORS, Folder};
use crate::support::stored;

const PARSE_ERROR: i64 = -32700;
const INVALID_REQUEST: i64 = -32600;
const METHOD_NOT_FOUND: i64 = -32601;
const INVALID_PARAMS: i64 = -32602;
const NOT_INITIALIZED: i64 = -32002;

fn greeting(capabilities: &Value) -> String {
    let folder = Folder::new();
    let mut client = Client::spawn(&folder, "--stdio");
    let answer = client.request(
        "initialize",
        json!({ "processId": 1, "rootUri": null, "capabilities": capabilities }),
    );
    client.finish();
    serde_json::to_string_pretty(&answer)
        .unwrap()
        .replace(env!("CARGO_PKG_VERSION"), "VERSION")
}

#[test]
fn what_is_offered_depends_on_what_is_understood() {
    stored::snapshot(
        "lsp/session/an_able_client",
        &greeting(&pulling(Unit::Byte)),
    );
    stored::snapshot("lsp/session/a_bare_client", &greeting(&json!({})));
    assert_eq!(
        greeting(&json!({ "general": { "positionEncodings": ["utf-7", 1] }, "textDocument": 7 })),
        greeting(&json!({}))
    );
}

#[test]
fn the_exit_code_shows_whether_the_client_shut_down() {
    let folder = Folder::new();
    Client::start(&folder, "", json!({})).finish();
    let mut client = Client::start(&folder, "", json!({}));
    client.notify("exit", Value::Null);
    assert_eq!(client.end(), 1);
    assert_eq!(
        Client::start(&folder, "", json!({})).end(),
        1,
        "the end of the stream"
    );
    assert_eq!(Client::spawn(&folder, "").end(), 1);
}

#[test]
fn requests_out_of_turn_are_refused() {
    let folder = Folder::new();
    let mut client = Client::spawn(&folder, "");
    assert_eq!(
        client.refusal("textDocument/hover", json!({})),
        NOT_INITIALIZED
    );
    assert_eq!(client.refusal("shutdown", Value::Null), NOT_INITIALIZED);
    client.open(&uri(&folder, "early.xml"), "xml", ERRORS);
    client.request("initialize", json!({ "capabilities": {} }));
    assert_eq!(
        client.refusal("initialize", json!({ "capabilities": {} })),
        INVALID_REQUEST
    );
    client.request("shutdown", Value::Null);
    assert_eq!(
        client.refusal("textDocument/hover", json!({})),
        INVALID_REQUEST
    );
    assert!(
        client.heard.is_empty(),
        "what came too early is not heard: {:?}",
        client.heard
    );
    client.notify("exit", Value::Null);
    assert_eq!(client.end(), 0);
}

/// The next message that is not a notification.
fn answer(client: &mut Client) -> Value {
    loop {
        let message = client.receive();
        if message.get("method").is_none() {
            return message;
        }
    }
}

#[test]
fn an_unknown_message_affects_nothing_else() {
    let folder = Folder::new();
    let mut client = Client::start(&folder, "", able(Unit::Utf16));
    assert_eq!(
        client.refusal("textDocument/typeDefinition", json!({})),
        METHOD_NOT_FOUND
    );
    assert_eq!(
        client.refusal("textDocument/completion", json!({})),
        INVALID_PARAMS
    );
    assert_eq!(client.refusal("$/unheard", Value::Null), METHOD_NOT_FOUND);
    assert_eq!(
        client.refusal("textDocument/hover", json!({ "position": "here" })),
        INVALID_PARAMS
    );
    assert_eq!(
        client.refusal("textDocument/codeAction", Value::Null),
        INVALID_PARAMS
    );
    assert_eq!(
        client.refusal("workspace/executeCommand", json!({ "command": "rm" })),
        INVALID_PARAMS
    );
    client.notify("$/cancelRequest", json!({ "id": 1 }));
    client.notify("textDocument/didOpen", json!({ "textDocument": 1 }));
    client.notify("textDocument/didChange", json!([]));
    client.notify("unheard", json!({}));
    client.send(&json!({ "jsonrpc": "2.0", "id": 77, "result": null }));
    let a = uri(&folder, "a.xml");
    client.open(&a, "xml", ERRORS);
    assert_eq!(client.pushed(&a).len(), 2);
    client.finish();
}

#[test]
fn a_malformed_message_affects_nothing_else() {
    let folder = Folder::new();
    let mut client = Client::start(&folder, "", able(Unit::Utf16));
    for garbage in [
        "Content-Length: 2\r\n\r\n{]",
        "Content-Length: 4\r\n\r\n[{}]",
        "Content-Length: 3\r\n\r\n\u{ff}x",
        "nonsense\r\n\r\n",
    ] {
        client.send_raw(garbage.as_bytes());
        let answer = answer(&mut client);
        assert_eq!(
            (&answer["id"], answer["error"]["code"].as_i64()),
            (&Value::Null, Some(PARSE_ERROR)),
            "{garbage:?}"
        );
    }
    for (id, malformed) in [
        (
            json!(501),
            json!({ "jsonrpc": "2.0", "id": 501, "method": 42 }),
        ),
        (json!("five"), json!({ "id": "five" })),
    ] {
        client.send(&malformed);
        let answer = answer(&mut client);
        assert_eq!(
            (&answer["id"], answer["error"]["code"].as_i64()),
            (&id, Some(INVALID_REQUEST)),
            "{malformed}"
        );
    }
    let a = uri(&folder, "a.xml");
    client.open(&a, "xml", ERRORS);
    assert_eq!(client.pushed(&a).len(), 2);
    client.finish();
}

#[test]
fn positions_outside_the_text_are_harmless() {
    let folder = Folder::new();
    for unit in [Unit::Byte, Unit::Utf16] {
        let mut client = Client::start(&folder, "", able(unit));
        let a = uri(&folder, "a.xml");
        client.open(&a, "xml", "<Invalidation😀Batch>ä\r\n</InvalidationBatch>");
        client.pushed(&a);
        for line in [0, 1, 2, u32::MAX] {
            for character in [0, 1, 14, 15, 16, 1000, u32::MAX] {
                let place = json!({ "line": line, "character": character });
                client.request(
                    "textDocument/hover",
                    json!({ "textDocument": { "uri": a }, "position": place }),
                );
                client.actions(
                    &a,
                    &json!({ "start": place, "end": { "line": 0, "character": 3 } }),
                    None,
                );
                client.change(
                    &a,
                    2,
                    json!([{ "range": { "start": place, "end": place }, "text": "x" }]),
                );
                client.pushed(&a);
            }
        }
        assert!(
            client
                .actions(&uri(&folder, "unknown.xml"), &everything(), None)
                .is_empty()
        );
        client.finish();
    }
}

/// The streams of a client that crashed can be open in another process.
#[cfg(target_os = "linux")]
#[test]
fn a_server_does_not_outlive_the_process_of_its_client() {
    let folder = Folder::new();
    let mut process = std::process::Command::new("sleep")
        .arg("60")
        .spawn()
        .unwrap();
    let mut client = Client::spawn(&folder, "");
    let params = json!({ "processId": process.id(), "capabilities": {} });
    client.request("initialize", params);
    process.kill().unwrap();
    process.wait().unwrap();
    assert_eq!(client.exit_code(), 1);
}
