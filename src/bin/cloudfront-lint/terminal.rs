//! What the terminal can show: colors, links, columns.

use std::env;
use std::io::{self, IsTerminal as _};

use clap::ValueEnum;
use cloudfront_lint::render::Charset;

/// When to color.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, ValueEnum)]
pub(crate) enum ColorChoice {
    /// On a terminal, unless the environment says otherwise
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

impl ColorChoice {
    /// Whether to color standard output.
    pub(crate) fn for_stdout(self) -> bool {
        self.for_stream(is_stdout())
    }

    /// Whether to color a stream.
    pub(crate) fn for_stream(self, is_terminal: bool) -> bool {
        match self {
            Self::Always => true,
            Self::Never => false,
            Self::Auto => wanted(|name| env::var(name).ok(), is_terminal),
        }
    }
}

/// Whether standard output is a terminal.
pub(crate) fn is_stdout() -> bool {
    io::stdout().is_terminal()
}

/// Whether standard error is a terminal.
pub(crate) fn is_stderr() -> bool {
    io::stderr().is_terminal()
}

/// What the environment says about colors. `NO_COLOR` takes precedence over what forces them.
fn wanted(variable: impl Fn(&str) -> Option<String>, terminal: bool) -> bool {
    let set = |name: &str| variable(name).is_some_and(|value| !value.is_empty());
    let on = |name: &str| variable(name).is_some_and(|value| !value.is_empty() && value != "0");
    if set("NO_COLOR") {
        return false;
    }
    if on("FORCE_COLOR") || on("CLICOLOR_FORCE") {
        return true;
    }
    terminal
        && variable("TERM").as_deref() != Some("dumb")
        && variable("CLICOLOR").as_deref() != Some("0")
}

/// Whether the terminal shows links.
pub(crate) fn has_links() -> bool {
    env::var_os("TERM").is_some_and(|term| term != "dumb" && term != "linux")
}

/// Which characters the locale can show. Without a locale, that is what most programs that read the
/// output can: all.
pub(crate) fn charset() -> Charset {
    if cfg!(windows) || is_utf8(|name| env::var(name).ok()) {
        Charset::Unicode
    } else {
        Charset::Ascii
    }
}

/// Whether the first variable that sets a locale names UTF-8.
fn is_utf8(variable: impl Fn(&str) -> Option<String>) -> bool {
    let mut locales = ["LC_ALL", "LC_CTYPE", "LANG"]
        .into_iter()
        .filter_map(variable);
    let Some(locale) = locales.find(|locale| !locale.is_empty()) else {
        return true;
    };
    let locale = locale.to_ascii_lowercase();
    locale.contains("utf-8") || locale.contains("utf8")
}

/// The columns that `COLUMNS` asks for, or else those of the terminal, within reason: longer lines
/// are hard to read.
pub(crate) fn columns(is_terminal: bool) -> Option<usize> {
    let wanted = env::var("COLUMNS").ok().and_then(|it| it.parse().ok());
    let of_terminal = || {
        let (width, _) = is_terminal.then(terminal_size::terminal_size)??;
        Some(usize::from(width.0))
    };
    let columns = wanted.filter(|it| *it > 0).or_else(of_terminal);
    columns.map(|columns| columns.clamp(60, 120))
}

/// Columns for text: 80 if nothing else is known.
pub(crate) fn text_columns() -> usize {
    columns(is_stdout()).unwrap_or(80)
}

#[cfg(test)]
mod tests {
    use super::{is_utf8, wanted};

    fn with(environment: &[(&str, &str)], terminal: bool) -> bool {
        wanted(
            |name| {
                environment
                    .iter()
                    .find(|(key, _)| *key == name)
                    .map(|(_, value)| (*value).to_owned())
            },
            terminal,
        )
    }

    #[test]
    fn a_terminal_is_colored() {
        assert!(with(&[("TERM", "xterm")], true));
        assert!(!with(&[("TERM", "xterm")], false));
        assert!(!with(&[("TERM", "dumb")], true));
    }

    #[test]
    fn the_environment_decides() {
        assert!(!with(&[("NO_COLOR", "1")], true));
        assert!(with(&[("NO_COLOR", "")], true));
        assert!(with(&[("FORCE_COLOR", "1")], false));
        assert!(!with(&[("FORCE_COLOR", "0")], false));
        assert!(with(&[("CLICOLOR_FORCE", "1")], false));
        assert!(!with(&[("CLICOLOR", "0")], true));
        assert!(!with(&[("NO_COLOR", "1"), ("FORCE_COLOR", "1")], true));
    }

    #[test]
    fn the_first_locale_decides_which_characters_there_are() {
        let with = |environment: &[(&str, &str)]| {
            is_utf8(|name| {
                let found = environment.iter().find(|(key, _)| *key == name);
                found.map(|(_, value)| (*value).to_owned())
            })
        };
        assert!(with(&[]));
        assert!(with(&[("LANG", "de_DE.UTF-8")]));
        assert!(with(&[
            ("LC_ALL", ""),
            ("LC_CTYPE", "C.utf8"),
            ("LANG", "C")
        ]));
        assert!(!with(&[("LC_ALL", "C"), ("LANG", "de_DE.UTF-8")]));
        assert!(!with(&[("LANG", "de_DE@euro")]));
    }
}
