//! A template gets no finding that the document that it becomes does not get.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

use cloudfront_lint::internal::builtin::{DIALECTS, RULES, SCHEMA};
use cloudfront_lint::internal::example;
use cloudfront_lint::internal::model::dialect::{Block, Dialect, Property, Repeats};
use cloudfront_lint::{Form, Linter, Operation, Source, convert};
use serde_json::{Map, Value, json};

/// Members that a template cannot say, or says by others.
const UNSAID: [&str; 4] = ["Quantity", "Items", "Enabled", "CallerReference"];

/// What the handler sends where a template says nothing, or the other way round: other defaults
/// than the service's, an empty policy id as none, and `Enabled` of logging where there is a
/// bucket.
const ONLY_IN_TEMPLATES: [&str; 7] = [
    "completion-before-read-timeout",
    "forwarded-values-missing",
    "grpc-http-version",
    "log-bucket-not-host",
    "log-bucket-region",
    "log-bucket-region-refused",
    "ttl-order",
];

/// A document of the API as the structure of a template.
fn block_of(dialect: &Dialect, block: &Block, document: &Value, is_lossy: &Cell<bool>) -> Value {
    let mut members = Map::new();
    let sayable: BTreeSet<&str> = block
        .properties
        .iter()
        .filter_map(|property| property.place.first())
        .map(|name| SCHEMA.name_text(*name))
        .collect();
    let is_said = |key: &String| sayable.contains(key.as_str()) || UNSAID.contains(&key.as_str());
    if !document
        .as_object()
        .is_some_and(|it| it.keys().all(is_said))
    {
        is_lossy.set(true);
    }
    for property in block.properties.iter() {
        let found = property
            .place
            .iter()
            .try_fold(document, |at, name| at.get(SCHEMA.name_text(*name)));
        let Some(value) = found.filter(|_| !property.place.is_empty()) else {
            continue;
        };
        if let Some(value) = member_of(dialect, property, value, is_lossy) {
            members.insert(property.name.to_string(), value);
        }
    }
    Value::Object(members)
}

fn member_of(
    dialect: &Dialect,
    property: &Property,
    value: &Value,
    is_lossy: &Cell<bool>,
) -> Option<Value> {
    let inner = |value: &Value| match property.block {
        Some(block) => block_of(
            dialect,
            &dialect.blocks[usize::from(block)],
            value,
            is_lossy,
        ),
        None => value.clone(),
    };
    if property.repeats == Repeats::Never {
        return Some(inner(value));
    }
    let items = value.as_array().or_else(|| value.get("Items")?.as_array());
    Some(items?.iter().map(inner).collect())
}

/// The template in which a configuration becomes the document; `None` where it cannot say
/// everything.
fn template_of(config: &Value) -> Option<String> {
    let dialect = &DIALECTS[0];
    let block = dialect
        .blocks
        .iter()
        .find(|block| block.name == "DistributionConfig")
        .unwrap();
    let is_lossy = Cell::new(false);
    let config = block_of(dialect, block, config, &is_lossy);
    let text = json!({"AWSTemplateFormatVersion": "2010-09-09", "Resources": {"Site": {
        "Type": "AWS::CloudFront::Distribution",
        "Properties": {"DistributionConfig": config},
    }}})
    .to_string();
    (!is_lossy.get()).then_some(text)
}

fn rules(text: &str) -> BTreeSet<String> {
    let report = Linter::new().operation(Operation::Create).lint(text);
    report
        .findings()
        .iter()
        .map(|finding| finding.rule.to_string())
        .collect()
}

#[test]
fn a_template_gets_no_finding_that_its_document_does_not_get() {
    let (mut more, mut compared) = (BTreeMap::new(), 0);
    let newest = SCHEMA.version_info(SCHEMA.newest()).name.as_ref();
    for rule in &RULES {
        for example in rule.bad.iter().chain(rule.good.iter()) {
            let document = example::document(rule, example).unwrap();
            if document.version != newest || document.previous.is_some() {
                continue;
            }
            let source = Source::new(document.text.as_str());
            let Ok(text) = convert(&source, Form::Json, None) else {
                continue;
            };
            let Ok(json) = serde_json::from_str::<Value>(&text) else {
                continue;
            };
            if json.get("DefaultCacheBehavior").is_none() {
                continue;
            }
            let Some(template) = template_of(&json) else {
                continue;
            };
            compared += 1;
            let template = rules(&template);
            if template.is_empty() {
                continue;
            }
            let api = rules(&document.text);
            let seen_in = |found: &String| (found.clone(), rule.name.to_string());
            more.extend(template.difference(&api).map(seen_in));
        }
    }
    assert!(compared > 300, "only {compared} documents were compared");
    let names = |found: &BTreeMap<String, String>| found.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&more), ONLY_IN_TEMPLATES, "{more:?}");
}
