//! A replacement of bytes in a text, and whether it may be applied without asking.

use super::Span;

/// Whether a fix may be applied without asking.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Applicability {
    /// Apart from the fault itself, the service would store the same.
    Safe,
    /// Probably what the author meant. A person decides.
    Unsafe,
}

/// A replacement of bytes.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Edit {
    /// The range that is replaced; an empty range inserts.
    pub span: Span,
    /// The new text.
    pub text: String,
}

impl Edit {
    /// Replaces a range.
    pub(crate) fn replace(span: Span, text: impl Into<String>) -> Self {
        Self {
            span,
            text: text.into(),
        }
    }

    /// Inserts a text before the byte at an offset.
    pub(crate) fn insert(offset: usize, text: impl Into<String>) -> Self {
        Self::replace(Span::at(offset), text)
    }

    /// Deletes a range.
    pub(crate) fn delete(span: Span) -> Self {
        Self::replace(span, "")
    }

    fn is_deletion(&self) -> bool {
        self.text.is_empty() && !self.span.is_empty()
    }

    /// Edits that belong together, sorted and without overlap. Overlapping deletions become one,
    /// and an edit that occurs twice is made once. `None` where other edits overlap, which could
    /// not all be made.
    pub(crate) fn disjoint(mut edits: Vec<Self>) -> Option<Vec<Self>> {
        if edits.len() < 2 {
            return Some(edits);
        }
        edits.sort();
        let mut disjoint: Vec<Self> = Vec::with_capacity(edits.len());
        for edit in edits {
            match disjoint.last_mut() {
                Some(last) if edit.span.start < last.span.end => {
                    if last.is_deletion() && edit.is_deletion() {
                        last.span = last.span.to(edit.span);
                    } else if *last != edit {
                        return None;
                    }
                }
                _ => disjoint.push(edit),
            }
        }
        Some(disjoint)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn overlapping_deletions_become_one() {
        let edits = vec![
            Edit::delete(Span::new(3, 6)),
            Edit::insert(1, "x"),
            Edit::delete(Span::new(1, 4)),
        ];
        let expected = vec![Edit::insert(1, "x"), Edit::delete(Span::new(1, 6))];
        assert_eq!(Edit::disjoint(edits), Some(expected));
    }

    #[test]
    fn other_edits_that_overlap_are_impossible_together() {
        let edits = vec![Edit::delete(Span::new(1, 4)), Edit::insert(2, "x")];
        assert_eq!(Edit::disjoint(edits), None);
        let equal = vec![Edit::replace(Span::new(1, 4), "x"); 2];
        assert_eq!(Edit::disjoint(equal.clone()), Some(equal[..1].to_vec()));
    }
}
