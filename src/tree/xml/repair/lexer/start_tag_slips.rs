//! Mistakes in a start tag that include the text after it or split it: another character instead of
//! `>`, the value inside the tag, the name in two parts.

use memchr::{memchr, memchr2, memmem};

use crate::text::{Edit, Span};
use crate::tree::fault::{SyntaxFault, SyntaxKind};
use crate::tree::xml::repair::lexer::reference::{self, Place};
use crate::tree::xml::repair::lexer::state::Lexer;
use crate::tree::xml::repair::token::{Kind, Tag};
use crate::tree::xml::repair::{lookalikes, name, whitespace};

/// How far the end tag of a name in two parts is searched for.
const NEARBY: usize = 4096;

/// A start tag with one of these mistakes. `None` where it has none.
pub(super) fn read(lexer: &mut Lexer<'_, '_>, start: usize, name: Span) -> Option<usize> {
    wrong_end(lexer, start, name)
        .or_else(|| value_inside(lexer, start, name))
        .or_else(|| split_name(lexer, start, name))
}

/// A start tag whose `>` is missing or another character, with its text up to its own end tag after
/// it, or only whitespace up to other markup.
fn wrong_end(lexer: &mut Lexer<'_, '_>, start: usize, name: Span) -> Option<usize> {
    let text = lexer.text;
    let (name_start, word_end) = (name.start as usize, name.end as usize);
    let next = word_end + memchr2(b'<', b'>', &text.as_bytes()[word_end..])?;
    let word = &text[name.range()];
    let own_end = text[next..]
        .strip_prefix("</")
        .map(|rest| &rest[..name::end(rest, 0)])
        .filter(|closing| !closing.is_empty() && word.starts_with(closing));
    let name_end = name_start + own_end.map_or(word.len(), str::len);
    let rest = &text[name_end..next];
    let typed = lookalikes::greater_at(rest).unwrap_or(0);
    let is_value = own_end.is_some()
        && (typed > 0 || name_end < word_end || rest.starts_with('/'))
        && rest.trim_ascii() != "/";
    let is_blank =
        typed > 0 && text[next..].starts_with('<') && rest[typed..].trim_ascii().is_empty();
    if !(is_value || is_blank && lexer.nesting.is_known(name::local(word))) {
        return None;
    }
    let name = Span::new(name_start, name_end);
    let wrong = Span::new(name_end, name_end + typed);
    let at = wrong.end as usize;
    let written = &text[name.range()];
    let fault =
        SyntaxFault::new(SyntaxKind::TagUnclosed, Span::new(start, at)).argument("name", written);
    let fault = if typed > 0 {
        fault
            .variant("typed")
            .argument("typed", &text[wrong.range()])
            .replace(wrong, ">")
            .safe()
    } else {
        fault.insert(at, ">")
    };
    let tag = Tag {
        kind: Kind::Start,
        name: written,
        span: Span::new(start, at),
        name_span: name,
    };
    lexer.tokens.push(tag, Some(fault));
    Some(at)
}

/// `<Name value>` or `<Name=value>` for an element that contains text: what is inside the tag is
/// its text.
fn value_inside(lexer: &mut Lexer<'_, '_>, start: usize, name: Span) -> Option<usize> {
    let text = lexer.text;
    let word = &text[name.range()];
    let end = name.end as usize;
    let close = end
        + memchr2(b'<', b'>', &text.as_bytes()[end..])
            .filter(|found| text.as_bytes()[end + found] == b'>')?;
    let inside = &text[end..close];
    let value = inside.trim_start_matches([' ', '\t', '=']);
    let gap = Span::new(end, close - value.len());
    let is_value = !gap.is_empty()
        && !value.trim_ascii().is_empty()
        && !value.contains(['"', '\'', '\n'])
        && !value.ends_with('/');
    if !is_value || lexer.nesting.is_scalar(name::local(word)) != Some(true) {
        return None;
    }
    let has_end_tag = is_followed_by_end_tag(&text[close + 1..], word)?;
    let bracket = Span::new(close, close + 1);
    let last = if has_end_tag {
        Edit::delete(bracket)
    } else {
        Edit::replace(bracket, format!("</{word}>"))
    };
    let written = format!("<{word}>{}</{word}>", value.trim_ascii());
    let fault = SyntaxFault::new(SyntaxKind::StartTagMalformed, Span::new(start, close + 1))
        .variant("value")
        .argument("name", word)
        .argument("written", written)
        .replace(gap, ">")
        .edit(last)
        .safe();
    let value = Span::new(gap.end as usize, close);
    let tag = Tag {
        kind: Kind::Start,
        name: word,
        span: Span::new(start, gap.end as usize),
        name_span: name,
    };
    lexer.tokens.push(tag, Some(fault));
    reference::read_all(lexer, value, Place::Text);
    lexer.tokens.push_text(value, None);
    if !has_end_tag {
        let end_tag = Tag {
            kind: Kind::End,
            name: word,
            span: bracket,
            name_span: Span::at(close),
        };
        lexer.tokens.push(end_tag, None);
    }
    Some(close + 1)
}

/// Whether the next markup is the end tag of a name. `None` where text is before it, or no markup
/// follows.
fn is_followed_by_end_tag(after: &str, word: &str) -> Option<bool> {
    let next =
        memchr(b'<', after.as_bytes()).filter(|next| after[..*next].trim_ascii().is_empty())?;
    let end_tag = after[next..].strip_prefix("</");
    Some(end_tag.is_some_and(|rest| &rest[..name::end(rest, 0)] == word))
}

/// `<Na me>` where `</Name>` follows.
fn split_name(lexer: &mut Lexer<'_, '_>, start: usize, first: Span) -> Option<usize> {
    let text = lexer.text;
    let is_noise = |character: &char| {
        !name::is_part(*character)
            && !matches!(character, '<' | '>' | '=' | '"' | '\'' | '/' | '&' | ';')
    };
    let end = first.end as usize;
    let gap: usize = text[end..]
        .chars()
        .take(4)
        .take_while(is_noise)
        .map(char::len_utf8)
        .sum();
    let second = end + gap;
    let second_end = name::end_nearby(text, second);
    let close = whitespace::skip(text, second_end);
    if gap == 0 || second_end == second || text.as_bytes().get(close) != Some(&b'>') {
        return None;
    }
    let joined = [&text[first.range()], &text[second..second_end]].concat();
    let nearby = &text.as_bytes()[close..(close + NEARBY).min(text.len())];
    let closing = close + memmem::find(nearby, format!("</{joined}>").as_bytes())? + 2;
    let name = Span::new(first.start as usize, second_end);
    let fault = SyntaxFault::new(SyntaxKind::StartTagMalformed, name)
        .variant("parts")
        .argument("name", joined.as_str())
        .delete(Span::new(end, second))
        .safe();
    let tag = Tag {
        kind: Kind::Start,
        name: &text[closing..closing + joined.len()],
        span: Span::new(start, close + 1),
        name_span: name,
    };
    lexer.tokens.push(tag, Some(fault));
    Some(close + 1)
}
