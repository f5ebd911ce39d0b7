//! Members that stand beside the place of the structure they belong into, because nobody wrote that structure: one finding for all of
//! them, instead of one for each stranger and one for the gap.
//!
//! A list of the versions since 2012-05-05 is such a structure, too, and its items stand there by themselves when they are written as
//! before.

use std::collections::BTreeMap;

use super::document::Document;
use super::event::{Builtin, Event};
use crate::history::period;
use crate::schema::{Member, NameId, ShapeId, ValueKind, VersionSet};
use crate::tree::edit::Wrapper;
use crate::tree::{Form, NodeId};

/// How many places have a label beside the first.
const MOST_LABELS: usize = 8;

/// Tells of the unknown elements that are members of a structure that is not there, and which they are, in document order.
pub(super) fn members(document: &mut Document<'_>, unknown: &[NodeId], events: &mut Vec<Event>) -> Vec<NodeId> {
    let tree = document.tree;
    let mut by_parent: Vec<(NodeId, NodeId)> = Vec::new();
    for node in unknown {
        by_parent.extend(tree.node(*node).parent().map(|parent| (parent, *node)));
    }
    by_parent.sort_unstable();
    let mut told = Vec::new();
    for group in by_parent.chunk_by(|one, other| one.0 == other.0) {
        let Some(shape) = document.structure_of(group[0].0) else { continue };
        let mut nodes: Vec<NodeId> = group.iter().map(|(_, node)| *node).collect();
        while let Some((event, those)) = lost(document, group[0].0, shape, &nodes) {
            events.push(event);
            nodes.retain(|node| those.binary_search(node).is_err());
            told.extend(those);
        }
    }
    told.sort_unstable();
    told
}

/// The members of the structure that explains most of some unknown siblings, with the finding.
fn lost(document: &mut Document<'_>, parent: NodeId, shape: ShapeId, nodes: &[NodeId]) -> Option<(Event, Vec<NodeId>)> {
    let mut names: BTreeMap<NameId, Vec<NodeId>> = BTreeMap::new();
    for node in nodes {
        if let Some(name) = document.schema.name(document.tree.name(*node)) {
            names.entry(name).or_default().push(*node);
        }
    }
    let version = document.version;
    let holders = document.shape(shape).members().iter().filter(|member| member.versions.contains(version));
    let mut best: Option<(usize, &Member, ShapeId, Option<NameId>)> = None;
    let (mut is_tie, mut most_beside) = (false, 0);
    for holder in holders {
        let ValueKind::Structure(inner) = holder.value else { continue };
        let Some(slot) = document.slot(parent, holder.name) else { continue };
        let fitting = names.keys().filter(|name| document.shape(inner).member(**name, version).is_some());
        if let Some(beside) = slot.node() {
            // What lacks them is where they were lost from.
            most_beside = most_beside.max(fitting.filter(|name| document.child(beside, **name).is_none()).count());
            continue;
        }
        let found = match (slot.explained, fitting.count()) {
            (false, count) if count > 1 => Some((count, None)),
            (false, _) => item_of(document, inner).filter(|item| are_items(document, &names, item)).map(|item| (1, Some(item.name))),
            (true, _) => None,
        };
        let Some((count, item)) = found else { continue };
        let most = best.map_or(0, |(most, ..)| most);
        is_tie = if count == most { true } else { is_tie && count < most };
        if count > most {
            best = Some((count, holder, inner, item));
        }
    }
    let (count, holder, inner, item) = best?;
    if is_tie || most_beside >= count {
        return None;
    }
    let is_lost = |name: &NameId| item.map_or_else(|| document.shape(inner).member(*name, version).is_some(), |item| item == *name);
    let mut those: Vec<NodeId> = names.into_iter().filter(|(name, _)| is_lost(name)).flat_map(|(_, nodes)| nodes).collect();
    those.sort_unstable();
    let event = told(document, parent, holder, inner, item, &those)?;
    document.explain(parent, holder.name);
    Some((event, those))
}

/// Whether all elements of an item's name hold what such an item holds.
fn are_items(document: &Document<'_>, names: &BTreeMap<NameId, Vec<NodeId>>, item: &Member) -> bool {
    names.get(&item.name).is_some_and(|nodes| nodes.iter().all(|node| document.fits(*node, item.value)))
}

/// The items of a counted list.
fn item_of(document: &Document<'_>, shape: ShapeId) -> Option<&'static Member> {
    let (_, list) = document.shape(shape).counted_members(document.version)?;
    let ValueKind::List(items) = list.value else { return None };
    document.shape(items).members().iter().find(|item| item.versions.contains(document.version))
}

fn told(document: &Document<'_>, parent: NodeId, holder: &Member, inner: ShapeId, item: Option<NameId>, nodes: &[NodeId]) -> Option<Event> {
    let (tree, schema) = (document.tree, document.schema);
    let first = *nodes.first()?;
    let around = schema.name_text(holder.name);
    let mut event = Event::new(Builtin::UnknownElement, tree.node(first).name).at(first);
    event.argument("parent", document.name(parent));
    event.argument("holder", around);
    event.related.extend(nodes[1..].iter().take(MOST_LABELS).map(|node| tree.node(*node).name));
    let mut wrappers = vec![Wrapper { name: around, count: None }];
    if let Some(item) = item {
        let (count, list) = document.shape(inner).counted_members(document.version)?;
        let (count, list) = (schema.name_text(count.name), schema.name_text(list.name));
        event.argument("list", format!("{around}/{list}"));
        event.argument("quantity", format!("{around}/{count}"));
        event.argument("version", schema.version_info(document.version).name.to_string());
        let members = document.structure_of(parent).map_or(&[][..], |shape| document.shape(shape).members());
        let once = || members.iter().filter(|member| member.name == item);
        if once().next().is_some() {
            event.argument("period", period(schema, once().fold(VersionSet::NONE, |all, member| all.union(member.versions))));
        }
        let replaced = once().find_map(|member| member.replaced_by.as_deref());
        event.argument("where", replaced.map_or_else(|| format!("must stand in `{around}/{list}`"), str::to_owned));
        wrappers.push(Wrapper { name: list, count: Some((count, nodes.len())) });
        event = event.variant("flat-items");
    } else {
        event = event.variant("flat");
    }
    if tree.form() == Form::Xml {
        event.edits = tree.gather(nodes, &wrappers);
    }
    Some(event)
}
