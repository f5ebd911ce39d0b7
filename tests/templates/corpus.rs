//! Real templates and real refusals, of `../shared`.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
#![expect(
    clippy::print_stdout,
    reason = "the numbers are for people, and the output of a test is captured"
)]

use std::fs;
use std::path::Path;

use cloudfront_lint::internal::tree;
use cloudfront_lint::{Finding, Linter, Report, Severity, Source};
use serde_json::Value;

use crate::support::{machine, shared_files};

/// Errors in templates that somebody may have deployed, each read: rule and file.
const RIGHT_ERRORS: [(&str, &str); 9] = [
    // `PathPattern: *` is an alias without a name; and the only method is GET.
    ("25cd5800.yml", "yaml-syntax"),
    ("25cd5800.yml", "allowed-methods-set"),
    // Comments in JSON.
    ("72620fe5.json", "comment-in-json"),
    // The output of `rain build`, whose marks are to be replaced.
    ("40c08e6f.json", "cache-policy-id-form"),
    ("f76c8680.yaml", "cache-policy-id-form"),
    // Account numbers such as `1234567890EX`, and an alias with the default certificate.
    ("8daec0b9.yaml", "trusted-signer-form"),
    ("8daec0b9.yaml", "alias-with-default-certificate"),
    // Neither a cache policy nor forwarded values.
    ("f9e22d30.yaml", "forwarded-values-missing"),
    // `!Ref` of a web ACL gives its name, its id and its scope.
    ("516ca105.yml", "web-acl-malformed"),
];

fn corpus() -> Option<Vec<(Value, String)>> {
    let folder = machine::shared("corpus-dialects")?;
    let index = fs::read_to_string(folder.join("index.jsonl")).unwrap();
    let entry = |line: &str| {
        let entry: Value = serde_json::from_str(line).unwrap();
        let text = fs::read_to_string(folder.join(entry["file"].as_str().unwrap())).unwrap();
        (entry, text)
    };
    Some(index.lines().map(entry).collect())
}

fn errors<'r>(report: &'r Report<'_>) -> impl Iterator<Item = &'r str> {
    report
        .findings()
        .iter()
        .filter(|finding| finding.severity == Severity::Error)
        .map(|finding| finding.rule.as_ref())
}

#[test]
fn deployed_templates_have_no_wrong_errors() {
    let Some(corpus) = corpus() else { return };
    let mut wrong = Vec::new();
    for (entry, text) in &corpus {
        let file = entry["file"].as_str().unwrap().trim_start_matches("raw/");
        if entry["deployed"].as_str() == Some("") {
            continue;
        }
        let reports = Linter::new().lint_all(text);
        for rule in reports.iter().flat_map(errors) {
            if !RIGHT_ERRORS.contains(&(file, rule)) {
                wrong.push((file.to_owned(), rule.to_owned()));
            }
        }
    }
    assert_eq!(wrong, []);
}

#[test]
fn every_byte_of_a_real_template_is_in_one_leaf() {
    let Some(corpus) = corpus() else { return };
    let is_yaml = |file: &str| {
        Path::new(file)
            .extension()
            .is_some_and(|ending| ending == "yaml" || ending == "yml")
    };
    for (entry, text) in &corpus {
        if !is_yaml(entry["file"].as_str().unwrap()) {
            continue;
        }
        let source = Source::new(text.as_str());
        let (tree, _) = tree::parse_yaml(&source);
        let joined: String = tree.leaves().map(|leaf| source.slice(leaf.span)).collect();
        assert_eq!(joined, *text, "{}", entry["file"]);
    }
}

/// Records whose finding is at another line than that of the record, with both lines.
const OTHER_LINES: [(&str, usize, u64); 1] = [
    // At the CloudFront Functions, which cannot be combined with the Lambda function of the record.
    ("D025", 14, 17),
];

#[test]
fn recorded_refusals_are_foreseen() {
    let Some(paths) = shared_files("reference/dialects/rejections") else {
        return;
    };
    let (mut foreseen, mut decidable) = (0, 0);
    let (mut missed, mut wrong, mut elsewhere) = (Vec::new(), Vec::new(), Vec::new());
    for path in paths {
        let record: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
        let id = record["id"].as_str().unwrap().to_owned();
        let report = Linter::new().lint(record["fragment"].as_str().unwrap());
        let is_error = |it: &&Finding| it.severity == Severity::Error;
        let first = report.findings().iter().find(is_error);
        let line = first.map(|it| report.source().position(it.span.start as usize).line);
        println!(
            "{id} {} line {}, {}: {:?} at line {line:?}",
            record["decidable"],
            record["fault_line"],
            record["error_code"],
            first.map(|it| (&it.rule, it.service.as_ref().map(|it| &it.code)))
        );
        let is_decidable = record["decidable"] == "template";
        decidable += usize::from(is_decidable);
        foreseen += usize::from(first.is_some() && is_decidable);
        match line {
            Some(line) if record["fault_line"] != line => {
                elsewhere.push((id.clone(), line, record["fault_line"].as_u64().unwrap()));
            }
            None if is_decidable => missed.push(id.clone()),
            _ => {}
        }
        if let Some(accepted) = record["accepted"].as_str() {
            let report = Linter::new().lint(accepted);
            wrong.extend(errors(&report).map(|rule| format!("{id}: {rule}")));
        }
    }
    println!("foreseen {foreseen} of {decidable}");
    assert_eq!((missed, wrong), (Vec::new(), Vec::new()));
    assert!(decidable > 20, "only {decidable} records");
    let listed = OTHER_LINES.map(|(id, ours, theirs)| (id.to_owned(), ours, theirs));
    assert_eq!(elsewhere, listed);
}
