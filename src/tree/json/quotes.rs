//! Where strings begin and end when a quote is missing, stands twice, is of another kind, or should be escaped.
//!
//! A string of JSON ends on its line. A quote *closes* when the next thing on the line can follow a string
//! (`,`, `:`, a closing bracket, a comment, the end). A quote that does not close, behind a character that
//! can stand before a string, opens: so the string before it has lost its closing quote.

use crate::text::{Span, escape};
use crate::tree::json::lexer::{Lexer, MAX_FAULTS, TokenKind};
use crate::tree::json::string;
use crate::tree::{SyntaxFault, SyntaxKind};

/// Reads what begins with `"`.
pub(super) fn double(lexer: &mut Lexer<'_>) {
    let start = lexer.at;
    let end = lexer.line_end();
    let Some(quote) = next_quote(lexer.bytes, start + 1, end) else {
        return match closing_on_another_line(lexer, start, end) {
            Some(quote) => broken_over_lines(lexer, start, quote),
            None => closing_missing(lexer, start, end),
        };
    };
    if closes(lexer, quote + 1) {
        return close(lexer, start, quote);
    }
    let next = lexer.bytes[quote + 1];
    let another = next_quote(lexer.bytes, quote + 1, end)
        .is_some_and(|another| another > quote + 1 && closes(lexer, another + 1));
    if quote == start + 1 && !matches!(next, b' ' | b'\t' | b'{' | b'[') && another {
        return doubled_opening(lexer, start);
    }
    let inside = &lexer.text[start + 1..quote];
    let before = inside.trim_end().bytes().next_back();
    let in_key_place = matches!(
        lexer.previous(),
        None | Some(TokenKind::ObjectStart | TokenKind::Comma)
    );
    let opens = match before {
        Some(b',' | b'[' | b'{') => true,
        Some(b':') => in_key_place,
        _ => false,
    };
    if opens && (next == b'"' || is_text(next)) {
        return closing_missing(lexer, start, quote);
    }
    if next == b'"' && closes(lexer, quote + 2) {
        return doubled_closing(lexer, start, quote);
    }
    let behind = lexer.text[quote + 1..end].trim_start_matches([' ', '\t']);
    let ends_here = behind.starts_with(['"', '{', '[', '=', '\'', '“'])
        || in_key_place && (begins_value(lexer, quote + 1) || next == b' ')
        || lexer.previous() != Some(TokenKind::Colon) && next == b' ';
    if ends_here {
        return close(lexer, start, quote);
    }
    inner_quotes(lexer, start, quote, end);
}

/// Where a string that does not end on its line does: at a quote that closes, with nothing but text before it.
///
/// From there on the next quote is looked for only once, so that each part of a text is looked through for one string.
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
    (closes(lexer, quote + 1) && !opens).then_some(quote)
}

/// The line breaks inside may be meant, or come from a window that was too narrow.
fn broken_over_lines(lexer: &mut Lexer<'_>, start: usize, quote: usize) {
    lexer
        .symbols
        .unknown
        .push(lexer.symbols.tokens.len() as u32);
    close(lexer, start, quote);
}

/// Reads what begins with `'`.
pub(super) fn single(lexer: &mut Lexer<'_>) {
    foreign(lexer, SyntaxKind::SingleQuotes, 1);
}

/// Reads what begins with a typographer's quote.
pub(super) fn smart(lexer: &mut Lexer<'_>) {
    foreign(lexer, SyntaxKind::SmartQuotes, 2);
}

const SMART: [char; 7] = ['“', '”', '„', '‟', '«', '»', '″'];

/// Whether a character is a quote of typographers.
pub(super) fn is_smart(character: char) -> bool {
    SMART.contains(&character)
}

/// Where the next quote and the next punctuation are; kept, so that each part of a line is looked through once.
#[derive(Debug, Default)]
pub(super) struct Ahead {
    quote: Option<usize>,
    punctuation: Option<usize>,
    /// For `"`, `'` and quotes of typographers: where the next one closes.
    closing: [Option<usize>; 3],
}

impl Ahead {
    /// The first quote at or behind `start` that no backslash escapes, or the end of the line.
    fn quote(&mut self, bytes: &[u8], start: usize) -> usize {
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

    /// The first thing at or behind `start` that a word does not reach over.
    fn punctuation(&mut self, bytes: &[u8], start: usize) -> usize {
        let known = self.punctuation.filter(|punctuation| *punctuation >= start);
        let ends = |(index, byte): (usize, &u8)| match byte {
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
                .position(ends)
                .map_or(bytes.len(), |found| start + found)
        }))
    }
}

/// Reads a text whose opening quote is missing: `hello",`. `false` if it is none.
///
/// A text that is no literal may hold punctuation: the next quote would open if it were not its end.
pub(super) fn opening_missing(lexer: &mut Lexer<'_>) -> bool {
    let start = lexer.at;
    let quote = lexer.ahead.quote(lexer.bytes, start);
    if lexer.bytes.get(quote) != Some(&b'"')
        || !closes(lexer, quote + 1)
        || lexer.bytes[quote - 1].is_ascii_whitespace()
    {
        return false;
    }
    let value = lexer.previous() == Some(TokenKind::Colon) && !begins_value(lexer, start);
    if !value && lexer.ahead.punctuation(lexer.bytes, start) < quote {
        return false;
    }
    lexer.fault(
        SyntaxFault::new(SyntaxKind::QuoteMissing, Span::at(start))
            .variant("opening")
            .argument("text", &lexer.text[start..quote])
            .insert(start, "\"")
            .safe(),
    );
    finish(lexer, Span::new(start, quote + 1), Span::new(start, quote));
    true
}

/// The ordinary end.
fn close(lexer: &mut Lexer<'_>, start: usize, quote: usize) {
    finish(
        lexer,
        Span::new(start, quote + 1),
        Span::new(start + 1, quote),
    );
}

/// `""Id":`
fn doubled_opening(lexer: &mut Lexer<'_>, start: usize) {
    extra_quote(lexer, start);
    lexer.at = start + 1;
    double(lexer);
    if let Some(token) = lexer.symbols.tokens.last_mut() {
        token.span.start = start as u32;
    }
}

/// `"Id"":`
fn doubled_closing(lexer: &mut Lexer<'_>, start: usize, quote: usize) {
    extra_quote(lexer, quote + 1);
    finish(
        lexer,
        Span::new(start, quote + 2),
        Span::new(start + 1, quote),
    );
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
    let last = next_closing(lexer, quote + 1, 0);
    if last >= end {
        return close(lexer, start, quote);
    }
    let mut fault = SyntaxFault::new(SyntaxKind::QuoteUnescaped, Span::new(quote, quote + 1));
    let mut mended = String::with_capacity(last - start);
    let mut rest = start + 1;
    let mut at = Some(quote);
    let mut count = 0;
    while let Some(quote) = at.filter(|quote| *quote < last) {
        if count < MAX_FAULTS {
            fault = fault.insert(quote, "\\");
        }
        mended.push_str(&lexer.text[rest..quote]);
        mended.push('\\');
        rest = quote;
        count += 1;
        at = next_quote(lexer.bytes, quote + 1, last);
    }
    mended.push_str(&lexer.text[rest..last]);
    lexer.fault(fault.argument("count", count.to_string()));
    control_characters(lexer, Span::new(start + 1, last));
    bad_escapes(lexer, Span::new(start + 1, last), false);
    let text = string::decode(&mended, |_| {});
    lexer.push_text(
        TokenKind::String,
        Span::new(start, last + 1),
        Span::new(start + 1, last),
        text,
    );
}

/// The string that begins at `start` has no closing quote before `limit`, where another string or the line's end is.
fn closing_missing(lexer: &mut Lexer<'_>, start: usize, limit: usize) {
    let inside = &lexer.text[start + 1..limit];
    if let Some((at, quote)) = inside
        .char_indices()
        .find(|(at, quote)| is_smart(*quote) && closes(lexer, start + 1 + at + quote.len_utf8()))
    {
        let span = Span::new(start + 1 + at, start + 1 + at + quote.len_utf8());
        lexer.habit(
            SyntaxFault::new(SyntaxKind::SmartQuotes, span)
                .replace(span, "\"")
                .safe(),
        );
        return finish(
            lexer,
            Span::new(start, span.end as usize),
            Span::new(start + 1, span.start as usize),
        );
    }
    let in_key_place = matches!(
        lexer.previous(),
        None | Some(TokenKind::ObjectStart | TokenKind::Comma)
    );
    if let Some(at) = single_closing(inside, in_key_place, limit < lexer.bytes.len()) {
        let span = Span::new(start + 1 + at, start + 2 + at);
        lexer.fault(
            SyntaxFault::new(SyntaxKind::QuoteMissing, span)
                .variant("mistyped")
                .argument("text", &inside[..at])
                .related(Span::new(start, start + 1))
                .replace(span, "\"")
                .safe(),
        );
        return finish(
            lexer,
            Span::new(start, span.end as usize),
            Span::new(start + 1, span.start as usize),
        );
    }
    let key = if in_key_place {
        key_before_colon(inside)
    } else {
        None
    };
    let plain = without_punctuation(inside);
    let at_end = limit == lexer.bytes.len()
        && key.is_none()
        && (plain.len() == inside.len() || !closes_all(lexer, &inside[plain.len()..]));
    let len = if at_end {
        inside.len()
    } else {
        key.unwrap_or(plain.len())
    };
    let content = Span::new(start + 1, start + 1 + len);
    if at_end || lexer.text[content.end as usize..].trim_start().is_empty() {
        // Half an escape would swallow the quote that is put behind it.
        let sound = len - half_escape(&lexer.text[content.range()]);
        let content = Span::new(start + 1, start + 1 + sound);
        lexer.symbols.cut = Some((Span::new(content.end as usize, start + 1 + len), "\""));
        lexer
            .symbols
            .unknown
            .push(lexer.symbols.tokens.len() as u32);
        return finish(lexer, Span::new(start, start + 1 + len), content);
    }
    lexer.fault(
        SyntaxFault::new(SyntaxKind::QuoteMissing, Span::at(content.end as usize))
            .variant("closing")
            .argument("text", &lexer.text[content.range()])
            .related(Span::new(start, start + 1))
            .insert(content.end as usize, "\"")
            .safe(),
    );
    finish(lexer, Span::new(start, content.end as usize), content);
}

/// Whether the punctuation behind a string closes exactly the brackets that are open, so that only the quote is missing at the end of the text.
fn closes_all(lexer: &Lexer<'_>, tail: &str) -> bool {
    let opening = |token: &&crate::tree::json::lexer::Token| {
        matches!(token.kind, TokenKind::ObjectStart | TokenKind::ArrayStart)
    };
    let closing = |token: &&crate::tree::json::lexer::Token| {
        matches!(token.kind, TokenKind::ObjectEnd | TokenKind::ArrayEnd)
    };
    let tokens = &lexer.symbols.tokens;
    let open = tokens
        .iter()
        .filter(opening)
        .count()
        .saturating_sub(tokens.iter().filter(closing).count());
    tail.bytes()
        .filter(|byte| matches!(byte, b'}' | b']'))
        .count()
        == open
}

/// The length of an escape that the end of the content cuts off.
fn half_escape(content: &str) -> usize {
    let start = content.len().saturating_sub(6);
    let Some(at) = content
        .bytes()
        .rposition(|byte| byte == b'\\')
        .filter(|at| *at >= start)
    else {
        return 0;
    };
    let backslashes = content[..=at]
        .bytes()
        .rev()
        .take_while(|byte| *byte == b'\\')
        .count();
    let tail = &content[at..];
    let half = tail.len() == 1 || tail.starts_with("\\u") && tail.len() < 6;
    if backslashes % 2 == 1 && half {
        tail.len()
    } else {
        0
    }
}

/// Where `'` was typed to close a string that begins with `"`: behind a key, or before the punctuation that ends the value.
fn single_closing(inside: &str, in_key_place: bool, goes_on: bool) -> Option<usize> {
    let word = inside
        .bytes()
        .take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
        .count();
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

/// The length of `Key` in `Key: …`, where what follows the colon begins a value.
fn key_before_colon(inside: &str) -> Option<usize> {
    let len = inside
        .bytes()
        .take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
        .count();
    let rest = inside[len..]
        .trim_start_matches([' ', '\t'])
        .strip_prefix(':')?
        .trim_start();
    let begins = |first: u8| matches!(first, b'"' | b'{' | b'[' | b'-') || first.is_ascii_digit();
    let value = rest.bytes().next().is_none_or(begins)
        || ["true", "false", "null"]
            .iter()
            .any(|literal| rest.starts_with(literal));
    (len > 0 && value).then_some(len)
}

/// A text without the punctuation of JSON that it ran into.
fn without_punctuation(inside: &str) -> &str {
    let first = |bracket: u8| memchr::memchr(bracket, inside.as_bytes()).unwrap_or(usize::MAX);
    let (brace, bracket) = (first(b'{'), first(b'['));
    let mut text = inside.trim_end();
    loop {
        let last = text.len().wrapping_sub(1);
        let punctuation = match text.bytes().next_back() {
            Some(b',' | b':' | b'{' | b'[') => true,
            // A closing bracket belongs to the text where an opening one does.
            Some(b'}') => brace > last,
            Some(b']') => bracket > last,
            _ => false,
        };
        if !punctuation {
            return text;
        }
        text = text[..last].trim_end();
    }
}

/// Where the next quote of a kind is that closes, or the end of the line. `from` is not behind a backslash.
fn next_closing(lexer: &mut Lexer<'_>, from: usize, slot: usize) -> usize {
    if let Some(known) = lexer.ahead.closing[slot].filter(|known| *known >= from) {
        return known;
    }
    let end = lexer.line_end();
    let mut escaped = false;
    let mut found = end;
    for (at, character) in lexer.text[from..end].char_indices() {
        let wanted = match slot {
            0 => character == '"',
            1 => character == '\'' || character == '"',
            _ => is_smart(character) || character == '"',
        };
        if wanted && !escaped && closes(lexer, from + at + character.len_utf8()) {
            found = from + at;
            break;
        }
        escaped = !escaped && character == '\\';
    }
    lexer.ahead.closing[slot] = Some(found);
    found
}

/// A string in quotes that JSON does not have. Where no quote closes, it is a character that means nothing.
fn foreign(lexer: &mut Lexer<'_>, kind: SyntaxKind, slot: usize) {
    let start = lexer.at;
    let open = lexer.character(start).len_utf8();
    let close = next_closing(lexer, start + open, slot);
    if close >= lexer.line_end() {
        let span = Span::new(start, start + open);
        return lexer.push(TokenKind::Stray, span, span);
    }
    let width = lexer.character(close).len_utf8();
    let content = Span::new(start + open, close);
    let inside = &lexer.text[content.range()];
    let mut fault = SyntaxFault::new(kind, Span::new(start, close + width))
        .safe()
        .replace(Span::new(start, start + open), "\"");
    let mut mended = String::with_capacity(inside.len());
    let mut escape = false;
    for (at, character) in inside.char_indices() {
        let at = content.start as usize + at;
        if escape && character == '\'' {
            fault = fault.delete(Span::new(at - 1, at));
            mended.pop();
        } else if !escape && character == '"' {
            if fault.edits.len() < MAX_FAULTS {
                fault = fault.insert(at, "\\");
            }
            mended.push('\\');
        }
        mended.push(character);
        escape = !escape && character == '\\';
    }
    fault = fault.replace(Span::new(close, close + width), "\"");
    lexer.habit(fault);
    let span = Span::new(start, close + width);
    if mended == inside {
        finish(lexer, span, content);
    } else {
        control_characters(lexer, content);
        bad_escapes(lexer, content, true);
        let text = string::decode(&mended, |_| {});
        lexer.push_text(TokenKind::String, span, content, text);
    }
}

/// Adds the string, decoded where it must be, with the faults inside it.
fn finish(lexer: &mut Lexer<'_>, span: Span, content: Span) {
    let inside = &lexer.text[content.range()];
    control_characters(lexer, content);
    if memchr::memchr(b'\\', inside.as_bytes()).is_none() {
        return lexer.push(TokenKind::String, span, content);
    }
    let text = bad_escapes(lexer, content, false);
    lexer.push_text(TokenKind::String, span, content, text);
}

/// Notes the escapes of a string that stand for nothing, but for `\'` where that is mended already. Returns what the string stands for.
fn bad_escapes(lexer: &mut Lexer<'_>, content: Span, but_quotes: bool) -> String {
    let inside = &lexer.text[content.range()];
    let start = content.start as usize;
    let mut faults = Vec::new();
    let text = string::decode(inside, |bad| {
        let place = Span::new(start + bad.at, start + (bad.at + bad.len).min(inside.len()));
        let found = &inside[bad.at..(bad.at + bad.len).min(inside.len())];
        let fault = SyntaxFault::new(SyntaxKind::EscapeUnknown, place).argument("found", found);
        if faults.len() == MAX_FAULTS || but_quotes && found == "\\'" {
            return;
        }
        faults.push(if bad.lone_surrogate {
            fault.variant("half-surrogate").replace(place, "\\ufffd")
        } else {
            fault.insert(place.start as usize, "\\")
        });
    });
    let unknown = !faults.is_empty();
    for fault in faults {
        lexer.fault(fault);
    }
    if unknown {
        lexer
            .symbols
            .unknown
            .push(lexer.symbols.tokens.len() as u32);
    }
    text
}

/// Control characters of a string; the first speaks for all.
fn control_characters(lexer: &mut Lexer<'_>, content: Span) {
    let inside = &lexer.text[content.range()];
    let mut fault: Option<SyntaxFault> = None;
    // The two signs at a line's end are one break.
    let is_half =
        |at: usize| at > 0 && inside[..at].ends_with('\r') && inside[at..].starts_with('\n');
    for (at, byte) in inside
        .bytes()
        .enumerate()
        .filter(|(at, byte)| *byte < 0x20 && !is_half(*at))
        .take(MAX_FAULTS)
    {
        let is_break = inside[at..].starts_with("\r\n");
        let start = content.start as usize + at;
        let span = Span::new(start, start + 1 + usize::from(is_break));
        let begun = fault.take().unwrap_or_else(|| {
            let breaks = inside.contains(['\n', '\r']);
            SyntaxFault::new(SyntaxKind::ControlCharacterUnescaped, span)
                .variant(if breaks { "line-break" } else { "" })
                .argument("code", format!("U+{byte:04X}"))
                .safe_if(!breaks)
        });
        let character = if is_break { '\n' } else { char::from(byte) };
        fault = Some(begun.replace(span, escape::json::escape(character)));
    }
    if let Some(fault) = fault {
        lexer
            .symbols
            .unknown
            .push(lexer.symbols.tokens.len() as u32);
        lexer.fault(fault);
    }
}

/// The next quote that no backslash stands before.
fn next_quote(bytes: &[u8], from: usize, end: usize) -> Option<usize> {
    let mut at = from;
    while let Some(found) = memchr::memchr2(b'"', b'\\', bytes.get(at..end)?) {
        if bytes[at + found] == b'"' {
            return Some(at + found);
        }
        at += found + 2;
    }
    None
}

/// Whether what stands at `at` can follow a string: punctuation, a comment, the end of the line.
fn closes(lexer: &Lexer<'_>, at: usize) -> bool {
    let rest = &lexer.bytes[at.min(lexer.bytes.len())..];
    let blank = rest
        .iter()
        .take_while(|byte| matches!(byte, b' ' | b'\t'))
        .count();
    match rest.get(blank) {
        None | Some(b',' | b':' | b'}' | b']' | b'\n' | b'\r' | b';') => true,
        Some(b'/') => matches!(rest.get(blank + 1), Some(b'/' | b'*')),
        _ => false,
    }
}

/// Whether a value begins right at `at`, as it does where a colon was left out.
fn begins_value(lexer: &Lexer<'_>, at: usize) -> bool {
    let rest = lexer.text[at..].trim_start_matches([' ', '\t']);
    rest.starts_with(|first: char| first.is_ascii_digit() || matches!(first, '{' | '[' | '-' | '"'))
        || ["true", "false", "null"]
            .iter()
            .any(|literal| rest.starts_with(literal))
}

fn is_text(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(byte, b'*' | b'/' | b'.' | b'_' | b'-' | b'$' | b'<' | b'{')
        || !byte.is_ascii()
}
