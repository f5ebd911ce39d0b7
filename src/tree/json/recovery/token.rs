//! The tokens of a text that is not quite JSON, and what is known about them.

use crate::text::Span;
use crate::tree::fault::SyntaxFault;
use crate::tree::json::recovery::surroundings::Conflict;
use crate::tree::node::Trivia;

/// The greatest number of faults of one kind of mistake that are kept, 100,000.
pub(super) const MAX_FAULTS: usize = 100_000;

/// Instead of the index of a token: the fault is between tokens.
pub(super) const BETWEEN: u32 = u32::MAX;

/// What a token is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) enum TokenKind {
    /// `{`
    ObjectStart,
    /// `}`
    ObjectEnd,
    /// `[`
    ArrayStart,
    /// `]`
    ArrayEnd,
    /// `,`
    Comma,
    /// `:`
    Colon,
    /// A string.
    String,
    /// A number.
    Number,
    /// `true` or `false`.
    Boolean,
    /// `null`.
    Null,
    /// Letters without quotes.
    Word,
    /// A character that means nothing.
    Stray,
}

impl TokenKind {
    pub(super) fn is_scalar(self) -> bool {
        matches!(
            self,
            Self::String | Self::Number | Self::Boolean | Self::Null | Self::Word
        )
    }

    pub(super) fn is_opening(self) -> bool {
        matches!(self, Self::ObjectStart | Self::ArrayStart)
    }

    pub(super) fn is_closing(self) -> bool {
        matches!(self, Self::ObjectEnd | Self::ArrayEnd)
    }

    pub(super) fn begins_value(self) -> bool {
        self.is_scalar() || self.is_opening()
    }
}

/// One token.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub(super) kind: TokenKind,
    /// Whether it is the first of its line.
    pub(super) first: bool,
    /// All of it.
    pub(super) span: Span,
    /// Between the quotes; otherwise all of it.
    pub(super) content: Span,
    /// How far its line is indented, in characters.
    pub(super) indent: u32,
}

/// A text as tokens.
#[derive(Debug, Default)]
pub(super) struct Lexed {
    pub(super) tokens: Vec<Token>,
    /// What is wrong with single tokens and between them, with the index of the token, or
    /// [`BETWEEN`].
    pub(super) faults: Vec<(u32, SyntaxFault)>,
    pub(super) comments: Vec<Trivia>,
    pub(super) conflicts: Vec<Conflict>,
    /// Texts of tokens that differ from the source, by index.
    pub(super) texts: Vec<(u32, String)>,
    /// Tokens whose value cannot be known, by index.
    pub(super) unknown: Vec<u32>,
    /// Where the end of the text cuts off the last token, and what completes it.
    pub(super) cut: Option<(Span, &'static str)>,
    /// The text before the document.
    pub(super) before: Option<Span>,
    /// Whether there were too many tokens.
    pub(super) incomplete: bool,
}

impl Lexed {
    /// Where a token begins; the end of the text for one after the last.
    pub(super) fn start_of(&self, index: usize, text: &str) -> usize {
        self.tokens
            .get(index)
            .map_or(text.len(), |token| token.span.start as usize)
    }

    /// Where the token before one ends.
    pub(super) fn end_before(&self, index: usize, text: &str) -> usize {
        let before = index
            .checked_sub(1)
            .and_then(|before| self.tokens.get(before));
        match before {
            Some(token) => token.span.end as usize,
            None => self.start_of(index, text),
        }
    }
}
