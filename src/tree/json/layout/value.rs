//! Tells a key without a value.

use crate::text::Span;
use crate::tree::json::layout::Laying;
use crate::tree::json::lexer::TokenKind;
use crate::tree::json::plan::{Plan, Reason};
use crate::tree::{SyntaxFault, SyntaxKind};

impl Laying<'_, '_> {
    /// The fault of a value that is missing before the symbol `index`. `null` keeps the key, to be filled in or left out.
    pub(crate) fn value_missing(&self, index: usize, before: Span, plan: &Plan) -> SyntaxFault {
        let tokens = &self.symbols.tokens;
        let key = (index.saturating_sub(2)..index)
            .rev()
            .find(|at| tokens[*at].kind != TokenKind::Colon);
        let name = key.map_or("", |key| &self.text[tokens[key].content.range()]);
        let fault = SyntaxFault::new(SyntaxKind::ValueMissing, before).argument("key", name);
        // Where something else is mended around it, the order of what is put in would be a guess.
        let from = plan
            .changes
            .partition_point(|change| (change.at as usize) + 2 < index);
        let around = plan.changes[from..]
            .iter()
            .take_while(|change| change.at as usize <= index + 1);
        if around
            .filter(|change| change.reason != Reason::ValueMissing)
            .count()
            > 0
        {
            return fault;
        }
        match index.checked_sub(1).map(|last| &tokens[last]) {
            Some(last) if last.kind == TokenKind::Colon => {
                fault.insert(last.span.end as usize, " null")
            }
            Some(last) if last.kind == TokenKind::String => {
                fault.insert(last.span.end as usize, ": null")
            }
            _ => fault,
        }
    }
}
