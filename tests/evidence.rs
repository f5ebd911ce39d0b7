//! The rules against what is known about the service: the catalogue of rejections, real rejections,
//! and real documents.
//!
//! `cargo test --test all evidence:: -- --nocapture` prints the numbers. The records are next to
//! the repository in `../shared`; without them the tests have nothing to compare with, and where
//! `CI` is set that is a failure.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use cloudfront_lint::{Finding, Linter, Operation, Previous, Severity, Status};
use serde_json::Value;

#[cfg(feature = "config")]
use crate::support::catalogue;
use crate::support::machine;

#[expect(
    clippy::print_stdout,
    reason = "the numbers are what these tests are run for"
)]
fn show(text: &str) {
    println!("{text}");
}

fn read(path: &Path) -> Value {
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}

#[cfg(feature = "config")]
#[test]
fn every_entry_of_the_catalogue_is_covered_or_explained() {
    let Some(catalogue) = catalogue::entries() else {
        return;
    };
    let excluded =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/excluded.toml"))
            .unwrap();
    let is_excluded = |id: &str| {
        excluded
            .lines()
            .any(|line| line.trim() == format!("[{id}]"))
    };
    let rules = cloudfront_lint::rules();
    let covered: BTreeSet<&str> = rules
        .iter()
        .flat_map(|rule| rule.constraints.iter())
        .map(AsRef::as_ref)
        .collect();
    let unseen: BTreeSet<&str> = rules
        .iter()
        .flat_map(|rule| rule.unseen.iter())
        .map(AsRef::as_ref)
        .collect();
    let invented: Vec<&&str> = covered
        .union(&unseen)
        .filter(|name| !catalogue.contains_key(**name))
        .collect();
    assert!(
        invented.is_empty(),
        "rules name entries that do not exist: {invented:?}"
    );

    let (seen, account): (Vec<_>, Vec<_>) = catalogue
        .iter()
        .filter(|(_, entry)| entry.family.is_none())
        .partition(|(_, entry)| entry.is_decidable);
    let open: Vec<&String> = seen
        .iter()
        .map(|(id, _)| *id)
        .filter(|id| !covered.contains(id.as_str()) && !is_excluded(id))
        .collect();
    let silent: Vec<&String> = account
        .iter()
        .map(|(id, _)| *id)
        .filter(|id| !unseen.contains(id.as_str()))
        .collect();
    show(&format!(
        "{} of {} entries that a document shows are covered; {} that no document shows are explained",
        seen.len() - open.len(),
        seen.len(),
        account.len()
    ));
    assert!(open.is_empty(), "no rule covers {open:?}");
    assert!(silent.is_empty(), "no rule explains {silent:?}");
}

/// Records that do not contain enough to be checked, with the reason.
const BEYOND: [(&str, &str); 4] = [
    (
        "077",
        "was cut down to the fault: even its accepted form is missing members that an update needs",
    ),
    (
        "079",
        "was cut down to the fault: even its accepted form is missing members that an update needs",
    ),
    (
        "081",
        "is refused for the form of the previous document, which is not recorded",
    ),
    (
        "124",
        "is refused for an old ETag, and neither ETag is recorded",
    ),
];

/// The folders with records of rejections.
const REJECTIONS: [&str; 2] = ["reference/rejections", "reference/rejections-november"];

#[test]
fn real_rejections_are_foreseen() {
    for folder in REJECTIONS {
        let Some(folder) = machine::shared(folder) else {
            return;
        };
        let (counts, wrong) = judge_records(&folder);
        show(&format!("{}: {counts}", folder.display()));
        assert!(wrong.is_empty(), "{wrong}");
    }
}

/// How many records of a folder are foreseen, and what is wrong with the others.
fn judge_records(folder: &Path) -> (String, String) {
    let (mut foreseen, mut decidable, mut silent, mut accepted) = (0, 0, 0, 0);
    let mut wrong = String::new();
    for path in files(folder, "json") {
        let record = read(&path);
        let name = record["id"].as_str().unwrap();
        if let Some((_, reason)) = BEYOND.iter().find(|(id, _)| *id == name) {
            show(&format!("{name} {reason}"));
            continue;
        }
        let mut complain = |why: &str, errors: &[Finding]| {
            let constraint = &record["constraint_id"];
            let _ = writeln!(wrong, "{name} {constraint}: {why}; found {}", list(errors));
        };
        if record["decidable"] != "account" {
            decidable += 1;
            let errors = errors(&record, "fragment");
            match judged(&record, &errors) {
                Ok(()) => foreseen += 1,
                Err(why) => complain(&why, &errors),
            }
        }
        if !record["accepted"].is_null() {
            accepted += 1;
            let errors = errors(&record, "accepted");
            silent += usize::from(errors.is_empty());
            if !errors.is_empty() {
                complain("was accepted", &errors);
            }
        }
    }
    let counts = format!(
        "{foreseen} of {decidable} rejections are foreseen; {silent} of {accepted} accepted documents get no error"
    );
    (counts, wrong)
}

/// The files of a folder that have an extension, by name.
fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.retain(|path| path.extension().is_some_and(|found| found == extension));
    paths.sort();
    paths
}

/// The errors of one document of a record.
fn errors(record: &Value, key: &str) -> Vec<Finding> {
    let text = text(&record[key]);
    let previous = (!record["previous"].is_null()).then(|| self::text(&record["previous"]));
    let kind = record["operation"].as_str().unwrap();
    let if_match = record["if_match"]
        .as_str()
        .filter(|_| key == "fragment")
        .unwrap_or("E2QWRUHAPOMQZL");
    let operation = if kind.starts_with("Update") {
        Operation::Update
    } else if kind.starts_with("Delete") {
        Operation::Delete
    } else {
        Operation::Create
    };
    let mut linter = Linter::new()
        .operation(operation)
        .if_match(if_match)
        .api_version(record["api_version"].as_str().unwrap())
        .unwrap();
    if let Some(previous) = previous {
        linter = linter.compare_with(&Previous::parse(&previous));
    }
    of_severity(linter.lint(&text).findings(), Severity::Error)
}

/// The findings of a severity.
fn of_severity(findings: &[Finding], severity: Severity) -> Vec<Finding> {
    findings
        .iter()
        .filter(|finding| finding.severity == severity)
        .cloned()
        .collect()
}

fn text(document: &Value) -> String {
    document
        .as_str()
        .map_or_else(|| document.to_string(), str::to_owned)
}

fn list(findings: &[Finding]) -> String {
    let lines: Vec<String> = findings
        .iter()
        .map(|finding| format!("{} at {}: {}", finding.rule, finding.path, finding.message))
        .collect();
    format!("{lines:#?}")
}

/// Whether the errors are the recorded one, in a structure that the accepted form changes.
fn judged(record: &Value, errors: &[Finding]) -> Result<(), String> {
    let code = record["error_code"].as_str().unwrap();
    if !errors.iter().any(|finding| {
        finding
            .service
            .as_ref()
            .is_some_and(|service| service.code == code)
    }) {
        return Err(format!("nothing answers {code}"));
    }
    if let Some(place) = record["place"].as_str() {
        let is_there = |finding: &&Finding| {
            let path = finding.path.to_string();
            path.starts_with(place) || place.starts_with(&path)
        };
        if !errors.iter().any(|finding| {
            let answer = finding.service.as_ref();
            answer.is_some_and(|service| service.code == code) && is_there(&finding)
        }) {
            return Err(format!("nothing answers {code} at {place}"));
        }
    }
    let mut places = Vec::new();
    changes(
        &record["fragment"],
        &record["accepted"],
        String::new(),
        &mut places,
    );
    let is_inside = |finding: &Finding| {
        let path = plain(&finding.path.to_string());
        let mut structures = places.iter().map(|place| {
            place
                .rsplit_once('/')
                .map_or("", |(structure, _)| structure)
        });
        structures.any(|structure| structure.starts_with(&path) || path.starts_with(structure))
    };
    match errors
        .iter()
        .find(|finding| !places.is_empty() && !is_inside(finding))
    {
        Some(finding) => Err(format!("{} is not in {places:?}", finding.path)),
        None => Ok(()),
    }
}

/// The places where two JSON documents differ, as `/Origins/Items/1/Id`.
fn changes(one: &Value, other: &Value, place: String, places: &mut Vec<String>) {
    match (one, other) {
        (Value::Object(left), Value::Object(right)) => {
            let keys: BTreeSet<&String> = left.keys().chain(right.keys()).collect();
            for key in keys {
                changes(
                    &one[key.as_str()],
                    &other[key.as_str()],
                    format!("{place}/{key}"),
                    places,
                );
            }
        }
        (Value::Array(left), Value::Array(right)) if left.len() == right.len() => {
            for (index, (one, other)) in left.iter().zip(right).enumerate() {
                changes(one, other, format!("{place}/{}", index + 1), places);
            }
        }
        (Value::Object(_), Value::Null) if place.is_empty() => {}
        _ if one != other => places.push(place),
        _ => {}
    }
}

/// A finding's path in the same notation: without the root, and items by their number only.
fn plain(path: &str) -> String {
    let mut plain = String::new();
    for segment in path.split('/').skip(1) {
        let number = segment
            .split_once('[')
            .and_then(|(_, rest)| rest.strip_suffix(']'));
        let _ = write!(plain, "/{}", number.unwrap_or(segment));
    }
    plain
}

/// The folders with real documents.
const CORPORA: [&str; 2] = ["corpus/index.jsonl", "corpus-november/index.jsonl"];

/// Prints, for all documents that the service has accepted, the errors, warnings and advice by
/// rule.
#[test]
fn what_the_service_has_accepted_gets_no_error() {
    let (mut checked, mut skipped, mut doubted) = (0, 0, 0);
    let mut wrong = String::new();
    let mut counts: BTreeMap<(Severity, String), BTreeSet<String>> = BTreeMap::new();
    for index in CORPORA {
        let Some(index) = machine::shared(index) else {
            return;
        };
        for line in fs::read_to_string(&index).unwrap().lines() {
            let record: Value = serde_json::from_str(line).unwrap();
            if record["kind"] != "service-response" && record["kind"] != "request-known-accepted" {
                continue;
            }
            let file = record["file"].as_str().unwrap();
            let bytes = fs::read(index.with_file_name(file)).unwrap();
            // JSON does not name its version; the index knows it from the day of the recording.
            let version = record["api_version"]
                .as_str()
                .filter(|_| record["form"] == "json");
            let linter = version
                .and_then(|version| Linter::new().api_version(version).ok())
                .unwrap_or_default();
            let report = linter.lint(&bytes);
            match report.status() {
                Status::Checked => checked += 1,
                _ => skipped += 1,
            }
            let errors = of_severity(report.findings(), Severity::Error);
            if !errors.is_empty() {
                let _ = writeln!(wrong, "{file}: {}", list(&errors));
            }
            doubted += usize::from(!of_severity(report.findings(), Severity::Warning).is_empty());
            for finding in report.findings() {
                counts
                    .entry((finding.severity, finding.rule.to_string()))
                    .or_default()
                    .insert(file.to_owned());
            }
        }
    }
    show(&format!(
        "{checked} accepted documents were checked, {doubted} of them with warnings; {skipped} are of another kind"
    ));
    for ((severity, rule), files) in counts.iter().rev() {
        show(&format!("  {severity} {rule}: {} documents", files.len()));
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// Combinations that CloudFront does not support, which a document with every member there is
/// cannot avoid.
const OF_EVERY_MEMBER_AT_ONCE: [&str; 4] = [
    "viewer-mtls-http3",
    "viewer-mtls-plain-http",
    "vpc-origin-grpc",
    "vpc-origin-lambda",
];

/// What three SDKs send for every member there is: the form of no request is refused.
#[test]
fn what_the_sdks_send_gets_no_error() {
    let Some(folder) = machine::shared("reference/sdk-bodies") else {
        return;
    };
    let mut wrong = String::new();
    for path in &files(&folder, "xml") {
        let body = fs::read(path).unwrap();
        for operation in [Operation::Open, Operation::Create, Operation::Update] {
            let is_update = path.to_string_lossy().contains("Update");
            if (operation == Operation::Update) != is_update && operation != Operation::Open {
                continue;
            }
            let mut linter = Linter::new().operation(operation);
            if operation == Operation::Update {
                linter = linter.if_match("E2QWRUHAPOMQZL");
            }
            let errors: Vec<Finding> = linter
                .lint(&body)
                .findings()
                .iter()
                .filter(|finding| {
                    finding.severity == Severity::Error
                        && !OF_EVERY_MEMBER_AT_ONCE.contains(&finding.rule.as_ref())
                })
                .cloned()
                .collect();
            if !errors.is_empty() {
                let _ = writeln!(wrong, "{} {operation:?}: {}", path.display(), list(&errors));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
