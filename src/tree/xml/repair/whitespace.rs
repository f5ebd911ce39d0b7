//! Whitespace as XML defines it; a no-break space is text.

use crate::text::Span;

/// How many bytes of whitespace a text begins with.
pub(super) fn length(bytes: &[u8]) -> usize {
    bytes
        .iter()
        .take_while(|byte| byte.is_ascii_whitespace())
        .count()
}

/// The first offset from `at` on that is not whitespace.
pub(super) fn skip(text: &str, at: usize) -> usize {
    at + length(&text.as_bytes()[at..])
}

/// A range without the whitespace around it.
pub(super) fn trimmed(text: &str, span: Span) -> Span {
    let written = &text[span.range()];
    let start = span.start as usize + (written.len() - written.trim_ascii_start().len());
    Span::new(start, start + written.trim_ascii().len())
}

/// A range with the line break before it where it is alone on its lines, else the range as it is.
pub(super) fn own_line(text: &str, span: Span) -> Span {
    let before = &text[..span.start as usize];
    let line_start = before.trim_end_matches([' ', '\t']);
    let is_alone = text[span.end as usize..]
        .trim_start_matches([' ', '\t', '\r'])
        .starts_with('\n');
    let start = line_start
        .strip_suffix('\n')
        .map(|line| line.strip_suffix('\r').unwrap_or(line).len());
    match start {
        Some(start) if is_alone => Span {
            start: start as u32,
            end: span.end,
        },
        _ => span,
    }
}
