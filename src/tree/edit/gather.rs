//! Putting elements around siblings that stand apart or next to each other. Of XML only.

use crate::text::{Edit, Span};
use crate::tree::{NodeId, Tree};

/// An element to be put around others.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wrapper<'w> {
    /// Its name.
    pub(crate) name: &'w str,
    /// An element that stands in front of it, with the number that it holds.
    pub(crate) count: Option<(&'w str, usize)>,
}

impl Tree<'_> {
    /// Edits that put elements around siblings, the outermost first, and the siblings next to each other where they are not.
    pub(crate) fn gather(&self, nodes: &[NodeId], wrappers: &[Wrapper<'_>]) -> Vec<Edit> {
        let (Some(first), Some(last)) = (nodes.first(), nodes.last()) else {
            return Vec::new();
        };
        let prefix = self.prefix(*first);
        let newline = self.newline(self.node(*first).whole.start as usize);
        let indent = self.indentation(*first);
        let unit = indent
            .as_deref()
            .map_or_else(String::new, |indent| self.unit(*first, indent));
        let line = |depth: usize| {
            indent.as_deref().map_or_else(String::new, |indent| {
                format!("{newline}{indent}{}", unit.repeat(depth))
            })
        };
        let mut text = String::new();
        for (depth, wrapper) in wrappers.iter().enumerate() {
            if let Some((name, number)) = wrapper.count {
                text.push_str(&format!(
                    "<{prefix}{name}>{number}</{prefix}{name}>{}",
                    line(depth)
                ));
            }
            text.push_str(&format!("<{prefix}{}>{}", wrapper.name, line(depth + 1)));
        }
        let deeper = unit.repeat(wrappers.len());
        let is_one_run = nodes
            .windows(2)
            .all(|pair| self.node(pair[0]).next_sibling() == Some(pair[1]));
        let mut spans: Vec<Span> = nodes.iter().map(|node| self.node(*node).whole).collect();
        if is_one_run {
            spans = vec![Span {
                start: self.node(*first).whole.start,
                end: self.node(*last).whole.end,
            }];
        }
        for (index, span) in spans.iter().enumerate() {
            if index > 0 {
                text.push_str(&line(wrappers.len()));
            }
            for (index, part) in self.source().slice(*span).split_inclusive('\n').enumerate() {
                if index > 0 && part.trim_start_matches([' ', '\t']).starts_with('<') {
                    text.push_str(&deeper);
                }
                text.push_str(part);
            }
        }
        for (depth, wrapper) in wrappers.iter().enumerate().rev() {
            text.push_str(&format!("{}</{prefix}{}>", line(depth), wrapper.name));
        }
        let mut edits = vec![Edit {
            span: spans[0],
            text,
        }];
        if !is_one_run {
            edits.extend(nodes[1..].iter().flat_map(|node| self.remove(*node)));
        }
        edits
    }
}
