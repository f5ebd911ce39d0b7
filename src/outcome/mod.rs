//! The result of linting, as plain data: findings with their labels and fixes, and the report that
//! contains them.
//!
//! How findings are made is the business of [lint](mod@crate::lint), how they look that of
//! [render](crate::render).

mod counts;
mod error;
mod finding;
pub(crate) mod gaps;
mod path;
pub(crate) mod rejection;
mod report;
pub(crate) mod secrets;
pub(crate) mod sentence;
mod suppressed;

pub(crate) use counts::Counts;
pub use error::Error;
pub use finding::{Finding, Fix, Label};
pub use path::ElementPath;
pub use rejection::Rejection;
pub use report::{Report, Status, UnusedSuppression};
pub use suppressed::{SuppressedBy, SuppressedFinding};
