//! The few lines of a document that a finding is shown on: cleaned of control sequences, long lines cut
//! around what matters. Its cost is that of the lines shown, whatever the size of the document.

use miette::{LabeledSpan, MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};

use crate::text::sanitize::{is_hostile, shown};
use crate::text::{Position, Source, Span};

/// Shown at most of one place on a line that is too long, in characters.
const WITHIN: usize = 64;
/// Shown at least to each side of it.
const AROUND: usize = 8;
/// Stands where a part of a line is left out.
const CUT: char = '…';

/// A place to show and the words at it.
pub(crate) struct Mark<'f> {
    pub(crate) span: Span,
    pub(crate) words: Option<&'f str>,
    pub(crate) primary: bool,
}

/// Lines of a document, made ready to be drawn, with the places on them.
#[derive(Debug)]
pub(crate) struct Excerpt<'s> {
    name: &'s str,
    text: String,
    lines: Vec<Line>,
    places: Vec<Place>,
}

#[derive(Debug)]
struct Line {
    /// Zero-based, in the document.
    number: usize,
    /// In the excerpt's text.
    start: usize,
}

#[derive(Debug)]
struct Place {
    /// In the excerpt's text.
    span: SourceSpan,
    words: Option<String>,
    primary: bool,
    /// In the document.
    position: Position,
}

impl<'s> Excerpt<'s> {
    /// The lines around `marks`, each at most about `width` characters long.
    pub(crate) fn new(
        name: &'s str,
        source: &Source<'_>,
        marks: &[Mark<'_>],
        width: usize,
    ) -> Self {
        let mut excerpt = Self {
            name,
            text: String::new(),
            lines: Vec::new(),
            places: Vec::new(),
        };
        let at: Vec<usize> = marks
            .iter()
            .map(|mark| source.line_at(mark.span.start as usize))
            .collect();
        // Behind the line end that ends a text there is no line that a reader would know of.
        let last = source.line_count() - 1;
        let last = if source.line_span(last).is_empty() && !at.contains(&last) {
            last.saturating_sub(1)
        } else {
            last
        };
        let mut numbers: Vec<usize> = at
            .iter()
            .flat_map(|line| [line.saturating_sub(1), *line, (line + 1).min(last)])
            .collect();
        numbers.sort_unstable();
        numbers.dedup();
        for number in numbers {
            let marks: Vec<&Mark<'_>> = marks
                .iter()
                .zip(&at)
                .filter(|(_, line)| **line == number)
                .map(|(mark, _)| mark)
                .collect();
            excerpt.add_line(source, number, &marks, width);
        }
        excerpt
    }

    /// The places as miette wants them.
    pub(crate) fn labels(&self) -> impl Iterator<Item = LabeledSpan> + '_ {
        self.places.iter().map(|place| {
            let words = place.words.clone();
            if place.primary {
                LabeledSpan::new_primary_with_span(words, place.span)
            } else {
                LabeledSpan::new_with_span(words, place.span)
            }
        })
    }

    fn add_line(&mut self, source: &Source<'_>, number: usize, marks: &[&Mark<'_>], width: usize) {
        self.lines.push(Line {
            number,
            start: self.text.len(),
        });
        let line = source.line_span(number);
        let text = source.slice(line).trim_end_matches(['\n', '\r']);
        let begin = line.start as usize;
        // A place of several lines is shown by its first one.
        let places: Vec<(usize, usize)> = marks
            .iter()
            .map(|mark| {
                (
                    mark.span.start as usize - begin,
                    mark.span.end as usize - begin,
                )
            })
            .map(|(start, end)| (start.min(text.len()), end.min(text.len())))
            .collect();
        let mut bounds: Vec<usize> = places
            .iter()
            .flat_map(|(start, end)| [*start, *end])
            .collect();
        bounds.sort_unstable();
        bounds.dedup();
        let shown_at = self.add_text(text, &kept_parts(text, &places, width), &bounds);
        for (mark, (start, end)) in marks.iter().zip(places) {
            let [start, end] = [start, end]
                .map(|bound| shown_at[bounds.binary_search(&bound).unwrap_or_default()]);
            self.places.push(Place {
                span: SourceSpan::new(start.into(), end - start),
                words: mark
                    .words
                    .map(|words| crate::text::sanitize::line(words).into_owned()),
                primary: mark.primary,
                position: source.position(mark.span.start as usize),
            });
        }
        self.text.push('\n');
    }

    /// Appends the kept parts of a line and tells where each of `bounds` (sorted) came to stand.
    fn add_text(&mut self, text: &str, parts: &[(usize, usize)], bounds: &[usize]) -> Vec<usize> {
        let mut shown_at = Vec::with_capacity(bounds.len());
        let mut written = 0;
        for (start, end) in parts {
            if *start > written {
                self.text.push(CUT);
            }
            for (at, character) in text[*start..*end].char_indices() {
                while bounds
                    .get(shown_at.len())
                    .is_some_and(|bound| *bound <= start + at)
                {
                    shown_at.push(self.text.len());
                }
                self.text
                    .push(if is_hostile(character) && character != '\t' {
                        shown(character)
                    } else {
                        character
                    });
            }
            written = *end;
            // A bound between this part and the next one is that of a place cut short.
            if bounds.get(shown_at.len()) == Some(end) {
                shown_at.push(self.text.len());
            }
        }
        if written < text.len() {
            self.text.push(CUT);
        }
        shown_at.resize(bounds.len(), self.text.len());
        shown_at
    }

    fn line_at(&self, offset: usize) -> usize {
        self.lines
            .partition_point(|line| line.start <= offset)
            .saturating_sub(1)
    }

    fn end_of(&self, line: usize) -> usize {
        self.lines
            .get(line + 1)
            .map_or(self.text.len(), |next| next.start)
    }

    /// The line so many steps on, as far as the excerpt has lines without a gap.
    fn step(&self, line: usize, steps: usize, forward: bool) -> usize {
        let mut here = line;
        for _ in 0..steps {
            let next = if forward {
                here.checked_add(1)
            } else {
                here.checked_sub(1)
            };
            let Some(next) = next.filter(|next| *next < self.lines.len()) else {
                break;
            };
            if self.lines[next].number.abs_diff(self.lines[here].number) != 1 {
                break;
            }
            here = next;
        }
        here
    }
}

/// Which parts of a line are shown: all of it, or what stands around the places. Sorted, apart from each other.
fn kept_parts(text: &str, places: &[(usize, usize)], width: usize) -> Vec<(usize, usize)> {
    if text.len() <= width || text.chars().nth(width).is_none() {
        return vec![(0, text.len())];
    }
    if places.is_empty() {
        return vec![(0, forward(text, 0, width))];
    }
    let seen = |(start, end): (usize, usize)| (start, end.min(forward(text, start, WITHIN)));
    let taken: usize = places
        .iter()
        .map(|place| seen(*place))
        .map(|(start, end)| text[start..end].chars().count() + 2)
        .sum();
    let around = (width.saturating_sub(taken) / (2 * places.len())).max(AROUND);
    let mut parts: Vec<(usize, usize)> = places
        .iter()
        .map(|place| {
            let (start, end) = seen(*place);
            (
                backward(text, start, around),
                if end < place.1 {
                    end
                } else {
                    forward(text, end, around)
                },
            )
        })
        .collect();
    parts.sort_unstable();
    let mut joined: Vec<(usize, usize)> = Vec::with_capacity(parts.len());
    for (start, end) in parts {
        match joined.last_mut() {
            Some(before) if start <= before.1 => before.1 = before.1.max(end),
            _ => joined.push((start, end)),
        }
    }
    joined
}

fn forward(text: &str, from: usize, characters: usize) -> usize {
    text[from..]
        .char_indices()
        .nth(characters)
        .map_or(text.len(), |(at, _)| from + at)
}

fn backward(text: &str, from: usize, characters: usize) -> usize {
    text[..from]
        .char_indices()
        .rev()
        .take(characters)
        .last()
        .map_or(from, |(at, _)| at)
}

impl SourceCode for Excerpt<'_> {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        lines_before: usize,
        lines_after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let end = span.offset() + span.len();
        if end > self.text.len() {
            return Err(MietteError::OutOfBounds);
        }
        let first = self.step(self.line_at(span.offset()), lines_before, false);
        let last = self.step(self.line_at(end), lines_after, true);
        let from = if lines_before == 0 {
            span.offset()
        } else {
            self.lines[first].start
        };
        let to = self.end_of(last);
        // Only the position of a place is ever asked for without the lines around it.
        let place = self
            .places
            .iter()
            .filter(|place| place.span == *span)
            .max_by_key(|place| place.primary);
        let column = if lines_before == 0 {
            place.map_or(0, |place| place.position.column - 1)
        } else {
            0
        };
        Ok(Box::new(MietteSpanContents::new_named(
            self.name.to_owned(),
            &self.text.as_bytes()[from..to],
            SourceSpan::new(from.into(), to - from),
            self.lines[first].number,
            column,
            self.lines[last].number - self.lines[first].number + 1,
        )))
    }
}
