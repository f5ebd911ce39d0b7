//! Slips around a single tag that leave text where none was meant, or swallow text that was: brackets typed as other signs, a value inside of
//! its start tag, a name in two words, signs that were left over between elements.

use memchr::{memchr, memchr2, memmem};

use crate::text::{Edit, Span};
use crate::tree::fault::{SyntaxFault, SyntaxKind};
use crate::tree::xml::repair::lexer::{Lexer, blanks};
use crate::tree::xml::repair::token::Kind;
use crate::tree::xml::repair::{lookalikes, name};

/// How far the end tag of a name in two words is looked for.
const NEARBY: usize = 4096;

impl<'t> Lexer<'t, '_> {
    /// A start tag whose `>` is missing or another sign, with its text up to its own end tag behind it, or only blanks up to other markup.
    pub(crate) fn typed_end_of_start(
        &mut self,
        start: usize,
        name: usize,
        end: usize,
    ) -> Option<usize> {
        let text = self.text;
        let next = end + memchr2(b'<', b'>', &text.as_bytes()[end..])?;
        let word = &text[name..end];
        let closing = text[next..]
            .strip_prefix("</")
            .map(|rest| &rest[..name::end(rest, 0)]);
        let own = closing.filter(|closing| !closing.is_empty() && word.starts_with(closing));
        let name_end = name + own.map_or(word.len(), str::len);
        let rest = &text[name_end..next];
        let typed = lookalikes::greater_at(rest).unwrap_or(0);
        let is_value = own.is_some()
            && (typed > 0 || name_end < end || rest.starts_with('/'))
            && !is_empty_tag(rest);
        let is_blank =
            typed > 0 && text[next..].starts_with('<') && rest[typed..].trim_ascii().is_empty();
        if !(is_value || is_blank && self.nesting.is_known(name::local(word))) {
            return None;
        }
        let name_span = Span::new(name, name_end);
        let wrong = Span::new(name_end, name_end + typed);
        let at = wrong.end as usize;
        let mut fault = SyntaxFault::new(SyntaxKind::TagUnclosed, Span::new(start, at))
            .argument("name", &text[name_span.range()]);
        if typed > 0 {
            fault = fault
                .variant("typed")
                .argument("typed", &text[wrong.range()])
                .replace(wrong, ">")
                .safe();
        } else {
            fault = fault.insert(at, ">");
        }
        self.tokens.push(
            Kind::Start,
            &text[name_span.range()],
            Span::new(start, at),
            name_span,
            Some(fault),
        );
        Some(at)
    }

    /// `<Name value>` or `<Name=value>` for an element that holds text: what stands in the tag is its text.
    pub(crate) fn value_in_tag(&mut self, start: usize, name: usize, end: usize) -> Option<usize> {
        let text = self.text;
        let word = &text[name..end];
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
        if !is_value || self.nesting.is_scalar(name::local(word)) != Some(true) {
            return None;
        }
        let behind = &text[close + 1..];
        let next = memchr(b'<', behind.as_bytes())
            .filter(|next| behind[..*next].trim_ascii().is_empty())?;
        let ends = behind[next..]
            .strip_prefix("</")
            .is_some_and(|rest| &rest[..name::end(rest, 0)] == word);
        let whole = Span::new(start, close + 1);
        let written = format!("<{word}>{}</{word}>", value.trim_ascii());
        let fault = SyntaxFault::new(SyntaxKind::StartTagMalformed, whole)
            .variant("value")
            .argument("name", word)
            .argument("written", written);
        let bracket = Span::new(close, close + 1);
        let last = if ends {
            Edit::delete(bracket)
        } else {
            Edit::replace(bracket, format!("</{word}>"))
        };
        let value = Span {
            start: gap.end,
            end: bracket.start,
        };
        let fault = fault.replace(gap, ">").edit(last).safe();
        self.tokens.push(
            Kind::Start,
            word,
            Span {
                start: start as u32,
                end: gap.end,
            },
            Span::new(name, end),
            Some(fault),
        );
        self.references(value, false);
        self.tokens.push(
            Kind::Text,
            "",
            value,
            Span {
                start: value.start,
                end: value.start,
            },
            None,
        );
        if !ends {
            self.tokens
                .push(Kind::End, word, bracket, Span::at(close), None);
        }
        Some(close + 1)
    }

    /// `<Na me>` where `</Name>` follows.
    pub(crate) fn name_in_parts(&mut self, start: usize, name: usize, end: usize) -> Option<usize> {
        let text = self.text;
        let odd = |character: &char| {
            !name::is_part(*character)
                && !matches!(character, '<' | '>' | '=' | '"' | '\'' | '/' | '&' | ';')
        };
        let gap: usize = text[end..]
            .chars()
            .take(4)
            .take_while(odd)
            .map(char::len_utf8)
            .sum();
        let second = end + gap;
        let second_end = name::end_nearby(text, second);
        let close = second_end + blanks(&text.as_bytes()[second_end..]);
        if gap == 0 || second_end == second || text.as_bytes().get(close) != Some(&b'>') {
            return None;
        }
        let joined = [&text[name..end], &text[second..second_end]].concat();
        let nearby = &text.as_bytes()[close..(close + NEARBY).min(text.len())];
        let closing = close + memmem::find(nearby, format!("</{joined}>").as_bytes())? + 2;
        let gap = Span::new(end, second);
        let fault = SyntaxFault::new(SyntaxKind::StartTagMalformed, Span::new(name, second_end))
            .variant("parts");
        let fault = fault.argument("name", joined.as_str()).delete(gap).safe();
        let whole = Span::new(start, close + 1);
        self.tokens.push(
            Kind::Start,
            &text[closing..closing + joined.len()],
            whole,
            Span::new(name, second_end),
            Some(fault),
        );
        Some(close + 1)
    }

    /// What a run between markup is instead of text; answers whether it is dealt with. `strays` are the places of `<` in it that begin nothing.
    pub(crate) fn slip(&mut self, run: Span, strays: &[usize]) -> bool {
        let text = self.text;
        let last = self.tokens.list.last().copied();
        let open = last
            .filter(|last| last.kind == Kind::Start)
            .map(|last| self.tokens.names[last.name as usize]);
        let closing = text[run.end as usize..]
            .strip_prefix("</")
            .map(|rest| &rest[..name::end_nearby(rest, 0)]);
        let trimmed = trimmed(text, run);
        let is_value = open.is_some() && open == closing;
        if !is_value && self.left_over(trimmed) {
            return true;
        }
        if is_value {
            return false;
        }
        if let Some((name, end)) =
            open.and_then(|name| Some((name, self.typed_end_tag(trimmed, name, strays)?)))
        {
            self.end_by_slip(trimmed, end, name);
            return true;
        }
        if let Some(name) = closing {
            return self.typed_start_tag(trimmed, name);
        }
        false
    }

    /// Signs alone between elements.
    fn left_over(&mut self, run: Span) -> bool {
        let written = &self.text[run.range()];
        let is_sign =
            written.len() <= 32 && written.bytes().all(|byte| b"<>&!]/ \t\r\n".contains(&byte));
        if !is_sign || !(written.contains(['<', '&']) || written.contains("]]>")) {
            return false;
        }
        let fault = SyntaxFault::new(SyntaxKind::UnescapedCharacter, run)
            .variant("stray")
            .argument("character", written);
        self.free(fault.delete(own_line(self.text, run)).safe());
        true
    }

    /// Where the end of an element begins that is written with other signs at the end of its text: `text&lt;/Name&gt;`, or but `text<`.
    fn typed_end_tag(&self, run: Span, name: &str, strays: &[usize]) -> Option<usize> {
        let start = run.start as usize;
        let written = &self.text[run.range()];
        if strays.last() == Some(&(run.end as usize - 1))
            && written.len() > 1
            && self.nesting.is_scalar(name::local(name)) != Some(false)
        {
            return Some(run.end as usize - 1);
        }
        let rest = &written[..written.len() - lookalikes::greater_before(written)?];
        let rest = rest.strip_suffix(name)?.strip_suffix(['/', '\\'])?;
        lookalikes::any_less_before(rest).map(|length| start + rest.len() - length)
    }

    fn end_by_slip(&mut self, run: Span, at: usize, name: &'t str) {
        let value = Span {
            start: run.start,
            end: at as u32,
        };
        self.references(value, false);
        let wrong = Span {
            start: at as u32,
            end: run.end,
        };
        let typed = &self.text[wrong.range()];
        let fault = SyntaxFault::new(SyntaxKind::EndTagMalformed, wrong)
            .argument("name", name)
            .argument("typed", typed);
        let fault = fault.replace(wrong, format!("</{name}>")).safe();
        let value = trimmed(self.text, value);
        if !value.is_empty() {
            self.tokens.push(
                Kind::Text,
                "",
                value,
                Span {
                    start: value.start,
                    end: value.start,
                },
                None,
            );
        }
        self.tokens.push(
            Kind::End,
            name,
            wrong,
            Span::at(wrong.end as usize),
            Some(fault),
        );
    }

    /// A start tag with other signs before its text and its end tag: `&lt;Name&gt;text`.
    fn typed_start_tag(&mut self, run: Span, name: &'t str) -> bool {
        let start = run.start as usize;
        let written = &self.text[run.range()];
        let Some(less) = lookalikes::any_less_at(written) else {
            return false;
        };
        let Some(behind) = written[less..]
            .strip_prefix(name)
            .filter(|_| !name.is_empty())
        else {
            return false;
        };
        let Some(greater) = lookalikes::greater_at(behind) else {
            return false;
        };
        let name_span = Span::new(start + less, start + less + name.len());
        let at = name_span.end as usize + greater;
        let edits: Vec<Edit> = vec![
            Edit::replace(Span::new(start, start + less), "<"),
            Edit::replace(Span::new(at - greater, at), ">"),
        ];
        let tag = Span::new(start, at);
        let mut fault = SyntaxFault::new(SyntaxKind::StartTagMalformed, tag)
            .argument("name", name)
            .argument("typed", &written[..less])
            .safe();
        fault.edits = edits;
        self.tokens
            .push(Kind::Start, name, tag, name_span, Some(fault));
        let value = trimmed(
            self.text,
            Span {
                start: at as u32,
                end: run.end,
            },
        );
        if !value.is_empty() {
            self.references(value, false);
            self.tokens.push(
                Kind::Text,
                "",
                value,
                Span {
                    start: value.start,
                    end: value.start,
                },
                None,
            );
        }
        true
    }
}

/// Whether what stands behind a name is the end of an empty tag whose bracket is missing.
fn is_empty_tag(rest: &str) -> bool {
    rest.trim_ascii() == "/"
}

/// A range without the white space around it.
fn trimmed(text: &str, span: Span) -> Span {
    let written = &text[span.range()];
    let start = span.start as usize + (written.len() - written.trim_ascii_start().len());
    Span::new(start, start + written.trim_ascii().len())
}

/// A range with the line that it has to itself, or as it is.
pub(crate) fn own_line(text: &str, span: Span) -> Span {
    let before = &text[..span.start as usize];
    let blank = before.trim_end_matches([' ', '\t']);
    let is_alone = text[span.end as usize..]
        .trim_start_matches([' ', '\t', '\r'])
        .starts_with('\n');
    let start = blank
        .strip_suffix('\n')
        .map(|line| line.strip_suffix('\r').unwrap_or(line).len());
    match start {
        Some(start) if is_alone => Span {
            start: start as u32,
            end: span.end,
        },
        _ => span,
    }
}
