//! The program, run in the process of Python.

use std::ffi::OsString;
use std::io::Write as _;

use pyo3::prelude::*;

/// Runs the program with these arguments, of which the first is its name, and returns its exit
/// status.
#[pyfunction]
pub(crate) fn run(py: Python<'_>, arguments: Vec<OsString>) -> u8 {
    py.detach(|| {
        let status = cloudfront_lint_program::run(&arguments);
        // At the end of a process this is done for programs only. If it fails, the reader is gone.
        let _ = std::io::stdout().flush();
        status
    })
}
