//! Checks against the previous document: what may not change, and what an update would remove.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::{Arguments, Evaluator, Site, compare, head, place};
use crate::lint::document::Document;
use crate::lint::fault::Fault;
use crate::lint::wording::Argument;
use crate::model::rule::{Path, Situation, TextKey};
use crate::text::Span;
use crate::tree::NodeId;

impl<'e> Evaluator<'e> {
    /// Whether the previous document has what is missing here.
    pub(super) fn was_there(&self, target: NodeId, path: &Path) -> bool {
        let Some(previous) = self.inputs.previous else {
            return false;
        };
        let before = compare::counterpart(self.document(), previous, target);
        before.is_some_and(|before| {
            let past = self.inputs.of_previous(previous);
            !past.reach(path, before).is_empty()
        })
    }

    /// The target has the value that it has in the previous document.
    pub(super) fn unchanged(&mut self, site: &Site<'e>, default: Option<&'e str>) {
        let document = self.document();
        let Some(previous) = self.inputs.previous else {
            return;
        };
        let Some(before) = compare::counterpart(document, previous, site.target) else {
            let text = document.tree.text(site.target);
            if let Some(default) = default.filter(|default| *default != text) {
                self.report(site, previous_value(default));
            }
            return;
        };
        if previous.binding(before).faulty {
            self.doubt_site(site);
        }
        if previous.binding(before).faulty || compare::same(document, site.target, previous, before)
        {
            return;
        }
        let mut arguments = Vec::new();
        if document.shape_of(site.target).is_none() {
            arguments = previous_value(previous.tree.text(before));
        }
        arguments.push(("previous-line", line_of(previous, before)));
        self.report(site, arguments);
    }

    /// Every item that the previous document has at a path is still there.
    pub(super) fn kept(&mut self, site: &Site<'e>, path: &'e Path, key: &TextKey) {
        let document = self.document();
        let Some(previous) = self.inputs.previous else {
            return;
        };
        if !self.applies(site) {
            return;
        }
        let Some(before) = compare::counterpart(document, previous, site.instance) else {
            return;
        };
        // Of several items with one name, the first is what became of the one before.
        if !self.compared.insert((std::ptr::from_ref(path), before)) {
            return;
        }
        let now = self.inputs.reach(path, site.instance);
        if !self.exists(site.instance, path) || self.is_replaced(path, &now.nodes) {
            return;
        }
        let emptied = now.nodes.first().filter(|_| !path.ends_in_items());
        let is_explained = self.is_missing(site.instance, path)
            || emptied.is_some_and(|node| self.reported.contains(*node));
        if now.unknown || is_explained {
            self.doubt_site(site);
            return;
        }
        let kept: BTreeSet<Cow<'_, str>> = now
            .nodes
            .iter()
            .filter_map(|node| key_text(document, *node, key))
            .map(|text| compare::by_key(text, key))
            .collect();
        let (node, span) = self.place_of_dropped(site, path, &now.nodes);
        let mut reported = BTreeSet::new();
        for dropped in self.inputs.of_previous(previous).reach(path, before).nodes {
            let Some(value) = key_text(previous, dropped, key).filter(|value| !value.is_empty())
            else {
                continue;
            };
            if kept.contains(&compare::by_key(value, key)) || !reported.insert(value) {
                continue;
            }
            let arguments = vec![
                ("dropped", Argument::value(value)),
                ("member", path.text.trim_end_matches("[]").into()),
                ("previous-line", line_of(previous, dropped)),
            ];
            let fault = Fault {
                variant: Some(path.text.as_ref()),
                span,
                node: Some(node),
                ..self.fault(site, Situation::Usual, arguments)
            };
            self.add(fault);
        }
    }

    /// Whether a single value became another one: it is changed, not dropped.
    fn is_replaced(&self, path: &Path, nodes: &[NodeId]) -> bool {
        let document = self.document();
        let is_value = |node: &NodeId| {
            document.binding(*node).ordinal == 0 && !document.tree.text(*node).is_empty()
        };
        !path.ends_in_items() && nodes.iter().any(is_value)
    }

    /// The element from which something was dropped: the value that is empty now, or what the items
    /// were in.
    fn place_of_dropped(&self, site: &Site<'e>, path: &Path, nodes: &[NodeId]) -> (NodeId, Span) {
        let document = self.document();
        if let Some(emptied) = nodes.first().filter(|_| !path.ends_in_items()) {
            return (*emptied, place(document, *emptied));
        }
        let container = self.inputs.reach(&path.container(), site.instance);
        let container = container.nodes.first().copied().unwrap_or(site.instance);
        (container, head(document, container))
    }
}

/// The previous value, in words and as it is.
fn previous_value(text: &str) -> Arguments<'_> {
    vec![
        ("previous", Argument::value(text)),
        ("raw-previous", text.into()),
    ]
}

/// The text by which an item is found in the other document.
fn key_text<'e>(document: &'e Document<'e>, node: NodeId, key: &TextKey) -> Option<&'e str> {
    let mut members = key.members.iter();
    let named = members.find_map(|member| document.child(node, *member));
    named
        .or_else(|| document.structure_of(node).is_none().then_some(node))
        .map(|node| document.tree.text(node))
}

/// The line of a node.
fn line_of(document: &Document<'_>, node: NodeId) -> Argument<'static> {
    let start = document.tree.node(node).whole.start as usize;
    Argument::Integer(document.tree.source().position(start).line as i64)
}
