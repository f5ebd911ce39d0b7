//! What is known about an element: its type, its limits, when it exists, the rules about it.

use std::borrow::Cow;

use crate::explain::facts::kind_name;
use crate::explain::places::Place;
use crate::explain::quotas::quotas_of;
use crate::explain::reference::{counted_description, reference_url};
use crate::explain::resources;
use crate::explain::rules_about::rules_about;
use crate::model::rule::{Format, Rule};
use crate::model::schema::{
    Api, Bounds, Dated, EnumValue, Member, Schema, Shape, ShapeKind, ValueKind, Version,
    VersionSet, period,
};

/// One thing that is known about an element.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Fact {
    /// What it is: a version, or a word such as `type`, `limit` or `rules`.
    pub key: Cow<'static, str>,
    /// What is known; at least one value.
    pub values: Vec<String>,
}

impl Fact {
    /// The API of an element that is not part of the one whose versions the timeline counts.
    pub(crate) fn of_api(api: &Api) -> Self {
        Self::one("api", format!("{} {}", api.name, api.version))
    }

    pub(crate) fn one(key: &'static str, value: impl Into<String>) -> Self {
        Self {
            key: key.into(),
            values: vec![value.into()],
        }
    }

    pub(crate) fn some(key: &'static str, values: Vec<String>) -> Option<Self> {
        (!values.is_empty()).then_some(Self {
            key: key.into(),
            values,
        })
    }
}

/// All that is known about an element. With a version, what is true in it comes first.
pub fn element_facts(
    schema: &Schema,
    formats: &[Format],
    rules: &[Rule],
    place: &Place<'_>,
    version: Option<Version>,
) -> Vec<Fact> {
    let mut facts = Vec::new();
    facts.extend(description(schema, place).map(|text| Fact::one("about", text)));
    if let Some(api) = place.api {
        facts.push(Fact::of_api(api));
    } else if let Some(version) = version {
        facts.push(version_fact(schema, place, version));
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
    facts.extend(place.entries.iter().copied().find_map(resources::of_member));
    if let Some(replaced_by) = place
        .entries
        .iter()
        .find_map(|entry| entry.replaced_by.as_ref())
    {
        facts.push(Fact::one("instead", replaced_by.as_ref()));
    }
    let rules: Vec<&Rule> = rules_about(schema, rules, place).collect();
    facts.extend(Fact::some("quota", quotas_of(rules.iter().copied())));
    facts.extend(Fact::some(
        "rules",
        rules.into_iter().map(rule_line).collect(),
    ));
    facts.extend(reference_url(schema, place).map(|url| Fact::one("reference", url)));
    if place.api.is_none() {
        facts.extend(sources(schema, exists, version));
    }
    facts
}

/// What an element is for.
fn description(schema: &Schema, place: &Place<'_>) -> Option<String> {
    let mut written = place.entries.iter().rev();
    let written = written.find_map(|entry| entry.description.as_deref());
    written
        .map(str::to_owned)
        .or_else(|| counted_description(schema, place))
}

/// What an element is in a version.
fn version_fact(schema: &Schema, place: &Place<'_>, version: Version) -> Fact {
    let mut entries = place.entries.iter();
    let value = match entries.find(|entry| entry.versions.contains(version)) {
        None => "does not exist".to_owned(),
        Some(entry) => format!(
            "{}, {}",
            kind_text(schema, entry),
            need_text(schema.shape(place.shape), entry, version)
        ),
    };
    Fact {
        key: Cow::Owned(schema.version_info(version).name.to_string()),
        values: vec![value],
    }
}

/// A rule in one line.
pub(crate) fn rule_line(rule: &Rule) -> String {
    format!("{} ({}): {}", rule.name, rule.severity.as_str(), rule.title)
}

/// Where the facts of a version are from; without one, or if the element does not exist in it,
/// those of the first.
pub(crate) fn sources(
    schema: &Schema,
    exists: VersionSet,
    version: Option<Version>,
) -> Option<Fact> {
    let asked = version
        .filter(|version| exists.contains(*version))
        .or(exists.first())?;
    let sources = schema.version_info(asked).sources.iter();
    Fact::some("sources", sources.map(ToString::to_string).collect())
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
        facts.push(Fact::one("repeated", "any number of times, without a list"));
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
            format!("{added}, after the version was published"),
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
    facts.extend(values_fact(schema, entry));
}

/// The values of an enum, with the versions of those that do not always exist.
fn values_fact(schema: &Schema, entry: &Member) -> Option<Fact> {
    let ValueKind::Enum(shape) = entry.value else {
        return None;
    };
    let ShapeKind::Enum { values, open } = &schema.shape(shape).kind else {
        return None;
    };
    let dated = |value: &EnumValue| {
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
    Fact::some("values", values.iter().map(dated).chain(others).collect())
}

/// The bounds of a value in words, each with its versions.
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

/// The versions of a part of a fact, unless they are those of the fact itself.
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
        ValueKind::Integer => "integer (32 bits)".to_owned(),
        ValueKind::Long => "integer (64 bits)".to_owned(),
        ValueKind::Double => "number".to_owned(),
        ValueKind::Boolean => "`true` or `false`".to_owned(),
        ValueKind::Timestamp => "time in ISO 8601".to_owned(),
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
