//! What every output format has in common: the files it is given, the counts at the end, and the three calls
//! in which it writes. A format writes text and nothing else; where the text goes is the caller's business.

use std::fmt;

use crate::model::Severity;
use crate::outcome::sentence::counted;
use crate::outcome::{Report, Status};
use crate::text::Applicability;
use crate::tree;
use crate::tree::Form;

/// One input and what came of it.
#[derive(Clone, Copy, Debug)]
pub struct FileResult<'r> {
    /// Its name as the user knows it, with `/` between folders.
    pub path: &'r str,
    /// What came of it.
    pub outcome: Outcome<'r>,
}

/// What came of one input.
#[derive(Clone, Copy, Debug)]
pub enum Outcome<'r> {
    /// It was judged.
    Checked(&'r Report<'r>),
    /// It is no document of this tool.
    Skipped(&'r Report<'r>),
    /// It could not be read, for this reason.
    Failed(&'r str),
}

impl<'r> FileResult<'r> {
    /// The report of a document under a name; skipped where its status says so.
    pub fn new(path: &'r str, report: &'r Report<'r>) -> Self {
        let outcome = match report.status() {
            Status::Checked => Outcome::Checked(report),
            Status::Skipped(_) => Outcome::Skipped(report),
        };
        Self { path, outcome }
    }

    /// The report, where the input was judged.
    pub fn checked(&self) -> Option<&'r Report<'r>> {
        match self.outcome {
            Outcome::Checked(report) => Some(report),
            Outcome::Skipped(_) | Outcome::Failed(_) => None,
        }
    }

    /// The notation: the one that the text shows, or where it shows none or could not be read the one its name promises.
    pub fn form(&self) -> Form {
        let promised = if self.path.to_ascii_lowercase().ends_with(".json") {
            Form::Json
        } else {
            Form::Xml
        };
        match self.outcome {
            Outcome::Checked(report) | Outcome::Skipped(report) => {
                tree::form(report.source().text()).unwrap_or(promised)
            }
            Outcome::Failed(_) => promised,
        }
    }
}

/// The counts of a run.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
#[non_exhaustive]
pub struct Summary {
    /// Files that were judged.
    pub checked: usize,
    /// Files that are no documents of this tool.
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
    /// Files with a finding.
    pub with_findings: usize,
    /// Findings with a safe fix.
    pub fixable: usize,
    /// Findings with an unsafe fix only.
    pub fixable_unsafely: usize,
    /// The names of the files that could not be read, with the reasons.
    pub failures: Vec<(String, String)>,
    /// The one file with findings, or the one that was checked; `None` where there are several.
    pub only: Option<String>,
}

impl Summary {
    /// Counts one more file.
    pub fn add(&mut self, file: &FileResult<'_>) {
        let mut one = Self::default();
        match file.outcome {
            Outcome::Failed(reason) => {
                one.failed = 1;
                one.failures.push((file.path.to_owned(), reason.to_owned()));
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
        let only_other = self.checked == 0 || (self.with_findings == 0 && other.with_findings == 1);
        let only_self = other.checked == 0 || (self.with_findings == 1 && other.with_findings == 0);
        self.only = match (only_self, only_other) {
            (true, _) if self.checked > 0 => self.only.take(),
            (_, true) => other.only,
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
        self.with_findings += other.with_findings;
        self.fixable += other.fixable;
        self.fixable_unsafely += other.fixable_unsafely;
    }

    /// How many files there were.
    pub fn files(&self) -> usize {
        self.checked + self.skipped + self.failed
    }

    /// How many findings there were.
    pub fn findings(&self) -> usize {
        self.errors + self.warnings + self.advice
    }

    /// How many findings weigh at least as much as `severity`.
    pub fn at_least(&self, severity: Severity) -> usize {
        match severity {
            Severity::Error => self.errors,
            Severity::Warning => self.errors + self.warnings,
            Severity::Advice => self.findings(),
        }
    }

    fn count(&mut self, path: &str, report: &Report<'_>) {
        self.checked = 1;
        self.suppressed = report.suppressed();
        self.with_findings = usize::from(!report.findings().is_empty());
        self.only = Some(path.to_owned());
        for finding in report.findings() {
            match finding.severity {
                Severity::Error => self.errors += 1,
                Severity::Warning => self.warnings += 1,
                Severity::Advice => self.advice += 1,
            }
            if finding
                .fixes
                .iter()
                .any(|fix| fix.applicability == Applicability::Safe)
            {
                self.fixable += 1;
            } else if !finding.fixes.is_empty() {
                self.fixable_unsafely += 1;
            }
        }
    }
}

/// `2 errors, 1 warning (1 fixable with --fix)`.
impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut parts = Vec::new();
        if self.errors > 0 {
            parts.push(counted(self.errors, "error", "errors"));
        }
        if self.warnings > 0 {
            parts.push(counted(self.warnings, "warning", "warnings"));
        }
        if self.advice > 0 {
            parts.push(counted(self.advice, "piece of advice", "pieces of advice"));
        }
        if parts.is_empty() {
            parts.push("no findings".to_owned());
        }
        f.write_str(&parts.join(", "))?;
        match (self.fixable, self.fixable_unsafely) {
            (0, 0) => Ok(()),
            (safe, 0) => write!(f, " ({safe} fixable with --fix)"),
            (0, other) => write!(f, " ({other} fixable with --unsafe-fixes)"),
            (safe, other) => write!(
                f,
                " ({safe} fixable with --fix, {other} more with --unsafe-fixes)"
            ),
        }
    }
}

impl Summary {
    /// The last line of a run:
    /// `dist.xml: 2 errors, 1 warning (1 fixable with --fix)      1 checked, 14 other XML files skipped`.
    pub fn line(&self) -> String {
        let findings = match (&self.only, self.with_findings) {
            (Some(path), _) => format!("{}: {self}", crate::text::sanitize::line(path)),
            (None, 0) => self.to_string(),
            (None, files) => format!("{} in {}", self, counted(files, "file", "files")),
        };
        let mut files = vec![format!("{} checked", self.checked)];
        if self.skipped > 0 {
            let (one, many) = match self.skipped_json {
                0 => ("other XML file", "other XML files"),
                all if all == self.skipped => ("other JSON file", "other JSON files"),
                _ => ("other file", "other files"),
            };
            files.push(format!("{} skipped", counted(self.skipped, one, many)));
        }
        if self.failed > 0 {
            files.push(format!("{} could not be read", self.failed));
        }
        if self.suppressed > 0 {
            files.push(format!(
                "{} suppressed",
                counted(self.suppressed, "finding", "findings")
            ));
        }
        format!("{findings}      {}", files.join(", "))
    }
}

/// An output format. Its calls come in this order: [`begin`](Self::begin), [`file`](Self::file) for every file,
/// [`end`](Self::end); [`separator`](Self::separator) stands between the texts of two files that are not empty.
/// The texts of files do not depend on each other, so they may be made at the same time.
pub trait Format: Sync {
    /// What comes before the first file.
    ///
    /// # Errors
    /// Only those of `out`.
    fn begin(&self, out: &mut dyn fmt::Write) -> fmt::Result {
        let _ = out;
        Ok(())
    }

    /// What stands between two files.
    fn separator(&self) -> &'static str {
        ""
    }

    /// One file.
    ///
    /// # Errors
    /// Only those of `out`.
    fn file(&self, file: &FileResult<'_>, out: &mut dyn fmt::Write) -> fmt::Result;

    /// What comes after the last file.
    ///
    /// # Errors
    /// Only those of `out`.
    fn end(&self, summary: &Summary, out: &mut dyn fmt::Write) -> fmt::Result {
        let _ = (summary, out);
        Ok(())
    }
}
