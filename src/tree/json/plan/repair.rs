//! What could have been meant where a symbol does not fit: every guess is a reading of its own.

use crate::tree::json::lexer::{Token, TokenKind};
use crate::tree::json::plan::{
    Action, Bracket, Change, FAULT, Frame, HINT, NONE, Planner, Reading, Reason, State, follows,
};

impl Planner<'_> {
    /// The symbol does not fit: splits the reading into what could have been meant.
    pub(super) fn repair(&mut self, reading: &Reading, at: u32, kind: TokenKind, depth: u32) {
        let top = reading.top;
        if top.bracket == Bracket::Document {
            return self.repair_around(reading, at, kind, depth);
        }
        match kind {
            TokenKind::Comma => self.repair_at_comma(reading, at, depth),
            TokenKind::Colon => self.repair_at_colon(reading, at, depth),
            TokenKind::ObjectEnd | TokenKind::ArrayEnd => {
                self.repair_at_end(reading, at, kind, depth)
            }
            _ if kind.begins_value() => self.repair_at_value(reading, at, kind, depth),
            _ => self.mistyped(reading, at),
        }
        let reason = match kind {
            TokenKind::Comma => Reason::CommaExtra,
            TokenKind::Colon => Reason::ColonExtra,
            TokenKind::ObjectStart
            | TokenKind::ArrayStart
            | TokenKind::ObjectEnd
            | TokenKind::ArrayEnd => Reason::BracketExtra,
            _ => Reason::Stray,
        };
        let cost = match reason {
            Reason::Stray => FAULT + 3,
            Reason::BracketExtra if self.stands_twice(at) => FAULT - 1,
            Reason::BracketExtra => FAULT + 1,
            _ => FAULT,
        };
        self.delete(reading, at, reason, cost);
    }

    /// Whether the symbol directly before is the same.
    pub(super) fn stands_twice(&self, at: u32) -> bool {
        let (Some(before), here) = (
            at.checked_sub(1).map(|at| self.tokens[at as usize]),
            self.tokens[at as usize],
        ) else {
            return false;
        };
        before.kind == here.kind && before.span.end == here.span.start
    }

    fn repair_at_comma(&mut self, reading: &Reading, at: u32, depth: u32) {
        let top = reading.top;
        match (top.bracket, top.state) {
            (_, State::Start) => self.insert_and_step(
                reading,
                at,
                top.bracket.end(),
                Reason::ClosingMissing,
                FAULT,
                depth,
            ),
            (Bracket::Object, State::Value) => self.insert_and_step(
                reading,
                at,
                TokenKind::Null,
                Reason::ValueMissing,
                FAULT + 2,
                depth,
            ),
            (Bracket::Object, State::Colon) => {
                self.array_opened_as_object(reading, at, depth);
                self.opening_before_value(reading, at, depth);
                if self.kind(at + 1).is_some_and(TokenKind::begins_value) {
                    let mut next = *reading;
                    next.top.state = State::Value;
                    let change = Change {
                        at,
                        action: Action::Replace(TokenKind::Colon),
                        reason: Reason::SeparatorWrong,
                        opener: None,
                    };
                    self.change(&mut next, change, FAULT);
                    self.next.push(next);
                }
                self.member_without_value(reading, at, depth);
            }
            _ => {}
        }
    }

    /// A key that nothing follows, or, where nothing has such a name, a value that lost its key.
    fn member_without_value(&mut self, reading: &Reading, at: u32, depth: u32) {
        let key = reading.top.key;
        if self.kind(key) != Some(TokenKind::String)
            || !self
                .nesting
                .is_known(&self.text[self.tokens[key as usize].content.range()])
        {
            let mut next = *reading;
            next.top.state = State::After;
            next.top.value = key;
            for kind in [TokenKind::String, TokenKind::Colon] {
                let change = Change {
                    at: key,
                    action: Action::Insert(kind),
                    reason: Reason::KeyMissing,
                    opener: None,
                };
                self.change(&mut next, change, FAULT / 2 + 2);
            }
            return self.step(&next, at, depth + 1);
        }
        if let Some(colon) = self.insert(
            reading,
            at,
            TokenKind::Colon,
            Reason::ValueMissing,
            FAULT + 4,
        ) && let Some(null) = self.insert(&colon, at, TokenKind::Null, Reason::ValueMissing, 0)
        {
            self.step(&null, at, depth + 1);
        }
    }

    fn repair_at_colon(&mut self, reading: &Reading, at: u32, depth: u32) {
        let top = reading.top;
        if top.bracket == Bracket::Object && matches!(top.state, State::Start | State::Next) {
            self.insert_and_step(
                reading,
                at,
                TokenKind::String,
                Reason::KeyMissing,
                FAULT,
                depth,
            );
        }
        if top.state != State::After {
            return;
        }
        self.object_opened_as_array(reading, at, depth);
        if follows(top.value, at) && self.kind(top.value).is_some_and(TokenKind::is_scalar) {
            self.closing_before_key(reading, at);
            self.closed_too_early(reading, at);
            self.opening_before_key(reading, at);
        }
        let behind = self.kind(at + 1).is_some_and(TokenKind::is_scalar)
            && self.kind(at + 2) == Some(TokenKind::Colon);
        if top.bracket == Bracket::Array || behind {
            let mut next = *reading;
            next.top.state = State::Next;
            next.top.comma = at;
            next.top.commas += 1;
            let change = Change {
                at,
                action: Action::Replace(TokenKind::Comma),
                reason: Reason::SeparatorWrong,
                opener: None,
            };
            self.change(&mut next, change, FAULT);
            self.next.push(next);
        }
    }

    /// The value before the colon is a key of an object whose bracket is missing.
    fn opening_before_key(&mut self, reading: &Reading, at: u32) {
        let mut next = *reading;
        let opener = next.top.value;
        self.push(&mut next, Bracket::Object, opener, true);
        next.top.state = State::Value;
        self.align(&mut next.top, opener);
        let change = Change {
            at: opener,
            action: Action::Insert(TokenKind::ObjectStart),
            reason: Reason::OpeningMissing,
            opener: None,
        };
        self.change(&mut next, change, FAULT);
        debug_assert_eq!(self.kind(at), Some(TokenKind::Colon));
        self.next.push(next);
    }

    /// The item before the colon is a key of the object around the array: the array's end is missing, or its beginning stands twice.
    fn closing_before_key(&mut self, reading: &Reading, at: u32) {
        let top = reading.top;
        let around = self
            .outer(&top)
            .is_some_and(|outer| outer.bracket == Bracket::Object);
        if top.bracket != Bracket::Array
            || !around
            || top.commas == 0
            || !follows(top.comma, top.value)
        {
            return;
        }
        let outside = |planner: &Self, next: &mut Reading| {
            if let Some(outer) = planner.outer(&top) {
                next.top = Frame {
                    state: State::Value,
                    comma: top.comma,
                    commas: outer.commas + 1,
                    ..*outer
                };
                next.depth -= 1;
            }
        };
        if top.commas == 1 && self.opens_twice(&top) {
            let mut next = *reading;
            outside(self, &mut next);
            let change = Change {
                at: top.opener,
                action: Action::Delete,
                reason: Reason::BracketExtra,
                opener: None,
            };
            self.change(&mut next, change, FAULT - 1);
            self.next.push(next);
        }
        let mut next = *reading;
        outside(self, &mut next);
        let change = Change {
            at: top.comma,
            action: Action::Insert(TokenKind::ArrayEnd),
            reason: Reason::ClosingMissing,
            opener: (!top.inserted).then_some(top.opener),
        };
        self.change(&mut next, change, FAULT);
        debug_assert_eq!(self.kind(at), Some(TokenKind::Colon));
        self.next.push(next);
    }

    /// The innermost array, which holds one value only, taken for a bracket that was typed twice.
    pub(super) fn without_double(&mut self, reading: &Reading, commas: u32) -> Option<Reading> {
        let top = reading.top;
        if top.bracket != Bracket::Array
            || top.state != State::After
            || top.commas != commas
            || !self.opens_twice(&top)
        {
            return None;
        }
        let mut next = *reading;
        self.pop(&mut next);
        let change = Change {
            at: top.opener,
            action: Action::Delete,
            reason: Reason::BracketExtra,
            opener: None,
        };
        self.change(&mut next, change, FAULT - 1);
        Some(next)
    }

    /// Whether the bracket stands twice in the text: `[[`.
    fn opens_twice(&self, frame: &Frame) -> bool {
        !frame.inserted
            && self.kind(frame.opener + 1) == self.kind(frame.opener)
            && self.stands_twice(frame.opener + 1)
    }

    /// The array around the last value of an object (or of the document) lacks its opening bracket.
    fn opening_before_value(&mut self, reading: &Reading, at: u32, depth: u32) {
        let mut top = reading.top;
        let item = match top.state {
            State::After | State::Next => top.value,
            // What was taken for a key is an item.
            State::Colon if follows(top.comma, at - 1) => at - 1,
            _ => return,
        };
        if top.value == NONE
            || top.bracket == Bracket::Array
            || self.kind(item) == Some(TokenKind::Word)
        {
            return;
        }
        let opener = top.value;
        let (state, comma, commas) = match top.state {
            State::Next => (State::Next, top.comma, 1),
            State::Colon => (State::After, top.comma, 1),
            _ => (State::After, NONE, 0),
        };
        top.state = State::After;
        let mut next = Reading { top, ..*reading };
        self.push(&mut next, Bracket::Array, opener, true);
        next.top = Frame {
            state,
            comma,
            commas,
            value: item,
            ..next.top
        };
        let change = Change {
            at: opener,
            action: Action::Insert(TokenKind::ArrayStart),
            reason: Reason::OpeningMissing,
            opener: None,
        };
        self.change(&mut next, change, FAULT);
        self.step(&next, at, depth + 1);
    }

    fn repair_at_end(&mut self, reading: &Reading, at: u32, kind: TokenKind, depth: u32) {
        let top = reading.top;
        let fits = top.bracket.end() == kind;
        match top.state {
            State::Next => {
                let comma = Change {
                    at: top.comma,
                    action: Action::Delete,
                    reason: Reason::CommaTrailing,
                    opener: None,
                };
                let mut next = Reading {
                    top: Frame {
                        state: State::After,
                        ..top
                    },
                    ..*reading
                };
                self.change(&mut next, comma, FAULT);
                self.step(&next, at, depth + 1);
            }
            State::Value => {
                let opening = if kind == TokenKind::ArrayEnd {
                    TokenKind::ArrayStart
                } else {
                    TokenKind::ObjectStart
                };
                self.insert_and_step(
                    reading,
                    at,
                    opening,
                    Reason::OpeningMissing,
                    if fits { FAULT + 2 } else { FAULT },
                    depth,
                );
                self.insert_and_step(
                    reading,
                    at,
                    TokenKind::Null,
                    Reason::ValueMissing,
                    FAULT + 1,
                    depth,
                );
            }
            State::Colon => {
                self.array_opened_as_object(reading, at, depth);
                if !fits {
                    self.opening_before_value(reading, at, depth);
                }
                self.member_without_value(reading, at, depth);
            }
            State::Start | State::After => {
                if let Some(single) = self.without_double(reading, 0) {
                    self.step(&single, at, depth + 1);
                }
                if top.state == State::After && kind == TokenKind::ArrayEnd {
                    self.opening_before_value(reading, at, depth);
                }
                if self
                    .level(&top, |_, frame| {
                        frame.bracket.end() == kind && frame.bracket != Bracket::Document
                    })
                    .is_some()
                {
                    self.insert_and_step(
                        reading,
                        at,
                        top.bracket.end(),
                        Reason::ClosingMissing,
                        FAULT,
                        depth,
                    );
                }
                let mut next = *reading;
                self.pop(&mut next);
                let opener = (!top.inserted).then_some(top.opener);
                let change = Change {
                    at,
                    action: Action::Replace(top.bracket.end()),
                    reason: Reason::BracketWrong,
                    opener,
                };
                // Who wrote the one bracket for the other meant both.
                self.change(&mut next, change, if top.swapped { 1 } else { FAULT + 1 });
                self.next.push(next);
            }
        }
    }

    fn repair_at_value(&mut self, reading: &Reading, at: u32, kind: TokenKind, depth: u32) {
        let top = reading.top;
        match (top.bracket, top.state) {
            (_, State::After) => {
                self.document_unclosed(reading, at, kind);
                self.closing_line_missing(reading, at, kind, depth);
                self.glued(reading, at, kind, depth);
                let key = kind.is_scalar() && self.kind(at + 1) == Some(TokenKind::Colon);
                let sure = (top.bracket == Bracket::Object) == key;
                let word = kind == TokenKind::Word && !key;
                let cost = if sure { FAULT } else { FAULT + 2 } + if word { FAULT / 2 } else { 0 };
                self.insert_and_step(
                    reading,
                    at,
                    TokenKind::Comma,
                    Reason::CommaMissing,
                    cost,
                    depth,
                );
            }
            (Bracket::Object, State::Colon) => self.insert_and_step(
                reading,
                at,
                TokenKind::Colon,
                Reason::ColonMissing,
                FAULT,
                depth,
            ),
            (Bracket::Object, State::Next) => {
                self.line_missing(reading, at, kind, depth);
                self.opening_before_value(reading, at, depth);
                if follows(top.comma, at) {
                    let before = Reading {
                        top: Frame {
                            state: State::After,
                            ..top
                        },
                        ..*reading
                    };
                    if let Some(closed) = self.insert(
                        &before,
                        top.comma,
                        TokenKind::ObjectEnd,
                        Reason::ClosingMissing,
                        FAULT,
                    ) && let Some(behind) =
                        self.accept(&closed, top.comma, TokenKind::Comma, true)
                    {
                        self.step(&behind, at, depth + 1);
                    }
                }
            }
            (Bracket::Object, State::Start) => {
                self.array_opened_as_object(reading, at, depth);
                self.insert_and_step(
                    reading,
                    at,
                    TokenKind::ObjectEnd,
                    Reason::ClosingMissing,
                    FAULT + 2,
                    depth,
                );
            }
            _ => {}
        }
    }

    /// Outside of the document.
    fn repair_around(&mut self, reading: &Reading, at: u32, kind: TokenKind, depth: u32) {
        let top = reading.top;
        if top.state == State::After {
            let last = at.checked_sub(1).and_then(|last| self.kind(last));
            if let Some(closed) = self.frames.get(reading.closed as usize).copied()
                && matches!(last, Some(TokenKind::ObjectEnd | TokenKind::ArrayEnd))
                && !self.was_deleted(reading, at - 1)
            {
                let mut next = Reading {
                    top: closed,
                    depth: 1,
                    closed: NONE,
                    ..*reading
                };
                let change = Change {
                    at: at - 1,
                    action: Action::Delete,
                    reason: Reason::BracketExtra,
                    opener: None,
                };
                self.change(&mut next, change, FAULT);
                self.step(&next, at, depth + 1);
            }
            if kind == TokenKind::Colon
                && follows(top.value, at)
                && self.kind(top.value) == Some(TokenKind::String)
            {
                self.opening_before_key(reading, at);
            }
            if matches!(kind, TokenKind::Comma | TokenKind::ArrayEnd) {
                self.opening_before_value(reading, at, depth);
            }
            if self.kind(top.value) == Some(TokenKind::ObjectStart)
                && self.begins_document(at, kind)
            {
                self.next.push(Reading {
                    second: at,
                    cost: reading.cost + FAULT + 2,
                    ..*reading
                });
                return;
            }
        }
        self.delete(reading, at, Reason::Behind, FAULT + 2);
    }

    /// The document was not closed before another begins: a line that opens an object like the first line of the text, with the same key.
    fn document_unclosed(&mut self, reading: &Reading, at: u32, kind: TokenKind) {
        /// Nobody loses the ends of so many levels at once, and to close them is written down for each line.
        const DEEPEST: u32 = 64;
        if reading.depth > DEEPEST {
            return;
        }
        let (Some(first), token) = (self.tokens.first(), self.tokens[at as usize]) else {
            return;
        };
        let opens = kind == TokenKind::ObjectStart
            && first.kind == kind
            && token.first
            && token.indent == first.indent;
        let key = |at: u32| {
            self.tokens
                .get(at as usize)
                .filter(|token| token.kind == TokenKind::String)
        };
        let same = |(one, other): (&Token, &Token)| {
            self.text[one.content.range()] == self.text[other.content.range()]
        };
        if opens
            && key(1).zip(key(at + 1)).is_some_and(same)
            && let Some(closed) = self.close_levels(reading, at, reading.depth)
        {
            self.next.push(Reading {
                second: at,
                cost: closed.cost + HINT,
                ..closed
            });
        }
    }

    /// Whether another document begins at a symbol behind the first: an object right behind it, behind a comma, or on a line of its own.
    fn begins_document(&self, at: u32, kind: TokenKind) -> bool {
        let last = at.checked_sub(1).and_then(|last| self.kind(last));
        match kind {
            TokenKind::ObjectStart => {
                self.tokens[at as usize].first || last == Some(TokenKind::ObjectEnd)
            }
            TokenKind::Comma => {
                last == Some(TokenKind::ObjectEnd)
                    && self.kind(at + 1) == Some(TokenKind::ObjectStart)
            }
            _ => false,
        }
    }

    /// Whether the last change of a reading took this symbol out or put one in before it.
    pub(super) fn was_deleted(&self, reading: &Reading, at: u32) -> bool {
        self.changes
            .get(reading.last_change as usize)
            .is_some_and(|entry| {
                entry.0.at == at && entry.0.action != Action::Insert(TokenKind::Comma)
            })
    }
}
