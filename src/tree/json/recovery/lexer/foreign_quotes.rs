//! Strings in quotes that JSON does not have.

use crate::text::Span;
use crate::tree::fault::{SyntaxFault, SyntaxKind};
use crate::tree::json::recovery::lexer::ahead::{Quote, can_follow_string};
use crate::tree::json::recovery::lexer::content;
use crate::tree::json::recovery::lexer::state::Lexer;
use crate::tree::json::recovery::token::{MAX_FAULTS, TokenKind};

const SMART: [char; 7] = ['“', '”', '„', '‟', '«', '»', '″'];

/// Whether a character is a typographic quote.
pub(super) fn is_smart(character: char) -> bool {
    SMART.contains(&character)
}

/// A string that begins with `'`.
pub(super) fn single(lexer: &mut Lexer<'_>) {
    read(lexer, SyntaxKind::SingleQuotes, Quote::Single);
}

/// A string that begins with a typographic quote.
pub(super) fn smart(lexer: &mut Lexer<'_>) {
    read(lexer, SyntaxKind::SmartQuotes, Quote::Smart);
}

/// A string in such quotes. Where no quote closes, the opening one is a stray character.
fn read(lexer: &mut Lexer<'_>, kind: SyntaxKind, quote: Quote) {
    let start = lexer.at;
    let content_start = start + lexer.character(start).len_utf8();
    let close = next_closing(lexer, content_start, quote);
    if close >= lexer.line_end() {
        return lexer.push(TokenKind::Stray, Span::new(start, content_start));
    }
    let end = close + lexer.character(close).len_utf8();
    let (span, inside) = (Span::new(start, end), Span::new(content_start, close));
    let fault = SyntaxFault::new(kind, span)
        .replace(Span::new(start, content_start), "\"")
        .safe();
    let (fault, repaired) = escape_quotes(lexer.text, inside, fault);
    lexer.recurring_fault(fault.replace(Span::new(close, end), "\""));
    if repaired == lexer.text[inside.range()] {
        content::push_string(lexer, span, inside);
    } else {
        content::push_repaired(lexer, span, inside, &repaired, |escape| escape == "\\'");
    }
}

/// Escapes the `"` inside a string, and removes the backslash of `\'`.
fn escape_quotes(text: &str, content: Span, mut fault: SyntaxFault) -> (SyntaxFault, String) {
    let inside = &text[content.range()];
    let mut repaired = String::with_capacity(inside.len());
    let mut is_escape = false;
    for (at, character) in inside.char_indices() {
        let at = content.start as usize + at;
        if is_escape && character == '\'' {
            fault = fault.delete(Span::new(at - 1, at));
            repaired.pop();
        } else if !is_escape && character == '"' {
            if fault.edits.len() < MAX_FAULTS {
                fault = fault.insert(at, "\\");
            }
            repaired.push('\\');
        }
        repaired.push(character);
        is_escape = !is_escape && character == '\\';
    }
    (fault, repaired)
}

/// Where the next quote is that closes, or the end of the line. `from` must not be after a
/// backslash.
pub(super) fn next_closing(lexer: &mut Lexer<'_>, from: usize, quote: Quote) -> usize {
    let memory = quote as usize;
    if let Some(known) = lexer.ahead.closing[memory].filter(|known| *known >= from) {
        return known;
    }
    let end = lexer.line_end();
    let mut is_escaped = false;
    let mut found = end;
    for (at, character) in lexer.text[from..end].char_indices() {
        let is_quote = character == '"'
            || match quote {
                Quote::Double => false,
                Quote::Single => character == '\'',
                Quote::Smart => is_smart(character),
            };
        let after = from + at + character.len_utf8();
        if is_quote && !is_escaped && can_follow_string(lexer.bytes, after) {
            found = from + at;
            break;
        }
        is_escaped = !is_escaped && character == '\\';
    }
    lexer.ahead.closing[memory] = Some(found);
    found
}
