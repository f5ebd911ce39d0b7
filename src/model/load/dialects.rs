//! The dialects: files of `rules/dialects/`.
//!
//! ```toml
//! [dialect]
//! title  = "CloudFormation"                        # for people
//! noun   = "property"                              # what the tool calls a member
//! read   = "2026-11"                               # when the table was read
//! answer = "extraneous key [{name}] is not permitted"
//! repeated = "No more than 1 \"{name}\" blocks are allowed"   # where the tool refuses that
//! type   = "Type"                                  # the keys of a resource
//! body   = "Properties"
//! name   = "address"                               # where the key of the resource is not its name
//! ignored = ["prior_state"]                        # objects whose resources are not deployed
//! block  = "resource"                              # what declares resources by type and name
//! unknown = "resource_changes"                     # the list of values that are not known yet
//! unknown_path = ["change", "after_unknown"]
//!
//! [functions]                                      # values that only a deployment knows
//! prefix = "Fn::"
//! …
//!
//! [attributes]                                     # what attributes of other resources look like
//! "AWS::S3::Bucket.Arn" = "arn:aws:s3:::*"
//! "aws_lambda_function.qualified_arn" = { by = "publish", with = "…:1", without = "…:$LATEST" }
//!
//! [resource."AWS::CloudFront::Distribution"]
//! block = "Distribution"                           # its shape must be that of a root
//!
//! [Distribution]                                   # a structure
//! shape = "DistributionConfigWithTags"             # what it becomes
//! [Distribution.properties]
//! Comment = { sent = "" }                          # what is sent where the member is absent
//! Tags    = { member = "Tags/Items", list = true, block = "Tag" }
//! ```
//!
//! Other keys of a member: `set`, `map`, `required`, `computed`, `attribute`, `legacy`,
//! `empty = "absent"`, `switch` (the place of a boolean that says whether it is given), and lists
//! of other members: `unless`, `needs`, `dropped_with`.

use std::collections::BTreeMap;

use crate::model::dialect::{
    Attribute, AttributeBy, Block, Dialect, Functions, Property, Repeats, Resource, Role, Sent,
};
use crate::model::load::text::Key;
use crate::model::load::{File, LoadError, Table, Value};
use crate::model::schema::{List, NameId, Schema, ShapeId, Text, ValueKind};

const PROPERTY_KEYS: [&str; 16] = [
    "member",
    "list",
    "set",
    "map",
    "block",
    "required",
    "number",
    "computed",
    "attribute",
    "legacy",
    "empty",
    "sent",
    "unless",
    "needs",
    "dropped_with",
    "switch",
];
/// Keys of the head.
const HEAD_KEYS: [&str; 15] = [
    "title",
    "noun",
    "read",
    "answer",
    "repeated",
    "resources",
    "type",
    "body",
    "name",
    "block",
    "unknown",
    "unknown_path",
    "condition",
    "made_by",
    "ignored",
];
/// Keys of a file that are not structures.
const OTHER_TABLES: [&str; 4] = ["dialect", "functions", "attributes", "resource"];

/// The dialects of some files, one each.
///
/// # Errors
/// Every file that is at fault, at its first fault.
pub fn load(files: &[File], schema: &Schema) -> Result<Vec<Dialect>, Vec<LoadError>> {
    let mut dialects = Vec::new();
    let mut errors = Vec::new();
    for file in files {
        match dialect(file, schema) {
            Ok(dialect) => dialects.push(dialect),
            Err(error) => errors.push(error),
        }
    }
    if errors.is_empty() {
        Ok(dialects)
    } else {
        Err(errors)
    }
}

/// A structure before its members are read.
struct Source<'f> {
    key: Key<'f>,
    table: Table<'f>,
    shape: ShapeId,
}

struct Loader<'f> {
    schema: &'f Schema,
    sources: Vec<Source<'f>>,
    by_name: BTreeMap<&'f str, u16>,
}

fn dialect(file: &File, schema: &Schema) -> Result<Dialect, LoadError> {
    let parsed = file.parse()?;
    let root = parsed.root();
    let mut loader = Loader {
        schema,
        sources: Vec::new(),
        by_name: BTreeMap::new(),
    };
    for (key, value) in root.entries() {
        if OTHER_TABLES.contains(&key.name) {
            continue;
        }
        let table = value.table()?;
        table.only(&["shape", "properties"])?;
        let shape = loader.shape(table.need("shape")?)?;
        loader.by_name.insert(key.name, loader.sources.len() as u16);
        loader.sources.push(Source { key, table, shape });
    }
    let blocks = loader
        .sources
        .iter()
        .map(|source| loader.block(source))
        .collect::<Result<Vec<_>, _>>()?;
    let resources = loader.resources(&root.need("resource")?.table()?)?;
    let head = root.need("dialect")?.table()?;
    head.only(&HEAD_KEYS)?;
    Ok(Dialect {
        name: Text::Owned(file.stem().to_owned()),
        title: head.need_text("title")?,
        noun: head.need_text("noun")?,
        read: head.need_text("read")?,
        answer: head.need_text("answer")?,
        repeated_answer: head.text("repeated")?,
        resources_key: head.text("resources")?,
        type_key: head.need_text("type")?,
        body_key: head.need_text("body")?,
        name_key: head.text("name")?,
        block_key: head.text("block")?,
        unknown_list: head.text("unknown")?,
        unknown_path: head.texts("unknown_path")?,
        condition_key: head.text("condition")?,
        made_by: head.texts("made_by")?,
        ignored: head.texts("ignored")?,
        functions: functions(&root.need("functions")?.table()?)?,
        attributes: attributes(root.get("attributes"))?,
        mark: common_beginning(&resources),
        resources: List::Owned(resources),
        blocks: List::Owned(blocks),
    })
}

fn functions(table: &Table<'_>) -> Result<Functions, LoadError> {
    table.only(&[
        "prefix",
        "bare",
        "reference",
        "nothing",
        "condition",
        "substitution",
        "join",
        "opaque",
        "dynamic",
        "repeated",
        "lookup",
        "locals",
        "variable",
        "attribute",
        "source",
        "regions",
        "present",
        "null",
        "variables",
        "plain_with",
        "macros",
    ])?;
    let word = |key: &str| table.text(key).map(Option::unwrap_or_default);
    Ok(Functions {
        prefix: word("prefix")?,
        bare: table.texts("bare")?,
        reference: word("reference")?,
        nothing: word("nothing")?,
        condition: word("condition")?,
        substitution: word("substitution")?,
        join: word("join")?,
        opaque: table.texts("opaque")?,
        dynamic: word("dynamic")?,
        repeated: table.texts("repeated")?,
        lookup: table.texts("lookup")?,
        locals: table.texts("locals")?,
        variable: table.text("variable")?,
        attribute: word("attribute")?,
        source: word("source")?,
        regions: table.texts("regions")?,
        present: table.texts("present")?,
        null_is_absent: table
            .get("null")
            .map_or(Ok(false), |word| word.word(&[("absent", true)]))?,
        variables: table.texts("variables")?,
        plain_with: table.text("plain_with")?,
        macros: table.text("macros")?,
    })
}

fn attributes(table: Option<Value<'_>>) -> Result<List<Attribute>, LoadError> {
    let Some(table) = table else {
        return Ok(List::Borrowed(&[]));
    };
    table
        .table()?
        .entries()
        .into_iter()
        .map(|(key, value)| {
            let by = value
                .is_table()
                .then(|| attribute_by(&value.table()?))
                .transpose()?;
            let forms = match &by {
                Some(by) => List::Owned([&by.with[..], &by.without[..]].concat()),
                None => one_or_more_texts(value)?,
            };
            Ok(Attribute {
                name: Text::Owned(key.name.to_owned()),
                forms,
                by,
            })
        })
        .collect::<Result<Vec<_>, _>>()
        .map(List::Owned)
}

fn attribute_by(table: &Table<'_>) -> Result<AttributeBy, LoadError> {
    table.only(&["by", "with", "without"])?;
    Ok(AttributeBy {
        member: table.need_text("by")?,
        with: one_or_more_texts(table.need("with")?)?,
        without: one_or_more_texts(table.need("without")?)?,
    })
}

fn one_or_more_texts(value: Value<'_>) -> Result<List<Text>, LoadError> {
    if value.is_array() {
        value.texts()
    } else {
        Ok(List::Owned(vec![value.owned_text()?]))
    }
}

impl<'f> Loader<'f> {
    fn shape(&self, value: Value<'_>) -> Result<ShapeId, LoadError> {
        let name = value.text()?;
        let names = || self.schema.shapes.iter().map(|shape| shape.name.as_ref());
        names()
            .position(|known| known == name)
            .map(|index| ShapeId(index as u16))
            .ok_or_else(|| {
                value
                    .error(format!("unknown shape `{name}`"))
                    .near(name, names())
            })
    }

    fn block_of(&self, value: Value<'_>) -> Result<u16, LoadError> {
        let name = value.text()?;
        self.by_name.get(name).copied().ok_or_else(|| {
            value
                .error(format!("this file has no structure `{name}`"))
                .near(name, self.by_name.keys().copied())
        })
    }

    fn resources(&self, table: &Table<'_>) -> Result<Vec<Resource>, LoadError> {
        table
            .entries()
            .into_iter()
            .map(|(key, value)| {
                let resource = value.table()?;
                resource.only(&["block"])?;
                let block = self.block_of(resource.need("block")?)?;
                let shape = self.sources[usize::from(block)].shape;
                let root = self
                    .schema
                    .roots
                    .iter()
                    .position(|root| root.shape == shape)
                    .ok_or_else(|| key.error("the shape of the structure is not a root"))?;
                Ok(Resource {
                    name: Text::Owned(key.name.to_owned()),
                    root: root as u16,
                    block,
                })
            })
            .collect()
    }

    fn block(&self, source: &Source<'f>) -> Result<Block, LoadError> {
        let entries = source.table.need("properties")?.table()?.entries();
        let names: Vec<&str> = entries.iter().map(|(key, _)| key.name).collect();
        let properties = entries
            .iter()
            .map(|(key, value)| self.property(source.shape, &names, key, *value))
            .collect::<Result<Vec<_>, _>>()?;
        Ok(Block {
            name: Text::Owned(source.key.name.to_owned()),
            shape: source.shape,
            properties: List::Owned(properties),
        })
    }

    fn property(
        &self,
        shape: ShapeId,
        names: &[&str],
        key: &Key<'_>,
        value: Value<'_>,
    ) -> Result<Property, LoadError> {
        let table = value.table()?;
        table.only(&PROPERTY_KEYS)?;
        let member = table.get("member").map_or(Ok(key.name), Value::text)?;
        let role = if table.flag("attribute")? {
            Role::Attribute
        } else if table.flag("legacy")? {
            Role::Legacy
        } else if member.is_empty() {
            Role::Local
        } else if table.flag("computed")? {
            Role::Computed
        } else {
            Role::Sent
        };
        let repeats = if table.flag("list")? {
            Repeats::List
        } else if table.flag("set")? {
            Repeats::Set
        } else if table.flag("map")? {
            Repeats::Map
        } else {
            Repeats::Never
        };
        let is_sent = matches!(role, Role::Sent | Role::Computed);
        let others = |of: &str| others(&table, of, names);
        Ok(Property {
            name: Text::Owned(key.name.to_owned()),
            role,
            place: if is_sent {
                self.place(shape, member, value)?
            } else {
                List::Borrowed(&[])
            },
            repeats,
            block: table
                .get("block")
                .map(|block| self.block_of(block))
                .transpose()?,
            required: table.flag("required")?,
            is_number: table.flag("number")?,
            empty_is_absent: table
                .get("empty")
                .map_or(Ok(false), |word| word.word(&[("absent", true)]))?,
            sent: table.get("sent").map(|sent| self.sent(sent)).transpose()?,
            unless: others("unless")?,
            needs: others("needs")?,
            dropped_with: others("dropped_with")?,
            switch: match table.get("switch") {
                Some(switch) => self.place(shape, switch.text()?, switch)?,
                None => List::Borrowed(&[]),
            },
        })
    }

    /// The names of a path of members that exist in a shape's newest version.
    fn place(
        &self,
        shape: ShapeId,
        path: &str,
        value: Value<'_>,
    ) -> Result<List<NameId>, LoadError> {
        let newest = self.schema.newest();
        let mut at = Some(shape);
        let mut names = Vec::new();
        for name in path.split('/') {
            let found = at.and_then(|shape| {
                let name = self.schema.name(name)?;
                self.schema.shape(shape).member(name, newest)
            });
            let Some(member) = found else {
                return Err(value.error(format!("the path `{path}` has no member `{name}`")));
            };
            names.push(member.name);
            at = match member.value {
                ValueKind::Structure(shape) => Some(shape),
                _ => None,
            };
        }
        Ok(List::Owned(names))
    }

    fn sent(&self, value: Value<'_>) -> Result<Sent, LoadError> {
        if value.is_array() {
            return value.texts().map(Sent::Texts);
        }
        if !value.is_table() {
            return value.owned_text().map(Sent::Text);
        }
        let members = value
            .table()?
            .entries()
            .into_iter()
            .map(|(key, text)| {
                let name = self
                    .schema
                    .name(key.name)
                    .ok_or_else(|| key.error(format!("unknown member `{}`", key.name)))?;
                Ok((name, text.owned_text()?))
            })
            .collect::<Result<Vec<_>, LoadError>>()?;
        Ok(Sent::Members(List::Owned(members)))
    }
}

/// Other members of the same structure, as indexes.
fn others(table: &Table<'_>, key: &str, names: &[&str]) -> Result<List<u16>, LoadError> {
    let Some(value) = table.get(key) else {
        return Ok(List::Borrowed(&[]));
    };
    value
        .one_or_more()
        .into_iter()
        .map(|item| {
            let name = item.text()?;
            names
                .iter()
                .position(|known| *known == name)
                .map(|index| index as u16)
                .ok_or_else(|| {
                    item.error(format!("this structure has no member `{name}`"))
                        .near(name, names.iter().copied())
                })
        })
        .collect::<Result<Vec<_>, _>>()
        .map(List::Owned)
}

/// What the names of all resource types begin with.
fn common_beginning(resources: &[Resource]) -> Text {
    let mut names = resources.iter().map(|resource| resource.name.as_ref());
    let mut common = names.next().unwrap_or_default();
    for name in names {
        while !name.starts_with(common) {
            let mut letters = common.chars();
            letters.next_back();
            common = letters.as_str();
        }
    }
    Text::Owned(common.to_owned())
}
