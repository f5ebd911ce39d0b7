//! Tells a key without a value, and how the member can be taken out.

use super::super::super::{SyntaxFault, SyntaxKind};
use super::super::lexer::TokenKind;
use super::super::plan::{Plan, Reason};
use super::Laying;
use crate::diagnostic::Edit;
use crate::span::Span;

impl Laying<'_, '_> {
    /// The fault of a value that is missing before the symbol `index`.
    pub(super) fn value_missing(&mut self, index: usize, before: Span, plan: &Plan) -> SyntaxFault {
        let tokens = &self.symbols.tokens;
        let key = (index.saturating_sub(2)..index).rev().find(|at| tokens[*at].kind != TokenKind::Colon);
        let name = key.map_or("", |key| &self.text[tokens[key].content.range()]);
        let fault = SyntaxFault::new(SyntaxKind::ValueMissing, before).argument("key", name);
        let Some(gone) = key.and_then(|key| self.member_with_comma(key, index, plan)) else { return fault };
        self.removed = gone.end;
        self.dropped.push(gone);
        fault.edit(gone, "")
    }

    /// The one number that is none, `NaN`: its member can be taken out where nothing else is wrong with it.
    pub(super) fn take_out_not_finite(&self, lexical: &mut [(u32, SyntaxFault)], plan: &Plan) {
        let is_one = |fault: &SyntaxFault| fault.kind == SyntaxKind::NumberForm && fault.variant == "not-finite";
        let [index] =
            lexical.iter().enumerate().filter(|(_, entry)| is_one(&entry.1)).map(|(index, _)| index).take(2).collect::<Vec<_>>()[..]
        else {
            return;
        };
        let at = lexical[index].0 as usize;
        let Some(key) = at.checked_sub(2).filter(|_| self.symbols.tokens[at - 1].kind == TokenKind::Colon) else { return };
        let Some(gone) = self.member_with_comma(key, at + 1, plan) else { return };
        let meets = |fault: &SyntaxFault| fault.edits.iter().any(|edit| edit.span.start <= gone.end && gone.start <= edit.span.end);
        if lexical.iter().any(|entry| meets(&entry.1)) || self.faults.iter().any(meets) || self.unquoted.as_ref().is_some_and(meets) {
            return;
        }
        lexical[index].1.edits.push(Edit { span: gone, text: String::new() });
    }

    /// The range of a member without a value, from its key to the symbol `end`, with one of the commas around it. `None` where something
    /// else is mended there.
    fn member_with_comma(&self, key: usize, end: usize, plan: &Plan) -> Option<Span> {
        let tokens = &self.symbols.tokens;
        let kind = |at: usize| tokens.get(at).map(|token| token.kind);
        let changed = |at: usize| {
            let from = plan.changes.partition_point(|change| (change.at as usize) < at);
            let here = plan.changes[from..].iter().take_while(|change| change.at as usize == at);
            here.filter(|change| change.reason != Reason::ValueMissing).count() > 0
        };
        let before = key.checked_sub(1)?;
        if (before..=end).any(changed) || changed(end + 1) {
            return None;
        }
        let ends = |at: usize| matches!(kind(at), Some(TokenKind::ObjectEnd));
        let gone = match kind(end)? {
            TokenKind::Comma if !ends(end + 1) => {
                let next = tokens.get(end + 1)?;
                Span { start: tokens[key].span.start, end: next.span.start }
            }
            TokenKind::ObjectEnd if kind(before) == Some(TokenKind::Comma) => {
                Span { start: tokens[before].span.start, end: tokens[end - 1].span.end }
            }
            TokenKind::ObjectEnd if kind(before) == Some(TokenKind::ObjectStart) => {
                Span { start: tokens[key].span.start, end: tokens[end - 1].span.end }
            }
            _ => return None,
        };
        (gone.start >= self.removed).then_some(gone)
    }
}
