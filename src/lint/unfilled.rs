//! Placeholders of a whole document: which faults are only values that nobody has filled in yet, and that they are reported once.
//!
//! What lives here: what is known after the rules were asked. Which texts look like placeholders is in `structure::placeholder`.

use crate::builtin;
use crate::lint::document::Document;
use crate::lint::fault::{Builtin, Cause, Event};
use crate::lint::rulebook::RuleBook;
use crate::lint::structure::{placeholder, scalar};
use crate::model::rule::{Check, Step, Target};
use crate::tree::NodeId;

/// Turns faults of format into placeholders where the value is a name in capitals, such as `ACM_CERT_ARN`.
pub(super) fn convert(document: &Document<'_>, rules: &RuleBook<'_>, events: &mut [Event]) {
    for event in events {
        let Cause::Rule(index) = event.cause else {
            continue;
        };
        let is_format = rules
            .get(index)
            .is_some_and(|rule| matches!(rule.check, Check::Format { negated: false, .. }));
        let Some(node) = event.node.filter(|_| is_format) else {
            continue;
        };
        let Some(member) = document.member(node) else {
            continue;
        };
        if document.shape_of(node).is_none() && placeholder::is_variable(document.tree.text(node)) {
            *event = scalar::placeholder_event(document, node, member, None);
        }
    }
}

/// Joins all placeholders of a document into one finding. In an answer of the service, those that cannot change are none.
pub(super) fn join(document: &Document<'_>, is_answer: bool, events: &mut Vec<Event>) {
    let is_placeholder = |event: &Event| {
        event.cause == Cause::Builtin(Builtin::PlaceholderValue) && event.variant.is_empty()
    };
    let is_fixed = |event: &Event| event.node.is_some_and(|node| cannot_change(document, node));
    events.retain(|event| !(is_answer && is_placeholder(event) && is_fixed(event)));
    let Some(first) = events
        .iter()
        .enumerate()
        .filter(|(_, event)| is_placeholder(event))
        .min_by_key(|(_, event)| event.span.start)
        .map(|(index, _)| index)
    else {
        return;
    };
    let mut others = Vec::new();
    let mut index = 0;
    events.retain(|event| {
        let is_other = index != first && is_placeholder(event);
        index += 1;
        if is_other {
            others.push(event.span);
        }
        !is_other
    });
    others.sort_by_key(|span| span.start);
    if let Some(event) = events.iter_mut().find(|event| is_placeholder(event)) {
        event.related.extend(others);
    }
}

/// Whether a rule says that the value of a member never changes.
fn cannot_change(document: &Document<'_>, node: NodeId) -> bool {
    let Some((shape, name)) = document.known_as(node) else {
        return false;
    };
    let is_here = |target: &Target| {
        target.shape == shape
            && matches!(target.path.steps.as_ref(), [Step::Member(member)] if *member == name)
    };
    builtin::RULES
        .iter()
        .any(|rule| matches!(rule.check, Check::Unchanged { .. }) && rule.at.iter().any(is_here))
}
