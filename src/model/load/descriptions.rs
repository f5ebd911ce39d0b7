//! What members are for: `rules/descriptions.toml`.

use crate::model::load::text::Key;
use crate::model::load::{File, LoadError, Table};
use crate::model::schema::{Schema, Shape, ShapeKind};

/// Adds the descriptions of a file to the members of a schema.
///
/// # Errors
/// Every description of a shape or member that does not exist.
pub fn load(file: &File, schema: &mut Schema) -> Result<(), Vec<LoadError>> {
    let parsed = file.parse().map_err(|error| vec![error])?;
    let mut errors = Vec::new();
    for (key, value) in parsed.root().entries() {
        let described = value
            .table()
            .and_then(|table| describe(schema, &key, &table));
        errors.extend(described.err());
    }
    if errors.is_empty() {
        Ok(())
    } else {
        Err(errors)
    }
}

/// Describes the members of all shapes of a name or a family.
fn describe(schema: &mut Schema, key: &Key<'_>, table: &Table<'_>) -> Result<(), LoadError> {
    let names: Vec<String> = schema.names.iter().map(ToString::to_string).collect();
    let is_meant =
        |shape: &&mut Shape| shape.name == key.name || shape.family.as_deref() == Some(key.name);
    let mut shapes: Vec<&mut Shape> = schema.shapes.to_mut().iter_mut().filter(is_meant).collect();
    if shapes.is_empty() {
        return Err(key.error(format!("unknown shape `{}`", key.name)));
    }
    for (member, text) in table.entries() {
        let mut is_known = false;
        for shape in &mut shapes {
            let ShapeKind::Structure { members, .. } = &mut shape.kind else {
                continue;
            };
            for entry in members.to_mut() {
                if names[usize::from(entry.name.0)] == member.name {
                    entry.description = Some(text.owned_text()?);
                    is_known = true;
                }
            }
        }
        if !is_known {
            return Err(member.error(format!("the shape has no member `{}`", member.name)));
        }
    }
    Ok(())
}
