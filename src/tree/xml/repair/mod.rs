//! Repairs a text that is not well-formed: minimal edits, each a fault of its own.
//!
//! Three steps. [`strip`] removes what means nothing and may be anywhere. [`lexer`] divides the
//! rest into tags and text, and repairs what is wrong inside one of them. [`search`] finds the
//! cheapest way to read the tags as a tree, and [`verdict`] turns that into faults and edits. The
//! text after the edits goes through the same front end as any other. Knowledge of elements comes
//! in as [`Nesting`]; nothing here has any.

mod cost;
mod lexer;
mod lookalikes;
mod name;
mod prefix;
mod search;
mod strip;
mod surroundings;
mod token;
mod verdict;
mod whitespace;

pub(super) use lexer::{has_target, is_declaration, is_misspelt_namespace, is_well_declared};

use std::collections::BTreeSet;

use crate::text::{Edited, Span};
use crate::tree::fault::{SyntaxFault, SyntaxKind};
use crate::tree::nesting::Nesting;

/// A text with more faults than this is not repaired: it was never meant to be XML.
const MOST_FAULTS: usize = 5_000;

/// What a repair proposes.
pub(super) struct Proposal {
    /// The faults, in the order of the text; their ranges are those of the text.
    pub(super) faults: Vec<SyntaxFault>,
    /// The text after all edits. `None` where there is too much to repair.
    pub(super) edited: Option<Edited>,
}

/// Finds the faults of a text and what it should be.
pub(super) fn propose(text: &str, nesting: &dyn Nesting) -> Proposal {
    let mut faults = strip::find(text, nesting);
    let stripped = Edited::new(text, faults.iter().flat_map(|fault| &fault.edits));
    let mut tokens = lexer::tokens(&stripped.text, nesting);
    prefix::find(&stripped.text, &mut tokens);
    tokens.remove_prefixes();
    let reading = if tokens.is_full() || faults.len() >= MOST_FAULTS {
        None
    } else {
        search::read(&tokens, nesting)
    };
    let is_complete = reading.is_some();
    let found = match &reading {
        Some(reading) if !reading.rooted && tokens.broken_off.is_none() => {
            tokens
                .faults
                .retain(|fault| fault.kind == SyntaxKind::DoctypePresent);
            tokens.faults
        }
        Some(reading) => verdict::faults(&stripped.text, &tokens, reading),
        None => {
            tokens.faults.truncate(MOST_FAULTS);
            tokens.faults
        }
    };
    faults.extend(found.into_iter().map(|fault| unstripped(fault, &stripped)));
    arrange(&mut faults);
    let edited =
        is_complete.then(|| Edited::new(text, faults.iter().flat_map(|fault| &fault.edits)));
    Proposal { faults, edited }
}

/// Sorts faults by their place in the text, and makes their edits compatible.
pub(super) fn arrange(faults: &mut Vec<SyntaxFault>) {
    faults.sort_by_key(|fault| (fault.span, rank(fault.kind)));
    drop_nested_edits(faults);
}

/// The order of insertions at one place: what ends a reference, a value, a tag, an element; then
/// what begins the next.
fn rank(kind: SyntaxKind) -> u8 {
    match kind {
        SyntaxKind::UnknownEntity => 0,
        SyntaxKind::AttributeMalformed => 1,
        SyntaxKind::EndTagMissing => 3,
        SyntaxKind::StartTagMissing => 4,
        _ => 2,
    }
}

/// Drops the edits inside others: what is replaced as a whole is not repaired in parts, and what
/// would end such a part is not inserted after it. A prefix, a reference or a declaration that
/// loses all its edits was only part of what is replaced, and is not a fault of its own.
fn drop_nested_edits(faults: &mut Vec<SyntaxFault>) {
    let mut edits: Vec<(Span, usize, usize)> = Vec::new();
    for (fault, it) in faults.iter().enumerate() {
        let spans = it.edits.iter().map(|edit| edit.span).enumerate();
        edits.extend(spans.map(|(index, span)| (span, fault, index)));
    }
    edits.sort_by_key(|(span, fault, index)| {
        let longest_first = std::cmp::Reverse(span.end);
        (span.start, !span.is_empty(), longest_first, *fault, *index)
    });
    let mut whole = (Span::at(0), 0);
    let mut dropped: Vec<(usize, usize)> = Vec::new();
    for (span, fault, index) in edits {
        let ends_part = fault != whole.1
            && span == Span::at(whole.0.end as usize)
            && is_part_of(&faults[fault], whole.0);
        if span.start < whole.0.end || ends_part {
            dropped.push((fault, index));
        } else if !span.is_empty() {
            whole = (span, fault);
        }
    }
    dropped.sort_unstable();
    let mut parts = BTreeSet::new();
    for (fault, index) in dropped.into_iter().rev() {
        let it = &mut faults[fault];
        it.edits.remove(index);
        if it.edits.is_empty() && is_only_a_part(it.kind) {
            parts.insert(fault);
        }
    }
    let mut index = 0..;
    faults.retain(|_| !index.next().is_some_and(|index| parts.contains(&index)));
}

/// Whether a fault is about a part of a replaced range that an insertion ends: a reference or an
/// attribute.
fn is_part_of(fault: &SyntaxFault, whole: Span) -> bool {
    matches!(
        fault.kind,
        SyntaxKind::UnknownEntity | SyntaxKind::AttributeMalformed
    ) && !fault.span.is_empty()
        && whole.contains(fault.span)
}

/// Whether a fault without edits is only a consequence of others.
fn is_only_a_part(kind: SyntaxKind) -> bool {
    matches!(
        kind,
        SyntaxKind::UnboundPrefix | SyntaxKind::UnknownEntity | SyntaxKind::DeclarationMisplaced
    )
}

/// A fault of the stripped text, in the original text.
fn unstripped(mut fault: SyntaxFault, stripped: &Edited) -> SyntaxFault {
    if !stripped.changes.is_empty() {
        fault.span = stripped.inner(fault.span);
        fault.related = fault.related.map(|related| stripped.inner(related));
        for edit in &mut fault.edits {
            edit.span = stripped.inner(edit.span);
        }
    }
    fault
}
