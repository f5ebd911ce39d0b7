//! The number next to a list, which must equal the number of its items.

use crate::lint::document::Document;
use crate::lint::fault::{Bound, Builtin, Cause, Fault, JsonMismatch, Mismatch, NotInteger};
use crate::lint::structure::items;
use crate::lint::wording::{Argument, Conjunction};
use crate::model::schema::Member;
use crate::text::{Applicability, Edit};
use crate::tree::{Form, NodeId};

/// What is wrong with the number of a counted structure, or with its empty list.
pub(super) fn fault<'t>(
    document: &mut Document<'t>,
    node: NodeId,
    count: &Member,
    list: &Member,
) -> Option<Fault<'t>> {
    let tree = document.tree;
    let quantity = document.slot_at(node, count.slot).node()?;
    let slot = document.slot_at(node, list.slot);
    let items = slot.node();
    let is_guess = tree.node(quantity).is_repaired()
        || items.is_some_and(|items| tree.node(items).is_repaired());
    if slot.count > 1 || slot.explained || is_guess || is_not_list(document, items) {
        return None;
    }
    let says = document.number(quantity)?;
    let count = items.map_or(0, |items| tree.children(items).count() as i64);
    if says == count {
        return empty_items(document, node, list, items.filter(|_| count == 0)?);
    }
    // A value that belongs in the list is reported by itself.
    if items.is_none() && has_stray_values(document, node) {
        return None;
    }
    let fault = mismatch(document, node, quantity, list, (says, count));
    document.set_faulty(quantity);
    // A lost or an unexpected item explains what else seems wrong with
    // the list.
    match items {
        Some(items) => document.set_faulty(items),
        None => document.explain(node, list.name),
    }
    Some(fault)
}

/// The fault of an empty list, which is better left out. Where it needs an item, that is the fault;
/// where it is required, it cannot be left out.
fn empty_items<'t>(
    document: &Document<'t>,
    node: NodeId,
    list: &Member,
    items: NodeId,
) -> Option<Fault<'t>> {
    let is_required = list.required.contains(document.version);
    if is_required || items::bounds(document, items).0.is_some() {
        return None;
    }
    let tree = document.tree;
    let mut fault = Fault::new(Builtin::EmptyItems, tree.node(items).name).at(items);
    fault.argument("list", document.name(node));
    fault.edits = tree.remove(items);
    Some(fault)
}

/// The fault of a number that is not that of the items.
#[cold]
fn mismatch<'t>(
    document: &Document<'t>,
    node: NodeId,
    quantity: NodeId,
    list: &Member,
    (says, count): (i64, i64),
) -> Fault<'t> {
    let tree = document.tree;
    let items = document.child(node, list.name);
    // Where the list could have as many items as are counted and not as many as it has, the list is
    // wrong and not the number.
    let limit = items.and_then(|items| {
        items::broken_bound(document, items, count)
            .filter(|_| items::broken_bound(document, items, says).is_none())
    });
    let case = match (items, limit) {
        (None, _) => Mismatch::NoList,
        (Some(_), Some((Bound::Few, _))) => Mismatch::Few,
        (Some(_), Some((Bound::Many, _))) => Mismatch::Many,
        (Some(_), None) if count == 0 => Mismatch::NoItems,
        (Some(_), None) => Mismatch::Number,
    };
    let place = tree.node(quantity);
    let span = if place.content.is_empty() {
        place.whole
    } else {
        place.content
    };
    let mut fault = Fault::new(Builtin::QuantityMismatch(case), span).at(quantity);
    fault.argument("says", Argument::Integer(says));
    fault.argument("count", Argument::Integer(count));
    fault.argument("list", document.name(node));
    fault.argument("items", document.schema.name_text(list.name));
    if let Some(items) = items {
        fault.related.push(tree.node(items).name);
        fault.argument("held", summaries(document, items));
    }
    match limit {
        Some((_, limit)) => fault.argument("limit", Argument::Integer(limit)),
        None => fault.edits = tree.write(quantity, &count.to_string()),
    }
    // It would turn on what is off, or off what is on.
    if says == 0 || count == 0 {
        fault.applicability = Some(Applicability::Unsafe);
    }
    fault
}

/// The first items of a list in a few words each, and how many more there are.
fn summaries<'t>(document: &Document<'t>, list: NodeId) -> Argument<'t> {
    const MOST_SHOWN: usize = 3;
    let items = document.tree.children(list);
    let items = items.map(|item| document.summary(item));
    Argument::list(items, MOST_SHOWN, Conjunction::And)
}

/// Whether the value of a list member cannot be counted, because it contains something else than
/// items.
pub(super) fn is_not_list(document: &Document<'_>, list: Option<NodeId>) -> bool {
    let tree = document.tree;
    list.is_some_and(|list| {
        let it = tree.node(list);
        let has_unknown = || tree.children(list).any(|item| !document.is_bound(item));
        document.binding(list).faulty
            && (it.has_stray_text() || !it.has_children() || has_unknown())
    })
}

/// Whether a structure contains unknown values, so that less may be missing than it seems.
pub(super) fn has_stray_values(document: &Document<'_>, structure: NodeId) -> bool {
    let tree = document.tree;
    tree.node(structure).has_stray_text()
        || tree
            .children(structure)
            .any(|child| !document.is_bound(child) && !tree.is_blank(child))
}

/// Gives counts that are not numbers the right number: that of the list's items.
pub(crate) fn correct_counts<'t>(document: &Document<'t>, faults: &mut [Fault<'t>]) {
    let is_number = |fault: &&mut Fault<'_>| {
        let is_type = match fault.builtin() {
            Some(Builtin::IntegerValue(case)) => case != NotInteger::Overflow,
            Some(Builtin::JsonType(case)) => matches!(
                case,
                JsonMismatch::Number
                    | JsonMismatch::Fraction
                    | JsonMismatch::BooleanForNumber
                    | JsonMismatch::Unread
            ),
            _ => false,
        };
        is_type && fault.edits.is_empty()
    };
    for fault in faults.iter_mut().filter(is_number) {
        let quantity = fault.node;
        if let Some((quantity, list)) =
            quantity.and_then(|quantity| Some((quantity, counted_by(document, quantity)?)))
        {
            correct_count(document, fault, quantity, list);
        }
    }
}

/// The readable list whose items an element counts.
fn counted_by(document: &Document<'_>, quantity: NodeId) -> Option<NodeId> {
    let holder = document.tree.node(quantity).parent()?;
    let shape = document.shape(document.structure_of(holder)?);
    let (count, _) = shape.counted_members(document.version)?;
    let list = document.list_of(holder)?;
    let is_count = document.child(holder, count.name) == Some(quantity);
    (is_count && !document.binding(list).faulty).then_some(list)
}

fn correct_count<'t>(
    document: &Document<'t>,
    fault: &mut Fault<'t>,
    quantity: NodeId,
    list: NodeId,
) {
    let tree = document.tree;
    let held = tree.children(list).count();
    fault.argument("count", Argument::Integer(held as i64));
    fault.edits = if tree.form() == Form::Json {
        vec![Edit {
            span: tree.node(quantity).value(),
            text: held.to_string(),
        }]
    } else {
        tree.write(quantity, &held.to_string())
    };
    fault.cause = Cause::Builtin(match fault.builtin() {
        Some(Builtin::JsonType(_)) => {
            fault.argument("right", Argument::Integer(held as i64));
            Builtin::JsonType(JsonMismatch::Number)
        }
        Some(Builtin::IntegerValue(NotInteger::Empty)) => {
            Builtin::IntegerValue(NotInteger::CountEmpty)
        }
        _ => Builtin::IntegerValue(NotInteger::Count),
    });
    let is_number = document
        .trimmed(quantity)
        .trim_matches('"')
        .parse::<f64>()
        .is_ok();
    if held == 0 || !is_number || has_faulty_item(document, list) {
        fault.applicability = Some(Applicability::Unsafe);
    }
}

/// Makes the repair of a count unsafe where an item is itself at fault: it may contain several, as
/// `GET,HEAD` does.
pub(crate) fn doubt_counts(document: &Document<'_>, faults: &mut [Fault<'_>]) {
    for fault in faults {
        if !matches!(fault.builtin(), Some(Builtin::QuantityMismatch(_))) {
            continue;
        }
        let holder = fault
            .node
            .and_then(|quantity| document.tree.node(quantity).parent());
        let list = holder.and_then(|holder| document.list_of(holder));
        if list.is_some_and(|list| has_faulty_item(document, list)) {
            fault.applicability = Some(Applicability::Unsafe);
        }
    }
}

fn has_faulty_item(document: &Document<'_>, list: NodeId) -> bool {
    let mut items = document.tree.children(list);
    items.any(|item| document.binding(item).faulty)
}
