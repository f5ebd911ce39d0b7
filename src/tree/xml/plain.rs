//! The short way for the usual document: elements with one prefix or none, text, CDATA, comments
//! and instructions, one namespace declared at the root.
//!
//! One pass that builds the tree and sees on the way that the text is well-formed. At the first
//! thing that needs a decision (another prefix, another attribute, a reference by number, a letter
//! beyond ASCII in a name, and every fault) it gives up, and roxmltree decides. So it has no faults
//! of its own, and the tree is the one that [`layout`](crate::tree::xml::layout) would build.
//! Whether the declared encoding is right is for [`encoding`](crate::tree::xml::encoding).

use memchr::{memchr, memchr_iter, memmem};

use crate::text::{Source, Span};
use crate::tree::arena::Tree;
use crate::tree::builder::{Builder, USUAL_DEPTH};
use crate::tree::form::Form;
use crate::tree::node::{Attribute, NodeId, NodeKind, Place, TriviaKind};
use crate::tree::xml::{decode, guard};

#[cfg(test)]
mod tests;

/// The element contains text other than whitespace.
const TEXT: u8 = 1;
/// The text of the element differs from the source: a reference, a line end that means `\n`, a
/// comment, an instruction or CDATA inside.
const CODED: u8 = 1 << 1;

struct Open {
    /// Where the content begins.
    content: u32,
    seen: u8,
}

struct Plain<'a, 's> {
    text: &'a str,
    bytes: &'a [u8],
    builder: Builder<'s>,
    open: Vec<Open>,
    /// The prefix of every name, with its colon, or nothing.
    prefix: &'a [u8],
    /// Up to where the text from the last tag on has nothing but ordinary bytes.
    ordinary: usize,
    /// Whether an end tag has another name than its start tag.
    is_mismatched: bool,
}

/// Why a text was not read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Unread {
    /// It is not plain.
    Unusual,
    /// It is not well-formed, whatever else it is.
    Mismatched,
}

/// The tree of a text that is plain and well-formed. Its ranges are those of `text`, which is the
/// source or a repair of it.
pub(super) fn read<'s>(source: &'s Source<'s>, text: &str) -> Result<Tree<'s>, Unread> {
    let bytes = text.as_bytes();
    if bytes.len() > guard::MAX_BYTES {
        return Err(Unread::Unusual);
    }
    let tags = memchr_iter(b'<', bytes).count();
    if tags > guard::MAX_TAGS
        || bytes.len() > guard::MAX_EQUALS_SIGNS
            && memchr_iter(b'=', bytes).count() > guard::MAX_EQUALS_SIGNS
    {
        return Err(Unread::Unusual);
    }
    let builder = Builder::new(source, Form::Xml, tags / 2 + 1);
    let mut plain = Plain {
        text,
        bytes,
        builder,
        open: Vec::with_capacity(USUAL_DEPTH),
        prefix: &[],
        ordinary: 0,
        is_mismatched: false,
    };
    match plain.document() {
        Some(()) => Ok(plain.builder.finish()),
        None if plain.is_mismatched => Err(Unread::Mismatched),
        None => Err(Unread::Unusual),
    }
}

/// Every step returns where it ended, or `None` where the text is not plain.
impl<'a> Plain<'a, '_> {
    fn document(&mut self) -> Option<()> {
        let declaration = declaration_end(self.text)?;
        if declaration > 0 {
            self.builder
                .trivia(TriviaKind::Instruction, Span::new(0, declaration));
        }
        let root = self.outside(declaration)?;
        self.prefix = self.prefix_of(root);
        let mut at = self.start_tag(root)?;
        if !self.prefix.is_empty() && !self.builder.has_namespace() {
            return None;
        }
        while !self.open.is_empty() {
            at = self.content(at)?;
        }
        (self.outside(at)? == self.bytes.len()).then_some(())
    }

    /// The prefix of the tag at an offset.
    fn prefix_of(&self, tag: usize) -> &'a [u8] {
        let colon = name_end(self.bytes, tag + 1);
        match self.bytes.get(colon) {
            Some(b':') => &self.bytes[tag + 1..=colon],
            _ => &[],
        }
    }

    /// Where the local name begins of the name at an offset. To compare with an empty prefix would
    /// take longer than all else.
    fn after_prefix(&self, at: usize) -> Option<usize> {
        let has_it = self.prefix.is_empty() || self.bytes[at..].starts_with(self.prefix);
        has_it.then_some(at + self.prefix.len())
    }

    /// Whitespace, comments and instructions before or after the root, up to what is neither.
    fn outside(&mut self, mut at: usize) -> Option<usize> {
        loop {
            at = self.skip_whitespace(at);
            at = match self.bytes.get(at..at + 2) {
                Some(b"<!") => self.comment(at)?,
                Some(b"<?") => self.instruction(at)?,
                _ => return Some(at),
            };
        }
    }

    /// The text up to the next markup, and that markup.
    fn content(&mut self, from: usize) -> Option<usize> {
        if from > self.ordinary {
            self.ordinary = ordinary_end(self.bytes, from);
        }
        let mut at = space_end(self.bytes, from);
        if self.bytes.get(at) != Some(&b'<') {
            let end = at + memchr(b'<', &self.bytes[at..])?;
            let open = self.open.last_mut()?;
            open.seen |= if end <= self.ordinary {
                TEXT
            } else {
                unusual_text(&self.bytes[at..end])?
            };
            at = end;
        }
        match self.bytes.get(at + 1)? {
            b'/' => self.end_tag(at),
            b'!' | b'?' => self.within_text(at),
            _ => self.start_tag(at),
        }
    }

    fn start_tag(&mut self, start: usize) -> Option<usize> {
        if self.bytes.get(start) != Some(&b'<') {
            return None;
        }
        let start_of_name = self.after_prefix(start + 1)?;
        if !self
            .bytes
            .get(start_of_name)
            .is_some_and(|byte| is_name_start(*byte))
        {
            return None;
        }
        let name = Span::new(start_of_name, name_end(self.bytes, start_of_name));
        let mut at = name.end as usize;
        if self.bytes.get(at) == Some(&b'>')
            && !self.open.is_empty()
            && let Some(after) = self.value(start, name, at + 1)
        {
            return Some(after);
        }
        let node = self.builder.open(NodeKind::Element, start, name);
        if self.bytes.get(at) != Some(&b'>') {
            let space = at;
            at = self.skip_whitespace(at);
            if self.open.is_empty() && at > space && self.bytes[at..].starts_with(b"xmlns") {
                let (attribute, uri) = namespace(self.text, at, node, self.prefix)?;
                self.builder.attribute(attribute);
                if !uri.is_empty() {
                    self.builder.set_namespace(uri);
                }
                at = self.skip_whitespace(attribute.whole.end as usize);
            }
            if self.bytes[at..].starts_with(b"/>") {
                self.builder.mark_self_closing(node);
                self.builder.close(Span::at(at + 2), at + 2);
                return Some(at + 2);
            }
        }
        if self.bytes.get(at) != Some(&b'>') {
            return None;
        }
        self.open.push(Open {
            content: at as u32 + 1,
            seen: 0,
        });
        Some(at + 1)
    }

    /// An element with nothing but ordinary text, from its content on. `None` for any other.
    fn value(&mut self, start: usize, name: Span, content: usize) -> Option<usize> {
        if content > self.ordinary {
            self.ordinary = ordinary_end(self.bytes, content);
        }
        let end = content + memchr(b'<', &self.bytes[content..])?;
        if end > self.ordinary || self.bytes.get(end + 1) != Some(&b'/') {
            return None;
        }
        let length = name.len();
        let closing = self.after_prefix(end + 2)?;
        let closing_name = self.bytes.get(closing..closing + length)?;
        if closing_name != &self.bytes[name.range()]
            || self.bytes.get(closing + length) != Some(&b'>')
        {
            return None;
        }
        let after = closing + length + 1;
        let place = Place {
            whole: Span::new(start, after),
            name,
            opening: 0,
            content: Span::new(content, end),
        };
        self.builder.leaf(NodeKind::Element, place);
        Some(after)
    }

    fn end_tag(&mut self, start: usize) -> Option<usize> {
        let Open { content, seen } = self.open.pop()?;
        let name = self.builder.innermost()?;
        let name = &self.bytes[self.builder.node_mut(name).name.range()];
        let start_of_name = self.after_prefix(start + 2)?;
        if !self.bytes[start_of_name..].starts_with(name) {
            self.is_mismatched = true;
            return None;
        }
        let at = self.skip_whitespace(start_of_name + name.len());
        if self.bytes.get(at) != Some(&b'>') {
            return None;
        }
        let content = Span {
            start: content,
            end: start as u32,
        };
        let node = self.builder.close(content, at + 1)?;
        if self.builder.node_mut(node).has_children() {
            if seen & TEXT != 0
                && let decode::Between::Unusual(_) =
                    decode::stray_text(self.text, &mut self.builder, node, content)
            {
                return None;
            }
        } else if seen & CODED != 0 {
            let mut text = String::new();
            decode::append(&self.text[content.range()], &mut text);
            self.builder.set_text(node, text);
        }
        Some(at + 1)
    }

    /// A comment, an instruction or CDATA inside an element.
    fn within_text(&mut self, start: usize) -> Option<usize> {
        const CDATA: &[u8] = b"<![CDATA[";
        let open = self.open.last_mut()?;
        open.seen |= CODED;
        if self.bytes[start + 1] == b'?' {
            return self.instruction(start);
        }
        if !self.bytes[start..].starts_with(CDATA) {
            return self.comment(start);
        }
        open.seen |= TEXT;
        let content = start + CDATA.len();
        let end = content + memmem::find(&self.bytes[content..], b"]]>")?;
        are_characters(&self.bytes[content..end]).then_some(end + 3)
    }

    fn comment(&mut self, start: usize) -> Option<usize> {
        let content = self.bytes[start..].strip_prefix(b"<!--")?;
        let length = memmem::find(content, b"--")?;
        if content.get(length + 2) != Some(&b'>') || !are_characters(&content[..length]) {
            return None;
        }
        let end = start + "<!---->".len() + length;
        self.builder
            .trivia(TriviaKind::Comment, Span::new(start, end));
        Some(end)
    }

    fn instruction(&mut self, start: usize) -> Option<usize> {
        let target = start + 2;
        let end = target + memmem::find(&self.bytes[target..], b"?>")?;
        let after = name_end(self.bytes, target);
        let is_declaration = self.bytes[target..end]
            .get(..3)
            .is_some_and(|word| word.eq_ignore_ascii_case(b"xml"));
        let is_named = is_name_start(self.bytes[target]) && !is_declaration;
        let is_ended = after == end || is_whitespace(self.bytes[after]);
        if !is_named || !is_ended || !are_characters(&self.bytes[after..end]) {
            return None;
        }
        self.builder
            .trivia(TriviaKind::Instruction, Span::new(start, end + 2));
        Some(end + 2)
    }

    fn skip_whitespace(&self, mut at: usize) -> usize {
        while self.bytes.get(at).is_some_and(|byte| is_whitespace(*byte)) {
            at += 1;
        }
        at
    }
}

/// Where the XML declaration ends, 0 if there is none. Only in the usual form.
fn declaration_end(text: &str) -> Option<usize> {
    let Some(mut rest) = text.strip_prefix("<?xml") else {
        return Some(0);
    };
    for (name, values) in [
        (" version=", ["1.0", "1.0"]),
        (" encoding=", ["UTF-8", "utf-8"]),
        (" standalone=", ["yes", "no"]),
    ] {
        let Some(after) = rest.strip_prefix(name) else {
            continue;
        };
        let quote = after
            .chars()
            .next()
            .filter(|quote| matches!(quote, '"' | '\''))?;
        let (value, after) = after[1..].split_once(quote)?;
        values.contains(&value).then_some(())?;
        rest = after;
    }
    let rest = rest.trim_start_matches(' ').strip_prefix("?>")?;
    text.starts_with("<?xml version")
        .then_some(text.len() - rest.len())
}

/// The declaration of a prefix at an offset, and what it declares. Only a value without references
/// or line ends.
fn namespace<'t>(
    text: &'t str,
    start: usize,
    node: NodeId,
    prefix: &[u8],
) -> Option<(Attribute, &'t str)> {
    let mut after = text[start..].strip_prefix("xmlns")?;
    if let [prefix @ .., b':'] = prefix {
        let prefix = std::str::from_utf8(prefix).ok()?;
        // Prefixes that begin like this are reserved.
        if prefix.starts_with("xml") {
            return None;
        }
        after = after.strip_prefix(':')?.strip_prefix(prefix)?;
    }
    let after = after.strip_prefix('=')?;
    let quote = after
        .chars()
        .next()
        .filter(|quote| matches!(quote, '"' | '\''))?;
    let (uri, _) = after[1..].split_once(quote)?;
    let is_undecided = |byte: u8| byte == b'<' || byte == b'&' || !(b' '..0x7F).contains(&byte);
    // Two namespaces that begin like this are reserved.
    if uri.bytes().any(is_undecided) || uri.starts_with("http://www.w3.org/") {
        return None;
    }
    if uri.is_empty() && !prefix.is_empty() {
        return None;
    }
    let value = text.len() - after.len() + 1;
    let name = Span::new(start, value - 2);
    let value = Span::new(value, value + uri.len());
    let whole = Span::new(start, value.end as usize + 1);
    Some((
        Attribute {
            node,
            whole,
            name,
            value,
        },
        uri,
    ))
}

/// The first byte from an offset on that is more than a letter or a space between tags.
fn ordinary_end(bytes: &[u8], from: usize) -> usize {
    /// So many are looked at together, without a branch.
    const TOGETHER: usize = 32;
    let mut at = from;
    for chunk in bytes[from..].chunks(TOGETHER) {
        if chunk.iter().fold(false, |any, byte| any | is_odd(*byte)) {
            let within = chunk.iter().position(|byte| is_odd(*byte));
            return at + within.unwrap_or(0);
        }
        at += chunk.len();
    }
    at
}

/// Whether a byte has to be looked at by [`unusual_text`].
#[expect(
    clippy::needless_bitwise_bool,
    reason = "without a branch, many bytes are looked at together"
)]
fn is_odd(byte: u8) -> bool {
    (byte < b' ') & (byte != b'\t') & (byte != b'\n')
        | (byte == b'&')
        | (byte == b']')
        | (byte == 0xEF)
}

/// Whether the content of a comment, an instruction or CDATA has only characters of XML.
#[expect(
    clippy::needless_bitwise_bool,
    reason = "without a branch, many bytes are looked at together"
)]
fn are_characters(content: &[u8]) -> bool {
    let is_control = |byte: u8| (byte < b' ') & (byte != b'\t') & (byte != b'\n') & (byte != b'\r');
    let is_undecided = |any: bool, byte: &u8| any | is_control(*byte) | (*byte == 0xEF);
    !content.iter().fold(false, is_undecided)
        || content.iter().enumerate().all(|(at, byte)| {
            !is_control(*byte) && !matches!(content[at..], [0xEF, 0xBF, 0xBE | 0xBF, ..])
        })
}

/// What is seen in a text between tags, byte by byte.
fn unusual_text(text: &[u8]) -> Option<u8> {
    let mut seen = 0;
    for (at, byte) in text.iter().enumerate() {
        let rest = &text[at..];
        seen |= match byte {
            b' ' | b'\t' | b'\n' => 0,
            // It means `\n`.
            b'\r' => CODED,
            b'&' => {
                let length = memchr(b';', &rest[..rest.len().min(6)])?;
                matches!(&rest[1..length], b"amp" | b"lt" | b"gt" | b"quot" | b"apos")
                    .then_some(TEXT | CODED)?
            }
            b']' if rest.starts_with(b"]]>") => return None,
            0xEF if matches!(rest, [_, 0xBF, 0xBE | 0xBF, ..]) => return None,
            0..b' ' => return None,
            _ => TEXT,
        };
    }
    Some(seen)
}

/// The end of spaces, tabs and line feeds.
fn space_end(bytes: &[u8], mut at: usize) -> usize {
    while let Some(b' ' | b'\t' | b'\n') = bytes.get(at) {
        at += 1;
        // After a line end comes the indentation.
        while bytes[at..].starts_with(b"        ") {
            at += 8;
        }
        for some in [&b"    "[..], b"  "] {
            if bytes[at..].starts_with(some) {
                at += some.len();
            }
        }
    }
    at
}

/// The bytes of a name in ASCII, without the colon: a name with a prefix is not plain.
const IN_NAME: [bool; 256] = {
    let mut within = [false; 256];
    let mut byte = 0;
    while byte < 0x80 {
        within[byte] =
            (byte as u8).is_ascii_alphanumeric() || matches!(byte as u8, b'_' | b'-' | b'.');
        byte += 1;
    }
    within
};

fn name_end(bytes: &[u8], at: usize) -> usize {
    let ends = |byte: &u8| !IN_NAME[usize::from(*byte)];
    let rest = bytes.get(at..).unwrap_or_default();
    at + rest.iter().position(ends).unwrap_or(rest.len())
}

fn is_name_start(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte == b'_'
}

fn is_whitespace(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}
