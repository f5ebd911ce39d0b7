//! Members of which a structure can have one only, as rules know it.

use crate::lint::Linter;
use crate::model::Severity;
use crate::model::rule::{Check, Quantifier, Rule, Step, TargetCheck};
use crate::model::schema::{NameId, ShapeId, Version};

/// The sets of members of a shape of which one excludes the others.
pub(super) fn members(linter: &Linter, shape: ShapeId, version: Version) -> Vec<Vec<NameId>> {
    let rules = linter.rules().filter(|rule| {
        rule.severity == Severity::Error && rule.when.is_empty() && rule.versions.contains(version)
    });
    let is_about = |rule: &&Rule| {
        let mut targets = rule.at.iter();
        targets.any(|target| target.shape == shape && target.path.steps.is_empty())
    };
    rules
        .filter(is_about)
        .filter_map(|rule| alternatives(&rule.check))
        .collect()
}

fn alternatives(check: &Check) -> Option<Vec<NameId>> {
    let Check::Target(TargetCheck::Choice(quantifier, paths)) = check else {
        return None;
    };
    if !matches!(quantifier, Quantifier::AtMost | Quantifier::Exactly) {
        return None;
    }
    let member = |steps: &[Step]| match steps {
        [Step::Member(name)] => Some(*name),
        _ => None,
    };
    paths.iter().map(|path| member(&path.steps)).collect()
}

/// Whether none of the members that are there excludes another one.
pub(super) fn is_possible(sets: &[Vec<NameId>], name: NameId, present: &[NameId]) -> bool {
    let mut about = sets.iter().filter(|set| set.contains(&name));
    !about.any(|set| present.iter().any(|it| *it != name && set.contains(it)))
}
