//! The structures of a document with what rules ask of them first.

use crate::lint::document::{Document, Instance};
use crate::tree::NodeId;

/// How many structures are looked at once and for all. No real document has more; in one that has,
/// the others are looked at whenever they are needed, which takes time instead of memory.
const MOST_KEPT: usize = 1 << 14;

/// The structures that rules are evaluated on.
pub(crate) struct Instances<'w> {
    kept: Vec<Instance>,
    others: &'w [NodeId],
}

impl<'w> Instances<'w> {
    pub(crate) fn new(document: &Document<'_>, structures: &'w [NodeId]) -> Self {
        let (first, others) = structures.split_at(structures.len().min(MOST_KEPT));
        let mut kept = Vec::with_capacity(first.len());
        kept.extend(first.iter().filter_map(|it| document.instance(*it)));
        Self { kept, others }
    }

    /// All of them in document order.
    pub(super) fn of<'i>(&'i self, document: &'i Document<'_>) -> impl Iterator<Item = Instance> {
        let others = self.others.iter().filter_map(|it| document.instance(*it));
        self.kept.iter().copied().chain(others)
    }
}
