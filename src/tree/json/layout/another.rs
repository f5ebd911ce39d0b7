//! Tells what begins where a document has ended: another one, and with it all the rest of the text.

use crate::text::Span;
use crate::tree::json::layout::Laying;
use crate::tree::json::lexer::{Token, TokenKind};
use crate::tree::{SyntaxFault, SyntaxKind};

impl Laying<'_, '_> {
    /// Everything behind the document as one fault: another one begins at the symbol `index`, and the symbol `end` is the first that is
    /// none of the document.
    pub(crate) fn second_document(&mut self, index: usize, end: usize) {
        let tokens = &self.symbols.tokens;
        let is_opening = |token: &&Token| token.kind == TokenKind::ObjectStart;
        let (Some(first), Some(second)) = (
            tokens[..index].iter().find(is_opening),
            tokens[index..].iter().find(is_opening),
        ) else {
            return;
        };
        let document = first.span.start as usize..self.end_before(end);
        // White space at the end may be inside of a string.
        let end = self
            .end_before(tokens.len())
            .max(self.text.trim_ascii_end().len());
        let rest = second.span.start as usize..end;
        let others = self.documents_from(index);
        // A copy of the first says nothing that the first does not; what stands between them might.
        let is_alone = self.text[document.end..rest.start].trim().is_empty();
        let is_copy = is_alone && self.text[document.clone()] == self.text[rest.clone()];
        let behind = Span::new(document.end, rest.end);
        let fault = SyntaxFault::new(SyntaxKind::TextAround, second.span)
            .variant(if others > 1 { "several" } else { "second" })
            .argument("count", others.to_string())
            .related(first.span)
            .delete(behind)
            .safe_if(is_copy);
        self.dropped.push(behind);
        self.faults.push(fault);
    }

    /// How many objects that nothing holds begin at a symbol or behind it.
    fn documents_from(&self, index: usize) -> usize {
        let (mut depth, mut count) = (0_usize, 0);
        for token in &self.symbols.tokens[index..] {
            match token.kind {
                TokenKind::ObjectStart | TokenKind::ArrayStart => {
                    count += usize::from(depth == 0 && token.kind == TokenKind::ObjectStart);
                    depth += 1;
                }
                TokenKind::ObjectEnd | TokenKind::ArrayEnd => depth = depth.saturating_sub(1),
                _ => {}
            }
        }
        count
    }
}
