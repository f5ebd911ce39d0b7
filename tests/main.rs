//! The integration tests, one module a concern, in one program: the library is linked once instead
//! of once a file.
//!
//! `cargo test --test all twins::` runs one module. What goes through the files of `fixtures/` and
//! the examples of the rules, one test each, is in `tests/fixtures`.

mod accepted;
#[cfg(feature = "config")]
mod answers;
mod architecture;
#[cfg(feature = "cli")]
mod cli;
mod compare;
#[cfg(feature = "config")]
mod docs_rule_language;
mod docs_rules;
mod docs_shapes;
mod docs_versions;
#[cfg(feature = "formats")]
mod document_schema;
mod editor;
mod evidence;
#[cfg(feature = "config")]
mod families;
#[cfg(feature = "config")]
mod fixes;
#[cfg(feature = "config")]
mod formats;
mod forms;
mod fuzz_properties;
mod generated;
mod history;
#[cfg(feature = "cli")]
mod hook;
mod hostile;
mod html;
mod json;
mod json_corpus;
mod json_duplicates;
mod json_forms;
mod json_repair;
mod library;
mod limits;
#[cfg(feature = "formats")]
mod linear;
#[cfg(feature = "cli")]
mod lsp;
mod map;
mod maximal;
mod migration;
mod models;
mod mutations;
mod other_files;
mod repair_rate;
#[cfg(feature = "config")]
mod rule_errors;
#[cfg(feature = "config")]
mod rule_language;
#[cfg(feature = "config")]
mod rule_mutations;
#[cfg(feature = "config")]
mod rule_names;
#[cfg(feature = "cli")]
mod secrets;
#[cfg(feature = "service-model")]
mod service_model;
mod shapes;
#[cfg(feature = "config")]
mod shapes_errors;
mod source;
mod stored;
mod support;
mod suppressed;
#[cfg(feature = "config")]
mod templates;
mod tree;
mod twins;
mod typing;
mod upgrade;
mod voice;
