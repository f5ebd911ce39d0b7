//! The XML of Checkstyle, which most build servers read.

use std::fmt;

use super::xml::escaped;
use super::{FileResult, Format, Outcome, Summary};
use crate::model::Severity;

/// One element a finding.
#[derive(Clone, Copy, Default, Debug)]
pub struct Checkstyle;

impl Format for Checkstyle {
    fn begin(&self, out: &mut dyn fmt::Write) -> fmt::Result {
        out.write_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"4.3\">\n")
    }

    fn file(&self, file: &FileResult<'_>, out: &mut dyn fmt::Write) -> fmt::Result {
        if matches!(file.outcome, Outcome::Skipped(_)) {
            return Ok(());
        }
        writeln!(out, "  <file name=\"{}\">", escaped(file.path))?;
        if let Outcome::Failed(reason) = file.outcome {
            writeln!(
                out,
                "    <error severity=\"error\" message=\"cannot read the file: {}\"/>",
                escaped(reason)
            )?;
        }
        if let Some(report) = file.checked() {
            for finding in report.findings() {
                let at = report
                    .source()
                    .position_in_characters(finding.span.start as usize);
                let severity = match finding.severity {
                    Severity::Error => "error",
                    Severity::Warning => "warning",
                    Severity::Advice => "info",
                };
                let (message, rule) = (escaped(&finding.message), escaped(&finding.rule));
                writeln!(
                    out,
                    "    <error line=\"{}\" column=\"{}\" severity=\"{severity}\" message=\"{message}\" source=\"cloudfront-lint.{rule}\"/>",
                    at.line, at.column
                )?;
            }
        }
        out.write_str("  </file>\n")
    }

    fn end(&self, _: &Summary, out: &mut dyn fmt::Write) -> fmt::Result {
        out.write_str("</checkstyle>\n")
    }
}
