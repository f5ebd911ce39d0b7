//! One line a finding, for editors, `grep` and people in a hurry.

use std::fmt;

use super::{FileResult, Format};
use crate::outcome::{Finding, Report};
use crate::text::sanitize;

/// `path:LINE:COL: error[rule-name]: message`, with the line and the column from 1 and the column
/// in bytes.
#[derive(Clone, Copy, Default, Debug)]
pub struct Concise;

impl Format for Concise {
    fn file(&self, file: &FileResult<'_>, out: &mut dyn fmt::Write) -> fmt::Result {
        let Some(report) = file.checked() else {
            return Ok(());
        };
        for finding in report.findings() {
            line(file, report, finding, out)?;
            writeln!(out)?;
        }
        Ok(())
    }
}

/// The line of a finding, without its end.
pub(super) fn line(
    file: &FileResult<'_>,
    report: &Report<'_>,
    finding: &Finding,
    out: &mut dyn fmt::Write,
) -> fmt::Result {
    let at = report.source().position(finding.span.start as usize);
    write!(
        out,
        "{}:{}:{}: {}[{}]: {}",
        sanitize::line(file.path),
        at.line,
        at.column,
        finding.severity,
        sanitize::line(&finding.rule),
        sanitize::line(&finding.message)
    )
}
