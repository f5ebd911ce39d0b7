//! What an element could be, by its name and its children.

use super::Document;
use crate::model::near::nearest;
use crate::model::schema::{Member, ValueKind};
use crate::tree::NodeId;

impl Document<'_> {
    /// Whether the content of a node could be that of a member, by the names of its children.
    pub(crate) fn fits(&self, node: NodeId, value: ValueKind) -> bool {
        let mut children = self.tree.children(node).peekable();
        let has_children = children.peek().is_some();
        let shape = match value {
            ValueKind::Structure(shape) | ValueKind::List(shape) => self.shape(shape),
            _ => return !has_children,
        };
        let is_member = |child: NodeId| {
            self.schema
                .name(self.tree.name(child))
                .is_some_and(|name| shape.member(name, self.version).is_some())
        };
        has_children && children.all(is_member)
    }

    /// Whether a node of another name was probably meant as an item: its name is nearly the item's
    /// or unknown, or its content is that of an item.
    pub(crate) fn could_be(&self, node: NodeId, item: &Member) -> bool {
        let written = self.tree.name(node);
        let is_near = !nearest(written, [self.schema.name_text(item.name)]).is_empty();
        let is_structure = matches!(item.value, ValueKind::Structure(_));
        let has_children = self.tree.node(node).has_children();
        is_near
            || self.schema.name(written).is_none() && has_children == is_structure
            || is_structure && has_children && self.fits(node, item.value)
    }
}
