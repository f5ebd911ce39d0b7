//! The lossless, format-neutral tree: one arena, indices instead of pointers, no recursion.
//!
//! What lives here: the nodes, how to walk them, and what text they hold. What does not: how a text becomes
//! a tree (`xml` and `json` are the front ends), what a name means (that is the
//! [schema](crate::model::schema)'s), and what is wrong with it (that is [lint](mod@crate::lint)'s).
//!
//! Every byte of the source belongs to exactly one [`Leaf`]; joining the leaves gives the source back.
//! A node keeps three ranges, and every other range that an edit needs follows from them:
//!
//! ```text
//! <Comment>hello</Comment>          "Comment": "hello"
//! ^^^^^^^^^^^^^^^^^^^^^^^^ whole    ^^^^^^^^^^^^^^^^^^ whole
//!  ^^^^^^^                 name      ^^^^^^^          name
//!          ^^^^^          content                ^^^^^ content
//! ```

mod builder;
pub mod edit;
mod json;
mod leaves;
mod repair;
mod syntax;
mod xml;

pub use json::{parse as parse_json, parse_with as parse_json_with};
pub use leaves::Leaves;
pub use repair::{Nesting, NoKnowledge};
pub(crate) use syntax::doubt_what_touches;
pub use syntax::{SyntaxFault, SyntaxKind};
pub use xml::{parse as parse_xml, parse_with as parse_xml_with};

use crate::text::{Source, Span};

/// Index of a [`Node`] in its [`Tree`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct NodeId(u32);

impl NodeId {
    const NONE: u32 = u32::MAX;

    /// Position in the arena, for tables that run beside it. Parents come before their children, and
    /// nodes stand in document order.
    pub const fn index(self) -> usize {
        self.0 as usize
    }

    /// The node at a position of the arena, the inverse of [`index`](Self::index).
    pub const fn from_index(index: usize) -> Self {
        Self(index as u32)
    }

    fn some(raw: u32) -> Option<Self> {
        (raw != Self::NONE).then_some(Self(raw))
    }
}

/// The notation a document is written in.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Form {
    /// The body of an HTTP request or answer.
    Xml,
    /// What the AWS CLI and the SDKs read and print.
    Json,
}

/// What a node is in its notation.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum NodeKind {
    /// An XML element, whatever it holds.
    Element,
    /// A JSON object.
    Object,
    /// A JSON array.
    Array,
    /// A JSON string.
    String,
    /// A JSON number.
    Number,
    /// JSON `true` or `false`.
    Boolean,
    /// JSON `null`.
    Null,
}

/// One element of an XML document, or one value of a JSON document with the key before it.
#[derive(Clone, Copy, Debug)]
pub struct Node {
    /// What it is.
    pub kind: NodeKind,
    flags: u8,
    /// How many bytes the opening quote or bracket of a JSON value has; 0 where it is missing.
    opening: u8,
    parent: u32,
    first_child: u32,
    next_sibling: u32,
    /// All of it: from `<` of the start tag to `>` of the end tag; from the quote of the key to the end of the value.
    pub whole: Span,
    /// The local name in the start tag, or the key without its quotes. Empty for a JSON value without a key.
    pub name: Span,
    /// Between the tags, inside the brackets or the quotes; a bare JSON value itself. Empty behind a tag
    /// such as `<Items/>`.
    pub content: Span,
}

/// Set where an element or text stands that the other kind of content leaves no room for.
const STRAY_TEXT: u8 = 1;
/// `<Name/>`.
const SELF_CLOSING: u8 = 1 << 1;
/// The text differs from the source (entities, CDATA, line ends, JSON escapes) and is kept beside.
const DECODED_TEXT: u8 = 1 << 2;
/// The name differs from the source (JSON escapes, a repaired tag) and is kept beside.
const DECODED_NAME: u8 = 1 << 3;
/// A repair touched it or what it holds: its value is not the author's.
const REPAIRED: u8 = 1 << 4;
/// Its namespace is not that of the root element.
const FOREIGN_NAMESPACE: u8 = 1 << 5;

/// An attribute of an XML element, namespace declarations included.
#[derive(Clone, Copy, Debug)]
pub struct Attribute {
    /// The element that carries it.
    pub node: NodeId,
    /// From the first byte of the name to the closing quote.
    pub whole: Span,
    /// The name with its prefix.
    pub name: Span,
    /// Between the quotes.
    pub value: Span,
}

/// What stands between nodes and is no value.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum TriviaKind {
    /// `<!-- … -->`, or a comment in a tolerated JSON document.
    Comment,
    /// `<? … ?>`, the XML declaration included.
    Instruction,
}

/// A comment or a processing instruction.
#[derive(Clone, Copy, Debug)]
pub struct Trivia {
    /// Which of them.
    pub kind: TriviaKind,
    /// With its delimiters.
    pub span: Span,
}

/// What a leaf range of the source is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum LeafKind {
    /// `<Name …>` or `<Name …/>`; in JSON the key with its quotes.
    StartTag,
    /// `</Name>`.
    EndTag,
    /// A comment or an instruction.
    Trivia(TriviaKind),
    /// A scalar's own text, quotes of JSON included.
    Value,
    /// White space, punctuation of JSON, and text that stands where none belongs.
    Between,
}

/// A range of the source that is not divided further.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Leaf {
    /// What it is.
    pub kind: LeafKind,
    /// Where it is. Never empty.
    pub span: Span,
}

/// A parsed document. See the [module](self) for its shape.
#[derive(Debug)]
pub struct Tree<'s> {
    source: &'s Source<'s>,
    form: Form,
    nodes: Vec<Node>,
    attributes: Vec<Attribute>,
    trivia: Vec<Trivia>,
    /// Decoded texts and names, sorted by node.
    texts: Vec<(NodeId, Box<str>)>,
    names: Vec<(NodeId, Box<str>)>,
    /// The root's namespace, decoded.
    namespace: Option<Box<str>>,
}

impl Node {
    /// The start tag, or the key with its quotes and everything up to the value.
    pub fn head(&self) -> Span {
        Span {
            start: self.whole.start,
            end: if self.is_self_closing() {
                self.whole.end
            } else {
                self.content.start
            },
        }
    }

    /// The end tag; empty for `<Items/>`. In JSON the closing quote or bracket.
    pub fn tail(&self) -> Span {
        Span {
            start: self.content.end,
            end: self.whole.end,
        }
    }

    /// Whether it is written `<Name/>`.
    pub fn is_self_closing(&self) -> bool {
        self.flags & SELF_CLOSING != 0
    }

    /// Whether text stands among its children.
    pub fn has_stray_text(&self) -> bool {
        self.flags & STRAY_TEXT != 0
    }

    /// Whether a repair of the syntax touched it, so that its value is not the author's.
    pub fn is_repaired(&self) -> bool {
        self.flags & REPAIRED != 0
    }

    /// Whether its namespace is not that of the root element.
    pub fn has_foreign_namespace(&self) -> bool {
        self.flags & FOREIGN_NAMESPACE != 0
    }

    /// Whether it has a child node.
    pub fn has_children(&self) -> bool {
        self.first_child != NodeId::NONE
    }

    /// The node that follows it in the same parent.
    pub fn next_sibling(&self) -> Option<NodeId> {
        NodeId::some(self.next_sibling)
    }

    /// The node that holds it.
    pub fn parent(&self) -> Option<NodeId> {
        NodeId::some(self.parent)
    }
}

impl<'s> Tree<'s> {
    /// The text it was made from.
    pub fn source(&self) -> &'s Source<'s> {
        self.source
    }

    /// Its notation.
    pub fn form(&self) -> Form {
        self.form
    }

    /// The outermost element or value. `None` where the text holds none.
    pub fn root(&self) -> Option<NodeId> {
        (!self.nodes.is_empty()).then_some(NodeId(0))
    }

    /// All nodes in document order.
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// One node.
    pub fn node(&self, node: NodeId) -> &Node {
        &self.nodes[node.index()]
    }

    /// The children in document order.
    pub fn children(&self, node: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        let first = NodeId::some(self.node(node).first_child);
        std::iter::successors(first, |child| NodeId::some(self.node(*child).next_sibling))
    }

    /// The local name of the element, or the key. Empty where there is none.
    pub fn name(&self, node: NodeId) -> &str {
        if self.node(node).flags & DECODED_NAME != 0 {
            beside(&self.names, node)
        } else {
            self.source.slice(self.node(node).name)
        }
    }

    /// The text that the element holds outside of child elements, with references resolved and line ends made `\n`;
    /// the text of a JSON string, or a bare JSON value as it is written. Empty for objects and arrays.
    pub fn text(&self, node: NodeId) -> &str {
        let it = self.node(node);
        if it.flags & DECODED_TEXT != 0 {
            return beside(&self.texts, node);
        }
        match it.kind {
            NodeKind::Object | NodeKind::Array => "",
            NodeKind::Element if it.has_children() => "",
            _ => self.source.slice(it.content),
        }
    }

    /// Whether the text stands in the source as it is, so that a part of it has a range of its own.
    pub fn is_text_verbatim(&self, node: NodeId) -> bool {
        self.node(node).flags & DECODED_TEXT == 0
    }

    /// The attributes of an element in order, namespace declarations included.
    pub fn attributes(&self, node: NodeId) -> &[Attribute] {
        let first = self
            .attributes
            .partition_point(|attribute| attribute.node < node);
        let count = self.attributes[first..].partition_point(|attribute| attribute.node == node);
        &self.attributes[first..first + count]
    }

    /// All attributes in document order.
    pub fn all_attributes(&self) -> &[Attribute] {
        &self.attributes
    }

    /// Comments and instructions in document order.
    pub fn trivia(&self) -> &[Trivia] {
        &self.trivia
    }

    /// Every byte of the source exactly once, in order: joined, the leaves are the source.
    ///
    /// ```
    /// use cloudfront_lint::tree::{self, LeafKind};
    ///
    /// let source = cloudfront_lint::Source::new("<Id>a</Id>\n");
    /// let (tree, _) = tree::parse_xml(&source);
    /// let leaves: Vec<_> = tree.leaves().map(|leaf| (leaf.kind, source.slice(leaf.span))).collect();
    /// assert_eq!(leaves[1], (LeafKind::Value, "a"));
    /// assert_eq!(leaves[3], (LeafKind::Between, "\n"));
    /// ```
    pub fn leaves(&self) -> Leaves<'_> {
        Leaves::new(self)
    }

    /// The namespace of the root element.
    pub fn namespace(&self) -> Option<&str> {
        self.namespace.as_deref()
    }
}

/// Reads a document in the notation that its first bracket tells.
///
/// ```
/// use cloudfront_lint::{Source, tree};
///
/// let source = Source::new("{\"Quantity\": 0}");
/// assert_eq!(tree::parse(&source).0.form(), tree::Form::Json);
/// ```
pub fn parse<'s>(source: &'s Source<'s>) -> (Tree<'s>, Vec<SyntaxFault>) {
    parse_with(source, &NoKnowledge)
}

/// The same with knowledge of the elements, by which XML that is not well-formed is mended as a person would.
pub fn parse_with<'s>(
    source: &'s Source<'s>,
    nesting: &dyn Nesting,
) -> (Tree<'s>, Vec<SyntaxFault>) {
    match form(source.text()) {
        Some(Form::Json) => parse_json_with(source, nesting),
        Some(Form::Xml) | None => parse_xml_with(source, nesting),
    }
}

/// The notation of a text, where anything in it tells. Lines that an unfinished merge left behind do not.
pub(crate) fn form(text: &str) -> Option<Form> {
    let mut rest = text.trim_start();
    while rest.starts_with("<<<<<<<") {
        rest = rest
            .split_once('\n')
            .map_or("", |(_, behind)| behind)
            .trim_start();
    }
    // What curl says of a request and its answer.
    while rest.starts_with("> ") || rest.starts_with("* ") || rest.starts_with("< ") {
        rest = rest
            .split_once('\n')
            .map_or("", |(_, behind)| behind)
            .trim_start();
    }
    let first = rest.find(['<', '{', '[']).map(|at| rest.as_bytes()[at]);
    if is_markup_behind_signs(rest) {
        return Some(Form::Xml);
    }
    if rest.starts_with('"') {
        return Some(Form::Json);
    }
    first.map(|first| if first == b'<' { Form::Xml } else { Form::Json })
}

/// Whether XML begins a few signs into a text, and is not the text of a string.
fn is_markup_behind_signs(text: &str) -> bool {
    let Some(at) = text.find('<').filter(|at| *at > 0) else {
        return text.starts_with("&lt;");
    };
    let (signs, rest) = text.split_at(at);
    let is_string = signs.contains('"') && text.trim_end().ends_with('"');
    let is_tag = || {
        rest[1..].starts_with(|first: char| first.is_ascii_alphabetic())
            && text.trim_end().ends_with('>')
    };
    signs.len() <= 4
        && !signs.contains(char::is_alphanumeric)
        && !is_string
        && (rest.starts_with("<?xml") || is_tag())
}

fn beside(table: &[(NodeId, Box<str>)], node: NodeId) -> &str {
    table
        .binary_search_by_key(&node, |entry| entry.0)
        .map_or("", |found| &table[found].1)
}
