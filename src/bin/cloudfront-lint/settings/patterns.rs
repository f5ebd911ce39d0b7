//! Patterns of paths in a configuration. They mean what they mean in a `.gitignore`, from the
//! folder of the configuration on: one without `/` matches names in any folder, and one that
//! matches a folder includes everything in it.

use std::path::Path;

use ignore::gitignore::{Gitignore, GitignoreBuilder};

use crate::files::globs;

/// Patterns, any of which can match.
#[derive(Clone, Debug)]
pub(crate) struct Patterns {
    matcher: Gitignore,
}

impl Patterns {
    /// Compiles patterns that [`check`] has accepted.
    pub(crate) fn new(patterns: &[String]) -> Self {
        let mut builder = GitignoreBuilder::new("");
        for pattern in patterns {
            // `check` has reported what cannot be compiled.
            let _ = builder.add_line(None, &line(pattern));
        }
        Self {
            matcher: builder.build().unwrap_or_else(|_| Gitignore::empty()),
        }
    }

    /// Whether there are none.
    pub(crate) fn is_empty(&self) -> bool {
        self.matcher.is_empty()
    }

    /// Whether a file matches, by its path from the folder of the configuration on.
    pub(crate) fn matches(&self, name: &str) -> bool {
        // A file outside that folder has a path from the root on, which is matched from there.
        let name = Path::new(name.trim_start_matches('/'));
        self.matcher
            .matched_path_or_any_parents(name, false)
            .is_ignore()
    }
}

/// Whether a text is a pattern.
///
/// # Errors
/// If it is not, with the reason.
pub(crate) fn check(pattern: &str) -> Result<(), String> {
    globs::compile(pattern)
        .map(|_| ())
        .map_err(|why| format!("invalid pattern `{pattern}`: {why}"))
}

/// The pattern as a line of a `.gitignore`.
fn line(pattern: &str) -> String {
    match pattern.strip_prefix("./") {
        Some(rest) => format!("/{rest}"),
        // There these begin a comment or an exception.
        None if pattern.starts_with(['#', '!']) => format!("\\{pattern}"),
        None => pattern.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(pattern: &str, name: &str) -> bool {
        assert_eq!(check(pattern), Ok(()), "{pattern}");
        Patterns::new(&[pattern.to_owned()]).matches(name)
    }

    #[test]
    fn a_pattern_without_a_slash_matches_names_anywhere() {
        assert!(matches("*.min.json", "a/b/c.min.json"));
        assert!(matches("#a.xml", "x/#a.xml"));
        assert!(matches("!a.xml", "!a.xml"));
        assert!(!matches("a.xml", "a.xml.json"));
        assert!(!matches("A.xml", "a.xml"));
    }

    #[test]
    fn a_pattern_of_a_folder_includes_what_is_in_it() {
        for anywhere in ["vendor", "vendor/", "**/vendor", "**/vendor/**"] {
            assert!(matches(anywhere, "vendor/a.xml"), "{anywhere}");
            assert!(matches(anywhere, "deep/vendor/b/a.xml"), "{anywhere}");
        }
        for at_the_top in ["vendor/**", "./vendor", "./vendor/", "/vendor"] {
            assert!(matches(at_the_top, "vendor/a.xml"), "{at_the_top}");
            assert!(!matches(at_the_top, "deep/vendor/a.xml"), "{at_the_top}");
        }
        assert!(!matches("a.xml/", "a.xml"));
    }

    #[test]
    fn a_file_outside_the_folder_is_matched_from_the_root() {
        assert!(matches("*.xml", "/tmp/a.xml"));
        assert!(!matches("a.xml", "/tmp/b.xml"));
    }

    #[test]
    fn two_stars_are_a_whole_part() {
        for wrong in ["**x", "a***", "***", "a**/b", "[a"] {
            assert!(check(wrong).is_err(), "{wrong}");
        }
    }
}
