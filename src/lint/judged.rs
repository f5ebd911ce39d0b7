//! What the stages found in one document, before it is joined with the source it borrows from.

use crate::lint::Linter;
use crate::lint::pipeline::sort;
use crate::outcome::gaps::Gaps;
use crate::outcome::{Counts, Finding, Report, Status, SuppressedFinding, UnusedSuppression};
use crate::text::{Source, Span};
use crate::tree::Form;

/// The dialect of documents that are not in a template.
pub(super) const API: &str = "api";

/// What was found in a document, or in one resource of a template.
pub(super) struct Judged {
    pub(super) form: Form,
    pub(super) dialect: &'static str,
    pub(super) resource: Option<String>,
    pub(super) root: Option<String>,
    pub(super) api_version: Option<String>,
    pub(super) status: Status,
    pub(super) findings: Vec<Finding>,
    /// How many findings are not listed.
    pub(super) left_out: Counts,
    pub(super) suppressed: Vec<SuppressedFinding>,
    pub(super) unused_suppressions: Vec<UnusedSuppression>,
    /// How many members an update would need in addition, where the operation is not known.
    pub(super) update_needs: usize,
    /// Whether a part of the document was not evaluated.
    pub(super) unevaluated: bool,
    /// Where which rules could not be evaluated.
    pub(super) gaps: Gaps,
    /// Whether it refers to a document that is not at hand.
    pub(super) wants_others: bool,
    /// Secret values that the text alone does not show to be secret.
    pub(super) secrets: Vec<Span>,
}

impl Judged {
    pub(super) fn new(form: Form, status: Status) -> Self {
        Self {
            form,
            dialect: API,
            resource: None,
            root: None,
            api_version: None,
            status,
            findings: Vec::new(),
            left_out: Counts::default(),
            suppressed: Vec::new(),
            unused_suppressions: Vec::new(),
            update_needs: 0,
            unevaluated: false,
            gaps: Gaps::default(),
            wants_others: false,
            secrets: Vec::new(),
        }
    }

    /// What is not a document that is checked.
    pub(super) fn skipped(source: &Source<'_>, what: String) -> Self {
        let form = Form::of(source.text()).unwrap_or(Form::Xml);
        let mut skipped = Self::new(form, Status::Skipped(Some(what)));
        skipped.unevaluated = true;
        skipped.gaps = Gaps::everything();
        skipped
    }

    /// What was found in all resources of a file, of which there is at least one.
    pub(super) fn merged(mut all: Vec<Self>) -> Self {
        let is_one = all.len() == 1;
        let mut merged = all.remove(0);
        for other in all {
            if other.status == Status::Checked {
                merged.status = Status::Checked;
            }
            merged.findings.extend(other.findings);
            merged.left_out = merged.left_out.and(other.left_out);
            merged.suppressed.extend(other.suppressed);
            merged.unevaluated |= other.unevaluated;
            merged.gaps.extend(other.gaps);
            merged.secrets.extend(other.secrets);
        }
        if !is_one {
            merged.resource = None;
        }
        sort(&mut merged.findings);
        merged
    }

    /// The report of a linter.
    pub(super) fn report<'s>(self, source: Source<'s>, linter: &Linter) -> Report<'s> {
        Report {
            form: self.form,
            dialect: self.dialect,
            resource: self.resource,
            root: self.root,
            api_version: self.api_version,
            status: self.status,
            findings: self.findings,
            left_out: self.left_out,
            suppressed: self.suppressed.len(),
            suppressed_findings: linter.keeps_suppressed.then_some(self.suppressed),
            unused_suppressions: self.unused_suppressions,
            update_needs: self.update_needs,
            unevaluated: self.unevaluated,
            gaps: self.gaps,
            wants_others: self.wants_others,
            schema: linter.schema(),
            secrets: self.secrets,
            source,
        }
    }
}
