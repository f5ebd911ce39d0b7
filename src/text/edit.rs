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
}
