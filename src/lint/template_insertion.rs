//! Members that a repair adds to a template: what the repair says for the document of the API, in
//! the names and the style of the template.
//!
//! What lives here: which property a member is, what its value looks like there, and where a
//! template can have one more. What does not: how it is written
//! ([`tree::edit`](crate::tree::edit)). Nothing is added that the tool would drop, refuse or fill
//! in by itself, and nothing where other parts of the template would change with it.

use std::collections::HashMap;

use crate::lint::document::Document;
use crate::lint::fault::Missing;
use crate::lint::repair;
use crate::lint::translate::{self, Origins};
use crate::model::dialect::{Block, Dialect, Property, Repeats, Role, Sent};
use crate::model::schema::{NameId, Schema, ShapeId, ValueKind};
use crate::text::Edit;
use crate::tree::edit::{Fragment, Rank};
use crate::tree::{DEEPEST, NodeId, Tree};

/// The edits of a template that add what a member of the document would be. `replaced` is a member
/// of the document that is removed at the same time.
pub(super) fn insert(
    document: &Document<'_>,
    node: NodeId,
    name: NameId,
    value: &Fragment<'_>,
    replaced: Option<NodeId>,
) -> Option<Vec<Edit>> {
    let origins = document.origins?;
    let (holder, block, place) = holder(document, origins, node, name)?;
    let properties = block.properties.iter();
    let property = properties
        .clone()
        .find(|it| *it.place == *place && is_written(it))?;
    let structure = origins.node(holder)?;
    let tree = origins.written_once(structure)?;
    let replaced = replaced.and_then(|replaced| origins.node(replaced));
    let given: Vec<(NodeId, &Property)> = tree
        .children(structure)
        .filter(|child| Some(*child) != replaced)
        .filter_map(|child| Some((child, property_of(block, tree, child)?)))
        .collect();
    let is_given = |other: &u16| {
        let other = &block.properties[usize::from(*other)];
        given.iter().any(|(_, it)| it.name == other.name)
    };
    let is_dropped = property.dropped_with.iter().any(is_given)
        || !property.needs.is_empty() && !property.needs.iter().any(is_given);
    if is_dropped || given.iter().any(|(_, it)| it.name == property.name) {
        return None;
    }
    let writer = Writer {
        dialect: origins.dialect,
        schema: document.schema,
    };
    let value = writer.value(property, value)?;
    let rank = |property: &Property| writer.rank(block.shape, &property.place);
    let siblings: Vec<(NodeId, Rank)> = given
        .iter()
        .filter_map(|(child, property)| Some((*child, rank(property)?)))
        .collect();
    let edits = tree.insert_ranked(
        structure,
        (&property.name, &rank(property)?),
        &value,
        &siblings,
    );
    (!edits.is_empty()).then_some(edits)
}

/// The structure of the dialect that a member of the document belongs to, and the place of the
/// member in it. What only the API has may be around the member.
fn holder(
    document: &Document<'_>,
    origins: &Origins<'_>,
    node: NodeId,
    name: NameId,
) -> Option<(NodeId, &'static Block, Vec<NameId>)> {
    let mut place = vec![name];
    let mut at = node;
    for _ in 0..DEEPEST {
        if let Some(block) = origins.block(at) {
            place.reverse();
            return Some((at, block, place));
        }
        place.push(document.schema.name(document.tree.name(at))?);
        at = document.tree.node(at).parent()?;
    }
    None
}

/// The property that a member of a structure is, or is generated for.
fn property_of<'b>(block: &'b Block, tree: &Tree<'_>, child: NodeId) -> Option<&'b Property> {
    let is_named = |property: &&Property| {
        tree.name(child) == property.name || tree.labels(child).any(|label| label == property.name)
    };
    block.properties.iter().find(is_named)
}

fn is_written(property: &Property) -> bool {
    matches!(property.role, Role::Sent | Role::Computed)
}

struct Writer {
    dialect: &'static Dialect,
    schema: &'static Schema,
}

impl Writer {
    /// A value of the API in the style of the template. `None` where the template cannot say it, or
    /// where it would be the same as none.
    fn value<'f>(&self, property: &Property, value: &Fragment<'f>) -> Option<Fragment<'f>> {
        let inner = property
            .block
            .map(|inner| &self.dialect.blocks[usize::from(inner)]);
        match (property.repeats, inner, value) {
            (Repeats::Never, None, Fragment::Text("")) if property.empty_is_absent => None,
            (Repeats::Never, None, Fragment::Text(text)) => {
                let is_number = property.is_number && text.parse::<u32>().is_ok();
                Some(if is_number {
                    Fragment::Bare(text)
                } else {
                    Fragment::Text(text)
                })
            }
            (Repeats::Never, None, Fragment::Bare(text)) => Some(Fragment::Bare(text)),
            (Repeats::Never, Some(inner), Fragment::Members(members)) => {
                self.structure(inner, members)
            }
            (Repeats::List | Repeats::Set, inner, value) => {
                let items = items(value)?.iter().map(|item| match (inner, item) {
                    (Some(inner), Fragment::Members(members)) => self.structure(inner, members),
                    (None, Fragment::Text(_) | Fragment::Bare(_)) => Some(item.clone()),
                    _ => None,
                });
                let items: Vec<Fragment<'f>> = items.collect::<Option<_>>()?;
                let is_sayable = inner.is_none() || !items.is_empty();
                is_sayable.then_some(Fragment::Items("", items))
            }
            _ => None,
        }
    }

    /// A structure of the API as one of the template. `None` where a member has no property, or the
    /// tool asks for one that is not there.
    fn structure<'f>(
        &self,
        block: &'static Block,
        members: &[(&'f str, Fragment<'f>)],
    ) -> Option<Fragment<'f>> {
        let counted = self
            .schema
            .shape(block.shape)
            .counted_members(self.schema.newest());
        let name_of = |place: &[NameId]| place.first().map(|name| self.schema.name_text(*name));
        let mut all = Vec::new();
        for (name, value) in members {
            let mut properties = block.properties.iter().filter(|it| is_written(it));
            let of_name = |it: &&Property| it.place.len() == 1 && name_of(&it.place) == Some(name);
            if let Some(property) = properties.find(of_name) {
                all.push((property, self.value(property, value)?));
            } else if counted.is_none_or(|(count, _)| self.schema.name_text(count.name) != *name) {
                return None;
            }
        }
        let has = |property: &Property| all.iter().any(|(other, _)| other.name == property.name);
        if block.properties.iter().any(|it| it.required && !has(it)) {
            return None;
        }
        // What the tool sends by itself need not be said, unless nothing else is.
        let is_usual = |(property, value): &(&Property, Fragment<'_>)| match (&property.sent, value)
        {
            (Some(Sent::Text(sent)), Fragment::Text(text) | Fragment::Bare(text)) => {
                !property.required && sent == text
            }
            _ => false,
        };
        if !all.iter().all(is_usual) {
            all.retain(|it| !is_usual(it));
        }
        let named = all
            .into_iter()
            .map(|(property, value)| (property.name.as_ref(), value));
        Some(Fragment::Members(named.collect()))
    }

    /// The position of a place in the order of the service.
    fn rank(&self, shape: ShapeId, place: &[NameId]) -> Option<Rank> {
        let mut shape = Some(shape);
        place
            .iter()
            .map(|name| {
                let members = self.schema.shape(shape?).members();
                let is_here = |index: &usize| {
                    let member = &members[*index];
                    member.name == *name && member.versions.contains(self.schema.newest())
                };
                let index = (0..members.len()).find(is_here)?;
                shape = match members[index].value {
                    ValueKind::Structure(inner) => Some(inner),
                    _ => None,
                };
                Some(index)
            })
            .collect()
    }
}

/// The items of a list, with or without a count next to it.
fn items<'v, 'f>(value: &'v Fragment<'f>) -> Option<&'v [Fragment<'f>]> {
    match value {
        Fragment::Items(_, items) => Some(items),
        Fragment::Members(members) => {
            let list = members.iter().find_map(|(_, value)| match value {
                Fragment::Items(_, items) => Some(&items[..]),
                _ => None,
            });
            let is_counted = members
                .iter()
                .all(|(_, value)| matches!(value, Fragment::Items(..) | Fragment::Bare(_)));
            is_counted.then(|| list.unwrap_or_default())
        }
        Fragment::Text(_) | Fragment::Bare(_) => None,
    }
}

/// The structures of a document by what says them in the template.
pub(super) struct Structures<'d> {
    document: &'d Document<'d>,
    by_node: HashMap<NodeId, NodeId>,
}

impl<'d> Structures<'d> {
    pub(super) fn new(document: &'d Document<'d>) -> Self {
        let nodes = (0..document.tree.nodes().len()).map(NodeId::from_index);
        let origins = document.origins;
        let named = nodes.filter_map(|node| {
            let origins = origins.filter(|origins| origins.block(node).is_some())?;
            Some((origins.node(node)?, node))
        });
        Self {
            document,
            by_node: named.collect(),
        }
    }

    /// The edits that add a member that the tool asks for, where its value follows from the rest
    /// or has a default, and which of the two it is; with the number of items.
    pub(super) fn repair(&self, fault: &translate::Fault) -> Option<(Vec<Edit>, Missing, i64)> {
        let document = self.document;
        let node = *self.by_node.get(&fault.node)?;
        let block = document.origins?.block(node)?;
        let properties = block.properties.iter();
        let property = properties
            .clone()
            .find(|it| Some(it.name.as_ref()) == fault.member)?;
        let (name, way) = property.place.split_last()?;
        let at = way
            .iter()
            .try_fold(node, |at, step| document.child(at, *step))?;
        let shape = document.shape(document.structure_of(at)?);
        let member = shape.member(*name, document.version)?;
        let counted = shape.counted_members(document.version);
        if let Some((_, list)) = counted.filter(|(count, _)| count.name == *name) {
            let found = document.child(at, list.name);
            let is_known = match found {
                Some(list) => !document.tree.node(list).is_repaired(),
                None => !list.required.contains(document.version),
            };
            let count = found.map_or(0, |list| document.tree.children(list).count());
            let text = count.to_string();
            let edits = is_known.then(|| repair::insert_member(document, at, *name, &text))?;
            return (!edits.is_empty()).then_some((edits, Missing::Count, count as i64));
        }
        let edits = repair::insert_default(document, at, member)?;
        Some((edits, Missing::Default, 0))
    }
}
