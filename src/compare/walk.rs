//! Both documents at once, from the configuration down: members by name, items by what names them.

use super::lists::{self, Pairing};
use super::protection;
use super::{Change, ChangeKind};
use crate::lint::BoundDocument;
use crate::model::schema::{Member, NameId, ValueKind};
use crate::tree::NodeId;

/// The changes below a pair of elements.
pub(super) fn changes(
    old: &BoundDocument<'_>,
    new: &BoundDocument<'_>,
    pair: (NodeId, NodeId),
) -> Vec<Change> {
    let mut walk = Walk {
        old,
        new,
        changes: Vec::new(),
    };
    let mut open = vec![pair];
    while let Some(pair) = open.pop() {
        let first = open.len();
        walk.pair(pair, &mut open);
        // The first member is compared first.
        open[first..].reverse();
    }
    walk.changes
}

struct Walk<'w, 'd> {
    old: &'w BoundDocument<'d>,
    new: &'w BoundDocument<'d>,
    changes: Vec<Change>,
}

impl Walk<'_, '_> {
    /// Compares two elements of the same name, and adds the pairs inside to those that are open.
    fn pair(&mut self, (old, new): (NodeId, NodeId), open: &mut Vec<(NodeId, NodeId)>) {
        match self.new.value_kind(new) {
            Some(ValueKind::Structure(_)) => self.structures(old, new, open),
            Some(ValueKind::List(_)) => self.items((old, new), open),
            _ => self.values(old, new),
        }
    }

    fn structures(&mut self, old: NodeId, new: NodeId, open: &mut Vec<(NodeId, NodeId)>) {
        let count = count_name(self.new, new).or_else(|| count_name(self.old, old));
        for name in self.names(old, new) {
            // The number of items follows from the items.
            if Some(name) == count {
                continue;
            }
            match (self.old.child(old, name), self.new.child(new, name)) {
                (Some(old), Some(new)) => open.push((old, new)),
                (Some(gone), None) if !is_nothing(self.old, gone) => self.removed(gone),
                (None, Some(added)) if !is_nothing(self.new, added) => self.added(added),
                _ => {}
            }
        }
    }

    /// The names of the members that one of two structures has, in the order of the shapes.
    fn names(&self, old: NodeId, new: NodeId) -> Vec<NameId> {
        let mut names: Vec<NameId> = Vec::new();
        for (document, node) in [(self.new, new), (self.old, old)] {
            let Some(shape) = document.structure_of(node) else {
                continue;
            };
            for member in document.shape(shape).members() {
                if document.child(node, member.name).is_some() && !names.contains(&member.name) {
                    names.push(member.name);
                }
            }
        }
        names
    }

    fn items(&mut self, lists: (NodeId, NodeId), open: &mut Vec<(NodeId, NodeId)>) {
        let Pairing {
            both,
            added,
            removed,
            moved,
        } = lists::pairing(self.old, self.new, lists);
        for node in removed {
            self.removed(node);
        }
        for node in added {
            self.added(node);
        }
        for (old, new) in moved {
            let place = |document: &BoundDocument<'_>, node| {
                Some(format!("place {}", document.binding(node).ordinal))
            };
            self.changes.push(Change {
                path: self.new.place(new),
                kind: ChangeKind::Moved,
                old: place(self.old, old),
                new: place(self.new, new),
                protection: protection::of_order(),
            });
        }
        open.extend(both);
    }

    fn values(&mut self, old: NodeId, new: NodeId) {
        if self.old.trimmed(old) == self.new.trimmed(new) {
            return;
        }
        self.changes.push(Change {
            path: self.new.place(new),
            kind: ChangeKind::Changed,
            old: self.old.value(old),
            new: self.new.value(new),
            protection: protection::of_values(self.old, self.new, (old, new)),
        });
    }

    fn removed(&mut self, node: NodeId) {
        self.changes.push(Change {
            path: self.old.place(node),
            kind: ChangeKind::Removed,
            old: self.old.value(node),
            new: None,
            protection: protection::of_removed(self.old, node),
        });
    }

    fn added(&mut self, node: NodeId) {
        self.changes.push(Change {
            path: self.new.place(node),
            kind: ChangeKind::Added,
            old: None,
            new: self.new.value(node),
            protection: protection::of_added(self.new, node),
        });
    }
}

fn count_name(document: &BoundDocument<'_>, structure: NodeId) -> Option<NameId> {
    let shape = document.shape(document.structure_of(structure)?);
    let (count, _) = shape.counted_members(document.version)?;
    Some(count.name)
}

/// Whether an element says what the service takes where it is left out: a default, `false`, an
/// empty list.
fn is_nothing(document: &BoundDocument<'_>, node: NodeId) -> bool {
    let is_usual = |(node, _): (NodeId, usize)| {
        if document.tree.node(node).has_children() {
            return true;
        }
        if document.shape_of(node).is_some() {
            return true;
        }
        let text = document.trimmed(node);
        let default = document
            .member(node)
            .and_then(|member| default(document, member));
        // An item counts, even if it is empty.
        document.binding(node).ordinal == 0
            && default.map_or(["", "0", "false"].contains(&text), |it| it == text)
    };
    document.tree.descendants(node).all(is_usual)
}

fn default(document: &BoundDocument<'_>, member: &'static Member) -> Option<&'static str> {
    let mut defaults = member.default.iter();
    let default = defaults.find(|it| it.versions.contains(document.version))?;
    Some(default.value.as_ref()).filter(|text| !text.starts_with('<'))
}
