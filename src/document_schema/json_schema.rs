//! JSON Schema, draft 7, for the JSON that the AWS CLI and the SDKs read and print: the document
//! itself, or an object that has it as a member.

use serde_json::{Map, Value, json};

use super::Described;
use crate::model::schema::{Member, Shape, ShapeKind, ValueKind};

/// The schema as text.
pub(super) fn written(document: &Described) -> String {
    let root = document.name(document.root.name);
    let mut definitions = Map::new();
    for (name, shape) in document.shapes() {
        let schema = match &shape.kind {
            ShapeKind::Structure { .. } => structure(document, shape),
            ShapeKind::List { .. } => list(document, shape),
            ShapeKind::Enum { .. } => enumeration(document, shape),
        };
        definitions.insert(name.to_owned(), schema);
    }
    let own =
        json!({ "$ref": format!("#/definitions/{}", document.shape_name(document.root.shape)) });
    let schema = json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": document.title(),
        "type": "object",
        "if": { "required": [root] },
        "then": { "properties": { root: own.clone() } },
        "else": own,
        "definitions": definitions,
    });
    format!("{schema:#}\n")
}

fn structure(document: &Described, shape: &'static Shape) -> Value {
    let mut properties = Map::new();
    for member in document.members(shape) {
        let mut value = kind(document, member);
        if document.is_repeated(member) {
            value = json!({ "anyOf": [value.clone(), { "type": "array", "items": value }] });
        }
        if member.deprecated.contains(document.version)
            && let Some(members) = value.as_object_mut().filter(|it| !it.contains_key("$ref"))
        {
            members.insert("deprecated".to_owned(), json!(true));
        }
        properties.insert(document.name(member.name).to_owned(), value);
    }
    let required = document
        .members(shape)
        .filter(|it| document.is_required(it));
    let required: Vec<&str> = required.map(|it| document.name(it.name)).collect();
    let mut schema = json!({
        "type": "object",
        "properties": properties,
        "additionalProperties": false,
    });
    if !required.is_empty() {
        schema["required"] = json!(required);
    }
    let choices = document.choices(shape);
    let one_of = |names: &Vec<&str>| {
        let each = names.iter().map(|name| json!({ "required": [name] }));
        json!({ "oneOf": each.collect::<Vec<_>>() })
    };
    if !choices.is_empty() {
        schema["allOf"] = choices.values().map(one_of).collect();
    }
    schema
}

fn list(document: &Described, shape: &'static Shape) -> Value {
    let kinds: Vec<Value> = document
        .members(shape)
        .map(|item| kind(document, item))
        .collect();
    let items = match <[Value; 1]>::try_from(kinds) {
        Ok([only]) => only,
        Err(several) => json!({ "anyOf": several }),
    };
    json!({ "type": "array", "items": items })
}

fn enumeration(document: &Described, shape: &'static Shape) -> Value {
    match document.values(shape) {
        Some(values) => json!({ "enum": values }),
        None => json!({ "type": "string" }),
    }
}

fn kind(document: &Described, member: &'static Member) -> Value {
    match member.value {
        ValueKind::Boolean => json!({ "type": "boolean" }),
        ValueKind::Integer | ValueKind::Long => json!({ "type": "integer" }),
        ValueKind::Double => json!({ "type": "number" }),
        ValueKind::String | ValueKind::Timestamp => json!({ "type": "string" }),
        ValueKind::Empty => json!({ "type": "object" }),
        ValueKind::Any => json!({}),
        ValueKind::Enum(shape) | ValueKind::Structure(shape) | ValueKind::List(shape) => {
            json!({ "$ref": format!("#/definitions/{}", document.shape_name(shape)) })
        }
    }
}
