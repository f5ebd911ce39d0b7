//! Which rules are about an element.

use crate::explain::facts::shape_of;
use crate::explain::places::Place;
use crate::model::rule::{Check, Path, Rule, Step, TargetCheck};
use crate::model::schema::{Member, NameId, Schema, ShapeId, ShapeKind, ValueKind};

/// The rules about an element.
pub(crate) fn rules_about<'r, 'p>(
    schema: &'p Schema,
    rules: impl IntoIterator<Item = &'r Rule>,
    place: &'p Place<'_>,
) -> impl Iterator<Item = &'r Rule> {
    rules
        .into_iter()
        .filter(move |rule| touches(schema, rule, place))
}

/// Whether a rule is about an element: its paths lead to it, or it requires it as a member.
fn touches(schema: &Schema, rule: &Rule, place: &Place<'_>) -> bool {
    rule.at.iter().any(|target| {
        let ends = ends(schema, target.shape, &target.path);
        let within: &[Path] = match &rule.check {
            Check::Target(TargetCheck::Required { paths, .. } | TargetCheck::Choice(_, paths)) => {
                paths
            }
            _ => &[],
        };
        ends.contains(&(place.shape, Some(place.name)))
            || ends
                .iter()
                .flat_map(|end| inner(schema, *end))
                .any(|shape| {
                    (ends.contains(&(shape, None))
                        && within.is_empty()
                        && target.path.steps.is_empty()
                        && place
                            .entries
                            .iter()
                            .any(|entry| shape_of(entry.value) == Some(shape)))
                        || within.iter().any(|path| {
                            self::ends(schema, shape, path)
                                .contains(&(place.shape, Some(place.name)))
                        })
                })
    })
}

/// The elements that a path leads to from instances of a shape, as members of shapes; without steps
/// the instance itself.
pub(crate) fn ends(schema: &Schema, shape: ShapeId, path: &Path) -> Vec<(ShapeId, Option<NameId>)> {
    let mut ends = vec![(shape, None)];
    for step in path.steps.iter() {
        let mut next = Vec::new();
        for end in ends {
            match step {
                Step::Member(name) => {
                    next.extend(
                        inner(schema, end)
                            .into_iter()
                            .filter(|shape| schema.slot(*shape, *name).is_some())
                            .map(|shape| (shape, Some(*name))),
                    );
                }
                Step::Items | Step::Where { .. } => next.extend(items(schema, end)),
            }
        }
        next.sort_unstable();
        next.dedup();
        ends = next;
    }
    ends
}

/// The shapes of an element's content.
fn inner(schema: &Schema, (shape, name): (ShapeId, Option<NameId>)) -> Vec<ShapeId> {
    let Some(name) = name else { return vec![shape] };
    schema
        .shape(shape)
        .members()
        .iter()
        .filter(|member| member.name == name)
        .filter_map(|member| shape_of(member.value))
        .collect()
}

/// The items of a list in either style: those of the list itself, those of the list that it
/// contains, or the repeated element.
fn items(schema: &Schema, end: (ShapeId, Option<NameId>)) -> Vec<(ShapeId, Option<NameId>)> {
    let mut found = Vec::new();
    let is_repeated = |member: &Member| Some(member.name) == end.1 && !member.repeated.is_empty();
    if schema.shape(end.0).members().iter().any(is_repeated) {
        found.push(end);
    }
    for shape in inner(schema, end) {
        for member in schema.shape(shape).members() {
            match member.value {
                _ if matches!(schema.shape(shape).kind, ShapeKind::List { .. }) => {
                    found.push((shape, Some(member.name)));
                }
                ValueKind::List(list) => found.extend(
                    schema
                        .shape(list)
                        .members()
                        .iter()
                        .map(|item| (list, Some(item.name))),
                ),
                _ if !member.repeated.is_empty() => found.push((shape, Some(member.name))),
                _ => {}
            }
        }
    }
    found
}
