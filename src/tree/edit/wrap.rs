//! Edits that put new elements around existing ones.

use crate::text::{Edit, Span};
use crate::tree::arena::Tree;
use crate::tree::edit::indentation::Lines;
use crate::tree::node::NodeId;

/// An element to put around others.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wrapper<'w> {
    /// Its name.
    pub(crate) name: &'w str,
    /// An element to put before it, with the number that it contains.
    pub(crate) count: Option<(&'w str, usize)>,
}

impl Tree<'_> {
    /// Edits that put a list around the siblings from one to another, with the number of its items
    /// before it where one is given. In XML only.
    pub fn wrap(
        &self,
        first: NodeId,
        last: NodeId,
        list: &str,
        count: Option<(&str, usize)>,
    ) -> Vec<Edit> {
        let run = self.node(first).whole.to(self.node(last).whole);
        let wrapper = Wrapper { name: list, count };
        vec![Edit::replace(run, self.wrapped(first, &[run], &[wrapper]))]
    }

    /// Edits that bring siblings together and put elements around them, the outermost first. In XML
    /// only.
    pub(crate) fn gather(&self, nodes: &[NodeId], wrappers: &[Wrapper<'_>]) -> Vec<Edit> {
        let (Some(first), Some(last)) = (nodes.first(), nodes.last()) else {
            return Vec::new();
        };
        let is_one_run = nodes
            .windows(2)
            .all(|pair| self.node(pair[0]).next_sibling() == Some(pair[1]));
        if is_one_run {
            let run = self.node(*first).whole.to(self.node(*last).whole);
            return vec![Edit::replace(run, self.wrapped(*first, &[run], wrappers))];
        }
        let spans: Vec<Span> = nodes.iter().map(|node| self.node(*node).whole).collect();
        let mut edits = vec![Edit::replace(
            spans[0],
            self.wrapped(*first, &spans, wrappers),
        )];
        edits.extend(nodes[1..].iter().flat_map(|node| self.remove(*node)));
        edits
    }

    /// The text of some ranges inside new elements, in the layout of the first node.
    fn wrapped(&self, first: NodeId, spans: &[Span], wrappers: &[Wrapper<'_>]) -> String {
        let prefix = self.prefix(first);
        let lines = self.lines_of(first);
        let unit = lines.as_ref().map_or("", |lines| &lines.unit);
        let line_break = |depth: usize| {
            lines.as_ref().map_or_else(String::new, |lines| {
                Lines::line_break(lines) + &unit.repeat(depth)
            })
        };
        let mut text = String::new();
        for (depth, wrapper) in wrappers.iter().enumerate() {
            if let Some((name, number)) = wrapper.count {
                text.push_str(&format!("<{prefix}{name}>{number}</{prefix}{name}>"));
                text.push_str(&line_break(depth));
            }
            text.push_str(&format!("<{prefix}{}>", wrapper.name));
            text.push_str(&line_break(depth + 1));
        }
        let deeper = unit.repeat(wrappers.len());
        for (index, span) in spans.iter().enumerate() {
            if index > 0 {
                text.push_str(&line_break(wrappers.len()));
            }
            push_indented(self.source().slice(*span), &deeper, &mut text);
        }
        for (depth, wrapper) in wrappers.iter().enumerate().rev() {
            text.push_str(&line_break(depth));
            text.push_str(&format!("</{prefix}{}>", wrapper.name));
        }
        text
    }

    /// Edits that turn a JSON array into `{"Quantity": n, "Items": […]}`, with the names that the
    /// schema gives.
    pub fn wrap_counted(&self, array: NodeId, count: &str, items: &str) -> Vec<Edit> {
        if self.is_translated {
            return Vec::new();
        }
        let value = self.node(array).value().range();
        let number = self.children(array).count();
        let opening = format!("{{\"{count}\": {number}, \"{items}\": ");
        vec![
            Edit::insert(value.start, opening),
            Edit::insert(value.end, "}"),
        ]
    }
}

/// Appends a text with the lines that begin with a tag indented further, apart from the first.
fn push_indented(written: &str, deeper: &str, text: &mut String) {
    for (index, part) in written.split_inclusive('\n').enumerate() {
        if index > 0 && part.trim_start_matches([' ', '\t']).starts_with('<') {
            text.push_str(deeper);
        }
        text.push_str(part);
    }
}
