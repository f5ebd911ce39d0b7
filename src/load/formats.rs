//! Formats of values: `formats.toml` and the formats of a user's rule files.
//!
//! ```toml
//! [host-name]
//! describe = "a host name"
//! pattern  = '[a-z0-9.-]+'
//! good     = ["example.com"]
//! bad      = ["exa mple.com", ""]
//! ```
//!
//! A pattern is a regular expression without captures and look-around, and speaks of the whole text. It is compiled
//! to an automaton right here, and its examples are tried, so that a format that loads is one that works.

use regex_automata::dfa::{StartKind, dense};

use super::{File, LoadError, Table};
use crate::rule::{Automaton, Format};
use crate::schema::Text;

/// Greatest size of an automaton in bytes; a pattern that needs more is refused.
const MOST_BYTES: usize = 4 << 20;

/// All formats of some files, in the order of the files.
///
/// # Errors
/// Every format that is at fault.
pub fn load(files: &[File]) -> Result<Vec<Format>, Vec<LoadError>> {
    let mut formats: Vec<Format> = Vec::new();
    let mut errors = Vec::new();
    for file in files {
        let parsed = match file.parse() {
            Ok(parsed) => parsed,
            Err(error) => {
                errors.push(error);
                continue;
            }
        };
        for (key, value) in parsed.root().entries() {
            if formats.iter().any(|format| format.name == key.name) {
                errors.push(key.error(format!("the format `{}` exists already", key.name)));
            }
            match value.table().and_then(|table| format(key.name, &table)) {
                Ok(format) => formats.push(format),
                Err(error) => errors.push(error),
            }
        }
    }
    if errors.is_empty() { Ok(formats) } else { Err(errors) }
}

/// One format.
///
/// # Errors
/// When a key is missing or unknown, the pattern does not compile, or an example shows the opposite of what it should.
pub fn format(name: &str, table: &Table<'_>) -> Result<Format, LoadError> {
    table.only(&["describe", "pattern", "good", "bad", "source"])?;
    let pattern = table.need("pattern")?;
    let automaton = automaton(pattern.text()?).map_err(|message| pattern.error(message))?;
    let format = Format {
        name: Text::Owned(name.to_owned()),
        describe: table.need_text("describe")?,
        pattern: pattern.owned_text()?,
        good: table.need("good")?.texts()?,
        bad: table.need("bad")?.texts()?,
        sources: table.texts("source")?,
        automaton,
    };
    for (key, expected) in [("good", true), ("bad", false)] {
        for example in table.need(key)?.one_or_more() {
            if format.matches(example.text()?) != expected {
                let what = if expected { "does not match" } else { "matches" };
                return Err(example.error(format!("`{}` {what} the pattern of `{name}`", example.text()?)));
            }
        }
    }
    Ok(format)
}

/// The automaton of a pattern that speaks of the whole text, or a sentence on why there is none.
///
/// # Errors
/// When the pattern is no regular expression, or its automaton too large.
pub fn automaton(pattern: &str) -> Result<Automaton, String> {
    Ok(Automaton::new(serialized(pattern, cfg!(target_endian = "big"))?.into()))
}

/// The bytes of a pattern's automaton for a machine of the given byte order.
///
/// # Errors
/// When the pattern is no regular expression, or its automaton too large.
pub fn serialized(pattern: &str, big_endian: bool) -> Result<Vec<u8>, String> {
    let config = dense::Config::new()
        .start_kind(StartKind::Anchored)
        .minimize(true)
        .accelerate(false)
        .dfa_size_limit(Some(MOST_BYTES))
        .determinize_size_limit(Some(MOST_BYTES));
    let dense = dense::Builder::new()
        .configure(config)
        .build(&format!(r"\A(?:{pattern})\z"))
        .map_err(|error| format!("the pattern `{pattern}` does not compile: {error}"))?;
    let sparse = dense.to_sparse().map_err(|error| format!("the pattern `{pattern}` is too large: {error}"))?;
    Ok(if big_endian { sparse.to_bytes_big_endian() } else { sparse.to_bytes_little_endian() })
}
