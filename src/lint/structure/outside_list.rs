//! Items that are directly in a counted structure instead of in its list: one finding for all items
//! of a structure.
//!
//! What lives here: items under their own name, and values under an unknown name where the list is
//! missing. Items that are even further out, because the whole structure is missing, are for
//! [`unwrapped`](super::unwrapped).

use std::borrow::Cow;

use crate::lint::document::Document;
use crate::lint::fault::{Builtin, Fault, Unknown};
use crate::lint::wording::Argument;
use crate::model::near::nearest;
use crate::model::schema::{Member, NameId, ShapeId, ShapeKind, ValueKind};
use crate::text::{Edit, Span};
use crate::tree::{Form, NodeId, NodeKind, Tree};

/// Reports the unknown elements that are items of the structure they are in, and returns those, in
/// document order.
pub(super) fn explain<'t>(
    document: &mut Document<'t>,
    unknown: &[NodeId],
    faults: &mut Vec<Fault<'t>>,
) -> Vec<NodeId> {
    let mut explained: Vec<NodeId> = Vec::new();
    let tree = document.tree;
    let by_parent = by_parent(tree, unknown);
    for nodes in by_parent.chunk_by(|one, other| are_siblings(tree, *one, *other)) {
        let Some(structure) = tree.node(nodes[0]).parent() else {
            continue;
        };
        let Some(shape) = document.structure_of(structure) else {
            continue;
        };
        let Some(item) = document.counted_item(shape) else {
            continue;
        };
        let named: Vec<NodeId> = nodes
            .iter()
            .copied()
            .filter(|node| is_named(document, *node, item))
            .collect();
        if !named.is_empty() {
            faults.extend(named_items(document, structure, &named));
            explained.extend(named);
        } else if are_meant(document, structure, shape, nodes, item) {
            faults.extend(misnamed_items(document, structure, shape, nodes, item));
            explained.extend(nodes);
        }
    }
    explained.sort_unstable();
    explained
}

/// Nodes by their parent, in document order. They are copied only where they are in another order.
pub(super) fn by_parent<'n>(tree: &Tree<'_>, nodes: &'n [NodeId]) -> Cow<'n, [NodeId]> {
    let key = |node: &NodeId| (tree.node(*node).parent(), *node);
    let mut by_parent = Cow::Borrowed(nodes);
    if !nodes.is_sorted_by_key(key) {
        by_parent.to_mut().sort_unstable_by_key(key);
    }
    by_parent
}

/// Whether two nodes have the same parent.
pub(super) fn are_siblings(tree: &Tree<'_>, one: NodeId, other: NodeId) -> bool {
    tree.node(one).parent() == tree.node(other).parent()
}

/// Whether an element has the name of an item. In JSON the items are an array of that name.
fn is_named(document: &Document<'_>, node: NodeId, item: &Member) -> bool {
    let tree = document.tree;
    document.schema.name_text(item.name) == tree.name(node)
        && (tree.form() == Form::Xml || tree.node(node).kind == NodeKind::Array)
}

/// Whether unknown elements were probably meant to be items: the list is missing, all of them have
/// one name that is not another member's, and each contains what an item contains.
fn are_meant(
    document: &Document<'_>,
    structure: NodeId,
    shape: ShapeId,
    nodes: &[NodeId],
    item: &Member,
) -> bool {
    let tree = document.tree;
    let Some((_, list)) = document.shape(shape).counted_members(document.version) else {
        return false;
    };
    let written = tree.name(nodes[0]);
    let is_list_missing = document
        .slot(structure, list.name)
        .is_some_and(|slot| slot.count == 0 && !slot.explained);
    is_list_missing
        && nodes.iter().all(|node| tree.name(*node) == written)
        && (is_part(written, document.name(structure)) || !is_member(document, written))
        && !is_misspelt(document, shape, written, list)
        && nodes
            .iter()
            .all(|node| contains_item(document, *node, item))
        && (tree.form() == Form::Xml || nodes.len() == 1)
}

/// Whether a name is the beginning of that of its structure: `Origin` in `Origins`.
fn is_part(written: &str, around: &str) -> bool {
    written.len() > 2
        && around
            .get(..written.len())
            .is_some_and(|head| head.eq_ignore_ascii_case(written))
}

/// Whether any structure has a member of this name. The name of items elsewhere says no more than
/// one that nothing has.
fn is_member(document: &Document<'_>, written: &str) -> bool {
    let schema = document.schema;
    let is_member_of_any = |name: NameId| {
        schema
            .shapes
            .iter()
            .filter(|shape| matches!(shape.kind, ShapeKind::Structure { .. }))
            .any(|shape| shape.members().iter().any(|member| member.name == name))
    };
    schema.name(written).is_some_and(is_member_of_any)
}

/// Whether a name is nearly that of another member than the list.
fn is_misspelt(document: &Document<'_>, shape: ShapeId, written: &str, list: &Member) -> bool {
    let members = document.shape(shape).members().iter();
    let others = members.filter(|member| member.name != list.name);
    let names = others.map(|member| document.schema.name_text(member.name));
    !nearest(written, names).is_empty()
}

/// Whether a node contains what an item contains, or in JSON a whole list of it. A number or a
/// boolean is hardly an item that is a text.
fn contains_item(document: &Document<'_>, node: NodeId, item: &Member) -> bool {
    let tree = document.tree;
    let it = tree.node(node);
    if it.kind == NodeKind::Array {
        return it.has_children()
            && tree.children(node).all(|inner| {
                tree.node(inner).kind != NodeKind::Array && contains_item(document, inner, item)
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

/// The finding of items under another name than theirs.
fn misnamed_items<'t>(
    document: &mut Document<'t>,
    structure: NodeId,
    shape: ShapeId,
    nodes: &[NodeId],
    item: &Member,
) -> Option<Fault<'t>> {
    let (tree, schema) = (document.tree, document.schema);
    let (count, list) = document.shape(shape).counted_members(document.version)?;
    let first = *nodes.first()?;
    let (list_name, item_name) = (schema.name_text(list.name), schema.name_text(item.name));
    let is_xml = tree.form() == Form::Xml;
    let case = if is_xml {
        Unknown::Item
    } else {
        Unknown::ItemJson
    };
    let mut fault = Fault::new(Builtin::UnknownElement(case), tree.node(first).name).at(first);
    fault.argument("parent", document.name(structure));
    fault.argument("items", list_name);
    fault
        .related
        .extend(nodes[1..].iter().map(|node| tree.node(*node).name));
    if is_xml {
        fault.argument("item", Argument::value(item_name));
        // Under their own name they are put into the list next.
        fault.edits = nodes
            .iter()
            .flat_map(|node| tree.rename(*node, item_name))
            .collect();
    } else {
        fault.edits = tree.rename(first, list_name);
        if tree.node(first).kind != NodeKind::Array {
            fault.edits.extend(brackets(tree.node(first).value()));
        }
    }
    for name in [list.name, count.name] {
        document.explain(structure, name);
    }
    Some(fault)
}

/// The edits that make an array of a value.
fn brackets(value: Span) -> [Edit; 2] {
    [(value.start, "["), (value.end, "]")].map(|(at, text)| Edit {
        span: Span::at(at as usize),
        text: text.to_owned(),
    })
}

/// The finding of items under their own name.
fn named_items<'t>(
    document: &mut Document<'t>,
    structure: NodeId,
    items: &[NodeId],
) -> Option<Fault<'t>> {
    let (tree, schema) = (document.tree, document.schema);
    let (count, list) = document
        .shape(document.structure_of(structure)?)
        .counted_members(document.version)?;
    let first = *items.first()?;
    let cause = Builtin::UnknownElement(Unknown::OutsideList);
    let mut fault = Fault::new(cause, tree.node(first).name).at(first);
    fault.argument("parent", document.name(structure));
    fault.argument("items", schema.name_text(list.name));
    fault
        .related
        .extend(items[1..].iter().map(|item| tree.node(*item).name));
    let held = document.child(structure, list.name);
    fault.edits = match held {
        Some(held) if items.len() == 1 => tree.move_into(first, held, None),
        Some(_) => Vec::new(),
        None => wrapped(document, structure, items, (count, list)),
    };
    for name in [list.name, count.name] {
        document.explain(structure, name);
    }
    if let Some(held) = held {
        document.set_faulty(held);
    }
    Some(fault)
}

/// The edits that put a list around items, with their number.
fn wrapped(
    document: &Document<'_>,
    structure: NodeId,
    items: &[NodeId],
    (count, list): (&Member, &Member),
) -> Vec<Edit> {
    let tree = document.tree;
    let name = |member: &Member| document.schema.name_text(member.name);
    let (first, last) = (items[0], items[items.len() - 1]);
    if tree.form() == Form::Json {
        return if items.len() == 1 {
            tree.rename(first, name(list))
        } else {
            Vec::new()
        };
    }
    let is_one_run = items
        .windows(2)
        .all(|pair| tree.node(pair[0]).next_sibling() == Some(pair[1]));
    if !is_one_run {
        return Vec::new();
    }
    let quantity = document.child(structure, count.name);
    let number = quantity.is_none().then(|| (name(count), items.len()));
    let mut edits = tree.wrap(first, last, name(list), number);
    let is_wrong =
        |quantity: &NodeId| document.number(*quantity) != i64::try_from(items.len()).ok();
    if let Some(quantity) = quantity.filter(is_wrong) {
        edits.extend(tree.write(quantity, &items.len().to_string()));
    }
    edits
}
