//! Tells brackets of the wrong kind: one that opens and the one that closes it are one mistake.

use crate::text::{Edit, Span};
use crate::tree::json::layout::Laying;
use crate::tree::json::lexer::TokenKind;
use crate::tree::json::plan::{Action, Change};
use crate::tree::{SyntaxFault, SyntaxKind};

impl Laying<'_, '_> {
    pub(crate) fn bracket_wrong(&mut self, change: &Change, here: Span) {
        let right = match change.action {
            Action::Replace(TokenKind::ArrayStart) => "[",
            Action::Replace(TokenKind::ObjectStart) => "{",
            Action::Replace(TokenKind::ArrayEnd) => "]",
            _ => "}",
        };
        let opener = change.opener.unwrap_or(change.at);
        // Openings come before what closes them, in the order of the text.
        let opening = self
            .swapped
            .binary_search_by_key(&opener, |entry| entry.0)
            .ok()
            .map(|at| self.swapped[at].1);
        if let Some(fault) = opening.and_then(|index| self.faults.get_mut(index)) {
            fault.edits.push(Edit {
                span: here,
                text: right.into(),
            });
            return;
        }
        let opens = matches!(right, "[" | "{");
        let fault = SyntaxFault::new(SyntaxKind::BracketMismatch, here)
            .argument("found", &self.text[here.range()])
            .argument("expected", right)
            .replace(here, right);
        let fault = if opens {
            fault
        } else {
            self.with_opener(fault, change)
        };
        if opens {
            self.swapped.push((change.at, self.faults.len()));
        }
        self.faults.push(fault);
    }
}
