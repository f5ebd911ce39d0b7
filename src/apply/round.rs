//! Which fixes are applied together.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use crate::apply::Applied;
use crate::apply::edits::{Countdown, Occupied};
use crate::apply::refusals::{Refusals, sorted};
use crate::lint;
use crate::model::rule::{Check, Rule};
use crate::outcome::{Finding, Fix, Report};
use crate::text::{Applicability, Edit, Source, Span};
use crate::tree::SyntaxKind;

/// The fixes that are applied together.
pub(super) struct Round<'r> {
    chosen: Vec<Chosen<'r>>,
    possible: usize,
    is_of_syntax: bool,
}

#[derive(Clone, Copy)]
struct Chosen<'r> {
    finding: &'r Finding,
    fix: &'r Fix,
    countdown: Option<Countdown>,
}

impl<'r> Round<'r> {
    /// The fixes of a report that can be applied together.
    pub(super) fn of(report: &'r Report<'_>, most: Applicability, refusals: &Refusals) -> Self {
        let text = report.source().text();
        let mut possible = possible(report, most, refusals);
        drop_unclear_suppressions(&mut possible, report);
        // Syntax is fixed first: until then everything else is uncertain.
        let is_of_syntax = possible.iter().any(|(finding, _)| is_syntax(finding));
        if is_of_syntax {
            possible.retain(|(finding, _)| is_syntax(finding));
        }
        possible.sort_by_key(|(_, fix)| fix.edits.first().map_or(0, |edit| edit.span.start));
        let mut occupied = Occupied::default();
        let count = possible.len();
        let chosen = possible.into_iter().map(|(finding, fix)| Chosen {
            finding,
            fix,
            countdown: Countdown::of(text, &fix.edits),
        });
        Self {
            chosen: chosen
                .filter(|it| occupied.occupy(&it.fix.edits, it.countdown))
                .collect(),
            possible: count,
            is_of_syntax,
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.chosen.is_empty()
    }

    /// How many could be applied, chosen or not.
    pub(super) fn possible(&self) -> usize {
        self.possible
    }

    /// Whether they fix syntax by guessing what was meant.
    pub(super) fn guesses_syntax(&self) -> bool {
        self.is_of_syntax
            && self
                .chosen
                .iter()
                .any(|it| it.fix.applicability == Applicability::Unsafe)
    }

    /// Drops half of them. `false` if there is only one.
    pub(super) fn halve(&mut self) -> bool {
        let half = self.chosen.len() / 2;
        self.chosen.truncate(half.max(1));
        half > 0
    }

    /// Refuses all of them.
    pub(super) fn refuse(&self, text: &str, refusals: &mut Refusals, harm: &crate::apply::Harm) {
        for it in &self.chosen {
            refusals.refuse(text, it.finding, it.fix, harm);
        }
    }

    /// The text after these fixes.
    pub(super) fn applied_to(&self, source: &Source<'_>) -> Source<'static> {
        let counts = self.counts();
        let is_count = |it: &Chosen<'_>, index| it.countdown.is_some_and(|it| it.edit == index);
        let others = self.chosen.iter().flat_map(|it| {
            let edits = it.fix.edits.iter().enumerate();
            edits
                .filter(move |(index, _)| !is_count(it, *index))
                .map(|(_, edit)| edit)
        });
        source.with_edits(others.chain(&counts))
    }

    /// The edits of all numbers that fixes decrement.
    fn counts(&self) -> Vec<Edit> {
        let mut counts: BTreeMap<Span, (u32, u32)> = BTreeMap::new();
        for countdown in self.chosen.iter().filter_map(|it| it.countdown) {
            let count = counts.entry(countdown.span).or_default();
            *count = (countdown.number, count.1 + 1);
        }
        counts
            .into_iter()
            .map(|(span, (number, fewer))| Edit::replace(span, (number - fewer).to_string()))
            .collect()
    }

    pub(super) fn rules(&self) -> Vec<String> {
        sorted(self.chosen.iter().map(|it| it.finding.rule.to_string()))
    }

    /// What they do.
    pub(super) fn applied(&self) -> Vec<Applied> {
        let applied = self.chosen.iter().map(|it| Applied {
            rule: it.finding.rule.clone(),
            path: it.finding.path.clone(),
            title: it.fix.title.clone(),
            applicability: it.fix.applicability,
        });
        applied.collect()
    }
}

/// The fixes of a report that may be applied.
fn possible<'r>(
    report: &'r Report<'_>,
    most: Applicability,
    refusals: &Refusals,
) -> Vec<(&'r Finding, &'r Fix)> {
    let source = report.source();
    let applicable = |finding: &'r Finding| {
        let fix = finding.fixes.iter().find(|fix| fix.applicability <= most)?;
        let is_possible = changes(source, fix) && !refusals.contains(source.text(), finding, fix);
        is_possible.then_some((finding, fix))
    };
    report.findings().iter().filter_map(applicable).collect()
}

/// Drops the fixes of what a suppression with a misspelt rule name is probably meant for: the
/// suppression is fixed first.
fn drop_unclear_suppressions(possible: &mut Vec<(&Finding, &Fix)>, report: &Report<'_>) {
    let misnamed: BTreeSet<(&str, String)> =
        report.findings().iter().filter_map(misnamed).collect();
    if misnamed.is_empty() {
        return;
    }
    possible.retain(|(finding, _)| {
        let path = finding.path.to_string();
        let ends = path.match_indices('/').map(|(at, _)| at);
        !ends
            .chain([0, path.len()])
            .any(|end| misnamed.contains(&(finding.rule.as_ref(), path[..end].to_owned())))
    });
}

/// Whether a fix changes the text, or at least its encoding.
fn changes(source: &Source<'_>, fix: &Fix) -> bool {
    let text = source.text();
    fix.edits.iter().any(|edit| {
        text.get(edit.span.range()) != Some(edit.text.as_str()) || !source.keeps_encoding()
    })
}

/// The rule that a suppression with a misspelt rule name is probably meant for, and its element.
fn misnamed(finding: &Finding) -> Option<(&str, String)> {
    let is_suppression = fault_of(finding) == Some(lint::UNKNOWN_RULE_IGNORED);
    let meant = finding.fixes.first()?.edits.first()?.text.as_str();
    (is_suppression && !meant.is_empty()).then(|| (meant, finding.path.to_string()))
}

/// Whether a finding is about syntax.
pub(super) fn is_syntax(finding: &Finding) -> bool {
    fault_of(finding).is_some_and(|fault| fault != lint::UNKNOWN_RULE_IGNORED)
}

/// The fault of syntax or of a suppression that the rule of a finding gives words to.
fn fault_of(finding: &Finding) -> Option<&'static str> {
    static FAULTS: LazyLock<BTreeMap<&str, &str>> = LazyLock::new(|| {
        let kinds = SyntaxKind::ALL.iter().map(|kind| kind.name());
        let looked_for: BTreeSet<&str> = kinds.chain([lint::UNKNOWN_RULE_IGNORED]).collect();
        let fault = |rule: &'static Rule| match &rule.check {
            Check::Builtin { fault, .. } => Some((rule.name.as_ref(), fault.as_ref())),
            _ => None,
        };
        let all = lint::rules().iter().filter_map(fault);
        all.filter(|(_, fault)| looked_for.contains(fault))
            .collect()
    });
    FAULTS.get(finding.rule.as_ref()).copied()
}
