//! Positions of the protocol, a line and a column in the unit that was agreed on, to bytes and
//! back.

use cloudfront_lint::{Source, Span};
use lsp_types::{Position, Range};

/// What a column counts.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(crate) enum Unit {
    /// Bytes of UTF-8.
    Byte,
    /// UTF-16 code units: the default of the protocol.
    #[default]
    Utf16,
    /// Unicode characters.
    Character,
}

/// The text of an open document.
#[derive(Debug)]
pub(crate) struct Text {
    source: Source<'static>,
}

impl Text {
    pub(crate) fn new(text: String) -> Self {
        Self {
            source: Source::new(text),
        }
    }

    pub(crate) fn as_str(&self) -> &str {
        self.source.text()
    }

    pub(crate) fn source(&self) -> &Source<'static> {
        &self.source
    }

    /// The position of a byte offset.
    pub(crate) fn position(&self, unit: Unit, offset: usize) -> Position {
        let at = match unit {
            Unit::Byte => self.source.position(offset),
            Unit::Utf16 => self.source.position_in_utf16(offset),
            Unit::Character => self.source.position_in_characters(offset),
        };
        Position {
            line: at.line as u32 - 1,
            character: at.column as u32 - 1,
        }
    }

    /// The positions of a range.
    pub(crate) fn range(&self, unit: Unit, span: Span) -> Range {
        Range {
            start: self.position(unit, span.start as usize),
            end: self.position(unit, span.end as usize),
        }
    }

    /// The byte offset of a position. One after the end of a line is the end of that line, one
    /// after the last line is the end of the text, and one inside a character is that of the
    /// character.
    pub(crate) fn offset(&self, unit: Unit, position: Position) -> usize {
        let position = cloudfront_lint::Position {
            line: (position.line as usize).saturating_add(1),
            column: (position.character as usize).saturating_add(1),
        };
        match unit {
            Unit::Byte => self.source.offset(position),
            Unit::Utf16 => self.source.offset_in_utf16(position),
            Unit::Character => self.source.offset_in_characters(position),
        }
    }

    /// The bytes of a range; one that ends before it begins is empty.
    pub(crate) fn span(&self, unit: Unit, range: Range) -> Span {
        let (start, end) = (self.offset(unit, range.start), self.offset(unit, range.end));
        Span::new(start, end.max(start))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "aä😀b\r\n\rlast\n";

    fn at(line: u32, character: u32) -> Position {
        Position { line, character }
    }

    #[test]
    fn columns_count_the_agreed_unit() {
        let text = Text::new(TEXT.to_owned());
        let b = TEXT.find('b').expect("it is there");
        assert_eq!(text.position(Unit::Byte, b), at(0, 7));
        assert_eq!(text.position(Unit::Utf16, b), at(0, 4));
        assert_eq!(text.position(Unit::Character, b), at(0, 3));
        assert_eq!(text.offset(Unit::Character, at(0, 3)), b);
        assert_eq!(text.position(Unit::Utf16, TEXT.len()), at(3, 0));
    }

    #[test]
    fn columns_of_long_lines_are_counted_like_those_of_short_ones() {
        for (lead, count) in [
            ("", 1),
            ("", 3000),
            ("a", 3000),
            ("ab", 3000),
            ("abc", 3000),
        ] {
            let written = format!("{lead}{}\n{}", "😀ä".repeat(count), "x".repeat(2048));
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
    fn a_position_outside_the_text_is_the_nearest_one_inside() {
        let text = Text::new(TEXT.to_owned());
        let end_of_first = TEXT.find('\r').expect("it is there");
        for unit in [Unit::Byte, Unit::Utf16, Unit::Character] {
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
        for unit in [Unit::Byte, Unit::Utf16, Unit::Character] {
            assert_eq!(Text::new(String::new()).offset(unit, at(0, 0)), 0);
        }
    }
}
