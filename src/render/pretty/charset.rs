//! Which characters a terminal can show, and how many cells they take.

use std::borrow::Cow;
use std::fmt::Write as _;

use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

use crate::text::sanitize::{is_hostile, shown};

/// Cells of a tab.
const TAB: &str = "    ";

/// The characters that are used.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
#[non_exhaustive]
pub enum Charset {
    /// All of Unicode.
    #[default]
    Unicode,
    /// ASCII; other characters of a document are shown as `\u{e9}`.
    Ascii,
}

/// A piece of text that is shown as a whole: a character with those that combine with it.
pub(super) struct Piece<'t> {
    pub(super) text: Cow<'t, str>,
    pub(super) cells: usize,
}

impl Charset {
    /// What is shown where a part of a line is left out.
    pub(super) fn cut(self) -> &'static str {
        match self {
            Self::Unicode => "…",
            Self::Ascii => "...",
        }
    }

    /// What is shown for each character of a secret.
    pub(super) fn mask(self) -> &'static str {
        match self {
            Self::Unicode => "•",
            Self::Ascii => "*",
        }
    }

    /// The text on one line, without what a terminal obeys.
    pub(super) fn line(self, text: &str) -> String {
        self.words(&text.replace('\n', "␊"))
    }

    /// The text with its line feeds, without what a terminal obeys.
    pub(super) fn words(self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        for character in text.chars() {
            match (self, character) {
                (_, '\n' | ' '..='~') => out.push(character),
                (Self::Unicode, _) => out.push(shown(character)),
                (Self::Ascii, '…') => out.push_str("..."),
                (Self::Ascii, '–' | '—') => out.push('-'),
                (Self::Ascii, '‘' | '’') => out.push('\''),
                (Self::Ascii, '“' | '”') => out.push('"'),
                (Self::Ascii, '\u{2400}'..='\u{241f}') => escape(picture_of(character), &mut out),
                (Self::Ascii, _) => escape(character, &mut out),
            }
        }
        out
    }

    /// The pieces that a part of a document's line is shown as.
    pub(super) fn pieces(self, text: &str) -> impl Iterator<Item = Piece<'_>> {
        text.graphemes(true)
            .flat_map(move |cluster| self.of_cluster(cluster))
    }

    /// The cells that a part of a document's line takes.
    pub(super) fn cells(self, text: &str) -> usize {
        self.pieces(text).map(|piece| piece.cells).sum()
    }

    fn of_cluster(self, cluster: &str) -> Vec<Piece<'_>> {
        if matches!(cluster.as_bytes(), [b' '..=b'~']) {
            return vec![Piece {
                text: Cow::Borrowed(cluster),
                cells: 1,
            }];
        }
        if self == Self::Unicode && !cluster.chars().any(is_hostile) {
            return vec![Piece {
                text: Cow::Borrowed(cluster),
                cells: cells_of_cluster(cluster),
            }];
        }
        // What would join them is shown by a picture, so the characters are apart.
        cluster.chars().map(|it| self.of_character(it)).collect()
    }

    fn of_character(self, character: char) -> Piece<'static> {
        let text = match character {
            '\t' => TAB.to_owned(),
            ' '..='~' => character.to_string(),
            _ if self == Self::Unicode => shown(character).to_string(),
            _ => {
                let mut text = String::new();
                escape(character, &mut text);
                text
            }
        };
        Piece {
            cells: text.width(),
            text: Cow::Owned(text),
        }
    }
}

/// The control character that a picture represents.
fn picture_of(picture: char) -> char {
    char::from_u32(u32::from(picture) - 0x2400).unwrap_or(picture)
}

fn escape(character: char, out: &mut String) {
    let _ = write!(out, "\\u{{{:x}}}", u32::from(character));
}

/// The cells of a character with those that combine with it. A vowel sign takes none, although it
/// has a width by itself.
fn cells_of_cluster(cluster: &str) -> usize {
    let signs = cluster.chars().skip(1).filter(|it| is_spacing_mark(*it));
    cluster.width().saturating_sub(signs.count())
}

/// Whether a character has a width by itself but becomes part of the cell before.
fn is_spacing_mark(character: char) -> bool {
    // Two vowels of Thai and Lao are marks by their segmentation only.
    if character.width() != Some(1) || matches!(character, '\u{e33}' | '\u{eb3}') {
        return false;
    }
    let mut buffer = [b'a'; 5];
    let length = 1 + character.encode_utf8(&mut buffer[1..]).len();
    std::str::from_utf8(&buffer[..length]).is_ok_and(|text| text.graphemes(true).count() == 1)
}

#[cfg(test)]
mod tests {
    use super::Charset;

    #[test]
    fn what_combines_takes_one_cell() {
        for (text, cells) in [
            ("abc", 3),
            ("e\u{301}", 1),
            ("表示", 4),
            ("👍🏽", 2),
            ("क्षि", 2),
            ("☺\u{fe0f}", 2),
            ("1\u{fe0f}\u{20e3}", 2),
            ("น้ำ", 2),
            ("👨\u{200d}👩", 5),
            ("\t", 4),
        ] {
            assert_eq!(Charset::Unicode.cells(text), cells, "{text:?}");
        }
    }

    #[test]
    fn ascii_shows_other_characters_by_their_number() {
        let shown: String = Charset::Ascii
            .pieces("é\t\u{1b}")
            .map(|piece| piece.text.into_owned())
            .collect();
        assert_eq!(shown, "\\u{e9}    \\u{1b}");
        assert_eq!(Charset::Ascii.words("a … ␛"), "a ... \\u{1b}");
    }
}
