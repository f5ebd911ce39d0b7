//! `cloudfront-lint schema`: the JSON schema of the configuration file.

use cloudfront_lint::config;

use crate::status::{Status, print};

/// Runs the command.
pub(crate) fn run() -> Status {
    print(&format!("{:#}\n", config::json_schema()))
}
