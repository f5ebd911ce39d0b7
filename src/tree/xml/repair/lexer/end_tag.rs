//! End tags.

use crate::text::Span;
use crate::tree::fault::{SyntaxFault, SyntaxKind};
use crate::tree::xml::repair::lexer::state::Lexer;
use crate::tree::xml::repair::token::{Kind, Tag};
use crate::tree::xml::repair::{lookalikes, name, whitespace};

/// An end tag that begins at `start`; `after_slash` is after its slash or what replaces it.
pub(super) fn read(lexer: &mut Lexer<'_, '_>, start: usize, after_slash: usize) -> usize {
    let text = lexer.text;
    let name_start = after_slash
        + text.as_bytes()[after_slash..]
            .iter()
            .take_while(|byte| matches!(byte, b'/' | b' ' | b'\t' | b':'))
            .count();
    let name = Span::new(name_start, name::end(text, name_start));
    let end = name.end as usize;
    let opening = Span::new(start, name_start);
    let fault = (&text[opening.range()] != "</")
        .then(|| malformed(text, name, opening).replace(opening, "</"));
    let close = whitespace::skip(text, end);
    match text.as_bytes().get(close) {
        None => lexer.break_off(start),
        Some(b'>') => {
            let span = Span::new(start, close + 1);
            push(lexer, span, name, fault);
            close + 1
        }
        Some(_) => match end_on_line(text, close) {
            Some(close) => {
                let extra = Span::new(end, close);
                let fault = fault.unwrap_or_else(|| malformed(text, name, extra));
                let span = Span::new(start, close + 1);
                push(lexer, span, name, Some(fault.delete(extra)));
                close + 1
            }
            None => unclosed(lexer, start, name, fault),
        },
    }
}

/// Where a tag ends that contains something else, if it ends on this line.
fn end_on_line(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let found = from + memchr::memchr3(b'<', b'>', b'\n', &bytes[from..])?;
    (bytes[found] == b'>').then_some(found)
}

/// An end tag without `>`.
fn unclosed(
    lexer: &mut Lexer<'_, '_>,
    start: usize,
    name: Span,
    fault: Option<SyntaxFault>,
) -> usize {
    let text = lexer.text;
    // Without a name, the whitespace after the slash is not part of the tag.
    let end = start + text[start..name.end as usize].trim_end().len();
    let typed = lookalikes::greater_at(&text[end..])
        .filter(|_| !name.is_empty())
        .unwrap_or(0);
    let wrong = Span::new(end, end + typed);
    let span = Span::new(start, end + typed);
    let fault = fault.unwrap_or_else(|| {
        SyntaxFault::new(SyntaxKind::TagUnclosed, span)
            .variant(if typed > 0 {
                "end-tag-typed"
            } else {
                "end-tag"
            })
            .argument("name", &text[name.range()])
            .argument("typed", &text[wrong.range()])
            .safe()
    });
    let name = if name.is_empty() { Span::at(end) } else { name };
    push(lexer, span, name, Some(fault.replace(wrong, ">")));
    end + typed
}

fn malformed(text: &str, name: Span, place: Span) -> SyntaxFault {
    SyntaxFault::new(SyntaxKind::EndTagMalformed, place)
        .argument("name", &text[name.range()])
        .safe()
}

fn push(lexer: &mut Lexer<'_, '_>, span: Span, name_span: Span, fault: Option<SyntaxFault>) {
    let name = &lexer.text[name_span.range()];
    let tag = Tag {
        kind: Kind::End,
        name,
        span,
        name_span,
    };
    lexer.tokens.push(tag, fault);
}
