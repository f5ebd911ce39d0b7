//! Schemas of the documents of one version, for other tools: XML Schema, RELAX NG, JSON Schema.
//!
//! What lives here: which structures a document has, and how each language describes them. What
//! does not: the rules, which no schema language can express. A schema knows members, their types
//! and values, and which are required, so a document that it accepts is not always right. The
//! order of members does not matter.
//!
//! ```
//! use cloudfront_lint::document_schema::{SchemaFormat, document_schema};
//!
//! let schema = document_schema("2012-07-01", "DistributionConfig", SchemaFormat::Xsd)?;
//! assert!(schema.contains("<xs:element name=\"Logging\" type=\"LoggingConfig\"/>"));
//! # Ok::<(), cloudfront_lint::Error>(())
//! ```

mod json_schema;
mod relaxng;
mod xsd;

use std::collections::BTreeMap;

use crate::builtin::SCHEMA;
use crate::model::near::nearest;
use crate::model::schema::{
    EnumValue, Member, NameId, Root, Schema, Shape, ShapeId, ShapeKind, ValueKind, Version,
};
use crate::outcome::Error;

/// The language of a schema.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[non_exhaustive]
pub enum SchemaFormat {
    /// XML Schema 1.0.
    Xsd,
    /// RELAX NG in its XML syntax.
    RelaxNg,
    /// JSON Schema, draft 7, for documents in the JSON of the AWS CLI.
    JsonSchema,
}

/// The schema of a document of a version, such as `DistributionConfig`.
///
/// # Errors
/// When there is no such version, or no such document in it.
pub fn document_schema(version: &str, root: &str, format: SchemaFormat) -> Result<String, Error> {
    let schema = &SCHEMA;
    let owned = |near: Vec<&str>| near.into_iter().map(str::to_owned).collect();
    let Some(known) = schema.version(version) else {
        let versions = schema.versions.iter().map(|it| it.name.as_ref());
        return Err(Error::UnknownVersion {
            version: version.to_owned(),
            near: owned(nearest(version, versions)),
        });
    };
    let names = roots_of(known);
    let mut roots = schema.roots.iter();
    let is_it = |it: &&Root| schema.name_text(it.name) == root && it.versions.contains(known);
    let Some(found) = roots.find(is_it).filter(|_| names.contains(&root)) else {
        return Err(Error::UnknownRoot {
            root: root.to_owned(),
            version: version.to_owned(),
            near: owned(nearest(root, names)),
        });
    };
    let document = Described {
        schema,
        version: known,
        root: found,
    };
    Ok(match format {
        SchemaFormat::Xsd => xsd::written(&document),
        SchemaFormat::RelaxNg => relaxng::written(&document),
        SchemaFormat::JsonSchema => json_schema::written(&document),
    })
}

/// The documents of a version, by name.
pub fn documents(version: &str) -> Vec<&'static str> {
    SCHEMA.version(version).map(roots_of).unwrap_or_default()
}

fn roots_of(version: Version) -> Vec<&'static str> {
    let roots = SCHEMA.roots.iter();
    let mut names: Vec<&str> = roots
        .filter(|root| root.versions.contains(version) && root.api.is_none())
        .map(|root| SCHEMA.name_text(root.name))
        .collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// A document that is described.
struct Described {
    schema: &'static Schema,
    version: Version,
    root: &'static Root,
}

impl Described {
    /// The shapes of the document, by name.
    fn shapes(&self) -> BTreeMap<&'static str, &'static Shape> {
        let mut shapes = BTreeMap::new();
        let mut open: Vec<ShapeId> = vec![self.root.shape];
        while let Some(id) = open.pop() {
            let shape = self.schema.shape(id);
            if shapes.insert(shape.name.as_ref(), shape).is_some() {
                continue;
            }
            open.extend(self.members(shape).filter_map(|member| match member.value {
                ValueKind::Structure(shape) | ValueKind::List(shape) | ValueKind::Enum(shape) => {
                    Some(shape)
                }
                _ => None,
            }));
        }
        shapes
    }

    /// The members or items that a shape has in the version.
    fn members(&self, shape: &'static Shape) -> impl Iterator<Item = &'static Member> + Clone {
        let version = self.version;
        let members = shape.members().iter();
        members.filter(move |member| member.versions.contains(version))
    }

    fn name(&self, name: NameId) -> &'static str {
        self.schema.name_text(name)
    }

    fn shape_name(&self, shape: ShapeId) -> &'static str {
        &self.schema.shape(shape).name
    }

    fn is_required(&self, member: &'static Member) -> bool {
        member.required.contains(self.version) && self.choice(member).is_none()
    }

    fn is_repeated(&self, member: &Member) -> bool {
        member.repeated.contains(self.version)
    }

    /// The choice that a member belongs to.
    fn choice(&self, member: &'static Member) -> Option<&'static str> {
        let choice = member.choice.as_ref()?;
        choice
            .versions
            .contains(self.version)
            .then_some(&choice.value)
    }

    /// The members of each choice of a structure.
    fn choices(&self, shape: &'static Shape) -> BTreeMap<&'static str, Vec<&'static str>> {
        let mut choices: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for member in self.members(shape) {
            if let Some(choice) = self.choice(member) {
                choices
                    .entry(choice)
                    .or_default()
                    .push(self.name(member.name));
            }
        }
        choices
    }

    /// The values of an enum; `None` where others may exist.
    fn values(&self, shape: &'static Shape) -> Option<Vec<&'static str>> {
        let ShapeKind::Enum { values, open } = &shape.kind else {
            return None;
        };
        let is_known = |value: &&EnumValue| value.versions.contains(self.version);
        let values = values.iter().filter(is_known).map(|it| it.value.as_ref());
        (!open.contains(self.version)).then(|| values.collect())
    }

    fn namespace(&self) -> &'static str {
        &self.schema.version_info(self.version).namespace
    }

    /// What a schema is about, for a comment in it.
    fn title(&self) -> String {
        let version = &self.schema.version_info(self.version).name;
        format!(
            "{} of Amazon CloudFront, API version {version}",
            self.name(self.root.name)
        )
    }
}
