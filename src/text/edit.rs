//! A replacement of bytes in a text, and whether it may be applied without asking.

use super::Span;

/// Whether a fix may be applied without asking.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Applicability {
    /// What the service would store stays the same, but for the fault itself.
    Safe,
    /// Probably what was meant. A person decides.
    Unsafe,
}

/// A replacement of bytes.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Edit {
    /// What is replaced; an empty range inserts.
    pub span: Span,
    /// What is put there.
    pub text: String,
}
