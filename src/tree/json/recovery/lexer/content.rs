//! The content of a string: escapes and control characters.

use crate::text::Span;
use crate::text::escape::json;
use crate::tree::fault::{SyntaxFault, SyntaxKind};
use crate::tree::json::recovery::lexer::state::Lexer;
use crate::tree::json::recovery::token::{MAX_FAULTS, TokenKind};
use crate::tree::json::string;

/// Adds a string, decoded where it must be, with the faults inside.
pub(super) fn push_string(lexer: &mut Lexer<'_>, span: Span, content: Span) {
    check_control_characters(lexer, content);
    if memchr::memchr(b'\\', &lexer.bytes[content.range()]).is_some() {
        let text = check_escapes(lexer, content, |_| false);
        lexer.text_of_next(text);
    }
    lexer.push_with(TokenKind::String, span, content);
}

/// Adds a string whose repaired content, still escaped, differs from the source. `is_repaired`
/// accepts the invalid escapes that it no longer has.
pub(super) fn push_repaired(
    lexer: &mut Lexer<'_>,
    span: Span,
    content: Span,
    repaired: &str,
    is_repaired: impl Fn(&str) -> bool,
) {
    check_control_characters(lexer, content);
    check_escapes(lexer, content, is_repaired);
    lexer.text_of_next(string::decode(repaired, |_| {}));
    lexer.push_with(TokenKind::String, span, content);
}

/// Adds the faults of invalid escapes. Returns the text that the content means.
fn check_escapes(
    lexer: &mut Lexer<'_>,
    content: Span,
    is_repaired: impl Fn(&str) -> bool,
) -> String {
    let inside = &lexer.text[content.range()];
    let start = content.start as usize;
    let mut faults = Vec::new();
    let text = string::decode(inside, |bad| {
        let end = (bad.at + bad.len).min(inside.len());
        let found = &inside[bad.at..end];
        if faults.len() == MAX_FAULTS || is_repaired(found) {
            return;
        }
        let place = Span::new(start + bad.at, start + end);
        let fault = SyntaxFault::new(SyntaxKind::EscapeUnknown, place).argument("found", found);
        faults.push(if bad.lone_surrogate {
            fault.variant("half-surrogate").replace(place, "\\ufffd")
        } else {
            fault.insert(place.start as usize, "\\")
        });
    });
    if !faults.is_empty() {
        lexer.unknown_next();
    }
    for fault in faults {
        lexer.fault(fault);
    }
    text
}

/// Adds the fault of unescaped control characters; the first represents all.
fn check_control_characters(lexer: &mut Lexer<'_>, content: Span) {
    let inside = &lexer.text[content.range()];
    if inside.bytes().min().is_none_or(|least| least >= 0x20) {
        return;
    }
    // `\r\n` is one line break.
    let is_second_half =
        |at: usize| at > 0 && inside[..at].ends_with('\r') && inside[at..].starts_with('\n');
    let found = inside
        .bytes()
        .enumerate()
        .filter(|(at, byte)| *byte < 0x20 && !is_second_half(*at))
        .take(MAX_FAULTS);
    let mut fault: Option<SyntaxFault> = None;
    for (at, byte) in found {
        let is_line_break = inside[at..].starts_with("\r\n");
        let start = content.start as usize + at;
        let span = Span::new(start, start + 1 + usize::from(is_line_break));
        let character = if is_line_break {
            '\n'
        } else {
            char::from(byte)
        };
        let so_far = fault.take().unwrap_or_else(|| {
            let has_breaks = inside.contains(['\n', '\r']);
            SyntaxFault::new(SyntaxKind::ControlCharacterUnescaped, span)
                .variant(if has_breaks { "line-break" } else { "" })
                .argument("code", format!("U+{byte:04X}"))
                .safe_if(!has_breaks)
        });
        fault = Some(so_far.replace(span, json::escape(character)));
    }
    if let Some(fault) = fault {
        lexer.unknown_next();
        lexer.fault(fault);
    }
}
