//! Reports the faults of a text that is not JSON: those of single tokens, and the changes of the
//! plan, those that belong together as one.

mod another;
mod brackets;
mod end;
mod order;
mod value;

use crate::text::{Source, Span};
use crate::tree::fault::{SyntaxFault, SyntaxKind};
use crate::tree::json::recovery::plan::{Action, Change, Plan, Reason};
use crate::tree::json::recovery::token::{Lexed, TokenKind};
use crate::tree::json::recovery::tree::Found;

/// All faults in the order of the text.
pub(super) fn report(
    source: &Source<'_>,
    mut lexed: Lexed,
    plan: &Plan,
    found: Found,
) -> Vec<SyntaxFault> {
    let of_tokens = std::mem::take(&mut lexed.faults);
    let mut reporter = Reporter {
        text: source.text(),
        lexed: &lexed,
        faults: Vec::new(),
        dropped: Vec::new(),
        swapped: Vec::new(),
    };
    reporter.faults.extend(invalid_bytes(source));
    reporter.faults.extend(text_before(&lexed));
    reporter.faults.extend(found.unquoted_values);
    changes(&mut reporter, plan);
    let of_tokens = order::relevant(of_tokens, &found.bare_keys, plan);
    order::sorted(reporter, of_tokens, found.unquoted_keys)
}

/// What is being reported.
struct Reporter<'t> {
    text: &'t str,
    lexed: &'t Lexed,
    faults: Vec<SyntaxFault>,
    /// Ranges that are not part of the document, in order.
    dropped: Vec<Span>,
    /// Indices of opening brackets of the wrong kind, in order, each with the index of its fault.
    swapped: Vec<(u32, usize)>,
}

impl Reporter<'_> {
    /// Where the token before one ends.
    fn end_before(&self, index: usize) -> usize {
        self.lexed.end_before(index, self.text)
    }

    /// A fault with the opening bracket that a change belongs to.
    fn with_opener(&self, mut fault: SyntaxFault, change: &Change) -> SyntaxFault {
        let opener = change
            .opener
            .and_then(|opener| self.lexed.tokens.get(opener as usize));
        if let Some(opener) = opener {
            fault.related = Some(opener.span);
        }
        fault
    }

    /// A fault that deletes the tokens of some changes.
    fn deleting(&self, fault: SyntaxFault, group: &[&Change]) -> SyntaxFault {
        group.iter().fold(fault, |fault, change| {
            fault.delete(self.lexed.tokens[change.at as usize].span)
        })
    }
}

fn invalid_bytes(source: &Source<'_>) -> Option<SyntaxFault> {
    let fault = source.fault()?;
    Some(
        SyntaxFault::new(SyntaxKind::WrongBytes, fault.span)
            .argument("encoding", source.encoding().declared_name())
            .argument("declared", "")
            .argument("byte", format!("{:02x}", fault.byte))
            .argument("offset", fault.byte_offset.to_string()),
    )
}

/// Text before the document.
fn text_before(lexed: &Lexed) -> Option<SyntaxFault> {
    let span = lexed.before?;
    let first = lexed.tokens.first();
    let removed = Span {
        start: span.start,
        end: first.map_or(span.end, |token| token.span.start),
    };
    Some(
        SyntaxFault::new(SyntaxKind::TextAround, span)
            .variant("before")
            .delete(removed),
    )
}

/// Reports the changes of a plan.
fn changes(reporter: &mut Reporter<'_>, plan: &Plan) {
    let end = reporter.lexed.tokens.len();
    let is_at_end =
        |change: &Change| change.reason == Reason::End || change.at as usize >= end.min(plan.read);
    let (at_end, inside): (Vec<&Change>, Vec<&Change>) =
        plan.changes.iter().partition(|change| is_at_end(change));
    let mut rest = inside.as_slice();
    let mut document_end = plan.second;
    while let Some(first) = rest.first() {
        let run = rest
            .windows(2)
            .take_while(|pair| belong_together(pair[0], pair[1]))
            .count()
            + 1;
        let (group, after) = rest.split_at(run);
        // Text between two documents is removed with the second.
        let is_between = first.reason == Reason::AfterDocument
            && plan.second == group.last().map(|last| last.at as usize + 1);
        if after.is_empty() && is_between {
            document_end = Some(first.at as usize);
        } else {
            change(reporter, group, plan);
        }
        rest = after;
    }
    if let Some((second, end)) = plan.second.zip(document_end) {
        another::report(reporter, second, end);
    } else if plan.read < end || reporter.lexed.incomplete {
        let at = Span::at(reporter.end_before(plan.read));
        reporter.faults.push(
            SyntaxFault::new(SyntaxKind::NotWellFormed, at)
                .argument("reason", "there are too many errors to read the rest"),
        );
    } else {
        end::report(reporter, &at_end);
    }
}

/// Whether two changes that follow each other are one mistake.
fn belong_together(first: &Change, second: &Change) -> bool {
    match (first.action, second.action) {
        (Action::Delete, Action::Delete) => {
            first.at + 1 == second.at && first.reason.covers(second.reason)
        }
        (Action::Insert(_), Action::Insert(_)) => {
            let is_group = matches!(
                first.reason,
                Reason::ClosingMissing
                    | Reason::ValueMissing
                    | Reason::KeyMissing
                    | Reason::LineMissing
            );
            is_group && first.reason == second.reason && first.at == second.at
        }
        _ => false,
    }
}

/// Reports changes that are one mistake.
fn change(reporter: &mut Reporter<'_>, group: &[&Change], plan: &Plan) {
    let (Some(first), Some(last)) = (group.first(), group.last()) else {
        return;
    };
    let index = first.at as usize;
    let here = reporter.lexed.tokens[index].span;
    let all = here.to(reporter.lexed.tokens[last.at as usize].span);
    let fault = match first.reason {
        Reason::CommaMissing
        | Reason::CommaExtra
        | Reason::CommaTrailing
        | Reason::ColonMissing
        | Reason::ColonExtra
        | Reason::SeparatorWrong => separator(reporter, group, all),
        Reason::ClosingMissing => brackets::closing_missing(reporter, group),
        Reason::OpeningMissing => brackets::opening_missing(first, here),
        Reason::LineMissing => brackets::line_missing(group, here),
        Reason::BracketExtra => {
            let fault = SyntaxFault::new(SyntaxKind::BracketExtra, all)
                .argument("bracket", &reporter.text[here.range()]);
            reporter.deleting(fault, group)
        }
        Reason::BracketWrong => return brackets::wrong(reporter, first, here),
        Reason::ValueMissing => value::missing(reporter, index, plan),
        Reason::KeyMissing => SyntaxFault::new(SyntaxKind::ValueMissing, here).variant("key"),
        Reason::Stray | Reason::End => {
            reporter.dropped.push(all);
            SyntaxFault::new(SyntaxKind::StrayText, all)
                .argument("text", &reporter.text[all.range()])
                .delete(all)
        }
        Reason::AfterDocument => {
            reporter.dropped.push(all);
            SyntaxFault::new(SyntaxKind::TextAround, all)
                .variant("behind")
                .delete(all)
        }
    };
    reporter.faults.push(fault);
}

/// The fault of a comma or colon; `all` is the range of the changed tokens.
fn separator(reporter: &Reporter<'_>, group: &[&Change], all: Span) -> SyntaxFault {
    let tokens = &reporter.lexed.tokens;
    let first = group[0];
    let index = first.at as usize;
    let before = reporter.end_before(index);
    let count = group.len().to_string();
    let mut fault = match first.reason {
        Reason::CommaMissing => SyntaxFault::new(SyntaxKind::CommaMissing, Span::at(before))
            .related(tokens[index].span)
            .insert(before, ","),
        Reason::ColonMissing => {
            SyntaxFault::new(SyntaxKind::ColonMissing, Span::at(before)).insert(before, ":")
        }
        Reason::CommaExtra => {
            let fault = SyntaxFault::new(SyntaxKind::CommaExtra, all).argument("count", count);
            reporter.deleting(fault, group)
        }
        Reason::CommaTrailing => {
            let fault = SyntaxFault::new(SyntaxKind::TrailingComma, all)
                .variant(if group.len() > 1 { "several" } else { "" })
                .argument("count", count);
            reporter.deleting(fault, group)
        }
        Reason::ColonExtra => {
            reporter.deleting(SyntaxFault::new(SyntaxKind::ColonExtra, all), group)
        }
        _ => {
            let is_comma = first.action == Action::Replace(TokenKind::Comma);
            let right = if is_comma { "," } else { ":" };
            let here = tokens[index].span;
            SyntaxFault::new(SyntaxKind::WrongSeparator, here)
                .argument("found", &reporter.text[here.range()])
                .argument("expected", right)
                .replace(here, right)
        }
    };
    let related = match first.reason {
        Reason::CommaTrailing => tokens.get(index + group.len()),
        Reason::ColonMissing => index.checked_sub(1).map(|key| &tokens[key]),
        _ => None,
    };
    fault.related = fault.related.or(related.map(|token| token.span));
    fault.safe()
}
