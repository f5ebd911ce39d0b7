//! Whether the conditions of a rule are true. They are three-valued: a value that is itself at
//! fault makes them unknown.

use std::collections::BTreeSet;

use super::compare;
use super::path_walk::{Inputs, Most, Reached};
use super::values::measure;
use crate::lint::document::Document;
use crate::model::rule::{Base, Bound, Condition, Path, Step, Test, Unit};
use crate::model::schema::{List, ValueKind};
use crate::tree::{NodeId, NodeKind};

impl<'d> Inputs<'d> {
    /// Whether every clause is true; `None` if that is unknown.
    pub(crate) fn all_hold(&self, clauses: &[List<Condition>], instance: NodeId) -> Option<bool> {
        let mut all = Some(true);
        for clause in clauses {
            match self.any_holds(clause, instance) {
                Some(false) => return Some(false),
                None => all = None,
                Some(true) => {}
            }
        }
        all
    }

    fn any_holds(&self, clause: &[Condition], instance: NodeId) -> Option<bool> {
        let mut any = Some(false);
        for condition in clause {
            match self.is_true(condition, instance) {
                Some(true) => return Some(true),
                None => any = None,
                Some(false) => {}
            }
        }
        any
    }

    fn is_true(&self, condition: &Condition, instance: NodeId) -> Option<bool> {
        if let Some(is_true) = self.is_true_of_member(condition, instance) {
            return Some(is_true);
        }
        let most = match condition.test {
            Test::Present => 1,
            _ => usize::MAX,
        };
        let reached = self.follow(&condition.path, instance, Most::at_end(most));
        // Nothing is known about a document that nobody gave, neither one thing nor its opposite.
        if reached.is_not_at_hand {
            return Some(false);
        }
        match &condition.test {
            // A `null` is to be removed or to be replaced by a value, as its author decides.
            Test::Present if reached.has_null() => None,
            Test::Present if !reached.is_empty() => Some(!condition.negated),
            Test::Present => (!reached.unknown).then_some(condition.negated),
            Test::Empty => Some(self.is_empty(&reached)? != condition.negated),
            // Without anything to compare with, a text is neither the same nor another.
            Test::SameAs(path) if self.reach(path, instance).is_empty() => Some(false),
            _ if condition.measure == Some(Unit::Nodes) => {
                self.number_of_nodes_holds(condition, instance, &reached)
            }
            Test::Changed => self.has_changed(&condition.path, instance, &reached),
            _ => self.text_holds(condition, instance, &reached),
        }
    }

    /// Where a path leads that only goes to members of the document which occur once and are not
    /// at fault, as most paths do: to a node or to nothing. `None` for any other path.
    fn member_at(&self, path: &Path, instance: NodeId) -> Option<Found> {
        let document = self.document;
        let mut at = match path.base {
            Base::Instance => instance,
            Base::Root => document.config?,
            _ => return None,
        };
        for step in path.steps.iter() {
            let Step::Member(name) = step else {
                return None;
            };
            let Some(slot) = document.slot(at, *name) else {
                return Some(Found::Nothing);
            };
            if slot.count > 1 || slot.explained || document.binding(at).faulty {
                return None;
            }
            let Some(child) = slot.node() else {
                return Some(Found::Nothing);
            };
            at = child;
        }
        #[cfg(test)]
        super::work::add(2);
        Some(Found::Node(at))
    }

    /// Whether a condition on one member is true, where nothing is unusual about it, as is nearly
    /// always so. `None` where more must be looked at.
    fn is_true_of_member(&self, condition: &Condition, instance: NodeId) -> Option<bool> {
        let is_about_member = match &condition.test {
            Test::Present | Test::Empty => true,
            Test::In(_)
            | Test::Format(_)
            | Test::Greater(Bound::Number(_))
            | Test::Less(Bound::Number(_)) => condition.measure.is_none(),
            _ => false,
        };
        if !is_about_member {
            return None;
        }
        let document = self.document;
        let member = match self.member_at(&condition.path, instance)? {
            Found::Node(node) => Some(node),
            Found::Nothing => None,
        };
        if matches!(condition.test, Test::Present) {
            let is_null = |node: NodeId| document.tree.node(node).kind == NodeKind::Null;
            let is_there = member.is_some() != condition.negated;
            return (!member.is_some_and(is_null)).then_some(is_there);
        }
        if matches!(condition.test, Test::Empty) {
            let is_empty = |node: NodeId| self.is_node_empty(document, node);
            return Some(member.map_or(Some(true), is_empty)? != condition.negated);
        }
        let text = match member {
            Some(node) if document.binding(node).faulty => return None,
            Some(node) => Some(document.tree.text(node)),
            None => condition.default.as_deref(),
        };
        // Nothing is there to satisfy either the test or its opposite.
        Some(text.is_some_and(|text| self.meets(&condition.test, text, None) != condition.negated))
    }

    /// Whether a condition on texts, or on their sizes, is true for one of those that a path leads
    /// to.
    fn text_holds(
        &self,
        condition: &Condition,
        instance: NodeId,
        reached: &Reached<'d>,
    ) -> Option<bool> {
        let mut unknown = reached.unknown;
        let others = self.compared(condition, instance);
        let is_other_unknown = others.as_ref().is_some_and(|others| others.unknown);
        let default = || condition.default.as_deref().filter(|_| !unknown);
        let met = match reached.document {
            Some(document) if !reached.nodes.is_empty() => reached.nodes.iter().any(|node| {
                if let Test::Format(format) = &condition.test {
                    let has_format = self.has_format(document, *node, *format);
                    unknown |= has_format.is_none();
                    return has_format == Some(true);
                }
                let faulty = document.binding(*node).faulty;
                unknown |= faulty;
                let text = document.tree.text(*node);
                !faulty
                    && match &condition.measure {
                        Some(unit) => {
                            let size = measure(document, *node, unit);
                            self.meets(&condition.test, &size.to_string(), others.as_ref())
                        }
                        None => self.meets(&condition.test, text, others.as_ref()),
                    }
            }),
            _ => match reached.text.or_else(default) {
                Some(text) => self.meets(&condition.test, text, others.as_ref()),
                None if unknown => return None,
                // Nothing is there to satisfy either the test or its opposite.
                None => return Some(false),
            },
        };
        if met {
            Some(!condition.negated)
        } else {
            (!unknown && !is_other_unknown).then_some(condition.negated)
        }
    }

    /// Whether the number of nodes that a path leads to satisfies a condition.
    fn number_of_nodes_holds(
        &self,
        condition: &Condition,
        instance: NodeId,
        reached: &Reached<'d>,
    ) -> Option<bool> {
        let others = self.compared(condition, instance);
        if reached.unknown || others.as_ref().is_some_and(|others| others.unknown) {
            return None;
        }
        let number = reached.nodes.len().to_string();
        Some(self.meets(&condition.test, &number, others.as_ref()) != condition.negated)
    }

    /// What a condition compares with.
    fn compared(&self, condition: &Condition, instance: NodeId) -> Option<Compared<'d>> {
        let reached = self.reach(condition.compared()?, instance);
        let texts: BTreeSet<&str> = reached.texts().into_iter().collect();
        Some(Compared {
            // A text that is found is enough, whatever else there may be.
            unknown: reached.unknown || reached.nodes.len() > reached.texts().len(),
            texts,
        })
    }

    /// Whether what a path leads to differs from what it leads to in the previous document.
    fn has_changed(&self, path: &Path, instance: NodeId, now: &Reached<'d>) -> Option<bool> {
        let previous = self.previous?;
        let counterpart = compare::counterpart(self.document, previous, instance)?;
        let before = self.of_previous(previous).reach(path, counterpart);
        if now.unknown || before.unknown {
            return None;
        }
        let same = now.nodes.len() == before.nodes.len()
            && now
                .nodes
                .iter()
                .zip(&before.nodes)
                .all(|(one, other)| compare::same(self.document, *one, previous, *other));
        Some(!same)
    }

    /// Whether a text passes a test, given what it is compared with.
    fn meets(&self, test: &Test, text: &str, others: Option<&Compared<'_>>) -> bool {
        let number = |text: &str| text.trim().parse::<i64>();
        let bounded = |bound: &Bound, holds: fn(i64, i64) -> bool| {
            let Ok(own) = number(text) else { return false };
            match bound {
                Bound::Number(bound) => holds(own, *bound),
                Bound::Path(_) => others.is_some_and(|others| {
                    let mut numbers = others.texts.iter().filter_map(|text| number(text).ok());
                    numbers.any(|other| holds(own, other))
                }),
            }
        };
        match test {
            Test::Present | Test::Empty | Test::Changed => true,
            Test::SameAs(_) => others.is_some_and(|others| others.texts.contains(text)),
            Test::In(values) => compare::is_listed(text, values, false),
            Test::Greater(bound) => bounded(bound, |own, other| own > other),
            Test::Less(bound) => bounded(bound, |own, other| own < other),
            Test::Format(format) => self
                .formats
                .get(usize::from(*format))
                .is_some_and(|format| format.matches(text)),
        }
    }
}

/// Where a path of members leads.
enum Found {
    Node(NodeId),
    Nothing,
}

/// The texts that a condition compares with.
struct Compared<'d> {
    texts: BTreeSet<&'d str>,
    /// Whether there may be others.
    unknown: bool,
}

impl Inputs<'_> {
    /// Whether there is nothing at the end of a path, or only what is empty itself.
    fn is_empty(&self, reached: &Reached<'_>) -> Option<bool> {
        let Some(document) = reached.document else {
            return Some(reached.text.is_none_or(str::is_empty));
        };
        for node in &reached.nodes {
            if !self.is_node_empty(document, *node)? {
                return Some(false);
            }
        }
        (!reached.unknown).then_some(true)
    }

    fn is_node_empty(&self, document: &Document<'_>, node: NodeId) -> Option<bool> {
        if document.is_list_unknown(node) {
            return None;
        }
        let tree = document.tree;
        Some(match document.value_kind(node) {
            Some(ValueKind::Structure(shape)) if document.list_of(node).is_none() => {
                // A counted structure without its list is empty; any other structure is something.
                let shape = document.shape(shape);
                shape.counted_members(document.version).is_some()
            }
            Some(ValueKind::Structure(_) | ValueKind::List(_)) => document
                .list_of(node)
                .is_none_or(|list| !tree.node(list).has_children()),
            _ if document.binding(node).faulty => {
                let outline = self.outline(document, node)?;
                return outline.is_something().then_some(false);
            }
            _ => tree.text(node).is_empty(),
        })
    }
}
