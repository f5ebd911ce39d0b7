//! What a change means for protection, as far as the shapes know: which members protect, and which
//! of their values protect more.

use super::Protection;
use crate::lint::BoundDocument;
use crate::model::schema::ValueKind;
use crate::tree::NodeId;

/// The order of a list decides which of its items applies, and with it how a path is protected.
pub(super) fn of_order() -> Protection {
    Protection::Concerned
}

/// A value that is another one now.
pub(super) fn of_values(
    old: &BoundDocument<'_>,
    new: &BoundDocument<'_>,
    nodes: (NodeId, NodeId),
) -> Protection {
    let Some(member) = new.protective(nodes.1) else {
        return Protection::Unconcerned;
    };
    let (before, after) = (old.trimmed(nodes.0), new.trimmed(nodes.1));
    let rank = |text: &str| member.protection.iter().position(|known| known == text);
    match (rank(before), rank(after)) {
        (Some(before), Some(after)) if after < before => Protection::Weaker,
        (Some(_), Some(_)) => Protection::Stronger,
        _ if new.value_kind(nodes.1) == Some(ValueKind::Boolean) => match after {
            "false" => Protection::Weaker,
            _ => Protection::Stronger,
        },
        _ => Protection::Concerned,
    }
}

/// An element that is gone.
pub(super) fn of_removed(document: &BoundDocument<'_>, node: NodeId) -> Protection {
    of_whole(document, node, Protection::Weaker)
}

/// An element that is new.
pub(super) fn of_added(document: &BoundDocument<'_>, node: NodeId) -> Protection {
    of_whole(document, node, Protection::Stronger)
}

/// An item of a list protects in one way or the other, a member as a whole in one.
fn of_whole(document: &BoundDocument<'_>, node: NodeId, whole: Protection) -> Protection {
    let is_item = document.binding(node).ordinal > 0;
    match document.protective(node) {
        Some(_) if is_item => Protection::Concerned,
        Some(_) => whole,
        None => inside(document, node),
    }
}

/// Whether something inside of an element protects.
fn inside(document: &BoundDocument<'_>, node: NodeId) -> Protection {
    let mut below = document.tree.descendants(node);
    let protects =
        |(node, _): (NodeId, usize)| document.member(node).is_some_and(|it| it.protective);
    if below.any(protects) {
        Protection::Concerned
    } else {
        Protection::Unconcerned
    }
}
