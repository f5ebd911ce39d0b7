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
//! `also` is a second pattern for values that are accepted although the source does not mention
//! them. A pattern is a regular expression without look-around that must match the
//! whole text. It is compiled to an automaton here and its examples are tested, so a format that
//! loads is a format that works.

use std::collections::{BTreeMap, HashSet};
use std::error::Error as _;

use regex_automata::dfa::{Automaton as _, StartKind, dense};
use regex_automata::nfa::thompson;
use regex_automata::{Anchored, Input};

use crate::model::load::{File, LoadError, Table};
use crate::model::rule::{Automaton, Format};
use crate::model::schema::Text;

/// Greatest size of an automaton in bytes; a pattern that needs more is refused.
const MOST_BYTES: usize = 4 << 20;
/// Greatest size in bytes of what an automaton is made of, before its states are minimized.
const MOST_BYTES_BEFORE: usize = 1 << 20;
/// Greatest length of a pattern, in bytes.
const LONGEST_PATTERN: usize = 64 << 10;
/// How many different bytes there are.
const BYTES: usize = 256;

/// All formats of some files, in the order of the files.
///
/// # Errors
/// Every invalid format.
pub fn load(files: &[File]) -> Result<Vec<Format>, Vec<LoadError>> {
    let mut formats: Vec<Format> = Vec::new();
    let mut names = HashSet::new();
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
            if !names.insert(key.name.to_owned()) {
                errors.push(key.error(format!("duplicate format `{}`", key.name)));
            }
            match value.table().and_then(|table| format(key.name, &table)) {
                Ok(format) => formats.push(format),
                Err(error) => errors.push(error),
            }
        }
    }
    if errors.is_empty() {
        Ok(formats)
    } else {
        Err(errors)
    }
}

/// One format.
///
/// # Errors
/// If a key is missing or unknown, the pattern does not compile, or an example contradicts the
/// pattern.
pub fn format(name: &str, table: &Table<'_>) -> Result<Format, LoadError> {
    table.only(&["describe", "pattern", "also", "good", "bad", "source"])?;
    let pattern = table.need("pattern")?;
    let automaton = match table.get("also") {
        Some(also) => automaton(&format!("{}|{}", pattern.text()?, also.text()?))
            .map_err(|message| also.error(message))?,
        None => automaton(pattern.text()?).map_err(|message| pattern.error(message))?,
    };
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
                let what = if expected {
                    "does not match"
                } else {
                    "matches"
                };
                return Err(example.error(format!(
                    "`{}` {what} the pattern of `{name}`",
                    example.text()?
                )));
            }
        }
    }
    Ok(format)
}

/// The automaton of a pattern that must match the whole text, or why it cannot be built.
///
/// # Errors
/// If the pattern is not a regular expression, or its automaton is too large.
pub fn automaton(pattern: &str) -> Result<Automaton, String> {
    if pattern.len() > LONGEST_PATTERN {
        return Err(format!(
            "the pattern is longer than {LONGEST_PATTERN} bytes"
        ));
    }
    let too_large =
        || format!("the pattern `{pattern}` is too large; use fewer or smaller repetitions");
    let limit = thompson::Config::new().nfa_size_limit(Some(MOST_BYTES_BEFORE));
    let config = dense::Config::new()
        .start_kind(StartKind::Anchored)
        .minimize(true)
        .accelerate(false)
        .dfa_size_limit(Some(MOST_BYTES))
        .determinize_size_limit(Some(MOST_BYTES));
    let dense = dense::Builder::new()
        .configure(config)
        .thompson(limit)
        .build(&format!(r"\A(?:{pattern})\z"))
        .map_err(|error| {
            let before = error.source().and_then(|it| it.downcast_ref());
            let is_too_large = error.is_size_limit_exceeded()
                || before.is_some_and(|it: &thompson::BuildError| it.size_limit().is_some());
            if is_too_large {
                too_large()
            } else {
                format!("the pattern `{pattern}` does not compile: {error}")
            }
        })?;
    tables(&dense).ok_or_else(too_large)
}

/// The automaton as tables. `None` where it has more states than two bytes can number.
fn tables(dense: &dense::DFA<Vec<u32>>) -> Option<Automaton> {
    let start = dense
        .start_state_forward(&Input::new("").anchored(Anchored::Yes))
        .ok()?;
    // Every state by the number it gets, and the number of every state; the dead one is 0.
    let mut states = vec![None, Some(start)];
    let mut numbers = BTreeMap::from([(start, 1_u16)]);
    let mut rows: Vec<[u16; BYTES]> = vec![[0; BYTES]];
    let mut ends = vec![0_u8];
    while let Some(state) = states.get(rows.len()).copied().flatten() {
        let mut row = [0; BYTES];
        for (byte, step) in (0..=u8::MAX).zip(&mut row) {
            let next = dense.next_state(state, byte);
            if dense.is_dead_state(next) || dense.is_quit_state(next) {
                continue;
            }
            let unseen = u16::try_from(states.len()).ok()?;
            *step = *numbers.entry(next).or_insert(unseen);
            if *step == unseen {
                states.push(Some(next));
            }
        }
        rows.push(row);
        ends.push(u8::from(dense.is_match_state(dense.next_eoi_state(state))));
    }
    let mut columns: Vec<Vec<u16>> = Vec::new();
    let mut classes = Vec::with_capacity(BYTES);
    for byte in 0..BYTES {
        let column: Vec<u16> = rows.iter().map(|row| row[byte]).collect();
        let class = columns
            .iter()
            .position(|known| *known == column)
            .unwrap_or_else(|| {
                columns.push(column);
                columns.len() - 1
            });
        classes.push(u8::try_from(class).ok()?);
    }
    let steps: Vec<u8> = (0..rows.len())
        .flat_map(|row| {
            columns
                .iter()
                .flat_map(move |column| column[row].to_le_bytes())
        })
        .collect();
    Some(Automaton {
        classes: classes.into(),
        width: columns.len() as u16,
        steps: steps.into(),
        ends: ends.into(),
    })
}
