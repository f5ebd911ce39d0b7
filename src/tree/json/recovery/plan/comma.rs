//! Guesses about a comma or a colon that does not fit.

use crate::tree::json::recovery::plan::change::{Change, Reason};
use crate::tree::json::recovery::plan::state::{
    Bracket, FAULT, Frame, Planner, Reading, State, Step, follows,
};
use crate::tree::json::recovery::plan::{bracket, opening, value};
use crate::tree::json::recovery::token::TokenKind;

/// A comma that does not fit.
pub(super) fn guess(planner: &mut Planner<'_>, step: &Step) {
    let top = step.reading.top;
    match (top.bracket, top.state) {
        (_, State::Start) => {
            planner.insert_and_retry(step, top.bracket.end(), Reason::ClosingMissing, FAULT);
        }
        (Bracket::Object, State::Value) => {
            planner.insert_and_retry(step, TokenKind::Null, Reason::ValueMissing, FAULT + 2);
        }
        (Bracket::Object, State::Colon) => {
            bracket::array_opened_as_object(planner, step);
            opening::before_value(planner, step);
            if planner
                .kind(step.at + 1)
                .is_some_and(TokenKind::begins_value)
            {
                let colon = Change::replace(step.at, TokenKind::Colon, Reason::SeparatorWrong);
                let mut next = step.reading.in_state(State::Value);
                planner.change(&mut next, colon, FAULT);
                planner.keep(next);
            }
            value::missing(planner, step);
        }
        _ => {}
    }
}

/// A colon that does not fit.
pub(super) fn guess_colon(planner: &mut Planner<'_>, step: &Step) {
    let top = step.reading.top;
    if top.bracket == Bracket::Object && matches!(top.state, State::Start | State::Next) {
        planner.insert_and_retry(step, TokenKind::String, Reason::KeyMissing, FAULT);
    }
    if top.state != State::After {
        return;
    }
    bracket::object_opened_as_array(planner, step);
    let is_after_scalar =
        follows(top.value, step.at) && planner.kind(top.value).is_some_and(TokenKind::is_scalar);
    if is_after_scalar {
        closing_before_key(planner, step);
        bracket::closed_too_early(planner, step);
        opening::before_key(planner, step);
    }
    if top.bracket == Bracket::Array || planner.is_key(step.at + 1) {
        let comma = Change::replace(step.at, TokenKind::Comma, Reason::SeparatorWrong);
        let mut next = step.reading.with_top(Frame {
            state: State::Next,
            comma: step.at,
            commas: top.commas + 1,
            ..top
        });
        planner.change(&mut next, comma, FAULT);
        planner.keep(next);
    }
}

/// The item before a colon is a key of the object around the array: the end of the array is
/// missing, or its beginning is duplicated.
fn closing_before_key(planner: &mut Planner<'_>, step: &Step) {
    let top = step.reading.top;
    let Some(outer) = planner
        .outer(&top)
        .copied()
        .filter(|outer| outer.bracket == Bracket::Object)
    else {
        return;
    };
    if top.bracket != Bracket::Array || top.commas == 0 || !follows(top.comma, top.value) {
        return;
    }
    let outside = Reading {
        depth: step.reading.depth - 1,
        ..step.reading.with_top(Frame {
            state: State::Value,
            comma: top.comma,
            commas: outer.commas + 1,
            ..outer
        })
    };
    if top.commas == 1 && opening::is_doubled(planner, &top) {
        let mut next = outside;
        let double = Change::delete(top.opener, Reason::BracketExtra);
        planner.change(&mut next, double, FAULT - 1);
        planner.keep(next);
    }
    let mut next = outside;
    let end = Change::insert(top.comma, TokenKind::ArrayEnd, Reason::ClosingMissing)
        .with_opener(top.real_opener());
    planner.change(&mut next, end, FAULT);
    planner.keep(next);
}
