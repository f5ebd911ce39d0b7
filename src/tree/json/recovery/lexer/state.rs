//! What the lexer remembers. Its parts are functions over this state.

use crate::text::Span;
use crate::tree::fault::{SyntaxFault, SyntaxKind};
use crate::tree::json::recovery::lexer::ahead::Ahead;
use crate::tree::json::recovery::surroundings::Merges;
use crate::tree::json::recovery::token::{BETWEEN, Lexed, MAX_FAULTS, Token, TokenKind};

/// A text that is being divided into tokens.
pub(super) struct Lexer<'t> {
    pub(super) text: &'t str,
    pub(super) bytes: &'t [u8],
    pub(super) at: usize,
    /// Whether only whitespace is between the line's beginning and here.
    pub(super) line_start: bool,
    pub(super) indent: u32,
    /// The last line end that was searched for.
    line_end: usize,
    pub(super) ahead: Ahead,
    pub(super) lexed: Lexed,
    pub(super) merges: Merges,
    /// The second side of a merge: from where, to where.
    pub(super) skipped: Option<Span>,
    /// The faults that represent all of their kind, by index.
    groups: Vec<(SyntaxKind, usize)>,
}

impl<'t> Lexer<'t> {
    pub(super) fn new(text: &'t str, start: usize) -> Self {
        Self {
            text,
            bytes: text.as_bytes(),
            at: start,
            line_start: text[..start].is_empty() || text[..start].ends_with('\n'),
            indent: 0,
            line_end: memchr::memchr2(b'\n', b'\r', text.as_bytes()).unwrap_or(text.len()),
            ahead: Ahead::default(),
            lexed: Lexed::default(),
            merges: Merges::default(),
            skipped: None,
            groups: Vec::new(),
        }
    }

    /// The character at an offset.
    pub(super) fn character(&self, at: usize) -> char {
        self.text[at..].chars().next().unwrap_or('\0')
    }

    pub(super) fn previous(&self) -> Option<TokenKind> {
        self.lexed.tokens.last().map(|token| token.kind)
    }

    /// Whether a string here would be a key.
    pub(super) fn in_key_place(&self) -> bool {
        matches!(
            self.previous(),
            None | Some(TokenKind::ObjectStart | TokenKind::Comma)
        )
    }

    /// The end of the line, without the characters that end it. It is searched for once a line.
    pub(super) fn line_end(&mut self) -> usize {
        if self.line_end < self.at {
            self.line_end = memchr::memchr2(b'\n', b'\r', &self.bytes[self.at..])
                .map_or(self.bytes.len(), |found| self.at + found);
        }
        self.line_end
    }

    pub(super) fn new_line(&mut self) {
        self.line_start = true;
        self.indent = 0;
    }

    /// Adds a token whose content is all of it, and continues after it.
    pub(super) fn push(&mut self, kind: TokenKind, span: Span) {
        self.push_with(kind, span, span);
    }

    /// Adds a token, and continues after it.
    pub(super) fn push_with(&mut self, kind: TokenKind, span: Span, content: Span) {
        self.lexed.tokens.push(Token {
            kind,
            first: self.line_start,
            span,
            content,
            indent: self.indent,
        });
        self.line_start = false;
        self.at = span.end as usize;
    }

    /// The text of the next token differs from the source.
    pub(super) fn text_of_next(&mut self, text: impl Into<String>) {
        let index = self.lexed.tokens.len() as u32;
        self.lexed.texts.push((index, text.into()));
    }

    /// The value of the next token cannot be known.
    pub(super) fn unknown_next(&mut self) {
        self.lexed.unknown.push(self.lexed.tokens.len() as u32);
    }

    /// Adds a fault of the next token.
    pub(super) fn fault(&mut self, fault: SyntaxFault) {
        let index = self.lexed.tokens.len() as u32;
        self.add_fault(index, fault);
    }

    /// Adds a fault of what is between tokens.
    pub(super) fn fault_between(&mut self, fault: SyntaxFault) {
        self.add_fault(BETWEEN, fault);
    }

    /// Adds a fault that a text often has throughout: the first place represents all, and the
    /// argument `count` is how many there are.
    pub(super) fn recurring_fault(&mut self, fault: SyntaxFault) {
        let known = self.groups.iter().find(|group| group.0 == fault.kind);
        if let Some((_, first)) = known {
            self.lexed.faults[*first].1.join(fault);
        } else if self.lexed.faults.len() < MAX_FAULTS {
            self.groups.push((fault.kind, self.lexed.faults.len()));
            self.fault_between(fault.argument("count", "1"));
        }
    }

    fn add_fault(&mut self, token: u32, fault: SyntaxFault) {
        if self.lexed.faults.len() < MAX_FAULTS {
            self.lexed.faults.push((token, fault));
        }
    }
}
