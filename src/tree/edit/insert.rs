//! Edits that add a member, move one, or replace one by another.

use crate::text::{Edit, Span};
use crate::tree::arena::Tree;
use crate::tree::edit::Fragment;
use crate::tree::edit::fragment::{write_json, write_xml};
use crate::tree::edit::indentation::{Lines, unit_between};
use crate::tree::form::Form;
use crate::tree::node::{NodeId, NodeKind};

impl Tree<'_> {
    /// Edits that add a member to an element or object: before a child, or at the end.
    pub fn insert(
        &self,
        parent: NodeId,
        before: Option<NodeId>,
        name: &str,
        value: &Fragment<'_>,
    ) -> Vec<Edit> {
        self.insert_written(parent, before, |lines| {
            self.written(parent, name, value, lines)
        })
    }

    /// Edits that replace a member by another.
    pub fn replace(&self, node: NodeId, name: &str, value: &Fragment<'_>) -> Vec<Edit> {
        if self.is_translated {
            return Vec::new();
        }
        let lines = self.lines_of(node);
        let member = self.written(node, name, value, lines.as_ref());
        vec![Edit::replace(self.node(node).whole, member)]
    }

    /// Edits that move a node, as it is written, into another: before a child there, or at the end.
    pub fn move_into(&self, node: NodeId, parent: NodeId, before: Option<NodeId>) -> Vec<Edit> {
        let mut edits = self.insert_copy(parent, before, self, node);
        if edits.is_empty() {
            return edits;
        }
        edits.extend(self.remove(node));
        edits.sort();
        edits
    }

    /// Edits that copy a node of another document in the same notation, as it is written there,
    /// into an element or object: before a child there, or at the end.
    pub fn insert_copy(
        &self,
        parent: NodeId,
        before: Option<NodeId>,
        from: &Tree<'_>,
        node: NodeId,
    ) -> Vec<Edit> {
        if from.form() != self.form() || from.prefix(node) != self.prefix(parent) {
            return Vec::new();
        }
        let outer = from.indentation(node).unwrap_or_default();
        let written = from.source().slice(from.node(node).whole);
        self.insert_written(parent, before, |lines| {
            let Some(lines) = lines else {
                return written.to_owned();
            };
            let mut rest = written.split_inclusive('\n');
            let mut copy = rest.next().unwrap_or_default().to_owned();
            for line in rest {
                copy.push_str(&lines.indent);
                copy.push_str(
                    line.strip_prefix(outer.as_str())
                        .unwrap_or_else(|| line.trim_start_matches([' ', '\t'])),
                );
            }
            copy
        })
    }

    /// A member or, without a name, a value as it would be written inside a node, without what
    /// separates it from the others there.
    pub(crate) fn written_in(
        &self,
        parent: NodeId,
        name: Option<&str>,
        value: &Fragment<'_>,
    ) -> String {
        let lines = match self.children(parent).last() {
            Some(child) => self.lines_like(parent, child),
            None => self.lines_of(parent).map(|lines| lines.deeper()),
        };
        if let Some(name) = name {
            return self.written(parent, name, value, lines.as_ref());
        }
        let mut written = String::new();
        write_json(&mut written, None, value, lines.as_ref());
        written
    }

    /// A member in the notation and with the namespace prefix of a node.
    fn written(
        &self,
        like: NodeId,
        name: &str,
        value: &Fragment<'_>,
        lines: Option<&Lines<'_>>,
    ) -> String {
        let mut member = String::new();
        match self.form() {
            Form::Xml => write_xml(&mut member, self.prefix(like), name, value, lines),
            Form::Json => write_json(&mut member, Some(name), value, lines),
            Form::Yaml | Form::Hcl => {}
        }
        member
    }

    pub(super) fn insert_written(
        &self,
        parent: NodeId,
        before: Option<NodeId>,
        write: impl FnOnce(Option<&Lines<'_>>) -> String,
    ) -> Vec<Edit> {
        if self.is_translated || matches!(self.form(), Form::Yaml | Form::Hcl) {
            return Vec::new();
        }
        let kind = self.node(parent).kind;
        if self.form() == Form::Json && !matches!(kind, NodeKind::Object | NodeKind::Array) {
            // A text or a number has no members.
            return Vec::new();
        }
        let edit = match (before, self.children(parent).last()) {
            (Some(next), _) => self.insert_before(parent, next, write),
            (None, Some(last)) => self.insert_after(parent, last, write),
            (None, None) => self.insert_into_empty(parent, write),
        };
        vec![edit]
    }

    /// Adds the first child of a node, on lines of its own where those around the node have theirs.
    pub(super) fn insert_into_empty(
        &self,
        parent: NodeId,
        write: impl FnOnce(Option<&Lines<'_>>) -> String,
    ) -> Edit {
        let it = self.node(parent);
        let gap = self.source().slice(it.content);
        let outer = self
            .lines_of(parent)
            .filter(|_| it.parent().is_some() || gap.contains('\n'));
        let inner = outer.as_ref().map(Lines::deeper);
        let line_break =
            |lines: &Option<Lines<'_>>| lines.as_ref().map_or_else(String::new, Lines::line_break);
        let member = write(inner.as_ref());
        let (before, after) = (line_break(&inner), line_break(&outer));
        if it.is_self_closing() {
            self.open_self_closing(parent, &format!("{before}{member}{after}"))
        } else if gap.trim().is_empty() {
            Edit::replace(it.content, format!("{before}{member}{after}"))
        } else {
            Edit::insert(it.content.start as usize, format!("{before}{member}"))
        }
    }

    pub(super) fn insert_before(
        &self,
        parent: NodeId,
        next: NodeId,
        write: impl FnOnce(Option<&Lines<'_>>) -> String,
    ) -> Edit {
        let lines = self.lines_like(parent, next);
        let member = write(lines.as_ref());
        let at = self.before_comments(
            self.node(next).whole.start as usize,
            self.node(parent).content.start as usize,
        );
        let (comma, gap) = (self.comma(), self.gap(lines.as_ref()));
        Edit::insert(at, format!("{member}{comma}{gap}"))
    }

    fn insert_after(
        &self,
        parent: NodeId,
        last: NodeId,
        write: impl FnOnce(Option<&Lines<'_>>) -> String,
    ) -> Edit {
        let lines = self.lines_like(parent, last);
        let member = write(lines.as_ref());
        let end = self.node(last).whole.end as usize;
        let at = match self.form() {
            Form::Xml => self.after_comment(end),
            Form::Json | Form::Yaml | Form::Hcl => end,
        };
        let (comma, gap) = (self.comma(), self.gap(lines.as_ref()));
        Edit::insert(at, format!("{comma}{gap}{member}"))
    }

    /// The lines of a new child that should look like another child of the same parent.
    pub(super) fn lines_like(&self, parent: NodeId, child: NodeId) -> Option<Lines<'static>> {
        let indent = self.indentation(child)?;
        Some(Lines {
            unit: unit_between(self.indentation(parent).as_deref(), &indent),
            indent,
            newline: self.newline(self.node(parent).whole.start as usize),
        })
    }

    fn comma(&self) -> &'static str {
        match self.form() {
            Form::Xml => "",
            Form::Json | Form::Yaml | Form::Hcl => ",",
        }
    }

    /// What separates two children.
    pub(super) fn gap(&self, lines: Option<&Lines<'_>>) -> String {
        match (lines, self.form()) {
            (Some(lines), _) => lines.line_break(),
            (None, Form::Json | Form::Yaml | Form::Hcl) => " ".to_owned(),
            (None, Form::Xml) => String::new(),
        }
    }

    /// Edits that move the items of a list to the end of another, and remove the first list.
    pub fn merge(&self, node: NodeId, into: NodeId) -> Vec<Edit> {
        let mut items = self.children(node);
        let (Some(first), Some(target)) = (items.next(), self.children(into).last()) else {
            return Vec::new();
        };
        let last = items.last().unwrap_or(first);
        let content = self.node(node).content;
        let lead = Span {
            start: content.start,
            end: self.node(first).whole.start,
        };
        let items = Span {
            start: if self.source().slice(lead).trim().is_empty() {
                lead.start
            } else {
                lead.end
            },
            end: self.node(last).whole.end,
        };
        let mut edits = vec![Edit::insert(
            self.node(target).whole.end as usize,
            format!("{}{}", self.comma(), self.source().slice(items)),
        )];
        edits.extend(self.remove(node));
        edits.sort();
        edits
    }
}
