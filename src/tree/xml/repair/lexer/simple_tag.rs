//! Tags with nothing but a name in ASCII, which nearly all tags are: `<Name>`, `</Name>`. There is
//! nothing to repair inside them.

use crate::text::Span;
use crate::tree::xml::repair::token::{Kind, Tag};

/// The tag that begins at an offset, if it is as simple as that. Not `<xml…>`, which may be meant
/// as a declaration.
pub(super) fn read(text: &str, start: usize) -> Option<Tag<'_>> {
    let bytes = text.as_bytes();
    let is_end = bytes.get(start + 1) == Some(&b'/');
    let name_start = start + 1 + usize::from(is_end);
    let rest = &bytes[name_start..];
    let length = rest.iter().position(|byte| !is_part(*byte))?;
    let is_simple = rest[length] == b'>'
        && (rest[0].is_ascii_alphabetic() || rest[0] == b'_')
        && !rest.starts_with(b"xml");
    let name_span = Span::new(name_start, name_start + length);
    is_simple.then(|| Tag {
        kind: if is_end { Kind::End } else { Kind::Start },
        name: &text[name_span.range()],
        span: Span::new(start, name_start + length + 1),
        name_span,
    })
}

fn is_part(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.')
}
