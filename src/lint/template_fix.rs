//! The fixes of findings in a template: what the edits of the translated document are in the
//! author's own text.
//!
//! What lives here: the edits that correspond one to one. A scalar is written where the template
//! has a scalar of its own, with its quotes; a member or an item is removed where it is written
//! out. Members are added in the notation of the template to begin with
//! ([`template_insertion`](super::template_insertion)). All other fixes are dropped. Nothing that
//! protects is changed, except in its spelling.

use std::collections::HashMap;

use crate::lint::document::Document;
use crate::lint::repair;
use crate::lint::translate::{Origins, Template};
use crate::outcome::Fix;
use crate::text::{Edit, Source, Span};
use crate::tree::{NodeId, NodeKind, Tree};

/// Where the edits of a translated document belong in a template.
pub(super) struct Places<'p> {
    document: &'p Document<'p>,
    origins: &'p Origins<'p>,
    template: &'p Tree<'p>,
    /// By the range of their text, the scalars of the document; `None` where there are several.
    scalars: HashMap<Span, Option<NodeId>>,
    /// The same for the scalars of the template.
    written: HashMap<Span, NodeId>,
    /// By the range that it takes, each node of the document that is written out in the template.
    parts: HashMap<Span, Option<NodeId>>,
}

impl<'p> Places<'p> {
    /// `None` where the template cannot be read as a whole, so that no fix is sure.
    pub(super) fn new(
        document: &'p Document<'p>,
        origins: &'p Origins<'p>,
        template: &'p Template<'p>,
    ) -> Option<Self> {
        if !template.faults.is_empty() {
            return None;
        }
        let tree = &template.tree;
        let nodes = |tree: &Tree<'_>| (0..tree.nodes().len()).map(NodeId::from_index);
        let mut places = Self {
            document,
            origins,
            template: tree,
            scalars: HashMap::new(),
            written: nodes(tree)
                .filter(|node| is_plain_scalar(tree, *node))
                .map(|node| (tree.node(node).content, node))
                .collect(),
            parts: HashMap::new(),
        };
        for node in nodes(document.tree).filter(|node| !origins.is_implied(*node)) {
            // What only the API has, such as a count, has the place of something else.
            if origins.name(node).is_none() {
                continue;
            }
            let it = document.tree.node(node);
            if document.shape_of(node).is_none() && document.outline(node).is_none() {
                add(&mut places.scalars, it.content, node);
            }
            add(&mut places.parts, it.whole, node);
        }
        Some(places)
    }

    /// The same fix in the template.
    pub(super) fn fix(&self, fix: &Fix) -> Option<Fix> {
        let mut edits = Vec::new();
        for edit in &fix.edits {
            edits.extend(self.edits(edit)?);
        }
        let is_kept = !edits.is_empty() && !self.template.drops_comment(&edits, |_| false);
        let edits = Edit::disjoint(edits).filter(|_| is_kept)?;
        Some(Fix {
            title: self.origins.renamed(&fix.title, None),
            applicability: fix.applicability,
            edits,
        })
    }

    fn edits(&self, edit: &Edit) -> Option<Vec<Edit>> {
        if edit.text.is_empty() {
            return self.removal(edit.span);
        }
        if let Some(node) = self.scalars.get(&edit.span).copied().flatten() {
            return self.writing(node, edit);
        }
        if is_insertion(self.template.source(), edit) {
            return Some(vec![edit.clone()]);
        }
        // The tool that deploys the template counts the items.
        edit.text.parse::<u32>().is_ok().then(Vec::new)
    }

    fn writing(&self, node: NodeId, edit: &Edit) -> Option<Vec<Edit>> {
        let written = *self.written.get(&edit.span)?;
        let old = self.template.text(written);
        let is_shared = self.template.is_shared(self.template.node(written).whole);
        // A text with an escape would have to be read again.
        let is_simple = !edit.text.contains(['\\', '"', '\n']);
        let is_allowed = !repair::is_protective(self.document, node)
            || repair::protects_as_much(self.document, node, old, &edit.text);
        (is_simple && is_allowed && !is_shared)
            .then(|| self.template.write(written, &edit.text))
            .filter(|edits| !edits.is_empty())
    }

    fn removal(&self, span: Span) -> Option<Vec<Edit>> {
        let text = self.template.source().slice(span);
        let inner = text.trim_matches(|sign: char| sign.is_whitespace() || sign == ',');
        let start = span.start + (text.find(inner)?) as u32;
        let end = start + inner.len() as u32;
        let node = (*self.parts.get(&Span { start, end })?)?;
        let written = self.origins.node(node)?;
        let is_same = self.template.node(written).whole == Span { start, end };
        let is_protective = self
            .document
            .tree
            .descendants(node)
            .any(|(inner, _)| self.protects(inner));
        let is_shared = self.template.is_shared(Span { start, end });
        (is_same && !is_protective && !is_shared)
            .then(|| self.template.remove(written))
            .filter(|edits| !edits.is_empty())
    }

    /// Whether a node has a value that protects, or may have one.
    fn protects(&self, node: NodeId) -> bool {
        let tree = self.document.tree;
        let it = tree.node(node);
        let is_value = !it.has_children() && (it.is_repaired() || !tree.text(node).is_empty());
        is_value && repair::is_protective(self.document, node)
    }
}

/// Whether an edit only adds to a text. A document that was made of a template has no notation of
/// its own, so that nothing else can have been added to it.
pub(super) fn is_insertion(source: &Source<'_>, edit: &Edit) -> bool {
    !edit.text.is_empty() && source.slice(edit.span).trim().is_empty()
}

fn add(nodes: &mut HashMap<Span, Option<NodeId>>, span: Span, node: NodeId) {
    let is_new = !nodes.contains_key(&span);
    nodes.insert(span, is_new.then_some(node));
}

/// Whether a node is a scalar on one line whose text is in the source as it is.
fn is_plain_scalar(tree: &Tree<'_>, node: NodeId) -> bool {
    let it = tree.node(node);
    matches!(
        it.kind,
        NodeKind::String | NodeKind::Number | NodeKind::Boolean
    ) && tree.tag(node).is_none()
        && !it.content.is_empty()
        && tree.is_text_verbatim(node)
        && !tree.text(node).contains(['\n', '\r'])
}
