//! How old documents are written in newer versions: `rules/upgrades.toml`.

use crate::model::load::{File, LoadError, Table, Value};
use crate::model::schema::{List, NameId, Schema, ShapeId, Text};
use crate::model::upgrade::{Move, Names, Upgrade};

/// All entries of a file.
///
/// # Errors
/// Every entry that is invalid or names what does not exist.
pub fn load(file: &File, schema: &Schema) -> Result<Vec<Upgrade>, Vec<LoadError>> {
    let parsed = file.parse().map_err(|error| vec![error])?;
    let (mut upgrades, mut errors) = (Vec::new(), Vec::new());
    for (key, value) in parsed.root().entries() {
        let shape = schema.shapes.iter().position(|it| it.name == key.name);
        let read = match shape {
            Some(index) => value
                .table()
                .and_then(|table| upgrade(schema, ShapeId(index as u16), &table)),
            None => Err(key.error(format!("unknown shape `{}`", key.name))),
        };
        match read {
            Ok(upgrade) => upgrades.push(upgrade),
            Err(error) => errors.push(error),
        }
    }
    if errors.is_empty() {
        Ok(upgrades)
    } else {
        Err(errors)
    }
}

fn upgrade(schema: &Schema, shape: ShapeId, table: &Table<'_>) -> Result<Upgrade, LoadError> {
    table.only(&["until", "move", "fixed"])?;
    let until = table.need("until")?;
    let moves = table.need("move")?.items()?;
    Ok(Upgrade {
        shape,
        until: schema
            .version(until.text()?)
            .ok_or_else(|| until.error("unknown version"))?,
        moves: moves
            .into_iter()
            .map(|value| moved(schema, &value.table()?))
            .collect::<Result<_, _>>()?,
        fixed: texts_at(schema, table.get("fixed"))?,
    })
}

fn moved(schema: &Schema, table: &Table<'_>) -> Result<Move, LoadError> {
    table.only(&["from", "to", "text", "values", "with"])?;
    let values = match table.get("values") {
        Some(values) => values
            .table()?
            .entries()
            .into_iter()
            .map(|(key, value)| Ok((Text::Owned(key.name.to_owned()), value.owned_text()?)))
            .collect::<Result<_, LoadError>>()?,
        None => List::default(),
    };
    Ok(Move {
        from: names(schema, table.need("from")?)?,
        to: table
            .need("to")?
            .items()?
            .into_iter()
            .map(|path| names(schema, path))
            .collect::<Result<_, _>>()?,
        text: table.text("text")?,
        values,
        with: texts_at(schema, table.get("with"))?,
    })
}

/// A table from paths to texts.
fn texts_at(schema: &Schema, value: Option<Value<'_>>) -> Result<List<(Names, Text)>, LoadError> {
    let Some(value) = value else {
        return Ok(List::default());
    };
    let entries = value.table()?.entries().into_iter();
    entries
        .map(|(key, value)| {
            let names = names_of(schema, key.name)
                .ok_or_else(|| key.error("no member has one of these names"))?;
            Ok((names, value.owned_text()?))
        })
        .collect()
}

fn names(schema: &Schema, value: Value<'_>) -> Result<Names, LoadError> {
    names_of(schema, value.text()?).ok_or_else(|| value.error("no member has one of these names"))
}

fn names_of(schema: &Schema, path: &str) -> Option<Names> {
    let names: Option<Vec<NameId>> = path.split('/').map(|name| schema.name(name)).collect();
    names.map(List::Owned)
}
