//! References to formats, shapes and members by name.

use crate::model::load::{LoadError, Value};
use crate::model::schema::{NameId, ShapeId};

use super::Loader;

impl<'f> Loader<'f> {
    pub(super) fn format(&self, value: Value<'f>) -> Result<u16, LoadError> {
        let name = value.text()?;
        let index = self.formats.iter().position(|format| format.name == name);
        index.map(|index| index as u16).ok_or_else(|| {
            value
                .error(format!("unknown format `{name}`"))
                .near(name, self.formats.iter().map(|format| format.name.as_ref()))
        })
    }

    pub(super) fn shape_id(&self, value: Value<'f>) -> Result<ShapeId, LoadError> {
        let name = value.text()?;
        self.by_name.get(name).copied().ok_or_else(|| {
            value
                .error(format!("unknown shape `{name}`"))
                .near(name, self.by_name.keys().copied())
        })
    }

    pub(super) fn name(&self, value: Value<'f>) -> Result<NameId, LoadError> {
        let name = value.text()?;
        self.name_of(name).ok_or_else(|| {
            value
                .error(format!("no shape has a member `{name}`"))
                .near(name, self.names.iter().copied())
        })
    }

    pub(super) fn name_of(&self, name: &str) -> Option<NameId> {
        self.names
            .binary_search(&name)
            .ok()
            .map(|index| NameId(index as u16))
    }
}
