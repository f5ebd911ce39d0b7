//! One input: read, checked, fixed, and compared with the baseline.

use std::borrow::Cow;
use std::path::Path;

use cloudfront_lint::render::FileResult;
use cloudfront_lint::render::harmless_line;
use cloudfront_lint::{Linter, Operation, Previous, Report, Severity, Status as ReportStatus};

use crate::check::add_ignore::{Suppressed, Suppressor};
use crate::check::arguments::Check;
use crate::check::baselines::Baselines;
use crate::check::fix::{self, Fixer};
use crate::check::request::Request;
use crate::check::siblings::Siblings;
use crate::check::unused_suppressions::UnusedSuppressions;
use crate::files::{Input, read, walk};
use crate::settings::{Setup, Setups};

/// Everything that inspecting an input needs.
pub(crate) struct Inspector<'c> {
    pub(crate) check: &'c Check,
    pub(crate) request: &'c Request<'c>,
    pub(crate) setups: &'c Setups,
    /// One per setup.
    pub(crate) linters: Vec<Linter>,
    pub(crate) fixer: Option<Fixer>,
    pub(crate) suppressor: Option<Suppressor<'c>>,
    pub(crate) baselines: Baselines,
    pub(crate) unused: UnusedSuppressions<'c>,
    pub(crate) siblings: Siblings<'c>,
}

/// What came out of an input, besides its result.
#[derive(Default)]
pub(crate) struct Inspected {
    /// For standard error.
    pub(crate) notes: Vec<String>,
    /// A fixed document or a difference, for standard output.
    pub(crate) printed: Vec<u8>,
    /// Whether a finding reaches `--fail-on`, or there is a difference.
    pub(crate) reaches: bool,
    /// Whether a file could not be written, or a fix was refused.
    pub(crate) failed: bool,
}

impl Inspector<'_> {
    /// Inspects one input and hands its result to `take`.
    pub(crate) fn inspect(
        &self,
        index: usize,
        input: &Input,
        buffer: &mut Vec<u8>,
        take: impl FnOnce(&FileResult<'_>),
    ) -> Inspected {
        let setup = self.setups.setup(index);
        let read = read::document(&input.origin, buffer)
            .and_then(|()| self.request.configured_previous(setup, input));
        let previous = match read {
            Ok(previous) => previous,
            Err(why) => {
                self.unused.note(setup, None);
                take(&input.result(FileResult::failed(&input.name, &why)));
                let name = harmless_line(&input.name);
                let note = if why.starts_with("cannot read") {
                    why
                } else {
                    format!("cannot read `{name}`: {why}")
                };
                return Inspected {
                    notes: vec![note],
                    ..Inspected::default()
                };
            }
        };
        let linter = self.linter(self.setups.of[index], previous.as_ref());
        let linter = match input.origin.path() {
            Some(path) => self.siblings.add(linter, path, buffer),
            None => linter,
        };
        let (report, mut inspected) = self.report(index, input, &linter, buffer);
        self.conclude(input, &report, &mut inspected, take);
        inspected
    }

    /// The linter of a setup, for a document with this live configuration.
    fn linter(&self, setup: usize, previous: Option<&Previous>) -> Cow<'_, Linter> {
        let linter = &self.linters[setup];
        match previous {
            None => Cow::Borrowed(linter),
            Some(previous) => {
                let linter = linter.clone().operation(Operation::Update);
                Cow::Owned(linter.compare_with(previous))
            }
        }
    }

    /// The report of an input as it is in the end, without what is hidden.
    fn report<'b>(
        &self,
        index: usize,
        input: &Input,
        linter: &Linter,
        bytes: &'b [u8],
    ) -> (Report<'b>, Inspected) {
        let mut inspected = Inspected::default();
        let setup = self.setups.setup(index);
        let mut report = linter.lint(bytes);
        let with_others;
        let linter = if report.wants_others() && !self.siblings.documents().is_empty() {
            with_others = linter.clone().other_files(self.siblings.documents());
            report = with_others.lint(bytes);
            &with_others
        } else {
            linter
        };
        if why_skipped(input, &report).is_some() || is_passed_over(input, &report) {
            self.unused.note(setup, Some(&report));
            return (report, inspected);
        }
        if let Some(fixer) = self.fixer {
            let fixed = fixer.apply(linter, input, bytes, &report);
            inspected.take_fixed(&fixed, self.check.is_quiet());
            inspected.printed = fixed.printed;
            report = fixed.report.unwrap_or(report);
        }
        self.hide(setup, input, linter, &mut report);
        self.unused.note(setup, Some(&report));
        match &self.suppressor {
            Some(suppressor) if !report.findings().is_empty() => {
                let config = self.setups.config(index);
                let suppressed = suppressor.suppress(linter, input, config, &report);
                let left = suppressed_report(linter, bytes, &suppressed);
                inspected.failed |= suppressed.failed;
                inspected.notes.extend(suppressed.note);
                report = left.unwrap_or(report);
                self.hide(setup, input, linter, &mut report);
            }
            _ => {}
        }
        (report, inspected)
    }

    /// Hides recorded findings, and those that are not severe enough.
    fn hide(&self, setup: &Setup, input: &Input, linter: &Linter, report: &mut Report<'_>) {
        if let Some(baseline) = self.baselines.of(setup) {
            baseline.hide(linter, input.path(), report);
        }
        let least = setup.settings.min_severity.unwrap_or(Severity::Advice);
        report.retain_severity(least);
    }

    /// Hands the result to `take`, and decides what it means for the run.
    fn conclude(
        &self,
        input: &Input,
        report: &Report<'_>,
        inspected: &mut Inspected,
        take: impl FnOnce(&FileResult<'_>),
    ) {
        if is_passed_over(input, report) {
            return;
        }
        let Some(why) = why_skipped(input, report) else {
            take(&input.result(FileResult::new(&input.name, report)));
            return;
        };
        let is_expected = self.check.api_version.is_some() || self.check.operation.is_some();
        let name = harmless_line(&input.name);
        if input.named && is_expected {
            take(&input.result(FileResult::failed(&input.name, &why)));
            inspected.notes.push(format!("`{name}`: {why}"));
            return;
        }
        take(&input.result(FileResult::skipped(&input.name, report)));
        if input.named && !self.check.is_quiet() {
            let note = format!("`{name}` was skipped: {why}");
            inspected.notes.push(note);
        }
    }

    /// Whether the findings of an input make the run fail.
    pub(crate) fn reaches(&self, index: usize, file: &FileResult<'_>) -> bool {
        let settings = &self.setups.setup(index).settings;
        let Some(least) = settings.fail_on.unwrap_or_default().severity() else {
            return false;
        };
        let findings = file.checked().map(cloudfront_lint::Report::findings);
        findings
            .unwrap_or_default()
            .iter()
            .any(|finding| finding.severity >= least)
    }
}

impl Inspected {
    fn take_fixed(&mut self, fixed: &fix::Result, quiet: bool) {
        let note = fixed.note.clone().filter(|_| fixed.failed || !quiet);
        self.notes.extend(note);
        self.failed |= fixed.failed;
        self.reaches |= fixed.differs;
    }
}

/// The report of a document after its findings were suppressed.
fn suppressed_report<'b>(
    linter: &Linter,
    bytes: &'b [u8],
    suppressed: &Suppressed,
) -> Option<Report<'b>> {
    if let Some(bytes) = &suppressed.bytes {
        return Some(linter.lint(bytes).into_owned());
    }
    let mut linter = linter.clone();
    for suppression in &suppressed.suppressions {
        linter = linter.suppress(suppression.clone()).ok()?;
    }
    Some(linter.lint(bytes))
}

/// Whether a file that was found is one of the many in YAML or HCL without a resource that is
/// checked.
fn is_passed_over(input: &Input, report: &Report<'_>) -> bool {
    let is_template = |path: &Path| walk::is_template(path);
    !input.named && report.dialect() == "api" && input.origin.path().is_some_and(is_template)
}

/// Why a document is not checked, if it is not. What was found rather than named is only checked if
/// it certainly is a CloudFront document.
fn why_skipped(input: &Input, report: &Report<'_>) -> Option<String> {
    match report.status() {
        ReportStatus::Skipped(Some(why)) => Some(why.clone()),
        ReportStatus::Skipped(None) => Some("not a CloudFront document".to_owned()),
        // It was checked. An empty file in a folder is not written yet.
        _ => (!input.named && report.source().text().trim().is_empty()).then(String::new),
    }
}
