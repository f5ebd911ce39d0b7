//! The outline of a document: its elements with the texts that tell items apart.

use std::collections::HashMap;

use super::hints::items_text;
use crate::lint::{BoundDocument, BoundResource, Linter, each_resource, template_kind};
use crate::model::schema::ValueKind;
use crate::text::{Source, Span};
use crate::tree::{DEEPEST, NodeId, NodeKind};

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
    if template_kind(source.text()).is_some() {
        let symbols = each_resource(source, of_resource).map(|symbols| symbols.concat());
        return symbols.unwrap_or_default();
    }
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

/// The outline of a resource of a template.
fn of_resource(resource: &BoundResource<'_>) -> Vec<Symbol> {
    let found = resource.found;
    let tree = &resource.template.tree;
    let known = known(resource);
    let whole = tree.node(found.node);
    let top = Symbol {
        name: found.name.clone(),
        detail: Some(found.resource.name.to_string()),
        kind: SymbolKind::Structure,
        span: whole.whole,
        name_span: if whole.name.is_empty() {
            Span::at(whole.whole.start as usize)
        } else {
            whole.name
        },
        depth: 0,
    };
    let inside = tree.descendants(found.body).skip(1);
    let inside = inside.filter(|(_, depth)| *depth <= DEEPEST);
    let entry = |(node, depth): (NodeId, usize)| {
        let bound = known.get(&node).copied();
        Symbol {
            depth: depth - 1,
            ..written(resource, node, bound)
        }
    };
    let inside = inside.take(MOST_SYMBOLS).map(entry);
    std::iter::once(top).chain(inside).collect()
}

/// By node of the template, the node of the document that it becomes.
fn known(resource: &BoundResource<'_>) -> HashMap<NodeId, NodeId> {
    let document = resource.document;
    let nodes = (0..document.tree.nodes().len()).map(NodeId::from_index);
    let mut known = HashMap::new();
    for node in nodes.filter(|node| document.is_bound(*node)) {
        if let Some(written) = resource.written(node) {
            // A list of blocks has the place of its first block.
            let is_block = resource.block(node).is_some();
            let entry = known.entry(written).or_insert(node);
            if is_block && resource.block(*entry).is_none() {
                *entry = node;
            }
        }
    }
    known
}

/// A node of a template, still without its depth.
fn written(resource: &BoundResource<'_>, node: NodeId, bound: Option<NodeId>) -> Symbol {
    let document = resource.document;
    let tree = &resource.template.tree;
    let it = tree.node(node);
    let name = match (tree.name(node), bound) {
        ("", Some(bound)) => document.api_name(bound),
        ("", None) => "item",
        (name, _) => name,
    };
    let is_item = |bound: &NodeId| document.binding(*bound).ordinal > 0;
    let (kind, detail) = match it.kind {
        NodeKind::Array => {
            let count = tree.children(node).count();
            (SymbolKind::List, Some(items_text(count)))
        }
        NodeKind::Object => {
            let label = bound
                .filter(is_item)
                .and_then(|bound| document.label(bound));
            (SymbolKind::Structure, label.map(str::to_owned))
        }
        _ => {
            let value = bound.and_then(|bound| document.value(bound));
            (SymbolKind::Value, value)
        }
    };
    Symbol {
        name: name.to_owned(),
        detail: detail.filter(|detail| !detail.is_empty()),
        kind,
        span: it.whole,
        name_span: if it.name.is_empty() {
            it.head()
        } else {
            it.name
        },
        depth: 0,
    }
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
