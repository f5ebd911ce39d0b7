//! A document of the API as a resource of a template, by the table of a dialect.
//!
//! What lives here: which values the template says. What the tool sends by itself, and what it
//! drops, is not said.

use std::collections::HashSet;

use crate::builtin;
use crate::convert::check_notation;
use crate::convert::template::{Member, Value, write_hcl, write_json, write_yaml};
use crate::lint::{self, BoundDocument as Document};
use crate::model::dialect::{Block, Dialect, Property, Repeats, Resource, Role, Sent};
use crate::model::schema::{NameId, ValueKind};
use crate::outcome::Error;
use crate::text::Source;
use crate::tree::{Form, NodeId};

/// A document as a template.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Exported {
    /// The template.
    pub text: String,
    /// The paths of values that such a template cannot say, or that were left out because the
    /// service sets them.
    pub left_out: Vec<String>,
}

/// A document of the API as a template with one resource: `cloudformation` in YAML or JSON, or
/// `terraform` in HCL.
///
/// ```
/// use cloudfront_lint::{Form, Source, convert_to_template};
///
/// let config = std::fs::read_to_string("fixtures/base/distribution-2020-05-31.xml")?;
/// let template = convert_to_template(&Source::new(&config), "terraform", Form::Hcl)?;
/// assert!(template.text.starts_with("resource \"aws_cloudfront_distribution\""));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// If the text is not a document of the API, is not well-formed, or is of a kind that such a
/// template cannot contain.
pub fn convert_to_template(
    source: &Source<'_>,
    dialect: &str,
    form: Form,
) -> Result<Exported, Error> {
    let refused = || Error::NoResourceType {
        dialect: dialect.to_owned(),
    };
    let mut dialects = builtin::DIALECTS.iter();
    let found = dialects.find(|it| it.name == dialect).ok_or_else(refused)?;
    let is_written = (form == Form::Hcl) == found.block_key.is_some() && form != Form::Xml;
    if !is_written {
        return Err(refused());
    }
    let written = lint::with_source(source, &builtin::SCHEMA, None, |document, _, faults| {
        check_notation(source, faults)?;
        let (resource, node) = resource(document, found).ok_or_else(refused)?;
        let block = &found.blocks[usize::from(resource.block)];
        let mut exporter = Exporter {
            document,
            dialect: found,
            said: HashSet::new(),
        };
        let members = exporter.members(block, node);
        Ok(Exported {
            text: text(found, resource, members, form),
            left_out: exporter.left_out(node),
        })
    });
    written.unwrap_or(Err(Error::NotCloudFront))
}

/// The type of resource that a document is, and the node that has its members.
fn resource(document: &Document<'_>, dialect: &Dialect) -> Option<(&'static Resource, NodeId)> {
    let dialect: &'static Dialect = builtin::DIALECTS
        .iter()
        .find(|it| it.name == dialect.name)?;
    dialect.resources.iter().find_map(|resource| {
        let root = &document.schema.roots[usize::from(resource.root)];
        if document.structure_of(document.root) == Some(root.shape) {
            return Some((resource, document.root));
        }
        let config = document.config?;
        let shape = document.schema.shape(root.shape);
        let member = shape.member(root.config?, document.version)?;
        let is_config = document.structure_of(config).map(ValueKind::Structure);
        (is_config == Some(member.value)).then_some((resource, config))
    })
}

fn text(dialect: &Dialect, resource: &Resource, members: Vec<Member>, form: Form) -> String {
    let name = &dialect.blocks[usize::from(resource.block)].name;
    let mut out = String::new();
    if form == Form::Hcl {
        let key = dialect.block_key.as_deref().unwrap_or_default();
        out.push_str(&format!("{key} \"{}\" \"{name}\" {{\n", resource.name));
        write_hcl(&members, 1, &mut out);
        out.push_str("}\n");
        return out;
    }
    let resource = Value::Members(vec![
        Member::new(&dialect.type_key, Value::Text(resource.name.to_string())),
        Member::new(&dialect.body_key, Value::Members(members)),
    ]);
    let resources = Value::Members(vec![Member::new(name, resource)]);
    let key = dialect.resources_key.as_deref().unwrap_or_default();
    let template = Value::Members(vec![Member::new(key, resources)]);
    if form == Form::Json {
        write_json(&template, 0, &mut out);
        out.push('\n');
        return out;
    }
    write_yaml(&template, 0, &mut out);
    out.trim_start().to_owned()
}

struct Exporter<'e, 'd> {
    document: &'e Document<'d>,
    dialect: &'static Dialect,
    /// The nodes whose values the template says, or need not say.
    said: HashSet<NodeId>,
}

impl Exporter<'_, '_> {
    /// What a template says of the members of a structure. The structures nest a few levels, so
    /// that this calls itself.
    fn members(&mut self, block: &'static Block, node: NodeId) -> Vec<Member> {
        let mut members = Vec::new();
        for property in block.properties.iter() {
            if !matches!(property.role, Role::Sent | Role::Computed) {
                continue;
            }
            let Some(at) = self.find(block, node, &property.place) else {
                continue;
            };
            let is_off = self.is_dropped(block, node, property)
                || self
                    .find(block, node, &property.switch)
                    .is_some_and(|switch| {
                        !property.switch.is_empty() && self.document.trimmed(switch) == "false"
                    });
            if is_off {
                self.say_all(at);
                continue;
            }
            if let Some(value) = self.value(property, at) {
                if !property.switch.is_empty() {
                    self.said.extend(self.find(block, node, &property.switch));
                }
                members.push(Member::new(&property.name, value));
            }
        }
        members
    }

    /// The node at a place of a structure. A configuration may be there without what surrounds it.
    fn find(&self, block: &Block, node: NodeId, place: &[NameId]) -> Option<NodeId> {
        let document = self.document;
        let shape = document.structure_of(node)?;
        let mut steps = place;
        if shape != block.shape {
            let (first, rest) = place.split_first()?;
            let outer = document.schema.shape(block.shape);
            let member = outer.member(*first, document.version)?;
            if member.value != ValueKind::Structure(shape) {
                return None;
            }
            steps = rest;
        }
        steps
            .iter()
            .try_fold(node, |at, step| document.child(at, *step))
    }

    /// Whether the tool drops a member together with others, or without them.
    fn is_dropped(&self, block: &Block, node: NodeId, property: &Property) -> bool {
        let is_given = |other: &u16| {
            let other = &block.properties[usize::from(*other)];
            let found = self.find(block, node, &other.place);
            found.is_some_and(|at| !self.document.tree.is_blank(at))
        };
        property.dropped_with.iter().any(is_given)
            || !property.needs.is_empty() && !property.needs.iter().any(is_given)
    }

    fn value(&mut self, property: &'static Property, at: NodeId) -> Option<Value> {
        let inner = property
            .block
            .map(|inner| &self.dialect.blocks[usize::from(inner)]);
        match (property.repeats, inner) {
            (Repeats::Never, None) => self.scalar(property, at),
            (Repeats::Never, Some(inner)) => {
                self.said.insert(at);
                if self.is_off(inner, at) || self.is_empty_list(at) {
                    self.say_all(at);
                    return None;
                }
                if self.is_sent(property, inner, at) {
                    return None;
                }
                Some(Value::Members(self.members(inner, at)))
            }
            (Repeats::Map, _) => self.map(at),
            (_, inner) => self.list(property, inner, at),
        }
    }

    fn scalar(&mut self, property: &Property, at: NodeId) -> Option<Value> {
        self.said.insert(at);
        let text = self.document.tree.text(at);
        let is_sent = matches!(&property.sent, Some(Sent::Text(sent)) if sent == text);
        if !property.required && (is_sent || text.is_empty()) {
            return None;
        }
        let is_number = property.is_number && text.trim().parse::<u32>().is_ok();
        Some(if is_number {
            Value::Bare(text.trim().to_owned())
        } else {
            self.leaf(at)
        })
    }

    fn leaf(&self, at: NodeId) -> Value {
        let text = self.document.tree.text(at);
        let is_bare = match self.document.value_kind(at) {
            Some(ValueKind::Boolean) => matches!(text.trim(), "true" | "false"),
            Some(kind) => kind.is_number() && text.trim().parse::<i64>().is_ok(),
            None => false,
        };
        if is_bare {
            Value::Bare(text.trim().to_owned())
        } else {
            Value::Text(text.to_owned())
        }
    }

    fn list(
        &mut self,
        property: &Property,
        inner: Option<&'static Block>,
        at: NodeId,
    ) -> Option<Value> {
        let list = self.document.list_of(at);
        let nodes: Vec<NodeId> = list
            .into_iter()
            .flat_map(|list| self.document.tree.children(list))
            .collect();
        let mut items = Vec::new();
        let mut texts = HashSet::new();
        for item in &nodes {
            self.said.insert(*item);
            let is_set = property.repeats == Repeats::Set && inner.is_none();
            if is_set && !texts.insert(self.document.tree.text(*item)) {
                continue;
            }
            items.push(match inner {
                Some(inner) => Value::Members(self.members(inner, *item)),
                None => self.leaf(*item),
            });
        }
        let is_sent = match &property.sent {
            Some(Sent::Texts(texts)) => {
                let written = nodes.iter().map(|node| self.document.tree.text(*node));
                written.eq(texts.iter().map(AsRef::as_ref))
            }
            _ => false,
        };
        (!is_sent && (!items.is_empty() || property.required)).then_some(Value::List(items))
    }

    /// A list of structures with a key and a text, as a mapping.
    fn map(&mut self, at: NodeId) -> Option<Value> {
        let document = self.document;
        let list = document.list_of(at)?;
        let mut entries = Vec::new();
        for item in document.tree.children(list) {
            let [key, text] = document.shape(document.structure_of(item)?).members() else {
                return None;
            };
            let key = document.child(item, key.name)?;
            let name = document.tree.text(key);
            if entries.iter().any(|(known, _)| known == name) {
                continue;
            }
            let text = document.child(item, text.name);
            self.said.extend([Some(key), text].into_iter().flatten());
            let text = text.map_or("", |text| document.tree.text(text));
            entries.push((name.to_owned(), Value::Text(text.to_owned())));
        }
        (!entries.is_empty()).then_some(Value::Map(entries))
    }

    /// Whether a structure is one that a boolean of the API switches off.
    fn is_off(&self, block: &Block, at: NodeId) -> bool {
        block.properties.iter().any(|property| {
            let [switch] = &property.switch[..] else {
                return false;
            };
            let switch = self.document.child(at, *switch);
            switch.is_some_and(|switch| self.document.trimmed(switch) == "false")
        })
    }

    /// Whether a structure is a list without items, whose number the template would write.
    fn is_empty_list(&self, at: NodeId) -> bool {
        let document = self.document;
        let shape = document.structure_of(at);
        let counted =
            shape.and_then(|shape| document.shape(shape).counted_members(document.version));
        counted.is_some_and(|(count, _)| {
            let count = document.child(at, count.name);
            document.tree.children(at).count() == 1
                && count.and_then(|count| document.number(count)) == Some(0)
        })
    }

    /// Whether a structure is what the tool sends where the template has none, as far as the
    /// template could say.
    fn is_sent(&mut self, property: &Property, inner: &Block, at: NodeId) -> bool {
        let Some(Sent::Members(sent)) = &property.sent else {
            return false;
        };
        let (document, tree) = (self.document, self.document.tree);
        let is_usual = inner.properties.iter().all(|other| {
            let Some(child) = self.find(inner, at, &other.place) else {
                return true;
            };
            let named = sent
                .iter()
                .find(|(name, _)| other.place.last() == Some(name));
            named.is_some_and(|(_, text)| tree.text(child) == text) || self.is_empty_list(child)
        });
        if is_usual {
            let children = sent
                .iter()
                .filter_map(|(name, _)| document.child(at, *name));
            self.said.extend(children);
        }
        is_usual
    }

    fn say_all(&mut self, at: NodeId) {
        let nodes: Vec<NodeId> = self.document.tree.descendants(at).map(|it| it.0).collect();
        self.said.extend(nodes);
    }

    /// The values that the template does not say. What the service sets itself, and what is empty,
    /// is none of them.
    fn left_out(&self, top: NodeId) -> Vec<String> {
        let document = self.document;
        let tree = document.tree;
        // Counts follow from the lists, and what names the request from the resource.
        let is_made = |node: NodeId| {
            let holder = tree.node(node).parent();
            let shape = holder.and_then(|holder| document.structure_of(holder));
            let counted =
                shape.and_then(|shape| document.shape(shape).counted_members(document.version));
            document.member(node).is_some_and(|member| {
                counted.is_some_and(|(count, _)| count.name == member.name)
                    || holder == Some(document.config.unwrap_or(top))
                        && member.value == ValueKind::String
                        && member.required.contains(document.version)
            })
        };
        let is_left = |node: &NodeId| {
            let text = tree.text(*node).trim();
            !tree.node(*node).has_children()
                && !matches!(text, "" | "false" | "0")
                && !self.said.contains(node)
                && !is_made(*node)
        };
        tree.descendants(top)
            .map(|(node, _)| node)
            .filter(is_left)
            .map(|node| document.path(node).to_string())
            .collect()
    }
}
