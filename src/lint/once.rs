//! Mistakes that a program makes all over a document, each of which is reported once: the literals
//! of Python, the arrays of one item that PowerShell writes without brackets, whitespace around
//! values.

use crate::lint::fault::{Builtin, Cause, Fault, JsonMismatch, NotListed};
use crate::lint::wording::Argument;
use crate::text::Applicability;
use crate::tree::SyntaxKind;

/// How many places have a label besides the first.
const MOST_LABELS: usize = 8;

/// The mistakes.
const MISTAKES: [fn(&Fault<'_>) -> bool; 3] = [
    |fault| matches!(fault.cause, Cause::Syntax(SyntaxKind::LiteralMisspelt, _)),
    |fault| fault.builtin() == Some(Builtin::JsonType(JsonMismatch::Unwrapped)),
    |fault| fault.builtin() == Some(Builtin::EnumValue(NotListed::Padded)),
];

/// Joins the faults of each of these mistakes into the first of them, with all their edits.
pub(super) fn join(faults: &mut Vec<Fault<'_>>) {
    for is_mistake in MISTAKES {
        let first = faults
            .iter()
            .enumerate()
            .filter(|(_, fault)| is_mistake(fault))
            .min_by_key(|(_, fault)| fault.span.start)
            .map(|(index, _)| index);
        if let Some(first) = first {
            join_into(faults, first, is_mistake);
        }
    }
}

fn join_into(faults: &mut Vec<Fault<'_>>, first: usize, is_mistake: fn(&Fault<'_>) -> bool) {
    let mut joined = faults[first].clone();
    let mut index = 0;
    faults.retain(|fault| {
        let is_other = index != first && is_mistake(fault);
        index += 1;
        if is_other {
            joined.related.push(fault.span);
            joined.edits.extend(fault.edits.iter().cloned());
            if fault.applicability == Some(Applicability::Unsafe) {
                joined.applicability = fault.applicability;
            }
        }
        !is_other
    });
    if let Cause::Syntax(kind, _) = joined.cause
        && !joined.related.is_empty()
    {
        joined.cause = Cause::Syntax(kind, "several");
    }
    joined.argument("count", Argument::count(joined.related.len() + 1));
    joined.related.sort_by_key(|span| span.start);
    joined.related.truncate(MOST_LABELS);
    if let Some(fault) = faults.iter_mut().find(|fault| is_mistake(fault)) {
        *fault = joined;
    }
}
