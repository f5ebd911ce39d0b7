//! CDATA sections.

use memchr::memmem;

use crate::text::Span;
use crate::tree::fault::{SyntaxFault, SyntaxKind};
use crate::tree::xml::repair::lexer::state::Lexer;
use crate::tree::xml::repair::name;
use crate::tree::xml::repair::whitespace::own_line;

const OPENING: &str = "<![CDATA[";

/// A section that begins at an offset.
pub(super) fn read(lexer: &mut Lexer<'_, '_>, start: usize) -> usize {
    let text = lexer.text;
    let content = start + OPENING.len();
    let close = lexer.cdata_end.next(text, content);
    let limit = close.unwrap_or(text.len());
    let inner = memmem::find(&text.as_bytes()[content..limit], OPENING.as_bytes())
        .map(|found| content + found);
    if let (Some(close), None) = (close, inner) {
        lexer.tokens.push_text(Span::new(start, close + 3), None);
        return close + 3;
    }
    let segment = &text[content..inner.unwrap_or(limit)];
    if close.is_none() && begins_with_element(lexer, segment) {
        // Elements are not text, so the opening was left over.
        let opening = Span::new(start, content);
        lexer.fault(
            SyntaxFault::new(SyntaxKind::CdataMalformed, opening)
                .variant("stray")
                .delete(own_line(text, opening))
                .safe(),
        );
        return content;
    }
    let (length, closing) = if let Some(found) = segment.find("]]") {
        (found + 2, ">")
    } else if let Some(found) = segment.find("]>") {
        (found, "]")
    } else if let Some(found) = segment.find("</") {
        (segment[..found].trim_end().len(), "]]>")
    } else if inner.is_none() {
        return lexer.break_off(start);
    } else {
        (segment.trim_end().len(), "]]>")
    };
    let at = content + length;
    let section = Span::new(start, at);
    let fault = SyntaxFault::new(SyntaxKind::CdataMalformed, section)
        .insert(at, closing)
        .safe();
    lexer.tokens.push_text(section, Some(fault));
    if closing == "]" { at + 2 } else { at }
}

/// Whether a text begins with the tag of a known element.
fn begins_with_element(lexer: &Lexer<'_, '_>, segment: &str) -> bool {
    let element = segment.trim_ascii_start().strip_prefix('<');
    element.is_some_and(|element| {
        let name = &element[..name::end(element, 0)];
        lexer.nesting.is_known(name::local(name))
    })
}

/// Where the content begins of a section with a misspelt `<![CDATA[`. It is one if it has an end.
pub(super) fn misspelt_opening(lexer: &mut Lexer<'_, '_>, start: usize) -> Option<usize> {
    let text = lexer.text;
    let head = &text[start..];
    if head.starts_with(OPENING) {
        return None;
    }
    let count = |text: &str, most: usize, matches: fn(u8) -> bool| {
        text.bytes()
            .take(most)
            .take_while(|byte| matches(*byte))
            .count()
    };
    let word_start = 1 + count(&head[1..], 4, |byte| matches!(byte, b'!' | b' ' | b'['));
    let word_end = word_start + count(&head[word_start..], 8, |byte| byte.is_ascii_alphabetic());
    if word_start == 1 || !head[word_end..].starts_with('[') {
        return None;
    }
    let word = head[word_start..word_end].to_ascii_uppercase();
    if strsim::damerau_levenshtein(&word, "CDATA") > 1 {
        return None;
    }
    let content = start + word_end + 1;
    lexer.cdata_end.next(text, content).map(|_| content)
}

/// A section with a misspelt `<![CDATA[`.
pub(super) fn misspelt(lexer: &mut Lexer<'_, '_>, start: usize, content: usize) -> usize {
    let Some(close) = lexer.cdata_end.next(lexer.text, content) else {
        return content;
    };
    let opening = Span::new(start, content);
    let fault = SyntaxFault::new(SyntaxKind::CdataMalformed, opening)
        .variant("opening")
        .replace(opening, OPENING)
        .safe();
    lexer
        .tokens
        .push_text(Span::new(start, close + 3), Some(fault));
    close + 3
}
