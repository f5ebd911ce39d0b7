//! What is found is what `check` finds, at the same places, and of nothing else.

use serde_json::{Value, json};

use super::client::{Client, Unit, able, applied, everything, place, pulling, uri};
use crate::cli::support::{ADVICE, CLEAN, ERRORS, FOREIGN, Folder, WARNING, stdout};
use crate::support::stored;

const BROKEN: &str = include_str!("../../fixtures/sample/broken.xml");

/// Text before faults: letters of two bytes, and one of two
/// units of UTF-16.
const WIDE: &str = "<InvalidationBatch xmlns=\"http://cloudfront.amazonaws.com/doc/2020-05-31/\">\r
  <!-- größe 😀😀 --><Paths><Quantity>2</Quantity><!-- 😀 --><Items><Path>/ä😀</Path></Items></Paths>\
<!-- ä --><Colour>ß</Colour>\r
  <CallerReference>😀</CallerReference><CallerReference>😀é</CallerReference>\r
</InvalidationBatch>\r\n";

const JSON: &str = "{\"InvalidationBatch\": {\n  \"Paths\": {\"Quantity\": 2, \"Items\": [\"/ä😀\"]},\r\n  \"CallerReferenc\": \"😀\", \"Colour\": \"x\"\n}}\n";

/// The findings of `check` as diagnostics have them: place, rule, severity, and where else is
/// pointed at.
fn checked(folder: &Folder, name: &str, text: &str, unit: Unit) -> Vec<Value> {
    let report: Value =
        serde_json::from_str(&stdout(&folder.run(&format!("check --format json {name}")))).unwrap();
    let range = |it: &Value| {
        let at = |end: &str| place(text, it["span"][end].as_u64().unwrap() as usize, unit);
        json!({ "start": at("start"), "end": at("end") })
    };
    let severity = |it: &Value| match it["severity"].as_str().unwrap() {
        "error" => 1,
        "warning" => 2,
        _ => 3,
    };
    let found = report["files"][0]["findings"].as_array().unwrap().iter().map(|it| {
        let elsewhere = it["labels"].as_array().unwrap().iter().filter(|label| label["span"] != it["span"]).map(range);
        json!({ "range": range(it), "code": it["rule"], "severity": severity(it), "message": it["message"], "url": it["url"],
            "related": elsewhere.collect::<Vec<_>>() })
    });
    found.collect()
}

/// The same for what the server sends.
fn sent(diagnostics: &[Value]) -> Vec<Value> {
    let one = |it: &Value| {
        assert_eq!(it["source"], "cloudfront-lint");
        let related = it
            .get("relatedInformation")
            .and_then(Value::as_array)
            .cloned()
            .unwrap_or_default();
        let related: Vec<&Value> = related.iter().map(|it| &it["location"]["range"]).collect();
        json!({ "range": it["range"], "code": it["code"], "severity": it["severity"],
            "message": it["message"].as_str().unwrap().lines().next().unwrap(), "url": it["codeDescription"]["href"], "related": related })
    };
    diagnostics.iter().map(one).collect()
}

#[test]
fn an_editor_shows_what_the_command_does() {
    let with_mark = format!("\u{feff}{WIDE}");
    let cut = &BROKEN[..BROKEN.len() / 2];
    let texts = [
        ("broken.xml", BROKEN),
        ("wide.xml", WIDE),
        ("marked.xml", &with_mark),
        ("a.json", JSON),
        ("errors.xml", ERRORS),
        ("warning.xml", WARNING),
        ("advice.xml", ADVICE),
        ("cut.xml", cut),
        ("lines.xml", &WIDE.replace("\r\n", "\r")),
        ("clean.xml", CLEAN),
    ];
    let folder = Folder::with(&texts);
    for unit in [Unit::Byte, Unit::Utf16, Unit::Character] {
        let mut pushing = Client::start(&folder, "", able(unit));
        let mut pulled = Client::start(&folder, "", pulling(unit));
        for (name, text) in texts {
            // The byte-order mark is not part of the text that `check` counts in.
            let marked = usize::from(text.starts_with('\u{feff}'));
            let body = &text[3 * marked..];
            let expected = checked(&folder, name, body, unit);
            assert_eq!(expected.is_empty(), name == "clean.xml", "{name}");
            let uri = uri(&folder, name);
            let language = if name.ends_with("xml") { "xml" } else { "json" };
            pushing.open(&uri, language, body);
            assert_eq!(sent(&pushing.pushed(&uri)), expected, "{name} {unit:?}");
            pulled.open(&uri, language, body);
            assert_eq!(sent(&pulled.pulled(&uri)), expected, "{name} {unit:?}");
            if marked == 1 {
                pulled.change(&uri, 2, json!([{ "text": text }]));
                let found = sent(&pulled.pulled(&uri));
                assert_eq!(found.len(), expected.len());
                // Behind the first line nothing is moved.
                assert_eq!(found.last(), expected.last());
            }
        }
        assert!(
            pulled
                .heard
                .iter()
                .all(|message| message["method"] != "textDocument/publishDiagnostics"),
            "{:?}",
            pulled.heard
        );
        pulled.finish();
        pushing.finish();
    }
}

#[test]
fn a_diagnostic_says_all_there_is() {
    let folder = Folder::new();
    let mut client = Client::start(&folder, "", able(Unit::Utf16));
    client.open("untitled:Untitled-1", "xml", BROKEN);
    let reported = client.pushed("untitled:Untitled-1");
    stored::snapshot(
        "lsp/diagnostics/a_diagnostic_says_all_there_is",
        &serde_json::to_string_pretty(&reported).unwrap(),
    );
    client.finish();
}

#[test]
fn what_can_be_removed_without_an_error_is_faded() {
    let folder = Folder::new();
    let mut client = Client::start(&folder, "", pulling(Unit::Utf16));
    let unused = CLEAN.replacen(
        '>',
        "><!-- cloudfront-lint: ignore-file[quantity-mismatch] as agreed -->",
        1,
    );
    for (text, rule, is_faded) in [
        (unused.as_str(), "unused-ignore", true),
        (ERRORS, "", false),
    ] {
        let a = uri(&folder, "a.xml");
        client.open(&a, "xml", text);
        let reported = client.pulled(&a);
        assert!(!reported.is_empty());
        for it in reported {
            assert!(rule.is_empty() || it["code"] == rule, "{it}");
            assert_eq!(
                it.get("tags"),
                is_faded.then(|| json!([1])).as_ref(),
                "{it}"
            );
        }
    }
    client.finish();
}

#[test]
fn the_text_that_is_open_is_what_counts() {
    let folder = Folder::with(&[("a.xml", CLEAN)]);
    let mut client = Client::start(&folder, "", able(Unit::Utf16));
    let a = uri(&folder, "a.xml");
    client.open(&a, "xml", ERRORS);
    assert_eq!(
        client.pushed(&a).len(),
        2,
        "the text in the editor counts, not the file"
    );
    client.change(&a, 2, json!([{ "text": CLEAN }]));
    assert_eq!(client.pushed(&a).len(), 0);
    client.change(&a, 3, json!([{ "text": ERRORS }]));
    assert_eq!(client.pushed(&a).len(), 2);
    client.notify(
        "textDocument/didClose",
        json!({ "textDocument": { "uri": a } }),
    );
    assert_eq!(client.pushed(&a).len(), 0, "what is closed is cleared");
    client.change(&a, 4, json!([{ "text": ERRORS }]));
    client.notify(
        "textDocument/didClose",
        json!({ "textDocument": { "uri": a } }),
    );
    client.finish();
    assert!(
        client
            .heard
            .iter()
            .all(|message| message["method"] == "client/registerCapability"),
        "{:?}",
        client.heard
    );
}

#[test]
fn parts_of_a_text_can_change() {
    let folder = Folder::new();
    for unit in [Unit::Byte, Unit::Utf16] {
        let mut client = Client::start(&folder, "", pulling(unit));
        let a = uri(&folder, "a.xml");
        client.open(&a, "xml", WIDE);
        assert!(!client.pulled(&a).is_empty());
        let mut text = WIDE.to_owned();
        let mut changes = Vec::new();
        for (old, new) in [
            ("<Colour>ß</Colour>", ""),
            (">2<", ">1<"),
            ("<CallerReference>😀é</CallerReference>", ""),
            ("ä😀</", "a</"),
        ] {
            let start = text.find(old).unwrap();
            let range = json!({ "start": place(&text, start, unit), "end": place(&text, start + old.len(), unit) });
            changes.push(json!({ "range": range, "text": new }));
            text.replace_range(start..start + old.len(), new);
        }
        client.change(&a, 2, json!(changes));
        assert_eq!(client.pulled(&a), Vec::<Value>::new(), "{unit:?}");
        client.finish();
    }
}

#[test]
fn other_documents_are_skipped() {
    let folder = Folder::new();
    let mut client = Client::start(&folder, "", able(Unit::Utf16));
    for (name, text) in [
        ("pom.xml", FOREIGN),
        ("broken.xml", "<project><a></project>"),
        ("empty.xml", ""),
        ("blank.xml", " \n\t\n"),
        ("package.json", "{\"name\": \"x\", \"version\": \"1.0.0\"}"),
        ("half.json", "{\"name\": "),
        ("notes.txt", "plain words"),
        ("zero.bin", "<\0a\0"),
    ] {
        let uri = uri(&folder, name);
        client.open(&uri, "plaintext", text);
        assert_eq!(client.pushed(&uri), Vec::<Value>::new(), "{name}");
    }
    client.finish();
}

/// The encoding in a declaration is that of the file, which the editor has decoded.
#[test]
fn the_encoding_is_that_of_the_file() {
    let text = format!("<?xml version=\"1.0\" encoding=\"UTF-16\"?>\n{WARNING}");
    let utf16: Vec<u8> = std::iter::once(0xfeff)
        .chain(text.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    let folder = Folder::with(&[
        ("utf-16.xml", utf16.as_slice()),
        ("utf-8.xml", text.as_bytes()),
    ]);
    let mut client = Client::start(&folder, "", pulling(Unit::Utf16));
    for name in ["utf-16.xml", "utf-8.xml"] {
        let uri = uri(&folder, name);
        client.open(&uri, "xml", &text);
        let found = sent(&client.pulled(&uri));
        assert_eq!(found, checked(&folder, name, &text, Unit::Utf16));
        assert_eq!(
            found.iter().any(|it| it["code"] == "encoding-mismatch"),
            name == "utf-8.xml",
            "{found:?}"
        );
    }
    client.finish();
}

#[test]
fn of_very_many_findings_the_most_severe_are_shown() {
    let text = format!(
        "<InvalidationBatch xmlns=\"http://cloudfront.amazonaws.com/doc/2020-05-31/\">{}<Paths/></InvalidationBatch>",
        "<Zoo/>".repeat(1_200)
    );
    let folder = Folder::with(&[("a.xml", text.as_str())]);
    let mut client = Client::start(&folder, "", pulling(Unit::Byte));
    let uri = uri(&folder, "a.xml");
    client.open(&uri, "xml", &text);
    let diagnostics = client.pulled(&uri);
    client.finish();
    assert_eq!(diagnostics.len(), 1_001);
    let errors = diagnostics.iter().filter(|it| it["severity"] == 1);
    assert!(errors.clone().any(|it| it["code"] == "missing-element"));
    let last = diagnostics[1_000]["message"].as_str().unwrap();
    assert!(
        last.ends_with(" more findings are not shown, the first of them here"),
        "{last}"
    );
}

#[test]
fn what_has_not_changed_is_not_sent_again() {
    let folder = Folder::new();
    let mut client = Client::start(&folder, "", able(Unit::Utf16));
    let a = uri(&folder, "a.xml");
    client.open(&a, "xml", ERRORS);
    assert_eq!(client.pushed(&a).len(), 2);
    let saved = json!({ "textDocument": { "uri": a } });
    client.notify("textDocument/didSave", saved);
    client.change(&a, 2, json!([{ "text": CLEAN }]));
    assert_eq!(
        client.pushed(&a).len(),
        0,
        "the next message is about the change"
    );
    client.finish();

    let mut client = Client::start(&folder, "", pulling(Unit::Utf16));
    client.open(&a, "xml", ERRORS);
    let ask = |client: &mut Client, known: Option<&Value>| {
        let mut params = json!({ "textDocument": { "uri": a } });
        if let Some(known) = known {
            params["previousResultId"] = known.clone();
        }
        client.request("textDocument/diagnostic", params)
    };
    let first = ask(&mut client, None);
    assert_eq!(first["kind"], "full");
    let second = ask(&mut client, Some(&first["resultId"]));
    assert_eq!(
        second,
        json!({ "kind": "unchanged", "resultId": first["resultId"] })
    );
    client.change(&a, 2, json!([{ "text": CLEAN }]));
    let third = ask(&mut client, Some(&first["resultId"]));
    assert_eq!(
        (&third["kind"], &third["items"]),
        (&json!("full"), &json!([]))
    );
    client.finish();
}

#[test]
fn related_places_are_lines_where_a_client_has_no_links() {
    let folder = Folder::new();
    let mut capabilities = able(Unit::Utf16);
    capabilities["textDocument"]["publishDiagnostics"] = json!({});
    let mut client = Client::start(&folder, "", capabilities);
    let a = uri(&folder, "a.xml");
    let twice = CLEAN.replacen(
        "<CallerReference>",
        "<CallerReference>b</CallerReference>\n<CallerReference>",
        1,
    );
    client.open(&a, "xml", &twice);
    let found = client.pushed(&a);
    assert_eq!(found[0].get("relatedInformation"), None);
    let message = found[0]["message"].as_str().unwrap();
    assert!(message.contains("\nline "), "{message}");
    client.finish();
}

#[test]
fn thousands_of_changes_are_one_message() {
    let folder = Folder::new();
    let mut client = Client::start(&folder, "", pulling(Unit::Utf16));
    let a = uri(&folder, "a.xml");
    let text = format!("{ERRORS}\n<!--\n{}-->\n", "line\n".repeat(5_000));
    let first = ERRORS.matches('\n').count() + 2;
    client.open(&a, "xml", &text);
    assert_eq!(client.pulled(&a).len(), 2);
    let at = |line, character| json!({ "line": line, "character": character });
    let changes: Vec<Value> = (first..first + 5_000)
        .map(|line| json!({ "range": { "start": at(line, 0), "end": at(line, 4) }, "text": "ä" }))
        .collect();
    client.change(&a, 2, json!(changes));
    assert_eq!(client.pulled(&a).len(), 2);
    client.finish();
}

/// An editor decodes a file, and what is wrong with its bytes is still shown.
#[test]
fn the_encoding_of_a_file_is_checked_as_the_command_does() {
    let clean = CLEAN
        .split_once("?>")
        .map_or(CLEAN, |(_, rest)| rest.trim_start());
    let (before, end_tag) = clean.split_at(clean.rfind("</").unwrap());
    let bare = format!("{before}<!-- é -->{end_tag}");
    let declared = |name: &str| format!("<?xml version=\"1.0\" encoding=\"{name}\"?>\n{bare}");
    let (utf_8, latin_1) = (declared("UTF-8"), declared("ISO-8859-1"));
    let json = "{\"InvalidationBatch\": {\"Paths\": {\"Quantity\": 1, \"Items\": [\"/*\"]},\n\
                \"CallerReference\": \"é\"}}\n";
    let latin = |text: &str| -> Vec<u8> { text.chars().map(|it| it as u8).collect() };
    let wide = |text: &str| -> Vec<u8> {
        let units = "\u{feff}".encode_utf16().chain(text.encode_utf16());
        units.flat_map(u16::to_le_bytes).collect()
    };
    let mark = "\u{feff}".as_bytes();
    let cases = [
        (
            "a.json",
            [mark, json.as_bytes()].concat(),
            json,
            "json-encoding",
        ),
        ("b.json", wide(json), json, "json-encoding"),
        ("c.json", latin(json), json, "wrong-bytes"),
        ("d.xml", latin(&bare), &bare, "wrong-bytes"),
        ("e.xml", latin(&utf_8), &utf_8, "wrong-bytes"),
        (
            "f.xml",
            latin_1.clone().into_bytes(),
            &latin_1,
            "encoding-mismatch",
        ),
        ("g.xml", wide(&utf_8), &utf_8, "encoding-mismatch"),
        ("h.xml", wide(&bare), &bare, ""),
        (
            "i.xml",
            [mark, mark, utf_8.as_bytes()].concat(),
            &utf_8,
            "byte-order-mark-inside",
        ),
    ];
    let folder = Folder::new();
    let mut client = Client::start(&folder, "", pulling(Unit::Utf16));
    for (name, bytes, text, rule) in cases {
        folder.write(name, bytes);
        let doubled = format!("\u{feff}{text}");
        let text = if name == "i.xml" { &doubled } else { text };
        let uri = uri(&folder, name);
        client.open(&uri, name.split('.').nth(1).unwrap(), text);
        let found = client.pulled(&uri);
        let codes: Vec<&str> = found.iter().filter_map(|it| it["code"].as_str()).collect();
        let expected: Vec<&str> = Some(rule)
            .filter(|rule| !rule.is_empty())
            .into_iter()
            .collect();
        assert_eq!(codes, expected, "{name}");
        if rule == "wrong-bytes" {
            let place = place(text, text.find('é').unwrap(), Unit::Utf16);
            assert_eq!(found[0]["range"]["start"], place, "{name}");
        }
        for action in client.actions(&uri, &everything(), Some("quickfix")) {
            let Some(edits) = action["edit"]["documentChanges"][0]["edits"].as_array() else {
                continue;
            };
            assert!(!edits.is_empty(), "{action}");
            assert_ne!(applied(text, &action, &uri, Unit::Utf16), *text, "{action}");
        }
    }
    client.finish();
}

#[test]
fn a_save_without_a_change_publishes_nothing() {
    let folder = Folder::new();
    let mut client = Client::start(&folder, "", able(Unit::Utf16));
    let uris: Vec<String> = (0..5)
        .map(|it| uri(&folder, &format!("{it}.xml")))
        .collect();
    for uri in &uris {
        client.open(uri, "xml", ERRORS);
        client.pushed(uri);
    }
    let saved = json!({ "textDocument": { "uri": uris[0] } });
    client.notify("textDocument/didSave", saved);
    client.finish();
    let published = |it: &&Value| it["method"] == "textDocument/publishDiagnostics";
    assert_eq!(client.heard.iter().filter(published).count(), 0);
}
