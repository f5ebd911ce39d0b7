//! Why a configuration cannot be used, and how that is shown.

use std::path::PathBuf;

use cloudfront_lint::Error;
use cloudfront_lint::config::LoadError;

use crate::status::Status;
use crate::stderr;

/// Why a configuration cannot be used.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Fault {
    /// It or a file that it names cannot be read.
    Unreadable { path: String, reason: String },
    /// It or a file that it names is wrong, at these places.
    Wrong(Vec<LoadError>),
}

impl Fault {
    /// One line per mistake.
    pub(crate) fn lines(&self) -> Vec<String> {
        match self {
            Self::Unreadable { path, reason } => vec![format!("cannot read `{path}`: {reason}")],
            Self::Wrong(errors) => errors.iter().map(ToString::to_string).collect(),
        }
    }

    /// The mistakes with a place.
    pub(crate) fn mistakes(&self) -> &[LoadError] {
        match self {
            Self::Unreadable { .. } => &[],
            Self::Wrong(errors) => errors,
        }
    }

    /// The files that are wrong.
    pub(crate) fn files(&self) -> Vec<PathBuf> {
        match self {
            Self::Unreadable { path, .. } => vec![PathBuf::from(path)],
            Self::Wrong(errors) => errors.iter().map(|it| PathBuf::from(&it.path)).collect(),
        }
    }

    /// Prints every mistake with the line that contains it.
    pub(crate) fn print(&self) -> Status {
        match self {
            Self::Unreadable { .. } => self.lines().iter().for_each(|line| stderr::print(line)),
            Self::Wrong(errors) => errors
                .iter()
                .for_each(|error| stderr::print(&format!("{error}{}", snippet(error)))),
        }
        Status::Usage
    }
}

impl From<Vec<LoadError>> for Fault {
    fn from(errors: Vec<LoadError>) -> Self {
        Self::Wrong(errors)
    }
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        Self::Wrong(mistakes(error))
    }
}

/// The mistakes in files, which are all that can be wrong with them.
pub(crate) fn mistakes(error: Error) -> Vec<LoadError> {
    match error {
        Error::Files(mistakes) => mistakes,
        _ => Vec::new(),
    }
}

/// The line of a mistake with the wrong part underlined.
fn snippet(error: &LoadError) -> String {
    let line = error.excerpt.trim_end();
    let at = error.column.saturating_sub(1).min(line.len());
    let (Some(before), Some(rest)) = (line.get(..at), line.get(at..)) else {
        return String::new();
    };
    if line.trim().is_empty() {
        return String::new();
    }
    let wrong = rest.get(..error.length).unwrap_or(rest);
    let number = error.line.to_string();
    let margin = " ".repeat(number.len());
    // A tab stays one, so that the line below has the same width.
    let indent: String = before
        .chars()
        .map(|character| if character == '\t' { '\t' } else { ' ' })
        .collect();
    let underline = "^".repeat(wrong.chars().count().max(1));
    format!("\n{margin} |\n{number} | {line}\n{margin} | {indent}{underline}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wrong_part_is_underlined() {
        let file =
            cloudfront_lint::config::File::new("a.toml", "[severity]\n\tempty-items = \"eror\"\n");
        let error = file.error(26..32, "unknown value `eror`");
        assert_eq!(
            snippet(&error),
            "\n  |\n2 | \tempty-items = \"eror\"\n  | \t              ^^^^^^"
        );
        assert_eq!(snippet(&file.error(500..600, "beyond the end")), "");
    }
}
