//! The error of a call that was not sent: [`Refused`].

use std::error::Error;
use std::fmt;

use cloudfront_lint::{Finding, Report, ServiceError, Severity};

/// A call that was not sent. It shows no values of the configuration, so it can be logged.
#[derive(Debug)]
pub struct Refused {
    call: String,
    fail_on: Severity,
    report: Box<Report<'static>>,
}

impl Refused {
    pub(crate) fn new(call: &str, fail_on: Severity, report: Report<'static>) -> Self {
        Self {
            call: call.to_owned(),
            fail_on,
            report: Box::new(report),
        }
    }

    /// Looks for it in the error of a call.
    pub fn of<'e>(error: &'e (dyn Error + 'static)) -> Option<&'e Self> {
        let mut causes = std::iter::successors(Some(error), |&error| error.source());
        causes.find_map(<dyn Error>::downcast_ref)
    }

    /// The name of the call, such as `UpdateDistribution`.
    pub fn call(&self) -> &str {
        &self.call
    }

    /// The findings that stopped the call.
    pub fn findings(&self) -> impl Iterator<Item = &Finding> {
        let findings = self.report.findings().iter();
        findings.filter(|finding| finding.severity >= self.fail_on)
    }

    /// What CloudFront would answer. `None` if it would not refuse the call.
    pub fn answer(&self) -> Option<&ServiceError> {
        let answers = || self.findings().filter_map(|it| it.service.as_ref());
        // The service reads the whole document before it looks at a value.
        let of_syntax = answers().find(|answer| answer.code == "MalformedXML");
        of_syntax.or_else(|| answers().next())
    }

    /// The report with all findings.
    pub fn report(&self) -> &Report<'static> {
        &self.report
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} was not sent: ", self.call)?;
        for (index, finding) in self.findings().enumerate() {
            let separator = if index > 0 { ", " } else { "" };
            write!(f, "{separator}{}", finding.rule)?;
            if !finding.path.is_empty() {
                write!(f, " at {}", finding.path)?;
            }
        }
        Ok(())
    }
}

impl Error for Refused {}
