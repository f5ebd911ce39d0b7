//! The facts that the linter checks with: shapes of the documents over time, and rules.
//!
//! What lives here: their types, and with the feature `config` reading them from TOML. The build
//! script compiles the same files. What does not: documents, and what a check does with one.

pub mod dialect;
#[cfg(feature = "config")]
pub mod load;
pub mod managed;
pub mod map;
pub mod near;
pub mod rule;
pub mod schema;
mod severity;
pub mod upgrade;

pub use severity::{Certainty, ServiceError, Severity};
