//! Leads the tree of a repaired text back to the positions of the original, and marks what the
//! repair left in doubt.

use crate::text::{Applicability, Edited, Source, Span};
use crate::tree::arena::Tree;
use crate::tree::fault::{SyntaxFault, SyntaxKind};
use crate::tree::node::{DECODED_NAME, DECODED_TEXT, NodeId, NodeKind, REPAIRED};

/// Moves all ranges of a tree of `edited.text` to the text before the edits.
pub(super) fn restore(tree: &mut Tree<'_>, edited: &Edited, faults: &[SyntaxFault]) {
    mark_doubts(tree, &doubts(edited, faults));
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
        let is_text_kept =
            node.flags & DECODED_TEXT != 0 || node.has_children() || node.kind != NodeKind::Element;
        if !is_text_kept && edited.text[content.range()] != *source.slice(node.content) {
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
    // A declaration that the repair inserted or renamed is not the author's, and has a fault of its
    // own.
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

/// A fault of `edited.text` in the text before the edits. `None` where its place comes from the
/// repair.
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

/// What a repair leaves in doubt.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Doubt {
    /// The value of the element that it is in, if that contains text.
    Value,
    /// Which elements are inside which.
    Structure,
}

/// The places of the repaired text that the faults leave in doubt.
fn doubts(edited: &Edited, faults: &[SyntaxFault]) -> Vec<(Span, Doubt)> {
    let mut doubts: Vec<(Span, Doubt)> = faults
        .iter()
        .filter_map(|fault| Some((fault, doubt(fault)?)))
        .flat_map(|(fault, doubt)| fault.edits.iter().map(move |edit| (edit.span, doubt)))
        .collect();
    doubts.sort();
    let of_span = |span: &Span| {
        let found = doubts.binary_search_by_key(span, |(span, _)| *span).ok()?;
        Some(doubts[found].1)
    };
    edited
        .changes
        .iter()
        .filter_map(|(old, new)| Some((*new, of_span(old)?)))
        .collect()
}

fn doubt(fault: &SyntaxFault) -> Option<Doubt> {
    // An element typed instead of an end tag leaves no doubt about the nesting, only about its own
    // text.
    let is_sure = fault.applicability == Applicability::Safe || fault.variant == "element";
    match fault.kind {
        // The character of an HTML entity may be a space that looks like part of the value.
        SyntaxKind::UnknownEntity if is_sure && fault.variant != "html" => None,
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
        | SyntaxKind::StartTagRepeated
            if is_sure =>
        {
            Some(Doubt::Value)
        }
        SyntaxKind::EndTagMissing
        | SyntaxKind::EndTagUnmatched
        | SyntaxKind::EndTagsCrossed
        | SyntaxKind::StartTagMissing
        | SyntaxKind::StartTagRepeated
        | SyntaxKind::MergeConflict => Some(Doubt::Structure),
        _ => None,
    }
}

/// Marks the nodes that are in doubt, while their ranges are still those of the repaired text.
fn mark_doubts(tree: &mut Tree<'_>, doubts: &[(Span, Doubt)]) {
    if doubts.is_empty() {
        return;
    }
    for index in 0..tree.nodes.len() {
        mark_tags(tree, index, doubts);
    }
    mark_innermost(tree, doubts);
}

/// Marks a node whose tags are in doubt.
fn mark_tags(tree: &mut Tree<'_>, index: usize, doubts: &[(Span, Doubt)]) {
    let doubt_in = |span: Span| {
        let first = doubts.partition_point(|(place, _)| place.end <= span.start);
        doubts[first..]
            .iter()
            .take_while(move |(place, _)| place.start < span.end)
            .map(|(_, doubt)| *doubt)
            .max()
    };
    let node = &mut tree.nodes[index];
    let (parent, has_children) = (node.parent(), node.has_children());
    match doubt_in(node.head()).max(doubt_in(node.tail())) {
        Some(Doubt::Structure) => {
            node.flags |= REPAIRED;
            if let Some(parent) = parent.filter(|_| has_children) {
                tree.nodes[parent.index()].flags |= REPAIRED;
            }
        }
        Some(Doubt::Value) if !has_children => node.flags |= REPAIRED,
        _ => {}
    }
}

/// Marks the innermost node around each place.
fn mark_innermost(tree: &mut Tree<'_>, doubts: &[(Span, Doubt)]) {
    let nodes = &mut tree.nodes;
    let mut open: Vec<usize> = Vec::new();
    let mut next = 0;
    for (place, doubt) in doubts {
        while nodes
            .get(next)
            .is_some_and(|node| node.whole.start < place.start)
        {
            let start = nodes[next].whole.start;
            while open
                .pop_if(|last| nodes[*last].whole.end <= start)
                .is_some()
            {}
            open.push(next);
            next += 1;
        }
        while open
            .pop_if(|last| nodes[*last].whole.end <= place.start)
            .is_some()
        {}
        if let Some(node) = open.last().map(|last| &mut nodes[*last])
            && (*doubt == Doubt::Structure || !node.has_children())
        {
            node.flags |= REPAIRED;
        }
    }
}
