//! One line a finding with all that is needed to correct it, for coding agents.

use std::borrow::Cow;
use std::fmt;

use super::{FileResult, Format, concise};
use crate::outcome::Finding;
use crate::text::{Applicability, sanitize};

/// The line of [`Concise`](super::Concise), and after it the element, the answer of the service,
/// the help and the fix, each after ` | ` and a name.
///
/// ```
/// use cloudfront_lint::render::{self, Agent, FileResult};
///
/// let batch = r#"{"Paths": {"Quantity": 2, "Items": ["/*"]}, "CallerReference": "one"}"#;
/// let report = cloudfront_lint::lint(batch);
/// let text = render::to_string(&Agent, &[FileResult::new("batch.json", &report)]);
/// assert!(text.contains(" | at: InvalidationBatch/Paths/Quantity | answer: 400 "));
/// assert!(text.ends_with(" | fix: write 1 (--fix)\n"));
/// ```
#[derive(Clone, Copy, Default, Debug)]
pub struct Agent;

impl Format for Agent {
    fn file(&self, file: &FileResult<'_>, out: &mut dyn fmt::Write) -> fmt::Result {
        let Some(report) = file.checked() else {
            return Ok(());
        };
        for finding in report.findings() {
            concise::line(file, report, finding, out)?;
            for (name, value) in details(finding) {
                write!(out, " | {name}: {value}")?;
            }
            writeln!(out)?;
        }
        Ok(())
    }
}

/// What is known besides the message, with a name for each part.
fn details(finding: &Finding) -> Vec<(&'static str, Cow<'_, str>)> {
    let mut details = Vec::new();
    if !finding.path.is_empty() {
        let path = finding.path.to_string();
        details.push(("at", Cow::Owned(sanitize::line(&path).into_owned())));
    }
    if let Some(service) = &finding.service {
        details.push((
            "answer",
            format!("{} {}", service.status, service.code).into(),
        ));
    }
    if let Some(help) = &finding.help {
        details.push(("help", sanitize::line(help)));
    }
    if let Some(fix) = finding.fixes.first() {
        let option = match fix.applicability {
            Applicability::Safe => "--fix",
            Applicability::Unsafe => "--fix --unsafe-fixes",
        };
        let title = sanitize::line(&fix.title);
        details.push(("fix", format!("{title} ({option})").into()));
    }
    details
}
