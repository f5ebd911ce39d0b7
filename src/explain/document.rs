//! What is known about a document as a whole.

use std::borrow::Cow;

use crate::explain::element::{Fact, rule_line, sources};
use crate::explain::rules_about::ends;
use crate::model::rule::{Rule, Target};
use crate::model::schema::{Root, Schema, Use, Version, VersionSet, period};

/// All that is known about the document of a name: the roots that have it.
pub(crate) fn root_facts(
    schema: &Schema,
    rules: &[Rule],
    roots: &[&Root],
    version: Option<Version>,
) -> Vec<Fact> {
    let mut facts = Vec::new();
    let api = roots.iter().find_map(|root| root.api.as_ref());
    let exists = roots
        .iter()
        .fold(VersionSet::NONE, |all, root| all.union(root.versions));
    if let Some(api) = api {
        facts.push(Fact::of_api(api));
    } else {
        if let Some(version) = version {
            let says = if exists.contains(version) {
                "a document of its own"
            } else {
                "does not exist"
            };
            facts.push(Fact {
                key: Cow::Owned(schema.version_info(version).name.to_string()),
                values: vec![says.to_owned()],
            });
        }
        facts.extend(
            roots
                .first()
                .map(|root| Fact::one("at", schema.name_text(root.name))),
        );
        facts.push(Fact::one("exists", period(schema, exists)));
    }
    for root in roots {
        let usage = match root.usage {
            Use::Both => "in requests and responses",
            Use::Request => "in requests",
            Use::Response => "in responses",
        };
        let when = if roots.len() > 1 {
            format!(" ({})", period(schema, root.versions))
        } else {
            String::new()
        };
        facts.push(Fact::one(
            "document",
            format!(
                "{usage}, with the members of {}{when}",
                schema.shape(root.shape).name
            ),
        ));
    }
    let is_about = |rule: &&Rule| {
        let ends = |target: &Target| ends(schema, target.shape, &target.path);
        rule.at
            .iter()
            .flat_map(ends)
            .any(|end| end.1.is_none() && roots.iter().any(|root| root.shape == end.0))
    };
    facts.extend(Fact::some(
        "rules",
        rules.iter().filter(is_about).map(rule_line).collect(),
    ));
    if api.is_none() {
        facts.extend(sources(schema, exists, version));
    }
    facts
}
