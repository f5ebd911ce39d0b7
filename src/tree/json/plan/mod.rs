//! Finds the fewest symbols that must be put in or taken out so that the rest is JSON.
//!
//! Several *readings* of the text go side by side from left to right. Where a symbol does not fit, a reading
//! splits into what could have been meant, each at a cost; where the layout of the text contradicts the brackets
//! (a line that is indented as if something had been closed), it splits as well. The cheapest reading at the end
//! is the plan. A reading keeps its innermost bracket by value and the ones outside it in a shared list, so that
//! splitting costs the same at every depth, and the number of readings is bounded, so that the time is linear.

mod lines;
mod repair;
mod wrong;

use crate::tree::Nesting;
use crate::tree::json::lexer::{Token, TokenKind};

/// How many readings go side by side.
const WIDTH: usize = 12;
/// A reading that costs so much more than the best one is dropped.
const HOPELESS: u32 = 45;
/// How many steps of readings are spent on a text before fewer of them go side by side.
const BUDGET: usize = 6 << 20;
/// After so many changes the rest of the text is left unread.
const MAX_CHANGES: u32 = 100_000;
/// How many brackets are looked through for the one that a line's layout belongs to.
const LEVELS: u32 = 12;

/// One mistake.
const FAULT: u32 = 10;
/// A symbol that was taken for another, such as a word for a string.
const ODD: u32 = 6;
/// A line that is not indented as its bracket says.
const LAYOUT: u32 = 3;

/// A name that would also be right elsewhere.
const HINT: u32 = 1;

const NONE: u32 = u32::MAX;

/// What is done to the symbols.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Action {
    /// A symbol of this kind is put before the one at the index.
    Insert(TokenKind),
    /// The symbol is taken out.
    Delete,
    /// The symbol becomes one of this kind.
    Replace(TokenKind),
}

/// What was wrong.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Reason {
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
    /// A value in the place of a member, without its key.
    KeyMissing,
    /// A whole line that opens an object or array.
    LineMissing,
    Stray,
    /// Behind the end of the document.
    Behind,
    /// The text ends too early.
    End,
}

impl Reason {
    /// Whether a symbol taken out for the other reason right behind one taken out for this is the same mistake: `},`.
    pub(super) fn covers(self, other: Self) -> bool {
        self == other
            || matches!(self, Self::BracketExtra | Self::Stray | Self::CommaTrailing)
                && other == Self::CommaExtra
    }
}

/// One change of the symbols.
#[derive(Clone, Copy, Debug)]
pub(super) struct Change {
    /// Index of the symbol; the number of symbols for the end.
    pub(super) at: u32,
    pub(super) action: Action,
    pub(super) reason: Reason,
    /// Index of the bracket that it belongs to.
    pub(super) opener: Option<u32>,
}

/// The changes in the order of the symbols.
#[derive(Debug, Default)]
pub(super) struct Plan {
    pub(super) changes: Vec<Change>,
    /// How many symbols were read.
    pub(super) read: usize,
    /// Index of the symbol where another document begins. It and what follows belong to none of the readings.
    pub(super) second: Option<usize>,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
enum Bracket {
    Document,
    Object,
    Array,
}

/// What may come next inside a bracket.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
enum State {
    /// The first member, or the end.
    Start,
    /// A member, behind a comma.
    Next,
    /// A colon.
    Colon,
    /// The value of a member.
    Value,
    /// A comma, or the end.
    After,
}

#[derive(Clone, Copy, Debug)]
struct Frame {
    bracket: Bracket,
    state: State,
    /// Whether the opening bracket is not in the text.
    inserted: bool,
    /// Whether the opening bracket became one of the other kind.
    swapped: bool,
    /// Index of the opening bracket, or of the symbol it is put before.
    opener: u32,
    /// Index where the last value begins.
    value: u32,
    /// Index of the last comma, and how many there were.
    comma: u32,
    commas: u32,
    /// Indentation of the lines that members begin.
    column: u32,
    /// Index of the key whose value it is.
    name: u32,
    /// Index of the last key inside.
    key: u32,
    /// The bracket around it.
    outer: u32,
    /// Sum of the brackets around it.
    hash: u32,
}

#[derive(Clone, Copy, Debug)]
struct Reading {
    cost: u32,
    changes: u32,
    last_change: u32,
    depth: u32,
    /// The bracket that was closed last.
    closed: u32,
    /// Index of the symbol where another document begins.
    second: u32,
    top: Frame,
}

struct Planner<'t> {
    text: &'t str,
    tokens: &'t [Token],
    nesting: &'t dyn Nesting,
    frames: Vec<Frame>,
    changes: Vec<(Change, u32)>,
    next: Vec<Reading>,
}

/// The cheapest plan that can be found.
pub(super) fn find(text: &str, tokens: &[Token], nesting: &dyn Nesting) -> Plan {
    let mut planner = Planner {
        text,
        tokens,
        nesting,
        frames: Vec::new(),
        changes: Vec::new(),
        next: Vec::new(),
    };
    let mut readings = vec![Reading {
        cost: 0,
        changes: 0,
        last_change: NONE,
        depth: 0,
        closed: NONE,
        second: NONE,
        top: document(),
    }];
    let width = (BUDGET / tokens.len().max(1)).clamp(2, WIDTH);
    let mut read = tokens.len();
    for at in 0..tokens.len() {
        planner.next.clear();
        for reading in &readings {
            planner.step(reading, at as u32, 0);
        }
        std::mem::swap(&mut readings, &mut planner.next);
        if readings.len() > 1 {
            prune(&mut readings, width);
        }
        if readings.iter().all(|reading| reading.changes > MAX_CHANGES) {
            read = at + 1;
            break;
        }
    }
    planner.finish(&readings, read)
}

fn document() -> Frame {
    Frame {
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
    }
}

/// Keeps the best readings, and of those that stand at the same place the cheapest.
fn prune(readings: &mut Vec<Reading>, width: usize) {
    readings.sort_by_key(|reading| reading.cost);
    let best = readings.first().map_or(0, |reading| reading.cost);
    let mut kept = 0;
    for index in 0..readings.len() {
        let reading = readings[index];
        if kept == width || reading.cost > best + HOPELESS {
            break;
        }
        if readings[..kept]
            .iter()
            .any(|other| same_place(other, &reading))
        {
            continue;
        }
        readings[kept] = reading;
        kept += 1;
    }
    readings.truncate(kept);
}

fn same_place(one: &Reading, other: &Reading) -> bool {
    let (a, b) = (&one.top, &other.top);
    one.depth == other.depth
        && one.second == other.second
        && a.hash == b.hash
        && a.bracket == b.bracket
        && a.state == b.state
}

/// Whether the symbol at `second` stands right behind the one at `first`.
fn follows(first: u32, second: u32) -> bool {
    first != NONE && first + 1 == second
}

impl TokenKind {
    fn is_scalar(self) -> bool {
        matches!(
            self,
            Self::String | Self::Number | Self::Boolean | Self::Null | Self::Word
        )
    }

    fn is_opening(self) -> bool {
        matches!(self, Self::ObjectStart | Self::ArrayStart)
    }

    fn begins_value(self) -> bool {
        self.is_scalar() || self.is_opening()
    }
}

impl Bracket {
    fn end(self) -> TokenKind {
        if self == Self::Array {
            TokenKind::ArrayEnd
        } else {
            TokenKind::ObjectEnd
        }
    }
}

impl Planner<'_> {
    fn kind(&self, at: u32) -> Option<TokenKind> {
        self.tokens.get(at as usize).map(|token| token.kind)
    }

    /// Takes the symbol at the index into a reading, in every way that makes sense.
    fn step(&mut self, reading: &Reading, at: u32, depth: u32) {
        if reading.second != NONE {
            self.next.push(*reading);
            return;
        }
        let kind = self.tokens[at as usize].kind;
        if let Some(next) = self.accept(reading, at, kind, true) {
            if depth < 2 {
                let doubt = self.layout(reading, at, kind, depth);
                self.next.push(Reading {
                    cost: next.cost + doubt,
                    ..next
                });
            } else {
                self.next.push(next);
            }
        } else if depth < 3 {
            self.repair(reading, at, kind, depth);
        }
    }

    /// The reading behind a symbol that fits.
    fn accept(
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
                let named = self.kind(at + 1) == Some(TokenKind::Colon);
                match kind {
                    TokenKind::String => {}
                    TokenKind::Word if !named => next.cost += FAULT,
                    TokenKind::Word => next.cost += ODD,
                    _ if named => next.cost += ODD,
                    _ => return None,
                }
                top.state = State::Colon;
                top.key = at;
                self.align(top, at);
            }
            (Bracket::Object, State::Colon) if kind == TokenKind::Colon => top.state = State::Value,
            (Bracket::Object, State::Value)
            | (Bracket::Array, State::Start | State::Next)
            | (Bracket::Document, State::Start)
                if kind.begins_value() =>
            {
                if kind == TokenKind::Word {
                    next.cost += ODD;
                }
                if top.bracket == Bracket::Array {
                    self.align(top, at);
                }
                top.state = State::After;
                top.value = at;
                if kind.is_opening() {
                    self.push(
                        &mut next,
                        if kind == TokenKind::ArrayStart {
                            Bracket::Array
                        } else {
                            Bracket::Object
                        },
                        at,
                        !real,
                    );
                }
            }
            (Bracket::Object | Bracket::Array, State::After) if kind == TokenKind::Comma => {
                top.state = State::Next;
                top.comma = at;
                top.commas += 1;
            }
            (Bracket::Object | Bracket::Array, State::Start | State::After)
                if kind == top.bracket.end() =>
            {
                self.pop(&mut next)
            }
            _ => return None,
        }
        Some(next)
    }

    /// Learns where members of a bracket begin, from the first that begins a line.
    fn align(&self, top: &mut Frame, at: u32) {
        let token = &self.tokens[(at as usize).min(self.tokens.len() - 1)];
        if top.column == NONE && token.first {
            top.column = token.indent;
        }
    }

    fn push(&mut self, reading: &mut Reading, bracket: Bracket, opener: u32, inserted: bool) {
        let outer = self.frames.len() as u32;
        self.frames.push(reading.top);
        let hash = reading
            .top
            .hash
            .wrapping_mul(0x9e37_79b9)
            .wrapping_add(reading.top.bracket as u32 + 1);
        // The values of an object are named by their keys, the items of an array by nothing.
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
            ..document()
        };
        reading.depth += 1;
    }

    fn pop(&mut self, reading: &mut Reading) {
        let inner = reading.top;
        let outer = self.frames.get(inner.outer as usize);
        debug_assert_eq!(
            outer.is_some(),
            reading.depth > 0,
            "each bracket stands in another or in the document"
        );
        reading.depth = if outer.is_some() {
            reading.depth.saturating_sub(1)
        } else {
            0
        };
        reading.top = outer.copied().unwrap_or_else(document);
        reading.closed = self.frames.len() as u32;
        self.frames.push(inner);
    }

    fn outer(&self, frame: &Frame) -> Option<&Frame> {
        self.frames.get(frame.outer as usize)
    }

    fn change(&mut self, reading: &mut Reading, change: Change, cost: u32) {
        let index = self.changes.len() as u32;
        self.changes.push((change, reading.last_change));
        reading.last_change = index;
        reading.changes += 1;
        reading.cost += cost;
    }

    /// The reading with a symbol put in that fits.
    fn insert(
        &mut self,
        reading: &Reading,
        at: u32,
        kind: TokenKind,
        reason: Reason,
        cost: u32,
    ) -> Option<Reading> {
        let opener = (reason == Reason::ClosingMissing && !reading.top.inserted)
            .then_some(reading.top.opener);
        let mut next = self.accept(reading, at, kind, false)?;
        self.change(
            &mut next,
            Change {
                at,
                action: Action::Insert(kind),
                reason,
                opener,
            },
            cost,
        );
        Some(next)
    }

    /// Puts a symbol in and goes on.
    fn insert_and_step(
        &mut self,
        reading: &Reading,
        at: u32,
        kind: TokenKind,
        reason: Reason,
        cost: u32,
        depth: u32,
    ) {
        if let Some(next) = self.insert(reading, at, kind, reason, cost) {
            self.step(&next, at, depth + 1);
        }
    }

    /// Takes the symbol out. Neighbours taken out together are one mistake.
    fn delete(&mut self, reading: &Reading, at: u32, reason: Reason, cost: u32) {
        // A comma that was put in before it would stand before nothing.
        if reading.top.state == State::Next && reading.top.comma == at {
            return;
        }
        let mut next = *reading;
        let last = self
            .changes
            .get(reading.last_change as usize)
            .map(|entry| entry.0);
        let run = last.is_some_and(|last| {
            last.action == Action::Delete && last.at + 1 == at && last.reason.covers(reason)
        });
        let change = Change {
            at,
            action: Action::Delete,
            reason,
            opener: None,
        };
        self.change(&mut next, change, if run { 2 } else { cost });
        self.next.push(next);
    }

    /// Closes brackets until the one at `levels` above is innermost.
    fn close_levels(&mut self, reading: &Reading, at: u32, levels: u32) -> Option<Reading> {
        let mut next = *reading;
        for level in 0..levels {
            let kind = next.top.bracket.end();
            next = self.insert(
                &next,
                at,
                kind,
                Reason::ClosingMissing,
                if level == 0 { FAULT } else { FAULT / 2 },
            )?;
        }
        Some(next)
    }

    /// The layout contradicts a symbol that fits: splits the reading, and returns what the doubt costs it.
    fn layout(&mut self, reading: &Reading, at: u32, kind: TokenKind, depth: u32) -> u32 {
        let token = self.tokens[at as usize];
        let top = reading.top;
        if let Some(doubt) = self
            .stranger(reading, at, kind, depth)
            .or_else(|| self.list_opening_missing(reading, at, kind, depth))
        {
            return doubt;
        }
        let ends = matches!(kind, TokenKind::ObjectEnd | TokenKind::ArrayEnd);
        let begins = kind.begins_value() && matches!(top.state, State::Start | State::Next);
        if top.inserted || top.opener == NONE || !(ends || begins && token.first) {
            return 0;
        }
        if ends {
            let opener = self.tokens[top.opener as usize];
            let block = self
                .tokens
                .get(top.opener as usize + 1)
                .is_some_and(|next| next.first);
            if token.first && token.indent == opener.indent || !token.first && !block {
                return 0;
            }
            if token.first && token.indent < opener.indent {
                let found = self.level(&top, |planner, frame| {
                    let real = frame.opener != NONE && !frame.inserted;
                    frame.bracket.end() == kind
                        && real
                        && planner.tokens[frame.opener as usize].indent == token.indent
                });
                if let Some(closed) =
                    found.and_then(|levels| self.close_levels(reading, at, levels))
                {
                    self.step(&closed, at, depth + 2);
                }
            } else {
                self.delete(reading, at, Reason::BracketExtra, FAULT);
            }
            return LAYOUT;
        }
        self.line_missing(reading, at, kind, depth);
        // A bracket whose members stand on its own line ends there too.
        let inline = top.column == NONE && top.commas > 0;
        if top.state != State::Next || !inline && (top.column == NONE || token.indent == top.column)
        {
            return 0;
        }
        if (inline || token.indent < top.column) && follows(top.comma, at) {
            let found = self.level(&top, |_, frame| frame.column == token.indent);
            let before = Reading {
                top: Frame {
                    state: State::After,
                    ..top
                },
                ..*reading
            };
            let closed = found.and_then(|levels| self.close_levels(&before, top.comma, levels));
            let single = self.without_double(&before, 1);
            for reading in [single, closed].into_iter().flatten() {
                if let Some(behind) = self.accept(&reading, top.comma, TokenKind::Comma, true) {
                    self.step(&behind, at, depth + 2);
                }
            }
        }
        LAYOUT
    }

    /// A key that an object of this name does not have, but one around it has: splits the reading, and returns what the doubt costs it.
    fn stranger(&mut self, reading: &Reading, at: u32, kind: TokenKind, depth: u32) -> Option<u32> {
        let top = reading.top;
        if kind != TokenKind::String
            || top.bracket != Bracket::Object
            || top.state != State::Next
            || !follows(top.comma, at)
        {
            return None;
        }
        if let Some(reopened) = self.reopened(reading, at) {
            self.step(&reopened, at, depth + 2);
            return Some(HINT);
        }
        let known = self
            .nesting
            .is_known(&self.text[self.tokens[at as usize].content.range()]);
        if !known || self.has_member(&top, at) != Some(false) {
            return None;
        }
        let found = self.level(&top, |planner, frame| {
            frame.bracket == Bracket::Object && planner.has_member(frame, at) != Some(false)
        })?;
        let before = Reading {
            top: Frame {
                state: State::After,
                ..top
            },
            ..*reading
        };
        if let Some(closed) = self.close_levels(&before, top.comma, found)
            && let Some(behind) = self.accept(&closed, top.comma, TokenKind::Comma, true)
        {
            self.step(&behind, at, depth + 2);
        }
        Some(LAYOUT)
    }

    /// The reading in which the object before the comma goes on, because the key is a member of it and not of the one around.
    fn reopened(&mut self, reading: &Reading, at: u32) -> Option<Reading> {
        let top = reading.top;
        let end = top
            .comma
            .checked_sub(1)
            .filter(|end| self.kind(*end) == Some(TokenKind::ObjectEnd))?;
        let closed = *self.frames.get(reading.closed as usize)?;
        let stranger = !matches!(self.has_member(&top, at), Some(true));
        let follows_itself = closed.bracket == Bracket::Object && closed.name == top.key;
        if !stranger || !follows_itself || self.has_member(&closed, at) != Some(true) {
            return None;
        }
        let mut next = Reading {
            top: closed,
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
            FAULT,
        );
        self.accept(&next, top.comma, TokenKind::Comma, true)
    }

    /// Whether the object of a frame has a member of the name of a key. `None` where its own name is not known.
    fn has_member(&self, frame: &Frame, key: u32) -> Option<bool> {
        let name = |at: u32| {
            self.tokens
                .get(at as usize)
                .map(|token| &self.text[token.content.range()])
        };
        self.nesting.may_contain(name(frame.name)?, name(key)?)
    }

    /// How many brackets must be closed to reach the one that is looked for.
    fn level(&self, top: &Frame, wanted: impl Fn(&Self, &Frame) -> bool) -> Option<u32> {
        let mut frame = top;
        for level in 1..=LEVELS {
            frame = self.outer(frame)?;
            if wanted(self, frame) {
                return Some(level);
            }
        }
        None
    }

    /// Ends every reading, and takes the cheapest.
    fn finish(mut self, readings: &[Reading], read: usize) -> Plan {
        let end = read as u32;
        let mut ended: Vec<Reading> = Vec::new();
        for reading in readings {
            if let Some(single) = self.without_double(reading, 0) {
                ended.push(self.end(&single, end));
            }
            ended.push(self.end(reading, end));
        }
        let best = ended.iter().min_by_key(|reading| reading.cost);
        let mut changes = Vec::new();
        let mut link = best.map_or(NONE, |reading| reading.last_change);
        while let Some((change, before)) = self.changes.get(link as usize) {
            changes.push(*change);
            link = *before;
        }
        changes.reverse();
        // What the end of the text takes with it was not mended before: nothing divides, and nothing is put before it.
        let ended: Vec<u32> = changes
            .iter()
            .filter(|change| change.reason == Reason::End && change.action == Action::Delete)
            .map(|change| change.at)
            .collect();
        changes.retain(|change| {
            let mends = matches!(
                change.action,
                Action::Replace(_) | Action::Insert(TokenKind::Comma)
            );
            !(mends && ended.contains(&change.at))
        });
        changes.sort_by_key(|change| change.at);
        // Of brackets that open at one place, the one that was found missing last is around the others.
        let opens = |change: &Change| change.reason == Reason::OpeningMissing;
        for run in
            changes.chunk_by_mut(|one, other| one.at == other.at && opens(one) && opens(other))
        {
            run.reverse();
        }
        let second = best.map_or(NONE, |reading| reading.second);
        Plan {
            changes,
            read,
            second: (second != NONE).then_some(second as usize),
        }
    }

    /// Completes what is open at the end of the text.
    fn end(&mut self, reading: &Reading, end: u32) -> Reading {
        let mut next = *reading;
        let open = next.depth > 0;
        if open {
            next.cost += FAULT;
        }
        match next.top.state {
            State::Next => {
                let change = Change {
                    at: next.top.comma,
                    action: Action::Delete,
                    reason: Reason::End,
                    opener: None,
                };
                self.change(&mut next, change, 2);
                next.top.state = State::After;
            }
            // Half a key says nothing; it goes, with the comma before it.
            State::Colon => {
                let delete = |at| Change {
                    at,
                    action: Action::Delete,
                    reason: Reason::End,
                    opener: None,
                };
                let (key, comma) = (next.top.key, next.top.comma);
                self.change(&mut next, delete(key), 2);
                // A comma that is not in the text has the place of the key.
                if comma != NONE && comma != key {
                    self.change(&mut next, delete(comma), 0);
                }
                next.top.state = State::After;
            }
            State::Value => {
                next = self
                    .insert(&next, end, TokenKind::Null, Reason::End, 2)
                    .unwrap_or(next)
            }
            State::Start | State::After => {}
        }
        while next.depth > 0 {
            let before = next;
            let opener = (!before.top.inserted).then_some(before.top.opener);
            let kind = before.top.bracket.end();
            self.pop(&mut next);
            self.change(
                &mut next,
                Change {
                    at: end,
                    action: Action::Insert(kind),
                    reason: Reason::ClosingMissing,
                    opener,
                },
                0,
            );
        }
        next
    }
}
