//! The comments of an old document in the new one: where they were, if that place still exists.

use std::collections::HashMap;

use crate::builtin::SCHEMA;
use crate::lint::{self, BoundDocument as Document};
use crate::text::{Source, Span};
use crate::tree::{NodeId, TriviaKind};

/// Where a comment is.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Place {
    /// Before the element at a path.
    Before(String),
    /// Behind everything in the element at a path.
    End(String),
    /// Behind the document.
    Behind,
}

/// The texts of the comments of a document.
pub(super) fn texts(document: &Document<'_>) -> Vec<String> {
    let source = document.tree.source();
    let texts = spans(document).map(|span| source.slice(span).to_owned());
    texts.collect()
}

/// The new text with the comments of the old document, and those without a place in it.
pub(super) fn keep(document: &Document<'_>, config: NodeId, text: String) -> (String, Vec<String>) {
    let old: Vec<(Place, String)> = spans(document)
        .map(|span| place(document, config, span))
        .zip(texts(document))
        .collect();
    if old.is_empty() {
        return (text, Vec::new());
    }
    let places = places(&text);
    let mut lost = Vec::new();
    let mut added: Vec<(usize, String)> = Vec::new();
    for (place, comment) in old {
        match places.get(&place) {
            Some(offset) => added.push((*offset, line(&text, *offset, &place, &comment))),
            None => lost.push(comment),
        }
    }
    // The order of the comments at one place stays.
    added.sort_by_key(|(offset, _)| *offset);
    let mut out = String::with_capacity(text.len());
    let mut written = 0;
    for (offset, line) in &added {
        out.push_str(&text[written..*offset]);
        out.push_str(line);
        written = *offset;
    }
    out.push_str(&text[written..]);
    (out, lost)
}

fn spans(document: &Document<'_>) -> impl Iterator<Item = Span> {
    let trivia = document.tree.trivia().iter();
    let comments = trivia.filter(|it| it.kind == TriviaKind::Comment);
    comments.map(|it| it.span)
}

/// The place of a comment in the old document.
fn place(document: &Document<'_>, config: NodeId, comment: Span) -> Place {
    let tree = document.tree;
    let nodes = tree.nodes();
    let next = nodes.partition_point(|node| node.whole.start < comment.start);
    let mut around = next.checked_sub(1).map(NodeId::from_index);
    while let Some(node) = around.filter(|node| tree.node(*node).whole.end < comment.end) {
        around = tree.node(node).parent();
    }
    let is_inside = nodes.get(next).is_some_and(|it| it.parent() == around);
    match around {
        _ if is_inside => Place::Before(path(document, config, NodeId::from_index(next))),
        Some(node) => Place::End(path(document, config, node)),
        None => Place::Behind,
    }
}

/// The path of an element from the configuration on. One outside has no counterpart.
fn path(document: &Document<'_>, config: NodeId, node: NodeId) -> String {
    let path = document.path(node).to_string();
    let start = document.path(config).to_string();
    path.strip_prefix(&start)
        .map_or(path.clone(), str::to_owned)
}

/// The places of the new document, and where in its text they are.
fn places(text: &str) -> HashMap<Place, usize> {
    let found = lint::with_source(&Source::new(text), &SCHEMA, None, |document, _, _| {
        let tree = document.tree;
        let Some(config) = document.config else {
            return HashMap::new();
        };
        let mut places = HashMap::from([(Place::Behind, text.len())]);
        for index in 0..tree.nodes().len() {
            let id = NodeId::from_index(index);
            let node = tree.node(id);
            let path = path(document, config, id);
            if node.has_children() {
                places.insert(Place::End(path.clone()), node.tail().start as usize);
            }
            places.insert(Place::Before(path), node.whole.start as usize);
        }
        places
    });
    found.unwrap_or_default()
}

/// A comment as a line before an offset, with the indentation of what is there.
fn line(text: &str, offset: usize, place: &Place, comment: &str) -> String {
    let start = text[..offset].rfind('\n').map_or(0, |at| at + 1);
    let indent = &text[start..offset];
    match place {
        Place::End(_) => format!("  {comment}\n{indent}"),
        Place::Before(_) | Place::Behind => format!("{comment}\n{indent}"),
    }
}
