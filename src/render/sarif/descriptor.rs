//! The tool with the rules that have a finding, and the error codes of the services as taxonomies.

use std::collections::BTreeMap;

use serde::Serialize;

use super::level;
use crate::builtin::rule_url;
use crate::lint::Linter;
use crate::model::ServiceError;
use crate::model::rule::Rule;
use crate::render::{Summary, rule_page};

/// Columns of the pages of rules.
const PAGE: usize = 100;
/// The service whose codes they are, if a finding names no other.
const CLOUDFRONT: &str = "CloudFront";

#[derive(Serialize)]
pub(super) struct Tool<'r> {
    driver: Driver<'r>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver<'r> {
    name: &'static str,
    semantic_version: &'static str,
    information_uri: &'static str,
    rules: Vec<RuleDescriptor<'r>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    supported_taxonomies: Vec<TaxonomyReference>,
}

impl<'r> Tool<'r> {
    /// The rules are those of the linters that have a finding.
    pub(super) fn of(summary: &Summary, linters: &'r [Linter]) -> Self {
        let mut rules: BTreeMap<&str, RuleDescriptor<'r>> = BTreeMap::new();
        for linter in linters {
            let spoke = linter.rules().filter(|it| summary.rules.contains(&it.name));
            for rule in spoke {
                let entry = rules.entry(&rule.name);
                entry.or_insert_with(|| RuleDescriptor::of(rule, linter));
            }
        }
        let mut services: Vec<&str> = summary
            .answers
            .iter()
            .map(|answer| answer.service.as_deref().unwrap_or(CLOUDFRONT))
            .collect();
        services.sort_unstable();
        services.dedup();
        Self {
            driver: Driver {
                name: env!("CARGO_PKG_NAME"),
                semantic_version: env!("CARGO_PKG_VERSION"),
                information_uri: env!("CARGO_PKG_REPOSITORY"),
                rules: rules.into_values().collect(),
                supported_taxonomies: services.into_iter().map(TaxonomyReference::of).collect(),
            },
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RuleDescriptor<'r> {
    id: &'r str,
    short_description: Text<'r>,
    full_description: Text<'r>,
    #[serde(skip_serializing_if = "Option::is_none")]
    help_uri: Option<String>,
    help: Help,
    default_configuration: Configuration,
    properties: Properties<'r>,
}

impl<'r> RuleDescriptor<'r> {
    fn of(rule: &'r Rule, linter: &Linter) -> Self {
        let page = rule_page(rule, linter, PAGE);
        Self {
            id: &rule.name,
            short_description: Text { text: &rule.title },
            full_description: Text {
                text: if rule.why.is_empty() {
                    &rule.title
                } else {
                    &rule.why
                },
            },
            help_uri: rule_url(&rule.name),
            help: Help {
                text: page.clone(),
                markdown: page,
            },
            default_configuration: Configuration {
                level: level(rule.severity),
            },
            properties: Properties {
                tags: [&rule.module],
            },
        }
    }
}

#[derive(Serialize)]
struct Text<'r> {
    text: &'r str,
}

#[derive(Serialize)]
struct Help {
    text: String,
    markdown: String,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
struct Properties<'r> {
    tags: [&'r str; 1],
}

/// The taxonomies of a run: one for each service that would answer.
#[derive(Serialize)]
#[serde(transparent)]
pub(super) struct Taxonomies<'r>(Vec<Taxonomy<'r>>);

impl<'r> Taxonomies<'r> {
    pub(super) fn of(summary: &'r Summary) -> Self {
        let mut taxa: BTreeMap<&str, Vec<Taxon<'r>>> = BTreeMap::new();
        for answer in &summary.answers {
            taxa.entry(answer.service.as_deref().unwrap_or(CLOUDFRONT))
                .or_default()
                .push(Taxon { id: &answer.code });
        }
        let taxonomy = |(service, taxa)| Taxonomy {
            name: taxonomy_name(service),
            organization: "Amazon Web Services",
            short_description: Description {
                text: format!("Error codes that {service} answers with"),
            },
            is_comprehensive: false,
            taxa,
        };
        Self(taxa.into_iter().map(taxonomy).collect())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Taxonomy<'r> {
    name: String,
    organization: &'static str,
    short_description: Description,
    is_comprehensive: bool,
    taxa: Vec<Taxon<'r>>,
}

#[derive(Serialize)]
struct Description {
    text: String,
}

#[derive(Serialize)]
struct Taxon<'r> {
    id: &'r str,
}

/// A code as a result refers to it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct TaxonReference<'r> {
    id: &'r str,
    tool_component: TaxonomyReference,
}

impl<'r> TaxonReference<'r> {
    pub(super) fn of(service: &'r ServiceError) -> Self {
        Self {
            id: &service.code,
            tool_component: TaxonomyReference::of(service.service.as_deref().unwrap_or(CLOUDFRONT)),
        }
    }
}

#[derive(Serialize)]
struct TaxonomyReference {
    name: String,
}

impl TaxonomyReference {
    fn of(service: &str) -> Self {
        Self {
            name: taxonomy_name(service),
        }
    }
}

fn taxonomy_name(service: &str) -> String {
    format!("{service} error codes")
}
