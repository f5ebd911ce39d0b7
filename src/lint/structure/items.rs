//! How many items the model allows a list.

use crate::lint::document::Document;
use crate::lint::fault::{Bound, Builtin, Fault};
use crate::lint::wording::Argument;
use crate::model::schema::{Dated, ShapeKind};
use crate::tree::NodeId;

/// The fault of a list with fewer or more items than the model allows.
pub(super) fn fault<'t>(document: &Document<'t>, list: NodeId) -> Option<Fault<'t>> {
    // A repair guessed where it ends, so items may be elsewhere.
    if bounds(document, list) == (None, None) || document.tree.node(list).is_repaired() {
        return None;
    }
    let count = document.tree.children(list).count() as i64;
    let (case, limit) = broken_bound(document, list, count)?;
    // Where the number next to the list is a possible one, the mismatch is reported instead.
    let is_mismatch = document
        .count_next_to(list)
        .is_some_and(|says| says != count && broken_bound(document, list, says).is_none());
    if is_mismatch {
        return None;
    }
    let span = document.tree.node(list).name;
    let mut fault = Fault::new(Builtin::ItemCount(case), span).at(list);
    let owner = document.tree.node(list).parent();
    fault.argument("list", owner.map_or("", |parent| document.name(parent)));
    fault.argument("count", Argument::Integer(count));
    fault.argument("limit", Argument::Integer(limit));
    Some(fault)
}

/// The least and the greatest number of items that the model allows a list.
pub(super) fn bounds(document: &Document<'_>, list: NodeId) -> (Option<i64>, Option<i64>) {
    let shape = document.shape_of(list).map(|shape| document.shape(shape));
    let Some(ShapeKind::List { min, max, .. }) = shape.map(|shape| &shape.kind) else {
        return (None, None);
    };
    let at = |bounds: &[Dated<i64>]| {
        bounds
            .iter()
            .find(|bound| bound.versions.contains(document.version))
            .map(|bound| bound.value)
    };
    (at(min), at(max))
}

/// The bound of the model that so many items exceed, and which of the two it is.
pub(super) fn broken_bound(
    document: &Document<'_>,
    list: NodeId,
    count: i64,
) -> Option<(Bound, i64)> {
    match bounds(document, list) {
        (Some(least), _) if count < least => Some((Bound::Few, least)),
        (_, Some(most)) if count > most => Some((Bound::Many, most)),
        _ => None,
    }
}
