//! Whether the conditions of a rule are true. They are three-valued: a value that is itself at
//! fault makes them unknown.

use std::collections::BTreeSet;

use super::compare;
use super::path_walk::{Inputs, Reached};
use crate::lint::document::Document;
use crate::model::rule::{Condition, Path, Test};
use crate::model::schema::{List, ValueKind};
use crate::tree::NodeId;

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
        let most = if matches!(condition.test, Test::Present) {
            1
        } else {
            usize::MAX
        };
        let reached = self.follow(&condition.path, instance, most);
        // Nothing is known about a document that nobody gave, neither one thing nor its opposite.
        if reached.is_not_at_hand {
            return Some(false);
        }
        match &condition.test {
            Test::Present if !reached.is_empty() => Some(!condition.negated),
            Test::Present => (!reached.unknown).then_some(condition.negated),
            Test::Empty => Some(self.is_empty(&reached)? != condition.negated),
            // Without anything to compare with, a text is neither the same nor another.
            Test::SameAs(path) if self.reach(path, instance).is_empty() => Some(false),
            Test::Changed => self.has_changed(&condition.path, instance, &reached),
            _ => self.text_holds(condition, instance, &reached),
        }
    }

    /// Whether a condition on texts is true for one of those that a path leads to.
    fn text_holds(
        &self,
        condition: &Condition,
        instance: NodeId,
        reached: &Reached<'d>,
    ) -> Option<bool> {
        let mut unknown = reached.unknown;
        let others: BTreeSet<&str> = match &condition.test {
            Test::SameAs(path) => self.reach(path, instance).texts().into_iter().collect(),
            _ => BTreeSet::new(),
        };
        let meets = |text: &str| match &condition.test {
            Test::SameAs(_) => others.contains(text),
            test => self.meets(test, text),
        };
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
                !faulty && meets(document.tree.text(*node))
            }),
            _ => match reached.text.or_else(default) {
                Some(text) => meets(text),
                None if unknown => return None,
                // Nothing is there to satisfy either the test or its opposite.
                None => return Some(false),
            },
        };
        if met {
            Some(!condition.negated)
        } else {
            (!unknown).then_some(condition.negated)
        }
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

    /// Whether a text passes a test that needs nothing else.
    fn meets(&self, test: &Test, text: &str) -> bool {
        let number = || text.trim().parse::<i64>();
        match test {
            Test::Present | Test::Empty | Test::Changed | Test::SameAs(_) => true,
            Test::In(values) => values.iter().any(|value| value == text),
            Test::Greater(least) => number().is_ok_and(|number| number > *least),
            Test::Less(most) => number().is_ok_and(|number| number < *most),
            Test::Format(format) => self
                .formats
                .get(usize::from(*format))
                .is_some_and(|format| format.matches(text)),
        }
    }
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
