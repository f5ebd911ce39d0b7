//! Edits that remove nodes and ranges.

use crate::text::{Edit, Span};
use crate::tree::arena::Tree;
use crate::tree::form::Form;
use crate::tree::node::{NodeId, NodeKind, TriviaKind};

impl Tree<'_> {
    /// Edits that remove a node, with the line that would be left empty and, in JSON, the comma
    /// that is no longer needed.
    pub fn remove(&self, node: NodeId) -> Vec<Edit> {
        let is_in_block = |parent: NodeId| self.node(parent).opening == 0;
        if self.form() == Form::Yaml && self.node(node).parent().is_none_or(is_in_block) {
            return self.remove_from_block(node).into_iter().collect();
        }
        vec![self.remove_siblings(self.node(node).whole)]
    }

    /// The edit that removes a member or item of a YAML block with its lines. `None` where
    /// something else is on them, or nothing would be left of the block.
    fn remove_from_block(&self, node: NodeId) -> Option<Edit> {
        let text = self.source().text();
        let parent = self.node(node).parent()?;
        self.children(parent).nth(1)?;
        let whole = self.node(node).whole.range();
        let mut start = whole.start;
        if self.node(parent).kind == NodeKind::Array {
            let before = text[..start].trim_end_matches(' ');
            start = before.strip_suffix('-')?.len();
        }
        self.has_own_lines(start, whole.end)
            .then(|| self.remove_lines(Span::new(start, whole.end)))
    }

    /// Edits that remove several nodes together. In JSON, neighbours share their commas.
    pub fn remove_all(&self, nodes: &[NodeId]) -> Vec<Edit> {
        if matches!(self.form(), Form::Xml | Form::Yaml) {
            return nodes.iter().flat_map(|node| self.remove(*node)).collect();
        }
        let mut sorted: Vec<NodeId> = nodes.to_vec();
        sorted.sort();
        sorted.dedup();
        let mut runs: Vec<(NodeId, Span)> = Vec::new();
        for node in sorted {
            let whole = self.node(node).whole;
            match runs.last_mut() {
                Some((last, span)) if self.node(*last).next_sibling() == Some(node) => {
                    span.end = whole.end;
                    *last = node;
                }
                _ => runs.push((node, whole)),
            }
        }
        runs.into_iter()
            .map(|(_, span)| self.remove_siblings(span))
            .collect()
    }

    /// Edits that remove a range, with the line that would be left empty.
    pub fn take_out(&self, span: Span) -> Vec<Edit> {
        vec![self.remove_lines(span)]
    }

    /// Whether edits remove a comment, apart from those that `is_expendable` accepts by their text.
    pub fn drops_comment(&self, edits: &[Edit], is_expendable: impl Fn(&str) -> bool) -> bool {
        let is_kept = |text: &str| edits.iter().any(|edit| edit.text.contains(text));
        edits.iter().any(|edit| {
            self.trivia_in(edit.span)
                .filter(|trivia| trivia.kind == TriviaKind::Comment)
                .map(|comment| self.source().slice(comment.span))
                .any(|comment| !is_expendable(comment) && !is_kept(comment))
        })
    }

    /// The edit that removes adjacent siblings, given the range that they occupy.
    fn remove_siblings(&self, whole: Span) -> Edit {
        if self.form() == Form::Xml {
            return self.remove_lines(whole);
        }
        let text = self.source().text();
        let (start, end) = (whole.start as usize, whole.end as usize);
        let after = text[end..].trim_start();
        if after.starts_with(',') {
            let mut end = text.len() - after.len() + 1;
            if !self.has_own_lines(start, end) {
                // The space after the comma is no longer needed either.
                end += text[end..].len() - text[end..].trim_start_matches([' ', '\t']).len();
            }
            return self.remove_lines(Span::new(start, end));
        }
        let before = text[..start].trim_end();
        if before.ends_with(',') {
            return Edit::delete(Span::new(before.len() - 1, end));
        }
        self.remove_lines(whole)
    }

    fn remove_lines(&self, span: Span) -> Edit {
        let text = self.source().text();
        let (mut start, mut end) = (span.start as usize, span.end as usize);
        if self.has_own_lines(start, end) {
            start = text[..start].trim_end_matches([' ', '\t']).len();
            let rest = text[end..].trim_start_matches([' ', '\t']);
            end = text.len() - rest.len();
            end += if rest.starts_with("\r\n") {
                2
            } else {
                usize::from(!rest.is_empty())
            };
        }
        Edit::delete(Span::new(start, end))
    }

    /// Whether nothing else is on the lines of a range.
    fn has_own_lines(&self, start: usize, end: usize) -> bool {
        let text = self.source().text();
        let before = text[..start].trim_end_matches([' ', '\t']);
        let rest = text[end..].trim_start_matches([' ', '\t']);
        (before.is_empty() || before.ends_with(['\n', '\r']))
            && (rest.is_empty() || rest.starts_with(['\n', '\r']))
    }
}
