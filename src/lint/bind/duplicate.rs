//! A member that occurs more than once.

use crate::lint::document::Document;
use crate::lint::fault::{Builtin, Duplicate, Fault};
use crate::lint::wording::Argument;
use crate::model::schema::{Member, ValueKind};
use crate::text::{Applicability, Edit};
use crate::tree::{Form, NodeId, Tree};

/// The fault of a node whose member its parent has already.
#[cold]
pub(super) fn duplicate<'t>(
    document: &mut Document<'t>,
    parent: NodeId,
    member: &Member,
    node: NodeId,
) -> Fault<'t> {
    let tree = document.tree;
    let first = document.child(parent, member.name).unwrap_or(node);
    let is_same = tree.same_content(first, node);
    let is_pair = document
        .slot(parent, member.name)
        .is_some_and(|slot| slot.count == 2);
    // Of more than two none is repaired, so nobody looks at all items of the first for each.
    let is_joined =
        matches!(member.value, ValueKind::List(_)) && (!is_pair || are_alike(tree, first, node));
    let case = case(tree.form(), is_joined, is_same);
    let span = tree.node(node).name;
    let mut fault = Fault::new(Builtin::DuplicateElement(case), span).at(first);
    fault.related.push(tree.node(first).name);
    if !member.sensitive && !tree.node(first).has_children() && !tree.node(node).has_children() {
        fault.argument("first-value", Argument::value(tree.text(first)));
        fault.argument("second-value", Argument::value(tree.text(node)));
    }
    fault.edits = edits(document, case, first, node, is_pair);
    if is_same && matches!(member.value, ValueKind::List(_)) {
        // Both may be meant: the count decides.
        fault.applicability = Some(Applicability::Unsafe);
    }
    // A JSON parser keeps the last, so the service never receives both.
    fault.is_unsent = tree.form() == Form::Json;
    if !is_same {
        document.set_faulty(first);
    }
    fault
}

/// Which duplicate it is. `is_joined` means that both could be one list.
fn case(form: Form, is_joined: bool, is_same: bool) -> Duplicate {
    match (form, is_same) {
        (Form::Xml, true) => Duplicate::Same,
        (Form::Xml, false) if is_joined => Duplicate::Lists,
        (Form::Xml, false) => Duplicate::Contradicting,
        (_, true) => Duplicate::Json,
        (_, false) if is_joined => Duplicate::JsonLists,
        (_, false) => Duplicate::JsonContradicting,
    }
}

/// The edits that leave one of the two. `is_pair` means that there are exactly two.
fn edits(
    document: &Document<'_>,
    case: Duplicate,
    first: NodeId,
    second: NodeId,
    is_pair: bool,
) -> Vec<Edit> {
    let tree = document.tree;
    let is_small = |node| !tree.node(node).has_children() || tree.is_blank(node);
    match case {
        // One after the other: each is put behind the last item, which takes a look at all of them.
        Duplicate::Lists | Duplicate::JsonLists if is_pair => tree.merge(second, first),
        Duplicate::JsonContradicting if is_pair && is_small(first) => tree.remove(first),
        Duplicate::Same | Duplicate::Json => tree.remove(second),
        Duplicate::Contradicting if is_small(second) => tree.remove(second),
        _ => Vec::new(),
    }
}

/// Whether all items of two lists are of one kind and have one name. Others belong in lists of
/// different members, and nobody means them together.
fn are_alike(tree: &Tree<'_>, first: NodeId, second: NodeId) -> bool {
    let mut items = tree.children(first).chain(tree.children(second));
    let kind = |item: NodeId| (tree.node(item).kind, tree.name(item));
    items
        .next()
        .is_none_or(|one| items.all(|other| kind(other) == kind(one)))
}
