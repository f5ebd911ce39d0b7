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
//! Every fact may be dated, in the notation of [`period`]; without a date it is true as long as
//! what contains it. A `type` is one of the simple ones, in lower case, or the name of a shape.

mod dated;
mod envelope;
mod names;
mod structure;
mod version;

use std::collections::{BTreeMap, BTreeSet};

use crate::model::load::text::Key;
use crate::model::load::{File, LoadError, Table, Value, period, unchecked};
use crate::model::rule::Format;
use crate::model::schema::{
    Api, Envelope, Root, Schema, Shape, ShapeId, Text, Use, ValueKind, VersionInfo, VersionSet,
    lay_name_table, sensitive_names,
};

use self::version::{api, version};

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
    /// When each shape exists, next to `sources`.
    periods: Vec<VersionSet>,
    by_name: BTreeMap<&'f str, ShapeId>,
    envelopes: Vec<Table<'f>>,
    /// The outermost tables of the files.
    files: Vec<Table<'f>>,
}

/// The keys of a file that are not shapes.
const FILE_KEYS: [&str; 7] = [
    "source",
    "version",
    "envelope",
    "api",
    "unchecked",
    "instead",
    "generic",
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
                        loader.collect(key, value.table()?, api.clone(), &mut names)?;
                    }
                    name => {
                        return Err(key.error(format!("unknown key `{name}`")).near_or(
                            name,
                            FILE_KEYS,
                            "expected `source`, `version`, `envelope`, `api`, `unchecked`, \
                             `instead`, `generic` or the name of a shape",
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

    /// Adds a shape to the sources, and the names of it to `names`.
    fn collect(
        &mut self,
        key: Key<'f>,
        table: Table<'f>,
        api: Option<Api>,
        names: &mut BTreeSet<&'f str>,
    ) -> Result<(), LoadError> {
        if self
            .by_name
            .insert(key.name, ShapeId(self.sources.len() as u16))
            .is_some()
        {
            return Err(key.error(format!("duplicate shape `{}`", key.name)));
        }
        if table.get("root").is_some() {
            names.insert(key.name);
        }
        for members in ["members", "item"] {
            if let Some(members) = table.get(members) {
                names.extend(members.table()?.entries().iter().map(|(key, _)| key.name));
            }
        }
        self.sources.push(Source { key, table, api });
        Ok(())
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
            sensitive: sensitive_names(&shapes).into(),
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

    /// The errors of shapes that are unused in some of their versions.
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

fn usage(value: Value<'_>) -> Result<Use, LoadError> {
    value.word(&[
        ("request", Use::Request),
        ("response", Use::Response),
        ("both", Use::Both),
    ])
}
