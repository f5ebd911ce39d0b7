//! JSON documents that people and services wrote: no error on what a service answered, and on what
//! people wrote exactly the errors that were confirmed by reading them
//! (`fixtures/json/corpus.txt`).
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use cloudfront_lint::{Linter, Severity, Status};
use serde_json::Value;

use crate::support::machine;

/// The JSON documents with their entry in the index.
fn documents(corpus: &Path) -> Vec<(Value, Vec<u8>)> {
    let index = fs::read_to_string(corpus.join("index.jsonl")).unwrap();
    let entries = index
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap())
        .filter(|entry| entry["form"] == "json");
    entries
        .map(|entry| {
            (
                fs::read(corpus.join(entry["file"].as_str().unwrap())).unwrap(),
                entry,
            )
        })
        .map(|(bytes, entry)| (entry, bytes))
        .collect()
}

fn name(entry: &Value) -> String {
    Path::new(entry["file"].as_str().unwrap())
        .file_stem()
        .unwrap()
        .to_string_lossy()
        .into_owned()
}

/// The errors of a document: rule and line.
fn errors(linter: &Linter, bytes: &[u8]) -> Vec<(String, usize)> {
    let report = linter.lint(bytes);
    let errors = report
        .findings()
        .iter()
        .filter(|finding| finding.severity == Severity::Error);
    errors
        .map(|finding| {
            (
                finding.rule.to_string(),
                report.source().position(finding.span.start as usize).line,
            )
        })
        .collect()
}

/// What a recorder of tests wraps around an answer: `{"status_code": 200, "data": {…}}`. It writes
/// moments as objects.
fn inside_recorder(bytes: &[u8]) -> Vec<u8> {
    let record: Value = serde_json::from_slice(bytes).unwrap();
    let mut data = record["data"].clone();
    moments_as_texts(&mut data);
    data.to_string().into_bytes()
}

fn moments_as_texts(value: &mut Value) {
    match value {
        Value::Object(members) if members.contains_key("__class__") => {
            *value = "2017-06-27T01:54:51Z".into();
        }
        Value::Object(members) => members.values_mut().for_each(moments_as_texts),
        Value::Array(items) => items.iter_mut().for_each(moments_as_texts),
        _ => {}
    }
}

#[test]
fn what_the_service_answered_has_no_error() {
    let Some(corpus) = machine::shared("corpus") else {
        return;
    };
    let mut checked = 0;
    for (entry, bytes) in documents(&corpus) {
        if !matches!(
            entry["kind"].as_str(),
            Some("service-response" | "request-known-accepted")
        ) {
            continue;
        }
        let recorded = entry["wrapper"]
            .as_str()
            .is_some_and(|wrapper| wrapper.starts_with("placebo:"));
        let bytes = if recorded {
            inside_recorder(&bytes)
        } else {
            bytes
        };
        checked += usize::from(*Linter::new().lint(&bytes).status() == Status::Checked);
        // JSON says nothing of its version; the index infers one from the members, and the newest
        // may be the true one.
        let recorded = Linter::new()
            .api_version(entry["api_version"].as_str().unwrap())
            .unwrap();
        let errors = errors(&Linter::new(), &bytes);
        assert!(
            errors.is_empty() || self::errors(&recorded, &bytes).is_empty(),
            "{}: {errors:?}",
            name(&entry)
        );
    }
    assert!(checked > 55, "only {checked} were checked");
}

#[test]
fn real_documents_have_the_confirmed_errors() {
    let Some(corpus) = machine::shared("corpus") else {
        return;
    };
    let table =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/json/corpus.txt"))
            .unwrap();
    let mut confirmed = BTreeSet::new();
    for line in table.lines().filter(|line| !line.starts_with('#')) {
        let (place, reason) = line.split_once(": ").unwrap();
        assert!(reason.len() > 10, "{place} needs a reason");
        let [file, rule, lines] = place.split(' ').collect::<Vec<_>>().try_into().unwrap();
        confirmed.extend(lines.split(',').map(|line| {
            (
                file.to_owned(),
                rule.to_owned(),
                line.parse::<usize>().unwrap(),
            )
        }));
    }
    let mut found = BTreeSet::new();
    for (entry, bytes) in documents(&corpus) {
        if matches!(entry["kind"].as_str(), Some("user-file" | "templated")) {
            found.extend(
                errors(&Linter::new(), &bytes)
                    .into_iter()
                    .map(|(rule, line)| (name(&entry), rule, line)),
            );
        }
    }
    let unconfirmed: Vec<_> = found.difference(&confirmed).collect();
    let missed: Vec<_> = confirmed.difference(&found).collect();
    assert!(
        unconfirmed.is_empty() && missed.is_empty(),
        "not confirmed: {unconfirmed:#?}, not found: {missed:#?}"
    );
}

#[test]
fn the_client_of_aws_and_this_tool_agree_on_the_structure() {
    let Some(corpus) = machine::shared("corpus") else {
        return;
    };
    let of_structure = [
        "json-type",
        "null-value",
        "missing-element",
        "unknown-element",
    ];
    let mut compared = 0;
    for (entry, bytes) in documents(&corpus) {
        let Some(result) = entry["botocore_validation"]["result"].as_str() else {
            continue;
        };
        if *Linter::new().lint(&bytes).status() != Status::Checked {
            continue;
        }
        let refused = errors(&Linter::new(), &bytes)
            .iter()
            .any(|(rule, _)| of_structure.contains(&rule.as_str()));
        assert_eq!(refused, result == "fail", "{}", name(&entry));
        compared += 1;
    }
    assert!(compared > 150, "only {compared} were compared");
}
