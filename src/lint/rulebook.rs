//! The rules of a run: the built-in ones, a team's own, and the severities that settings give them.

use std::collections::BTreeMap;

use crate::builtin;
use crate::lint::fault::{Builtin, Cause};
use crate::model::Severity;
use crate::model::rule::{Check, Entry, Format, Rule};

/// The built-in rules and a team's own behind them.
#[derive(Clone, Copy, Debug)]
pub(super) struct RuleBook<'r> {
    builtin: &'r [Rule],
    own: &'r [Rule],
    /// Rules with another severity than their own; `None` for those that are off.
    severities: Option<&'r BTreeMap<String, Option<Severity>>>,
    /// The groups that are switched on.
    groups: &'r [String],
    /// Whether rules in preview are switched on.
    previews: bool,
}

impl<'r> RuleBook<'r> {
    /// The built-in rules with some more.
    pub(super) fn with(own: &'r [Rule]) -> Self {
        Self {
            builtin: &builtin::RULES,
            own,
            severities: None,
            groups: &[],
            previews: false,
        }
    }

    /// The same rules with other severities.
    pub(super) fn with_severities(
        self,
        severities: &'r BTreeMap<String, Option<Severity>>,
    ) -> Self {
        Self {
            severities: Some(severities).filter(|severities| !severities.is_empty()),
            ..self
        }
    }

    /// The same rules, with those of some groups.
    pub(super) fn with_groups(self, groups: &'r [String]) -> Self {
        Self { groups, ..self }
    }

    /// The same rules, with those in preview if that is wanted.
    pub(super) fn with_previews(self, previews: bool) -> Self {
        Self { previews, ..self }
    }

    /// Whether a rule is switched on: by its own name, by its group, or because it has none. One in
    /// preview is off without previews, whatever names it.
    pub(super) fn is_on(&self, rule: &Rule) -> bool {
        if rule.preview && !self.previews {
            return false;
        }
        let severity = self
            .severities
            .and_then(|severities| severities.get(rule.name.as_ref()));
        match severity {
            Some(severity) => severity.is_some(),
            None => rule
                .group
                .as_deref()
                .is_none_or(|group| self.groups.iter().any(|wanted| wanted == group)),
        }
    }

    /// The rule of an entry, where it is on and for a dialect.
    pub(super) fn of_entry(&self, entry: &Entry, dialect: &str) -> Option<&'r Rule> {
        let rule = self.get(usize::from(entry.rule))?;
        let is_on =
            entry.is_usual && self.severities.is_none() || self.is_on(rule) && rule.is_for(dialect);
        is_on.then_some(rule)
    }

    /// The severity that settings give a rule.
    pub(super) fn severity(&self, rule: &Rule) -> Option<Severity> {
        self.severities?.get(rule.name.as_ref()).copied().flatten()
    }

    pub(super) fn get(&self, index: usize) -> Option<&'r Rule> {
        self.builtin
            .get(index)
            .or_else(|| self.own.get(index.checked_sub(self.builtin.len())?))
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &'r Rule> + use<'r> {
        self.builtin.iter().chain(self.own)
    }

    /// The rule that gives a fault its words, if it is switched on.
    pub(super) fn of_cause(&self, cause: Cause) -> Option<&'r Rule> {
        let rule = match cause {
            Cause::Rule(index, _) => self.get(index),
            Cause::Builtin(builtin) => self.of_builtin(builtin.name()),
            Cause::Syntax(kind, _) => self.of_builtin(kind.name()),
        };
        rule.filter(|rule| self.is_on(rule))
    }

    /// The rule that gives words to a fault of the engine.
    pub(super) fn of_builtin(&self, name: &str) -> Option<&'r Rule> {
        let sorted = &builtin::INDEX.builtins;
        let found = sorted
            .binary_search_by_key(&name, |entry| entry.0.as_ref())
            .ok()?;
        self.get(usize::from(sorted[found].1))
    }

    /// The format that the rule of a fault names for it.
    pub(super) fn format_of<'f>(
        &self,
        fault: Builtin,
        formats: &'f [Format],
    ) -> Option<&'f Format> {
        match &self.of_builtin(fault.name())?.check {
            Check::Builtin { format, .. } => formats.get(usize::from((*format)?)),
            _ => None,
        }
    }
}
