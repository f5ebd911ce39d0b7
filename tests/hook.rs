//! The hook as pre-commit runs it on a repository. Skipped where pre-commit is not installed,
//! unless `CI` is set.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::ffi::OsStr;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

use crate::support::machine;

const MANIFEST: &str = include_str!("../.pre-commit-hooks.yaml");
const BROKEN: &str = include_str!("cli/documents/two-errors.xml");
const RIGHT: &str = include_str!("../fixtures/base/distribution-2012-07-01.xml");

/// XML and JSON that have nothing to do with CloudFront, well-formed and not.
const FOREIGN: [(&str, &str); 8] = [
    (
        "pom.xml",
        "<project xmlns=\"http://maven.apache.org/POM/4.0.0\"><modelVersion>4.0.0</modelVersion></project>",
    ),
    ("web/page.xml", "<html><body><p>one<br></p></body></html>"),
    (
        "layout.xml",
        "<?xml version=\"1.0\"?>\n<LinearLayout android:layout_width=\"match_parent\"/>",
    ),
    ("empty.xml", ""),
    ("template.xml", "{% if x %}<a>{% endif %}"),
    ("package.json", "{\"name\": \"x\", \"version\": \"1.0.0\"}"),
    (
        "tsconfig.json",
        "{ // with comments\n  \"compilerOptions\": {},\n}",
    ),
    ("list.json", "[1, 2, 3]"),
];

struct Repository {
    folder: TempDir,
}

impl Repository {
    fn new(files: &[(&str, &str)]) -> Self {
        let folder = TempDir::new().unwrap();
        let repository = Self { folder };
        for (name, text) in files {
            let path = repository.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        repository.git(["init", "--quiet"]);
        repository.git(["add", "--all"]);
        repository
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn git<const N: usize>(&self, arguments: [&str; N]) {
        let status = Command::new("git")
            .args(arguments)
            .current_dir(self.path())
            .status()
            .unwrap();
        assert!(status.success());
    }

    /// Runs the first hook of the manifest, except that its program comes from elsewhere.
    fn run(&self) -> (bool, String) {
        let program = env!("CARGO_BIN_EXE_cloudfront-lint");
        let (first, _) = MANIFEST.split_once("\n\n").unwrap();
        let hook = first
            .replace("entry: cloudfront-lint ", &format!("entry: {program} "))
            .replace("language: python", "language: system");
        assert!(
            hook.contains(program) && hook.contains("language: system"),
            "{hook}"
        );
        let hook: Vec<String> = hook.lines().map(|line| format!("      {line}")).collect();
        let config = format!("repos:\n  - repo: local\n    hooks:\n{}\n", hook.join("\n"));
        fs::write(self.path().join(".pre-commit-config.yaml"), config).unwrap();
        let output = self.pre_commit(["run", "--all-files", "--verbose", "--color=never"]);
        (output.status.success(), text(&output))
    }

    fn pre_commit<I: IntoIterator<Item = S>, S: AsRef<OsStr>>(&self, arguments: I) -> Output {
        Command::new("pre-commit")
            .args(arguments)
            .current_dir(self.path())
            .env("PRE_COMMIT_HOME", self.path().join(".git/store"))
            .output()
            .unwrap()
    }
}

fn text(output: &Output) -> String {
    format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

/// Whether there is a pre-commit to run.
fn present() -> bool {
    let present = Command::new("pre-commit")
        .arg("--version")
        .output()
        .is_ok_and(|output| output.status.success());
    assert!(
        present || !machine::must_have_python(),
        "pre-commit must be installed where CI is set"
    );
    present
}

#[test]
fn the_manifest_is_valid() {
    if !present() {
        return;
    }
    let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/.pre-commit-hooks.yaml");
    let output = Command::new("pre-commit")
        .args(["validate-manifest", manifest])
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", text(&output));
}

#[test]
fn a_repository_of_other_files_has_no_output() {
    if !present() {
        return;
    }
    let (passed, output) = Repository::new(&FOREIGN).run();
    assert!(passed, "{output}");
    let said: Vec<&str> = output
        .lines()
        .filter(|line| !line.starts_with("- ") && !line.contains("Passed") && !line.is_empty())
        .collect();
    assert!(said.is_empty(), "{output}");
}

#[test]
fn a_valid_document_passes() {
    if !present() {
        return;
    }
    let files: Vec<(&str, &str)> = FOREIGN
        .into_iter()
        .chain([("cdn/dist.xml", RIGHT)])
        .collect();
    let (passed, output) = Repository::new(&files).run();
    assert!(passed, "{output}");
}

#[test]
fn an_invalid_document_is_stopped_and_shown() {
    if !present() {
        return;
    }
    let files: Vec<(&str, &str)> = FOREIGN
        .into_iter()
        .chain([("cdn/dist.xml", BROKEN)])
        .collect();
    let (passed, output) = Repository::new(&files).run();
    assert!(!passed, "{output}");
    assert!(output.contains("cdn/dist.xml:5:"), "{output}");
    assert!(
        FOREIGN.iter().all(|(name, _)| !output.contains(name)),
        "{output}"
    );
}

/// The two hooks differ in how the program is installed, and in nothing else.
#[test]
fn the_hooks_run_the_same_program() {
    let (python, rust) = MANIFEST.split_once("\n\n").unwrap();
    let facts = |hook: &str| -> Vec<String> {
        hook.lines()
            .filter(|line| !line.starts_with('#') && !line.contains("id: "))
            .map(|line| line.replace("language: python", "language: rust"))
            .collect()
    };
    assert_eq!(facts(python), facts(rust));
}

/// pre-commit installs the package of the root, which brings the wheel of the same version.
#[test]
fn the_hook_installs_the_version_that_this_is() {
    let package = include_str!("../pyproject.toml");
    let version = env!("CARGO_PKG_VERSION");
    for line in [
        format!("version = \"{version}\""),
        format!("dependencies = [\"cloudfront-lint=={version}\"]"),
    ] {
        assert!(package.lines().any(|it| it == line), "{line}");
    }
    let wheel = include_str!("../bindings/python/Cargo.toml");
    assert!(wheel.contains(&format!("\nversion = \"{version}\"\n")));
}

/// The way of a system without a wheel: pre-commit clones the package, builds it and runs it.
#[test]
#[ignore = "builds the program once more, which takes a minute; .ci/run does it"]
fn pre_commit_builds_the_package_itself() {
    if !present() {
        return;
    }
    let repository = Repository::new(&[("cdn/dist.xml", BROKEN), ("pom.xml", FOREIGN[0].1)]);
    let output = Command::new("pre-commit")
        .args([
            "try-repo",
            env!("CARGO_MANIFEST_DIR"),
            "cloudfront-lint-rust",
            "--all-files",
            "--color=never",
        ])
        .current_dir(repository.path())
        .env("PRE_COMMIT_HOME", repository.path().join(".git/store"))
        .env(
            "CARGO_TARGET_DIR",
            concat!(env!("CARGO_TARGET_TMPDIR"), "/hook"),
        )
        .envs([
            ("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0"),
            ("CARGO_PROFILE_RELEASE_LTO", "off"),
            ("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16"),
        ])
        .output()
        .unwrap();
    assert!(
        !output.status.success() && text(&output).contains("cdn/dist.xml:5:"),
        "{}",
        text(&output)
    );
}
