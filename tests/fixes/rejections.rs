//! Real answers of the service: for how many of the refused documents a fix leads to one that would
//! be accepted.
//!
//! `cargo test --test all fixes::rejections -- --nocapture` prints them.

use std::fmt::Write as _;
use std::fs;

use cloudfront_lint::{Applicability, Linter, Operation, Severity};
use serde_json::Value;

use super::documents::shared;

#[test]
fn rejections_are_repaired() {
    let Some(folder) = shared("reference/rejections") else {
        return;
    };
    let mut paths: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.retain(|path| {
        path.extension()
            .is_some_and(|extension| extension == "json")
    });
    paths.sort();
    let (mut count, mut found, mut repaired, mut equal) = (0, 0, 0, 0);
    let mut lines = String::new();
    for path in paths {
        let record: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
        if record["decidable"] != "document" {
            continue;
        }
        count += 1;
        let text = document(&record["fragment"]);
        let linter = linter(&record);
        let errors = errors(&linter, &text);
        let fixed = linter.fix(&text, Applicability::Unsafe);
        let left: Vec<String> = errors_of(&fixed.report);
        let is_repaired = !errors.is_empty() && left.is_empty();
        let is_equal = is_repaired && same(fixed.text(), &record["accepted"]);
        found += usize::from(!errors.is_empty());
        repaired += usize::from(is_repaired);
        equal += usize::from(is_equal);
        let outcome = if is_equal {
            "as accepted"
        } else if is_repaired {
            "repaired"
        } else if errors.is_empty() {
            "NOT FOUND"
        } else {
            "left"
        };
        let id = record["constraint_id"].as_str().unwrap_or_default();
        let rules = if left.is_empty() { errors } else { left };
        let _ = writeln!(
            lines,
            "{:<11} {} {id}: {}",
            outcome,
            record["id"].as_str().unwrap_or_default(),
            rules.join(", ")
        );
    }
    let summary = format!(
        "{lines}{count} rejections, {found} found, {repaired} repaired by fixes, {equal} of them just as they were accepted"
    );
    show(&summary);
    // What protects is never changed by a guess, and an update is completed from the live document
    // only.
    assert!(
        repaired * 5 > count * 2,
        "fewer than two in five are repaired:\n{summary}"
    );
}

#[expect(
    clippy::print_stdout,
    reason = "the numbers are what this test is run for"
)]
fn show(text: &str) {
    println!("{text}");
}

fn document(fragment: &Value) -> String {
    fragment.as_str().map_or_else(
        || serde_json::to_string_pretty(fragment).unwrap(),
        str::to_owned,
    )
}

fn linter(record: &Value) -> Linter {
    let operation = match record["operation"].as_str().unwrap_or_default() {
        name if name.starts_with("Create") => Operation::Create,
        name if name.starts_with("Update") => Operation::Update,
        _ => Operation::Open,
    };
    let mut linter = Linter::new().operation(operation);
    if operation == Operation::Update {
        linter = linter.if_match("E2QWRUHAPOMQZL");
    }
    linter
        .api_version(record["api_version"].as_str().unwrap())
        .unwrap()
}

fn errors(linter: &Linter, text: &str) -> Vec<String> {
    errors_of(&linter.lint(text))
}

fn errors_of(report: &cloudfront_lint::Report<'_>) -> Vec<String> {
    report
        .findings()
        .iter()
        .filter(|finding| finding.severity == Severity::Error)
        .map(|finding| finding.rule.to_string())
        .collect()
}

/// Whether two documents say the same. Only JSON is compared.
fn same(text: &str, accepted: &Value) -> bool {
    serde_json::from_str::<Value>(text).is_ok_and(|value| value == *accepted)
}
