//! A place in a text: a range of bytes. Only [`Source`](crate::text::Source) turns it into lines
//! and columns.

use std::ops::Range;

/// A half-open range of bytes in the decoded text of one document.
///
/// ```text
/// <Quantity>4</Quantity>
///           ^ start = 10, end = 11
/// ```
///
/// Documents above 64 MiB are refused, so every offset fits in 32 bits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Span {
    /// Offset of the first byte.
    pub start: u32,
    /// Offset after the last byte.
    pub end: u32,
}

impl Span {
    /// The range from `start` to `end`, both in bytes.
    ///
    /// ```
    /// # use cloudfront_lint::Span;
    /// assert_eq!(Span::new(2, 5).len(), 3);
    /// ```
    pub const fn new(start: usize, end: usize) -> Self {
        Self {
            start: start as u32,
            end: end as u32,
        }
    }

    /// The empty range before the byte at `offset`.
    pub const fn at(offset: usize) -> Self {
        Self::new(offset, offset)
    }

    /// Length in bytes.
    pub const fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether the range contains no byte.
    pub const fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The same as a standard range, for slicing.
    pub const fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Whether `other` is inside this range, ends included.
    pub const fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The smallest range that contains both.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        Self {
            start: self.start.min(other.start),
            end: self.end.max(other.end),
        }
    }
}
