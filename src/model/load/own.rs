//! Further checks of a team's own rules.

use crate::model::load::text::Key;
use crate::model::load::{LoadError, Table, Value, elements};
use crate::model::rule::Check;
use crate::model::schema::Schema;

/// Checks that a rule is not one of the engine, that it has texts, and that its examples change
/// what exists.
pub(crate) fn check(table: &Table<'_>, check: &Check, schema: &Schema) -> Result<(), LoadError> {
    if let Check::Builtin { fault, .. } = check {
        let value = table.need("check")?;
        return Err(value.error(format!(
            "`{fault}` is reserved for the built-in rules; use another check"
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
    examples(table, schema)
}

/// Checks that the examples of a rule change what exists.
pub(crate) fn examples(table: &Table<'_>, schema: &Schema) -> Result<(), LoadError> {
    let of_key = |key: &str| table.get(key).map(Value::one_or_more).unwrap_or_default();
    for example in ["bad", "good"].into_iter().flat_map(of_key) {
        let example = example.table()?;
        changes_exist(&example, schema)?;
        if let Some(previous) = example.get("previous") {
            changes_exist(&previous.table()?, schema)?;
        }
    }
    Ok(())
}

/// Makes sure that the paths of the changes of an example exist in a version.
fn changes_exist(example: &Table<'_>, schema: &Schema) -> Result<(), LoadError> {
    for key in ["set", "xml"] {
        let Some(changes) = example.get(key) else {
            continue;
        };
        for (path, _) in changes.table()?.entries() {
            element_exists(path.name, schema, |message| Key::error(&path, message))?;
        }
    }
    let removed = example.get("remove").map(Value::one_or_more);
    for path in removed.unwrap_or_default() {
        element_exists(path.text()?, schema, |message| path.error(message))?;
    }
    Ok(())
}

fn element_exists(
    path: &str,
    schema: &Schema,
    error: impl FnOnce(String) -> LoadError,
) -> Result<(), LoadError> {
    let Err((name, known)) = elements::element(schema, path) else {
        return Ok(());
    };
    let message = format!("no version has an element `{name}` there");
    Err(error(message).near(&name, known))
}
