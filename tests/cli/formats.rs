//! Whole outputs of every format.

use insta::assert_snapshot;

use crate::support::{CLEAN, ERRORS, FOREIGN, Folder, WARNING, stdout};

fn folder() -> Folder {
    Folder::with(&[("cdn/dist.xml", ERRORS), ("cdn/old.xml", WARNING), ("cdn/live.xml", CLEAN), ("pom.xml", FOREIGN)])
}

#[test]
fn pretty() {
    assert_snapshot!(folder().transcript("check"));
}

#[test]
fn pretty_without_findings() {
    assert_snapshot!(folder().transcript("check cdn/live.xml"), @"
    $ cloudfront-lint check cdn/live.xml
    cdn/live.xml: no findings      1 checked
    --- exit 0
    ");
    assert_snapshot!(folder().transcript("check --quiet cdn/live.xml"), @"
    $ cloudfront-lint check --quiet cdn/live.xml
    --- exit 0
    ");
}

#[test]
fn concise() {
    assert_snapshot!(folder().transcript("check --format concise ."));
    assert_snapshot!(folder().transcript("check --format concise --quiet --min-severity error ."));
}

#[test]
fn json() {
    assert_snapshot!(folder().transcript("check --format json ."));
}

#[test]
fn others() {
    for format in ["github", "gitlab", "junit", "checkstyle", "rdjson"] {
        assert_snapshot!(format, folder().transcript(&format!("check --format {format} .")));
    }
}

#[test]
fn sarif_lists_every_rule_and_points_to_it() {
    let output = folder().run("check --format sarif .");
    let log: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    assert_eq!(rules.len(), cloudfront_lint::rules().len());
    let results = run["results"].as_array().unwrap();
    assert!(!results.is_empty());
    for result in results {
        assert_eq!(rules[result["ruleIndex"].as_u64().unwrap() as usize]["id"], result["ruleId"]);
    }
    assert_eq!(run["invocations"][0]["executionSuccessful"], true);
}

#[test]
fn the_same_run_gives_the_same_bytes() {
    let folder = folder();
    for format in ["pretty", "concise", "json", "sarif", "github", "gitlab", "junit", "checkstyle", "rdjson"] {
        let first = stdout(&folder.run(&format!("check --format {format} .")));
        for _ in 0..3 {
            assert_eq!(stdout(&folder.run(&format!("check --format {format} ."))), first);
        }
    }
}
