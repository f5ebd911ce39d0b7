//! The facts of one version, a line each: what makes two descriptions of a version comparable,
//! wherever they come from.

use std::collections::BTreeSet;
use std::fmt;

use crate::model::rule::Format;
use crate::model::schema::{
    Dated, Member, Schema, Shape, ShapeId, ShapeKind, Use, ValueKind, Version,
};

/// A member of a structure or the item of a list, as it is in one version.
///
/// Its text is one line:
///
/// ```
/// use cloudfront_lint::internal::explain::MemberFact;
///
/// let fact = MemberFact {
///     shape: "Tag",
///     name: "Key",
///     kind: "string",
///     required: true,
///     min: Some(1),
///     max: Some(128),
///     ..MemberFact::default()
/// };
/// assert_eq!(fact.to_string(), "Tag/Key: string, required, min 1, max 128");
/// ```
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
#[derive(Clone, Copy, Debug, Default)]
pub struct MemberFact<'a> {
    /// The shape that has it.
    pub shape: &'a str,
    /// Its name.
    pub name: &'a str,
    /// Whether it is the item of a list.
    pub is_item: bool,
    /// A simple type such as `string`, or the name of a shape.
    pub kind: &'a str,
    /// Whether it must be there.
    pub required: bool,
    /// Whether it may occur any number of times.
    pub repeated: bool,
    /// Whether the model calls it deprecated.
    pub deprecated: bool,
    /// The label of the choice it belongs to.
    pub choice: Option<&'a str>,
    /// Least length or value.
    pub min: Option<i64>,
    /// Greatest length or value.
    pub max: Option<i64>,
    /// The pattern that the whole text must match, without anchors.
    pub pattern: Option<&'a str>,
}

impl fmt::Display for MemberFact<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}{}/{}: {}",
            self.shape,
            if self.is_item { "[]" } else { "" },
            self.name,
            self.kind
        )?;
        for (is_true, word) in [
            (self.required, "required"),
            (self.repeated, "repeated"),
            (self.deprecated, "deprecated"),
        ] {
            if is_true {
                write!(f, ", {word}")?;
            }
        }
        if let Some(choice) = self.choice {
            write!(f, ", one of {choice}")?;
        }
        for (bound, word) in [(self.min, "min"), (self.max, "max")] {
            if let Some(bound) = bound {
                write!(f, ", {word} {bound}")?;
            }
        }
        if let Some(pattern) = self.pattern {
            write!(
                f,
                ", pattern {}",
                pattern.trim_start_matches('^').trim_end_matches('$')
            )?;
        }
        Ok(())
    }
}

/// All facts of the timeline about the documents of one version, sorted: roots, shapes, members,
/// values.
///
/// ```
/// use cloudfront_lint::internal::builtin::{FORMATS, SCHEMA};
///
/// let version = SCHEMA.version("2012-07-01").expect("it was published");
/// let facts = cloudfront_lint::internal::explain::facts(&SCHEMA, &FORMATS, version);
/// assert!(facts.contains("DistributionConfig/Enabled: boolean, required"));
/// assert!(facts.contains("PriceClass = PriceClass_100"));
/// ```
pub fn facts(schema: &Schema, formats: &[Format], version: Version) -> BTreeSet<String> {
    let mut facts = BTreeSet::new();
    let mut reached = vec![false; schema.shapes.len()];
    let mut open = Vec::new();
    for root in schema
        .roots
        .iter()
        .filter(|root| root.api.is_none() && root.versions.contains(version))
    {
        let usage = match root.usage {
            Use::Request => "request",
            Use::Response => "response",
            Use::Both => "both",
        };
        facts.insert(format!("root {}: {usage}", schema.name_text(root.name)));
        open.push(root.shape);
    }
    while let Some(id) = open.pop() {
        if std::mem::replace(&mut reached[usize::from(id.0)], true) {
            continue;
        }
        let shape = schema.shape(id);
        facts.insert(shape_fact(shape, version));
        if let ShapeKind::Enum { values, .. } = &shape.kind {
            facts.extend(
                values
                    .iter()
                    .filter(|value| value.versions.contains(version) && !value.documented)
                    .map(|value| format!("{} = {}", shape.name, value.value)),
            );
        }
        for member in shape
            .members()
            .iter()
            .filter(|member| member.versions.contains(version))
        {
            facts.insert(member_fact(schema, formats, shape, member, version).to_string());
            open.extend(shape_of(member.value));
        }
    }
    facts
}

/// What a shape is in one version, on one line.
fn shape_fact(shape: &Shape, version: Version) -> String {
    match &shape.kind {
        ShapeKind::Structure { counted, .. } => {
            format!(
                "{}: structure{}",
                shape.name,
                if counted.contains(version) {
                    ", counted"
                } else {
                    ""
                }
            )
        }
        ShapeKind::List { min, max, .. } => {
            let bound = |bound: Option<i64>, word| {
                bound.map_or_else(String::new, |bound| format!(", {word} {bound}"))
            };
            format!(
                "{}: list{}{}",
                shape.name,
                bound(at(min, version), "min"),
                bound(at(max, version), "max")
            )
        }
        ShapeKind::Enum { open, .. } => format!(
            "{}: enum{}",
            shape.name,
            if open.contains(version) { ", open" } else { "" }
        ),
    }
}

/// A member as it is in one version.
pub(crate) fn member_fact<'s>(
    schema: &'s Schema,
    formats: &'s [Format],
    shape: &'s Shape,
    member: &'s Member,
    version: Version,
) -> MemberFact<'s> {
    MemberFact {
        shape: &shape.name,
        name: schema.name_text(member.name),
        is_item: matches!(shape.kind, ShapeKind::List { .. }),
        kind: kind_name(schema, member.value),
        required: member.required.contains(version),
        repeated: member.repeated.contains(version),
        deprecated: member.deprecated.contains(version),
        choice: member
            .choice
            .as_ref()
            .filter(|choice| choice.versions.contains(version))
            .map(|choice| choice.value.as_ref()),
        min: at(&member.bounds.min, version),
        max: at(&member.bounds.max, version),
        pattern: at(&member.bounds.pattern, version)
            .map(|format| formats[usize::from(format)].pattern.as_ref()),
    }
}

/// The name of a simple type, or of the shape.
pub(crate) fn kind_name(schema: &Schema, value: ValueKind) -> &str {
    match value {
        ValueKind::String => "string",
        ValueKind::Boolean => "boolean",
        ValueKind::Integer => "integer",
        ValueKind::Long => "long",
        ValueKind::Double => "double",
        ValueKind::Timestamp => "timestamp",
        ValueKind::Empty => "empty",
        ValueKind::Any => "any",
        ValueKind::Enum(shape) | ValueKind::Structure(shape) | ValueKind::List(shape) => {
            &schema.shape(shape).name
        }
    }
}

/// The shape that a value has, if any.
pub(crate) fn shape_of(value: ValueKind) -> Option<ShapeId> {
    match value {
        ValueKind::Enum(shape) | ValueKind::Structure(shape) | ValueKind::List(shape) => {
            Some(shape)
        }
        _ => None,
    }
}

/// The bound in a version.
pub(crate) fn at<T: Copy>(bounds: &[Dated<T>], version: Version) -> Option<T> {
    bounds
        .iter()
        .find(|bound| bound.versions.contains(version))
        .map(|bound| bound.value)
}
