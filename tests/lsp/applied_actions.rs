//! Every action of a document, applied by itself: none leaves an error that was not there.

use std::collections::BTreeSet;

use cloudfront_lint::{Finding, Report, Severity, Span, lint};
use serde_json::Value;

use super::client::{Client, Unit, able, applied, everything, uri};
use crate::cli::support::Folder;
use crate::fixes::documents::{Case, corpus, damaged, examples};
use crate::support::machine::is_ci;

/// Longer documents are those of speed tests.
const LONGEST: usize = 100_000;

#[test]
fn no_action_leaves_a_new_error() {
    let factor = if is_ci() { 1 } else { 2 };
    let cases = examples().into_iter().step_by(7 * factor);
    let applied = apply_all(cases.chain(damaged().into_iter().step_by(31 * factor)));
    assert!(applied > 100, "{applied} actions");
}

#[test]
#[ignore = "takes minutes: every document there is"]
fn no_action_of_any_document_leaves_a_new_error() {
    let applied = apply_all(examples().into_iter().chain(damaged()).chain(corpus()));
    assert!(applied > 1000, "{applied} actions");
}

/// Applies the quick fixes of documents one by one, and gives their number.
fn apply_all(cases: impl Iterator<Item = Case>) -> usize {
    let folder = Folder::new();
    let mut client = Client::start(&folder, "--isolated", able(Unit::Byte));
    let mut count = 0;
    let mut broken: Vec<String> = Vec::new();
    for (number, case) in cases.enumerate() {
        let Ok(text) = String::from_utf8(case.text) else {
            continue;
        };
        if text.starts_with('\u{feff}') || text.len() > LONGEST {
            continue;
        }
        let is_json = text.trim_start().starts_with(['{', '[']);
        let language = if is_json { "json" } else { "xml" };
        let uri = uri(&folder, &format!("{number}.{language}"));
        client.open(&uri, language, &text);
        let before = lint(&text);
        for action in client.actions(&uri, &everything(), Some("quickfix")) {
            if action.get("edit").is_none() {
                continue;
            }
            count += 1;
            let after = applied(&text, &action, &uri, Unit::Byte);
            let found = new_errors(&before, &after, action["isPreferred"] == true);
            broken.extend(found.map(|it| format!("{}: {}: {it}", case.name, action["title"])));
        }
        let document = Value::from_iter([("textDocument", Value::from_iter([("uri", uri)]))]);
        client.notify("textDocument/didClose", document);
    }
    client.finish();
    assert!(
        broken.is_empty(),
        "{} worse:\n{}",
        broken.len(),
        broken.join("\n")
    );
    count
}

/// The errors that a changed text has and the old one does not. Unless it is to be preferred, an
/// action may also show what a fault kept from being found: in what it changes, or where the
/// report has a gap.
fn new_errors(
    before: &Report<'_>,
    after: &str,
    is_preferred: bool,
) -> impl Iterator<Item = String> {
    let known: BTreeSet<(String, String)> = errors(before).map(named).collect();
    let changed = changed(before.source().text(), after);
    let after = lint(after);
    let is_other = before.root() != after.root() || before.api_version() != after.api_version();
    let is_new = |error: &&Finding| {
        let (rule, place) = named(error);
        let is_covered =
            is_other || changed.contains(error.span) || !before.is_evaluated(&rule, &place);
        (is_preferred || !is_covered) && !known.contains(&(rule, place))
    };
    let new: Vec<String> = errors(&after)
        .filter(is_new)
        .map(|it| format!("{} at {}", it.rule, it.path))
        .collect();
    new.into_iter()
}

fn errors<'r>(report: &'r Report<'_>) -> impl Iterator<Item = &'r Finding> {
    let findings = report.findings().iter();
    findings.filter(|finding| finding.severity == Severity::Error)
}

fn named(finding: &Finding) -> (String, String) {
    (finding.rule.to_string(), finding.path.with_names())
}

/// The part of a new text that is not the same in the old one, with whole names.
fn changed(old: &str, new: &str) -> Span {
    let same = |one: &mut dyn Iterator<Item = (u8, u8)>| {
        one.take_while(|(one, other)| one == other).count()
    };
    let start = same(&mut old.bytes().zip(new.bytes()));
    let end = new.len() - same(&mut old.bytes().rev().zip(new.bytes().rev()));
    let is_of_name = |it: char| it.is_ascii_alphanumeric();
    let before = String::from_utf8_lossy(&new.as_bytes()[..start]).into_owned();
    let behind = String::from_utf8_lossy(&new.as_bytes()[end.max(start)..]).into_owned();
    let before = before.len() - before.trim_end_matches(is_of_name).len();
    let behind = behind.len() - behind.trim_start_matches(is_of_name).len();
    Span::new(start.saturating_sub(before), end.max(start) + behind)
}
