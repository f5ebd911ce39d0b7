//! Which element a comment is about, and edits that add comments.

use crate::text::{Edit, Span};
use crate::tree::arena::{DEEPEST, Tree};
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
        if self.form() != Form::Xml {
            return Some(self.line_comment(node, text));
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

    /// The edit that adds a comment up to the end of its line: on a line of its own before a node,
    /// or behind it where it shares its line.
    fn line_comment(&self, node: NodeId, comment: &str) -> Edit {
        let text = self.source().text();
        let whole = self.node(node).whole.range();
        let line = text[..whole.start].rfind('\n').map_or(0, |at| at + 1);
        let before = &text[line..whole.start];
        let indent = &before[..before.len() - before.trim_start_matches([' ', '\t']).len()];
        let marks = before[indent.len()..].trim_matches(['-', ' ']);
        let is_item = before.len() > indent.len();
        if marks.is_empty() && (!is_item || self.node(node).has_children()) {
            let newline = self.newline(whole.start);
            return Edit::insert(line + indent.len(), format!("# {comment}{newline}{indent}"));
        }
        let rest = &text[whole.end..];
        let end = whole.end + rest.find(['\r', '\n']).unwrap_or(rest.len());
        Edit::insert(end, format!(" # {comment}"))
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
        // Where the tag ends that precedes the comment, if only spaces are between them.
        let end = tree.source().text()[..comment.start as usize]
            .trim_end_matches([' ', '\t'])
            .trim_end_matches(if tree.form() == Form::Xml { "" } else { "," })
            .len() as u32;
        let inner = if tree.form() == Form::Xml {
            self.closed.filter(|inner| {
                tree.node(*inner).parent() == around && tree.node(*inner).whole.end == end
            })
        } else {
            self.on_line(end)
        };
        let begins_there = |node: &NodeId| {
            let it = tree.node(*node);
            let is_after_key = tree.form() == Form::Yaml
                && !it.name.is_empty()
                && it.name.end < end
                && tree.source().text()[it.name.end as usize..end as usize]
                    .trim_matches(['"', '\'', ' '])
                    == ":";
            it.content.start == end && !it.is_self_closing() || is_after_key
        };
        let following = (self.next < nodes.len())
            .then(|| NodeId::from_index(self.next))
            .filter(|node| tree.node(*node).parent() == around);
        inner.or_else(|| around.filter(begins_there)).or(following)
    }

    /// The outermost node that ends at a place and begins on the same line.
    fn on_line(&self, end: u32) -> Option<NodeId> {
        let tree = self.tree;
        let text = &tree.source().text()[..end as usize];
        let line = text.rfind('\n').map_or(0, |at| at + 1) as u32;
        let last = NodeId::from_index(self.next.checked_sub(1)?);
        let mut way = std::iter::successors(Some(last), |node| tree.node(*node).parent())
            .take(DEEPEST)
            .skip_while(|node| tree.node(*node).whole.end < end)
            .take_while(|node| {
                let whole = tree.node(*node).whole;
                whole.end == end && whole.start >= line
            });
        let first = way.next();
        way.last().or(first)
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
