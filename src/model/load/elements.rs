//! Which elements are next to others, and which exist at all: for the placeholders and the examples
//! of rules.
//!
//! What does not live here: the paths of the rule language, which `load::walk` follows.

use crate::model::load::walk::{Place, Starts, configurations, follow, items, start, structures};
use crate::model::rule::{Step, Target};
use crate::model::schema::{Schema, ShapeId, ShapeKind, ValueKind};

/// The members of the structures that targets are in, or `None` where that is not one member.
pub(crate) fn neighbors<'s>(schema: &'s Schema, targets: &[Target]) -> Option<Vec<&'s str>> {
    let mut names = Vec::new();
    for target in targets {
        let holders: Vec<ShapeId> = match target.path.steps.split_last() {
            Some((Step::Member(_), way)) => {
                let start = vec![start(schema, target.shape)];
                structures(&follow(schema, start.clone(), way, &start).ok()?)
            }
            Some(_) => return None,
            None => holders(schema, target.shape),
        };
        names.extend(
            holders
                .iter()
                .flat_map(|shape| member_names(schema, *shape)),
        );
    }
    Some(names)
}

/// The names of the members of what targets are.
pub(crate) fn members_of<'s>(schema: &'s Schema, targets: &[Target]) -> Vec<&'s str> {
    let inner = structures(&Starts::of(targets, schema).targets);
    inner
        .iter()
        .flat_map(|shape| member_names(schema, *shape))
        .collect()
}

/// The structures that have a member with a shape.
fn holders(schema: &Schema, shape: ShapeId) -> Vec<ShapeId> {
    let is_of = |kind: ValueKind| match kind {
        ValueKind::Structure(it) | ValueKind::List(it) => it == shape,
        _ => false,
    };
    let has = |id: &ShapeId| {
        let it = schema.shape(*id);
        matches!(it.kind, ShapeKind::Structure { .. })
            && it.members().iter().any(|member| is_of(member.value))
    };
    (0..schema.shapes.len())
        .map(|index| ShapeId(index as u16))
        .filter(has)
        .collect()
}

fn member_names(schema: &Schema, shape: ShapeId) -> impl Iterator<Item = &str> {
    let members = schema.shape(shape).members().iter();
    members.map(|member| schema.name_text(member.name))
}

/// Makes sure that some version has an element at a path from the configuration, as examples write
/// it: `Origins[1]/Id`, or `Origins/Items/Origin`.
///
/// # Errors
/// The first name that no version has there, and the names that there are.
pub(crate) fn element<'s>(schema: &'s Schema, path: &str) -> Result<(), (String, Vec<&'s str>)> {
    let mut places = configurations(schema);
    for segment in path.split('/') {
        let name = segment.split('[').next().unwrap_or(segment);
        let inside: Vec<_> = places
            .iter()
            .filter_map(|(kind, _)| match kind {
                ValueKind::Structure(shape) | ValueKind::List(shape) => Some(*shape),
                _ => None,
            })
            .flat_map(|shape| schema.shape(shape).members())
            .collect();
        let named = inside
            .iter()
            .filter(|member| schema.name_text(member.name) == name);
        let mut found: Vec<Place> = named
            .map(|member| (member.value, !member.repeated.is_empty()))
            .collect();
        if found.is_empty() {
            let known = inside.iter().map(|member| schema.name_text(member.name));
            return Err((name.to_owned(), known.collect()));
        }
        // What has brackets and is not a list is found to be missing when the example runs.
        if segment.ends_with(']') {
            found = items(schema, &found).unwrap_or(found);
        }
        found.sort_by_key(|(kind, repeated)| (format!("{kind:?}"), *repeated));
        found.dedup();
        places = found;
    }
    Ok(())
}
