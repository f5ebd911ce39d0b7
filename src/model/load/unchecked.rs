//! The documents of the API that are not checked: `unchecked.toml` among the files of
//! `rules/shapes/`.
//!
//! ```toml
//! generic = ["Id", "Name"]                         # names that occur in many documents
//!
//! [instead]                                        # what helps instead of the document
//! KeyGroupList = "`aws cloudfront get-key-group` prints one of them"
//!
//! [unchecked]                                      # each with the members that identify it
//! CachePolicy  = ["CachePolicyConfig"]
//! KeyGroupList = []
//! ```

use crate::model::load::{LoadError, Table};
use crate::model::schema::{Text, Unchecked};

/// What the files say about such documents.
#[derive(Debug, Default)]
pub(super) struct Others {
    /// By name.
    pub(super) documents: Vec<Unchecked>,
    pub(super) generic: Vec<Text>,
}

/// What some files say, given by their outermost tables. `is_root` is which documents are
/// checked.
pub(super) fn load(
    files: &[Table<'_>],
    is_root: impl Fn(&str) -> bool,
) -> Result<Others, LoadError> {
    let mut others = Others::default();
    for file in files {
        others.generic.extend(file.texts("generic")?.into_owned());
        let instead = match file.get("instead") {
            Some(instead) => Some(instead.table()?),
            None => None,
        };
        if let Some(unchecked) = file.get("unchecked") {
            let table = unchecked.table()?;
            for (key, _) in table.entries() {
                if is_root(key.name) {
                    return Err(key.error(format!("`{}` has shapes, so it is checked", key.name)));
                }
                others.documents.push(Unchecked {
                    name: Text::Owned(key.name.to_owned()),
                    members: table.texts(key.name)?,
                    instead: match &instead {
                        Some(instead) => instead.text(key.name)?,
                        None => None,
                    },
                });
            }
        }
        for (key, _) in instead.iter().flat_map(Table::entries) {
            if !others.documents.iter().any(|it| it.name == key.name) {
                return Err(key.error(format!("`{}` is not in `[unchecked]`", key.name)));
            }
        }
    }
    others
        .documents
        .sort_by(|one, other| one.name.cmp(&other.name));
    Ok(others)
}
