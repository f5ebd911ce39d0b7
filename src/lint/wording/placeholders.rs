//! The placeholders that every rule may use: the value of the element, its name, its place, what is
//! around it.

use std::borrow::Cow;
use std::cell::OnceCell;

use super::Argument;
use super::finding::Context;
use super::template::Arguments;
use crate::lint::document::{DEEPEST, Document};
use crate::lint::fault::Fault;
use crate::lint::other_files::managed;
use crate::text::Span;
use crate::tree::NodeId;

/// What is written instead of a part of a secret.
const MASK: &str = "***";

/// The values of placeholders for one fault: its own arguments first.
pub(super) struct Placeholders<'f> {
    context: &'f Context<'f>,
    fault: &'f Fault<'f>,
    /// The secret that the fault is in, looked for when the first value is asked for.
    secret: OnceCell<Option<&'f str>>,
}

impl Arguments for Placeholders<'_> {
    fn get(&self, name: &str) -> Option<Cow<'_, Argument<'_>>> {
        let value = match self.fault.value_of(name) {
            Some(value) => (!value.is_empty()).then_some(Cow::Borrowed(value)),
            None => self.common(name).map(Cow::Owned),
        }?;
        match *self.secret.get_or_init(|| self.secret()) {
            Some(secret) if value.quotes(secret) => Some(Cow::Owned(Argument::Name(MASK.into()))),
            _ => Some(value),
        }
    }
}

impl<'f> Placeholders<'f> {
    pub(super) fn new(context: &'f Context<'f>, fault: &'f Fault<'f>) -> Self {
        Self {
            context,
            fault,
            secret: OnceCell::new(),
        }
    }

    /// The secret that the fault is in or right behind.
    fn secret(&self) -> Option<&'f str> {
        let document = self.context.document?;
        let tree = document.tree;
        let start = self.fault.span.start;
        let before = tree.nodes().partition_point(|it| it.whole.start <= start);
        let last = before.checked_sub(1).map(NodeId::from_index);
        let around = document.innermost(self.fault.span).or(self.fault.node);
        let last = last.filter(|last| Some(*last) != around);
        let parent = |node: &NodeId| tree.node(*node).parent();
        let secret = std::iter::successors(around, parent)
            .take(DEEPEST)
            .chain(last)
            .find(|node| document.is_secret(*node))?;
        // The name of the element is not secret; what an attribute has may be.
        let it = tree.node(secret);
        let value = if it.content.is_empty() {
            it.whole
        } else {
            it.content
        };
        Some(self.context.source.slice(value))
    }

    fn common(&self, name: &str) -> Option<Argument<'f>> {
        match name {
            "line" => return Some(self.line(self.fault.span)),
            "related-line" => return self.fault.related.first().map(|span| self.line(*span)),
            _ => {}
        }
        let document = self.context.document?;
        if name == "version" {
            return Some(document.version_name().into());
        }
        let node = self.fault.node?;
        let text = document.tree.text(node);
        match name {
            "value" | "raw-value"
                if document.is_secret(node) || document.tree.node(node).has_children() =>
            {
                None
            }
            "value" => Some(Argument::Written(text.into())),
            "raw-value" => Some(Argument::Excerpt(text.into())),
            "raw-name" => Some(Argument::Excerpt(document.tree.name(node).into())),
            "element" => Some(document.name(node).into()),
            "parent" => {
                let parent = document.tree.node(node).parent()?;
                Some(document.name(parent).into()).filter(|name: &Argument<'_>| !name.is_empty())
            }
            "resource" | "similar-resource" | "similar-id" => self.resource(name, text),
            "owner" => document.owner(node).map(Argument::from),
            "length" => Some(Argument::count(text.chars().count())),
            _ => sibling(document, node, name).or_else(|| self.quota(name)),
        }
    }

    /// The resource whose id the text is or begins like.
    fn resource(&self, placeholder: &str, id: &str) -> Option<Argument<'f>> {
        match placeholder {
            "resource" => self.context.linter.resource(id).map(Argument::from),
            "similar-id" => Some(managed::similar(id)?.id.as_ref().into()),
            _ => Some(managed::similar(id)?.in_words().into()),
        }
    }

    fn line(&self, span: Span) -> Argument<'f> {
        let position = self.context.source.position(span.start as usize);
        Argument::Integer(position.line as i64)
    }

    /// `quota:aliases` is the documented number of a quota.
    fn quota(&self, name: &str) -> Option<Argument<'f>> {
        let name = name.strip_prefix("quota:")?;
        let mut quotas = self.context.quotas.iter();
        let quota = quotas.find(|quota| quota.name == name)?;
        Some(Argument::Integer(quota.value))
    }
}

/// `sibling:ErrorCode` is the text of the member of that name next to the element.
fn sibling<'d>(document: &'d Document<'_>, node: NodeId, name: &str) -> Option<Argument<'d>> {
    let name = document.schema.name(name.strip_prefix("sibling:")?)?;
    let sibling = document.child(document.tree.node(node).parent()?, name)?;
    let is_known = !document.binding(sibling).faulty && !document.is_secret(sibling);
    is_known.then(|| Argument::Excerpt(document.tree.text(sibling).trim().into()))
}
