//! Reading the resources that AWS manages: `rules/managed/*.toml`.

use crate::model::load::{File, LoadError};
use crate::model::managed::Managed;
use crate::model::schema::{Schema, Text};

/// The resources of some files, by their ids.
///
/// # Errors
/// If a key is missing, or a root is unknown.
pub fn load(files: &[File], schema: &Schema) -> Result<Vec<Managed>, Vec<LoadError>> {
    let mut all = Vec::new();
    let mut errors = Vec::new();
    for file in files {
        match of_file(file, schema) {
            Ok(found) => all.extend(found),
            Err(error) => errors.push(error),
        }
    }
    if errors.is_empty() {
        Ok(all)
    } else {
        Err(errors)
    }
}

fn of_file(file: &File, schema: &Schema) -> Result<Vec<Managed>, LoadError> {
    let parsed = file.parse()?;
    let mut all = Vec::new();
    for (key, value) in parsed.root().entries() {
        let table = value.table()?;
        table.only(&["name", "root", "document"])?;
        let root = table.need("root")?;
        let name = root.text()?;
        all.push(Managed {
            id: Text::Owned(key.name.to_owned()),
            name: table.need_text("name")?,
            root: schema.name(name).ok_or_else(|| {
                let roots = schema.roots.iter().map(|it| schema.name_text(it.name));
                root.error(format!("unknown root `{name}`"))
                    .near(name, roots)
            })?,
            document: table.need_text("document")?,
        });
    }
    Ok(all)
}
