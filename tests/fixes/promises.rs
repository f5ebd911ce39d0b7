//! What is true for every document after a repair.

use std::collections::BTreeMap;

use cloudfront_lint::internal::tree::{self, NodeId, SyntaxKind, Tree};
use cloudfront_lint::{Applicability, Form, Report, Source, convert};
use serde_json::Value;

use super::repaired::{Repaired, Tally, held};
use crate::support::machine::{in_turn, is_ci, is_turn};

#[test]
fn no_fix_is_refused() {
    held(no_refusal).assert_kept();
}

#[test]
fn repairing_ends_and_a_second_run_changes_nothing() {
    held(idempotence).assert_kept();
}

#[test]
fn line_ends_and_encodings_are_kept() {
    held(encoding).assert_kept();
}

#[test]
fn comments_are_kept() {
    held(comments).assert_kept();
}

#[test]
fn twins_stay_twins() {
    let tally = held(twins);
    tally.assert_kept();
    let least = if is_ci() { 1_000 } else { 500 };
    assert!(
        tally.compared > least,
        "expected more than {} twins",
        tally.compared
    );
}

#[test]
fn safe_fixes_change_only_the_fault() {
    held(only_the_fault).assert_kept();
}

/// A fix that is offered is one that can be applied.
pub(super) fn no_refusal(repaired: &Repaired, tally: &mut Tally) {
    for (level, fixed) in repaired.levels() {
        for refused in &fixed.refused {
            tally.broken(format!("{level:?}: {refused}"));
        }
    }
}

/// A repair ends, and what it leaves is offered no fix.
pub(super) fn idempotence(repaired: &Repaired, tally: &mut Tally) {
    for (level, once) in repaired.levels() {
        let bytes = once.bytes();
        let is_text = once.report.source().fault().is_none();
        if once.applied.is_empty() && bytes != repaired.case.text && is_text {
            tally.broken("nothing was applied, yet the bytes differ".to_owned());
        }
        // The same bytes are repaired in the same way.
        let changed = bytes != repaired.case.text;
        let second = changed.then(|| repaired.linter.fix(&bytes, level));
        let again = second.as_ref().unwrap_or(once);
        if !again.applied.is_empty() || (again.bytes() != bytes && is_text) {
            tally.broken(format!(
                "{level:?}: a second run applies {:?}",
                again.applied
            ));
        }
        let offered = |report: &Report<'_>| {
            report
                .findings()
                .iter()
                .flat_map(|finding| &finding.fixes)
                .find(|fix| fix.applicability <= level)
                .map(|fix| fix.title.clone())
        };
        if let Some(title) = offered(&again.report).filter(|_| is_text) {
            tally.broken(format!("{level:?}: still offers `{title}`"));
        }
    }
}

/// Line ends, a byte-order mark and the encoding are not changed by a repair: what is done to a
/// document is done to its other spellings alike. JSON alone is written in UTF-8 without a mark, as
/// soon as anything is written.
pub(super) fn encoding(repaired: &Repaired, tally: &mut Tally) {
    let Ok(text) = std::str::from_utf8(&repaired.case.text) else {
        return;
    };
    let is_spelled_otherwise =
        text.contains('\r') || text.starts_with('\u{feff}') || text.starts_with("<?xml");
    if is_spelled_otherwise || !text.trim_start().starts_with(['<', '{']) {
        return;
    }
    let plain = repaired.all();
    let is_json = text.trim_start().starts_with('{');
    for (name, spelled) in in_turn(&SPELLINGS, text.len()) {
        let other = repaired.linter.fix(&spelled(text), Applicability::Unsafe);
        let is_plain = is_json && !other.applied.is_empty() && *name != "CRLF";
        let expected = if is_plain {
            plain.text().as_bytes().to_vec()
        } else {
            spelled(plain.text())
        };
        if other.bytes() != expected {
            let (found, wanted) = (other.text(), plain.text());
            tally.broken(format!(
                "{name} gives another text:\n{found}\ninstead of\n{wanted}"
            ));
        }
    }
}

/// The name of a spelling, and what writes it.
type Spelling = (&'static str, fn(&str) -> Vec<u8>);

/// Other bytes of the same text.
const SPELLINGS: [Spelling; 3] = [
    ("CRLF", |text| text.replace('\n', "\r\n").into_bytes()),
    ("UTF-16", |text| {
        let units = [0xfeff].into_iter().chain(text.encode_utf16());
        units.flat_map(u16::to_le_bytes).collect()
    }),
    ("a byte-order mark", |text| {
        format!("\u{feff}{text}").into_bytes()
    }),
];

/// Comments on lines of their own change nothing of what a repair does, and every comment outside
/// of what was taken out stays.
pub(super) fn comments(repaired: &Repaired, tally: &mut Tally) {
    let Ok(text) = std::str::from_utf8(&repaired.case.text) else {
        return;
    };
    let is_xml = text.starts_with('<') && !text.starts_with("<?");
    if !is_xml || text.contains("<!--") || text.contains('\r') || !is_turn(text.len(), 3) {
        return;
    }
    let plain = &repaired.safe;
    if !tree::parse_xml(&Source::new(text)).1.is_empty() {
        return;
    }
    let commented = commented(text);
    let kept = repaired.linter.fix(&commented, Applicability::Safe);
    let without: String = kept
        .text()
        .split_inclusive('\n')
        .filter(|line| !line.trim_start().starts_with("<!-- kept "))
        .collect();
    if without != plain.text() {
        tally.broken(format!(
            "comments change the repair:\n{}\ninstead of\n{}",
            kept.text(),
            plain.text()
        ));
    }
}

/// Whether a rule speaks of the notation.
fn is_of_notation(rule: &str) -> bool {
    SyntaxKind::ALL.iter().any(|kind| kind.name() == rule)
}

/// A comment before every line that begins with a tag.
fn commented(text: &str) -> String {
    let mut out = String::new();
    for (number, line) in text.split_inclusive('\n').enumerate() {
        if number > 0 && line.trim_start().starts_with('<') {
            let indent = &line[..line.len() - line.trim_start().len()];
            out.push_str(&format!("{indent}<!-- kept {number} -->\n"));
        }
        out.push_str(line);
    }
    out
}

/// The same document in XML and JSON is the same after a repair.
pub(super) fn twins(repaired: &Repaired, tally: &mut Tally) {
    if !is_turn(repaired.case.text.len(), 2) {
        return;
    }
    let source = Source::decode(&repaired.case.text);
    let (tree, faults) = tree::parse(&source);
    let has_comment = source.text().contains("cloudfront-lint:");
    if tree.form() != Form::Xml || !faults.is_empty() || has_comment {
        return;
    }
    // What only XML can express is not compared, and neither are documents that JSON cannot
    // represent.
    let Ok(twin) = convert(&source, Form::Json, None) else {
        return;
    };
    // A response is recognized by its root in XML, and by its surroundings in JSON; and what no
    // shape knows can only be guessed to be a list or a structure. Of two equal members the service
    // reads the first and a reader of JSON the last.
    let report = repaired.report();
    let differs = report.findings().iter().any(|finding| {
        ["response-root", "unknown-element", "duplicate-element"].contains(&&*finding.rule)
    });
    if differs {
        return;
    }
    // JSON does not say what version it is for.
    let version = report.api_version().unwrap_or("2020-05-31");
    let linter = repaired.linter.clone().api_version(version).unwrap();
    for (level, xml) in repaired.levels() {
        let json = linter.fix(&twin, level);
        let is_unknown = |rule: &str| rule == "unknown-element";
        if json.report.root() != report.root()
            || xml.applied.iter().any(|applied| is_unknown(&applied.rule))
        {
            continue;
        }
        let Ok(expected) = convert(xml.report.source(), Form::Json, None) else {
            continue;
        };
        let value = |text: &str| untyped(unwrapped(text, report.root()));
        tally.compared += 1;
        if value(&expected) != value(json.text()) {
            tally.broken(format!(
                "{level:?}: XML gives\n{expected}\nby {:?}\nJSON gives\n{}\nby {:?}",
                xml.applied,
                json.text(),
                json.applied
            ));
        }
    }
}

/// A JSON document without an object around it that only names its root, as an incomplete one has.
fn unwrapped(text: &str, root: Option<&str>) -> Value {
    match (serde_json::from_str(text).unwrap(), root) {
        (Value::Object(mut around), Some(root))
            if around.len() == 1 && around.contains_key(root) =>
        {
            around.remove(root).unwrap_or_default()
        }
        (value, _) => value,
    }
}

/// A JSON value with texts instead of numbers and booleans: what no shape knows has no type in
/// XML.
fn untyped(value: Value) -> Value {
    match value {
        Value::Array(items) => items.into_iter().map(untyped).collect(),
        Value::Object(members) => members
            .into_iter()
            .map(|(name, value)| (name, untyped(value)))
            .collect(),
        Value::Bool(_) | Value::Number(_) => Value::String(value.to_string()),
        Value::Null | Value::String(_) => value,
    }
}

/// A safe fix touches the element that is at fault, and nothing else that the service would store.
pub(super) fn only_the_fault(repaired: &Repaired, tally: &mut Tally) {
    let fixed = &repaired.safe;
    if fixed.applied.is_empty() {
        return;
    }
    let source = Source::decode(&repaired.case.text);
    let (before, faults) = tree::parse(&source);
    if !faults.is_empty() {
        return;
    }
    let (after, faults) = tree::parse(fixed.report.source());
    if !faults.is_empty() {
        tally.broken("the result is not well-formed".to_owned());
        return;
    }
    let applied: Vec<String> = fixed
        .applied
        .iter()
        .map(|applied| applied.path.to_string())
        .flat_map(|path| [plain(&path), plain_in_json(&path)])
        .collect();
    let (old, new) = (values(&before), values(&after));
    for path in old.keys().chain(new.keys()) {
        if old.get(path) == new.get(path)
            || fixed
                .applied
                .iter()
                .any(|applied| applied.path.is_empty() || is_of_notation(&applied.rule))
        {
            continue;
        }
        let is_added = old
            .get(path)
            .into_iter()
            .flatten()
            .all(|text| new.get(path).is_some_and(|texts| texts.contains(text)));
        let explained = applied.iter().any(|fault| {
            // In a file that contains more than the document, paths are longer.
            let is_inside =
                format!("/{path}/").contains(&format!("/{fault}/")) && !fault.is_empty();
            // An item takes its count along; into the root itself something can only be
            // put.
            let is_sibling = fault.ends_with("/items") && holder(fault) == holder(path);
            is_inside
                || is_sibling
                || holder(holder(fault)) == holder(path)
                || (fault.is_empty() && is_added)
        });
        if !explained {
            tally.broken(format!(
                "{path} changed from {:?} to {:?} by {:?}",
                old.get(path),
                new.get(path),
                fixed.applied
            ));
        }
    }
}

fn holder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(holder, _)| holder)
}

/// A path as [`values`] has it: without its root, the names of items and numbers, in lower case.
fn plain(path: &str) -> String {
    let path = path.to_lowercase();
    let names = path.split('/').skip(1);
    without_items(names.map(|name| name.split('[').next().unwrap_or_default()))
}

/// The same in JSON, where the items of a list without a count have no name either.
fn plain_in_json(path: &str) -> String {
    let path = path.to_lowercase();
    let mut names = path.split('/').skip(1).peekable();
    let mut kept = Vec::new();
    while let Some(name) = names.next() {
        kept.push(name.split('[').next().unwrap_or_default());
        let is_plain = name != "items" && !name.contains('[');
        if is_plain && names.next_if(|item| item.contains('[')).is_some() {
            kept.push("");
        }
    }
    without_items(kept.into_iter())
}

fn without_items<'p>(names: impl Iterator<Item = &'p str>) -> String {
    let mut kept: Vec<&str> = Vec::new();
    let mut is_item = false;
    for name in names {
        if !is_item {
            kept.push(name);
        }
        is_item = !is_item && name == "items";
    }
    kept.join("/")
}

/// Every text of a document by its path, sorted. Items have no name in JSON and so no part in the
/// path.
fn values(tree: &Tree<'_>) -> BTreeMap<String, Vec<String>> {
    let mut values: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for index in 1..tree.nodes().len() {
        let node = NodeId::from_index(index);
        if tree.node(node).has_children() {
            continue;
        }
        let around = std::iter::successors(Some(node), |at| tree.node(*at).parent());
        let mut names: Vec<String> = around.map(|at| tree.name(at).to_lowercase()).collect();
        names.reverse();
        let path = without_items(names.iter().skip(1).map(String::as_str));
        values
            .entry(path)
            .or_default()
            .push(tree.text(node).to_owned());
    }
    for texts in values.values_mut() {
        texts.sort();
    }
    values
}
