//! What a structure of a template becomes: each of its members at the place that the table gives
//! it, with what the tool adds, drops and asks for.
//!
//! What lives here: the order of the work for one structure, and where its members go. What the
//! structure says is read in [`given`], and what becomes of it is made in [`value`] and [`list`];
//! [`absent`] is about what it does not say.

mod absent;
mod dropped;
mod faults;
mod given;
mod list;
mod value;

use std::collections::HashSet;

use crate::lint::translate::draft::{Draft, DraftId, Drafts, implied_place};
use crate::lint::translate::fault::Fault;
use crate::lint::translate::meaning::{Meaning, Reading};
use crate::lint::translate::origins::Origin;
use crate::model::dialect::{Block, Dialect, Property, Resource, Role};
use crate::model::schema::{Member, NameId, Schema, ShapeId, ValueKind};
use crate::text::Span;
use crate::tree::{NodeId, NodeKind, Place};
use given::{Given, effective, order};

/// A conversion at work.
pub(super) struct Converter<'t> {
    pub(super) schema: &'static Schema,
    pub(super) dialect: &'static Dialect,
    pub(super) resource: &'static Resource,
    pub(super) reading: Reading<'t>,
    pub(super) drafts: Drafts,
    /// Structures that are not converted yet.
    pub(super) waiting: Vec<(DraftId, &'static Block, NodeId, Option<NodeId>)>,
    pub(super) faults: Vec<Fault>,
    pub(super) is_legacy: bool,
    /// Members of the template that may or may not be there.
    pub(super) doubtful: Vec<NodeId>,
    /// The structures with a member under another name than the one that is probably meant.
    pub(super) misspelt: HashSet<(NodeId, &'static str)>,
}

/// Where a member goes.
#[derive(Clone, Copy)]
struct Target {
    parent: DraftId,
    name: NameId,
    value: ValueKind,
    origin: Origin,
    place: Place,
    /// What says which parts of it only a deployment knows.
    unknown: Option<NodeId>,
}

/// A structure of the template that is being converted.
#[derive(Clone, Copy)]
struct Structure {
    /// What it becomes.
    draft: DraftId,
    block: &'static Block,
    node: NodeId,
}

impl Converter<'_> {
    /// Converts one structure. The structures inside it wait for their turn.
    pub(super) fn block(
        &mut self,
        draft: DraftId,
        block: &'static Block,
        node: NodeId,
        unknown: Option<NodeId>,
    ) {
        let (given, is_open) = self.read(block, node, unknown);
        let structure = Structure { draft, block, node };
        let mut touched = vec![draft];
        for index in order(&given) {
            let property = &block.properties[index];
            let it = given[index];
            match property.role {
                Role::Sent | Role::Computed => {}
                Role::Legacy => {
                    self.is_legacy |= it.node.is_some();
                    continue;
                }
                Role::Local | Role::Attribute => continue,
            }
            let is_missing = property.required && it.meaning == Meaning::Absent && !is_open;
            let meaning = match effective(property, &given, it.meaning) {
                None => {
                    self.dropped(structure, property, it);
                    continue;
                }
                // The tool requires it, so it will have a value.
                Some(Meaning::Maybe) if property.required => Meaning::Unknown,
                Some(meaning) => meaning,
            };
            if is_missing && meaning == Meaning::Absent {
                self.missing(block, property, node);
            }
            let Some(holder) = self.holder(structure, property, meaning, &mut touched) else {
                continue;
            };
            let target = self.target(structure, property, it, holder);
            match meaning {
                Meaning::Known(value) => self.known(target, property, value, block),
                Meaning::Unknown => self.unknown(target, it.node.filter(|_| it.unknown.is_none())),
                Meaning::Maybe => {
                    self.doubtful.push(target.origin.node);
                    self.doubt(target.parent, target.name);
                }
                Meaning::Absent if is_missing => self.doubt(target.parent, target.name),
                Meaning::Absent => self.absent(target, property, &given, is_open),
            }
            self.switch(structure, property, &target, meaning);
        }
        self.explain_rest(&touched, block, is_open);
    }

    /// Where a member of a structure goes, and where it comes from.
    fn target(
        &self,
        structure: Structure,
        property: &'static Property,
        given: Given,
        (parent, name, value): (DraftId, NameId, ValueKind),
    ) -> Target {
        Target {
            parent,
            name,
            value,
            origin: Origin {
                node: given.node.unwrap_or(structure.node),
                name: Some(&property.name),
                block: None,
                is_implied: given.node.is_none(),
            },
            place: match (given.node, given.meaning) {
                (Some(node), Meaning::Known(value)) => self.place_of(node, value),
                (Some(node), _) => self.reading.tree.place(node),
                (None, _) => implied_place(self.drafts.nodes[structure.draft].place),
            },
            unknown: given.unknown,
        }
    }

    /// The place of a value with its key, where the value is a part of what the key has.
    fn place_of(&self, key: NodeId, value: NodeId) -> Place {
        let tree = self.reading.tree;
        let (key, inner) = (tree.place(key), tree.place(value));
        if !key.whole.contains(inner.whole) {
            return key;
        }
        Place {
            whole: Span {
                start: key.whole.start,
                end: inner.whole.end,
            },
            name: key.name,
            ..inner
        }
    }

    /// Notes that a member may be there. What was made of its parts is not all that there is.
    fn doubt(&mut self, parent: DraftId, name: NameId) {
        if let Some(made) = self.drafts.child(parent, name) {
            self.drafts.nodes[made].is_unknown = true;
        }
        self.drafts.nodes[parent].explained.push(name);
    }

    /// What people call a structure.
    fn name_of(&self, block: &'static Block) -> String {
        if std::ptr::eq(
            block,
            &raw const self.dialect.blocks[usize::from(self.resource.block)],
        ) {
            self.resource.name.to_string()
        } else {
            block.name.to_string()
        }
    }

    /// The draft that a member goes into, its name there and its value. Structures on the way
    /// are made where they are missing.
    fn holder(
        &mut self,
        structure: Structure,
        property: &'static Property,
        meaning: Meaning,
        touched: &mut Vec<DraftId>,
    ) -> Option<(DraftId, NameId, ValueKind)> {
        let (last, way) = property.place.split_last()?;
        let is_made = match meaning {
            Meaning::Known(_) | Meaning::Unknown => true,
            Meaning::Maybe => false,
            Meaning::Absent => property.sent.is_some(),
        };
        let mut parent = structure.draft;
        let mut shape = structure.block.shape;
        for name in way {
            let ValueKind::Structure(inner) = self.member(shape, *name)?.value else {
                return None;
            };
            parent = match self.drafts.child(parent, *name) {
                Some(found) => found,
                None if !is_made || self.drafts.nodes[parent].explained.contains(name) => {
                    return None;
                }
                None => {
                    let origin = Origin {
                        name: None,
                        block: None,
                        is_implied: meaning == Meaning::Absent,
                        ..self.drafts.nodes[parent].origin
                    };
                    let place = implied_place(self.drafts.nodes[parent].place);
                    let made = Draft::new(NodeKind::Object, *name, place, origin);
                    self.drafts.add(parent, made)
                }
            };
            if !touched.contains(&parent) {
                touched.push(parent);
            }
            shape = inner;
        }
        let member = self.member(shape, *last)?;
        Some((parent, *last, member.value))
    }

    fn member(&self, shape: ShapeId, name: NameId) -> Option<&'static Member> {
        self.schema.shape(shape).member(name, self.schema.newest())
    }

    /// Accounts for what the API asks for and the template cannot say, and in structures of which
    /// not all is known, for everything.
    fn explain_rest(&mut self, touched: &[DraftId], block: &'static Block, is_open: bool) {
        for draft in touched {
            let Some(shape) = self.shape_of(*draft, block) else {
                continue;
            };
            let newest = self.schema.newest();
            let is_sayable = |name: NameId| {
                block
                    .properties
                    .iter()
                    .any(|property| property.place.last() == Some(&name))
            };
            for member in self.schema.shape(shape).members() {
                if is_open || member.required.contains(newest) && !is_sayable(member.name) {
                    self.drafts.nodes[*draft].explained.push(member.name);
                }
            }
        }
    }

    fn shape_of(&self, draft: DraftId, block: &'static Block) -> Option<ShapeId> {
        let it = &self.drafts.nodes[draft];
        if let Some(block) = it.origin.block {
            return Some(block.shape);
        }
        // A structure on the way to a member of the block.
        let name = it.name?;
        block.properties.iter().find_map(|property| {
            let mut shape = block.shape;
            for step in property.place.iter() {
                let ValueKind::Structure(inner) = self.member(shape, *step)?.value else {
                    return None;
                };
                if *step == name {
                    return Some(inner);
                }
                shape = inner;
            }
            None
        })
    }
}
