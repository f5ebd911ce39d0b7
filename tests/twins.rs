//! A document in XML and the same in JSON: converting keeps the values and their order, and both
//! get the same findings.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use cloudfront_lint::internal::builtin::SCHEMA;
use cloudfront_lint::internal::tree;
use cloudfront_lint::internal::tree::{NodeId, NodeKind, Tree};
use cloudfront_lint::{Error, Form, Linter, Operation, Source, convert};
use proptest::prelude::*;
use proptest::sample::Index;

use crate::support::machine;
use crate::support::properties;

/// Rules about what only one of the notations has: its namespace, its wrappers.
const OF_ONE_NOTATION: [&str; 5] = [
    "namespace-missing",
    "namespace-foreign",
    "response-wrapper",
    "response-root",
    "null-value",
];

/// Rules about a text that is not a number or not a boolean: in JSON it is a value of the wrong
/// type.
const OF_TYPES: [&str; 3] = ["json-type", "boolean-value", "integer-value"];

/// Rule and path of every finding that both notations can have.
fn findings(text: &str, version: &str) -> BTreeSet<(String, String)> {
    // An `ETag` inside a JSON file says that it is for an update, which XML cannot say.
    let report = Linter::new()
        .operation(Operation::Update)
        .if_match("E2QWRUHAPOMQZL")
        .api_version(version)
        .unwrap()
        .lint(text);
    // Of two equal members the service reads the first and a reader of JSON the last: they do not
    // mean the same. Only that they are doubled is compared, not what follows from them.
    let doubled: Vec<String> = report
        .findings()
        .iter()
        .filter(|finding| finding.rule == "duplicate-element")
        .map(|finding| finding.path.to_string())
        .collect();
    let is_compared = |rule: &str, path: &str| {
        let mut inside = doubled
            .iter()
            .filter_map(|it| path.strip_prefix(it.as_str()));
        doubled.is_empty()
            || rule == "duplicate-element" && !inside.any(|rest| rest.starts_with('/'))
    };
    let reported = report
        .findings()
        .iter()
        .filter(|finding| !OF_ONE_NOTATION.contains(&&*finding.rule))
        .filter(|finding| is_compared(&finding.rule, &finding.path.to_string()));
    reported
        .map(|finding| {
            (
                if OF_TYPES.contains(&&*finding.rule) {
                    "a wrong type".to_owned()
                } else {
                    finding.rule.to_string()
                },
                finding.path.to_string(),
            )
        })
        .collect()
}

/// Name and text of every node below the root, in order; items have no name of their own in JSON.
fn outline(text: &str) -> Vec<(usize, String)> {
    let source = Source::new(text);
    let (tree, faults) = tree::parse(&source);
    assert_eq!(faults, [], "{text}");
    let depth = |mut node: NodeId, tree: &Tree<'_>| {
        let mut depth = 0;
        while let Some(parent) = tree.node(node).parent() {
            node = parent;
            depth += 1;
        }
        depth
    };
    let scalar = |node: NodeId| {
        !tree.node(node).has_children()
            && !matches!(tree.node(node).kind, NodeKind::Object | NodeKind::Array)
    };
    let text = |node: NodeId| {
        if scalar(node) && !tree.text(node).trim().is_empty() {
            tree.text(node).to_owned()
        } else {
            String::new()
        }
    };
    (1..tree.nodes().len())
        .map(NodeId::from_index)
        .map(|node| (depth(node, &tree), text(node)))
        .collect()
}

/// The version of an XML document, by its namespace.
fn version_of(xml: &str) -> Option<String> {
    SCHEMA
        .versions
        .iter()
        .find(|info| xml.contains(&format!("\"{}\"", info.namespace)))
        .map(|info| info.name.to_string())
}

#[track_caller]
fn are_twins(xml: &str, name: &str) -> bool {
    let version =
        version_of(xml).unwrap_or_else(|| SCHEMA.version_info(SCHEMA.newest()).name.to_string());
    let json = match convert(&Source::new(xml), Form::Json, Some(&version)) {
        Ok(json) => json,
        Err(
            Error::RepeatedElement { .. }
            | Error::TextAmongElements { .. }
            | Error::NotCloudFront
            | Error::UnrecognizedJson { .. },
        ) => {
            return false;
        }
        Err(error) => panic!("{name}: {error}"),
    };
    // A configuration without its telling members cannot be recognised by its keys, and items have
    // names in XML only.
    let items_are_misnamed = findings(xml, &version)
        .iter()
        .any(|(rule, _)| rule == "wrong-item-element");
    if items_are_misnamed || Linter::new().lint(&json).root() != Linter::new().lint(xml).root() {
        return false;
    }
    assert_eq!(findings(xml, &version), findings(&json, &version), "{name}");
    let back = convert(&Source::new(json.as_str()), Form::Xml, Some(&version)).unwrap();
    let (first, second) = (outline(xml), outline(&back));
    let differ = first
        .iter()
        .zip(&second)
        .find(|(first, second)| first != second);
    assert!(
        differ.is_none() && first.len() == second.len(),
        "{name}: {differ:?}"
    );
    assert_eq!(
        findings(&back, &version),
        findings(&json, &version),
        "{name}"
    );
    true
}

fn bases() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/base");
    let mut paths: Vec<PathBuf> = folder
        .read_dir()
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    let text = |path: &PathBuf| std::fs::read_to_string(path).unwrap();
    paths
        .iter()
        .map(|path| {
            (
                path.file_stem().unwrap().to_string_lossy().into_owned(),
                text(path),
            )
        })
        .collect()
}

#[test]
fn standard_documents_have_twins() {
    let twins = bases()
        .iter()
        .filter(|(name, xml)| are_twins(xml, name))
        .count();
    assert!(twins > 20, "only {twins} have a JSON form");
}

#[test]
fn real_documents_have_twins() {
    let Some(folder) = machine::shared("corpus") else {
        return;
    };
    let (mut from_xml, mut from_json) = (0, 0);
    for part in ["raw", "derived"] {
        for entry in folder.join(part).read_dir().unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let bytes = std::fs::read(&path).unwrap();
            let source = Source::decode(&bytes);
            let (tree, faults) = tree::parse(&source);
            if !faults.is_empty() {
                continue;
            }
            if tree.form() == Form::Xml {
                from_xml += usize::from(are_twins(source.text(), &name));
                continue;
            }
            let newest = &SCHEMA.version_info(SCHEMA.newest()).name;
            let Ok(xml) = convert(&source, Form::Xml, Some(newest)) else {
                continue;
            };
            // Items of wrong types and null have no twin.
            let own = Linter::new().lint(source.text());
            if own
                .findings()
                .iter()
                .any(|finding| matches!(&*finding.rule, "json-type" | "null-value"))
            {
                continue;
            }
            // The ETag stays behind with the wrapper, and with it what shows an answer of the
            // service.
            let twin = |rule: &str| rule != "etag-stale" && rule != "placeholder-value";
            let mut in_json = findings(source.text(), newest);
            in_json.retain(|(rule, _)| twin(rule));
            let mut in_xml = findings(&xml, newest);
            in_xml.retain(|(rule, _)| twin(rule));
            assert_eq!(in_json, in_xml, "{name}");
            from_json += 1;
        }
    }
    assert!(
        from_xml > 150 && from_json > 150,
        "{from_xml} from XML, {from_json} from JSON"
    );
}

/// A change of a document that both notations can have.
#[derive(Clone, Debug)]
enum Change {
    Remove(Index),
    Double(Index),
    Rename(Index),
    Write(Index, &'static str),
}

fn change() -> impl Strategy<Value = Change> {
    let text = prop::sample::select(vec![
        "",
        "true",
        "False",
        "0",
        "-1",
        "99999",
        "no such",
        "*",
        "example.com",
        "é&<",
        "allow-all",
        "/a",
    ]);
    prop_oneof![
        any::<Index>().prop_map(Change::Remove),
        any::<Index>().prop_map(Change::Double),
        any::<Index>().prop_map(Change::Rename),
        (any::<Index>(), text).prop_map(|(place, text)| Change::Write(place, text)),
    ]
}

fn apply(xml: &str, change: &Change) -> String {
    let source = Source::new(xml);
    let (tree, _) = tree::parse(&source);
    let pick = |place: &Index, scalars: bool| {
        let nodes: Vec<NodeId> = (1..tree.nodes().len())
            .map(NodeId::from_index)
            .filter(|node| !scalars || !tree.node(*node).has_children())
            .collect();
        (!nodes.is_empty()).then(|| *place.get(&nodes))
    };
    let mut text = xml.to_owned();
    match change {
        Change::Remove(place) => {
            if let Some(node) = pick(place, false) {
                text.replace_range(tree.node(node).whole.range(), "");
            }
        }
        Change::Double(place) => {
            if let Some(node) = pick(place, false) {
                let whole = tree.node(node).whole;
                text.insert_str(whole.end as usize, &xml[whole.range()]);
            }
        }
        Change::Rename(place) => {
            if let Some(node) = pick(place, false) {
                let mut edits = tree.rename(node, &format!("{}x", tree.name(node)));
                edits.sort();
                for edit in edits.iter().rev() {
                    text.replace_range(edit.span.range(), &edit.text);
                }
            }
        }
        Change::Write(place, value) => {
            if let Some(node) = pick(place, true) {
                for edit in tree.write(node, value) {
                    text.replace_range(edit.span.range(), &edit.text);
                }
            }
        }
    }
    text
}

proptest! {
    #![proptest_config(ProptestConfig { max_shrink_iters: 200, ..properties::config(400) })]

    #[test]
    fn changed_documents_have_the_findings_of_their_twins(
        base in any::<Index>(),
        changes in proptest::collection::vec(change(), 1..4),
    ) {
        let bases = bases();
        let (name, xml) = base.get(&bases);
        let original = xml;
        let xml = changes.iter().fold(xml.clone(), |xml, change| apply(&xml, change));
        let changed: Vec<&str> = xml.lines().filter(|line| !original.contains(line)).collect();
        are_twins(&xml, &format!("{name} {changes:?} {changed:?}"));
    }
}
