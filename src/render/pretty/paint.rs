//! Colors, and text wrapped to a width.

use std::borrow::Cow;

use textwrap::{Options, WordSeparator, WordSplitter};

/// Parameters of the control sequence that sets a style.
#[derive(Clone, Copy)]
pub(super) struct Ansi(&'static str);

impl Ansi {
    pub(super) const BOLD: Self = Self("1");
    pub(super) const RED: Self = Self("31");
    pub(super) const GREEN: Self = Self("32");
    pub(super) const YELLOW: Self = Self("33");
    pub(super) const CYAN: Self = Self("36");
    pub(super) const RED_BOLD: Self = Self("1;31");
    pub(super) const YELLOW_BOLD: Self = Self("1;33");
    pub(super) const CYAN_BOLD: Self = Self("1;36");
}

/// Whether there are colors.
#[derive(Clone, Copy)]
pub(super) struct Paint(pub(super) bool);

impl Paint {
    pub(super) fn style(self, style: Ansi, text: &str) -> String {
        if self.0 && !text.is_empty() {
            format!("\x1b[{}m{text}\x1b[0m", style.0)
        } else {
            text.to_owned()
        }
    }
}

/// The lines of a text, each at most so wide, and all but the first indented. Names, ids and ARNs
/// stay whole, to be copied.
pub(super) fn wrapped(text: &str, width: usize, indent: &str) -> Vec<String> {
    let options = at_spaces(width)
        .subsequent_indent(indent)
        .break_words(false);
    textwrap::wrap(text, options)
        .into_iter()
        .map(Cow::into_owned)
        .collect()
}

/// A text in lines that are at most so wide, whatever is in it.
pub(super) fn filled(text: &str, width: usize) -> String {
    textwrap::fill(text, at_spaces(width))
}

fn at_spaces(width: usize) -> Options<'static> {
    Options::new(width)
        .word_separator(WordSeparator::AsciiSpace)
        .word_splitter(WordSplitter::NoHyphenation)
}
