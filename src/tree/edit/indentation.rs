//! How the lines around a node are indented and end, so that inserted ones look the same.

use crate::tree::arena::Tree;
use crate::tree::node::NodeId;

/// The indentation of one level where a document does not show its own.
const DEFAULT_UNIT: &str = "  ";

/// The layout of inserted lines.
pub(super) struct Lines<'t> {
    pub(super) indent: String,
    /// What one more level is indented by.
    pub(super) unit: String,
    pub(super) newline: &'t str,
}

impl Lines<'_> {
    /// The lines one level deeper.
    pub(super) fn deeper(&self) -> Self {
        Self {
            indent: format!("{}{}", self.indent, self.unit),
            unit: self.unit.clone(),
            newline: self.newline,
        }
    }

    /// The end of a line and the indentation of the next.
    pub(super) fn line_break(&self) -> String {
        format!("{}{}", self.newline, self.indent)
    }
}

impl Tree<'_> {
    /// The lines of a node, where it begins one.
    pub(super) fn lines_of(&self, node: NodeId) -> Option<Lines<'static>> {
        let indent = self.indentation(node)?;
        Some(Lines {
            unit: self.unit(node, &indent),
            indent,
            newline: self.newline(self.node(node).whole.start as usize),
        })
    }

    /// How the line at a place ends, or the one before it.
    pub(super) fn newline(&self, place: usize) -> &'static str {
        let source = self.source();
        let line = source.line_at(place);
        let end_of = |line: usize| {
            let text = source.slice(source.line_span(line));
            ["\r\n", "\n", "\r"]
                .into_iter()
                .find(|end| text.ends_with(end))
        };
        end_of(line)
            .or_else(|| end_of(line.checked_sub(1)?))
            .unwrap_or("\n")
    }

    /// The whitespace before a node that begins its line.
    pub(super) fn indentation(&self, node: NodeId) -> Option<String> {
        let before = &self.source().text()[..self.node(node).whole.start as usize];
        let line = before.trim_end_matches([' ', '\t']);
        (line.is_empty() || line.ends_with(['\n', '\r'])).then(|| before[line.len()..].to_owned())
    }

    /// What one level of nesting is indented by around a node with this indentation.
    pub(super) fn unit(&self, node: NodeId, indent: &str) -> String {
        let outer = self
            .node(node)
            .parent()
            .and_then(|parent| self.indentation(parent));
        unit_between(outer.as_deref(), indent)
    }
}

/// What one level of nesting is indented by, given the indentation of two adjacent levels.
pub(super) fn unit_between(outer: Option<&str>, inner: &str) -> String {
    outer
        .and_then(|outer| inner.strip_prefix(outer))
        .filter(|unit| !unit.is_empty())
        .unwrap_or(DEFAULT_UNIT)
        .to_owned()
}
