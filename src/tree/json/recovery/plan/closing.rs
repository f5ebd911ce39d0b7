//! Guesses about a closing bracket that does not fit.

use crate::tree::json::recovery::plan::change::{Change, Reason};
use crate::tree::json::recovery::plan::state::{Bracket, FAULT, Planner, Reading, State, Step};
use crate::tree::json::recovery::plan::{bracket, opening, value};
use crate::tree::json::recovery::token::TokenKind;

/// A closing bracket that does not fit.
pub(super) fn guess(planner: &mut Planner<'_>, step: &Step) {
    let top = step.reading.top;
    let fits = top.bracket.end() == step.kind;
    match top.state {
        State::Next => {
            let comma = Change::delete(top.comma, Reason::CommaTrailing);
            let mut next = step.reading.in_state(State::After);
            planner.change(&mut next, comma, FAULT);
            planner.retry(next, step.depth + 1);
        }
        State::Value => instead_of_value(planner, step, fits),
        State::Colon => {
            bracket::array_opened_as_object(planner, step);
            if !fits {
                opening::before_value(planner, step);
            }
            value::missing(planner, step);
        }
        State::Start | State::After => wrong_kind(planner, step),
    }
}

/// A closing bracket directly after a colon.
fn instead_of_value(planner: &mut Planner<'_>, step: &Step, fits: bool) {
    let opening = if step.kind == TokenKind::ArrayEnd {
        TokenKind::ArrayStart
    } else {
        TokenKind::ObjectStart
    };
    let cost = if fits { FAULT + 2 } else { FAULT };
    planner.insert_and_retry(step, opening, Reason::OpeningMissing, cost);
    planner.insert_and_retry(step, TokenKind::Null, Reason::ValueMissing, FAULT + 1);
}

/// A closing bracket of the wrong kind.
fn wrong_kind(planner: &mut Planner<'_>, step: &Step) {
    let top = step.reading.top;
    if let Some(single) = without_double(planner, &step.reading, 0) {
        planner.retry(single, step.depth + 1);
    }
    if top.state == State::After && step.kind == TokenKind::ArrayEnd {
        opening::before_value(planner, step);
    }
    let closes_outer = planner.levels_to(&top, |_, frame| {
        frame.bracket.end() == step.kind && frame.bracket != Bracket::Document
    });
    if closes_outer.is_some() {
        planner.insert_and_retry(step, top.bracket.end(), Reason::ClosingMissing, FAULT);
    }
    let mut next = step.reading;
    planner.pop(&mut next);
    let right = Change::replace(step.at, top.bracket.end(), Reason::BracketWrong)
        .with_opener(top.real_opener());
    // If the opening bracket is wrong, so is the closing one.
    let cost = if top.swapped { 1 } else { FAULT + 1 };
    planner.change(&mut next, right, cost);
    planner.keep(next);
}

/// The reading in which the opening bracket of the innermost array, which contains a single value,
/// is a duplicate.
pub(super) fn without_double(
    planner: &mut Planner<'_>,
    reading: &Reading,
    commas: u32,
) -> Option<Reading> {
    let top = reading.top;
    let is_single =
        top.bracket == Bracket::Array && top.state == State::After && top.commas == commas;
    if !is_single || !opening::is_doubled(planner, &top) {
        return None;
    }
    let mut next = *reading;
    planner.pop(&mut next);
    let double = Change::delete(top.opener, Reason::BracketExtra);
    planner.change(&mut next, double, FAULT - 1);
    Some(next)
}
