//! Faults of what is outside the document.

use crate::text::Span;
use crate::tree::fault::{SyntaxFault, SyntaxKind};
use crate::tree::xml::repair::search::Decision;
use crate::tree::xml::repair::token::{Kind, Token};
use crate::tree::xml::repair::verdict::state::Verdict;

/// Text before or after the root.
pub(super) fn text(verdict: &mut Verdict<'_, '_>, decision: Decision, token: Token) -> SyntaxFault {
    verdict.absorb(token);
    let is_after_root = verdict.tokens.list[..decision.token as usize]
        .iter()
        .any(|other| matches!(other.kind, Kind::Start | Kind::Empty));
    let written = &verdict.text[token.span.range()];
    let first_line = written.lines().next().unwrap_or_default();
    let (variant, removed) = if is_after_root {
        ("behind", token.span)
    } else {
        ("before", before_declaration(verdict.text, token.span))
    };
    SyntaxFault::new(SyntaxKind::TextAround, token.span)
        .variant(variant)
        .argument("text", first_line.trim_ascii_end())
        .delete(removed)
}

/// A range with the whitespace around it where a declaration follows, which must come first.
fn before_declaration(text: &str, span: Span) -> Span {
    let (mut start, mut end) = (span.start as usize, span.end as usize);
    let rest = text[end..].trim_ascii_start();
    if rest.starts_with("<?xml") {
        end = text.len() - rest.len();
        if text[..start].trim_ascii().is_empty() {
            start = 0;
        }
    }
    Span::new(start, end)
}

/// Another element after the root. It is removed with everything after it.
pub(super) fn second_root(verdict: &mut Verdict<'_, '_>, token: Token) -> SyntaxFault {
    let text = verdict.text;
    let start = token.span.start as usize;
    verdict.end = start;
    let is_tag = |kind: Kind| matches!(kind, Kind::Start | Kind::Empty | Kind::MaybeStart);
    let first = verdict.tokens.list.iter().find(|token| is_tag(token.kind));
    let mut from = text[..start].trim_ascii_end().len();
    // Its declaration is removed with it.
    let declaration = verdict
        .tokens
        .faults
        .iter()
        .find(|fault| fault.variant == "second" && fault.span.end as usize == from);
    if let Some(declaration) = declaration {
        from = text[..declaration.span.start as usize]
            .trim_ascii_end()
            .len();
    }
    let end = text.trim_ascii_end().len();
    // A copy of the first contains nothing that the first does not.
    let is_copy =
        first.is_some_and(|first| text[first.span.start as usize..from] == text[start..end]);
    let mut fault = SyntaxFault::new(SyntaxKind::TextAround, token.span)
        .variant("second")
        .argument("name", verdict.name(token.name))
        .argument("first", first.map_or("", |first| verdict.name(first.name)))
        .delete(Span::new(from, end))
        .safe_if(is_copy);
    fault.related = first.map(|first| first.span);
    fault
}
