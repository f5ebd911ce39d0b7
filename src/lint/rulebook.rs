//! The rules of a run, and which of them hold for a document: laid out by the shape they hang on.
//!
//! For the built-in rules that is worked out once for each version and operation and then kept.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::gate::{Gate, Way};
use crate::builtin;
use crate::diagnostic::Severity;
use crate::rule::{Check, OperationKind, Rule};
use crate::schema::{Schema, ShapeId, Version};

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
        Self { builtin: &builtin::RULES, own, weights: None }
    }

    /// The same rules, some of them off.
    pub(super) fn weighed(self, weights: &'r BTreeMap<String, Option<Severity>>) -> Self {
        Self { weights: Some(weights).filter(|weights| !weights.is_empty()), ..self }
    }

    /// Whether a rule is switched on.
    pub(super) fn is_on(&self, rule: &Rule) -> bool {
        !self.weights.is_some_and(|weights| matches!(weights.get(rule.name.as_ref()), Some(None)))
    }

    pub(super) fn get(&self, index: usize) -> Option<&'r Rule> {
        self.builtin.get(index).or_else(|| self.own.get(index.checked_sub(self.builtin.len())?))
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &'r Rule> {
        self.builtin.iter().chain(self.own)
    }

    /// The rule that gives words to a fault of the engine.
    pub(super) fn of_builtin(&self, name: &str) -> Option<&'r Rule> {
        // Sorted by name, so that a document full of faults does not search the whole book for each.
        static SORTED: OnceLock<Vec<(&'static str, usize)>> = OnceLock::new();
        let sorted = SORTED.get_or_init(|| {
            let mut sorted: Vec<(&str, usize)> = builtin::RULES
                .iter()
                .enumerate()
                .filter_map(|(index, rule)| match &rule.check {
                    Check::Builtin(name) => Some((name.as_ref(), index)),
                    _ => None,
                })
                .collect();
            sorted.sort_unstable();
            sorted
        });
        let found = sorted.binary_search_by_key(&name, |entry| entry.0).ok()?;
        self.get(sorted[found].1)
    }

    /// The rules that hold in a version for an operation.
    pub(super) fn active(&self, schema: &Schema, version: Version, operation: Option<OperationKind>) -> ActiveRules {
        /// None, create, update, delete.
        const OPERATIONS: usize = 4;
        static KEPT: [OnceLock<Active>; 64 * OPERATIONS] = [const { OnceLock::new() }; 64 * OPERATIONS];
        if !self.own.is_empty() || self.weights.is_some() {
            return ActiveRules::Made(Box::new(Active::new(*self, schema, version, operation)));
        }
        let place = usize::from(version.0) * OPERATIONS + operation.map_or(0, |operation| operation as usize + 1);
        ActiveRules::Kept(KEPT[place].get_or_init(|| Active::new(*self, schema, version, operation)))
    }
}

/// The rules that hold, kept or made for this run.
#[derive(Debug)]
pub(super) enum ActiveRules {
    Kept(&'static Active),
    Made(Box<Active>),
}

impl std::ops::Deref for ActiveRules {
    type Target = Active;

    fn deref(&self) -> &Active {
        match self {
            Self::Kept(active) => active,
            Self::Made(active) => active,
        }
    }
}

/// The rules that hold for a document: those that tell whether the previous document is of the same resource, those of weight error, and
/// those that are doubtful or advice.
#[derive(Debug)]
pub(super) struct Active {
    pub(super) identities: ByShape,
    pub(super) errors: ByShape,
    pub(super) others: ByShape,
}

impl Active {
    fn new(book: RuleBook<'_>, schema: &Schema, version: Version, operation: Option<OperationKind>) -> Self {
        let of = |wanted: &dyn Fn(&Rule) -> bool| {
            let rules = book.iter().enumerate().filter(|(_, rule)| wanted(rule));
            ByShape::new(rules.filter(|(_, rule)| book.is_on(rule) && holds(rule, version, operation)), schema)
        };
        let is_identity = |rule: &Rule| matches!(rule.check, Check::Unchanged { identity: true, .. });
        let is_error = |rule: &Rule| rule.severity == Severity::Error;
        Self {
            identities: of(&is_identity),
            errors: of(&|rule| is_error(rule) && !is_identity(rule)),
            others: of(&|rule| !is_error(rule) && !is_identity(rule)),
        }
    }
}

/// Whether a rule has a say in a version and for an operation.
pub(super) fn holds(rule: &Rule, version: Version, operation: Option<OperationKind>) -> bool {
    let concerns = match operation {
        None => !rule.silent_while_open,
        // A delete sends no document; what describes the resource is not judged as a request.
        Some(OperationKind::Delete) => rule.operations.contains(&OperationKind::Delete),
        Some(operation) => rule.operations.is_empty() || rule.operations.contains(&operation),
    };
    concerns && rule.versions.contains(version)
}

/// Rules and their targets, by index, for each shape.
#[derive(Debug)]
pub(super) struct ByShape {
    starts: Vec<u32>,
    entries: Vec<Entry>,
}

/// A rule at one of its targets.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    pub(super) rule: u16,
    pub(super) target: u16,
    /// What the instance must look like for the rule to have anything to say.
    pub(super) gate: Gate,
    pub(super) way: Way,
}

impl ByShape {
    fn new<'r>(rules: impl Iterator<Item = (usize, &'r Rule)>, schema: &Schema) -> Self {
        let mut all: Vec<(ShapeId, Entry)> = Vec::new();
        for (index, rule) in rules {
            all.extend(rule.at.iter().enumerate().map(|(target, it)| {
                (
                    it.shape,
                    Entry { rule: index as u16, target: target as u16, gate: Gate::new(rule, it, schema), way: Way::new(it, schema) },
                )
            }));
        }
        all.sort_by_key(|(shape, entry)| (*shape, entry.rule, entry.target));
        let starts = (0..=schema.shapes.len()).map(|shape| all.partition_point(|entry| usize::from(entry.0.0) < shape) as u32).collect();
        Self { starts, entries: all.into_iter().map(|(_, entry)| entry).collect() }
    }

    /// The rules of a shape in the order of the book.
    pub(super) fn of(&self, shape: ShapeId) -> &[Entry] {
        let shape = usize::from(shape.0);
        &self.entries[self.starts[shape] as usize..self.starts[shape + 1] as usize]
    }
}
