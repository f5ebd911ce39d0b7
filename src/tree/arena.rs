//! The tree itself: one arena in document order, and how to walk it.

use crate::text::{Source, Span};
use crate::tree::form::Form;
use crate::tree::leaves::Leaves;
use crate::tree::node::{
    Attribute, DECODED_NAME, DECODED_TEXT, Node, NodeId, NodeKind, Place, Trivia,
};

/// The deepest level that is indented, or reached by walking up from a node. Real documents nest a
/// dozen levels; without a limit, hostile nesting would make such a walk quadratic.
pub(crate) const DEEPEST: usize = 64;

/// A parsed document. See the module for its structure.
#[derive(Debug)]
pub struct Tree<'s> {
    pub(super) source: &'s Source<'s>,
    /// The text of the source.
    pub(super) written: &'s str,
    pub(super) form: Form,
    pub(super) nodes: Vec<Node>,
    pub(super) attributes: Vec<Attribute>,
    pub(super) trivia: Vec<Trivia>,
    /// Decoded texts and names, sorted by node.
    pub(super) texts: Vec<(NodeId, Box<str>)>,
    pub(super) names: Vec<(NodeId, Box<str>)>,
    /// What the aliases of YAML refer to, sorted by alias.
    pub(super) targets: Vec<(NodeId, NodeId)>,
    /// The root's namespace, decoded.
    pub(super) namespace: Option<Box<str>>,
    /// Whether its text is in another notation, in which it cannot write anything new.
    pub(super) is_translated: bool,
}

/// A tree without the text that it was built from, so that both can be kept together.
#[derive(Clone, Debug)]
pub(crate) struct Detached {
    form: Form,
    nodes: Vec<Node>,
    attributes: Vec<Attribute>,
    trivia: Vec<Trivia>,
    texts: Vec<(NodeId, Box<str>)>,
    names: Vec<(NodeId, Box<str>)>,
    targets: Vec<(NodeId, NodeId)>,
    namespace: Option<Box<str>>,
    is_translated: bool,
}

impl Detached {
    /// The tree again, with the text that it was built from. Copies the nodes, which takes a small
    /// part of the time of parsing.
    pub(crate) fn attach<'s>(&self, source: &'s Source<'s>) -> Tree<'s> {
        let it = self.clone();
        Tree {
            source,
            written: source.text(),
            form: it.form,
            nodes: it.nodes,
            attributes: it.attributes,
            trivia: it.trivia,
            texts: it.texts,
            names: it.names,
            targets: it.targets,
            namespace: it.namespace,
            is_translated: it.is_translated,
        }
    }
}

impl<'s> Tree<'s> {
    /// Lets go of the text.
    pub(crate) fn detach(self) -> Detached {
        Detached {
            form: self.form,
            nodes: self.nodes,
            attributes: self.attributes,
            trivia: self.trivia,
            texts: self.texts,
            names: self.names,
            targets: self.targets,
            namespace: self.namespace,
            is_translated: self.is_translated,
        }
    }

    /// The text it was built from.
    pub fn source(&self) -> &'s Source<'s> {
        self.source
    }

    /// Its notation.
    pub fn form(&self) -> Form {
        self.form
    }

    /// The outermost element or value. `None` where the text has none.
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
        let first = self.node(node).has_children().then_some(NodeId(node.0 + 1));
        std::iter::successors(first, |child| NodeId::some(self.node(*child).next_sibling))
    }

    /// A node and everything in it, in document order, each with its depth: 1 for the node itself.
    pub(crate) fn descendants(&self, top: NodeId) -> impl Iterator<Item = (NodeId, usize)> + '_ {
        let end = self.node(top).whole.end;
        let mut open: Vec<NodeId> = Vec::new();
        (top.index()..self.nodes.len())
            .map(NodeId::from_index)
            .take_while(move |node| *node == top || self.node(*node).whole.start < end)
            .map(move |node| {
                while open
                    .last()
                    .is_some_and(|last| self.node(node).parent() != Some(*last))
                {
                    open.pop();
                }
                open.push(node);
                (node, open.len())
            })
    }

    /// The innermost node around a range, down to some depth.
    pub(crate) fn innermost(&self, span: Span) -> Option<NodeId> {
        let nodes = self.nodes();
        let last = nodes
            .partition_point(|node| node.whole.start <= span.start)
            .checked_sub(1)?;
        std::iter::successors(Some(NodeId::from_index(last)), |node| {
            self.node(*node).parent()
        })
        .take(DEEPEST)
        .find(|node| self.node(*node).whole.contains(span))
    }

    /// The local name of the element, or the key. Empty where there is none.
    pub fn name(&self, node: NodeId) -> &str {
        let it = self.node(node);
        if it.flags & DECODED_NAME != 0 {
            entry(&self.names, node)
        } else {
            &self.written[it.name.range()]
        }
    }

    /// The text of an element outside its child elements, with references resolved and line ends as
    /// `\n`; the text of a JSON string, or a bare JSON value as it is written. Empty for objects
    /// and arrays.
    pub fn text(&self, node: NodeId) -> &str {
        let it = self.node(node);
        if it.flags & DECODED_TEXT != 0 {
            return entry(&self.texts, node);
        }
        match it.kind {
            NodeKind::Object | NodeKind::Array => "",
            NodeKind::Element if it.has_children() => "",
            _ => &self.written[it.content.range()],
        }
    }

    /// Whether the source contains the text as it is, so that each part of it has a range.
    pub fn is_text_verbatim(&self, node: NodeId) -> bool {
        self.node(node).flags & DECODED_TEXT == 0
    }

    /// The ranges of a node.
    pub(crate) fn place(&self, node: NodeId) -> Place {
        let it = self.node(node);
        Place {
            whole: it.whole,
            name: it.name,
            opening: it.opening,
            content: it.content,
        }
    }

    /// The tag of a YAML node, without its exclamation mark.
    pub fn tag(&self, node: NodeId) -> Option<&str> {
        let is_yaml = self.form == Form::Yaml && !self.attributes.is_empty();
        let tag = self.attributes(node).first().filter(|_| is_yaml)?;
        Some(self.source.slice(tag.name))
    }

    /// The labels of an HCL block.
    pub fn labels(&self, block: NodeId) -> impl Iterator<Item = &str> + '_ {
        self.attributes(block)
            .iter()
            .filter(|_| self.form == Form::Hcl)
            .map(|label| self.source.slice(label.name))
    }

    /// What a YAML alias refers to. It is before the alias in the text.
    pub fn target(&self, alias: NodeId) -> Option<NodeId> {
        self.targets
            .binary_search_by_key(&alias, |entry| entry.0)
            .ok()
            .map(|found| self.targets[found].1)
    }

    /// Whether an alias outside of a range refers to something in it.
    pub(crate) fn has_alias_into(&self, span: Span) -> bool {
        self.targets.iter().any(|(alias, target)| {
            span.contains(self.node(*target).whole) && !span.contains(self.node(*alias).whole)
        })
    }

    /// Whether an alias outside of a range refers to something that is in it, or that it is in.
    pub(crate) fn is_shared(&self, span: Span) -> bool {
        self.targets.iter().any(|(alias, target)| {
            let whole = self.node(*target).whole;
            let is_related = span.contains(whole) || whole.contains(span);
            is_related && !span.contains(self.node(*alias).whole)
        })
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

    /// The comments and instructions that are inside a range.
    pub(super) fn trivia_in(&self, span: Span) -> impl Iterator<Item = &Trivia> {
        let first = self
            .trivia
            .partition_point(|trivia| trivia.span.start < span.start);
        self.trivia[first..]
            .iter()
            .take_while(move |trivia| trivia.span.end <= span.end)
    }

    /// Every byte of the source exactly once, in order: joined, the leaves are the source.
    ///
    /// ```
    /// use cloudfront_lint::internal::tree::{self, LeafKind};
    ///
    /// let source = cloudfront_lint::Source::new("<Id>a</Id>\n");
    /// let (tree, _) = tree::parse_xml(&source);
    /// let leaves = tree.leaves().map(|leaf| (leaf.kind, source.slice(leaf.span)));
    /// let leaves: Vec<_> = leaves.collect();
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

fn entry(table: &[(NodeId, Box<str>)], node: NodeId) -> &str {
    table
        .binary_search_by_key(&node, |entry| entry.0)
        .map_or("", |found| &table[found].1)
}
