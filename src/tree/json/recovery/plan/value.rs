//! Guesses about a value or key that does not fit, and about a value that is missing.

use crate::tree::json::recovery::plan::change::{Change, Reason};
use crate::tree::json::recovery::plan::state::{Bracket, FAULT, Planner, State, Step, follows};
use crate::tree::json::recovery::plan::{bracket, lines, opening, outside};
use crate::tree::json::recovery::token::TokenKind;

/// A value or key that does not fit.
pub(super) fn guess(planner: &mut Planner<'_>, step: &Step) {
    let top = step.reading.top;
    match (top.bracket, top.state) {
        (_, State::After) => after_value(planner, step),
        (Bracket::Object, State::Colon) => {
            planner.insert_and_retry(step, TokenKind::Colon, Reason::ColonMissing, FAULT);
        }
        (Bracket::Object, State::Next) => {
            lines::opening_missing(planner, step);
            opening::before_value(planner, step);
            if follows(top.comma, step.at)
                && let Some(closed) = planner.close_before_comma(&step.reading, 1)
            {
                planner.retry(closed, step.depth + 1);
            }
        }
        (Bracket::Object, State::Start) => {
            bracket::array_opened_as_object(planner, step);
            let cost = FAULT + 2;
            planner.insert_and_retry(step, TokenKind::ObjectEnd, Reason::ClosingMissing, cost);
        }
        _ => {}
    }
}

/// Two values in a row.
fn after_value(planner: &mut Planner<'_>, step: &Step) {
    outside::unclosed_document(planner, step);
    lines::closing_missing(planner, step);
    bracket::glued(planner, step);
    let is_key = planner.is_key(step.at);
    let is_object = step.reading.top.bracket == Bracket::Object;
    let is_bare_word = step.kind == TokenKind::Word && !is_key;
    let mut cost = if is_object == is_key {
        FAULT
    } else {
        FAULT + 2
    };
    if is_bare_word {
        cost += FAULT / 2;
    }
    planner.insert_and_retry(step, TokenKind::Comma, Reason::CommaMissing, cost);
}

/// A key that nothing follows, or, where nothing has such a name, a value that lost its key.
pub(super) fn missing(planner: &mut Planner<'_>, step: &Step) {
    let key = step.reading.top.key;
    if planner.kind(key) != Some(TokenKind::String) || !planner.is_known(key) {
        let mut next = step.reading.in_state(State::After);
        next.top.value = key;
        for kind in [TokenKind::String, TokenKind::Colon] {
            let change = Change::insert(key, kind, Reason::KeyMissing);
            planner.change(&mut next, change, FAULT / 2 + 2);
        }
        planner.retry(next, step.depth + 1);
        return;
    }
    let insert = |kind| Change::insert(step.at, kind, Reason::ValueMissing);
    let colon = planner.insert(&step.reading, insert(TokenKind::Colon), FAULT + 4);
    if let Some(colon) = colon
        && let Some(null) = planner.insert(&colon, insert(TokenKind::Null), 0)
    {
        planner.retry(null, step.depth + 1);
    }
}
