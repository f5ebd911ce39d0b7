//! The part of a document that an example is about: small enough to be read, with what it is in.

use std::collections::BTreeSet;

use crate::text::{Edit, Edited, Source, Span};
use crate::tree;
use crate::tree::{Form, NodeId, Tree};

/// A piece of so many lines is shown as a whole.
const WHOLE: usize = 14;
/// Lines that are shown of an element that is longer: at its begin, and at its end.
const BEGIN: usize = 9;
const END: usize = 2;
/// What is shown instead of lines and parts of lines.
const CUT: &str = "...";

/// An XML document with each element that contains others on lines of its own; any other document
/// as it is.
pub(super) fn indented(text: &str) -> String {
    let source = Source::new(text);
    let (tree, faults) = tree::parse(&source);
    let Some(root) = tree
        .root()
        .filter(|_| tree.form() == Form::Xml && faults.is_empty())
    else {
        return text.to_owned();
    };
    let mut edits = Vec::new();
    let mut separate = |start: u32, end: u32, depth: usize| {
        let span = Span { start, end };
        let gap = source.slice(span);
        if gap.trim().is_empty() && !gap.contains('\n') {
            edits.push(Edit {
                span,
                text: format!("\n{:1$}", "", 2 * depth),
            });
        }
    };
    for (node, depth) in tree.descendants(root) {
        let it = tree.node(node);
        if !it.has_children() {
            continue;
        }
        let mut at = it.content.start;
        for child in tree.children(node) {
            let child = tree.node(child).whole;
            separate(at, child.start, depth);
            at = child.end;
        }
        separate(at, it.content.end, depth - 1);
    }
    Edited::new(text, &edits).text
}

/// The lines of a document around some places, outdented and at most so wide. Without places, the
/// beginning.
pub(super) fn piece(text: &str, places: &[Span], width: usize) -> String {
    let source = Source::new(text);
    let (tree, _) = tree::parse(&source);
    let shared = shared(&tree, places);
    let all = shared.map_or(Span::new(0, text.trim_end().len()), |node| {
        tree.node(node).whole
    });
    let (first, last) = (first_line(&source, all), last_line(&source, all));
    let mut kept = BTreeSet::from([first, last]);
    if last - first < WHOLE {
        kept.extend(first..=last);
    }
    if places.is_empty() {
        kept.extend(first..=last.min(first + WHOLE));
    }
    for place in places {
        keep_place(&source, *place, &mut kept);
        kept.retain(|line| (first..=last).contains(line));
        for parent in parents(&tree, *place, shared) {
            let whole = tree.node(parent).whole;
            kept.extend([first_line(&source, whole), last_line(&source, whole)]);
        }
    }
    written(&source, &kept, width)
}

/// The lines of a place and those next to it; of a long one the ends.
fn keep_place(source: &Source<'_>, place: Span, kept: &mut BTreeSet<usize>) {
    let (first, last) = (first_line(source, place), last_line(source, place));
    if last - first < WHOLE {
        kept.extend(first.saturating_sub(1)..=(last + 1).min(source.line_count() - 1));
    } else {
        kept.extend(first.saturating_sub(1)..=first + BEGIN);
        kept.extend(last - END..=last);
    }
}

fn written(source: &Source<'_>, kept: &BTreeSet<usize>, width: usize) -> String {
    let line = |number: usize| source.slice(source.line_span(number)).trim_end();
    let indent = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let shown = kept.iter().map(|number| line(*number));
    let outdent = shown.filter(|line| !line.is_empty()).map(indent).min();
    let outdent = outdent.unwrap_or_default();
    let mut out = String::new();
    let mut last: Option<usize> = None;
    for number in kept {
        if let Some(last) = last.filter(|last| last + 1 != *number) {
            let inner = indent(line(last)).max(indent(line(*number)));
            out.push_str(&format!("{:1$}{CUT}\n", "", inner - outdent));
        }
        let line = line(*number);
        out.push_str(&cut(line.get(outdent..).unwrap_or_default(), width));
        out.push('\n');
        last = Some(*number);
    }
    out.trim_end().to_owned()
}

/// A line that fits the width.
fn cut(line: &str, width: usize) -> String {
    if line.chars().count() <= width {
        return line.to_owned();
    }
    let shown: String = line.chars().take(width.saturating_sub(CUT.len())).collect();
    format!("{shown}{CUT}")
}

/// The innermost node with children that contains all places.
fn shared(tree: &Tree<'_>, places: &[Span]) -> Option<NodeId> {
    let contains_all = |node: &NodeId| {
        let it = tree.node(*node);
        it.has_children() && places.iter().all(|place| it.whole.contains(*place))
    };
    let mut nodes = (0..tree.nodes().len()).map(NodeId::from_index);
    nodes.rfind(contains_all).filter(|_| !places.is_empty())
}

/// The nodes around a place that are inside of another.
fn parents(tree: &Tree<'_>, place: Span, outer: Option<NodeId>) -> Vec<NodeId> {
    (0..tree.nodes().len())
        .map(NodeId::from_index)
        .filter(|node| outer.is_some_and(|outer| node.index() > outer.index()))
        .filter(|node| tree.node(*node).whole.contains(place))
        .collect()
}

fn first_line(source: &Source<'_>, span: Span) -> usize {
    source.line_at(span.start as usize)
}

fn last_line(source: &Source<'_>, span: Span) -> usize {
    source.line_at(
        (span.end as usize)
            .saturating_sub(1)
            .max(span.start as usize),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_get_lines_of_their_own() {
        assert_eq!(
            indented("<A>\n  <B><C>1</C><D/></B>\n</A>"),
            "<A>\n  <B>\n    <C>1</C>\n    <D/>\n  </B>\n</A>"
        );
        assert_eq!(indented("<A><B></A>"), "<A><B></A>");
    }

    #[test]
    fn a_piece_shows_what_a_place_is_in() {
        let filler = "    <X/>\n".repeat(20);
        let text = format!("<A>\n  <B>\n{filler}    <C>1</C>\n{filler}  </B>\n</A>\n");
        let start = text.find("1</C>").unwrap();
        assert_eq!(
            piece(&text, &[Span::new(start, start + 1)], 80),
            "<B>\n  ...\n  <X/>\n  <C>1</C>\n  <X/>\n  ...\n</B>"
        );
    }
}
