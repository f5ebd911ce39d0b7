//! The configuration above a document applies to it as in `check`.

use std::fs;

use serde_json::{Value, json};

use super::client::{Client, Unit, able, applied, place, pulling, uri};
use crate::cli::support::{ERRORS, Folder, stdout};
use crate::support::stored;

const NAME: &str = "cloudfront-lint.toml";

fn rules(diagnostics: &[Value]) -> Vec<&str> {
    diagnostics
        .iter()
        .map(|it| it["code"].as_str().unwrap())
        .collect()
}

/// The rules of what `check` finds in the documents with two errors.
fn both() -> Vec<String> {
    let folder = Folder::with(&[("a.xml", ERRORS)]);
    let report: Value =
        serde_json::from_str(&stdout(&folder.run("check --format json a.xml"))).unwrap();
    report["files"][0]["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["rule"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn rules_can_be_switched_off_and_have_another_severity() {
    let both = both();
    let [first, second] = both.as_slice() else {
        panic!("{both:?}")
    };
    let folder = Folder::with(&[
        (
            "off/cloudfront-lint.toml",
            format!("ignore = [\"{first}\"]\n").as_str(),
        ),
        (
            "severe/cloudfront-lint.toml",
            &format!("[severity]\n{first} = \"advice\"\n{second} = \"off\"\n"),
        ),
        (
            "override/cloudfront-lint.toml",
            &format!("[[override]]\nfiles = \"deep/*.xml\"\nignore = [\"{second}\"]\n"),
        ),
        ("exclude/cloudfront-lint.toml", "exclude = \"deep/**\"\n"),
        ("other.toml", &format!("select = [\"{first}\"]\n")),
    ]);
    fs::create_dir_all(folder.path().join("override/deep")).unwrap();
    fs::create_dir_all(folder.path().join("exclude/deep")).unwrap();
    let mut client = Client::start(&folder, "", pulling(Unit::Utf16));
    let found = |client: &mut Client, name: &str| {
        let uri = uri(&folder, name);
        client.open(&uri, "xml", ERRORS);
        client.pulled(&uri)
    };
    assert_eq!(rules(&found(&mut client, "a.xml")), both);
    assert_eq!(rules(&found(&mut client, "off/a b.xml")), [second]);
    let severe = found(&mut client, "severe/a.xml");
    assert_eq!(
        (rules(&severe), &severe[0]["severity"]),
        (vec![first.as_str()], &json!(3))
    );
    assert_eq!(rules(&found(&mut client, "override/a.xml")), both);
    assert_eq!(rules(&found(&mut client, "override/deep/a.xml")), [first]);
    assert_eq!(rules(&found(&mut client, "exclude/a.xml")), both);
    assert_eq!(
        found(&mut client, "exclude/deep/a.xml"),
        Vec::<Value>::new()
    );
    client.finish();
    let mut client = Client::start(&folder, "--config other.toml", pulling(Unit::Utf16));
    assert_eq!(rules(&found(&mut client, "off/a.xml")), [first]);
    client.finish();
    let mut client = Client::start(&folder, "--isolated", pulling(Unit::Utf16));
    assert_eq!(rules(&found(&mut client, "off/a.xml")), both);
    client.finish();
}

#[test]
fn recorded_findings_are_hidden() {
    let both = both();
    let folder = Folder::with(&[("sub/a.xml", ERRORS)]);
    folder.run("check --baseline known.txt --update-baseline sub/a.xml");
    let mut client = Client::start(&folder, "--baseline known.txt", pulling(Unit::Utf16));
    for (name, expected) in [("sub/a.xml", 0), ("sub/b.xml", both.len())] {
        let uri = uri(&folder, name);
        client.open(&uri, "xml", ERRORS);
        assert_eq!(client.pulled(&uri).len(), expected, "{name}");
    }
    folder.write("known.txt", "no baseline\n");
    let a = uri(&folder, "sub/a.xml");
    client.pulled(&a);
    let said = client.await_method("window/showMessage");
    assert!(
        said["message"]
            .as_str()
            .unwrap()
            .starts_with("cannot read `known.txt`: line 1"),
        "{said}"
    );
    client.finish();
}

#[test]
fn a_change_is_noticed() {
    let both = both();
    let folder = Folder::with(&[(NAME, ""), ("a.xml", ERRORS)]);
    let a = uri(&folder, "a.xml");
    let mut client = Client::start(&folder, "", able(Unit::Utf16));
    let registered = client.await_method("client/registerCapability");
    assert_eq!(
        registered["registrations"][0]["method"],
        "workspace/didChangeWatchedFiles"
    );
    client.open(&a, "xml", ERRORS);
    assert_eq!(rules(&client.pushed(&a)), both);
    folder.write(NAME, format!("ignore = [\"{}\"]\n", both[0]));
    client.notify(
        "workspace/didChangeWatchedFiles",
        json!({ "changes": [{ "uri": uri(&folder, NAME), "type": 2 }] }),
    );
    assert_eq!(rules(&client.pushed(&a)), both[1..]);
    fs::remove_file(folder.path().join(NAME)).unwrap();
    client.notify(
        "textDocument/didSave",
        json!({ "textDocument": { "uri": a } }),
    );
    assert_eq!(rules(&client.pushed(&a)), both);
    client.finish();

    let mut client = Client::start(&folder, "", pulling(Unit::Utf16));
    client.open(&a, "xml", ERRORS);
    assert_eq!(rules(&client.pulled(&a)), both);
    folder.write(NAME, format!("ignore = [\"{}\"]\n", both[0]));
    assert_eq!(
        rules(&client.pulled(&a)),
        both[1..],
        "without a word from anybody"
    );
    client.notify("workspace/didChangeWatchedFiles", json!({ "changes": [] }));
    client.await_method("workspace/diagnostic/refresh");
    client.finish();
}

#[test]
fn a_changed_rule_of_the_team_is_read_again() {
    let rule = |word: &str| {
        format!(
            "[house-rule]\ntitle = \"{word}\"\nat = \"InvalidationBatch/CallerReference\"\ncheck = {{ max-length = 1 }}\nseverity = \"warning\"\nmessage = \"{word}\"\nwhy = \"{word}.\"\n"
        )
    };
    let text = "<InvalidationBatch xmlns=\"http://cloudfront.amazonaws.com/doc/2020-05-31/\"><Paths><Quantity>1</Quantity>\
                <Items><Path>/*</Path></Items></Paths><CallerReference>one</CallerReference></InvalidationBatch>";
    let folder = Folder::with(&[
        (NAME, "rules = \"house.toml\"\n"),
        ("house.toml", &rule("first")),
    ]);
    let mut client = Client::start(&folder, "", able(Unit::Utf16));
    let a = uri(&folder, "a.xml");
    client.open(&a, "xml", text);
    let found = client.pushed(&a);
    assert_eq!(found.len(), 1, "{:?} {found:?}", client.heard);
    assert_eq!(
        (&found[0]["code"], &found[0]["message"]),
        (&json!("house-rule"), &json!("first"))
    );
    assert!(found[0].get("codeDescription").is_none(), "it has no page");
    folder.write("house.toml", rule("second"));
    client.notify("workspace/didChangeWatchedFiles", json!({ "changes": [] }));
    assert_eq!(client.pushed(&a)[0]["message"], "second");
    client.finish();
}

#[test]
fn a_mistake_is_shown_once_at_its_place() {
    let both = both();
    let folder = Folder::with(&[(NAME, "# größe\nignroe = []\n")]);
    let (a, b, config) = (
        uri(&folder, "a.xml"),
        uri(&folder, "b.xml"),
        uri(&folder, NAME),
    );
    let mut client = Client::start(&folder, "", able(Unit::Utf16));
    client.open(&a, "xml", ERRORS);
    let shown = client.pushed(&config);
    stored::snapshot(
        "lsp/configuration/a_mistake_is_shown_once_at_its_place",
        &serde_json::to_string_pretty(&shown).unwrap(),
    );
    assert_eq!(
        rules(&client.pushed(&a)),
        both,
        "the built-in rules still apply"
    );
    client.open(&b, "xml", ERRORS);
    client.pushed(&b);
    let said = |client: &Client| {
        client
            .heard
            .iter()
            .filter(|message| message["method"] == "window/showMessage")
            .count()
    };
    assert_eq!(said(&client), 1);

    folder.write(NAME, format!("ignore = [\"{}\"]\n", both[0]));
    client.notify("workspace/didChangeWatchedFiles", json!({ "changes": [] }));
    assert_eq!(rules(&client.pushed(&a)), both[1..]);
    folder.write(NAME, "ignore = [\n");
    client.notify("workspace/didChangeWatchedFiles", json!({ "changes": [] }));
    // What held before does, so nothing is published about the documents.
    while client.pushed(&config).is_empty() {}
    folder.write(NAME, "");
    client.notify("workspace/didChangeWatchedFiles", json!({ "changes": [] }));
    assert_eq!(rules(&client.pushed(&a)), both);
    client.finish();
    assert_eq!(said(&client), 2);
}

#[test]
fn a_service_model_holds_in_an_editor_too() {
    let base = include_str!("../../fixtures/base/distribution-2020-05-31.xml");
    let quic = "<QuicConfig><Mode>on</Mode></QuicConfig>";
    let text = base.replace("<Comment>", &format!("{quic}<Comment>"));
    let folder = Folder::with(&[
        ("a.xml", text.as_str()),
        (NAME, "service-model = \"service-2.json\"\n"),
        ("service-2.json", &crate::service_model::newer().to_string()),
    ]);
    let mut client = Client::start(&folder, "", pulling(Unit::Utf16));
    let uri = uri(&folder, "a.xml");
    client.open(&uri, "xml", &text);
    assert_eq!(client.pulled(&uri), Vec::<Value>::new());
    let at = place(&text, text.find("Mode>on").unwrap(), Unit::Utf16);
    let hover = client.request(
        "textDocument/hover",
        json!({ "textDocument": { "uri": uri }, "position": at }),
    );
    assert!(hover.to_string().contains("QuicConfig/Mode"), "{hover}");
    client.finish();
}

#[test]
fn an_open_configuration_is_checked_as_it_is_edited() {
    let folder = Folder::with(&[(NAME, "")]);
    let config = uri(&folder, NAME);
    let text = "# größe\nignore = [\"quantity-mismatc\"]\nexclud = []\n";
    let mut client = Client::start(&folder, "", pulling(Unit::Utf16));
    client.open(&config, "toml", text);
    let found = client.pulled(&config);
    assert_eq!(rules(&found), ["configuration", "configuration"]);
    let mut fixed = text.to_owned();
    for (title, wrong) in [
        ("Change `exclud` to `exclude`", "exclud"),
        (
            "Change `quantity-mismatc` to `quantity-mismatch`",
            "quantity-m",
        ),
    ] {
        let at = place(&fixed, fixed.find(wrong).unwrap(), Unit::Utf16);
        let range = json!({ "start": at, "end": at });
        let actions = client.actions(&config, &range, None);
        assert_eq!(actions[0]["title"], title);
        fixed = applied(&fixed, &actions[0], &config, Unit::Utf16);
        client.change(&config, 2, json!([{ "text": fixed }]));
    }
    let expected = "# größe\nignore = [\"quantity-mismatch\"]\nexclude = []\n";
    assert_eq!(fixed, expected);
    client.change(
        &config,
        3,
        json!([{ "text": "ignore = [\"quantity-mismatch\"]\n" }]),
    );
    assert_eq!(client.pulled(&config), Vec::<Value>::new());
    client.finish();
}

#[test]
fn an_open_rule_file_is_checked_as_it_is_edited() {
    let rule = "[house]\ntitle = \"t\"\nat = \"DistributionConfig/Comment\"\ncheck = { min-length = 1 }\n\
                severity = \"warning\"\nmessage = \"m\"\nwhy = \"w\"\n";
    let folder = Folder::with(&[
        (NAME, "rules = \"house.toml\"\n"),
        ("house.toml", rule),
        ("other.toml", rule),
    ]);
    let house = uri(&folder, "house.toml");
    let wrong = rule
        .replace("Comment", "Coment")
        .replace("warning", "warnin");
    let mut client = Client::start(&folder, "", pulling(Unit::Utf16));
    client.open(&house, "toml", &wrong);
    let found = client.pulled(&house);
    assert_eq!(rules(&found), ["configuration", "configuration"]);
    assert_eq!(found[0]["range"]["start"]["line"], 2, "{found:?}");
    let at = place(&wrong, wrong.find("Coment").unwrap(), Unit::Utf16);
    let actions = client.actions(&house, &json!({ "start": at, "end": at }), None);
    assert_eq!(actions[0]["title"], "Change `Coment` to `Comment`");
    client.change(&house, 2, json!([{ "text": rule }]));
    assert_eq!(client.pulled(&house), Vec::<Value>::new());
    // The configuration does not name it.
    let other = uri(&folder, "other.toml");
    client.open(&other, "toml", &wrong);
    assert_eq!(client.pulled(&other), Vec::<Value>::new());
    client.finish();
}

#[test]
fn a_change_is_noticed_without_a_message() {
    let both = both();
    for (pulls, refreshes) in [(false, false), (true, false), (true, true)] {
        let folder = Folder::with(&[(NAME, ""), ("a.xml", ERRORS)]);
        let a = uri(&folder, "a.xml");
        let mut capabilities = able(Unit::Utf16);
        capabilities["workspace"] = json!({ "diagnostics": { "refreshSupport": refreshes } });
        if pulls {
            capabilities["textDocument"]["diagnostic"] = json!({});
        }
        let mut client = Client::start(&folder, "", capabilities);
        client.open(&a, "xml", ERRORS);
        let is_asked = pulls && refreshes;
        let found = |client: &mut Client| {
            if is_asked {
                client.pulled(&a)
            } else {
                client.pushed(&a)
            }
        };
        assert_eq!(rules(&found(&mut client)), both);
        folder.write(NAME, format!("ignore = [\"{}\"]\n", both[0]));
        if is_asked {
            client.await_method("workspace/diagnostic/refresh");
        }
        assert_eq!(rules(&found(&mut client)), both[1..], "{pulls} {refreshes}");
        client.finish();
    }
}
