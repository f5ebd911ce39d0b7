//! Facts with a period.

use crate::model::load::{LoadError, Table, Value, period};
use crate::model::schema::{Dated, List, VersionSet};

use super::Loader;

impl<'f> Loader<'f> {
    pub(super) fn flag(
        &self,
        table: &Table<'f>,
        key: &str,
        within: VersionSet,
    ) -> Result<VersionSet, LoadError> {
        table.get(key).map_or(Ok(VersionSet::NONE), |value| {
            period::of_flag(value, &self.versions, within)
        })
    }

    pub(super) fn numbers(
        &self,
        table: &Table<'f>,
        key: &str,
        within: VersionSet,
    ) -> Result<List<Dated<i64>>, LoadError> {
        self.list(table, key, within, Value::integer)
    }

    pub(super) fn list<T: Clone>(
        &self,
        table: &Table<'f>,
        key: &str,
        within: VersionSet,
        read: impl Fn(Value<'f>) -> Result<T, LoadError> + Copy,
    ) -> Result<List<Dated<T>>, LoadError> {
        let Some(value) = table.get(key) else {
            return Ok(List::Borrowed(&[]));
        };
        value
            .one_or_more()
            .into_iter()
            .map(|value| self.dated(value, within, read))
            .collect::<Result<Vec<_>, _>>()
            .map(List::Owned)
    }

    /// A value, or a table of `value` and its time.
    pub(super) fn dated<T: Clone>(
        &self,
        value: Value<'f>,
        within: VersionSet,
        read: impl Fn(Value<'f>) -> Result<T, LoadError>,
    ) -> Result<Dated<T>, LoadError> {
        if !value.is_table() {
            return Ok(Dated {
                value: read(value)?,
                versions: within,
            });
        }
        let table = value.table()?;
        table.only(&["value", "since", "until", "versions"])?;
        Ok(Dated {
            value: read(table.need("value")?)?,
            versions: period::of_table(&table, &self.versions, within)?,
        })
    }
}
