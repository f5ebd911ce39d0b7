//! Quotas: `rules/quotas.toml`.

use crate::model::load::{File, LoadError, Table};
use crate::model::rule::Quota;
use crate::model::schema::Text;

/// All quotas of a file.
///
/// # Errors
/// Every invalid quota.
pub fn load(file: &File) -> Result<Vec<Quota>, Vec<LoadError>> {
    let parsed = file.parse().map_err(|error| vec![error])?;
    let (quotas, errors): (Vec<_>, Vec<_>) = parsed
        .root()
        .entries()
        .into_iter()
        .map(|(key, value)| quota(key.name, &value.table()?))
        .partition(Result::is_ok);
    let errors: Vec<LoadError> = errors.into_iter().filter_map(Result::err).collect();
    if errors.is_empty() {
        Ok(quotas.into_iter().flatten().collect())
    } else {
        Err(errors)
    }
}

fn quota(name: &str, table: &Table<'_>) -> Result<Quota, LoadError> {
    table.only(&["title", "value", "adjustable", "history", "source"])?;
    Ok(Quota {
        name: Text::Owned(name.to_owned()),
        title: table.need_text("title")?,
        value: table.need("value")?.integer()?,
        adjustable: table.flag("adjustable")?,
        history: table.texts("history")?,
        sources: table.texts("source")?,
    })
}
