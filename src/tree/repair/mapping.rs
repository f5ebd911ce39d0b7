//! A text, some edits, the text they make, and the way back from a place in the second to one in the first.

use crate::text::{Edit, Span};

/// A text after edits.
pub(in crate::tree) struct Edited {
    /// What they make of it.
    pub(in crate::tree) text: String,
    /// The edits that were made, in order: the range in the first text and the range in the second.
    pub(in crate::tree) changes: Vec<(Span, Span)>,
}

/// To which side of something removed a place belongs.
#[derive(Clone, Copy)]
pub(super) enum Side {
    Before,
    Behind,
}

/// Makes all edits that do not overlap an earlier one. Edits at the same place are made in the order in which they are given.
pub(super) fn apply<'e>(text: &str, edits: impl Iterator<Item = &'e Edit>) -> Edited {
    let mut edits: Vec<&Edit> = edits.collect();
    edits.sort_by_key(|edit| (edit.span.start, !edit.span.is_empty()));
    let mut edited = Edited {
        text: String::with_capacity(text.len() + 64),
        changes: Vec::with_capacity(edits.len()),
    };
    let mut at = 0;
    for edit in edits {
        let range = edit.span.range();
        if range.start < at || text.get(range.clone()).is_none() {
            continue;
        }
        edited.text.push_str(&text[at..range.start]);
        let start = edited.text.len();
        edited.text.push_str(&edit.text);
        edited
            .changes
            .push((edit.span, Span::new(start, edited.text.len())));
        at = range.end;
    }
    edited.text.push_str(&text[at..]);
    edited
}

impl Edited {
    /// The place in the first text of an offset in the second. Inside of a replacement it is one of its ends.
    pub(super) fn back(&self, offset: u32, side: Side) -> u32 {
        // The changes that begin at or before the offset; with a removal right there, only the far side is behind it.
        let count = match side {
            Side::Before => self.changes.partition_point(|(_, new)| new.start < offset),
            Side::Behind => self.changes.partition_point(|(_, new)| new.start <= offset),
        };
        let Some((old, new)) = count.checked_sub(1).map(|last| self.changes[last]) else {
            return offset;
        };
        if offset >= new.end {
            return offset - new.end + old.end;
        }
        match side {
            Side::Behind if offset > new.start => old.end,
            _ => old.start,
        }
    }

    /// A range of the second text in the first; what was removed at its ends is left out.
    pub(in crate::tree) fn inner(&self, span: Span) -> Span {
        let start = self.back(span.start, Side::Behind);
        Span {
            start,
            end: self.back(span.end, Side::Before).max(start),
        }
    }

    /// The same with what was removed at its ends.
    pub(in crate::tree) fn outer(&self, span: Span) -> Span {
        let start = self.back(span.start, Side::Before);
        Span {
            start,
            end: self.back(span.end, Side::Behind).max(start),
        }
    }
}
