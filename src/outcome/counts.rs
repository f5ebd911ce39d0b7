//! How many findings there are of each severity.

use crate::model::Severity;

/// Numbers of findings.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(crate) struct Counts {
    pub(crate) errors: usize,
    pub(crate) warnings: usize,
    pub(crate) advice: usize,
}

impl Counts {
    pub(crate) fn all(self) -> usize {
        self.errors + self.warnings + self.advice
    }

    pub(crate) fn add(&mut self, severity: Severity, count: usize) {
        match severity {
            Severity::Error => self.errors += count,
            Severity::Warning => self.warnings += count,
            Severity::Advice => self.advice += count,
        }
    }

    pub(crate) fn and(self, other: Self) -> Self {
        Self {
            errors: self.errors + other.errors,
            warnings: self.warnings + other.warnings,
            advice: self.advice + other.advice,
        }
    }

    /// Forgets those below a severity.
    pub(crate) fn retain(&mut self, severity: Severity) {
        if severity > Severity::Advice {
            self.advice = 0;
        }
        if severity > Severity::Warning {
            self.warnings = 0;
        }
    }
}
