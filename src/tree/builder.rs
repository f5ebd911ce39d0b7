//! Adds nodes to the arena in document order. Only the front ends use it.

use crate::text::{Source, Span};
use crate::tree::arena::Tree;
use crate::tree::form::Form;
use crate::tree::node::{
    Attribute, DECODED_NAME, DECODED_TEXT, FOREIGN_NAMESPACE, HAS_CHILDREN, Node, NodeId, NodeKind,
    Place, REPAIRED, SELF_CLOSING, STRAY_TEXT, Trivia, TriviaKind,
};

/// The usual depth of a document, for reserving room.
pub(super) const USUAL_DEPTH: usize = 16;

/// A tree under construction: [`open`](Self::open) and [`close`](Self::close) nest.
pub(crate) struct Builder<'s> {
    tree: Tree<'s>,
    /// The open nodes, each with its last child so far.
    open: Vec<(NodeId, Option<NodeId>)>,
}

impl<'s> Builder<'s> {
    /// An empty tree with capacity for a number of nodes.
    pub(crate) fn new(source: &'s Source<'s>, form: Form, capacity: usize) -> Self {
        let tree = Tree {
            source,
            written: source.text(),
            form,
            nodes: Vec::with_capacity(capacity),
            attributes: Vec::new(),
            trivia: Vec::new(),
            texts: Vec::new(),
            names: Vec::new(),
            targets: Vec::new(),
            namespace: None,
            is_translated: false,
        };
        Self {
            tree,
            open: Vec::with_capacity(USUAL_DEPTH),
        }
    }

    /// An empty tree for what a text in another notation says.
    pub(crate) fn of_translation(source: &'s Source<'s>, capacity: usize) -> Self {
        let mut builder = Self::new(source, Form::Json, capacity);
        builder.tree.is_translated = true;
        builder
    }

    /// Begins a node inside the innermost open one. [`close`](Self::close) sets the ranges that are
    /// not known yet.
    pub(super) fn open(&mut self, kind: NodeKind, start: usize, name: Span) -> NodeId {
        let node = NodeId(self.tree.nodes.len() as u32);
        let parent = self.link(node);
        self.tree.nodes.push(Node {
            kind,
            flags: 0,
            opening: 0,
            parent,
            next_sibling: NodeId::NONE,
            whole: Span::at(start),
            name,
            content: Span::at(start),
        });
        self.open.push((node, None));
        node
    }

    /// Ends the innermost open node.
    pub(super) fn close(&mut self, content: Span, end: usize) -> Option<NodeId> {
        let (node, _) = self.open.pop()?;
        let it = &mut self.tree.nodes[node.index()];
        it.content = content;
        it.whole.end = end as u32;
        Some(node)
    }

    /// Ends the innermost open node, the beginning of whose content is already set.
    pub(super) fn close_bracket(&mut self, content_end: usize, end: usize) {
        if let Some((node, _)) = self.open.pop() {
            let it = &mut self.tree.nodes[node.index()];
            it.content.end = content_end as u32;
            it.whole.end = end as u32;
        }
    }

    /// Sets where the content of a JSON value begins, and how many bytes its quote or bracket has.
    pub(super) fn set_opening(&mut self, node: NodeId, bytes: usize, content_start: usize) {
        let it = self.node_mut(node);
        it.opening = bytes as u8;
        it.content.start = content_start as u32;
    }

    /// Adds a node without children inside the innermost open node.
    pub(super) fn leaf(&mut self, kind: NodeKind, place: Place) -> NodeId {
        let node = NodeId(self.tree.nodes.len() as u32);
        let parent = self.link(node);
        self.tree.nodes.push(Node {
            kind,
            flags: 0,
            opening: place.opening,
            parent,
            next_sibling: NodeId::NONE,
            whole: place.whole,
            name: place.name,
            content: place.content,
        });
        node
    }

    /// Makes a new node the last child of the innermost open one, which it returns.
    fn link(&mut self, node: NodeId) -> u32 {
        let Some((outer, last)) = self.open.last_mut() else {
            return NodeId::NONE;
        };
        match last.replace(node) {
            Some(before) => self.tree.nodes[before.index()].next_sibling = node.0,
            None => self.tree.nodes[outer.index()].flags |= HAS_CHILDREN,
        }
        outer.0
    }

    /// How many nodes there are.
    pub(super) fn len(&self) -> usize {
        self.tree.nodes.len()
    }

    /// The innermost open node.
    pub(super) fn innermost(&self) -> Option<NodeId> {
        self.open.last().map(|(node, _)| *node)
    }

    /// How many nodes are open.
    pub(super) fn depth(&self) -> usize {
        self.open.len()
    }

    /// The ranges of a node's children so far.
    pub(super) fn children(&self, node: NodeId) -> impl Iterator<Item = Span> + '_ {
        self.tree
            .children(node)
            .map(|child| self.tree.node(child).whole)
    }

    /// The ranges of the scalars in document order.
    pub(super) fn values(&self) -> impl Iterator<Item = Span> + '_ {
        self.tree
            .nodes
            .iter()
            .filter(|node| !matches!(node.kind, NodeKind::Object | NodeKind::Array))
            .map(Node::value)
    }

    /// A node that was added.
    pub(super) fn node_mut(&mut self, node: NodeId) -> &mut Node {
        &mut self.tree.nodes[node.index()]
    }

    /// Keeps a text that differs from the source.
    pub(crate) fn set_text(&mut self, node: NodeId, text: String) {
        self.node_mut(node).flags |= DECODED_TEXT;
        self.tree.texts.push((node, text.into_boxed_str()));
    }

    /// Keeps a name that differs from the source.
    pub(crate) fn set_name(&mut self, node: NodeId, name: String) {
        self.node_mut(node).flags |= DECODED_NAME;
        self.tree.names.push((node, name.into_boxed_str()));
    }

    /// Begins a node whose ranges are all known.
    pub(crate) fn enter(&mut self, kind: NodeKind, place: Place) -> NodeId {
        let node = self.leaf(kind, place);
        self.open.push((node, None));
        node
    }

    /// Ends the innermost node, which was [entered](Self::enter).
    pub(crate) fn leave(&mut self) {
        self.open.pop();
    }

    /// Marks a node that has a value, although only a deployment knows which.
    pub(crate) fn mark_unknown(&mut self, node: NodeId) {
        self.mark_repaired(node);
    }

    /// Sets the node that an alias refers to. Aliases come in the order of their nodes.
    pub(super) fn set_target(&mut self, alias: NodeId, target: NodeId) {
        self.tree.targets.push((alias, target));
    }

    /// Where the last child so far of an open node ends, or where its content begins.
    pub(super) fn last_end(&self, node: NodeId) -> u32 {
        let last = self
            .open
            .iter()
            .rfind(|(open, _)| *open == node)
            .and_then(|(_, last)| *last);
        last.map_or(self.tree.node(node).content.start, |last| {
            self.tree.node(last).whole.end
        })
    }

    pub(super) fn set_namespace(&mut self, namespace: &str) {
        self.tree.namespace = Some(namespace.into());
    }

    /// Whether the root has a namespace, as far as it is known.
    pub(super) fn has_namespace(&self) -> bool {
        self.tree.namespace.is_some()
    }

    pub(super) fn attribute(&mut self, attribute: Attribute) {
        self.tree.attributes.push(attribute);
    }

    pub(super) fn trivia(&mut self, kind: TriviaKind, span: Span) {
        self.tree.trivia.push(Trivia { kind, span });
    }

    pub(super) fn mark_self_closing(&mut self, node: NodeId) {
        self.node_mut(node).flags |= SELF_CLOSING;
    }

    pub(super) fn mark_stray_text(&mut self, node: NodeId) {
        self.node_mut(node).flags |= STRAY_TEXT;
    }

    pub(super) fn mark_repaired(&mut self, node: NodeId) {
        self.node_mut(node).flags |= REPAIRED;
    }

    pub(super) fn mark_foreign_namespace(&mut self, node: NodeId) {
        self.node_mut(node).flags |= FOREIGN_NAMESPACE;
    }

    /// The tree. Nodes that are still open keep empty ranges.
    pub(crate) fn finish(mut self) -> Tree<'s> {
        self.tree.texts.sort_by_key(|entry| entry.0);
        self.tree.names.sort_by_key(|entry| entry.0);
        self.tree
    }
}
