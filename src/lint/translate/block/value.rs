//! What the value of a member becomes: a structure, which waits for its turn, or a scalar of the
//! kind that the API has.

use crate::lint::translate::block::faults::{found, not_a_number};
use crate::lint::translate::block::{Converter, Target};
use crate::lint::translate::draft::{Draft, DraftId};
use crate::lint::translate::fault::FaultKind;
use crate::lint::translate::origins::Origin;
use crate::model::dialect::{Block, Property, Repeats};
use crate::model::schema::ValueKind;
use crate::tree::{self, Form, NodeId, NodeKind, Place};

impl Converter<'_> {
    /// A member whose value is known.
    pub(super) fn known(
        &mut self,
        mut target: Target,
        property: &'static Property,
        value: NodeId,
        block: &'static Block,
    ) {
        let inner = self.inner(property);
        let kind = self.reading.tree.node(value).kind;
        let expected = match (property.repeats, inner) {
            (Repeats::List | Repeats::Set, Some(_)) => (
                "a list",
                kind == NodeKind::Array || self.has_blocks() && kind == NodeKind::Object,
            ),
            (Repeats::List | Repeats::Set, None) => ("a list", kind == NodeKind::Array),
            (Repeats::Map, _) | (Repeats::Never, Some(_)) => {
                ("a mapping", kind == NodeKind::Object)
            }
            (Repeats::Never, None) => (
                "a single value",
                !matches!(kind, NodeKind::Array | NodeKind::Object),
            ),
        };
        if !expected.1 {
            if let Some(inner) = inner.filter(|_| property.repeats == Repeats::Never)
                && let Some(only) = self.single(&mut target, value)
            {
                if let Some(only) = only {
                    self.structure(target, inner, only);
                }
                return;
            }
            let node = target.origin.node;
            self.fault(
                node,
                block,
                FaultKind::WrongType {
                    name: &property.name,
                    expected: expected.0,
                    found: found(kind),
                },
            );
            self.leaf(target, None, true);
            return;
        }
        match (property.repeats, inner) {
            (Repeats::Never, Some(inner)) => self.structure(target, inner, value),
            (Repeats::Never, None) if self.is_not_number(target.value, value) => {
                let node = target.origin.node;
                self.fault(node, block, not_a_number(property));
                self.leaf(target, None, true);
            }
            (Repeats::Never, None) => {
                let text = self.scalar(target.value, value, target.place);
                self.leaf(target, text, false);
            }
            (Repeats::Map, _) => self.map(target, value),
            _ => self.list(target, property, value),
        }
    }

    /// The structure that is the value of a member.
    pub(super) fn inner(&self, property: &Property) -> Option<&'static Block> {
        let inner = property.block?;
        Some(&self.dialect.blocks[usize::from(inner)])
    }

    /// Whether the notation has blocks, which make lists of themselves.
    fn has_blocks(&self) -> bool {
        self.dialect.block_key.is_some()
    }

    /// In the JSON of a plan, a structure is a list with the one, or an empty list where there is
    /// none.
    #[expect(
        clippy::option_option,
        reason = "no list at all, an empty list, or the one structure in it"
    )]
    fn single(&self, target: &mut Target, value: NodeId) -> Option<Option<NodeId>> {
        let tree = self.reading.tree;
        if !self.has_blocks() || tree.node(value).kind != NodeKind::Array {
            return None;
        }
        let mut items = tree.children(value);
        let Some(only) = items.next() else {
            return Some(None);
        };
        if items.next().is_some() || tree.node(only).kind != NodeKind::Object {
            return None;
        }
        target.origin.node = only;
        target.unknown = target
            .unknown
            .and_then(|unknown| tree.children(unknown).next());
        Some(Some(only))
    }

    pub(super) fn structure(&mut self, target: Target, inner: &'static Block, value: NodeId) {
        let origin = Origin {
            block: Some(inner),
            ..target.origin
        };
        let place = self.structure_place(value, target.place);
        let draft = Draft::new(NodeKind::Object, target.name, place, origin);
        let draft = self.drafts.add(target.parent, draft);
        self.waiting.push((draft, inner, value, target.unknown));
    }

    /// The place of a structure. One without a key is named by its first member, which is what a
    /// reader sees of it.
    pub(super) fn structure_place(&self, value: NodeId, place: Place) -> Place {
        let tree = self.reading.tree;
        if !place.name.is_empty() || tree.form() == Form::Json {
            return place;
        }
        let first = tree.children(value).next();
        Place {
            name: first.map_or(place.name, |first| tree.node(first).name),
            ..place
        }
    }

    /// A value of the kind that the API has.
    pub(super) fn leaf(
        &mut self,
        target: Target,
        text: Option<String>,
        is_unknown: bool,
    ) -> DraftId {
        let kind = match target.value {
            ValueKind::Structure(_) => NodeKind::Object,
            ValueKind::List(_) => NodeKind::Array,
            ValueKind::Boolean => NodeKind::Boolean,
            _ if target.value.is_number() => NodeKind::Number,
            _ => NodeKind::String,
        };
        let mut draft = Draft::new(kind, target.name, target.place, target.origin);
        draft.text = text;
        draft.is_unknown = is_unknown;
        if is_unknown {
            draft.text = draft.text.or_else(|| Some(String::new()));
        }
        self.drafts.add(target.parent, draft)
    }

    /// A value that only a deployment knows, with what is known of it.
    pub(super) fn unknown(&mut self, target: Target, node: Option<NodeId>) {
        // What was made of a part of it, such as the cached ones of the allowed methods, is there.
        if let Some(made) = self.drafts.child(target.parent, target.name)
            && !matches!(self.drafts.nodes[target.parent].kind, NodeKind::Array)
        {
            self.drafts.nodes[made].is_unknown = true;
            return;
        }
        let is_scalar = !matches!(target.value, ValueKind::Structure(_) | ValueKind::List(_));
        let leaf = self.leaf(target, None, true);
        let Some(node) = node.filter(|_| is_scalar) else {
            return;
        };
        let draft = &mut self.drafts.nodes[leaf];
        draft.outline = self.reading.outline(node);
        if draft.outline.is_some() {
            draft.text = Some(self.reading.written(node));
        }
    }

    /// Whether a number belongs where there is another text.
    fn is_not_number(&self, value: ValueKind, node: NodeId) -> bool {
        let text = self.reading.tree.text(node).trim();
        matches!(value, ValueKind::Integer | ValueKind::Long)
            && text.parse::<i64>().is_err()
            && whole(text).is_none()
    }

    /// The text of a scalar as the API has it, where that is not the text of the template.
    pub(super) fn scalar(&self, value: ValueKind, node: NodeId, place: Place) -> Option<String> {
        let tree = self.reading.tree;
        let text = tree.text(node);
        let read = match value {
            ValueKind::Boolean if self.has_blocks() => None,
            ValueKind::Boolean => tree::yaml_boolean(text.trim()).map(|is| is.to_string()),
            ValueKind::Integer | ValueKind::Long => whole(text.trim()),
            _ if tree.node(node).kind == NodeKind::Boolean => {
                tree::yaml_boolean(text).map(|is| is.to_string())
            }
            _ => None,
        };
        let read = read.unwrap_or_else(|| text.to_owned());
        (tree.source().slice(place.content) != read).then_some(read)
    }
}

/// The integer that a number equals: 86400 for `86400.0`.
pub(super) fn whole(text: &str) -> Option<String> {
    let (integer, fraction) = text.split_once('.')?;
    let is_whole = integer.parse::<i64>().is_ok()
        && !fraction.is_empty()
        && fraction.bytes().all(|digit| digit == b'0');
    is_whole.then(|| integer.to_owned())
}
