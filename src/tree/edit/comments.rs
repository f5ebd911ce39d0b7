//! Which element a comment is about, and edits that add comments.

use crate::text::{Edit, Span};
use crate::tree::arena::Tree;
use crate::tree::form::Form;
use crate::tree::node::{NodeId, TriviaKind};

impl Tree<'_> {
    /// The elements that some comments, given in order, are about: the element of the tag before
    /// the comment on the same line, else the next sibling.
    pub fn commented(&self, comments: &[Span]) -> Vec<Option<NodeId>> {
        let mut walk = Walk {
            tree: self,
            next: 0,
            open: Vec::new(),
            closed: None,
        };
        comments
            .iter()
            .map(|comment| walk.commented(*comment))
            .collect()
    }

    /// The edit that adds a comment of one line about an element: on a line of its own before it,
    /// or after it where it shares its line. `None` in JSON, which has no comments.
    pub fn comment(&self, node: NodeId, text: &str) -> Option<Edit> {
        if self.form() == Form::Json {
            return None;
        }
        let whole = self.node(node).whole.range();
        Some(match self.indentation(node) {
            Some(indent) => {
                let newline = self.newline(whole.start);
                Edit::insert(whole.start, format!("<!-- {text} -->{newline}{indent}"))
            }
            None => Edit::insert(whole.end, format!(" <!-- {text} -->")),
        })
    }

    /// The place before the comments on lines of their own that directly precede a place: they are
    /// about what follows. `least` is where to stop.
    pub(super) fn before_comments(&self, place: usize, least: usize) -> usize {
        let text = self.source().text();
        let before = self
            .trivia()
            .partition_point(|trivia| (trivia.span.end as usize) <= place);
        let mut at = place;
        for trivia in self.trivia()[..before].iter().rev() {
            let span = trivia.span.range();
            let line = text[..span.start].trim_end_matches([' ', '\t']);
            if trivia.kind != TriviaKind::Comment
                || span.start < least
                || !text[span.end..at].trim().is_empty()
                || !line.ends_with(['\n', '\r'])
            {
                break;
            }
            at = span.start;
        }
        at
    }

    /// The place after a comment that follows on the same line: it is about what precedes it.
    pub(super) fn after_comment(&self, place: usize) -> usize {
        let text = self.source().text();
        let first = self
            .trivia()
            .partition_point(|trivia| (trivia.span.start as usize) < place);
        let is_space = |byte: u8| byte == b' ' || byte == b'\t';
        self.trivia()
            .get(first)
            .map(|trivia| trivia.span.range())
            .filter(|comment| text[place..comment.start].bytes().all(is_space))
            .map_or(place, |comment| comment.end)
    }
}

/// A walk through the nodes and some comments, both in document order.
struct Walk<'t, 's> {
    tree: &'t Tree<'s>,
    /// Index of the next node.
    next: usize,
    open: Vec<NodeId>,
    /// The node that ended last.
    closed: Option<NodeId>,
}

impl Walk<'_, '_> {
    /// The element that the next comment is about.
    fn commented(&mut self, comment: Span) -> Option<NodeId> {
        let tree = self.tree;
        let nodes = tree.nodes();
        while self.next < nodes.len() && nodes[self.next].whole.start < comment.start {
            self.close_before(nodes[self.next].whole.start);
            self.open.push(NodeId::from_index(self.next));
            self.next += 1;
        }
        self.close_before(comment.start);
        let around = self.open.last().copied();
        let inner = self
            .closed
            .filter(|inner| tree.node(*inner).parent() == around);
        // Where the tag ends that precedes the comment, if only spaces are between them.
        let end = tree.source().text()[..comment.start as usize]
            .trim_end_matches([' ', '\t'])
            .len() as u32;
        let ends_there = |node: &NodeId| tree.node(*node).whole.end == end;
        let begins_there = |node: &NodeId| {
            tree.node(*node).content.start == end && !tree.node(*node).is_self_closing()
        };
        let following = (self.next < nodes.len())
            .then(|| NodeId::from_index(self.next))
            .filter(|node| tree.node(*node).parent() == around);
        inner
            .filter(ends_there)
            .or_else(|| around.filter(begins_there))
            .or(following)
    }

    fn close_before(&mut self, place: u32) {
        while let Some(last) = self
            .open
            .pop_if(|last| self.tree.node(*last).whole.end <= place)
        {
            self.closed = Some(last);
        }
    }
}
