//! The facts that the linter judges by: shapes of the documents over time, and rules.
//!
//! What lives here: their types, and reading them from TOML. The build script shares exactly this module with the library.
//! What does not: documents, and what a check does with one.

pub mod dialect;
pub mod load;
pub mod near;
pub mod rule;
pub mod schema;
mod severity;

pub use severity::{Certainty, ServiceError, Severity};
