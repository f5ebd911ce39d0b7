//! One row of rounds over a document.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use crate::apply::harm::Errors;
use crate::apply::refusals::{Refusals, sorted};
use crate::apply::round::Round;
use crate::apply::{Applied, Harm, harm};
use crate::lint::Linter;
use crate::outcome::Report;
use crate::text::{Applicability, Source};

/// The greatest number of rounds in which the number of possible fixes does not fall.
const MOST_ROUNDS: usize = 100;

/// The result of the rounds over a document.
pub(super) struct Run {
    pub(super) applied: Vec<Applied>,
    pub(super) report: Report<'static>,
    /// The rules whose fixes did harm that only the end shows.
    pub(super) harm: Option<(Vec<String>, Harm)>,
}

impl Run {
    pub(super) fn is_endless(&self) -> bool {
        matches!(self.harm, Some((_, Harm::Endless)))
    }
}

/// Applies round after round to the document of a report. A fix that does harm by itself is
/// refused; harm that only the end shows is in the result.
pub(super) fn run(
    linter: &Linter,
    report: Report<'static>,
    most: Applicability,
    refusals: &mut Refusals,
) -> Run {
    let mut progress = Progress::new(report, Errors::new(linter));
    loop {
        let mut round = Round::of(&progress.report, most, refusals);
        if round.is_empty() {
            return progress.finish();
        }
        progress.stalled.count(round.possible());
        let Some(next) = without_harm(linter, &progress.report, &mut round, refusals) else {
            continue;
        };
        let (rules, applied) = (round.rules(), round.applied());
        if let Some(cycle) = progress.add(rules, applied, &next) {
            return progress.endless(cycle);
        }
        progress.report = next;
    }
}

/// The report after a round. Of fixes that do harm together, the half is applied that does none by
/// itself; a single one that does is refused.
fn without_harm(
    linter: &Linter,
    report: &Report<'static>,
    round: &mut Round<'_>,
    refusals: &mut Refusals,
) -> Option<Report<'static>> {
    loop {
        let next = linter.lint_source(round.applied_to(report.source()));
        let Some(harm) = harm::of_round(report, &next, round.guesses_syntax()) else {
            return Some(next);
        };
        if !round.halve() {
            round.refuse(report.source().text(), refusals, &harm);
            return None;
        }
    }
}

/// Identifies a document.
pub(super) fn mark(source: &Source<'_>) -> u64 {
    let mut hasher = DefaultHasher::new();
    (
        source.text(),
        source.encoding(),
        source.has_byte_order_mark(),
    )
        .hash(&mut hasher);
    hasher.finish()
}

/// How long the number of possible fixes has not fallen.
struct Stalled {
    fewest: usize,
    rounds: usize,
}

impl Stalled {
    fn count(&mut self, possible: usize) {
        if possible < self.fewest {
            self.fewest = possible;
            self.rounds = 0;
        }
        self.rounds += 1;
    }
}

/// The result of the rounds so far.
struct Progress {
    applied: Vec<Applied>,
    report: Report<'static>,
    errors: Errors,
    /// The rules of each round, and the number of errors after it.
    rounds: Vec<(Vec<String>, usize)>,
    /// After which round each document was seen.
    seen: HashMap<u64, usize>,
    /// How many errors there were when everything was checked first, and after which round that
    /// was. Before that, what could not be checked may have errors of its own, which do not come
    /// from fixes.
    before: Option<(usize, usize)>,
    stalled: Stalled,
}

impl Progress {
    fn new(report: Report<'static>, errors: Errors) -> Self {
        Self {
            applied: Vec::new(),
            rounds: Vec::new(),
            seen: HashMap::from([(mark(report.source()), 0)]),
            before: None,
            stalled: Stalled {
                fewest: usize::MAX,
                rounds: 0,
            },
            report,
            errors,
        }
    }

    /// Adds a round. Where it leads nowhere, the round in which that began: to a document that was
    /// there before, or after too many rounds.
    fn add(
        &mut self,
        rules: Vec<String>,
        applied: Vec<Applied>,
        next: &Report<'static>,
    ) -> Option<usize> {
        if self.before.is_none() {
            let before = self.errors.of_whole(&self.report);
            self.before = before.map(|errors| (errors, self.rounds.len()));
        }
        self.applied.extend(applied);
        self.rounds.push((rules, self.errors.of(next)));
        let count = self.rounds.len();
        let first = *self.seen.entry(mark(next.source())).or_insert(count);
        if first < count {
            Some(first)
        } else {
            (self.stalled.rounds > MOST_ROUNDS).then_some(count - 1)
        }
    }

    /// The result where the rounds from one on lead nowhere.
    fn endless(self, cycle: usize) -> Run {
        let rounds = self.rounds[cycle..].iter();
        let rules = sorted(rounds.flat_map(|(rules, _)| rules.iter().cloned()));
        Run {
            applied: self.applied,
            report: self.report,
            harm: Some((rules, Harm::Endless)),
        }
    }

    fn finish(self) -> Run {
        let harm = if self.applied.is_empty() {
            None
        } else if self.report.root().is_none() {
            let rules = self.applied.iter().map(|it| it.rule.to_string());
            Some((sorted(rules), Harm::NoDocument))
        } else {
            self.worse()
        };
        Run {
            applied: self.applied,
            report: self.report,
            harm,
        }
    }

    /// The rules of the round after which there were more errors than before, and stayed more.
    fn worse(&self) -> Option<(Vec<String>, Harm)> {
        let (before, since) = self.before?;
        let after = self.errors.of(&self.report);
        if after <= before {
            return None;
        }
        let good = self
            .rounds
            .iter()
            .skip(since)
            .rposition(|(_, errors)| *errors <= before)
            .map_or(since, |at| since + at + 1);
        Some((self.rounds[good].0.clone(), Harm::Worse { before, after }))
    }
}
