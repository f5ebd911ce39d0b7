//! Divides a text that is not quite JSON into tokens. What is wrong with a single token is repaired
//! here, and reported as a fault: quotes, spellings of numbers and literals, comments, characters
//! that do not belong.
//!
//! The fields are in [`state`]; everything else is a function over them.

mod ahead;
mod content;
mod foreign_quotes;
mod literal;
mod space;
mod state;
mod string;
mod string_end;
mod word;

use crate::text::{Source, Span};
use crate::tree::fault::{SyntaxFault, SyntaxKind};
use crate::tree::json::recovery::surroundings;
use crate::tree::json::recovery::token::{Lexed, TokenKind};
use state::Lexer;

/// The greatest number of tokens of a faulty document, 4,194,304. The rest is not read.
const MAX_TOKENS: usize = 4 << 20;

/// Divides the text of a source.
pub(super) fn read(source: &Source<'_>) -> Lexed {
    let text = source.text();
    let start = surroundings::document_start(text);
    let mut lexer = Lexer::new(text, start);
    if start > 0 {
        let prose = text[..start].trim_ascii();
        let from = text[..start].find(prose).unwrap_or(0);
        lexer.lexed.before = Some(Span::new(from, from + prose.len()));
    }
    loop {
        space::skip(&mut lexer);
        if lexer.at >= lexer.bytes.len() {
            break;
        }
        if lexer.lexed.tokens.len() >= MAX_TOKENS {
            lexer.lexed.incomplete = true;
            break;
        }
        token(&mut lexer);
    }
    lexer.lexed
}

fn token(lexer: &mut Lexer<'_>) {
    let start = lexer.at;
    let byte = lexer.bytes[start];
    let next = lexer.bytes.get(start + 1).copied();
    match byte {
        b'{' if word::template(lexer) => {}
        b'{' => punctuation(lexer, TokenKind::ObjectStart),
        b'}' => punctuation(lexer, TokenKind::ObjectEnd),
        b'[' => punctuation(lexer, TokenKind::ArrayStart),
        b']' => punctuation(lexer, TokenKind::ArrayEnd),
        b',' => punctuation(lexer, TokenKind::Comma),
        b';' => wrong_separator(lexer, TokenKind::Comma, 1, ","),
        b':' if next == Some(b'=') => wrong_separator(lexer, TokenKind::Colon, 2, ":"),
        b':' => punctuation(lexer, TokenKind::Colon),
        b'=' if next == Some(b'>') => wrong_separator(lexer, TokenKind::Colon, 2, ":"),
        b'=' => wrong_separator(lexer, TokenKind::Colon, 1, ":"),
        b'"' => string::read(lexer),
        b'\'' => foreign_quotes::single(lexer),
        byte if !byte.is_ascii() && foreign_quotes::is_smart(lexer.character(start)) => {
            foreign_quotes::smart(lexer);
        }
        b'<' | b'$' if word::template(lexer) => {}
        byte if word::is_part(byte) => word::read(lexer),
        _ => {
            let end = start + lexer.character(start).len_utf8();
            lexer.push(TokenKind::Stray, Span::new(start, end));
        }
    }
}

fn punctuation(lexer: &mut Lexer<'_>, kind: TokenKind) {
    lexer.push(kind, Span::new(lexer.at, lexer.at + 1));
}

/// A wrong character for a separator: `=` for a colon, `;` for a comma.
fn wrong_separator(lexer: &mut Lexer<'_>, kind: TokenKind, length: usize, right: &str) {
    let span = Span::new(lexer.at, lexer.at + length);
    lexer.fault(
        SyntaxFault::new(SyntaxKind::WrongSeparator, span)
            .argument("found", &lexer.text[span.range()])
            .argument("expected", right)
            .replace(span, right)
            .safe(),
    );
    lexer.push(kind, span);
}
