//! The short way for the usual document: elements, text and comments, one namespace declared at the
//! root.
//!
//! One pass that builds the tree and sees on the way that the text is well-formed. At the first
//! thing that needs a decision (a prefix, another attribute, CDATA, an instruction, a reference by
//! number, a letter beyond ASCII in a name, and every fault) it gives up, and roxmltree decides. So
//! it has no faults of its own, and the tree is the one that [`layout`](crate::tree::xml::layout)
//! would build. Whether the declared encoding is right is for
//! [`encoding`](crate::tree::xml::encoding).

use memchr::{memchr, memchr_iter};

use crate::text::{Source, Span};
use crate::tree::arena::Tree;
use crate::tree::builder::{Builder, USUAL_DEPTH};
use crate::tree::form::Form;
use crate::tree::node::{Attribute, NodeId, NodeKind, TriviaKind};
use crate::tree::xml::{decode, guard};

#[cfg(test)]
mod tests;

/// The element contains text other than whitespace.
const TEXT: u8 = 1;
/// The text of the element differs from the source: a reference, a line end that means `\n`, a
/// comment inside.
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
}

/// The tree of a text that is plain and well-formed. `None` for any other text.
pub(super) fn read<'s>(source: &'s Source<'s>) -> Option<Tree<'s>> {
    let text = source.text();
    let bytes = text.as_bytes();
    if bytes.len() > guard::MAX_BYTES {
        return None;
    }
    let tags = memchr_iter(b'<', bytes).count();
    if tags > guard::MAX_TAGS
        || bytes.len() > guard::MAX_EQUALS_SIGNS
            && memchr_iter(b'=', bytes).count() > guard::MAX_EQUALS_SIGNS
    {
        return None;
    }
    let builder = Builder::new(source, Form::Xml, tags / 2 + 1);
    let mut plain = Plain {
        text,
        bytes,
        builder,
        open: Vec::with_capacity(USUAL_DEPTH),
    };
    plain.document()?;
    Some(plain.builder.finish())
}

/// Every step returns where it ended, or `None` where the text is not plain.
impl Plain<'_, '_> {
    fn document(&mut self) -> Option<()> {
        let declaration = declaration_end(self.text)?;
        if declaration > 0 {
            self.builder
                .trivia(TriviaKind::Instruction, Span::new(0, declaration));
        }
        let root = self.outside(declaration)?;
        let mut at = self.start_tag(root)?;
        while !self.open.is_empty() {
            at = self.content(at)?;
        }
        (self.outside(at)? == self.bytes.len()).then_some(())
    }

    /// Whitespace and comments before or after the root, up to what is neither.
    fn outside(&mut self, mut at: usize) -> Option<usize> {
        loop {
            at += self.bytes[at..]
                .iter()
                .take_while(|byte| is_whitespace(**byte))
                .count();
            if !self.bytes[at..].starts_with(b"<!") {
                return Some(at);
            }
            at = self.comment(at)?;
        }
    }

    /// The text up to the next tag or comment, and that tag or comment.
    fn content(&mut self, from: usize) -> Option<usize> {
        let open = self.open.last_mut()?;
        let mut at = from;
        loop {
            let byte = *self.bytes.get(at)?;
            match CLASS[usize::from(byte)] {
                Class::Space => {}
                Class::Letter => open.seen |= TEXT,
                Class::LineEnd => open.seen |= CODED,
                Class::Tag => break,
                Class::Undecided => {
                    open.seen |= TEXT;
                    let rest = &self.bytes[at..];
                    match byte {
                        b'&' => {
                            open.seen |= CODED;
                            let length = memchr(b';', &rest[..rest.len().min(6)])?;
                            matches!(&rest[1..length], b"amp" | b"lt" | b"gt" | b"quot" | b"apos")
                                .then_some(())?;
                        }
                        b']' if rest.starts_with(b"]]>") => return None,
                        0xEF if matches!(rest, [_, 0xBF, 0xBE | 0xBF, ..]) => return None,
                        _ => {}
                    }
                }
                Class::Forbidden => return None,
            }
            at += 1;
        }
        match self.bytes.get(at + 1)? {
            b'/' => self.end_tag(at),
            b'!' => {
                open.seen |= CODED;
                self.comment(at)
            }
            _ => self.start_tag(at),
        }
    }

    fn start_tag(&mut self, start: usize) -> Option<usize> {
        if self.bytes.get(start) != Some(&b'<')
            || !self
                .bytes
                .get(start + 1)
                .is_some_and(|byte| is_name_start(*byte))
        {
            return None;
        }
        let name = Span::new(start + 1, name_end(self.bytes, start + 1));
        let mut at = name.end as usize;
        let node = self.builder.open(NodeKind::Element, start, name);
        if self.bytes.get(at) != Some(&b'>') {
            let space = at;
            at = self.skip_whitespace(at);
            if self.open.is_empty() && at > space && self.bytes[at..].starts_with(b"xmlns") {
                let (attribute, uri) = namespace(self.text, at, node)?;
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

    fn end_tag(&mut self, start: usize) -> Option<usize> {
        let Open { content, seen } = self.open.pop()?;
        let name = self.builder.innermost()?;
        let name = &self.bytes[self.builder.node_mut(name).name.range()];
        if !self.bytes[start + 2..].starts_with(name) {
            return None;
        }
        let at = self.skip_whitespace(start + 2 + name.len());
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

    fn comment(&mut self, start: usize) -> Option<usize> {
        if !self.bytes[start..].starts_with(b"<!--") {
            return None;
        }
        let mut at = start + 4;
        loop {
            let rest = &self.bytes[at..];
            match (CLASS[usize::from(*rest.first()?)], rest) {
                (_, [b'-', b'-', b'>', ..]) => break,
                (_, [b'-', b'-', ..] | [0xEF, 0xBF, 0xBE | 0xBF, ..]) | (Class::Forbidden, _) => {
                    return None;
                }
                _ => at += 1,
            }
        }
        self.builder
            .trivia(TriviaKind::Comment, Span::new(start, at + 3));
        Some(at + 3)
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

/// The namespace declaration at an offset, and what it declares. Only a value without references or
/// line ends.
fn namespace(text: &str, start: usize, node: NodeId) -> Option<(Attribute, &str)> {
    let after = text[start..].strip_prefix("xmlns=")?;
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
    let name = Span::new(start, start + "xmlns".len());
    let value = name.end as usize + 2;
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

/// What a byte is between tags.
#[derive(Clone, Copy, PartialEq)]
enum Class {
    Letter,
    Space,
    /// A carriage return, which means `\n`.
    LineEnd,
    /// `<`.
    Tag,
    /// What follows it decides.
    Undecided,
    Forbidden,
}

const CLASS: [Class; 256] = {
    let mut classes = [Class::Letter; 256];
    let mut byte = 0;
    while byte < 0x20 {
        classes[byte] = Class::Forbidden;
        byte += 1;
    }
    classes[b' ' as usize] = Class::Space;
    classes[b'\t' as usize] = Class::Space;
    classes[b'\n' as usize] = Class::Space;
    classes[b'\r' as usize] = Class::LineEnd;
    classes[b'<' as usize] = Class::Tag;
    classes[b'&' as usize] = Class::Undecided;
    classes[b']' as usize] = Class::Undecided;
    classes[0xEF] = Class::Undecided;
    classes
};

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

fn name_end(bytes: &[u8], mut at: usize) -> usize {
    while bytes
        .get(at)
        .is_some_and(|byte| IN_NAME[usize::from(*byte)])
    {
        at += 1;
    }
    at
}

fn is_name_start(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte == b'_'
}

fn is_whitespace(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}
