//! Finds every fault in an Amazon CloudFront configuration before the service does.
//!
//! CloudFront refuses a bad configuration with an HTTP 400: one fault at a time, after the fact,
//! without a position. [`lint()`] reads the same bytes and reports all of them, each at its exact
//! place, with what the service would have answered and the repair. It reads XML of every API
//! version from 2008-06-30 to 2020-05-31 and the JSON of the AWS CLI and SDKs.
//!
//! # Check a body before it is sent
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
//! # Stop with `?`
//!
//! [`Report::into_result`] makes an [`Error`] of a report with errors, so `?` stops a program
//! before it sends anything. The error is `std::error::Error` and `miette::Diagnostic`, and shows
//! no values of the document, so it can be logged.
//!
//! ```
//! use cloudfront_lint::{Error, Linter, Operation};
//!
//! fn create(body: &str) -> Result<(), Error> {
//!     let linter = Linter::new().operation(Operation::Create);
//!     let report = linter.lint(body).into_result()?;
//!     println!("{} warnings; the body can be sent", report.findings().len());
//!     Ok(())
//! }
//!
//! let error = create(r#"{"Paths": {"Quantity": 2, "Items": ["/*"]}, "CallerReference": "one"}"#);
//! let error = error.unwrap_err();
//! let first = "quantity-mismatch at line 1, column 24";
//! assert_eq!(error.to_string(), format!("CloudFront would refuse this document: {first}"));
//! if let Error::Rejected(rejection) = &error {
//!     assert_eq!(rejection.findings().count(), 1);
//! }
//! ```
//!
//! # Compare an update with the live configuration
//!
//! What may not change, what must be there, and what would silently be lost. [`Previous`] is parsed
//! once, for any number of documents and threads.
//!
//! ```
//! use cloudfront_lint::{Linter, Operation, Previous};
//!
//! # let live = std::fs::read_to_string("fixtures/base/distribution-2020-05-31.xml")?;
//! # let next = live.replace("<CallerReference>", "<CallerReference>another-");
//! let previous = Previous::parse(&live);
//! let linter = Linter::new()
//!     .operation(Operation::Update)
//!     .compare_with(&previous)
//!     .if_match("E2QWRUHAPOMQZL");
//! let report = linter.lint(&next);
//! assert_eq!(report.findings()[0].rule, "caller-reference-changed");
//! # Ok::<(), std::io::Error>(())
//! ```
//!
//! # Apply the safe fixes
//!
//! ```
//! use cloudfront_lint::{Applicability, Linter};
//!
//! let body = r#"{"Paths": {"Quantity": 2, "Items": ["/*"]}, "CallerReference": "one"}"#;
//! let fixed = Linter::new().fix(body, Applicability::Safe);
//! assert_eq!(fixed.applied[0].title, "write 1");
//! assert_eq!(fixed.text(), body.replace('2', "1"));
//! assert!(!fixed.report.has_errors());
//! ```
//!
//! # Write a report as JSON
//!
//! ```
//! # #[cfg(feature = "formats")] {
//! use cloudfront_lint::render::{self, FileResult, Json};
//!
//! let batch = r#"{"Paths": {"Quantity": 2, "Items": ["/*"]}, "CallerReference": "one"}"#;
//! let report = cloudfront_lint::lint(batch);
//! let text = render::to_string(&Json, &[FileResult::new("batch.json", &report)]);
//! assert!(text.contains(r#""rule":"quantity-mismatch""#));
//! # }
//! ```
//!
//! # Convert between XML and JSON
//!
//! ```
//! use cloudfront_lint::{Form, Source, convert};
//!
//! let json = r#"{"Paths": {"Quantity": 1, "Items": ["/*"]}, "CallerReference": "one"}"#;
//! let xml = convert(&Source::new(json), Form::Xml, None)?;
//! assert!(xml.contains("<Path>/*</Path>"));
//! # Ok::<(), cloudfront_lint::Error>(())
//! ```
//!
//! # Use a configuration and rules of your own
//!
//! The library reads no files: a program hands their text over, and `Error::Files` has the place
//! of every mistake.
//!
//! ```
//! # #[cfg(feature = "config")] {
//! use cloudfront_lint::Linter;
//! use cloudfront_lint::config::{Config, File, load_rules};
//!
//! # fn linter() -> Result<Linter, cloudfront_lint::Error> {
//! let rules = load_rules(&[File::new("rules.toml", r#"
//!     [reference-without-team]
//!     title    = "caller reference without a team"
//!     at       = "InvalidationBatch/CallerReference"
//!     check    = { max-length = 8 }
//!     severity = "warning"
//!     message  = "{value} is longer than a team and a number"
//!     help     = "write the team and a number, such as `web-7`"
//!     why      = "so that everybody sees whose it is"
//! "#)], &[])?;
//! let text = "severity = { reference-without-team = \"error\" }";
//! let config = Config::load(&File::new("cloudfront-lint.toml", text), &rules)?;
//! let linter = config.settings.apply(Linter::new().with_rules(rules))?;
//! # Ok(linter) }
//! # let linter = linter().unwrap();
//! let batch = r#"{"Paths": {"Quantity": 1, "Items": ["/*"]}, "CallerReference": "long-enough"}"#;
//! assert!(linter.lint(batch).has_errors());
//! # }
//! ```
//!
//! # Many documents, threads, async
//!
//! A [`Linter`] is `Send + Sync` and cheap to clone, and a check takes about a millisecond, so an
//! async function can call it directly; [`Report::into_owned`] makes a report that outlives its
//! document. [`Linter::lint_all`] has a report for each resource of a template.
//!
//! ```
//! use std::thread;
//!
//! let linter = cloudfront_lint::Linter::new();
//! let bodies = ["/a", "/b"].map(|path| {
//!     format!(r#"{{"Paths": {{"Quantity": 2, "Items": ["{path}"]}}, "CallerReference": "one"}}"#)
//! });
//! let reports = thread::scope(|scope| {
//!     let checks = bodies.each_ref().map(|body| scope.spawn(|| linter.lint(body).into_owned()));
//!     checks.map(|check| check.join().expect("the linter does not panic"))
//! });
//! assert!(reports.iter().all(cloudfront_lint::Report::has_errors));
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
#[cfg(feature = "formats")]
pub mod document_schema;
pub mod editor;
mod example;
pub mod explain;
mod lint;
pub mod map;
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

pub use convert::{Exported, Upgraded, convert, convert_resource, convert_to_template, upgrade};
pub use lint::{Linter, Operation, OtherFiles, Previous, Suppression, lint, rules};
pub use model::rule::Rule;
pub use model::{Certainty, ServiceError, Severity};
pub use outcome::{
    ElementPath, Error, Finding, Fix, Label, Rejection, Report, Status, SuppressedBy,
    SuppressedFinding, UnusedSuppression,
};
pub use text::{Applicability, DecodeFault, Edit, Encoding, Position, Source, Span};
pub use tree::Form;

/// A linter and what it makes can be used from many threads.
const _: fn() = || {
    fn is_shared<T: Send + Sync + 'static>() {}
    is_shared::<OtherFiles>();
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
