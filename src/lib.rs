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
//! [`Report::into_result`] turns errors into an `Err` that is
//! `std::error::Error` and `miette::Diagnostic`, so `?` stops a program before it sends anything.
//!
//! # What the request is for
//!
//! A [`Linter`] has settings: the version to check against, the [`Operation`], quotas of the
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
//! - [`Linter`] checks documents and makes a [`Report`] of [`Finding`]s; [`render`] writes it in
//!   the formats of the program.
//! - [`Linter::fix`] and [`apply`]: applying fixes. [`convert()`]: XML to JSON and back.
//!   [`explain`]: what is known about a version or an element.
//! - [`baseline`]: findings that are known already. `config` (feature `config`): a team's own rules
//!   and settings.
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
mod builtin;
pub mod compare;
#[cfg(feature = "config")]
pub mod config;
mod convert;
pub mod editor;
mod example;
pub mod explain;
mod lint;
mod model;
mod outcome;
#[cfg(test)]
#[path = "../tests/support/properties.rs"]
mod properties;
pub mod render;
#[cfg(feature = "service-model")]
pub mod service_model;
#[cfg(test)]
#[path = "../tests/support/stored.rs"]
mod stored;
mod text;
mod tree;

pub use convert::convert;
pub use lint::{Linter, Operation, Previous, Suppression, lint, rules};
pub use model::rule::Rule;
pub use model::{Certainty, ServiceError, Severity};
pub use outcome::{
    ElementPath, Error, Finding, Fix, Label, Rejection, Report, Status, UnusedSuppression,
};
pub use text::{Applicability, DecodeFault, Edit, Encoding, Position, Source, Span};
pub use tree::Form;

/// A linter and what it makes can be used from many threads.
const _: fn() = || {
    fn is_shared<T: Send + Sync + 'static>() {}
    is_shared::<Linter>();
    is_shared::<Previous>();
    is_shared::<Report<'static>>();
    is_shared::<Error>();
};

/// What lies beneath the public items: the shapes and rules as data, the tree, the documents of
/// examples.
///
/// It is here for the tests, benches and tools of this package, which are crates of their own and
/// check the parts one by one, and for the near misses in the program's own messages. Nothing in
/// it is promised: it changes without notice in any version.
#[doc(hidden)]
pub mod internal {
    pub use crate::lint::nesting;
    pub use crate::model::near::nearest;
    pub use crate::render::answers_page;

    pub mod builtin {
        //! The files of `rules/`, as constants.
        pub use crate::builtin::*;
    }
    pub mod example {
        //! The documents of a rule's examples.
        pub use crate::example::*;
    }
    pub mod explain {
        //! What is known about versions and elements, as data.
        pub use crate::explain::element::element_facts;
        pub use crate::explain::facts::{MemberFact, facts};
        pub use crate::explain::find::{Found, find};
        pub use crate::explain::places::{Place, places};
        pub use crate::explain::versions::{
            Changes, Counts, changes, confidence_text, counts, versions_page, versions_text,
        };
        pub use crate::explain::why::{Element, why, why_text};
    }
    pub mod model {
        //! The types of the shapes and rules, and how they are read from TOML.
        pub use crate::model::*;
    }
    pub mod tree {
        //! The lossless tree.
        pub use crate::tree::*;
    }
}
