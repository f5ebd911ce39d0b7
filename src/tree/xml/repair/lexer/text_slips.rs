//! Text that is not meant as text: punctuation left over between elements, and tags written with
//! other characters.

use crate::text::Span;
use crate::tree::fault::{SyntaxFault, SyntaxKind};
use crate::tree::xml::repair::lexer::reference::{self, Place};
use crate::tree::xml::repair::lexer::state::Lexer;
use crate::tree::xml::repair::token::{Kind, Tag};
use crate::tree::xml::repair::whitespace::{own_line, trimmed};
use crate::tree::xml::repair::{lookalikes, name};

/// Longer punctuation is not a typing error.
const LONGEST_PUNCTUATION: usize = 32;

/// Reads a run between markup, if it is not text. `stray_brackets` are the `<` in it that begin
/// nothing.
pub(super) fn read(lexer: &mut Lexer<'_, '_>, run: Span, stray_brackets: &[usize]) -> bool {
    let text = lexer.text;
    let last = lexer.tokens.list.last().copied();
    let open = last
        .filter(|last| last.kind == Kind::Start)
        .map(|last| lexer.tokens.names[last.name as usize]);
    let closing = text[run.end as usize..]
        .strip_prefix("</")
        .map(|rest| &rest[..name::end_nearby(rest, 0)]);
    if open.is_some() && open == closing {
        return false;
    }
    let run = trimmed(text, run);
    if left_over(lexer, run) {
        return true;
    }
    if let Some(name) = open
        && let Some(end) = typed_end_tag(lexer, run, name, stray_brackets)
    {
        read_end_tag(lexer, run, end, name);
        return true;
    }
    closing.is_some_and(|name| typed_start_tag(lexer, run, name))
}

/// Punctuation alone between elements.
fn left_over(lexer: &mut Lexer<'_, '_>, run: Span) -> bool {
    let written = &lexer.text[run.range()];
    let is_punctuation = written.len() <= LONGEST_PUNCTUATION
        && written.bytes().all(|byte| b"<>&!]/ \t\r\n".contains(&byte));
    if !is_punctuation || !(written.contains(['<', '&']) || written.contains("]]>")) {
        return false;
    }
    lexer.fault(
        SyntaxFault::new(SyntaxKind::UnescapedCharacter, run)
            .variant("stray")
            .argument("character", written)
            .delete(own_line(lexer.text, run))
            .safe(),
    );
    true
}

/// Where the end of an element begins that is written with other characters after its text:
/// `text&lt;/Name&gt;`, or just `text<`.
fn typed_end_tag(
    lexer: &Lexer<'_, '_>,
    run: Span,
    name: &str,
    stray_brackets: &[usize],
) -> Option<usize> {
    let written = &lexer.text[run.range()];
    let last = run.end as usize - 1;
    if stray_brackets.last() == Some(&last)
        && written.len() > 1
        && lexer.nesting.is_scalar(name::local(name)) != Some(false)
    {
        return Some(last);
    }
    let rest = &written[..written.len() - lookalikes::greater_before(written)?];
    let rest = rest.strip_suffix(name)?.strip_suffix(['/', '\\'])?;
    let length = lookalikes::any_less_before(rest)?;
    Some(run.start as usize + rest.len() - length)
}

fn read_end_tag<'t>(lexer: &mut Lexer<'t, '_>, run: Span, at: usize, name: &'t str) {
    let value = Span::new(run.start as usize, at);
    push_value(lexer, value);
    let wrong = Span::new(at, run.end as usize);
    let fault = SyntaxFault::new(SyntaxKind::EndTagMalformed, wrong)
        .argument("name", name)
        .argument("typed", &lexer.text[wrong.range()])
        .replace(wrong, format!("</{name}>"))
        .safe();
    let tag = Tag {
        kind: Kind::End,
        name,
        span: wrong,
        name_span: Span::at(wrong.end as usize),
    };
    lexer.tokens.push(tag, Some(fault));
}

/// Reads a start tag with other characters before its text and its end tag: `&lt;Name&gt;text`.
fn typed_start_tag<'t>(lexer: &mut Lexer<'t, '_>, run: Span, name: &'t str) -> bool {
    let start = run.start as usize;
    let written = &lexer.text[run.range()];
    let Some((less, greater)) = typed_brackets(written, name) else {
        return false;
    };
    let name_span = Span::new(start + less, start + less + name.len());
    let at = name_span.end as usize + greater;
    let tag = Span::new(start, at);
    let fault = SyntaxFault::new(SyntaxKind::StartTagMalformed, tag)
        .argument("name", name)
        .argument("typed", &written[..less])
        .replace(Span::new(start, start + less), "<")
        .replace(Span::new(at - greater, at), ">")
        .safe();
    let tag = Tag {
        kind: Kind::Start,
        name,
        span: tag,
        name_span,
    };
    lexer.tokens.push(tag, Some(fault));
    push_value(lexer, Span::new(at, run.end as usize));
    true
}

/// The lengths of what replaces `<` and `>` around a name at the beginning of a text.
fn typed_brackets(written: &str, name: &str) -> Option<(usize, usize)> {
    let less = lookalikes::any_less_at(written)?;
    let after = written[less..]
        .strip_prefix(name)
        .filter(|_| !name.is_empty())?;
    Some((less, lookalikes::greater_at(after)?))
}

fn push_value(lexer: &mut Lexer<'_, '_>, value: Span) {
    let value = trimmed(lexer.text, value);
    if !value.is_empty() {
        reference::read_all(lexer, value, Place::Text);
        lexer.tokens.push_text(value, None);
    }
}
