//! Further checks of a team's own rules.

use crate::model::load::{LoadError, Table};
use crate::model::rule::Check;

/// Checks that a rule is not one of the engine, and that it has texts.
pub(crate) fn check(table: &Table<'_>, check: &Check) -> Result<(), LoadError> {
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
    Ok(())
}
