//! Every text that a person reads is plain, current English: rules, messages, pages, comments,
//! names and the help of the program.
//!
//! What lives here: the words and phrases that were once common in this project and are not used
//! any more, each with what to write instead. What does not: judging style beyond them.

use std::fs;
use std::path::{Path, PathBuf};

use crate::support::stored::in_repository;

/// Words that are not used, as whole words, and what to write instead. A word that ends in `*` also
/// matches longer words.
const WORDS: [(&str, &str); 15] = [
    ("stands", "`is in`, `is used`, `means`"),
    ("told", "`reported`"),
    ("tells", "`reports`, `shows`, `distinguishes`"),
    ("mend*", "`fix`, `repair`"),
    ("lacks", "`is missing`, `has no`"),
    ("stranger*", "`unknown`, `not a CloudFront document`"),
    ("weighs", "`has the severity`, `is at least`"),
    ("laid", "`built`, `stored`"),
    ("whoever", "name the person or program"),
    ("beside", "`next to`, `with`, `together with`"),
    ("anew", "`again`, or leave it out"),
    ("lest", "`so that … not`"),
    ("is no", "`is not a`, `has no`, `invalid`"),
    ("are no", "`are not`, `have no`"),
    ("but for", "`except`"),
];

/// Phrases that are not used anywhere, also as a part of names.
const PHRASES: [(&str, &str); 9] = [
    ("other trades", "`not CloudFront documents`"),
    ("belongs into", "`belongs in`"),
    ("belong into", "`belong in`"),
    ("not as it must be", "`malformed`, and what is wrong"),
    ("one too many", "`unexpected`"),
    ("means nothing beside", "`has no effect with`"),
    ("in the place of", "`instead of`"),
    ("stand twice", "`duplicate`"),
    (
        "a plain document",
        "show the document, or name what it contains",
    ),
];

/// Current English that contains a word above.
const ALLOWED: [&str; 4] = [
    "is no longer",
    "are no longer",
    "there is no",
    "there are no",
];

/// The files that are searched: everything that a person reads, but not data of others
/// (`fixtures/`), expected outputs (`tests/snapshots`), or this list.
fn texts() -> Vec<(PathBuf, String)> {
    const FOLDERS: [&str; 11] = [
        "src", "build", "tests", "examples", "benches", "bindings", "editors", "fuzz", "rules",
        "docs", ".ci",
    ];
    const FILES: [&str; 8] = [
        "README.md",
        "CONTRIBUTING.md",
        "CHANGELOG.md",
        "Cargo.toml",
        "build.rs",
        "clippy.toml",
        "deny.toml",
        ".pre-commit-hooks.yaml",
    ];
    let mut open: Vec<PathBuf> = FOLDERS
        .iter()
        .chain(&FILES)
        .map(|it| in_repository(it))
        .collect();
    let mut texts = Vec::new();
    while let Some(path) = open.pop() {
        if let Ok(entries) = fs::read_dir(&path) {
            open.extend(entries.map(|entry| entry.expect("the folder can be read").path()));
        } else if is_searched(&path) {
            let text = fs::read_to_string(&path).expect("the file can be read");
            texts.push((path, text));
        }
    }
    assert!(texts.len() > 800, "only {} files", texts.len());
    texts
}

fn is_searched(path: &Path) -> bool {
    let name = path.to_string_lossy().replace('\\', "/");
    !name.contains("/tests/snapshots/")
        && !name.contains("/target/")
        && !name.contains("/node_modules/")
        && !name.contains("/dist/")
        && !name.ends_with("/tests/voice.rs")
        && [
            "rs", "md", "toml", "py", "js", "ts", "lua", "sh", "yaml", "run",
        ]
        .iter()
        .any(|extension| name.ends_with(extension))
}

/// A line in lower case, without the signs of a comment, and with the words of names apart.
fn plain(line: &str) -> String {
    let text = line.trim().trim_start_matches(['/', '!', '#', '*', ' ']);
    text.to_lowercase().replace('_', " ")
}

fn without_allowed(line: &str) -> String {
    let mut line = line.to_owned();
    for allowed in ALLOWED {
        line = line.replace(allowed, "");
    }
    line
}

/// Whether a line contains a word, which a letter on either side would make another word. A `_`
/// separates the words of a name.
fn contains_word(line: &str, word: &str) -> bool {
    let (word, is_prefix) = word
        .strip_suffix('*')
        .map_or((word, false), |it| (it, true));
    line.match_indices(word).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = line[at + word.len()..].chars().next();
        !before.is_some_and(char::is_alphanumeric)
            && (is_prefix || !after.is_some_and(char::is_alphanumeric))
    })
}

#[test]
fn the_old_voice_is_gone() {
    let mut found = Vec::new();
    for (path, text) in texts() {
        let lines: Vec<String> = text.lines().map(plain).collect();
        for (index, line) in lines.iter().enumerate() {
            // A phrase may go over a line end.
            let next = lines.get(index + 1).map_or("", String::as_str);
            let next: Vec<&str> = next.split_whitespace().take(2).collect();
            let both = without_allowed(&format!("{line} {}", next.join(" ")));
            let line = without_allowed(line);
            let searched = |word: &str| if word.contains(' ') { &both } else { &line };
            let words = WORDS
                .iter()
                .filter(|(word, _)| contains_word(searched(word), word));
            let phrases = PHRASES.iter().filter(|(phrase, _)| both.contains(phrase));
            for (word, instead) in words.chain(phrases) {
                let place = format!("{}:{}", path.display(), index + 1);
                found.push(format!("{place}: `{word}`; write {instead}"));
            }
        }
    }
    found.sort();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// An exception is a phrase of its own that is in use, and excuses exactly one word.
#[test]
fn exceptions_are_narrow_and_used() {
    let texts = texts();
    for allowed in ALLOWED {
        let excused = WORDS
            .iter()
            .filter(|(word, _)| contains_word(allowed, word));
        assert_eq!(excused.count(), 1, "`{allowed}`");
        let is_used = |(_, text): &(PathBuf, String)| text.contains(allowed);
        assert!(texts.iter().any(is_used), "`{allowed}` is not needed");
        assert!(allowed.split(' ').count() > 2, "`{allowed}` is too wide");
    }
}

#[test]
fn words_are_found_in_names_and_not_inside_other_words() {
    assert!(contains_word("a key that stands here", "stands"));
    assert!(contains_word("fn what is told", "told"));
    assert!(contains_word("it is mended", "mend*"));
    assert!(!contains_word("a recommendation", "mend*"));
    assert!(!contains_word("it understands", "stands"));
    assert!(!contains_word("this nose is noble", "is no"));
}
