//! `--staged` and `--since`: the files that git lists.

use std::process::Command;

use super::support::{CLEAN, ERRORS, Folder, stderr, stdout};

/// Runs git in a folder, without the settings of this machine.
fn git(folder: &Folder, arguments: &[&str]) {
    let output = Command::new("git")
        .args(["-c", "user.name=test", "-c", "user.email=test@example.com"])
        .args([
            "-c",
            "commit.gpgsign=false",
            "-c",
            "init.defaultBranch=main",
        ])
        .args(arguments)
        .current_dir(folder.path())
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_SYSTEM", "/dev/null")
        .output()
        .unwrap();
    assert!(output.status.success(), "git {arguments:?}: {output:?}");
}

fn repository() -> Folder {
    let folder = Folder::with(&[("old.xml", CLEAN), ("sub/kept.xml", CLEAN)]);
    git(&folder, &["init", "--quiet"]);
    git(&folder, &["add", "."]);
    git(&folder, &["commit", "--quiet", "--message", "first"]);
    folder
}

fn listed(folder: &Folder, arguments: &str) -> String {
    let mut command = folder.command(&format!("check --show-files {arguments}"));
    if let Some(path) = std::env::var_os("PATH") {
        command.env("PATH", path);
    }
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    stdout(&output)
}

fn code(folder: &Folder, arguments: &str) -> Option<i32> {
    let mut command = folder.command(arguments);
    if let Some(path) = std::env::var_os("PATH") {
        command.env("PATH", path);
    }
    command.output().unwrap().status.code()
}

#[test]
fn staged_content_is_checked_as_staged() {
    let folder = repository();
    assert_eq!(listed(&folder, "--staged"), "");
    assert_eq!(
        code(&folder, "check --staged"),
        Some(0),
        "nothing is staged"
    );
    folder.write("old.xml", ERRORS);
    folder.write("new.xml", CLEAN);
    folder.write("notes.txt", "");
    git(&folder, &["add", "."]);
    assert_eq!(listed(&folder, "--staged"), "new.xml\nold.xml\n");
    // What was fixed after staging is not part of the commit.
    folder.write("old.xml", CLEAN);
    assert_eq!(code(&folder, "check --staged"), Some(1));
    assert_eq!(code(&folder, "check old.xml"), Some(0));
    assert_eq!(code(&folder, "check --staged sub"), Some(0));
    assert_eq!(code(&folder, "check --staged --fix"), Some(2));
}

#[test]
fn files_changed_since_a_branch_include_new_ones() {
    let folder = repository();
    git(&folder, &["checkout", "--quiet", "-b", "work"]);
    folder.write("sub/new.xml", CLEAN);
    folder.write("old.xml", ERRORS);
    git(
        &folder,
        &["commit", "--quiet", "--all", "--message", "second"],
    );
    assert_eq!(listed(&folder, "--since main"), "old.xml\nsub/new.xml\n");
    assert_eq!(listed(&folder, "--since main sub"), "sub/new.xml\n");
    assert_eq!(listed(&folder, "--since HEAD"), "sub/new.xml\n");
    assert_eq!(code(&folder, "check --since main"), Some(1));
    assert_eq!(code(&folder, "check --since nowhere"), Some(3));
    assert_eq!(code(&folder, "check --since --staged"), Some(2));
    assert_eq!(code(&Folder::new(), "check --staged"), Some(3));
}
