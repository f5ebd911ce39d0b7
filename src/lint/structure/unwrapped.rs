//! Members that stand beside the place of the structure they belong into, because nobody wrote that structure: one finding for all of
//! them, instead of one for each stranger and one for the gap.
//!
//! A list of the versions since 2012-05-05 is such a structure, too, and its items stand there by themselves when they are written as
//! before.

use std::collections::BTreeMap;

use crate::lint::document::Document;
use crate::lint::fault::{Builtin, Event};
use crate::model::schema::{Member, NameId, ShapeId, ValueKind, VersionSet, period};
use crate::tree::edit::Wrapper;
use crate::tree::{Form, NodeId};

/// How many places have a label beside the first.
const MOST_LABELS: usize = 8;

/// Tells of the unknown elements that are members of a structure that is not there, and which they are, in document order.
pub(crate) fn members(
    document: &mut Document<'_>,
    unknown: &[NodeId],
    events: &mut Vec<Event>,
) -> Vec<NodeId> {
    let tree = document.tree;
    let mut by_parent: Vec<(NodeId, NodeId)> = Vec::new();
    for node in unknown {
        by_parent.extend(tree.node(*node).parent().map(|parent| (parent, *node)));
    }
    by_parent.sort_unstable();
    let mut told = Vec::new();
    for group in by_parent.chunk_by(|one, other| one.0 == other.0) {
        let Some(shape) = document.structure_of(group[0].0) else {
            continue;
        };
        let mut nodes: Vec<NodeId> = group.iter().map(|(_, node)| *node).collect();
        while let Some((event, those)) = lost(document, group[0].0, shape, &nodes)
            .or_else(|| strayed(document, group[0].0, shape, &nodes))
        {
            events.push(event);
            nodes.retain(|node| those.binary_search(node).is_err());
            told.extend(those);
        }
    }
    told.sort_unstable();
    told
}

/// The members of the structure that explains most of some unknown siblings, with the finding.
fn lost(
    document: &mut Document<'_>,
    parent: NodeId,
    shape: ShapeId,
    nodes: &[NodeId],
) -> Option<(Event, Vec<NodeId>)> {
    let mut names: BTreeMap<NameId, Vec<NodeId>> = BTreeMap::new();
    for node in nodes {
        if let Some(name) = document.schema.name(document.tree.name(*node)) {
            names.entry(name).or_default().push(*node);
        }
    }
    let version = document.version;
    let holders = document
        .shape(shape)
        .members()
        .iter()
        .filter(|member| member.versions.contains(version));
    let mut best: Option<(usize, &Member, ShapeId, Option<NameId>)> = None;
    let (mut is_tie, mut most_beside) = (false, 0);
    for holder in holders {
        let ValueKind::Structure(inner) = holder.value else {
            continue;
        };
        let Some(slot) = document.slot(parent, holder.name) else {
            continue;
        };
        let fitting = names
            .keys()
            .filter(|name| document.shape(inner).member(**name, version).is_some());
        if let Some(beside) = slot.node() {
            // What lacks them is where they were lost from.
            most_beside = most_beside.max(
                fitting
                    .filter(|name| document.child(beside, **name).is_none())
                    .count(),
            );
            continue;
        }
        let found = match (slot.explained, fitting.count()) {
            (false, count) if count > 1 => Some((count, None)),
            (false, _) => item_of(document, inner)
                .filter(|item| are_items(document, &names, item))
                .map(|item| (1, Some(item.name))),
            (true, _) => None,
        };
        let Some((count, item)) = found else { continue };
        let most = best.map_or(0, |(most, ..)| most);
        is_tie = if count == most {
            true
        } else {
            is_tie && count < most
        };
        if count > most {
            best = Some((count, holder, inner, item));
        }
    }
    let (count, holder, inner, item) = best?;
    if is_tie || most_beside >= count {
        return None;
    }
    let is_lost = |name: &NameId| {
        item.map_or_else(
            || document.shape(inner).member(*name, version).is_some(),
            |item| item == *name,
        )
    };
    let mut those: Vec<NodeId> = names
        .into_iter()
        .filter(|(name, _)| is_lost(name))
        .flat_map(|(_, nodes)| nodes)
        .collect();
    those.sort_unstable();
    let event = told(document, parent, holder, inner, item, &those)?;
    document.explain(parent, holder.name);
    Some((event, those))
}

/// The items that stand beside the one list they belong into, with the finding.
fn strayed(
    document: &mut Document<'_>,
    parent: NodeId,
    shape: ShapeId,
    nodes: &[NodeId],
) -> Option<(Event, Vec<NodeId>)> {
    let version = document.version;
    let schema = document.schema;
    let first = *nodes.iter().find(|node| {
        let name = schema.name(document.tree.name(**node));
        name.is_some_and(|name| home_of(document, parent, shape, name).is_some())
    })?;
    let name = schema.name(document.tree.name(first))?;
    let (holder, inner, item) = home_of(document, parent, shape, name)?;
    let those: Vec<NodeId> = nodes
        .iter()
        .copied()
        .filter(|node| document.tree.name(*node) == document.tree.name(first))
        .collect();
    if !those
        .iter()
        .all(|node| document.fits(*node, item.value) && is_whole(document, *node, item))
    {
        return None;
    }
    let beside = document.child(parent, holder.name)?;
    let (count, list) = document.shape(inner).counted_members(version)?;
    let quantity = document.child(beside, count.name)?;
    let held = document.child(beside, list.name);
    let number = held.map_or(0, |held| document.length(held));
    let mut event = told(document, parent, holder, inner, Some(item.name), &those)?;
    // A list that disagrees with its number is told by itself, and so is one that cannot be read.
    let is_sound = document.number(quantity) == i64::try_from(number).ok()
        && held.is_none_or(|held| !document.binding(held).faulty);
    event.edits = match held {
        _ if !is_sound || document.tree.form() != Form::Xml => Vec::new(),
        Some(held) if those.len() == 1 && !document.tree.node(held).is_self_closing() => {
            let mut edits = document.tree.move_into(first, held, None);
            edits.extend(document.tree.write(quantity, &(number + 1).to_string()));
            edits
        }
        None if document
            .tree
            .children(beside)
            .all(|child| child == quantity) =>
        {
            // The items are written as the list that was empty, which goes.
            event.edits.extend(document.tree.remove(beside));
            event.edits
        }
        _ => Vec::new(),
    };
    for name in [count.name, list.name] {
        document.explain(beside, name);
    }
    if let Some(held) = held {
        document.set_faulty(held);
    }
    Some((event, those))
}

/// Whether an element holds all that an item must hold; one that does not may be another member under a wrong name.
fn is_whole(document: &Document<'_>, node: NodeId, item: &Member) -> bool {
    let ValueKind::Structure(shape) = item.value else {
        return true;
    };
    let version = document.version;
    let has = |name: NameId| {
        document
            .tree
            .children(node)
            .any(|child| document.tree.name(child) == document.schema.name_text(name))
    };
    let members = document.shape(shape).members().iter();
    members
        .filter(|member| member.versions.contains(version) && member.required.contains(version))
        .all(|member| has(member.name))
}

/// The one counted list among the members that are there whose items have this name.
fn home_of(
    document: &Document<'_>,
    parent: NodeId,
    shape: ShapeId,
    name: NameId,
) -> Option<(&'static Member, ShapeId, &'static Member)> {
    let mut found = document.shape(shape).members().iter().filter_map(|holder| {
        let ValueKind::Structure(inner) = holder.value else {
            return None;
        };
        let item = item_of(document, inner).filter(|item| item.name == name)?;
        let is_there = holder.versions.contains(document.version)
            && document.child(parent, holder.name).is_some();
        is_there.then_some((holder, inner, item))
    });
    found.next().filter(|_| found.next().is_none())
}

/// Whether all elements of an item's name hold what such an item holds.
fn are_items(
    document: &Document<'_>,
    names: &BTreeMap<NameId, Vec<NodeId>>,
    item: &Member,
) -> bool {
    names
        .get(&item.name)
        .is_some_and(|nodes| nodes.iter().all(|node| document.fits(*node, item.value)))
}

/// The items of a counted list.
fn item_of(document: &Document<'_>, shape: ShapeId) -> Option<&'static Member> {
    let (_, list) = document.shape(shape).counted_members(document.version)?;
    let ValueKind::List(items) = list.value else {
        return None;
    };
    document
        .shape(items)
        .members()
        .iter()
        .find(|item| item.versions.contains(document.version))
}

fn told(
    document: &Document<'_>,
    parent: NodeId,
    holder: &Member,
    inner: ShapeId,
    item: Option<NameId>,
    nodes: &[NodeId],
) -> Option<Event> {
    let (tree, schema) = (document.tree, document.schema);
    let first = *nodes.first()?;
    let around = schema.name_text(holder.name);
    let mut event = Event::new(Builtin::UnknownElement, tree.node(first).name).at(first);
    event.argument("parent", document.name(parent));
    event.argument("holder", around);
    event.related.extend(
        nodes[1..]
            .iter()
            .take(MOST_LABELS)
            .map(|node| tree.node(*node).name),
    );
    let mut wrappers = vec![Wrapper {
        name: around,
        count: None,
    }];
    if let Some(item) = item {
        let (count, list) = document.shape(inner).counted_members(document.version)?;
        let (count, list) = (schema.name_text(count.name), schema.name_text(list.name));
        event.argument("list", format!("{around}/{list}"));
        event.argument("quantity", format!("{around}/{count}"));
        event.argument(
            "version",
            schema.version_info(document.version).name.to_string(),
        );
        let members = document
            .structure_of(parent)
            .map_or(&[][..], |shape| document.shape(shape).members());
        let once = || members.iter().filter(|member| member.name == item);
        if once().next().is_some() {
            event.argument(
                "period",
                period(
                    schema,
                    once().fold(VersionSet::NONE, |all, member| all.union(member.versions)),
                ),
            );
        }
        let replaced = once().find_map(|member| member.replaced_by.as_deref());
        event.argument(
            "where",
            replaced.map_or_else(|| format!("must stand in `{around}/{list}`"), str::to_owned),
        );
        wrappers.push(Wrapper {
            name: list,
            count: Some((count, nodes.len())),
        });
        event = event.variant("flat-items");
    } else {
        event = event.variant("flat");
    }
    if tree.form() == Form::Xml {
        event.edits = tree.gather(nodes, &wrappers);
    }
    Some(event)
}
