//! Faults made in valid documents, and whether the repair brings the structure back.

use std::collections::BTreeMap;

use cloudfront_lint::Source;
use cloudfront_lint::internal::tree;
use cloudfront_lint::internal::tree::{LeafKind, Nesting, NodeId, Tree};

/// Faults of a kind: how many, how many were repaired to the original structure.
#[derive(Default)]
pub(crate) struct Count {
    /// Faults made.
    pub(crate) made: usize,
    /// Faults repaired to the original structure.
    pub(crate) repaired: usize,
    /// The first documents that were not, for people.
    pub(crate) failures: Vec<String>,
}

/// Whether a text has no fault of notation.
pub(crate) fn is_well_formed(text: &str) -> bool {
    tree::parse_xml(&Source::new(text)).1.is_empty()
}

/// Names, parents and trimmed texts.
fn outline(tree: &Tree<'_>) -> Vec<(String, Option<NodeId>, String)> {
    let nodes = (0..tree.nodes().len()).map(NodeId::from_index);
    nodes
        .map(|node| {
            (
                tree.name(node).to_owned(),
                tree.node(node).parent(),
                tree.text(node).trim().to_owned(),
            )
        })
        .collect()
}

/// What is changed, from where to where, and the text instead.
type Change = (&'static str, usize, usize, String);

/// All deletions and duplications of the tags, brackets and quotes of a document.
fn changes(tree: &tree::Tree<'_>) -> Vec<Change> {
    let source = tree.source();
    let mut changes = Vec::new();
    for leaf in tree.leaves() {
        let (start, end) = (leaf.span.start as usize, leaf.span.end as usize);
        let tag = source.slice(leaf.span);
        let names = match leaf.kind {
            LeafKind::StartTag if tag.ends_with("/>") => ["delete empty tag", "double empty tag"],
            LeafKind::StartTag => ["delete start tag", "double start tag"],
            LeafKind::EndTag => ["delete end tag", "double end tag"],
            _ => continue,
        };
        changes.push((names[0], start, end, String::new()));
        changes.push((names[1], end, end, tag.to_owned()));
        for (offset, character) in tag.char_indices() {
            let names = match character {
                '<' => ["delete <", "double <"],
                '>' => ["delete >", "double >"],
                '/' if tag[..offset].ends_with('<') || tag[offset..].starts_with("/>") => {
                    ["delete /", "double /"]
                }
                '"' | '\'' => ["delete quote", "double quote"],
                _ => continue,
            };
            let at = start + offset;
            changes.push((names[0], at, at + 1, String::new()));
            changes.push((names[1], at, at, character.to_string()));
        }
    }
    changes
}

/// Makes one fault in each tag, bracket and quote in turn (every `step`th of them), and counts
/// those that are repaired.
pub(crate) fn measure(
    text: &str,
    nesting: &dyn Nesting,
    counts: &mut BTreeMap<&'static str, Count>,
    step: usize,
) {
    let source = Source::new(text);
    let (tree, _) = tree::parse_xml(&source);
    let right = outline(&tree);
    for (kind, start, end, insertion) in changes(&tree).into_iter().step_by(step) {
        let broken = format!("{}{insertion}{}", &text[..start], &text[end..]);
        if is_well_formed(&broken) {
            continue;
        }
        let source = Source::new(broken.as_str());
        let (repaired, faults) = tree::parse_xml_with(&source, nesting);
        let count = counts.entry(kind).or_default();
        count.made += 1;
        if outline(&repaired) == right {
            count.repaired += 1;
        } else if count.failures.len() < 20 {
            let place = source.position(start);
            let reported: Vec<_> = faults
                .iter()
                .map(|fault| {
                    (
                        fault.kind,
                        fault.variant,
                        source.position(fault.span.start as usize).line,
                    )
                })
                .collect();
            let line = source.slice(source.line_span(place.line - 1)).trim_end();
            count.failures.push(format!(
                "{kind} at {}: `{}` -> {reported:?}",
                place.line,
                line.chars().take(120).collect::<String>()
            ));
        }
    }
}
