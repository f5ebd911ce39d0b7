//! Where elements are: the paths from the roots to the members of shapes.

use std::collections::BTreeMap;

use crate::explain::facts::shape_of;
use crate::model::schema::{Api, Member, NameId, Schema, ShapeId, Use, VersionSet};

/// How deep documents are followed; the shapes of the API are much flatter.
const MOST_STEPS: usize = 24;

/// An element of the timeline: a member's name in a shape, and where instances of that shape are.
#[derive(Clone, Debug)]
pub struct Place<'s> {
    /// The shape that has it.
    pub shape: ShapeId,
    /// Its name.
    pub name: NameId,
    /// What it is, one entry for each type that it had.
    pub entries: Vec<&'s Member>,
    /// Its paths from the roots, those in configurations first:
    /// `DistributionConfig/DefaultCacheBehavior/Compress`.
    pub paths: Vec<(String, VersionSet)>,
    /// The API it belongs to, where that is not the one whose versions the timeline counts.
    pub api: Option<&'s Api>,
}

/// Every element of this name, in the order of the timeline's shapes.
pub fn places<'s>(schema: &'s Schema, name: &str) -> Vec<Place<'s>> {
    let Some(name) = schema.name(name) else {
        return Vec::new();
    };
    let holders = instances(schema);
    let mut places = Vec::new();
    for (index, shape) in schema.shapes.iter().enumerate() {
        let id = ShapeId(index as u16);
        let entries: Vec<&Member> = shape
            .members()
            .iter()
            .filter(|member| member.name == name)
            .collect();
        let Some(instances) = holders.get(&id).filter(|_| !entries.is_empty()) else {
            continue;
        };
        let versions = entries
            .iter()
            .fold(VersionSet::NONE, |all, entry| all.union(entry.versions));
        let paths = instances
            .iter()
            .map(|(path, when)| {
                (
                    format!("{path}/{}", schema.name_text(name)),
                    when.intersection(versions),
                )
            })
            .filter(|(_, when)| !when.is_empty())
            .collect();
        let root = instances
            .first()
            .and_then(|(path, _)| schema.name(path.split('/').next().unwrap_or_default()));
        let api = schema
            .roots
            .iter()
            .find(|known| Some(known.name) == root)
            .and_then(|root| root.api.as_ref());
        places.push(Place {
            shape: id,
            name,
            entries,
            paths,
            api,
        });
    }
    places
}

/// Where instances of each shape are. Configurations come before the responses that contain them,
/// and the path of a response is given only if no configuration has the shape.
pub(crate) fn instances(schema: &Schema) -> BTreeMap<ShapeId, Vec<(String, VersionSet)>> {
    let mut found: BTreeMap<ShapeId, Vec<(String, VersionSet)>> = BTreeMap::new();
    for wanted in [Use::Both, Use::Request, Use::Response] {
        let mut here: BTreeMap<ShapeId, Vec<(String, VersionSet)>> = BTreeMap::new();
        for root in schema.roots.iter().filter(|root| root.usage == wanted) {
            let mut open = vec![(
                root.shape,
                schema.name_text(root.name).to_owned(),
                root.versions,
                0,
            )];
            while let Some((shape, path, versions, steps)) = open.pop() {
                for member in schema.shape(shape).members().iter().rev() {
                    let when = versions.intersection(member.versions);
                    if let Some(inner) =
                        shape_of(member.value).filter(|_| !when.is_empty() && steps < MOST_STEPS)
                    {
                        open.push((
                            inner,
                            format!("{path}/{}", schema.name_text(member.name)),
                            when,
                            steps + 1,
                        ));
                    }
                }
                let paths = here.entry(shape).or_default();
                match paths.iter_mut().find(|(known, _)| *known == path) {
                    Some((_, known)) => *known = known.union(versions),
                    None => paths.push((path, versions)),
                }
            }
        }
        for (shape, paths) in here {
            found.entry(shape).or_insert(paths);
        }
    }
    found
}
