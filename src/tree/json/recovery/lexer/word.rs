//! Letters and digits without quotes: a literal, a number, a key, or a text that lost its quotes.

use crate::text::Span;
use crate::tree::fault::{SyntaxFault, SyntaxKind};
use crate::tree::json::recovery::lexer::literal::{self, LITERALS};
use crate::tree::json::recovery::lexer::state::Lexer;
use crate::tree::json::recovery::lexer::string;
use crate::tree::json::recovery::token::TokenKind;
use crate::tree::json::string::is_number;

/// How far the end of a value without quotes is searched for, so that many words on a line stay
/// linear.
const LONGEST_VALUE: usize = 512;
/// The greatest number of characters inside the marks of a template.
const LONGEST_TEMPLATE: usize = 200;

/// Whether a word may contain a byte.
pub(super) fn is_part(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"_-+.$*/\\@%&!?~".contains(&byte) || !byte.is_ascii()
}

/// The word that begins here.
pub(super) fn read(lexer: &mut Lexer<'_>) {
    if string::without_opening_quote(lexer) {
        return;
    }
    let span = word_span(lexer);
    let word = &lexer.text[span.range()];
    let is_last = span.end as usize == lexer.bytes.len();
    match word {
        "true" | "false" => return lexer.push(TokenKind::Boolean, span),
        "null" => return lexer.push(TokenKind::Null, span),
        _ if is_number(word) => {
            if is_last {
                // More digits may be cut off.
                lexer.unknown_next();
            }
            return lexer.push(TokenKind::Number, span);
        }
        _ => {}
    }
    if is_last && cut_off(lexer, word, span) {
        return;
    }
    if word.bytes().all(|byte| byte == b'.') || word == "…" {
        return lexer.push(TokenKind::Stray, span);
    }
    if let Some(right) = literal::misspelt(word) {
        misspelt_literal(lexer, span, right);
    } else if literal::is_not_finite(word) {
        lexer.fault(
            SyntaxFault::new(SyntaxKind::NumberForm, span)
                .variant("not-finite")
                .argument("found", word)
                .replace(span, "null"),
        );
        lexer.unknown_next();
        lexer.push(TokenKind::Number, span);
    } else if let Some(number) = literal::number(word) {
        lexer.fault(
            SyntaxFault::new(SyntaxKind::NumberForm, span)
                .argument("found", word)
                .argument("expected", number.as_str())
                .replace(span, number.as_str())
                .safe(),
        );
        lexer.text_of_next(number);
        lexer.push(TokenKind::Number, span);
    } else {
        // After a colon the text extends to the next character that can end a value.
        let span = if lexer.previous() == Some(TokenKind::Colon) {
            value_span(lexer, span)
        } else {
            span
        };
        lexer.push(TokenKind::Word, span);
    }
}

/// The range of the word that begins here.
fn word_span(lexer: &Lexer<'_>) -> Span {
    let start = lexer.at;
    let length = lexer.bytes[start..]
        .iter()
        .take_while(|byte| is_part(**byte))
        .count();
    let end = start + length;
    // A period that was typed for a comma or colon is a token of its own.
    let is_separator = length > 1
        && lexer.bytes[end - 1] == b'.'
        && goes_on(&lexer.text[end..])
        && literal::is_value(&lexer.text[start..end - 1]);
    Span::new(start, end - usize::from(is_separator))
}

/// Whether something follows that neither separates nor closes.
fn goes_on(rest: &str) -> bool {
    let rest = rest.trim_start();
    !rest.is_empty() && !rest.starts_with([',', '}', ']', ':', ';'])
}

/// `True`, `None`, `yes`.
fn misspelt_literal(lexer: &mut Lexer<'_>, span: Span, right: &'static str) {
    let word = &lexer.text[span.range()];
    // Whether no value was meant, or a text, is not certain.
    if right == "null" || !word.eq_ignore_ascii_case(right) {
        lexer.unknown_next();
    }
    lexer.fault(
        SyntaxFault::new(SyntaxKind::LiteralMisspelt, span)
            .argument("found", word)
            .argument("expected", right)
            .replace(span, right)
            .safe_if(!literal::is_yes_or_no(word)),
    );
    push_literal(lexer, span, right);
}

fn push_literal(lexer: &mut Lexer<'_>, span: Span, literal: &'static str) {
    let kind = if literal == "null" {
        TokenKind::Null
    } else {
        TokenKind::Boolean
    };
    lexer.text_of_next(literal);
    lexer.push(kind, span);
}

/// A literal or a number that the end of the text cuts off.
fn cut_off(lexer: &mut Lexer<'_>, word: &str, span: Span) -> bool {
    let end = Span::at(span.end as usize);
    let literal = LITERALS
        .into_iter()
        .find(|literal| literal.starts_with(word));
    if let Some(literal) = literal {
        lexer.lexed.cut = Some((end, &literal[word.len()..]));
        lexer.unknown_next();
        push_literal(lexer, span, literal);
        return true;
    }
    let begins_number = word.starts_with(|first: char| first.is_ascii_digit() || first == '-')
        && is_number(&format!("{word}0"));
    if begins_number {
        lexer.lexed.cut = Some((end, "0"));
        lexer.unknown_next();
        lexer.push(TokenKind::Number, span);
    }
    begins_number
}

/// The range of a value without quotes that begins with a word.
fn value_span(lexer: &mut Lexer<'_>, word: Span) -> Span {
    let start = word.start as usize;
    let line_end = lexer.line_end();
    let limit = (start..=line_end.min(start + LONGEST_VALUE))
        .rev()
        .find(|at| lexer.text.is_char_boundary(*at))
        .unwrap_or(start);
    let line = &lexer.text[start..limit];
    let end = line
        .find([',', '}', ']', '"', '{', '['])
        .unwrap_or(line.len());
    let end = [" //", " /*", " #"]
        .iter()
        .filter_map(|comment| line[..end].find(comment))
        .min()
        .unwrap_or(end);
    let length = line[..end].trim_end().len();
    Span::new(start, start + length.max(word.len()))
}

/// `${NAME}`, `{{ name }}`, `<NAME>`: what a template leaves, as one word.
pub(super) fn template(lexer: &mut Lexer<'_>) -> bool {
    let start = lexer.at;
    let rest = &lexer.text[start..];
    let (open, close) = match rest.as_bytes() {
        [b'{', b'{', ..] => ("{{", "}}"),
        [b'$', b'{', ..] => ("${", "}"),
        [b'$', b'(', ..] => ("$(", ")"),
        [b'<', ..] => ("<", ">"),
        _ => return false,
    };
    let is_inside =
        |character: &char| !matches!(character, '\n' | '\r' | '"' | '{' | '}' | '<' | '>' | ')');
    let inside: usize = rest[open.len()..]
        .chars()
        .take(LONGEST_TEMPLATE)
        .take_while(is_inside)
        .map(char::len_utf8)
        .sum();
    if inside == 0 || !rest[open.len() + inside..].starts_with(close) {
        return false;
    }
    let length = open.len() + inside + close.len();
    lexer.push(TokenKind::Word, Span::new(start, start + length));
    true
}
