//! `cloudfront-lint versions`: all API versions.

use cloudfront_lint::builtin::{FORMATS, SCHEMA};
use cloudfront_lint::explain;

use crate::status::{Status, print};
use crate::terminal::text_columns;

/// Runs the command.
pub(crate) fn run() -> Status {
    let columns = text_columns();
    print(&explain::versions_text(&SCHEMA, &FORMATS, columns))
}
