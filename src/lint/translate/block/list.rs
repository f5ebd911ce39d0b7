//! What a list becomes: the counted structure that the API has in its place, and its items. Blocks
//! of one name are a list too, and so is a mapping of any keys.

use crate::lint::translate::block::faults::found;
use crate::lint::translate::block::{Converter, Target};
use crate::lint::translate::draft::Draft;
use crate::lint::translate::fault::{Fault, FaultKind};
use crate::lint::translate::meaning::Meaning;
use crate::lint::translate::origins::Origin;
use crate::model::dialect::{Property, Repeats};
use crate::model::schema::{Member, ValueKind};
use crate::tree::{Form, NodeId, NodeKind, Place};

impl Converter<'_> {
    pub(super) fn list(&mut self, mut target: Target, property: &'static Property, value: NodeId) {
        let is_counted = matches!(target.value, ValueKind::Structure(_));
        if is_counted {
            let Some(list) = self.counted(target, property, value) else {
                return;
            };
            target = list;
        }
        let ValueKind::List(shape) = target.value else {
            return;
        };
        if !is_counted && self.count_next_to(&target, value, property.repeats) == Some(0) {
            return;
        }
        let Some(item) = self.schema.shape(shape).members().first() else {
            return;
        };
        let mut draft = Draft::new(NodeKind::Array, target.name, target.place, target.origin);
        draft.is_unknown = self.length(value, property.repeats).is_none();
        let parent = self.drafts.add(target.parent, draft);
        let item = Target {
            parent,
            name: item.name,
            value: item.value,
            ..target
        };
        self.items(item, property, value);
    }

    /// The structure with a count that the API has for a list, and where the list goes in it.
    fn counted(&mut self, target: Target, property: &Property, value: NodeId) -> Option<Target> {
        let ValueKind::Structure(shape) = target.value else {
            return None;
        };
        let newest = self.schema.newest();
        let (count, list) = self.schema.shape(shape).counted_members(newest)?;
        let origin = Origin {
            block: None,
            ..target.origin
        };
        let holder = Draft::new(NodeKind::Object, target.name, target.place, origin);
        let parent = self.drafts.add(target.parent, holder);
        let length = self.length(value, property.repeats);
        let counter = Target {
            parent,
            name: count.name,
            value: count.value,
            origin: Origin {
                name: None,
                ..origin
            },
            unknown: None,
            ..target
        };
        self.count(counter, length);
        (length != Some(0) || list.required.contains(newest)).then_some(Target {
            parent,
            name: list.name,
            value: list.value,
            ..target
        })
    }

    fn count(&mut self, target: Target, length: Option<usize>) {
        let text = length.unwrap_or(0).to_string();
        self.leaf(target, Some(text), length.is_none());
    }

    /// The items of a list. `like` says what they become.
    fn items(&mut self, like: Target, property: &'static Property, list: NodeId) {
        let tree = self.reading.tree;
        let inner = self.inner(property);
        let name = inner.map_or(property.name.as_ref(), |inner| inner.name.as_ref());
        let mut seen: Vec<&str> = Vec::new();
        let mut overlay = like
            .unknown
            .into_iter()
            .flat_map(|node| tree.children(node));
        for node in self.items_of(list).0 {
            let target = Target {
                origin: Origin {
                    node,
                    name: Some(name),
                    block: None,
                    is_implied: false,
                },
                place: tree.place(node),
                unknown: overlay.next(),
                ..like
            };
            match (self.reading.meaning(node), inner) {
                (Meaning::Absent, _) => {}
                (Meaning::Known(value), Some(inner))
                    if tree.node(value).kind == NodeKind::Object =>
                {
                    self.structure(target, inner, value);
                }
                (Meaning::Known(value), None) if !tree.node(value).has_children() => {
                    let target = Target {
                        place: self.place_of(node, value),
                        ..target
                    };
                    let text = tree.text(value);
                    if property.repeats == Repeats::Set && seen.contains(&text) {
                        continue;
                    }
                    seen.push(text);
                    let text = self.scalar(target.value, value, target.place);
                    self.leaf(target, text, false);
                }
                (Meaning::Known(value), _) => {
                    self.wrong_item(property, node, value);
                    self.leaf(target, None, true);
                }
                _ => self.unknown(target, Some(node).filter(|_| target.unknown.is_none())),
            }
        }
    }

    /// Notes an item of another type than those of the list.
    fn wrong_item(&mut self, property: &'static Property, node: NodeId, value: NodeId) {
        let tree = self.reading.tree;
        let expected = if property.block.is_some() {
            "a mapping for each item"
        } else {
            "a single value for each item"
        };
        self.faults.push(Fault {
            kind: FaultKind::WrongType {
                name: &property.name,
                expected,
                found: found(tree.node(value).kind),
            },
            span: tree.node(node).value(),
            node,
            member: None,
            parent: property.name.to_string(),
        });
    }

    /// The items of a list, and whether there may be others. In HCL, the blocks of the same name
    /// are a list, with those that are generated.
    fn items_of(&self, list: NodeId) -> (Vec<NodeId>, bool) {
        let tree = self.reading.tree;
        let it = tree.node(list);
        if it.kind != NodeKind::Object {
            return (tree.children(list).collect(), false);
        }
        let Some(parent) = it.parent().filter(|_| tree.form() == Form::Hcl) else {
            return (vec![list], false);
        };
        let dynamic = self.reading.functions.dynamic.as_ref();
        let is_generated = tree.name(parent) == dynamic;
        let (holder, name) = match tree.labels(parent).next().filter(|_| is_generated) {
            Some(label) => (tree.node(parent).parent().unwrap_or(parent), label),
            None => (parent, tree.name(list)),
        };
        let mut items = Vec::new();
        let mut is_partial = self.misspelt.contains(&(holder, name));
        for child in tree.children(holder) {
            if tree.name(child) == name {
                items.push(child);
            } else if tree.name(child) == dynamic && tree.labels(child).any(|label| label == name) {
                let count = self.reading.repetitions(child);
                is_partial |= count.is_none_or(|count| count > 1);
                items.extend(self.content(child).filter(|_| count != Some(0)));
            }
        }
        (items, is_partial)
    }

    /// How many items a list has; `None` where only a deployment knows.
    pub(super) fn length(&self, list: NodeId, repeats: Repeats) -> Option<usize> {
        let tree = self.reading.tree;
        if tree.node(list).is_repaired() {
            return None;
        }
        let (items, is_partial) = self.items_of(list);
        if is_partial {
            return None;
        }
        let mut known = Vec::new();
        for item in items {
            match self.reading.meaning(item) {
                Meaning::Known(value) => known.push(tree.text(value)),
                Meaning::Unknown if repeats == Repeats::List => known.push(""),
                Meaning::Unknown | Meaning::Maybe => return None,
                Meaning::Absent => {}
            }
        }
        if repeats == Repeats::Set && !known.is_empty() && known.iter().all(|text| !text.is_empty())
        {
            known.sort_unstable();
            known.dedup();
        }
        Some(known.len())
    }

    /// The number of items of a list whose structure the template writes without it.
    fn count_next_to(&mut self, target: &Target, list: NodeId, repeats: Repeats) -> Option<usize> {
        let block = self.drafts.nodes[target.parent].origin.block?;
        let counted = self
            .schema
            .shape(block.shape)
            .counted_members(self.schema.newest());
        let (count, _) = counted?;
        if block
            .properties
            .iter()
            .any(|property| property.place.as_ref() == [count.name])
        {
            return None;
        }
        let length = self.length(list, repeats);
        let counter = Target {
            name: count.name,
            value: count.value,
            origin: Origin {
                name: None,
                ..target.origin
            },
            ..*target
        };
        self.count(counter, length);
        length
    }

    /// A mapping of any keys to texts, as a list of structures with a key and a value.
    pub(super) fn map(&mut self, target: Target, value: NodeId) {
        let ValueKind::List(shape) = target.value else {
            return;
        };
        let Some(item) = self.schema.shape(shape).members().first() else {
            return;
        };
        let ValueKind::Structure(pair) = item.value else {
            return;
        };
        let [key, text] = self.schema.shape(pair).members() else {
            return;
        };
        let list = Draft::new(NodeKind::Array, target.name, target.place, target.origin);
        let parent = self.drafts.add(target.parent, list);
        for node in self.reading.tree.children(value) {
            self.entry(
                Target {
                    parent,
                    name: item.name,
                    ..target
                },
                [key, text],
                node,
            );
        }
    }

    /// An entry of a mapping: its key and its text as members of a structure.
    fn entry(&mut self, target: Target, [key, text]: [&'static Member; 2], node: NodeId) {
        let tree = self.reading.tree;
        let place = tree.place(node);
        let origin = Origin {
            node,
            name: None,
            block: None,
            is_implied: false,
        };
        let entry = Draft::new(NodeKind::Object, target.name, place, origin);
        let parent = self.drafts.add(target.parent, entry);
        let member = |member: &Member, place: Place| Target {
            parent,
            name: member.name,
            value: member.value,
            origin,
            place,
            unknown: None,
        };
        let key_place = Place {
            whole: place.name,
            opening: 0,
            content: place.name,
            ..place
        };
        self.leaf(
            member(key, key_place),
            Some(tree.name(node).to_owned()),
            false,
        );
        let (text_read, is_unknown) = match self.reading.meaning(node) {
            Meaning::Known(value) => (self.scalar(text.value, value, place), false),
            _ => (None, true),
        };
        self.leaf(member(text, place), text_read, is_unknown);
    }
}
