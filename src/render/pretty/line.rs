//! One line of a document, cut so that it fits a width and shows the places on it.

use std::ops::Range;

use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation as _};

use super::charset::Charset;
use crate::text::Span;

/// Cells that are shown at most of one place on a line that is too long.
const WITHIN: usize = 64;
/// Cells that a label gets at least, if there are so many.
const LABEL: usize = 28;

/// A line as it is shown.
#[derive(Default, Debug)]
pub(super) struct ShownLine {
    pub(super) text: String,
    pub(super) cells: usize,
    /// Of each place that was given, the cells that it takes; none for a place without length.
    pub(super) places: Vec<Range<usize>>,
}

/// A line before it is shown.
pub(super) struct RawLine<'t> {
    text: &'t str,
    places: Vec<Range<usize>>,
    label: usize,
    /// Of the whole document, sorted; a line can have as many of them as a document.
    secrets: &'t [Span],
    /// Where the line is in the document.
    start: usize,
}

impl<'t> RawLine<'t> {
    /// A line without its end, the parts that must be seen, and the cells of the longest label of
    /// one of them.
    pub(super) fn new(text: &'t str, places: &[Range<usize>], label: usize) -> Self {
        Self {
            text,
            places: places.iter().map(|place| whole(text, place)).collect(),
            label,
            secrets: &[],
            start: 0,
        }
    }

    /// The line with parts that are not shown: sorted ranges of the document, in which the line
    /// begins at an offset.
    pub(super) fn hiding(mut self, secrets: &'t [Span], start: usize) -> Self {
        self.secrets = secrets;
        self.start = start;
        self
    }

    /// Fits the line into so many cells. Its cost depends on what is shown, not on the length of
    /// the line.
    pub(super) fn fit(&self, charset: Charset, width: usize) -> ShownLine {
        let kept = self.kept(charset, width);
        let secrets: Vec<Range<usize>> = kept.iter().flat_map(|part| self.hidden(part)).collect();
        let mut bounds: Vec<usize> = self
            .places
            .iter()
            .chain(&secrets)
            .flat_map(|place| [place.start, place.end])
            .collect();
        bounds.sort_unstable();
        bounds.dedup();
        let mut shown = ShownLine::default();
        let mut columns = Vec::with_capacity(bounds.len());
        let mut written = 0;
        for part in kept {
            if part.start > written {
                shown.push(charset.cut(), charset.cut().chars().count());
            }
            while bounds.get(columns.len()).is_some_and(|it| *it < part.start) {
                columns.push(shown.cells);
            }
            let mut from = part.start;
            while from < part.end {
                while bounds.get(columns.len()) == Some(&from) {
                    columns.push(shown.cells);
                }
                let next = bounds.get(columns.len()).copied().unwrap_or(part.end);
                let to = next.min(part.end);
                let is_secret = secrets.iter().any(|it| it.start <= from && to <= it.end);
                show(charset, &self.text[from..to], is_secret, &mut shown);
                from = to;
            }
            written = part.end;
            // The bound of a place that is cut is behind the part.
            if bounds.get(columns.len()) == Some(&written) {
                columns.push(shown.cells);
            }
        }
        if written < self.text.len() {
            shown.push(charset.cut(), charset.cut().chars().count());
        }
        columns.resize(bounds.len(), shown.cells);
        let column = |bound: usize| columns[bounds.binary_search(&bound).unwrap_or_default()];
        shown.places = self
            .places
            .iter()
            .map(|place| column(place.start)..column(place.end))
            .collect();
        shown
    }

    /// The secrets in a part of the line.
    fn hidden(&self, part: &Range<usize>) -> impl Iterator<Item = Range<usize>> {
        let [from, to] = [part.start, part.end].map(|at| self.start + at);
        let first = self.secrets.partition_point(|it| it.end as usize <= from);
        let here = self.secrets[first..].iter();
        let here = here.take_while(move |it| (it.start as usize) < to);
        here.map(|secret| {
            let [start, end] = [secret.start, secret.end].map(|at| {
                let within = (at as usize).saturating_sub(self.start);
                within.min(self.text.len())
            });
            whole(self.text, &(start..end))
        })
    }

    /// The parts that are shown, sorted and apart from each other.
    fn kept(&self, charset: Charset, width: usize) -> Vec<Range<usize>> {
        let line = Measured {
            text: self.text,
            charset,
        };
        let all = line.forward(0, width + 1);
        let is_short = all == self.text.len() && charset.cells(self.text) <= width;
        let cut = charset.cut().chars().count();
        let room = self.label.min(LABEL).min(width / 2) + 4;
        let whole = 0..self.text.len();
        let start = 0..line.forward(0, width.saturating_sub(cut));
        match self.places.as_slice() {
            [] if is_short => vec![whole],
            [] => vec![start],
            [place] => vec![line.around(place, is_short, width, room)],
            places if is_short && line.has_room(places, width, room) => vec![whole],
            places => line.around_all(places, width.saturating_sub(room)),
        }
    }
}

fn show(charset: Charset, text: &str, is_secret: bool, shown: &mut ShownLine) {
    for piece in charset.pieces(text) {
        if is_secret {
            shown.push(charset.mask(), 1);
        } else {
            shown.push(&piece.text, piece.cells);
        }
    }
}

impl ShownLine {
    fn push(&mut self, text: &str, cells: usize) {
        self.text.push_str(text);
        self.cells += cells;
    }
}

/// A line that can be measured from any place in it.
struct Measured<'t> {
    text: &'t str,
    charset: Charset,
}

impl Measured<'_> {
    /// The part around the only place: if the line fits and the label does too, all of it.
    fn around(&self, place: &Range<usize>, fits: bool, width: usize, room: usize) -> Range<usize> {
        let cut = self.charset.cut().chars().count();
        let most = WITHIN.min(width.saturating_sub(2 * cut));
        let seen = place.start..place.end.min(self.forward(place.start, most));
        let within = self.charset.cells(&self.text[seen.clone()]);
        // The label begins below the middle of the place, so that is as far to the right as it may
        // be.
        let rightmost = width.saturating_sub(room + within / 2);
        if fits {
            let before = self.charset.cells(&self.text[..place.start]);
            if before <= rightmost {
                return 0..self.text.len();
            }
            let start = self.backward(place.start, rightmost.saturating_sub(cut));
            return start..self.text.len();
        }
        let free = width.saturating_sub(within + 2 * cut);
        let before = (free / 2).min(rightmost.saturating_sub(cut));
        let start = self.backward(place.start, before);
        let used = self.charset.cells(&self.text[start..seen.end]);
        let is_cut = usize::from(start > 0) + 1;
        let end = if seen.end < place.end {
            seen.end
        } else {
            self.forward(place.end, width.saturating_sub(used + is_cut * cut))
        };
        start..end
    }

    /// Whether the label of the last place has room to its right.
    fn has_room(&self, places: &[Range<usize>], width: usize, room: usize) -> bool {
        let last = places.iter().map(|place| place.start).max();
        last.is_none_or(|last| self.charset.cells(&self.text[..last]) + room <= width)
    }

    /// The parts around several places, each as long as there are cells for it.
    fn around_all(&self, places: &[Range<usize>], width: usize) -> Vec<Range<usize>> {
        let cut = self.charset.cut().chars().count();
        let cuts = cut * (places.len() + 1);
        let within = (width.saturating_sub(cuts) / places.len()).clamp(1, WITHIN);
        let seen: Vec<Range<usize>> = places
            .iter()
            .map(|place| place.start..place.end.min(self.forward(place.start, within)))
            .collect();
        let taken: usize = seen
            .iter()
            .map(|part| self.charset.cells(&self.text[part.clone()]))
            .sum();
        let around = width.saturating_sub(taken + cuts) / (2 * places.len());
        let mut parts: Vec<Range<usize>> = seen
            .iter()
            .zip(places)
            .map(|(part, place)| {
                let is_cut = part.end < place.end;
                let behind = if is_cut { 0 } else { around };
                self.backward(part.start, around)..self.forward(part.end, behind)
            })
            .collect();
        parts.sort_unstable_by_key(|part| (part.start, part.end));
        let mut joined: Vec<Range<usize>> = Vec::with_capacity(parts.len());
        for part in parts {
            match joined.last_mut() {
                Some(before) if part.start <= before.end => before.end = before.end.max(part.end),
                _ => joined.push(part),
            }
        }
        joined
    }

    /// The offset up to which so many cells are shown from another.
    fn forward(&self, from: usize, cells: usize) -> usize {
        let mut left = cells;
        let mut at = from;
        for cluster in clusters(&self.text[from..]) {
            let taken = self.charset.cells(cluster);
            if taken > left {
                break;
            }
            left -= taken;
            at += cluster.len();
        }
        at
    }

    /// The offset from which so many cells are shown up to another.
    fn backward(&self, from: usize, cells: usize) -> usize {
        let mut left = cells;
        let mut at = from;
        for cluster in clusters(&self.text[..from]).rev() {
            let taken = self.charset.cells(cluster);
            if taken > left {
                break;
            }
            left -= taken;
            at -= cluster.len();
        }
        at
    }
}

/// A range with all of the clusters at its ends, so that none is measured in parts.
fn whole(text: &str, range: &Range<usize>) -> Range<usize> {
    let at = |offset: usize| GraphemeCursor::new(offset, text.len(), true);
    let is_boundary = |offset| at(offset).is_boundary(text, 0).unwrap_or(true);
    let start = Some(range.start).filter(|it| is_boundary(*it));
    let start = start.or_else(|| at(range.start).prev_boundary(text, 0).ok().flatten());
    let end = Some(range.end).filter(|it| is_boundary(*it));
    let end = end.or_else(|| at(range.end).next_boundary(text, 0).ok().flatten());
    start.unwrap_or(0)..end.unwrap_or(text.len())
}

fn clusters(text: &str) -> impl DoubleEndedIterator<Item = &str> {
    text.graphemes(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line<'t>(text: &'t str, place: &str, label: usize) -> RawLine<'t> {
        let start = text.find(place).unwrap();
        RawLine::new(
            text,
            &[Range {
                start,
                end: start + place.len(),
            }],
            label,
        )
    }

    #[test]
    fn a_line_that_fits_is_whole() {
        let shown = line("<Enabled>yes</Enabled>", "yes", 10).fit(Charset::Unicode, 60);
        assert_eq!(shown.text, "<Enabled>yes</Enabled>");
        assert_eq!(shown.places, [Range { start: 9, end: 12 }]);
    }

    #[test]
    fn a_label_far_to_the_right_gets_room() {
        let text = format!("{}<Enabled>yes</Enabled>", " ".repeat(30));
        let shown = line(&text, "yes", 40).fit(Charset::Unicode, 60);
        assert!(shown.text.starts_with('…'), "{}", shown.text);
        assert!(shown.places[0].start + LABEL <= 60, "{shown:?}");
    }

    #[test]
    fn a_secret_is_not_shown() {
        let secrets = [Span::new(13, 19)];
        let raw = RawLine::new("<HeaderValue>s3cret</HeaderValue>", &[], 0);
        let raw = raw.hiding(&secrets, 0);
        let shown = raw.fit(Charset::Unicode, 60);
        assert_eq!(shown.text, "<HeaderValue>••••••</HeaderValue>");
    }

    #[test]
    fn no_line_is_longer_than_requested() {
        use proptest::prelude::*;
        let piece = prop::sample::select(vec![
            "a",
            "<b>",
            "表",
            "👍🏽",
            "\t",
            "\u{1b}",
            "e\u{301}",
            "क्षि",
            "xxxxxxxxxxxxxxxxxxxxxxxxxx",
        ]);
        let text = prop::collection::vec(piece, 0..60).prop_map(|parts| parts.concat());
        let marks = prop::collection::vec(
            (any::<prop::sample::Index>(), any::<prop::sample::Index>()),
            0..5,
        );
        let widths = 36..120_usize;
        let config = crate::properties::config(512);
        let labels = 0..60_usize;
        proptest!(config, |(text in text, marks in marks, width in widths, label in labels)| {
            let bounds = (0..=text.len()).filter(|at| text.is_char_boundary(*at));
            let bounds: Vec<usize> = bounds.collect();
            let places: Vec<Range<usize>> = marks.iter().map(|(a, b)| {
                let (a, b) = (*a.get(&bounds), *b.get(&bounds));
                a.min(b)..a.max(b)
            }).collect();
            let raw = RawLine::new(&text, &places, label);
            let shown = raw.fit(Charset::Unicode, width);
            prop_assert!(shown.cells <= width, "{} cells: {:?}", shown.cells, shown);
            prop_assert!(shown.places.iter().all(|place| place.end <= shown.cells), "{:?}", shown);
            let cells = Charset::Unicode.cells(&text);
            prop_assert!(cells <= width || shown.text.contains('…'), "{:?}", shown);
            let may_be_cut = cells > width || label > 0 || raw.places.len() > 1;
            prop_assert!(may_be_cut || shown.cells == cells, "{:?}", shown);
        });
    }
}
