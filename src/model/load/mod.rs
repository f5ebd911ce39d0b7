//! From rule files to the types of [`schema`](crate::model::schema) and
//! [`rule`](crate::model::rule).
//!
//! What lives here: reading TOML with the place of every key, and saying precisely what is wrong
//! with a file. The build script runs it over the files of `rules/`, and a program runs it over a
//! user's own files; both get the same types and the same errors. What does not: looking for files,
//! and what the rules do.

pub mod answers;
pub mod check_keys;
mod check_kinds;
mod checks;
mod definitions;
pub mod descriptions;
pub mod dialects;
mod elements;
mod evidence;
mod examples;
mod families;
pub mod formats;
pub mod keys;
pub mod managed;
pub mod maps;
mod own;
mod paths;
pub mod period;
pub mod quotas;
mod repairs;
mod rule;
pub mod rules;
pub mod shapes;
pub mod text;
mod unchecked;
pub mod upgrades;
mod walk;
mod words;

pub use check_kinds::{CHECK_KINDS, COMMON_PLACEHOLDERS, CheckKind, QUOTA_PLACEHOLDERS};
pub use text::{File, Parsed, Table, Value};
pub use walk::Beginning;

use std::fmt;

use crate::model::near::nearest;

/// What is wrong with a rule file or the configuration, and where.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct LoadError {
    /// The file, as its reader named it.
    pub path: String,
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, in bytes of UTF-8.
    pub column: usize,
    /// What is wrong and what was expected.
    pub message: String,
    /// What was probably meant, best first.
    pub near: Vec<String>,
    /// The text of the line.
    pub excerpt: String,
    /// How much of the line is wrong, from the column on, in bytes.
    pub length: usize,
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let near = suggestion(&self.near);
        write!(
            f,
            "{}:{}:{}: {}{near}",
            self.path, self.line, self.column, self.message
        )
    }
}

impl LoadError {
    /// The same error with the known words that `word` was probably meant to be.
    #[must_use]
    pub fn near<'k>(mut self, word: &str, known: impl IntoIterator<Item = &'k str>) -> Self {
        /// Fewer letters than these begin too many words.
        const LEAST: usize = 4;
        const MOST: usize = 3;
        let known: Vec<&str> = known.into_iter().collect();
        let mut near = nearest(word, known.iter().copied());
        if near.is_empty() && word.len() >= LEAST {
            near = known
                .into_iter()
                .filter(|it| it.starts_with(word))
                .collect();
            near.sort_unstable();
            near.dedup();
            near.truncate(MOST);
        }
        self.near = near.into_iter().map(str::to_owned).collect();
        self
    }

    /// The same error with the near misses of `word`, or where there are none with `hint`.
    #[must_use]
    pub(crate) fn near_or<'k>(
        self,
        word: &str,
        known: impl IntoIterator<Item = &'k str>,
        hint: &str,
    ) -> Self {
        let mut error = self.near(word, known);
        if error.near.is_empty() {
            error.message.push_str(&format!("; {hint}"));
        }
        error
    }

    /// The same error with the near misses of `word`, or where there are none with all known words.
    #[must_use]
    pub(crate) fn near_or_all(self, word: &str, known: &[&str]) -> Self {
        let names: Vec<String> = known.iter().map(|name| format!("`{name}`")).collect();
        let hint = format!("expected one of {}", names.join(", "));
        self.near_or(word, known.iter().copied(), &hint)
    }
}

fn suggestion(near: &[String]) -> String {
    match near {
        [] => String::new(),
        [only] => format!("; did you mean `{only}`?"),
        [first, rest @ ..] => {
            let rest: Vec<_> = rest.iter().map(|word| format!(" or `{word}`")).collect();
            format!("; did you mean `{first}`{}?", rest.concat())
        }
    }
}
