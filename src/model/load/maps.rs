//! What the picture of a document shows: `rules/map.toml`.

use crate::model::load::{File, LoadError, Table, Value};
use crate::model::map::{Column, MapPlan};
use crate::model::schema::{List, NameId, Schema, ShapeId};

/// All pictures of a file.
///
/// # Errors
/// Every entry that is invalid or names what does not exist.
pub fn load(file: &File, schema: &Schema) -> Result<Vec<MapPlan>, Vec<LoadError>> {
    let parsed = file.parse().map_err(|error| vec![error])?;
    let plans = parsed.root().entries().into_iter().map(|(key, value)| {
        let index = schema.shapes.iter().position(|it| it.name == key.name);
        let index = index.ok_or_else(|| key.error(format!("unknown shape `{}`", key.name)))?;
        let table = value.table()?;
        table.only(&["column"])?;
        let columns = table.need("column")?.items()?.into_iter();
        Ok(MapPlan {
            shape: ShapeId(index as u16),
            columns: columns
                .map(|value| column(schema, &value.table()?))
                .collect::<Result<_, _>>()?,
        })
    });
    plans
        .collect::<Result<Vec<_>, LoadError>>()
        .map_err(|error| vec![error])
}

fn column(schema: &Schema, table: &Table<'_>) -> Result<Column, LoadError> {
    table.only(&["title", "at", "name", "unnamed", "details"])?;
    let paths = table.need("at")?.items()?.into_iter();
    Ok(Column {
        title: table.need_text("title")?,
        at: paths
            .map(|path| names(schema, path, path.text()?.split('/')))
            .collect::<Result<_, _>>()?,
        name: match table.get("name") {
            Some(value) => names(schema, value, std::iter::once(value.text()?))?
                .first()
                .copied(),
            None => None,
        },
        unnamed: table.need_text("unnamed")?,
        details: match table.get("details") {
            Some(value) => names(schema, value, value.texts()?.iter().map(AsRef::as_ref))?,
            None => List::default(),
        },
    })
}

fn names<'n>(
    schema: &Schema,
    value: Value<'_>,
    names: impl Iterator<Item = &'n str>,
) -> Result<List<NameId>, LoadError> {
    let known = |name: &str| {
        schema
            .name(name)
            .ok_or_else(|| value.error(format!("no member is called `{name}`")))
    };
    names.map(known).collect()
}
