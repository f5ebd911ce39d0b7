//! Values that the words of a finding are filled with, as data.
//!
//! A [`Fault`](crate::lint::fault::Fault) carries them until its words are written.
//! [`phrasing`](super::phrasing) decides how each looks in a sentence; here is what each is in a
//! document.

use std::borrow::Cow;

use crate::model::schema::ValueKind;
use crate::tree::{Form, NodeKind};

/// A value of a placeholder. `From` a text makes a [name](Self::Name).
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Argument<'d> {
    /// A name or a phrase, printed as it is.
    Name(Cow<'d, str>),
    /// A value: in backticks, and cut in the middle when long.
    Value(Cow<'d, str>),
    /// A value whose surrounding whitespace matters, which is made visible.
    Written(Cow<'d, str>),
    /// A part of a document without backticks, cut in the middle when long.
    Excerpt(Cow<'d, str>),
    /// A character, by its name where it is not visible; `None` where it is not to be shown.
    Character(Option<char>),
    /// A number, written as in a document, so that it can be copied: `86400`.
    Integer(i64),
    /// Several values in backticks.
    List(List<'d>),
    /// What a value of JSON is.
    Notation(NodeKind),
    /// What a member contains, in the words of a notation.
    Kind(ValueKind, Form),
}

/// Several values, of which some may only be counted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct List<'d> {
    /// The values that are named.
    pub(crate) values: Vec<Cow<'d, str>>,
    /// How many more there are.
    pub(crate) more: usize,
    /// What is between the last two.
    pub(crate) conjunction: Conjunction,
}

/// How the values of a list belong together.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Conjunction {
    /// All of them.
    And,
    /// Any one of them.
    Or,
}

/// How many values are named of a list that may be long.
const MOST_NAMED: usize = 12;

impl<'d> Argument<'d> {
    /// A value: in backticks, and cut in the middle when long.
    pub(crate) fn value(text: impl Into<Cow<'d, str>>) -> Self {
        Self::Value(text.into())
    }

    /// All of some values.
    pub(crate) fn all<T: Into<Cow<'d, str>>>(values: impl IntoIterator<Item = T>) -> Self {
        Self::list(values, usize::MAX, Conjunction::And)
    }

    /// All of some values, the first twelve by name.
    pub(crate) fn many<T: Into<Cow<'d, str>>>(values: impl IntoIterator<Item = T>) -> Self {
        Self::list(values, MOST_NAMED, Conjunction::And)
    }

    /// One of some values.
    pub(crate) fn any<T: Into<Cow<'d, str>>>(values: impl IntoIterator<Item = T>) -> Self {
        Self::list(values, usize::MAX, Conjunction::Or)
    }

    /// One of some values, the first twelve by name.
    pub(crate) fn choice<T: Into<Cow<'d, str>>>(values: impl IntoIterator<Item = T>) -> Self {
        Self::list(values, MOST_NAMED, Conjunction::Or)
    }

    /// Some values, the first of them by name.
    pub(crate) fn list<T: Into<Cow<'d, str>>>(
        values: impl IntoIterator<Item = T>,
        most: usize,
        conjunction: Conjunction,
    ) -> Self {
        let mut values = values.into_iter();
        Self::List(List {
            values: values.by_ref().take(most).map(Into::into).collect(),
            more: values.count(),
            conjunction,
        })
    }

    /// A number of things.
    pub(crate) fn count(number: usize) -> Self {
        Self::Integer(number as i64)
    }

    /// Whether it has a word of a text.
    pub(crate) fn quotes(&self, text: &str) -> bool {
        const SHORTEST: usize = 4;
        let quotes = |value: &str| {
            let mut words = value.split(|it: char| !it.is_alphanumeric());
            words.any(|word| word.len() >= SHORTEST && text.contains(word))
        };
        match self {
            Self::Name(value)
            | Self::Value(value)
            | Self::Written(value)
            | Self::Excerpt(value) => quotes(value),
            Self::List(list) => list.values.iter().any(|value| quotes(value)),
            _ => false,
        }
    }

    /// Whether there is nothing to print.
    pub(crate) fn is_empty(&self) -> bool {
        match self {
            Self::Name(text) | Self::Excerpt(text) => text.is_empty(),
            Self::List(list) => list.values.is_empty(),
            _ => false,
        }
    }

    /// Its text in a document. `None` for a phrase that only describes something.
    pub(crate) fn exact(&self) -> Option<Cow<'_, str>> {
        match self {
            Self::Name(text) | Self::Value(text) | Self::Written(text) | Self::Excerpt(text) => {
                Some(Cow::Borrowed(text))
            }
            Self::Integer(number) => Some(Cow::Owned(number.to_string())),
            Self::Character(character) => character.map(|it| Cow::Owned(it.to_string())),
            Self::List(_) | Self::Notation(_) | Self::Kind(..) => None,
        }
    }

    /// The number that it is.
    pub(crate) fn number(&self) -> Option<i64> {
        match self {
            Self::Integer(number) => Some(*number),
            _ => None,
        }
    }
}

impl<'d> From<&'d str> for Argument<'d> {
    fn from(text: &'d str) -> Self {
        Self::Name(Cow::Borrowed(text))
    }
}

impl From<String> for Argument<'_> {
    fn from(text: String) -> Self {
        Self::Name(Cow::Owned(text))
    }
}
