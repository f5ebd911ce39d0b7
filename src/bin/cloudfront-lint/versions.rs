//! `cloudfront-lint versions`: all API versions.

use cloudfront_lint::explain;

use crate::status::{Status, print};
use crate::terminal::text_columns;

/// Runs the command.
pub(crate) fn run() -> Status {
    print(&explain::versions(text_columns()))
}
