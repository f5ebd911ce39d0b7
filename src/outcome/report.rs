//! The outcome of linting one document.

use std::fmt;

use super::gaps::Gaps;
use super::secrets;
use super::{Counts, Error, Finding, Rejection, SuppressedFinding};
use crate::model::Severity;
use crate::model::schema::Schema;
use crate::text::{Source, Span};
use crate::tree::Form;

/// Whether a document was checked.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Status {
    /// It was, against the shapes of its version.
    Checked,
    /// It is not a CloudFront document. If it is known what it is, a sentence says so.
    Skipped(Option<String>),
}

/// The result of linting one document.
#[derive(Clone)]
pub struct Report<'s> {
    pub(crate) source: Source<'s>,
    pub(crate) form: Form,
    pub(crate) dialect: &'static str,
    pub(crate) resource: Option<String>,
    pub(crate) root: Option<String>,
    pub(crate) api_version: Option<String>,
    pub(crate) status: Status,
    pub(crate) findings: Vec<Finding>,
    pub(crate) left_out: Counts,
    pub(crate) suppressed: usize,
    /// `None` if nobody asked for them.
    pub(crate) suppressed_findings: Option<Vec<SuppressedFinding>>,
    pub(crate) unused_suppressions: Vec<UnusedSuppression>,
    /// How many members an update would need in addition.
    pub(crate) update_needs: usize,
    /// Whether a fault kept parts of the document from being checked.
    pub(crate) unevaluated: bool,
    /// Where which rules could not be evaluated.
    pub(crate) gaps: Gaps,
    /// Whether it refers to a document that is not at hand.
    pub(crate) wants_others: bool,
    /// The shapes that it was checked by.
    pub(crate) schema: &'static Schema,
    /// Secret values that the text alone does not show to be secret.
    pub(crate) secrets: Vec<Span>,
}

/// Without the text of the document.
impl fmt::Debug for Report<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Report")
            .field("root", &self.root)
            .field("api_version", &self.api_version)
            .field("status", &self.status)
            .field("findings", &self.findings)
            .field("suppressed", &self.suppressed)
            .finish_non_exhaustive()
    }
}

impl<'s> Report<'s> {
    /// The findings, by where they start and then by rule.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// How many findings there are besides those that are listed. A report lists 10,000 at most,
    /// and then one that says how many there are besides.
    pub fn left_out(&self) -> usize {
        self.left_out.all()
    }

    /// Whether a finding is an error.
    pub fn has_errors(&self) -> bool {
        self.left_out.errors > 0
            || self
                .findings
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

    /// Where the configuration was found: `api`, or the notation of a template such as
    /// `cloudformation`.
    pub fn dialect(&self) -> &str {
        self.dialect
    }

    /// What the template calls the resource. `None` where it is not one resource of a template.
    pub fn resource(&self) -> Option<&str> {
        self.resource.as_deref()
    }

    /// The name of the root that was recognized: `DistributionConfig`.
    pub fn root(&self) -> Option<&str> {
        self.root.as_deref()
    }

    /// The version it was checked against: `2020-05-31`.
    pub fn api_version(&self) -> Option<&str> {
        self.api_version.as_deref()
    }

    /// Whether it was checked.
    pub fn status(&self) -> &Status {
        &self.status
    }

    /// Whether the document refers to resources that the linter knows nothing about, so that more
    /// could be checked with their documents as
    /// [other files](crate::Linter::other_files).
    pub fn wants_others(&self) -> bool {
        self.wants_others
    }

    /// How many findings were suppressed.
    pub fn suppressed(&self) -> usize {
        self.suppressed
    }

    /// The suppressed findings, if the linter
    /// [keeps them](crate::Linter::keep_suppressed).
    pub fn suppressed_findings(&self) -> &[SuppressedFinding] {
        self.suppressed_findings.as_deref().unwrap_or_default()
    }

    /// Which [suppressions](crate::Linter::suppress) of the linter had no effect here, in the order
    /// in which they were given. One is not among them where a fault may hide what it is for.
    ///
    /// ```
    /// use cloudfront_lint::Linter;
    /// use cloudfront_lint::Suppression;
    ///
    /// let suppression = Suppression::new(["empty-items"], "InvalidationBatch/Paths");
    /// let linter = Linter::new().suppress(suppression)?;
    /// let batch = r#"{"Paths": {"Quantity": 1, "Items": ["/*"]}, "CallerReference": "one"}"#;
    /// let report = linter.lint(batch);
    /// assert_eq!(report.unused_suppressions()[0].rules, ["empty-items"]);
    /// # Ok::<(), cloudfront_lint::Error>(())
    /// ```
    pub fn unused_suppressions(&self) -> &[UnusedSuppression] {
        &self.unused_suppressions
    }

    /// How many members an update with this document would need in addition. It is 0
    /// where the operation is known, and for the responses of the service.
    pub fn update_needs(&self) -> usize {
        self.update_needs
    }

    /// Whether all of the document was checked: nothing is so broken that it kept a rule from being
    /// applied.
    pub fn is_whole(&self) -> bool {
        self.status == Status::Checked && !self.unevaluated
    }

    /// Whether a rule could be evaluated at an element, named as by
    /// [`ElementPath::with_names`](crate::ElementPath::with_names): no other fault hides what it
    /// may find there.
    ///
    /// ```
    /// let text = "<InvalidationBatch xmlns=\"http://cloudfront.amazonaws.com/doc/2020-05-31/\">
    ///   <Pahts/><CallerReference>one</CallerReference></InvalidationBatch>";
    /// let report = cloudfront_lint::lint(text);
    /// let place = "InvalidationBatch/Paths/Quantity";
    /// assert!(!report.is_evaluated("quantity-mismatch", place));
    /// let place = "InvalidationBatch/CallerReference";
    /// assert!(report.is_evaluated("caller-reference-format", place));
    /// ```
    pub fn is_evaluated(&self, rule: &str, place: &str) -> bool {
        self.status == Status::Checked && !self.gaps.hide(rule, place)
    }

    /// The ranges of the document that are never shown, sorted.
    pub(crate) fn secrets(&self) -> Vec<Span> {
        let found = secrets::secrets(&self.source, self.schema);
        secrets::joined(found, &self.secrets)
    }

    /// The text with a mark instead of every secret letter and digit, and with everything in
    /// the same place: what may be shown or stored.
    ///
    /// ```
    /// let report = cloudfront_lint::lint("<HeaderValue>s3cret</HeaderValue>");
    /// assert_eq!(report.text_without_secrets(), "<HeaderValue>******</HeaderValue>");
    /// ```
    pub fn text_without_secrets(&self) -> String {
        secrets::masked(self.source.text(), &self.secrets())
    }

    /// The report with a text of its own, so that it outlives the document.
    pub fn into_owned(self) -> Report<'static> {
        Report {
            source: self.source.into_owned(),
            form: self.form,
            dialect: self.dialect,
            resource: self.resource,
            root: self.root,
            api_version: self.api_version,
            status: self.status,
            findings: self.findings,
            left_out: self.left_out,
            suppressed: self.suppressed,
            suppressed_findings: self.suppressed_findings,
            unused_suppressions: self.unused_suppressions,
            unevaluated: self.unevaluated,
            gaps: self.gaps,
            wants_others: self.wants_others,
            schema: self.schema,
            secrets: self.secrets,
            update_needs: self.update_needs,
        }
    }

    /// The report, or an error if a finding is one: whether the document can be sent.
    ///
    /// # Errors
    /// [`Error::Rejected`] when a finding is of severity error. It contains the text and all
    /// findings, so it outlives the document.
    pub fn into_result(self) -> Result<Self, Error> {
        if self.has_errors() {
            Err(Error::Rejected(Box::new(Rejection::new(self))))
        } else {
            Ok(self)
        }
    }

    /// Drops the findings below a severity.
    pub fn retain_severity(&mut self, severity: Severity) {
        self.findings.retain(|finding| finding.severity >= severity);
        if let Some(suppressed) = &mut self.suppressed_findings {
            suppressed.retain(|suppressed| suppressed.finding.severity >= severity);
        }
        self.left_out.retain(severity);
    }
}

/// A suppression of the settings that had no effect in a document.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct UnusedSuppression {
    /// Which one, as an index into those that the linter was given.
    pub suppression: usize,
    /// Those of its rules that had no finding to drop, although they were checked; empty if it is
    /// for all rules.
    pub rules: Vec<String>,
}
