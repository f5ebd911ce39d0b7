//! The JSON schema of rule files, for editors: made from the tables that the loader reads.

use serde_json::{Map, Value, json};

use crate::model::load::check_keys::CHECK;
use crate::model::load::keys::{CONDITION, DEFINE, Key, RULE, ValueType};
use crate::model::load::{CHECK_KINDS, CheckKind};

/// Where the schema is published.
const ID: &str =
    "https://raw.githubusercontent.com/cloudfront-lint/cloudfront-lint/main/docs/rules.schema.json";

/// The JSON schema of rule files.
pub fn rule_json_schema() -> Value {
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$id": ID,
        "title": "Rules of cloudfront-lint",
        "type": "object",
        "properties": { "define": object(DEFINE) },
        "additionalProperties": {
            "allOf": [{ "$ref": "#/definitions/rule" }],
            "if": { "required": ["rules"] },
            "else": {
                "required": ["title", "severity", "why"],
                "oneOf": [{ "required": ["check"] }, { "required": ["forbidden-when"] }],
            },
        },
        "definitions": {
            "condition": condition(),
            "conditions": conditions(),
            "check": { "anyOf": CHECK_KINDS.iter().map(check).collect::<Vec<_>>() },
            "rule": object(RULE),
            "unit": unit(),
        },
    })
}

fn object(keys: &[Key]) -> Map<String, Value> {
    let mut schema = Map::new();
    schema.insert("type".to_owned(), json!("object"));
    schema.insert("additionalProperties".to_owned(), json!(false));
    schema.insert("properties".to_owned(), properties(keys.iter()));
    schema
}

fn properties<'k>(keys: impl Iterator<Item = &'k Key>) -> Value {
    let described = keys.map(|key| {
        // Other keys of an object with a reference have no effect.
        let schema = json!({ "allOf": [of_type(key.value)], "description": key.meaning });
        (key.name.to_owned(), schema)
    });
    Value::Object(described.collect())
}

fn of_type(value: ValueType) -> Value {
    let one_or_more =
        |item: Value| json!({ "anyOf": [item.clone(), { "type": "array", "items": item }] });
    let text = || json!({ "type": "string" });
    let scalar = || json!({ "type": ["string", "integer", "boolean"] });
    match value {
        ValueType::Text | ValueType::Path => text(),
        ValueType::Texts | ValueType::Paths => one_or_more(text()),
        ValueType::Scalar => scalar(),
        ValueType::Scalars => one_or_more(scalar()),
        ValueType::True => json!({ "const": true }),
        ValueType::Boolean => json!({ "type": "boolean" }),
        ValueType::Integer => json!({ "type": "integer" }),
        ValueType::Integers => one_or_more(json!({ "type": "integer" })),
        ValueType::Bound => json!({ "type": ["integer", "string"] }),
        ValueType::Limit => json!({ "anyOf": [{ "type": "integer" }, quota()] }),
        ValueType::Word(words) => json!({ "enum": words }),
        ValueType::Words(words) => one_or_more(json!({ "enum": words })),
        ValueType::Unit => json!({ "$ref": "#/definitions/unit" }),
        ValueType::Pairs => json!({ "type": "object" }),
        ValueType::Table(keys) => Value::Object(object(keys)),
        ValueType::Tables(keys) => json!({ "type": "array", "items": object(keys) }),
        ValueType::Named(keys) => json!({ "type": "object", "additionalProperties": object(keys) }),
        ValueType::Rules => json!({
            "type": "object",
            "minProperties": 1,
            "additionalProperties": { "type": "object" },
        }),
        ValueType::Conditions => json!({ "$ref": "#/definitions/conditions" }),
        ValueType::Check => json!({ "$ref": "#/definitions/check" }),
        ValueType::Sets => {
            json!({ "type": "array", "items": { "type": "array", "items": text() } })
        }
    }
}

fn quota() -> Value {
    json!({
        "type": "object",
        "properties": { "quota": { "type": "string" } },
        "required": ["quota"],
        "additionalProperties": false,
    })
}

fn unit() -> Value {
    json!({ "anyOf": [
        { "enum": ["characters", "bytes", "items", "placeholders", "nodes"] },
        {
            "type": "object",
            "properties": { "text": { "type": "string", "minLength": 1 } },
            "required": ["text"],
            "additionalProperties": false,
        },
    ] })
}

fn condition() -> Value {
    let mut schema = object(CONDITION);
    schema.insert("required".to_owned(), json!(["path"]));
    Value::Object(schema)
}

fn conditions() -> Value {
    let one = json!({ "anyOf": [{ "$ref": "#/definitions/condition" }, { "type": "string" }] });
    let clause = json!({ "anyOf": [one.clone(), { "type": "array", "items": one }] });
    json!({ "anyOf": [clause.clone(), { "type": "array", "items": clause }] })
}

/// A check of one kind. A key that names a kind and is an option of another one has one meaning.
fn check(kind: &CheckKind) -> Value {
    let keys = kind.keys.iter().chain(kind.options);
    let described = keys.filter_map(|name| CHECK.iter().find(|key| key.name == *name));
    let named = kind.keys.iter().map(|name| json!({ "required": [name] }));
    json!({
        "type": "object",
        "description": format!("the target {}", kind.meaning),
        "properties": properties(described),
        "anyOf": named.collect::<Vec<_>>(),
        "additionalProperties": false,
    })
}
