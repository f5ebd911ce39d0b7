//! The tables of dialects against those of `../shared/reference`.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::collections::BTreeSet;
use std::fs;

use cloudfront_lint::internal::builtin::{DIALECTS, SCHEMA};
use cloudfront_lint::internal::model::dialect::{Block, Dialect, Property, Repeats, Role, Sent};
use serde_json::Value;

use crate::support::machine;

/// What is not as in the reference, as differences are written below.
const ON_PURPOSE: [&str; 14] = [
    // The structures of the form of 2012, which is not checked.
    "cloudformation LegacyCustomOrigin: no such structure",
    "cloudformation LegacyS3Origin: no such structure",
    // Sent only where there is no cache policy.
    "cloudformation CacheBehavior/FieldLevelEncryptionId: sent",
    "cloudformation DefaultCacheBehavior/CachePolicyId: sent",
    "cloudformation DefaultCacheBehavior/FieldLevelEncryptionId: sent",
    "cloudformation DefaultCacheBehavior/OriginRequestPolicyId: sent",
    "cloudformation DefaultCacheBehavior/RealtimeLogConfigArn: sent",
    "cloudformation DefaultCacheBehavior/ResponseHeadersPolicyId: sent",
    // Sent as empty, which is the same as absent.
    "cloudformation DistributionConfig/DefaultRootObject: sent",
    "cloudformation DistributionConfig/WebACLId: sent",
    "cloudformation Origin/OriginPath: sent",
    "cloudformation ViewerMtlsConfig/Mode: sent",
    // Old templates have none, and new ones cannot be deployed any more.
    "cloudformation StreamingDistribution/Tags: required",
    // Newer than the provider that the reference was read from.
    "terraform cache_tag_config/header_name: required",
];

fn reference(name: &str) -> Option<Value> {
    let path = machine::shared(&format!("reference/dialects/{name}.json"))?;
    Some(serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap())
}

fn dialect(name: &str) -> &'static Dialect {
    DIALECTS
        .iter()
        .find(|dialect| dialect.name == name)
        .unwrap()
}

fn texts(value: &Value) -> Vec<String> {
    let text = |it: &Value| it.as_str().map_or_else(|| it.to_string(), str::to_owned);
    value
        .as_array()
        .map_or_else(|| vec![text(value)], |all| all.iter().map(text).collect())
}

/// What a member sends where it is absent, as texts.
fn sent(property: &Property) -> Option<Vec<String>> {
    Some(match property.sent.as_ref()? {
        Sent::Text(text) => vec![text.to_string()],
        Sent::Texts(texts) => texts.iter().map(ToString::to_string).collect(),
        Sent::Members(members) => members
            .iter()
            .map(|(name, text)| format!("{}={text}", SCHEMA.name_text(*name)))
            .collect(),
    })
}

/// The names on the way to a member in the API, and its own.
fn members(entry: &Value) -> BTreeSet<String> {
    let paths = texts(&entry["api"]);
    let names = paths.iter().flat_map(|path| path.split(['.', '/']));
    names.map(str::to_owned).collect()
}

/// How one entry of the reference differs from the table.
fn differences(block: &Block, name: &str, entry: &Value, is_required: bool) -> Vec<&'static str> {
    let Some(property) = block.properties.iter().find(|it| it.name == name) else {
        return vec!["missing"];
    };
    let style = entry["style"]
        .as_str()
        .or(entry["kind"].as_str())
        .unwrap_or_default();
    let is_list =
        style.starts_with("array") || style.starts_with("list") || style.starts_with("set");
    let mut found = Vec::new();
    let is_sent = matches!(property.role, Role::Sent | Role::Computed);
    if is_sent && property.required != is_required {
        found.push("required");
    }
    if is_sent
        && !matches!(property.repeats, Repeats::Never) != (is_list || style.starts_with("map"))
    {
        found.push("list");
    }
    let place = property.place.last().map(|name| SCHEMA.name_text(*name));
    if is_sent && !place.is_some_and(|place| members(entry).contains(place)) {
        found.push("place");
    }
    let default = entry.get("default_sent").or(entry.get("default"));
    let default = default.filter(|it| !it.is_object()).map(texts);
    if let Some(default) = default.filter(|_| is_sent && property.repeats != Repeats::Map)
        && sent(property) != Some(default)
    {
        found.push("sent");
    }
    found
}

#[test]
fn the_tables_are_those_of_the_reference() {
    let (Some(cloudformation), Some(terraform)) =
        (reference("cloudformation"), reference("terraform"))
    else {
        return;
    };
    let mut found = BTreeSet::new();
    let mut count = 0;
    let mut compare = |dialect: &Dialect, block: &str, name: &str, entry: &Value, is_required| {
        count += 1;
        let Some(block) = dialect.blocks.iter().find(|it| it.name == block) else {
            found.insert(format!("{} {block}: no such structure", dialect.name));
            return;
        };
        for difference in differences(block, name, entry, is_required) {
            found.insert(format!(
                "{} {}/{name}: {difference}",
                dialect.name, block.name
            ));
        }
    };
    for (kind, resource) in cloudformation["resources"].as_object().unwrap() {
        for entry in resource["entries"].as_array().unwrap() {
            let kind = kind.rsplit("::").next().unwrap();
            let definition = entry["definition"].as_str().unwrap().replace('.', "");
            let is_streaming =
                kind.starts_with("Streaming") && !definition.starts_with("Streaming");
            let block = match definition.as_str() {
                "(resource)" => kind.to_owned(),
                "Tag" => definition,
                _ if is_streaming => format!("Streaming{definition}"),
                _ => definition,
            };
            let name = entry["property"].as_str().unwrap();
            compare(
                dialect("cloudformation"),
                &block,
                name,
                entry,
                entry["required"] == true,
            );
        }
    }
    for entry in terraform["entries"].as_array().unwrap() {
        let block = entry["block"].as_str().unwrap();
        let block = if block == "(resource)" {
            "distribution"
        } else {
            block
        };
        let need = entry["need"].as_str().unwrap();
        let name = entry["argument"].as_str().unwrap();
        compare(dialect("terraform"), block, name, entry, need == "required");
    }
    assert!(count > 300, "only {count} entries");
    let on_purpose: BTreeSet<String> = ON_PURPOSE.iter().map(ToString::to_string).collect();
    let differing: Vec<_> = found.symmetric_difference(&on_purpose).collect();
    assert_eq!(differing, [""; 0]);
}
