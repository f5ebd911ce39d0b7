//! What a tree is made of: nodes, attributes, comments and instructions.

use crate::text::Span;

/// Index of a [`Node`] in its [`Tree`](crate::tree::Tree).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct NodeId(pub(super) u32);

impl NodeId {
    pub(super) const NONE: u32 = u32::MAX;

    /// Position in the arena, for tables in parallel to it. Parents come before their children,
    /// and nodes are in document order.
    pub const fn index(self) -> usize {
        self.0 as usize
    }

    /// The node at a position of the arena, the inverse of [`index`](Self::index).
    pub const fn from_index(index: usize) -> Self {
        Self(index as u32)
    }

    pub(super) fn some(raw: u32) -> Option<Self> {
        (raw != Self::NONE).then_some(Self(raw))
    }
}

/// What a node is in its notation.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum NodeKind {
    /// An XML element.
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
    /// A YAML alias, `*name`.
    Alias,
    /// An HCL expression that is not a literal.
    Expression,
    /// An HCL expression with a condition and two values, which are its children.
    Conditional,
}

/// One element of an XML document, or one value of a JSON document with the key before it.
#[derive(Clone, Copy, Debug)]
pub struct Node {
    /// What it is.
    pub kind: NodeKind,
    pub(super) flags: u8,
    /// How many bytes the opening quote or bracket of a JSON value has; 0 where it is missing.
    pub(super) opening: u8,
    pub(super) parent: u32,
    pub(super) next_sibling: u32,
    /// All of it: from `<` of the start tag to `>` of the end tag; from the quote of the key to the
    /// end of the value.
    pub whole: Span,
    /// The local name in the start tag, or the key without its quotes. Empty for a JSON value
    /// without a key.
    pub name: Span,
    /// Between the tags, inside the brackets or the quotes; a bare JSON value itself. Empty after a
    /// tag such as `<Items/>`.
    pub content: Span,
}

/// Text and elements are mixed where only one of them is allowed.
pub(super) const STRAY_TEXT: u8 = 1;
/// `<Name/>`.
pub(super) const SELF_CLOSING: u8 = 1 << 1;
/// The text differs from the source (entities, CDATA, line ends, JSON escapes) and is kept
/// separately.
pub(super) const DECODED_TEXT: u8 = 1 << 2;
/// The name differs from the source (JSON escapes, a repaired tag) and is kept separately.
pub(super) const DECODED_NAME: u8 = 1 << 3;
/// A repair changed it or its content: its value is not the author's.
pub(super) const REPAIRED: u8 = 1 << 4;
/// Its namespace is not that of the root element.
pub(super) const FOREIGN_NAMESPACE: u8 = 1 << 5;
/// It has children; the first of them is the next node.
pub(super) const HAS_CHILDREN: u8 = 1 << 6;

/// The ranges of a node, for another tree of the same text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    pub(crate) whole: Span,
    pub(crate) name: Span,
    /// How many bytes the opening quote or bracket has.
    pub(crate) opening: u8,
    pub(crate) content: Span,
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

    /// The value: in JSON with its quotes or brackets, in XML everything between the tags.
    pub fn value(&self) -> Span {
        match self.kind {
            NodeKind::Element => self.content,
            _ => Span {
                start: self.content.start - u32::from(self.opening),
                end: self.whole.end,
            },
        }
    }

    /// Whether it is written `<Name/>`.
    pub fn is_self_closing(&self) -> bool {
        self.flags & SELF_CLOSING != 0
    }

    /// Whether there is text among its children.
    pub fn has_stray_text(&self) -> bool {
        self.flags & STRAY_TEXT != 0
    }

    /// Whether a syntax repair changed it, so that its value is not the author's.
    pub fn is_repaired(&self) -> bool {
        self.flags & REPAIRED != 0
    }

    /// Whether its namespace is not that of the root element.
    pub fn has_foreign_namespace(&self) -> bool {
        self.flags & FOREIGN_NAMESPACE != 0
    }

    /// Whether it has a child node.
    pub fn has_children(&self) -> bool {
        self.flags & HAS_CHILDREN != 0
    }

    /// The node that follows it in the same parent.
    pub fn next_sibling(&self) -> Option<NodeId> {
        NodeId::some(self.next_sibling)
    }

    /// The node that contains it.
    pub fn parent(&self) -> Option<NodeId> {
        NodeId::some(self.parent)
    }
}

/// An attribute of an XML element, namespace declarations included.
#[derive(Clone, Copy, Debug)]
pub struct Attribute {
    /// The element that has it.
    pub node: NodeId,
    /// From the first byte of the name to the closing quote.
    pub whole: Span,
    /// The name with its prefix.
    pub name: Span,
    /// Between the quotes.
    pub value: Span,
}

/// What may occur between nodes without being a value.
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
    /// Which of the two.
    pub kind: TriviaKind,
    /// With its delimiters.
    pub span: Span,
}
