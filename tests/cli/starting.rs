//! The first steps: a forgotten command, a configuration to start with, completions.

use snapbox::str;

use crate::support::stored;

use super::support::{CLEAN, Folder, stderr, stdout};

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
        .filter(|line| !line.starts_with("rules = [\"policy"))
        .map(|line| format!("{line}\n"))
        .collect();
    folder.write("cloudfront-lint.toml", &all);
    let output = folder.run("check --show-config dist.xml");
    assert_eq!(output.status.code(), Some(0), "{all}\n{}", stderr(&output));
}

#[test]
fn completions_name_the_commands() {
    let folder = Folder::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = stdout(&folder.run(&format!("completions {shell}")));
        assert!(
            script.contains("test-rules") && script.contains("add-ignore"),
            "{shell}: {script}"
        );
    }
}
