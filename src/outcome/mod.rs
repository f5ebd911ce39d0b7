//! What a lint comes to, as plain data: findings with their labels and fixes, and the report that holds them.
//!
//! How findings are made is for [lint](mod@crate::lint), how they look for [render](crate::render).

pub(crate) mod error;
mod finding;
mod report;
pub(crate) mod sentence;

pub use error::LintError;
pub use finding::{Finding, Fix, Label};
pub use report::{Idle, Report, Status};
