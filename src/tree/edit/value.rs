//! Edits of a name or of a scalar's text.

use crate::text::escape::{json, xml, yaml};
use crate::text::{Edit, Span};
use crate::tree::arena::Tree;
use crate::tree::form::Form;
use crate::tree::node::{NodeId, NodeKind};

impl Tree<'_> {
    /// Edits that give a node another name.
    pub fn rename(&self, node: NodeId, name: &str) -> Vec<Edit> {
        let it = self.node(node);
        let mut edits = vec![Edit::replace(it.name, name)];
        if self.form() == Form::Xml && !it.is_self_closing() && !it.tail().is_empty() {
            let tail = self.source().slice(it.tail());
            let old = self.source().slice(it.name);
            if let Some(at) = tail.rfind(old) {
                let start = it.tail().start as usize + at;
                edits.push(Edit::replace(Span::new(start, start + old.len()), name));
            }
        }
        edits
    }

    /// Edits that replace the text of a scalar. A JSON string keeps its quotes, and comments inside
    /// an element stay.
    pub fn write(&self, node: NodeId, text: &str) -> Vec<Edit> {
        let it = self.node(node);
        match it.kind {
            NodeKind::Element if it.is_self_closing() => {
                vec![self.open_self_closing(node, &xml::escaped(text))]
            }
            NodeKind::Element => self.write_between_comments(it.content, xml::escaped(text)),
            _ if self.form() == Form::Yaml => {
                let is_text = it.kind == NodeKind::String;
                let opening = &self.source().text()[..it.content.start as usize];
                let quote = opening.chars().next_back().filter(|_| it.opening > 0);
                let written = yaml::scalar(text, quote, is_text);
                vec![Edit::replace(it.content, written)]
            }
            NodeKind::String if self.form() == Form::Hcl => {
                let escaped = json::escaped(text);
                let escaped = escaped.replace("${", "$${").replace("%{", "%%{");
                vec![Edit::replace(it.content, escaped)]
            }
            NodeKind::String => vec![Edit::replace(it.content, json::escaped(text))],
            _ => vec![Edit::replace(it.content, text)],
        }
    }

    /// Replaces the first part of a content that is not whitespace, and deletes the other parts
    /// between its comments.
    fn write_between_comments(&self, content: Span, escaped: String) -> Vec<Edit> {
        if self.trivia_in(content).next().is_none() {
            return vec![Edit::replace(content, escaped)];
        }
        let parts = self.without_trivia(content);
        let kept = parts
            .iter()
            .position(|part| !self.source().slice(*part).trim().is_empty())
            .unwrap_or(0);
        parts
            .into_iter()
            .enumerate()
            .map(|(index, span)| {
                Edit::replace(span, if index == kept { escaped.as_str() } else { "" })
            })
            .filter(|edit| !edit.span.is_empty() || !edit.text.is_empty())
            .collect()
    }

    /// The edit that turns `<Name/>` into `<Name>…</Name>`.
    pub(super) fn open_self_closing(&self, node: NodeId, content: &str) -> Edit {
        let whole = self.node(node).whole;
        let tag = self.source().slice(whole);
        let slash = tag.rfind('/').unwrap_or(tag.len());
        let end = whole.start as usize + tag[..slash].trim_end().len();
        Edit::replace(
            Span::new(end, whole.end as usize),
            format!(">{content}</{}>", self.qualified_name(node)),
        )
    }

    /// The prefix of an element with its colon, or nothing.
    pub(super) fn prefix(&self, node: NodeId) -> &str {
        let it = self.node(node);
        if it.kind == NodeKind::Element {
            self.source().text()[it.whole.start as usize..it.name.start as usize]
                .trim_start_matches('<')
        } else {
            ""
        }
    }

    fn qualified_name(&self, node: NodeId) -> String {
        format!("{}{}", self.prefix(node), self.name(node))
    }
}
