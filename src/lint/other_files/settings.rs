//! What a linter is given about resources: the other files, and names by ids.

use super::{AtHand, OtherFiles, managed};
use crate::lint::Linter;
use crate::lint::translate::is_part_of_module;
use crate::lint::wording::phrasing::quote;
use crate::model::managed::Managed;

impl Linter {
    /// Sets other files, which define what the documents refer to.
    ///
    /// ```
    /// # use cloudfront_lint::{OtherFiles, Linter};
    /// let main = "
    ///     resource \"aws_cloudfront_distribution\" \"site\" {
    ///       http_version = local.http
    ///     }
    /// ";
    /// let is_found = |linter: Linter| {
    ///     let report = linter.lint(main);
    ///     report.findings().iter().any(|finding| finding.rule == "enum-value")
    /// };
    /// assert!(!is_found(Linter::new()));
    /// let files = OtherFiles::new(["locals {\n  http = \"http9\"\n}\n"]);
    /// assert!(is_found(Linter::new().other_files(&files)));
    /// ```
    #[must_use]
    pub fn other_files(mut self, files: &OtherFiles) -> Self {
        self.other_files = files.clone();
        self
    }

    /// Names a resource by its id: findings show the name, and one of the
    /// [other files](Self::other_files) with only the configuration of this name is known to have
    /// the id.
    #[must_use]
    pub fn named(mut self, id: impl Into<String>, name: impl Into<String>) -> Self {
        self.names.push((id.into(), name.into()));
        self
    }

    /// The name of what has an id: of a managed resource, or as it was [named](Self::named).
    pub(crate) fn name_of(&self, id: &str) -> Option<&str> {
        let own = || {
            let mut names = self.names.iter();
            names.find(|(known, _)| known == id)
        };
        match managed::named(id) {
            Some(managed) => Some(&managed.name),
            None => own().map(|(_, name)| name.as_str()),
        }
    }

    /// What is known by an id, in words: a managed resource, or one that was
    /// [named](Self::named).
    pub(crate) fn resource(&self, id: &str) -> Option<String> {
        let managed = managed::named(id).map(Managed::in_words);
        managed.or_else(|| self.name_of(id).map(quote))
    }

    /// The documents besides the one that a run checks.
    pub(in crate::lint) fn at_hand(&self) -> AtHand<'_> {
        AtHand::new(&self.other_files, &self.names)
    }

    /// Whether other files of the folder may say what a document means, so that they are worth
    /// [adding](Self::other_files) before it is checked.
    pub fn reads_siblings(document: &str) -> bool {
        is_part_of_module(document)
    }
}
