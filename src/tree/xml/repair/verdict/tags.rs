//! Faults of tags, one function for each [`Act`].

use crate::text::Span;
use crate::tree::fault::{SyntaxFault, SyntaxKind};
use crate::tree::xml::repair::search::{Act, Decision};
use crate::tree::xml::repair::token::{Kind, Token};
use crate::tree::xml::repair::verdict::state::{EARLY, Verdict};
use crate::tree::xml::repair::verdict::superfluous;

pub(super) fn close_before(
    verdict: &Verdict<'_, '_>,
    token: Token,
    start: Option<Token>,
    name: &str,
) -> SyntaxFault {
    let at = verdict.text[..token.span.start as usize]
        .trim_ascii_end()
        .len();
    let nested = start.filter(|start| verdict.has_child(*start));
    let tag = format!("{}</{name}>", verdict.line_break(nested));
    SyntaxFault::new(SyntaxKind::EndTagMissing, Span::at(at))
        .argument("name", name)
        .insert(at, tag)
        .safe_if(nested.is_none())
}

pub(super) fn start_as_end(verdict: &mut Verdict<'_, '_>, token: Token, name: &str) -> SyntaxFault {
    verdict.absorb(token);
    let fault = SyntaxFault::new(SyntaxKind::EndTagMissing, token.span)
        .variant("start-tag")
        .argument("name", name)
        .safe();
    if verdict.text[token.span.range()] == format!("<{name}>") {
        fault.insert(token.span.start as usize + 1, "/")
    } else {
        fault.replace(token.span, format!("</{name}>"))
    }
}

pub(super) fn element_as_end(
    verdict: &Verdict<'_, '_>,
    decision: Decision,
    name: &str,
) -> SyntaxFault {
    let start = verdict.tokens.list[decision.token as usize].span;
    // The element is its start tag, a text and its end tag.
    let end = verdict.token(decision.token + 2);
    let whole = end.map_or(start, |end| start.to(end.span));
    SyntaxFault::new(SyntaxKind::EndTagMissing, start)
        .variant("element")
        .argument("name", name)
        .replace(whole, format!("</{name}>"))
}

pub(super) fn end_as_start(
    verdict: &mut Verdict<'_, '_>,
    decision: Decision,
    token: Token,
) -> SyntaxFault {
    verdict.absorb(token);
    let name = verdict.name(token.name);
    // Around a text nothing else can be meant.
    let has_text = verdict
        .token(decision.token + 1)
        .is_some_and(|next| next.kind == Kind::Text);
    let fault = SyntaxFault::new(SyntaxKind::StartTagMissing, token.span)
        .variant("end-tag")
        .argument("name", name)
        .safe_if(has_text);
    if verdict.text[token.span.range()] == format!("</{name}>") {
        let slash = token.span.start as usize + 1;
        fault.delete(Span::new(slash, slash + 1))
    } else {
        fault.replace(token.span, format!("<{name}>"))
    }
}

pub(super) fn open_empty(
    verdict: &Verdict<'_, '_>,
    decision: Decision,
    token: Token,
) -> SyntaxFault {
    let tag = &verdict.text[token.span.range()];
    let start = token.span.start as usize;
    let slash = tag.rfind('/').unwrap_or(0);
    let space = tag[..slash].trim_ascii_end().len();
    let mut fault = SyntaxFault::new(
        SyntaxKind::StartTagMalformed,
        Span::new(start + slash, start + slash + 1),
    )
    .variant("closed")
    .argument("name", verdict.name(token.name))
    .delete(Span::new(start + space, start + slash + 1))
    .safe();
    fault.related = verdict.end_after(decision, token.name);
    fault
}

pub(super) fn delete(
    verdict: &mut Verdict<'_, '_>,
    decision: Decision,
    token: Token,
) -> SyntaxFault {
    verdict.absorb(token);
    let is_repeated = decision.act == Act::DeleteRepeated;
    let ends_open = verdict
        .token(decision.start)
        .is_some_and(|start| start.name == token.name);
    let variant = match (is_repeated, token.kind) {
        (true, Kind::End) => "repeated",
        (false, Kind::End) if ends_open => EARLY,
        (false, Kind::Start | Kind::Empty) => "stray",
        _ => "",
    };
    let mut fault = SyntaxFault::new(superfluous(token.kind), token.span)
        .variant(variant)
        .argument("name", verdict.name(token.name))
        .argument("open", verdict.name(decision.name))
        .delete(with_own_line(verdict.text, token.span))
        .safe_if(is_repeated);
    if variant == EARLY {
        fault.related = verdict.end_after(decision, token.name);
    }
    if is_repeated {
        let before = decision.token.checked_sub(1);
        fault.related = before
            .and_then(|before| verdict.token(before))
            .map(|before| before.span);
    }
    fault
}

/// The range of a tag, with the whitespace before it where it has a line to itself.
fn with_own_line(text: &str, span: Span) -> Span {
    let start = span.start as usize;
    let before = text[..start].trim_ascii_end().len();
    let is_alone = text[before..start].contains('\n')
        && text[span.end as usize..]
            .trim_start_matches([' ', '\t', '\r'])
            .starts_with('\n');
    Span::new(if is_alone { before } else { start }, span.end as usize)
}

pub(super) fn rename_end(verdict: &mut Verdict<'_, '_>, token: Token, name: &str) -> SyntaxFault {
    let found = verdict.name(token.name);
    let is_malformed = verdict.absorb(token);
    let fault = if is_malformed || found.is_empty() {
        SyntaxFault::new(SyntaxKind::EndTagMalformed, token.span)
            .replace(token.span, format!("</{name}>"))
    } else {
        SyntaxFault::new(SyntaxKind::EndTagMisspelt, token.name_span).replace(token.name_span, name)
    };
    fault.argument("name", name).argument("found", found).safe()
}

pub(super) fn rename_start(
    verdict: &Verdict<'_, '_>,
    token: Token,
    start: Option<Token>,
    found: &str,
) -> SyntaxFault {
    let name = verdict.name(token.name);
    let span = start.map_or(token.name_span, |start| start.name_span);
    SyntaxFault::new(SyntaxKind::StartTagMisspelt, span)
        .argument("name", name)
        .argument("found", found)
        .related(token.span)
        .replace(span, name)
        .safe()
}

pub(super) fn cross(verdict: &Verdict<'_, '_>, decision: Decision, inner: &str) -> SyntaxFault {
    let first = verdict.tokens.list[decision.token as usize];
    let Some(second) = verdict.token(decision.token + 1) else {
        return SyntaxFault::new(SyntaxKind::EndTagsCrossed, first.span);
    };
    let outer = verdict.name(first.name);
    SyntaxFault::new(SyntaxKind::EndTagsCrossed, first.span.to(second.span))
        .argument("outer", outer)
        .argument("inner", inner)
        .replace(first.name_span, inner)
        .replace(second.name_span, outer)
        .safe()
}

pub(super) fn start_before(
    verdict: &Verdict<'_, '_>,
    decision: Decision,
    name: u32,
) -> SyntaxFault {
    let name = verdict.name(name);
    let at = verdict.tokens.list[decision.token as usize].span.start as usize;
    let end = verdict.ends.get(decision.token as usize);
    let mut fault = SyntaxFault::new(SyntaxKind::StartTagMissing, Span::at(at))
        .argument("name", name)
        .insert(at, format!("<{name}>"));
    fault.related = end.and_then(|end| verdict.token(*end)).map(|end| end.span);
    fault
}

pub(super) fn start_before_text(
    verdict: &Verdict<'_, '_>,
    decision: Decision,
    name: u32,
) -> SyntaxFault {
    let name = verdict.name(name);
    let token = verdict.tokens.list[decision.token as usize];
    let text = decision
        .token
        .checked_sub(1)
        .and_then(|before| verdict.token(before))
        .filter(|before| before.kind == Kind::Text);
    let at = text.map_or(token.span.start, |text| text.span.start) as usize;
    // An end tag without anything before it may just as well be left over.
    let has_text = !verdict.text[at..token.span.start as usize]
        .trim_ascii()
        .is_empty();
    SyntaxFault::new(SyntaxKind::StartTagMissing, Span::at(at))
        .argument("name", name)
        .related(token.span)
        .insert(at, format!("<{name}>"))
        .safe_if(has_text)
}
