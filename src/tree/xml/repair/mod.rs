//! Mends a text that is not well-formed: minimal edits, each a fault of its own.
//!
//! Three steps. [`cuts`] takes out what means nothing and may stand anywhere. [`lexer`] (with [`attribute`] and
//! [`markup`]) cuts the rest into tags and text, and mends what is wrong inside of one of them. [`search`] finds the cheapest way to read the
//! tags as a tree, and [`verdict`] puts it into words and edits. The text that the edits make goes through the same front end as any other;
//! [`mapping`] leads from its places back to the original. What knows elements comes in as [`Nesting`]; nothing here knows any.

mod attribute;
mod cost;
mod declaration;
mod lexer;
mod lookalikes;
mod markup;
mod moves;
mod name;
mod prefix;
mod quotes;
mod search;
mod strip;
mod surroundings;
mod token;
mod typos;
mod verdict;

pub(super) use attribute::is_misspelt_namespace;
pub(super) use declaration::{is_declaration, is_well_declared};
pub(super) use markup::has_target;

use crate::text::{Edited, Span};
use crate::tree::fault::{SyntaxFault, SyntaxKind};
use crate::tree::nesting::Nesting;

/// A text with more faults than this is not mended: it was never meant to be XML.
const MOST_FAULTS: usize = 5_000;

/// What a repair proposes.
pub(super) struct Proposal {
    /// The faults, in the order of the text; their ranges are those of the text.
    pub(super) faults: Vec<SyntaxFault>,
    /// The text with all edits made. `None` where there is too much to mend.
    pub(super) edited: Option<Edited>,
}

/// Finds the faults of a text and what it should be.
pub(super) fn propose(text: &str, nesting: &dyn Nesting) -> Proposal {
    let mut faults = strip::find(text, nesting);
    let cut = Edited::new(text, faults.iter().flat_map(|fault| &fault.edits));
    let mut tokens = lexer::tokens(&cut.text, nesting);
    prefix::find(&cut.text, &mut tokens);
    tokens.strip();
    let reading = if tokens.is_full() || faults.len() >= MOST_FAULTS {
        None
    } else {
        search::read(&tokens, nesting)
    };
    let complete = reading.is_some();
    let found = match &reading {
        Some(reading) if !reading.rooted && tokens.broken_off.is_none() => {
            tokens
                .free
                .retain(|fault| fault.kind == SyntaxKind::DoctypePresent);
            std::mem::take(&mut tokens.free)
        }
        Some(reading) => verdict::faults(&cut.text, &tokens, reading),
        None => {
            tokens.free.truncate(MOST_FAULTS);
            std::mem::take(&mut tokens.free)
        }
    };
    faults.extend(found.into_iter().map(|fault| back(fault, &cut)));
    arrange(&mut faults);
    let edited = complete.then(|| Edited::new(text, faults.iter().flat_map(|fault| &fault.edits)));
    Proposal { faults, edited }
}

/// Brings faults into the order of the text, and their edits into one in which all can be made.
pub(super) fn arrange(faults: &mut Vec<SyntaxFault>) {
    faults.sort_by_key(|fault| (fault.span, rank(fault.kind)));
    disjoin(faults);
}

/// The order of what is put in at one place: what ends a reference, a value, a tag, an element; then what begins the next.
fn rank(kind: SyntaxKind) -> u8 {
    match kind {
        SyntaxKind::UnknownEntity => 0,
        SyntaxKind::AttributeMalformed => 1,
        SyntaxKind::EndTagMissing => 3,
        SyntaxKind::StartTagMissing => 4,
        _ => 2,
    }
}

/// Takes away the edits that lie inside of others: what is replaced as a whole is not mended in parts, and what ends one of the parts
/// is not put in behind it. A prefix, a reference or a declaration that nothing is left of was but a part of what goes, and no fault of its own.
fn disjoin(faults: &mut Vec<SyntaxFault>) {
    let mut edits: Vec<(Span, usize, usize)> = Vec::new();
    for (fault, it) in faults.iter().enumerate() {
        edits.extend(
            it.edits
                .iter()
                .enumerate()
                .map(|(index, edit)| (edit.span, fault, index)),
        );
    }
    edits.sort_by_key(|(span, fault, index)| {
        (
            span.start,
            !span.is_empty(),
            std::cmp::Reverse(span.end),
            *fault,
            *index,
        )
    });
    let mut whole = (Span::at(0), 0);
    let mut dropped: Vec<(usize, usize)> = Vec::new();
    for (span, fault, index) in edits {
        let part = faults[fault].span;
        let of_part = matches!(
            faults[fault].kind,
            SyntaxKind::UnknownEntity | SyntaxKind::AttributeMalformed
        ) && !part.is_empty();
        let ends_part = of_part
            && fault != whole.1
            && span.is_empty()
            && span.start == whole.0.end
            && whole.0.contains(part);
        if span.start < whole.0.end || ends_part {
            dropped.push((fault, index));
        } else if !span.is_empty() {
            whole = (span, fault);
        }
    }
    dropped.sort_unstable();
    for (fault, index) in dropped.into_iter().rev() {
        faults[fault].edits.remove(index);
    }
    let of_others = |kind| {
        matches!(
            kind,
            SyntaxKind::UnboundPrefix
                | SyntaxKind::UnknownEntity
                | SyntaxKind::DeclarationMisplaced
        )
    };
    faults.retain(|fault| !of_others(fault.kind) || !fault.edits.is_empty());
}

/// A fault of the text without the cuts, in the text with them.
fn back(mut fault: SyntaxFault, cut: &Edited) -> SyntaxFault {
    if !cut.changes.is_empty() {
        fault.span = cut.inner(fault.span);
        fault.related = fault.related.map(|related| cut.inner(related));
        for edit in &mut fault.edits {
            edit.span = cut.inner(edit.span);
        }
    }
    fault
}
