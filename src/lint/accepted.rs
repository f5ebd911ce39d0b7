//! What the service has accepted before is not an error.
//!
//! Limits differ between accounts, and CloudFront keeps values that it would not accept from
//! everybody. What lives here: finding the faults of a document that are not new. A fault is not
//! new if the previous document has the same one in the same place, or if it is about a limit that
//! AWS raises for accounts and the document is an answer of the service. What does not: finding
//! faults, and their words.

use std::collections::BTreeSet;

use crate::lint::document::Document;
use crate::lint::evaluate::compare;
use crate::lint::fault::{Builtin, Cause, Fault};
use crate::lint::rulebook::RuleBook;
use crate::model::Severity;
use crate::model::rule::{Check, Interval, Limit, ListCheck, Quota, Rule, TargetCheck};
use crate::tree::NodeId;

/// Why a fault is known to be accepted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Accepted {
    /// The previous document has the same fault in the same place.
    Before,
    /// The document is an answer of the service.
    Answer,
}

impl Accepted {
    /// The reason, for people.
    pub(crate) const fn reason(self) -> &'static str {
        match self {
            Self::Before => {
                "CloudFront has accepted this before: the previous document has it too."
            }
            Self::Answer => "CloudFront has accepted this: the document is one of its answers.",
        }
    }
}

/// Marks the faults that the previous document has in the same place.
pub(super) fn mark_unchanged(
    document: &Document<'_>,
    past: &Document<'_>,
    past_faults: &[Fault<'_>],
    rules: &RuleBook<'_>,
    faults: &mut [Fault<'_>],
) {
    let known: BTreeSet<(Key, NodeId)> = past_faults
        .iter()
        .filter_map(|fault| {
            Some((
                key(fault.cause)?,
                anchor(past, fault.node?, is_count(rules, fault)),
            ))
        })
        .collect();
    if known.is_empty() {
        return;
    }
    for fault in faults {
        let (Some(key), Some(node)) = (key(fault.cause), fault.node) else {
            continue;
        };
        let node = anchor(document, node, is_count(rules, fault));
        let Some(there) = compare::counterpart(document, past, node) else {
            continue;
        };
        let is_not_worse = || match fault.cause {
            _ if compare::same(document, node, past, there) => true,
            Cause::Rule(index, _) => rules
                .get(index)
                .is_some_and(|rule| is_within(rule, (document, node), (past, there))),
            _ => false,
        };
        if known.contains(&(key, there)) && is_not_worse() {
            fault.accepted = Some(Accepted::Before);
        }
    }
}

/// Marks the faults of an answer of the service that are about limits of the account.
pub(super) fn mark_answer(rules: &RuleBook<'_>, quotas: &[Quota], faults: &mut [Fault<'_>]) {
    for fault in faults {
        if let Cause::Rule(index, _) = fault.cause
            && rules
                .get(index)
                .is_some_and(|rule| depends_on_account(rule, quotas))
        {
            fault.accepted = Some(Accepted::Answer);
        }
    }
}

/// Makes warnings of the errors of a template that are about limits of the account: a template is
/// deployed to any account, and AWS raises those limits for some.
pub(super) fn soften_limits(
    document: &Document<'_>,
    rules: &RuleBook<'_>,
    quotas: &[Quota],
    faults: &mut [Fault<'_>],
) {
    let number = |fault: &Fault<'_>| document.number(fault.node?);
    for fault in faults {
        if let Cause::Rule(index, _) = fault.cause
            && let Some(rule) = rules.get(index)
            && rule.severity == Severity::Error
            && let Some(interval) = interval(rule).filter(|it| is_raised(*it, quotas))
            && !is_below(interval, number(fault))
        {
            fault.severity = Some(Severity::Warning);
        }
    }
}

/// What two faults of the same fault have in common.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Rule(usize),
    Builtin(&'static str),
}

/// The key of a fault that the service can have accepted: one of a rule, or of the bounds of the
/// model.
fn key(cause: Cause) -> Option<Key> {
    match cause {
        Cause::Rule(index, _) => Some(Key::Rule(index)),
        Cause::Builtin(
            builtin @ (Builtin::TextLength(_)
            | Builtin::NumberRange(_)
            | Builtin::TextFormat
            | Builtin::ItemCount(_)
            | Builtin::EnumValue(_)),
        ) => Some(Key::Builtin(builtin.name())),
        Cause::Builtin(_) | Cause::Syntax(..) => None,
    }
}

fn is_count(rules: &RuleBook<'_>, fault: &Fault<'_>) -> bool {
    match fault.cause {
        Cause::Rule(index, _) => rules
            .get(index)
            .is_some_and(|rule| matches!(rule.check, Check::List(ListCheck::Count(_)))),
        _ => false,
    }
}

/// The node that a fault is about: the list, where it is at one of too many items.
fn anchor(document: &Document<'_>, node: NodeId, is_count: bool) -> NodeId {
    let is_item = is_count && document.binding(node).ordinal > 0;
    document
        .tree
        .node(node)
        .parent()
        .filter(|_| is_item)
        .unwrap_or(node)
}

/// Whether a size or number that exceeds its limit is at most the one that was accepted.
fn is_within(rule: &Rule, now: (&Document<'_>, NodeId), before: (&Document<'_>, NodeId)) -> bool {
    let size = |(document, node): (&Document<'_>, NodeId)| match &rule.check {
        Check::Target(TargetCheck::Range { .. }) => document.number(node),
        Check::Target(TargetCheck::Length { .. }) => {
            Some(document.tree.text(node).chars().count() as i64)
        }
        Check::List(ListCheck::Count(_)) => {
            let list = document.list_of(node).unwrap_or(node);
            Some(document.tree.children(list).count() as i64)
        }
        _ => None,
    };
    let has_maximum = interval(rule).is_some_and(|interval| interval.max.is_some());
    let fits = size(now)
        .zip(size(before))
        .is_some_and(|(now, before)| now <= before && now > 0);
    has_maximum && fits
}

fn interval(rule: &Rule) -> Option<Interval> {
    match &rule.check {
        Check::Target(
            TargetCheck::Range { interval, .. } | TargetCheck::Length { interval, .. },
        )
        | Check::List(ListCheck::Count(interval)) => Some(*interval),
        _ => None,
    }
}

/// Whether a rule is about something that AWS changes for an account: it says so, or its limit is a
/// quota that AWS raises.
fn depends_on_account(rule: &Rule, quotas: &[Quota]) -> bool {
    rule.by_account || interval(rule).is_some_and(|interval| is_raised(interval, quotas))
}

/// Whether a number is below the lower bound of an interval, which is the same for everybody.
fn is_below(interval: Interval, number: Option<i64>) -> bool {
    match (interval.min, number) {
        (Some(Limit::Number(min)), Some(number)) => number < min,
        _ => false,
    }
}

/// Whether the upper bound of an interval is a quota that AWS raises.
fn is_raised(interval: Interval, quotas: &[Quota]) -> bool {
    match interval.max {
        Some(Limit::Quota(index)) => quotas
            .get(usize::from(index))
            .is_some_and(|quota| quota.adjustable),
        _ => false,
    }
}
