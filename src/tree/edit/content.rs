//! What a node contains besides its children: whether it has a value at all, stray text, and
//! whether two nodes are equal.

use crate::text::Span;
use crate::tree::arena::Tree;
use crate::tree::node::NodeId;

impl Tree<'_> {
    /// Whether a node contains no text and no value.
    pub fn is_blank(&self, node: NodeId) -> bool {
        self.descendants(node).all(|(inner, _)| {
            let it = self.node(inner);
            !it.has_stray_text() && (it.has_children() || self.text(inner).trim().is_empty())
        })
    }

    /// Whether two nodes have the same content, apart from whitespace between elements.
    pub fn same_content(&self, one: NodeId, other: NodeId) -> bool {
        let (mut left, mut right) = (self.descendants(one), self.descendants(other));
        loop {
            match (left.next(), right.next()) {
                (None, None) => return true,
                (Some((a, depth_a)), Some((b, depth_b))) => {
                    let is_same = depth_a == depth_b
                        && (a == one || self.name(a) == self.name(b))
                        && self.text(a) == self.text(b)
                        && self.node(a).kind == self.node(b).kind;
                    if !is_same {
                        return false;
                    }
                }
                _ => return false,
            }
        }
    }

    /// The first text among the children of an element, without the whitespace around it.
    pub fn stray_text(&self, node: NodeId) -> Option<Span> {
        self.gaps(node)
            .into_iter()
            .flat_map(|gap| self.without_trivia(gap))
            .find_map(|gap| {
                let text = self.source().slice(gap);
                let trimmed = text.trim();
                (!trimmed.is_empty()).then(|| {
                    let start = gap.start as usize + (text.len() - text.trim_start().len());
                    Span::new(start, start + trimmed.len())
                })
            })
    }

    /// The ranges between the children of an element.
    fn gaps(&self, node: NodeId) -> Vec<Span> {
        let content = self.node(node).content;
        let mut start = content.start;
        let mut gaps = Vec::new();
        for child in self.children(node) {
            let whole = self.node(child).whole;
            gaps.push(Span {
                start,
                end: whole.start,
            });
            start = whole.end;
        }
        gaps.push(Span {
            start,
            end: content.end,
        });
        gaps
    }

    /// The parts of a range between its comments and instructions.
    pub(super) fn without_trivia(&self, span: Span) -> Vec<Span> {
        let mut parts = Vec::new();
        let mut start = span.start;
        for trivia in self.trivia_in(span) {
            parts.push(Span {
                start,
                end: trivia.span.start,
            });
            start = trivia.span.end;
        }
        parts.push(Span {
            start,
            end: span.end,
        });
        parts
    }
}
