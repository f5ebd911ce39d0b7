//! Attributes that are not written `name="value"`: another sign than one `=`, other marks than two
//! equal straight quotes.

use crate::text::{Edit, Span};
use crate::tree::xml::repair::whitespace;

/// What is written instead of a straight quote: escaped for another language, of a word processor,
/// or the next key.
const MARKS: &[&str] = &[
    "\\\"", "\\'", "&quot;", "&apos;", "&#34;", "&#39;", "\"", "'", "`", "\u{b4}", "\u{201c}",
    "\u{201d}", "\u{201e}", "\u{201f}", "\u{2018}", "\u{2019}", "\u{201a}", "\u{ab}", "\u{bb}",
    "\u{2033}", "\u{ff02}",
];

/// The longest value that is looked at, so that a run of many quotes is not searched from each of
/// them.
const LONGEST: usize = 1024;
/// A value with more wrong quotes than this is something else.
const MOST_EDITS: usize = 15;

/// What is between the name of an attribute and its value.
pub(super) struct Sign {
    /// Where the name ends.
    pub(super) name_end: usize,
    /// Where the value begins.
    pub(super) value: usize,
    /// The edit that makes it a single `=`.
    pub(super) edit: Option<Edit>,
}

/// A value between marks that are not two equal straight quotes.
pub(super) struct Marked {
    pub(super) inside: Span,
    pub(super) end: usize,
    pub(super) edits: Vec<Edit>,
    /// Whether a mark is one of a word processor.
    pub(super) curly: bool,
}

/// What makes a word an attribute, if anything does.
pub(super) fn sign(text: &str, word: Span) -> Option<Sign> {
    let bytes = text.as_bytes();
    let end = word.end as usize;
    let at = whitespace::skip(text, end);
    if bytes.get(at) == Some(&b'=') {
        return Some(equals_sign(text, end, at));
    }
    // Without the sign, only what is in quotes is a value.
    let name = text[word.range()].trim_end_matches(':');
    let name_end = word.start as usize + name.len();
    let value = if bytes.get(at) == Some(&b':') {
        whitespace::skip(text, at + 1)
    } else {
        at
    };
    let closes =
        |inside: &str| inside.ends_with(['"', '\'']) && inside.len() > 1 && !inside.contains('=');
    let is_quoted =
        matches!(bytes.get(value), Some(b'"' | b'\'' | b'\\')) && closes(word_at(text, value + 1));
    (is_quoted && !name.is_empty()).then(|| Sign {
        name_end,
        value,
        edit: Some(Edit::replace(Span::new(name_end, value), "=")),
    })
}

/// An `=` at an offset, and any further ones after it.
fn equals_sign(text: &str, name_end: usize, at: usize) -> Sign {
    let mut end = at + 1;
    loop {
        let next = whitespace::skip(text, end);
        if !matches!(text.as_bytes().get(next), Some(b'=' | b':')) {
            return Sign {
                name_end,
                value: next,
                edit: (end > at + 1).then(|| Edit::replace(Span::new(at, end), "=")),
            };
        }
        end = next + 1;
    }
}

/// The text from an offset to whitespace or the end of the tag, without the slash of `/>`.
fn word_at(text: &str, from: usize) -> &str {
    let rest = &text[from..];
    let goes_on =
        |character: &char| !character.is_ascii_whitespace() && !matches!(character, '<' | '>');
    let length: usize = rest
        .chars()
        .take(LONGEST)
        .take_while(goes_on)
        .map(char::len_utf8)
        .sum();
    let word = &rest[..length];
    word.strip_suffix('/')
        .filter(|value| {
            rest[length..].starts_with('>') && MARKS.iter().any(|mark| value.ends_with(mark))
        })
        .unwrap_or(word)
}

/// A value without whitespace between two marks, from the first of them on. `None` where it is not
/// one, or is correct.
pub(super) fn marked(text: &str, from: usize) -> Option<Marked> {
    let word = word_at(text, from);
    let open = MARKS.iter().find(|mark| word.starts_with(**mark))?;
    let close = MARKS
        .iter()
        .find(|mark| word[open.len()..].ends_with(**mark))?;
    let inside = Span::new(from + open.len(), from + word.len() - close.len());
    let value = &text[inside.range()];
    if value.is_empty() || value.contains('=') {
        return None;
    }
    let end = from + word.len();
    let quote = if *open == "'" && *close == "'" {
        "'"
    } else {
        "\""
    };
    let mut edits = Vec::new();
    if *open != quote {
        edits.push(Edit::replace(Span::new(from, from + open.len()), quote));
    }
    // A quote in the middle of a URL is a typing error.
    edits.extend(value.match_indices(quote).map(|(at, mark)| {
        let at = inside.start as usize + at;
        Edit::delete(Span::new(at, at + mark.len()))
    }));
    if *close != quote {
        edits.push(Edit::replace(Span::new(end - close.len(), end), quote));
    }
    let curly = [open, close].iter().any(|mark| !mark.is_ascii());
    (!edits.is_empty() && edits.len() <= MOST_EDITS).then_some(Marked {
        inside,
        end,
        edits,
        curly,
    })
}
