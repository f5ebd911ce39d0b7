//! A run of text between markup: references, forbidden sequences, and tags that lost a character.

use memchr::{memchr, memchr2, memmem};

use crate::text::Span;
use crate::tree::fault::{SyntaxFault, SyntaxKind};
use crate::tree::xml::repair::MOST_FAULTS;
use crate::tree::xml::repair::lexer::lost_tag::{self, Attributes};
use crate::tree::xml::repair::lexer::reference::{self, Place};
use crate::tree::xml::repair::lexer::state::Lexer;
use crate::tree::xml::repair::lexer::{declaration, text_slips};
use crate::tree::xml::repair::token::Tag;
use crate::tree::xml::repair::whitespace;

/// A run of text between markup.
pub(super) fn run(lexer: &mut Lexer<'_, '_>, run: Span) {
    let stray_brackets = std::mem::take(&mut lexer.stray_brackets);
    let text = lexer.text;
    let is_blank = text[run.range()].trim_ascii().is_empty();
    if is_blank || text_slips::read(lexer, run, &stray_brackets) {
        return;
    }
    for bracket in stray_brackets {
        lexer.unescaped(Span::new(bracket, bracket + 1), "&lt;");
    }
    let end = run.end as usize;
    let start = whitespace::skip(text, run.start as usize);
    let start = headless_markup(lexer, Span::new(start, end));
    let rest = Span::new(start, end);
    if memchr2(b'&', b'>', &text.as_bytes()[rest.range()]).is_none() {
        lexer.plain_text(rest);
        return;
    }
    reference::read_all(lexer, rest, Place::Text);
    cdata_ends(lexer, rest);
    tags(lexer, rest);
}

/// Divides a run at the tags in it that lost their `<`: each `>` may end one.
fn tags(lexer: &mut Lexer<'_, '_>, run: Span) {
    let end = run.end as usize;
    let mut start = run.start as usize;
    let mut at = start;
    let mut attributes = Attributes::Possible;
    while let Some(found) = memchr(b'>', &lexer.text.as_bytes()[at..end]) {
        let close = at + found;
        at = close + 1;
        if lexer.tokens.attached.len() >= MOST_FAULTS {
            break;
        }
        let Some(mut tag) = lost_tag::before(lexer.text, start, close, &mut attributes) else {
            continue;
        };
        // What follows the name up to `>` must be attributes. A run in which it once was not is not
        // searched again.
        if !lost_tag::read_attributes(lexer, &mut tag) {
            attributes = Attributes::None;
            continue;
        }
        lexer.plain_text(Span::new(start, tag.span.start as usize));
        let read = Tag {
            kind: tag.kind,
            name: &lexer.text[tag.name.range()],
            span: tag.span,
            name_span: tag.name,
        };
        lexer.tokens.push(read, Some(tag.fault));
        start = at;
        attributes = Attributes::Possible;
    }
    lexer.plain_text(Span::new(start, end));
}

/// A declaration or comment without its `<`. Returns where the text after it begins.
fn headless_markup(lexer: &mut Lexer<'_, '_>, run: Span) -> usize {
    let start = run.start as usize;
    let written = &lexer.text[run.range()];
    let is_first = || lexer.text[..start].trim().is_empty();
    let (kind, closing) = if written.starts_with("?xml ") && is_first() {
        (SyntaxKind::InstructionMalformed, "?>")
    } else if written.starts_with("!--") {
        (SyntaxKind::CommentMalformed, "-->")
    } else {
        return start;
    };
    let Some(found) = written.find(closing) else {
        return start;
    };
    let span = Span::new(start, start + found + closing.len());
    lexer.fault(
        SyntaxFault::new(kind, span)
            .variant("opening")
            .insert(start, "<")
            .safe(),
    );
    if kind == SyntaxKind::InstructionMalformed {
        declaration::read(lexer, span);
    }
    span.end as usize
}

/// `]]>`, which text must not contain.
fn cdata_ends(lexer: &mut Lexer<'_, '_>, run: Span) {
    let start = run.start as usize;
    let ends = memmem::find_iter(&lexer.text.as_bytes()[run.range()], b"]]>");
    for found in ends.take(MOST_FAULTS) {
        let span = Span::new(start + found, start + found + 3);
        let bracket = Span {
            start: span.end - 1,
            end: span.end,
        };
        lexer.tokens.faults.push(
            SyntaxFault::new(SyntaxKind::UnescapedCharacter, span)
                .variant("cdata-end")
                .argument("character", "]]>")
                .argument("reference", "]]&gt;")
                .replace(bracket, "&gt;")
                .safe(),
        );
    }
}
