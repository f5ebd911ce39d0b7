//! What a verdict is made from, and what its parts share.

use crate::text::Span;
use crate::tree::fault::SyntaxFault;
use crate::tree::xml::repair::search::Decision;
use crate::tree::xml::repair::token::{Kind, Token, Tokens};

/// The variant of an end tag that ends its element before its content.
pub(super) const EARLY: &str = "early";

pub(super) struct Verdict<'a, 't> {
    pub(super) text: &'t str,
    pub(super) tokens: &'a Tokens<'t>,
    pub(super) ends: &'a [u32],
    pub(super) faults: Vec<SyntaxFault>,
    /// For each token with a fault of its own, whether that is reported.
    pub(super) reported: Vec<bool>,
    /// Where the document ends for good, if something follows.
    pub(super) end: usize,
}

impl<'t> Verdict<'_, 't> {
    pub(super) fn token(&self, index: u32) -> Option<Token> {
        self.tokens.list.get(index as usize).copied()
    }

    /// A name without a prefix that is removed everywhere.
    pub(super) fn name(&self, index: u32) -> &'t str {
        let name = self.tokens.names[index as usize];
        match name.split_once(':') {
            Some((prefix, local)) if self.tokens.removed_prefixes.contains(&prefix) => local,
            _ => name,
        }
    }

    /// Makes the fault of a token part of a larger one. Whether there was one.
    pub(super) fn absorb(&mut self, token: Token) -> bool {
        token
            .fault
            .is_some_and(|fault| std::mem::replace(&mut self.reported[fault as usize], false))
    }

    /// The end tag of a name that belongs to what is after a token.
    pub(super) fn end_after(&self, decision: Decision, name: u32) -> Option<Span> {
        let end = *self.ends.get(decision.token as usize + 1)?;
        self.token(end)
            .filter(|end| end.name == name)
            .map(|end| end.span)
    }

    /// Whether the first thing inside a start tag is another tag.
    pub(super) fn has_child(&self, start: Token) -> bool {
        let index = self
            .tokens
            .list
            .partition_point(|token| token.span.start <= start.span.start);
        self.token(index as u32)
            .is_some_and(|next| matches!(next.kind, Kind::Start | Kind::Empty | Kind::MaybeStart))
    }

    /// The line break and indentation of an end tag that belongs below its start tag.
    pub(super) fn line_break(&self, start: Option<Token>) -> &'t str {
        let Some(start) = start else {
            return "";
        };
        let before = &self.text[..start.span.start as usize];
        let line_start = before.trim_end_matches([' ', '\t']).len();
        let line = &before[..line_start];
        if line.ends_with("\r\n") {
            &before[line_start - 2..]
        } else if line.ends_with('\n') {
            &before[line_start - 1..]
        } else {
            ""
        }
    }
}
