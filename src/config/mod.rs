//! The configuration file, `cloudfront-lint.toml`: what a team has decided about the rules, and how
//! its files are checked.
//!
//! What lives here: the keys, in one table for the reader, its errors and the JSON schema, and what
//! they mean for a [`Linter`](crate::Linter). What does not: looking for the file, and matching
//! paths with patterns.

mod examples;
pub(crate) mod keys;
mod pack;
mod read;
#[cfg(feature = "formats")]
mod rule_schema;
#[cfg(feature = "formats")]
mod schema;
mod selection;
mod settings;

use crate::builtin::{DEFINITIONS, FORMATS, QUOTAS, SCHEMA};
use crate::lint;
use crate::lint::Suppression;
use crate::model::load::rules::{Known, load_policy, names};
use crate::model::load::text::Key;
use crate::model::load::{Table, Value};
use crate::model::rule::Rule;
use crate::outcome::Error;

pub use crate::model::load::{File, LoadError};
pub use crate::model::rule::Format;
pub use examples::{ExampleRun, run_examples, test_examples};
pub use pack::Pack;
#[cfg(feature = "formats")]
pub use rule_schema::rule_json_schema;
#[cfg(feature = "formats")]
pub use schema::json_schema;
pub use selection::rules_matching;
pub use settings::{FailOn, Settings};

use read::Reader;

/// A configuration.
#[derive(Clone, Default, Debug)]
#[non_exhaustive]
pub struct Config {
    /// For all files.
    pub settings: Settings,
    /// For some files; later ones win.
    pub overrides: Vec<Override>,
    /// Findings to ignore.
    pub suppressions: Vec<Entry>,
    /// Folders of the rule packs.
    pub extends: Vec<String>,
    /// Patterns of the team's rule files.
    pub rules: Vec<String>,
    /// Patterns of the files with the team's formats.
    pub formats: Vec<String>,
    /// Patterns of the only files that are checked in folders.
    pub include: Vec<String>,
    /// Patterns of files that are not checked in folders.
    pub exclude: Vec<String>,
    /// The service model by which the newest API version is extended: a file, or `auto`.
    pub service_model: Option<String>,
    /// The file with findings that are hidden.
    pub baseline: Option<String>,
    /// Output formats, each with an optional file after `=`.
    pub format: Vec<String>,
}

/// Settings for some files.
#[derive(Clone, Default, Debug)]
#[non_exhaustive]
pub struct Override {
    /// Patterns of the files.
    pub files: Vec<String>,
    /// The settings.
    pub settings: Settings,
}

/// An entry of the configuration that suppresses findings.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Entry {
    /// Patterns of the files that it applies to; none means all.
    pub files: Vec<String>,
    /// What it suppresses.
    pub suppression: Suppression,
    /// The file that contains it, as shown in messages.
    pub path: String,
    /// The line where it starts, from 1.
    pub line: usize,
    /// The column where it starts, in bytes from 1.
    pub column: usize,
}

impl Config {
    /// Hands every pattern of paths in a configuration to `take`, with its key. The library does
    /// not match paths, so the caller decides whether a pattern is valid, and which files those of
    /// `extends`, `rules` and `formats` mean: these are read first, because the rest of the
    /// configuration can refer to the rules in them.
    ///
    /// # Errors
    /// If the file is not TOML, and for every pattern that is not a text or that `take` refuses.
    pub fn patterns(
        file: &File,
        mut take: impl FnMut(&str, &str) -> Result<(), String>,
    ) -> Result<(), Error> {
        let parsed = file.parse().map_err(|error| vec![error])?;
        let root = parsed.root();
        let mut errors = Vec::new();
        let mut look = |table: &Table<'_>, key: &str| {
            for value in table.get(key).map(Value::one_or_more).unwrap_or_default() {
                // What is not a text is an error of `load`.
                if let Ok(pattern) = value.text()
                    && let Err(message) = take(key, pattern)
                {
                    errors.push(value.error(message));
                }
            }
        };
        for key in ["extends", "rules", "formats", "include", "exclude"] {
            look(&root, key);
        }
        for key in ["override", "suppress"] {
            let tables = root.get(key).and_then(|value| value.items().ok());
            for table in tables.unwrap_or_default() {
                if let Ok(table) = table.table() {
                    look(&table, "files");
                }
            }
        }
        none(errors)
    }

    /// Reads a configuration. `own` are the team's own rules.
    ///
    /// ```
    /// use cloudfront_lint::config::Config;
    /// use cloudfront_lint::config::File;
    ///
    /// let file = File::new("cloudfront-lint.toml", "ignroe = []");
    /// let error = Config::load(&file, &[]).unwrap_err();
    /// assert!(error.to_string().ends_with("unknown key `ignroe`; did you mean `ignore`?"));
    /// ```
    ///
    /// # Errors
    /// For every key and value that is wrong, with what was probably meant.
    pub fn load(file: &File, own: &[Rule]) -> Result<Self, Error> {
        let parsed = file.parse().map_err(|error| vec![error])?;
        let mut reader = Reader::new(own);
        let config = reader.config(&parsed.root());
        none(reader.errors).map(|()| config)
    }
}

/// Reads a team's rule files, in the language of the built-in rules. `ignore` and `source` are
/// optional.
///
/// `formats` are the team's own, which its rules can use like the built-in ones.
///
/// # Errors
/// For every invalid rule, and every rule with the name of a built-in one.
pub fn load_rules(files: &[File], formats: &[Format]) -> Result<Vec<Rule>, Error> {
    let formats: Vec<Format> = FORMATS.iter().chain(formats).cloned().collect();
    let known = Known {
        schema: &SCHEMA,
        formats: &formats,
        quotas: &QUOTAS,
    };
    let definitions = File::new("rules/definitions.toml", DEFINITIONS);
    let rules = load_policy(files, &[definitions], known)?;
    own_names(
        files,
        names,
        |name| lint::rules().iter().any(|rule| rule.name == name),
        "rule",
    )?;
    Ok(rules)
}

/// Reads files with a team's own formats, written like the built-in ones. `source` is optional.
///
/// ```
/// use cloudfront_lint::config::load_formats;
/// use cloudfront_lint::config::File;
///
/// let text = r#"
///     [house-host]
///     describe = "a host name of our team"
///     pattern  = '[a-z]+\.example\.com'
///     good     = ["www.example.com"]
///     bad      = ["www.example.org"]
/// "#;
/// let file = File::new("formats.toml", text);
/// let formats = load_formats(&[file]).expect("a valid format");
/// assert!(formats[0].matches("api.example.com"));
/// ```
///
/// # Errors
/// For every invalid format, every format with an example that contradicts it, and every one with
/// the name of a built-in format.
pub fn load_formats(files: &[File]) -> Result<Vec<Format>, Error> {
    let formats = crate::model::load::formats::load(files)?;
    own_names(
        files,
        keys,
        |name| FORMATS.iter().any(|format| format.name == name),
        "format",
    )?;
    Ok(formats)
}

/// The keys of a table.
fn keys<'f>(table: &Table<'f>) -> Vec<Key<'f>> {
    let entries = table.entries().into_iter();
    entries.map(|(key, _)| key).collect()
}

/// Makes sure that none of the names in a team's files is that of a built-in rule or format.
fn own_names(
    files: &[File],
    names: impl for<'f> Fn(&Table<'f>) -> Vec<Key<'f>>,
    is_built_in: impl Fn(&str) -> bool,
    kind: &str,
) -> Result<(), Error> {
    let mut errors = Vec::new();
    for file in files {
        let parsed = file.parse().map_err(|error| vec![error])?;
        for key in names(&parsed.root()) {
            if is_built_in(key.name) {
                errors.push(key.error(format!(
                    "`{}` is the name of a built-in {kind}; choose another",
                    key.name
                )));
            }
        }
    }
    none(errors)
}

/// An error if there are any, in the order of the file.
fn none(mut errors: Vec<LoadError>) -> Result<(), Error> {
    errors.sort_by_key(|error| (error.line, error.column));
    if errors.is_empty() {
        Ok(())
    } else {
        Err(Error::Files(errors))
    }
}
