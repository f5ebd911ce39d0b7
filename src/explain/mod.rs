//! What is known about versions and elements, in words: the facts of a version, what each version
//! added, all about an element.
//!
//! What lives here: pure functions from the [schema](crate::model::schema) to lists and text. What
//! does not: the facts themselves, and checking documents against them.

mod document;
pub(crate) mod element;
pub(crate) mod facts;
pub(crate) mod find;
mod here;
pub(crate) mod places;
mod quotas;
mod reference;
pub(crate) mod resources;
mod rules_about;
pub(crate) mod versions;
pub(crate) mod why;

use crate::builtin::{self, FORMATS, SCHEMA};
use crate::lint::Linter;
use crate::outcome::Error;

pub use element::Fact;
pub use here::{Here, here};

/// All versions of the API and what each one added and removed, in lines of some columns.
///
/// ```
/// assert!(cloudfront_lint::explain::versions(80).contains("2020-05-31"));
/// ```
pub fn versions(columns: usize) -> String {
    versions::versions_text(&SCHEMA, &FORMATS, columns)
}

/// Everything known about the elements that a path such as `Compress` or `Origin/Id` means, in
/// lines of some columns: types, limits, when they exist, the rules about them. The version that
/// the linter checks by comes first, and its rules are those that are listed. The id or the name of
/// a managed policy gives its settings.
///
/// ```
/// use cloudfront_lint::{Linter, explain};
///
/// let text = explain::element(&Linter::new(), "DefaultCacheBehavior/Compress", 80)?;
/// assert!(text.contains("since 2015-09-17"));
/// # Ok::<(), cloudfront_lint::Error>(())
/// ```
///
/// # Errors
/// When no version has such an element.
pub fn element(linter: &Linter, path: &str, columns: usize) -> Result<String, Error> {
    if let Some(managed) = resources::find(path) {
        return Ok(why::why_text(&[managed], columns));
    }
    let rules: Vec<_> = linter.rules().cloned().collect();
    let elements = why::why(linter.schema(), &FORMATS, &rules, path, linter.version())?;
    Ok(why::why_text(&elements, columns))
}

/// The date that names the newest version of the API.
pub fn newest_version() -> &'static str {
    &SCHEMA.version_info(SCHEMA.newest()).name
}

/// The address of a page of the documentation of this version, such as `configuration`.
pub fn page_url(page: &str) -> String {
    builtin::page_url(page)
}

/// The address of a built-in rule's page. `None` for a team's own rules.
pub fn rule_url(rule: &str) -> Option<String> {
    builtin::rule_url(rule)
}
