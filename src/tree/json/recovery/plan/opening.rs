//! Guesses about an opening bracket that is missing or duplicated.

use crate::tree::json::recovery::plan::change::{Change, Reason};
use crate::tree::json::recovery::plan::state::{
    Bracket, FAULT, Frame, HINT, NONE, Planner, Reading, State, Step, follows,
};
use crate::tree::json::recovery::token::TokenKind;

/// Whether the opening bracket of a frame is duplicated in the text: `[[`.
pub(super) fn is_doubled(planner: &Planner<'_>, frame: &Frame) -> bool {
    !frame.inserted
        && planner.kind(frame.opener + 1) == planner.kind(frame.opener)
        && planner.is_repeated(frame.opener + 1)
}

/// The value before the colon is a key of an object whose opening bracket is missing.
pub(super) fn before_key(planner: &mut Planner<'_>, step: &Step) {
    let mut next = step.reading;
    let opener = next.top.value;
    planner.push(&mut next, Bracket::Object, opener, true);
    next.top.state = State::Value;
    planner.align(&mut next.top, opener);
    let bracket = Change::insert(opener, TokenKind::ObjectStart, Reason::OpeningMissing);
    planner.change(&mut next, bracket, FAULT);
    debug_assert_eq!(step.kind, TokenKind::Colon);
    planner.keep(next);
}

/// The opening bracket of the array around the last value of an object (or of the document) is
/// missing.
pub(super) fn before_value(planner: &mut Planner<'_>, step: &Step) {
    let top = step.reading.top;
    let (item, state, comma, commas) = match top.state {
        State::After => (top.value, State::After, NONE, 0),
        State::Next => (top.value, State::Next, top.comma, 1),
        // What was read as a key is an item.
        State::Colon if follows(top.comma, step.at - 1) => {
            (step.at - 1, State::After, top.comma, 1)
        }
        _ => return,
    };
    let is_word = planner.kind(item) == Some(TokenKind::Word);
    if top.value == NONE || top.bracket == Bracket::Array || is_word {
        return;
    }
    let opener = top.value;
    let mut next = step.reading.in_state(State::After);
    planner.push(&mut next, Bracket::Array, opener, true);
    next.top = Frame {
        state,
        comma,
        commas,
        value: item,
        ..next.top
    };
    let bracket = Change::insert(opener, TokenKind::ArrayStart, Reason::OpeningMissing);
    planner.change(&mut next, bracket, FAULT);
    planner.retry(next, step.depth + 1);
}

/// The first key of an object is not one that an object of its name has: its value is a list, whose
/// opening bracket is missing, and the object is an item of that. Splits the reading, and returns
/// what the doubt costs it.
pub(super) fn of_list(planner: &mut Planner<'_>, step: &Step) -> Option<u32> {
    let top = step.reading.top;
    let is_first = top.bracket == Bracket::Object
        && top.state == State::Start
        && follows(top.opener, step.at)
        && !top.inserted;
    let is_foreign = step.kind == TokenKind::String
        && is_first
        && planner.has_member(&top, step.at) == Some(false);
    if !is_foreign {
        return None;
    }
    let outer = planner
        .outer(&top)
        .copied()
        .filter(|_| planner.is_known(step.at))?;
    let opener = top.opener;
    let mut next = Reading {
        top: outer,
        depth: step.reading.depth - 1,
        ..step.reading
    };
    planner.push(&mut next, Bracket::Array, opener, true);
    next.top.state = State::After;
    next.top.value = opener;
    planner.push(&mut next, Bracket::Object, opener, false);
    let bracket = Change::insert(opener, TokenKind::ArrayStart, Reason::OpeningMissing);
    planner.change(&mut next, bracket, FAULT);
    planner.retry(next, step.depth + 2);
    Some(HINT)
}
