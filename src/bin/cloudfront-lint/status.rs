//! How the program ends.

use std::io::{self, Write as _};

use crate::stderr;

/// The exit status. Scripts rely on the numbers.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Status {
    /// No finding reaches `--fail-on`.
    Clean = 0,
    /// At least one does.
    Findings = 1,
    /// The arguments or the configuration are wrong.
    Usage = 2,
    /// A file could not be read, or nothing was checked.
    Failure = 3,
}

/// The end of a program that could not write its results. A reader that closed the pipe has what it
/// wanted.
pub(crate) fn after_write_error(error: &io::Error) -> Status {
    if error.kind() == io::ErrorKind::BrokenPipe {
        return Status::Clean;
    }
    stderr::print(&format!(
        "cannot write the results: {}",
        stderr::reason(error)
    ));
    Status::Failure
}

/// Prints the whole result of a command on standard output.
pub(crate) fn print(text: &str) -> Status {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Ok(()) => Status::Clean,
        Err(error) => after_write_error(&error),
    }
}
