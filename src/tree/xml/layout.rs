//! Divides a well-formed text into the exact ranges of the arena.
//!
//! roxmltree has accepted the text, so every `<` outside comments, CDATA, instructions and
//! attribute values begins markup, and every tag is closed. Should a range be missing nevertheless,
//! it ends with the text.

use memchr::{memchr, memchr2, memmem};

use crate::text::{Source, Span};
use crate::tree::arena::Tree;
use crate::tree::builder::{Builder, USUAL_DEPTH};
use crate::tree::fault::{SyntaxFault, SyntaxKind};
use crate::tree::form::Form;
use crate::tree::node::{Attribute, NodeId, NodeKind, TriviaKind};
use crate::tree::xml::decode;
use crate::tree::xml::guard::Census;

/// What roxmltree knows and the ranges do not show. Its document is dropped before the arena grows,
/// so that both are never in memory together.
pub(super) struct Facts {
    /// Namespace of the root element.
    namespace: Option<String>,
    /// Elements in another namespace than the root, by their position in document order.
    foreign: Vec<u32>,
    /// Whether all elements are in one namespace, apart from those with the prefix `xml`.
    uniform: bool,
    /// How many `<` the text has.
    tags: usize,
}

impl Facts {
    pub(super) fn of(document: &roxmltree::Document<'_>, census: &Census) -> Self {
        let root = document.root_element();
        let namespace = root.tag_name().namespace();
        // One declaration, at the root and for names without a prefix, applies to every element;
        // none at all, to none.
        let is_default = root.default_namespace() == namespace;
        let uniform =
            is_default && (census.namespaces == 0 || census.namespaces == 1 && namespace.is_some());
        let is_foreign =
            |element: &roxmltree::Node<'_, '_>| element.tag_name().namespace() != namespace;
        let foreign = if uniform {
            Vec::new()
        } else {
            document
                .descendants()
                .filter(roxmltree::Node::is_element)
                .enumerate()
                .filter(|(_, element)| is_foreign(element))
                .map(|(index, _)| index as u32)
                .collect()
        };
        Self {
            namespace: namespace.filter(|uri| !uri.is_empty()).map(String::from),
            foreign,
            uniform,
            tags: census.tags,
        }
    }
}

/// The element contains text other than whitespace.
const TEXT: u8 = 1;
/// The element contains a comment, an instruction or CDATA, so its text is not one run.
const BROKEN_TEXT: u8 = 1 << 1;

struct Open {
    /// Where the content begins.
    content: u32,
    /// Length of the start tag up to the end of its name.
    tag: u32,
    seen: u8,
}

struct Layout<'a, 's> {
    text: &'a str,
    builder: Builder<'s>,
    open: Vec<Open>,
    foreign: std::iter::Peekable<std::iter::Copied<std::slice::Iter<'a, u32>>>,
    uniform: bool,
    faults: &'a mut Vec<SyntaxFault>,
    /// Index of the fault of characters that look like whitespace.
    unusual: Option<usize>,
}

/// The tree of a text that roxmltree has accepted. Its ranges are those of `text`, which is the
/// source or a repair of it.
pub(super) fn build<'s>(
    source: &'s Source<'s>,
    text: &str,
    facts: &Facts,
    faults: &mut Vec<SyntaxFault>,
) -> Tree<'s> {
    let mut layout = Layout {
        text,
        builder: Builder::new(source, Form::Xml, facts.tags / 2 + 1),
        open: Vec::with_capacity(USUAL_DEPTH),
        foreign: facts.foreign.iter().copied().peekable(),
        uniform: facts.uniform,
        faults,
        unusual: None,
    };
    if let Some(namespace) = &facts.namespace {
        layout.builder.set_namespace(namespace);
    }
    layout.run();
    layout.builder.finish()
}

impl Layout<'_, '_> {
    fn run(&mut self) {
        let bytes = self.text.as_bytes();
        let mut at = 0;
        loop {
            let mut start = at;
            // XML allows no other characters below a space than whitespace.
            start += bytes[start..]
                .iter()
                .position(|byte| *byte > b' ')
                .unwrap_or(bytes.len() - start);
            if bytes.get(start) != Some(&b'<') {
                if let Some(open) = self.open.last_mut() {
                    open.seen |= TEXT;
                }
                start = find(b'<', bytes, start);
            }
            at = match bytes.get(start + 1) {
                None => return,
                Some(b'/') => self.end_tag(start),
                Some(b'!') if bytes[start..].starts_with(b"<![CDATA[") => self.cdata(start),
                Some(b'!') => self.trivia(start, TriviaKind::Comment, b"-->"),
                Some(b'?') => self.trivia(start, TriviaKind::Instruction, b"?>"),
                Some(_) => self.start_tag(start),
            };
        }
    }

    fn start_tag(&mut self, start: usize) -> usize {
        let bytes = self.text.as_bytes();
        let mut name_start = start + 1;
        let mut at = name_end(bytes, name_start);
        while bytes.get(at) == Some(&b':') {
            name_start = at + 1;
            at = name_end(bytes, name_start);
        }
        let name_end = at;
        let node = self
            .builder
            .open(NodeKind::Element, start, Span::new(name_start, name_end));
        if self.foreign.next_if_eq(&node.0).is_some() || self.reserved_prefix(start, name_start) {
            self.builder.mark_foreign_namespace(node);
        }
        if bytes.get(at) != Some(&b'>') {
            at = self.attributes(node, at);
        }
        let content = (at + 1).min(bytes.len());
        if bytes.get(at) == Some(&b'/') {
            let end = (at + 2).min(bytes.len());
            self.builder.mark_self_closing(node);
            self.builder.close(Span::at(end), end);
            return end;
        }
        self.open.push(Open {
            content: content as u32,
            tag: (name_end - start) as u32,
            seen: 0,
        });
        content
    }

    /// Whether an element has the prefix `xml`, which needs no declaration, in a text with only one
    /// namespace.
    fn reserved_prefix(&self, start: usize, name_start: usize) -> bool {
        self.uniform && name_start != start + 1 && &self.text[start + 1..name_start] == "xml:"
    }

    /// Adds the attributes of a start tag and returns where its `>` or `/>` is.
    fn attributes(&mut self, node: NodeId, mut at: usize) -> usize {
        let bytes = self.text.as_bytes();
        let mut default_namespace = None;
        loop {
            while bytes.get(at).is_some_and(u8::is_ascii_whitespace) {
                at += 1;
            }
            if matches!(bytes.get(at), None | Some(b'>' | b'/')) {
                return at;
            }
            let start = at;
            while bytes
                .get(at)
                .is_some_and(|byte| *byte != b'=' && !byte.is_ascii_whitespace())
            {
                at += 1;
            }
            let name = Span::new(start, at);
            let Some(quote) = memchr2(b'"', b'\'', &bytes[at..]).map(|found| at + found) else {
                return bytes.len();
            };
            let value = quote + 1;
            let end =
                memchr(bytes[quote], &bytes[value..]).map_or(bytes.len(), |found| value + found);
            at = (end + 1).min(bytes.len());
            let whole = Span::new(start, at);
            self.builder.attribute(Attribute {
                node,
                whole,
                name,
                value: Span::new(value, end),
            });
            if &bytes[name.range()] == b"xmlns"
                && let Some(first) = default_namespace.replace(whole)
            {
                self.duplicate_default_namespace(whole, first);
            }
        }
    }

    /// The one duplicate attribute that roxmltree accepts.
    fn duplicate_default_namespace(&mut self, whole: Span, first: Span) {
        let is_same = self.text[whole.range()] == self.text[first.range()];
        let before = self.text[..whole.start as usize].trim_end().len();
        self.faults.push(
            SyntaxFault::new(SyntaxKind::DuplicateAttribute, whole)
                .variant(if is_same { "same" } else { "" })
                .argument("name", "xmlns")
                .related(first)
                .delete(Span::new(before, whole.end as usize))
                .safe_if(is_same),
        );
    }

    fn end_tag(&mut self, start: usize) -> usize {
        let bytes = self.text.as_bytes();
        let Some(open) = self.open.pop() else {
            return bytes.len();
        };
        // The name is that of the start tag, so only whitespace can precede the end; an empty
        // prefix may be left out.
        let end = (find(b'>', bytes, start + open.tag as usize) + 1).min(bytes.len());
        let content = Span {
            start: open.content,
            end: start as u32,
        };
        let Some(node) = self.builder.close(content, end) else {
            return end;
        };
        if self.builder.node_mut(node).has_children() {
            if open.seen & TEXT != 0
                && let decode::Between::Unusual(places) =
                    decode::stray_text(self.text, &mut self.builder, node, content)
            {
                self.unusual_spaces(&places);
            }
        } else if open.seen & BROKEN_TEXT != 0 || is_coded(&bytes[content.range()]) {
            let mut text = String::new();
            decode::append(&self.text[content.range()], &mut text);
            if text.contains(char::REPLACEMENT_CHARACTER) {
                self.check_references(content);
            }
            self.builder.set_text(node, text);
        }
        end
    }

    /// One fault for all such characters of a text.
    fn unusual_spaces(&mut self, places: &[Span]) {
        for place in places {
            let written = &self.text[place.range()];
            let character = written.chars().next().unwrap_or_default();
            let instead = if decode::is_invisible(character) {
                ""
            } else {
                " "
            };
            let fault = SyntaxFault::new(SyntaxKind::UnusualSpace, *place)
                .variant("between")
                .replace(*place, instead)
                .safe();
            let code = format!("U+{:04X}", u32::from(character));
            if let Some(first) = self.unusual {
                let all = &mut self.faults[first];
                // The innermost element ends first.
                if place.start < all.span.start {
                    all.span = *place;
                    all.arguments[0].1 = code;
                }
                all.join(fault);
            } else {
                self.unusual = Some(self.faults.len());
                self.faults
                    .push(fault.argument("code", code).argument("count", "1"));
            }
        }
    }

    /// References to what is not a character: roxmltree reads half of a surrogate pair as U+FFFD,
    /// and other readers refuse it.
    fn check_references(&mut self, content: Span) {
        let text = &self.text[content.range()];
        for (start, _) in text.match_indices("&#").take(64) {
            let Some(length) = text[start..].find(';') else {
                return;
            };
            let span = Span::new(
                content.start as usize + start,
                content.start as usize + start + length + 1,
            );
            let is_replacement_character = decode::resolve(&text[start + 1..start + length])
                == Some(char::REPLACEMENT_CHARACTER);
            if is_replacement_character && !is_replacement(&text[start..=start + length]) {
                self.faults.push(
                    SyntaxFault::new(SyntaxKind::ControlCharacter, span)
                        .variant("reference")
                        .argument("code", &self.text[span.range()])
                        .delete(span)
                        .safe(),
                );
            }
        }
    }

    fn cdata(&mut self, start: usize) -> usize {
        if let Some(open) = self.open.last_mut() {
            open.seen |= TEXT | BROKEN_TEXT;
        }
        self.after(start + 9, b"]]>")
    }

    fn trivia(&mut self, start: usize, kind: TriviaKind, closing: &[u8]) -> usize {
        let opening = if kind == TriviaKind::Comment { 4 } else { 2 };
        let end = self.after(start + opening, closing);
        self.builder.trivia(kind, Span::new(start, end));
        if let Some(open) = self.open.last_mut() {
            open.seen |= BROKEN_TEXT;
        }
        end
    }

    fn after(&self, from: usize, closing: &[u8]) -> usize {
        let rest = self.text.as_bytes().get(from..).unwrap_or_default();
        memmem::find(rest, closing).map_or(self.text.len(), |found| from + found + closing.len())
    }
}

/// The bytes that end a name or its prefix.
const ENDS_NAME: [bool; 256] = {
    let mut ends = [false; 256];
    let bytes = b" \t\r\n/>:";
    let mut at = 0;
    while at < bytes.len() {
        ends[bytes[at] as usize] = true;
        at += 1;
    }
    ends
};

/// Where a name or its prefix ends.
fn name_end(bytes: &[u8], from: usize) -> usize {
    let rest = bytes.get(from..).unwrap_or_default();
    rest.iter()
        .position(|byte| ENDS_NAME[usize::from(*byte)])
        .map_or(bytes.len(), |found| from + found)
}

/// Where a byte is next, or the end. It is nearly always near, and then a loop is faster than a
/// call.
fn find(byte: u8, bytes: &[u8], from: usize) -> usize {
    let near = (from + 24).min(bytes.len());
    let rest = bytes.get(from..near).unwrap_or_default();
    match rest.iter().position(|other| *other == byte) {
        Some(found) => from + found,
        None => memchr(byte, bytes.get(near..).unwrap_or_default())
            .map_or(bytes.len(), |found| near + found),
    }
}

/// Whether a reference is to U+FFFD itself.
fn is_replacement(reference: &str) -> bool {
    reference.eq_ignore_ascii_case("&#xfffd;") || reference == "&#65533;"
}

/// Whether a text contains references, or line ends that mean `\n`.
fn is_coded(text: &[u8]) -> bool {
    if text.len() < 32 {
        text.iter().any(|byte| matches!(byte, b'&' | b'\r'))
    } else {
        memchr2(b'&', b'\r', text).is_some()
    }
}
