//! What is true for every document.

use std::collections::BTreeMap;

use cloudfront_lint::apply::Fixed;
use cloudfront_lint::internal::tree;
use cloudfront_lint::internal::tree::{NodeId, Tree};
use cloudfront_lint::{Applicability, Form, Linter, Source, convert};
use serde_json::Value;

use super::documents::{Case, corpus, damaged, examples};

const LEVELS: [Applicability; 2] = [Applicability::Safe, Applicability::Unsafe];

fn every(mut check: impl FnMut(&Case) -> Result<(), String>) {
    let mut failures = Vec::new();
    let mut count = 0;
    for case in examples().into_iter().chain(damaged()).chain(corpus()) {
        count += 1;
        if let Err(failure) = check(&case) {
            failures.push(format!("{}: {failure}", case.name));
        }
    }
    assert!(
        failures.is_empty(),
        "{} of {count} fail:\n{}",
        failures.len(),
        failures.join("\n")
    );
    assert!(count > 100, "expected documents");
}

fn fixed(linter: &Linter, text: &[u8], level: Applicability) -> Result<Fixed, String> {
    let fixed = linter.fix(text, level);
    match fixed.refused.first() {
        Some(refused) => Err(format!("{level:?}: {refused}")),
        None => Ok(fixed),
    }
}

#[test]
fn repairing_ends_and_a_second_run_changes_nothing() {
    every(|case| {
        case.with(|linter| {
            for level in LEVELS {
                let once = fixed(linter, &case.text, level)?;
                let bytes = once.bytes();
                if once.applied.is_empty()
                    && bytes != case.text
                    && once.report.source().fault().is_none()
                {
                    return Err("nothing was applied, yet the bytes differ".to_owned());
                }
                let again = fixed(linter, &bytes, level)?;
                if !again.applied.is_empty()
                    || (again.bytes() != bytes && again.report.source().fault().is_none())
                {
                    return Err(format!(
                        "{level:?}: a second run applies {:?}",
                        again.applied
                    ));
                }
            }
            Ok(())
        })
    });
}

#[test]
fn no_fix_is_left() {
    every(|case| {
        case.with(|linter| {
            for level in LEVELS {
                let fixed = fixed(linter, &case.text, level)?;
                if fixed.report.source().fault().is_some() {
                    continue;
                }
                let bytes = fixed.bytes();
                let report = linter.lint(&bytes);
                let left = report
                    .findings()
                    .iter()
                    .find(|finding| finding.fixes.iter().any(|fix| fix.applicability <= level));
                if let Some(left) = left {
                    return Err(format!(
                        "{level:?}: {} still offers `{}`",
                        left.rule, left.fixes[0].title
                    ));
                }
            }
            Ok(())
        })
    });
}

/// Line ends, a byte-order mark and the encoding are not changed by a repair: what is done to a
/// document is done to its other spellings alike. JSON alone is written in UTF-8 without a mark, as
/// soon as anything is written.
#[test]
fn line_ends_and_encodings_are_kept() {
    every(|case| {
        let Ok(text) = std::str::from_utf8(&case.text) else {
            return Ok(());
        };
        if text.contains('\r')
            || text.starts_with('\u{feff}')
            || text.starts_with("<?xml")
            || !text.trim_start().starts_with(['<', '{'])
        {
            return Ok(());
        }
        case.with(|linter| {
            let plain = fixed(linter, &case.text, Applicability::Unsafe)?;
            let windows = fixed(
                linter,
                text.replace('\n', "\r\n").as_bytes(),
                Applicability::Unsafe,
            )?;
            if windows.text() != plain.text().replace('\n', "\r\n") {
                return Err(format!(
                    "CRLF gives another text:\n{}\ninstead of\n{}",
                    windows.text(),
                    plain.text()
                ));
            }
            let wide = |text: &str| {
                [0xfeff]
                    .into_iter()
                    .chain(text.encode_utf16())
                    .flat_map(u16::to_le_bytes)
                    .collect::<Vec<u8>>()
            };
            let marked = |text: &str| format!("\u{feff}{text}").into_bytes();
            let is_json = text.trim_start().starts_with('{');
            for (name, encode) in [
                ("UTF-16", &wide as &dyn Fn(&str) -> Vec<u8>),
                ("a byte-order mark", &marked),
            ] {
                let other = fixed(linter, &encode(text), Applicability::Unsafe)?;
                let is_plain = is_json && !other.applied.is_empty();
                let expected = if is_plain {
                    plain.text().as_bytes().to_vec()
                } else {
                    encode(plain.text())
                };
                if other.bytes() != expected {
                    return Err(format!("{name} gives another text"));
                }
            }
            Ok(())
        })
    });
}

/// Comments on lines of their own change nothing of what a repair does, and every comment outside
/// of what was taken out stays.
#[test]
fn comments_are_kept() {
    every(|case| {
        let Ok(text) = std::str::from_utf8(&case.text) else {
            return Ok(());
        };
        let is_xml = text.starts_with('<') && !text.starts_with("<?");
        if !is_xml || text.contains("<!--") || text.contains('\r') {
            return Ok(());
        }
        case.with(|linter| {
            if linter
                .lint(text)
                .findings()
                .iter()
                .any(|finding| is_of_notation(&finding.rule))
            {
                return Ok(());
            }
            let plain = fixed(linter, text.as_bytes(), Applicability::Safe)?;
            let commented = commented(text);
            let kept = fixed(linter, commented.as_bytes(), Applicability::Safe)?;
            let without: String = kept
                .text()
                .split_inclusive('\n')
                .filter(|line| !line.trim_start().starts_with("<!-- kept "))
                .collect();
            if without != plain.text() {
                return Err(format!(
                    "comments change the repair:\n{}\ninstead of\n{}",
                    kept.text(),
                    plain.text()
                ));
            }
            Ok(())
        })
    });
}

/// Whether a rule speaks of the notation.
fn is_of_notation(rule: &str) -> bool {
    cloudfront_lint::internal::tree::SyntaxKind::ALL
        .iter()
        .any(|kind| kind.name() == rule)
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
#[test]
fn twins_stay_twins() {
    let mut twins = 0;
    every(|case| {
        let source = Source::decode(&case.text);
        let (tree, faults) = tree::parse(&source);
        let has_comment = source.text().contains("cloudfront-lint:");
        if tree.form() != Form::Xml || !faults.is_empty() || has_comment {
            return Ok(());
        }
        // What only XML can express is not compared, and neither are documents that JSON cannot
        // represent.
        let Ok(twin) = convert(&source, Form::Json, None) else {
            return Ok(());
        };
        case.with(|linter| {
            let linter = linter
                .clone()
                .api_version(
                    linter
                        .lint(&case.text)
                        .api_version()
                        .unwrap_or("2020-05-31"),
                )
                .unwrap();
            // A response is recognized by its root in XML, and by its surroundings in JSON; and
            // what no shape knows can only be guessed to be a list or a structure. Of two equal
            // members the service reads the first and a reader of JSON the last.
            let report = linter.lint(&case.text);
            let differs = report.findings().iter().any(|finding| {
                ["response-root", "unknown-element", "duplicate-element"].contains(&&*finding.rule)
            });
            if differs || linter.lint(&twin).root() != report.root() {
                return Ok(());
            }
            for level in LEVELS {
                let (xml, json) = (
                    fixed(&linter, &case.text, level)?,
                    fixed(&linter, twin.as_bytes(), level)?,
                );
                if xml
                    .applied
                    .iter()
                    .any(|applied| applied.rule == "unknown-element")
                {
                    continue;
                }
                let Ok(expected) = convert(xml.report.source(), Form::Json, None) else {
                    continue;
                };
                let value = |text: &str| untyped(unwrapped(text, report.root()));
                twins += 1;
                if value(&expected) != value(json.text()) {
                    return Err(format!(
                        "{level:?}: XML gives\n{expected}\nby {:?}\nJSON gives\n{}\nby {:?}",
                        xml.applied,
                        json.text(),
                        json.applied
                    ));
                }
            }
            Ok(())
        })
    });
    assert!(twins > 1000, "expected more than {twins} twins");
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
#[test]
fn safe_fixes_change_only_the_fault() {
    every(|case| {
        case.with(|linter| {
            let fixed = fixed(linter, &case.text, Applicability::Safe)?;
            let source = Source::decode(&case.text);
            let (before, faults) = tree::parse(&source);
            if !faults.is_empty() {
                return Ok(());
            }
            let (after, faults) = tree::parse(fixed.report.source());
            if !faults.is_empty() {
                return Err("the result is not well-formed".to_owned());
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
                    return Err(format!(
                        "{path} changed from {:?} to {:?} by {:?}",
                        old.get(path),
                        new.get(path),
                        fixed.applied
                    ));
                }
            }
            Ok(())
        })
    });
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
