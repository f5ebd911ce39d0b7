//! Document type declarations.

use crate::text::Span;
use crate::tree::fault::{SyntaxFault, SyntaxKind};
use crate::tree::xml::repair::lexer::state::Lexer;
use crate::tree::xml::repair::name;

/// A declaration that begins at an offset. It is removed, and the names of its entities are
/// remembered.
pub(super) fn read(lexer: &mut Lexer<'_, '_>, start: usize) -> usize {
    let rest = &lexer.text[start..];
    let head = rest.find(['[', '>']).unwrap_or(rest.len());
    let subset_end = rest[head..]
        .starts_with('[')
        .then(|| rest[head..].find(']'))
        .flatten()
        .map_or(head, |found| head + found);
    let length = rest[subset_end..].find('>').map_or_else(
        || rest.find('\n').unwrap_or(rest.len()),
        |found| subset_end + found + 1,
    );
    let span = Span::new(start, start + length);
    for entity in rest[..length].split("<!ENTITY").skip(1) {
        let name = entity.trim_start();
        lexer.entities.insert(&name[..name::end(name, 0)]);
    }
    lexer.doctype = Some(lexer.tokens.faults.len());
    lexer.fault(SyntaxFault::new(SyntaxKind::DoctypePresent, span).delete(span));
    start + length
}
