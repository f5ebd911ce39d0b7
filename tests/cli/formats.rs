//! Whole outputs of every format.

use std::collections::BTreeSet;

use super::support::{CLEAN, ERRORS, FOREIGN, Folder, WARNING, stderr, stdout};
use crate::support::stored;

fn folder() -> Folder {
    Folder::with(&[
        ("cdn/dist.xml", ERRORS),
        ("cdn/old.xml", WARNING),
        ("cdn/live.xml", CLEAN),
        ("pom.xml", FOREIGN),
    ])
}

#[test]
fn pretty() {
    stored::snapshot("cli/formats/pretty", &folder().transcript("check"));
}

#[test]
fn pretty_without_findings() {
    stored::literal(
        &folder().transcript("check cdn/live.xml"),
        snapbox::str![[r"
$ cloudfront-lint check cdn/live.xml
No findings in cdn/live.xml.
--- exit 0
"]],
    );
    stored::literal(
        &folder().transcript("check --quiet cdn/live.xml"),
        snapbox::str![[r"
$ cloudfront-lint check --quiet cdn/live.xml
--- exit 0
"]],
    );
}

#[test]
fn concise() {
    stored::snapshot(
        "cli/formats/concise",
        &folder().transcript("check --format concise ."),
    );
    stored::snapshot(
        "cli/formats/concise_errors",
        &folder().transcript("check --format concise --quiet --min-severity error ."),
    );
}

#[test]
fn json() {
    stored::snapshot(
        "cli/formats/json",
        &folder().transcript("check --format json ."),
    );
}

#[test]
fn others() {
    let shown = ["github", "gitlab", "junit", "checkstyle", "rdjson"].map(|format| {
        let transcript = folder().transcript(&format!("check --format {format} ."));
        (format, transcript)
    });
    stored::snapshots("cli/other_formats", &shown);
}

#[test]
fn sarif_describes_the_rules_that_it_refers_to() {
    let output = folder().run("check --format sarif .");
    let log: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let run = &log["runs"][0];
    let ids = |list: &serde_json::Value, key: &str| -> BTreeSet<String> {
        let items = list.as_array().unwrap().iter();
        items
            .map(|it| it[key].as_str().unwrap().to_owned())
            .collect()
    };
    let referred = ids(&run["results"], "ruleId");
    assert!(!referred.is_empty());
    assert_eq!(ids(&run["tool"]["driver"]["rules"], "id"), referred);
    assert_eq!(run["invocations"][0]["executionSuccessful"], true);
}

#[test]
fn the_same_run_gives_the_same_bytes() {
    let folder = folder();
    for format in [
        "pretty",
        "concise",
        "agent",
        "json",
        "sarif",
        "github",
        "gitlab",
        "junit",
        "checkstyle",
        "rdjson",
        "html",
    ] {
        let first = stdout(&folder.run(&format!("check --format {format} .")));
        for _ in 0..3 {
            assert_eq!(
                stdout(&folder.run(&format!("check --format {format} ."))),
                first
            );
        }
    }
}

#[test]
fn a_file_that_cannot_be_read_is_in_every_machine_format() {
    let folder = folder();
    for format in [
        "json",
        "sarif",
        "github",
        "gitlab",
        "junit",
        "checkstyle",
        "rdjson",
        "html",
    ] {
        let output = folder.run(&format!("check --format {format} cdn/dist.xml gone.xml"));
        assert!(stdout(&output).contains("gone.xml"), "{format}");
        assert_eq!(output.status.code(), Some(3), "{format}");
    }
    let log: serde_json::Value = serde_json::from_slice(
        &folder
            .run("check --format rdjson gone.xml cdn/dist.xml")
            .stdout,
    )
    .unwrap();
    let last = log["diagnostics"].as_array().unwrap().last().unwrap();
    assert_eq!(
        (last["severity"].as_str(), last["location"]["path"].as_str()),
        (Some("ERROR"), Some("gone.xml"))
    );
}

/// What a terminal would obey is a picture in the words of every format; what becomes part of a
/// file is exact.
#[test]
fn words_are_the_same_in_every_format() {
    let config = CLEAN
        .replace("Static files", "a")
        .replace("<Enabled>true", "<Enabled>tr\u{9b}ue {0} [a](http://b)");
    let folder = Folder::with(&[("dist.xml", &config)]);
    let concise = stdout(&folder.run("check --quiet --format concise dist.xml"));
    let message = concise
        .lines()
        .find(|line| line.contains("{0}"))
        .unwrap()
        .split_once("]: ")
        .unwrap()
        .1;
    assert!(message.contains("tr\u{fffd}ue"), "{message}");
    let parsed = |format: &str| -> serde_json::Value {
        serde_json::from_slice(
            &folder
                .run(&format!("check --format {format} dist.xml"))
                .stdout,
        )
        .unwrap()
    };
    let json = parsed("json");
    let found = json["files"][0]["findings"].as_array().unwrap();
    assert!(
        found.iter().any(|finding| finding["message"] == message),
        "{json}"
    );
    assert!(
        parsed("gitlab")
            .as_array()
            .unwrap()
            .iter()
            .any(|entry| entry["description"] == message)
    );
    let rdjson = parsed("rdjson");
    assert!(
        rdjson["diagnostics"]
            .as_array()
            .unwrap()
            .iter()
            .any(|it| it["message"].as_str().unwrap().starts_with(message))
    );
    let sarif = parsed("sarif");
    let escaped = message
        .replace('{', "{{")
        .replace('}', "}}")
        .replace('[', "\\[")
        .replace(']', "\\]");
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    assert!(
        results.iter().any(|it| it["message"]["text"]
            .as_str()
            .unwrap()
            .starts_with(&escaped)),
        "{results:?}\n{escaped}"
    );
}

#[test]
fn a_coding_agent_gets_the_format_for_agents() {
    let folder = folder();
    let run = |variable: &str, value: &str, arguments: &str| {
        let mut command = folder.command(arguments);
        stdout(&command.env(variable, value).output().unwrap())
    };
    let explicit = run("CI", "true", "check --format agent .");
    assert!(explicit.contains(" | at: "), "{explicit}");
    assert_eq!(run("CLAUDECODE", "1", "check ."), explicit);
    assert_ne!(run("CLAUDECODE", "", "check ."), explicit);
    let github = run("CLAUDECODE", "1", "check --format github .");
    assert!(github.starts_with("::"), "{github}");
}

#[test]
fn suppressed_findings_need_a_format_that_has_them() {
    let output = folder().run("check --show-suppressed .");
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("--show-suppressed needs --format json"));
}
