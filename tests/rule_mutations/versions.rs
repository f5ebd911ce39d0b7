//! The versions in which a rule can report anything.

use cloudfront_lint::internal::builtin::SCHEMA;
use cloudfront_lint::internal::model::rule::{Rule, Step, Target};
use cloudfront_lint::internal::model::schema::{
    Schema, ShapeId, ShapeKind, ValueKind, Version, VersionSet,
};

/// The versions of a rule in which one of its targets can exist.
pub(super) fn effective(rule: &Rule) -> VersionSet {
    let is_there = |version: &Version| {
        rule.at
            .iter()
            .any(|target| exists(&SCHEMA, target, *version))
    };
    rule.versions
        .iter()
        .filter(is_there)
        .fold(VersionSet::NONE, |all, version| {
            all.union(VersionSet::between(version, version))
        })
}

/// Whether the path of a target leads through members that exist in a version.
fn exists(schema: &Schema, target: &Target, version: Version) -> bool {
    let mut shape = Some(target.shape);
    for step in target.path.steps.iter() {
        let Some(here) = shape else {
            return matches!(step, Step::Items);
        };
        shape = match step {
            Step::Member(name) => match schema.shape(here).member(*name, version) {
                Some(member) => shape_of(member.value),
                None => return false,
            },
            Step::Items | Step::Where { .. } => item(schema, here, version),
        };
    }
    !target.path.steps.is_empty() || schema.shape(target.shape).versions.contains(version)
}

fn shape_of(value: ValueKind) -> Option<ShapeId> {
    match value {
        ValueKind::Structure(shape) | ValueKind::List(shape) => Some(shape),
        _ => None,
    }
}

/// The shape of the items of a list, or of the list in a counted structure.
fn item(schema: &Schema, shape: ShapeId, version: Version) -> Option<ShapeId> {
    let shape = schema.shape(shape);
    let mut valid = shape
        .members()
        .iter()
        .filter(|member| member.versions.contains(version));
    if matches!(shape.kind, ShapeKind::List { .. }) {
        return valid.next().and_then(|member| shape_of(member.value));
    }
    let list = valid.find_map(|member| {
        if let ValueKind::List(list) = member.value {
            Some(list)
        } else {
            None
        }
    });
    list.and_then(|list| item(schema, list, version))
}
