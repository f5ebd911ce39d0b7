//! The last stage: findings of the faults, without those that are suppressed.

use crate::lint::fault::{Builtin, Fault};
use crate::lint::judged::Judged;
use crate::lint::suppress;
use crate::lint::wording::Argument;
use crate::lint::wording::finding::{self, Context};
use crate::model::rule::Rule;
use crate::outcome::Finding;

use super::Run;

/// More findings help nobody, and each takes hundreds of bytes.
const MOST_FINDINGS: usize = 200_000;

impl Run<'_> {
    /// The findings of some faults, in order. A fault whose rule is off gives no finding.
    pub(in crate::lint) fn findings<'f>(
        &self,
        context: &Context<'_>,
        faults: impl IntoIterator<Item = Fault<'f>>,
    ) -> Vec<Finding> {
        let finding = |fault: Fault<'_>| {
            let rule = self.rules.of_cause(fault.cause)?;
            let finding = finding::finding(context, rule, &fault);
            Some(Finding {
                severity: self.rules.severity(rule).unwrap_or(finding.severity),
                ..finding
            })
        };
        let mut findings: Vec<Finding> = faults
            .into_iter()
            .filter_map(finding)
            .take(MOST_FINDINGS + 1)
            .collect();
        if findings.len() > MOST_FINDINGS {
            let mut fault = Fault::new(Builtin::FindingLimit, findings[MOST_FINDINGS].span);
            fault.argument("limit", Argument::amount(MOST_FINDINGS));
            findings.truncate(MOST_FINDINGS);
            findings.extend(finding(fault));
        }
        sort(&mut findings);
        findings
    }

    /// Drops the findings that comments and settings suppress, and reports what is wrong with the
    /// comments. `applies` is whether a rule could have found something.
    pub(in crate::lint) fn suppress(
        &self,
        context: &Context<'_>,
        mut judged: Judged,
        applies: impl Fn(&Rule) -> bool,
    ) -> Judged {
        let applies = |rule: &Rule| self.rules.is_on(rule) && applies(rule);
        if let Some(document) = context.document {
            let by_comments = suppress::apply(
                document,
                &self.rules,
                &mut judged.findings,
                &judged.gaps,
                applies,
            );
            judged.suppressed = by_comments.suppressed;
            judged
                .findings
                .extend(self.findings(context, by_comments.faults));
        }
        sort(&mut judged.findings);
        let by_settings = suppress::apply_settings(
            &self.linter.suppressions,
            &mut judged.findings,
            &judged.gaps,
            |name| {
                self.rules
                    .iter()
                    .any(|rule| rule.name == name && applies(rule))
            },
        );
        judged.suppressed += by_settings.suppressed;
        judged.unused_suppressions = by_settings.unused;
        judged
    }
}

pub(in crate::lint) fn sort(findings: &mut [Finding]) {
    findings.sort_by(|one, other| {
        (one.span.start, &one.rule, one.span.end, &one.message).cmp(&(
            other.span.start,
            &other.rule,
            other.span.end,
            &other.message,
        ))
    });
}
