//! The JSON front end: what `serde_json` accepts has no fault and the same value, everything else
//! has a fault and a tree.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::path::{Path, PathBuf};

use cloudfront_lint::internal::tree;
use cloudfront_lint::internal::tree::{NodeId, NodeKind, SyntaxFault, Tree};
use cloudfront_lint::{Source, Span};
use proptest::prelude::*;
use serde_json::Value;

use crate::support::edits;
use crate::support::machine::{is_turn, large, shared};
use crate::support::properties;

/// Reads a text and checks what must be true of every tree.
fn read<'s>(source: &'s Source<'s>) -> (Tree<'s>, Vec<SyntaxFault>) {
    let (tree, faults) = tree::parse_json(source);
    let text = source.text();
    let mut at = 0;
    for leaf in tree.leaves() {
        assert_eq!(leaf.span.start, at, "a hole or an overlap in {text:?}");
        assert!(!leaf.span.is_empty());
        assert!(
            text.get(leaf.span.range()).is_some(),
            "{leaf:?} in {text:?}"
        );
        at = leaf.span.end;
    }
    assert_eq!(at as usize, text.len(), "leaves end early in {text:?}");
    for node in tree.nodes() {
        for span in [node.whole, node.name, node.content, node.value()] {
            assert!(text.get(span.range()).is_some(), "{span:?} in {text:?}");
            assert!(
                node.whole.contains(span),
                "{span:?} is outside of {:?} in {text:?}",
                node.whole
            );
        }
        if let Some(parent) = node.parent() {
            assert!(
                tree.node(parent).whole.contains(node.whole),
                "{node:?} in {text:?}"
            );
        }
    }
    for fault in &faults {
        for span in fault
            .edits
            .iter()
            .map(|edit| edit.span)
            .chain([fault.span])
            .chain(fault.related)
        {
            assert!(text.get(span.range()).is_some(), "{fault:?} in {text:?}");
        }
    }
    assert!(
        faults.is_sorted_by_key(|fault| fault.span.start),
        "{faults:?}"
    );
    (tree, faults)
}

/// The value of a node. The last of duplicate keys counts, as with `serde_json`.
fn value(tree: &Tree<'_>, node: NodeId) -> Value {
    let text = tree.text(node);
    match tree.node(node).kind {
        NodeKind::Object => Value::Object(
            tree.children(node)
                .map(|child| (tree.name(child).to_owned(), value(tree, child)))
                .collect(),
        ),
        NodeKind::Array => Value::Array(
            tree.children(node)
                .map(|child| value(tree, child))
                .collect(),
        ),
        NodeKind::String => Value::String(text.to_owned()),
        NodeKind::Number | NodeKind::Boolean | NodeKind::Null => {
            serde_json::from_str(text).unwrap()
        }
        NodeKind::Element | NodeKind::Alias | NodeKind::Expression | NodeKind::Conditional => {
            panic!("an element in JSON")
        }
    }
}

/// Whether the text is JSON, judged by the arbiter. Numbers too great for it are JSON all the same.
fn arbiter(text: &str) -> Option<Result<Value, serde_json::Error>> {
    match serde_json::from_str::<Value>(text) {
        Err(error)
            if ["recursion limit", "out of range"]
                .iter()
                .any(|limit| error.to_string().contains(limit)) =>
        {
            None
        }
        other => Some(other),
    }
}

#[track_caller]
fn agrees(text: &str) {
    let source = Source::new(text);
    let (tree, faults) = read(&source);
    match arbiter(text) {
        None => {}
        Some(Ok(expected)) => {
            assert_eq!(faults, [], "{text:?}");
            assert_eq!(value(&tree, tree.root().unwrap()), expected, "{text:?}");
        }
        Some(Err(error)) => assert!(!faults.is_empty(), "{text:?} is not JSON: {error}"),
    }
    if tree.root().is_some() && faults.iter().all(|fault| !fault.edits.is_empty()) {
        let repaired = edits::repaired(text, &faults);
        assert!(
            !matches!(arbiter(&repaired), Some(Err(_))),
            "{text:?} is repaired to {repaired:?}: {faults:#?}"
        );
    }
}

fn json() -> impl Strategy<Value = Value> {
    let scalar = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>()
            .prop_filter("finite", |number| number.is_finite())
            .prop_map(Value::from),
        "[a-zé😀\"\\\\/\n\t\u{1} {}\\[\\],:'#]{0,12}".prop_map(Value::from),
    ];
    scalar.prop_recursive(5, 60, 6, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            proptest::collection::vec(("[A-Za-z\"\\\\é]{0,6}", inner), 0..6)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

/// Pieces of JSON in any order.
const NEAR_JSON: &str =
    "([{}\\[\\],:\"]|\"a\"|1|-|\\.|0|e|true|null|[ \n\t\r]|\\\\|u00|é|'|//|\u{feff}){0,24}";

/// A string of pieces of escapes.
const ESCAPES: &str = "\"(\\\\u[dD][89abcdAB][0-9a-f]{2}|\\\\[nu\"\\\\/bx]|[a-f0-9é]){0,8}\"";

/// Changes of a text: where, what is inserted, and how many characters are removed.
fn changes() -> impl Strategy<Value = Vec<(prop::sample::Index, String, usize)>> {
    let change = (
        any::<prop::sample::Index>(),
        "[{}\\[\\],:\"'/#=\n<>x]{0,3}",
        0..4usize,
    );
    proptest::collection::vec(change, 1..4)
}

proptest! {
    #![proptest_config(properties::config(1024))]

    #[test]
    fn json_is_read_as_it_is(value in json(), pretty in any::<bool>()) {
        agrees(&if pretty {
            serde_json::to_string_pretty(&value).unwrap()
        } else {
            value.to_string()
        });
    }

    #[test]
    fn near_json_agrees_with_the_arbiter(text in NEAR_JSON) {
        agrees(&text);
    }

    #[test]
    fn escapes_agree_with_the_arbiter(text in ESCAPES) {
        agrees(&text);
    }

    #[test]
    fn numbers_agree_with_the_arbiter(text in "[-+0-9.eE]{1,8}") {
        agrees(&text);
    }

    #[test]
    fn foreign_quotes_are_answered(text in "([{}\\[\\],:]|[“”'\"]|é|a|1| |\n){0,24}") {
        agrees(&text);
    }

    #[test]
    fn any_bytes_are_answered(bytes in proptest::collection::vec(any::<u8>(), 0..80)) {
        read(&Source::decode(&bytes));
    }

    #[test]
    fn what_was_changed_anywhere_is_answered(value in json(), changes in changes()) {
        let mut text = serde_json::to_string_pretty(&value).unwrap();
        for (place, put, gone) in changes {
            let places = text.char_indices().map(|(at, _)| at);
            let places: Vec<usize> = places.chain([text.len()]).collect();
            let from = place.index(places.len());
            let to = (from + gone).min(places.len() - 1);
            text.replace_range(places[from]..places[to], &put);
        }
        agrees(&text);
    }
}

fn fixtures() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/json");
    let mut files: Vec<PathBuf> = folder
        .read_dir()
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    files
        .into_iter()
        .filter(|file| {
            file.extension()
                .is_some_and(|extension| extension == "json")
        })
        .collect()
}

#[test]
fn every_beginning_of_a_document_has_one_fault() {
    for file in fixtures() {
        let text = std::fs::read_to_string(&file).unwrap();
        let whole = text.trim_end().len();
        for end in (1..whole).filter(|end| text.is_char_boundary(*end) && is_turn(*end, 3)) {
            let source = Source::new(&text[..end]);
            let (_, faults) = read(&source);
            let reported: Vec<_> = faults
                .iter()
                .map(|fault| (fault.kind.name(), fault.span))
                .collect();
            assert_eq!(
                reported.len(),
                1,
                "{} cut at {end}: {reported:?}",
                file.display()
            );
            assert!(
                faults[0].span.end as usize + 20 > text[..end].trim_end().len(),
                "{reported:?}"
            );
        }
    }
}

#[test]
fn all_edits_together_make_it_json() {
    let texts = [
        // A key that would be another spelling of a value.
        "{None: 1, 01: 2, .5: 3}",
        "{NaN",
        // Half a member at the end, behind what is taken out.
        "{/(",
        "{e\"0,\n]\"",
        "{'\"",
        "y\":0,\":\"\",“\"",
        // Escapes that mean nothing, where the string is repaired in another way too.
        "\"\\<",
        "{\"a\": \"b \"\\q\" c\"}",
        "{'a': 'b\\'\\q'}",
        // A backslash that is escaped itself, where the opening quote is missing.
        "{\"a\": \\\\\"}",
        // Brackets that open at one place.
        "d\":true}]",
        // An empty document that continues after its end.
        "[]e\":\",\n\":{\n\":{\ny\":1,s\":[",
        // The removed text contains the first place of a habit, but not all places.
        "[]<<*/\n,\u{1}}\u{1}#{})1",
        // A second document, in a text that does not begin or end with either.
        ",{}{\"",
        "{\n{=\"\t",
        // White space that JSON does not allow, at the ends of the removed text.
        "\u{3000}${",
        "{}{//\u{2028}",
        // A comma that would be put in before something that is taken out.
        "{\"a\": 1 {, \"b\": 2}",
    ];
    for text in texts {
        let source = Source::new(text);
        let (tree, faults) = read(&source);
        assert!(
            tree.root().is_some() && faults.iter().all(|fault| !fault.edits.is_empty()),
            "{text:?}: {faults:#?}"
        );
        agrees(text);
    }
}

#[test]
fn long_words_beyond_ascii_have_a_result() {
    for shift in ["", "a", "ab", "abc"] {
        for (before, letter) in [
            ("<", "é"),
            ("${", "é"),
            ("$(", "漢"),
            ("{{", "😀"),
            ("", "é"),
        ] {
            agrees(&format!(
                "{{\"Comment\": {before}{shift}{}}}",
                letter.repeat(300)
            ));
        }
    }
}

#[test]
fn duplicate_keys_stay_duplicate() {
    let source = Source::new(r#"{"Enabled": true, "Enabled": false}"#);
    let (tree, faults) = read(&source);
    let children: Vec<_> = tree
        .children(tree.root().unwrap())
        .map(|child| (tree.name(child), tree.text(child)))
        .collect();
    assert_eq!(children, [("Enabled", "true"), ("Enabled", "false")]);
    assert_eq!(faults, []);
}

#[test]
fn ranges_are_those_of_the_picture() {
    let source = Source::new(r#"{ "Comment" : "hello", "Items": [ 1 ] }"#);
    let (tree, _) = read(&source);
    let parts: Vec<_> = tree
        .nodes()
        .iter()
        .map(|node| [node.whole, node.name, node.content].map(|span: Span| source.slice(span)))
        .collect();
    assert_eq!(
        parts,
        [
            [
                source.text(),
                "",
                r#" "Comment" : "hello", "Items": [ 1 ] "#
            ],
            [r#""Comment" : "hello""#, "Comment", "hello"],
            [r#""Items": [ 1 ]"#, "Items", " 1 "],
            ["1", "", "1"],
        ]
    );
}

#[test]
fn deep_documents_are_read() {
    for depth in [10_000, 1_000_000] {
        let text = "[".repeat(depth) + &"]".repeat(depth);
        assert!(read(&Source::new(text.as_str())).1.is_empty());
        let text = "{\"a\":".repeat(depth) + "1" + &"}".repeat(depth);
        assert!(read(&Source::new(text.as_str())).1.is_empty());
    }
}

#[test]
fn hostile_documents_have_a_result() {
    let many = large(1 << 16);
    for part in [
        "[",
        "{",
        "]",
        "}",
        ",",
        ":",
        "\"",
        "'",
        "\"a\"",
        "a ",
        "1 ",
        "[,",
        "{]",
        "[}",
        "{\"a\":",
        "\"a\" \"",
        "/*",
        "//\n",
        "\u{feff}",
        "“",
        "<<<<<<< \n",
        "\\",
        "\"\\",
        "\"\u{1}",
        "a:",
        "a\"",
        "{{a}}",
        "{'",
        "[[",
        "\n{",
        "\n\t[\n",
    ] {
        let text = part.repeat(many / part.len());
        assert!(!read(&Source::new(text.as_str())).1.is_empty(), "{part:?}");
    }
}

#[test]
fn documents_with_too_many_values_are_refused() {
    let text = format!("[{}0]", "0,".repeat(4 << 20));
    let source = Source::new(text.as_str());
    let (tree, faults) = tree::parse_json(&source);
    assert!(tree.nodes().is_empty());
    assert_eq!(
        (faults.len(), faults[0].kind.name(), faults[0].variant),
        (1, "document-too-large", "values")
    );
}

#[test]
fn real_documents_are_read() {
    let Some(folder) = shared("corpus/raw") else {
        return;
    };
    let mut reported = Vec::new();
    let mut sound = 0;
    for entry in folder.read_dir().unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "json") {
            continue;
        }
        let bytes = std::fs::read(&path).unwrap();
        let source = Source::decode(&bytes);
        let (_, faults) = read(&source);
        agrees(source.text());
        sound += usize::from(faults.is_empty());
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        reported.extend(faults.iter().map(|fault| {
            format!(
                "{name}:{} {}",
                source.position(fault.span.start as usize).line,
                fault.kind.name()
            )
        }));
    }
    reported.sort();
    // The first has a merge that was never finished behind its end, the second an object's end
    // pasted two times.
    assert_eq!(
        reported,
        ["51d2bc03:70 merge-conflict", "d4b743aa:122 bracket-extra"]
    );
    assert!(sound > 190, "only {sound} documents");
}
