//! Where the next quotes and punctuation are.

use memchr::memchr2;

use crate::tree::json::recovery::lexer::literal::LITERALS;

/// Where the next quote and the next punctuation are; remembered, so that each part of a line is
/// searched once.
#[derive(Debug, Default)]
pub(super) struct Ahead {
    quote: Option<usize>,
    punctuation: Option<usize>,
    /// For each [`Quote`]: where the next one is that closes.
    pub(super) closing: [Option<usize>; 3],
}

/// A kind of quote.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Quote {
    /// `"`
    Double,
    /// `'`
    Single,
    /// A typographic quote.
    Smart,
}

impl Ahead {
    /// The first quote from `start` on that no backslash escapes, or the end of the line.
    pub(super) fn quote(&mut self, bytes: &[u8], start: usize) -> usize {
        if let Some(known) = self.quote.filter(|quote| *quote >= start) {
            return known;
        }
        let mut at = start;
        while let Some(byte) = bytes.get(at) {
            match byte {
                b'"' | b'\n' | b'\r' => break,
                b'\\' if matches!(bytes.get(at + 1), Some(b'"' | b'\\')) => at += 2,
                _ => at += 1,
            }
        }
        *self.quote.insert(at)
    }

    /// The first punctuation from `start` on that a word does not contain.
    pub(super) fn punctuation(&mut self, bytes: &[u8], start: usize) -> usize {
        let known = self.punctuation.filter(|punctuation| *punctuation >= start);
        let ends_word = |(index, byte): (usize, &u8)| match byte {
            b'"' | b',' | b'{' | b'}' | b'[' | b']' | b'\n' | b'\r' => true,
            b':' => matches!(
                bytes.get(start + index + 1),
                None | Some(b' ' | b'"' | b'\n' | b'\r' | b'{' | b'[')
            ),
            _ => false,
        };
        *self.punctuation.insert(known.unwrap_or_else(|| {
            bytes[start..]
                .iter()
                .enumerate()
                .position(ends_word)
                .map_or(bytes.len(), |found| start + found)
        }))
    }
}

/// The next `"` in a range that no backslash precedes.
pub(super) fn next_quote(bytes: &[u8], from: usize, end: usize) -> Option<usize> {
    let mut at = from;
    while let Some(found) = memchr2(b'"', b'\\', bytes.get(at..end)?) {
        if bytes[at + found] == b'"' {
            return Some(at + found);
        }
        at += found + 2;
    }
    None
}

/// Whether what is at an offset can follow a string: punctuation, a comment, the end of the line.
pub(super) fn can_follow_string(bytes: &[u8], at: usize) -> bool {
    let rest = &bytes[at.min(bytes.len())..];
    let spaces = rest
        .iter()
        .take_while(|byte| matches!(byte, b' ' | b'\t'))
        .count();
    match rest.get(spaces) {
        None | Some(b',' | b':' | b'}' | b']' | b'\n' | b'\r' | b';') => true,
        Some(b'/') => matches!(rest.get(spaces + 1), Some(b'/' | b'*')),
        _ => false,
    }
}

/// Whether a value begins right at the beginning of a text, as it does where a colon is missing.
pub(super) fn begins_value(text: &str) -> bool {
    let rest = text.trim_start_matches([' ', '\t']);
    rest.starts_with(|first: char| first.is_ascii_digit() || matches!(first, '{' | '[' | '-' | '"'))
        || LITERALS.iter().any(|literal| rest.starts_with(literal))
}
