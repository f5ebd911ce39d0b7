//! One input of a run and its result, as the formats receive it.

use crate::outcome::{Report, Status};
use crate::tree::Form;

/// One input and its result.
///
/// ```
/// use cloudfront_lint::render::{FileResult, Outcome};
///
/// let xml = r#"<InvalidationBatch xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/"/>"#;
/// let report = cloudfront_lint::lint(xml);
/// assert!(matches!(FileResult::new("batch.xml", &report).outcome, Outcome::Checked(_)));
/// ```
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct FileResult<'r> {
    /// Its name as the user knows it, with `/` between folders.
    pub path: &'r str,
    /// The bytes of its name, if they are not UTF-8. `path` then shows the wrong ones as `\xFF`.
    pub raw_path: Option<&'r [u8]>,
    /// Its result.
    pub outcome: Outcome<'r>,
}

/// The result of one input.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Outcome<'r> {
    /// It was checked.
    Checked(&'r Report<'r>),
    /// It is not a CloudFront document.
    Skipped(&'r Report<'r>),
    /// It could not be read, for this reason.
    Failed(&'r str),
}

impl<'r> FileResult<'r> {
    /// The report of a document under a name; skipped if the report's status says so.
    pub fn new(path: &'r str, report: &'r Report<'r>) -> Self {
        match report.status() {
            Status::Checked => Self::with(path, Outcome::Checked(report)),
            Status::Skipped(_) => Self::skipped(path, report),
        }
    }

    /// A document that is skipped, even if its report has findings.
    pub fn skipped(path: &'r str, report: &'r Report<'r>) -> Self {
        Self::with(path, Outcome::Skipped(report))
    }

    /// An input that could not be read, with the reason.
    pub fn failed(path: &'r str, reason: &'r str) -> Self {
        Self::with(path, Outcome::Failed(reason))
    }

    /// The same result under a name whose bytes are not UTF-8.
    #[must_use]
    pub fn with_raw_path(self, bytes: Option<&'r [u8]>) -> Self {
        Self {
            raw_path: bytes,
            ..self
        }
    }

    /// The report, if the input was checked.
    pub fn checked(&self) -> Option<&'r Report<'r>> {
        match self.outcome {
            Outcome::Checked(report) => Some(report),
            Outcome::Skipped(_) | Outcome::Failed(_) => None,
        }
    }

    /// The notation of the text. If the text shows none or could not be read, the one that the name
    /// promises.
    pub fn form(&self) -> Form {
        let promised = if self.path.to_ascii_lowercase().ends_with(".json") {
            Form::Json
        } else {
            Form::Xml
        };
        match self.outcome {
            Outcome::Checked(report) if report.resource().is_some() => report.form(),
            Outcome::Checked(report) | Outcome::Skipped(report) => {
                Form::of(report.source().text()).unwrap_or(promised)
            }
            Outcome::Failed(_) => promised,
        }
    }

    fn with(path: &'r str, outcome: Outcome<'r>) -> Self {
        Self {
            path,
            raw_path: None,
            outcome,
        }
    }
}
