//! How much the evaluation of each rule does, counted in nodes that are looked at: what tests of
//! growth compare, because it is the same on every machine.

use std::cell::RefCell;
use std::collections::BTreeMap;

thread_local! {
    static WORK: RefCell<(usize, BTreeMap<usize, usize>)> = RefCell::default();
}

/// Says which rule is evaluated from now on.
pub(super) fn begin(rule: usize) {
    WORK.with_borrow_mut(|(current, _)| *current = rule);
}

/// Counts nodes.
pub(super) fn add(nodes: usize) {
    WORK.with_borrow_mut(|(current, counts)| *counts.entry(*current).or_default() += nodes);
}

/// The counts by rule since this was asked last.
pub(super) fn take() -> BTreeMap<usize, usize> {
    WORK.with_borrow_mut(|(_, counts)| std::mem::take(counts))
}
