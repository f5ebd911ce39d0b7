//! What no repair may do: weaken a member that protects.
//!
//! What lives here: whether the edits of a fix remove or change a value that the shapes mark
//! `protective` (signers, protocol policies, TLS versions, logging, access controls …). What does
//! not: which members those are (`rules/shapes`).

use crate::lint::document::Document;
use crate::lint::fault::{Builtin, Duplicate, Fault, NotBoolean, NotListed};
use crate::model::schema::{Member, Text};
use crate::text::Edit;
use crate::tree::NodeId;

/// Whether the edits lose a protective value, or change one to another that may protect less.
pub(crate) fn weakens(document: &Document<'_>, fault: &Fault<'_>, edits: &[Edit]) -> bool {
    // The value is kept by the first of two equal members.
    if fault.builtin() == Some(Builtin::DuplicateElement(Duplicate::Same)) {
        return false;
    }
    let mut replacing = edits.iter().filter(|edit| !edit.span.is_empty());
    replacing.any(|edit| {
        touched(document, edit).any(|node| {
            document
                .protective(node)
                .is_some_and(|member| !is_harmless(document, fault, edits, (node, member), edit))
        })
    })
}

/// Whether a node is a protective member, or a part of one.
pub(crate) fn is_protective(document: &Document<'_>, node: NodeId) -> bool {
    document.protective(node).is_some()
}

/// Whether another text for a protective value keeps its meaning or makes it protect more.
pub(crate) fn protects_as_much(
    document: &Document<'_>,
    node: NodeId,
    old: &str,
    new: &str,
) -> bool {
    document
        .protective(node)
        .is_some_and(|member| is_same(old, new) || protects_more(&member.protection, old, new))
}

/// The elements with a value of their own that an edit touches, which replaces something.
fn touched(document: &Document<'_>, edit: &Edit) -> impl Iterator<Item = NodeId> {
    let tree = document.tree;
    let nodes = tree.nodes();
    let behind = nodes.partition_point(|node| node.whole.start < edit.span.end);
    let inside = nodes[..behind].partition_point(|node| node.whole.start < edit.span.start);
    // The last element that begins before the edit is around it, or one of those around that
    // element is.
    (inside.saturating_sub(1)..behind)
        .map(NodeId::from_index)
        .filter(move |node| {
            let it = tree.node(*node);
            let value = it.value();
            !it.has_children()
                && value.start < edit.span.end
                && edit.span.start < value.end
                && !tree.text(*node).trim().is_empty()
        })
}

/// Whether an edit of a protective value keeps its meaning or makes it protect more.
fn is_harmless(
    document: &Document<'_>,
    fault: &Fault<'_>,
    edits: &[Edit],
    (node, member): (NodeId, &Member),
    edit: &Edit,
) -> bool {
    let tree = document.tree;
    let old = tree.text(node).trim();
    let whole = tree.node(node).whole;
    let is_within = whole.start <= edit.span.start && edit.span.end <= whole.end;
    if !is_within {
        // Moved or put around something else, the value is in what is written.
        return edits.iter().any(|edit| edit.text.contains(old));
    }
    let value = tree.node(node).value();
    let before = value.start.min(edit.span.start)..edit.span.start;
    let after = edit.span.end..value.end.max(edit.span.end);
    let text = document.tree.source().text();
    let slice = |range: std::ops::Range<u32>| &text[range.start as usize..range.end as usize];
    let new = [slice(before), &edit.text, slice(after)].concat();
    let new = new.trim_matches(|sign: char| sign.is_whitespace() || sign == '"' || sign == '\'');
    is_same(old, new)
        || protects_more(&member.protection, old, new)
        || is_sure(fault, node)
        || is_count(document, node, old, new)
}

/// Whether two texts differ in their spelling alone.
fn is_same(old: &str, new: &str) -> bool {
    fn letters(text: &str) -> impl Iterator<Item = char> {
        text.chars()
            .filter(|sign| !sign.is_whitespace() && *sign != '"' && *sign != '\'')
            .flat_map(char::to_lowercase)
    }
    old.eq_ignore_ascii_case(new) || letters(old).eq(letters(new))
}

/// Whether the new value protects at least as much as the old one. Of values without an order
/// nothing is known.
fn protects_more(order: &[Text], old: &str, new: &str) -> bool {
    let rank = |text: &str| order.iter().position(|known| known == text);
    rank(old)
        .zip(rank(new))
        .is_some_and(|(old, new)| old <= new)
}

/// Whether the fault is a misspelling of this value with one correction only.
fn is_sure(fault: &Fault<'_>, node: NodeId) -> bool {
    fault.node == Some(node)
        && matches!(
            fault.builtin(),
            Some(
                Builtin::EnumValue(NotListed::Case | NotListed::Near)
                    | Builtin::BooleanValue(NotBoolean::Case | NotBoolean::Near)
            )
        )
}

/// Whether the value is the number of a list that was not empty before and is not empty afterwards.
fn is_count(document: &Document<'_>, node: NodeId, old: &str, new: &str) -> bool {
    let holder = document.tree.node(node).parent();
    let shape = holder.and_then(|holder| document.structure_of(holder));
    let count = shape.and_then(|shape| document.shape(shape).counted_members(document.version));
    let is_positive = |text: &str| text.parse::<u32>().is_ok_and(|number| number > 0);
    count
        .zip(document.member(node))
        .is_some_and(|((count, _), member)| count.name == member.name)
        && is_positive(old)
        && is_positive(new)
}
