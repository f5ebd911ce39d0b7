//! Why roxmltree refused a text, as a fault at its exact place.

use roxmltree::{Error, TextPos};

use crate::text::Span;
use crate::tree::fault::{SyntaxFault, SyntaxKind};

/// The fault that an error of roxmltree describes.
pub(super) fn fault(text: &str, error: &Error) -> SyntaxFault {
    let at = match position(error) {
        Some(position) => offset(text, position),
        None => unplaced(text, error),
    };
    let here = character(text, at);
    match error {
        Error::UnknownToken(_) | Error::InvalidName(_) if !has_element(text) => no_root(text),
        Error::NoRootNode => no_root(text),
        Error::DtdDetected => SyntaxFault::new(SyntaxKind::DoctypePresent, doctype(text)),
        Error::UnexpectedCloseTag(expected, actual, _) => {
            SyntaxFault::new(SyntaxKind::EndTagUnmatched, markup(text, at))
                .argument("name", actual)
                .argument("open", expected)
        }
        Error::UnclosedRootNode => {
            SyntaxFault::new(SyntaxKind::EndTagMissing, Span::at(text.trim_end().len()))
                .variant("end-of-text")
        }
        Error::UnknownEntityReference(name, _) => SyntaxFault::new(
            SyntaxKind::UnknownEntity,
            Span::new(at, at + name.len() + 2),
        )
        .argument("name", name),
        Error::MalformedEntityReference(_) => {
            SyntaxFault::new(SyntaxKind::UnescapedCharacter, here).argument("character", "&")
        }
        Error::InvalidCharacterData(_) => {
            SyntaxFault::new(SyntaxKind::UnescapedCharacter, here).argument("character", "]]>")
        }
        Error::DuplicatedAttribute(name, _) => {
            SyntaxFault::new(SyntaxKind::DuplicateAttribute, here).argument("name", name)
        }
        Error::DuplicatedNamespace(name, _) => {
            SyntaxFault::new(SyntaxKind::DuplicateAttribute, here)
                .argument("name", format!("xmlns:{name}"))
        }
        Error::UnknownNamespace(prefix, _) => {
            SyntaxFault::new(SyntaxKind::UnboundPrefix, Span::new(at, at + prefix.len()))
                .argument("prefix", prefix)
        }
        Error::NonXmlChar(found, _) => SyntaxFault::new(SyntaxKind::ControlCharacter, here)
            .argument("code", format!("U+{:04X}", u32::from(*found))),
        Error::InvalidComment(_) => {
            SyntaxFault::new(SyntaxKind::CommentMalformed, markup(text, at))
                .variant("double-hyphen")
        }
        Error::InvalidXmlPrefixUri(_)
        | Error::UnexpectedXmlUri(_)
        | Error::UnexpectedXmlnsUri(_)
        | Error::InvalidElementNamePrefix(_) => {
            SyntaxFault::new(SyntaxKind::ReservedNamespace, here).argument("reason", reason(error))
        }
        Error::UnexpectedDeclaration(_) => {
            SyntaxFault::new(SyntaxKind::DeclarationMisplaced, markup(text, at))
        }
        _ => SyntaxFault::new(SyntaxKind::NotWellFormed, here).argument("reason", reason(error)),
    }
}

/// What is wrong, in half a sentence.
fn reason(error: &Error) -> String {
    match error {
        Error::InvalidXmlPrefixUri(_) => {
            "the prefix `xml` cannot be bound to another namespace".into()
        }
        Error::UnexpectedXmlUri(_) | Error::UnexpectedXmlnsUri(_) => {
            "this namespace is reserved by XML".into()
        }
        Error::InvalidElementNamePrefix(_) => "`xmlns` cannot be the prefix of an element".into(),
        Error::InvalidName(_) => "expected a name, which begins with a letter or `_`".into(),
        Error::InvalidChar(expected, actual, _) => format!(
            "expected `{}`, found {}",
            char::from(*expected),
            shown(*actual)
        ),
        Error::InvalidChar2(expected, actual, _) => {
            format!("expected {expected}, found {}", shown(*actual))
        }
        Error::InvalidString(expected, _) => format!("expected `{expected}`"),
        Error::InvalidAttributeValue(_) => "unescaped `<` in the value of an attribute".into(),
        Error::UnexpectedEndOfStream => "the text ends inside a tag".into(),
        Error::NodesLimitReached
        | Error::AttributesLimitReached
        | Error::NamespacesLimitReached => "the document is too large".into(),
        _ => "expected an element, a comment or the end of the text".into(),
    }
}

fn shown(byte: u8) -> String {
    match byte {
        b'\n' | b'\r' => "the end of the line".into(),
        b' ' => "a space".into(),
        b'\t' => "a tab".into(),
        0x21..=0x7e => format!("`{}`", char::from(byte)),
        _ => format!("the byte 0x{byte:02X}"),
    }
}

fn no_root(text: &str) -> SyntaxFault {
    let variant = if text.is_empty() {
        ""
    } else if text.trim().is_empty() {
        "blank"
    } else {
        "no-element"
    };
    SyntaxFault::new(SyntaxKind::DocumentEmpty, Span::at(text.trim_end().len())).variant(variant)
}

/// Whether anything in a text looks like the beginning of a tag.
fn has_element(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr_iter(b'<', bytes).any(|at| {
        bytes.get(at + 1).is_some_and(|byte| {
            byte.is_ascii_alphabetic() || matches!(byte, b'_' | b'/') || *byte >= 0x80
        })
    })
}

/// The position that roxmltree reports, unless it is the 1:1 of an error without one.
fn position(error: &Error) -> Option<TextPos> {
    let unplaced = matches!(
        error,
        Error::NoRootNode
            | Error::UnclosedRootNode
            | Error::DtdDetected
            | Error::UnexpectedEndOfStream
            | Error::NodesLimitReached
            | Error::AttributesLimitReached
            | Error::NamespacesLimitReached
    );
    (!unplaced).then(|| error.pos())
}

fn unplaced(text: &str, error: &Error) -> usize {
    if matches!(error, Error::UnexpectedEndOfStream) {
        text.trim_end().len()
    } else {
        0
    }
}

/// The byte offset of roxmltree's position: its rows end with `\n` only, its columns count
/// characters.
fn offset(text: &str, position: TextPos) -> usize {
    let row = position.row.saturating_sub(1) as usize;
    let start = match row {
        0 => 0,
        _ => memchr::memchr_iter(b'\n', text.as_bytes())
            .nth(row - 1)
            .map_or(text.len(), |newline| newline + 1),
    };
    let column = position.col.saturating_sub(1) as usize;
    text[start..]
        .char_indices()
        .nth(column)
        .map_or(text.len(), |(width, _)| start + width)
}

/// The character at an offset; empty at the end of the text.
fn character(text: &str, at: usize) -> Span {
    Span::new(at, at + text[at..].chars().next().map_or(0, char::len_utf8))
}

/// From `<` to the next `>`, or to the end of the line where the line has none.
fn markup(text: &str, at: usize) -> Span {
    let length = memchr::memchr2(b'>', b'\n', &text.as_bytes()[at..]);
    let end = length.map_or(text.len(), |length| {
        at + length + usize::from(text.as_bytes()[at + length] == b'>')
    });
    Span::new(at, end)
}

/// The document type declaration, which is before the root.
fn doctype(text: &str) -> Span {
    let mut at = 0;
    loop {
        let rest = &text[at..];
        let Some(found) = rest.find('<') else {
            return Span::at(text.len());
        };
        let rest = &rest[found..];
        at += found;
        let closing = if rest.starts_with("<!--") {
            "-->"
        } else if rest.starts_with("<?") {
            "?>"
        } else {
            let subset = rest.find(['[', '>']).unwrap_or(rest.len());
            let from = if rest[subset..].starts_with('[') {
                rest[subset..]
                    .find(']')
                    .map_or(rest.len(), |end| subset + end)
            } else {
                subset
            };
            let end = rest[from..]
                .find('>')
                .map_or(rest.len(), |end| from + end + 1);
            return Span::new(at, at + end);
        };
        at += rest
            .find(closing)
            .map_or(rest.len(), |end| end + closing.len());
    }
}
