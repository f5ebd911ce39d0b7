//! Where the paths of rules lead: whether the shapes have a way for them, in any of their versions.

use crate::model::load::{LoadError, Value};
use crate::model::rule::{Base, Operand, Path, Step, Target};
use crate::model::schema::{NameId, Root, Schema, ShapeId, ShapeKind, Text, ValueKind};

/// What a path leads to so far: a kind of value, and whether its element may be repeated.
pub(super) type Place = (ValueKind, bool);

/// Where a path without a start of its own begins.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Beginning {
    /// At the instance of the shape that `at` names.
    Instance,
    /// At the target, to which the path of `at` leads.
    Target,
}

impl Beginning {
    /// Its name in the documentation.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Instance => "instance",
            Self::Target => "target",
        }
    }
}

/// Where the paths of a rule may begin.
#[derive(Clone, Default, Debug)]
pub(crate) struct Starts {
    instances: Vec<Place>,
    pub(super) targets: Vec<Place>,
}

/// Why a path leads nowhere.
pub(super) enum Astray {
    /// None of the shapes has the member.
    Member(NameId, Vec<ShapeId>),
    /// The element before the brackets is not a list.
    List,
    /// A filter compares an enum with a text that none of its versions has.
    Value(Text, Vec<String>),
}

impl Starts {
    /// Those of a rule with these targets.
    pub(crate) fn of(at: &[Target], schema: &Schema) -> Self {
        let instances: Vec<Place> = at
            .iter()
            .map(|target| start(schema, target.shape))
            .collect();
        let reached = at.iter().filter_map(|target| {
            follow(
                schema,
                vec![start(schema, target.shape)],
                &target.path.steps,
                &[],
            )
            .ok()
        });
        Self {
            targets: reached.flatten().collect(),
            instances,
        }
    }

    /// Makes sure that a path leads somewhere from where it begins.
    pub(crate) fn lead(
        &self,
        value: Value<'_>,
        path: &Path,
        begins: Beginning,
        schema: &Schema,
    ) -> Result<(), LoadError> {
        let steps = steps_from_start(path);
        let (places, others) = match path.base {
            // A rule that words a fault of the engine has no place of its own.
            Base::Instance if self.instances.is_empty() => return Ok(()),
            Base::Instance if begins == Beginning::Target => (&self.targets, &self.instances),
            Base::Instance => (&self.instances, &self.targets),
            Base::Root | Base::Previous => (&configurations(schema), &Vec::new()),
            Base::Documents => (&documents(schema, path), &Vec::new()),
            Base::IfMatch | Base::PreviousEtag | Base::Etag => return Ok(()),
        };
        let leads = |places: &[Place]| follow(schema, places.to_vec(), steps, &self.instances);
        let Err(astray) = leads(places) else {
            return Ok(());
        };
        let mut error = describe(value, path, schema, &astray);
        if leads(others).is_ok() {
            let begin = begins.name();
            error.near = Vec::new();
            error.message = format!("{}; this path begins at the {begin}", error.message);
        }
        Err(error)
    }

    /// The values that the texts at a path can have in any version; `None` if they are not of a
    /// closed enum, or the path leads nowhere.
    pub(crate) fn values_at<'s>(&self, path: &Path, schema: &'s Schema) -> Option<Vec<&'s str>> {
        let places = match path.base {
            Base::Instance => self.instances.clone(),
            Base::Root | Base::Previous => configurations(schema),
            _ => return None,
        };
        let places = follow(schema, places, steps_from_start(path), &self.instances).ok()?;
        values(schema, &places)
    }

    /// The values that the targets can have in any version; `None` if these are not of a closed
    /// enum.
    pub(crate) fn target_values<'s>(&self, schema: &'s Schema) -> Option<Vec<&'s str>> {
        values(schema, &self.targets)
    }
}

/// The values of enums in all versions; `None` if other texts are possible.
fn values<'s>(schema: &'s Schema, places: &[Place]) -> Option<Vec<&'s str>> {
    let of = |(kind, _): &Place| match kind {
        ValueKind::Enum(shape) => match &schema.shape(*shape).kind {
            ShapeKind::Enum { values, open } if open.is_empty() => Some(values.iter()),
            _ => None,
        },
        _ => None,
    };
    let lists: Vec<_> = places.iter().map(of).collect::<Option<_>>()?;
    let values = lists.into_iter().flatten();
    let values: Vec<&str> = values.map(|value| value.value.as_ref()).collect();
    Some(values).filter(|values| !values.is_empty())
}

/// An error for a text that no version of an enum has.
pub(crate) fn no_such_value(value: Value<'_>, text: &str, known: &[&str]) -> LoadError {
    value
        .error_at(text, format!("no version has the value `{text}` there"))
        .near_or_all(text, known)
}

/// Makes sure that one of the targets of a family leads somewhere.
pub(crate) fn lead_from(
    value: Value<'_>,
    targets: &[Target],
    schema: &Schema,
) -> Result<(), LoadError> {
    let mut first = None;
    for target in targets {
        let start = vec![start(schema, target.shape)];
        match follow(schema, start.clone(), &target.path.steps, &start) {
            Ok(_) => return Ok(()),
            Err(astray) => first = first.or(Some(describe(value, &target.path, schema, &astray))),
        }
    }
    first.map_or(Ok(()), Err)
}

fn describe(value: Value<'_>, path: &Path, schema: &Schema, astray: &Astray) -> LoadError {
    match astray {
        Astray::Member(name, holders) => {
            let name = schema.name_text(*name);
            let mut shapes: Vec<&str> = holders
                .iter()
                .map(|shape| schema.shape(*shape).name.as_ref())
                .collect();
            shapes.dedup();
            let message = match shapes.as_slice() {
                [] => format!("the element before `{name}` has no members"),
                [shape] => format!("`{shape}` has no member `{name}`"),
                [first, ..] => {
                    format!("neither `{first}` nor a shape like it has a member `{name}`")
                }
            };
            let members = holders
                .iter()
                .flat_map(|shape| schema.shape(*shape).members())
                .map(|member| schema.name_text(member.name));
            let members: std::collections::BTreeSet<&str> = members.collect();
            value.error_at(name, message).near(name, members)
        }
        Astray::Value(text, known) => {
            let known: Vec<&str> = known.iter().map(String::as_str).collect();
            no_such_value(value, text, &known)
        }
        Astray::List => value.error(format!(
            "brackets after an element that is not a list in `{}`",
            path.text
        )),
    }
}

pub(super) fn start(schema: &Schema, shape: ShapeId) -> Place {
    let kind = match schema.shape(shape).kind {
        ShapeKind::Structure { .. } => ValueKind::Structure(shape),
        ShapeKind::List { .. } => ValueKind::List(shape),
        ShapeKind::Enum { .. } => ValueKind::Enum(shape),
    };
    (kind, true)
}

/// The configurations that documents may contain.
pub(super) fn configurations(schema: &Schema) -> Vec<Place> {
    let mut places = Vec::new();
    for root in schema.roots.iter() {
        match root.config {
            Some(name) => places.extend(members(schema, root.shape, name)),
            None => places.push(start(schema, root.shape)),
        }
    }
    places
}

/// The documents whose root a path names.
fn documents(schema: &Schema, path: &Path) -> Vec<Place> {
    let is_named =
        |root: &&Root| matches!(path.steps.first(), Some(Step::Member(name)) if root.name == *name);
    let named = schema.roots.iter().filter(is_named);
    named.map(|root| start(schema, root.shape)).collect()
}

fn members(schema: &Schema, shape: ShapeId, name: NameId) -> impl Iterator<Item = Place> + '_ {
    let of_name = schema
        .shape(shape)
        .members()
        .iter()
        .filter(move |member| member.name == name);
    of_name.map(|member| (member.value, !member.repeated.is_empty()))
}

pub(super) fn follow(
    schema: &Schema,
    mut places: Vec<Place>,
    steps: &[Step],
    instances: &[Place],
) -> Result<Vec<Place>, Astray> {
    for step in steps {
        places = match step {
            Step::Member(name) => into(schema, &places, *name)?,
            Step::Items => items(schema, &places)?,
            Step::Where { key, equals } => {
                let items = items(schema, &places)?;
                let compared = key
                    .iter()
                    .try_fold(items.clone(), |at, name| into(schema, &at, *name))?;
                let known = values(schema, &compared);
                for operand in equals.iter() {
                    match (operand, &known) {
                        (Operand::Path(path), _) => operand_leads(schema, path, instances)?,
                        (Operand::Text(text), Some(known)) if !known.contains(&text.as_ref()) => {
                            let known = known.iter().map(ToString::to_string).collect();
                            return Err(Astray::Value(text.clone(), known));
                        }
                        (Operand::Text(_), _) => {}
                    }
                }
                items
            }
        };
        places.sort_by_key(|(kind, repeated)| (format!("{kind:?}"), *repeated));
        places.dedup();
    }
    Ok(places)
}

/// Makes sure that the path of a filter leads somewhere.
fn operand_leads(schema: &Schema, path: &Path, instances: &[Place]) -> Result<(), Astray> {
    let start = match path.base {
        Base::Instance if instances.is_empty() => return Ok(()),
        Base::Instance => instances.to_vec(),
        Base::Root | Base::Previous => configurations(schema),
        Base::Documents => documents(schema, path),
        Base::IfMatch | Base::PreviousEtag | Base::Etag => return Ok(()),
    };
    follow(schema, start, steps_from_start(path), instances).map(drop)
}

fn into(schema: &Schema, places: &[Place], name: NameId) -> Result<Vec<Place>, Astray> {
    let structures = structures(places);
    let found: Vec<Place> = structures
        .iter()
        .flat_map(|shape| members(schema, *shape, name))
        .collect();
    if found.is_empty() {
        Err(Astray::Member(name, structures))
    } else {
        Ok(found)
    }
}

/// The items of the lists that places are or contain, in either style.
pub(super) fn items(schema: &Schema, places: &[Place]) -> Result<Vec<Place>, Astray> {
    let of_list = |shape: ShapeId| {
        schema
            .shape(shape)
            .members()
            .iter()
            .map(|item| (item.value, false))
    };
    let mut found = Vec::new();
    for (kind, is_repeated) in places {
        match kind {
            ValueKind::List(shape) => found.extend(of_list(*shape)),
            ValueKind::Structure(shape) => {
                for member in schema.shape(*shape).members() {
                    if let ValueKind::List(list) = member.value {
                        found.extend(of_list(list));
                    }
                }
            }
            _ => {}
        }
        if *is_repeated {
            found.push((*kind, false));
        }
    }
    if found.is_empty() {
        Err(Astray::List)
    } else {
        Ok(found)
    }
}

/// The steps of a path after those that only say where it begins.
fn steps_from_start(path: &Path) -> &[Step] {
    let first = usize::from(path.base == Base::Documents);
    path.steps.get(first..).unwrap_or_default()
}

pub(super) fn structures(places: &[Place]) -> Vec<ShapeId> {
    let shape = |(kind, _): &Place| match kind {
        ValueKind::Structure(shape) => Some(*shape),
        _ => None,
    };
    places.iter().filter_map(shape).collect()
}
