//! What is wrong with a resource as a template, apart from what the service would report.

use crate::text::Span;
use crate::tree::NodeId;

/// A fault of a member or a value.
#[derive(Clone, Debug)]
pub(crate) struct Fault {
    pub(crate) kind: FaultKind,
    pub(crate) span: Span,
    /// The node of the template whose path the finding has.
    pub(crate) node: NodeId,
    /// A member that the path ends with, where it has no node.
    pub(crate) member: Option<&'static str>,
    /// The structure that it is about.
    pub(crate) parent: String,
}

/// What is wrong.
#[derive(Clone, Debug)]
pub(crate) enum FaultKind {
    /// A member that the structure does not have, with the names that it is probably meant to be,
    /// and the structures that have it.
    Unknown {
        name: String,
        near: Vec<&'static str>,
        elsewhere: Vec<&'static str>,
        /// Whether the API has it, so that the tool may have it by now.
        is_newer: bool,
        /// Whether the structure does not have the first of those names yet.
        is_free: bool,
    },
    /// A member that the tool asks for.
    Missing { name: &'static str },
    /// A member that occurs more than once, and whether it is a block, which no tool drops.
    Duplicate {
        name: String,
        first: Span,
        is_block: bool,
    },
    /// A value of another type.
    WrongType {
        name: &'static str,
        expected: &'static str,
        found: &'static str,
    },
    /// A value of a member that has only certain values, with those and the nearest.
    NotAllowed {
        name: &'static str,
        value: String,
        allowed: Vec<&'static str>,
        near: Vec<&'static str>,
    },
}
