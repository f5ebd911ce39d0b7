//! Processing instructions, the XML declaration included.

use memchr::memchr;

use crate::text::Span;
use crate::tree::fault::{SyntaxFault, SyntaxKind};
use crate::tree::xml::repair::lexer::declaration::{self, is_declaration};
use crate::tree::xml::repair::lexer::state::Lexer;
use crate::tree::xml::repair::name;

/// An instruction that begins at an offset.
pub(super) fn read(lexer: &mut Lexer<'_, '_>, start: usize) -> usize {
    let text = lexer.text;
    let is_declaration = is_declaration(&text[start..]);
    // An instruction may contain anything, but one that contains markup has lost its end.
    let limit =
        memchr(b'<', &text.as_bytes()[start + 1..]).map_or(text.len(), |found| start + 1 + found);
    let closed = lexer
        .instruction_end
        .next(text, start + 2)
        .filter(|close| *close < limit || !is_declaration && !text[start..*close].contains('\n'))
        .map(|close| close + 2);
    let Some(end) = closed.or_else(|| unclosed(lexer, start, limit)) else {
        return lexer.break_off(start);
    };
    if is_declaration {
        declaration::read(lexer, Span::new(start, end));
    } else if !has_target(&text[start + 2..end]) {
        nameless(lexer, Span::new(start, end));
    }
    end
}

/// Whether the inside of an instruction begins with a name that ends there.
pub(in crate::tree::xml) fn has_target(inside: &str) -> bool {
    let end = name::end(inside, 0);
    name::begins(inside)
        && (inside[end..].starts_with("?>")
            || inside[end..].starts_with(|next: char| next.is_ascii_whitespace()))
}

/// An instruction without its end, which is before `limit`. Returns where it ends, unless the text
/// ends inside it.
fn unclosed(lexer: &mut Lexer<'_, '_>, start: usize, limit: usize) -> Option<usize> {
    let segment = &lexer.text[start..limit];
    if segment.trim_end().len() == lexer.text.len() - start {
        return None;
    }
    let (length, closing) = if let Some(found) = segment.find('>') {
        (found, "?")
    } else {
        let line = segment.split(['\n', '\r']).next().unwrap_or_default();
        let line = line.trim_end();
        (line.len(), if line.ends_with('?') { ">" } else { "?>" })
    };
    let at = start + length;
    lexer.fault(
        SyntaxFault::new(SyntaxKind::InstructionMalformed, Span::new(start, at))
            .insert(at, closing)
            .safe(),
    );
    Some(if closing == "?" { at + 1 } else { at })
}

/// An instruction without a name.
fn nameless(lexer: &mut Lexer<'_, '_>, span: Span) {
    // It is removed, so it needs no end.
    lexer.tokens.faults.pop_if(|last| {
        last.kind == SyntaxKind::InstructionMalformed && last.span.start == span.start
    });
    lexer.fault(
        SyntaxFault::new(SyntaxKind::InstructionMalformed, span)
            .variant("nameless")
            .delete(span),
    );
}
