//! From bytes to text and back, and what an XML declaration says about it.

use std::borrow::Cow;

use crate::text::Span;

/// How the bytes of a document encode its text.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[non_exhaustive]
pub enum Encoding {
    /// UTF-8, with or without a byte-order mark.
    Utf8,
    /// UTF-16, low byte first.
    Utf16Le,
    /// UTF-16, high byte first.
    Utf16Be,
    /// ISO-8859-1: each byte is the character with its number. Used where an XML declaration names
    /// it and the bytes are not UTF-8.
    Latin1,
    /// Windows-1252, which has printable characters where ISO-8859-1 has control characters.
    /// Recognised in the same way.
    Windows1252,
}

/// A place where the bytes are not valid in their encoding. The decoded text has U+FFFD there.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct DecodeFault {
    /// The replacement character in the decoded text.
    pub span: Span,
    /// Offset of the first invalid byte in the bytes of the document.
    pub byte_offset: usize,
    /// That byte.
    pub byte: u8,
}

impl Encoding {
    /// Its name in an XML declaration.
    pub(crate) fn declared_name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf16Le | Self::Utf16Be => "UTF-16",
            Self::Latin1 => "ISO-8859-1",
            Self::Windows1252 => "Windows-1252",
        }
    }

    /// Whether an XML declaration may call it by this name.
    pub(crate) fn is_called(self, name: &str) -> bool {
        let names: &[&str] = match self {
            Self::Utf8 => &["utf-8", "utf8"],
            Self::Utf16Le => &["utf-16", "utf-16le"],
            Self::Utf16Be => &["utf-16", "utf-16be"],
            Self::Latin1 => &[
                "iso-8859-1",
                "iso8859-1",
                "iso_8859-1",
                "latin1",
                "latin-1",
                "l1",
            ],
            Self::Windows1252 => &["windows-1252", "cp1252", "cp-1252"],
        };
        names.iter().any(|known| known.eq_ignore_ascii_case(name))
    }

    /// The encoding with one byte per character that the XML declaration of a text names, if it is
    /// supported.
    pub(super) fn single_byte_declared_in(text: &str) -> Option<Self> {
        let name = &text[declared_encoding(text)?.range()];
        [Self::Latin1, Self::Windows1252]
            .into_iter()
            .find(|encoding| encoding.is_called(name))
    }

    /// Whether each byte is a character.
    pub(super) fn is_single_byte(self) -> bool {
        matches!(self, Self::Latin1 | Self::Windows1252)
    }
}

/// The value of `encoding` in the XML declaration of a text.
pub(crate) fn declared_encoding(text: &str) -> Option<Span> {
    let start = text.len() - text.trim_start().len();
    let rest = text[start..].strip_prefix("<?xml")?;
    let declaration = &rest[..rest.find("?>")?];
    let name = declaration.find("encoding")?;
    let after = &declaration[name + "encoding".len()..];
    let value = after.trim_start().strip_prefix('=')?.trim_start();
    let quote = value
        .chars()
        .next()
        .filter(|quote| matches!(quote, '"' | '\''))?;
    let value = &value[1..];
    let value = &value[..value.find(quote)?];
    // A value that cannot be the name of an encoding is a malformed declaration.
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

/// Whether a name in an XML declaration is that of a Unicode encoding.
pub(crate) fn is_unicode(name: &str) -> bool {
    name.get(..3)
        .is_some_and(|start| start.eq_ignore_ascii_case("utf"))
}

/// Whether the encoding with this name in an XML declaration encodes ASCII as ASCII.
pub(crate) fn extends_ascii(name: &str) -> bool {
    const PREFIXES: [&str; 12] = [
        "us-ascii",
        "ascii",
        "iso-8859-",
        "iso8859",
        "latin",
        "windows-125",
        "cp125",
        "gb",
        "big5",
        "euc-",
        "shift_jis",
        "koi8-",
    ];
    let name = name.to_ascii_lowercase();
    PREFIXES.iter().any(|prefix| name.starts_with(prefix))
}

/// Whether the beginning of a text contains so much that no text has that nothing in it is worth
/// reading.
pub(crate) fn is_binary(text: &str) -> bool {
    let beginning = || text.chars().take(512);
    let odd = |character: &char| {
        *character == char::REPLACEMENT_CHARACTER
            || character.is_control() && !character.is_whitespace()
    };
    // The first byte is enough for the usual document.
    let looks_like_markup = text.trim_start().starts_with('<')
        && memchr::memchr(0, &text.as_bytes()[..text.len().min(512)]).is_none();
    !looks_like_markup && beginning().filter(odd).count() * 8 > beginning().count()
}

/// A document after decoding.
pub(super) struct Decoded<'s> {
    pub(super) text: Cow<'s, str>,
    pub(super) encoding: Encoding,
    pub(super) byte_order_mark: bool,
    pub(super) fault: Option<DecodeFault>,
}

/// Decodes a document. Invalid bytes become U+FFFD, and a byte-order mark is left out.
pub(super) fn decode(bytes: &[u8]) -> Decoded<'_> {
    let (mut encoding, mark) = match bytes {
        [0xef, 0xbb, 0xbf, ..] => (Encoding::Utf8, 3),
        [0xff, 0xfe, ..] => (Encoding::Utf16Le, 2),
        [0xfe, 0xff, ..] => (Encoding::Utf16Be, 2),
        // Without a mark, only what a document can begin with counts: anything else next to a zero
        // is not text.
        [first, 0, ..] if begins_document(*first) => (Encoding::Utf16Le, 0),
        [0, second, ..] if begins_document(*second) => (Encoding::Utf16Be, 0),
        _ => (Encoding::Utf8, 0),
    };
    let body = &bytes[mark..];
    let (mut text, mut fault) = match encoding {
        Encoding::Utf16Le => decode_utf16(body, u16::from_le_bytes),
        Encoding::Utf16Be => decode_utf16(body, u16::from_be_bytes),
        _ => decode_utf8(body),
    };
    if encoding == Encoding::Utf8
        && fault.is_some()
        && mark == 0
        && let Some(declared) = Encoding::single_byte_declared_in(&text)
    {
        encoding = declared;
        (text, fault) = decode_single_bytes(body, declared);
    }
    let fault = fault.map(|fault| DecodeFault {
        byte_offset: fault.byte_offset + mark,
        ..fault
    });
    Decoded {
        text,
        encoding,
        byte_order_mark: mark > 0,
        fault,
    }
}

/// Encodes a text. A character that the encoding does not have becomes a reference such as
/// `&#8364;`.
pub(super) fn encode(text: &str, encoding: Encoding, byte_order_mark: bool) -> Vec<u8> {
    let mark = if byte_order_mark { "\u{feff}" } else { "" };
    let units = || mark.encode_utf16().chain(text.encode_utf16());
    match encoding {
        Encoding::Latin1 | Encoding::Windows1252 => encode_single_bytes(text, encoding),
        Encoding::Utf8 => [mark.as_bytes(), text.as_bytes()].concat(),
        Encoding::Utf16Le => units().flat_map(u16::to_le_bytes).collect(),
        Encoding::Utf16Be => units().flat_map(u16::to_be_bytes).collect(),
    }
}

fn begins_document(byte: u8) -> bool {
    matches!(byte, b'<' | b'{' | b'[' | b' ' | b'\t' | b'\r' | b'\n')
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
            fault = Some(fault_at(&text, byte_offset, byte));
        }
        text.push(character);
    }
    (Cow::Owned(text), fault)
}

fn encode_single_bytes(text: &str, encoding: Encoding) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    for character in text.chars() {
        let in_table = || {
            WINDOWS_1252
                .iter()
                .position(|known| *known == character && *known != char::REPLACEMENT_CHARACTER)
        };
        match u8::try_from(character) {
            Ok(byte) if encoding == Encoding::Latin1 || !matches!(byte, 0x80..=0x9f) => {
                bytes.push(byte);
            }
            _ => match in_table().filter(|_| encoding == Encoding::Windows1252) {
                Some(index) => bytes.push(0x80 + index as u8),
                None => bytes.extend(format!("&#{};", u32::from(character)).into_bytes()),
            },
        }
    }
    bytes
}

fn decode_utf8(bytes: &[u8]) -> (Cow<'_, str>, Option<DecodeFault>) {
    match std::str::from_utf8(bytes) {
        Ok(text) => (Cow::Borrowed(text), None),
        Err(error) => {
            let at = error.valid_up_to();
            let fault = DecodeFault {
                span: Span::new(at, at + char::REPLACEMENT_CHARACTER.len_utf8()),
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
            Err(_) => (char::REPLACEMENT_CHARACTER, 2),
        };
        if unit.is_err() && fault.is_none() {
            fault = Some(fault_at(&text, byte_offset, bytes[byte_offset]));
        }
        text.push(character);
        byte_offset += width;
    }
    if bytes.len() % 2 == 1 {
        fault = fault.or(Some(fault_at(&text, byte_offset, bytes[byte_offset])));
        text.push(char::REPLACEMENT_CHARACTER);
    }
    (Cow::Owned(text), fault)
}

/// The fault of the replacement character that comes next in a decoded text.
fn fault_at(text: &str, byte_offset: usize, byte: u8) -> DecodeFault {
    DecodeFault {
        span: Span::new(
            text.len(),
            text.len() + char::REPLACEMENT_CHARACTER.len_utf8(),
        ),
        byte_offset,
        byte,
    }
}
