//! Short texts that an editor shows in the line: how many items there really are, next to a count;
//! the name of a policy, next to its id.

use crate::lint::Linter;
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
        nodes
            .filter_map(|node| hint(node).or_else(|| name(node)))
            .collect()
    });
    let mut hints: Vec<Hint> = hints.unwrap_or_default();
    hints.sort_by_key(|hint| hint.offset);
    hints
}

/// A number of items in words.
pub(super) fn items_text(count: usize) -> String {
    match count {
        1 => "1 item".to_owned(),
        _ => format!("{count} items"),
    }
}
