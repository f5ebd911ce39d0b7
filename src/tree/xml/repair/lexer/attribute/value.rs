//! The value of an attribute. Every function returns where it ends.

use memchr::{memchr_iter, memchr2, memchr3};

use crate::text::Span;
use crate::tree::fault::{SyntaxFault, SyntaxKind};
use crate::tree::xml::repair::MOST_FAULTS;
use crate::tree::xml::repair::lexer::attribute::marks;
use crate::tree::xml::repair::lexer::attribute::state::Scanner;

/// The value that begins at an offset, with its quotes.
pub(super) fn read(scanner: &mut Scanner<'_>, name: Span, at: usize) -> usize {
    match scanner.byte(at) {
        Some(quote @ (b'"' | b'\'')) => {
            let value = Value {
                name,
                quote,
                start: at + 1,
            };
            quoted(scanner, value)
        }
        _ => unquoted(scanner, name, at),
    }
}

/// A value that begins with a quote.
#[derive(Clone, Copy)]
struct Value {
    name: Span,
    quote: u8,
    /// After the quote.
    start: usize,
}

fn quoted(scanner: &mut Scanner<'_>, value: Value) -> usize {
    let bytes = scanner.text.as_bytes();
    let start = value.start;
    let Some(found) = memchr2(value.quote, b'<', &bytes[start..]) else {
        return unclosed(scanner, value, bytes.len());
    };
    let end = start + found;
    if bytes[end] == b'<' {
        return match closing_on_line(scanner, value.quote, end) {
            Some(close) => with_brackets(scanner, Span::new(start, close), end),
            None => unclosed(scanner, value, end),
        };
    }
    let ends_well = scanner
        .byte(end + 1)
        .is_none_or(|next| next.is_ascii_whitespace() || matches!(next, b'>' | b'/' | b'?' | b'<'));
    if !ends_well {
        let repaired = if end == start {
            doubled_quote(scanner, value)
        } else {
            None
        };
        let repaired = repaired
            .or_else(|| quote_of_next_attribute(scanner, value, end))
            .or_else(|| between_marks(scanner, value.name, start - 1));
        if let Some(after) = repaired {
            return after;
        }
    }
    scanner.values.push(Span::new(start, end));
    end + 1
}

/// `""…"`: one of the two at the beginning is superfluous.
fn doubled_quote(scanner: &mut Scanner<'_>, value: Value) -> Option<usize> {
    let bytes = scanner.text.as_bytes();
    let second = value.start;
    let close = second + 1 + memchr3(value.quote, b'<', b'>', &bytes[second + 1..])?;
    if bytes[close] != value.quote {
        return None;
    }
    let extra = Span::new(second, second + 1);
    let fault = scanner
        .fault("doubled-quote", value.name, extra)
        .delete(extra)
        .safe();
    scanner.faults.push(fault);
    scanner.values.push(Span::new(second + 1, close));
    Some(close + 1)
}

/// `a="b c="d"`: the quote at `end` opens the next value.
fn quote_of_next_attribute(scanner: &mut Scanner<'_>, value: Value, end: usize) -> Option<usize> {
    let inside = &scanner.text[value.start..end];
    if !inside.trim_end().ends_with('=') {
        return None;
    }
    let gap = inside
        .trim_end_matches(['=', ' '])
        .rfind(|character: char| character.is_ascii_whitespace())?;
    let at = value.start + inside[..gap].trim_end().len();
    Some(close_quote(scanner, value, at))
}

/// A value with unescaped `<`, the first of them at `first`.
fn with_brackets(scanner: &mut Scanner<'_>, value: Span, first: usize) -> usize {
    let close = value.end as usize;
    let brackets = memchr_iter(b'<', &scanner.text.as_bytes()[first..close]);
    for bracket in brackets.take(MOST_FAULTS) {
        let span = Span::new(first + bracket, first + bracket + 1);
        scanner.faults.push(
            SyntaxFault::new(SyntaxKind::UnescapedCharacter, span)
                .variant("attribute")
                .argument("character", "<")
                .argument("reference", "&lt;")
                .replace(span, "&lt;")
                .safe(),
        );
    }
    scanner.values.push(value);
    close + 1
}

/// A value between other marks than two equal straight quotes.
fn between_marks(scanner: &mut Scanner<'_>, name: Span, from: usize) -> Option<usize> {
    let marked = marks::marked(scanner.text, from)?;
    let variant = if marked.curly {
        "curly-quotes"
    } else {
        "quotes"
    };
    let mut fault = scanner
        .fault(variant, name, Span::new(from, marked.end))
        .safe();
    fault.edits = marked.edits;
    scanner.faults.push(fault);
    scanner.values.push(marked.inside);
    Some(marked.end)
}

/// A closing quote on the line of a `<` inside a value.
fn closing_on_line(scanner: &Scanner<'_>, quote: u8, from: usize) -> Option<usize> {
    let close = from + memchr3(quote, b'\n', b'=', &scanner.text.as_bytes()[from..])?;
    let next = scanner.byte(close + 1)?;
    let ends_well = next.is_ascii_whitespace() || matches!(next, b'>' | b'/');
    (scanner.byte(close) == Some(quote) && ends_well).then_some(close)
}

/// A value without a closing quote before the next `<`, which is at `limit`.
fn unclosed(scanner: &mut Scanner<'_>, value: Value, limit: usize) -> usize {
    if let Some(after) = between_marks(scanner, value.name, value.start - 1) {
        return after;
    }
    let inside = &scanner.text[value.start..limit];
    let Some(bracket) = inside.find('>') else {
        if limit == scanner.text.len() {
            scanner.at = limit;
            return limit;
        }
        let line = inside.split(['\n', '\r']).next().unwrap_or_default();
        return close_quote(scanner, value, value.start + line.trim_end().len());
    };
    let mut length = bracket;
    // The slash of `/>`, unless it is the end of a URL, as in the namespaces.
    if inside[..length].ends_with('/') && !inside[..length].contains("//") {
        length -= 1;
    }
    // Another attribute may follow in the same tag.
    if let Some(equals) = inside[..length].find('=')
        && let Some(gap) = inside[..equals]
            .trim_end()
            .rfind(|character: char| character.is_ascii_whitespace())
    {
        length = gap;
    }
    let at = value.start + inside[..length].trim_end().len();
    close_quote(scanner, value, at)
}

fn close_quote(scanner: &mut Scanner<'_>, value: Value, at: usize) -> usize {
    let fault = scanner
        .fault("unclosed", value.name, Span::new(value.start - 1, at))
        .insert(at, char::from(value.quote))
        .safe();
    scanner.faults.push(fault);
    scanner.values.push(Span::new(value.start, at));
    at
}

fn unquoted(scanner: &mut Scanner<'_>, name: Span, start: usize) -> usize {
    let bytes = scanner.text.as_bytes();
    let stops =
        |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'<' | b'>' | b'"' | b'\'');
    let mut end = bytes[start..]
        .iter()
        .position(stops)
        .map_or(bytes.len(), |found| start + found);
    if let Some(after) = between_marks(scanner, name, start) {
        return after;
    }
    if let Some(quote @ (b'"' | b'\'')) = scanner.byte(end) {
        let fault = scanner
            .fault("no-opening-quote", name, Span::new(start, end + 1))
            .insert(start, char::from(quote))
            .safe();
        scanner.faults.push(fault);
        scanner.values.push(Span::new(start, end));
        return end + 1;
    }
    let inside = &scanner.text[start..end];
    if inside.ends_with('/') && !inside.contains("//") && scanner.byte(end) == Some(b'>') {
        end -= 1;
    }
    let value = Span::new(start, end);
    let fault = scanner
        .fault("unquoted", name, value)
        .insert(start, "\"")
        .insert(end, "\"")
        .safe();
    scanner.faults.push(fault);
    scanner.values.push(value);
    end
}
