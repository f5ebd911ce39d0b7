//! What is removed from a text before it is divided into tokens: conflict markers and characters
//! that XML does not allow, both of which may be anywhere, and what
//! [surrounds](crate::tree::xml::repair::surroundings) the document. None of it means anything in
//! the document.

use memchr::memmem;

use crate::text::escape::xml;
use crate::text::{Edit, Span};
use crate::tree::fault::{SyntaxFault, SyntaxKind};
use crate::tree::nesting::Nesting;
use crate::tree::xml::repair::{MOST_FAULTS, surroundings};

/// These faults, in order; their edits do not overlap.
pub(super) fn find(text: &str, nesting: &dyn Nesting) -> Vec<SyntaxFault> {
    let mut faults = conflicts(text);
    if faults.is_empty() {
        faults = surroundings::find(text, nesting);
    }
    let mut removed: Vec<Span> = faults
        .iter()
        .flat_map(|fault| fault.edits.iter().map(|edit| edit.span))
        .collect();
    removed.sort_unstable();
    let is_removed = |span: Span| {
        let before = removed.partition_point(|other| other.start <= span.start);
        before > 0 && removed[before - 1].end > span.start
    };
    let characters = forbidden_characters(text);
    faults.extend(
        characters
            .into_iter()
            .filter(|fault| !is_removed(fault.span)),
    );
    faults.sort_by_key(|fault| fault.span);
    faults
}

/// A conflict marker, which version control leaves where two changes conflict.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Marker {
    /// `<<<<<<<`: the first side begins.
    First,
    /// `|||||||` or `=======`: the common ancestor or the second side begins.
    Other,
    /// `>>>>>>>`
    End,
}

/// How long a conflict marker is: seven characters, and one more or less where it was copied or
/// reformatted.
const MARKER_LENGTHS: std::ops::RangeInclusive<usize> = 6..=8;

/// Unfinished merges. The first side is kept; a marker without its counterparts is removed alone.
fn conflicts(text: &str) -> Vec<SyntaxFault> {
    let mut faults = Vec::new();
    let has_shortest = |character: &str| {
        let marker = character.repeat(*MARKER_LENGTHS.start());
        memmem::find(text.as_bytes(), marker.as_bytes()).is_some()
    };
    if !has_shortest("<") && !has_shortest(">") {
        return faults;
    }
    let markers = markers(text);
    let mut at = 0;
    while let Some((marker, line)) = markers.get(at).copied() {
        let others = markers[at + 1..]
            .iter()
            .take_while(|(marker, _)| *marker == Marker::Other)
            .count();
        let end = markers
            .get(at + 1 + others)
            .filter(|(end, _)| *end == Marker::End && marker == Marker::First && others > 0);
        let mut fault = SyntaxFault::new(SyntaxKind::MergeConflict, without_line_end(text, line));
        if let Some((_, end)) = end {
            let second = Span {
                start: markers[at + 1].1.start,
                end: end.end,
            };
            fault.related = Some(without_line_end(text, *end));
            fault.edits = vec![Edit::delete(line), Edit::delete(second)];
            at += others + 2;
        } else {
            fault = fault.variant("mark").delete(line);
            at += 1;
        }
        faults.push(fault);
    }
    faults
}

/// The lines of a text that are conflict markers.
fn markers(text: &str) -> Vec<(Marker, Span)> {
    let mut markers = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let span = Span::new(start, start + line.len());
        markers.extend(marker(line).map(|marker| (marker, span)));
        start += line.len();
        if markers.len() >= MOST_FAULTS {
            break;
        }
    }
    markers
}

/// Which marker a line is, if it is one; it may be indented.
fn marker(line: &str) -> Option<Marker> {
    let rest = line.trim_start_matches([' ', '\t']);
    let character = rest
        .chars()
        .next()
        .filter(|first| matches!(first, '<' | '|' | '=' | '>'))?;
    let after = rest.trim_start_matches(character);
    let ends = after.is_empty() || after.starts_with([' ', '\r', '\n']);
    if !ends || !MARKER_LENGTHS.contains(&(rest.len() - after.len())) {
        return None;
    }
    Some(match character {
        '<' => Marker::First,
        '>' => Marker::End,
        _ => Marker::Other,
    })
}

/// Runs of characters that XML does not allow.
fn forbidden_characters(text: &str) -> Vec<SyntaxFault> {
    /// So many bytes are looked at together, without a branch.
    const TOGETHER: usize = 32;
    let mut faults: Vec<SyntaxFault> = Vec::new();
    let chunks = text.as_bytes().chunks(TOGETHER).enumerate();
    let is_suspect = |chunk: &[u8]| {
        let suspect = |any: bool, byte: &u8| any | may_begin_forbidden(*byte);
        chunk.iter().fold(false, suspect)
    };
    let starts = chunks
        .filter(|(_, chunk)| is_suspect(chunk))
        .flat_map(|(index, chunk)| index * TOGETHER..index * TOGETHER + chunk.len())
        .map(|at| (at, text.as_bytes()[at]));
    let starts =
        starts.filter(|(at, byte)| may_begin_forbidden(*byte) && text.is_char_boundary(*at));
    let characters = starts.filter_map(|(at, _)| Some((at, text[at..].chars().next()?)));
    for (at, character) in characters.filter(|(_, character)| !xml::is_allowed(*character)) {
        let span = Span::new(at, at + character.len_utf8());
        let is_full = faults.len() >= MOST_FAULTS;
        match faults.last_mut() {
            Some(last) if last.span.end == span.start => {
                last.span.end = span.end;
                last.edits[0].span.end = span.end;
            }
            _ if is_full => break,
            _ => {
                // The character has no meaning, so leaving it out changes nothing that a reader
                // sees.
                faults.push(
                    SyntaxFault::new(SyntaxKind::ControlCharacter, span)
                        .argument("code", format!("U+{:04X}", u32::from(character)))
                        .delete(span)
                        .safe(),
                );
            }
        }
    }
    faults
}

/// Whether a character that XML does not allow may begin with a byte: a control character, or one
/// of the last two of the basic plane.
#[expect(
    clippy::needless_bitwise_bool,
    reason = "without a branch, many bytes are looked at together"
)]
fn may_begin_forbidden(byte: u8) -> bool {
    (byte < b' ') & (byte != b'\t') & (byte != b'\n') & (byte != b'\r') | (byte == 0xEF)
}

fn without_line_end(text: &str, line: Span) -> Span {
    let start = line.start as usize;
    Span::new(start, start + text[line.range()].trim_end().len())
}
