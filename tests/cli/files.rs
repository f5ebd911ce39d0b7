//! Which files a run is about.

use std::io::Write as _;
use std::process::Stdio;

use super::support::{CLEAN, ERRORS, FOREIGN, Folder, WARNING, stderr, stdout};
use crate::support::machine::is_ci;
use crate::support::stored;

fn checked(folder: &Folder, arguments: &str) -> Vec<String> {
    let output = folder.run(&format!("check --format json {arguments}"));
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let files = report["files"].as_array().unwrap().iter();
    files
        .map(|file| {
            format!(
                "{} {}",
                file["path"].as_str().unwrap(),
                file["status"].as_str().unwrap()
            )
        })
        .collect()
}

#[test]
fn folders_honour_gitignore_and_skip_other_roots() {
    let folder = Folder::with(&[
        ("cdn/b.xml", CLEAN),
        ("cdn/a.XML", CLEAN),
        ("cdn/deep/er/c.xml", CLEAN),
        ("cdn/notes.txt", "<DistributionConfig/>"),
        (".github/d.xml", CLEAN),
        ("build/e.xml", CLEAN),
        (".git/f.xml", CLEAN),
        ("pom.xml", FOREIGN),
        ("empty.xml", ""),
        (".gitignore", "build/\n"),
    ]);
    let all = [
        ".github/d.xml checked",
        "cdn/a.XML checked",
        "cdn/b.xml checked",
        "cdn/deep/er/c.xml checked",
        "empty.xml skipped",
        "pom.xml skipped",
    ];
    assert_eq!(checked(&folder, ""), all);
    assert_eq!(checked(&folder, "."), all);
    assert_eq!(checked(&folder, "cdn/deep"), ["cdn/deep/er/c.xml checked"]);
}

#[test]
fn patterns_match_and_skip_other_roots() {
    let folder = Folder::with(&[
        ("a.xml", CLEAN),
        ("sub/b.xml", CLEAN),
        ("sub/[c].xml", CLEAN),
        ("pom.xml", FOREIGN),
    ]);
    assert_eq!(
        checked(&folder, "*.xml"),
        ["a.xml checked", "pom.xml skipped"]
    );
    assert_eq!(checked(&folder, "**/b.xml"), ["sub/b.xml checked"]);
    assert_eq!(
        checked(&folder, "sub/[c].xml"),
        ["sub/[c].xml checked"],
        "a file of that very name comes first"
    );
    assert_eq!(
        checked(&folder, "none-*.xml a.xml"),
        ["a.xml checked", "none-*.xml failed"]
    );
}

/// What goes down any number of folders follows no link to one, so links in a circle end.
#[cfg(unix)]
#[test]
fn links_in_a_circle_end() {
    let folder = Folder::with(&[
        ("loop/err.xml", CLEAN),
        ("loop/in/b.xml", CLEAN),
        ("loop/in/c.txt", ""),
    ]);
    for name in ["loop/self", "loop/me", "loop/in/up"] {
        std::os::unix::fs::symlink(
            if name.ends_with("up") { ".." } else { "." },
            folder.path().join(name),
        )
        .unwrap();
    }
    let all = ["loop/err.xml checked", "loop/in/b.xml checked"];
    for arguments in [
        "loop",
        "loop/**/*.xml",
        "loop/**",
        "**/*.xml",
        "**",
        "./**/loop/**/**/*.xml",
    ] {
        assert_eq!(checked(&folder, arguments), all, "{arguments}");
    }
    assert_eq!(checked(&folder, "loop/*/b.xml"), ["loop/in/b.xml checked"]);
    let linked = Folder::with(&[("a/real/dist.xml", CLEAN), ("b/other.xml", CLEAN)]);
    std::os::unix::fs::symlink("../b", linked.path().join("a/link")).unwrap();
    assert_eq!(
        checked(&linked, "a/*/*.xml"),
        ["a/link/other.xml checked", "a/real/dist.xml checked"],
        "a glob without `**` follows links"
    );
    assert_eq!(checked(&linked, "a/**/*.xml"), ["a/real/dist.xml checked"]);
    assert_eq!(
        checked(&folder, "loop/me/*.xml"),
        ["loop/me/err.xml checked"],
        "a link that is named is followed"
    );
}

#[test]
fn only_gitignore_is_honoured() {
    let folder = Folder::with(&[
        (".git/info/exclude", "b.xml\n"),
        (".ignore", "a.xml\n"),
        (".gitignore", "c.xml\n"),
        ("a.xml", CLEAN),
        ("b.xml", CLEAN),
        ("c.xml", CLEAN),
    ]);
    assert_eq!(checked(&folder, "."), ["a.xml checked", "b.xml checked"]);
    assert_eq!(
        checked(&folder, "*.xml"),
        ["a.xml checked", "b.xml checked", "c.xml checked"]
    );
}

/// Editors lock a file with a link that leads nowhere.
#[cfg(unix)]
#[test]
fn dangling_links_are_skipped_in_folders() {
    let folder = Folder::with(&[("ok.xml", CLEAN)]);
    std::os::unix::fs::symlink("user@host.1:1", folder.path().join(".#ok.xml")).unwrap();
    for found in [".", "*.xml", "**", "--hook .#ok.xml ok.xml"] {
        assert_eq!(checked(&folder, found), ["ok.xml checked"], "{found}");
        assert_eq!(folder.code(&format!("check {found}")), 0, "{found}");
    }
    assert_eq!(
        folder.code("check .#ok.xml ok.xml"),
        3,
        "what is named has to be there"
    );
}

/// A file that is reached in two ways is judged and repaired once.
#[cfg(unix)]
#[test]
fn a_file_reached_by_two_paths_is_checked_once() {
    let folder = Folder::with(&[("sub/dist.xml", ERRORS)]);
    std::os::unix::fs::symlink("dist.xml", folder.path().join("sub/a-link.xml")).unwrap();
    std::os::unix::fs::symlink("sub", folder.path().join("also")).unwrap();
    let whole = folder.path().join("sub/dist.xml").display().to_string();
    assert_eq!(
        checked(&folder, "sub"),
        ["sub/dist.xml checked"],
        "the file rather than a link to it"
    );
    assert_eq!(
        checked(&folder, &format!("{whole} sub/dist.xml")),
        ["sub/dist.xml checked"]
    );
    assert_eq!(
        checked(&folder, "sub also/dist.xml"),
        ["also/dist.xml checked"],
        "what is named rather than what is found"
    );
    assert_eq!(
        checked(&folder, "sub/a-link.xml"),
        ["sub/a-link.xml checked"]
    );
    let output = folder.run("check --fix --unsafe-fixes --quiet sub");
    assert!(!stderr(&output).contains("meanwhile"), "{output:?}");
    assert_ne!(output.status.code(), Some(3));
    folder.write("cloudfront-lint.toml", "exclude = [\"sub/dist.xml\"]");
    assert_eq!(
        checked(&folder, "sub"),
        ["sub/a-link.xml checked"],
        "what is excluded takes no other name along"
    );
}

#[test]
fn the_previous_document_may_be_standard_input() {
    let folder = Folder::with(&[("dist.xml", CLEAN)]);
    let run = |arguments: &str| {
        let mut child = folder
            .command(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // Where it is refused, nobody reads.
        let _ = child.stdin.take().unwrap().write_all(CLEAN.as_bytes());
        child.wait_with_output().unwrap()
    };
    let output = run("check --quiet --previous - dist.xml");
    assert!(!stderr(&output).contains("cannot read"), "{output:?}");
    assert_ne!(output.status.code(), Some(3), "{output:?}");
    let output = run("check --previous - -");
    assert!(
        stderr(&output).contains("standard input can only be read once"),
        "{output:?}"
    );
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn results_come_by_path_and_once() {
    let folder = Folder::with(&[("b.xml", CLEAN), ("a.xml", CLEAN), ("sub/c.xml", CLEAN)]);
    assert_eq!(
        checked(&folder, "sub b.xml . ./b.xml a.xml"),
        ["a.xml checked", "b.xml checked", "sub/c.xml checked"]
    );
}

#[test]
fn many_files_give_the_same_as_one_by_one() {
    let folder = Folder::new();
    let count = if is_ci() { 200 } else { 40 };
    let names: Vec<String> = (0..count).map(|index| format!("{index:03}.xml")).collect();
    for (index, name) in names.iter().enumerate() {
        folder.write(name, [ERRORS, CLEAN, WARNING, FOREIGN][index % 4]);
    }
    for format in ["concise", "pretty"] {
        let all = stdout(&folder.run(&format!("check --quiet --format {format} .")));
        let one_by_one: String = names
            .iter()
            .map(|name| stdout(&folder.run(&format!("check --quiet --format {format} {name}"))))
            .collect();
        assert_eq!(all, one_by_one);
    }
}

#[test]
fn standard_input_has_the_name_it_is_given() {
    let folder = Folder::new();
    let run = |arguments: &str, input: &str| {
        let mut child = folder
            .command(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child
            .stdin
            .take()
            .unwrap()
            .write_all(input.as_bytes())
            .unwrap();
        child.wait_with_output().unwrap()
    };
    let output = run("check --format concise -", ERRORS);
    assert!(stdout(&output).starts_with("<stdin>:5:"), "{output:?}");
    assert_eq!(output.status.code(), Some(1));
    let output = run(
        "check --format concise --stdin-filename cdn/dist.xml -",
        ERRORS,
    );
    assert!(stdout(&output).starts_with("cdn/dist.xml:5:"), "{output:?}");
    let output = run("check -", CLEAN);
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn the_other_root_of_a_named_file_is_reported() {
    let folder = Folder::with(&[("pom.xml", FOREIGN), ("dist.xml", CLEAN)]);
    stored::literal(
        &folder.transcript("check pom.xml"),
        snapbox::str![[r"
$ cloudfront-lint check pom.xml
No file was checked. Skipped 1 XML file that is not a CloudFront document.
--- standard error
cloudfront-lint: `pom.xml` was skipped: not a CloudFront document
cloudfront-lint: nothing was checked
--- exit 3
"]],
    );
    stored::literal(
        &folder.transcript("check pom.xml dist.xml"),
        snapbox::str![[r"
$ cloudfront-lint check pom.xml dist.xml
No findings in dist.xml. Skipped 1 XML file that is not a CloudFront document.
--- standard error
cloudfront-lint: `pom.xml` was skipped: not a CloudFront document
--- exit 0
"]],
    );
    stored::literal(
        &folder.transcript("check --quiet pom.xml dist.xml"),
        snapbox::str![[r"
$ cloudfront-lint check --quiet pom.xml dist.xml
--- exit 0
"]],
    );
    stored::literal(
        &folder.transcript("check --hook pom.xml dist.xml"),
        snapbox::str![[r"
$ cloudfront-lint check --hook pom.xml dist.xml
--- exit 0
"]],
    );
    stored::literal(
        &folder.transcript("check ."),
        snapbox::str![[r"
$ cloudfront-lint check .
No findings in dist.xml. Skipped 1 XML file that is not a CloudFront document.
--- exit 0
"]],
    );
    stored::literal(
        &folder.transcript("check --api-version 2012-07-01 pom.xml"),
        snapbox::str![[r"
$ cloudfront-lint check --api-version 2012-07-01 pom.xml
No file was checked. 1 file could not be read.
--- standard error
cloudfront-lint: `pom.xml`: not a CloudFront document
--- exit 3
"]],
    );
}

#[test]
fn findings_do_not_depend_on_the_color_of_the_environment() {
    let folder = Folder::with(&[("dist.xml", ERRORS)]);
    let plain = stdout(&folder.run("check dist.xml"));
    assert!(!plain.contains('\x1b'));
    for (variable, value, arguments, colored) in [
        ("NO_COLOR", "1", "check dist.xml", false),
        ("FORCE_COLOR", "1", "check dist.xml", true),
        ("CLICOLOR_FORCE", "1", "check dist.xml", true),
        ("FORCE_COLOR", "1", "check --color never dist.xml", false),
        ("NO_COLOR", "1", "check --color always dist.xml", true),
        ("TERM", "dumb", "--color always check dist.xml", true),
    ] {
        let output = folder
            .command(arguments)
            .env(variable, value)
            .output()
            .unwrap();
        assert_eq!(
            stdout(&output).contains('\x1b'),
            colored,
            "{variable}={value} {arguments}"
        );
        assert!(stderr(&output).is_empty());
    }
}

#[test]
fn what_shows_no_notation_has_the_one_of_its_name() {
    let folder = Folder::with(&[
        ("a.json", "on: push\n"),
        ("b.json", ""),
        ("c.json", "<a/>"),
        ("d.xml", "[1]"),
        ("e.xml", "a: b"),
    ]);
    let output = folder.run("check --format json .");
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let forms: Vec<&str> = report["files"]
        .as_array()
        .unwrap()
        .iter()
        .map(|file| file["form"].as_str().unwrap())
        .collect();
    assert_eq!(forms, ["json", "json", "xml", "json", "xml"]);
    assert!(stdout(&folder.run("check a.json")).contains("Skipped 1 JSON file"));
}

/// A pipe that is named is read to its end, as `<(aws …)` and `/dev/stdin` are; one that was found
/// is skipped, because nobody may ever write to it.
#[cfg(unix)]
#[test]
fn pipes_are_read_where_they_are_named() {
    let folder = Folder::with(&[("dist.xml", ERRORS)]);
    let pipe = folder.path().join("pipe.xml");
    assert!(
        std::process::Command::new("mkfifo")
            .arg(&pipe)
            .status()
            .unwrap()
            .success()
    );
    std::os::unix::fs::symlink("pipe.xml", folder.path().join("link.xml")).unwrap();
    for found in [".", "*.xml", "--hook pipe.xml link.xml dist.xml"] {
        assert_eq!(checked(&folder, found), ["dist.xml checked"], "{found}");
    }
    let through_pipe = |arguments: &str, text: &'static str| {
        let pipe = pipe.clone();
        let writer = std::thread::spawn(move || std::fs::write(pipe, text).unwrap());
        let output = folder.run(arguments);
        writer.join().unwrap();
        output
    };
    let output = through_pipe("check --format concise pipe.xml", ERRORS);
    assert!(stdout(&output).starts_with("pipe.xml:5:"), "{output:?}");
    assert_eq!(output.status.code(), Some(1));
    let output = through_pipe("check --quiet --previous pipe.xml dist.xml", ERRORS);
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    let output = through_pipe("check --fix --unsafe-fixes --quiet pipe.xml", ERRORS);
    assert!(
        stderr(&output).contains("cannot write `pipe.xml`: not a regular file"),
        "{output:?}"
    );
    assert_eq!(output.status.code(), Some(3));

    let mut child = folder
        .command("check --format concise /dev/stdin")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(ERRORS.as_bytes())
        .unwrap();
    assert!(stdout(&child.wait_with_output().unwrap()).starts_with("/dev/stdin:5:"));
    assert_eq!(folder.code("check /dev/zero"), 3);
}

#[test]
fn a_folder_has_templates_and_other_files_of_their_notations_are_not_mentioned() {
    let main =
        "resource \"aws_cloudfront_distribution\" \"site\" {\n  price_class = local.class\n}\n";
    let folder = Folder::with(&[
        ("main.tf", main),
        (
            "values/locals.tf",
            "locals {\n  class = \"PriceClass_1\"\n}\n",
        ),
        ("other.yml", "on: push\njobs: {}\n"),
        ("chart.yaml", "a: {{ .Values.DistributionConfig }}\n"),
    ]);
    let enums = |folder: &Folder| {
        let output = folder.run("check --format concise .");
        let text = stdout(&output);
        assert!(
            !text.contains("other.yml") && !text.contains("chart"),
            "{text}"
        );
        text.matches("enum-value").count()
    };
    assert_eq!(enums(&folder), 0);
    folder.write("locals.tf", "locals {\n  class = \"PriceClass_1\"\n}\n");
    assert_eq!(enums(&folder), 1);
}
