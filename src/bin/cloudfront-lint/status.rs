//! How the program ends.

use std::io;
use std::process::ExitCode;

/// What the exit code says. The numbers are a contract with scripts.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Status {
    /// Nothing weighs as much as `--fail-on`.
    Clean = 0,
    /// Something does.
    Findings = 1,
    /// The arguments or the configuration are wrong.
    Usage = 2,
    /// A file could not be read, or nothing was checked.
    Failure = 3,
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        Self::from(status as u8)
    }
}

/// The end of a program that could not write its results. A reader that went away has what it wanted.
pub(crate) fn of_write_error(error: &io::Error) -> Status {
    if error.kind() == io::ErrorKind::BrokenPipe {
        return Status::Clean;
    }
    tell(&format!("cannot write the results: {}", reason(error)));
    Status::Failure
}

/// Writes a line for people to standard error, without what a terminal would obey: it may quote file names and arguments. There is
/// nobody to tell when that fails.
pub(crate) fn tell(message: &str) {
    use io::Write as _;
    let _ = writeln!(
        io::stderr(),
        "cloudfront-lint: {}",
        cloudfront_lint::text::harmless(message)
    );
}

/// Why an operation of the system failed, without its number.
pub(crate) fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or(&text);
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(characters).collect()
    })
}
