//! A document as text: decoded, with its encoding and its lines.

use std::borrow::Cow;
use std::fmt;

use crate::text::encoding::{self, DecodeFault, Encoding};
use crate::text::positions::{Position, Positions};
use crate::text::{Edit, Edited, Span};

/// The decoded text of a document.
///
/// ```
/// use cloudfront_lint::Source;
///
/// let source = Source::decode("<a>\n<b/></a>".as_bytes());
/// let at = source.position(4);
/// assert_eq!((at.line, at.column), (2, 1));
/// ```
#[derive(Clone)]
pub struct Source<'s> {
    text: Cow<'s, str>,
    encoding: Encoding,
    byte_order_mark: bool,
    fault: Option<DecodeFault>,
    /// The bytes of a document with a fault, which its text alone cannot restore.
    undecodable: Option<Cow<'s, [u8]>>,
    positions: Positions,
}

/// Without the text, which may contain secrets.
impl fmt::Debug for Source<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Source")
            .field("bytes", &self.text.len())
            .field("encoding", &self.encoding)
            .finish_non_exhaustive()
    }
}

impl<'s> Source<'s> {
    /// Decodes UTF-8 and UTF-16, both with or without a byte-order mark, and ISO-8859-1 and
    /// Windows-1252 where an XML declaration names them and the bytes are not UTF-8. Never fails:
    /// invalid bytes become U+FFFD, and [`fault`](Self::fault) is where the first of them is. The
    /// mark is not part of the text.
    ///
    /// ```
    /// use cloudfront_lint::Source;
    /// use cloudfront_lint::Encoding;
    ///
    /// let bytes = b"<?xml version='1.0' encoding='ISO-8859-1'?><Comment>caf\xe9</Comment>";
    /// let source = Source::decode(bytes);
    /// assert_eq!(source.encoding(), Encoding::Latin1);
    /// assert!(source.text().ends_with("<Comment>caf\u{e9}</Comment>"));
    /// ```
    pub fn decode(bytes: &'s [u8]) -> Self {
        let decoded = encoding::decode(bytes);
        Self {
            text: decoded.text,
            encoding: decoded.encoding,
            byte_order_mark: decoded.byte_order_mark,
            fault: decoded.fault,
            undecodable: decoded.fault.map(|_| Cow::Borrowed(bytes)),
            positions: Positions::default(),
        }
    }

    /// A source that is text already.
    pub fn new(text: impl Into<Cow<'s, str>>) -> Self {
        Self {
            text: text.into(),
            encoding: Encoding::Utf8,
            byte_order_mark: false,
            fault: None,
            undecodable: None,
            positions: Positions::default(),
        }
    }

    /// The decoded text, without a byte-order mark.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The part of the text in a range.
    ///
    /// # Panics
    /// When the range is not one of this text.
    pub fn slice(&self, span: Span) -> &str {
        &self.text[span.range()]
    }

    /// How the bytes encoded it.
    pub fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// Whether the bytes began with a byte-order mark.
    pub fn has_byte_order_mark(&self) -> bool {
        self.byte_order_mark
    }

    /// The first place where the bytes were not valid in their encoding.
    pub fn fault(&self) -> Option<DecodeFault> {
        self.fault
    }

    /// A text in the encoding of this document, with a byte-order mark if it had one. A character
    /// that the encoding does not have becomes a reference such as `&#8364;`.
    pub fn encode(&self, text: &str) -> Vec<u8> {
        encoding::encode(text, self.encoding, self.byte_order_mark)
    }

    /// The bytes of this document: the ones it was decoded from where they were invalid, else its
    /// text encoded again.
    pub fn bytes(&self) -> Vec<u8> {
        match &self.undecodable {
            Some(bytes) => bytes.to_vec(),
            None => self.encode(&self.text),
        }
    }

    /// Another text in the encoding of this one. It is UTF-8 instead where the encoding was that of
    /// a declaration that the new text does not have, and where it is JSON, whose readers accept
    /// nothing else.
    #[must_use]
    pub fn with_text(&self, text: String) -> Source<'static> {
        let is_json = is_json(&text);
        let is_undeclared = self.encoding.is_single_byte()
            && Encoding::single_byte_declared_in(&text) != Some(self.encoding);
        Source {
            encoding: if is_undeclared || is_json {
                Encoding::Utf8
            } else {
                self.encoding
            },
            byte_order_mark: self.byte_order_mark && !is_json,
            ..Source::new(text)
        }
    }

    /// This document after edits.
    pub(crate) fn with_edits<'e>(
        &self,
        edits: impl IntoIterator<Item = &'e Edit>,
    ) -> Source<'static> {
        self.with_text(Edited::new(&self.text, edits).text)
    }

    /// Whether the unchanged text keeps its encoding when it is written again.
    pub(crate) fn keeps_encoding(&self) -> bool {
        let is_plain = self.encoding == Encoding::Utf8 && !self.byte_order_mark;
        is_plain || !is_json(&self.text)
    }

    /// Line and column of a byte offset, the column in bytes. An offset after the end is the end;
    /// one inside a character is that of the character.
    pub fn position(&self, offset: usize) -> Position {
        self.position_counting(offset, |from, to| to - from)
    }

    /// Line and column of a byte offset, the column in Unicode characters.
    pub fn position_in_characters(&self, offset: usize) -> Position {
        let before = |offset| self.positions.characters_before(&self.text, offset);
        self.position_counting(offset, |from, to| before(to) - before(from))
    }

    /// How many Unicode characters come before a byte offset.
    ///
    /// ```
    /// let source = cloudfront_lint::Source::new("<a>caf\u{e9}</a>");
    /// assert_eq!(source.characters_before(8), 7);
    /// ```
    pub fn characters_before(&self, offset: usize) -> usize {
        let offset = self.floor(offset);
        self.positions.characters_before(&self.text, offset)
    }

    /// Line and column of a byte offset, the column in UTF-16 code units.
    pub fn position_in_utf16(&self, offset: usize) -> Position {
        let before = |offset| self.positions.utf16_before(&self.text, offset);
        self.position_counting(offset, |from, to| before(to) - before(from))
    }

    /// The byte offset of a position whose column counts bytes. One after the end of a line is the
    /// end of that line, without the characters that end it; one after the last line is the end of
    /// the text; one inside a character is that of the character.
    ///
    /// ```
    /// use cloudfront_lint::Source;
    ///
    /// let source = Source::new("<a>\n<b/></a>");
    /// assert_eq!(source.offset(source.position(6)), 6);
    /// ```
    pub fn offset(&self, position: Position) -> usize {
        self.offset_counting(position, |start, column| self.floor(start + column))
    }

    /// The same as [`offset`](Self::offset) for a position whose column counts UTF-16 code units.
    pub fn offset_in_utf16(&self, position: Position) -> usize {
        self.offset_counting(position, |start, column| {
            let unit = self.positions.utf16_before(&self.text, start) + column;
            self.positions.offset_of_utf16(&self.text, unit)
        })
    }

    /// The same as [`offset`](Self::offset) for a position whose column counts Unicode characters.
    pub fn offset_in_characters(&self, position: Position) -> usize {
        self.offset_counting(position, |start, column| {
            let character = self.positions.characters_before(&self.text, start) + column;
            self.positions.offset_of_character(&self.text, character)
        })
    }

    /// Zero-based index of the line that contains a byte offset.
    pub fn line_at(&self, offset: usize) -> usize {
        self.line_starts()
            .partition_point(|start| *start as usize <= offset)
            - 1
    }

    /// How many lines there are; at least one.
    pub fn line_count(&self) -> usize {
        self.line_starts().len()
    }

    /// The range of a line, given by its zero-based index, with the characters that end it.
    ///
    /// # Panics
    /// If there is no such line.
    pub fn line_span(&self, line: usize) -> Span {
        let starts = self.line_starts();
        let end = starts
            .get(line + 1)
            .map_or(self.text.len(), |start| *start as usize);
        Span::new(starts[line] as usize, end)
    }

    /// The same document, owning its text.
    pub fn into_owned(self) -> Source<'static> {
        Source {
            text: Cow::Owned(self.text.into_owned()),
            encoding: self.encoding,
            byte_order_mark: self.byte_order_mark,
            fault: self.fault,
            undecodable: self.undecodable.map(|bytes| Cow::Owned(bytes.into_owned())),
            positions: self.positions,
        }
    }

    fn position_counting(&self, offset: usize, count: impl Fn(usize, usize) -> usize) -> Position {
        let offset = self.floor(offset);
        let line = self.line_at(offset);
        Position {
            line: line + 1,
            column: count(self.line_starts()[line] as usize, offset) + 1,
        }
    }

    fn offset_counting(&self, position: Position, find: impl Fn(usize, usize) -> usize) -> usize {
        let line = position.line.saturating_sub(1);
        if line >= self.line_count() {
            return self.text.len();
        }
        let span = self.line_span(line);
        let start = span.start as usize;
        let end = start + self.slice(span).trim_end_matches(['\r', '\n']).len();
        // No column reaches further than the text, which keeps the sum small.
        let column = position.column.saturating_sub(1).min(self.text.len());
        find(start, column).clamp(start, end)
    }

    /// The offset of the character that contains an offset.
    #[cfg(feature = "pretty")]
    pub(crate) fn start_of_character(&self, offset: u32) -> u32 {
        self.floor(offset as usize) as u32
    }

    fn floor(&self, offset: usize) -> usize {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        offset
    }

    fn line_starts(&self) -> &[u32] {
        self.positions.line_starts(&self.text)
    }
}

/// Whether a text is JSON rather than XML, by its first character.
fn is_json(text: &str) -> bool {
    text.trim_start().starts_with(['{', '['])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn undecodable_bytes_are_kept() {
        let bytes = b"<a>\xff\xfe\x80</a>";
        let source = Source::decode(bytes);
        assert!(source.fault().is_some());
        assert_eq!(source.bytes(), bytes);
        assert_eq!(source.into_owned().bytes(), bytes);
    }
}
