//! The first steps: a forgotten command, a configuration to start with.

use snapbox::str;

use crate::support::stored;

use super::support::{CLEAN, ERRORS, Folder, stderr, stdout};

#[test]
fn a_forgotten_command_is_named() {
    let folder = Folder::with(&[("dist.xml", CLEAN)]);
    stored::literal(
        &folder.transcript("dist.xml"),
        str![[r"
$ cloudfront-lint dist.xml
--- standard error
error: unrecognized subcommand 'dist.xml'

  tip: to check it, run `cloudfront-lint check dist.xml`

Usage: cloudfront-lint [OPTIONS] <COMMAND>

For more information, try '--help'.
--- exit 2
"]],
    );
    for arguments in ["-", "cdn/*.xml", "other.json"] {
        let output = folder.run(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments}");
        let expected = format!("run `cloudfront-lint check {arguments}`");
        assert!(
            stderr(&output).contains(&expected),
            "{arguments}: {}",
            stderr(&output)
        );
    }
    assert!(stderr(&folder.run("chekc")).contains("'check'"));
}

#[test]
fn a_new_configuration_is_valid_and_never_overwrites_another() {
    let folder = Folder::with(&[("dist.xml", CLEAN)]);
    let output = folder.run("init");
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(stdout(&output), "created `cloudfront-lint.toml`\n");
    assert_eq!(folder.code("check dist.xml"), 0);
    assert_eq!(folder.code("init"), 2);
    // Every line that is commented out is valid as well.
    let template = stdout(&folder.run("init --stdout"));
    let all: String = template
        .lines()
        .filter(|line| !line.starts_with("#:"))
        .filter_map(|line| {
            let is_key = |it: &str| it.starts_with("[[") || it.contains(" = ");
            match line.strip_prefix("# ") {
                Some(rest) => is_key(rest).then_some(rest),
                None => Some(line),
            }
        })
        .filter(|line| !line.starts_with("rules = [\"policy") && !line.starts_with("extends"))
        .map(|line| format!("{line}\n"))
        .collect();
    folder.write("cloudfront-lint.toml", &all);
    let output = folder.run("check --show-config dist.xml");
    assert_eq!(output.status.code(), Some(0), "{all}\n{}", stderr(&output));
}

#[test]
fn a_hook_is_created_and_never_overwrites_another() {
    let folder = Folder::new();
    let output = folder.run("init --hook");
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(
        stdout(&output),
        "created `cloudfront-lint.toml`\ncreated `.pre-commit-config.yaml`\n"
    );
    let hooks = folder.path().join(".pre-commit-config.yaml");
    let created = std::fs::read_to_string(&hooks).unwrap();
    let readme = std::fs::read_to_string(stored::in_repository("README.md")).unwrap();
    assert!(readme.contains(&created), "{created}");

    std::fs::write(&hooks, "repos: []\n").unwrap();
    let output = folder.run("init --hook");
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(std::fs::read_to_string(&hooks).unwrap(), "repos: []\n");
    assert_eq!(stdout(&output), created);
    assert!(
        stderr(&output).contains("`.pre-commit-config.yaml` already exists"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn a_baseline_is_recorded_from_the_first_day() {
    let folder = Folder::with(&[("old.xml", ERRORS)]);
    assert_eq!(folder.code("check"), 1);
    let output = folder.run("init --baseline");
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(folder.path().join("cloudfront-lint.baseline").is_file());
    assert_eq!(folder.code("check"), 0);
    folder.write("new.xml", ERRORS);
    assert_eq!(folder.code("check"), 1);
}
