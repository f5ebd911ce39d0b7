//! The program as a user meets it: whole outputs, exit codes, bad inputs.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

#[cfg(unix)]
mod action;
mod add_ignore;
mod bad_input;
mod baseline;
mod changes;
mod config;
mod convert;
mod diff;
mod exit_codes;
mod files;
mod fixes;
mod formats;
mod other_files;
mod output;
mod output_schema;
mod own_rules;
mod pages;
mod rule_schema;
mod secrets;
mod selection;
mod service_model;
mod shell;
mod starting;
pub(crate) mod support;
mod suppressions;
#[cfg(unix)]
mod watch;
