//! Faults of the text as a whole that roxmltree does not look at: invalid bytes, and a declared
//! encoding that is wrong.

use crate::text::encoding::{declared_encoding, extends_ascii, is_binary, is_unicode};
use crate::text::{Encoding, Source, Span};
use crate::tree::fault::{SyntaxFault, SyntaxKind};

/// What is wrong with the bytes. What the declaration says about valid bytes is for [`mismatch`].
pub(super) fn invalid_bytes(source: &Source<'_>) -> Option<SyntaxFault> {
    let fault = source.fault();
    if is_binary(source.text()) {
        let span = fault.map_or(Span::at(0), |fault| fault.span);
        return Some(SyntaxFault::new(SyntaxKind::WrongBytes, span).variant("binary"));
    }
    let fault = fault?;
    let declared = declared_encoding(source.text());
    let name = declared.map_or("", |span| source.slice(span));
    let variant = match source.encoding() {
        Encoding::Latin1 | Encoding::Windows1252 => "undefined",
        _ if declared.is_some() && !is_unicode(name) => "declared",
        _ => "",
    };
    Some(
        SyntaxFault::new(SyntaxKind::WrongBytes, fault.span)
            .variant(variant)
            .argument("encoding", source.encoding().declared_name())
            .argument("declared", name)
            .argument("byte", format!("{:02x}", fault.byte))
            .argument("offset", fault.byte_offset.to_string()),
    )
}

/// What is wrong with the encoding that a text declares. The text is that of the source, or a
/// repair of it: before the repair it is not certain what is a declaration.
pub(super) fn mismatch(source: &Source<'_>, text: &str) -> Option<SyntaxFault> {
    if source.fault().is_some() {
        return None;
    }
    let span = declared_encoding(text)?;
    let declared = &text[span.range()];
    let encoding = source.encoding();
    if matches!(encoding, Encoding::Latin1 | Encoding::Windows1252) {
        return Some(not_unicode(source, text, span));
    }
    let is_utf8 = encoding == Encoding::Utf8;
    // An encoding that writes ASCII as ASCII reads an ASCII text correctly.
    let is_harmless = is_utf8 && source.text().is_ascii() && extends_ascii(declared);
    if encoding.is_called(declared) || is_harmless {
        return None;
    }
    let actual = encoding.declared_name();
    let is_readable = is_utf8 && extends_ascii(declared);
    Some(
        SyntaxFault::new(SyntaxKind::EncodingMismatch, span)
            .variant(if is_readable { "readable" } else { "" })
            .argument("declared", declared)
            .argument("actual", actual)
            .replace(span, actual)
            .safe(),
    )
}

/// The fault of a text in an encoding that not every XML reader supports.
fn not_unicode(source: &Source<'_>, text: &str, span: Span) -> SyntaxFault {
    let mut fault = SyntaxFault::new(SyntaxKind::EncodingNotUnicode, span)
        .argument("declared", &text[span.range()]);
    let first = text
        .char_indices()
        .find(|(_, character)| !character.is_ascii());
    if let Some((at, character)) = first {
        let first = Span::new(at, at + character.len_utf8());
        let written = &text[first.range()];
        fault = fault
            .argument("here", hex(&source.encode(written)))
            .argument("there", hex(written.as_bytes()))
            .related(first);
    }
    // The declaration alone is half of the change: the file has to be converted as well.
    fault.replace(span, "UTF-8")
}

fn hex(bytes: &[u8]) -> String {
    let digits: Vec<String> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    digits.join(" ")
}
