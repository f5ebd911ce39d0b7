//! Envelopes of JSON files: `rules/shapes/envelopes.toml`.

use crate::model::load::text::Key;
use crate::model::load::{LoadError, Table, Value};
use crate::model::schema::{Envelope, List, Root, Text, Use};

use super::{Loader, usage};

const ENVELOPE_KEYS: [&str; 14] = [
    "name", "shape", "needs", "some", "least", "without", "closed", "holds", "inside", "path",
    "root", "use", "etag", "refusal",
];

impl<'f> Loader<'f> {
    pub(super) fn envelope(
        &self,
        table: &Table<'f>,
        roots: &[Root],
    ) -> Result<Envelope, LoadError> {
        table.only(&ENVELOPE_KEYS)?;
        let shape = table
            .get("shape")
            .map(|shape| self.shape_id(shape))
            .transpose()?;
        let root = table.get("root").map(|root| {
            let name = self.name(root)?;
            let index = roots
                .iter()
                .position(|known| known.name == name)
                .ok_or_else(|| root.error("this shape is not a root"))?;
            Ok(index as u16)
        });
        let (root, refusal) = (root.transpose()?, table.text("refusal")?);
        if root.is_some() == refusal.is_some() || root.is_some() != shape.is_some() {
            return Err(table.error("expected either `shape` and `root`, or `refusal`"));
        }
        let some = table.texts("some")?;
        let least = table.get("least").map_or(Ok(0), Value::integer)?;
        let least = u8::try_from(least)
            .ok()
            .filter(|least| usize::from(*least) <= some.len());
        Ok(Envelope {
            name: table.need_text("name")?,
            shape,
            needs: table.texts("needs")?,
            some,
            least: least
                .ok_or_else(|| table.error("`least` exceeds the number of keys in `some`"))?,
            without: table.texts("without")?,
            closed: table.flag("closed")?,
            holds: self.held_formats(table)?,
            inside: table.texts("inside")?,
            path: table.texts("path")?,
            root,
            usage: table.get("use").map_or(Ok(Use::Both), usage)?,
            etag: table.text("etag")?,
            refusal,
        })
    }
    /// The keys of an envelope whose texts must have a format.
    fn held_formats(&self, table: &Table<'f>) -> Result<List<(Text, u16)>, LoadError> {
        let Some(holds) = table.get("holds") else {
            return Ok(List::default());
        };
        let held = |(key, format): (Key<'f>, Value<'f>)| {
            Ok((Text::Owned(key.name.to_owned()), self.format(format)?))
        };
        holds.table()?.entries().into_iter().map(held).collect()
    }
}
