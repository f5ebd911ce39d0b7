//! Where the findings go, and in which format.

use std::fs;

use super::support::{CLEAN, ERRORS, Folder, WARNING, stderr, stdout};

fn folder() -> Folder {
    Folder::with(&[("a.xml", ERRORS), ("b.xml", WARNING), ("c.xml", CLEAN)])
}

fn read(folder: &Folder, name: &str) -> String {
    fs::read_to_string(folder.path().join(name)).unwrap()
}

#[test]
fn several_formats_are_written_in_one_run() {
    let folder = folder();
    let alone = |format: &str| stdout(&folder.run(&format!("check --format {format} .")));
    let (json, sarif, concise) = (alone("json"), alone("sarif"), alone("concise"));
    let output = folder
        .run("check --format sarif=lint.sarif --format concise --format json=out/lint.json .");
    assert_eq!(output.status.code(), Some(3), "the folder `out` is missing");
    fs::create_dir(folder.path().join("out")).unwrap();
    let output =
        folder.run("check --format sarif=lint.sarif --format concise --format json=out/lint.json a.xml b.xml c.xml");
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    assert_eq!(stdout(&output), concise);
    assert_eq!(read(&folder, "out/lint.json"), json);
    assert_eq!(read(&folder, "lint.sarif"), sarif);
}

/// What people read fits the width, shows severities as words, and is ASCII if the locale is.
#[test]
fn drawings_and_pages_fit_the_columns() {
    let sample = include_str!("../../fixtures/sample/broken.xml");
    let folder = Folder::with(&[("broken.xml", sample)]);
    for columns in [60, 80, 120] {
        for arguments in [
            "check --format pretty --operation create broken.xml",
            "explain quantity-mismatch",
            "versions",
            "why DefaultCacheBehavior/ForwardedValues",
        ] {
            let mut command = folder.command(arguments);
            command.env("COLUMNS", columns.to_string()).env("LANG", "C");
            let text = stdout(&command.output().unwrap());
            assert!(text.is_ascii(), "{arguments}: {text}");
            // A value is not broken, so that it can be copied.
            for line in text.lines().filter(|line| line.trim().contains(' ')) {
                assert!(line.len() <= columns, "{arguments} in {columns}: {line}");
            }
            let shows_severity = text.starts_with("error[") || !arguments.starts_with("check");
            assert!(shows_severity, "{text}");
        }
    }
}

#[test]
fn a_format_with_a_file_leaves_standard_output_to_people() {
    let folder = folder();
    let pretty = stdout(&folder.run("check --format pretty a.xml"));
    let output = folder.run("check --format json=out.json a.xml");
    assert_eq!(stdout(&output), pretty);
    assert!(read(&folder, "out.json").starts_with("{\"version\""));
}

#[test]
fn the_output_file_replaces_standard_output() {
    let folder = folder();
    let json = stdout(&folder.run("check --format json a.xml"));
    let output = folder.run("check --format json --output-file out.json a.xml");
    assert_eq!(
        (output.status.code(), stdout(&output).as_str()),
        (Some(1), "")
    );
    assert_eq!(read(&folder, "out.json"), json);
}

#[test]
fn two_formats_cannot_share_a_place() {
    let folder = folder();
    for arguments in [
        "--format json --format concise",
        "--format json=a --format sarif=a",
        "--format json=a --output-file b",
        "--format json=",
        "--format jsno",
        "--diff --format json",
        "--statistics --output-file a",
    ] {
        assert_eq!(
            folder.code(&format!("check {arguments} a.xml")),
            2,
            "{arguments}"
        );
    }
    let near = folder.run("check --format jsno a.xml");
    assert!(stderr(&near).contains("did you mean `json`?"), "{near:?}");
}

#[test]
fn the_format_depends_on_the_reader() {
    let folder = folder();
    let with = |variable: &str, value: &str, arguments: &str| {
        let mut command = folder.command(arguments);
        command.env_remove("CI").env(variable, value);
        stdout(&command.output().unwrap())
    };
    let check = "check a.xml";
    let as_format = |format: &str| stdout(&folder.run(&format!("check --format {format} a.xml")));
    assert_eq!(with("CI", "", check), as_format("concise"), "a program");
    assert_eq!(with("CI", "true", check), as_format("pretty"), "a log");
    assert_eq!(
        with("CI", "", "check --hook a.xml"),
        stdout(&folder.run("check --quiet a.xml"))
    );
    assert_eq!(with("GITHUB_ACTIONS", "true", check), as_format("github"));
    assert_eq!(
        with("GITHUB_ACTIONS", "true", "check --format concise a.xml"),
        as_format("concise"),
        "an option decides"
    );
}

#[test]
fn statistics_count_instead_of_listing() {
    let folder = folder();
    let output = folder.run("check --statistics .");
    let text = stdout(&output);
    assert!(text.starts_with("1  error    "), "{text}");
    assert!(
        text.ends_with(" findings of 3 rules in 2 files\n"),
        "{text}"
    );
    assert_eq!(output.status.code(), Some(1));
    let json = stdout(&folder.run("check --statistics --format json ."));
    let rows: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(rows.as_array().unwrap().len(), 3);
    assert_eq!(rows[0]["severity"], "error");
}
