//! Members without the structure that they belong in: one finding for all members of a structure
//! that is missing.
//!
//! Since 2012-05-05 a list is such a structure too, and its items are without it when they are
//! written as before.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::lint::document::Document;
use crate::lint::fault::{Builtin, Fault, Unknown};
use crate::lint::structure::outside_list::{are_siblings, by_parent};
use crate::model::schema::{Member, NameId, ShapeId, ValueKind, VersionSet, period};
use crate::text::Edit;
use crate::tree::edit::Wrapper;
use crate::tree::{Form, NodeId};

/// How many places have a label besides the first.
const MOST_LABELS: usize = 8;

/// A finding with the elements that it explains.
type Explained<'t> = (Fault<'t>, Vec<NodeId>);

/// Unknown elements by name.
type ByName = BTreeMap<NameId, Vec<NodeId>>;

/// Reports the unknown elements that are members of a missing structure, and returns those, in
/// document order.
pub(super) fn explain<'t>(
    document: &mut Document<'t>,
    unknown: &[NodeId],
    faults: &mut Vec<Fault<'t>>,
) -> Vec<NodeId> {
    let mut explained = Vec::new();
    let tree = document.tree;
    let by_parent = by_parent(tree, unknown);
    for group in by_parent.chunk_by(|one, other| are_siblings(tree, *one, *other)) {
        let Some(parent) = tree.node(group[0]).parent() else {
            continue;
        };
        let Some(shape) = document.structure_of(parent) else {
            continue;
        };
        let mut nodes = Cow::Borrowed(group);
        while let Some((fault, those)) = members(document, parent, shape, &nodes)
            .or_else(|| items(document, parent, shape, &nodes))
        {
            faults.push(fault);
            nodes
                .to_mut()
                .retain(|node| those.binary_search(node).is_err());
            explained.extend(those);
        }
    }
    explained.sort_unstable();
    explained
}

/// A structure that unknown siblings may be members or items of.
struct Holder {
    member: &'static Member,
    shape: ShapeId,
    /// The name of its items, where the siblings are items.
    item: Option<NameId>,
}

/// The members of the missing structure that explains most of some unknown siblings.
fn members<'t>(
    document: &mut Document<'t>,
    parent: NodeId,
    shape: ShapeId,
    nodes: &[NodeId],
) -> Option<Explained<'t>> {
    let mut names = ByName::new();
    for node in nodes {
        if let Some(name) = document.schema.name(document.tree.name(*node)) {
            names.entry(name).or_default().push(*node);
        }
    }
    let holder = best_holder(document, parent, shape, &names)?;
    let is_member = |name: &NameId| match holder.item {
        Some(item) => item == *name,
        None => document
            .shape(holder.shape)
            .member(*name, document.version)
            .is_some(),
    };
    let mut those: Vec<NodeId> = names
        .into_iter()
        .filter(|(name, _)| is_member(name))
        .flat_map(|(_, nodes)| nodes)
        .collect();
    those.sort_unstable();
    let fault = fault(document, parent, &holder, &those)?;
    document.explain(parent, holder.member.name);
    Some((fault, those))
}

/// The missing structure that explains most of the names. `None` where two explain as many, or
/// where one that is there does.
fn best_holder(
    document: &Document<'_>,
    parent: NodeId,
    shape: ShapeId,
    names: &ByName,
) -> Option<Holder> {
    let version = document.version;
    let mut best: Option<(usize, Holder)> = None;
    let (mut is_tie, mut most_lost) = (false, 0);
    for member in document.shape(shape).members() {
        let ValueKind::Structure(inner) = member.value else {
            continue;
        };
        let slot = document.slot(parent, member.name);
        let Some(slot) = slot.filter(|_| member.versions.contains(version)) else {
            continue;
        };
        let fitting = names
            .keys()
            .filter(|name| document.shape(inner).member(**name, version).is_some());
        if let Some(sibling) = slot.node() {
            // They were probably lost from the one that does not have them.
            let lost = fitting.filter(|name| document.child(sibling, **name).is_none());
            most_lost = most_lost.max(lost.count());
            continue;
        }
        let found = match (slot.explained, fitting.count()) {
            (true, _) => None,
            (false, count) if count > 1 => Some((count, None)),
            (false, _) => document
                .counted_item(inner)
                .filter(|item| are_items(document, names, item))
                .map(|item| (1, Some(item.name))),
        };
        let Some((count, item)) = found else { continue };
        let most = best.as_ref().map_or(0, |(most, _)| *most);
        is_tie = count == most || is_tie && count < most;
        if count > most {
            let holder = Holder {
                member,
                shape: inner,
                item,
            };
            best = Some((count, holder));
        }
    }
    let (count, holder) = best?;
    (!is_tie && most_lost < count).then_some(holder)
}

/// Whether all elements of an item's name contain what such an item contains.
fn are_items(document: &Document<'_>, names: &ByName, item: &Member) -> bool {
    names
        .get(&item.name)
        .is_some_and(|nodes| nodes.iter().all(|node| document.fits(*node, item.value)))
}

/// The items next to the only list that they belong in.
fn items<'t>(
    document: &mut Document<'t>,
    parent: NodeId,
    shape: ShapeId,
    nodes: &[NodeId],
) -> Option<Explained<'t>> {
    let (tree, schema) = (document.tree, document.schema);
    let (first, (holder, item)) = nodes.iter().find_map(|node| {
        let name = schema.name(tree.name(*node))?;
        Some((*node, only_list(document, parent, shape, name)?))
    })?;
    let those: Vec<NodeId> = nodes
        .iter()
        .copied()
        .filter(|node| tree.name(*node) == tree.name(first))
        .collect();
    let is_item =
        |node: &NodeId| document.fits(*node, item.value) && is_complete(document, *node, item);
    if !those.iter().all(is_item) {
        return None;
    }
    let sibling = document.child(parent, holder.member.name)?;
    let (count, list) = document
        .shape(holder.shape)
        .counted_members(document.version)?;
    let quantity = document.child(sibling, count.name)?;
    let held = document.child(sibling, list.name);
    let mut fault = fault(document, parent, &holder, &those)?;
    fault.edits = joined(document, fault.edits, &those, (sibling, quantity, held));
    for name in [count.name, list.name] {
        document.explain(sibling, name);
    }
    if let Some(held) = held {
        document.set_faulty(held);
    }
    Some((fault, those))
}

/// The edits that put items into the list next to them. `gathered` put them into a list of their
/// own.
fn joined(
    document: &Document<'_>,
    mut gathered: Vec<Edit>,
    items: &[NodeId],
    (sibling, quantity, held): (NodeId, NodeId, Option<NodeId>),
) -> Vec<Edit> {
    let tree = document.tree;
    let length = held.map_or(0, |held| document.length(held));
    // A list that disagrees with its number is reported by itself, and so is one that cannot be
    // read.
    let is_sound = document.number(quantity) == i64::try_from(length).ok()
        && held.is_none_or(|held| !document.binding(held).faulty);
    if !is_sound || tree.form() != Form::Xml {
        return Vec::new();
    }
    match (held, items) {
        (Some(held), [item]) if !tree.node(held).is_self_closing() => {
            let mut edits = tree.move_into(*item, held, None);
            edits.extend(tree.write(quantity, &(length + 1).to_string()));
            edits
        }
        // The list of their own replaces the one that is empty.
        (None, _) if tree.children(sibling).all(|child| child == quantity) => {
            gathered.extend(tree.remove(sibling));
            gathered
        }
        _ => Vec::new(),
    }
}

/// Whether an element has all members that an item must have; one that has not may be another
/// member under a wrong name.
fn is_complete(document: &Document<'_>, node: NodeId, item: &Member) -> bool {
    let ValueKind::Structure(shape) = item.value else {
        return true;
    };
    let (tree, version) = (document.tree, document.version);
    let has = |name: NameId| {
        let name = document.schema.name_text(name);
        tree.children(node).any(|child| tree.name(child) == name)
    };
    let members = document.shape(shape).members().iter();
    members
        .filter(|member| member.versions.contains(version) && member.required.contains(version))
        .all(|member| has(member.name))
}

/// The only counted list that the parent has whose items have this name.
fn only_list(
    document: &Document<'_>,
    parent: NodeId,
    shape: ShapeId,
    name: NameId,
) -> Option<(Holder, &'static Member)> {
    let mut found = document.shape(shape).members().iter().filter_map(|member| {
        let ValueKind::Structure(inner) = member.value else {
            return None;
        };
        let item = document
            .counted_item(inner)
            .filter(|item| item.name == name)?;
        let is_present = member.versions.contains(document.version)
            && document.child(parent, member.name).is_some();
        let holder = Holder {
            member,
            shape: inner,
            item: Some(name),
        };
        is_present.then_some((holder, item))
    });
    found.next().filter(|_| found.next().is_none())
}

/// The finding of elements that belong in a structure.
fn fault<'t>(
    document: &Document<'t>,
    parent: NodeId,
    holder: &Holder,
    nodes: &[NodeId],
) -> Option<Fault<'t>> {
    let (tree, schema) = (document.tree, document.schema);
    let first = *nodes.first()?;
    let around = schema.name_text(holder.member.name);
    let cause = Builtin::UnknownElement(Unknown::Flat);
    let mut fault = Fault::new(cause, tree.node(first).name).at(first);
    fault.argument("parent", document.name(parent));
    fault.argument("holder", around);
    let others = nodes[1..].iter().take(MOST_LABELS);
    fault
        .related
        .extend(others.map(|node| tree.node(*node).name));
    let mut wrappers = vec![Wrapper {
        name: around,
        count: None,
    }];
    if let Some(item) = holder.item {
        let shape = document.shape(holder.shape);
        let (count, list) = shape.counted_members(document.version)?;
        let (count, list) = (schema.name_text(count.name), schema.name_text(list.name));
        fault.argument("list", format!("{around}/{list}"));
        fault.argument("quantity", format!("{around}/{count}"));
        fault.argument("version", document.version_name());
        let case = describe_former(document, parent, item, &mut fault);
        fault = fault.case(Builtin::UnknownElement(case));
        wrappers.push(Wrapper {
            name: list,
            count: Some((count, nodes.len())),
        });
    }
    if tree.form() == Form::Xml {
        fault.edits = tree.gather(nodes, &wrappers);
    }
    Some(fault)
}

/// Adds when the parent itself had such items, and what replaced them.
fn describe_former<'t>(
    document: &Document<'t>,
    parent: NodeId,
    item: NameId,
    fault: &mut Fault<'t>,
) -> Unknown {
    let members = document
        .structure_of(parent)
        .map_or(&[][..], |shape| document.shape(shape).members());
    let former = || members.iter().filter(|member| member.name == item);
    if former().next().is_some() {
        let versions = former().fold(VersionSet::NONE, |all, member| all.union(member.versions));
        fault.argument("period", period(document.schema, versions));
    }
    match former().find_map(|member| member.replaced_by.as_deref()) {
        Some(replaced) => {
            fault.argument("replaced", replaced);
            Unknown::FlatItemsReplaced
        }
        None => Unknown::FlatItems,
    }
}
