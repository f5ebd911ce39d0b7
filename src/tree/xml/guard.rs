//! Bounds on what a document may cost, checked before any parser sees it.
//!
//! roxmltree is linear on ordinary documents, but compares every attribute of a tag with every
//! other one, copies the namespaces of the parent for every declaration, and reserves memory for
//! every `<` and `=` before it parses. Within these bounds the worst case takes milliseconds. No
//! real configuration comes near: it has one attribute, the `xmlns` of its root.

use memchr::{memchr_iter, memmem};

use crate::text::Span;
use crate::tree::fault::{SyntaxFault, SyntaxKind};

/// Greatest length of a document in bytes of UTF-8: 64 MiB.
pub(crate) const MAX_BYTES: usize = 64 << 20;
/// Greatest number of `<`.
pub(crate) const MAX_TAGS: usize = 4_000_000;
/// Greatest number of `=` inside tags.
pub(crate) const MAX_ATTRIBUTES: usize = 4_096;
/// Greatest number of namespace declarations inside tags.
pub(crate) const MAX_NAMESPACES: usize = 256;
/// Greatest number of `=` anywhere: roxmltree reserves memory for an attribute for each, in text
/// too.
pub(crate) const MAX_EQUALS_SIGNS: usize = 4_000_000;

/// What was counted.
pub(super) struct Census {
    /// Number of `<`.
    pub(super) tags: usize,
    /// Number of `xmlns`, wherever they are.
    pub(super) namespaces: usize,
}

/// Counts what costs time or memory, and refuses a document that has too much of it.
pub(super) fn examine(text: &str) -> Result<Census, SyntaxFault> {
    let bytes = text.as_bytes();
    if bytes.len() > MAX_BYTES {
        return Err(refuse(
            SyntaxKind::DocumentTooLarge,
            "",
            MAX_BYTES,
            bytes.len(),
            Span::at(0),
        ));
    }
    let tags = memchr_iter(b'<', bytes).count();
    if tags > MAX_TAGS {
        let at = memchr_iter(b'<', bytes).nth(MAX_TAGS).unwrap_or_default();
        return Err(refuse(
            SyntaxKind::DocumentTooLarge,
            "tags",
            MAX_TAGS,
            tags,
            Span::new(at, at + 1),
        ));
    }
    let equals = memchr_iter(b'=', bytes).count();
    if equals > MAX_EQUALS_SIGNS {
        let at = memchr_iter(b'=', bytes)
            .nth(MAX_EQUALS_SIGNS)
            .unwrap_or_default();
        return Err(refuse(
            SyntaxKind::DocumentTooLarge,
            "equals-signs",
            MAX_EQUALS_SIGNS,
            equals,
            Span::new(at, at + 1),
        ));
    }
    // Every declaration has an `=`, so a text without one has none; the usual document has a
    // handful.
    let namespaces = if equals == 0 {
        0
    } else {
        memmem::find_iter(bytes, b"xmlns").count()
    };
    if namespaces > MAX_NAMESPACES {
        limit(
            SyntaxKind::TooManyNamespaces,
            MAX_NAMESPACES,
            5,
            in_tags(bytes, memmem::find_iter(bytes, b"xmlns")),
        )?;
    }
    if equals > MAX_ATTRIBUTES {
        limit(
            SyntaxKind::TooManyAttributes,
            MAX_ATTRIBUTES,
            1,
            in_tags(bytes, memchr_iter(b'=', bytes)),
        )?;
    }
    Ok(Census { tags, namespaces })
}

fn limit(
    kind: SyntaxKind,
    most: usize,
    width: usize,
    found: impl Iterator<Item = usize>,
) -> Result<(), SyntaxFault> {
    let mut first_over = None;
    let mut count = 0;
    for at in found {
        count += 1;
        if count == most + 1 {
            first_over = Some(at);
        }
    }
    match first_over {
        Some(at) => Err(refuse(kind, "", most, count, Span::new(at, at + width))),
        None => Ok(()),
    }
}

/// Those of some offsets, in ascending order, that are inside a start tag.
fn in_tags(bytes: &[u8], offsets: impl Iterator<Item = usize>) -> impl Iterator<Item = usize> {
    let mut tags = StartTags { bytes, at: 0 }.peekable();
    offsets.filter(move |offset| {
        while tags.next_if(|tag| tag.end <= *offset).is_some() {}
        tags.peek().is_some_and(|tag| tag.start <= *offset)
    })
}

/// The ranges of start tags, in a text that may be malformed.
struct StartTags<'t> {
    bytes: &'t [u8],
    at: usize,
}

impl Iterator for StartTags<'_> {
    type Item = std::ops::Range<usize>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let start = self.at + memchr::memchr(b'<', self.bytes.get(self.at..)?)?;
            let rest = &self.bytes[start..];
            let after = |needle: &[u8]| {
                memmem::find(rest, needle)
                    .map_or(self.bytes.len(), |found| start + found + needle.len())
            };
            if rest.starts_with(b"<!--") {
                self.at = after(b"-->");
            } else if rest.starts_with(b"<![CDATA[") {
                self.at = after(b"]]>");
            } else if rest.starts_with(b"<?") {
                self.at = after(b"?>");
            } else {
                self.at = tag_end(self.bytes, start + 1);
                return Some(start..self.at);
            }
        }
    }
}

/// The offset after the `>` that ends a tag; one between quotes does not.
fn tag_end(bytes: &[u8], mut at: usize) -> usize {
    while let Some(found) = bytes
        .get(at..)
        .and_then(|rest| memchr::memchr3(b'>', b'"', b'\'', rest))
    {
        let quote = bytes[at + found];
        at += found + 1;
        if quote == b'>' {
            return at;
        }
        at = memchr::memchr2(quote, b'<', &bytes[at..])
            .map_or(bytes.len(), |closing| at + closing + 1);
    }
    bytes.len()
}

fn refuse(
    kind: SyntaxKind,
    variant: &'static str,
    limit: usize,
    found: usize,
    span: Span,
) -> SyntaxFault {
    let mut fault = SyntaxFault::new(kind, span).variant(variant);
    fault.arguments = vec![("limit", limit.to_string()), ("found", found.to_string())];
    fault
}
