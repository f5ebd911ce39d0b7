//! What one document's lint came to, and how it is written: pure functions from a [`Report`] to text.
//!
//! A format is a module with a type that implements [`Format`]; nothing else knows of it but the command line's
//! list of formats. What does not live here: where the text goes, colors or not, which files there are.

mod answers;
mod checkstyle;
mod clean;
mod concise;
mod error;
#[cfg(feature = "pretty")]
mod excerpt;
mod format;
mod github;
mod gitlab;
mod json;
mod json_writer;
mod junit;
mod page;
#[cfg(feature = "pretty")]
mod pretty;
mod rdjson;
mod sarif;
#[cfg(all(test, feature = "pretty"))]
mod tests;
mod words;
mod xml_text;

pub use answers::answers_page;
pub use checkstyle::Checkstyle;
pub use clean::{line as harmless_line, paragraphs as harmless};
pub use concise::Concise;
pub use error::LintError;
pub use format::{FileResult, Format, Outcome, Summary};
pub use github::Github;
pub use gitlab::Gitlab;
pub use json::Json;
pub use junit::Junit;
pub use page::{rule_page, rule_table, rules_json};
#[cfg(feature = "pretty")]
pub use pretty::Pretty;
pub use rdjson::Rdjson;
pub use sarif::Sarif;
pub use words::words;

use crate::diagnostic::{Finding, Severity};
use crate::lint::Idle;
use crate::source::Source;
use crate::tree::Form;

/// Whether a document was judged.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Status {
    /// It was, by the shapes of its version.
    Checked,
    /// It is no document of this tool. Where it is known what it is, a sentence says so.
    Skipped(Option<String>),
}

/// What the lint of one document came to.
#[derive(Debug)]
pub struct Report<'s> {
    pub(crate) source: Source<'s>,
    pub(crate) form: Form,
    pub(crate) root: Option<String>,
    pub(crate) api_version: Option<String>,
    pub(crate) status: Status,
    pub(crate) findings: Vec<Finding>,
    pub(crate) suppressed: usize,
    pub(crate) idle: Vec<Idle>,
    /// Whether a fault kept parts of the document from being judged.
    pub(crate) blind: bool,
}

impl<'s> Report<'s> {
    /// The findings, by where they start and then by rule.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// Whether a finding is an error.
    pub fn has_errors(&self) -> bool {
        self.findings
            .iter()
            .any(|finding| finding.severity == Severity::Error)
    }

    /// The decoded text that every span is a range of.
    pub fn source(&self) -> &Source<'s> {
        &self.source
    }

    /// The notation.
    pub fn form(&self) -> Form {
        self.form
    }

    /// The name of the root that was recognised: `DistributionConfig`.
    pub fn root(&self) -> Option<&str> {
        self.root.as_deref()
    }

    /// The version it was judged by: `2020-05-31`.
    pub fn api_version(&self) -> Option<&str> {
        self.api_version.as_deref()
    }

    /// Whether it was judged.
    pub fn status(&self) -> &Status {
        &self.status
    }

    /// How many findings were suppressed.
    pub fn suppressed(&self) -> usize {
        self.suppressed
    }

    /// Which [suppressions](crate::Linter::suppress) of the linter had nothing to do here, in the order in which they were given. Empty
    /// where the document was not judged as a whole.
    ///
    /// ```
    /// use cloudfront_lint::Linter;
    /// use cloudfront_lint::lint::Suppression;
    ///
    /// let suppression = Suppression { rules: vec!["empty-items".to_owned()], path: "InvalidationBatch/Paths".to_owned() };
    /// let linter = Linter::new().suppress(suppression)?;
    /// let report = linter.lint(r#"{"Paths": {"Quantity": 1, "Items": ["/*"]}, "CallerReference": "one"}"#);
    /// assert_eq!(report.idle_suppressions()[0].rules, ["empty-items"]);
    /// # Ok::<(), cloudfront_lint::Error>(())
    /// ```
    pub fn idle_suppressions(&self) -> &[Idle] {
        &self.idle
    }

    /// Whether all of the document was judged: nothing is so broken that it kept a rule from speaking.
    pub fn is_whole(&self) -> bool {
        self.status == Status::Checked && !self.blind
    }

    /// The report as the answer to "may this be sent?": an error where a finding is one.
    ///
    /// # Errors
    /// When a finding is of severity error. The error holds the text and all findings, so it outlives the document.
    pub fn into_result(self) -> Result<Self, LintError> {
        if self.has_errors() {
            Err(LintError::new(self))
        } else {
            Ok(self)
        }
    }

    /// Drops the findings that weigh less than `severity`.
    pub fn retain_severity(&mut self, severity: Severity) {
        self.findings.retain(|finding| finding.severity >= severity);
    }
}

/// The address of a built-in rule's page; a team's own rules have none.
pub fn rule_url(rule: &str) -> Option<String> {
    let built_in = crate::rules().iter().any(|known| known.name == rule);
    built_in.then(|| {
        format!(
            "{}/blob/main/docs/rules/{rule}.md",
            env!("CARGO_PKG_REPOSITORY")
        )
    })
}
