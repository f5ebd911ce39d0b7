//! What one fix does by itself, for those who apply fixes one by one.
//!
//! What lives here: comparing the errors before and after. What does not: the harm that rounds of
//! fixes do together ([`harm`](super::harm)).

use std::collections::BTreeSet;

use crate::lint::Linter;
use crate::model::Severity;
use crate::outcome::{Finding, Report};
use crate::text::{Edit, Edited, Source, Span};

/// What edits do to a document.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Effect {
    /// They leave no error that was not there.
    Clean,
    /// They show errors that a fault kept from being found: in what they change, or where the
    /// report is not [evaluated](Report::is_evaluated).
    Uncovers,
    /// They leave errors that were not there, or a document that cannot be read as before.
    Harmful,
}

impl Linter {
    /// What the edits of one fix do when nothing else is applied.
    ///
    /// ```
    /// use cloudfront_lint::Linter;
    /// use cloudfront_lint::apply::Effect;
    ///
    /// let text = r#"{"Paths": {"Quantity": 2, "Items": ["/*"]}, "CallerReference": "one"}"#;
    /// let linter = Linter::new();
    /// let report = linter.lint(text);
    /// let fix = &report.findings()[0].fixes[0];
    /// assert_eq!(linter.effect_of(&fix.edits, &report), Effect::Clean);
    /// ```
    pub fn effect_of(&self, edits: &[Edit], before: &Report<'_>) -> Effect {
        let old = before.source().text();
        let new = Edited::new(old, edits).text;
        let changed = changed(old, &new);
        let all = self.with_rules_that_are_off();
        let all_before = all
            .as_ref()
            .map(|all| all.lint_source(before.source().clone()));
        let before = all_before.as_ref().unwrap_or(before);
        let after = all.as_ref().unwrap_or(self).lint_source(Source::new(new));
        if before.root().is_some() && after.root().is_none() {
            return Effect::Harmful;
        }
        let is_other = before.root() != after.root() || before.api_version() != after.api_version();
        let known: BTreeSet<(&str, String)> = errors(before).map(named).collect();
        let mut effect = Effect::Clean;
        for error in errors(&after) {
            let (rule, place) = named(error);
            let is_hidden =
                is_other || changed.contains(error.span) || !before.is_evaluated(rule, &place);
            match (known.contains(&(rule, place)), is_hidden) {
                (true, _) => {}
                (false, true) => effect = Effect::Uncovers,
                (false, false) => return Effect::Harmful,
            }
        }
        effect
    }
}

/// The part of a new text that is not the same in the old one, with whole names.
fn changed(old: &str, new: &str) -> Span {
    let same = old.bytes().zip(new.bytes());
    let start = same.take_while(|(one, other)| one == other).count();
    let same = old.bytes().rev().zip(new.bytes().rev());
    let end = new.len() - same.take_while(|(one, other)| one == other).count();
    let bytes = new.as_bytes();
    let is_of_name = |byte: &&u8| byte.is_ascii_alphanumeric();
    let before = bytes[..start].iter().rev().take_while(is_of_name).count();
    let end = end.max(start);
    let behind = bytes[end..].iter().take_while(is_of_name).count();
    Span::new(start - before, end + behind)
}

fn errors<'r>(report: &'r Report<'_>) -> impl Iterator<Item = &'r Finding> {
    let findings = report.findings().iter();
    findings.filter(|finding| finding.severity == Severity::Error)
}

/// The rule of a finding and its place, which stays the same when items move.
fn named(finding: &Finding) -> (&str, String) {
    (&finding.rule, finding.path.with_names())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The effect of the first fix of a rule's first finding.
    fn effect(text: &str, rule: &str) -> Effect {
        let linter = Linter::new();
        let report = linter.lint(text);
        let mut findings = report.findings().iter();
        let finding = findings.find(|it| it.rule == rule);
        let fix = finding.and_then(|it| it.fixes.first());
        let fix = fix.unwrap_or_else(|| panic!("{rule} has a fix: {:?}", report.findings()));
        linter.effect_of(&fix.edits, &report)
    }

    const XMLNS: &str = "xmlns=\"http://cloudfront.amazonaws.com/doc/2020-05-31/\"";

    #[test]
    fn an_error_in_what_was_renamed_was_there_before() {
        let tags = |list: &str| {
            format!(
                "<Tags {XMLNS}><items><Tag><Key>a</Key><Value>{list}</Value></Tag></items></Tags>"
            )
        };
        assert_eq!(effect(&tags("b"), "unknown-element"), Effect::Clean);
        let twice = tags("b</Value><Value>c");
        assert_eq!(effect(&twice, "unknown-element"), Effect::Uncovers);
    }

    #[test]
    fn a_change_that_leaves_a_new_error_elsewhere_is_harmful() {
        let text = format!(
            "<InvalidationBatch {XMLNS}><Paths><Quantity>1</Quantity><Items><Path>/a</Path></Items>\
             </Paths><CallerReference>one</CallerReference></InvalidationBatch>"
        );
        let linter = Linter::new();
        let report = linter.lint(&text);
        let of_edit = |old: &str, new: &str| {
            let start = text.find(old).unwrap();
            let edit = Edit {
                span: Span::new(start, start + old.len()),
                text: new.to_owned(),
            };
            linter.effect_of(&[edit], &report)
        };
        assert_eq!(of_edit("/a", "/b"), Effect::Clean);
        assert_eq!(of_edit("<Path>/a</Path>", ""), Effect::Harmful);
        assert_eq!(of_edit(&text, "<project/>"), Effect::Harmful);
    }

    #[test]
    fn a_null_next_to_another_one_can_be_removed_by_itself() {
        let base = include_str!("../../fixtures/base/distribution-2020-05-31.xml");
        let json = crate::convert(&Source::new(base), crate::Form::Json, None).unwrap();
        let start = json.find("\"CachePolicyId\"").unwrap();
        let end = start + json[start..].find(',').unwrap();
        let nulls = "\"ForwardedValues\": null, \"MinTTL\": null";
        let text = format!("{}{nulls}{}", &json[..start], &json[end..]);
        assert_eq!(effect(&text, "null-value"), Effect::Clean);
    }
}
