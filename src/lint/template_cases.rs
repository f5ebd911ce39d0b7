//! The findings of one resource of a template in the cases that its conditions make.
//!
//! What does not live here: the cases ([`translate`](crate::lint::translate)).

use std::borrow::Cow;
use std::collections::HashMap;

use crate::lint::template_fix::is_insertion;
use crate::lint::translate::{Assumption, DoubtfulParts};
use crate::lint::wording::phrasing;
use crate::outcome::{Finding, Fix};
use crate::text::{Source, Span};

/// What makes findings of several cases the same one.
type Key = (Cow<'static, str>, Span, String);

/// The findings of all cases so far, each once.
#[derive(Default)]
pub(super) struct Collected {
    findings: Vec<Finding>,
    seen: HashMap<Key, Seen>,
}

#[derive(Default)]
struct Seen {
    /// In how many cases.
    count: usize,
    /// Whether in one of them it is about a part that may not be there.
    is_doubtful: bool,
}

impl Collected {
    /// Adds a finding of a case.
    pub(super) fn add(
        &mut self,
        finding: Finding,
        doubtful: &DoubtfulParts,
        assumed: Option<&Assumption>,
    ) {
        if doubtful.are_several_in(&finding) {
            return;
        }
        let seen = self.seen.entry(key(&finding)).or_default();
        seen.count += 1;
        seen.is_doubtful |= doubtful.is_one_in(&finding);
        if seen.count == 1 {
            self.findings.push(in_case(finding, assumed));
        }
    }

    /// The findings of so many cases.
    pub(super) fn finish(self, cases: usize, source: &Source<'_>) -> Vec<Finding> {
        let Self { mut findings, seen } = self;
        findings.retain_mut(|finding| {
            let Some(seen) = seen.get(&key(finding)).filter(|_| cases > 1) else {
                return true;
            };
            if seen.count < cases {
                // A member that is added is there in all cases.
                let adds = |fix: &Fix| fix.edits.iter().any(|it| is_insertion(source, it));
                finding.fixes.retain(|fix| !adds(fix));
            }
            // A finding in every case does not depend on one.
            if seen.count > 1 {
                without_case(finding);
            }
            // Whether such a part is there can depend on the same as the case.
            seen.count > 1 || !seen.is_doubtful
        });
        findings
    }
}

fn key(finding: &Finding) -> Key {
    (finding.rule.clone(), finding.span, finding.message.clone())
}

/// How the note of a finding begins that depends on a condition.
const IN_CASE: &str = "this applies when";

/// A finding of a resource in one of several cases.
fn in_case(mut finding: Finding, assumed: Option<&Assumption>) -> Finding {
    let Some(assumed) = assumed else {
        return finding;
    };
    let case = format!(
        "{IN_CASE} {} is {}",
        phrasing::quote(&phrasing::shorten(&assumed.condition)),
        assumed.holds
    );
    add_note(&mut finding, &case);
    finding
}

pub(super) fn add_note(finding: &mut Finding, more: &str) {
    finding.note = Some(match finding.note.take() {
        Some(note) => format!("{}; {more}", note.trim_end_matches('.')),
        None => more.to_owned(),
    });
}

/// Takes the case out of the note of a finding that does not depend on it.
fn without_case(finding: &mut Finding) {
    let Some(note) = finding.note.take() else {
        return;
    };
    finding.note = match note.rfind(IN_CASE) {
        Some(0) => None,
        Some(at) => Some(note[..at].trim_end_matches("; ").to_owned()),
        None => Some(note),
    };
}
