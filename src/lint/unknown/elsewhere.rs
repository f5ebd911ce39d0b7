//! A member of other structures of this version.

use super::{Case, Explanation};
use crate::lint::document::DEEPEST;
use crate::lint::fault::Unknown;
use crate::lint::repair;
use crate::lint::wording::Argument;
use crate::model::schema::NameId;
use crate::tree::NodeId;

/// How many structures are named that have the member.
const MOST_PLACES: usize = 3;

pub(super) fn explain<'t>(case: &mut Case<'_, 't>) -> Option<Explanation<'t>> {
    let name = case.name?;
    let places: Vec<&'static str> = case.places().iter().copied().take(MOST_PLACES).collect();
    if places.is_empty() {
        return None;
    }
    let home = only_home(case, name);
    let gap = case
        .gaps
        .take(case.document, case.structures, case.parent, name);
    let tree = case.document.tree;
    let sibling = match gap {
        Some(gap) => (tree.node(gap).parent() == Some(case.parent)).then_some(gap),
        None => case.sibling_with(name),
    };
    let variant = match (sibling, home) {
        (Some(_), _) => Unknown::Inside,
        (None, Some(_)) => Unknown::ElsewhereMove,
        (None, None) => Unknown::Elsewhere,
    };
    let mut fault = case.fault(variant);
    fault.argument(
        "places",
        match gap {
            Some(gap) => Argument::choice([case.document.name(gap)]),
            None => Argument::choice(places),
        },
    );
    let document = &*case.document;
    let free = sibling.filter(|holder| document.child(*holder, name).is_none());
    if let Some(target) = free.or(home.filter(|_| sibling.is_none())) {
        let next = repair::successor(document, target, name);
        fault.edits = tree.move_into(case.node, target, next);
    } else if sibling.is_none() && tree.is_blank(case.node) {
        fault.edits = tree.remove(case.node);
    }
    if let Some(holder) = sibling {
        fault.argument("holder", document.name(holder));
        fault.related.push(tree.node(holder).name);
    } else if let Some(home) = home {
        fault.argument("home", document.name(home));
    }
    let explained = gap.or(sibling);
    let explains_required =
        explained.is_some_and(|holder| super::explain(case.document, holder, name));
    Some(Explanation {
        fault,
        explains_required,
    })
}

/// The only structure that the element can be moved into: the innermost around it that may have
/// such a member, or the only one of the document. `None` where that has the member already.
fn only_home(case: &mut Case<'_, '_>, name: NameId) -> Option<NodeId> {
    let document = &*case.document;
    let tree = document.tree;
    let mut ancestors =
        std::iter::successors(tree.node(case.node).parent(), |at| tree.node(*at).parent())
            .take(DEEPEST);
    let home = ancestors
        .find(|at| document.may_have(*at, name))
        .or_else(|| case.gaps.only_holder(document, case.structures, name))?;
    let is_open = document.child(home, name).is_none() && !tree.node(home).is_self_closing();
    // It can have another one.
    (is_open && case.gaps.fill(home, name)).then_some(home)
}
