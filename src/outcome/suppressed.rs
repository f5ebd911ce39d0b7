//! Findings that are not reported, and what suppresses them.

use super::Finding;

/// A suppressed finding.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct SuppressedFinding {
    /// The finding.
    pub finding: Finding,
    /// What suppresses it.
    pub by: SuppressedBy,
}

/// What suppresses a finding.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum SuppressedBy {
    /// A comment in the document.
    Comment,
    /// A [suppression](crate::Linter::suppress) of the settings.
    Configuration,
    /// A [baseline](crate::baseline).
    Baseline,
}

impl SuppressedBy {
    /// `comment`, `configuration` or `baseline`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Comment => "comment",
            Self::Configuration => "configuration",
            Self::Baseline => "baseline",
        }
    }

    /// The findings with this as what suppresses them.
    pub(crate) fn of(self, findings: Vec<Finding>) -> impl Iterator<Item = SuppressedFinding> {
        findings
            .into_iter()
            .map(move |finding| SuppressedFinding { finding, by: self })
    }
}
