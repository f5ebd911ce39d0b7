//! The timeline: files of `rules/shapes/`.
//!
//! ```toml
//! [source]                                         # in versions.toml
//! botocore = "botocore 1.44.5, service-2.json"
//!
//! [[version]]                                      # oldest first
//! name       = "2012-05-05"
//! namespace  = "http://cloudfront.amazonaws.com/doc/2012-05-05/"
//! confidence = "model"                             # model, docs, client or inferred
//! summary    = "What it brought."
//! sources    = ["botocore"]
//!
//! [Distribution]                                   # a structure
//! root = { use = "response", config = "DistributionConfig" }
//! [Distribution.members]                           # in the service's order
//! Id     = { type = "string", required = true }
//! Status = [
//!   { type = "DistributionStatus", until = "2012-03-15" },
//!   { type = "string", since = "2012-05-05" },
//! ]
//! Items  = { type = "AliasList", required = "..2014-10-21", deprecated = "2015-09-17.." }
//! Key    = { type = "string", min = 1, max = [{ value = 32, since = "2020-05-31" }] }
//! [Distribution.replaced_by]                       # what replaces a member in other versions
//! Items  = "before 2012-05-05 …"
//! [Distribution.replacements]                      # the names of the members in that sentence
//! Items  = ["Alias"]
//!
//! [AliasList]                                      # a list: items under one name
//! since = "2012-05-05"
//! item.CNAME = { type = "string" }
//!
//! [ViewerProtocolPolicy]                           # an enum
//! values = ["allow-all", { value = "redirect-to-https", since = "2014-01-31" }]
//! ```
//!
//! Every fact may be dated, in the notation of [`period`]; without a date it holds as long as what
//! holds it. A `type` is one of the simple ones, in lower case, or the name of a shape.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::ServiceError;
use crate::model::load::text::Key;
use crate::model::load::{File, LoadError, Table, Value, period, rules, unchecked};
use crate::model::rule::Format;
use crate::model::schema::{
    Api, Bounds, Confidence, Dated, EnumValue, Envelope, List, Member, NameId, Root, Schema, Shape,
    ShapeId, ShapeKind, Text, Use, ValueKind, VersionInfo, VersionSet, lay_name_table,
};

/// The schema that some files make together.
///
/// # Errors
/// Every shape and envelope that is at fault.
pub fn load(files: &[File], formats: &[Format]) -> Result<Schema, Vec<LoadError>> {
    let parsed = files
        .iter()
        .map(File::parse)
        .collect::<Result<Vec<_>, _>>()
        .map_err(|error| vec![error])?;
    let loader = Loader::new(
        parsed
            .iter()
            .map(crate::model::load::text::Parsed::root)
            .collect(),
        formats,
    )
    .map_err(|error| vec![error])?;
    loader.load()
}

/// A shape's table with what its file says about it.
struct Source<'f> {
    key: Key<'f>,
    table: Table<'f>,
    api: Option<Api>,
}

struct Loader<'f> {
    formats: &'f [Format],
    versions: Vec<VersionInfo>,
    names: Vec<&'f str>,
    sources: Vec<Source<'f>>,
    /// When each shape exists, beside `sources`.
    periods: Vec<VersionSet>,
    by_name: BTreeMap<&'f str, ShapeId>,
    envelopes: Vec<Table<'f>>,
    /// The outermost tables of the files.
    files: Vec<Table<'f>>,
}

const VERSION_KEYS: [&str; 5] = ["name", "namespace", "confidence", "summary", "sources"];
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
const MEMBER_KEYS: [&str; 15] = [
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
    "min",
    "max",
    "format",
    "default",
    "added",
];
const ENVELOPE_KEYS: [&str; 14] = [
    "name", "shape", "needs", "some", "least", "lacks", "closed", "holds", "inside", "path",
    "root", "use", "etag", "refusal",
];

impl<'f> Loader<'f> {
    /// Collects what the files define, so that shapes may name each other in any order.
    fn new(roots: Vec<Table<'f>>, formats: &'f [Format]) -> Result<Self, LoadError> {
        let mut loader = Self {
            formats,
            versions: Vec::new(),
            names: Vec::new(),
            sources: Vec::new(),
            periods: Vec::new(),
            by_name: BTreeMap::new(),
            envelopes: Vec::new(),
            files: roots.clone(),
        };
        let mut names = BTreeSet::new();
        for root in roots {
            let api = root.get("api").map(api).transpose()?;
            for (key, value) in root.entries() {
                match key.name {
                    "api" | "source" | "unchecked" | "instead" | "generic" => {}
                    "version" => {
                        let sources = root.get("source").map(Value::table).transpose()?;
                        loader.versions = value
                            .items()?
                            .into_iter()
                            .map(|value| version(value, sources.as_ref()))
                            .collect::<Result<_, _>>()?;
                    }
                    "envelope" => {
                        for envelope in value.items()? {
                            loader.envelopes.push(envelope.table()?);
                        }
                    }
                    name if name.starts_with(|first: char| first.is_ascii_uppercase()) => {
                        let table = value.table()?;
                        if loader
                            .by_name
                            .insert(name, ShapeId(loader.sources.len() as u16))
                            .is_some()
                        {
                            return Err(key.error(format!("duplicate shape `{name}`")));
                        }
                        if table.get("root").is_some() {
                            names.insert(name);
                        }
                        for members in ["members", "item"] {
                            if let Some(members) = table.get(members) {
                                names.extend(
                                    members.table()?.entries().iter().map(|(key, _)| key.name),
                                );
                            }
                        }
                        loader.sources.push(Source {
                            key,
                            table,
                            api: api.clone(),
                        });
                    }
                    name => {
                        return Err(key.error(format!("unknown key `{name}`")).near_or(
                            name,
                            [
                                "source",
                                "version",
                                "envelope",
                                "api",
                                "unchecked",
                                "instead",
                                "generic",
                            ],
                            "expected `source`, `version`, `envelope`, `api`, `unchecked`, `instead`, `generic` or the name of a shape",
                        ));
                    }
                }
            }
        }
        if loader.versions.is_empty() || loader.versions.len() > 64 {
            return Err(nowhere(format!(
                "{} versions; the timeline must have 1 to 64",
                loader.versions.len()
            )));
        }
        let every = period::every(&loader.versions);
        for source in &loader.sources {
            loader
                .periods
                .push(period::of_table(&source.table, &loader.versions, every)?);
        }
        loader.names = names.into_iter().collect();
        Ok(loader)
    }

    fn load(self) -> Result<Schema, Vec<LoadError>> {
        let mut shapes = Vec::new();
        let mut roots = Vec::new();
        let mut errors = Vec::new();
        for index in 0..self.sources.len() {
            match self.shape(index) {
                Ok((shape, root)) => {
                    shapes.push(shape);
                    roots.extend(root);
                }
                Err(error) => errors.push(error),
            }
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        let mut envelopes = Vec::new();
        for table in &self.envelopes {
            match self.envelope(table, &roots) {
                Ok(envelope) => envelopes.push(envelope),
                Err(error) => errors.push(error),
            }
        }
        errors.extend(self.unused(&shapes, &roots, &envelopes));
        let is_root = |name: &str| {
            roots
                .iter()
                .any(|root| self.names[usize::from(root.name.0)] == name)
        };
        let other = match unchecked::load(&self.files, is_root) {
            Ok(other) => other,
            Err(error) => {
                errors.push(error);
                return Err(errors);
            }
        };
        if !errors.is_empty() {
            return Err(errors);
        }
        Ok(Schema {
            slots: self.slots(&shapes).into(),
            name_table: lay_name_table(&self.names).into(),
            names: self
                .names
                .iter()
                .map(|name| Text::Owned((*name).to_owned()))
                .collect(),
            versions: self.versions.into(),
            shapes: shapes.into(),
            roots: roots.into(),
            envelopes: envelopes.into(),
            unchecked: other.documents.into(),
            generic: other.generic.into(),
        })
    }

    fn slots(&self, shapes: &[Shape]) -> Vec<u8> {
        let mut slots = vec![u8::MAX; shapes.len() * self.names.len()];
        for (index, shape) in shapes.iter().enumerate() {
            for member in shape.members() {
                slots[index * self.names.len() + usize::from(member.name.0)] = member.slot;
            }
        }
        slots
    }

    fn shape(&self, index: usize) -> Result<(Shape, Option<Root>), LoadError> {
        let Source { key, table, api } = &self.sources[index];
        let within = self.periods[index];
        table.only(&SHAPE_KEYS)?;
        let kind = match (table.get("members"), table.get("item"), table.get("values")) {
            (Some(members), None, None) => {
                let (mut members, slots) = self.members(&members.table()?, within)?;
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
                ShapeKind::Structure {
                    members: members.into(),
                    counted,
                    slots,
                }
            }
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
        };
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
            bounds: Bounds {
                min: self.numbers(table, "min", versions)?,
                max: self.numbers(table, "max", versions)?,
                pattern: self.list(table, "format", versions, |value| self.format(value))?,
            },
            default: self.list(
                table,
                "default",
                versions,
                crate::model::load::rules::scalar_text,
            )?,
            replaced_by: None,
            replacements: List::default(),
            added: table.text("added")?,
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

    fn enum_value(&self, value: Value<'f>, within: VersionSet) -> Result<EnumValue, LoadError> {
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

    fn envelope(&self, table: &Table<'f>, roots: &[Root]) -> Result<Envelope, LoadError> {
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
            lacks: table.texts("lacks")?,
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

    /// Shapes that no document of some of their versions can hold.
    fn unused(&self, shapes: &[Shape], roots: &[Root], envelopes: &[Envelope]) -> Vec<LoadError> {
        let every = period::every(&self.versions);
        let mut reached = vec![VersionSet::NONE; shapes.len()];
        let mut open: Vec<(ShapeId, VersionSet)> = roots
            .iter()
            .map(|root| (root.shape, root.versions))
            .collect();
        open.extend(
            envelopes
                .iter()
                .filter_map(|envelope| Some((envelope.shape?, every))),
        );
        while let Some((shape, versions)) = open.pop() {
            let known = &mut reached[usize::from(shape.0)];
            let shape = &shapes[usize::from(shape.0)];
            let versions = versions.intersection(shape.versions);
            if known.union(versions) == *known {
                continue;
            }
            *known = known.union(versions);
            for member in shape.members() {
                if let ValueKind::Enum(inner)
                | ValueKind::Structure(inner)
                | ValueKind::List(inner) = member.value
                {
                    open.push((inner, versions.intersection(member.versions)));
                }
            }
        }
        let unused = (0..shapes.len()).filter(|index| reached[*index] != shapes[*index].versions);
        unused
            .map(|index| {
                self.sources[index]
                    .key
                    .error("this shape is unused in some of its versions")
            })
            .collect()
    }

    fn flag(
        &self,
        table: &Table<'f>,
        key: &str,
        within: VersionSet,
    ) -> Result<VersionSet, LoadError> {
        table.get(key).map_or(Ok(VersionSet::NONE), |value| {
            period::of_flag(value, &self.versions, within)
        })
    }

    fn numbers(
        &self,
        table: &Table<'f>,
        key: &str,
        within: VersionSet,
    ) -> Result<List<Dated<i64>>, LoadError> {
        self.list(table, key, within, Value::integer)
    }

    fn list<T: Clone>(
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
    fn dated<T: Clone>(
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

    fn format(&self, value: Value<'f>) -> Result<u16, LoadError> {
        let name = value.text()?;
        let index = self.formats.iter().position(|format| format.name == name);
        index.map(|index| index as u16).ok_or_else(|| {
            value
                .error(format!("unknown format `{name}`"))
                .near(name, self.formats.iter().map(|format| format.name.as_ref()))
        })
    }

    fn shape_id(&self, value: Value<'f>) -> Result<ShapeId, LoadError> {
        let name = value.text()?;
        self.by_name.get(name).copied().ok_or_else(|| {
            value
                .error(format!("unknown shape `{name}`"))
                .near(name, self.by_name.keys().copied())
        })
    }

    fn name(&self, value: Value<'f>) -> Result<NameId, LoadError> {
        let name = value.text()?;
        self.name_of(name).ok_or_else(|| {
            value
                .error(format!("no shape has a member `{name}`"))
                .near(name, self.names.iter().copied())
        })
    }

    fn name_of(&self, name: &str) -> Option<NameId> {
        self.names
            .binary_search(&name)
            .ok()
            .map(|index| NameId(index as u16))
    }
}

/// An error of all files together.
fn nowhere(message: String) -> LoadError {
    LoadError {
        path: "shapes".to_owned(),
        line: 1,
        column: 1,
        message,
        near: Vec::new(),
        excerpt: String::new(),
        length: 0,
    }
}

fn api(value: Value<'_>) -> Result<Api, LoadError> {
    let table = value.table()?;
    table.only(&["name", "version", "refusal"])?;
    let name = table.need_text("name")?;
    let refusal = ServiceError {
        service: Some(name.clone()),
        ..rules::service(table.need("refusal")?)?
    };
    Ok(Api {
        name,
        version: table.need_text("version")?,
        refusal,
    })
}

fn version(value: Value<'_>, known: Option<&Table<'_>>) -> Result<VersionInfo, LoadError> {
    let table = value.table()?;
    table.only(&VERSION_KEYS)?;
    let confidence = [
        ("model", Confidence::Model),
        ("docs", Confidence::Docs),
        ("client", Confidence::Client),
        ("inferred", Confidence::Inferred),
    ];
    let mut sources = Vec::new();
    for source in table.need("sources")?.items()? {
        let name = source.text()?;
        let Some(text) = known.and_then(|known| known.get(name)) else {
            let names = known.map(Table::entries).unwrap_or_default();
            return Err(source
                .error(format!("unknown key `{name}` in `[source]`"))
                .near(name, names.iter().map(|(key, _)| key.name)));
        };
        sources.push(text.owned_text()?);
    }
    Ok(VersionInfo {
        name: table.need_text("name")?,
        namespace: table.need_text("namespace")?,
        confidence: table.need("confidence")?.word(&confidence)?,
        summary: table.need_text("summary")?,
        sources: sources.into(),
    })
}

fn usage(value: Value<'_>) -> Result<Use, LoadError> {
    value.word(&[
        ("request", Use::Request),
        ("response", Use::Response),
        ("both", Use::Both),
    ])
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
