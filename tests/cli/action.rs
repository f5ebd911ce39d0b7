//! The GitHub Action: what its scripts write and how they exit. `.ci/workflows` checks its form.

use std::path::Path;
use std::process::{Command, Output};

use super::support::{CLEAN, ERRORS, Folder, WARNING};

/// Runs the script that checks, as a step of a job does.
fn check(folder: &Folder, paths: &str, fail_on: &str, arguments: &str) -> Output {
    let program = Path::new(env!("CARGO_BIN_EXE_cloudfront-lint"));
    let programs = program.parent().unwrap().display();
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/.github/action/check.sh");
    Command::new("bash")
        .arg(script)
        .current_dir(folder.path())
        .env_clear()
        .env("PATH", format!("{programs}:/usr/local/bin:/usr/bin:/bin"))
        .env("RUNNER_TEMP", folder.path())
        .env("GITHUB_OUTPUT", folder.path().join("output"))
        .env("PATHS", paths)
        .env("FAIL_ON", fail_on)
        .env("MORE_ARGUMENTS", arguments)
        .output()
        .unwrap()
}

#[test]
fn findings_are_annotations_and_a_file_for_code_scanning() {
    let folder = Folder::with(&[("with space.xml", ERRORS), ("clean.xml", CLEAN)]);
    let output = check(&folder, "with space.xml\nclean.xml", "error", "");
    assert_eq!(output.status.code(), Some(1));
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(
        text.matches("::error file=with space.xml,").count(),
        2,
        "{text}"
    );
    let sarif = folder.path().join("cloudfront-lint.sarif");
    let written = std::fs::read_to_string(folder.path().join("output")).unwrap();
    assert_eq!(written, format!("sarif={}\n", sarif.display()));
    let sarif = std::fs::read_to_string(sarif).unwrap();
    let sarif: serde_json::Value = serde_json::from_str(&sarif).unwrap();
    assert_eq!(sarif["runs"][0]["results"].as_array().unwrap().len(), 2);
}

#[test]
fn inputs_reach_the_program() {
    let folder = Folder::with(&[("document.xml", WARNING)]);
    assert_eq!(check(&folder, ".", "error", "").status.code(), Some(0));
    assert_eq!(check(&folder, ".", "warning", "").status.code(), Some(1));
    let output = check(&folder, ".", "warning", "--min-severity\nerror\n");
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn a_usage_error_has_no_file_for_code_scanning() {
    let folder = Folder::with(&[("document.xml", CLEAN)]);
    assert_eq!(check(&folder, ".", "sometimes", "").status.code(), Some(2));
    assert!(!folder.path().join("output").exists());
}
