//! Lays nodes into the arena in document order. The front ends call it; nothing else does.

use crate::text::{Source, Span};
use crate::tree::{
    Attribute, DECODED_NAME, DECODED_TEXT, FOREIGN_NAMESPACE, Form, Node, NodeId, NodeKind,
    REPAIRED, SELF_CLOSING, STRAY_TEXT, Tree, Trivia, TriviaKind,
};

/// Deeper than this no configuration nests its elements.
pub(super) const USUAL_DEPTH: usize = 16;

/// A tree under construction: [`open`](Self::open) and [`close`](Self::close) nest.
pub(super) struct Builder<'s> {
    tree: Tree<'s>,
    /// The open nodes, each with its last child so far.
    open: Vec<(NodeId, Option<NodeId>)>,
}

impl<'s> Builder<'s> {
    /// An empty tree with room for so many nodes.
    pub(super) fn new(source: &'s Source<'s>, form: Form, capacity: usize) -> Self {
        let tree = Tree {
            source,
            form,
            nodes: Vec::with_capacity(capacity),
            attributes: Vec::new(),
            trivia: Vec::new(),
            texts: Vec::new(),
            names: Vec::new(),
            namespace: None,
        };
        Self {
            tree,
            open: Vec::with_capacity(USUAL_DEPTH),
        }
    }

    /// Begins a node inside the innermost open one. Ranges that are not known yet are set at [`close`](Self::close).
    pub(super) fn open(&mut self, kind: NodeKind, start: usize, name: Span) -> NodeId {
        let node = NodeId(self.tree.nodes.len() as u32);
        let mut parent = NodeId::NONE;
        if let Some((outer, last)) = self.open.last_mut() {
            parent = outer.0;
            match last.replace(node) {
                Some(before) => self.tree.nodes[before.index()].next_sibling = node.0,
                None => self.tree.nodes[outer.index()].first_child = node.0,
            }
        }
        self.tree.nodes.push(Node {
            kind,
            flags: 0,
            opening: 0,
            parent,
            first_child: NodeId::NONE,
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

    /// Ends the innermost open node, whose content began where it was set to begin.
    pub(super) fn close_bracket(&mut self, content_end: usize, end: usize) {
        if let Some((node, _)) = self.open.pop() {
            let it = &mut self.tree.nodes[node.index()];
            it.content.end = content_end as u32;
            it.whole.end = end as u32;
        }
    }

    /// Says where the content of a JSON value begins, and how many bytes its quote or bracket has.
    pub(super) fn set_opening(&mut self, node: NodeId, bytes: usize, content_start: usize) {
        let it = self.node_mut(node);
        it.opening = bytes as u8;
        it.content.start = content_start as u32;
    }

    /// Lays a JSON value that holds no other inside the innermost open node. Its quote has `opening` bytes.
    pub(super) fn leaf(
        &mut self,
        kind: NodeKind,
        whole: Span,
        name: Span,
        opening: usize,
        content: Span,
    ) -> NodeId {
        let node = NodeId(self.tree.nodes.len() as u32);
        let parent = self.link(node);
        let opening = opening as u8;
        self.tree.nodes.push(Node {
            kind,
            flags: 0,
            opening,
            parent,
            first_child: NodeId::NONE,
            next_sibling: NodeId::NONE,
            whole,
            name,
            content,
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
            None => self.tree.nodes[outer.index()].first_child = node.0,
        }
        outer.0
    }

    /// How many nodes were laid.
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

    /// The ranges of the children that a node has so far.
    pub(super) fn children(&self, node: NodeId) -> impl Iterator<Item = Span> + '_ {
        self.tree
            .children(node)
            .map(|child| self.tree.node(child).whole)
    }

    /// A node already laid.
    pub(super) fn node_mut(&mut self, node: NodeId) -> &mut Node {
        &mut self.tree.nodes[node.index()]
    }

    /// Keeps a text that is not in the source as it is. A node may get its text more than once; the last one counts.
    pub(super) fn set_text(&mut self, node: NodeId, text: String) {
        self.node_mut(node).flags |= DECODED_TEXT;
        self.tree.texts.push((node, text.into_boxed_str()));
    }

    /// Keeps a name that is not in the source as it is.
    pub(super) fn set_name(&mut self, node: NodeId, name: String) {
        self.node_mut(node).flags |= DECODED_NAME;
        self.tree.names.push((node, name.into_boxed_str()));
    }

    pub(super) fn set_namespace(&mut self, namespace: &str) {
        self.tree.namespace = Some(namespace.into());
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

    /// The tree. Nodes still open are the front end's fault and keep empty ranges.
    pub(super) fn finish(mut self) -> Tree<'s> {
        self.tree.texts.sort_by_key(|entry| entry.0);
        self.tree.names.sort_by_key(|entry| entry.0);
        self.tree
    }
}
