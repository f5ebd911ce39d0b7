//! The text of a document, decoded, and where its lines begin.
//!
//! What lives here: bytes to text, and offsets to lines and columns. Inside the crate a place is a [`Span`] of the
//! decoded text; this is the one module that turns it into anything else.

use std::borrow::Cow;
use std::sync::OnceLock;

use crate::text::Span;

/// How the bytes of a document encode its text.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Encoding {
    /// UTF-8, with or without a byte-order mark.
    Utf8,
    /// UTF-16, low byte first.
    Utf16Le,
    /// UTF-16, high byte first.
    Utf16Be,
    /// ISO-8859-1, each byte the character of its number: an XML declaration says so, and the bytes are no UTF-8.
    Latin1,
    /// Windows-1252, which has signs where ISO-8859-1 has control characters; told in the same way.
    Windows1252,
}

/// A place where the bytes are no text in their encoding. U+FFFD stands there in the decoded text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct DecodeFault {
    /// The replacement character in the decoded text.
    pub span: Span,
    /// Offset of the first wrong byte in the bytes of the document.
    pub byte_offset: usize,
    /// That byte.
    pub byte: u8,
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
#[derive(Clone, Debug)]
pub struct Source<'s> {
    text: Cow<'s, str>,
    encoding: Encoding,
    byte_order_mark: bool,
    fault: Option<DecodeFault>,
    line_starts: OnceLock<Vec<u32>>,
    /// How many characters stand before each block of the text.
    characters: OnceLock<Vec<u32>>,
}

/// Bytes between two points of the text whose place in characters is known: a document may well be one line.
const BLOCK: usize = 1024;

impl<'s> Source<'s> {
    /// Decodes UTF-8 and UTF-16, both with or without a byte-order mark, and ISO-8859-1 and Windows-1252 where an XML declaration names
    /// them and the bytes are no UTF-8. Never fails: wrong bytes become U+FFFD, and [`fault`](Self::fault) tells where the first of them
    /// is. The mark is not part of the text.
    ///
    /// ```
    /// use cloudfront_lint::Source;
    /// use cloudfront_lint::text::Encoding;
    ///
    /// let source = Source::decode(b"<?xml version='1.0' encoding='ISO-8859-1'?><Comment>caf\xe9</Comment>");
    /// assert_eq!(source.encoding(), Encoding::Latin1);
    /// assert!(source.text().ends_with("<Comment>caf\u{e9}</Comment>"));
    /// ```
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
        let (mut text, mut fault) = match encoding {
            Encoding::Utf16Le => decode_utf16(body, u16::from_le_bytes),
            Encoding::Utf16Be => decode_utf16(body, u16::from_be_bytes),
            Encoding::Utf8 | Encoding::Latin1 | Encoding::Windows1252 => decode_utf8(body),
        };
        let mut encoding = encoding;
        if encoding == Encoding::Utf8
            && fault.is_some()
            && let Some(declared) = single_byte_encoding(&text).filter(|_| mark == 0)
        {
            encoding = declared;
            (text, fault) = decode_single_bytes(body, declared);
        }
        let fault = fault.map(|fault| DecodeFault {
            byte_offset: fault.byte_offset + mark,
            ..fault
        });
        Self {
            text,
            encoding,
            byte_order_mark: mark > 0,
            fault,
            line_starts: OnceLock::new(),
            characters: OnceLock::new(),
        }
    }

    /// A source that is text already.
    pub fn new(text: impl Into<Cow<'s, str>>) -> Self {
        Self {
            text: text.into(),
            encoding: Encoding::Utf8,
            byte_order_mark: false,
            fault: None,
            line_starts: OnceLock::new(),
            characters: OnceLock::new(),
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

    /// The first place where the bytes were no text.
    pub fn fault(&self) -> Option<DecodeFault> {
        self.fault
    }

    /// A text in the encoding of this document, with a byte-order mark if it had one. A character that the encoding lacks becomes a
    /// reference such as `&#8364;`.
    pub fn encode(&self, text: &str) -> Vec<u8> {
        let marked = if self.byte_order_mark { "\u{feff}" } else { "" };
        match self.encoding {
            Encoding::Latin1 | Encoding::Windows1252 => encode_single_bytes(text, self.encoding),
            Encoding::Utf8 => [marked.as_bytes(), text.as_bytes()].concat(),
            Encoding::Utf16Le => marked
                .encode_utf16()
                .chain(text.encode_utf16())
                .flat_map(u16::to_le_bytes)
                .collect(),
            Encoding::Utf16Be => marked
                .encode_utf16()
                .chain(text.encode_utf16())
                .flat_map(u16::to_be_bytes)
                .collect(),
        }
    }

    /// Another text in the encoding of this one; in UTF-8 where it is that of a declaration that the new text does not have any more, and
    /// where it is JSON, whose readers take nothing else.
    #[must_use]
    pub fn with_text(&self, text: String) -> Source<'static> {
        let is_declared = matches!(self.encoding, Encoding::Latin1 | Encoding::Windows1252);
        let is_json = is_json(&text);
        let is_gone = is_declared && single_byte_encoding(&text) != Some(self.encoding);
        Source {
            encoding: if is_gone || is_json {
                Encoding::Utf8
            } else {
                self.encoding
            },
            byte_order_mark: self.byte_order_mark && !is_json,
            ..Source::new(text)
        }
    }

    /// Whether the text as it is stays in its encoding when it is written anew.
    pub(crate) fn keeps_encoding(&self) -> bool {
        let is_plain = self.encoding == Encoding::Utf8 && !self.byte_order_mark;
        is_plain || !is_json(&self.text)
    }

    /// Line and column of a byte offset. An offset behind the end is the end; one inside a character is
    /// that character's.
    pub fn position(&self, offset: usize) -> Position {
        let offset = self.floor(offset);
        let line = self.line_at(offset);
        Position {
            line: line + 1,
            column: offset - self.line_start(line) + 1,
        }
    }

    /// Line and column of a byte offset, both from 1, with the column in Unicode characters instead of bytes.
    pub fn position_in_characters(&self, offset: usize) -> Position {
        let offset = self.floor(offset);
        let line = self.line_at(offset);
        Position {
            line: line + 1,
            column: self.characters_before(offset) - self.characters_before(self.line_start(line))
                + 1,
        }
    }

    /// Zero-based index of the line that holds a byte offset.
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
    /// When there is no such line.
    pub fn line_span(&self, line: usize) -> Span {
        let end = self
            .line_starts()
            .get(line + 1)
            .map_or(self.text.len(), |start| *start as usize);
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
            characters: self.characters,
        }
    }

    fn floor(&self, offset: usize) -> usize {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        offset
    }

    /// How many characters stand before an offset on a character's boundary.
    fn characters_before(&self, offset: usize) -> usize {
        let blocks = self.characters.get_or_init(|| {
            let mut before = 0;
            let counts = self.text.as_bytes().chunks(BLOCK).map(|block| {
                let here = before;
                before += characters(block) as u32;
                here
            });
            let mut blocks: Vec<u32> = counts.collect();
            blocks.push(before);
            blocks
        });
        let block = offset / BLOCK;
        blocks[block] as usize + characters(&self.text.as_bytes()[block * BLOCK..offset])
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

/// How many characters of UTF-8 begin in some bytes.
fn characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0xc0 != 0x80).count()
}

/// The value of `encoding` in the XML declaration of a text.
pub(crate) fn declared_encoding(text: &str) -> Option<Span> {
    let start = text.len() - text.trim_start().len();
    let rest = text[start..].strip_prefix("<?xml")?;
    let declaration = &rest[..rest.find("?>")?];
    let name = declaration.find("encoding")?;
    let behind = &declaration[name + "encoding".len()..];
    let value = behind.trim_start().strip_prefix('=')?.trim_start();
    let quote = value
        .chars()
        .next()
        .filter(|quote| matches!(quote, '"' | '\''))?;
    let value = &value[1..];
    let value = &value[..value.find(quote)?];
    // What is no name of an encoding at all is a fault of the declaration's own form.
    if value.is_empty()
        || !value
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-'))
    {
        return None;
    }
    let at = value.as_ptr() as usize - text.as_ptr() as usize;
    Some(Span::new(at, at + value.len()))
}

/// Whether a text is JSON and no XML, by what it begins with.
fn is_json(text: &str) -> bool {
    text.trim_start().starts_with(['{', '['])
}

/// The encoding of one byte a character that an XML declaration names, where it is one that is read here.
fn single_byte_encoding(text: &str) -> Option<Encoding> {
    let name = text[declared_encoding(text)?.range()].to_ascii_lowercase();
    match name.as_str() {
        "iso-8859-1" | "iso8859-1" | "iso_8859-1" | "latin1" | "latin-1" | "l1" => {
            Some(Encoding::Latin1)
        }
        "windows-1252" | "cp1252" | "cp-1252" => Some(Encoding::Windows1252),
        _ => None,
    }
}

/// The characters of Windows-1252 from 80 to 9f; U+FFFD where it has none.
const WINDOWS_1252: [char; 32] = [
    '€', '\u{fffd}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{fffd}', 'Ž',
    '\u{fffd}', '\u{fffd}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{fffd}',
    'ž', 'Ÿ',
];

fn decode_single_bytes(
    bytes: &[u8],
    encoding: Encoding,
) -> (Cow<'static, str>, Option<DecodeFault>) {
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 8);
    let mut fault = None;
    for (byte_offset, byte) in bytes.iter().copied().enumerate() {
        let character = match byte {
            0x80..=0x9f if encoding == Encoding::Windows1252 => {
                WINDOWS_1252[usize::from(byte - 0x80)]
            }
            _ => char::from(byte),
        };
        if character == char::REPLACEMENT_CHARACTER && fault.is_none() {
            fault = Some(DecodeFault {
                span: Span::new(text.len(), text.len() + 3),
                byte_offset,
                byte,
            });
        }
        text.push(character);
    }
    (Cow::Owned(text), fault)
}

fn encode_single_bytes(text: &str, encoding: Encoding) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    for character in text.chars() {
        let sign = || {
            WINDOWS_1252
                .iter()
                .position(|sign| *sign == character && *sign != char::REPLACEMENT_CHARACTER)
        };
        match u8::try_from(character) {
            Ok(byte) if encoding == Encoding::Latin1 || !matches!(byte, 0x80..=0x9f) => {
                bytes.push(byte)
            }
            _ => match sign().filter(|_| encoding == Encoding::Windows1252) {
                Some(index) => bytes.push(0x80 + index as u8),
                None => bytes.extend(format!("&#{};", u32::from(character)).into_bytes()),
            },
        }
    }
    bytes
}

fn begins_document(byte: u8) -> bool {
    matches!(byte, b'<' | b'{' | b'[' | b' ' | b'\t' | b'\r' | b'\n')
}

fn decode_utf8(bytes: &[u8]) -> (Cow<'_, str>, Option<DecodeFault>) {
    match std::str::from_utf8(bytes) {
        Ok(text) => (Cow::Borrowed(text), None),
        Err(error) => {
            let at = error.valid_up_to();
            let fault = DecodeFault {
                span: Span::new(at, at + '\u{fffd}'.len_utf8()),
                byte_offset: at,
                byte: bytes[at],
            };
            (String::from_utf8_lossy(bytes), Some(fault))
        }
    }
}

fn decode_utf16(
    bytes: &[u8],
    read: fn([u8; 2]) -> u16,
) -> (Cow<'static, str>, Option<DecodeFault>) {
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
            fault = Some(DecodeFault {
                span: Span::new(text.len(), text.len() + 3),
                byte_offset,
                byte: bytes[byte_offset],
            });
        }
        text.push(character);
        byte_offset += width;
    }
    if bytes.len() % 2 == 1 {
        fault = fault.or(Some(DecodeFault {
            span: Span::new(text.len(), text.len() + 3),
            byte_offset,
            byte: bytes[byte_offset],
        }));
        text.push('\u{fffd}');
    }
    (Cow::Owned(text), fault)
}
