//! What is taken out of a text before it is cut into tokens: conflict markers and characters that XML has no room for, which may stand
//! anywhere in it, and what stands [around](crate::tree::xml::repair::surroundings) the document. None of it means anything in the document.

use crate::text::escape::xml;
use crate::text::{Edit, Span};
use crate::tree::fault::{SyntaxFault, SyntaxKind};
use crate::tree::nesting::Nesting;
use crate::tree::xml::repair::{MOST_FAULTS, surroundings};

/// The faults of this kind, in order; their edits do not overlap.
pub(crate) fn find(text: &str, nesting: &dyn Nesting) -> Vec<SyntaxFault> {
    let mut faults = conflicts(text);
    if faults.is_empty() {
        faults = surroundings::find(text, nesting);
    }
    let mut removed: Vec<Span> = faults
        .iter()
        .flat_map(|fault| fault.edits.iter().map(|edit| edit.span))
        .collect();
    removed.sort_unstable();
    let inside = |span: Span| {
        let before = removed.partition_point(|other| other.start <= span.start);
        before > 0 && removed[before - 1].end > span.start
    };
    faults.extend(
        characters(text)
            .into_iter()
            .filter(|fault| !inside(fault.span)),
    );
    faults.sort_by_key(|fault| fault.span);
    faults
}

/// A line that version control leaves where two changes met.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    /// `<<<<<<<`: the first side begins.
    Ours,
    /// `|||||||` or `=======`: what was there before, or the second side, begins.
    Theirs,
    /// `>>>>>>>`
    End,
}

/// How often the sign of a mark stands in it.
const MARK_LENGTHS: std::ops::RangeInclusive<usize> = 6..=8;

/// The marks of unfinished merges. The first side is kept; a mark without its partners goes alone.
fn conflicts(text: &str) -> Vec<SyntaxFault> {
    let mut faults = Vec::new();
    if !text.contains(&"<".repeat(*MARK_LENGTHS.start()))
        && !text.contains(&">".repeat(*MARK_LENGTHS.start()))
    {
        return faults;
    }
    let marks = marks(text);
    let mut at = 0;
    while let Some((mark, line)) = marks.get(at).copied() {
        let theirs = marks[at + 1..]
            .iter()
            .take_while(|(mark, _)| *mark == Mark::Theirs)
            .count();
        let end = marks
            .get(at + 1 + theirs)
            .filter(|(end, _)| *end == Mark::End && mark == Mark::Ours && theirs > 0);
        let mut fault = SyntaxFault::new(SyntaxKind::MergeConflict, trimmed(text, line));
        if let Some((_, end)) = end {
            fault.related = Some(trimmed(text, *end));
            fault.edits = vec![
                Edit::delete(line),
                Edit::delete(Span {
                    start: marks[at + 1].1.start,
                    end: end.end,
                }),
            ];
            at += theirs + 2;
        } else {
            fault = fault.variant("mark");
            fault.edits = vec![Edit::delete(line)];
            at += 1;
        }
        faults.push(fault);
    }
    faults
}

fn marks(text: &str) -> Vec<(Mark, Span)> {
    let mut marks = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let mark = mark(line);
        marks.extend(mark.map(|mark| (mark, Span::new(start, start + line.len()))));
        start += line.len();
        if marks.len() >= MOST_FAULTS {
            break;
        }
    }
    marks
}

/// What a line is, if its sign stands seven times at its beginning; once more or less, and behind blanks, where it was copied or reformatted.
fn mark(line: &str) -> Option<Mark> {
    let rest = line.trim_start_matches([' ', '\t']);
    let sign = rest
        .chars()
        .next()
        .filter(|sign| matches!(sign, '<' | '|' | '=' | '>'))?;
    let behind = rest.trim_start_matches(sign);
    let ends = behind.is_empty() || behind.starts_with([' ', '\r', '\n']);
    if !ends || !MARK_LENGTHS.contains(&(rest.len() - behind.len())) {
        return None;
    }
    Some(match sign {
        '<' => Mark::Ours,
        '>' => Mark::End,
        _ => Mark::Theirs,
    })
}

/// Runs of characters outside of XML's range.
fn characters(text: &str) -> Vec<SyntaxFault> {
    let mut faults: Vec<SyntaxFault> = Vec::new();
    for (at, character) in text
        .char_indices()
        .filter(|(_, character)| !xml::is_allowed(*character))
    {
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
                let mut fault =
                    SyntaxFault::new(SyntaxKind::ControlCharacter, span).argument("code", code);
                // It carries no meaning, so leaving it out changes nothing that a reader sees.
                fault.edits = vec![Edit::delete(span)];
                faults.push(fault.safe());
            }
        }
    }
    faults
}

fn trimmed(text: &str, span: Span) -> Span {
    Span::new(
        span.start as usize,
        span.start as usize + text[span.range()].trim_end().len(),
    )
}
