//! The invariants of `docs/architecture.md` that source text can show.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use cloudfront_lint::internal::builtin::SCHEMA;

/// The rooms from top to bottom. A room may use those above it.
const ROOMS: [&str; 18] = [
    "text",
    "tree",
    "model",
    "builtin",
    "outcome",
    "service_model",
    "lint",
    "map",
    "explain",
    "document_schema",
    "compare",
    "convert",
    "apply",
    "example",
    "baseline",
    "config",
    "editor",
    "render",
];

/// The Rust files of a room without its test modules.
fn files(room: &str) -> Vec<(PathBuf, String)> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut open = vec![source.join(room), source.join(format!("{room}.rs"))];
    let mut files = Vec::new();
    while let Some(path) = open.pop() {
        if let Ok(entries) = fs::read_dir(&path) {
            open.extend(entries.map(|entry| entry.expect("a folder can be read").path()));
        } else if path.extension().is_some_and(|it| it == "rs")
            && path.file_stem().is_some_and(|it| it != "tests")
            && let Ok(text) = fs::read_to_string(&path)
        {
            let lines = without_tests(&text)
                .lines()
                .filter(|line| !line.trim_start().starts_with("//"));
            files.push((path, lines.collect::<Vec<_>>().join("\n")));
        }
    }
    assert!(!files.is_empty(), "no room `{room}`");
    files
}

/// The text before its test module.
fn without_tests(text: &str) -> &str {
    let mut tests = text.match_indices("#[cfg(").filter(|(at, _)| {
        let item = text[*at..].split(['{', ';']).next().unwrap_or_default();
        let condition = item.lines().next().unwrap_or_default();
        condition.contains("test") && item.contains("\nmod ")
    });
    tests.next().map_or(text, |(at, _)| &text[..at])
}

/// The rooms that a text names after `crate::`, also in braces.
fn used(code: &str) -> BTreeSet<&str> {
    let mut used = BTreeSet::new();
    for rest in code.split("crate::").skip(1) {
        match rest.strip_prefix('{') {
            Some(list) => {
                let (list, _) = list.split_once(';').unwrap_or((list, ""));
                let mut depth = 0;
                let mut start = 0;
                for (at, character) in list.char_indices() {
                    match character {
                        '{' => depth += 1,
                        '}' => depth -= 1,
                        ',' if depth == 0 => start = at + 1,
                        _ => continue,
                    }
                    if depth >= 0 {
                        used.insert(first_word(&list[start..]));
                    }
                }
            }
            None => {
                used.insert(first_word(rest));
            }
        }
    }
    used.retain(|room| ROOMS.contains(room));
    used
}

fn first_word(text: &str) -> &str {
    let text = text.trim_start();
    let end = text
        .find(|it: char| !it.is_alphanumeric() && it != '_')
        .unwrap_or(text.len());
    &text[..end]
}

#[test]
fn rooms_use_only_rooms_above_them() {
    let place: BTreeMap<&str, usize> = ROOMS.iter().copied().zip(0..).collect();
    let mut wrong = Vec::new();
    for room in ROOMS {
        for (path, code) in files(room) {
            for other in used(&code) {
                if place[other] > place[room] {
                    wrong.push(format!("{} uses `{other}`", path.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn only_the_binary_uses_render() {
    for room in ROOMS.into_iter().filter(|room| *room != "render") {
        for (path, code) in files(room) {
            assert!(!used(&code).contains("render"), "{}", path.display());
        }
    }
}

/// The names of elements. Those in lower case are words of other formats, such as `member`.
fn elements() -> BTreeSet<&'static str> {
    let names = SCHEMA.names.iter().map(AsRef::as_ref);
    names
        .filter(|name: &&str| name.starts_with(char::is_uppercase))
        .collect()
}

/// The texts in double quotes.
fn literals(code: &str) -> impl Iterator<Item = &str> {
    code.lines()
        .flat_map(|line| line.split('"').skip(1).step_by(2))
}

#[test]
fn text_and_tree_know_no_element_and_no_product() {
    let names = elements();
    for room in ["text", "tree"] {
        for (path, code) in files(room) {
            for literal in literals(&code) {
                assert!(
                    !names.contains(literal) && !literal.to_lowercase().contains("cloudfront"),
                    "{} contains `{literal}`",
                    path.display()
                );
            }
        }
    }
}

#[test]
fn the_engine_knows_no_rule_by_name() {
    let rules: BTreeSet<&str> = cloudfront_lint::rules()
        .iter()
        .map(|rule| rule.name.as_ref())
        .filter(|name| name.contains('-'))
        .collect();
    let names = elements();
    let mut wrong = Vec::new();
    for (path, code) in files("lint") {
        // The table of faults gives each one the name of the rule that words it.
        if path.ends_with("lint/fault.rs") {
            continue;
        }
        for literal in literals(&code) {
            if rules.contains(literal) || names.contains(literal) {
                wrong.push(format!("{} contains `{literal}`", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
