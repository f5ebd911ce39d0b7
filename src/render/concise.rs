//! One line a finding, for editors, `grep` and people in a hurry.

use std::fmt;

use super::{FileResult, Format};
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
        let path = sanitize::line(file.path);
        for finding in report.findings() {
            let at = report.source().position(finding.span.start as usize);
            let message = sanitize::line(&finding.message);
            writeln!(
                out,
                "{path}:{}:{}: {}[{}]: {message}",
                at.line,
                at.column,
                finding.severity,
                sanitize::line(&finding.rule)
            )?;
        }
        Ok(())
    }
}
