//! The parts of a document around a place, from the smallest to the whole.

use super::with_tree;
use crate::lint::Linter;
use crate::text::{Source, Span};
use crate::tree::{DEEPEST, NodeKind};

/// The ranges around a byte offset, each inside the next: the name or value, the element, what is
/// inside the element around it, and so on.
pub fn enclosing(linter: &Linter, source: &Source<'_>, offset: usize) -> Vec<Span> {
    let at = Span::at(offset.min(source.text().len()));
    let spans = with_tree(linter, source, |tree| {
        let mut spans = Vec::new();
        let way = std::iter::successors(tree.innermost(at), |node| tree.node(*node).parent());
        for node in way.take(DEEPEST) {
            let it = tree.node(node);
            spans.extend([it.name, it.content, it.value(), it.whole]);
        }
        spans
    });
    let mut spans = spans.unwrap_or_default();
    spans.retain(|span| span.contains(at) && !span.is_empty());
    spans.sort_by_key(|span| span.len());
    spans.dedup();
    nested(spans)
}

/// Leaves out what is not around what is before it.
fn nested(spans: Vec<Span>) -> Vec<Span> {
    let mut kept: Vec<Span> = Vec::new();
    for span in spans {
        if kept.last().is_none_or(|inner| span.contains(*inner)) {
            kept.push(span);
        }
    }
    kept
}

/// The names in the start and the end tag of the XML element whose tag is at a byte offset, so that
/// both can be edited together. `None` elsewhere and in other notations.
pub fn tag_pair(linter: &Linter, source: &Source<'_>, offset: usize) -> Option<[Span; 2]> {
    let at = Span::at(offset.min(source.text().len()));
    linter.with_document(source, |document| {
        let tree = document.tree;
        let node = tree.innermost(at)?;
        let it = tree.node(node);
        if it.kind != NodeKind::Element || it.is_self_closing() || it.is_repaired() {
            return None;
        }
        let name = source.slice(it.name);
        let tail = it.tail();
        let start = tail.start as usize + source.slice(tail).find(name)?;
        let end_name = Span::new(start, start + name.len());
        [it.name, end_name]
            .iter()
            .any(|span| span.contains(at))
            .then_some([it.name, end_name])
    })?
}
