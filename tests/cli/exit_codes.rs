//! The table of exit codes, row by row.

use super::support::{ADVICE, CLEAN, ERRORS, FOREIGN, Folder, WARNING};

fn folder() -> Folder {
    Folder::with(&[
        ("clean.xml", CLEAN),
        ("advice.xml", ADVICE),
        ("warning.xml", WARNING),
        ("error.xml", ERRORS),
        ("pom.xml", FOREIGN),
    ])
}

#[test]
fn fail_on_decides_which_severity_fails() {
    let folder = folder();
    let documents = ["clean.xml", "advice.xml", "warning.xml", "error.xml"];
    let matrix = [
        ("error", [0, 0, 0, 1]),
        ("warning", [0, 0, 1, 1]),
        ("advice", [0, 1, 1, 1]),
        ("never", [0, 0, 0, 0]),
    ];
    for (fail_on, expected) in matrix {
        let codes =
            documents.map(|document| folder.code(&format!("check --fail-on {fail_on} {document}")));
        assert_eq!(codes, expected, "--fail-on {fail_on}");
    }
    assert_eq!(
        documents.map(|document| folder.code(&format!("check {document}"))),
        [0, 0, 0, 1],
        "the default is error"
    );
}

#[test]
fn hidden_findings_do_not_fail() {
    let folder = folder();
    assert_eq!(
        folder.code("check --min-severity error --fail-on warning warning.xml"),
        0
    );
    assert_eq!(
        folder.code("check --min-severity warning --fail-on advice warning.xml"),
        1
    );
}

#[test]
fn wrong_arguments_are_2() {
    let folder = folder();
    for arguments in [
        "",
        "frobnicate",
        "check --frobnicate",
        "check --format yaml clean.xml",
        "check --fail-on nothing clean.xml",
        "check --api-version 2012-07-02 clean.xml",
        "check --stdin-filename dist.xml clean.xml",
        "check --operation create --if-match E2QWRUHAPOMQZL clean.xml",
        "check --previous clean.xml clean.xml error.xml",
        "explain no-such-rule",
        "explain",
    ] {
        assert_eq!(folder.code(arguments), 2, "{arguments}");
    }
}

#[test]
fn an_unreadable_file_is_3_in_any_case() {
    let folder = folder();
    for arguments in [
        "check gone.xml",
        "check gone.xml clean.xml error.xml",
        "check --fail-on never gone.xml",
        "check gone*.xml",
        "check clean.xml/inside.xml",
        "check --previous gone.xml clean.xml",
        "check --api-version 2012-07-01 pom.xml",
        "check --operation create pom.xml clean.xml",
    ] {
        assert_eq!(folder.code(arguments), 3, "{arguments}");
    }
}

#[test]
fn nothing_checked_is_3_except_for_a_hook() {
    let folder = folder();
    assert_eq!(folder.code("check pom.xml"), 3);
    assert_eq!(folder.code("check pom.xml clean.xml"), 0);
    assert_eq!(folder.code("check --hook pom.xml"), 0);
    assert_eq!(folder.code("check --hook pom.xml error.xml"), 1);
    assert_eq!(Folder::new().code("check"), 3);
    assert_eq!(Folder::new().code("check ."), 3);
}

#[test]
fn help_and_version_are_0() {
    let folder = Folder::new();
    for arguments in [
        "--help",
        "-h",
        "--version",
        "help",
        "help check",
        "check --help",
        "rules",
        "rules --format json",
        "versions",
    ] {
        assert_eq!(folder.code(arguments), 0, "{arguments}");
    }
}
