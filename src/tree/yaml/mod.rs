//! The YAML front end: a text becomes a [`Tree`] and the first fault of its notation. It never
//! fails.
//!
//! Mappings are objects, sequences are arrays, and plain scalars have their type in YAML 1.1,
//! because that is what the readers of templates do. Tags and anchors are attributes of their
//! nodes; an alias names its target and is never expanded. After a syntax error, what comes before
//! it stays, and every node that is open there counts as incomplete.
//!
//! What does not live here: what a tag or a key means.

mod scalar;

pub(crate) use scalar::boolean;

use std::collections::HashMap;

use granit_parser::{Event, Parser, ScalarStyle, ScanError};

use crate::text::{Source, Span};
use crate::tree::builder::Builder;
use crate::tree::node::Place;
use crate::tree::{Attribute, Form, NodeId, NodeKind, SyntaxFault, SyntaxKind, Tree, TriviaKind};

/// The greatest size of a text in bytes, 64 MiB.
const MAX_BYTES: usize = 64 << 20;
/// The greatest number of nodes in a document.
const MAX_NODES: usize = 4 << 20;

/// Reads the first document of a YAML text.
///
/// ```
/// use cloudfront_lint::Source;
/// use cloudfront_lint::internal::tree;
///
/// let source = Source::new("Id: !Ref Bucket\nAliases: [a.example.com]\n");
/// let (tree, faults) = tree::parse_yaml(&source);
/// let id = tree.children(tree.root().expect("a mapping")).next().expect("a member");
/// assert_eq!((tree.name(id), tree.text(id), tree.tag(id)), ("Id", "Bucket", Some("Ref")));
/// assert!(faults.is_empty());
/// ```
pub fn parse<'s>(source: &'s Source<'s>) -> (Tree<'s>, Vec<SyntaxFault>) {
    let text = source.text();
    if text.len() > MAX_BYTES {
        let fault = SyntaxFault::new(SyntaxKind::DocumentTooLarge, Span::at(0))
            .argument("limit", MAX_BYTES.to_string())
            .argument("found", text.len().to_string());
        return (Builder::new(source, Form::Yaml, 0).finish(), vec![fault]);
    }
    let options = granit_parser::options! {
        emit_unresolved_aliases: true,
        emit_anchor_events: true,
    };
    let mut reader = Reader {
        text,
        builder: Builder::new(source, Form::Yaml, text.len() / 24),
        open: Vec::new(),
        anchors: HashMap::new(),
        last: None,
        is_done: false,
    };
    let mut faults = Vec::new();
    for next in Parser::new_from_str_with_options(text, options) {
        match next {
            Ok((event, span)) => reader.event(event, &span),
            Err(error) => {
                reader.give_up();
                faults.push(fault(text, &error));
                break;
            }
        }
        if reader.builder.len() > MAX_NODES {
            reader.give_up();
            let fault = SyntaxFault::new(SyntaxKind::DocumentTooLarge, Span::at(0))
                .variant("values")
                .argument("limit", MAX_NODES.to_string())
                .argument("found", reader.builder.len().to_string());
            faults.push(fault);
            break;
        }
    }
    (reader.builder.finish(), faults)
}

fn fault(text: &str, error: &ScanError) -> SyntaxFault {
    let mut at = error.marker().byte_offset().unwrap_or(0).min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    } // An alias or anchor without a name is noticed at what follows it.
    if let Some(before) = text[..at].trim_end().strip_suffix(['*', '&']) {
        at = before.len();
    }
    let end = text[at..]
        .chars()
        .next()
        .map_or(at, |next| at + next.len_utf8());
    let span = if text[at..end].trim().is_empty() {
        Span::at(at)
    } else {
        Span::new(at, end)
    };
    SyntaxFault::new(SyntaxKind::YamlSyntax, span).argument("reason", error.info())
}

/// A mapping or sequence whose end is ahead.
struct Open {
    /// `None` for a collection that is a key, of which nothing is kept.
    node: Option<NodeId>,
    is_mapping: bool,
    is_flow: bool,
    /// The key that waits for its value.
    key: Option<Key>,
}

/// A key of a mapping.
struct Key {
    /// With its quotes.
    whole: Span,
    name: Span,
    /// Where it differs from the text of the source.
    decoded: Option<String>,
}

struct Reader<'s> {
    text: &'s str,
    builder: Builder<'s>,
    open: Vec<Open>,
    /// The nodes that aliases refer to, by the parser's number.
    anchors: HashMap<usize, NodeId>,
    /// The node of the last event, which an anchor belongs to.
    last: Option<NodeId>,
    /// Whether the first document is complete.
    is_done: bool,
}

/// Where a value begins, before it is known where it ends.
struct Start {
    whole: u32,
    name: Span,
    decoded: Option<String>,
}

impl Reader<'_> {
    fn event(&mut self, event: Event<'_>, span: &granit_parser::Span) {
        if let Event::Comment(..) = event {
            self.builder.trivia(TriviaKind::Comment, range(span));
            return;
        }
        if self.is_done {
            return;
        }
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                self.scalar(&text, style, tag.is_some(), span);
                self.anchor(anchor);
            }
            Event::MappingStart(_, anchor, _) => {
                self.start(NodeKind::Object, span);
                self.anchor(anchor);
            }
            Event::SequenceStart(_, anchor, _) => {
                self.start(NodeKind::Array, span);
                self.anchor(anchor);
            }
            Event::MappingEnd | Event::SequenceEnd => self.end(span),
            Event::Alias(anchor) => {
                let node = self.alias(span);
                if let Some((node, target)) = node.zip(self.anchors.get(&anchor).copied()) {
                    self.builder.set_target(node, target);
                }
            }
            Event::UnresolvedAlias(_) => {
                self.alias(span);
            }
            Event::DocumentEnd => self.is_done = self.builder.len() > 0,
            _ => {}
        }
    }

    fn anchor(&mut self, anchor: usize) {
        if let Some(node) = self.last.filter(|_| anchor != 0) {
            self.anchors.insert(anchor, node);
        }
    }

    /// Whether the next node is a key.
    fn is_key(&self) -> bool {
        self.open
            .last()
            .is_some_and(|open| open.node.is_some() && open.is_mapping && open.key.is_none())
    }

    /// Whether the next node is a part of a key that is a collection.
    fn is_in_key(&self) -> bool {
        self.open.last().is_some_and(|open| open.node.is_none())
    }

    /// Where the next value begins: at its key, if it has one.
    fn start_of(&mut self, value: u32) -> Start {
        match self.open.last_mut().and_then(|open| open.key.take()) {
            Some(key) => Start {
                whole: key.whole.start,
                name: key.name,
                decoded: key.decoded,
            },
            None => Start {
                whole: value,
                name: Span::at(value as usize),
                decoded: None,
            },
        }
    }

    fn named(&mut self, node: NodeId, start: &mut Start) {
        if let Some(name) = start.decoded.take() {
            self.builder.set_name(node, name);
        }
    }

    fn scalar(
        &mut self,
        text: &str,
        style: ScalarStyle,
        has_tag: bool,
        span: &granit_parser::Span,
    ) {
        let range = range(span);
        let (opening, content) = self.content(range, style);
        let written = self.text.get(content.start as usize..content.end as usize);
        let decoded = (written != Some(text)).then(|| text.to_owned());
        self.last = None;
        if self.is_in_key() {
            return;
        }
        if self.is_key() {
            if let Some(open) = self.open.last_mut() {
                open.key = Some(Key {
                    whole: Span {
                        start: content.start - opening,
                        end: content.end + opening,
                    },
                    name: content,
                    decoded,
                });
            }
            return;
        }
        let kind = match style {
            ScalarStyle::Plain if !has_tag => scalar::kind(text),
            _ => NodeKind::String,
        };
        let mut start = self.start_of(content.start - opening);
        let whole = Span {
            start: start.whole,
            end: content.end + opening,
        };
        let place = Place {
            whole,
            name: start.name,
            opening: opening as u8,
            content,
        };
        let node = self.builder.leaf(kind, place);
        if let Some(decoded) = decoded {
            self.builder.set_text(node, decoded);
        }
        self.named(node, &mut start);
        self.tag(node, span);
        self.last = Some(node);
    }

    /// How many bytes the quote of a scalar has, and the range of its text.
    fn content(&self, range: Span, style: ScalarStyle) -> (u32, Span) {
        let written = self
            .text
            .get(range.start as usize..range.end as usize)
            .unwrap_or_default();
        match style {
            ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted if written.len() >= 2 => (
                1,
                Span {
                    start: range.start + 1,
                    end: range.end - 1,
                },
            ),
            ScalarStyle::Literal | ScalarStyle::Folded => {
                let end = range.start + written.trim_end().len() as u32;
                (0, Span { end, ..range })
            }
            _ => (0, range),
        }
    }

    fn start(&mut self, kind: NodeKind, span: &granit_parser::Span) {
        let range = range(span);
        self.last = None;
        let is_flow = matches!(
            self.text.as_bytes().get(range.start as usize),
            Some(b'{' | b'[')
        ) && !range.is_empty();
        let mut open = Open {
            node: None,
            is_mapping: kind == NodeKind::Object,
            is_flow,
            key: None,
        };
        if self.is_in_key() || self.is_key() {
            self.open.push(open);
            return;
        }
        let mut start = self.start_of(range.start);
        let node = self.builder.open(kind, start.whole as usize, start.name);
        let opening = usize::from(is_flow);
        self.builder
            .set_opening(node, opening, range.start as usize + opening);
        self.named(node, &mut start);
        self.tag(node, span);
        open.node = Some(node);
        self.open.push(open);
        self.last = Some(node);
    }

    fn end(&mut self, span: &granit_parser::Span) {
        let Some(open) = self.open.pop() else { return };
        self.last = None;
        let Some(node) = open.node else {
            // A collection as a key has no name.
            if self.is_key()
                && let Some(outer) = self.open.last_mut()
            {
                let at = Span::at(range(span).start as usize);
                outer.key = Some(Key {
                    whole: at,
                    name: at,
                    decoded: None,
                });
            }
            return;
        };
        if open.is_flow {
            let end = range(span).end.max(range(span).start) as usize;
            self.builder.close_bracket(end.saturating_sub(1), end);
        } else {
            let end = self.builder.last_end(node) as usize;
            self.builder.close_bracket(end, end);
        }
    }

    fn alias(&mut self, span: &granit_parser::Span) -> Option<NodeId> {
        self.last = None;
        let content = range(span);
        if self.is_in_key() {
            return None;
        }
        if self.is_key() {
            if let Some(open) = self.open.last_mut() {
                open.key = Some(Key {
                    whole: content,
                    name: content,
                    decoded: None,
                });
            }
            return None;
        }
        let mut start = self.start_of(content.start);
        let whole = Span {
            start: start.whole,
            end: content.end,
        };
        let place = Place {
            whole,
            name: start.name,
            opening: 0,
            content,
        };
        let node = self.builder.leaf(NodeKind::Alias, place);
        self.named(node, &mut start);
        Some(node)
    }

    /// Keeps the tag of a node as an attribute of it, named without the exclamation mark.
    fn tag(&mut self, node: NodeId, span: &granit_parser::Span) {
        let Some(whole) = span.tag_span().map(|span| range(&span)) else {
            return;
        };
        let name = Span {
            start: (whole.start + 1).min(whole.end),
            end: whole.end,
        };
        self.builder.attribute(Attribute {
            node,
            whole,
            name,
            value: Span::at(whole.end as usize),
        });
    }

    /// Closes what is open where the text cannot be read any further.
    fn give_up(&mut self) {
        while let Some(open) = self.open.pop() {
            if let Some(node) = open.node {
                let end = self.builder.last_end(node) as usize;
                self.builder.close_bracket(end, end);
                self.builder.mark_repaired(node);
            }
        }
    }
}

fn range(span: &granit_parser::Span) -> Span {
    let start = span.start.byte_offset().unwrap_or(0);
    let end = span.end.byte_offset().unwrap_or(start).max(start);
    Span::new(start, end)
}
