//! Guesses about what is outside the document.

use crate::tree::arena::DEEPEST;
use crate::tree::json::recovery::plan::change::{Action, Change, Reason};
use crate::tree::json::recovery::plan::opening;
use crate::tree::json::recovery::plan::state::{
    FAULT, HINT, NONE, Planner, Reading, State, Step, follows,
};
use crate::tree::json::recovery::token::TokenKind;

/// A token outside the document.
pub(super) fn guess(planner: &mut Planner<'_>, step: &Step) {
    let top = step.reading.top;
    if top.state == State::After {
        closed_too_early(planner, step);
        if step.kind == TokenKind::Colon
            && follows(top.value, step.at)
            && planner.kind(top.value) == Some(TokenKind::String)
        {
            opening::before_key(planner, step);
        }
        if matches!(step.kind, TokenKind::Comma | TokenKind::ArrayEnd) {
            opening::before_value(planner, step);
        }
        let is_after_object = planner.kind(top.value) == Some(TokenKind::ObjectStart);
        if is_after_object && begins_document(planner, step) {
            planner.keep(Reading {
                second: step.at,
                cost: step.reading.cost + FAULT + 2,
                ..step.reading
            });
            return;
        }
    }
    planner.delete(step, Reason::AfterDocument, FAULT + 2);
}

/// The last closing bracket of the document is superfluous.
fn closed_too_early(planner: &mut Planner<'_>, step: &Step) {
    let Some((closed, last)) = planner.closed(&step.reading).zip(step.at.checked_sub(1)) else {
        return;
    };
    let is_closing = planner.kind(last).is_some_and(TokenKind::is_closing);
    if !is_closing || was_changed(planner, &step.reading, last) {
        return;
    }
    let mut next = Reading {
        depth: 1,
        closed: NONE,
        ..step.reading.with_top(closed)
    };
    planner.change(&mut next, Change::delete(last, Reason::BracketExtra), FAULT);
    planner.retry(next, step.depth + 1);
}

/// Whether the last change of a reading deleted a token, or inserted something other than a comma
/// before it.
pub(super) fn was_changed(planner: &Planner<'_>, reading: &Reading, at: u32) -> bool {
    planner
        .changes
        .get(reading.last_change as usize)
        .is_some_and(|(change, _)| {
            change.at == at && change.action != Action::Insert(TokenKind::Comma)
        })
}

/// Whether another document begins after the first: an object directly after it, after a comma, or
/// on its own line.
fn begins_document(planner: &Planner<'_>, step: &Step) -> bool {
    let last = step.at.checked_sub(1).and_then(|last| planner.kind(last));
    let is_after_end = last == Some(TokenKind::ObjectEnd);
    match step.kind {
        TokenKind::ObjectStart => planner.tokens[step.at as usize].first || is_after_end,
        TokenKind::Comma => {
            is_after_end && planner.kind(step.at + 1) == Some(TokenKind::ObjectStart)
        }
        _ => false,
    }
}

/// The document is not closed before another begins: a line that opens an object like the first
/// line of the text, with the same key.
pub(super) fn unclosed_document(planner: &mut Planner<'_>, step: &Step) {
    // Nobody loses the ends of so many levels at once, and closing them is a change for each.
    if step.reading.depth as usize > DEEPEST {
        return;
    }
    let Some(first) = planner.tokens.first() else {
        return;
    };
    let token = planner.tokens[step.at as usize];
    let is_like_first = step.kind == TokenKind::ObjectStart
        && first.kind == step.kind
        && token.first
        && token.indent == first.indent;
    let key = |at: u32| {
        planner
            .content(at)
            .filter(|_| planner.kind(at) == Some(TokenKind::String))
    };
    let has_same_key = key(1).is_some_and(|first| key(step.at + 1) == Some(first));
    if !is_like_first || !has_same_key {
        return;
    }
    let levels = step.reading.depth;
    if let Some(closed) = planner.close_levels(&step.reading, step.at, levels) {
        planner.keep(Reading {
            second: step.at,
            cost: closed.cost + HINT,
            ..closed
        });
    }
}
