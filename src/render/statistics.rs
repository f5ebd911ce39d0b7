//! How many findings each rule has, instead of the findings.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::model::Severity;
use crate::outcome::Report;
use crate::outcome::sentence::counted;
use crate::text::Applicability;

/// The number of findings of each rule.
///
/// ```
/// use cloudfront_lint::render::Statistics;
///
/// let mut statistics = Statistics::default();
/// let xml = r#"<InvalidationBatch xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/"/>"#;
/// statistics.add(&cloudfront_lint::lint(xml));
/// assert!(statistics.text().contains("  error    missing-element"));
/// ```
#[derive(Clone, PartialEq, Eq, Default, Debug)]
#[non_exhaustive]
pub struct Statistics {
    /// The counts, by rule and severity.
    pub rules: BTreeMap<(Cow<'static, str>, Severity), Counts>,
    files: usize,
}

/// The counts of one rule.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
#[non_exhaustive]
pub struct Counts {
    /// Findings.
    pub findings: usize,
    /// Files with a finding.
    pub files: usize,
    /// Findings with a safe fix.
    pub fixable: usize,
    /// Findings with an unsafe fix only.
    pub fixable_unsafely: usize,
}

impl Statistics {
    /// Counts the findings of a file.
    pub fn add(&mut self, report: &Report<'_>) {
        let mut one = Self {
            files: usize::from(!report.findings().is_empty()),
            ..Self::default()
        };
        for finding in report.findings() {
            let key = (finding.rule.clone(), finding.severity);
            let counts = one.rules.entry(key).or_default();
            counts.findings += 1;
            counts.files = 1;
            let mut fixes = finding.fixes.iter().map(|fix| fix.applicability);
            if fixes.any(|applicability| applicability == Applicability::Safe) {
                counts.fixable += 1;
            } else if !finding.fixes.is_empty() {
                counts.fixable_unsafely += 1;
            }
        }
        self.merge(one);
    }

    /// Adds the counts of another part of the run.
    pub fn merge(&mut self, other: Self) {
        self.files += other.files;
        for (key, counts) in other.rules {
            let sum = self.rules.entry(key).or_default();
            sum.findings += counts.findings;
            sum.files += counts.files;
            sum.fixable += counts.fixable;
            sum.fixable_unsafely += counts.fixable_unsafely;
        }
    }

    /// The rules with the most findings first.
    fn sorted(&self) -> Vec<(&str, Severity, Counts)> {
        let mut rows: Vec<_> = self
            .rules
            .iter()
            .map(|((rule, severity), counts)| (rule.as_ref(), *severity, *counts))
            .collect();
        rows.sort_by_key(|(_, _, counts)| std::cmp::Reverse(counts.findings));
        rows
    }

    /// A table: number of findings, severity, rule, and how many can be fixed.
    pub fn text(&self) -> String {
        let rows = self.sorted();
        let widest = |width: fn(&(&str, Severity, Counts)) -> usize| {
            rows.iter().map(width).max().unwrap_or_default()
        };
        let numbers = widest(|(_, _, counts)| counts.findings.to_string().len());
        let names = widest(|(rule, ..)| rule.len());
        let mut text = String::new();
        for (rule, severity, counts) in &rows {
            let fixable = match (counts.fixable, counts.fixable_unsafely) {
                (0, 0) => String::new(),
                (safe, 0) => format!("{safe} fixable with --fix"),
                (0, unsafe_only) => format!("{unsafe_only} fixable with --unsafe-fixes"),
                (safe, more) => {
                    format!("{safe} fixable with --fix, {more} more with --unsafe-fixes")
                }
            };
            let line = format!(
                "{:>numbers$}  {:<7}  {rule:<names$}  {fixable}",
                counts.findings,
                severity.as_str()
            );
            text.push_str(line.trim_end());
            text.push('\n');
        }
        let findings: usize = rows.iter().map(|(_, _, counts)| counts.findings).sum();
        text.push_str(&format!(
            "{} of {} in {}\n",
            counted(findings, "finding", "findings"),
            counted(rows.len(), "rule", "rules"),
            counted(self.files, "file", "files")
        ));
        text
    }

    /// The same for programs: an array with one object per rule and severity.
    #[cfg(feature = "formats")]
    pub fn json(&self) -> String {
        let rows = self.sorted().into_iter().map(|(rule, severity, counts)| {
            serde_json::json!({
                "rule": rule,
                "severity": severity.as_str(),
                "findings": counts.findings,
                "files": counts.files,
                "fixable": counts.fixable,
                "fixable_unsafely": counts.fixable_unsafely,
            })
        });
        let rows: Vec<serde_json::Value> = rows.collect();
        format!("{}\n", serde_json::Value::from(rows))
    }
}
