//! Guesses about whole lines that are missing: `},` between two members, `"Key": {` before the
//! first of an object. The indentation of the other lines shows them.

use crate::tree::json::recovery::plan::change::{Change, Reason};
use crate::tree::json::recovery::plan::state::{Bracket, FAULT, NONE, Planner, State, Step};
use crate::tree::json::recovery::token::TokenKind;

/// A member without a comma before it begins a line further out than those of its bracket: the line
/// that closes that is missing.
pub(super) fn closing_missing(planner: &mut Planner<'_>, step: &Step) {
    let (top, token) = (step.reading.top, planner.tokens[step.at as usize]);
    if !token.first || top.column == NONE || token.indent >= top.column {
        return;
    }
    let is_named = planner.is_named(step.at);
    let levels = planner.levels_to(&top, |_, frame| {
        let fits = if frame.bracket == Bracket::Object {
            step.kind.is_scalar() && is_named
        } else {
            !is_named
        };
        frame.column == token.indent && frame.bracket != Bracket::Document && fits
    });
    let closed = levels.and_then(|levels| planner.close_levels(&step.reading, step.at, levels));
    let comma = Change::insert(step.at, TokenKind::Comma, Reason::ClosingMissing);
    if let Some(closed) = closed
        && let Some(separated) = planner.insert(&closed, comma, 0)
    {
        planner.retry(separated, step.depth + 1);
    }
}

/// A member after a comma begins a line further in than those before it: the line with the key and
/// the bracket around it is missing.
pub(super) fn opening_missing(planner: &mut Planner<'_>, step: &Step) {
    let (top, token) = (step.reading.top, planner.tokens[step.at as usize]);
    // Where the value before begins a line of its own, its bracket is missing.
    let is_inline = planner
        .tokens
        .get(top.value as usize)
        .is_some_and(|value| !value.first);
    let is_deeper = token.first && top.column != NONE && token.indent > top.column && is_inline;
    if !is_deeper || top.bracket != Bracket::Object || top.state != State::Next {
        return;
    }
    let bracket = if planner.is_key(step.at) {
        TokenKind::ObjectStart
    } else {
        TokenKind::ArrayStart
    };
    let mut next = step.reading;
    for (kind, cost) in [
        (TokenKind::String, FAULT - 1),
        (TokenKind::Colon, 0),
        (bracket, 0),
    ] {
        let change = Change::insert(step.at, kind, Reason::LineMissing);
        let Some(opened) = planner.insert(&next, change, cost) else {
            return;
        };
        next = opened;
    }
    next.top.name = NONE;
    planner.retry(next, step.depth + 1);
}
