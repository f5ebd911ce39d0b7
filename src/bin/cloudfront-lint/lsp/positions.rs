//! Places as the protocol has them, a line and a column in the unit that was agreed on, to bytes and back.

use std::cell::OnceCell;

use cloudfront_lint::{Source, Span};
use lsp_types::{Position, Range};

/// What a column counts.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(crate) enum Unit {
    /// Bytes of UTF-8.
    Byte,
    /// Units of UTF-16: what the protocol has where nothing else was agreed on.
    #[default]
    Utf16,
}

/// Bytes of text between two points whose place in UTF-16 is known.
const BLOCK: usize = 1024;

/// A text whose places can be told in time that does not grow with its lines: a document may well be one line.
#[derive(Debug)]
pub(crate) struct Text {
    source: Source<'static>,
    /// How many units of UTF-16 stand before each block; one that would begin inside of a character begins with it.
    units: OnceCell<Vec<usize>>,
}

impl Text {
    pub(crate) fn new(text: String) -> Self {
        Self {
            source: Source::new(text),
            units: OnceCell::new(),
        }
    }

    pub(crate) fn as_str(&self) -> &str {
        self.source.text()
    }

    pub(crate) fn source(&self) -> &Source<'static> {
        &self.source
    }

    /// The place of a byte offset.
    pub(crate) fn position(&self, unit: Unit, offset: usize) -> Position {
        let at = self.source.position(offset);
        let bytes = at.column - 1;
        let start = self.source.line_span(at.line - 1).start as usize;
        let column = match unit {
            Unit::Byte => bytes,
            Unit::Utf16 => self.units_before(start + bytes) - self.units_before(start),
        };
        Position {
            line: at.line as u32 - 1,
            character: column as u32,
        }
    }

    /// The places of a range.
    pub(crate) fn range(&self, unit: Unit, span: Span) -> Range {
        Range {
            start: self.position(unit, span.start as usize),
            end: self.position(unit, span.end as usize),
        }
    }

    /// The byte offset of a place. One behind a line is the end of that line, one behind all lines the end of the text, and one
    /// inside of a character that character's.
    pub(crate) fn offset(&self, unit: Unit, position: Position) -> usize {
        let line = position.line as usize;
        if line >= self.source.line_count() {
            return self.as_str().len();
        }
        let span = self.source.line_span(line);
        let start = span.start as usize;
        let end = start + self.source.slice(span).trim_end_matches(['\r', '\n']).len();
        let column = position.character as usize;
        match unit {
            Unit::Byte => self.floor(start.saturating_add(column).min(end)),
            Unit::Utf16 => self
                .offset_of_unit(self.units_before(start).saturating_add(column))
                .clamp(start, end),
        }
    }

    /// The bytes of a range; one that ends before it begins is empty.
    pub(crate) fn span(&self, unit: Unit, range: Range) -> Span {
        let (start, end) = (self.offset(unit, range.start), self.offset(unit, range.end));
        Span::new(start, end.max(start))
    }

    /// How many units of UTF-16 stand before a byte offset on a character's boundary.
    fn units_before(&self, offset: usize) -> usize {
        let block = offset / BLOCK;
        self.units()[block] + units(&self.as_str()[self.floor(block * BLOCK)..offset])
    }

    /// The byte offset of the character that holds a unit of UTF-16.
    fn offset_of_unit(&self, unit: usize) -> usize {
        let block = self
            .units()
            .partition_point(|before| *before <= unit)
            .saturating_sub(1);
        let start = self.floor(block * BLOCK);
        let mut left = unit - self.units()[block];
        for (at, character) in self.as_str()[start..].char_indices() {
            if left < character.len_utf16() {
                return start + at;
            }
            left -= character.len_utf16();
        }
        self.as_str().len()
    }

    fn units(&self) -> &[usize] {
        self.units.get_or_init(|| {
            let starts: Vec<usize> = (0..=self.as_str().len() / BLOCK)
                .map(|block| self.floor(block * BLOCK))
                .collect();
            let sums = starts.windows(2).scan(0, |before, block| {
                *before += units(&self.as_str()[block[0]..block[1]]);
                Some(*before)
            });
            std::iter::once(0).chain(sums).collect()
        })
    }

    fn floor(&self, offset: usize) -> usize {
        (0..=offset)
            .rev()
            .find(|offset| self.as_str().is_char_boundary(*offset))
            .unwrap_or(0)
    }
}

/// How many units of UTF-16 a text has.
fn units(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "aä😀b\r\n\rlast\n";

    fn at(line: u32, character: u32) -> Position {
        Position { line, character }
    }

    #[test]
    fn columns_count_what_was_agreed_on() {
        let text = Text::new(TEXT.to_owned());
        let b = TEXT.find('b').expect("it is there");
        assert_eq!(text.position(Unit::Byte, b), at(0, 7));
        assert_eq!(text.position(Unit::Utf16, b), at(0, 4));
        assert_eq!(text.position(Unit::Utf16, TEXT.len()), at(3, 0));
    }

    #[test]
    fn long_lines_are_told_like_short_ones() {
        for (lead, count) in [
            ("", 1),
            ("", 3000),
            ("a", 3000),
            ("ab", 3000),
            ("abc", 3000),
        ] {
            let written = format!("{lead}{}\n{}", "😀ä".repeat(count), "x".repeat(BLOCK * 2));
            let text = Text::new(written.clone());
            let mut units = 0;
            for (offset, character) in written
                .char_indices()
                .filter(|(_, character)| *character != '\n')
            {
                let second = offset > written.find('\n').expect("there are two lines");
                units = if second && written[..offset].ends_with('\n') {
                    0
                } else {
                    units
                };
                let place = text.position(Unit::Utf16, offset);
                assert_eq!(place, at(u32::from(second), units), "{lead} {offset}");
                assert_eq!(text.offset(Unit::Utf16, place), offset);
                assert_eq!(
                    text.offset(Unit::Byte, text.position(Unit::Byte, offset)),
                    offset
                );
                units += character.len_utf16() as u32;
            }
        }
    }

    #[test]
    fn a_place_that_is_not_there_is_the_nearest_one() {
        let text = Text::new(TEXT.to_owned());
        let end_of_first = TEXT.find('\r').expect("it is there");
        for unit in [Unit::Byte, Unit::Utf16] {
            assert_eq!(text.offset(unit, at(0, 99)), end_of_first);
            assert_eq!(text.offset(unit, at(0, u32::MAX)), end_of_first);
            assert_eq!(text.offset(unit, at(99, 0)), TEXT.len());
            assert_eq!(text.offset(unit, at(u32::MAX, u32::MAX)), TEXT.len());
            assert_eq!(text.position(unit, usize::MAX), at(3, 0));
        }
        assert_eq!(
            text.offset(Unit::Utf16, at(0, 3)),
            3,
            "the second half of a pair"
        );
        assert_eq!(
            text.offset(Unit::Byte, at(0, 2)),
            1,
            "the second byte of two"
        );
        assert!(
            text.span(
                Unit::Utf16,
                Range {
                    start: at(2, 0),
                    end: at(0, 0)
                }
            )
            .is_empty()
        );
        for unit in [Unit::Byte, Unit::Utf16] {
            assert_eq!(Text::new(String::new()).offset(unit, at(0, 0)), 0);
        }
    }
}
