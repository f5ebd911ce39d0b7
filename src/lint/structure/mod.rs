//! What the shapes require of a bound document: its members, the number of items, the types of
//! values.
//!
//! It runs after [`bind`](super::bind), over the structures, lists and values that were found
//! there. What an unknown element was probably meant to be is for [`unknown`](super::unknown); what
//! values mean together is for the rules ([`evaluate`](super::evaluate)).

mod choices;
mod items;
pub(crate) mod misplaced;
mod missing;
mod outside_list;
mod quantity;
pub(crate) mod scalar;
mod unwrapped;

pub(super) use quantity::{correct_counts, doubt_counts};

use crate::lint::bind::{Walk, foreign_namespace};
use crate::lint::document::Document;
use crate::lint::fault::Fault;
use crate::lint::structure::misplaced::Gaps;
use crate::lint::unknown;
use crate::model::schema::ShapeKind;
use crate::tree::NodeId;

/// Checks everything that the walk noted, except values.
pub(super) fn check<'t>(document: &mut Document<'t>, walk: &mut Walk<'t>) {
    let mut faults = std::mem::take(&mut walk.faults);
    if is_namespace_known(document) {
        faults.extend(foreign_namespace::fault(document, &walk.foreign));
    }
    check_unknown(document, walk, &mut faults);
    for node in &walk.structures {
        check_structure(document, *node, &mut faults);
    }
    for list in &walk.lists {
        faults.extend(items::fault(document, *list));
    }
    walk.faults = faults;
}

/// Whether the root's namespace is that of a version. Otherwise the root is reported, and not the
/// elements that have another.
fn is_namespace_known(document: &Document<'_>) -> bool {
    let versions = &document.schema.versions;
    document.tree.namespace().is_some_and(|namespace| {
        versions
            .iter()
            .any(|version| version.namespace == namespace)
    })
}

/// Explains the unknown elements: first those that are one mistake together, then each by itself.
fn check_unknown<'t>(
    document: &mut Document<'t>,
    walk: &mut Walk<'t>,
    faults: &mut Vec<Fault<'t>>,
) {
    let mut unknown = std::mem::take(&mut walk.unknown);
    unknown.retain(|node| !is_reported(document, *node));
    let outside = outside_list::explain(document, &unknown, faults);
    unknown.retain(|node| outside.binary_search(node).is_err());
    let unwrapped = unwrapped::explain(document, &unknown, faults);
    unknown.retain(|node| unwrapped.binary_search(node).is_err());
    let mut gaps = Gaps::default();
    // Of those that are only counted nobody asks what each was meant to be, so they count as the
    // last one that was explained.
    let mut last = None;
    for node in unknown {
        match last {
            Some((cause, severity)) if document.is_full(faults) => {
                document.leave_out(cause, severity);
            }
            _ => {
                let fault = unknown::fault(document, node, &walk.structures, &mut gaps);
                last = Some((fault.cause, fault.severity));
                document.keep(faults, fault);
            }
        }
    }
}

/// Whether a fault of the notation reports the name of a node already: it is lost or broken.
fn is_reported(document: &Document<'_>, node: NodeId) -> bool {
    let name = document.tree.name(node);
    let is_broken = name.is_empty() || name.contains(char::is_control);
    is_broken && document.tree.node(node).is_repaired()
}

fn check_structure<'t>(document: &mut Document<'t>, node: NodeId, faults: &mut Vec<Fault<'t>>) {
    let Some(instance) = document.instance(node) else {
        return;
    };
    let shape = instance.shape;
    let ShapeKind::Structure { members, .. } = &document.shape(shape).kind else {
        return;
    };
    // A repair guessed where it ends, so what is missing may be elsewhere.
    if document.tree.node(node).is_repaired() {
        document.set_faulty(node);
        return;
    }
    let version = document.version;
    let known = instance.filled.union(instance.unknown);
    let mut has_choice = false;
    for member in members.iter() {
        has_choice |= member.choice.is_some();
        if !member.required.contains(version)
            || !member.versions.contains(version)
            || known.contains(member.slot)
        {
            continue;
        }
        let slot = document.slot_at(node, member.slot);
        if slot.count == 0 && !slot.explained {
            let fault = missing::fault(document, node, member);
            document.keep(faults, fault);
            document.explain_slot(node, member.slot);
        }
    }
    if has_choice {
        choices::check(document, node, members, faults);
    }
    if let Some((count, list)) = document.shape(shape).counted_members(version) {
        faults.extend(quantity::fault(document, node, count, list));
    }
}
