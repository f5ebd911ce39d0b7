//! Where a string ends that has no closing quote.

use crate::text::Span;
use crate::tree::fault::{SyntaxFault, SyntaxKind};
use crate::tree::json::recovery::lexer::ahead::can_follow_string;
use crate::tree::json::recovery::lexer::content;
use crate::tree::json::recovery::lexer::foreign_quotes::is_smart;
use crate::tree::json::recovery::lexer::literal::LITERALS;
use crate::tree::json::recovery::lexer::state::Lexer;

/// The string that begins at `start` has no closing quote before `limit`, where another string or
/// the line's end is.
pub(super) fn missing(lexer: &mut Lexer<'_>, start: usize, limit: usize) {
    let content_start = start + 1;
    let inside = &lexer.text[content_start..limit];
    if let Some(quote) = smart_closing(lexer, content_start, limit) {
        return smart_end(lexer, start, quote);
    }
    let in_key_place = lexer.in_key_place();
    let goes_on = limit < lexer.bytes.len();
    if let Some(at) = single_closing(inside, in_key_place, goes_on) {
        return single_end(lexer, start, content_start + at);
    }
    let key = in_key_place.then(|| key_before_colon(inside)).flatten();
    let plain = without_punctuation(inside);
    let is_cut_off = !goes_on
        && key.is_none()
        && (plain.len() == inside.len() || !closes_all(lexer, &inside[plain.len()..]));
    let length = if is_cut_off {
        inside.len()
    } else {
        key.unwrap_or(plain.len())
    };
    let content = Span::new(content_start, content_start + length);
    let span = Span::new(start, content.end as usize);
    if is_cut_off || lexer.text[span.end as usize..].trim_start().is_empty() {
        return cut_off(lexer, span, content);
    }
    lexer.fault(
        SyntaxFault::new(SyntaxKind::QuoteMissing, Span::at(span.end as usize))
            .variant("closing")
            .argument("text", &lexer.text[content.range()])
            .related(Span::new(start, content_start))
            .insert(span.end as usize, "\"")
            .safe(),
    );
    content::push_string(lexer, span, content);
}

/// A string that the end of the text cuts off.
fn cut_off(lexer: &mut Lexer<'_>, span: Span, content: Span) {
    // Half an escape would include the quote that is inserted after it.
    let half = half_escape(&lexer.text[content.range()]);
    let content = Span {
        start: content.start,
        end: content.end - half as u32,
    };
    let rest = Span {
        start: content.end,
        end: span.end,
    };
    lexer.lexed.cut = Some((rest, "\""));
    lexer.unknown_next();
    content::push_string(lexer, span, content);
}

/// A typographic quote that closes.
fn smart_closing(lexer: &Lexer<'_>, from: usize, limit: usize) -> Option<Span> {
    lexer.text[from..limit]
        .char_indices()
        .filter(|(_, character)| is_smart(*character))
        .map(|(at, quote)| Span::new(from + at, from + at + quote.len_utf8()))
        .find(|quote| can_follow_string(lexer.bytes, quote.end as usize))
}

fn smart_end(lexer: &mut Lexer<'_>, start: usize, quote: Span) {
    lexer.recurring_fault(
        SyntaxFault::new(SyntaxKind::SmartQuotes, quote)
            .replace(quote, "\"")
            .safe(),
    );
    let span = Span::new(start, quote.end as usize);
    content::push_string(lexer, span, Span::new(start + 1, quote.start as usize));
}

fn single_end(lexer: &mut Lexer<'_>, start: usize, quote: usize) {
    let content = Span::new(start + 1, quote);
    let quote = Span::new(quote, quote + 1);
    lexer.fault(
        SyntaxFault::new(SyntaxKind::QuoteMissing, quote)
            .variant("mistyped")
            .argument("text", &lexer.text[content.range()])
            .related(Span::new(start, start + 1))
            .replace(quote, "\"")
            .safe(),
    );
    content::push_string(lexer, Span::new(start, quote.end as usize), content);
}

/// Whether the punctuation after a string closes exactly the open brackets, so that only the quote
/// is missing at the end of the text.
fn closes_all(lexer: &Lexer<'_>, tail: &str) -> bool {
    let tokens = &lexer.lexed.tokens;
    let opened = tokens.iter().filter(|token| token.kind.is_opening());
    let closed = tokens.iter().filter(|token| token.kind.is_closing());
    let open = opened.count().saturating_sub(closed.count());
    let closing = tail.bytes().filter(|byte| matches!(byte, b'}' | b']'));
    closing.count() == open
}

/// The length of an escape that the end of the content cuts off.
fn half_escape(content: &str) -> usize {
    const LONGEST: usize = "\\u1234".len();
    let bytes = content.as_bytes();
    let nearby = content.len().saturating_sub(LONGEST);
    let last = bytes.iter().rposition(|byte| *byte == b'\\');
    let Some(at) = last.filter(|at| *at >= nearby) else {
        return 0;
    };
    let backslashes = bytes[..=at]
        .iter()
        .rev()
        .take_while(|byte| **byte == b'\\')
        .count();
    let tail = &content[at..];
    let is_half = tail.len() == 1 || tail.starts_with("\\u") && tail.len() < LONGEST;
    if backslashes % 2 == 1 && is_half {
        tail.len()
    } else {
        0
    }
}

/// Where `'` was typed to close a string that begins with `"`: after a key, or before the
/// punctuation that ends the value.
fn single_closing(inside: &str, in_key_place: bool, goes_on: bool) -> Option<usize> {
    let word = word_length(inside);
    if in_key_place
        && word > 0
        && inside[word..].starts_with('\'')
        && inside[word + 1..].trim_start().starts_with(':')
    {
        return Some(word);
    }
    let plain = without_punctuation(inside);
    let at = plain.strip_suffix('\'')?.len();
    (!plain[..at].contains('\'') && (goes_on || plain.len() < inside.len())).then_some(at)
}

/// The length of `Key` in `Key: …`, where a value follows the colon.
fn key_before_colon(inside: &str) -> Option<usize> {
    let length = word_length(inside);
    let rest = inside[length..]
        .trim_start_matches([' ', '\t'])
        .strip_prefix(':')?
        .trim_start();
    let begins = |first: u8| matches!(first, b'"' | b'{' | b'[' | b'-') || first.is_ascii_digit();
    let is_value = rest.bytes().next().is_none_or(begins)
        || LITERALS.iter().any(|literal| rest.starts_with(literal));
    (length > 0 && is_value).then_some(length)
}

fn word_length(text: &str) -> usize {
    text.bytes()
        .take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
        .count()
}

/// A text without the punctuation of JSON at its end.
fn without_punctuation(inside: &str) -> &str {
    let first = |bracket: u8| memchr::memchr(bracket, inside.as_bytes()).unwrap_or(usize::MAX);
    let (brace, bracket) = (first(b'{'), first(b'['));
    let mut text = inside.trim_end();
    loop {
        let last = text.len().wrapping_sub(1);
        let is_punctuation = match text.bytes().next_back() {
            Some(b',' | b':' | b'{' | b'[') => true,
            // A closing bracket belongs to the text where an opening one does.
            Some(b'}') => brace > last,
            Some(b']') => bracket > last,
            _ => false,
        };
        if !is_punctuation {
            return text;
        }
        text = text[..last].trim_end();
    }
}
