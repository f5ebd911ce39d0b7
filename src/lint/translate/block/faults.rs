//! Telling what is wrong with a member as a part of a template.

use crate::lint::translate::block::Converter;
use crate::lint::translate::fault::{Fault, FaultKind};
use crate::model::dialect::{Block, Property, Role};
use crate::model::near::nearest;
use crate::tree::{NodeId, NodeKind};

impl Converter<'_> {
    /// A member that a structure does not have. Returns the member that it is probably meant to be.
    pub(super) fn unknown_member(&mut self, block: &'static Block, node: NodeId) -> Option<usize> {
        let name = self.reading.tree.name(node).to_owned();
        let is_usable = |property: &&Property| {
            matches!(property.role, Role::Sent | Role::Computed | Role::Local)
        };
        let names = block
            .properties
            .iter()
            .filter(is_usable)
            .map(|property| property.name.as_ref());
        // The API's own name is the nearest there is.
        let same = |property: &&Property| {
            property
                .place
                .last()
                .is_some_and(|member| self.schema.name_text(*member) == name)
        };
        let near = match block.properties.iter().find(same) {
            Some(property) => vec![property.name.as_ref()],
            None => nearest(&name, names),
        };
        let has = |block: &&Block| block.properties.iter().any(|it| it.name == name);
        let elsewhere = self
            .dialect
            .blocks
            .iter()
            .filter(has)
            .map(|block| block.name.as_ref())
            .collect();
        let is_newer = near.is_empty()
            && self
                .schema
                .name(&name)
                .is_some_and(|name| self.member(block.shape, name).is_some());
        let tree = self.reading.tree;
        let is_given = |name: &str| {
            let parent = tree.node(node).parent();
            parent.is_some_and(|parent| {
                tree.children(parent).any(|child| {
                    tree.name(child) == name || tree.labels(child).any(|label| label == name)
                })
            })
        };
        let is_free =
            near.first().is_some_and(|name| !is_given(name)) && !tree.node(node).name.is_empty();
        let meant = near.first().copied();
        self.fault(
            node,
            block,
            FaultKind::Unknown {
                name,
                near,
                elsewhere,
                is_newer,
                is_free,
            },
        );
        block
            .properties
            .iter()
            .position(|it| meant == Some(it.name.as_ref()))
    }

    pub(super) fn fault(&mut self, node: NodeId, block: &'static Block, kind: FaultKind) {
        let it = self.reading.tree.node(node);
        let span = match kind {
            FaultKind::WrongType { .. } | FaultKind::NotAllowed { .. } => it.value(),
            _ => it.name,
        };
        self.faults.push(Fault {
            kind,
            span,
            node,
            member: None,
            parent: self.name_of(block),
        });
    }
}

/// The fault of a text where a number belongs.
pub(super) fn not_a_number(property: &'static Property) -> FaultKind {
    FaultKind::WrongType {
        name: &property.name,
        expected: "an integer",
        found: "text",
    }
}

/// What a value is, for people.
pub(super) fn found(kind: NodeKind) -> &'static str {
    match kind {
        NodeKind::Array => "a list",
        NodeKind::Object => "a mapping",
        _ => "a single value",
    }
}
