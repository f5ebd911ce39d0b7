//! What the linter says: a [`Finding`] with its labels and fixes. Plain data without behaviour; how it looks
//! is [report](crate::render)'s business, how it is found [lint](mod@crate::lint)'s.

use std::borrow::Cow;

use crate::model::{ServiceError, Severity};
use crate::text::{Applicability, Edit, Span};

/// A place with a few words about it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// What is to be seen there; one short line.
    pub message: String,
}

/// A repair: its edits belong together.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fix {
    /// What it does, in the imperative: "write 3".
    pub title: String,
    /// Whether it may be applied unasked.
    pub applicability: Applicability,
    /// Sorted, without overlap.
    pub edits: Vec<Edit>,
}

/// One mistake in one place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Finding {
    /// Name of the rule, such as `quantity-mismatch`.
    pub rule: Cow<'static, str>,
    /// Its weight here, which may differ from the rule's own.
    pub severity: Severity,
    /// What is wrong with this value; one sentence without a full stop.
    pub message: String,
    /// Path of the element: `DistributionConfig/Origins/Items/Origin[2]/Id`. Empty where there is none.
    pub path: String,
    /// The same path with what names an item in place of its number, so that it stays when items move:
    /// `DistributionConfig/Origins/Items/Origin[api]/Id`.
    pub place: String,
    /// The text of the element, on one line and cut when long. `None` where it holds others or a secret.
    pub value: Option<String>,
    /// What the finding is about beside the element: a member that is missing, an item that was dropped.
    pub member: Option<String>,
    /// The smallest true place.
    pub span: Span,
    /// Words at the place itself and at related places. The first may lie on `span`.
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
