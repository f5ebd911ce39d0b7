//! Fixes that must not be applied.

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use crate::apply::round::is_syntax;
use crate::apply::{Harm, Refused};
use crate::outcome::{Finding, Fix};

/// After this many harmful fixes of one rule, no other of it is tried.
const MOST_REFUSED: usize = 4;

/// Fixes that must not be applied.
#[derive(Clone, Default)]
pub(super) struct Refusals {
    /// Single fixes, by a hash of what they would do.
    fixes: BTreeSet<u64>,
    rules: BTreeSet<String>,
    reported: Vec<Refused>,
}

impl Refusals {
    /// Refuses a fix that does harm by itself.
    pub(super) fn refuse(&mut self, text: &str, finding: &Finding, fix: &Fix, harm: &Harm) {
        self.fixes.insert(mark(text, finding, fix));
        let refused = Refused {
            rules: vec![finding.rule.to_string()],
            harm: harm.clone(),
        };
        let known = self
            .reported
            .iter()
            .filter(|known| known.rules == refused.rules)
            .count();
        if known + 1 >= MOST_REFUSED {
            self.rules.insert(finding.rule.to_string());
        }
        self.reported.push(refused);
    }

    /// Refuses all fixes of some rules.
    pub(super) fn refuse_rules(&mut self, rules: Vec<String>, harm: Harm) {
        self.rules.extend(rules.iter().cloned());
        self.reported.push(Refused { rules, harm });
    }

    /// Whether a fix would have removed what the author wrote.
    pub(super) fn has_loss(&self) -> bool {
        self.reported
            .iter()
            .any(|refused| refused.harm == Harm::Loss)
    }

    /// What to report, each once.
    pub(super) fn into_reported(self) -> Vec<Refused> {
        let mut reported: Vec<Refused> = Vec::new();
        for refused in self.reported {
            if !reported.contains(&refused) {
                reported.push(refused);
            }
        }
        reported
    }

    pub(super) fn contains(&self, text: &str, finding: &Finding, fix: &Fix) -> bool {
        let is_empty = self.fixes.is_empty() && self.rules.is_empty();
        !is_empty
            && (self.rules.contains(finding.rule.as_ref())
                || self.fixes.contains(&mark(text, finding, fix)))
    }
}

/// Identifies a fix, even when the document around it has changed.
fn mark(text: &str, finding: &Finding, fix: &Fix) -> u64 {
    let mut hasher = DefaultHasher::new();
    // Where broken text is depends on what is repaired around it.
    let place = (!is_syntax(finding)).then(|| finding.path.with_names());
    (&finding.rule, place, &fix.title).hash(&mut hasher);
    for edit in &fix.edits {
        (text.get(edit.span.range()), &edit.text).hash(&mut hasher);
    }
    hasher.finish()
}

/// Names in order, each once.
pub(super) fn sorted(rules: impl Iterator<Item = String>) -> Vec<String> {
    rules.collect::<BTreeSet<String>>().into_iter().collect()
}
