//! Which elements a path means, as people and findings write it.

use std::collections::BTreeMap;

use crate::explain::facts::shape_of;
use crate::explain::places::{Place, instances, places};
use crate::model::near::nearest;
use crate::model::schema::{NameId, Root, Schema, ShapeId, VersionSet};
use crate::outcome::Error;

/// The elements that a path means.
#[derive(Clone, Default, Debug)]
#[non_exhaustive]
pub struct Found<'s> {
    /// The document itself: the roots of that name.
    pub roots: Vec<&'s Root>,
    /// Elements in documents.
    pub places: Vec<Place<'s>>,
}

/// The elements that a path such as `Compress`, `Origin/Id` or
/// `DistributionConfig/Origins/Items/Origin[2]/Id` means. The path can be whole or the end of one,
/// and can begin with the name of a shape. If there is no such element, those whose paths contain
/// the parts before the name in this order, with others between.
///
/// # Errors
/// When there is none.
pub fn find<'s>(schema: &'s Schema, path: &str) -> Result<Found<'s>, Error> {
    let segments: Vec<&str> = path
        .split(['/', '.'])
        .map(|segment| segment.split('[').next().unwrap_or_default())
        .filter(|segment| !segment.is_empty())
        .collect();
    let (name, parents) = segments
        .split_last()
        .map_or(("", [].as_slice()), |(name, parents)| (*name, parents));
    let mut found = Found {
        roots: Vec::new(),
        places: places(schema, name),
    };
    found.places.retain(|place| !place.paths.is_empty());
    if parents.is_empty() {
        found.roots = schema
            .roots
            .iter()
            .filter(|root| schema.name_text(root.name) == name)
            .collect();
    }
    if found.places.is_empty() && found.roots.is_empty() {
        return Err(unknown_name(schema, name));
    }
    if parents.is_empty() {
        return Ok(found);
    }
    let within = shapes_at(schema, parents);
    if found.places.iter().any(|place| is_in(place, &within)) {
        found.places.retain(|place| is_in(place, &within));
        for place in &mut found.places {
            keep_paths(schema, place, &segments, &within);
        }
        return Ok(found);
    }
    let all = found.places.iter().flat_map(|place| &place.paths);
    let examples: Vec<String> = all.map(|(path, _)| path.clone()).take(3).collect();
    for place in &mut found.places {
        place.paths.retain(|(path, _)| passes(path, parents));
    }
    found.places.retain(|place| !place.paths.is_empty());
    if found.places.is_empty() {
        return Err(Error::UnknownPlace {
            name: name.to_owned(),
            path: segments.join("/"),
            places: examples,
        });
    }
    Ok(found)
}

/// The error for a name that no version has, with names that were probably meant.
fn unknown_name(schema: &Schema, name: &str) -> Error {
    let members = instances(schema)
        .into_keys()
        .flat_map(|shape| schema.shape(shape).members())
        .map(|member| member.name);
    let names = members
        .chain(schema.roots.iter().map(|root| root.name))
        .map(|name| schema.name_text(name));
    Error::UnknownElement {
        name: name.to_owned(),
        near: nearest(name, names)
            .into_iter()
            .map(str::to_owned)
            .collect(),
    }
}

/// Keeps of an element's paths those that end as asked for.
fn keep_paths(
    schema: &Schema,
    place: &mut Place<'_>,
    segments: &[&str],
    within: &BTreeMap<ShapeId, VersionSet>,
) {
    let end = segments.join("/");
    let is_end = |(path, _): &(String, VersionSet)| {
        path.strip_suffix(&end)
            .is_some_and(|rest| rest.is_empty() || rest.ends_with('/'))
    };
    let [parents @ .., _] = segments else { return };
    // Instances of a shape are in several places.
    if parents == [schema.shape(place.shape).name.as_ref()] {
        return;
    }
    if place.paths.iter().any(is_end) {
        place.paths.retain(is_end);
        return;
    }
    let mut roots = schema.roots.iter();
    if roots.any(|root| schema.name_text(root.name) == segments[0]) {
        // An element of a response has the paths of the configuration, unless the response was
        // asked for.
        let exists = place
            .entries
            .iter()
            .fold(VersionSet::NONE, |all, entry| all.union(entry.versions));
        let when = within
            .get(&place.shape)
            .map_or(exists, |when| when.intersection(exists));
        place.paths = vec![(end, when)];
    }
}

/// The shapes of the elements at a path, whole or the end of one, each with the versions in which
/// it is there.
fn shapes_at(schema: &Schema, path: &[&str]) -> BTreeMap<ShapeId, VersionSet> {
    let mut now: Option<BTreeMap<ShapeId, VersionSet>> = None;
    for segment in path {
        let mut next = BTreeMap::new();
        let mut add = |shape, when: VersionSet| {
            if !when.is_empty() {
                next.entry(shape)
                    .and_modify(|known: &mut VersionSet| *known = known.union(when))
                    .or_insert(when);
            }
        };
        let name = schema.name(segment);
        if let Some(now) = now {
            for (shape, when) in now {
                inside(schema, shape, when, name, &mut add);
            }
        } else {
            for root in schema.roots.iter().filter(|root| Some(root.name) == name) {
                add(root.shape, root.versions);
            }
            for shape in instances(schema).into_keys() {
                let known = schema.shape(shape);
                inside(schema, shape, known.versions, name, &mut add);
                if known.name == *segment {
                    add(shape, known.versions);
                }
            }
        }
        now = Some(next);
    }
    now.unwrap_or_default()
}

/// The shapes of the members of a name.
fn inside(
    schema: &Schema,
    shape: ShapeId,
    when: VersionSet,
    name: Option<NameId>,
    add: &mut impl FnMut(ShapeId, VersionSet),
) {
    for member in schema
        .shape(shape)
        .members()
        .iter()
        .filter(|member| Some(member.name) == name)
    {
        if let Some(inner) = shape_of(member.value) {
            add(inner, when.intersection(member.versions));
        }
    }
}

/// Whether an element is a member of one of these shapes.
fn is_in(place: &Place<'_>, within: &BTreeMap<ShapeId, VersionSet>) -> bool {
    let exists = |when: &VersionSet| {
        place
            .entries
            .iter()
            .any(|entry| !entry.versions.intersection(*when).is_empty())
    };
    within.get(&place.shape).is_some_and(exists)
}

/// Whether the parts of a path contain these names in this order before its last.
fn passes(path: &str, parents: &[&str]) -> bool {
    let mut wanted = parents.iter();
    let mut next = wanted.next();
    for part in path
        .rsplit_once('/')
        .map_or("", |(before, _)| before)
        .split('/')
    {
        if next == Some(&part) {
            next = wanted.next();
        }
    }
    next.is_none()
}
