//! Inputs that are not documents, or not files: a clear message, the right exit code, no panic, and
//! no control sequence of it on a terminal.

use std::io::Read as _;
use std::process::Stdio;

use super::support::{CLEAN, ERRORS, Folder, stderr, stdout};
use crate::support::stored;

fn utf16(text: &str, mark: bool, to_bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    let mark = if mark { "\u{feff}" } else { "" };
    mark.encode_utf16()
        .chain(text.encode_utf16())
        .flat_map(to_bytes)
        .collect()
}

#[test]
fn what_is_not_a_document() {
    let dtd = CLEAN
        .replace("?>\n", "?>\n<!DOCTYPE a [<!ENTITY b \"c\">]>\n")
        .replace("Static files", "&b;");
    let deep = "<a>".repeat(1_000);
    let latin_1: Vec<u8> = CLEAN
        .replace("Static files", "Gr\u{fc}\u{df}e")
        .chars()
        .map(|character| character as u8)
        .collect();
    let inputs: [(&str, &[u8]); 8] = [
        ("empty.xml", b""),
        ("white-space.xml", b" \n\t\n"),
        (
            "no-root.xml",
            b"<?xml version=\"1.0\"?>\n<!-- nothing -->\n",
        ),
        ("binary.xml", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\xff\xfe"),
        ("latin-1.xml", &latin_1),
        ("dtd.xml", dtd.as_bytes()),
        ("text.xml", b"this is a letter\n"),
        ("deep.xml", deep.as_bytes()),
    ];
    let folder = Folder::with(&inputs);
    let shown = inputs.map(|(name, _)| (name, folder.transcript(&format!("check {name}"))));
    stored::snapshots("cli/bad_input", &shown);
}

#[test]
fn an_incomplete_document_has_a_fault_where_it_ends() {
    let folder = Folder::with(&[
        ("half.xml", "<DistributionConfig>\n  <Comment>half"),
        (
            "no-end.xml",
            "<DistributionConfig>\n  <Enabled>true</Enabled>\n",
        ),
    ]);
    for name in ["half.xml", "no-end.xml"] {
        let output = folder.run(&format!("check --format concise {name}"));
        assert_eq!(output.status.code(), Some(1));
        assert!(
            stdout(&output).contains(": error[end-tag-missing]: "),
            "{}",
            stdout(&output)
        );
    }
}

#[test]
fn other_encodings_are_read_as_the_same_document() {
    let expected = stdout(&Folder::with(&[("dist.xml", ERRORS)]).run("check dist.xml"));
    let text = ERRORS.replace(" encoding=\"UTF-8\"", "");
    let expected_lines = expected.lines().count();
    for (mark, to_bytes) in [
        (true, u16::to_le_bytes as fn(u16) -> [u8; 2]),
        (true, u16::to_be_bytes),
        (false, u16::to_le_bytes),
        (false, u16::to_be_bytes),
    ] {
        let output =
            Folder::with(&[("dist.xml", &utf16(&text, mark, to_bytes))]).run("check dist.xml");
        assert_eq!(
            stdout(&output).lines().count(),
            expected_lines,
            "{}",
            stdout(&output)
        );
        assert_eq!(output.status.code(), Some(1));
    }
    let marked = format!("\u{feff}{ERRORS}");
    assert_eq!(
        stdout(&Folder::with(&[("dist.xml", &marked)]).run("check dist.xml")),
        expected
    );
}

#[test]
fn files_that_cannot_be_read() {
    let folder = Folder::with(&[("dist.xml", CLEAN)]);
    stored::literal(
        &folder.transcript("check gone.xml"),
        snapbox::str![[r"
$ cloudfront-lint check gone.xml
No file was checked. 1 file could not be read.
--- standard error
cloudfront-lint: cannot read `gone.xml`: no such file or directory
--- exit 3
"]],
    );
    stored::literal(
        &folder.transcript("check dist.xml gone.xml"),
        snapbox::str![[r"
$ cloudfront-lint check dist.xml gone.xml
No findings in dist.xml. 1 file could not be read.
--- standard error
cloudfront-lint: cannot read `gone.xml`: no such file or directory
--- exit 3
"]],
    );
    stored::literal(
        &folder.transcript("check none/*.xml"),
        snapbox::str![[r"
$ cloudfront-lint check none/*.xml
No file was checked. 1 file could not be read.
--- standard error
cloudfront-lint: cannot read `none/*.xml`: no file matches
--- exit 3
"]],
    );
    stored::literal(
        &folder.transcript("check --previous gone.xml dist.xml"),
        snapbox::str![[r"
$ cloudfront-lint check --previous gone.xml dist.xml
--- standard error
cloudfront-lint: cannot read `gone.xml`: no such file or directory
--- exit 3
"]],
    );
    stored::literal(
        &Folder::new().transcript("check"),
        snapbox::str![[r"
$ cloudfront-lint check
No file was checked.
--- standard error
cloudfront-lint: nothing was checked
--- exit 3
"]],
    );
}

#[cfg(unix)]
#[test]
fn links_and_folders_that_cannot_be_followed() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let folder = Folder::with(&[("dist.xml", CLEAN), ("closed/in.xml", CLEAN)]);
    symlink("loop.xml", folder.path().join("loop.xml")).unwrap();
    symlink("nowhere", folder.path().join("dangling.xml")).unwrap();
    stored::literal(
        &folder.transcript("check dist.xml loop.xml dangling.xml"),
        snapbox::str![[r"
$ cloudfront-lint check dist.xml loop.xml dangling.xml
No findings in dist.xml. 2 files could not be read.
--- standard error
cloudfront-lint: cannot read `dangling.xml`: no such file or directory
cloudfront-lint: cannot read `loop.xml`: too many levels of symbolic links
--- exit 3
"]],
    );
    let closed = folder.path().join("closed");
    std::fs::set_permissions(&closed, std::fs::Permissions::from_mode(0o000)).unwrap();
    // Who may read everything cannot be shown a closed folder.
    let closed_to_us = std::fs::read_dir(&closed).is_err();
    let output = folder.run("check closed");
    std::fs::set_permissions(&closed, std::fs::Permissions::from_mode(0o755)).unwrap();
    if closed_to_us {
        assert_eq!(output.status.code(), Some(3));
        assert!(
            stderr(&output).contains("cannot read `closed`: permission denied"),
            "{}",
            stderr(&output)
        );
    }
}

#[test]
fn a_closed_output_is_not_a_failure() {
    let folder = Folder::new();
    let names: Vec<String> = (0..300).map(|index| format!("{index:03}.xml")).collect();
    for name in &names {
        folder.write(name, ERRORS);
    }
    for arguments in [
        "check .",
        "check --format json .",
        "check 000.xml",
        "rules",
        "--help",
        "versions",
    ] {
        let mut child = folder
            .command(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut first = [0; 16];
        let mut reader = child.stdout.take().unwrap();
        reader.read_exact(&mut first).unwrap();
        drop(reader);
        let output = child.wait_with_output().unwrap();
        assert!(
            stderr(&output).is_empty(),
            "{arguments}: {}",
            stderr(&output)
        );
        assert!(
            matches!(output.status.code(), Some(0 | 1)),
            "{arguments}: {:?}",
            output.status
        );
    }
}

#[test]
fn a_document_cannot_control_the_terminal() {
    let nasty = ERRORS
        .replace("allow-al<", "allow-\u{9b}31m\u{202e}al<")
        .replace("<Comment>", "<Comment>\u{200b}\u{85}");
    let raw = ERRORS.replace("allow-al<", "allow-\x1b]0;owned\x07al<");
    for text in [nasty, raw] {
        let folder = Folder::with(&[("dist.xml", &text)]);
        for format in ["pretty", "concise", "json", "github", "sarif", "junit"] {
            let output = folder.run(&format!("check --format {format} dist.xml"));
            let said = stdout(&output) + &stderr(&output);
            let hostile: Vec<char> = said
                .chars()
                .filter(|it| {
                    (it.is_control() && !matches!(it, '\n' | '\t'))
                        || matches!(it, '\u{202e}' | '\u{200b}')
                })
                .collect();
            assert!(hostile.is_empty(), "{format}: {hostile:?} in {said}");
            assert_eq!(output.status.code(), Some(1), "{said}");
        }
    }
}

/// File names and arguments can contain control sequences of a terminal.
#[test]
fn control_characters_of_names_reach_no_terminal() {
    let folder = Folder::new();
    for arguments in [
        &["check", "\x1b[31mgone.xml"][..],
        &["check", "--isolated", "--previous", "\x1b[31m", "a.xml"],
        &["check", "--\x1b[31m"],
        &["check", "--format", "\x1b[31m\u{202e}"],
        &["check", "--api-version", "\x1b[31m", "a.xml"],
        &["check", "--config", "\x1b[31m.toml", "a.xml"],
        &["explain", "\x1b[31m"],
        &["why", "\x1b[31m"],
        &["convert", "--to", "json", "\x1b[31m\nx"],
        &["\x1b[31m"],
    ] {
        let output = folder.command("").args(arguments).output().unwrap();
        let errors = stderr(&output);
        assert!(errors.contains('␛'), "{arguments:?}: {errors}");
        assert!(
            !errors.contains(['\x1b', '\u{202e}']),
            "{arguments:?}: {errors:?}"
        );
    }
}
