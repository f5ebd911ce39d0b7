//! Messages for people, on standard error.

use std::io::{self, Write as _};

/// Prints a message without control characters: it can quote file names and arguments. If that
/// fails, nothing can be reported.
pub(crate) fn print(message: &str) {
    let _ = writeln!(
        io::stderr(),
        "cloudfront-lint: {}",
        cloudfront_lint::render::harmless(message)
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
