//! Checks of the members of a structure: required, one of several, in order, adding up.

use std::collections::HashSet;

use super::values::measure;
use super::{Evaluator, Site, head, place};
use crate::lint::fault::Fault;
use crate::lint::wording::Argument;
use crate::model::Severity;
use crate::model::rule::{Ordered, Path, Quantifier, Situation, Step, Sum, Unit};
use crate::text::Applicability;
use crate::tree::NodeId;

impl<'e> Evaluator<'e> {
    /// The members at some paths are there.
    pub(super) fn required(&mut self, site: &Site<'e>, paths: &'e [Path], together: bool) {
        let mut missing: Vec<&'e Path> = Vec::new();
        for path in paths {
            if !self.exists(site.target, path) {
                continue;
            }
            let reached = self.inputs.reach(path, site.target);
            if reached.is_empty() && !reached.unknown {
                missing.push(path);
            } else if reached.is_empty() {
                self.doubt_site(site);
            }
        }
        if site.silences_others() && !missing.is_empty() {
            self.missing_count += missing.len();
            if self.inputs.previous.is_some() {
                let known = self.missing.entry(site.target).or_default();
                known.extend(&missing);
            }
        }
        for some in missing.chunks(if together { missing.len().max(1) } else { 1 }) {
            let fault = self.missing_members(site, some);
            self.add(fault);
        }
    }

    fn missing_members(&self, site: &Site<'e>, missing: &[&'e Path]) -> Fault<'e> {
        let names = missing.iter().map(|path| path.text.as_ref());
        let mut arguments = vec![
            ("members", Argument::all(names)),
            ("count", Argument::count(missing.len())),
        ];
        let mut situation = Situation::Several;
        if let [only] = missing {
            arguments.push(("member", only.text.as_ref().into()));
            situation = Situation::Usual;
        }
        let mut fault = self.fault(site, situation, arguments);
        fault.span = head(self.document(), site.target);
        if missing.iter().any(|path| self.was_there(site.target, path)) {
            // The previous document is a better guess than any usual value.
            fault.applicability = Some(Applicability::Unsafe);
        }
        fault
    }

    /// Whether an error reports already that what a path leads through is missing.
    pub(super) fn is_missing(&self, instance: NodeId, path: &Path) -> bool {
        let is_within = |missing: &Path| {
            let mut steps = path.steps.iter();
            path.base == missing.base
                && missing.steps.iter().all(|step| match (step, steps.next()) {
                    (Step::Member(one), Some(Step::Member(other))) => one == other,
                    _ => false,
                })
        };
        self.missing
            .get(&instance)
            .is_some_and(|missing| missing.iter().any(|missing| is_within(missing)))
    }

    /// So many of the members at some paths are there.
    pub(super) fn choice(&mut self, site: &Site<'e>, quantifier: Quantifier, paths: &'e [Path]) {
        let mut found: Vec<(&'e str, NodeId)> = Vec::new();
        for path in paths {
            let reached = self.inputs.reach(path, site.target);
            if reached.unknown {
                self.doubt_site(site);
                return;
            }
            let node = reached.nodes.first();
            found.extend(node.map(|node| (path.text.as_ref(), *node)));
        }
        let is_right = match quantifier {
            Quantifier::AtLeast => !found.is_empty(),
            Quantifier::AtMost => found.len() <= 1,
            Quantifier::Exactly => found.len() == 1,
            Quantifier::None => found.is_empty(),
        };
        if is_right {
            return;
        }
        let members = paths.iter().map(|path| path.text.as_ref());
        let mut arguments = vec![("members", Argument::any(members))];
        let mut situation = Situation::None;
        if !found.is_empty() {
            situation = Situation::Several;
            let names = found.iter().map(|(name, _)| *name);
            arguments.push(("found", Argument::all(names)));
        }
        let mut fault = self.fault(site, situation, arguments);
        self.place_choice(site, quantifier, found, &mut fault);
        self.add(fault);
    }

    /// Sets the place of a choice's fault: at the members that are there.
    fn place_choice(
        &mut self,
        site: &Site<'e>,
        quantifier: Quantifier,
        mut found: Vec<(&'e str, NodeId)>,
        fault: &mut Fault<'e>,
    ) {
        let document = self.document();
        fault.span = head(document, site.target);
        found.sort_by_key(|(_, node)| document.tree.node(*node).whole.start);
        if quantifier == Quantifier::None {
            fault.node = found.first().map(|(_, node)| *node);
            fault.span = fault.node.map_or(fault.span, |node| place(document, node));
            let others = found.iter().skip(1);
            fault
                .related
                .extend(others.map(|(_, node)| place(document, *node)));
            if site.rule.severity == Severity::Error {
                self.forbidden.extend(found.iter().map(|(_, node)| *node));
            }
        } else if let [(_, first), .., (_, last)] = found.as_slice() {
            fault.span = head(document, *last);
            fault.node = Some(*last);
            fault.related.push(head(document, *first));
        }
    }

    /// The numbers of some members do not decrease.
    pub(super) fn order(&mut self, site: &Site<'e>, members: &'e [Ordered]) {
        let document = self.document();
        let mut last: Option<Numbered<'e>> = None;
        for member in members {
            let reached = self.inputs.reach(&member.path, site.target);
            let node = reached.nodes.first().copied();
            let number = match node {
                Some(node) if document.binding(node).faulty || self.reported.contains(node) => {
                    self.doubt_site(site);
                    return;
                }
                Some(node) => document.number(node),
                None if reached.unknown => return self.doubt_site(site),
                None => member.default,
            };
            let Some(number) = number else { continue };
            let higher = Numbered {
                member,
                number,
                node,
            };
            if let Some(lower) = last
                && number < lower.number
                && let Some(wrong) = wrong_of(&lower, &higher)
            {
                return self.out_of_order(site, &lower, &higher, &wrong);
            }
            last = Some(higher);
        }
    }

    fn out_of_order(
        &mut self,
        site: &Site<'e>,
        lower: &Numbered<'e>,
        higher: &Numbered<'e>,
        wrong: &Wrong,
    ) {
        let document = self.document();
        let arguments = vec![
            ("lower", Argument::value(lower.member.path.text.as_ref())),
            ("lower-value", Argument::Integer(lower.number)),
            ("higher", Argument::value(higher.member.path.text.as_ref())),
            ("higher-value", Argument::Integer(higher.number)),
            ("meant", Argument::Integer(wrong.meant)),
        ];
        let mut fault = self.fault(site, wrong.situation, arguments);
        fault.node = Some(wrong.node);
        fault.span = place(document, wrong.node);
        let other = wrong.other.map(|node| place(document, node));
        fault.related.extend(other);
        self.add(fault);
        if site.rule.severity == Severity::Error {
            self.reported.insert(wrong.node);
        }
    }

    /// The sizes of all nodes at some paths add up to no more than a limit.
    pub(super) fn sum(&mut self, site: &Site<'e>, check: &'e Sum) {
        let document = self.document();
        let limit = self.limits.number(check.max);
        let mut sum = 0_i64;
        let mut first_beyond = None;
        let mut seen = HashSet::new();
        for path in check.paths.iter() {
            let reached = self.inputs.reach(path, site.target);
            if reached.unknown {
                self.doubt_site(site);
                return;
            }
            for node in reached.nodes {
                if check.distinct && !seen.insert(document.tree.text(node)) {
                    continue;
                }
                let size = match &check.unit {
                    Unit::Items => 1,
                    unit => measure(document, node, unit),
                };
                sum = sum.saturating_add(check.each).saturating_add(size);
                if sum > limit && first_beyond.is_none() {
                    first_beyond = Some(node);
                }
            }
        }
        if sum > limit {
            let mut arguments = vec![("sum", Argument::Integer(sum))];
            arguments.extend(self.limits.of_limit("max", check.max));
            let mut fault = self.fault(site, Situation::Usual, arguments);
            fault.span = head(document, site.target);
            fault
                .related
                .extend(first_beyond.map(|node| place(document, node)));
            self.add(fault);
        }
    }
}

/// A member of an order with its number.
#[derive(Clone, Copy)]
struct Numbered<'e> {
    member: &'e Ordered,
    number: i64,
    /// Where the number is; none for a default.
    node: Option<NodeId>,
}

impl Numbered<'_> {
    /// Whether it has the documented number, which is less likely to be a mistake.
    fn is_usual(&self) -> bool {
        self.member.usual == Some(self.number)
    }
}

/// Which of two numbers that are out of order is wrong.
struct Wrong {
    node: NodeId,
    other: Option<NodeId>,
    /// The number that would be right.
    meant: i64,
    situation: Situation,
}

fn wrong_of(lower: &Numbered<'_>, higher: &Numbered<'_>) -> Option<Wrong> {
    let is_lower_wrong = higher.is_usual() && !lower.is_usual();
    let (node, other, meant, situation) = match (lower.node, higher.node) {
        (Some(node), Some(other)) if is_lower_wrong => {
            (node, Some(other), higher.number, Situation::Lower)
        }
        (Some(other), Some(node)) => (node, Some(other), lower.number, Situation::Usual),
        (None, Some(node)) => (node, None, lower.number, Situation::Default),
        (Some(node), None) => (node, None, higher.number, Situation::Default),
        (None, None) => return None,
    };
    Some(Wrong {
        node,
        other,
        meant,
        situation,
    })
}
