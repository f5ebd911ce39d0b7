//! Where a string begins and ends when a quote is missing, duplicated, or should be escaped.
//!
//! A JSON string ends on its line. A quote *closes* when what follows it on the line can follow a
//! string (`,`, `:`, a closing bracket, a comment, the end). A quote that does not close, after a
//! character that can precede a string, opens: so the string before it has lost its closing quote.

use crate::text::Span;
use crate::tree::fault::{SyntaxFault, SyntaxKind};
use crate::tree::json::recovery::lexer::ahead::{
    Quote, begins_value, can_follow_string, next_quote,
};
use crate::tree::json::recovery::lexer::foreign_quotes::next_closing;
use crate::tree::json::recovery::lexer::state::Lexer;
use crate::tree::json::recovery::lexer::{content, string_end};
use crate::tree::json::recovery::token::{MAX_FAULTS, TokenKind};

/// A string that begins with `"`.
pub(super) fn read(lexer: &mut Lexer<'_>) {
    let start = lexer.at;
    let end = lexer.line_end();
    let Some(quote) = next_quote(lexer.bytes, start + 1, end) else {
        return match closing_on_another_line(lexer, start, end) {
            Some(quote) => {
                // The line breaks inside may be meant, or come from a window that was too narrow.
                lexer.unknown_next();
                close(lexer, start, quote);
            }
            None => string_end::missing(lexer, start, end),
        };
    };
    if can_follow_string(lexer.bytes, quote + 1) {
        return close(lexer, start, quote);
    }
    if begins_doubled(lexer, start, quote, end) {
        return doubled_opening(lexer, start);
    }
    if opens(lexer, start, quote) {
        return string_end::missing(lexer, start, quote);
    }
    if lexer.bytes[quote + 1] == b'"' && can_follow_string(lexer.bytes, quote + 2) {
        return doubled_closing(lexer, start, quote);
    }
    if ends_here(lexer, quote, end) {
        return close(lexer, start, quote);
    }
    inner_quotes(lexer, start, quote, end);
}

/// Where a string that does not end on its line does: at a quote that closes, with only text before
/// it.
///
/// The next quote is searched for only once from each line on, so each part of a text is searched
/// for one string.
fn closing_on_another_line(lexer: &Lexer<'_>, start: usize, end: usize) -> Option<usize> {
    let ends_value = |line: &str| line.trim_end().ends_with([',', ':', '{', '[', '}', ']']);
    if ends_value(&lexer.text[start + 1..end]) {
        return None;
    }
    let quote = next_quote(lexer.bytes, end, lexer.bytes.len())?;
    let between = &lexer.text[end..quote];
    let opens = ends_value(between)
        || between
            .lines()
            .any(|line| line.trim().starts_with(['{', '}', '[', ']']));
    (can_follow_string(lexer.bytes, quote + 1) && !opens).then_some(quote)
}

/// `""Id":`: whether the quote at `quote` is a duplicate of the opening one.
fn begins_doubled(lexer: &Lexer<'_>, start: usize, quote: usize, end: usize) -> bool {
    let has_another = || {
        next_quote(lexer.bytes, quote + 1, end).is_some_and(|another| {
            another > quote + 1 && can_follow_string(lexer.bytes, another + 1)
        })
    };
    quote == start + 1
        && !matches!(lexer.bytes[quote + 1], b' ' | b'\t' | b'{' | b'[')
        && has_another()
}

/// Whether the quote at `quote` opens another string.
fn opens(lexer: &Lexer<'_>, start: usize, quote: usize) -> bool {
    let inside = &lexer.text[start + 1..quote];
    let may_open = match inside.trim_end().bytes().next_back() {
        Some(b',' | b'[' | b'{') => true,
        Some(b':') => lexer.in_key_place(),
        _ => false,
    };
    let next = lexer.bytes[quote + 1];
    may_open && (next == b'"' || is_text(next))
}

fn is_text(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"*/._-$<{".contains(&byte) || !byte.is_ascii()
}

/// Whether the quote at `quote` closes although what follows cannot follow a string.
fn ends_here(lexer: &Lexer<'_>, quote: usize, end: usize) -> bool {
    let rest = &lexer.text[quote + 1..];
    let after = lexer.text[quote + 1..end].trim_start_matches([' ', '\t']);
    let is_space = lexer.bytes[quote + 1] == b' ';
    after.starts_with(['"', '{', '[', '=', '\'', '“'])
        || lexer.in_key_place() && (begins_value(rest) || is_space)
        || lexer.previous() != Some(TokenKind::Colon) && is_space
}

/// Adds a string whose opening quote is missing: `hello",`. `false` if there is none here.
///
/// A text that is not a literal may contain punctuation: the next quote would open if it were not
/// its end.
pub(super) fn without_opening_quote(lexer: &mut Lexer<'_>) -> bool {
    let start = lexer.at;
    let quote = lexer.ahead.quote(lexer.bytes, start);
    if lexer.bytes.get(quote) != Some(&b'"')
        || !can_follow_string(lexer.bytes, quote + 1)
        || lexer.bytes[quote - 1].is_ascii_whitespace()
    {
        return false;
    }
    let is_value =
        lexer.previous() == Some(TokenKind::Colon) && !begins_value(&lexer.text[start..]);
    if !is_value && lexer.ahead.punctuation(lexer.bytes, start) < quote {
        return false;
    }
    let inside = Span::new(start, quote);
    lexer.fault(
        SyntaxFault::new(SyntaxKind::QuoteMissing, Span::at(start))
            .variant("opening")
            .argument("text", &lexer.text[inside.range()])
            .insert(start, "\"")
            .safe(),
    );
    content::push_string(lexer, Span::new(start, quote + 1), inside);
    true
}

/// The ordinary end.
fn close(lexer: &mut Lexer<'_>, start: usize, quote: usize) {
    let (span, inside) = (Span::new(start, quote + 1), Span::new(start + 1, quote));
    content::push_string(lexer, span, inside);
}

/// `""Id":`
fn doubled_opening(lexer: &mut Lexer<'_>, start: usize) {
    extra_quote(lexer, start);
    lexer.at = start + 1;
    read(lexer);
    if let Some(token) = lexer.lexed.tokens.last_mut() {
        token.span.start = start as u32;
    }
}

/// `"Id"":`
fn doubled_closing(lexer: &mut Lexer<'_>, start: usize, quote: usize) {
    extra_quote(lexer, quote + 1);
    let (span, inside) = (Span::new(start, quote + 2), Span::new(start + 1, quote));
    content::push_string(lexer, span, inside);
}

fn extra_quote(lexer: &mut Lexer<'_>, quote: usize) {
    let span = Span::new(quote, quote + 1);
    lexer.fault(
        SyntaxFault::new(SyntaxKind::QuoteExtra, span)
            .delete(span)
            .safe(),
    );
}

/// `"say "hi" to"`: quotes of the text itself. Where no later quote closes, the first one does.
fn inner_quotes(lexer: &mut Lexer<'_>, start: usize, quote: usize, end: usize) {
    let last = next_closing(lexer, quote + 1, Quote::Double);
    if last >= end {
        return close(lexer, start, quote);
    }
    let mut fault = SyntaxFault::new(SyntaxKind::QuoteUnescaped, Span::new(quote, quote + 1));
    let mut repaired = String::with_capacity(last - start);
    let mut rest = start + 1;
    let mut at = Some(quote);
    let mut count = 0;
    while let Some(quote) = at.filter(|quote| *quote < last) {
        if count < MAX_FAULTS {
            fault = fault.insert(quote, "\\");
        }
        repaired.push_str(&lexer.text[rest..quote]);
        repaired.push('\\');
        rest = quote;
        count += 1;
        at = next_quote(lexer.bytes, quote + 1, last);
    }
    repaired.push_str(&lexer.text[rest..last]);
    lexer.fault(fault.argument("count", count.to_string()));
    let (span, inside) = (Span::new(start, last + 1), Span::new(start + 1, last));
    content::push_repaired(lexer, span, inside, &repaired, |_| false);
}
