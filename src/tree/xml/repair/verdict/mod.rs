//! From a reading of the tags to faults with their edits.

mod end_of_text;
mod outside;
mod state;
mod tags;

use crate::tree::fault::{SyntaxFault, SyntaxKind};
use crate::tree::xml::repair::search::{Act, Decision, NONE, Reading};
use crate::tree::xml::repair::token::{Kind, Tokens};
use state::Verdict;

/// All faults of a reading, those of single tokens included.
pub(super) fn faults(text: &str, tokens: &Tokens<'_>, reading: &Reading) -> Vec<SyntaxFault> {
    let mut verdict = Verdict {
        text,
        tokens,
        ends: &reading.ends,
        faults: Vec::new(),
        reported: vec![false; tokens.attached.len()],
        end: text.len(),
    };
    for token in &tokens.list {
        if let (Some(fault), Kind::Start | Kind::Empty | Kind::End | Kind::Text) =
            (token.fault, token.kind)
        {
            verdict.reported[fault as usize] = true;
        }
    }
    for decision in &reading.decisions {
        decide(&mut verdict, *decision);
    }
    end_of_text::find(&mut verdict, reading);
    let Verdict {
        mut faults,
        reported,
        end,
        ..
    } = verdict;
    faults.extend(tokens.faults.iter().cloned());
    let attached = tokens.attached.iter().zip(reported);
    faults.extend(
        attached
            .filter(|(_, reported)| *reported)
            .map(|(fault, _)| fault.clone()),
    );
    faults.retain(|fault| fault.span.start as usize <= end);
    faults
}

fn decide(verdict: &mut Verdict<'_, '_>, decision: Decision) {
    let token = verdict.tokens.list[decision.token as usize];
    let name = verdict.name(decision.name);
    let start = verdict
        .token(decision.start)
        .filter(|_| decision.start != NONE);
    let mut fault = match decision.act {
        Act::CloseBefore => tags::close_before(verdict, token, start, name),
        Act::StartAsEnd => tags::start_as_end(verdict, token, name),
        Act::ElementAsEnd => tags::element_as_end(verdict, decision, name),
        Act::EndAsStart => tags::end_as_start(verdict, decision, token),
        Act::OpenEmpty => tags::open_empty(verdict, decision, token),
        Act::Delete | Act::DeleteRepeated => tags::delete(verdict, decision, token),
        Act::RenameEnd => tags::rename_end(verdict, token, name),
        Act::RenameStart => tags::rename_start(verdict, token, start, name),
        Act::Cross => tags::cross(verdict, decision, name),
        Act::StartBefore { name } => tags::start_before(verdict, decision, name),
        Act::StartBeforeText { name } => tags::start_before_text(verdict, decision, name),
        Act::Accept => {
            if let Some(fault) = token.fault {
                verdict.reported[fault as usize] = true;
            }
            return;
        }
        Act::Outside => outside::text(verdict, decision, token),
        Act::SecondRoot => outside::second_root(verdict, token),
    };
    let is_about_start = matches!(
        decision.act,
        Act::CloseBefore
            | Act::StartAsEnd
            | Act::ElementAsEnd
            | Act::RenameEnd
            | Act::Cross
            | Act::Delete
    );
    if is_about_start && fault.related.is_none() {
        fault.related = start.map(|start| start.span);
    }
    verdict.faults.push(fault);
}

/// The kind of fault of a superfluous tag.
fn superfluous(kind: Kind) -> SyntaxKind {
    if kind == Kind::End {
        SyntaxKind::EndTagUnmatched
    } else {
        SyntaxKind::StartTagRepeated
    }
}
