//! Every byte of the source once, in order: the leaves of a tree.

use crate::text::Span;
use crate::tree::arena::Tree;
use crate::tree::node::{Node, NodeId, NodeKind, TriviaKind};

/// What a leaf is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum LeafKind {
    /// `<Name …>` or `<Name …/>`; in JSON the key with its quotes.
    StartTag,
    /// `</Name>`.
    EndTag,
    /// A comment or an instruction.
    Trivia(TriviaKind),
    /// The text of a scalar, including the quotes of JSON.
    Value,
    /// Whitespace, punctuation of JSON, and text where none is allowed.
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

/// Iterator over the leaves of a [`Tree`], from [`Tree::leaves`].
#[derive(Debug)]
pub struct Leaves<'t> {
    tree: &'t Tree<'t>,
    /// Everything before has been returned or is waiting.
    at: u32,
    /// Leaves that were found and not yet returned, the next one last.
    waiting: Vec<Leaf>,
    /// Positions of the next node and the next piece of trivia.
    node: usize,
    trivia: usize,
    /// The innermost node that has not ended.
    inside: Option<NodeId>,
}

/// What comes next in the text.
#[derive(Clone, Copy)]
enum Step {
    End(NodeId),
    Trivia,
    Node,
}

impl<'t> Leaves<'t> {
    pub(super) fn new(tree: &'t Tree<'t>) -> Self {
        Self {
            tree,
            at: 0,
            waiting: Vec::new(),
            node: 0,
            trivia: 0,
            inside: None,
        }
    }

    fn step(&self) -> Option<Step> {
        let end = self
            .inside
            .map(|inside| (self.tree.node(inside).content.end, Step::End(inside)));
        let trivia = self
            .tree
            .trivia
            .get(self.trivia)
            .map(|trivia| (trivia.span.start, Step::Trivia));
        let node = self
            .tree
            .nodes
            .get(self.node)
            .map(|node| (node.whole.start, Step::Node));
        // At the same position, an end comes before a beginning.
        [end, trivia, node]
            .into_iter()
            .flatten()
            .min_by_key(|(start, _)| *start)
            .map(|(_, step)| step)
    }

    fn take(&mut self, step: Step) {
        match step {
            Step::Trivia => {
                let trivia = self.tree.trivia[self.trivia];
                self.push(LeafKind::Trivia(trivia.kind), trivia.span);
                self.trivia += 1;
            }
            Step::Node => {
                let id = NodeId::from_index(self.node);
                let node = self.tree.node(id);
                self.push(LeafKind::StartTag, opening(self.tree, node));
                self.node += 1;
                match node.kind {
                    NodeKind::Element if node.is_self_closing() => {}
                    NodeKind::Element
                    | NodeKind::Object
                    | NodeKind::Array
                    | NodeKind::Conditional => {
                        self.inside = Some(id);
                    }
                    _ => self.push(LeafKind::Value, node.value()),
                }
            }
            Step::End(id) => {
                let node = self.tree.node(id);
                let kind = if node.kind == NodeKind::Element {
                    LeafKind::EndTag
                } else {
                    LeafKind::Between
                };
                self.push(kind, node.tail());
                self.inside = node.parent();
            }
        }
    }

    /// Adds a leaf and the gap before it, without what another leaf already covers.
    fn push(&mut self, kind: LeafKind, span: Span) {
        if span.start > self.at {
            let gap = Span {
                start: self.at,
                end: span.start,
            };
            self.waiting.insert(
                0,
                Leaf {
                    kind: self.gap(),
                    span: gap,
                },
            );
            self.at = gap.end;
        }
        if span.end > self.at {
            self.waiting.insert(
                0,
                Leaf {
                    kind,
                    span: Span {
                        start: self.at,
                        end: span.end,
                    },
                },
            );
            self.at = span.end;
        }
    }

    /// What kind of leaf the text between two others is.
    fn gap(&self) -> LeafKind {
        match self.inside.map(|inside| self.tree.node(inside)) {
            Some(node) if node.kind == NodeKind::Element && !node.has_children() => LeafKind::Value,
            _ => LeafKind::Between,
        }
    }
}

impl Iterator for Leaves<'_> {
    type Item = Leaf;

    fn next(&mut self) -> Option<Leaf> {
        loop {
            if let Some(leaf) = self.waiting.pop() {
                return Some(leaf);
            }
            let Some(step) = self.step() else { break };
            self.take(step);
        }
        let rest = Span {
            start: self.at,
            end: self.tree.source.text().len() as u32,
        };
        self.at = rest.end;
        (!rest.is_empty()).then_some(Leaf {
            kind: LeafKind::Between,
            span: rest,
        })
    }
}

/// The start tag, or the key with its quotes.
fn opening(tree: &Tree<'_>, node: &Node) -> Span {
    if node.kind == NodeKind::Element {
        return node.head();
    }
    let quote = node.name.start - node.whole.start;
    let text = tree.source.text();
    let mut end = if node.name.is_empty() && quote == 0 {
        node.whole.start
    } else {
        (node.name.end + quote).min(text.len() as u32)
    };
    // The closing quote may be missing or of another kind.
    while !text.is_char_boundary(end as usize) {
        end += 1;
    }
    Span {
        start: node.whole.start,
        end,
    }
}
