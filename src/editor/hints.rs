//! Short texts that an editor shows in the line: how many items there really are, next to a count;
//! the name of a policy, next to its id; what the service assumes for a number that is absent.

use crate::builtin::DIALECTS;
use crate::lint::{BoundDocument, Linter};
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
    let hints = linter.with_document(source, |document| {
        let tree = document.tree;
        let nodes = (document.root.index()..tree.nodes().len()).map(NodeId::from_index);
        let nodes = nodes.filter(|node| document.is_bound(*node));
        let hint = |structure: NodeId| {
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
        let name = |node: NodeId| {
            let is_text = !tree.node(node).has_children();
            let name = linter.name_of(tree.text(node)).filter(|_| is_text)?;
            Some(Hint {
                offset: tree.node(node).value().end as usize,
                text: name.to_owned(),
            })
        };
        let hint = |node| {
            let own = hint(node).or_else(|| name(node));
            own.into_iter().chain(assumed(document, node))
        };
        nodes.flat_map(hint).collect()
    });
    let mut hints: Vec<Hint> = hints.unwrap_or_default();
    hints.sort_by_key(|hint| hint.offset);
    hints
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
