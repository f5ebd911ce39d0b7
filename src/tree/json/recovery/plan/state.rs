//! What a plan is made of, and the steps that every reading is made of.

use crate::tree::json::recovery::plan::change::{Action, Change, Reason};
use crate::tree::json::recovery::token::{Token, TokenKind};
use crate::tree::nesting::Nesting;

/// How many brackets are searched for the one that a line's indentation belongs to.
const LEVELS: u32 = 12;

/// The cost of one mistake.
pub(super) const FAULT: u32 = 10;
/// A token that is meant as another, such as a word for a string.
pub(super) const ODD: u32 = 6;
/// A line that is not indented like its bracket requires.
pub(super) const LAYOUT: u32 = 3;
/// A name that would also be correct elsewhere.
pub(super) const HINT: u32 = 1;

/// No token, no frame, no change.
pub(super) const NONE: u32 = u32::MAX;

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) enum Bracket {
    Document,
    Object,
    Array,
}

impl Bracket {
    /// The token that closes it.
    pub(super) fn end(self) -> TokenKind {
        if self == Self::Array {
            TokenKind::ArrayEnd
        } else {
            TokenKind::ObjectEnd
        }
    }
}

/// What may come next inside a bracket.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) enum State {
    /// The first member, or the end.
    Start,
    /// A member, after a comma.
    Next,
    /// A colon.
    Colon,
    /// The value of a member.
    Value,
    /// A comma, or the end.
    After,
}

/// An open bracket.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame {
    pub(super) bracket: Bracket,
    pub(super) state: State,
    /// Whether the opening bracket is not in the text.
    pub(super) inserted: bool,
    /// Whether the opening bracket became one of the other kind.
    pub(super) swapped: bool,
    /// Index of the opening bracket, or of the token that it is inserted before.
    pub(super) opener: u32,
    /// Index where the last value begins.
    pub(super) value: u32,
    /// Index of the last comma, and how many there were.
    pub(super) comma: u32,
    pub(super) commas: u32,
    /// Indentation of the lines that members begin.
    pub(super) column: u32,
    /// Index of the key whose value it is.
    pub(super) name: u32,
    /// Index of the last key inside.
    pub(super) key: u32,
    /// The bracket around it.
    pub(super) outer: u32,
    /// Hash of the brackets around it.
    pub(super) hash: u32,
}

impl Frame {
    pub(super) const DOCUMENT: Self = Self {
        bracket: Bracket::Document,
        state: State::Start,
        inserted: false,
        swapped: false,
        opener: NONE,
        value: NONE,
        comma: NONE,
        commas: 0,
        column: NONE,
        name: NONE,
        key: NONE,
        outer: NONE,
        hash: 0,
    };

    /// Index of the opening bracket, if it is in the text.
    pub(super) fn real_opener(&self) -> Option<u32> {
        (!self.inserted).then_some(self.opener)
    }
}

/// One way to read the text so far.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reading {
    pub(super) cost: u32,
    pub(super) changes: u32,
    pub(super) last_change: u32,
    pub(super) depth: u32,
    /// The bracket that was closed last.
    pub(super) closed: u32,
    /// Index of the token where another document begins.
    pub(super) second: u32,
    pub(super) top: Frame,
}

impl Reading {
    pub(super) const FIRST: Self = Self {
        cost: 0,
        changes: 0,
        last_change: NONE,
        depth: 0,
        closed: NONE,
        second: NONE,
        top: Frame::DOCUMENT,
    };

    /// The same with another innermost bracket.
    pub(super) fn with_top(self, top: Frame) -> Self {
        Self { top, ..self }
    }

    /// The same in another state.
    pub(super) fn in_state(self, state: State) -> Self {
        self.with_top(Frame { state, ..self.top })
    }
}

/// A reading and the token that comes next.
#[derive(Clone, Copy, Debug)]
pub(super) struct Step {
    pub(super) reading: Reading,
    /// Index of the token.
    pub(super) at: u32,
    pub(super) kind: TokenKind,
    /// How many changes were made at this token.
    pub(super) depth: u32,
}

/// What comes of a step, in the order of preference.
#[derive(Clone, Copy, Debug)]
pub(super) enum Outcome {
    /// The token is read.
    Read(Reading),
    /// The token must be read after a change; with the depth of the next step.
    Changed(Reading, u32),
}

pub(super) struct Planner<'t> {
    pub(super) text: &'t str,
    pub(super) tokens: &'t [Token],
    pub(super) nesting: &'t dyn Nesting,
    pub(super) frames: Vec<Frame>,
    pub(super) changes: Vec<(Change, u32)>,
    /// What came of the current step.
    pub(super) outcomes: Vec<Outcome>,
}

/// Whether the token at `second` is directly after the one at `first`.
pub(super) fn follows(first: u32, second: u32) -> bool {
    first != NONE && first + 1 == second
}

impl<'t> Planner<'t> {
    pub(super) fn new(text: &'t str, tokens: &'t [Token], nesting: &'t dyn Nesting) -> Self {
        Self {
            text,
            tokens,
            nesting,
            frames: Vec::new(),
            changes: Vec::new(),
            outcomes: Vec::new(),
        }
    }

    pub(super) fn kind(&self, at: u32) -> Option<TokenKind> {
        self.tokens.get(at as usize).map(|token| token.kind)
    }

    /// The content of a token.
    pub(super) fn content(&self, at: u32) -> Option<&'t str> {
        let token = self.tokens.get(at as usize)?;
        Some(&self.text[token.content.range()])
    }

    /// Whether the content of a token is the name of anything.
    pub(super) fn is_known(&self, at: u32) -> bool {
        self.content(at)
            .is_some_and(|name| self.nesting.is_known(name))
    }

    /// Whether a token is a scalar with a colon after it.
    pub(super) fn is_key(&self, at: u32) -> bool {
        self.kind(at).is_some_and(TokenKind::is_scalar) && self.is_named(at)
    }

    /// Whether a colon is after a token.
    pub(super) fn is_named(&self, at: u32) -> bool {
        self.kind(at + 1) == Some(TokenKind::Colon)
    }

    /// Whether the token directly before is the same.
    pub(super) fn is_repeated(&self, at: u32) -> bool {
        let here = self.tokens[at as usize];
        at.checked_sub(1)
            .map(|before| self.tokens[before as usize])
            .is_some_and(|before| before.kind == here.kind && before.span.end == here.span.start)
    }

    /// Keeps a reading that has read the token.
    pub(super) fn keep(&mut self, reading: Reading) {
        self.outcomes.push(Outcome::Read(reading));
    }

    /// Keeps a reading that has still to read the token.
    pub(super) fn retry(&mut self, reading: Reading, depth: u32) {
        self.outcomes.push(Outcome::Changed(reading, depth));
    }

    pub(super) fn outer(&self, frame: &Frame) -> Option<&Frame> {
        self.frames.get(frame.outer as usize)
    }

    /// The bracket that a reading closed last.
    pub(super) fn closed(&self, reading: &Reading) -> Option<Frame> {
        self.frames.get(reading.closed as usize).copied()
    }

    /// How many brackets must be closed to reach a wanted one.
    pub(super) fn levels_to(
        &self,
        top: &Frame,
        is_wanted: impl Fn(&Self, &Frame) -> bool,
    ) -> Option<u32> {
        let mut frame = top;
        for level in 1..=LEVELS {
            frame = self.outer(frame)?;
            if is_wanted(self, frame) {
                return Some(level);
            }
        }
        None
    }

    /// Whether the object of a frame has a member of the name of a key. `None` where its own name
    /// is not known.
    pub(super) fn has_member(&self, frame: &Frame, key: u32) -> Option<bool> {
        self.nesting
            .may_contain(self.content(frame.name)?, self.content(key)?)
    }

    /// The reading after a token that fits. `real` is whether it is in the text.
    pub(super) fn accept(
        &mut self,
        reading: &Reading,
        at: u32,
        kind: TokenKind,
        real: bool,
    ) -> Option<Reading> {
        let mut next = *reading;
        let top = &mut next.top;
        match (top.bracket, top.state) {
            (Bracket::Object, State::Start | State::Next) if kind.is_scalar() => {
                return self.accept_key(reading, at, kind);
            }
            (Bracket::Object, State::Colon) if kind == TokenKind::Colon => top.state = State::Value,
            (Bracket::Object, State::Value)
            | (Bracket::Array, State::Start | State::Next)
            | (Bracket::Document, State::Start)
                if kind.begins_value() =>
            {
                return Some(self.accept_value(reading, at, kind, real));
            }
            (Bracket::Object | Bracket::Array, State::After) if kind == TokenKind::Comma => {
                top.state = State::Next;
                top.comma = at;
                top.commas += 1;
            }
            (Bracket::Object | Bracket::Array, State::Start | State::After)
                if kind == top.bracket.end() =>
            {
                self.pop(&mut next);
            }
            _ => return None,
        }
        Some(next)
    }

    fn accept_key(&self, reading: &Reading, at: u32, kind: TokenKind) -> Option<Reading> {
        let is_named = self.is_named(at);
        let cost = match kind {
            TokenKind::String => 0,
            TokenKind::Word if !is_named => FAULT,
            TokenKind::Word => ODD,
            _ if is_named => ODD,
            _ => return None,
        };
        let mut next = *reading;
        next.cost += cost;
        next.top.state = State::Colon;
        next.top.key = at;
        self.align(&mut next.top, at);
        Some(next)
    }

    fn accept_value(&mut self, reading: &Reading, at: u32, kind: TokenKind, real: bool) -> Reading {
        let mut next = *reading;
        if kind == TokenKind::Word {
            next.cost += ODD;
        }
        if next.top.bracket == Bracket::Array {
            self.align(&mut next.top, at);
        }
        next.top.state = State::After;
        next.top.value = at;
        match kind {
            TokenKind::ArrayStart => self.push(&mut next, Bracket::Array, at, !real),
            TokenKind::ObjectStart => self.push(&mut next, Bracket::Object, at, !real),
            _ => {}
        }
        next
    }

    /// Learns where the members of a bracket begin, from the first that begins a line.
    pub(super) fn align(&self, top: &mut Frame, at: u32) {
        let token = &self.tokens[(at as usize).min(self.tokens.len() - 1)];
        if top.column == NONE && token.first {
            top.column = token.indent;
        }
    }

    /// Opens a bracket.
    pub(super) fn push(
        &mut self,
        reading: &mut Reading,
        bracket: Bracket,
        opener: u32,
        inserted: bool,
    ) {
        let outer = self.frames.len() as u32;
        self.frames.push(reading.top);
        let hash = reading
            .top
            .hash
            .wrapping_mul(0x9e37_79b9)
            .wrapping_add(reading.top.bracket as u32 + 1);
        // The values of an object have the names of their keys, the items of an array have none.
        let name = if reading.top.bracket == Bracket::Object {
            reading.top.key
        } else {
            NONE
        };
        reading.top = Frame {
            bracket,
            inserted,
            opener,
            name,
            outer,
            hash,
            ..Frame::DOCUMENT
        };
        reading.depth += 1;
    }

    /// Closes the innermost bracket.
    pub(super) fn pop(&mut self, reading: &mut Reading) {
        let inner = reading.top;
        let outer = self.outer(&inner).copied();
        debug_assert_eq!(
            outer.is_some(),
            reading.depth > 0,
            "each bracket is in another or in the document"
        );
        reading.depth = if outer.is_some() {
            reading.depth.saturating_sub(1)
        } else {
            0
        };
        reading.top = outer.unwrap_or(Frame::DOCUMENT);
        reading.closed = self.frames.len() as u32;
        self.frames.push(inner);
    }

    /// Adds a change to a reading.
    pub(super) fn change(&mut self, reading: &mut Reading, change: Change, cost: u32) {
        let index = self.changes.len() as u32;
        self.changes.push((change, reading.last_change));
        reading.last_change = index;
        reading.changes += 1;
        reading.cost += cost;
    }

    /// The reading after an inserted token that fits.
    pub(super) fn insert(
        &mut self,
        reading: &Reading,
        change: Change,
        cost: u32,
    ) -> Option<Reading> {
        let Action::Insert(kind) = change.action else {
            return None;
        };
        let change = if change.reason == Reason::ClosingMissing {
            change.with_opener(reading.top.real_opener())
        } else {
            change
        };
        let mut next = self.accept(reading, change.at, kind, false)?;
        self.change(&mut next, change, cost);
        Some(next)
    }

    /// Inserts a token, and tries again to read the next one.
    pub(super) fn insert_and_retry(
        &mut self,
        step: &Step,
        kind: TokenKind,
        reason: Reason,
        cost: u32,
    ) {
        let change = Change::insert(step.at, kind, reason);
        if let Some(next) = self.insert(&step.reading, change, cost) {
            self.retry(next, step.depth + 1);
        }
    }

    /// Deletes the token. Neighbours that are deleted together are one mistake.
    pub(super) fn delete(&mut self, step: &Step, reason: Reason, cost: u32) {
        let (reading, at) = (&step.reading, step.at);
        // A comma that was inserted before it would be before nothing.
        if reading.top.state == State::Next && reading.top.comma == at {
            return;
        }
        let last = self.changes.get(reading.last_change as usize);
        let is_run = last.is_some_and(|(last, _)| {
            last.action == Action::Delete && last.at + 1 == at && last.reason.covers(reason)
        });
        let mut next = *reading;
        self.change(
            &mut next,
            Change::delete(at, reason),
            if is_run { 2 } else { cost },
        );
        self.keep(next);
    }

    /// Closes brackets until the one `levels` further out is the innermost.
    pub(super) fn close_levels(
        &mut self,
        reading: &Reading,
        at: u32,
        levels: u32,
    ) -> Option<Reading> {
        let mut next = *reading;
        for level in 0..levels {
            let change = Change::insert(at, next.top.bracket.end(), Reason::ClosingMissing);
            let cost = if level == 0 { FAULT } else { FAULT / 2 };
            next = self.insert(&next, change, cost)?;
        }
        Some(next)
    }

    /// Closes brackets before the last comma, and reads that comma in the bracket around them.
    pub(super) fn close_before_comma(&mut self, reading: &Reading, levels: u32) -> Option<Reading> {
        let comma = reading.top.comma;
        let before = reading.in_state(State::After);
        let closed = self.close_levels(&before, comma, levels)?;
        self.accept(&closed, comma, TokenKind::Comma, true)
    }
}
