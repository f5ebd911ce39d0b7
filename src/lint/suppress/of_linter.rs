//! What a linter suppresses, and whether it keeps it.

use super::Suppression;
use crate::lint::Linter;
use crate::lint::error::unknown_rule;
use crate::outcome::Error;

impl Linter {
    /// Drops the findings of some rules in some elements, as a comment in an XML document does.
    ///
    /// # Errors
    /// When it names a rule that does not exist.
    pub fn suppress(mut self, suppression: Suppression) -> Result<Self, Error> {
        if let Some(unknown) = suppression
            .rules
            .iter()
            .find(|name| self.rules().all(|known| known.name != **name))
        {
            return Err(unknown_rule(unknown, &self.rules));
        }
        self.suppressions.push(suppression);
        Ok(self)
    }

    /// Lists suppressed findings in [`Report::suppressed_findings`](crate::Report), instead of only
    /// counting them.
    ///
    /// ```
    /// use cloudfront_lint::{Linter, Suppression};
    ///
    /// let suppression = Suppression::new(["quantity-mismatch"], "InvalidationBatch");
    /// let linter = Linter::new().suppress(suppression)?.keep_suppressed();
    /// let batch = r#"{"Paths": {"Quantity": 2, "Items": ["/*"]}, "CallerReference": "one"}"#;
    /// let report = linter.lint(batch);
    /// assert!(report.findings().is_empty());
    /// assert_eq!(report.suppressed_findings()[0].finding.rule, "quantity-mismatch");
    /// # Ok::<(), cloudfront_lint::Error>(())
    /// ```
    #[must_use]
    pub fn keep_suppressed(mut self) -> Self {
        self.keeps_suppressed = true;
        self
    }
}
