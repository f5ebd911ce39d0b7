//! TOML with the place of every key and value: thin handles over the parsed file that turn each
//! surprise into a [`LoadError`] at its line and column.
//!
//! A loader states the keys that a table may have ([`Table::only`]), asks for them ([`Table::get`],
//! [`Table::need`]) and says what each value must be ([`Value::text`] and its kin).

use std::ops::Range;
use std::sync::OnceLock;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::model::load::LoadError;
use crate::model::schema::{List, Text};

/// A rule file: its name for messages, and its text.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct File {
    /// As it is to appear in messages.
    pub path: String,
    /// Its content.
    pub text: String,
    /// Where its lines start; looked up for the first error. While a rule is read, errors are made
    /// that nobody sees.
    lines: OnceLock<Vec<usize>>,
}

impl File {
    /// A file with the name that messages show.
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            text: text.into(),
            lines: OnceLock::new(),
        }
    }

    /// Parses the file.
    ///
    /// # Errors
    /// If it is not TOML, at the first wrong place.
    #[doc(hidden)]
    pub fn parse(&self) -> Result<Parsed<'_>, LoadError> {
        match DeTable::parse(&self.text) {
            Ok(root) => Ok(Parsed { file: self, root }),
            Err(error) => Err(self.error(error.span().unwrap_or(0..0), error.message().to_owned())),
        }
    }

    /// The name of the file without folders and ending: `quantity`.
    #[doc(hidden)]
    pub fn stem(&self) -> &str {
        let name = self.path.rsplit(['/', '\\']).next().unwrap_or(&self.path);
        name.strip_suffix(".toml").unwrap_or(name)
    }

    /// An error at a range of the text.
    #[doc(hidden)]
    pub fn error(&self, span: Range<usize>, message: impl Into<String>) -> LoadError {
        let before = self.text.get(..span.start).unwrap_or(&self.text);
        let starts = self.lines.get_or_init(|| {
            let ends = self.text.match_indices('\n');
            std::iter::once(0)
                .chain(ends.map(|(at, _)| at + 1))
                .collect()
        });
        let number = starts.partition_point(|start| *start <= before.len());
        let line_start = starts.get(number.saturating_sub(1)).copied().unwrap_or(0);
        let rest = self.text.get(line_start..).unwrap_or_default();
        let line = rest.lines().next().unwrap_or_default();
        let column = before.len().saturating_sub(line_start);
        LoadError {
            path: self.path.clone(),
            line: number,
            column: column + 1,
            message: message.into(),
            near: Vec::new(),
            excerpt: line.to_owned(),
            length: span.len().min(line.len().saturating_sub(column)),
        }
    }
}

/// A file that is TOML.
#[derive(Debug)]
pub struct Parsed<'f> {
    file: &'f File,
    root: Spanned<DeTable<'f>>,
}

impl Parsed<'_> {
    /// The outermost table.
    pub fn root(&self) -> Table<'_> {
        Table {
            file: self.file,
            span: self.root.span(),
            entries: self.root.get_ref(),
        }
    }
}

/// A key with its place.
#[derive(Clone, Debug)]
pub struct Key<'f> {
    file: &'f File,
    span: Range<usize>,
    /// The key without quotes.
    pub name: &'f str,
}

impl Key<'_> {
    /// An error at the key.
    pub fn error(&self, message: impl Into<String>) -> LoadError {
        self.file.error(self.span.clone(), message)
    }
}

/// A table with its place.
#[derive(Clone, Debug)]
pub struct Table<'f> {
    pub(super) file: &'f File,
    pub(super) span: Range<usize>,
    pub(super) entries: &'f DeTable<'f>,
}

impl<'f> Table<'f> {
    /// The file it is in.
    pub fn file(&self) -> &'f File {
        self.file
    }

    /// Its keys and values in the order of the file.
    pub fn entries(&self) -> Vec<(Key<'f>, Value<'f>)> {
        let mut entries: Vec<_> = self
            .entries
            .iter()
            .map(|(key, value)| {
                (
                    Key {
                        file: self.file,
                        span: key.span(),
                        name: key.get_ref(),
                    },
                    Value {
                        file: self.file,
                        spanned: value,
                    },
                )
            })
            .collect();
        entries.sort_by_key(|(key, _)| key.span.start);
        entries
    }

    /// The value of a key, if it is there.
    pub fn get(&self, key: &str) -> Option<Value<'f>> {
        self.entries.get(key).map(|spanned| Value {
            file: self.file,
            spanned,
        })
    }

    /// The value of a key.
    ///
    /// # Errors
    /// When the key is missing.
    pub fn need(&self, key: &str) -> Result<Value<'f>, LoadError> {
        self.get(key)
            .ok_or_else(|| self.error(format!("missing key `{key}`")))
    }

    /// Makes sure that only these keys are there.
    ///
    /// # Errors
    /// At the first other key, with the near misses.
    pub fn only(&self, known: &[&str]) -> Result<(), LoadError> {
        self.unknown_keys(known)
            .into_iter()
            .next()
            .map_or(Ok(()), Err)
    }

    /// An error for each other key, with the near misses.
    pub(crate) fn unknown_keys(&self, known: &[&str]) -> Vec<LoadError> {
        let entries = self.entries().into_iter().map(|(key, _)| key);
        let unknown = entries.filter(|key| !known.contains(&key.name));
        let error = |key: Key<'_>| {
            key.error(format!("unknown key `{}`", key.name))
                .near_or_all(key.name, known)
        };
        unknown.map(error).collect()
    }

    /// The text of a key, or `None` where the key is missing.
    ///
    /// # Errors
    /// If the value is not a text.
    pub fn text(&self, key: &str) -> Result<Option<Text>, LoadError> {
        self.get(key).map(Value::owned_text).transpose()
    }

    /// The text of a key.
    ///
    /// # Errors
    /// When the key is missing or its value no text.
    pub fn need_text(&self, key: &str) -> Result<Text, LoadError> {
        self.need(key)?.owned_text()
    }

    /// The texts of a key, none where the key is missing. A single text counts as a list of one.
    ///
    /// # Errors
    /// When the value is neither text nor an array of texts.
    pub fn texts(&self, key: &str) -> Result<List<Text>, LoadError> {
        self.get(key).map_or(Ok(List::Borrowed(&[])), Value::texts)
    }

    /// Whether a key is `true`; `false` where it is missing.
    ///
    /// # Errors
    /// If the value is not a boolean.
    pub fn flag(&self, key: &str) -> Result<bool, LoadError> {
        self.get(key).map_or(Ok(false), Value::boolean)
    }

    /// An error at the table.
    pub fn error(&self, message: impl Into<String>) -> LoadError {
        self.file.error(self.span.clone(), message)
    }
}

/// A value with its place.
#[derive(Clone, Copy, Debug)]
pub struct Value<'f> {
    pub(super) file: &'f File,
    pub(super) spanned: &'f Spanned<DeValue<'f>>,
}

impl<'f> Value<'f> {
    /// An error at the value.
    pub fn error(self, message: impl Into<String>) -> LoadError {
        self.file.error(self.spanned.span(), message)
    }

    /// An error at a part of the value's text that occurs once in it; at the value otherwise.
    pub(crate) fn error_at(self, part: &str, message: impl Into<String>) -> LoadError {
        let span = self.spanned.span();
        let is_part = |text: &&str| *text != part;
        let written = self.text().ok().filter(is_part);
        let written = written.and_then(|_| self.file.text.get(span.clone()));
        let mut found = written.unwrap_or_default().match_indices(part);
        match (found.next(), found.next()) {
            (Some((at, _)), None) => {
                let start = span.start + at;
                self.file.error(start..start + part.len(), message)
            }
            _ => self.error(message),
        }
    }

    /// What it is, in TOML's words: `string`, `integer`, `array`, `table` ….
    pub fn kind(self) -> &'static str {
        self.spanned.get_ref().type_str()
    }

    /// The value as text.
    ///
    /// # Errors
    /// When it is something else.
    pub fn text(self) -> Result<&'f str, LoadError> {
        self.spanned
            .get_ref()
            .as_str()
            .ok_or_else(|| self.expected("a string"))
    }

    /// The value as text that is kept.
    ///
    /// # Errors
    /// When it is something else.
    pub fn owned_text(self) -> Result<Text, LoadError> {
        self.text().map(|text| Text::Owned(text.to_owned()))
    }

    /// The value as a list of texts; a single text counts as a list of one.
    ///
    /// # Errors
    /// When it is something else.
    pub fn texts(self) -> Result<List<Text>, LoadError> {
        self.one_or_more()
            .into_iter()
            .map(Value::owned_text)
            .collect::<Result<Vec<_>, _>>()
            .map(List::Owned)
    }

    /// The value as a whole number.
    ///
    /// # Errors
    /// When it is something else, or too large for 64 bits.
    pub fn integer(self) -> Result<i64, LoadError> {
        let number = self
            .spanned
            .get_ref()
            .as_integer()
            .ok_or_else(|| self.expected("an integer"))?;
        i64::from_str_radix(number.as_str(), number.radix())
            .map_err(|_| self.error(format!("`{}` is out of range", number.as_str())))
    }

    /// The value as `true` or `false`.
    ///
    /// # Errors
    /// When it is something else.
    pub fn boolean(self) -> Result<bool, LoadError> {
        self.spanned
            .get_ref()
            .as_bool()
            .ok_or_else(|| self.expected("`true` or `false`"))
    }

    /// The value as a table.
    ///
    /// # Errors
    /// When it is something else.
    pub fn table(self) -> Result<Table<'f>, LoadError> {
        match self.spanned.get_ref().as_table() {
            Some(entries) => Ok(Table {
                file: self.file,
                span: self.spanned.span(),
                entries,
            }),
            None => Err(self.expected("a table")),
        }
    }

    /// The values of an array.
    ///
    /// # Errors
    /// When it is something else.
    pub fn items(self) -> Result<Vec<Value<'f>>, LoadError> {
        match self.spanned.get_ref().as_array() {
            Some(items) => Ok(items
                .iter()
                .map(|spanned| Value {
                    file: self.file,
                    spanned,
                })
                .collect()),
            None => Err(self.expected("an array")),
        }
    }

    /// The values of an array, or the value itself if it is not an array.
    pub fn one_or_more(self) -> Vec<Value<'f>> {
        self.items().unwrap_or_else(|_| vec![self])
    }

    /// Whether it is a table.
    pub fn is_table(self) -> bool {
        self.spanned.get_ref().is_table()
    }

    /// Whether it is an array.
    pub fn is_array(self) -> bool {
        self.spanned.get_ref().is_array()
    }

    /// Whether it is text.
    pub fn is_text(self) -> bool {
        self.spanned.get_ref().is_str()
    }

    /// Whether it is `true` or `false`.
    pub fn is_boolean(self) -> bool {
        self.spanned.get_ref().is_bool()
    }

    /// Whether it is a whole number.
    pub fn is_integer(self) -> bool {
        self.spanned.get_ref().is_integer()
    }

    /// The meaning of a word out of a fixed list.
    ///
    /// # Errors
    /// If it is not a text or another word, with the near misses.
    pub fn word<T: Clone>(self, known: &[(&str, T)]) -> Result<T, LoadError> {
        let word = self.text()?;
        if let Some((_, meaning)) = known.iter().find(|(name, _)| *name == word) {
            return Ok(meaning.clone());
        }
        let names: Vec<&str> = known.iter().map(|(name, _)| *name).collect();
        Err(self
            .error(format!("unknown value `{word}`"))
            .near_or_all(word, &names))
    }

    /// An error that says what was expected instead of what is there.
    pub fn expected(self, what: &str) -> LoadError {
        self.error(format!("expected {what}, found {}", self.kind()))
    }
}
