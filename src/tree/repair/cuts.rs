//! What is taken out of a text before it is cut into tokens: conflict markers and characters that XML has no room for.
//! Neither means anything in the document, and both may stand anywhere in it.

use super::MOST_FAULTS;
use crate::diagnostic::{Applicability, Edit};
use crate::span::Span;
use crate::tree::{SyntaxFault, SyntaxKind};

/// The faults of this kind, in order and without overlap; all their edits remove something.
pub(super) fn find(text: &str) -> Vec<SyntaxFault> {
    let mut faults = conflicts(text);
    let removed: Vec<Span> = faults.iter().flat_map(|fault| fault.edits.iter().map(|edit| edit.span)).collect();
    let inside = |span: Span| {
        let before = removed.partition_point(|other| other.start <= span.start);
        before > 0 && removed[before - 1].end > span.start
    };
    faults.extend(characters(text).into_iter().filter(|fault| !inside(fault.span)));
    faults.sort_by_key(|fault| fault.span);
    faults
}

/// The lines that version control leaves where two changes met. The first side is kept.
fn conflicts(text: &str) -> Vec<SyntaxFault> {
    let mut faults = Vec::new();
    if !text.contains("<<<<<<<") {
        return faults;
    }
    let mut ours: Option<Span> = None;
    let mut theirs: Option<usize> = None;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let end = start + line.len();
        let is = |marker: &str| line.strip_prefix(marker).is_some_and(|rest| rest.starts_with([' ', '\r', '\n']) || rest.is_empty());
        if is("<<<<<<<") {
            (ours, theirs) = (Some(Span::new(start, end)), None);
        } else if ours.is_some() && theirs.is_none() && (is("|||||||") || is("=======")) {
            theirs = Some(start);
        } else if is(">>>>>>>")
            && let (Some(opening), Some(from)) = (ours.take(), theirs.take())
        {
            let mut fault = SyntaxFault::new(SyntaxKind::MergeConflict, trimmed(text, opening));
            fault.related = Some(trimmed(text, Span::new(start, end)));
            fault.edits = [opening, Span::new(from, end)].map(removal).into();
            faults.push(fault);
        }
        if faults.len() >= MOST_FAULTS {
            break;
        }
        start = end;
    }
    faults
}

/// Runs of characters outside of XML's range.
fn characters(text: &str) -> Vec<SyntaxFault> {
    let mut faults: Vec<SyntaxFault> = Vec::new();
    for (at, character) in text.char_indices().filter(|(_, character)| !is_xml(*character)) {
        let span = Span::new(at, at + character.len_utf8());
        let full = faults.len() >= MOST_FAULTS;
        match faults.last_mut() {
            Some(last) if last.span.end == span.start => {
                last.span.end = span.end;
                last.edits[0].span.end = span.end;
            }
            _ if full => break,
            _ => {
                let code = format!("U+{:04X}", u32::from(character));
                let mut fault = SyntaxFault::new(SyntaxKind::ControlCharacter, span).argument("code", code);
                fault.edits = vec![removal(span)];
                faults.push(fault);
            }
        }
    }
    faults
}

/// Whether XML 1.0 allows a character at all.
pub(super) fn is_xml(character: char) -> bool {
    matches!(character, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..)
}

fn trimmed(text: &str, span: Span) -> Span {
    Span::new(span.start as usize, span.start as usize + text[span.range()].trim_end().len())
}

fn removal(span: Span) -> Edit {
    Edit { span, text: String::new() }
}

/// Control characters carry no meaning, so leaving them out changes nothing that a reader sees; a side of a conflict does.
pub(super) fn applicability(kind: SyntaxKind) -> Applicability {
    if kind == SyntaxKind::ControlCharacter { Applicability::Safe } else { Applicability::Unsafe }
}
