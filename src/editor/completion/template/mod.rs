//! What can be written at a place of a template: properties, values, names of other parts.
//!
//! What lives here: which of them the resource type has there. What does not: finding the place in
//! half-typed text ([`yaml`], [`json`], [`hcl`]), and how they are written ([`write`]).

mod hcl;
mod json;
mod spot;
mod write;
mod yaml;

use std::collections::BTreeSet;

use super::{Completion, CompletionKind, exclusive};
use crate::builtin;
use crate::lint::links::links;
use crate::lint::other_files::managed;
use crate::lint::{BoundResource, Linter, each_resource, member_place};
use crate::model::dialect::{Block, Dialect, Property, Repeats, Role};
use crate::model::rule::Rule;
use crate::model::schema::{Member, NameId, Schema, ShapeId, ShapeKind, ValueKind};
use crate::text::{Edit, Source, Span};
use crate::tree::{Form, NodeId};

use spot::{Slot, Spot};

/// What can be written at a byte offset of a template.
pub(super) fn completions(
    linter: &Linter,
    text: &str,
    offset: usize,
    (dialect, form): (&'static Dialect, Form),
) -> Vec<Completion> {
    let spot = match form {
        Form::Yaml => yaml::spot(text, offset),
        Form::Json => json::spot(text, offset),
        Form::Hcl => hcl::spot(text, offset),
        Form::Xml => None,
    };
    let Some(spot) = spot else {
        return Vec::new();
    };
    let place = Place {
        linter,
        text,
        dialect,
        form,
        spot: &spot,
    };
    place.completions().unwrap_or_default()
}

/// A place in a template where something is typed.
struct Place<'p> {
    linter: &'p Linter,
    text: &'p str,
    dialect: &'static Dialect,
    form: Form,
    spot: &'p Spot,
}

impl Place<'_> {
    fn completions(&self) -> Option<Vec<Completion>> {
        let (mut block, keys) = self.resource()?;
        match self.spot.slot {
            Slot::Key => {
                for key in keys {
                    block = self.inside(property(block, key)?)?;
                }
                Some(self.properties(block))
            }
            Slot::Value => {
                let (last, outer) = keys.split_last()?;
                for key in outer {
                    block = self.inside(property(block, key)?)?;
                }
                Some(self.values(block, property(block, last)?))
            }
        }
    }

    /// The outermost structure of the resource at the place, and the keys inside of it.
    fn resource(&self) -> Option<(&'static Block, &[String])> {
        let keys = &self.spot.keys[..];
        let (name, keys) = match &self.dialect.resources_key {
            None => {
                let (first, rest) = keys.split_first()?;
                (first.clone(), rest)
            }
            // A template can be a part of a larger file.
            Some(resources) => {
                let at = keys.iter().position(|key| key == resources)?;
                let [_, body, rest @ ..] = keys.get(at + 1..)? else {
                    return None;
                };
                let start = *self.spot.starts.get(at + 1)?;
                let is_resource = *body == self.dialect.body_key;
                (is_resource.then(|| self.type_of_resource(start))??, rest)
            }
        };
        let mut resources = self.dialect.resources.iter();
        let resource = resources.find(|resource| resource.name == name)?;
        let block = self.dialect.blocks.get(usize::from(resource.block))?;
        Some((block, keys))
    }

    /// The type of the resource at the place: the first that is written behind its name.
    fn type_of_resource(&self, start: usize) -> Option<String> {
        let rest = self.text.get(start..)?;
        let types = self.dialect.resources.iter().map(|it| it.name.as_ref());
        let first_of_any = rest.find("AWS::").map(|at| &rest[at..])?;
        let name_end = first_of_any.find(|it: char| !it.is_alphanumeric() && it != ':');
        let written = &first_of_any[..name_end.unwrap_or(first_of_any.len())];
        types
            .into_iter()
            .find(|name| *name == written)
            .map(str::to_owned)
    }

    fn inside(&self, property: &Property) -> Option<&'static Block> {
        self.dialect.blocks.get(usize::from(property.block?))
    }

    fn properties(&self, block: &'static Block) -> Vec<Completion> {
        let is_free = |property: &&Property| {
            let is_block = self.form == Form::Hcl && property.block.is_some();
            let repeats = is_block && property.repeats != Repeats::Never;
            let is_own = self.spot.own.as_deref() == Some(property.name.as_ref());
            repeats || is_own || !self.spot.present.iter().any(|it| *it == property.name)
        };
        let is_written =
            |property: &&Property| !matches!(property.role, Role::Attribute | Role::Legacy);
        let present = self.spot.present.iter();
        let present = present.filter(|name| Some(*name) != self.spot.own.as_ref());
        let member = |property: &Property| member_place(block, property).map(|(_, name)| name);
        let present: Vec<NameId> = present
            .filter_map(|name| member(property(block, name)?))
            .collect();
        let sets = exclusive::members(self.linter, block.shape, builtin::SCHEMA.newest());
        let is_possible = |it: &&Property| {
            member(it).is_none_or(|name| exclusive::is_possible(&sets, name, &present))
        };
        let properties = block.properties.iter();
        let offered = properties.filter(is_written).filter(is_free);
        let mut offered: Vec<&Property> = offered.filter(is_possible).collect();
        offered.sort_by_key(|property| !property.required);
        offered
            .into_iter()
            .map(|it| self.property(block, it))
            .collect()
    }

    fn property(&self, block: &'static Block, property: &Property) -> Completion {
        let is_renamed = self.spot.own.is_some();
        let written = if is_renamed {
            write::Written::plain(property.name.as_ref())
        } else {
            let writer = write::Writer {
                dialect: self.dialect,
                form: self.form,
            };
            writer.property(block, property, self.spot.indentation)
        };
        let need = if property.required {
            "required"
        } else {
            "optional"
        };
        let kind = match (property.block, property.repeats) {
            (_, Repeats::Map) => "mapping".to_owned(),
            (None, Repeats::Never) => kind_text(value_kind(block, property)),
            (Some(_), Repeats::Never) => "structure".to_owned(),
            _ => "list".to_owned(),
        };
        let mut completion = self.completion(&property.name, written.text);
        completion.detail = format!("{need}, {kind}");
        completion.stops = written.stops;
        if !is_renamed {
            self.add_commas(&mut completion);
        }
        completion
    }

    fn values(&self, block: &'static Block, property: &Property) -> Vec<Completion> {
        let kind = value_kind(block, property);
        let known = known_values(kind);
        let (values, kind) = if known.is_empty() {
            (self.names(), CompletionKind::Name)
        } else {
            (known, CompletionKind::Value)
        };
        let is_bare = value_kind(block, property) == Some(ValueKind::Boolean);
        let one = |value: String| {
            let text = write::value(self.form, &value, is_bare);
            let mut completion = self.completion(&value, text);
            completion.kind = kind;
            completion.detail = property.name.to_string();
            self.add_commas(&mut completion);
            completion
        };
        let refers = member_of(block, property).and_then(|member| member.refers);
        let managed = refers
            .map(managed::of_kind)
            .into_iter()
            .flatten()
            .map(|it| {
                let text = write::value(self.form, &it.id, false);
                let mut completion = self.completion(&it.name, text);
                completion.kind = CompletionKind::Value;
                completion.detail = it.id.to_string();
                self.add_commas(&mut completion);
                completion
            });
        values.into_iter().map(one).chain(managed).collect()
    }

    /// The names of other parts of the resource that the value may be, as rules know them.
    fn names(&self) -> Vec<String> {
        let token = self.spot.token.range();
        let prepared = [&self.text[..token.start], "\"\"", &self.text[token.end..]].concat();
        let at = Span::at(token.start + 1);
        let rules = || self.linter.rules();
        let names = each_resource(&Source::new(prepared), |it| names_at(it, at, rules()));
        let names: BTreeSet<String> = names.into_iter().flatten().flatten().collect();
        names.into_iter().collect()
    }

    fn completion(&self, label: &str, text: String) -> Completion {
        Completion {
            label: label.to_owned(),
            kind: CompletionKind::Member,
            detail: String::new(),
            is_deprecated: false,
            span: self.spot.token,
            stops: Vec::new(),
            text,
            edits: Vec::new(),
        }
    }

    fn add_commas(&self, completion: &mut Completion) {
        let [before, behind] = self.spot.needs_comma;
        if behind {
            completion.text.push(',');
        }
        if before {
            completion.edits.push(Edit::insert(self.spot.before, ","));
        }
    }
}

/// The names of the parts of a resource that a value at a place may be.
fn names_at<'r>(
    resource: &BoundResource<'_>,
    at: Span,
    rules: impl Iterator<Item = &'r Rule>,
) -> Vec<String> {
    if !resource.contains(at) {
        return Vec::new();
    }
    let tree = resource.document.tree;
    let is_here = |node: &NodeId| tree.node(*node).value().contains(at);
    links(resource.document, rules)
        .iter()
        .filter(|links| links.uses.iter().any(is_here))
        .flat_map(|links| &links.definitions)
        .map(|definition| tree.text(*definition).to_owned())
        .filter(|name| !name.trim().is_empty())
        .collect()
}

fn property(block: &'static Block, name: &str) -> Option<&'static Property> {
    block
        .properties
        .iter()
        .find(|property| property.name == name)
}

/// What the value of a property is, or an item of it.
fn value_kind(block: &Block, property: &Property) -> Option<ValueKind> {
    let kind = if property.place.is_empty() {
        ValueKind::Structure(block.shape)
    } else {
        member_of(block, property)?.value
    };
    Some(item_kind(&builtin::SCHEMA, kind))
}

/// The member that a property becomes.
fn member_of(block: &Block, property: &Property) -> Option<&'static Member> {
    let (shape, name) = member_place(block, property)?;
    let schema = &builtin::SCHEMA;
    schema.shape(shape).member(name, schema.newest())
}

/// What the items of a list are, with or without a count next to it.
fn item_kind(schema: &Schema, kind: ValueKind) -> ValueKind {
    let first = |shape: ShapeId| schema.shape(shape).members().first().map(|it| it.value);
    match kind {
        ValueKind::Structure(shape) => {
            let list = schema.shape(shape).counted_members(schema.newest());
            list.map_or(kind, |(_, items)| item_kind(schema, items.value))
        }
        ValueKind::List(shape) => first(shape).unwrap_or(kind),
        _ => kind,
    }
}

fn known_values(kind: Option<ValueKind>) -> Vec<String> {
    match kind {
        Some(ValueKind::Boolean) => vec!["true".to_owned(), "false".to_owned()],
        Some(ValueKind::Enum(shape)) => match &builtin::SCHEMA.shape(shape).kind {
            ShapeKind::Enum { values, .. } => {
                let newest = builtin::SCHEMA.newest();
                let values = values.iter().filter(|it| it.versions.contains(newest));
                values.map(|it| it.value.to_string()).collect()
            }
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}

fn kind_text(kind: Option<ValueKind>) -> String {
    match kind {
        Some(ValueKind::Boolean) => "`true` or `false`".to_owned(),
        Some(ValueKind::Integer | ValueKind::Long | ValueKind::Double) => "number".to_owned(),
        Some(ValueKind::Enum(_)) => known_values(kind).join(", "),
        _ => "text".to_owned(),
    }
}
