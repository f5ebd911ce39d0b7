//! Guesses about an opening bracket of the wrong kind, a duplicated closing one, and what was typed
//! next to or instead of one.

use crate::tree::json::recovery::plan::change::{Change, Reason};
use crate::tree::json::recovery::plan::outside::was_changed;
use crate::tree::json::recovery::plan::state::{
    Bracket, FAULT, Frame, NONE, ODD, Planner, Reading, State, Step, follows,
};
use crate::tree::json::recovery::token::TokenKind;

/// The first item of an array is followed by a colon: it is a key, and the array an object.
pub(super) fn object_opened_as_array(planner: &mut Planner<'_>, step: &Step) {
    let top = step.reading.top;
    let is_first = follows(top.opener, top.value) && follows(top.value, step.at) && top.commas == 0;
    let is_string = planner.kind(top.value) == Some(TokenKind::String);
    if top.bracket != Bracket::Array || !is_first || !is_string {
        return;
    }
    let frame = Frame {
        bracket: Bracket::Object,
        state: State::Colon,
        key: top.value,
        value: NONE,
        ..top
    };
    opened_otherwise(planner, step, frame, TokenKind::ObjectStart);
}

/// The first thing in an object is not a key: it is an item, and the object an array.
pub(super) fn array_opened_as_object(planner: &mut Planner<'_>, step: &Step) {
    let top = step.reading.top;
    if top.bracket != Bracket::Object || top.commas > 0 {
        return;
    }
    let ends_item = |at: u32| {
        matches!(
            planner.kind(at),
            Some(TokenKind::Comma | TokenKind::ArrayEnd | TokenKind::ObjectEnd)
        )
    };
    let is_item =
        |at: u32| planner.kind(at).is_some_and(TokenKind::is_opening) || ends_item(at + 1);
    let is_first_key = follows(top.opener, top.key) && follows(top.key, step.at);
    let frame = match top.state {
        State::Start if follows(top.opener, step.at) && is_item(step.at) => Frame {
            bracket: Bracket::Array,
            ..top
        },
        State::Colon if is_first_key && !planner.is_known(top.key) => Frame {
            bracket: Bracket::Array,
            state: State::After,
            value: top.key,
            key: NONE,
            ..top
        },
        _ => return,
    };
    opened_otherwise(planner, step, frame, TokenKind::ArrayStart);
}

/// The reading in which the innermost bracket was opened by one of the other kind.
fn opened_otherwise(planner: &mut Planner<'_>, step: &Step, frame: Frame, opening: TokenKind) {
    if frame.inserted || frame.swapped {
        return;
    }
    let mut next = step.reading.with_top(Frame {
        swapped: true,
        ..frame
    });
    let change = Change::replace(frame.opener, opening, Reason::BracketWrong)
        .with_opener(frame.real_opener());
    planner.change(&mut next, change, FAULT + 1);
    planner.retry(next, step.depth + 1);
}

/// A word or number directly before an opening bracket was typed by accident: `/{`.
pub(super) fn glued(planner: &mut Planner<'_>, step: &Step) {
    let top = step.reading.top;
    let Some(word) = planner.tokens.get(top.value as usize).copied() else {
        return;
    };
    let here = planner.tokens[step.at as usize];
    let is_glued = step.kind.is_opening()
        && matches!(word.kind, TokenKind::Word | TokenKind::Number)
        && follows(top.value, step.at)
        && word.span.end == here.span.start;
    if !is_glued {
        return;
    }
    let state = match top.bracket {
        Bracket::Object => State::Value,
        Bracket::Array if top.commas > 0 => State::Next,
        Bracket::Array | Bracket::Document => State::Start,
    };
    let mut next = step.reading.in_state(state);
    if word.kind == TokenKind::Word {
        next.cost = next.cost.saturating_sub(ODD);
    }
    planner.change(&mut next, Change::delete(top.value, Reason::Stray), FAULT);
    planner.retry(next, step.depth + 1);
}

/// `(` or `)` instead of a bracket of JSON, a period instead of a comma or colon.
pub(super) fn mistyped(planner: &mut Planner<'_>, step: &Step) {
    let top = step.reading.top;
    let written = planner
        .text
        .get(planner.tokens[step.at as usize].span.range());
    let (kinds, reason): (&[TokenKind], Reason) = match (written, top.state) {
        (Some("("), _) => (
            &[TokenKind::ObjectStart, TokenKind::ArrayStart],
            Reason::BracketWrong,
        ),
        (Some(")"), _) => (&[top.bracket.end()], Reason::BracketWrong),
        (Some("."), State::After) => (&[TokenKind::Comma], Reason::SeparatorWrong),
        (Some("."), State::Colon) => (&[TokenKind::Colon], Reason::SeparatorWrong),
        _ => return,
    };
    for kind in kinds {
        let Some(mut next) = planner.accept(&step.reading, step.at, *kind, true) else {
            continue;
        };
        let change = Change::replace(step.at, *kind, reason);
        let change = if kind.is_closing() {
            change.with_opener(top.real_opener())
        } else {
            change
        };
        planner.change(&mut next, change, FAULT);
        planner.keep(next);
    }
}

/// The item before a colon is a key of the object before it, which a duplicated bracket closed too
/// early: `}},"Key":`. Where it is also the first key of that object, another object begins.
pub(super) fn closed_too_early(planner: &mut Planner<'_>, step: &Step) {
    let top = step.reading.top;
    let end = top.comma.wrapping_sub(1);
    let is_doubled = planner.kind(end) == Some(TokenKind::ObjectEnd) && planner.is_repeated(end);
    let Some(closed) = planner.closed(&step.reading) else {
        return;
    };
    let is_after_comma = top.bracket == Bracket::Array
        && follows(top.comma, top.value)
        && follows(top.value, step.at);
    let is_item = planner
        .outer(&closed)
        .is_some_and(|outer| outer.bracket == Bracket::Array && outer.opener == top.opener);
    let fits = is_doubled
        && is_after_comma
        && is_item
        && closed.bracket == Bracket::Object
        && !closed.inserted
        && !was_changed(planner, &step.reading, end);
    if !fits || planner.content(closed.opener + 1) == planner.content(top.value) {
        return;
    }
    let frame = Frame {
        state: State::Value,
        key: top.value,
        comma: top.comma,
        commas: closed.commas + 1,
        ..closed
    };
    let mut next = Reading {
        depth: step.reading.depth + 1,
        closed: NONE,
        ..step.reading.with_top(frame)
    };
    planner.change(
        &mut next,
        Change::delete(end, Reason::BracketExtra),
        FAULT - 1,
    );
    planner.keep(next);
}
