//! Attributes that are not written `name="value"`: another sign than one `=`, other marks than two like straight quotes.

use crate::text::{Edit, Span};
use crate::tree::xml::repair::attribute::Scanner;
use crate::tree::xml::repair::lexer::blanks;

/// What is written for a straight quote: escaped for another language, of a word processor, or the next key.
const MARKS: &[&str] = &[
    "\\\"", "\\'", "&quot;", "&apos;", "&#34;", "&#39;", "\"", "'", "`", "\u{b4}", "\u{201c}",
    "\u{201d}", "\u{201e}", "\u{201f}", "\u{2018}", "\u{2019}", "\u{201a}", "\u{ab}", "\u{bb}",
    "\u{2033}", "\u{ff02}",
];

/// The longest value that is looked at, so that a run of many quotes is not looked through for each.
const LONGEST: usize = 1024;

/// What stands between the name of an attribute and its value.
pub(super) struct Sign {
    /// Where the name ends.
    pub(super) name_end: usize,
    /// Where the value begins.
    pub(super) value: usize,
    /// What makes one `=` of it.
    pub(super) edit: Option<Edit>,
}

/// A value between marks that are not two like straight quotes.
pub(super) struct Marked {
    pub(super) inside: Span,
    pub(super) end: usize,
    pub(super) edits: Vec<Edit>,
    /// Whether a mark is one of a word processor.
    pub(super) curly: bool,
}

impl Scanner<'_> {
    /// What makes an attribute of the word from `start` to `end`, if anything does.
    pub(super) fn sign(&self, start: usize, end: usize) -> Option<Sign> {
        let bytes = self.text.as_bytes();
        let at = end + blanks(&bytes[end..]);
        if bytes.get(at) == Some(&b'=') {
            let mut behind = at + 1;
            while let Some(next) = Some(behind + blanks(&bytes[behind..]))
                .filter(|next| matches!(bytes.get(*next), Some(b'=' | b':')))
            {
                behind = next + 1;
            }
            let edit = (behind > at + 1).then(|| Edit::replace(Span::new(at, behind), "="));
            return Some(Sign {
                name_end: end,
                value: behind + blanks(&bytes[behind..]),
                edit,
            });
        }
        // Without the sign, only what stands in quotes is a value.
        let word = self.text[start..end].trim_end_matches(':');
        let name_end = start + word.len();
        let colon = bytes.get(at) == Some(&b':');
        let value = if colon {
            at + 1 + blanks(&bytes[at + 1..])
        } else {
            at
        };
        let closes = |inside: &str| {
            inside.ends_with(['"', '\'']) && inside.len() > 1 && !inside.contains('=')
        };
        let quoted =
            matches!(bytes.get(value), Some(b'"' | b'\'' | b'\\')) && closes(self.word(value + 1));
        let gap = Span::new(name_end, value);
        (quoted && !word.is_empty()).then(|| Sign {
            name_end,
            value,
            edit: Some(if gap.is_empty() {
                Edit::insert(name_end, "=")
            } else {
                Edit::replace(gap, "=")
            }),
        })
    }

    /// What stands from `from` up to a blank or the end of the tag, without the slash of `/>`.
    fn word(&self, from: usize) -> &str {
        let rest = &self.text[from..];
        let goes_on =
            |character: &char| !character.is_ascii_whitespace() && !matches!(character, '<' | '>');
        let word = &rest[..rest
            .chars()
            .take(LONGEST)
            .take_while(goes_on)
            .map(char::len_utf8)
            .sum()];
        if rest[word.len()..].starts_with('>')
            && MARKS.iter().any(|mark| {
                word.strip_suffix('/')
                    .is_some_and(|word| word.ends_with(mark))
            })
        {
            &word[..word.len() - 1]
        } else {
            word
        }
    }

    /// A value without blanks between two marks, from the first of them on. `None` where it is not one, or is as it must be.
    pub(super) fn marked(&self, from: usize) -> Option<Marked> {
        let word = self.word(from);
        let open = MARKS.iter().find(|mark| word.starts_with(**mark))?;
        let close = MARKS
            .iter()
            .find(|mark| word[open.len()..].ends_with(**mark))?;
        let inside = Span::new(from + open.len(), from + word.len() - close.len());
        let value = &self.text[inside.range()];
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
        // A quote in the midst of an address is a slip of the finger.
        edits.extend(value.match_indices(quote).map(|(at, mark)| {
            let at = from + open.len() + at;
            Edit::delete(Span::new(at, at + mark.len()))
        }));
        if *close != quote {
            edits.push(Edit::replace(Span::new(end - close.len(), end), quote));
        }
        let curly = [open, close].iter().any(|mark| !mark.is_ascii());
        (!edits.is_empty() && edits.len() < 16).then_some(Marked {
            inside,
            end,
            edits,
            curly,
        })
    }
}
