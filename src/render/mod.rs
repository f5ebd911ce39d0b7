//! How a [`Report`](crate::outcome::Report) is written: pure functions from it to text.
//!
//! A format is a module with a type that implements [`Format`]; only the command line's list of
//! formats knows which there are. What does not live here: where the text goes, whether a terminal
//! shows colors, which files there are.

mod agent;
mod checkstyle;
mod concise;
mod file;
mod format;
mod github;
#[cfg(feature = "formats")]
mod gitlab;
mod html;
mod identity;
#[cfg(feature = "formats")]
mod json;
mod junit;
#[cfg(feature = "formats")]
mod location;
mod map;
mod plain_text;
#[cfg(feature = "pretty")]
mod pretty;
#[cfg(feature = "formats")]
mod rdjson;
mod rule_page;
mod rule_table;
#[cfg(feature = "formats")]
mod rules_json;
#[cfg(feature = "formats")]
mod sarif;
#[cfg(feature = "formats")]
mod serialize;
mod service_errors;
mod statistics;
mod summary;
#[cfg(all(test, feature = "pretty", feature = "formats"))]
mod tests;
mod xml;

pub use crate::text::{harmless, harmless_line};
pub use agent::Agent;
pub use checkstyle::Checkstyle;
pub use concise::Concise;
pub use file::{FileResult, Outcome};
pub use format::{Format, to_string};
pub use github::Github;
#[cfg(feature = "formats")]
pub use gitlab::Gitlab;
pub use html::Html;
#[cfg(feature = "formats")]
pub use json::Json;
pub use junit::Junit;
pub use map::{mermaid, svg};
pub use plain_text::plain_text;
#[cfg(feature = "pretty")]
pub use pretty::{Charset, Pretty};
#[cfg(feature = "formats")]
pub use rdjson::Rdjson;
pub use rule_page::rule_page;
pub use rule_table::rule_table;
#[cfg(feature = "formats")]
pub use rules_json::rules_json;
#[cfg(feature = "formats")]
pub use sarif::Sarif;
pub use service_errors::answers_page;
pub use statistics::{Counts, Statistics};
pub use summary::{Answer, Failure, Summary};
