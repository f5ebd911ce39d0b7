//! What the service limits and answers: quotas and errors.

use super::OperationKind;
use crate::model::schema::{List, Text};

/// A documented limit that may differ between accounts.
#[derive(Clone, Debug)]
pub struct Quota {
    /// Its name: `aliases`.
    pub name: Text,
    /// What it counts, for people: "aliases of a distribution".
    pub title: Text,
    /// The number without an agreement.
    pub value: i64,
    /// Whether AWS raises it on request.
    pub adjustable: bool,
    /// What it was, with dates.
    pub history: List<Text>,
    /// Where it is documented.
    pub sources: List<Text>,
}

/// An error that the service can answer to one of the requests that change a distribution.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Its code: `NoSuchOrigin`.
    pub code: Text,
    /// The HTTP status.
    pub status: u16,
    /// The requests on web distributions that it belongs to.
    pub distribution: List<OperationKind>,
    /// The requests on streaming distributions that it belongs to.
    pub streaming: List<OperationKind>,
    /// Which other resources its requests are about: "cache policies".
    pub resources: Option<Text>,
    /// The first version that declares it, where that is known.
    pub since: Option<Text>,
    /// Whether every request of the API can get it.
    pub common: bool,
    /// What no document shows of it.
    pub unseen: Option<Text>,
}
