//! Values: those of an enum, `true` and `false`, the names of other parts of the document.

use std::collections::BTreeSet;

use super::{Completion, CompletionKind, Place};
use crate::lint::links::links;
use crate::lint::other_files::managed;
use crate::lint::{BoundDocument, Linter};
use crate::model::schema::{EnumValue, ShapeKind, ValueKind};
use crate::text::escape::{json, xml};
use crate::tree::{Form, NodeId};

/// The values that a kind of value can have in the version of the document.
pub(super) fn known(document: &BoundDocument<'_>, kind: ValueKind) -> Vec<&'static str> {
    let valid = |values: &'static [EnumValue]| {
        values
            .iter()
            .filter(|value| value.versions.contains(document.version))
            .map(|value| value.value.as_ref())
            .collect()
    };
    match kind {
        ValueKind::Boolean => vec!["true", "false"],
        ValueKind::Enum(shape) => match &document.shape(shape).kind {
            ShapeKind::Enum { values, .. } => valid(values),
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}

impl Place<'_, '_> {
    /// What a scalar can be.
    pub(super) fn values(&self, linter: &Linter, node: NodeId) -> Vec<Completion> {
        let document = self.document;
        let Some(kind) = document.value_kind(node) else {
            return Vec::new();
        };
        let known = known(document, kind);
        if !known.is_empty() {
            return known
                .into_iter()
                .map(|value| self.value(node, value, CompletionKind::Value))
                .collect();
        }
        let names = self.names_of_parts(linter, node).into_iter();
        let names = names.map(|name| self.value(node, name, CompletionKind::Name));
        names.chain(self.resources(node)).collect()
    }

    /// The managed resources that a value may name, by their names.
    fn resources(&self, node: NodeId) -> impl Iterator<Item = Completion> {
        let member = self.document.member(node);
        let kind = member.and_then(|member| member.refers);
        let managed = kind.map(managed::of_kind).into_iter().flatten();
        managed.map(move |it| Completion {
            label: it.name.to_string(),
            detail: it.id.to_string(),
            ..self.value(node, &it.id, CompletionKind::Value)
        })
    }

    /// The names of other parts that a value may be, as rules know them.
    fn names_of_parts(&self, linter: &Linter, node: NodeId) -> BTreeSet<&str> {
        let document = self.document;
        let links = links(document, linter.rules());
        links
            .iter()
            .filter(|links| links.uses.contains(&node))
            .flat_map(|links| &links.definitions)
            .map(|definition| document.tree.text(*definition))
            .filter(|name| !name.trim().is_empty())
            .collect()
    }

    fn value(&self, node: NodeId, value: &str, kind: CompletionKind) -> Completion {
        let document = self.document;
        let is_bare = document.value_kind(node) == Some(ValueKind::Boolean);
        let text = match document.tree.form() {
            Form::Json if is_bare => value.to_owned(),
            Form::Json => json::quoted(value),
            _ => xml::escaped(value),
        };
        let mut completion = self.inserted(value, text);
        completion.kind = kind;
        completion.stops.clear();
        completion.detail = match document.member(node) {
            Some(member) => document.schema.name_text(member.name).to_owned(),
            None => String::new(),
        };
        let is_item = document.binding(node).ordinal > 0 && self.is_json_value();
        if let Some(list) = document.tree.node(node).parent().filter(|_| is_item) {
            completion.edits.extend(self.counted(list, 0));
        }
        completion
    }
}
