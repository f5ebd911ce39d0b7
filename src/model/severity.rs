//! How severe a finding is, how certain it is, and what the service answers: facts that a rule
//! states and a finding repeats.

use std::borrow::Cow;
use std::fmt;

/// How severe a finding is.
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

/// How certain it is that the service treats a document as a finding says.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[non_exhaustive]
pub enum Certainty {
    /// It follows from other facts, or it is a matter of judgement.
    Likely,
    /// It is documented or was observed.
    Certain,
}

impl Certainty {
    /// `certain` or `likely`, as written in every output.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Likely => "likely",
            Self::Certain => "certain",
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
#[non_exhaustive]
pub struct ServiceError {
    /// The code in the answer's body, such as `InconsistentQuantities`.
    pub code: Cow<'static, str>,
    /// The HTTP status.
    pub status: u16,
    /// Who answers so, where that is not CloudFront.
    pub service: Option<Cow<'static, str>>,
}
