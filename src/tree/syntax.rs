//! Faults of notation: what a front end met that is not well-formed, and the edit that mends it.

use crate::diagnostic::{Applicability, Edit};
use crate::span::Span;

/// What kind of fault of notation it is. Its kebab-case name is the built-in check that a rule gives words to.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[non_exhaustive]
pub enum SyntaxKind {
    /// `not-well-formed`: what no other kind names; the argument `reason` says what was expected.
    NotWellFormed,
}

impl SyntaxKind {
    /// Every kind.
    pub const ALL: &[Self] = &[Self::NotWellFormed];

    /// Name of the built-in check.
    pub const fn name(self) -> &'static str {
        match self {
            Self::NotWellFormed => "not-well-formed",
        }
    }
}

/// One fault of notation in one place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SyntaxFault {
    /// What it is.
    pub kind: SyntaxKind,
    /// Tells situations of a kind apart; a rule may have other words for each. Empty for the usual one.
    pub variant: &'static str,
    /// The smallest true place.
    pub span: Span,
    /// A related place that the rule's `related` words describe.
    pub related: Option<Span>,
    /// What the rule's words are filled with.
    pub arguments: Vec<(&'static str, String)>,
    /// What makes the text well-formed here; may be empty.
    pub edits: Vec<Edit>,
    /// Whether the edits are surely what was meant.
    pub applicability: Applicability,
}
