//! The rules of a run: the built-in ones, a team's own, and which of them are off.

use std::collections::BTreeMap;

use crate::builtin;
use crate::model::Severity;
use crate::model::rule::Rule;

/// The built-in rules and a team's own behind them.
#[derive(Clone, Copy, Debug)]
pub(super) struct RuleBook<'r> {
    builtin: &'r [Rule],
    own: &'r [Rule],
    /// Rules with a weight of their own; `None` for those that are off.
    weights: Option<&'r BTreeMap<String, Option<Severity>>>,
}

impl<'r> RuleBook<'r> {
    /// The built-in rules with some more.
    pub(super) fn with(own: &'r [Rule]) -> Self {
        Self {
            builtin: &builtin::RULES,
            own,
            weights: None,
        }
    }

    /// The same rules, some of them off.
    pub(super) fn weighed(self, weights: &'r BTreeMap<String, Option<Severity>>) -> Self {
        Self {
            weights: Some(weights).filter(|weights| !weights.is_empty()),
            ..self
        }
    }

    /// Whether a rule is switched on.
    pub(super) fn is_on(&self, rule: &Rule) -> bool {
        !self
            .weights
            .is_some_and(|weights| matches!(weights.get(rule.name.as_ref()), Some(None)))
    }

    pub(super) fn get(&self, index: usize) -> Option<&'r Rule> {
        self.builtin
            .get(index)
            .or_else(|| self.own.get(index.checked_sub(self.builtin.len())?))
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &'r Rule> {
        self.builtin.iter().chain(self.own)
    }

    /// The rule that gives words to a fault of the engine.
    pub(super) fn of_builtin(&self, name: &str) -> Option<&'r Rule> {
        let sorted = &builtin::INDEX.builtins;
        let found = sorted
            .binary_search_by_key(&name, |entry| entry.0.as_ref())
            .ok()?;
        self.get(usize::from(sorted[found].1))
    }
}
