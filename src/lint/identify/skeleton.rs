//! Forms to be filled in, as `--generate-cli-skeleton` prints them.

use crate::tree::{NodeId, NodeKind, Tree};

/// What is reported about such a file.
pub(super) const SENTENCE: &str =
    "it is a form to be filled in, as `--generate-cli-skeleton` prints it, without any value yet";

/// Whether an object is such a form: every boolean is true, every number 0, and most texts are
/// empty or placeholders, apart from the first choice of some enums.
pub(super) fn is_skeleton(tree: &Tree<'_>, object: NodeId) -> bool {
    let end = tree.node(object).whole.end;
    let (mut empty, mut filled) = (0, 0);
    for index in object.index() + 1..tree.nodes().len() {
        let node = NodeId::from_index(index);
        let it = tree.node(node);
        if it.whole.start >= end {
            break;
        }
        match (it.kind, tree.text(node)) {
            (NodeKind::Number, "0")
            | (NodeKind::Boolean, "true")
            | (NodeKind::Object | NodeKind::Array, _) => {}
            (NodeKind::String, text) if text.is_empty() || is_placeholder(tree, node, text) => {
                empty += 1;
            }
            (NodeKind::String, _) => filled += 1,
            _ => return false,
        }
    }
    empty > 1 && filled == 0 || empty > 4 && empty > filled * 2
}

/// Whether a text is what the AWS CLI writes for any text into the form of a response: the name of
/// the member, or `string` for an item.
fn is_placeholder(tree: &Tree<'_>, node: NodeId, text: &str) -> bool {
    let name = tree.name(node);
    if name.is_empty() {
        text == "string"
    } else {
        text == name || text.starts_with("1970-01-01")
    }
}
