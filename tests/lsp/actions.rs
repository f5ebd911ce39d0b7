//! Repairs, suppressions and pages, on request.

use std::fs;

use serde_json::{Value, json};

use super::client::{Client, Unit, able, applied, everything, place, uri};
use crate::cli::support::{CLEAN, FOREIGN, Folder};

const BROKEN: &str = include_str!("../../fixtures/sample/broken.xml");

/// A wrong count, which a safe fix corrects, and a typo in a name, which needs an unsafe one.
const FAULTY: &str =
    "<InvalidationBatch xmlns=\"http://cloudfront.amazonaws.com/doc/2020-05-31/\">\r
  <!-- 😀 --><Paths><Quantity>2</Quantity><Items><Path>/ä</Path></Items></Paths>\r
  <CallerReferenc>one</CallerReferenc>\r
</InvalidationBatch>\r\n";

fn titles(actions: &[Value]) -> Vec<&str> {
    actions
        .iter()
        .map(|action| action["title"].as_str().unwrap())
        .collect()
}

fn at(text: &str, needle: &str, unit: Unit) -> Value {
    let place = place(text, text.find(needle).unwrap(), unit);
    json!({ "start": place, "end": place })
}

#[test]
fn a_finding_is_repaired_suppressed_or_explained() {
    let folder = Folder::new();
    for unit in [Unit::Byte, Unit::Utf16] {
        let mut client = Client::start(&folder, "", able(unit));
        let a = uri(&folder, "a.xml");
        client.open(&a, "xml", FAULTY);
        let actions = client.actions(&a, &at(FAULTY, "2</", unit), None);
        assert_eq!(
            titles(&actions),
            [
                "Change `2` to `1` (quantity-mismatch)",
                "Suppress quantity-mismatch here with a comment",
                "Explain quantity-mismatch",
                "Apply all safe fixes (cloudfront-lint)"
            ]
        );
        assert_eq!(actions[0]["isPreferred"], true);
        assert_eq!(actions[0]["diagnostics"][0]["code"], "quantity-mismatch");
        assert_eq!(
            applied(FAULTY, &actions[0], &a, unit),
            FAULTY.replace("<Quantity>2", "<Quantity>1")
        );
        let suppressed = applied(FAULTY, &actions[1], &a, unit);
        assert_eq!(
            suppressed,
            FAULTY.replace(
                "2</Quantity>",
                "2</Quantity> <!-- cloudfront-lint: ignore[quantity-mismatch] -->"
            )
        );
        client.change(&a, 2, json!([{ "text": suppressed }]));
        let left: Vec<Value> = client.actions(&a, &everything(), Some("quickfix"));
        assert!(
            !titles(&left)
                .iter()
                .any(|title| title.contains("quantity-mismatch")),
            "{:?}",
            titles(&left)
        );

        client.change(&a, 3, json!([{ "text": FAULTY }]));
        let actions = client.actions(
            &a,
            &at(FAULTY, "CallerReferenc>one", unit),
            Some("quickfix"),
        );
        assert_eq!(
            actions[0].get("isPreferred"),
            None,
            "that is to be decided by a person"
        );
        assert_eq!(
            applied(FAULTY, &actions[0], &a, unit),
            FAULTY.replace("CallerReferenc>", "CallerReference>")
        );
        let suppressed = applied(FAULTY, &actions[1], &a, unit);
        let comment = "  <!-- cloudfront-lint: ignore[unknown-element] -->\r\n  <CallerReferenc>";
        assert_eq!(suppressed, FAULTY.replace("  <CallerReferenc>", comment));
        client.finish();
    }
}

#[test]
fn all_safe_fixes_are_those_of_the_command() {
    let with_mark = format!("\u{feff}{FAULTY}");
    let texts = [
        ("broken.xml", BROKEN),
        ("faulty.xml", FAULTY),
        ("marked.xml", &with_mark),
        ("clean.xml", CLEAN),
        ("pom.xml", FOREIGN),
    ];
    let folder = Folder::with(&texts);
    for unit in [Unit::Byte, Unit::Utf16] {
        let mut client = Client::start(&folder, "", able(unit));
        for (name, text) in texts {
            let uri = uri(&folder, name);
            client.open(&uri, "xml", text);
            for only in ["source.fixAll.cloudfront-lint", "source.fixAll", "source"] {
                folder.write(name, text);
                folder.run(&format!("check --fix {name}"));
                let fixed = fs::read_to_string(folder.path().join(name)).unwrap();
                let actions = client.actions(&uri, &everything(), Some(only));
                assert_eq!(actions.len(), usize::from(fixed != text), "{name}");
                for action in &actions {
                    assert_eq!(action["kind"], "source.fixAll.cloudfront-lint");
                    assert_eq!(applied(text, action, &uri, unit), fixed, "{name}");
                }
                assert_eq!(
                    fixed == text,
                    matches!(name, "clean.xml" | "pom.xml"),
                    "{name}"
                );
            }
        }
        assert!(
            client
                .actions(
                    &uri(&folder, "faulty.xml"),
                    &everything(),
                    Some("source.organizeImports")
                )
                .is_empty()
        );
        assert!(
            client
                .actions(
                    &uri(&folder, "faulty.xml"),
                    &everything(),
                    Some("source.fixAllother")
                )
                .is_empty()
        );
        client.finish();
    }
}

/// Every repair that is offered, made alone, is the one that the finding brought.
#[test]
fn every_repair_is_offered() {
    let folder = Folder::with(&[("a.xml", BROKEN)]);
    let report = crate::cli::support::stdout(&folder.run("check --format json a.xml"));
    let report: Value = serde_json::from_str(&report).unwrap();
    let fixes: Vec<Value> = report["files"][0]["findings"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|it| it["fixes"].as_array().unwrap().clone())
        .collect();
    let mut client = Client::start(&folder, "", able(Unit::Utf16));
    let a = uri(&folder, "a.xml");
    client.open(&a, "xml", BROKEN);
    let actions = client.actions(&a, &everything(), Some("quickfix"));
    let repairs: Vec<&Value> = actions
        .iter()
        .filter(|action| action.get("edit").is_some())
        .collect();
    let repaired = |fix: &Value| {
        let mut text = BROKEN.to_owned();
        for edit in fix["edits"].as_array().unwrap().iter().rev() {
            let at = |end: &str| edit["span"][end].as_u64().unwrap() as usize;
            text.replace_range(at("start")..at("end"), edit["text"].as_str().unwrap());
        }
        text
    };
    assert!(fixes.len() > 3);
    for (index, fix) in fixes.iter().enumerate() {
        assert_eq!(
            applied(BROKEN, repairs[index], &a, Unit::Utf16),
            repaired(fix),
            "{fix}"
        );
    }
    client.finish();
}

#[test]
fn json_has_no_comments() {
    let text = "{\"Paths\": {\"Quantity\": 2, \"Items\": [\"/*\"]}, \"CallerReference\": \"one\"}";
    let folder = Folder::new();
    let mut client = Client::start(&folder, "", able(Unit::Utf16));
    let a = uri(&folder, "a.json");
    client.open(&a, "json", text);
    let actions = client.actions(&a, &everything(), Some("quickfix"));
    assert_eq!(
        titles(&actions),
        [
            "Change `2` to `1` (quantity-mismatch)",
            "Explain quantity-mismatch"
        ]
    );
    client.finish();
}

#[test]
fn a_client_gets_what_it_understands() {
    let folder = Folder::new();
    let a = uri(&folder, "a.xml");
    let mut capabilities = able(Unit::Utf16);
    capabilities["workspace"] = json!({});
    capabilities["window"] = json!({});
    let mut client = Client::start(&folder, "", capabilities);
    client.open(&a, "xml", FAULTY);
    let actions = client.actions(&a, &everything(), None);
    assert!(
        titles(&actions)
            .iter()
            .all(|title| !title.starts_with("Explain"))
    );
    assert!(actions[0]["edit"].get("documentChanges").is_none());
    assert_eq!(
        applied(FAULTY, &actions[0], &a, Unit::Utf16),
        FAULTY.replace("<Quantity>2", "<Quantity>1")
    );
    client.finish();
    let mut client = Client::start(&folder, "", json!({}));
    client.open(&a, "xml", FAULTY);
    assert!(
        client.actions(&a, &everything(), None).is_empty(),
        "one that knows commands only"
    );
    client.finish();
}

#[test]
fn the_page_of_a_rule_is_opened() {
    let folder = Folder::new();
    let mut client = Client::start(&folder, "", able(Unit::Utf16));
    let explain =
        json!({ "command": "cloudfront-lint.explain", "arguments": ["quantity-mismatch"] });
    assert_eq!(
        client.request("workspace/executeCommand", explain),
        Value::Null
    );
    let shown = client.await_method("window/showDocument");
    assert_eq!(shown["external"], true);
    assert!(
        shown["uri"]
            .as_str()
            .unwrap()
            .ends_with("/rules/quantity-mismatch/"),
        "{shown}"
    );
    client.finish();
}

#[test]
fn a_finding_in_json_is_suppressed_in_the_configuration() {
    let text = "{\"Paths\": {\"Quantity\": 2, \"Items\": [\"/*\"]}, \"CallerReference\": \"one\"}";
    for old in [None, Some("ignore = []")] {
        let folder = Folder::with(&[("sub/a.json", text)]);
        if let Some(old) = old {
            folder.write("cloudfront-lint.toml", old);
        }
        let mut capabilities = able(Unit::Utf16);
        capabilities["workspace"]["workspaceEdit"]["resourceOperations"] = json!(["create"]);
        let mut client = Client::start(&folder, "", capabilities);
        let a = uri(&folder, "sub/a.json");
        client.open(&a, "json", text);
        let actions = client.actions(&a, &at(text, "2", Unit::Utf16), Some("quickfix"));
        let title = "Suppress quantity-mismatch here in cloudfront-lint.toml";
        let action = actions.iter().find(|it| it["title"] == title).unwrap();
        let changes = action["edit"]["documentChanges"].as_array().unwrap();
        let name = if old.is_some() { "" } else { "sub/" };
        let target = format!("{name}cloudfront-lint.toml");
        assert_eq!(changes.len(), if old.is_some() { 1 } else { 2 });
        assert_eq!(
            changes.last().unwrap()["textDocument"]["uri"],
            uri(&folder, &target)
        );
        let new = changes.last().unwrap()["edits"][0]["newText"]
            .as_str()
            .unwrap();
        folder.write(&target, format!("{}{new}", old.unwrap_or_default()));
        let report = folder.run("check sub/a.json");
        assert!(report.status.success(), "{new} {report:?}");
        client.finish();
    }
}

#[test]
fn all_findings_of_a_rule_are_fixed_together() {
    let text = "<DistributionConfig xmlns=\"http://cloudfront.amazonaws.com/doc/2020-05-31/\">\
        <Aliases><Quantity>2</Quantity><Items><CNAME>a.example.com</CNAME></Items></Aliases>\
        <Origins><Quantity>3</Quantity><Items><Origin><Id>a</Id></Origin></Items></Origins>\
        </DistributionConfig>";
    let folder = Folder::new();
    let mut client = Client::start(&folder, "", able(Unit::Utf16));
    let a = uri(&folder, "a.xml");
    client.open(&a, "xml", text);
    let actions = client.actions(&a, &at(text, "2</", Unit::Utf16), Some("quickfix"));
    let title = "Fix all 2 findings of quantity-mismatch";
    let action = actions.iter().find(|it| it["title"] == title);
    let action = action.unwrap_or_else(|| panic!("{:?}", titles(&actions)));
    let fixed = applied(text, action, &a, Unit::Utf16);
    assert_eq!(fixed.matches("<Quantity>1<").count(), 2, "{fixed}");
    client.finish();
}

#[test]
fn what_can_be_added_is_offered_where_the_cursor_is() {
    let folder = Folder::new();
    let mut client = Client::start(&folder, "", able(Unit::Utf16));
    let a = uri(&folder, "a.xml");
    client.open(&a, "xml", FAULTY);
    let fixed = FAULTY.replace("<Quantity>2", "<Quantity>1");
    client.change(&a, 2, json!([{ "text": fixed }]));
    let actions = client.actions(&a, &at(&fixed, "/ä", Unit::Utf16), Some("refactor"));
    assert_eq!(titles(&actions), ["Add an item `Path` to `Paths`"]);
    let result = applied(&fixed, &actions[0], &a, Unit::Utf16);
    assert!(result.contains("<Quantity>2</Quantity>"), "{result}");
    client.finish();
}
