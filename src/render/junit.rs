//! The XML of JUnit: a test suite a file, a test case a finding, so that a build server shows
//! findings as failed tests.

use std::fmt;

use super::xml::escaped;
use super::{FileResult, Format, Outcome, Summary, identity, plain_text};
use crate::outcome::Report;

/// One test case a finding, named so that no two have the same name: consumers that keep one result
/// a name would lose findings otherwise. A file without findings is a test that passed.
#[derive(Clone, Copy, Default, Debug)]
pub struct Junit;

impl Format for Junit {
    fn begin(&self, out: &mut dyn fmt::Write) -> fmt::Result {
        out.write_str(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"cloudfront-lint\">\n",
        )
    }

    fn file(&self, file: &FileResult<'_>, out: &mut dyn fmt::Write) -> fmt::Result {
        let path = escaped(file.path);
        match file.outcome {
            Outcome::Skipped(_) => Ok(()),
            Outcome::Failed(reason) => write!(
                out,
                "  <testsuite name=\"{path}\" tests=\"1\" failures=\"0\" errors=\"1\">
    <testcase name=\"read\" classname=\"{path}\">
      <error message=\"cannot read the file: {}\"/>
    </testcase>
  </testsuite>
",
                escaped(reason)
            ),
            Outcome::Checked(report) => suite(file.path, report, out),
        }
    }

    fn end(&self, _: &Summary, out: &mut dyn fmt::Write) -> fmt::Result {
        out.write_str("</testsuites>\n")
    }
}

fn suite(path: &str, report: &Report<'_>, out: &mut dyn fmt::Write) -> fmt::Result {
    let findings = report.findings();
    let name = escaped(path);
    writeln!(
        out,
        "  <testsuite name=\"{name}\" tests=\"{}\" failures=\"{}\" errors=\"0\">",
        findings.len().max(1),
        findings.len()
    )?;
    if findings.is_empty() {
        writeln!(
            out,
            "    <testcase name=\"no findings\" classname=\"{name}\"/>"
        )?;
    }
    for (finding, case) in findings.iter().zip(identity::names(findings)) {
        let at = report.source().position(finding.span.start as usize);
        let details = format!("{path}:{}:{}\n{}", at.line, at.column, plain_text(finding));
        write!(
            out,
            "    <testcase name=\"{}\" classname=\"{name}\">
      <failure type=\"{}\" message=\"{}\">{}</failure>
    </testcase>
",
            escaped(&case),
            finding.severity,
            escaped(&finding.message),
            escaped(&details)
        )?;
    }
    out.write_str("  </testsuite>\n")
}
