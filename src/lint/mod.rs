//! The linter: from the bytes of a document to a [`Report`].
//!
//! What lives here: what a caller can ask for ([`Linter`]), and the stages (`pipeline`) of a run.
//! What does not: how findings look, which is for [`render`](crate::render).

mod accepted;
mod bind;
mod document;
mod element;
mod error;
mod evaluate;
mod fault;
mod gaps;
mod identify;
mod judged;
mod left_out;
pub(crate) mod links;
mod linter;
pub mod nesting;
mod once;
pub(crate) mod other_files;
mod pipeline;
mod previous;
mod repair;
mod resource;
mod rulebook;
mod structure;
mod suppress;
mod template;
mod template_cases;
mod template_fault;
mod template_fix;
mod template_insertion;
mod template_parts;
mod translate;
mod unfilled;
mod unknown;
mod wording;

pub(crate) use document::Document as BoundDocument;
pub(crate) use error::near_versions;
pub(crate) use left_out::MOST_KEPT;
#[cfg(feature = "config")]
pub(crate) use linter::groups;
pub use linter::{Linter, Operation};
pub use other_files::OtherFiles;
pub(crate) use pipeline::{NESTING, with_document, with_source};
pub use previous::Previous;
pub(crate) use repair::{insert_member, skeleton, successor};
pub(crate) use resource::{ResourceDocument, with_resource};
pub(crate) use structure::scalar::decimal::is_decimal;
pub(crate) use suppress::MARK as SUPPRESSION_MARK;
pub use suppress::Suppression;
#[cfg(feature = "config")]
pub(crate) use suppress::{is_of_template, segments};
pub(crate) use template_parts::{
    BoundResource, Spot, each_resource, known_place, member_place, with_template,
};
pub(crate) use translate::template_kind;

use crate::builtin;
use crate::model::rule::Rule;
use crate::outcome::Report;
use crate::text::Source;

/// The fault of a suppression of an unknown rule.
pub(crate) const UNKNOWN_RULE_IGNORED: &str =
    fault::Builtin::UnknownRuleIgnored(fault::UnknownRule::Unrelated).name();

/// Lints one document, XML or JSON, as it is.
///
/// ```
/// let xml = r#"<InvalidationBatch xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/"/>"#;
/// let report = cloudfront_lint::lint(xml);
/// assert!(report.has_errors());
/// ```
pub fn lint(document: &(impl AsRef<[u8]> + ?Sized)) -> Report<'_> {
    Linter::new().lint(document)
}

/// The built-in rules, in the order of their files.
pub fn rules() -> &'static [Rule] {
    &builtin::RULES
}

impl Linter {
    /// Lints one document. Never fails and never panics: what cannot be read is a finding.
    pub fn lint<'s>(&self, document: &'s (impl AsRef<[u8]> + ?Sized)) -> Report<'s> {
        self.lint_source(Source::decode(document.as_ref()))
    }
}

#[cfg(test)]
mod tests {
    use super::fault::Builtin;
    use super::rulebook::RuleBook;
    use crate::tree::SyntaxKind;

    #[test]
    fn every_fault_of_the_engine_has_a_rule_that_gives_it_words() {
        let names = Builtin::ALL
            .iter()
            .map(|(name, _)| *name)
            .chain(SyntaxKind::ALL.iter().map(|kind| kind.name()));
        let without: Vec<&str> = names
            .filter(|name| RuleBook::with(&[]).of_builtin(name).is_none())
            .collect();
        assert_eq!(without, Vec::<&str>::new());
    }

    #[test]
    fn the_rule_of_a_fault_has_texts_for_its_cases_only() {
        for (name, cases) in Builtin::ALL {
            let rule = RuleBook::with(&[]).of_builtin(name).expect("it has a rule");
            let unknown: Vec<&str> = rule
                .variants
                .iter()
                .map(|(variant, _)| variant.as_ref())
                .filter(|variant| !cases.contains(variant))
                .collect();
            assert_eq!(unknown, Vec::<&str>::new(), "variants of `{name}`");
        }
    }
}
