//! The fault of what the end of the text cuts off.

use crate::text::Span;
use crate::tree::fault::{SyntaxFault, SyntaxKind};
use crate::tree::json::recovery::faults::Reporter;
use crate::tree::json::recovery::faults::brackets::{Closing, holder};
use crate::tree::json::recovery::plan::{Action, Change};
use crate::tree::json::recovery::token::TokenKind;

/// Reports what the end of the text cuts off, as one fault.
pub(super) fn report(reporter: &mut Reporter<'_>, changes: &[&Change]) {
    let last_dropped = reporter.dropped.last();
    let cut = reporter
        .lexed
        .cut
        .filter(|cut| last_dropped.is_none_or(|dropped| !dropped.contains(cut.0)));
    let Some(last) = reporter.lexed.tokens.last() else {
        return;
    };
    if changes.is_empty() && cut.is_none() {
        return;
    }
    let end = Span::at(last.span.end as usize);
    let mut deleted: Vec<Span> = changes
        .iter()
        .filter(|change| change.action == Action::Delete)
        .map(|change| reporter.lexed.tokens[change.at as usize].span)
        .collect();
    let is_half_key = deleted.iter().any(|span| span.end == last.span.end);
    let (at, rest) = cut.filter(|_| !is_half_key).unwrap_or((end, ""));
    let is_null = |change: &&Change| change.action == Action::Insert(TokenKind::Null);
    let nulls = changes.iter().copied().filter(is_null).count();
    let missing = rest.to_owned() + &" null".repeat(nulls);
    let closing = Closing::of(reporter, changes);
    let is_only_brackets = missing.is_empty() && deleted.is_empty() && cut.is_none();
    let fault = if is_only_brackets {
        let holder = changes.first().map_or("object", |first| holder(first));
        SyntaxFault::new(SyntaxKind::BracketMissing, end)
            .variant("end")
            .argument("bracket", closing.brackets)
            .argument("holder", holder)
    } else {
        let all = format!("{}{}", missing.trim(), closing.brackets);
        SyntaxFault::new(SyntaxKind::DocumentCutOff, end).argument("missing", all)
    };
    let fault = deleted
        .iter()
        .fold(fault, |fault, span| fault.delete(*span))
        .replace(at, missing + &closing.text);
    let opener = changes.iter().find(|change| change.opener.is_some());
    let fault = match opener {
        Some(opener) => reporter.with_opener(fault, opener),
        None => fault,
    };
    reporter.dropped.append(&mut deleted);
    reporter.faults.push(fault);
}
