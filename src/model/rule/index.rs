//! The rules by the shape they are evaluated at, with what can be known about a rule before it is
//! read.
//!
//! The index of the built-in rules is made at build time, so that a run looks at no rule that does
//! not apply.

use crate::model::Severity;
use crate::model::rule::gate::{Gate, Way};
use crate::model::rule::{Check, OperationKind, Rule, TargetCheck};
use crate::model::schema::{List, Schema, ShapeId, Text, Version, VersionSet};

/// The rules by shape.
#[derive(Clone, Debug)]
pub(crate) struct Index {
    /// Those that find out whether the previous document is of the same resource.
    pub(crate) identities: ByShape,
    /// The other errors.
    pub(crate) errors: ByShape,
    /// The other warnings and advice.
    pub(crate) others: ByShape,
    /// Those by which an update needs members that a create does not.
    pub(crate) needs: ByShape,
    /// The rules that give words to faults of the engine, by the name of the fault.
    pub(crate) builtins: List<(Text, u16)>,
}

impl Index {
    /// The index of some rules.
    pub(crate) fn new<'r>(rules: impl Iterator<Item = &'r Rule>, schema: &Schema) -> Self {
        let rules: Vec<&Rule> = rules.collect();
        let is_error = |rule: &Rule| rule.severity == Severity::Error;
        let is_need = |rule: &Rule| {
            let is_of_update = rule.operations.iter().eq([&OperationKind::Update]);
            is_of_update
                && !rule.compares()
                && matches!(rule.check, Check::Target(TargetCheck::Required { .. }))
        };
        let of = |wanted: &dyn Fn(&Rule) -> bool| {
            let rules = rules.iter().copied().enumerate();
            ByShape::new(rules.filter(|(_, rule)| wanted(rule)), schema)
        };
        let fault = |(index, rule): (u16, &&Rule)| match &rule.check {
            Check::Builtin { fault, .. } => Some((fault.clone(), index)),
            _ => None,
        };
        let mut builtins: Vec<(Text, u16)> = (0..).zip(&rules).filter_map(fault).collect();
        builtins.sort_by(|one, other| one.0.cmp(&other.0));
        Self {
            identities: of(&Rule::is_identity),
            errors: of(&|rule| is_error(rule) && !rule.is_identity()),
            others: of(&|rule| !is_error(rule) && !rule.is_identity()),
            needs: of(&|rule| is_error(rule) && is_need(rule)),
            builtins: builtins.into(),
        }
    }
}

#[cfg(test)]
impl Index {
    /// The same index with gates that let everything through.
    pub(crate) fn without_gates(mut self) -> Self {
        for by_shape in [&mut self.identities, &mut self.errors, &mut self.others] {
            for entry in by_shape.entries.to_mut() {
                entry.gate = Gate::OPEN;
            }
        }
        self
    }

    /// The same index with one of the rules, and with the words of the engine's faults.
    pub(crate) fn only(&self, rule: u16) -> Self {
        Self {
            identities: self.identities.only(rule),
            errors: self.errors.only(rule),
            others: self.others.only(rule),
            needs: self.needs.only(rule),
            builtins: self.builtins.clone(),
        }
    }
}

/// Rules and their targets, by index, for each shape.
#[derive(Clone, Debug)]
pub(crate) struct ByShape {
    pub(crate) starts: List<u32>,
    pub(crate) entries: List<Entry>,
}

impl ByShape {
    fn new<'r>(rules: impl Iterator<Item = (usize, &'r Rule)>, schema: &Schema) -> Self {
        let mut all: Vec<(ShapeId, Entry)> = Vec::new();
        for (index, rule) in rules {
            all.extend(rule.at.iter().enumerate().map(|(target, it)| {
                let entry = Entry {
                    rule: index as u16,
                    target: target as u16,
                    versions: rule.versions,
                    occasions: Occasions::of(rule),
                    is_usual: !rule.preview && rule.group.is_none() && rule.dialects.is_empty(),
                    gate: Gate::new(rule, it, schema),
                    way: Way::new(rule, it, schema),
                };
                (it.shape, entry)
            }));
        }
        all.sort_by_key(|(shape, entry)| (*shape, entry.rule, entry.target));
        let start =
            |shape: usize| all.partition_point(|entry| usize::from(entry.0.0) < shape) as u32;
        let starts: Vec<u32> = (0..=schema.shapes.len()).map(start).collect();
        let entries: Vec<Entry> = all.into_iter().map(|(_, entry)| entry).collect();
        Self {
            starts: starts.into(),
            entries: entries.into(),
        }
    }

    #[cfg(test)]
    fn only(&self, rule: u16) -> Self {
        let mut starts = vec![0];
        let mut entries: Vec<Entry> = Vec::new();
        for bounds in self.starts.windows(2) {
            let of_shape = &self.entries[bounds[0] as usize..bounds[1] as usize];
            entries.extend(of_shape.iter().filter(|entry| entry.rule == rule));
            starts.push(entries.len() as u32);
        }
        Self {
            starts: starts.into(),
            entries: entries.into(),
        }
    }

    /// The rules of a shape in the order of the book.
    pub(crate) fn of(&self, shape: ShapeId) -> &[Entry] {
        let shape = usize::from(shape.0);
        // A service model may add shapes, for which no rule is made.
        let bounds = self.starts.get(shape).zip(self.starts.get(shape + 1));
        bounds.map_or(&[], |(start, end)| {
            &self.entries[*start as usize..*end as usize]
        })
    }
}

/// A rule at one of its targets.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry {
    pub(crate) rule: u16,
    pub(crate) target: u16,
    pub(crate) versions: VersionSet,
    pub(crate) occasions: Occasions,
    /// Whether the rule is on unless settings name it: it is in no group and not in preview, and
    /// it is for every dialect.
    pub(crate) is_usual: bool,
    /// What the instance must be like for the rule to report anything.
    pub(crate) gate: Gate,
    pub(crate) way: Way,
}

impl Entry {
    /// Whether the rule applies to a version and an operation.
    pub(crate) fn applies_to(&self, version: Version, operation: Option<OperationKind>) -> bool {
        self.versions.contains(version) && self.occasions.contain(operation)
    }
}

/// The operations that a rule applies to, one bit each; the first is for an unknown operation.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Occasions(pub(crate) u8);

impl Occasions {
    /// Those of a rule.
    pub(crate) fn of(rule: &Rule) -> Self {
        let may = |operation: OperationKind| match operation {
            // A delete sends no document, so the document is not checked as a request.
            OperationKind::Delete => rule.operations.contains(&operation),
            _ => rule.operations.is_empty() || rule.operations.contains(&operation),
        };
        let known = [
            OperationKind::Create,
            OperationKind::Update,
            OperationKind::Delete,
        ];
        let bits = known
            .into_iter()
            .filter(|operation| may(*operation))
            .fold(0, |bits, operation| bits | Self::bit(Some(operation)));
        Self(
            bits | if rule.is_restricted() {
                0
            } else {
                Self::bit(None)
            },
        )
    }

    /// Whether an operation is among them.
    pub(crate) fn contain(self, operation: Option<OperationKind>) -> bool {
        self.0 & Self::bit(operation) != 0
    }

    fn bit(operation: Option<OperationKind>) -> u8 {
        1 << operation.map_or(0, |operation| operation as u8 + 1)
    }
}
