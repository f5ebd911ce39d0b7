//! The few lines of a document that a finding is shown on. Its cost is that of the lines shown,
//! even of a large document.

use std::ops::Range;

use textwrap::core::display_width;

use super::charset::Charset;
use super::line::RawLine;
use super::paint::filled;
use crate::outcome::secrets::SecretWords;
use crate::text::{Position, Source, Span};

/// The places of a finding that are shown at most.
const MOST_PLACES: usize = 8;
/// Lines without a place that are shown before and after one.
const CONTEXT: usize = 1;
/// The columns from the middle of a place to the words below it.
const ELBOW: usize = 4;
/// The columns that words get at least.
const NARROWEST: usize = 8;

/// A document as it is shown.
#[derive(Clone, Copy)]
pub(super) struct Shown<'d> {
    pub(super) source: &'d Source<'d>,
    /// Ranges that are not shown, sorted.
    pub(super) secrets: &'d [Span],
    /// The words in these.
    pub(super) words: &'d SecretWords<'d>,
}

/// A place to show and the words at it.
pub(super) struct Mark {
    pub(super) span: Span,
    pub(super) words: String,
    pub(super) primary: bool,
}

/// Lines that follow each other, with the places on them.
#[derive(Debug)]
pub(super) struct Excerpt {
    /// The number of the first line, from 0.
    pub(super) first: usize,
    pub(super) lines: Vec<Line>,
}

/// A line with its places, sorted and apart from each other.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) text: String,
    pub(super) cells: usize,
    pub(super) places: Vec<Place>,
}

/// A place on a line.
#[derive(Debug)]
pub(super) struct Place {
    pub(super) cells: Range<usize>,
    /// Wrapped, so that they fit to the right of the middle.
    pub(super) words: String,
    pub(super) primary: bool,
    /// In the document.
    pub(super) position: Position,
}

/// The excerpts that show the marks, of which the first is the primary one, whose excerpt comes
/// first; and how many marks are left out.
pub(super) fn excerpts(
    shown: Shown<'_>,
    marks: &[Mark],
    charset: Charset,
    width: usize,
) -> (Vec<Excerpt>, usize) {
    let left_out = marks.len().saturating_sub(MOST_PLACES);
    let marks = &marks[..marks.len() - left_out];
    let source = shown.source;
    let at: Vec<usize> = marks
        .iter()
        .map(|mark| source.line_at(mark.span.start as usize))
        .collect();
    let mut excerpts: Vec<Excerpt> = line_groups(source, &at)
        .into_iter()
        .map(|group| {
            let gutter = (group.end.max(1).ilog10() as usize) + 1 + 4;
            let width = width.saturating_sub(gutter).max(NARROWEST);
            let lines = group.clone().map(|number| {
                let here = marks.iter().zip(&at).filter(|(_, at)| **at == number);
                let here: Vec<&Mark> = here.map(|(mark, _)| mark).collect();
                line(shown, number, &here, (charset, width))
            });
            Excerpt {
                first: group.start,
                lines: lines.collect(),
            }
        })
        .collect();
    let is_primary = |excerpt: &Excerpt| {
        let places = excerpt.lines.iter().flat_map(|line| &line.places);
        places.into_iter().any(|place| place.primary)
    };
    excerpts.sort_by_key(|excerpt| !is_primary(excerpt));
    (excerpts, left_out)
}

/// Ranges of lines around lines with a place; two of them with one line between become one.
fn line_groups(source: &Source<'_>, at: &[usize]) -> Vec<Range<usize>> {
    // After the line end that ends a text there is no line that a reader can see.
    let mut end = source.line_count();
    if source.line_span(end - 1).is_empty() && !at.contains(&(end - 1)) {
        end = (end - 1).max(1);
    }
    let mut sorted = at.to_vec();
    sorted.sort_unstable();
    let mut groups: Vec<Range<usize>> = Vec::new();
    for line in sorted {
        let around = line.saturating_sub(CONTEXT)..(line + CONTEXT + 1).min(end);
        match groups.last_mut() {
            Some(last) if around.start <= last.end + 1 => last.end = last.end.max(around.end),
            _ => groups.push(around),
        }
    }
    groups
}

fn line(shown: Shown<'_>, number: usize, marks: &[&Mark], fit: (Charset, usize)) -> Line {
    let (charset, width) = fit;
    let span = shown.source.line_span(number);
    let text = shown.source.slice(span).trim_end_matches(['\n', '\r']);
    let begin = span.start as usize;
    // A place of several lines is shown by the first one.
    let within = |span: Span| {
        let [start, end] = [span.start, span.end].map(|at| (at as usize).max(begin) - begin);
        start.min(text.len())..end.min(text.len())
    };
    let places: Vec<_> = marks.iter().map(|mark| within(mark.span)).collect();
    let label = marks.iter().map(|mark| display_width(&mark.words)).max();
    let raw = RawLine::new(text, &places, label.unwrap_or_default()).hiding(shown.secrets, begin);
    let fitted = raw.fit(charset, width);
    let places = marks.iter().zip(fitted.places).map(|(mark, cells)| Place {
        cells,
        words: mark.words.clone(),
        primary: mark.primary,
        position: shown.source.position(mark.span.start as usize),
    });
    let mut places = apart(places.collect());
    for place in &mut places {
        let middle = usize::midpoint(
            place.cells.start,
            place.cells.end.max(place.cells.start + 1),
        );
        let room = width.saturating_sub(middle + ELBOW).max(NARROWEST);
        place.words = filled(&place.words, room);
    }
    Line {
        text: fitted.text,
        cells: fitted.cells,
        places,
    }
}

/// The places sorted, and none over another: one that begins in another cuts it off, and those at
/// the same place are one.
fn apart(mut places: Vec<Place>) -> Vec<Place> {
    places.sort_by_key(|place| (place.cells.start, !place.primary, place.cells.end));
    let mut kept: Vec<Place> = Vec::with_capacity(places.len());
    for mut place in places {
        if let Some(last) = kept.last_mut()
            && place.cells.start < last.cells.end.max(last.cells.start + 1)
        {
            if place.cells.start > last.cells.start {
                last.cells.end = place.cells.start;
            } else if place.cells.end > last.cells.end && !last.cells.is_empty() {
                place.cells.start = last.cells.end;
            } else {
                last.cells.end = last.cells.end.max(place.cells.end);
                last.words = format!("{}; {}", last.words, place.words);
                last.primary |= place.primary;
                continue;
            }
        }
        kept.push(place);
    }
    kept
}
