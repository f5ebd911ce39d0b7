//! How a [`Report`](crate::outcome::Report) is written: pure functions from it to text.
//!
//! A format is a module with a type that implements [`Format`]; nothing else knows of it but the command line's
//! list of formats. What does not live here: where the text goes, colors or not, which files there are.

mod checkstyle;
mod concise;
#[cfg(feature = "pretty")]
mod excerpt;
mod format;
mod github;
mod gitlab;
mod json;
mod json_writer;
mod junit;
mod paragraph;
#[cfg(feature = "pretty")]
mod pretty;
mod rdjson;
mod rule_page;
mod sarif;
mod service_errors;
#[cfg(all(test, feature = "pretty"))]
mod tests;
mod xml;

pub use checkstyle::Checkstyle;
pub use concise::Concise;
pub use format::{FileResult, Format, Outcome, Summary};
pub use github::Github;
pub use gitlab::Gitlab;
pub use json::Json;
pub use junit::Junit;
pub use paragraph::words;
#[cfg(feature = "pretty")]
pub use pretty::Pretty;
pub use rdjson::Rdjson;
pub use rule_page::{rule_page, rule_table, rules_json};
pub use sarif::Sarif;
pub use service_errors::answers_page;
