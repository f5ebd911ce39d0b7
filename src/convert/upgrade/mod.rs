//! A document of an old version as one of a newer version.
//!
//! What lives here: walking the old document, and deciding for each member where it is in the newer
//! version. What does not: the facts, which are the shapes and `rules/upgrades.toml`, putting
//! members into the new document ([`target`]), and the comments ([`comments`]).

mod comments;
mod target;

use crate::builtin::{SCHEMA, UPGRADES};
use crate::convert::template::{Member, Value};
use crate::convert::{check_notation, convert};
use crate::lint::{self, BoundDocument as Document};
use crate::model::schema::{NameId, Schema, ShapeId, Text, ValueKind, Version};
use crate::model::upgrade::{Move, Names, Upgrade};
use crate::outcome::Error;
use crate::text::Source;
use crate::tree::{Form, NodeId};

use target::Target;

/// A document in a newer version, and what a person should look at.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Upgraded {
    /// The document.
    pub text: String,
    /// The version of the old document.
    pub from: String,
    /// What the newer version asks for and the old document does not say: paths and values.
    pub added: Vec<(String, String)>,
    /// What has no counterpart: paths in the old document, with what is known about them.
    pub left_out: Vec<(String, Option<String>)>,
    /// The comments that are not in the new document, because their place is not.
    pub comments_left_out: Vec<String>,
}

/// A document of an old version as one of a newer version, in the same notation.
///
/// Members keep their values; those that have another name or place are moved there. What the newer
/// version requires gets the value that means what the old version did. Comments stay next to
/// elements that keep their places.
///
/// ```
/// use cloudfront_lint::{Source, upgrade};
///
/// let old = r#"<InvalidationBatch xmlns="http://cloudfront.amazonaws.com/doc/2010-08-01/">
///   <Path>/index.html</Path><CallerReference>one</CallerReference>
/// </InvalidationBatch>"#;
/// let upgraded = upgrade(&Source::new(old), "2020-05-31")?;
/// assert!(upgraded.text.contains("<Quantity>1</Quantity>"));
/// assert!(!cloudfront_lint::lint(upgraded.text.as_str()).has_errors());
/// # Ok::<(), cloudfront_lint::Error>(())
/// ```
///
/// # Errors
/// If it is not a configuration, is not well-formed, or is of a newer version already.
pub fn upgrade(source: &Source<'_>, to: &str) -> Result<Upgraded, Error> {
    let version = SCHEMA.version(to).ok_or_else(|| Error::UnknownVersion {
        version: to.to_owned(),
        near: lint::near_versions(to),
    })?;
    let upgraded = lint::with_source(source, &SCHEMA, None, |document, _, faults| {
        check_notation(source, faults)?;
        upgraded(document, version)
    });
    upgraded.unwrap_or(Err(Error::NotCloudFront))
}

fn upgraded(document: &Document<'_>, version: Version) -> Result<Upgraded, Error> {
    let schema = document.schema;
    let name = |version| schema.version_info(version).name.to_string();
    if version < document.version {
        return Err(Error::OlderVersion {
            version: name(version),
            document: name(document.version),
        });
    }
    let found = document.config.and_then(|config| {
        let shape = document.structure_of(config)?;
        let mut roots = schema.roots.iter();
        let root = roots.find(|root| root.shape == shape && root.versions.contains(version))?;
        root.api.is_none().then_some((config, shape, root))
    });
    let (config, shape, root) = found.ok_or(Error::NotCloudFront)?;
    let mut walk = Walk {
        document,
        version,
        upgrade: UPGRADES
            .iter()
            .find(|it| it.shape == shape && document.version <= it.until),
        path: Vec::new(),
        moved: Vec::new(),
        left_out: Vec::new(),
    };
    let members = walk.members(config, Some(shape));
    let (moved, left_out) = (walk.moved, walk.left_out);
    let fixed = walk.upgrade.filter(|it| version > it.until);
    let mut target = Target::new(schema, version, shape, members);
    for (path, text) in &moved {
        target.put(path, text, true);
    }
    for (path, text) in fixed.iter().flat_map(|it| it.fixed.iter()) {
        target.fill(path, text);
    }
    let (members, added) = target.finish();
    // XML says which document it is and of which version; JSON does not.
    let xml = target.xml(root, &members)?;
    let (text, comments_left_out) = match document.tree.form() {
        Form::Xml => comments::keep(document, config, xml),
        form => {
            let text = convert(&Source::new(xml.as_str()), form, None)?;
            (text, comments::texts(document))
        }
    };
    Ok(Upgraded {
        text,
        from: name(document.version),
        added,
        left_out,
        comments_left_out,
    })
}

/// The way through an old document.
struct Walk<'w, 'd> {
    document: &'w Document<'d>,
    /// The wanted version.
    version: Version,
    upgrade: Option<&'static Upgrade>,
    /// The names down to the current member.
    path: Vec<NameId>,
    /// What has another place, with its text there.
    moved: Vec<(Names, Text)>,
    left_out: Vec<(String, Option<String>)>,
}

impl Walk<'_, '_> {
    /// The members of a structure that keep their places, in a shape of the wanted version. It
    /// calls itself as deep as the shapes nest, which is a dozen levels.
    fn members(&mut self, node: NodeId, shape: Option<ShapeId>) -> Vec<Member> {
        let document = self.document;
        let mut members = Vec::new();
        for child in document.tree.children(node) {
            let Some(name) = document.member(child).map(|member| member.name) else {
                self.leave_out(child);
                continue;
            };
            self.path.push(name);
            let kind = shape.and_then(|shape| {
                let member = document.schema.shape(shape).member(name, self.version)?;
                Some(member.value)
            });
            if let Some(found) = self.move_of() {
                self.take(child, found);
            } else if let Some(kind) = kind {
                let value = self.value(child, kind);
                members.push(Member::new(document.schema.name_text(name), value));
            } else if document.tree.node(child).has_children() {
                self.members(child, None);
            } else {
                self.leave_out(child);
            }
            self.path.pop();
        }
        members
    }

    /// The value of a member or item, as a type of the wanted version.
    fn value(&mut self, node: NodeId, kind: ValueKind) -> Value {
        match kind {
            ValueKind::Structure(shape) => Value::Members(self.members(node, Some(shape))),
            ValueKind::List(list) => {
                let items = self.document.schema.shape(list).members().iter();
                let item = items.clone().find(|it| it.versions.contains(self.version));
                let kind = item.map_or(ValueKind::String, |item| item.value);
                let nodes: Vec<NodeId> = self.document.tree.children(node).collect();
                if let Some(item) = item {
                    self.path.push(item.name);
                }
                let values = nodes.into_iter().map(|it| self.value(it, kind)).collect();
                if item.is_some() {
                    self.path.pop();
                }
                Value::List(values)
            }
            kind => target::scalar(kind, self.document.trimmed(node)),
        }
    }

    /// What is known about a member with another place.
    fn move_of(&self) -> Option<&'static Move> {
        let moves = self.upgrade?.moves.iter();
        moves.into_iter().find(|it| *it.from == *self.path)
    }

    /// Notes where a member has its place now.
    fn take(&mut self, node: NodeId, found: &'static Move) {
        let Some(upgrade) = self.upgrade else { return };
        let exists = |path: &&Names| {
            target::kind_at(self.document.schema, upgrade.shape, path, self.version).is_some()
        };
        let mut places = std::iter::once(&found.from).chain(found.to.iter());
        let Some(path) = places.find(exists) else {
            return self.leave_out(node);
        };
        let written = self.document.trimmed(node);
        let word = found.values.iter().find(|(old, _)| old == written);
        let text = match (word, &found.text) {
            _ if *path == found.from => Text::Owned(written.to_owned()),
            (Some((_, new)), _) => new.clone(),
            (None, Some(text)) => text.clone(),
            (None, None) => Text::Owned(written.to_owned()),
        };
        self.moved.push((path.clone(), text));
        for (path, text) in found.with.iter().filter(|(path, _)| exists(&path)) {
            self.moved.retain(|(known, _)| known != path);
            self.moved.push((path.clone(), text.clone()));
        }
    }

    fn leave_out(&mut self, node: NodeId) {
        let member = self.document.member(node);
        let why = member.and_then(|member| member.replaced_by.as_deref());
        let path = self.document.path(node).to_string();
        self.left_out.push((path, why.map(str::to_owned)));
    }
}

/// The names of a path, for people.
fn path_text(schema: &Schema, path: &[NameId]) -> String {
    let names = path.iter().map(|name| schema.name_text(*name));
    names.collect::<Vec<_>>().join("/")
}
