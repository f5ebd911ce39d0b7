//! Finds every fault in an Amazon CloudFront configuration before the service does.
#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a test may stop at the first surprise"))]

pub mod diagnostic;
pub mod report;
pub mod rule;
pub mod schema;
pub mod source;
pub mod span;
pub mod tree;

pub use source::Source;
pub use span::Span;
