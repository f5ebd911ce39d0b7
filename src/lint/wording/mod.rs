//! From faults to findings: what is said, and how.

pub(crate) mod finding;
pub(crate) mod phrasing;
