//! The limits of `CONTRIBUTING.md` that are about files and lines, and one that keeps the examples
//! in comments quick. Clippy has those of functions (`clippy.toml`).

use std::fs;
use std::path::{Path, PathBuf};

const COLUMNS: usize = 100;
const LINES: usize = 500;

/// The folders whose Rust files are counted.
const CODE: [&str; 8] = [
    "src", "build", "tests", "examples", "benches", "bindings", "editors", "fuzz",
];

/// The pages that people write. The others are generated.
const PAGES: &[&str] = &[
    "README.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "bindings/aws/README.md",
    "bindings/node/README.md",
    "bindings/python/README.md",
    "docs/architecture.md",
    "docs/command-line.md",
    "docs/comparison.md",
    "docs/configuration.md",
    "docs/editors.md",
    "docs/fixes.md",
    "docs/formats.md",
    "docs/integration.md",
    "docs/own-rules.md",
    "docs/rule-language.md",
    "docs/suppression.md",
    "docs/templates.md",
    "docs/timeline.md",
    "editors/vscode/README.md",
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The files below a folder with an extension, and their texts.
fn files(folder: &str, extension: &str) -> Vec<(PathBuf, String)> {
    let mut open = vec![root().join(folder)];
    let mut found = Vec::new();
    while let Some(path) = open.pop() {
        if let Ok(entries) = fs::read_dir(&path) {
            open.extend(entries.map(|entry| entry.expect("the folder can be read").path()));
        } else if path.extension().is_some_and(|it| it == extension) {
            let text = fs::read_to_string(&path).expect("the file can be read");
            let path = path.strip_prefix(root()).expect("it is in the repository");
            found.push((path.to_owned(), text));
        }
    }
    assert!(!found.is_empty(), "no .{extension} file in {folder}");
    found
}

fn code() -> Vec<(PathBuf, String)> {
    let mut found: Vec<_> = CODE.iter().flat_map(|it| files(it, "rs")).collect();
    let text = fs::read_to_string(root().join("build.rs")).expect("the file can be read");
    found.push((PathBuf::from("build.rs"), text));
    found
}

/// The lines of a text that are too wide, as `path:line`, apart from those that `may_be_wide`.
fn wide_lines(path: &Path, text: &str, may_be_wide: impl Fn(&str) -> bool) -> Vec<String> {
    let lines = text.lines().enumerate();
    lines
        .filter(|(_, line)| line.chars().count() > COLUMNS && !may_be_wide(line))
        .map(|(index, _)| format!("{}:{}", path.display(), index + 1))
        .collect()
}

fn none(wrong: &[String], advice: &str) {
    assert!(wrong.is_empty(), "{advice}:\n{}", wrong.join("\n"));
}

#[test]
fn files_are_short() {
    let long: Vec<String> = code()
        .iter()
        .map(|(path, text)| (path, text.lines().count()))
        .filter(|(_, lines)| *lines > LINES)
        .map(|(path, lines)| format!("{}: {lines} lines", path.display()))
        .collect();
    none(&long, &format!("split files of more than {LINES} lines"));
}

/// A string literal may be wide, since a break would change it or hide it from a search.
#[test]
fn code_and_comments_are_narrow() {
    let has_literal = |line: &str| {
        line.contains('"') && !line.trim_start().starts_with("//") || is_one_word(line)
    };
    let wide: Vec<String> = code()
        .iter()
        .flat_map(|(path, text)| wide_lines(path, text, has_literal))
        .collect();
    none(
        &wide,
        &format!("break lines of more than {COLUMNS} columns"),
    );
}

/// The examples in comments are compiled as one program, in another folder. If one of them includes
/// a file by its path from the source file, that fails, and each is compiled and linked by itself.
#[test]
fn examples_in_comments_include_no_files() {
    let is_comment = |line: &str| {
        ["///", "//!"]
            .iter()
            .any(|it| line.trim_start().starts_with(it))
    };
    let macros = ["include_str!", "include_bytes!", "include!"];
    let including = |line: &str| is_comment(line) && macros.iter().any(|it| line.contains(it));
    let mut wrong = Vec::new();
    for (path, text) in files("src", "rs") {
        let lines = text.lines().enumerate().filter(|(_, line)| including(line));
        wrong.extend(lines.map(|(index, _)| format!("{}:{}", path.display(), index + 1)));
    }
    none(&wrong, "read the file when the example runs");
}

/// What cannot be broken: a word after the signs of a comment, a list or a quotation.
fn is_one_word(line: &str) -> bool {
    let text = line.trim_start_matches([' ', '/', '!', '#', '-', '*', '\\']);
    !text.trim_end().contains(' ')
}

#[test]
fn comments_of_rule_files_are_narrow() {
    let wide: Vec<String> = files("rules", "toml")
        .iter()
        .flat_map(|(path, text)| {
            wide_lines(path, text, |line| {
                !line.trim_start().starts_with('#') || is_one_word(line)
            })
        })
        .collect();
    none(&wide, &format!("wrap comments at {COLUMNS} columns"));
}

#[test]
fn pages_are_narrow() {
    let mut wide = Vec::new();
    for page in PAGES {
        let text = fs::read_to_string(root().join(page)).expect("the page can be read");
        let mut in_code = false;
        let prose: Vec<&str> = text
            .lines()
            .map(|line| {
                let is_fence = line.trim_start().starts_with("```");
                in_code ^= is_fence;
                if in_code || is_fence { "" } else { line }
            })
            .collect();
        let may_be_wide = |line: &str| line.starts_with('|') || is_one_word(line);
        wide.extend(wide_lines(Path::new(page), &prose.join("\n"), may_be_wide));
    }
    none(&wide, &format!("wrap pages at {COLUMNS} columns"));
}
