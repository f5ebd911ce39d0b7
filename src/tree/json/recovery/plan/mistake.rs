//! A token that does not fit: sends it to the guesses about tokens of its kind.

use crate::tree::json::recovery::plan::change::Reason;
use crate::tree::json::recovery::plan::state::{Bracket, FAULT, Planner, Step};
use crate::tree::json::recovery::plan::{bracket, closing, comma, outside, value};
use crate::tree::json::recovery::token::TokenKind;

/// Splits a reading at a token that does not fit into what could have been meant.
pub(super) fn guess(planner: &mut Planner<'_>, step: &Step) {
    if step.reading.top.bracket == Bracket::Document {
        return outside::guess(planner, step);
    }
    match step.kind {
        TokenKind::Comma => comma::guess(planner, step),
        TokenKind::Colon => comma::guess_colon(planner, step),
        TokenKind::ObjectEnd | TokenKind::ArrayEnd => closing::guess(planner, step),
        _ if step.kind.begins_value() => value::guess(planner, step),
        _ => bracket::mistyped(planner, step),
    }
    let (reason, cost) = match step.kind {
        TokenKind::Comma => (Reason::CommaExtra, FAULT),
        TokenKind::Colon => (Reason::ColonExtra, FAULT),
        TokenKind::ObjectStart
        | TokenKind::ArrayStart
        | TokenKind::ObjectEnd
        | TokenKind::ArrayEnd => {
            let is_repeated = planner.is_repeated(step.at);
            (
                Reason::BracketExtra,
                if is_repeated { FAULT - 1 } else { FAULT + 1 },
            )
        }
        _ => (Reason::Stray, FAULT + 3),
    };
    planner.delete(step, reason, cost);
}
