//! A place in a template: the keys around it, and the word that is typed there.

use crate::text::Span;

/// What is typed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Slot {
    /// The name of a property.
    Key,
    /// A value, or an item of a list.
    Value,
}

/// A place in a template.
#[derive(Debug)]
pub(super) struct Spot {
    /// The keys around the place, outermost first. Items of lists have none. The last is that of
    /// the value that is typed, if one is.
    pub(super) keys: Vec<String>,
    pub(super) slot: Slot,
    /// The word, which a completion replaces.
    pub(super) token: Span,
    /// The other keys of the object around the place.
    pub(super) present: Vec<String>,
    /// The word, if it is the key of a value that is there.
    pub(super) own: Option<String>,
    /// Where what has each of the keys begins, in their order.
    pub(super) starts: Vec<usize>,
    /// The column of the word.
    pub(super) indentation: usize,
    /// Whether a comma has to be written before and behind it.
    pub(super) needs_comma: [bool; 2],
    /// Where the last value before it ends.
    pub(super) before: usize,
}

impl Spot {
    pub(super) fn new(slot: Slot, token: Span) -> Self {
        Self {
            keys: Vec::new(),
            slot,
            token,
            present: Vec::new(),
            own: None,
            starts: Vec::new(),
            indentation: 0,
            needs_comma: [false; 2],
            before: token.start as usize,
        }
    }
}

pub(super) fn is_of_word(character: char) -> bool {
    character.is_alphanumeric() || "_-".contains(character)
}
