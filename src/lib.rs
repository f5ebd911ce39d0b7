//! Finds every fault in an Amazon CloudFront configuration before the service does.
//!
//! CloudFront refuses a bad configuration with an HTTP 400: one fault at a time, after the fact,
//! without a position. [`lint()`] reads the same bytes and reports all of them, each at its exact
//! place, with what the service would have answered and the repair. It reads XML of every API
//! version from 2008-06-30 to 2020-05-31 and the JSON of the AWS CLI and SDKs.
//!
//! # Before a PUT
//!
//! ```
//! let body = r#"<InvalidationBatch xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/">
//!   <Paths><Quantity>2</Quantity><Items><Path>/*</Path></Items></Paths>
//!   <CallerReference>one</CallerReference>
//! </InvalidationBatch>"#;
//!
//! let report = cloudfront_lint::lint(body);
//! assert!(report.has_errors());
//!
//! let finding = &report.findings()[0];
//! assert_eq!(finding.rule, "quantity-mismatch");
//! assert_eq!(finding.path, "InvalidationBatch/Paths/Quantity");
//! assert_eq!(report.source().slice(finding.span), "2");
//! let answer = finding.service.as_ref().map(|answer| answer.code.as_ref());
//! assert_eq!(answer, Some("InconsistentQuantities"));
//! ```
//!
//! [`Report::into_result`](outcome::Report::into_result) turns errors into an `Err` that is
//! `std::error::Error` and `miette::Diagnostic`, so `?` stops a program before it sends anything.
//!
//! # What the request is for
//!
//! A [`Linter`] carries settings: the version to judge by, the [`Operation`], quotas of the
//! account. An update is compared with the live configuration: what may not change, what must be
//! there, and what would silently be lost.
//!
//! ```
//! use cloudfront_lint::{Linter, Operation, Previous};
//!
//! let live = r#"<InvalidationBatch xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/">
//!   <Paths><Quantity>1</Quantity><Items><Path>/*</Path></Items></Paths>
//!   <CallerReference>one</CallerReference>
//! </InvalidationBatch>"#;
//! let previous = Previous::parse(live);
//! let linter = Linter::new()
//!     .operation(Operation::Update)
//!     .compare_with(&previous)
//!     .if_match("E2QWRUHAPOMQZL");
//! assert!(!linter.lint(live).has_errors());
//! ```
//!
//! # What lives where
//!
//! - [`lint`](mod@lint): the linter. [`outcome`]: the report with its findings, labels and fixes.
//!   [`render`]: how that is written.
//! - [`apply`]: applying fixes. [`convert`]: XML to JSON and back. [`explain`]: what is known about
//!   a version or an element.
//! - [`model`], [`builtin`]: the shapes and rules, as data. `example`, `config` (feature `config`):
//!   a team's own rule files and settings, read at run time.
//! - [`text`], [`tree`]: text, places, and the lossless tree that all notations share.
//!
//! # Promises
//!
//! No I/O, no printing, no state but what is compiled in; no panic on any input; time and memory
//! linear in it. Without default features neither the command line nor the drawing of findings
//! comes along.
#![cfg_attr(
    test,
    allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")
)]

pub mod apply;
pub mod baseline;
pub mod builtin;
#[cfg(feature = "config")]
pub mod config;
pub mod convert;
pub mod editor;
pub mod example;
pub mod explain;
pub mod lint;
pub mod model;
pub mod outcome;
#[cfg(test)]
#[path = "../tests/support/properties.rs"]
mod properties;
pub mod render;
#[cfg(test)]
#[path = "../tests/support/stored.rs"]
mod stored;
pub mod text;
pub mod tree;

pub use lint::{Error, Linter, Operation, Previous, lint, rules};
pub use text::{Source, Span};
