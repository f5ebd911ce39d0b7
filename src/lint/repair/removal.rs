//! Taking elements out of a document.

use crate::lint::document::Document;
use crate::model::schema::ValueKind;
use crate::text::{Edit, Span};
use crate::tree::{Form, NodeId, Tree};

/// The edits that remove a node, unless it is required. An item takes its count along, and the list
/// if it was the last item.
pub(super) fn remove(document: &Document<'_>, node: NodeId) -> Vec<Edit> {
    let tree = document.tree;
    if document.is_needed(node) || !is_recognised_without(document, node) {
        return Vec::new();
    }
    let Some((list, count)) = counted_list(document, node) else {
        return tree.remove(node);
    };
    let length = document.length(list);
    if document.number(count) != i64::try_from(length).ok() {
        // The count is a mistake of its own.
        return tree.remove(node);
    }
    let mut edits = tree.remove(if length == 1 { list } else { node });
    edits.extend(tree.write(count, &(length - 1).to_string()));
    edits
}

/// The list that a node is an item of, with the element that counts its items.
fn counted_list(document: &Document<'_>, node: NodeId) -> Option<(NodeId, NodeId)> {
    let tree = document.tree;
    let is_list = |node: &NodeId| matches!(document.value_kind(*node), Some(ValueKind::List(_)));
    let list = tree.node(node).parent().filter(is_list)?;
    let holder = tree.node(list).parent()?;
    let (count, _) = document
        .shape(document.structure_of(holder)?)
        .counted_members(document.version)?;
    Some((list, document.child(holder, count.name)?))
}

/// The edits that leave only one member of an element, in the same namespace.
pub(crate) fn cut_out(tree: &Tree<'_>, outer: NodeId, name: &str) -> Vec<Edit> {
    let Some(inner) = tree.children(outer).find(|child| tree.name(*child) == name) else {
        return Vec::new();
    };
    let (whole, kept) = (tree.node(outer).whole, tree.node(inner).whole);
    let cut = |start, end| Edit {
        span: Span { start, end },
        text: String::new(),
    };
    let mut edits = vec![cut(whole.start, kept.start)];
    let declaration = |node| {
        tree.attributes(node)
            .iter()
            .find(|attribute| tree.source().slice(attribute.name) == "xmlns")
    };
    if let (Some(namespace), None) = (declaration(outer), declaration(inner)) {
        let text = format!(" {}", tree.source().slice(namespace.whole));
        edits.push(Edit {
            span: Span::at(tree.node(inner).name.end as usize),
            text,
        });
    }
    edits.push(cut(kept.end, whole.end));
    edits
}

/// Whether a JSON document is still recognised when a key of its outermost object is removed.
fn is_recognised_without(document: &Document<'_>, node: NodeId) -> bool {
    let tree = document.tree;
    let parent = tree.node(node).parent();
    if tree.form() != Form::Json || parent != Some(document.root) || parent != tree.root() {
        return true;
    }
    let root_of = |removed: Option<NodeId>| {
        let has = |name: &str| {
            tree.children(document.root)
                .filter(|child| Some(*child) != removed)
                .any(|child| tree.name(child).eq_ignore_ascii_case(name))
        };
        let mut envelopes = document.schema.envelopes.iter();
        envelopes
            .find(|envelope| envelope.applies(has))
            .map(|envelope| envelope.root)
    };
    root_of(None) == root_of(Some(node))
}
