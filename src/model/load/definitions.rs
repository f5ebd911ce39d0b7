//! What rule files give a name because they repeat it: paths, conditions, texts, and changes to the
//! standard document.
//!
//! What lives here: the table `define` of a rule file, and looking names up. What does not: the
//! meaning of what is named, which is read where the name is used, as if it were written there.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::model::load::paths::Facts;
use crate::model::load::text::Key;
use crate::model::load::{LoadError, Parsed, Table, Value, keys};
use crate::model::schema::{List, Text};

/// The key of a rule file that contains no rule.
pub(super) const KEY: &str = "define";

/// The starts of paths that the language itself has.
pub(super) const STARTS: [&str; 5] = [
    "@if-match",
    "@previous-etag",
    "@etag",
    "@previous",
    "@documents",
];

/// The names that rule files define.
#[derive(Clone, Default, Debug)]
pub(crate) struct Definitions<'f> {
    paths: BTreeMap<&'f str, Value<'f>>,
    conditions: BTreeMap<&'f str, Value<'f>>,
    texts: BTreeMap<&'f str, Value<'f>>,
    examples: BTreeMap<&'f str, Value<'f>>,
}

impl<'f> Definitions<'f> {
    /// Adds those of some files, which replace what has been added before. A name that two of these
    /// files define is an error.
    pub(super) fn add_all(&mut self, files: &'f [Parsed<'f>]) -> Vec<LoadError> {
        let mut added = Self::default();
        let errors: Vec<LoadError> = files
            .iter()
            .filter_map(|file| added.add(&file.root()).err())
            .collect();
        self.paths.extend(added.paths);
        self.conditions.extend(added.conditions);
        self.texts.extend(added.texts);
        self.examples.extend(added.examples);
        errors
    }

    /// Adds those of a file.
    fn add(&mut self, root: &Table<'f>) -> Result<(), LoadError> {
        let Some(value) = root.get(KEY) else {
            return Ok(());
        };
        let table = value.table()?;
        table.only(&keys::names(keys::DEFINE))?;
        for (key, names) in [
            ("paths", &mut self.paths),
            ("conditions", &mut self.conditions),
            ("texts", &mut self.texts),
            ("examples", &mut self.examples),
        ] {
            let entries = table.get(key).map_or(Ok(Vec::new()), |named| {
                named.table().map(|named| named.entries())
            })?;
            for (name, value) in entries {
                check_name(&name)?;
                if names.insert(name.name, value).is_some() {
                    return Err(name.error(format!("duplicate definition `{}`", name.name)));
                }
            }
        }
        for value in self.paths.values().chain(self.texts.values()) {
            value.text()?;
        }
        Ok(())
    }

    /// A path with the named path that it starts with written out: `@origins/DomainName`.
    pub(super) fn expand<'t>(
        &self,
        value: Value<'_>,
        text: &'t str,
    ) -> Result<Cow<'t, str>, LoadError> {
        /// A definition may start with another one.
        const DEEPEST: usize = 8;
        let mut expanded = Cow::Borrowed(text);
        for _ in 0..=DEEPEST {
            let end = expanded.find(['/', '[']).unwrap_or(expanded.len());
            let start = &expanded[..end];
            let Some(name) = start.strip_prefix('@').filter(|_| !STARTS.contains(&start)) else {
                return Ok(expanded);
            };
            let Some(defined) = self.paths.get(name) else {
                let known: Vec<String> = self.paths.keys().map(|name| format!("@{name}")).collect();
                let known = STARTS.into_iter().chain(known.iter().map(String::as_str));
                let known: Vec<&str> = known.collect();
                return Err(value
                    .error(format!("unknown start of the path `{start}`"))
                    .near_or_all(start, &known));
            };
            expanded = Cow::Owned(format!("{}{}", defined.text()?, &expanded[end..]));
        }
        Err(value.error(format!("the definition of `{text}` refers to itself")))
    }

    /// The conditions of a name, of which one must be true.
    pub(super) fn condition(&self, value: Value<'_>) -> Result<Vec<Value<'f>>, LoadError> {
        find(&self.conditions, value, value.text()?, "condition").map(Value::one_or_more)
    }

    /// The changes of a name.
    pub(super) fn example(&self, value: Value<'_>) -> Result<Table<'f>, LoadError> {
        find(&self.examples, value, value.text()?, "example")?.table()
    }
}

impl Facts<'_> {
    /// A text, or the one that `@NAME` is the name of.
    pub(super) fn text(self, value: Value<'_>) -> Result<Text, LoadError> {
        self.words(value).map(|text| Text::Owned(text.to_owned()))
    }

    /// Some texts, or those of the names.
    pub(super) fn texts(self, value: Value<'_>) -> Result<List<Text>, LoadError> {
        let texts = value.one_or_more().into_iter();
        let texts = texts.map(|value| self.text(value));
        texts.collect::<Result<Vec<_>, _>>().map(List::Owned)
    }

    /// The words of a text.
    pub(super) fn words<'v>(&'v self, value: Value<'v>) -> Result<&'v str, LoadError> {
        let text = value.text()?;
        match text.strip_prefix('@').filter(|name| is_name(name)) {
            Some(name) => find(&self.definitions.texts, value, name, "text")?.text(),
            None => Ok(text),
        }
    }
}

fn find<'f>(
    names: &BTreeMap<&str, Value<'f>>,
    value: Value<'_>,
    name: &str,
    kind: &str,
) -> Result<Value<'f>, LoadError> {
    names.get(name).copied().ok_or_else(|| {
        value.error(format!("unknown {kind} `{name}`")).near_or(
            name,
            names.keys().copied(),
            &format!("define it in `[define.{kind}s]`"),
        )
    })
}

/// Whether a text is lower-case words joined by `-`.
pub(super) fn is_name(text: &str) -> bool {
    let is_letter = |it: u8| it.is_ascii_lowercase() || it.is_ascii_digit();
    let is_word = |word: &str| !word.is_empty() && word.bytes().all(is_letter);
    text.split('-').all(is_word)
}

fn check_name(key: &Key<'_>) -> Result<(), LoadError> {
    if !is_name(key.name) {
        return Err(key.error(format!(
            "invalid name `{}`; write lower-case words joined by `-`",
            key.name
        )));
    }
    if STARTS.iter().any(|start| start[1..] == *key.name) {
        return Err(key.error(format!("`@{}` already has a meaning", key.name)));
    }
    Ok(())
}
