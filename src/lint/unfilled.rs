//! Placeholders of a whole document: which faults are only values that are not filled in yet,
//! and that they are reported once.
//!
//! What lives here: what is known after the rules were evaluated. Which texts look like
//! placeholders is decided in [`structure::scalar`](super::structure::scalar).

use crate::lint::document::Document;
use crate::lint::fault::{Builtin, Cause, Fault, Placeholder};
use crate::lint::rulebook::RuleBook;
use crate::lint::structure::scalar::{self, placeholder};
use crate::model::rule::{Check, HistoryCheck, Step, Target, TargetCheck};
use crate::tree::NodeId;

/// Turns faults of format into placeholders where the value is a name in capitals, such as
/// `ACM_CERT_ARN`.
pub(super) fn convert<'d>(document: &Document<'d>, rules: &RuleBook<'_>, faults: &mut [Fault<'d>]) {
    for fault in faults {
        let Cause::Rule(index, _) = fault.cause else {
            continue;
        };
        let is_format = rules.get(index).is_some_and(|rule| {
            let check = &rule.check;
            matches!(
                check,
                Check::Target(TargetCheck::Format { negated: false, .. })
            )
        });
        let Some(node) = fault.node.filter(|_| is_format) else {
            continue;
        };
        let Some(member) = document.member(node) else {
            continue;
        };
        if document.shape_of(node).is_none() && placeholder::is_variable(document.tree.text(node)) {
            let case = Placeholder::Doubtful;
            *fault = scalar::placeholder_fault(document, node, member, None, case);
        }
    }
}

/// Joins all placeholders of a document into one finding. In a response of the service, those that
/// cannot change are none.
pub(super) fn join(
    document: &Document<'_>,
    rules: &RuleBook<'_>,
    is_answer: bool,
    faults: &mut Vec<Fault<'_>>,
) {
    let is_placeholder = |fault: &Fault<'_>| {
        fault.builtin() == Some(Builtin::PlaceholderValue(Placeholder::Doubtful))
    };
    let is_fixed = |fault: &Fault<'_>| {
        fault
            .node
            .is_some_and(|node| cannot_change(document, rules, node))
    };
    faults.retain(|fault| !(is_answer && is_placeholder(fault) && is_fixed(fault)));
    let Some(first) = faults
        .iter()
        .enumerate()
        .filter(|(_, fault)| is_placeholder(fault))
        .min_by_key(|(_, fault)| fault.span.start)
        .map(|(index, _)| index)
    else {
        return;
    };
    let mut others = Vec::new();
    let mut index = 0;
    faults.retain(|fault| {
        let is_other = index != first && is_placeholder(fault);
        index += 1;
        if is_other {
            others.push(fault.span);
        }
        !is_other
    });
    others.sort_by_key(|span| span.start);
    if let Some(fault) = faults.iter_mut().find(|fault| is_placeholder(fault)) {
        fault.related.extend(others);
    }
}

/// Whether a rule requires that the value of a member never changes.
fn cannot_change(document: &Document<'_>, rules: &RuleBook<'_>, node: NodeId) -> bool {
    let Some((shape, name)) = document.known_as(node) else {
        return false;
    };
    let is_here = |target: &Target| {
        target.shape == shape
            && matches!(target.path.steps.as_ref(), [Step::Member(member)] if *member == name)
    };
    rules.iter().any(|rule| {
        let is_fixed = matches!(rule.check, Check::History(HistoryCheck::Unchanged { .. }));
        is_fixed && rule.at.iter().any(is_here)
    })
}
