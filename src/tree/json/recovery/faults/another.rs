//! The fault of another document after the first, and with it of all the rest of the text.

use crate::text::Span;
use crate::tree::fault::{SyntaxFault, SyntaxKind};
use crate::tree::json::recovery::faults::Reporter;
use crate::tree::json::recovery::token::{Token, TokenKind};

/// Reports everything after the document as one fault: another one begins at the token `index`, and
/// the token `end` is the first that is not part of the document.
pub(super) fn report(reporter: &mut Reporter<'_>, index: usize, end: usize) {
    let tokens = &reporter.lexed.tokens;
    let text = reporter.text;
    let is_opening = |token: &&Token| token.kind == TokenKind::ObjectStart;
    let (Some(first), Some(second)) = (
        tokens[..index].iter().find(is_opening),
        tokens[index..].iter().find(is_opening),
    ) else {
        return;
    };
    let document = first.span.start as usize..reporter.end_before(end);
    // Whitespace at the end may be inside a string.
    let text_end = reporter
        .end_before(tokens.len())
        .max(text.trim_ascii_end().len());
    let rest = second.span.start as usize..text_end;
    let others = count_documents(&tokens[index..]);
    // A copy of the first contains nothing that the first does not; what is between them might.
    let is_copy = text[document.end..rest.start].trim().is_empty()
        && text[document.clone()] == text[rest.clone()];
    let removed = Span::new(document.end, rest.end);
    let fault = SyntaxFault::new(SyntaxKind::TextAround, second.span)
        .variant(if others > 1 { "several" } else { "second" })
        .argument("count", others.to_string())
        .related(first.span)
        .delete(removed)
        .safe_if(is_copy);
    reporter.dropped.push(removed);
    reporter.faults.push(fault);
}

/// How many objects that are in no other begin in some tokens.
fn count_documents(tokens: &[Token]) -> usize {
    let (mut depth, mut count) = (0_usize, 0);
    for token in tokens {
        if token.kind.is_opening() {
            count += usize::from(depth == 0 && token.kind == TokenKind::ObjectStart);
            depth += 1;
        } else if token.kind.is_closing() {
            depth = depth.saturating_sub(1);
        }
    }
    count
}
