//! Items that stand in a counted structure itself instead of in its list: one finding for all of a structure.
//!
//! What lives here: items under their own name, and values under a name that nothing has where the list is not there. Items that stand
//! even further out, because the whole structure is not there, are for `flat`.

use crate::lint::document::Document;
use crate::lint::fault::{Builtin, Event};
use crate::lint::wording::phrasing;
use crate::model::near::nearest;
use crate::model::schema::{Member, NameId, ShapeId, ShapeKind, ValueKind};
use crate::text::{Edit, Span};
use crate::tree::{Form, NodeId, NodeKind};

/// Tells of the unknown elements that are items of the structure they stand in, and which they are, in document order.
pub(crate) fn items(
    document: &mut Document<'_>,
    unknown: &[NodeId],
    events: &mut Vec<Event>,
) -> Vec<NodeId> {
    let mut by_parent: Vec<(NodeId, NodeId)> = Vec::new();
    for node in unknown {
        by_parent.extend(
            document
                .tree
                .node(*node)
                .parent()
                .map(|parent| (parent, *node)),
        );
    }
    by_parent.sort_unstable();
    let mut told: Vec<NodeId> = Vec::new();
    for group in by_parent.chunk_by(|one, other| one.0 == other.0) {
        let structure = group[0].0;
        let Some((shape, item)) = document
            .structure_of(structure)
            .and_then(|shape| Some((shape, item_of(document, shape)?)))
        else {
            continue;
        };
        let nodes: Vec<NodeId> = group.iter().map(|(_, node)| *node).collect();
        let named: Vec<NodeId> = nodes
            .iter()
            .copied()
            .filter(|node| is_named(document, *node, item))
            .collect();
        if !named.is_empty() {
            events.extend(unwrapped(document, structure, &named));
            told.extend(named);
        } else if are_meant(document, structure, shape, &nodes, item) {
            events.extend(misnamed(document, structure, shape, &nodes, item));
            told.extend(nodes);
        }
    }
    told.sort_unstable();
    told
}

/// The items of a counted structure.
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

/// Whether an element has the name of an item. In JSON the key of the items stands where that of the list belongs.
fn is_named(document: &Document<'_>, node: NodeId, item: &Member) -> bool {
    let tree = document.tree;
    document.schema.name_text(item.name) == tree.name(node)
        && (tree.form() == Form::Xml || tree.node(node).kind == NodeKind::Array)
}

/// Whether unknown elements were probably meant as items: all of one name that is no other's, where there is no list, and each holds
/// what an item holds.
fn are_meant(
    document: &Document<'_>,
    structure: NodeId,
    shape: ShapeId,
    nodes: &[NodeId],
    item: &Member,
) -> bool {
    let (tree, schema) = (document.tree, document.schema);
    let Some((_, list)) = document.shape(shape).counted_members(document.version) else {
        return false;
    };
    let written = tree.name(nodes[0]);
    let around = document.name(structure);
    let is_part = written.len() > 2
        && around
            .get(..written.len())
            .is_some_and(|head| head.eq_ignore_ascii_case(written));
    // The name of items elsewhere says no more than one that nothing has.
    let is_members = |name: NameId| {
        let structures = schema
            .shapes
            .iter()
            .filter(|shape| matches!(shape.kind, ShapeKind::Structure { .. }));
        structures
            .into_iter()
            .any(|shape| shape.members().iter().any(|member| member.name == name))
    };
    let is_free = || is_part || !schema.name(written).is_some_and(is_members);
    let others = || {
        document
            .shape(shape)
            .members()
            .iter()
            .filter(|member| member.name != list.name)
    };
    let is_misspelled = || {
        !nearest(
            written,
            others().map(|member| schema.name_text(member.name)),
        )
        .is_empty()
    };
    document
        .slot(structure, list.name)
        .is_some_and(|slot| slot.count == 0 && !slot.explained)
        && nodes.iter().all(|node| tree.name(*node) == written)
        && is_free()
        && !is_misspelled()
        && nodes.iter().all(|node| holds_item(document, *node, item))
        && (tree.form() == Form::Xml || nodes.len() == 1)
}

/// Whether a node holds what an item holds, or in JSON a whole list of it. A number or a boolean is hardly an item that is a text.
fn holds_item(document: &Document<'_>, node: NodeId, item: &Member) -> bool {
    let tree = document.tree;
    let it = tree.node(node);
    if it.kind == NodeKind::Array {
        return it.has_children()
            && tree.children(node).all(|inner| {
                tree.node(inner).kind != NodeKind::Array && holds_item(document, inner, item)
            });
    }
    if tree.is_blank(node) || !document.fits(node, item.value) {
        return false;
    }
    let text = tree.text(node).trim();
    let is_number = text.parse::<i64>().is_ok();
    match item.value {
        ValueKind::Structure(_) => true,
        ValueKind::Integer | ValueKind::Long => is_number,
        _ => !is_number && !matches!(text, "true" | "false"),
    }
}

/// The finding of values under another name than that of the items.
fn misnamed(
    document: &mut Document<'_>,
    structure: NodeId,
    shape: ShapeId,
    nodes: &[NodeId],
    item: &Member,
) -> Option<Event> {
    let (tree, schema) = (document.tree, document.schema);
    let (count, list) = document.shape(shape).counted_members(document.version)?;
    let first = *nodes.first()?;
    let (list_name, item_name) = (schema.name_text(list.name), schema.name_text(item.name));
    let mut event = Event::new(Builtin::UnknownElement, tree.node(first).name).at(first);
    event.argument("parent", document.name(structure));
    event.argument("items", list_name);
    event
        .related
        .extend(nodes[1..].iter().map(|node| tree.node(*node).name));
    if tree.form() == Form::Xml {
        event.argument("item", phrasing::quote(item_name));
        // Under their own name they are put into the list next.
        event.edits = nodes
            .iter()
            .flat_map(|node| tree.rename(*node, item_name))
            .collect();
        event = event.variant("item");
    } else {
        event.edits = tree.rename(first, list_name);
        let value = tree.node(first).value();
        if tree.node(first).kind != NodeKind::Array {
            let bracket = |at: u32, text: &str| Edit {
                span: Span::at(at as usize),
                text: text.to_owned(),
            };
            event
                .edits
                .extend([bracket(value.start, "["), bracket(value.end, "]")]);
        }
        event = event.variant("item-json");
    }
    for name in [list.name, count.name] {
        document.explain(structure, name);
    }
    Some(event)
}

/// The finding of items under their own name.
fn unwrapped(document: &mut Document<'_>, structure: NodeId, items: &[NodeId]) -> Option<Event> {
    let tree = document.tree;
    let schema = document.schema;
    let (count, list) = document
        .shape(document.structure_of(structure)?)
        .counted_members(document.version)?;
    let (first, last) = (*items.first()?, *items.last()?);
    let list_name = schema.name_text(list.name);
    let mut event = Event::new(Builtin::UnknownElement, tree.node(first).name)
        .at(first)
        .variant("outside-list");
    event.argument("parent", document.name(structure));
    event.argument("items", list_name);
    event
        .related
        .extend(items[1..].iter().map(|item| tree.node(*item).name));
    let quantity = document.child(structure, count.name);
    let held = document.child(structure, list.name);
    let is_one_run = items
        .windows(2)
        .all(|pair| tree.node(pair[0]).next_sibling() == Some(pair[1]));
    event.edits = match held {
        Some(held) if items.len() == 1 => tree.move_into(first, held, None),
        None if tree.form() == Form::Json && items.len() == 1 => tree.rename(first, list_name),
        None if tree.form() == Form::Xml && is_one_run => {
            let number = quantity
                .is_none()
                .then(|| (schema.name_text(count.name), items.len()));
            let mut edits = tree.wrap(first, last, list_name, number);
            if let Some(quantity) = quantity
                .filter(|quantity| document.number(*quantity) != i64::try_from(items.len()).ok())
            {
                edits.extend(tree.write(quantity, &items.len().to_string()));
            }
            edits
        }
        _ => Vec::new(),
    };
    for name in [list.name, count.name] {
        document.explain(structure, name);
    }
    if let Some(held) = held {
        document.set_faulty(held);
    }
    Some(event)
}
