//! Finds every fault in an Amazon CloudFront configuration before the service does.
#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a test may stop at the first surprise"))]

pub mod baseline;
pub mod builtin;
#[cfg(feature = "config")]
pub mod config;
pub mod convert;
pub mod diagnostic;
#[cfg(feature = "config")]
pub mod example;
pub mod fix;
pub mod history;
pub mod lint;
#[cfg(feature = "config")]
pub mod load;
pub mod near;
pub mod report;
pub mod rule;
pub mod schema;
pub mod source;
pub mod span;
pub mod tree;

pub use lint::{Error, Linter, Operation, lint, rules};
pub use source::Source;
pub use span::Span;
