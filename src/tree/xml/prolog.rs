//! Faults of the text as a whole that roxmltree does not look at: wrong bytes, and an encoding declared that is not there.

use crate::text::{Applicability, Edit, Encoding, Source, Span, declared_encoding};
use crate::tree::{SyntaxFault, SyntaxKind};

/// What is wrong with the bytes, if anything. Once they are a text, what that declares is for [`mismatch`] to judge.
pub(super) fn faults(source: &Source<'_>) -> Vec<SyntaxFault> {
    if is_binary(source.text()) {
        let span = source.fault().map_or(Span::at(0), |fault| fault.span);
        return vec![SyntaxFault::new(SyntaxKind::WrongBytes, span).variant("binary")];
    }
    let Some(fault) = source.fault() else {
        return Vec::new();
    };
    let declared = declared_encoding(source.text());
    let name = declared.map_or("", |span| source.slice(span));
    let variant = match source.encoding() {
        Encoding::Latin1 | Encoding::Windows1252 => "undefined",
        _ if declared.is_some() && !is_unicode(name) => "declared",
        _ => "",
    };
    let fault = SyntaxFault::new(SyntaxKind::WrongBytes, fault.span)
        .variant(variant)
        .argument("encoding", written(source.encoding()))
        .argument("declared", name)
        .argument("byte", format!("{:02x}", fault.byte))
        .argument("offset", fault.byte_offset.to_string());
    vec![fault]
}

/// Whether the beginning holds so much that no text has that nothing in it is worth reading.
pub(in crate::tree) fn is_binary(text: &str) -> bool {
    let beginning = || text.chars().take(512);
    let odd = |character: &char| {
        *character == char::REPLACEMENT_CHARACTER
            || character.is_control() && !character.is_whitespace()
    };
    // The usual document is told by its first byte.
    let looks_like_markup = text.trim_start().starts_with('<')
        && memchr::memchr(0, &text.as_bytes()[..text.len().min(512)]).is_none();
    !looks_like_markup && beginning().filter(odd).count() * 8 > beginning().count()
}

/// What is wrong with the encoding that a text declares. The text is that of the source, or what a repair makes of it: before
/// that it is not known what is a declaration and what its values are.
pub(super) fn mismatch(source: &Source<'_>, text: &str) -> Option<SyntaxFault> {
    if source.fault().is_some() {
        return None;
    }
    let span = declared_encoding(text)?;
    let declared = &text[span.range()];
    let right = match source.encoding() {
        Encoding::Utf8 => {
            declared.eq_ignore_ascii_case("utf-8") || declared.eq_ignore_ascii_case("utf8")
        }
        Encoding::Utf16Le => {
            declared.eq_ignore_ascii_case("utf-16") || declared.eq_ignore_ascii_case("utf-16le")
        }
        Encoding::Utf16Be => {
            declared.eq_ignore_ascii_case("utf-16") || declared.eq_ignore_ascii_case("utf-16be")
        }
        Encoding::Latin1 | Encoding::Windows1252 => return Some(other(source, text, span)),
    };
    // An encoding that writes ASCII as ASCII reads such a text rightly.
    let harmless =
        source.encoding() == Encoding::Utf8 && source.text().is_ascii() && extends_ascii(declared);
    if right || harmless {
        return None;
    }
    let actual = written(source.encoding());
    let mut fault = SyntaxFault::new(SyntaxKind::EncodingMismatch, span)
        .argument("declared", declared)
        .argument("actual", actual);
    fault.edits = vec![Edit {
        span,
        text: actual.to_owned(),
    }];
    fault.applicability = Applicability::Safe;
    let is_readable = source.encoding() == Encoding::Utf8 && extends_ascii(declared);
    Some(if is_readable {
        fault.variant("readable")
    } else {
        fault
    })
}

/// What is said of a text in an encoding that not every reader of XML knows, and that was read by its declaration.
fn other(source: &Source<'_>, text: &str, span: Span) -> SyntaxFault {
    let declared = &text[span.range()];
    let mut fault =
        SyntaxFault::new(SyntaxKind::EncodingNotUnicode, span).argument("declared", declared);
    if let Some((at, character)) = text
        .char_indices()
        .find(|(_, character)| !character.is_ascii())
    {
        let hex = |bytes: &[u8]| {
            bytes
                .iter()
                .map(|byte| format!("{byte:02x}"))
                .collect::<Vec<_>>()
                .join(" ")
        };
        let written = &text[at..at + character.len_utf8()];
        fault = fault
            .argument("here", hex(&source.encode(written)))
            .argument("there", hex(written.as_bytes()));
        fault.related = Some(Span::new(at, at + character.len_utf8()));
    }
    fault.edits = vec![Edit {
        span,
        text: "UTF-8".to_owned(),
    }];
    // The word alone is half of it: whoever writes the file has to convert it, too.
    fault.applicability = Applicability::Unsafe;
    fault
}

fn is_unicode(name: &str) -> bool {
    name.get(..3)
        .is_some_and(|start| start.eq_ignore_ascii_case("utf"))
}

fn extends_ascii(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    [
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
    ]
    .iter()
    .any(|start| name.starts_with(start))
}

/// The name of an encoding in an XML declaration.
pub(in crate::tree) fn written(encoding: Encoding) -> &'static str {
    match encoding {
        Encoding::Utf8 => "UTF-8",
        Encoding::Utf16Le | Encoding::Utf16Be => "UTF-16",
        Encoding::Latin1 => "ISO-8859-1",
        Encoding::Windows1252 => "Windows-1252",
    }
}
