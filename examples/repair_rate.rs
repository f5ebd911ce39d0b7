//! How often the repair of a document that is not well-formed brings back the structure that it had.
//!
//! Takes valid documents, makes one fault in each tag, bracket and quote in turn, and compares. Prints one line a kind of fault.
//!
//! ```sh
//! cargo run --release --example repair_rate -- FILE...
//! ```
#![expect(clippy::print_stdout, reason = "an example prints")]

use std::collections::BTreeMap;

use cloudfront_lint::lint::nesting::ShapeNesting;
use cloudfront_lint::tree::{self, LeafKind, Nesting, NoKnowledge, NodeId, Tree};
use cloudfront_lint::{Source, builtin};

/// Faults of a kind: how many, how many of them mended to the original structure.
#[derive(Default)]
struct Count {
    made: usize,
    mended: usize,
}

fn main() -> std::io::Result<()> {
    let shapes = ShapeNesting::new(&builtin::SCHEMA);
    let show = std::env::var_os("SHOW").is_some();
    let mut with_shapes = BTreeMap::new();
    let mut without = BTreeMap::new();
    for path in std::env::args().skip(1) {
        let bytes = std::fs::read(&path)?;
        let source = Source::decode(&bytes);
        if roxmltree_accepts(source.text()) {
            measure(source.text(), &shapes, &mut with_shapes, show);
            measure(source.text(), &NoKnowledge, &mut without, false);
        }
    }
    println!("{:<24}{:>9}{:>16}{:>16}", "fault", "made", "with shapes", "without");
    let (mut all, mut all_without) = (Count::default(), Count::default());
    for (kind, count) in &with_shapes {
        let blind = &without[kind];
        println!("{kind:<24}{:>9}{:>15.1}%{:>15.1}%", count.made, percent(count), percent(blind));
        (all.made, all.mended) = (all.made + count.made, all.mended + count.mended);
        (all_without.made, all_without.mended) = (all_without.made + blind.made, all_without.mended + blind.mended);
    }
    println!("{:<24}{:>9}{:>15.1}%{:>15.1}%", "all", all.made, percent(&all), percent(&all_without));
    Ok(())
}

#[expect(clippy::cast_precision_loss, reason = "a percentage")]
fn percent(count: &Count) -> f64 {
    100.0 * count.mended as f64 / count.made.max(1) as f64
}

fn roxmltree_accepts(text: &str) -> bool {
    tree::parse_xml(&Source::new(text)).1.is_empty()
}

/// Names, parents and trimmed texts.
fn outline(tree: &Tree<'_>) -> Vec<(String, Option<NodeId>, String)> {
    let nodes = (0..tree.nodes().len()).map(NodeId::from_index);
    nodes.map(|node| (tree.name(node).to_owned(), tree.node(node).parent(), tree.text(node).trim().to_owned())).collect()
}

fn measure(text: &str, nesting: &dyn Nesting, counts: &mut BTreeMap<&'static str, Count>, show: bool) {
    let source = Source::new(text);
    let (tree, _) = tree::parse_xml(&source);
    let right = outline(&tree);
    let mut faults: Vec<(&'static str, usize, usize, String)> = Vec::new();
    for leaf in tree.leaves() {
        let (start, end) = (leaf.span.start as usize, leaf.span.end as usize);
        let tag = source.slice(leaf.span);
        let names = match leaf.kind {
            LeafKind::StartTag if tag.ends_with("/>") => ["delete empty tag", "double empty tag"],
            LeafKind::StartTag => ["delete start tag", "double start tag"],
            LeafKind::EndTag => ["delete end tag", "double end tag"],
            _ => continue,
        };
        faults.push((names[0], start, end, String::new()));
        faults.push((names[1], end, end, tag.to_owned()));
        for (offset, character) in tag.char_indices() {
            let names = match character {
                '<' => ["delete <", "double <"],
                '>' => ["delete >", "double >"],
                '/' if tag[..offset].ends_with('<') || tag[offset..].starts_with("/>") => ["delete /", "double /"],
                '"' | '\'' => ["delete quote", "double quote"],
                _ => continue,
            };
            let at = start + offset;
            faults.push((names[0], at, at + 1, String::new()));
            faults.push((names[1], at, at, character.to_string()));
        }
    }
    for (kind, start, end, insertion) in faults {
        let broken = format!("{}{insertion}{}", &text[..start], &text[end..]);
        if roxmltree_accepts(&broken) {
            continue;
        }
        let source = Source::new(broken.as_str());
        let (mended, faults) = tree::parse_xml_with(&source, nesting);
        let count = counts.entry(kind).or_default();
        count.made += 1;
        if outline(&mended) == right {
            count.mended += 1;
        } else if show {
            let place = source.position(start);
            let told: Vec<_> =
                faults.iter().map(|fault| (fault.kind, fault.variant, source.position(fault.span.start as usize).line)).collect();
            println!("{kind} at {}: `{}` -> {told:?}", place.line, source.slice(source.line_span(place.line - 1)).trim_end());
        }
    }
}
