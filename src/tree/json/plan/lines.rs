//! Whole lines that are lost: `},` between two members, `"Key": {` before the first of an object. The indentation of the others tells.

use crate::tree::json::lexer::TokenKind;
use crate::tree::json::plan::{
    Action, Bracket, Change, FAULT, NONE, Planner, Reading, Reason, State,
};

impl Planner<'_> {
    /// A member without a comma before it begins a line further out than those of its bracket do: the line that closes that is lost.
    pub(super) fn closing_line_missing(
        &mut self,
        reading: &Reading,
        at: u32,
        kind: TokenKind,
        depth: u32,
    ) {
        let (top, token) = (reading.top, self.tokens[at as usize]);
        if !token.first || top.column == NONE || token.indent >= top.column {
            return;
        }
        let is_key = self.kind(at + 1) == Some(TokenKind::Colon);
        let found = self.level(&top, |_, frame| {
            let fits = if frame.bracket == Bracket::Object {
                kind.is_scalar() && is_key
            } else {
                !is_key
            };
            frame.column == token.indent && frame.bracket != Bracket::Document && fits
        });
        let closed = found.and_then(|levels| self.close_levels(reading, at, levels));
        if let Some(divided) = closed.and_then(|closed| {
            self.insert(&closed, at, TokenKind::Comma, Reason::ClosingMissing, 0)
        }) {
            self.step(&divided, at, depth + 1);
        }
    }

    /// A member behind a comma begins a line further in than those before it: the line with the key and the bracket around it is lost.
    pub(super) fn line_missing(&mut self, reading: &Reading, at: u32, kind: TokenKind, depth: u32) {
        let (top, token) = (reading.top, self.tokens[at as usize]);
        // Where the value before begins a line of its own, its bracket is what is missing.
        let inline = self
            .tokens
            .get(top.value as usize)
            .is_some_and(|value| !value.first);
        let deeper = token.first && top.column != NONE && token.indent > top.column && inline;
        if !deeper || top.bracket != Bracket::Object || top.state != State::Next {
            return;
        }
        let is_key = kind.is_scalar() && self.kind(at + 1) == Some(TokenKind::Colon);
        let bracket = if is_key {
            TokenKind::ObjectStart
        } else {
            TokenKind::ArrayStart
        };
        let mut next = *reading;
        for (kind, cost) in [
            (TokenKind::String, FAULT - 1),
            (TokenKind::Colon, 0),
            (bracket, 0),
        ] {
            let Some(opened) = self.accept(&next, at, kind, false) else {
                return;
            };
            next = opened;
            self.change(
                &mut next,
                Change {
                    at,
                    action: Action::Insert(kind),
                    reason: Reason::LineMissing,
                    opener: None,
                },
                cost,
            );
        }
        next.top.name = NONE;
        self.step(&next, at, depth + 1);
    }
}
