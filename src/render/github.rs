//! Workflow commands of GitHub Actions: findings appear at their lines in the changes of a pull
//! request.

use std::fmt;

use super::{FileResult, Format, Outcome, plain_text};
use crate::model::Severity;
use crate::text::sanitize;

/// One command a finding.
#[derive(Clone, Copy, Default, Debug)]
pub struct Github;

impl Format for Github {
    fn file(&self, file: &FileResult<'_>, out: &mut dyn fmt::Write) -> fmt::Result {
        let path = property(file.path);
        match file.outcome {
            Outcome::Skipped(_) => Ok(()),
            Outcome::Failed(reason) => writeln!(
                out,
                "::error file={path}::cannot read the file: {}",
                data(reason)
            ),
            Outcome::Checked(report) => report.findings().iter().try_for_each(|finding| {
                let command = match finding.severity {
                    Severity::Error => "error",
                    Severity::Warning => "warning",
                    Severity::Advice => "notice",
                };
                let start = report
                    .source()
                    .position_in_characters(finding.span.start as usize);
                let end = report
                    .source()
                    .position_in_characters(finding.span.end as usize);
                write!(
                    out,
                    "::{command} file={path},line={},endLine={}",
                    start.line, end.line
                )?;
                // Columns of different lines are refused.
                if start.line == end.line {
                    write!(out, ",col={},endColumn={}", start.column, end.column)?;
                }
                writeln!(
                    out,
                    ",title={}::{}",
                    property(&finding.rule),
                    data(&plain_text(finding))
                )
            }),
        }
    }
}

/// The text of a command. A tab is harmless, and may be part of a file's name.
fn data(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '%' => out.push_str("%25"),
            '\r' => out.push_str("%0D"),
            '\n' => out.push_str("%0A"),
            '\t' => out.push('\t'),
            _ => out.push(sanitize::shown(character)),
        }
    }
    out
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
