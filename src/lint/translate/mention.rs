//! Names of resources and values in a template, and the expressions that mention them.
//!
//! What lives here: which name an expression mentions, and where it is declared. What does not:
//! what it means before the deployment ([`meaning`](super::meaning)).

use crate::lint::translate::Template;
use crate::text::Span;
use crate::tree::{DEEPEST, Form, NodeId, NodeKind};

/// A declared name with all its places.
#[derive(Debug)]
pub(crate) struct Mention {
    /// As the template calls it: `Bucket`, `aws_s3_bucket.site`.
    pub(crate) name: String,
    /// The place that was asked about.
    pub(crate) span: Span,
    /// Where the name is written at its declaration.
    pub(crate) definition: Span,
    /// All of the declaration.
    pub(crate) part: Span,
    /// The expressions that mention it.
    pub(crate) uses: Vec<Span>,
}

impl Template<'_> {
    /// The declared name that is at a place, or that an expression there mentions.
    pub(crate) fn mention(&self, at: Span) -> Option<Mention> {
        let tree = &self.tree;
        let innermost = tree.innermost(at)?;
        let way = std::iter::successors(Some(innermost), |node| tree.node(*node).parent());
        let declared = way.take(DEEPEST).find_map(|node| {
            let (name, span) = self.declared(node)?;
            span.contains(at).then_some((name, span))
        });
        let (name, span) = if let Some(declared) = declared {
            declared
        } else {
            let value = tree.node(innermost).value();
            let name = self.mentioned(innermost).filter(|_| value.contains(at))?;
            (name, tree.node(innermost).content)
        };
        let nodes = || (0..tree.nodes().len()).map(NodeId::from_index);
        let (definition, part) = nodes().find_map(|node| {
            let (known, span) = self.declared(node)?;
            (known == name).then_some((span, tree.node(node).whole))
        })?;
        let is_use = |node: &NodeId| self.mentioned(*node).is_some_and(|known| known == name);
        let uses = nodes().filter(is_use).map(|node| tree.node(node).content);
        Some(Mention {
            span,
            definition,
            part,
            uses: uses.collect(),
            name,
        })
    }

    /// The name that a node declares, and where it is written.
    fn declared(&self, node: NodeId) -> Option<(String, Span)> {
        let tree = &self.tree;
        let it = tree.node(node);
        let parent = it.parent()?;
        if tree.form() == Form::Hcl {
            let [kind, local] = &self.dialect.functions.locals[..] else {
                return None;
            };
            if tree.name(parent) == kind && tree.node(parent).parent() == tree.root() {
                return Some((format!("{local}{}", tree.name(node)), it.name));
            }
            let is_resource = Some(tree.name(node)) == self.dialect.block_key.as_deref();
            let mut labels = tree.attributes(node).iter();
            let (kind, name) = (labels.next()?, labels.next()?);
            let source = tree.source();
            let declared = format!("{}.{}", source.slice(kind.name), source.slice(name.name));
            let is_outermost = Some(parent) == tree.root();
            return (is_resource && is_outermost).then_some((declared, name.name));
        }
        let resources = self.dialect.resources_key.as_deref()?;
        let is_resource = tree.name(parent) == resources
            && tree.node(parent).parent() == tree.root()
            && it.kind == NodeKind::Object;
        is_resource.then(|| (tree.name(node).to_owned(), it.name))
    }

    /// The name that an expression mentions.
    fn mentioned(&self, node: NodeId) -> Option<String> {
        let tree = &self.tree;
        let text = tree.text(node).trim();
        if tree.form() == Form::Hcl {
            if tree.node(node).kind != NodeKind::Expression {
                return None;
            }
            let is_of_name = |it: char| it.is_alphanumeric() || "_-.".contains(it);
            let is_simple = !text.is_empty() && text.chars().all(is_of_name);
            let mut parts = text.split('.');
            let name = format!("{}.{}", parts.next()?, parts.next()?);
            return is_simple.then_some(name);
        }
        let functions = &self.dialect.functions;
        let called = match tree.tag(node) {
            Some(tag) => tag,
            None => tree.name(node),
        };
        let is_reference = called == functions.reference;
        let bare = functions.attribute.strip_prefix(functions.prefix.as_ref());
        let is_attribute = functions.attribute == called || bare == Some(called);
        let is_text = tree.node(node).kind == NodeKind::String && !text.is_empty();
        let name = if is_attribute {
            text.split('.').next()?
        } else {
            text
        };
        (is_text && (is_reference || is_attribute)).then(|| name.to_owned())
    }
}
