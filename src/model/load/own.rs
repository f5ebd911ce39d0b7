//! Further checks of a team's own rules: mistakes in their texts would otherwise only show up in a finding. The tests of
//! this crate check the built-in rules in the same way.

use crate::model::load::rules::{Known, WORD_KEYS};
use crate::model::load::{LoadError, Table, Value};
use crate::model::rule::{Check, Target};

/// Placeholders that every rule, or one of the checks, provides.
const PLACEHOLDERS: [&str; 43] = [
    "value",
    "raw-value",
    "raw-name",
    "element",
    "parent",
    "owner",
    "version",
    "line",
    "related-line",
    "length",
    "allowed",
    "count",
    "dropped",
    "expected",
    "first-expected",
    "format",
    "found",
    "higher",
    "higher-value",
    "known",
    "lower",
    "lower-value",
    "max",
    "meant",
    "member",
    "members",
    "min",
    "missing",
    "name",
    "nearest",
    "other",
    "previous",
    "previous-line",
    "quota",
    "quota-name",
    "raise",
    "raw-previous",
    "root",
    "sets",
    "suggested",
    "suggestion",
    "suggestions",
    "sum",
];
/// Situations that can have texts of their own: the operations, and the cases that checks distinguish.
const VARIANTS: [&str; 8] = [
    "create", "update", "delete", "none", "several", "lower", "default", "kind",
];

/// Checks the texts of a rule.
pub(crate) fn check(
    table: &Table<'_>,
    check: &Check,
    at: &[Target],
    known: Known<'_>,
) -> Result<(), LoadError> {
    if let Check::Builtin { fault: name, .. } = check {
        let value = table.need("check")?;
        return Err(value.error(format!(
            "`{name}` is reserved for the built-in rules; use another check"
        )));
    }
    for key in ["title", "message"] {
        if let Some(value) = table
            .get(key)
            .filter(|value| value.text().is_ok_and(|text| text.trim().is_empty()))
        {
            return Err(value.error(format!("`{key}` is empty")));
        }
    }
    words(table, known)?;
    let Some(variants) = table.get("variants") else {
        return Ok(());
    };
    for (key, value) in variants.table()?.entries() {
        // A check that compares lists has texts for each of its places.
        let places = || at.iter().map(|target| target.path.text.as_ref());
        if !VARIANTS.contains(&key.name) && places().all(|place| place != key.name) {
            return Err(key
                .error(format!("unknown variant `{}`", key.name))
                .near_or(
                    key.name,
                    VARIANTS.into_iter().chain(places()),
                    "expected an operation or a situation of the check",
                ));
        }
        words(&value.table()?, known)?;
    }
    Ok(())
}

/// Checks the placeholders of all texts.
fn words(table: &Table<'_>, known: Known<'_>) -> Result<(), LoadError> {
    WORD_KEYS
        .iter()
        .filter_map(|key| table.get(key))
        .try_for_each(|value| placeholders(value, known))
}

fn placeholders(value: Value<'_>, known: Known<'_>) -> Result<(), LoadError> {
    let mut rest = value.text()?;
    while let Some(at) = rest.find('{') {
        rest = &rest[at + 1..];
        if let Some(doubled) = rest.strip_prefix('{') {
            rest = doubled;
            continue;
        }
        let Some((inside, after)) = rest.split_once('}') else {
            return Err(value.error("unclosed `{`; write `{{` for a literal brace"));
        };
        let name = inside.split('|').next().unwrap_or(inside);
        let is_known = match name.split_once(':') {
            Some(("sibling", member)) => known.schema.name(member).is_some(),
            Some(("quota", quota)) => known.quotas.iter().any(|it| it.name == quota),
            _ => PLACEHOLDERS.contains(&name),
        };
        if !is_known {
            return Err(value
                .error(format!("unknown placeholder `{{{name}}}`"))
                .near(name, PLACEHOLDERS));
        }
        rest = after;
    }
    Ok(())
}
