//! Brings the tree of a mended text back to the places of the original, and marks what the mending touched.

use crate::text::{Applicability, Edited, Source, Span};
use crate::tree::arena::Tree;
use crate::tree::fault::{SyntaxFault, SyntaxKind};
use crate::tree::node::{DECODED_NAME, DECODED_TEXT, NodeId, NodeKind, REPAIRED};

/// What a repair leaves in doubt.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Doubt {
    /// The value of the element that it is in, if that holds text.
    Value,
    /// Which elements are inside of which.
    Structure,
}

fn doubt(fault: &SyntaxFault) -> Option<Doubt> {
    // An element in the place of an end tag leaves no doubt about the nesting, only about its own text.
    let sure = fault.applicability == Applicability::Safe || fault.variant == "element";
    match fault.kind {
        // What HTML means may be a blank that looks like a part of the value.
        SyntaxKind::UnknownEntity if sure && fault.variant != "html" => None,
        SyntaxKind::ControlCharacter
        | SyntaxKind::CdataMalformed
        | SyntaxKind::UnknownEntity
        | SyntaxKind::EndTagMalformed
        | SyntaxKind::EndTagMisspelt
        | SyntaxKind::TagUnclosed
        | SyntaxKind::StartTagMalformed
        | SyntaxKind::StartTagMisspelt => Some(Doubt::Value),
        SyntaxKind::EndTagMissing
        | SyntaxKind::EndTagUnmatched
        | SyntaxKind::EndTagsCrossed
        | SyntaxKind::StartTagMissing
        | SyntaxKind::StartTagRepeated => Some(if sure { Doubt::Value } else { Doubt::Structure }),
        SyntaxKind::MergeConflict => Some(Doubt::Structure),
        _ => None,
    }
}

/// Moves all ranges of a tree laid over `edited.text` to the text before the edits.
pub(super) fn restore(tree: &mut Tree<'_>, edited: &Edited, faults: &[SyntaxFault]) {
    mark(tree, edited, faults);
    let source = tree.source;
    for index in 0..tree.nodes.len() {
        let id = NodeId::from_index(index);
        let node = &mut tree.nodes[index];
        let (name, content) = (node.name, node.content);
        node.whole = edited.inner(node.whole);
        node.name = edited.inner(name);
        node.content = if node.is_self_closing() {
            Span::at(node.whole.end as usize)
        } else {
            edited.outer(content)
        };
        node.whole.end = node.whole.end.max(node.content.end);
        let text_stays =
            node.flags & DECODED_TEXT != 0 || node.has_children() || node.kind != NodeKind::Element;
        if !text_stays && edited.text[content.range()] != *source.slice(node.content) {
            node.flags |= DECODED_TEXT;
            tree.texts.push((id, edited.text[content.range()].into()));
        }
        if edited.text[name.range()] != *source.slice(node.name) {
            node.flags |= DECODED_NAME;
            tree.names.push((id, edited.text[name.range()].into()));
        }
    }
    tree.texts.sort_by_key(|entry| entry.0);
    tree.names.sort_by_key(|entry| entry.0);
    // A declaration that the repair put in or renamed is not the author's: its fault is told.
    tree.attributes.retain(|attribute| {
        let written = edited.inner(attribute.name);
        !written.is_empty() && edited.text[attribute.name.range()] == *source.slice(written)
    });
    for attribute in &mut tree.attributes {
        attribute.whole = edited.inner(attribute.whole);
        attribute.name = edited.inner(attribute.name);
        attribute.value = edited.inner(attribute.value);
    }
    for trivia in &mut tree.trivia {
        trivia.span = edited.inner(trivia.span);
    }
}

/// A fault of `edited.text` in the text before the edits. `None` where its place is not the author's but the repair's.
pub(super) fn fault(
    mut fault: SyntaxFault,
    source: &Source<'_>,
    edited: &Edited,
) -> Option<SyntaxFault> {
    let untouched = |span: Span| edited.text[span.range()] == *source.slice(edited.inner(span));
    if !untouched(fault.span) || !fault.edits.iter().all(|edit| untouched(edit.span)) {
        return None;
    }
    fault.span = edited.inner(fault.span);
    fault.related = fault.related.map(|related| edited.inner(related));
    for edit in &mut fault.edits {
        edit.span = edited.inner(edit.span);
    }
    Some(fault)
}

/// Marks the nodes that are in doubt, still at the places of the mended text.
fn mark(tree: &mut Tree<'_>, edited: &Edited, faults: &[SyntaxFault]) {
    let mut doubts: Vec<(Span, Doubt)> = faults
        .iter()
        .filter_map(|fault| Some((fault, doubt(fault)?)))
        .flat_map(|(fault, doubt)| fault.edits.iter().map(move |edit| (edit.span, doubt)))
        .collect();
    doubts.sort();
    // The same places in the mended text, with the doubt that each brings.
    let changes: Vec<(Span, Doubt)> = edited
        .changes
        .iter()
        .filter_map(|(old, new)| {
            doubts
                .binary_search_by_key(old, |(span, _)| *span)
                .ok()
                .map(|found| (*new, doubts[found].1))
        })
        .collect();
    if changes.is_empty() {
        return;
    }
    let touching = |span: Span| {
        let first = changes.partition_point(|(change, _)| change.end <= span.start);
        changes[first..]
            .iter()
            .take_while(move |(change, _)| change.start < span.end)
            .map(|(_, doubt)| *doubt)
            .max()
    };
    for index in 0..tree.nodes.len() {
        let node = &tree.nodes[index];
        let doubt = touching(node.head()).max(touching(node.tail()));
        let (parent, has_children) = (node.parent(), node.has_children());
        match doubt {
            Some(Doubt::Structure) => {
                tree.nodes[index].flags |= REPAIRED;
                if let Some(parent) = parent.filter(|_| has_children) {
                    tree.nodes[parent.index()].flags |= REPAIRED;
                }
            }
            Some(Doubt::Value) if !has_children => tree.nodes[index].flags |= REPAIRED,
            _ => {}
        }
    }
    // The innermost node around each change.
    let mut open: Vec<usize> = Vec::new();
    let mut next = 0;
    for (change, doubt) in &changes {
        while tree
            .nodes
            .get(next)
            .is_some_and(|node| node.whole.start < change.start)
        {
            while open
                .last()
                .is_some_and(|last| tree.nodes[*last].whole.end <= tree.nodes[next].whole.start)
            {
                open.pop();
            }
            open.push(next);
            next += 1;
        }
        while open
            .last()
            .is_some_and(|last| tree.nodes[*last].whole.end <= change.start)
        {
            open.pop();
        }
        if let Some(node) = open.last().map(|last| &mut tree.nodes[*last])
            && (*doubt == Doubt::Structure || !node.has_children())
        {
            node.flags |= REPAIRED;
        }
    }
}
