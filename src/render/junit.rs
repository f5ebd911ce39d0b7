//! The XML of JUnit: a test suite a file, a test case a finding, so that a build server shows them as failed tests.

use std::fmt;

use crate::outcome::Finding;
use crate::outcome::sentence::{full_stop, service_sentence};
use crate::render::format::{FileResult, Format, Outcome, Summary};
use crate::render::xml::escaped;

/// One test case a finding; a file without one is a test that passed.
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
            Outcome::Skipped(_) => return Ok(()),
            Outcome::Failed(reason) => {
                writeln!(
                    out,
                    "  <testsuite name=\"{path}\" tests=\"1\" failures=\"0\" errors=\"1\">"
                )?;
                writeln!(
                    out,
                    "    <testcase name=\"read\" classname=\"{path}\">\n      <error message=\"cannot read the file: {}\"/>\n    </testcase>",
                    escaped(reason)
                )?;
            }
            Outcome::Checked(report) => {
                let findings = report.findings();
                writeln!(
                    out,
                    "  <testsuite name=\"{path}\" tests=\"{}\" failures=\"{}\" errors=\"0\">",
                    findings.len().max(1),
                    findings.len()
                )?;
                if findings.is_empty() {
                    writeln!(
                        out,
                        "    <testcase name=\"no findings\" classname=\"{path}\"/>"
                    )?;
                }
                for finding in findings {
                    let at = report.source().position(finding.span.start as usize);
                    let rule = escaped(&finding.rule);
                    writeln!(
                        out,
                        "    <testcase name=\"{rule} ({}:{})\" classname=\"{path}\">",
                        at.line, at.column
                    )?;
                    writeln!(
                        out,
                        "      <failure type=\"{}\" message=\"{}\">{}</failure>",
                        finding.severity,
                        escaped(&finding.message),
                        details(finding)
                    )?;
                    out.write_str("    </testcase>\n")?;
                }
            }
        }
        out.write_str("  </testsuite>\n")
    }

    fn end(&self, _: &Summary, out: &mut dyn fmt::Write) -> fmt::Result {
        out.write_str("</testsuites>\n")
    }
}

fn details(finding: &Finding) -> String {
    let path = (!finding.path.is_empty()).then(|| finding.path.clone());
    let parts = [
        path,
        finding.note.as_deref().map(full_stop),
        service_sentence(finding),
        finding.help.clone(),
    ];
    escaped(&parts.into_iter().flatten().collect::<Vec<_>>().join("\n")).into_owned()
}
