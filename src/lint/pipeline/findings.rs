//! The last stage: findings of the faults, without those that are suppressed.

use crate::lint::document::Document;
use crate::lint::fault::{Builtin, Fault};
use crate::lint::judged::Judged;
use crate::lint::left_out::LeftOut;
use crate::lint::suppress;
use crate::lint::wording::Argument;
use crate::lint::wording::finding::{self, Context};
use crate::model::rule::Rule;
use crate::outcome::{Counts, Finding, SuppressedBy};

use super::Run;

impl Run<'_> {
    /// The findings of some faults, in order. A fault whose rule is off gives no
    /// finding. Where there are too many, one of them says how many are not listed.
    pub(in crate::lint) fn findings<'f>(
        &self,
        context: &Context<'_>,
        faults: impl IntoIterator<Item = Fault<'f>>,
    ) -> Vec<Finding> {
        let most = self.linter.most_findings();
        let mut findings: Vec<Finding> = Vec::new();
        let mut left_out = context
            .document
            .map_or_else(LeftOut::default, |document| document.left_out.take());
        for fault in faults {
            if findings.len() < most {
                findings.extend(self.finding(context, fault));
            } else {
                left_out.add(fault.cause, fault.severity);
            }
        }
        let counts = self.counts(context, left_out);
        if let Some(last) = findings.last().filter(|_| counts.all() > 0) {
            let mut fault = Fault::new(Builtin::FindingLimit, last.span);
            fault.argument("limit", Argument::count(findings.len()));
            fault.argument("count", Argument::count(counts.all()));
            findings.extend(self.finding(context, fault));
        }
        self.left_out.set(self.left_out.get().and(counts));
        sort(&mut findings);
        findings
    }

    fn finding(&self, context: &Context<'_>, fault: Fault<'_>) -> Option<Finding> {
        let rule = self.rules.of_cause(fault.cause)?;
        let mut finding = finding::finding(context, rule, fault);
        finding.severity = self.rules.severity(rule).unwrap_or(finding.severity);
        Some(finding)
    }

    /// How many findings faults would be that are not listed.
    fn counts(&self, context: &Context<'_>, left_out: LeftOut) -> Counts {
        let mut counts = Counts::default();
        for (fault, count) in left_out.faults() {
            if let Some(rule) = self.rules.of_cause(fault.cause) {
                let own = self.rules.severity(rule);
                let severity = own.unwrap_or_else(|| finding::severity(context, rule, &fault));
                counts.add(severity, count);
            }
        }
        counts
    }

    /// Drops the findings that comments and settings suppress, and reports what is wrong with the
    /// comments. `applies` is whether a rule could have found something.
    pub(in crate::lint) fn suppress(
        &self,
        context: &Context<'_>,
        mut judged: Judged,
        applies: impl Fn(&Rule) -> bool,
    ) -> Judged {
        let dialect = context.document.map_or(judged.dialect, Document::dialect);
        let applies = |rule: &Rule| self.rules.is_on(rule) && rule.is_for(dialect) && applies(rule);
        if let Some(document) = context.document {
            let by_comments = suppress::apply(
                document,
                &self.rules,
                &mut judged.findings,
                &judged.gaps,
                applies,
            );
            judged
                .suppressed
                .extend(SuppressedBy::Comment.of(by_comments.suppressed));
            judged
                .findings
                .extend(self.findings(context, by_comments.faults));
        }
        sort(&mut judged.findings);
        judged.left_out = judged.left_out.and(self.left_out.take());
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
        judged
            .suppressed
            .extend(SuppressedBy::Configuration.of(by_settings.suppressed));
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

#[cfg(test)]
mod tests {
    use crate::lint::left_out::MOST_KEPT;
    use crate::model::Severity;

    const NAMESPACE: &str = "xmlns=\"http://cloudfront.amazonaws.com/doc/2020-05-31/\"";

    #[test]
    fn findings_beyond_the_limit_are_counted() {
        let more = 2_345;
        let count = MOST_KEPT + more;
        let namespace = "xmlns=\"http://cloudfront.amazonaws.com/doc/2012-07-01/\"";
        for item in ["<Zoo/>", "<CallerReference/>", "<Paths>a</Paths>"] {
            let document = format!(
                "<InvalidationBatch {namespace}>{}</InvalidationBatch>",
                item.repeat(count)
            );
            let report = crate::lint(&document);
            let errors = report.findings().iter();
            let errors = errors.filter(|finding| finding.severity == Severity::Error);
            let all = errors.count() + report.left_out();
            assert!((count - 1..count + 10).contains(&all), "{item}: {all}");
            let limit = report
                .findings()
                .iter()
                .find(|finding| finding.rule == "finding-limit");
            assert!(
                limit.is_some_and(|it| it.message.contains("there are 23")),
                "{limit:?}"
            );
        }
    }

    #[test]
    fn what_is_not_listed_has_the_severity_of_what_is() {
        let document = format!(
            "<InvalidationBatch {NAMESPACE}>{}</InvalidationBatch>",
            "<Zoo/>".repeat(MOST_KEPT + 10)
        );
        let report = crate::lint(&document);
        let listed = report
            .findings()
            .iter()
            .find(|it| it.rule == "unknown-element");
        assert!(listed.is_some_and(|it| it.severity == Severity::Warning));
        assert!(report.left_out.warnings >= 10, "{:?}", report.left_out);
    }
}
