//! Examples of rules: the keys `bad` and `good`.

use crate::model::load::paths::Facts;
use crate::model::load::rule::{OPERATIONS, scalar_text};
use crate::model::load::text::Key;
use crate::model::load::{LoadError, Table, Value, keys, period};
use crate::model::rule::{Example, Patch};
use crate::model::schema::{List, Text};

/// The examples under a key. Checks their versions.
pub(super) fn read(
    table: &Table<'_>,
    key: &str,
    facts: Facts<'_>,
) -> Result<List<Example>, LoadError> {
    let Some(value) = table.get(key) else {
        return Ok(List::default());
    };
    let example = |value: Value<'_>| -> Result<Example, LoadError> {
        let table = value.table()?;
        table.only(&keys::names(keys::EXAMPLE))?;
        if let Some(version) = table.get("version") {
            period::of_value(version, &facts.known.schema.versions)?;
        }
        Ok(Example {
            title: table.text("title")?,
            patch: patch(&table, facts)?,
            previous: table
                .get("previous")
                .map(|value| previous(value, facts))
                .transpose()?,
            other_files: table.texts("other-files")?,
            base: table.text("base")?,
            version: table.text("version")?,
            operation: table
                .get("operation")
                .map(|value| value.word(&OPERATIONS))
                .transpose()?,
            if_match: table.text("if-match")?,
            quotas: quotas(&table)?,
        })
    };
    value
        .items()?
        .into_iter()
        .map(example)
        .collect::<Result<Vec<_>, _>>()
        .map(Into::into)
}

fn quotas(table: &Table<'_>) -> Result<List<(Text, i64)>, LoadError> {
    let Some(value) = table.get("quotas") else {
        return Ok(List::default());
    };
    let pair = |(key, value): (Key<'_>, Value<'_>)| {
        Ok((Text::Owned(key.name.to_owned()), value.integer()?))
    };
    value
        .table()?
        .entries()
        .into_iter()
        .map(pair)
        .collect::<Result<Vec<_>, LoadError>>()
        .map(Into::into)
}

fn previous(value: Value<'_>, facts: Facts<'_>) -> Result<Patch, LoadError> {
    let table = value.table()?;
    table.only(&keys::names(keys::PATCH))?;
    patch(&table, facts)
}

/// The changes of some names, which come first.
fn used(table: &Table<'_>, facts: Facts<'_>) -> Result<List<Patch>, LoadError> {
    let Some(value) = table.get("use") else {
        return Ok(List::default());
    };
    let patches = value.one_or_more().into_iter().map(|name| {
        let table = facts.definitions.example(name)?;
        table.only(&keys::names(keys::NAMED_EXAMPLE))?;
        changes(&table)
    });
    patches.collect::<Result<Vec<_>, _>>().map(Into::into)
}

fn patch(table: &Table<'_>, facts: Facts<'_>) -> Result<Patch, LoadError> {
    Ok(Patch {
        first: used(table, facts)?,
        ..changes(table)?
    })
}

fn changes(table: &Table<'_>) -> Result<Patch, LoadError> {
    let pairs = |key: &str| -> Result<List<(Text, Text)>, LoadError> {
        let Some(value) = table.get(key) else {
            return Ok(List::default());
        };
        let pair = |(key, value): (Key<'_>, Value<'_>)| {
            Ok((Text::Owned(key.name.to_owned()), scalar_text(value)?))
        };
        value
            .table()?
            .entries()
            .into_iter()
            .map(pair)
            .collect::<Result<Vec<_>, LoadError>>()
            .map(Into::into)
    };
    Ok(Patch {
        first: List::default(),
        text: table.text("text")?,
        remove: table.texts("remove")?,
        set: pairs("set")?,
        xml: pairs("xml")?,
    })
}
