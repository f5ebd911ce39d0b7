//! What is compiled in: the shapes, formats, rules and quotas of `rules/`, as constants that
//! `build.rs` writes.
#![allow(
    clippy::wildcard_imports,
    clippy::allow_attributes,
    reason = "which of the types the rules need is for the rules to say; where they need nearly all, the lint is silent"
)]
#![expect(
    clippy::unreadable_literal,
    reason = "sets of versions are bits, written by a program"
)]

use std::borrow::Cow;

use crate::model::dialect::*;
use crate::model::managed::Managed;
use crate::model::map::*;
use crate::model::rule::*;
use crate::model::schema::*;
use crate::model::upgrade::*;
use crate::model::{Certainty, ServiceError, Severity};
use crate::text::Applicability;

include!(concat!(env!("OUT_DIR"), "/builtin.rs"));

/// Where the documentation of this version is published. `.ci/site` builds it, and the workflow of
/// a release publishes it. Corrections replace it; the next version has a folder of its own.
const SITE: &str = concat!(
    "https://cloudfront-lint.github.io/cloudfront-lint/",
    env!("CARGO_PKG_VERSION_MAJOR"),
    ".",
    env!("CARGO_PKG_VERSION_MINOR"),
    "/"
);

/// The address of a page of the documentation, such as `configuration`.
pub fn page_url(page: &str) -> String {
    format!("{SITE}{page}/")
}

/// The address of a built-in rule's page; a team's own rules have none.
pub fn rule_url(rule: &str) -> Option<String> {
    let built_in = RULES.iter().any(|known| known.name == rule);
    built_in.then(|| page_url(&format!("rules/{rule}")))
}
