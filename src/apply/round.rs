//! Which fixes are applied together, and which are not applied any more.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use crate::apply::{Applied, Harm, Refused};
use crate::lint;
use crate::model::rule::Check;
use crate::outcome::{Finding, Fix, Report};
use crate::text::{Applicability, Edit, Source};
use crate::tree::SyntaxKind;

/// After so many fixes of one rule that do harm, no other of it is tried.
const MOST_REFUSED: usize = 4;

/// Fixes that are not to be applied.
#[derive(Clone, Default)]
pub(crate) struct Refusals {
    /// By a mark of what they would do.
    fixes: BTreeSet<u64>,
    rules: BTreeSet<String>,
    told: Vec<Refused>,
}

impl Refusals {
    /// Refuses the fixes of a round, which by themselves do harm.
    pub(crate) fn refuse(&mut self, text: &str, round: &Round<'_>, harm: &Harm) {
        for (finding, fix) in &round.chosen {
            self.fixes.insert(mark_of(text, finding, fix));
            let told = Refused {
                rules: vec![finding.rule.to_string()],
                harm: harm.clone(),
            };
            let known = self
                .told
                .iter()
                .filter(|known| known.rules == told.rules)
                .count();
            if known + 1 >= MOST_REFUSED {
                self.rules.insert(finding.rule.to_string());
            }
            self.told.push(told);
        }
    }

    /// Refuses all fixes of some rules.
    pub(crate) fn refuse_rules(&mut self, rules: Vec<String>, harm: Harm) {
        self.rules.extend(rules.iter().cloned());
        self.told.push(Refused { rules, harm });
    }

    /// Whether a fix would have thrown away what somebody wrote.
    pub(crate) fn has_loss(&self) -> bool {
        self.told.iter().any(|refused| refused.harm == Harm::Loss)
    }

    /// What there is to tell, each once.
    pub(crate) fn told(mut self) -> Vec<Refused> {
        let mut told: Vec<Refused> = Vec::new();
        for refused in self.told.drain(..) {
            if !told.contains(&refused) {
                told.push(refused);
            }
        }
        told
    }

    fn holds(&self, text: &str, finding: &Finding, fix: &Fix) -> bool {
        let is_none = self.fixes.is_empty() && self.rules.is_empty();
        !is_none
            && (self.rules.contains(finding.rule.as_ref())
                || self.fixes.contains(&mark_of(text, finding, fix)))
    }
}

/// By what a fix is known when the document around it has changed.
fn mark_of(text: &str, finding: &Finding, fix: &Fix) -> u64 {
    let mut hasher = DefaultHasher::new();
    (&finding.rule, &finding.place, &fix.title).hash(&mut hasher);
    for edit in &fix.edits {
        (text.get(edit.span.range()), &edit.text).hash(&mut hasher);
    }
    hasher.finish()
}

/// By what a document is known again.
pub(crate) fn mark(source: &Source<'_>) -> u64 {
    let mut hasher = DefaultHasher::new();
    (
        source.text(),
        source.encoding(),
        source.has_byte_order_mark(),
    )
        .hash(&mut hasher);
    hasher.finish()
}

/// Names in order, each once.
pub(crate) fn sorted(rules: impl Iterator<Item = String>) -> Vec<String> {
    rules.collect::<BTreeSet<String>>().into_iter().collect()
}

/// The fixes that are applied together.
pub(crate) struct Round<'r> {
    chosen: Vec<(&'r Finding, &'r Fix)>,
    possible: usize,
    is_of_notation: bool,
}

impl<'r> Round<'r> {
    pub(crate) fn of(report: &'r Report<'_>, most: Applicability, refusals: &Refusals) -> Self {
        let text = report.source().text();
        let applicable = |finding: &'r Finding| {
            let fix = finding.fixes.iter().find(|fix| fix.applicability <= most)?;
            (changes(report.source(), fix) && !refusals.holds(text, finding, fix))
                .then_some((finding, fix))
        };
        let mut possible: Vec<_> = report.findings().iter().filter_map(applicable).collect();
        // A suppression under a wrong name is put right before what it is meant for is mended, or that is left.
        let misnamed: Vec<(&str, &str)> = report.findings().iter().filter_map(misnamed).collect();
        if !misnamed.is_empty() {
            let is_meant = |finding: &Finding| {
                misnamed
                    .iter()
                    .any(|(path, rule)| finding.rule == *rule && is_within(&finding.path, path))
            };
            possible.retain(|(finding, _)| !is_meant(finding));
        }
        // What is not well-formed is mended first: all else is read between the lines until then.
        let is_of_notation = possible.iter().any(|(finding, _)| is_syntax(finding));
        if is_of_notation {
            possible.retain(|(finding, _)| is_syntax(finding));
        }
        possible.sort_by_key(|(_, fix)| fix.edits.first().map_or(0, |edit| edit.span.start));
        let mut round = Self {
            possible: possible.len(),
            chosen: Vec::new(),
            is_of_notation,
        };
        let mut taken = Taken::default();
        for (finding, fix) in possible {
            if taken.take(&fix.edits) {
                round.chosen.push((finding, fix));
            }
        }
        round
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.chosen.is_empty()
    }

    /// How many wait to be applied, chosen or not.
    pub(crate) fn possible(&self) -> usize {
        self.possible
    }

    /// Whether they mend what is not well-formed, by guessing what was meant.
    pub(crate) fn guesses_notation(&self) -> bool {
        self.is_of_notation
            && self
                .chosen
                .iter()
                .any(|(_, fix)| fix.applicability == Applicability::Unsafe)
    }

    /// Leaves out half of them, and says whether that was possible.
    pub(crate) fn halve(&mut self) -> bool {
        let half = self.chosen.len() / 2;
        self.chosen.truncate(half.max(1));
        half > 0
    }

    /// The text with these fixes applied.
    pub(crate) fn applied_to(&self, source: &Source<'_>) -> Source<'static> {
        source.with_edits(self.chosen.iter().flat_map(|(_, fix)| &fix.edits))
    }

    pub(crate) fn rules(&self) -> Vec<String> {
        sorted(
            self.chosen
                .iter()
                .map(|(finding, _)| finding.rule.to_string()),
        )
    }

    /// What they do.
    pub(crate) fn told(&self) -> impl Iterator<Item = Applied> + '_ {
        self.chosen.iter().map(|(finding, fix)| Applied {
            rule: finding.rule.clone(),
            path: finding.path.clone(),
            title: fix.title.clone(),
            applicability: fix.applicability,
        })
    }
}

/// Whether a fix leaves another text than it finds, or the same in another encoding.
fn changes(source: &Source<'_>, fix: &Fix) -> bool {
    let text = source.text();
    fix.edits.iter().any(|edit| {
        text.get(edit.span.range()) != Some(edit.text.as_str()) || !source.keeps_encoding()
    })
}

/// The element and the rule that a suppression under a wrong name is probably meant for.
fn misnamed(finding: &Finding) -> Option<(&str, &str)> {
    let rule = lint::rules()
        .iter()
        .find(|rule| rule.name == finding.rule)?;
    let is_suppression =
        matches!(&rule.check, Check::Builtin { fault, .. } if fault == lint::UNKNOWN_RULE_IGNORED);
    let meant = finding.fixes.first()?.edits.first()?.text.as_str();
    (is_suppression && !meant.is_empty()).then_some((finding.path.as_str(), meant))
}

fn is_within(path: &str, outer: &str) -> bool {
    path.strip_prefix(outer)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Whether a finding is one of the notation.
pub(crate) fn is_syntax(finding: &Finding) -> bool {
    let rule = lint::rules().iter().find(|rule| rule.name == finding.rule);
    matches!(rule.map(|rule| &rule.check), Some(Check::Builtin { fault, .. }) if SyntaxKind::ALL.iter().any(|kind| kind.name() == fault))
}

/// The ranges that are spoken for.
#[derive(Default)]
struct Taken {
    /// Begin to end; they do not touch.
    ranges: BTreeMap<u32, u32>,
}

impl Taken {
    /// Takes the ranges of some edits, unless one of them touches what is taken already.
    fn take(&mut self, edits: &[Edit]) -> bool {
        let touches = |edit: &Edit| {
            self.ranges
                .range(..=edit.span.end)
                .next_back()
                .is_some_and(|(_, end)| *end >= edit.span.start)
        };
        if edits.is_empty() || edits.iter().any(touches) {
            return false;
        }
        self.ranges
            .extend(edits.iter().map(|edit| (edit.span.start, edit.span.end)));
        true
    }
}
