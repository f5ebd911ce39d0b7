//! The fault of a key without a value.

use crate::text::Span;
use crate::tree::fault::{SyntaxFault, SyntaxKind};
use crate::tree::json::recovery::faults::Reporter;
use crate::tree::json::recovery::plan::{Plan, Reason};
use crate::tree::json::recovery::token::TokenKind;

/// The fault of a value that is missing before a token. `null` keeps the key, to be filled in or
/// removed.
pub(super) fn missing(reporter: &Reporter<'_>, index: usize, plan: &Plan) -> SyntaxFault {
    let tokens = &reporter.lexed.tokens;
    let key = (index.saturating_sub(2)..index)
        .rev()
        .find(|at| tokens[*at].kind != TokenKind::Colon);
    let name = key.map_or("", |key| &reporter.text[tokens[key].content.range()]);
    let before = Span::at(reporter.end_before(index));
    let fault = SyntaxFault::new(SyntaxKind::ValueMissing, before).argument("key", name);
    if has_other_change_nearby(index, plan) {
        // The order of the insertions would be a guess.
        return fault;
    }
    match index.checked_sub(1).map(|last| &tokens[last]) {
        Some(last) if last.kind == TokenKind::Colon => {
            fault.insert(last.span.end as usize, " null")
        }
        Some(last) if last.kind == TokenKind::String => {
            fault.insert(last.span.end as usize, ": null")
        }
        _ => fault,
    }
}

fn has_other_change_nearby(index: usize, plan: &Plan) -> bool {
    let from = plan
        .changes
        .partition_point(|change| (change.at as usize) + 2 < index);
    plan.changes[from..]
        .iter()
        .take_while(|change| change.at as usize <= index + 1)
        .any(|change| change.reason != Reason::ValueMissing)
}
