//! Structures, lists and enums of the timeline.

use crate::model::load::rule::scalar_text;
use crate::model::load::text::Key;
use crate::model::load::{LoadError, Table, Value, period};
use crate::model::schema::{
    Api, Bounds, EnumValue, List, Member, NameId, Root, Shape, ShapeId, ShapeKind, Text, ValueKind,
    VersionSet,
};

use super::{Loader, Source, usage};

const SHAPE_KEYS: [&str; 14] = [
    "since",
    "until",
    "versions",
    "family",
    "root",
    "members",
    "replaced_by",
    "replacements",
    "counted",
    "item",
    "min",
    "max",
    "values",
    "open",
];
const MEMBER_KEYS: [&str; 16] = [
    "type",
    "since",
    "until",
    "versions",
    "required",
    "repeated",
    "deprecated",
    "sensitive",
    "protective",
    "choice",
    "refers",
    "min",
    "max",
    "format",
    "default",
    "added",
];

impl<'f> Loader<'f> {
    pub(super) fn shape(&self, index: usize) -> Result<(Shape, Option<Root>), LoadError> {
        let Source { key, table, api } = &self.sources[index];
        let within = self.periods[index];
        table.only(&SHAPE_KEYS)?;
        let kind = self.kind(key, table, within)?;
        let root = table
            .get("root")
            .map(|root| self.root(index, &root.table()?, api.as_ref()))
            .transpose()?;
        Ok((
            Shape {
                name: Text::Owned(key.name.to_owned()),
                family: table.text("family")?,
                versions: within,
                kind,
            },
            root,
        ))
    }

    fn kind(
        &self,
        key: &Key<'f>,
        table: &Table<'f>,
        within: VersionSet,
    ) -> Result<ShapeKind, LoadError> {
        Ok(
            match (table.get("members"), table.get("item"), table.get("values")) {
                (Some(members), None, None) => self.structure(table, &members.table()?, within)?,
                (None, Some(item), None) => {
                    let (item, _) = self.members(&item.table()?, within)?;
                    ShapeKind::List {
                        item: item.into(),
                        min: self.numbers(table, "min", within)?,
                        max: self.numbers(table, "max", within)?,
                    }
                }
                (None, None, Some(values)) => {
                    let values = values
                        .items()?
                        .into_iter()
                        .map(|value| self.enum_value(value, within))
                        .collect::<Result<Vec<_>, _>>()?;
                    ShapeKind::Enum {
                        values: values.into(),
                        open: self.flag(table, "open", within)?,
                    }
                }
                _ => {
                    return Err(key.error(format!(
                        "expected exactly one of `members`, `item`, `values` in `{}`",
                        key.name
                    )));
                }
            },
        )
    }

    fn structure(
        &self,
        table: &Table<'f>,
        members: &Table<'f>,
        within: VersionSet,
    ) -> Result<ShapeKind, LoadError> {
        let (mut members, slots) = self.members(members, within)?;
        if let Some(replaced_by) = table.get("replaced_by") {
            self.for_each_named(&replaced_by.table()?, &mut members, |text, entries| {
                for entry in entries {
                    entry.replaced_by = Some(text.owned_text()?);
                }
                Ok(())
            })?;
        }
        if let Some(replacements) = table.get("replacements") {
            self.for_each_named(&replacements.table()?, &mut members, |names, entries| {
                let names = names
                    .one_or_more()
                    .into_iter()
                    .map(|name| self.name(name))
                    .collect::<Result<Vec<_>, _>>()?;
                for entry in entries {
                    entry.replacements = names.clone().into();
                }
                Ok(())
            })?;
        }
        let counted = self.flag(table, "counted", within)?;
        Ok(ShapeKind::Structure {
            members: members.into(),
            counted,
            slots,
        })
    }

    fn root(&self, index: usize, table: &Table<'f>, api: Option<&Api>) -> Result<Root, LoadError> {
        table.only(&["use", "config", "resource"])?;
        let shape = &self.sources[index];
        let config = table
            .get("config")
            .map(|config| self.name(config))
            .transpose()?;
        Ok(Root {
            name: self
                .name_of(shape.key.name)
                .ok_or_else(|| shape.key.error("unknown name of a root"))?,
            shape: ShapeId(index as u16),
            versions: self.periods[index],
            usage: usage(table.need("use")?)?,
            config,
            resource: table.text("resource")?,
            api: api.cloned(),
        })
    }

    fn members(
        &self,
        table: &Table<'f>,
        within: VersionSet,
    ) -> Result<(Vec<Member>, u8), LoadError> {
        let mut members: Vec<Member> = Vec::new();
        let mut slot = 0;
        for (key, value) in table.entries() {
            if slot == u8::MAX {
                return Err(key.error("more than 255 members; the limit of a shape is 255"));
            }
            let name = self
                .name_of(key.name)
                .ok_or_else(|| key.error("unknown name of a member"))?;
            let first = members.len();
            for entry in value.one_or_more() {
                let member = self.member(name, slot, &entry.table()?, within)?;
                if members[first..]
                    .iter()
                    .any(|other| !other.versions.intersection(member.versions).is_empty())
                {
                    return Err(
                        entry.error(format!("the entries of `{}` overlap in time", key.name))
                    );
                }
                members.push(member);
            }
            slot += 1;
        }
        Ok((members, slot))
    }

    fn member(
        &self,
        name: NameId,
        slot: u8,
        table: &Table<'f>,
        within: VersionSet,
    ) -> Result<Member, LoadError> {
        table.only(&MEMBER_KEYS)?;
        let versions = period::of_table(table, &self.versions, within)?;
        let (is_protective, protection) = protection(table)?;
        Ok(Member {
            name,
            slot,
            value: self.value_kind(table.need("type")?, versions)?,
            versions,
            required: self.flag(table, "required", versions)?,
            repeated: self.flag(table, "repeated", versions)?,
            deprecated: self.flag(table, "deprecated", versions)?,
            sensitive: table.flag("sensitive")?,
            protective: is_protective,
            protection,
            choice: table
                .get("choice")
                .map(|choice| self.dated(choice, versions, Value::owned_text))
                .transpose()?,
            refers: table
                .get("refers")
                .map(|root| self.root_name(root))
                .transpose()?,
            bounds: Bounds {
                min: self.numbers(table, "min", versions)?,
                max: self.numbers(table, "max", versions)?,
                pattern: self.list(table, "format", versions, |value| self.format(value))?,
            },
            default: self.list(table, "default", versions, scalar_text)?,
            replaced_by: None,
            replacements: List::default(),
            added: table.text("added")?,
            description: None,
        })
    }

    /// The name of a root.
    fn root_name(&self, value: Value<'f>) -> Result<NameId, LoadError> {
        let name = value.text()?;
        let is_root = |source: &&Source<'f>| source.table.get("root").is_some();
        let roots: Vec<&str> = self
            .sources
            .iter()
            .filter(is_root)
            .map(|it| it.key.name)
            .collect();
        self.name_of(name)
            .filter(|_| roots.contains(&name))
            .ok_or_else(|| {
                value
                    .error(format!("unknown root `{name}`"))
                    .near(name, roots)
            })
    }

    /// Does something with the entries of each member that a table names.
    fn for_each_named(
        &self,
        table: &Table<'f>,
        members: &mut [Member],
        set: impl Fn(Value<'f>, Vec<&mut Member>) -> Result<(), LoadError>,
    ) -> Result<(), LoadError> {
        for (key, value) in table.entries() {
            let name = self.name_of(key.name);
            let is_named = |member: &&mut Member| Some(member.name) == name;
            let entries: Vec<&mut Member> = members.iter_mut().filter(is_named).collect();
            if entries.is_empty() {
                let names = members
                    .iter()
                    .map(|member| self.names[usize::from(member.name.0)]);
                return Err(key
                    .error(format!("the shape has no member `{}`", key.name))
                    .near(key.name, names));
            }
            set(value, entries)?;
        }
        Ok(())
    }

    fn value_kind(&self, value: Value<'f>, versions: VersionSet) -> Result<ValueKind, LoadError> {
        let simple = [
            ("string", ValueKind::String),
            ("boolean", ValueKind::Boolean),
            ("integer", ValueKind::Integer),
            ("long", ValueKind::Long),
            ("double", ValueKind::Double),
            ("timestamp", ValueKind::Timestamp),
            ("empty", ValueKind::Empty),
            ("any", ValueKind::Any),
        ];
        let Some(shape) = self.by_name.get(value.text()?).copied() else {
            let shapes = self.by_name.keys().copied();
            return value.word(&simple).map_err(|error| {
                error.near(
                    value.text().unwrap_or_default(),
                    shapes.chain(simple.map(|(name, _)| name)),
                )
            });
        };
        let source = &self.sources[usize::from(shape.0)];
        if versions.intersection(self.periods[usize::from(shape.0)]) != versions {
            return Err(value.error(format!(
                "the shape `{}` does not exist in all versions of this member",
                source.key.name
            )));
        }
        Ok(if source.table.get("members").is_some() {
            ValueKind::Structure(shape)
        } else if source.table.get("item").is_some() {
            ValueKind::List(shape)
        } else {
            ValueKind::Enum(shape)
        })
    }

    pub(super) fn enum_value(
        &self,
        value: Value<'f>,
        within: VersionSet,
    ) -> Result<EnumValue, LoadError> {
        if value.is_text() {
            return Ok(EnumValue {
                value: value.owned_text()?,
                documented: false,
                versions: within,
                added: None,
            });
        }
        let table = value.table()?;
        table.only(&["value", "documented", "since", "until", "versions", "added"])?;
        Ok(EnumValue {
            value: table.need_text("value")?,
            documented: table.flag("documented")?,
            versions: period::of_table(&table, &self.versions, within)?,
            added: table.text("added")?,
        })
    }
}

/// What `protective` says: that a member protects, and its values from the least to the most
/// protective.
fn protection(table: &Table<'_>) -> Result<(bool, List<Text>), LoadError> {
    match table.get("protective") {
        Some(value) if value.is_array() => Ok((true, value.texts()?)),
        Some(value) => Ok((value.boolean()?, List::default())),
        None => Ok((false, List::default())),
    }
}
