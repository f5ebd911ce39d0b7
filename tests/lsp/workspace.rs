//! Files that are not open, settings of the client, and messages about the work.

use serde_json::{Value, json};

use super::client::{Client, Unit, able, pulling, uri};
use crate::cli::support::{CLEAN, ERRORS, FOREIGN, Folder};

/// The answer to a request for all findings, by file: the kind and how many there are.
fn asked(client: &mut Client, folder: &Folder, known: &Value) -> Vec<(String, String, usize)> {
    let params = json!({ "previousResultIds": known, "workDoneToken": "work" });
    let answer = client.request("workspace/diagnostic", params);
    let root = uri(folder, "");
    let one = |item: &Value| {
        let name = item["uri"].as_str().unwrap().strip_prefix(&root).unwrap();
        let count = item["items"].as_array().map_or(0, Vec::len);
        (
            name.to_owned(),
            item["kind"].as_str().unwrap().to_owned(),
            count,
        )
    };
    answer["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(one)
        .collect()
}

#[test]
fn files_that_are_not_open_are_checked_on_request() {
    let folder = Folder::with(&[
        ("a.xml", ERRORS),
        ("clean.xml", CLEAN),
        ("sub/b.xml", ERRORS),
        ("pom.xml", FOREIGN),
        ("open.xml", ERRORS),
    ]);
    let mut client = Client::start(&folder, "", pulling(Unit::Utf16));
    client.open(&uri(&folder, "open.xml"), "xml", ERRORS);
    let full = |name: &str, count| (name.to_owned(), "full".to_owned(), count);
    let found = asked(&mut client, &folder, &json!([]));
    assert_eq!(found, [full("a.xml", 2), full("sub/b.xml", 2)]);
    let progress: Vec<Value> = client
        .heard
        .iter()
        .filter(|it| it["method"] == "$/progress")
        .map(|it| it["params"]["value"]["kind"].clone())
        .collect();
    assert_eq!(progress, ["begin", "end"]);
    let answer = client.request("workspace/diagnostic", json!({ "previousResultIds": [] }));
    let known: Vec<Value> = answer["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| json!({ "uri": it["uri"], "value": it["resultId"] }))
        .collect();
    folder.write("a.xml", CLEAN);
    let found = asked(&mut client, &folder, &json!(known));
    let unchanged = ("sub/b.xml".to_owned(), "unchanged".to_owned(), 0);
    assert_eq!(found, [full("a.xml", 0), unchanged]);
    std::fs::remove_file(folder.path().join("sub/b.xml")).unwrap();
    let found = asked(&mut client, &folder, &json!(known));
    assert_eq!(found, [full("a.xml", 0), full("sub/b.xml", 0)]);
    client.finish();
}

#[test]
fn the_client_can_give_settings() {
    let folder = Folder::with(&[("known.txt", ""), ("a.xml", ERRORS), ("other.toml", "")]);
    folder.run("check --baseline known.txt --update-baseline a.xml");
    let both = 2;
    for (options, expected, is_wrong) in [
        (json!({}), both, false),
        (json!({ "baseline": "known.txt" }), 0, false),
        (json!({ "configuration": "other.toml" }), both, false),
        (
            json!({ "operation": "create", "isolated": true, "baseline": null }),
            both,
            false,
        ),
        (json!({ "operation": "destroy" }), both, true),
        (json!({ "colour": 1 }), both, true),
    ] {
        let mut client = Client::spawn(&folder, "");
        let params = json!({
            "capabilities": pulling(Unit::Utf16), "rootUri": uri(&folder, ""),
            "initializationOptions": options,
        });
        client.request("initialize", params);
        client.notify("initialized", json!({}));
        let a = uri(&folder, "a.xml");
        client.open(&a, "xml", ERRORS);
        assert_eq!(client.pulled(&a).len(), expected, "{options}");
        let is_shown = |it: &Value| it["method"] == "window/showMessage";
        assert_eq!(client.heard.iter().any(is_shown), is_wrong, "{options}");
        let settings = json!({ "settings": { "cloudfront-lint": { "baseline": "known.txt" } } });
        client.notify("workspace/didChangeConfiguration", settings);
        assert_eq!(client.pulled(&a).len(), 0);
        client.finish();
    }
}

#[test]
fn what_takes_how_long_is_logged_on_request() {
    let folder = Folder::new();
    let mut client = Client::start(&folder, "", able(Unit::Utf16));
    let a = uri(&folder, "a.xml");
    client.open(&a, "xml", CLEAN);
    client.pushed(&a);
    assert!(client.heard.iter().all(|it| it["method"] != "$/logTrace"));
    client.notify("$/setTrace", json!({ "value": "messages" }));
    client.open(&a, "xml", CLEAN);
    let mut message = client.await_method("$/logTrace")["message"].clone();
    if message
        .as_str()
        .is_some_and(|it| it.starts_with("$/setTrace"))
    {
        message = client.await_method("$/logTrace")["message"].clone();
    }
    assert!(
        message
            .as_str()
            .unwrap()
            .starts_with("textDocument/didOpen took "),
        "{message}"
    );
    client.finish();
}
