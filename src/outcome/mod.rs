//! The result of linting, as plain data: findings with their labels and fixes, and the report that
//! contains them.
//!
//! How findings are made is the business of [lint](mod@crate::lint), how they look that of
//! [render](crate::render).

mod counts;
pub(crate) mod error;
mod finding;
pub(crate) mod gaps;
mod path;
mod report;
pub(crate) mod sentence;

pub(crate) use counts::Counts;
pub use error::LintError;
pub use finding::{Finding, Fix, Label};
pub use path::ElementPath;
pub use report::{Report, Status, UnusedSuppression};
