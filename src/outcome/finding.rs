//! What the linter reports: a [`Finding`] with its labels and fixes. Plain data without behavior;
//! how it looks is the business of [render](crate::render), how it is found that of
//! [lint](mod@crate::lint).

use std::borrow::Cow;
use std::fmt;

use super::ElementPath;
use crate::model::{Certainty, ServiceError, Severity};
use crate::text::{Applicability, Edit, Span};

/// A place with a short text.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Label {
    /// The place.
    pub span: Span,
    /// What is there; one short line.
    pub message: String,
}

/// A repair: its edits belong together.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Fix {
    /// What it does, in the imperative: "write 3".
    pub title: String,
    /// Whether it can be applied without asking.
    pub applicability: Applicability,
    /// Sorted, without overlap.
    pub edits: Vec<Edit>,
}

/// One mistake in one place.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Finding {
    /// Name of the rule, such as `quantity-mismatch`.
    pub rule: Cow<'static, str>,
    /// Its severity here, which can differ from the rule's own.
    pub severity: Severity,
    /// How certain it is.
    pub certainty: Certainty,
    /// What is wrong with this value; one sentence without a full stop.
    pub message: String,
    /// Path of the element: `DistributionConfig/Origins/Items/Origin[2]/Id`. Empty if there is
    /// none.
    pub path: ElementPath,
    /// The text of the element, on one line and cut when long. `None` if it contains elements or a
    /// secret.
    pub value: Option<String>,
    /// What else the finding is about: a member that is missing, an item that was dropped.
    pub member: Option<String>,
    /// The smallest place that is wrong.
    pub span: Span,
    /// Texts at the place itself and at related places. The first can be at `span`.
    pub labels: Vec<Label>,
    /// Why it matters; sentences.
    pub note: Option<String>,
    /// What to do.
    pub help: Option<String>,
    /// What the service would answer.
    pub service: Option<ServiceError>,
    /// Repairs, the best first.
    pub fixes: Vec<Fix>,
}

/// Without the text, which quotes the document.
impl fmt::Debug for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Label")
            .field("span", &self.span)
            .finish_non_exhaustive()
    }
}

/// Without the texts, which quote the document.
impl fmt::Debug for Fix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let spans: Vec<Span> = self.edits.iter().map(|edit| edit.span).collect();
        f.debug_struct("Fix")
            .field("applicability", &self.applicability)
            .field("spans", &spans)
            .finish_non_exhaustive()
    }
}

/// Without the texts, which quote the document, and without the names of items.
impl fmt::Debug for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Finding")
            .field("rule", &self.rule)
            .field("severity", &self.severity)
            .field("path", &self.path)
            .field("span", &self.span)
            .finish_non_exhaustive()
    }
}
