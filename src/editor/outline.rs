//! The outline of a document: its elements with the texts that tell items apart.

use super::hints::items_text;
use crate::lint::{BoundDocument, Linter};
use crate::model::schema::ValueKind;
use crate::text::{Source, Span};
use crate::tree::{DEEPEST, NodeId};

/// The greatest number of entries. A longer outline is not useful.
const MOST_SYMBOLS: usize = 20_000;

/// What an entry of the outline is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[non_exhaustive]
pub enum SymbolKind {
    /// Members under a name.
    Structure,
    /// A list of items.
    List,
    /// A text, number or boolean.
    Value,
}

/// An entry of the outline.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Symbol {
    /// The name of the element.
    pub name: String,
    /// The text that identifies an item, the value of a scalar, or how many items a list
    /// has. Never a secret.
    pub detail: Option<String>,
    /// What it is.
    pub kind: SymbolKind,
    /// All of it, in bytes.
    pub span: Span,
    /// Its name, or its beginning where it has none.
    pub name_span: Span,
    /// How deep it is: 0 for the document itself. An entry belongs to the last one before it that
    /// is less deep.
    pub depth: usize,
}

/// The outline of a document, in its order.
pub fn outline(linter: &Linter, source: &Source<'_>) -> Vec<Symbol> {
    let symbols = linter.with_document(source, |document| {
        document
            .tree
            .descendants(document.root)
            .filter(|(node, depth)| *depth <= DEEPEST && document.is_bound(*node))
            .take(MOST_SYMBOLS)
            .map(|(node, depth)| symbol(document, node, depth - 1))
            .collect()
    });
    symbols.unwrap_or_default()
}

fn symbol(document: &BoundDocument<'_>, node: NodeId, depth: usize) -> Symbol {
    let it = document.tree.node(node);
    let (kind, detail) = match document.value_kind(node) {
        Some(ValueKind::List(_)) => (SymbolKind::List, count(document, node)),
        Some(ValueKind::Structure(_)) => (SymbolKind::Structure, label(document, node)),
        _ => (SymbolKind::Value, document.value(node)),
    };
    Symbol {
        name: document.name(node).to_owned(),
        detail: detail.filter(|detail| !detail.is_empty()),
        kind,
        span: it.whole,
        name_span: if it.name.is_empty() {
            it.head()
        } else {
            it.name
        },
        depth,
    }
}

fn label(document: &BoundDocument<'_>, node: NodeId) -> Option<String> {
    if document.list_of(node).is_some() {
        return count(document, node);
    }
    let is_item = document.binding(node).ordinal > 0;
    is_item.then(|| document.label(node).map(str::to_owned))?
}

fn count(document: &BoundDocument<'_>, node: NodeId) -> Option<String> {
    let list = document.list_of(node)?;
    Some(items_text(document.item_count(list)))
}
