//! Cuts a well-formed text into the exact ranges of the arena.
//!
//! The text was accepted by roxmltree, so `<` begins markup wherever it stands outside of comments, CDATA, instructions
//! and attribute values, and every tag is closed. Should a range be missing all the same, it ends with the text.

use memchr::{memchr, memchr2, memmem};

use super::{Facts, decode};
use crate::source::Source;
use crate::span::Span;
use crate::tree::builder::Builder;
use crate::tree::{Attribute, Form, NodeId, NodeKind, SyntaxFault, SyntaxKind, Tree, TriviaKind};

/// Text other than white space stands in the element.
const TEXT: u8 = 1;
/// A comment, an instruction or CDATA stands in the element, so its text is not one run.
const BROKEN_TEXT: u8 = 1 << 1;

struct Open {
    content: usize,
    seen: u8,
}

struct Layout<'a, 's> {
    text: &'s str,
    builder: Builder<'s>,
    open: Vec<Open>,
    foreign: std::iter::Peekable<std::iter::Copied<std::slice::Iter<'a, u32>>>,
    faults: &'a mut Vec<SyntaxFault>,
}

/// The tree of a text that roxmltree has accepted.
pub(super) fn lay<'s>(source: &'s Source<'s>, facts: &Facts, faults: &mut Vec<SyntaxFault>) -> Tree<'s> {
    let mut layout = Layout {
        text: source.text(),
        builder: Builder::new(source, Form::Xml, facts.tags / 2 + 1),
        open: Vec::new(),
        foreign: facts.foreign.iter().copied().peekable(),
        faults,
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
        while let Some(found) = memchr(b'<', &bytes[at..]) {
            let start = at + found;
            if let Some(open) = self.open.last_mut()
                && !bytes[at..start].iter().all(u8::is_ascii_whitespace)
            {
                open.seen |= TEXT;
            }
            at = match bytes.get(start + 1) {
                Some(b'/') => self.end_tag(start),
                Some(b'!') if bytes[start..].starts_with(b"<![CDATA[") => self.cdata(start),
                Some(b'!') => self.trivia(start, TriviaKind::Comment, b"-->"),
                Some(b'?') => self.trivia(start, TriviaKind::Instruction, b"?>"),
                _ => self.start_tag(start),
            };
        }
    }

    fn start_tag(&mut self, start: usize) -> usize {
        let bytes = self.text.as_bytes();
        let mut name_start = start + 1;
        let mut at = name_start;
        while let Some(byte) = bytes.get(at) {
            match byte {
                b':' => name_start = at + 1,
                b' ' | b'\t' | b'\r' | b'\n' | b'/' | b'>' => break,
                _ => {}
            }
            at += 1;
        }
        let node = self.builder.open(NodeKind::Element, start, Span::new(name_start, at));
        if self.foreign.next_if_eq(&node.0).is_some() {
            self.builder.mark_foreign_namespace(node);
        }
        if bytes.get(at) != Some(&b'>') {
            at = self.attributes(node, at);
        }
        if bytes.get(at) == Some(&b'/') {
            let end = (at + 2).min(bytes.len());
            self.builder.mark_self_closing(node);
            self.builder.close(Span::at(end), end);
            return end;
        }
        let content = (at + 1).min(bytes.len());
        self.open.push(Open { content, seen: 0 });
        content
    }

    /// Lays the attributes of a start tag and returns where its `>` or `/>` is.
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
            while bytes.get(at).is_some_and(|byte| *byte != b'=' && !byte.is_ascii_whitespace()) {
                at += 1;
            }
            let name = Span::new(start, at);
            let Some(quote) = memchr2(b'"', b'\'', &bytes[at..]).map(|found| at + found) else { return bytes.len() };
            let value = quote + 1;
            let end = memchr(bytes[quote], &bytes[value..]).map_or(bytes.len(), |found| value + found);
            at = (end + 1).min(bytes.len());
            let whole = Span::new(start, at);
            self.builder.attribute(Attribute { node, whole, name, value: Span::new(value, end) });
            if &bytes[name.range()] == b"xmlns"
                && let Some(first) = default_namespace.replace(whole)
            {
                self.second_default_namespace(whole, first);
            }
        }
    }

    /// roxmltree refuses every attribute that is given twice but this one.
    fn second_default_namespace(&mut self, whole: Span, first: Span) {
        let mut fault = SyntaxFault::new(SyntaxKind::DuplicateAttribute, whole).argument("name", "xmlns");
        fault.related = Some(first);
        self.faults.push(fault);
    }

    fn end_tag(&mut self, start: usize) -> usize {
        let bytes = self.text.as_bytes();
        let end = memchr(b'>', &bytes[start..]).map_or(bytes.len(), |found| start + found + 1);
        let Some(open) = self.open.pop() else { return end };
        let content = Span::new(open.content, start);
        let Some(node) = self.builder.close(content, end) else { return end };
        if self.builder.node_mut(node).has_children() {
            if open.seen & TEXT != 0 {
                self.stray_text(node, content);
            }
        } else if open.seen & BROKEN_TEXT != 0 || memchr2(b'&', b'\r', &bytes[content.range()]).is_some() {
            let mut text = String::new();
            decode::append(&self.text[content.range()], &mut text);
            self.builder.set_text(node, text);
        }
        end
    }

    /// Keeps the text between the children of an element, unless it is but white space.
    fn stray_text(&mut self, node: NodeId, content: Span) {
        let mut text = String::new();
        let mut at = content.start;
        for child in self.builder.children(node) {
            decode::append(&self.text[at as usize..child.start as usize], &mut text);
            at = child.end;
        }
        decode::append(&self.text[at as usize..content.end as usize], &mut text);
        if !text.bytes().all(|byte| byte.is_ascii_whitespace()) {
            self.builder.mark_stray_text(node);
            self.builder.set_text(node, text);
        }
    }

    fn cdata(&mut self, start: usize) -> usize {
        if let Some(open) = self.open.last_mut() {
            open.seen |= TEXT | BROKEN_TEXT;
        }
        self.behind(start + 9, b"]]>")
    }

    fn trivia(&mut self, start: usize, kind: TriviaKind, closing: &[u8]) -> usize {
        let opening = if kind == TriviaKind::Comment { 4 } else { 2 };
        let end = self.behind(start + opening, closing);
        self.builder.trivia(kind, Span::new(start, end));
        if let Some(open) = self.open.last_mut() {
            open.seen |= BROKEN_TEXT;
        }
        end
    }

    fn behind(&self, from: usize, closing: &[u8]) -> usize {
        let rest = self.text.as_bytes().get(from..).unwrap_or_default();
        memmem::find(rest, closing).map_or(self.text.len(), |found| from + found + closing.len())
    }
}
