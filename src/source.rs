//! The text of a document, decoded, and where its lines begin.
//!
//! What lives here: bytes to text, and offsets to lines and columns. Inside the crate a place is a [`Span`] of the
//! decoded text; this is the one module that turns it into anything else.

use std::borrow::Cow;
use std::sync::OnceLock;

use crate::span::Span;

/// How the bytes of a document encode its text.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Encoding {
    /// UTF-8, with or without a byte-order mark.
    Utf8,
    /// UTF-16, low byte first.
    Utf16Le,
    /// UTF-16, high byte first.
    Utf16Be,
}

/// A place where the bytes are no text in their encoding. U+FFFD stands there in the decoded text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct DecodeFault {
    /// The replacement character in the decoded text.
    pub span: Span,
    /// Offset of the first wrong byte in the bytes of the document.
    pub byte_offset: usize,
}

/// A line and a column, both from 1. The column counts bytes of UTF-8.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Position {
    /// The line; `\n`, `\r\n` and a lone `\r` end one.
    pub line: usize,
    /// The column in bytes.
    pub column: usize,
}

/// The decoded text of a document.
///
/// ```
/// use cloudfront_lint::Source;
///
/// let source = Source::decode("<a>\n<b/></a>".as_bytes());
/// let at = source.position(4);
/// assert_eq!((at.line, at.column), (2, 1));
/// ```
#[derive(Debug)]
pub struct Source<'s> {
    text: Cow<'s, str>,
    encoding: Encoding,
    byte_order_mark: bool,
    fault: Option<DecodeFault>,
    line_starts: OnceLock<Vec<u32>>,
}

impl<'s> Source<'s> {
    /// Decodes UTF-8 and UTF-16, both with or without a byte-order mark. Never fails: wrong bytes become
    /// U+FFFD, and [`fault`](Self::fault) tells where the first of them is. The mark is not part of the text.
    pub fn decode(bytes: &'s [u8]) -> Self {
        let (encoding, mark) = match bytes {
            [0xef, 0xbb, 0xbf, ..] => (Encoding::Utf8, 3),
            [0xff, 0xfe, ..] => (Encoding::Utf16Le, 2),
            [0xfe, 0xff, ..] => (Encoding::Utf16Be, 2),
            // Without a mark only what a document can begin with counts: other bytes beside a zero are no text at all.
            [first, 0, ..] if begins_document(*first) => (Encoding::Utf16Le, 0),
            [0, second, ..] if begins_document(*second) => (Encoding::Utf16Be, 0),
            _ => (Encoding::Utf8, 0),
        };
        let body = &bytes[mark..];
        let (text, fault) = match encoding {
            Encoding::Utf8 => decode_utf8(body),
            Encoding::Utf16Le => decode_utf16(body, u16::from_le_bytes),
            Encoding::Utf16Be => decode_utf16(body, u16::from_be_bytes),
        };
        let fault = fault.map(|fault| DecodeFault { byte_offset: fault.byte_offset + mark, ..fault });
        Self { text, encoding, byte_order_mark: mark > 0, fault, line_starts: OnceLock::new() }
    }

    /// A source that is text already.
    pub fn new(text: impl Into<Cow<'s, str>>) -> Self {
        Self { text: text.into(), encoding: Encoding::Utf8, byte_order_mark: false, fault: None, line_starts: OnceLock::new() }
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

    /// The first place where the bytes were no text.
    pub fn fault(&self) -> Option<DecodeFault> {
        self.fault
    }

    /// A text in the encoding of this document, with a byte-order mark if it had one.
    pub fn encode(&self, text: &str) -> Vec<u8> {
        let marked = if self.byte_order_mark { "\u{feff}" } else { "" };
        match self.encoding {
            Encoding::Utf8 => [marked.as_bytes(), text.as_bytes()].concat(),
            Encoding::Utf16Le => marked.encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect(),
            Encoding::Utf16Be => marked.encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_be_bytes).collect(),
        }
    }

    /// Another text in the encoding of this one.
    #[must_use]
    pub fn with_text(&self, text: String) -> Source<'static> {
        Source { encoding: self.encoding, byte_order_mark: self.byte_order_mark, ..Source::new(text) }
    }

    /// Line and column of a byte offset. An offset behind the end is the end; one inside a character is
    /// that character's.
    pub fn position(&self, offset: usize) -> Position {
        let offset = self.floor(offset);
        let line = self.line_at(offset);
        Position { line: line + 1, column: offset - self.line_start(line) + 1 }
    }

    /// Line and column of a byte offset, both from 1, with the column in Unicode characters instead of bytes.
    pub fn position_in_characters(&self, offset: usize) -> Position {
        let offset = self.floor(offset);
        let line = self.line_at(offset);
        let before = &self.text[self.line_start(line)..offset];
        Position { line: line + 1, column: before.chars().count() + 1 }
    }

    /// Zero-based index of the line that holds a byte offset.
    pub fn line_at(&self, offset: usize) -> usize {
        self.line_starts().partition_point(|start| *start as usize <= offset) - 1
    }

    /// How many lines there are; at least one.
    pub fn line_count(&self) -> usize {
        self.line_starts().len()
    }

    /// The range of a line, given by its zero-based index, with the characters that end it.
    ///
    /// # Panics
    /// When there is no such line.
    pub fn line_span(&self, line: usize) -> Span {
        let end = self.line_starts().get(line + 1).map_or(self.text.len(), |start| *start as usize);
        Span::new(self.line_start(line), end)
    }

    /// The same document, owning its text.
    pub fn into_owned(self) -> Source<'static> {
        Source {
            text: Cow::Owned(self.text.into_owned()),
            encoding: self.encoding,
            byte_order_mark: self.byte_order_mark,
            fault: self.fault,
            line_starts: self.line_starts,
        }
    }

    fn floor(&self, offset: usize) -> usize {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        offset
    }

    fn line_start(&self, line: usize) -> usize {
        self.line_starts()[line] as usize
    }

    fn line_starts(&self) -> &[u32] {
        self.line_starts.get_or_init(|| {
            let bytes = self.text.as_bytes();
            let mut starts = vec![0];
            for at in memchr::memchr2_iter(b'\n', b'\r', bytes) {
                if bytes[at] == b'\n' || bytes.get(at + 1) != Some(&b'\n') {
                    starts.push(at as u32 + 1);
                }
            }
            starts
        })
    }
}

fn begins_document(byte: u8) -> bool {
    matches!(byte, b'<' | b'{' | b'[' | b' ' | b'\t' | b'\r' | b'\n')
}

fn decode_utf8(bytes: &[u8]) -> (Cow<'_, str>, Option<DecodeFault>) {
    match std::str::from_utf8(bytes) {
        Ok(text) => (Cow::Borrowed(text), None),
        Err(error) => {
            let at = error.valid_up_to();
            let fault = DecodeFault { span: Span::new(at, at + '\u{fffd}'.len_utf8()), byte_offset: at };
            (String::from_utf8_lossy(bytes), Some(fault))
        }
    }
}

fn decode_utf16(bytes: &[u8], read: fn([u8; 2]) -> u16) -> (Cow<'static, str>, Option<DecodeFault>) {
    let units = bytes.chunks_exact(2).map(|pair| read([pair[0], pair[1]]));
    let mut text = String::with_capacity(bytes.len());
    let mut fault = None;
    let mut byte_offset = 0;
    for unit in char::decode_utf16(units) {
        let (character, width) = match unit {
            Ok(character) => (character, character.len_utf16() * 2),
            Err(_) => ('\u{fffd}', 2),
        };
        if unit.is_err() && fault.is_none() {
            fault = Some(DecodeFault { span: Span::new(text.len(), text.len() + 3), byte_offset });
        }
        text.push(character);
        byte_offset += width;
    }
    if bytes.len() % 2 == 1 {
        fault = fault.or(Some(DecodeFault { span: Span::new(text.len(), text.len() + 3), byte_offset }));
        text.push('\u{fffd}');
    }
    (Cow::Owned(text), fault)
}
