//! Faults of brackets.

use crate::text::{Edit, Span};
use crate::tree::fault::{SyntaxFault, SyntaxKind};
use crate::tree::json::recovery::faults::Reporter;
use crate::tree::json::recovery::plan::{Action, Change};
use crate::tree::json::recovery::token::TokenKind;

/// The fault of closing brackets that are missing.
pub(super) fn closing_missing(reporter: &Reporter<'_>, group: &[&Change]) -> SyntaxFault {
    let first = group[0];
    let at = reporter.end_before(first.at as usize);
    let closing = Closing::of(reporter, group);
    let fault = SyntaxFault::new(SyntaxKind::BracketMissing, Span::at(at))
        .argument("bracket", closing.brackets)
        .argument("holder", holder(first))
        .insert(at, closing.text);
    reporter.with_opener(fault, first)
}

/// The fault of an opening bracket that is missing before a token.
pub(super) fn opening_missing(change: &Change, here: Span) -> SyntaxFault {
    let (bracket, holder) = if change.action == Action::Insert(TokenKind::ArrayStart) {
        ("[", "array")
    } else {
        ("{", "object")
    };
    let at = here.start as usize;
    SyntaxFault::new(SyntaxKind::BracketMissing, Span::at(at))
        .variant("opening")
        .argument("bracket", bracket)
        .argument("holder", holder)
        .insert(at, bracket)
}

/// The fault of a missing line that opens an object or array.
pub(super) fn line_missing(group: &[&Change], here: Span) -> SyntaxFault {
    let is_array = group
        .iter()
        .any(|change| change.action == Action::Insert(TokenKind::ArrayStart));
    SyntaxFault::new(SyntaxKind::BracketMissing, here)
        .variant("line")
        .argument("bracket", if is_array { "[" } else { "{" })
}

/// Reports a bracket of the wrong kind: an opening one and the one that closes it are one mistake.
pub(super) fn wrong(reporter: &mut Reporter<'_>, change: &Change, here: Span) {
    let right = match change.action {
        Action::Replace(TokenKind::ArrayStart) => "[",
        Action::Replace(TokenKind::ObjectStart) => "{",
        Action::Replace(TokenKind::ArrayEnd) => "]",
        _ => "}",
    };
    let opener = change.opener.unwrap_or(change.at);
    // An opening bracket is before the one that closes it.
    let opening = reporter
        .swapped
        .binary_search_by_key(&opener, |entry| entry.0)
        .ok()
        .map(|at| reporter.swapped[at].1);
    if let Some(fault) = opening.and_then(|index| reporter.faults.get_mut(index)) {
        fault.edits.push(Edit::replace(here, right));
        return;
    }
    let mut fault = SyntaxFault::new(SyntaxKind::BracketMismatch, here)
        .argument("found", &reporter.text[here.range()])
        .argument("expected", right)
        .replace(here, right);
    if matches!(right, "[" | "{") {
        reporter.swapped.push((change.at, reporter.faults.len()));
    } else {
        fault = reporter.with_opener(fault, change);
    }
    reporter.faults.push(fault);
}

/// What contains the values before a closing bracket.
pub(super) fn holder(change: &Change) -> &'static str {
    if change.action == Action::Insert(TokenKind::ArrayEnd) {
        "array"
    } else {
        "object"
    }
}

/// Closing brackets that are inserted.
pub(super) struct Closing {
    pub(super) brackets: String,
    /// The same on lines of their own where the opening ones end theirs.
    pub(super) text: String,
}

impl Closing {
    pub(super) fn of(reporter: &Reporter<'_>, changes: &[&Change]) -> Self {
        let mut closing = Self {
            brackets: String::new(),
            text: String::new(),
        };
        for change in changes {
            let (character, is_bracket) = match change.action {
                Action::Insert(TokenKind::Comma) => (',', false),
                Action::Insert(TokenKind::ArrayEnd) => (']', true),
                Action::Insert(TokenKind::ObjectEnd) => ('}', true),
                _ => continue,
            };
            if is_bracket {
                closing.push_line_break(reporter, change);
            }
            closing.brackets.push(character);
            closing.text.push(character);
        }
        closing
    }

    /// Begins a line where the opening bracket ends its own.
    fn push_line_break(&mut self, reporter: &Reporter<'_>, change: &Change) {
        let tokens = &reporter.lexed.tokens;
        let Some(opener) = change.opener.map(|opener| opener as usize) else {
            return;
        };
        if !tokens.get(opener + 1).is_some_and(|next| next.first) {
            return;
        }
        let text = reporter.text;
        self.text
            .push_str(if text.contains("\r\n") { "\r\n" } else { "\n" });
        self.text
            .push_str(indentation(text, tokens[opener].span.start as usize));
    }
}

/// The whitespace that the line at an offset begins with.
fn indentation(text: &str, at: usize) -> &str {
    let start = text[..at]
        .rfind(['\n', '\r'])
        .map_or(0, |line_end| line_end + 1);
    let line = &text[start..at];
    &line[..line.len() - line.trim_start_matches([' ', '\t']).len()]
}
