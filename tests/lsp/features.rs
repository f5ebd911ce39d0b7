//! Outline, names, completion and hints, in the terms of the protocol. What they find is tested
//! with the library; here is how it arrives.

use cloudfront_lint::explain;
use serde_json::{Value, json};

use super::client::{Client, Unit, able, applied, offset, place, uri};
use crate::cli::support::Folder;

const XML: &str = "<DistributionConfig xmlns=\"http://cloudfront.amazonaws.com/doc/2020-05-31/\">
  <Comment>ä😀</Comment><Origins>
    <Quantity>1</Quantity>
    <Items>
      <Origin><Id>ä😀</Id></Origin>
    </Items>
  </Origins>
  <DefaultCacheBehavior><TargetOriginId>ä😀</TargetOriginId></DefaultCacheBehavior>
</DistributionConfig>
";

/// A session with the document open, and a way to ask about a place in it.
struct Session {
    client: Client,
    uri: String,
    unit: Unit,
    // Removed when the session ends.
    _folder: Folder,
}

impl Session {
    fn new(unit: Unit) -> Self {
        let folder = Folder::new();
        let mut capabilities = able(unit);
        capabilities["textDocument"]["completion"] =
            json!({ "completionItem": { "snippetSupport": true } });
        let mut client = Client::start(&folder, "", capabilities);
        let uri = uri(&folder, "a.xml");
        client.open(&uri, "xml", XML);
        Self {
            client,
            uri,
            unit,
            _folder: folder,
        }
    }

    fn ask(&mut self, method: &str, needle: &str, more: Value) -> Value {
        let at = XML.find(needle).unwrap() + needle.find('|').unwrap_or(0);
        let mut params = json!({
            "textDocument": { "uri": self.uri },
            "position": place(XML, at, self.unit),
        });
        if let (Some(params), Value::Object(more)) = (params.as_object_mut(), more) {
            params.extend(more);
        }
        self.client
            .request(&format!("textDocument/{method}"), params)
    }

    /// The text at a range of an answer.
    fn text(&self, range: &Value) -> &'static str {
        let (start, end) = (&range["start"], &range["end"]);
        &XML[offset(XML, start, self.unit)..offset(XML, end, self.unit)]
    }
}

#[test]
fn names_are_found_and_renamed() {
    for unit in [Unit::Byte, Unit::Utf16, Unit::Character] {
        let mut session = Session::new(unit);
        let definition = session.ask("definition", "ä😀</Target", json!({}));
        assert_eq!(definition.as_array().map(Vec::len), Some(1));
        assert_eq!(session.text(&definition[0]["range"]), "ä😀");
        assert_eq!(definition[0]["range"]["start"]["line"], 4);
        for (with, count) in [(true, 2), (false, 1)] {
            let context = json!({ "context": { "includeDeclaration": with } });
            let found = session.ask("references", "ä😀</Id", context);
            assert_eq!(found.as_array().map(Vec::len), Some(count));
        }
        let highlights = session.ask("documentHighlight", "ä😀</Id", json!({}));
        assert_eq!(highlights.as_array().map(Vec::len), Some(2));
        let name = session.ask("prepareRename", "ä😀</Id", json!({}));
        assert_eq!(name["placeholder"], "ä😀");
        let edit = session.ask("rename", "ä😀</Id", json!({ "newName": "a<b" }));
        let edits = edit["documentChanges"][0]["edits"].as_array().unwrap();
        assert_eq!(edits.len(), 2);
        assert_eq!(edits[0]["newText"], "a&lt;b");
        assert_eq!(
            session.ask("definition", "ä😀</Comment", json!({})),
            Value::Null
        );
        session.client.finish();
    }
}

#[test]
fn the_outline_is_nested() {
    let mut session = Session::new(Unit::Utf16);
    let outline = session.ask("documentSymbol", "<", json!({}));
    assert_eq!(outline.as_array().map(Vec::len), Some(1));
    let origin = &outline[0]["children"][1]["children"][1]["children"][0];
    assert_eq!(
        (&origin["name"], &origin["detail"]),
        (&json!("Origin"), &json!("ä😀"))
    );
    assert_eq!(session.text(&origin["selectionRange"]), "Origin");
    let folds = session.ask("foldingRange", "<", json!({}));
    let lines = folds.as_array().unwrap().iter();
    let lines: Vec<_> = lines
        .map(|it| (it["startLine"].clone(), it["endLine"].clone()))
        .collect();
    assert_eq!(
        lines,
        [
            (json!(0), json!(7)),
            (json!(1), json!(5)),
            (json!(3), json!(4))
        ]
    );
    session.client.finish();
}

#[test]
fn selections_tags_and_hints_have_ranges_of_the_client() {
    let mut session = Session::new(Unit::Utf16);
    let at = place(XML, XML.find("ä😀</Id").unwrap(), Unit::Utf16);
    let selections = session.ask("selectionRange", "<", json!({ "positions": [at] }));
    assert_eq!(session.text(&selections[0]["range"]), "ä😀");
    assert_eq!(
        session.text(&selections[0]["parent"]["range"]),
        "<Id>ä😀</Id>"
    );
    let tags = session.ask("linkedEditingRange", "Items", json!({}));
    let ranges = tags["ranges"].as_array().unwrap();
    assert!(ranges.iter().all(|range| session.text(range) == "Items"));
    let range =
        json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 9, "character": 0 } });
    let hints = session.ask("inlayHint", "<", json!({ "range": range }));
    assert_eq!(hints[0]["label"], "1 item");
    let range =
        json!({ "start": { "line": 4, "character": 0 }, "end": { "line": 7, "character": 0 } });
    assert_eq!(
        session.ask("inlayHint", "<", json!({ "range": range })),
        json!([])
    );
    session.client.finish();
}

#[test]
fn members_are_offered_with_places_to_fill_in() {
    let mut session = Session::new(Unit::Utf16);
    let uri = session.uri.clone();
    let text = XML.replace(
        "  <DefaultCacheBehavior>",
        "  <Cal\n  <DefaultCacheBehavior>",
    );
    session.client.change(&uri, 2, json!([{ "text": text }]));
    let at = text.find("<Cal").unwrap() + 4;
    let offered = session.client.request(
        "textDocument/completion",
        json!({ "textDocument": { "uri": uri }, "position": place(&text, at, Unit::Utf16) }),
    );
    let first = &offered[0];
    assert_eq!(first["label"], "CallerReference");
    assert_eq!(first["filterText"], "<CallerReference");
    assert_eq!(first["detail"], "required, text");
    assert_eq!(
        first["textEdit"]["newText"],
        "<CallerReference>${1}</CallerReference>"
    );
    assert_eq!(first["insertTextFormat"], 2);
    session.client.finish();
}

#[test]
fn nothing_is_known_about_files_of_others() {
    let mut session = Session::new(Unit::Utf16);
    let uri = session.uri.replace("a.xml", "other.xml");
    session
        .client
        .open(&uri, "xml", "<project><name>a</name></project>");
    session.uri = uri;
    for method in [
        "definition",
        "documentHighlight",
        "prepareRename",
        "linkedEditingRange",
    ] {
        assert_eq!(session.ask(method, "<", json!({})), Value::Null, "{method}");
    }
    for method in ["documentSymbol", "foldingRange", "completion"] {
        assert_eq!(session.ask(method, "<", json!({})), json!([]), "{method}");
    }
    session.uri = "file:///unknown.xml".to_owned();
    assert_eq!(session.ask("documentSymbol", "<", json!({})), Value::Null);
    session.client.finish();
}

#[test]
fn lenses_and_formatting_have_ranges_of_the_client() {
    let mut session = Session::new(Unit::Utf16);
    let lenses = session.ask("codeLens", "<", json!({}));
    assert_eq!(lenses.as_array().map(Vec::len), Some(1));
    assert_eq!(session.text(&lenses[0]["range"]), "ä😀");
    assert_eq!(lenses[0]["command"]["title"], "used in 1 place");
    let options = json!({ "options": { "tabSize": 3, "insertSpaces": true } });
    let edits = session.ask("formatting", "<", options);
    let action = json!({ "edit": { "changes": { &session.uri: edits } } });
    let formatted = applied(XML, &action, &session.uri, Unit::Utf16);
    assert!(
        formatted.contains("\n   <Comment>ä😀</Comment>\n   <Origins>\n"),
        "{formatted}"
    );
    session.client.finish();
}

#[test]
fn words_of_the_configuration_are_offered_and_explained() {
    let folder = Folder::new();
    let mut client = Client::start(&folder, "", able(Unit::Utf16));
    let uri = uri(&folder, "cloudfront-lint.toml");
    let text = "ignore = [\"quantity-mismatch\"]\n[severity]\n";
    client.open(&uri, "toml", text);
    let at = |offset| {
        json!({
            "textDocument": { "uri": uri }, "position": place(text, offset, Unit::Utf16),
        })
    };
    let offered = client.request("textDocument/completion", at(text.len()));
    assert!(
        offered
            .as_array()
            .unwrap()
            .iter()
            .any(|it| it["label"] == "quantity-mismatch")
    );
    let key = client.request("textDocument/hover", at(2));
    let shown = key["contents"]["value"].as_str().unwrap();
    assert!(shown.starts_with("**ignore**"), "{shown}");
    assert!(shown.contains("/configuration/"), "{shown}");
    let rule = client.request("textDocument/hover", at(15));
    let shown = rule["contents"]["value"].as_str().unwrap();
    assert!(shown.contains("/rules/quantity-mismatch/"), "{shown}");
    client.finish();
}

#[test]
fn keys_of_rules_are_offered_and_explained_in_the_files_that_are_named() {
    let rule =
        "[house-comment]\nat = \"DistributionConfig/Comment\"\ncheck = { max-length = 8 }\n\n";
    let folder = Folder::with(&[
        ("cloudfront-lint.toml", "rules = [\"house.toml\"]"),
        ("house.toml", rule),
        ("other.toml", rule),
    ]);
    let mut client = Client::start(&folder, "", able(Unit::Utf16));
    for (name, is_named) in [("house.toml", true), ("other.toml", false)] {
        let uri = uri(&folder, name);
        client.open(&uri, "toml", rule);
        for (part, meaning) in [
            ("at =", "where the rule looks"),
            ("max-length", "greatest length"),
        ] {
            let position = place(rule, rule.find(part).unwrap() + 1, Unit::Utf16);
            let params = json!({ "textDocument": { "uri": uri }, "position": position });
            let hover = client.request("textDocument/hover", params);
            let text = hover["contents"]["value"].as_str().unwrap_or_default();
            assert_eq!(text.contains(meaning), is_named, "{name}: {text}");
        }
        let position = place(rule, rule.len() - 1, Unit::Utf16);
        let params = json!({ "textDocument": { "uri": uri }, "position": position });
        let offered = client.request("textDocument/completion", params);
        let labels: Vec<&str> = offered
            .as_array()
            .into_iter()
            .flatten()
            .map(|it| it["label"].as_str().unwrap())
            .collect();
        assert_eq!(labels.contains(&"severity"), is_named, "{name}: {labels:?}");
    }
    client.finish();
}

#[test]
fn rules_and_files_are_links() {
    let comment = "<!-- cloudfront-lint: ignore[quantity-mismatch] --><Comment>";
    let text = XML.replace("<Comment>", comment);
    let configuration = "rules = [\"house/rules.toml\"]\nignore = [\"enum-value\"] # null-value\n";
    let folder = Folder::new();
    let mut client = Client::start(&folder, "", able(Unit::Utf16));
    let mut links = |name: &str, text: &str| {
        let uri = uri(&folder, name);
        client.open(&uri, "text", text);
        let params = json!({ "textDocument": { "uri": uri } });
        let links = client.request("textDocument/documentLink", params);
        let link = |it: &Value| {
            let start = offset(text, &it["range"]["start"], Unit::Utf16);
            let end = offset(text, &it["range"]["end"], Unit::Utf16);
            let target = it["target"].as_str().unwrap().to_owned();
            (text[start..end].to_owned(), target)
        };
        links
            .as_array()
            .unwrap()
            .iter()
            .map(link)
            .collect::<Vec<_>>()
    };
    let page = |rule: &str| (rule.to_owned(), explain::rule_url(rule).unwrap());
    assert_eq!(links("a.xml", &text), [page("quantity-mismatch")]);
    let file = "house/rules.toml";
    let file = (file.to_owned(), uri(&folder, file));
    let expected = [file, page("enum-value")];
    assert_eq!(links("cloudfront-lint.toml", configuration), expected);
    client.finish();
}
