//! The counts of a run, and the sentences at its end.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::{FileResult, Outcome};
use crate::model::Severity;
use crate::outcome::sentence::{counted, enumerated};
use crate::outcome::{Finding, Report};
use crate::text::{Applicability, sanitize};
use crate::tree::Form;

/// The counts of a run.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
#[non_exhaustive]
pub struct Summary {
    /// Files that were checked.
    pub checked: usize,
    /// Files that are not CloudFront documents.
    pub skipped: usize,
    /// How many of the skipped ones are JSON.
    pub skipped_json: usize,
    /// Files that could not be read.
    pub failed: usize,
    /// Findings of severity error.
    pub errors: usize,
    /// Findings of severity warning.
    pub warnings: usize,
    /// Findings of severity advice.
    pub advice: usize,
    /// Findings that were suppressed.
    pub suppressed: usize,
    /// Members that updates with the files would need in addition to its own.
    pub update_needs: usize,
    /// Files with a finding.
    pub with_findings: usize,
    /// Findings with a safe fix.
    pub fixable: usize,
    /// Findings with an unsafe fix only.
    pub fixable_unsafely: usize,
    /// The files that could not be read, by name.
    pub failures: Vec<Failure>,
    /// The file that was checked, if it is the only one.
    pub only: Option<String>,
    /// The rules that have a finding, suppressed or not where those are listed.
    pub rules: BTreeSet<Cow<'static, str>>,
    /// What the services would answer.
    pub answers: BTreeSet<Answer>,
}

/// A file that could not be read.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Failure {
    /// Its name.
    pub path: String,
    /// The bytes of its name, if they are not UTF-8.
    pub raw_path: Option<Vec<u8>>,
    /// Why it could not be read.
    pub reason: String,
}

/// An error code and the service that answers with it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
#[non_exhaustive]
pub struct Answer {
    /// The service; `None` for CloudFront.
    pub service: Option<Cow<'static, str>>,
    /// The code.
    pub code: Cow<'static, str>,
}

impl Summary {
    /// Counts one more file.
    pub fn add(&mut self, file: &FileResult<'_>) {
        let mut one = Self::default();
        match file.outcome {
            Outcome::Failed(reason) => {
                one.failed = 1;
                one.failures.push(Failure {
                    path: file.path.to_owned(),
                    raw_path: file.raw_path.map(<[u8]>::to_owned),
                    reason: reason.to_owned(),
                });
            }
            Outcome::Skipped(_) => {
                one.skipped = 1;
                one.skipped_json = usize::from(file.form() == Form::Json);
            }
            Outcome::Checked(report) => one.count(file.path, report),
        }
        self.merge(one);
    }

    /// Adds the counts of another part of the run.
    pub fn merge(&mut self, other: Self) {
        self.only = match (self.checked, other.checked) {
            (_, 0) => self.only.take(),
            (0, _) => other.only,
            _ => None,
        };
        self.checked += other.checked;
        self.skipped += other.skipped;
        self.skipped_json += other.skipped_json;
        self.failed += other.failed;
        self.failures.extend(other.failures);
        self.errors += other.errors;
        self.warnings += other.warnings;
        self.advice += other.advice;
        self.suppressed += other.suppressed;
        self.update_needs += other.update_needs;
        self.with_findings += other.with_findings;
        self.fixable += other.fixable;
        self.fixable_unsafely += other.fixable_unsafely;
        self.rules.extend(other.rules);
        self.answers.extend(other.answers);
    }

    /// How many files there were.
    pub fn files(&self) -> usize {
        self.checked + self.skipped + self.failed
    }

    /// How many findings there were.
    pub fn findings(&self) -> usize {
        self.errors + self.warnings + self.advice
    }

    /// How many findings are at least this severe.
    pub fn at_least(&self, severity: Severity) -> usize {
        match severity {
            Severity::Error => self.errors,
            Severity::Warning => self.errors + self.warnings,
            Severity::Advice => self.findings(),
        }
    }

    /// The last line of a run:
    /// `Found 2 errors and 1 warning in dist.xml. 1 can be fixed with --fix.`
    pub fn line(&self) -> String {
        let sentences = [
            Some(self.found()),
            self.fixable_sentence(),
            self.update_sentence(),
            self.skipped_sentence(),
            (self.failed > 0).then(|| {
                let files = counted(self.failed, "file", "files");
                format!("{files} could not be read.")
            }),
            (self.suppressed > 0).then(|| {
                let findings = counted(self.suppressed, "finding is", "findings are");
                format!("{findings} suppressed.")
            }),
        ];
        sentences
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" ")
    }

    fn found(&self) -> String {
        if self.checked == 0 {
            return "No file was checked.".to_owned();
        }
        let counts = [
            (self.errors, "error", "errors"),
            (self.warnings, "warning", "warnings"),
            (self.advice, "piece of advice", "pieces of advice"),
        ];
        let found: Vec<String> = counts
            .into_iter()
            .filter(|(count, ..)| *count > 0)
            .map(|(count, one, many)| counted(count, one, many))
            .collect();
        let files = match (&self.only, self.with_findings) {
            (Some(path), _) => sanitize::line(path).into_owned(),
            (None, 0) => counted(self.checked, "file", "files"),
            (None, some) => format!("{some} of {} files", self.checked),
        };
        if found.is_empty() {
            format!("No findings in {files}.")
        } else {
            format!("Found {} in {files}.", enumerated(&found, "and"))
        }
    }

    fn fixable_sentence(&self) -> Option<String> {
        match (self.fixable, self.fixable_unsafely) {
            (0, 0) => None,
            (safe, 0) => Some(format!("{safe} can be fixed with --fix.")),
            (0, unsafe_only) => Some(format!("{unsafe_only} can be fixed with --unsafe-fixes.")),
            (safe, more) => Some(format!(
                "{safe} can be fixed with --fix, {more} more with --unsafe-fixes."
            )),
        }
    }

    /// What an update would need in addition, which only matters to those who send one.
    fn update_sentence(&self) -> Option<String> {
        (self.update_needs > 0).then(|| {
            let members = counted(self.update_needs, "more member", "more members");
            format!("An update needs {members}, which `check --operation update` lists.")
        })
    }

    fn skipped_sentence(&self) -> Option<String> {
        let kind = match self.skipped_json {
            _ if self.skipped == 0 => return None,
            0 => "XML ",
            all if all == self.skipped => "JSON ",
            _ => "",
        };
        Some(if self.skipped == 1 {
            format!("Skipped 1 {kind}file that is not a CloudFront document.")
        } else {
            let count = self.skipped;
            format!("Skipped {count} {kind}files that are not CloudFront documents.")
        })
    }

    fn count(&mut self, path: &str, report: &Report<'_>) {
        self.checked = 1;
        self.suppressed = report.suppressed();
        self.update_needs = report.update_needs();
        self.with_findings = usize::from(!report.findings().is_empty());
        self.only = Some(path.to_owned());
        let left_out = report.left_out;
        (self.errors, self.warnings) = (left_out.errors, left_out.warnings);
        self.advice = left_out.advice;
        for finding in report.findings() {
            match finding.severity {
                Severity::Error => self.errors += 1,
                Severity::Warning => self.warnings += 1,
                Severity::Advice => self.advice += 1,
            }
            let mut safe = finding.fixes.iter().map(|fix| fix.applicability);
            if safe.any(|applicability| applicability == Applicability::Safe) {
                self.fixable += 1;
            } else if !finding.fixes.is_empty() {
                self.fixable_unsafely += 1;
            }
            self.refer_to(finding);
        }
        for suppressed in report.suppressed_findings() {
            self.refer_to(&suppressed.finding);
        }
    }

    /// Notes the rule of a finding and what the service would answer.
    fn refer_to(&mut self, finding: &Finding) {
        if !self.rules.contains(&finding.rule) {
            self.rules.insert(finding.rule.clone());
        }
        self.answers
            .extend(finding.service.as_ref().map(|it| Answer {
                service: it.service.clone(),
                code: it.code.clone(),
            }));
    }
}
