//! Families: rules that differ only in names and in a few keys. A rule with a table `rules` is a
//! family, and each entry of that table is a rule.
//!
//! What lives here: the table of each of these rules, as it would be if it were written out. What
//! does not: reading that table.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashSet};

use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

use crate::model::load::text::Key;
use crate::model::load::{
    CHECK_KINDS, COMMON_PLACEHOLDERS, File, LoadError, QUOTA_PLACEHOLDERS, Table, Value, keys,
};
use crate::model::near::nearest;

/// The key of the table that makes a rule a family.
const KEY: &str = "rules";

/// Rules that are written as one.
pub(super) struct Family<'f> {
    shared: Table<'f>,
    /// The rules that can be read.
    rows: Vec<(Key<'f>, Table<'f>)>,
    /// The words of the rows.
    words: BTreeMap<&'f str, Key<'f>>,
    /// The words that some rule has used.
    used: HashSet<&'f str>,
}

/// The table of a rule of a family.
pub(super) struct Written<'f> {
    file: &'f File,
    table: Spanned<DeValue<'f>>,
}

impl Written<'_> {
    pub(super) fn value(&self) -> Value<'_> {
        Value {
            file: self.file,
            spanned: &self.table,
        }
    }
}

impl<'f> Family<'f> {
    /// The family that a rule is, with what is wrong with its rows; `None` for a rule that is not a
    /// family.
    pub(super) fn of(value: Value<'f>) -> Option<(Self, Vec<LoadError>)> {
        let shared = value.table().ok()?;
        let rules = shared.get(KEY)?;
        let mut errors = Vec::new();
        let mut rows = Vec::new();
        match rules.table().map(|rules| rules.entries()) {
            Ok(entries) if entries.is_empty() => {
                errors.push(rules.error("expected at least one rule"));
            }
            Ok(entries) => {
                for (key, row) in entries {
                    match row.table() {
                        Ok(row) => rows.push((key, row)),
                        Err(error) => errors.push(error),
                    }
                }
            }
            Err(error) => errors.push(error),
        }
        let mut family = Self {
            shared,
            rows,
            words: BTreeMap::new(),
            used: HashSet::new(),
        };
        errors.extend(family.read_words());
        Some((family, errors))
    }

    /// The words of a row: every key that is not the key of a rule.
    fn words_of(row: &Table<'f>) -> Vec<(Key<'f>, Value<'f>)> {
        let keys = keys::names(keys::RULE);
        let mut entries = row.entries();
        entries.retain(|(key, _)| !keys.contains(&key.name));
        entries
    }

    /// Reads the words of the rows. Words that mean something else already or that are not texts
    /// are errors, and so is a word that only some rows have; such rows are not read further.
    fn read_words(&mut self) -> Vec<LoadError> {
        /// After so many errors the rest is not read.
        const MOST: usize = 20;
        let mut errors = Vec::new();
        for (_, row) in &self.rows {
            if let Some(nested) = row.get(KEY) {
                errors.push(nested.error("a rule of a family cannot be a family"));
            }
            for (key, value) in Self::words_of(row) {
                let rules = [&self.shared, row];
                if rules.iter().any(|rule| is_placeholder(key.name, rule)) {
                    let message = format!("`{{{}}}` already has a meaning", key.name);
                    errors.push(key.error(message));
                    continue;
                }
                if word(value).is_none() {
                    errors.push(value.expected("a string, an integer, or `true` or `false`"));
                }
                self.words.entry(key.name).or_insert(key);
            }
        }
        let rows = &self.rows;
        self.words.retain(|name, key| {
            let is_everywhere = rows.iter().all(|(_, row)| row.get(name).is_some());
            let known = keys::names(keys::RULE);
            let is_mistyped = !is_everywhere && !nearest(name, known.iter().copied()).is_empty();
            if is_mistyped {
                let error = key.error(format!("unknown key `{name}`"));
                errors.push(error.near(name, known));
            }
            !is_mistyped
        });
        let words = &self.words;
        self.rows.retain(|(name, row)| {
            let missing = words.keys().filter(|word| row.get(word).is_none());
            let missing: Vec<&str> = missing.copied().take(MOST).collect();
            if errors.len() < MOST {
                errors.extend(missing.iter().map(|word| {
                    let message = format!("missing `{word}`, which another rule here has");
                    name.error(message)
                }));
            }
            let mut words = Self::words_of(row).into_iter();
            missing.is_empty() && words.all(|(_, value)| word(value).is_some())
        });
        errors
    }

    /// The names of its rules.
    pub(super) fn names(&self) -> Vec<Key<'f>> {
        self.rows.iter().map(|(key, _)| key.clone()).collect()
    }

    /// The rule of a name: the keys of its row, and those of the family that its row does not have.
    pub(super) fn rule(&mut self, name: &Key<'f>) -> Written<'f> {
        let row = self.rows.iter().find(|(key, _)| key.name == name.name);
        let (row, words) = match row {
            Some((_, row)) => (row.clone(), Self::words_of(row)),
            None => (self.shared.clone(), Vec::new()),
        };
        let mut words = Words {
            of_row: words
                .into_iter()
                .filter_map(|(key, value)| Some((key.name, word(value)?)))
                .collect(),
            used: &mut self.used,
        };
        let keys = keys::names(keys::RULE);
        let mut table = DeTable::new();
        for entries in [self.shared.entries, row.entries] {
            for (key, value) in entries {
                if *key.get_ref() != KEY
                    && (keys.contains(&key.get_ref().as_ref()) || row.get(key.get_ref()).is_none())
                {
                    table.insert(key.clone(), words.in_value(value));
                }
            }
        }
        Written {
            file: row.file,
            table: Spanned::new(row.span.clone(), DeValue::Table(table)),
        }
    }

    /// An error for each word that no rule has used.
    pub(super) fn unused(&self) -> Vec<LoadError> {
        if self.rows.is_empty() {
            return Vec::new();
        }
        let unused = self.words.values();
        let unused = unused.filter(|key| !self.used.contains(key.name));
        let error = |key: &Key<'_>| {
            let message = format!("no text contains `{{{}}}`", key.name);
            key.error(message).near(key.name, keys::names(keys::RULE))
        };
        unused.map(error).collect()
    }
}

/// The words of a row, to be written in place of their names.
struct Words<'w, 'f> {
    of_row: Vec<(&'f str, &'f str)>,
    used: &'w mut HashSet<&'f str>,
}

impl<'f> Words<'_, 'f> {
    /// The value with every text filled in. TOML limits how deep a value is.
    fn in_value(&mut self, value: &Spanned<DeValue<'f>>) -> Spanned<DeValue<'f>> {
        let filled = match value.get_ref() {
            DeValue::String(text) => DeValue::String(self.in_text(text)),
            DeValue::Array(items) => {
                let mut filled = DeArray::new();
                for item in items {
                    filled.push(self.in_value(item));
                }
                DeValue::Array(filled)
            }
            DeValue::Table(entries) => {
                let mut filled = DeTable::new();
                for (key, value) in entries {
                    let name = self.in_text(key.get_ref());
                    filled.insert(Spanned::new(key.span(), name), self.in_value(value));
                }
                DeValue::Table(filled)
            }
            other => other.clone(),
        };
        Spanned::new(value.span(), filled)
    }

    fn in_text(&mut self, text: &Cow<'f, str>) -> Cow<'f, str> {
        if !text.contains('{') {
            return text.clone();
        }
        let mut filled = String::new();
        let mut rest = text.as_ref();
        while let Some(at) = rest.find('{') {
            let (before, inside) = rest.split_at(at);
            filled.push_str(before);
            let found = self.of_row.iter().find_map(|(name, word)| {
                let after = inside[1..].strip_prefix(name)?.strip_prefix('}')?;
                Some((*name, *word, after))
            });
            rest = if let Some((name, word, after)) = found {
                self.used.insert(name);
                filled.push_str(word);
                after
            } else {
                // Two braces are a literal one.
                let end = if inside.starts_with("{{") { 2 } else { 1 };
                filled.push_str(&inside[..end]);
                &inside[end..]
            };
        }
        filled.push_str(rest);
        Cow::Owned(filled)
    }
}

/// A value of a row as it is written in texts.
fn word(value: Value<'_>) -> Option<&str> {
    match value.spanned.get_ref() {
        DeValue::String(text) => Some(text),
        DeValue::Integer(number) => Some(number.as_str()),
        DeValue::Boolean(true) => Some("true"),
        DeValue::Boolean(false) => Some("false"),
        _ => None,
    }
}

/// Whether the findings of a rule or family fill in a placeholder of this name.
fn is_placeholder(name: &str, rule: &Table<'_>) -> bool {
    let common = COMMON_PLACEHOLDERS.iter().chain(&QUOTA_PLACEHOLDERS);
    let check = rule.get("check").and_then(|check| check.table().ok());
    let is_kind = |keys: &[&str]| {
        check
            .iter()
            .any(|check| keys.iter().any(|key| check.get(key).is_some()))
    };
    let mut kinds = CHECK_KINDS.iter().filter(|kind| is_kind(kind.keys));
    common.into_iter().any(|(known, _)| *known == name)
        || kinds.any(|kind| kind.placeholders.contains(&name))
}
