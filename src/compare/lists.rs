//! Which item of one list is which item of another.

use std::collections::{HashMap, VecDeque};

use crate::builtin::RULES;
use crate::lint::BoundDocument;
use crate::model::rule::{Check, ListCheck};
use crate::model::schema::ValueKind;
use crate::tree::NodeId;

/// The items of two lists.
#[derive(Debug, Default)]
pub(super) struct Pairing {
    /// Items that both have, in the order of the new list.
    pub(super) both: Vec<(NodeId, NodeId)>,
    pub(super) added: Vec<NodeId>,
    pub(super) removed: Vec<NodeId>,
    /// Those of both that were moved, in lists whose order counts.
    pub(super) moved: Vec<(NodeId, NodeId)>,
}

/// Pairs items by the text that names them; several of the same name in their order.
pub(super) fn pairing(
    old: &BoundDocument<'_>,
    new: &BoundDocument<'_>,
    lists: (NodeId, NodeId),
) -> Pairing {
    let mut by_name: HashMap<&str, VecDeque<NodeId>> = HashMap::new();
    let items = |document: &BoundDocument<'_>, list: NodeId| {
        let children = document.tree.children(list);
        children
            .filter(|item| document.is_bound(*item))
            .collect::<Vec<NodeId>>()
    };
    let old_items = items(old, lists.0);
    for item in &old_items {
        by_name
            .entry(name(old, *item))
            .or_default()
            .push_back(*item);
    }
    let mut pairing = Pairing::default();
    for item in items(new, lists.1) {
        let before = by_name.get_mut(name(new, item));
        match before.and_then(VecDeque::pop_front) {
            Some(before) => pairing.both.push((before, item)),
            None => pairing.added.push(item),
        }
    }
    pairing.removed = by_name.into_values().flatten().collect();
    pairing.removed.sort_unstable();
    if pairing.both.len() > 1 && has_order(new, lists.1) {
        pairing.moved = moved(&pairing.both);
    }
    pairing
}

/// What an item is called: its own text, or that of its first required text.
fn name<'d>(document: &BoundDocument<'d>, item: NodeId) -> &'d str {
    document.identity(item).trim()
}

/// Whether the order of a list counts: where a rule looks for items that an earlier one covers.
fn has_order(document: &BoundDocument<'_>, list: NodeId) -> bool {
    let item = document
        .shape_of(list)
        .and_then(|shape| document.item_of(shape));
    let Some(ValueKind::Structure(item)) = item.map(|item| item.value) else {
        return false;
    };
    RULES.iter().any(|rule| match &rule.check {
        Check::List(ListCheck::Covers(key)) => document
            .shape(item)
            .member(*key, document.version)
            .is_some(),
        _ => false,
    })
}

/// The pairs that have to be moved so that the others keep their order: as few as possible.
fn moved(both: &[(NodeId, NodeId)]) -> Vec<(NodeId, NodeId)> {
    // The longest run of items whose order is the same: `ends[length]` is the pair with which the
    // best run of that length ends, `before[pair]` the pair before it in its run.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(both.len());
    for (index, (old, _)) in both.iter().enumerate() {
        let length = ends.partition_point(|end| both[*end].0 < *old);
        before.push(length.checked_sub(1).map(|shorter| ends[shorter]));
        if length == ends.len() {
            ends.push(index);
        } else {
            ends[length] = index;
        }
    }
    let mut is_kept = vec![false; both.len()];
    let mut at = ends.last().copied();
    while let Some(index) = at {
        is_kept[index] = true;
        at = before[index];
    }
    let pairs = both.iter().zip(is_kept);
    pairs
        .filter(|(_, is_kept)| !is_kept)
        .map(|(pair, _)| *pair)
        .collect()
}
