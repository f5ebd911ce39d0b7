//! Drops the faults of text that is not part of the document, and sorts the others.

use crate::text::Span;
use crate::tree::fault::{SyntaxFault, SyntaxKind};
use crate::tree::json::recovery::faults::Reporter;
use crate::tree::json::recovery::plan::{Action, Plan};

/// The faults of single tokens that are still true: not those of a token that is deleted, becomes
/// another, or is a key without quotes.
pub(super) fn relevant(
    mut of_tokens: Vec<(u32, SyntaxFault)>,
    bare_keys: &[u32],
    plan: &Plan,
) -> Vec<SyntaxFault> {
    let mut changed = plan
        .changes
        .iter()
        .filter(|change| !matches!(change.action, Action::Insert(_)))
        .map(|change| change.at)
        .peekable();
    of_tokens.sort_by_key(|(token, _)| *token);
    of_tokens.retain(|(token, _)| {
        while changed.next_if(|at| at < token).is_some() {}
        changed.peek() != Some(token) && bare_keys.binary_search(token).is_err()
    });
    of_tokens.into_iter().map(|(_, fault)| fault).collect()
}

/// All faults, in the order of the text.
pub(super) fn sorted(
    reporter: Reporter<'_>,
    of_tokens: Vec<SyntaxFault>,
    unquoted_keys: Option<SyntaxFault>,
) -> Vec<SyntaxFault> {
    let mut dropped = reporter.dropped;
    dropped.sort_unstable();
    let mut faults = of_tokens;
    faults.retain_mut(|fault| dropped.is_empty() || without_dropped(fault, &dropped));
    faults.extend(unquoted_keys);
    faults.extend(reporter.faults);
    faults.sort_by_key(|fault| (fault.span.start, rank(fault)));
    faults
}

/// Drops the edits of a fault in ranges that are dropped. `false` if nothing is left.
fn without_dropped(fault: &mut SyntaxFault, dropped: &[Span]) -> bool {
    let is_dropped = |span: Span| {
        let next = dropped.partition_point(|range| range.start <= span.start);
        // An insertion at the end of a range is not inside it.
        let contains = |range: &Span| {
            range.contains(span)
                && (!span.is_empty() || range.start < span.start && span.start < range.end)
        };
        next.checked_sub(1)
            .is_some_and(|index| contains(&dropped[index]))
    };
    let represents_many = fault.edits.len() > 1;
    fault.edits.retain(|edit| !is_dropped(edit.span));
    match fault.edits.first() {
        // The place that stood for all is dropped, the others are not.
        Some(next) if is_dropped(fault.span) => fault.span = next.span,
        Some(_) => {}
        None => return !(represents_many || is_dropped(fault.span)),
    }
    true
}

/// The order of insertions at one place: what ends the value before, what separates, what begins
/// the next.
fn rank(fault: &SyntaxFault) -> u8 {
    match (fault.kind, fault.variant) {
        (SyntaxKind::QuoteMissing, "closing") => 0,
        (SyntaxKind::BracketMissing, "") => 1,
        (SyntaxKind::CommaMissing | SyntaxKind::ColonMissing, _) => 2,
        (SyntaxKind::BracketMissing, "opening") => 3,
        _ => 4,
    }
}
