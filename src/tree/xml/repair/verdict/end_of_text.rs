//! The fault of what is open where the text ends.

use crate::text::{Edit, Span};
use crate::tree::fault::{SyntaxFault, SyntaxKind};
use crate::tree::xml::repair::search::{NONE, Reading};
use crate::tree::xml::repair::verdict::state::{EARLY, Verdict};

/// The greatest number of missing end tags that are listed.
const MOST_LISTED: usize = 8;

/// Adds the fault of what is open where the text ends.
pub(super) fn find(verdict: &mut Verdict<'_, '_>, reading: &Reading) {
    let broken = verdict
        .tokens
        .broken_off
        .filter(|broken| broken.start as usize <= verdict.end);
    if reading.open.is_empty() && broken.is_none() {
        return;
    }
    let end = broken.map_or(verdict.text.len(), |broken| broken.start as usize);
    let at = verdict.text[..end].trim_ascii_end().len();
    let tags = end_tags(verdict, reading);
    if broken.is_none() && move_early_end(verdict, reading, Edit::insert(at, tags.as_str())) {
        return;
    }
    let mut fault = fault(verdict, reading, broken.unwrap_or(Span::at(at)));
    if let Some(broken) = broken {
        fault = fault.variant("inside-markup").delete(broken);
    } else {
        fault = fault.variant("end-of-text");
    }
    if !tags.is_empty() {
        fault = fault.insert(at, tags);
    }
    fault.edits.sort();
    verdict.faults.push(fault);
}

/// The end tags of the open elements, each on its own line where its start tag has one.
fn end_tags(verdict: &Verdict<'_, '_>, reading: &Reading) -> String {
    let mut tags = String::new();
    for (index, (name, start)) in reading.open.iter().enumerate() {
        let nested = verdict
            .token(*start)
            .filter(|start| index > 0 || verdict.has_child(*start));
        let name = verdict.name(*name);
        tags.push_str(&format!("{}</{name}>", verdict.line_break(nested)));
    }
    tags
}

/// Where the root is the only open element and one of its end tags came too early, that one is
/// moved here.
fn move_early_end(verdict: &mut Verdict<'_, '_>, reading: &Reading, edit: Edit) -> bool {
    let [(_, start)] = reading.open.as_slice() else {
        return false;
    };
    let root = verdict.token(*start).map(|start| start.span);
    let early = verdict
        .faults
        .iter_mut()
        .rev()
        .find(|fault| fault.variant == EARLY && fault.related == root);
    let Some(early) = early else {
        return false;
    };
    early.variant = "moved";
    early.edits.push(edit);
    true
}

/// The fault of the open elements, without variant and edits.
fn fault(verdict: &Verdict<'_, '_>, reading: &Reading, span: Span) -> SyntaxFault {
    let open = &reading.open;
    let outermost = open.last().map_or(0, |(name, _)| *name);
    let innermost = open.first().map_or(NONE, |(_, start)| *start);
    let listed: Vec<String> = open
        .iter()
        .take(MOST_LISTED)
        .map(|(name, _)| format!("</{}>", verdict.name(*name)))
        .collect();
    let mut fault =
        SyntaxFault::new(SyntaxKind::EndTagMissing, span).argument("name", verdict.name(outermost));
    if !open.is_empty() {
        fault = fault.argument("count", open.len().to_string());
    }
    fault.related = verdict.token(innermost).map(|start| start.span);
    fault.argument("names", listed.join(""))
}
