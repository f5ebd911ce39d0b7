//! A text after edits, and the way back from a position in it to the original.

use crate::text::{Edit, Span};

/// A text after edits.
#[derive(Debug)]
pub(crate) struct Edited {
    /// The new text.
    pub(crate) text: String,
    /// The edits that were applied, in order: the range in the original and the range in the new
    /// text.
    pub(crate) changes: Vec<(Span, Span)>,
}

/// Which side of a removed range a position belongs to.
#[derive(Clone, Copy)]
enum Side {
    Before,
    After,
}

impl Edited {
    /// Applies edits. One that overlaps an earlier one, or is not a range of the text, is left out.
    /// Edits at the same position are applied in the given order.
    pub(crate) fn new<'e>(text: &str, edits: impl IntoIterator<Item = &'e Edit>) -> Self {
        let mut edits: Vec<&Edit> = edits.into_iter().collect();
        edits.sort_by_key(|edit| (edit.span.start, !edit.span.is_empty()));
        let mut edited = Self {
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

    /// A range of the new text in the original, without what was removed at its ends.
    pub(crate) fn inner(&self, span: Span) -> Span {
        let start = self.original(span.start, Side::After);
        Span {
            start,
            end: self.original(span.end, Side::Before).max(start),
        }
    }

    /// A range of the new text in the original, including what was removed at its ends.
    pub(crate) fn outer(&self, span: Span) -> Span {
        let start = self.original(span.start, Side::Before);
        Span {
            start,
            end: self.original(span.end, Side::After).max(start),
        }
    }

    /// The original position of an offset. Inside a replacement it is one of the ends of the
    /// replaced range.
    fn original(&self, offset: u32, side: Side) -> u32 {
        // The changes that begin at or before the offset. A removal exactly there counts only for
        // what follows it.
        let count = match side {
            Side::Before => self.changes.partition_point(|(_, new)| new.start < offset),
            Side::After => self.changes.partition_point(|(_, new)| new.start <= offset),
        };
        let Some((old, new)) = count.checked_sub(1).map(|last| self.changes[last]) else {
            return offset;
        };
        if offset >= new.end {
            return offset - new.end + old.end;
        }
        match side {
            Side::After if offset > new.start => old.end,
            _ => old.start,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_are_applied_in_the_order_of_the_text() {
        let edits = [
            Edit::insert(2, "2"),
            Edit::delete(Span::new(0, 1)),
            Edit::insert(2, "3"),
        ];
        assert_eq!(Edited::new("abc", &edits).text, "b23c");
    }

    #[test]
    fn overlapping_and_impossible_edits_are_left_out() {
        let edits = [
            Edit::replace(Span::new(0, 2), "x"),
            Edit::delete(Span::new(1, 3)),
            Edit::delete(Span::new(2, 9)),
        ];
        assert_eq!(Edited::new("abc", &edits).text, "xc");
    }

    #[test]
    fn positions_lead_back_to_the_original() {
        let edited = Edited::new("abcdef", &[Edit::delete(Span::new(1, 3))]);
        assert_eq!(edited.text, "adef");
        assert_eq!(edited.inner(Span::new(1, 2)), Span::new(3, 4));
        assert_eq!(edited.outer(Span::new(1, 2)), Span::new(1, 4));
        assert_eq!(edited.inner(Span::new(0, 1)), Span::new(0, 1));
        assert_eq!(edited.outer(Span::new(0, 1)), Span::new(0, 3));
    }
}
