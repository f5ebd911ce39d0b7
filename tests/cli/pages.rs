//! What the program prints about itself.

use super::support::{Folder, stderr, stdout};
use crate::support::stored;

#[test]
fn help() {
    let folder = Folder::new();
    stored::snapshot("cli/pages/help", &folder.transcript("--help"));
    stored::snapshot("cli/pages/check_help", &folder.transcript("check --help"));
}

/// `BLESS=1` writes the help into the page.
#[test]
fn the_documentation_shows_the_help_as_it_is() {
    let path = stored::in_repository("docs/command-line.md");
    let help = stdout(&Folder::new().run("check --help"));
    let page = std::fs::read_to_string(path).unwrap();
    let (above, section) = page
        .split_once("## `cloudfront-lint check --help`")
        .unwrap();
    let (before, rest) = section.split_once("```text\n").unwrap();
    let before = format!("{above}## `cloudfront-lint check --help`{before}");
    let (_, after) = rest.split_once("```").unwrap();
    stored::file(
        "docs/command-line.md",
        &format!("{before}```text\n{help}```{after}"),
    );
}

/// The README shows the first two findings of the command in it. `BLESS=1` writes them.
#[test]
fn the_readme_shows_findings_as_they_are() {
    let root = env!("CARGO_MANIFEST_DIR");
    let readme = std::fs::read_to_string(stored::in_repository("README.md")).unwrap();
    let (_, behind) = readme.split_once("cargo run -- ").unwrap();
    let arguments = behind.lines().next().unwrap();
    let output = Folder::new()
        .command(arguments)
        .current_dir(root)
        .output()
        .unwrap();
    let printed = stdout(&output);
    let two: Vec<&str> = printed.trim_end().split("\n\n").take(2).collect();
    let expected = format!("{}\n", two.join("\n\n"));
    let (before, rest) = readme.split_once("```text\n").unwrap();
    let (_, after) = rest.split_once("```").unwrap();
    stored::file(
        "README.md",
        &format!("{before}```text\n{expected}```{after}"),
    );
}

#[test]
fn every_rule_has_a_page() {
    let folder = Folder::new();
    let rules = stdout(&folder.run("rules"));
    let names: Vec<&str> = rules
        .lines()
        .filter(|line| !line.starts_with(' '))
        .map(|line| line.split_whitespace().next().unwrap())
        .collect();
    assert_eq!(names.len(), cloudfront_lint::rules().len());
    for name in names.iter().take(5) {
        assert!(
            stdout(&folder.run(&format!("explain {name}"))).starts_with(&format!("# {name}\n"))
        );
    }
}

#[test]
fn a_page_shows_what_why_and_how_to_fix() {
    stored::snapshot(
        "cli/pages/a_page_shows_what_why_and_how_to_fix",
        &Folder::new().transcript("explain quantity-mismatch"),
    );
    let colored = stdout(&Folder::new().run("--color always explain quantity-mismatch"));
    assert!(
        colored.starts_with("\x1b[1mquantity-mismatch\x1b[0m\n"),
        "{colored}"
    );
}

#[test]
fn a_near_miss_is_suggested() {
    let output = Folder::new().run("explain quantity-mismach");
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(
        stderr(&output),
        "cloudfront-lint: unknown rule `quantity-mismach`; did you mean `quantity-mismatch`?\n"
    );
    assert!(stdout(&output).is_empty());
}

#[test]
fn rules_can_be_read_by_programs() {
    let output = Folder::new().run("rules --format json");
    let rules: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let rules = rules.as_array().unwrap();
    assert_eq!(rules.len(), cloudfront_lint::rules().len());
    let quantity = rules
        .iter()
        .find(|rule| rule["name"] == "quantity-mismatch")
        .unwrap();
    assert_eq!(
        quantity["service"],
        serde_json::json!({"code": "InconsistentQuantities", "status": 400})
    );
}

#[test]
fn versions_are_listed_oldest_first() {
    let versions = stdout(&Folder::new().run("versions"));
    let names: Vec<&str> = versions
        .lines()
        .filter(|line| !line.starts_with(' '))
        .map(|line| &line[..10])
        .collect();
    assert_eq!(names.len(), 39);
    assert!(
        names.is_sorted()
            && names.first() == Some(&"2008-06-30")
            && names.last() == Some(&"2020-05-31"),
        "{versions}"
    );
}

#[test]
fn an_element_is_described() {
    let folder = Folder::new();
    assert!(stdout(&folder.run("why TrustedSigners/Enabled")).contains("since 2012-05-05"));
    stored::literal(
        &folder.transcript("why Compres"),
        snapbox::str![[r"
$ cloudfront-lint why Compres
--- standard error
cloudfront-lint: unknown element `Compres`; did you mean `Compress`?
--- exit 2
"]],
    );
    stored::literal(
        &folder.transcript("why Compress --api-version 2012"),
        snapbox::str![[r"
$ cloudfront-lint why Compress --api-version 2012
--- standard error
cloudfront-lint: unknown API version `2012`; `cloudfront-lint versions` lists all versions
--- exit 2
"]],
    );
}
