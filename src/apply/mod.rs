//! Applies the fixes of findings until nothing is left to apply.
//!
//! What lives here: the passes over a document, and what happens to a fix that does harm. What does
//! not: which fixes go together (`round`), one row of rounds (`run`), what counts as harm (`harm`),
//! what one fix does by itself (`single`), what a fix is (a finding brings its own edits), and
//! files (those are the program's business).
//!
//! All fixes of a round are made for the same text. Those that touch each other wait for the next
//! round, in which the document is checked again, so no edit is ever applied to a text that it was
//! not made for. A fix that would leave the document worse than before is refused and reported; the
//! others are applied without it. Once they are, a refused fix gets another chance, so that fixing
//! a fixed document changes nothing.

mod edits;
mod harm;
mod refusals;
mod round;
mod run;
mod single;

use std::borrow::Cow;
use std::collections::HashSet;

use crate::lint::{Linter, MOST_KEPT};
use crate::outcome::{ElementPath, Report};
use crate::text::{Applicability, Source};

pub use harm::{Harm, Refused};
pub use single::Effect;

use refusals::Refusals;

/// The greatest number of runs over a document in search of the fixes that do harm.
const MOST_RUNS: usize = 24;
/// The greatest number of passes in which refused fixes get another chance.
const MOST_PASSES: usize = 8;
/// The greatest number of rules that are tried one by one.
const MOST_TRIED: usize = 8;

/// A fix that was applied.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Applied {
    /// The rule whose finding it fixed.
    pub rule: Cow<'static, str>,
    /// The element.
    pub path: ElementPath,
    /// What it did, in the imperative.
    pub title: String,
    /// Whether it was safe.
    pub applicability: Applicability,
}

/// A fixed document.
#[derive(Debug)]
#[non_exhaustive]
pub struct Fixed {
    /// What was applied, in order.
    pub applied: Vec<Applied>,
    /// Fixes that were not applied, because they would leave the document worse.
    pub refused: Vec<Refused>,
    /// The report on the document after the fixes; its [`source`](Report::source) has the new text.
    pub report: Report<'static>,
}

impl Fixed {
    /// The new text, without a byte-order mark.
    pub fn text(&self) -> &str {
        self.report.source().text()
    }

    /// The new document in the encoding of the old one, with a byte-order mark if that had one;
    /// JSON in UTF-8 without one. A document that could not be decoded is unchanged.
    pub fn bytes(&self) -> Vec<u8> {
        self.report.source().bytes()
    }
}

impl Linter {
    /// Applies the fixes of a document's findings, and of what is found then, until none is left.
    /// With [`Applicability::Safe`] only those are applied that change nothing but the fault; with
    /// [`Applicability::Unsafe`] all. Fixing the result again changes nothing.
    ///
    /// Every byte outside the edits stays as it is. A document whose bytes are not valid in their
    /// encoding is returned unchanged, and so is one that no fix makes a CloudFront document. A fix
    /// that would leave a document worse is not applied, but [reported](Fixed::refused).
    ///
    /// ```
    /// use cloudfront_lint::{Applicability, Linter};
    ///
    /// let document = "
    /// <InvalidationBatch xmlns=\"http://cloudfront.amazonaws.com/doc/2020-05-31/\">
    ///   <Paths><Quantity>2</Quantity><Items><Path>/*</Path></Items></Paths>
    ///   <CallerReference>one</CallerReference>
    /// </InvalidationBatch>";
    /// let fixed = Linter::new().fix(document, Applicability::Safe);
    /// assert_eq!(fixed.applied[0].rule, "quantity-mismatch");
    /// assert!(fixed.text().contains("<Quantity>1</Quantity>"));
    /// ```
    pub fn fix(&self, document: &(impl AsRef<[u8]> + ?Sized), most: Applicability) -> Fixed {
        self.fix_reported(&self.lint(document), most)
    }

    /// Does the same with a document that this linter has just checked, without checking it once
    /// more. The report is as [`lint`](Self::lint) returned it.
    pub fn fix_reported(&self, report: &Report<'_>, most: Applicability) -> Fixed {
        let linter = self.clone().fixing();
        let first = if report.left_out() == 0 {
            report.clone().into_owned()
        } else {
            linter.lint_source(report.source().clone().into_owned())
        };
        let mut fixed = linter.fix_all(first, most);
        if fixed.report.findings().len() > MOST_KEPT {
            fixed.report = self.lint_source(fixed.report.source().clone());
        }
        fixed
    }

    fn fix_all(&self, report: Report<'static>, most: Applicability) -> Fixed {
        if report.source().fault().is_some() {
            return unchanged(report, Vec::new());
        }
        let source = report.source().clone();
        let mut seen = HashSet::from([run::mark(&source)]);
        let mut fixed = self.fix_once(report, most);
        for _ in 0..MOST_PASSES {
            if fixed.refused.is_empty() || fixed.applied.is_empty() {
                return fixed;
            }
            let again = self.fix_once(self.lint_source(fixed.report.source().clone()), most);
            fixed.refused = again.refused;
            if again.applied.is_empty() {
                return fixed;
            }
            fixed.applied.extend(again.applied);
            fixed.report = again.report;
            if !seen.insert(run::mark(fixed.report.source())) {
                break;
            }
        }
        let rules = refusals::sorted(fixed.applied.iter().map(|it| it.rule.to_string()));
        let harm = Harm::Endless;
        unchanged(self.lint_source(source), vec![Refused { rules, harm }])
    }

    /// One pass, in which a refused fix is not tried again.
    fn fix_once(&self, report: Report<'static>, most: Applicability) -> Fixed {
        let mut refusals = Refusals::default();
        let source = &report.source().clone();
        let checked = || self.lint_source(source.clone());
        let mut first = Some(report);
        for _ in 0..MOST_RUNS {
            let report = first.take().unwrap_or_else(checked);
            let run = run::run(self, report, most, &mut refusals);
            if refusals.has_loss() {
                // A repair that misread so much of a document cannot be trusted with the rest.
                break;
            }
            let Some((rules, harm)) = run.harm else {
                return Fixed {
                    applied: run.applied,
                    refused: refusals.into_reported(),
                    report: run.report,
                };
            };
            if harm == Harm::NoDocument {
                return unchanged(checked(), vec![Refused { rules, harm }]);
            }
            let culprits = self.culprits(source, most, &refusals, rules);
            refusals.refuse_rules(culprits, harm);
        }
        unchanged(checked(), refusals.into_reported())
    }

    /// The fewest rules without whose fixes the document is not harmed.
    fn culprits(
        &self,
        source: &Source<'static>,
        most: Applicability,
        refusals: &Refusals,
        rules: Vec<String>,
    ) -> Vec<String> {
        if rules.len() < 2 || rules.len() > MOST_TRIED {
            return rules;
        }
        let run = |refusals: &mut Refusals| {
            run::run(self, self.lint_source(source.clone()), most, refusals)
        };
        let is_culprit = |rule: &&String| {
            let mut without = refusals.clone();
            without.refuse_rules(vec![(*rule).clone()], Harm::Endless);
            run(&mut without).harm.is_none()
        };
        match rules.iter().find(is_culprit) {
            // Which of two rules that undo each other is wrong cannot be known.
            Some(rule) if !run(&mut refusals.clone()).is_endless() => vec![rule.clone()],
            _ => rules,
        }
    }
}

fn unchanged(report: Report<'static>, refused: Vec<Refused>) -> Fixed {
    Fixed {
        applied: Vec::new(),
        refused,
        report,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMESPACE: &str = "xmlns=\"http://cloudfront.amazonaws.com/doc/2020-05-31/\"";

    fn fixed(document: &str) -> Fixed {
        Linter::new().fix(document, Applicability::Unsafe)
    }

    #[test]
    fn a_document_that_cannot_be_decoded_is_unchanged() {
        let document =
            b"<InvalidationBatch><CallerReference>\xff\xfe</CallerReference></InvalidationBatch>";
        let fixed = Linter::new().fix(document, Applicability::Unsafe);
        assert_eq!(fixed.bytes(), document);
        assert!(fixed.applied.is_empty());
    }

    #[test]
    fn a_refused_fix_is_tried_again_when_the_others_are_applied() {
        for document in [
            "DistributionConfig xmlns=<DistributionConfig>\"t\"><e>",
            "<DistributionConfig><i\n<<<<<<",
            "\"Ca:\"4\",\nd\":ups},\"n\",\"E:\"ht\",\n  \"IsIPV6Enabled\":,\n  \"PriceClass\":\"0\"}",
            "<StreamingDistribution)o>",
            "Distribution xmlns/<",
            "<DistributionConfig s\"-\"<?xml >: ",
        ] {
            for most in [Applicability::Safe, Applicability::Unsafe] {
                let once = Linter::new().fix(document, most);
                let again = Linter::new().fix(once.text(), most);
                assert_eq!(once.text(), again.text(), "{document:?}");
            }
        }
    }

    #[test]
    fn equal_items_are_removed_together() {
        let count = 300;
        let items = "<Path>/a</Path>".repeat(count);
        let document = format!(
            "<InvalidationBatch {NAMESPACE}><Paths><Quantity>{count}</Quantity><Items>{items}</Items></Paths>\
             <CallerReference>one</CallerReference></InvalidationBatch>"
        );
        let fixed = fixed(&document);
        assert!(
            fixed
                .text()
                .contains("<Quantity>1</Quantity><Items><Path>/a</Path></Items>"),
            "{}",
            fixed.text()
        );
        assert_eq!(fixed.applied.len(), count - 1);
    }
}
