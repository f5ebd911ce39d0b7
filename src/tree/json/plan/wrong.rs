//! A bracket of the wrong kind where something opens, and what a finger left beside one.

use crate::tree::json::lexer::TokenKind;
use crate::tree::json::plan::{
    Action, Bracket, Change, FAULT, Frame, HINT, NONE, ODD, Planner, Reading, Reason, State,
    follows,
};

impl Planner<'_> {
    /// The first item of an array has a colon behind it: it is a key, and the array an object.
    pub(super) fn object_opened_as_array(&mut self, reading: &Reading, at: u32, depth: u32) {
        let top = reading.top;
        let first = follows(top.opener, top.value) && follows(top.value, at) && top.commas == 0;
        if top.bracket != Bracket::Array
            || !first
            || self.kind(top.value) != Some(TokenKind::String)
        {
            return;
        }
        let key = top.value;
        let frame = Frame {
            bracket: Bracket::Object,
            state: State::Colon,
            key,
            value: NONE,
            ..top
        };
        self.opened_otherwise(reading, frame, TokenKind::ObjectStart, at, depth);
    }

    /// What stands first in an object is no key: it is an item, and the object an array.
    pub(super) fn array_opened_as_object(&mut self, reading: &Reading, at: u32, depth: u32) {
        let top = reading.top;
        if top.bracket != Bracket::Object || top.commas > 0 {
            return;
        }
        let ends = |at: u32| {
            matches!(
                self.kind(at),
                Some(TokenKind::Comma | TokenKind::ArrayEnd | TokenKind::ObjectEnd)
            )
        };
        let item = |at: u32| self.kind(at).is_some_and(TokenKind::is_opening) || ends(at + 1);
        let named = |at: u32| {
            self.tokens
                .get(at as usize)
                .is_some_and(|token| self.nesting.is_known(&self.text[token.content.range()]))
        };
        let frame = match top.state {
            State::Start if follows(top.opener, at) && item(at) => Frame {
                bracket: Bracket::Array,
                ..top
            },
            State::Colon
                if follows(top.opener, top.key) && follows(top.key, at) && !named(top.key) =>
            {
                Frame {
                    bracket: Bracket::Array,
                    state: State::After,
                    value: top.key,
                    key: NONE,
                    ..top
                }
            }
            _ => return,
        };
        self.opened_otherwise(reading, frame, TokenKind::ArrayStart, at, depth);
    }

    /// The reading in which the innermost bracket was opened by one of the other kind.
    fn opened_otherwise(
        &mut self,
        reading: &Reading,
        frame: Frame,
        opening: TokenKind,
        at: u32,
        depth: u32,
    ) {
        if frame.inserted || frame.swapped {
            return;
        }
        let mut next = Reading {
            top: Frame {
                swapped: true,
                ..frame
            },
            ..*reading
        };
        let change = Change {
            at: frame.opener,
            action: Action::Replace(opening),
            reason: Reason::BracketWrong,
            opener: Some(frame.opener),
        };
        self.change(&mut next, change, FAULT + 1);
        self.step(&next, at, depth + 1);
    }

    /// A word or number right before an opening bracket was left there by a finger: `/{`.
    pub(super) fn glued(&mut self, reading: &Reading, at: u32, kind: TokenKind, depth: u32) {
        let top = reading.top;
        let (Some(word), here) = (
            self.tokens.get(top.value as usize).copied(),
            self.tokens[at as usize],
        ) else {
            return;
        };
        let scalar = matches!(word.kind, TokenKind::Word | TokenKind::Number);
        if !kind.is_opening()
            || !scalar
            || !follows(top.value, at)
            || word.span.end != here.span.start
        {
            return;
        }
        let state = match top.bracket {
            Bracket::Object => State::Value,
            Bracket::Array if top.commas > 0 => State::Next,
            Bracket::Array | Bracket::Document => State::Start,
        };
        let mut next = Reading {
            top: Frame { state, ..top },
            ..*reading
        };
        if word.kind == TokenKind::Word {
            next.cost = next.cost.saturating_sub(ODD);
        }
        let change = Change {
            at: top.value,
            action: Action::Delete,
            reason: Reason::Stray,
            opener: None,
        };
        self.change(&mut next, change, FAULT);
        self.step(&next, at, depth + 1);
    }

    /// `(` or `)` for a bracket of JSON, a full stop for a comma or colon.
    pub(super) fn mistyped(&mut self, reading: &Reading, at: u32) {
        let top = reading.top;
        let (kinds, reason): (&[TokenKind], Reason) = match (
            self.text.get(self.tokens[at as usize].span.range()),
            top.state,
        ) {
            (Some("("), _) => (
                &[TokenKind::ObjectStart, TokenKind::ArrayStart],
                Reason::BracketWrong,
            ),
            (Some(")"), _) => (&[top.bracket.end()], Reason::BracketWrong),
            (Some("."), State::After) => (&[TokenKind::Comma], Reason::SeparatorWrong),
            (Some("."), State::Colon) => (&[TokenKind::Colon], Reason::SeparatorWrong),
            _ => return,
        };
        for kind in kinds {
            let Some(mut next) = self.accept(reading, at, *kind, true) else {
                continue;
            };
            let closes = matches!(kind, TokenKind::ObjectEnd | TokenKind::ArrayEnd);
            let opener = (closes && !top.inserted).then_some(top.opener);
            self.change(
                &mut next,
                Change {
                    at,
                    action: Action::Replace(*kind),
                    reason,
                    opener,
                },
                FAULT,
            );
            self.next.push(next);
        }
    }

    /// The first key of an object is none that a thing of its name has: the thing is a list, whose bracket is missing, and the object an
    /// item of it. Splits the reading, and returns what the doubt costs it.
    pub(super) fn list_opening_missing(
        &mut self,
        reading: &Reading,
        at: u32,
        kind: TokenKind,
        depth: u32,
    ) -> Option<u32> {
        let top = reading.top;
        let first = top.bracket == Bracket::Object
            && top.state == State::Start
            && follows(top.opener, at)
            && !top.inserted;
        if kind != TokenKind::String || !first || self.has_member(&top, at) != Some(false) {
            return None;
        }
        let outer = *self.outer(&top).filter(|_| {
            self.nesting
                .is_known(&self.text[self.tokens[at as usize].content.range()])
        })?;
        let opener = top.opener;
        let mut next = Reading {
            top: outer,
            depth: reading.depth - 1,
            ..*reading
        };
        self.push(&mut next, Bracket::Array, opener, true);
        next.top = Frame {
            state: State::After,
            value: opener,
            ..next.top
        };
        self.push(&mut next, Bracket::Object, opener, false);
        let change = Change {
            at: opener,
            action: Action::Insert(TokenKind::ArrayStart),
            reason: Reason::OpeningMissing,
            opener: None,
        };
        self.change(&mut next, change, FAULT);
        self.step(&next, at, depth + 2);
        Some(HINT)
    }

    /// The item before a colon is a key of the object before it, which a doubled bracket closed too early: `}},"Key":`. Where it is the
    /// first key of that object too, another object begins.
    pub(super) fn closed_too_early(&mut self, reading: &Reading, at: u32) {
        let top = reading.top;
        let end = top.comma.wrapping_sub(1);
        let doubled = self.kind(end) == Some(TokenKind::ObjectEnd) && self.stands_twice(end);
        let Some(closed) = self.frames.get(reading.closed as usize).copied() else {
            return;
        };
        let behind = top.bracket == Bracket::Array
            && follows(top.comma, top.value)
            && follows(top.value, at);
        let inside = self
            .outer(&closed)
            .is_some_and(|outer| outer.bracket == Bracket::Array && outer.opener == top.opener);
        if !doubled
            || !behind
            || !inside
            || closed.bracket != Bracket::Object
            || closed.inserted
            || self.was_deleted(reading, end)
        {
            return;
        }
        let text = |at: u32| {
            self.tokens
                .get(at as usize)
                .map(|token| &self.text[token.content.range()])
        };
        if text(closed.opener + 1) == text(top.value) {
            return;
        }
        let frame = Frame {
            state: State::Value,
            key: top.value,
            comma: top.comma,
            commas: closed.commas + 1,
            ..closed
        };
        let mut next = Reading {
            top: frame,
            depth: reading.depth + 1,
            closed: NONE,
            ..*reading
        };
        self.change(
            &mut next,
            Change {
                at: end,
                action: Action::Delete,
                reason: Reason::BracketExtra,
                opener: None,
            },
            FAULT - 1,
        );
        self.next.push(next);
    }
}
