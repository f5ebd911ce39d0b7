//! All that is known of an element: the text of `cloudfront-lint why PATH`.

use std::borrow::Cow;
use std::fmt::Write as _;

use crate::explain::facts::{kind_name, shape_of};
use crate::explain::find::{UnknownElement, find};
use crate::explain::places::Place;
use crate::model::rule::{Check, Format, Path, Rule, Step, Target};
use crate::model::schema::{
    Bounds, Dated, EnumValue, Member, NameId, Root, Schema, Shape, ShapeId, ShapeKind, Use,
    ValueKind, Version, VersionSet, period,
};

/// All that is known of the elements that a path means; with a version, what that version says of them comes first.
///
/// ```
/// use cloudfront_lint::builtin::{FORMATS, SCHEMA};
///
/// let text = cloudfront_lint::explain::why(&SCHEMA, &FORMATS, &[], "DefaultCacheBehavior/Compress", None)?;
/// assert!(text.contains("exists     since 2015-09-17"));
/// # Ok::<(), cloudfront_lint::explain::UnknownElement>(())
/// ```
///
/// # Errors
/// When the path means none.
pub fn why(
    schema: &Schema,
    formats: &[Format],
    rules: &[Rule],
    path: &str,
    version: Option<Version>,
) -> Result<String, UnknownElement> {
    let found = find(schema, path)?;
    let mut blocks = Vec::new();
    if let [root, ..] = found.roots.as_slice() {
        blocks.push(block(
            schema.name_text(root.name),
            &root_facts(schema, rules, &found.roots, version),
        ));
    }
    for place in &found.places {
        let title = format!(
            "{}/{}",
            schema.shape(place.shape).name,
            schema.name_text(place.name)
        );
        blocks.push(block(
            &title,
            &element_facts(schema, formats, rules, place, version),
        ));
    }
    Ok(blocks.join("\n"))
}

fn block(title: &str, facts: &[Fact]) -> String {
    let mut text = format!("{title}\n");
    for fact in facts {
        for (index, value) in fact.values.iter().enumerate() {
            let _ = writeln!(
                text,
                "  {:<10} {value}",
                if index == 0 { &fact.key } else { "" }
            );
        }
    }
    text
}

/// All that is known of the document of a name: the roots that have it.
fn root_facts(
    schema: &Schema,
    rules: &[Rule],
    roots: &[&Root],
    version: Option<Version>,
) -> Vec<Fact> {
    let mut facts = Vec::new();
    let api = roots.iter().find_map(|root| root.api.as_ref());
    let exists = roots
        .iter()
        .fold(VersionSet::NONE, |all, root| all.union(root.versions));
    if let Some(api) = api {
        facts.push(Fact::one(
            "of",
            format!(
                "{} {}, which has no other version here",
                api.name, api.version
            ),
        ));
    } else {
        if let Some(version) = version {
            let says = if exists.contains(version) {
                "a document of its own"
            } else {
                "does not exist"
            };
            facts.push(Fact {
                key: Cow::Owned(schema.version_info(version).name.to_string()),
                values: vec![says.to_owned()],
            });
        }
        facts.extend(
            roots
                .first()
                .map(|root| Fact::one("at", schema.name_text(root.name))),
        );
        facts.push(Fact::one("exists", period(schema, exists)));
    }
    for root in roots {
        let usage = match root.usage {
            Use::Both => "sent to the service, and answered by it",
            Use::Request => "sent to the service",
            Use::Response => "answered by the service",
        };
        let when = if roots.len() > 1 {
            format!(" ({})", period(schema, root.versions))
        } else {
            String::new()
        };
        facts.push(Fact::one(
            "document",
            format!(
                "{usage}; the members of {}{when}",
                schema.shape(root.shape).name
            ),
        ));
    }
    let is_about = |rule: &&Rule| {
        let ends = |target: &Target| ends(schema, target.shape, &target.path);
        rule.at
            .iter()
            .flat_map(ends)
            .any(|end| end.1.is_none() && roots.iter().any(|root| root.shape == end.0))
    };
    facts.extend(Fact::some(
        "rules",
        rules.iter().filter(is_about).map(told).collect(),
    ));
    if api.is_none() {
        let asked = version
            .filter(|version| exists.contains(*version))
            .or(exists.first());
        let sources = asked
            .into_iter()
            .flat_map(|version| schema.version_info(version).sources.iter());
        facts.extend(Fact::some(
            "sources",
            sources.map(ToString::to_string).collect(),
        ));
    }
    facts
}

/// A rule in one line.
fn told(rule: &Rule) -> String {
    format!("{} ({}): {}", rule.name, rule.severity.as_str(), rule.title)
}

/// One thing that is known of an element.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Fact {
    /// What it is: a version, or a word such as `type`, `limit` or `rules`.
    pub key: Cow<'static, str>,
    /// What is to be said; at least one line.
    pub values: Vec<String>,
}

impl Fact {
    fn one(key: &'static str, value: impl Into<String>) -> Self {
        Self {
            key: key.into(),
            values: vec![value.into()],
        }
    }

    fn some(key: &'static str, values: Vec<String>) -> Option<Self> {
        (!values.is_empty()).then_some(Self {
            key: key.into(),
            values,
        })
    }
}

/// All that is known of an element, what a version says of it first.
pub fn element_facts(
    schema: &Schema,
    formats: &[Format],
    rules: &[Rule],
    place: &Place<'_>,
    version: Option<Version>,
) -> Vec<Fact> {
    let shape = schema.shape(place.shape);
    let mut facts = Vec::new();
    if let Some(api) = place.api {
        facts.push(Fact::one(
            "of",
            format!(
                "{} {}, which has no other version here",
                api.name, api.version
            ),
        ));
    } else if let Some(version) = version {
        let held = place
            .entries
            .iter()
            .find(|entry| entry.versions.contains(version));
        let says = match held {
            None => "does not exist".to_owned(),
            Some(entry) => format!(
                "{}, {}",
                kind_text(schema, entry),
                need_text(shape, entry, version)
            ),
        };
        facts.push(Fact {
            key: Cow::Owned(schema.version_info(version).name.to_string()),
            values: vec![says],
        });
    }
    let at = |(path, when): &(String, VersionSet)| {
        if place.api.is_some() {
            path.clone()
        } else {
            format!("{path} ({})", period(schema, *when))
        }
    };
    facts.extend(Fact::some("at", place.paths.iter().map(at).collect()));
    let exists = place
        .entries
        .iter()
        .fold(VersionSet::NONE, |all, entry| all.union(entry.versions));
    if place.api.is_none() {
        facts.push(Fact::one("exists", period(schema, exists)));
    }
    for entry in &place.entries {
        let when = if place.entries.len() > 1 {
            format!(" ({})", period(schema, entry.versions))
        } else {
            String::new()
        };
        facts.push(Fact::one(
            "type",
            format!("{}{when}", kind_text(schema, entry)),
        ));
        entry_facts(&mut facts, schema, formats, entry);
    }
    if let Some(replaced_by) = place
        .entries
        .iter()
        .find_map(|entry| entry.replaced_by.as_ref())
    {
        facts.push(Fact::one("elsewhere", replaced_by.as_ref()));
    }
    facts.extend(Fact::some(
        "rules",
        rules_about(schema, rules, place).map(told).collect(),
    ));
    if place.api.is_none() {
        let asked = version
            .filter(|version| exists.contains(*version))
            .or(exists.first());
        let sources = asked
            .into_iter()
            .flat_map(|version| schema.version_info(version).sources.iter());
        facts.extend(Fact::some(
            "sources",
            sources.map(ToString::to_string).collect(),
        ));
    }
    facts
}

/// The rules that speak of an element.
pub fn rules_about<'r>(
    schema: &'r Schema,
    rules: &'r [Rule],
    place: &'r Place<'_>,
) -> impl Iterator<Item = &'r Rule> {
    rules
        .iter()
        .filter(move |rule| touches(schema, rule, place))
}

fn entry_facts(facts: &mut Vec<Fact>, schema: &Schema, formats: &[Format], entry: &Member) {
    if !entry.required.is_empty() {
        let when = if entry.required == entry.versions {
            "always".to_owned()
        } else {
            period(schema, entry.required)
        };
        facts.push(Fact::one("required", when));
    }
    if !entry.repeated.is_empty() {
        facts.push(Fact::one(
            "repeated",
            "any number of times, without a list around",
        ));
    }
    if let Some(choice) = &entry.choice {
        let members = format!(
            "exactly one of the members of the choice `{}`, {}",
            choice.value,
            period(schema, choice.versions)
        );
        facts.push(Fact::one("choice", members));
    }
    if !entry.deprecated.is_empty() {
        facts.push(Fact::one("deprecated", period(schema, entry.deprecated)));
    }
    if let Some(added) = &entry.added {
        facts.push(Fact::one(
            "added",
            format!("{added}, after the version had come out"),
        ));
    }
    for (limit, versions) in limits(entry) {
        facts.push(Fact::one(
            "limit",
            format!("{limit}{}", unless_always(schema, versions, entry.versions)),
        ));
    }
    for Dated { value, versions } in entry.bounds.pattern.iter() {
        let format = &formats[usize::from(*value)];
        let when = unless_always(schema, *versions, entry.versions);
        facts.push(Fact::one(
            "format",
            format!("{}: {}{when}", format.describe, format.pattern),
        ));
    }
    let ValueKind::Enum(shape) = entry.value else {
        return;
    };
    let ShapeKind::Enum { values, open } = &schema.shape(shape).kind else {
        return;
    };
    let told = |value: &EnumValue| {
        let added = value
            .added
            .as_ref()
            .map_or_else(String::new, |added| format!(", added {added}"));
        let when = unless_always(
            schema,
            value.versions,
            entry.versions.intersection(schema.shape(shape).versions),
        );
        format!("{}{when}{added}", value.value)
    };
    let others = (!open.is_empty()).then(|| "others may exist".to_owned());
    facts.extend(Fact::some(
        "values",
        values.iter().map(told).chain(others).collect(),
    ));
}

/// The bounds of a value in words, each with the versions it holds in.
fn limits(entry: &Member) -> Vec<(String, VersionSet)> {
    let is_text = matches!(entry.value, ValueKind::String);
    let unit = |count: i64| match (is_text, count) {
        (false, _) => "",
        (true, 1) => " character",
        (true, _) => " characters",
    };
    let Bounds { min, max, .. } = &entry.bounds;
    if let ([least], [most]) = (min.as_ref(), max.as_ref())
        && least.versions == most.versions
    {
        return vec![(
            format!("{} to {}{}", least.value, most.value, unit(most.value)),
            least.versions,
        )];
    }
    let bound = |word: &str, bound: &Dated<i64>| {
        (
            format!("{word} {}{}", bound.value, unit(bound.value)),
            bound.versions,
        )
    };
    min.iter()
        .map(|least| bound("at least", least))
        .chain(max.iter().map(|most| bound("at most", most)))
        .collect()
}

/// When a part of a fact holds, unless it is as long as the fact itself.
fn unless_always(schema: &Schema, versions: VersionSet, within: VersionSet) -> String {
    if versions.intersection(within) == within {
        String::new()
    } else {
        format!(", {}", period(schema, versions))
    }
}

fn kind_text(schema: &Schema, entry: &Member) -> String {
    match entry.value {
        ValueKind::String => "text".to_owned(),
        ValueKind::Integer => "whole number of 32 bits".to_owned(),
        ValueKind::Long => "whole number of 64 bits".to_owned(),
        ValueKind::Boolean => "`true` or `false`".to_owned(),
        ValueKind::Timestamp => "moment in ISO 8601".to_owned(),
        ValueKind::Empty => "element without content".to_owned(),
        ValueKind::Any => "anything".to_owned(),
        ValueKind::Enum(_) => format!("one of the values of {}", kind_name(schema, entry.value)),
        ValueKind::Structure(_) => format!("the members of {}", kind_name(schema, entry.value)),
        ValueKind::List(list) => {
            let items: Vec<&str> = schema
                .shape(list)
                .members()
                .iter()
                .map(|item| schema.name_text(item.name))
                .collect();
            format!("list of {}", items.join(" or "))
        }
    }
}

fn need_text(shape: &Shape, entry: &Member, version: Version) -> &'static str {
    if entry.required.contains(version) {
        "required"
    } else if entry.repeated.contains(version) || matches!(shape.kind, ShapeKind::List { .. }) {
        "any number of times"
    } else {
        "optional"
    }
}

/// Whether a rule speaks of an element: of a target that its paths lead to, or of a member that it wants there.
fn touches(schema: &Schema, rule: &Rule, place: &Place<'_>) -> bool {
    rule.at.iter().any(|target| {
        let ends = ends(schema, target.shape, &target.path);
        let within: &[Path] = match &rule.check {
            Check::Required { paths, .. } | Check::Choice(_, paths) => paths,
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

/// The elements that a path leads to from instances of a shape, as members of shapes; without steps the instance itself.
fn ends(schema: &Schema, shape: ShapeId, path: &Path) -> Vec<(ShapeId, Option<NameId>)> {
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

/// The items of a list in either style: those of the list itself, those of the list that it holds, or the repeated element.
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
                    found.push((shape, Some(member.name)))
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
