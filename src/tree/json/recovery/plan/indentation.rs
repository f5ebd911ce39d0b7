//! Guesses about a token that fits, where the indentation of the text or the names contradict the
//! brackets.

use crate::tree::json::recovery::plan::change::{Change, Reason};
use crate::tree::json::recovery::plan::closing::without_double;
use crate::tree::json::recovery::plan::state::{
    Bracket, FAULT, HINT, LAYOUT, NONE, Planner, Reading, State, Step, follows,
};
use crate::tree::json::recovery::plan::{lines, opening};
use crate::tree::json::recovery::token::TokenKind;

/// Splits a reading where something contradicts a token that fits, and returns what the doubt costs
/// it.
pub(super) fn doubt(planner: &mut Planner<'_>, step: &Step) -> u32 {
    if let Some(doubt) = misplaced_key(planner, step).or_else(|| opening::of_list(planner, step)) {
        return doubt;
    }
    let top = step.reading.top;
    if top.inserted || top.opener == NONE {
        return 0;
    }
    let begins_line = planner.tokens[step.at as usize].first;
    if step.kind.is_closing() {
        doubtful_end(planner, step)
    } else if step.kind.begins_value()
        && begins_line
        && matches!(top.state, State::Start | State::Next)
    {
        doubtful_member(planner, step)
    } else {
        0
    }
}

/// A closing bracket that is not where its opening one suggests.
fn doubtful_end(planner: &mut Planner<'_>, step: &Step) -> u32 {
    let top = step.reading.top;
    let token = planner.tokens[step.at as usize];
    let opener = planner.tokens[top.opener as usize];
    let is_block = planner
        .tokens
        .get(top.opener as usize + 1)
        .is_some_and(|next| next.first);
    let is_expected = if token.first {
        token.indent == opener.indent
    } else {
        !is_block
    };
    if is_expected {
        return 0;
    }
    if token.first && token.indent < opener.indent {
        let levels = planner.levels_to(&top, |planner, frame| {
            let is_real = frame.opener != NONE && !frame.inserted;
            frame.bracket.end() == step.kind
                && is_real
                && planner.tokens[frame.opener as usize].indent == token.indent
        });
        let closed = levels.and_then(|levels| planner.close_levels(&step.reading, step.at, levels));
        if let Some(closed) = closed {
            planner.retry(closed, step.depth + 2);
        }
    } else {
        planner.delete(step, Reason::BracketExtra, FAULT);
    }
    LAYOUT
}

/// A member that begins a line and is not indented like those before it.
fn doubtful_member(planner: &mut Planner<'_>, step: &Step) -> u32 {
    let top = step.reading.top;
    let indent = planner.tokens[step.at as usize].indent;
    lines::opening_missing(planner, step);
    // A bracket whose members are on its own line ends there too.
    let is_inline = top.column == NONE && top.commas > 0;
    let is_aligned = top.column == NONE || indent == top.column;
    if top.state != State::Next || !is_inline && is_aligned {
        return 0;
    }
    if (is_inline || indent < top.column) && follows(top.comma, step.at) {
        let before = step.reading.in_state(State::After);
        let levels = planner.levels_to(&top, |_, frame| frame.column == indent);
        let closed = levels.and_then(|levels| planner.close_before_comma(&step.reading, levels));
        let single = without_double(planner, &before, 1)
            .and_then(|single| planner.accept(&single, top.comma, TokenKind::Comma, true));
        for reading in [single, closed].into_iter().flatten() {
            planner.retry(reading, step.depth + 2);
        }
    }
    LAYOUT
}

/// A key that an object of this name does not have, but one around it has.
fn misplaced_key(planner: &mut Planner<'_>, step: &Step) -> Option<u32> {
    let top = step.reading.top;
    if step.kind != TokenKind::String
        || top.bracket != Bracket::Object
        || top.state != State::Next
        || !follows(top.comma, step.at)
    {
        return None;
    }
    if let Some(reopened) = reopened(planner, step) {
        planner.retry(reopened, step.depth + 2);
        return Some(HINT);
    }
    if !planner.is_known(step.at) || planner.has_member(&top, step.at) != Some(false) {
        return None;
    }
    let levels = planner.levels_to(&top, |planner, frame| {
        frame.bracket == Bracket::Object && planner.has_member(frame, step.at) != Some(false)
    })?;
    if let Some(closed) = planner.close_before_comma(&step.reading, levels) {
        planner.retry(closed, step.depth + 2);
    }
    Some(LAYOUT)
}

/// The reading in which the object before the comma continues, because the key is a member of it
/// and not of the one around.
fn reopened(planner: &mut Planner<'_>, step: &Step) -> Option<Reading> {
    let top = step.reading.top;
    let end = top
        .comma
        .checked_sub(1)
        .filter(|end| planner.kind(*end) == Some(TokenKind::ObjectEnd))?;
    let closed = planner.closed(&step.reading)?;
    let is_foreign = planner.has_member(&top, step.at) != Some(true);
    let is_last_value = closed.bracket == Bracket::Object && closed.name == top.key;
    if !is_foreign || !is_last_value || planner.has_member(&closed, step.at) != Some(true) {
        return None;
    }
    let mut next = Reading {
        depth: step.reading.depth + 1,
        closed: NONE,
        ..step.reading.with_top(closed)
    };
    planner.change(&mut next, Change::delete(end, Reason::BracketExtra), FAULT);
    planner.accept(&next, top.comma, TokenKind::Comma, true)
}
