//! The documents besides distributions, against what is known about the service: for each family
//! its members, rules, entries of the catalogue, real rejections and real documents.
//!
//! `cargo test --test all families:: -- --nocapture` prints the table. It is about the records in
//! `../shared`; where they are missing, nothing is tested.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use cloudfront_lint::{Finding, Linter, Operation, OtherFiles, Previous, Severity};
use serde_json::Value;

use crate::support::{catalogue, machine, shared_files};

/// The family of the records in which several files are judged together.
const SETS: &str = "set";

/// Documents of users that CloudFront or the clients refuse, each with the rule that finds it.
const REFUSED: [(&str, &str); 4] = [
    ("43ae7052", "wrapper-misspelt"),
    ("7658b6ca", "wrapper-misspelt"),
    ("95363559", "content-type-options-as-custom-header"),
    ("574950cd", "content-type-options-as-custom-header"),
];

/// Rejections without a code that a rule can know, with the reason.
const WITHOUT_CODE: [(&str, &str); 1] = [(
    "P049",
    "a client refuses the fraction, and the code in the record is a guess",
)];

/// Entries without a doubt, or about several files, that no rule covers, with the reason.
const UNCOVERED: [(&str, &str); 11] = [
    (
        "set-orp-accept-encoding",
        "the policy itself is refused with this header, which its own rule reports",
    ),
    (
        "set-cd-staging-name",
        "the staging distribution can be one that no file is about",
    ),
    (
        "set-anycast-connection-groups",
        "the limit is not documented as one that CloudFront enforces",
    ),
    (
        "set-realtime-arn",
        "a similar name is right where it is that of another configuration",
    ),
    (
        "set-function-event",
        "the description of the stage DEVELOPMENT does not show whether the function is published",
    ),
    (
        "set-vpc-origin-protocol",
        "the distribution alone shows it, which rules about it report",
    ),
    (
        "set-keygroup-count",
        "a key group of which there is no file is nothing to report",
    ),
    ("cg-update-name", "an unknown member, which the shapes show"),
    ("dt-update-name", "an unknown member, which the shapes show"),
    (
        "cp-min-ttl-ignores-no-store",
        "nearly every policy has a least TTL, so the advice would be noise",
    ),
    (
        "flep-pattern-overlap",
        "no check compares the patterns of one list with each other",
    ),
];

/// What one family comes to.
#[derive(Default)]
struct Row {
    members: u64,
    rules: usize,
    covered: usize,
    entries: usize,
    foreseen: usize,
    rejections: usize,
    documents: usize,
    false_errors: usize,
}

#[expect(
    clippy::print_stdout,
    reason = "the numbers are what this test is run for"
)]
fn show(text: &str) {
    println!("{text}");
}

fn read(path: &Path) -> Value {
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}

fn errors(findings: &[Finding]) -> Vec<&Finding> {
    let is_error = |finding: &&Finding| finding.severity == Severity::Error;
    findings.iter().filter(is_error).collect()
}

fn list(findings: &[&Finding]) -> String {
    let line = |it: &&Finding| format!("{} at {}: {}", it.rule, it.path, it.message);
    findings.iter().map(line).collect::<Vec<_>>().join("; ")
}

/// The entries that the shapes alone decide: members that are required, values of enums, and
/// counts. `mutations` makes each of these mistakes in every member.
fn is_decided_by_shapes(id: &str) -> bool {
    let values = [
        "rhp-timing-range",
        "oacc-origin-type",
        "ms-status",
        "aip-type",
    ];
    ["-required", "-enum", "-quantity"]
        .iter()
        .any(|part| id.contains(part))
        || values.contains(&id)
}

#[test]
fn every_family_is_covered() {
    let (Some(families), Some(catalogue)) = (
        machine::shared("reference/policies/families.json"),
        catalogue::entries(),
    ) else {
        return;
    };
    let mut rows: BTreeMap<String, Row> = BTreeMap::new();
    for family in read(&families)["families"].as_array().unwrap() {
        let row = rows
            .entry(family["family"].as_str().unwrap().to_owned())
            .or_default();
        row.members = family["members"].as_u64().unwrap_or_default();
    }
    let mut wrong = String::new();
    count_entries(&catalogue, &mut rows, &mut wrong);
    judge_rejections(&mut rows, &mut wrong);
    judge_documents(&mut rows, &mut wrong);
    let mut table = format!(
        "{:32} {:>7} {:>5} {:>11} {:>10} {:>9} {:>12}\n",
        "family", "members", "rules", "catalogue", "rejections", "documents", "false errors"
    );
    for (family, row) in &rows {
        let _ = writeln!(
            table,
            "{family:32} {:>7} {:>5} {:>11} {:>10} {:>9} {:>12}",
            row.members,
            row.rules,
            format!("{}/{}", row.covered, row.entries),
            format!("{}/{}", row.foreseen, row.rejections),
            row.documents,
            row.false_errors
        );
    }
    show(&table);
    assert!(wrong.is_empty(), "\n{wrong}");
}

/// Counts the entries of the catalogue that a document shows. Those without a doubt must be
/// covered.
fn count_entries(
    catalogue: &BTreeMap<String, catalogue::Entry>,
    rows: &mut BTreeMap<String, Row>,
    wrong: &mut String,
) {
    let mut by_family: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let mut covered: BTreeSet<&str> = BTreeSet::new();
    for rule in cloudfront_lint::rules() {
        for id in rule.constraints.iter() {
            covered.insert(id);
            let family = catalogue
                .get(id.as_ref())
                .and_then(|it| it.family.as_deref());
            if let Some(family) = family {
                by_family.entry(family).or_default().insert(&rule.name);
            }
        }
    }
    for (id, entry) in catalogue {
        let Some(family) = entry.family.as_deref() else {
            continue;
        };
        if !entry.is_decidable && family != SETS {
            continue;
        }
        let row = rows.entry(family.to_owned()).or_default();
        let is_covered = covered.contains(id.as_str()) || is_decided_by_shapes(id);
        row.entries += 1;
        row.covered += usize::from(is_covered);
        let is_explained = UNCOVERED.iter().any(|(known, _)| known == id);
        if (entry.is_certain || family == SETS) && !is_covered && !is_explained {
            let _ = writeln!(wrong, "no rule covers {id} of {family}");
        }
    }
    for (family, rules) in by_family {
        rows.entry(family.to_owned()).or_default().rules = rules.len();
    }
}

/// Judges the recorded rejections, and what was accepted in their place.
fn judge_rejections(rows: &mut BTreeMap<String, Row>, wrong: &mut String) {
    let Some(paths) = shared_files("reference/policies/rejections") else {
        return;
    };
    for path in paths {
        let record = read(&path);
        let (id, family) = (
            record["id"].as_str().unwrap(),
            record["family"].as_str().unwrap(),
        );
        let row = rows.entry(family.to_owned()).or_default();
        let judge = |key: &str| {
            let mut linter = Linter::new();
            linter = if record["operation"].as_str().unwrap().starts_with("Update") {
                linter
                    .operation(Operation::Update)
                    .if_match("E2QWRUHAPOMQZL")
            } else {
                linter.operation(Operation::Create)
            };
            if !record["previous"].is_null() {
                linter = linter.compare_with(&Previous::parse(&record["previous"].to_string()));
            }
            if family == SETS {
                return judge_files(&linter, &record[key]);
            }
            linter.lint(&record[key].to_string()).findings().to_vec()
        };
        let accepted = judge("accepted");
        // The correction of a changed key is a key of its own, so it is judged without the old one.
        if record["previous"].is_null() && !errors(&accepted).is_empty() {
            row.false_errors += 1;
            let _ = writeln!(wrong, "{id} accepted: {}", list(&errors(&accepted)));
        }
        if record["decidable"] == "account" {
            continue;
        }
        row.rejections += 1;
        let code = record["error_code"].as_str().unwrap();
        let refused = judge("fragment");
        let has_code = |finding: &&Finding| {
            finding.service.as_ref().is_some_and(|it| it.code == code)
                || finding.severity == Severity::Error
                    && WITHOUT_CODE.iter().any(|(known, _)| *known == id)
        };
        if refused.iter().any(|finding| has_code(&finding)) {
            row.foreseen += 1;
        } else {
            let all: Vec<&Finding> = refused.iter().collect();
            let _ = writeln!(wrong, "{id} is not foreseen with {code}: {}", list(&all));
        }
    }
}

/// What is found in files that are judged together.
fn judge_files(linter: &Linter, files: &Value) -> Vec<Finding> {
    let texts: Vec<String> = files
        .as_object()
        .unwrap()
        .values()
        .map(ToString::to_string)
        .collect();
    let linter = linter.clone().other_files(&OtherFiles::new(&texts));
    let found = texts.iter().flat_map(|text| {
        let report = linter.lint(text);
        report.findings().to_vec()
    });
    found.collect()
}

/// Judges the documents that people keep.
fn judge_documents(rows: &mut BTreeMap<String, Row>, wrong: &mut String) {
    let Some(folder) = machine::shared("corpus-policies") else {
        return;
    };
    let index = fs::read_to_string(folder.join("index.jsonl")).unwrap();
    for line in index.lines() {
        let record: Value = serde_json::from_str(line).unwrap();
        let file = record["file"].as_str().unwrap();
        let bytes = fs::read(folder.join(file)).unwrap();
        let report = Linter::new().lint(&bytes);
        let row = rows
            .entry(record["family"].as_str().unwrap().to_owned())
            .or_default();
        if report.root().is_none() {
            continue;
        }
        row.documents += 1;
        let found = errors(report.findings());
        let expected = REFUSED.iter().find(|(name, _)| file.contains(name));
        match expected {
            Some((_, rule)) if found.iter().all(|it| it.rule == *rule) && !found.is_empty() => {}
            // Samples of the documentation have ids that exist nowhere.
            None if found.is_empty() || record["kind"] == "doc-sample" => {}
            _ => {
                row.false_errors += 1;
                let _ = writeln!(wrong, "{file}: {}", list(&found));
            }
        }
    }
}
