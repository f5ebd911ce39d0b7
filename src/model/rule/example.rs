//! Documents that show a rule at work.

use super::OperationKind;
use crate::model::schema::{List, Text};

/// A document of an example: changes to a base document, or a text of its own.
#[derive(Clone, Debug, Default)]
pub struct Patch {
    /// Changes that are made before these.
    pub first: List<Patch>,
    /// The whole document, if it is not a change to a base.
    pub text: Option<Text>,
    /// Paths that are removed, first of all.
    pub remove: List<Text>,
    /// Paths and their new text.
    pub set: List<(Text, Text)>,
    /// Paths and their new content as XML.
    pub xml: List<(Text, Text)>,
}

/// A document that shows a rule at work.
#[derive(Clone, Debug, Default)]
pub struct Example {
    /// What it shows, if it says so.
    pub title: Option<Text>,
    /// The document itself.
    pub patch: Patch,
    /// The previous document.
    pub previous: Option<Patch>,
    /// Other files, which define what the document refers to.
    pub other_files: List<Text>,
    /// The base document's kind; `distribution` if none is named.
    pub base: Option<Text>,
    /// The version, if not the newest of the rule.
    pub version: Option<Text>,
    /// The operation, where one is known.
    pub operation: Option<OperationKind>,
    /// The ETag given with the request.
    pub if_match: Option<Text>,
    /// Quotas that differ from the documented ones.
    pub quotas: List<(Text, i64)>,
}
