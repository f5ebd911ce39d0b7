//! Repairs: applies the fixes of findings until nothing is left to apply.
//!
//! What lives here: the rounds, and what becomes of a fix that does harm. What does not: which fixes go together (`round`), what
//! counts as harm (`harm`), how a fault is mended (a finding brings its own edits), and files (that is the program's business).
//!
//! All fixes of a round are made of the same text. Those that touch wait for the next round, in which the document is
//! judged again, so that no edit ever meets a text that it was not made for. A fix that would leave the document worse than it
//! found it is left out and told; the others are applied without it.

mod harm;
mod round;

use std::borrow::Cow;
use std::collections::HashMap;

use crate::lint::Linter;
use crate::outcome::Report;
use crate::text::{Applicability, Source};

pub use harm::{Harm, Refused};

use round::{Refusals, Round};

/// Rounds in which the number of fixes need not fall. More than these lead nowhere.
const MOST_ROUNDS: usize = 100;
/// Runs over the document in search of the fixes that it is better without.
const MOST_RUNS: usize = 24;

/// A fix that was applied.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Applied {
    /// The rule whose finding it mended.
    pub rule: Cow<'static, str>,
    /// The element.
    pub path: String,
    /// What it did, in the imperative.
    pub title: String,
    /// Whether it was safe.
    pub applicability: Applicability,
}

/// A repaired document.
#[derive(Debug)]
#[non_exhaustive]
pub struct Fixed {
    /// What was applied, in order.
    pub applied: Vec<Applied>,
    /// Fixes that were left out, because the document would be worse for them.
    pub refused: Vec<Refused>,
    /// What is to be said of the document as it is now; its [`source`](Report::source) holds the new text.
    pub report: Report<'static>,
}

impl Fixed {
    /// The new text, without a byte-order mark.
    pub fn text(&self) -> &str {
        self.report.source().text()
    }

    /// The new document in the encoding of the old one, with a byte-order mark if that had one; JSON in UTF-8 without one.
    pub fn bytes(&self) -> Vec<u8> {
        self.report.source().bytes()
    }
}

impl Linter<'_> {
    /// Applies the fixes of a document's findings, and of what is found then, until none is left. With
    /// [`Applicability::Safe`] only those are applied that change nothing but the fault; with [`Applicability::Unsafe`] all.
    ///
    /// Every byte outside of the edits stays as it is. A document whose bytes are no text in their encoding is returned unchanged, and
    /// so is one that no fix makes a document of CloudFront. What would leave a document worse is not applied, but
    /// [told](Fixed::refused).
    ///
    /// ```
    /// use cloudfront_lint::{Linter, text::Applicability};
    ///
    /// let document = "<InvalidationBatch xmlns=\"http://cloudfront.amazonaws.com/doc/2020-05-31/\">
    ///   <Paths><Quantity>2</Quantity><Items><Path>/*</Path></Items></Paths>
    ///   <CallerReference>one</CallerReference>
    /// </InvalidationBatch>";
    /// let fixed = Linter::new().fix(document, Applicability::Safe);
    /// assert_eq!(fixed.applied[0].rule, "quantity-mismatch");
    /// assert!(fixed.text().contains("<Quantity>1</Quantity>"));
    /// ```
    pub fn fix(&self, document: &(impl AsRef<[u8]> + ?Sized), most: Applicability) -> Fixed {
        let source = Source::decode(document.as_ref()).into_owned();
        let unchanged = |refused| Fixed {
            applied: Vec::new(),
            refused,
            report: self.lint_source(source.clone()),
        };
        if source.fault().is_some() {
            return Fixed {
                applied: Vec::new(),
                refused: Vec::new(),
                report: self.lint_source(source),
            };
        }
        let mut refusals = Refusals::default();
        for _ in 0..MOST_RUNS {
            let run = self.run(&source, most, &mut refusals);
            if refusals.has_loss() {
                // Whoever misread so much of a document has nothing to say of the rest.
                return unchanged(refusals.told());
            }
            let Some((rules, harm)) = run.harm else {
                return Fixed {
                    applied: run.applied,
                    refused: refusals.told(),
                    report: run.report,
                };
            };
            if harm == Harm::NoDocument {
                return unchanged(vec![Refused { rules, harm }]);
            }
            refusals.refuse_rules(self.least(&source, most, &refusals, rules), harm);
        }
        unchanged(refusals.told())
    }

    /// The fewest of some rules without whose fixes the document comes to no harm.
    fn least(
        &self,
        source: &Source<'static>,
        most: Applicability,
        refusals: &Refusals,
        rules: Vec<String>,
    ) -> Vec<String> {
        /// Rules that are tried one by one.
        const MOST_TRIED: usize = 8;
        if rules.len() < 2 || rules.len() > MOST_TRIED {
            return rules;
        }
        let helps = |rule: &&String| {
            let mut without = refusals.clone();
            without.refuse_rules(vec![(*rule).clone()], Harm::Endless);
            self.run(source, most, &mut without).harm.is_none()
        };
        match rules.iter().find(helps) {
            // Which of two that undo each other is in the wrong, nobody knows.
            Some(rule) if !self.run(source, most, &mut refusals.clone()).is_endless() => {
                vec![rule.clone()]
            }
            _ => rules,
        }
    }

    /// Applies round after round. What does harm by itself is refused on the way; what does only at the end is told.
    fn run(&self, source: &Source<'static>, most: Applicability, refusals: &mut Refusals) -> Run {
        let mut report = self.lint_source(source.clone());
        let mut applied: Vec<Applied> = Vec::new();
        let mut rounds: Vec<(Vec<String>, usize)> = Vec::new();
        // What could not be judged before may hold errors of its own, which are not the repair's. From when on all was judged, those
        // that come are.
        let mut before = None;
        let mut since = 0;
        let mut met = HashMap::from([(round::mark(report.source()), 0_usize)]);
        let (mut fewest, mut idle) = (usize::MAX, 0);
        loop {
            let mut round = Round::of(&report, most, refusals);
            if round.is_empty() {
                break;
            }
            if round.possible() < fewest {
                fewest = round.possible();
                idle = 0;
            }
            idle += 1;
            // Of fixes that do harm together, the half that does none by itself is applied.
            let next = loop {
                let next = self.lint_source(round.applied_to(report.source()));
                let Some(harm) = harm::done(&report, &next, round.guesses_notation()) else {
                    break Some(next);
                };
                if !round.halve() {
                    refusals.refuse(report.source().text(), &round, &harm);
                    break None;
                }
            };
            let Some(next) = next else { continue };
            if before.is_none() && report.is_whole() {
                (before, since) = (Some(harm::errors(&report)), rounds.len());
            }
            let rules = round.rules();
            applied.extend(round.told());
            rounds.push((rules, harm::errors(&next)));
            let first = *met
                .entry(round::mark(next.source()))
                .or_insert(rounds.len());
            if first < rounds.len() || idle > MOST_ROUNDS {
                let cycle = if first < rounds.len() {
                    first
                } else {
                    rounds.len() - 1
                };
                let rules = round::sorted(
                    rounds[cycle..]
                        .iter()
                        .flat_map(|(rules, _)| rules.iter().cloned()),
                );
                return Run {
                    applied,
                    report,
                    harm: Some((rules, Harm::Endless)),
                };
            }
            report = next;
        }
        let harm = if applied.is_empty() {
            None
        } else if report.root().is_none() {
            Some((
                round::sorted(applied.iter().map(|it| it.rule.to_string())),
                Harm::NoDocument,
            ))
        } else {
            before
                .filter(|before| harm::errors(&report) > *before)
                .map(|before| {
                    // The last step up from what there was.
                    let good = rounds
                        .iter()
                        .skip(since)
                        .rposition(|(_, errors)| *errors <= before)
                        .map_or(since, |at| since + at + 1);
                    (
                        rounds[good].0.clone(),
                        Harm::Worse {
                            before,
                            after: harm::errors(&report),
                        },
                    )
                })
        };
        Run {
            applied,
            report,
            harm,
        }
    }
}

/// What the rounds over a document came to.
struct Run {
    applied: Vec<Applied>,
    report: Report<'static>,
    /// The rules whose fixes did harm that only the end shows.
    harm: Option<(Vec<String>, Harm)>,
}

impl Run {
    fn is_endless(&self) -> bool {
        matches!(self.harm, Some((_, Harm::Endless)))
    }
}
