//! Finds every fault in an Amazon CloudFront configuration before the service does.
#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a test may stop at the first surprise"))]

pub mod builtin;
pub mod diagnostic;
pub mod history;
#[cfg(feature = "config")]
pub mod load;
pub mod near;
pub mod report;
pub mod rule;
pub mod schema;
pub mod source;
pub mod span;
pub mod tree;

pub use source::Source;
pub use span::Span;
