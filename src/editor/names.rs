//! The places of a name that the author gives: where the part is that has it, and where it is
//! mentioned. Which values are names, the rules know: those that must lead to another part.

use crate::lint::links::{Named, links, named};
use crate::lint::{BoundDocument, Linter};
use crate::text::{Edit, Source, Span};
use crate::tree::{NodeId, NodeKind};

/// The places of a name.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Places {
    /// The name.
    pub name: String,
    /// Where it was asked for.
    pub span: Span,
    /// Where the name is given to a part; more than once in a document at fault.
    pub definitions: Vec<Span>,
    /// The elements that have the name: `Origin` with all that it contains.
    pub parts: Vec<Span>,
    /// Where the part is mentioned.
    pub uses: Vec<Span>,
}

/// The places of the name at a byte offset. `None` where no rule knows a
/// name.
pub fn places_of_name(linter: &Linter, source: &Source<'_>, offset: usize) -> Option<Places> {
    with_name(linter, source, offset, |document, value, named| {
        let span = |node: &NodeId| value_span(document, *node);
        let part = |node: &NodeId| {
            Some(
                document
                    .tree
                    .node(document.tree.node(*node).parent()?)
                    .whole,
            )
        };
        Places {
            name: document.tree.text(value).to_owned(),
            span: value_span(document, value),
            definitions: named.definitions.iter().map(span).collect(),
            parts: named.definitions.iter().filter_map(part).collect(),
            uses: named.uses.iter().map(span).collect(),
        }
    })
}

/// The edits that give a part another name, everywhere. Empty where the place has no name or the
/// new one is blank.
pub fn rename(linter: &Linter, source: &Source<'_>, offset: usize, new: &str) -> Vec<Edit> {
    if new.trim().is_empty() {
        return Vec::new();
    }
    let edits = with_name(linter, source, offset, |document, _, named| {
        let nodes = named.definitions.union(&named.uses);
        let mut edits: Vec<Edit> = nodes
            .flat_map(|node| document.tree.write(*node, new))
            .collect();
        edits.sort();
        edits
    });
    edits.unwrap_or_default()
}

/// Runs something on the value at an offset and the places of the name that it is.
fn with_name<T>(
    linter: &Linter,
    source: &Source<'_>,
    offset: usize,
    run: impl FnOnce(&BoundDocument<'_>, NodeId, &Named) -> T,
) -> Option<T> {
    let at = Span::at(offset.min(source.text().len()));
    linter.with_document(source, |document| {
        let value = document.innermost(at)?;
        let it = document.tree.node(value);
        let is_in = it.content.contains(at) || value_span(document, value).contains(at);
        let is_value = !it.has_children() && !it.is_repaired() && it.kind != NodeKind::Null;
        if !is_in || !is_value || document.tree.text(value).trim().is_empty() {
            return None;
        }
        let links = links(document, linter.rules());
        let named = named(document, &links, value)?;
        Some(run(document, value, &named))
    })?
}

/// The value of a scalar as it is written, without its quotes.
fn value_span(document: &BoundDocument<'_>, node: NodeId) -> Span {
    document.tree.node(node).content
}
