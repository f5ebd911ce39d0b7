//! Short texts that an editor shows in the line: how many items there really are, next to a count;
//! the name of a policy, next to its id; what the service assumes for a number that is absent.

use crate::builtin::DIALECTS;
use crate::lint::{BoundDocument, BoundResource, Linter, each_resource, template_kind};
use crate::model::dialect::{Property, Sent};
use crate::text::Source;
use crate::tree::NodeId;

/// A text to show at a place.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Hint {
    /// The byte offset it is shown before.
    pub offset: usize,
    /// The text: `3 items`.
    pub text: String,
}

/// The hints of a document, in its order.
pub fn hints(linter: &Linter, source: &Source<'_>) -> Vec<Hint> {
    let hints = if template_kind(source.text()).is_some() {
        each_resource(source, |it| of_resource(linter, it)).map(|hints| hints.concat())
    } else {
        linter.with_document(source, |document| of_document(linter, document))
    };
    let mut hints: Vec<Hint> = hints.unwrap_or_default();
    hints.sort_by_key(|hint| hint.offset);
    hints
}

fn of_document(linter: &Linter, document: &BoundDocument<'_>) -> Vec<Hint> {
    let tree = document.tree;
    let nodes = (document.root.index()..tree.nodes().len()).map(NodeId::from_index);
    let nodes = nodes.filter(|node| document.is_bound(*node));
    let count = |structure: NodeId| {
        let shape = document.shape(document.structure_of(structure)?);
        let (count, _) = shape.counted_members(document.version)?;
        let number = document.child(structure, count.name)?;
        let list = document.list_of(structure);
        let items = list.map_or(0, |list| document.item_count(list));
        Some(Hint {
            offset: tree.node(number).value().end as usize,
            text: items_text(items),
        })
    };
    let hint = |node| {
        let own = count(node).or_else(|| name(linter, document, node));
        own.into_iter().chain(assumed(document, node))
    };
    nodes.flat_map(hint).collect()
}

/// The hints of a resource of a template, where nothing is counted.
fn of_resource(linter: &Linter, resource: &BoundResource<'_>) -> Vec<Hint> {
    let document = resource.document;
    let nodes = (0..document.tree.nodes().len()).map(NodeId::from_index);
    let is_written = |node: &NodeId| document.is_bound(*node) && resource.written(*node).is_some();
    let hint = |node| name(linter, document, node).or_else(|| sent(resource, node));
    nodes.filter(is_written).filter_map(hint).collect()
}

/// The name of the resource whose id a value is.
fn name(linter: &Linter, document: &BoundDocument<'_>, node: NodeId) -> Option<Hint> {
    let it = document.tree.node(node);
    let is_text = !it.has_children();
    let name = linter
        .name_of(document.tree.text(node))
        .filter(|_| is_text)?;
    Some(Hint {
        offset: it.value().end as usize,
        text: name.to_owned(),
    })
}

/// What a tool sends for numbers that a structure of a template does not have, at the end of the
/// line in which it begins.
fn sent(resource: &BoundResource<'_>, structure: NodeId) -> Option<Hint> {
    let document = resource.document;
    let block = resource.block(structure)?;
    let text = |property: &Property| {
        let [name] = &property.place[..] else {
            return None;
        };
        let child = document.child(structure, *name)?;
        let is_number = document.value_kind(child)?.is_number();
        let is_assumed = is_number && resource.is_implied(child);
        let is_shown = is_assumed && !property.dropped_with.is_empty();
        is_shown.then(|| format!("{}: {}", property.name, document.tree.text(child)))
    };
    let texts: Vec<String> = block.properties.iter().filter_map(text).collect();
    let start = document.tree.node(structure).whole.start as usize;
    let text = document.tree.source().text().get(start..)?;
    let line = text.find(['\n', '\r']).unwrap_or(text.len());
    (!texts.is_empty()).then(|| Hint {
        offset: start + line,
        text: texts.join(", "),
    })
}

/// What the service assumes for numbers that a structure does not have, where another member could
/// say the same instead and does not.
fn assumed(document: &BoundDocument<'_>, structure: NodeId) -> Option<Hint> {
    let id = document.structure_of(structure)?;
    let shape = document.shape(id);
    let mut blocks = DIALECTS.iter().flat_map(|dialect| dialect.blocks.iter());
    let block = blocks.find(|block| block.shape == id)?;
    let has = |property: &Property| {
        let name = property.place.first();
        name.is_some_and(|name| document.child(structure, *name).is_some())
    };
    let text = |property: &Property| {
        let [name] = &property.place[..] else {
            return None;
        };
        let member = shape.member(*name, document.version)?;
        let is_optional = member.value.is_number() && !member.required.contains(document.version);
        let others = || property.dropped_with.iter();
        let is_replaced =
            || others().any(|it| block.properties.get(usize::from(*it)).is_none_or(has));
        match &property.sent {
            Some(Sent::Text(sent)) if is_optional && others().count() > 0 => {
                let is_shown = !has(property) && !is_replaced();
                is_shown.then(|| format!("{}: {sent}", document.schema.name_text(*name)))
            }
            _ => None,
        }
    };
    let texts: Vec<String> = block.properties.iter().filter_map(text).collect();
    (!texts.is_empty()).then(|| Hint {
        offset: document.tree.node(structure).head().end as usize,
        text: texts.join(", "),
    })
}

/// A number of items in words.
pub(super) fn items_text(count: usize) -> String {
    match count {
        1 => "1 item".to_owned(),
        _ => format!("{count} items"),
    }
}
