//! The changes that a plan consists of.

use crate::tree::json::recovery::token::TokenKind;

/// What is done to the tokens.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::tree::json::recovery) enum Action {
    /// A token of this kind is inserted before the one at the index.
    Insert(TokenKind),
    /// The token is deleted.
    Delete,
    /// The token becomes one of this kind.
    Replace(TokenKind),
}

/// What was wrong.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::tree::json::recovery) enum Reason {
    CommaMissing,
    CommaExtra,
    CommaTrailing,
    ColonMissing,
    ColonExtra,
    SeparatorWrong,
    ClosingMissing,
    OpeningMissing,
    BracketExtra,
    BracketWrong,
    ValueMissing,
    /// A value instead of a member, without its key.
    KeyMissing,
    /// A whole line that opens an object or array.
    LineMissing,
    Stray,
    /// After the end of the document.
    AfterDocument,
    /// The text ends too early.
    End,
}

impl Reason {
    /// Whether a token deleted for the other reason directly after one deleted for this is the same
    /// mistake: `},`.
    pub(in crate::tree::json::recovery) fn covers(self, other: Self) -> bool {
        self == other
            || matches!(self, Self::BracketExtra | Self::Stray | Self::CommaTrailing)
                && other == Self::CommaExtra
    }
}

/// One change of the tokens.
#[derive(Clone, Copy, Debug)]
pub(in crate::tree::json::recovery) struct Change {
    /// Index of the token; the number of tokens for the end.
    pub(in crate::tree::json::recovery) at: u32,
    pub(in crate::tree::json::recovery) action: Action,
    pub(in crate::tree::json::recovery) reason: Reason,
    /// Index of the bracket that it belongs to.
    pub(in crate::tree::json::recovery) opener: Option<u32>,
}

impl Change {
    pub(super) fn insert(at: u32, kind: TokenKind, reason: Reason) -> Self {
        Self {
            at,
            action: Action::Insert(kind),
            reason,
            opener: None,
        }
    }

    pub(super) fn delete(at: u32, reason: Reason) -> Self {
        Self {
            at,
            action: Action::Delete,
            reason,
            opener: None,
        }
    }

    pub(super) fn replace(at: u32, kind: TokenKind, reason: Reason) -> Self {
        Self {
            at,
            action: Action::Replace(kind),
            reason,
            opener: None,
        }
    }

    /// The same change, which belongs to the opening bracket at an index, if that is in the text.
    pub(super) fn with_opener(self, opener: Option<u32>) -> Self {
        Self { opener, ..self }
    }
}
