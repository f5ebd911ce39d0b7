//! Start tags.

use memchr::memchr;

use crate::text::Span;
use crate::tree::fault::{SyntaxFault, SyntaxKind};
use crate::tree::xml::repair::lexer::attribute::{self, Ending};
use crate::tree::xml::repair::lexer::state::Lexer;
use crate::tree::xml::repair::lexer::{declaration, start_tag_slips};
use crate::tree::xml::repair::name;
use crate::tree::xml::repair::token::{Kind, Tag};

/// The longest part of a word that is compared with known names.
const LONGEST_NAME: usize = 128;

/// A start tag that begins at `start`, with its name at `name`.
pub(super) fn read(lexer: &mut Lexer<'_, '_>, start: usize, name: usize) -> usize {
    let text = lexer.text;
    let end = name::end(text, name);
    if end == text.len() {
        return lexer.break_off(start);
    }
    if let Some(close) = declaration_end(text, start, Span::new(name, end)) {
        declaration::read(lexer, Span::new(start, close));
        return close;
    }
    let name_span = Span::new(name, end);
    if let Some(at) = start_tag_slips::read(lexer, start, name_span) {
        return at;
    }
    let name_span = without_xmlns(text, name_span);
    let word = &text[name_span.range()];
    if !name::is_proper(word) && word.contains(':') {
        return with_wrong_colons(lexer, start, name_span);
    }
    let scanned = attribute::scan(lexer, name_span.end as usize);
    match scanned.ending {
        Ending::BrokenOff => lexer.break_off(start),
        Ending::Closed { at, empty } => {
            lexer.tokens.faults.extend(scanned.faults);
            let fault = space_before_name(text, start, name_span);
            let tag = Tag {
                kind: kind(empty),
                name: word,
                span: Span::new(start, at),
                name_span,
            };
            lexer.tokens.push(tag, fault);
            at
        }
        Ending::Unclosed { at, empty } => {
            lexer.tokens.faults.extend(scanned.faults);
            if at == name_span.end as usize {
                unclosed_after_name(lexer, start, name_span, empty)
            } else {
                unclosed_after_attributes(lexer, Span::new(start, at), name_span, empty)
            }
        }
    }
}

/// Where a declaration ends that is written `<xml …?>`.
fn declaration_end(text: &str, start: usize, name: Span) -> Option<usize> {
    if &text[name.range()] != "xml" || !text[..start].trim_ascii().is_empty() {
        return None;
    }
    let end = name.end as usize;
    let close = memchr(b'>', &text.as_bytes()[end..])?;
    text[end..end + close]
        .ends_with('?')
        .then_some(end + close + 1)
}

/// The name in `<Namexmlns="…">`, or the name as it is.
fn without_xmlns(text: &str, name: Span) -> Span {
    let attribute = text[name.range()].strip_suffix("xmlns").filter(|word| {
        let after = text[name.end as usize..].trim_ascii_start();
        after.starts_with('=') && name::is_proper(word)
    });
    attribute.map_or(name, |word| {
        Span::new(name.start as usize, name.start as usize + word.len())
    })
}

/// The fault of spaces between `<` and the name.
fn space_before_name(text: &str, start: usize, name: Span) -> Option<SyntaxFault> {
    let space = Span::new(start + 1, name.start as usize);
    (!space.is_empty()).then(|| {
        SyntaxFault::new(SyntaxKind::StartTagMalformed, space)
            .argument("name", &text[name.range()])
            .delete(space)
            .safe()
    })
}

/// A tag without `>` whose name is followed by other markup.
fn unclosed_after_name(lexer: &mut Lexer<'_, '_>, start: usize, word: Span, empty: bool) -> usize {
    let length = name_length(lexer, word);
    let at = word.start as usize + length;
    let name = Span::new(word.start as usize, at);
    let written = &lexer.text[name.range()];
    let span = Span::new(start, at);
    let fault = SyntaxFault::new(SyntaxKind::TagUnclosed, span)
        .argument("name", written)
        .insert(at, ">")
        .safe_if(length == word.len());
    let tag = Tag {
        kind: kind(empty),
        name: written,
        span,
        name_span: name,
    };
    lexer.tokens.push(tag, Some(fault));
    at
}

/// A tag without `>` whose attributes are followed by other markup.
fn unclosed_after_attributes(
    lexer: &mut Lexer<'_, '_>,
    span: Span,
    name: Span,
    empty: bool,
) -> usize {
    let at = span.end as usize;
    let written = &lexer.text[name.range()];
    // The place is after the last attribute, so that the closing quote of that is inserted before
    // the bracket.
    let fault = SyntaxFault::new(SyntaxKind::TagUnclosed, Span::at(at))
        .argument("name", written)
        .insert(at, ">")
        .safe();
    let tag = Tag {
        kind: kind(empty),
        name: written,
        span,
        name_span: name,
    };
    lexer.tokens.push(tag, Some(fault));
    at
}

/// How much of a word after `<` is the name, where `>` is missing and the text may be joined to the
/// name.
fn name_length(lexer: &Lexer<'_, '_>, span: Span) -> usize {
    let word = &lexer.text[span.range()];
    let after = &lexer.text[span.end as usize..];
    let next_tag = after.find('<').map_or("", |found| &after[found..]);
    if let Some(closing) = next_tag.strip_prefix("</") {
        let closing = &closing[..name::end(closing, 0)];
        if !closing.is_empty() && word.starts_with(closing) {
            return closing.len();
        }
    }
    let is_known = |length: &usize| {
        word.is_char_boundary(*length) && lexer.nesting.is_known(name::local(&word[..*length]))
    };
    (1..=word.len().min(LONGEST_NAME))
        .rev()
        .find(is_known)
        .unwrap_or(word.len())
}

/// A start tag with colons where none are allowed: the longest part between them is its name.
fn with_wrong_colons(lexer: &mut Lexer<'_, '_>, start: usize, written: Span) -> usize {
    let text = lexer.text;
    let end = written.end as usize;
    let best = longest_part(text, written);
    if best.is_empty() {
        lexer.unescaped(Span::new(start, start + 1), "&lt;");
        lexer.plain_text(Span::new(start, end));
        return end;
    }
    let right = &text[best.range()];
    let whole = Span::new(start + 1, end);
    let fault = SyntaxFault::new(SyntaxKind::StartTagMalformed, whole)
        .argument("name", right)
        .replace(whole, right);
    let scanned = attribute::scan(lexer, end);
    let (at, empty) = match scanned.ending {
        Ending::BrokenOff => return lexer.break_off(start),
        Ending::Closed { at, empty } | Ending::Unclosed { at, empty } => (at, empty),
    };
    let is_closed = text[..at].ends_with('>') && at > end;
    let fault = if is_closed {
        fault
    } else {
        fault.insert(at, ">")
    };
    lexer.tokens.faults.extend(scanned.faults);
    let span = Span::new(start, at);
    let tag = Tag {
        kind: kind(empty),
        name: right,
        span,
        name_span: whole,
    };
    lexer.tokens.push(tag, Some(fault));
    at
}

/// The longest part of a name between colons.
fn longest_part(text: &str, written: Span) -> Span {
    let mut from = written.start as usize;
    let mut best = Span::at(from);
    for part in text[written.range()].split(':') {
        if part.len() > best.len() && name::begins(part) {
            best = Span::new(from, from + part.len());
        }
        from += part.len() + 1;
    }
    best
}

fn kind(empty: bool) -> Kind {
    if empty { Kind::Empty } else { Kind::Start }
}
