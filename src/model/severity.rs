//! How severe a finding is, and what the service answers: facts that a rule states and a finding repeats.

use std::borrow::Cow;
use std::fmt;

/// How much a finding weighs.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Severity {
    /// Good practice.
    Advice,
    /// Accepted or doubtful, and surely not meant.
    Warning,
    /// The service refuses the document for this.
    Error,
}

impl Severity {
    /// `error`, `warning` or `advice`, as written in every output.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Advice => "advice",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What the service would answer.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct ServiceError {
    /// The code in the answer's body, such as `InconsistentQuantities`.
    pub code: Cow<'static, str>,
    /// The HTTP status.
    pub status: u16,
    /// Who answers so, where that is not CloudFront.
    pub service: Option<Cow<'static, str>>,
}
