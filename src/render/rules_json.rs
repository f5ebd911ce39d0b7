//! All rules as JSON, for programs.

use serde::Serialize;

use super::rule_page::fixes;
use super::serialize::write_json;
use crate::builtin::{SCHEMA, rule_url};
use crate::model::rule::{OperationKind, Rule};
use crate::model::schema::{Schema, Version};

/// All rules as a JSON array, for programs.
pub fn rules_json(rules: &[Rule]) -> String {
    let schema = &SCHEMA;
    let entries: Vec<Entry<'_>> = rules.iter().map(|rule| Entry::of(rule, schema)).collect();
    let mut out = String::new();
    let written = write_json(&mut out, &entries);
    debug_assert!(written.is_ok(), "a string accepts everything");
    out.push('\n');
    out
}

#[derive(Serialize)]
struct Entry<'r> {
    name: &'r str,
    title: &'r str,
    module: &'r str,
    severity: &'static str,
    certainty: &'static str,
    group: Option<&'r str>,
    preview: bool,
    service: Option<Service<'r>>,
    since: Option<&'r str>,
    until: Option<&'r str>,
    operations: Vec<&'static str>,
    dialects: Vec<&'r str>,
    fix: bool,
    constraints: Vec<&'r str>,
    url: Option<String>,
}

impl<'r> Entry<'r> {
    fn of(rule: &'r Rule, schema: &'r Schema) -> Self {
        let name = |version: Version| schema.version_info(version).name.as_ref();
        let last = rule.versions.last().filter(|last| *last != schema.newest());
        Self {
            name: &rule.name,
            title: &rule.title,
            module: &rule.module,
            severity: rule.severity.as_str(),
            certainty: rule.certainty(rule.severity).as_str(),
            group: rule.group.as_deref(),
            preview: rule.preview,
            service: rule.service.as_ref().map(|service| Service {
                code: &service.code,
                status: service.status,
            }),
            since: rule.versions.first().map(name),
            until: last.map(name),
            operations: rule
                .operations
                .iter()
                .copied()
                .map(OperationKind::name)
                .collect(),
            dialects: rule.dialects.iter().map(AsRef::as_ref).collect(),
            fix: fixes(rule) != "none",
            constraints: rule.constraints.iter().map(AsRef::as_ref).collect(),
            url: rule_url(&rule.name),
        }
    }
}

#[derive(Serialize)]
struct Service<'r> {
    code: &'r str,
    status: u16,
}
