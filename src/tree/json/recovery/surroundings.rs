//! What is around or inside a JSON document without being part of it: a shell prompt before it, the
//! conflict markers of an unfinished merge.

use crate::text::Span;

/// Where the document begins after text that is not JSON, or 0. `$ aws cloudfront …`,
/// `const config = {`.
pub(super) fn document_start(text: &str) -> usize {
    let space = text.len()
        - text
            .trim_start_matches([' ', '\t', '\r', '\n', '\u{feff}', '\u{a0}'])
            .len();
    if !begins_with_prose(&text[space..]) {
        return 0;
    }
    let own_line = memchr::memmem::find(text.as_bytes(), b"\n{").map(|at| at + 1);
    own_line.or_else(|| text.find('{')).unwrap_or(0)
}

fn begins_with_prose(text: &str) -> bool {
    let Some(first) = text.chars().next() else {
        return false;
    };
    match first {
        '{' | '"' | '\'' | '“' | '”' | '#' | ']' | '}' | ',' | ':' => false,
        // An array, or a prompt such as `[user@host ~]$`.
        '[' => {
            let inside = &text[1..];
            let is_literal = ["true", "false", "null"]
                .iter()
                .any(|literal| inside.starts_with(literal));
            inside.starts_with(|next: char| next.is_ascii_alphabetic()) && !is_literal
        }
        '/' => !text.starts_with("//") && !text.starts_with("/*"),
        _ => conflict_marker(text).is_none(),
    }
}

/// Which conflict marker a line begins with: one of `<`, `|`, `=`, `>`.
pub(super) fn conflict_marker(line: &str) -> Option<u8> {
    let bytes = line.as_bytes();
    let mark = *bytes.first()?;
    if !matches!(mark, b'<' | b'|' | b'=' | b'>')
        || bytes.len() < 7
        || bytes[..7].iter().any(|byte| *byte != mark)
    {
        return None;
    }
    matches!(bytes.get(7), None | Some(b' ' | b'\r' | b'\n')).then_some(mark)
}

/// An unfinished merge. The tree is built from the first side.
///
/// ```text
/// <<<<<<< HEAD       from `start`
/// …                  `first`
/// =======            from `first.end`
/// …
/// >>>>>>> other      to `end`
/// ```
#[derive(Clone, Copy, Debug)]
pub(super) struct Conflict {
    pub(super) start: usize,
    pub(super) first: Span,
    /// The line `>>>>>>>`.
    pub(super) last_line: Span,
    /// After that line.
    pub(super) end: usize,
    /// Whether both sides are empty.
    pub(super) blank: bool,
}

/// Searches for the ends of merges, and remembers what it found, so that many beginnings stay
/// linear.
#[derive(Debug, Default)]
pub(super) struct Merges {
    base: usize,
    second: usize,
    end: usize,
}

impl Merges {
    /// The merge that begins at `start` with `<<<<<<<`, if it is complete.
    pub(super) fn at(&mut self, text: &str, start: usize) -> Option<Conflict> {
        let first = line_end(text, start);
        let second = next(text, &mut self.second, first, b"\n=======")?;
        let last = next(text, &mut self.end, second, b"\n>>>>>>>")?;
        let base =
            next(text, &mut self.base, first, b"\n|||||||").map_or(second, |base| base.min(second));
        let end = line_end(text, last);
        let between = line_end(text, second);
        let blank =
            text[first..base].trim().is_empty() && text[between.min(last)..last].trim().is_empty();
        let last_line = Span::new(last, last + text[last..end].trim_end().len());
        Some(Conflict {
            start,
            first: Span::new(first, base),
            last_line,
            end,
            blank,
        })
    }
}

/// The first line from `from` on that begins with the needle; `memory` is the last result.
fn next(text: &str, memory: &mut usize, from: usize, needle: &[u8]) -> Option<usize> {
    if *memory < from {
        let search = from.saturating_sub(1);
        *memory = memchr::memmem::find(&text.as_bytes()[search..], needle)
            .map_or(usize::MAX, |at| search + at + 1);
    }
    (*memory != usize::MAX).then_some(*memory)
}

/// The offset after the line that contains `at`, including its end.
pub(super) fn line_end(text: &str, at: usize) -> usize {
    memchr::memchr(b'\n', &text.as_bytes()[at..]).map_or(text.len(), |found| at + found + 1)
}
