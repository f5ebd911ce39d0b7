//! The JSON schema of the configuration, for editors.

use serde_json::{Map, Value, json};

use crate::builtin::{QUOTAS, SCHEMA};
use crate::config::keys::{Key, Kind, ROOT, SEVERITIES};
use crate::lint;

/// Where the schema is published.
const ID: &str = "https://raw.githubusercontent.com/cloudfront-lint/cloudfront-lint/main/docs/cloudfront-lint.schema.json";

/// The JSON schema of the configuration.
pub fn json_schema() -> Value {
    let mut schema = object(ROOT);
    schema.insert(
        "$schema".to_owned(),
        json!("http://json-schema.org/draft-07/schema#"),
    );
    schema.insert("$id".to_owned(), json!(ID));
    schema.insert("title".to_owned(), json!("cloudfront-lint.toml"));
    let rules: Vec<&str> = lint::rules()
        .iter()
        .map(|rule| rule.name.as_ref())
        .collect();
    let groups = lint::groups(lint::rules().iter());
    // A team's own rules and globs are valid too; the names are for completion.
    schema.insert(
        "definitions".to_owned(),
        json!({
            "rule": { "anyOf": [{ "enum": rules }, { "type": "string" }] },
            "group": { "anyOf": [{ "enum": groups }, { "type": "string" }] },
            "version": { "enum": versions() },
            "quotas": quotas(),
        }),
    );
    Value::Object(schema)
}

fn object(keys: &[Key]) -> Map<String, Value> {
    let properties: Map<String, Value> = keys
        .iter()
        .map(|key| {
            let mut schema = of_kind(key.kind);
            schema.insert("description".to_owned(), json!(key.description));
            (key.name.to_owned(), Value::Object(schema))
        })
        .collect();
    let required: Vec<&str> = keys
        .iter()
        .filter(|key| key.required)
        .map(|key| key.name)
        .collect();
    let mut schema = members(json!({
        "type": "object",
        "additionalProperties": false,
        "properties": properties,
    }));
    if !required.is_empty() {
        schema.insert("required".to_owned(), json!(required));
    }
    schema
}

fn of_kind(kind: Kind) -> Map<String, Value> {
    let one_or_more =
        |item: Value| json!({ "anyOf": [item.clone(), { "type": "array", "items": item }] });
    members(match kind {
        Kind::Word(words) => json!({ "enum": words }),
        Kind::Words(words) => {
            let with_file = format!("^({})=.", words.join("|"));
            one_or_more(
                json!({ "anyOf": [{ "enum": words }, { "type": "string", "pattern": with_file }] }),
            )
        }
        Kind::Boolean => json!({ "type": "boolean" }),
        Kind::Text => json!({ "type": "string", "pattern": "\\S" }),
        Kind::Rules => one_or_more(json!({ "$ref": "#/definitions/rule" })),
        Kind::Groups => one_or_more(json!({ "$ref": "#/definitions/group" })),
        Kind::Texts | Kind::Patterns => one_or_more(json!({ "type": "string" })),
        Kind::Severities => json!({
            "type": "object",
            "propertyNames": { "$ref": "#/definitions/rule" },
            "additionalProperties": { "enum": SEVERITIES },
        }),
        Kind::Version => json!({ "allOf": [{ "$ref": "#/definitions/version" }] }),
        Kind::Quotas => json!({ "allOf": [{ "$ref": "#/definitions/quotas" }] }),
        Kind::Names => json!({
            "type": "object",
            "additionalProperties": { "type": "string", "pattern": "\\S" },
        }),
        Kind::Tables(keys) => json!({ "type": "array", "items": object(keys) }),
    })
}

fn versions() -> Vec<&'static str> {
    let versions = SCHEMA.versions.iter();
    versions.map(|version| version.name.as_ref()).collect()
}

fn quotas() -> Value {
    let names: Vec<&str> = QUOTAS.iter().map(|quota| quota.name.as_ref()).collect();
    json!({
        "type": "object",
        "propertyNames": { "enum": names },
        "additionalProperties": { "type": "integer", "minimum": 0 },
    })
}

/// The members of what is written as an object.
fn members(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(members) => members,
        _ => Map::new(),
    }
}
