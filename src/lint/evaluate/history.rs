//! Checks against the previous document: what may not change, and what would be lost.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::lint::document::Document;
use crate::lint::evaluate::path_walk::Surroundings;
use crate::lint::evaluate::{Evaluator, Site, compare, head, place};
use crate::lint::fault::{Cause, Event};
use crate::lint::wording::phrasing;
use crate::model::rule::Path;
use crate::model::schema::NameId;
use crate::tree::NodeId;

/// By what an item of the previous document is found again.
pub(super) struct Alike<'r> {
    pub(super) key: &'r [NameId],
    pub(super) fold: bool,
    pub(super) ignore_prefix: &'r str,
}

impl Alike<'_> {
    /// What is compared of a text.
    fn telling<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let text = text.strip_prefix(self.ignore_prefix).unwrap_or(text);
        if self.fold {
            compare::folded(text)
        } else {
            Cow::Borrowed(text)
        }
    }
}

impl<'e> Evaluator<'e> {
    /// Whether the previous document has what is missing here.
    pub(super) fn was_there(&self, target: NodeId, path: &Path) -> bool {
        let Some(previous) = self.around.previous else {
            return false;
        };
        let Some(before) = compare::counterpart(self.document(), previous, target) else {
            return false;
        };
        let past = Surroundings {
            document: previous,
            previous: None,
            ..*self.around
        };
        !past.reach(path, before).is_empty()
    }

    pub(super) fn unchanged(&mut self, site: &Site<'_>, default: Option<&str>) {
        let document = self.document();
        let Some(previous) = self.around.previous else {
            return;
        };
        let Some(before) = compare::counterpart(document, previous, site.target) else {
            let Some(default) =
                default.filter(|default| *default != document.tree.text(site.target))
            else {
                return;
            };
            return self.report(
                site,
                vec![
                    ("previous", phrasing::quote(default)),
                    ("raw-previous", default.to_owned()),
                ],
            );
        };
        if previous.binding(before).faulty || compare::same(document, site.target, previous, before)
        {
            return;
        }
        let mut arguments = Vec::new();
        if document.shape_of(site.target).is_none() {
            arguments.push(("previous", phrasing::quote(previous.tree.text(before))));
            arguments.push(("raw-previous", previous.tree.text(before).to_owned()));
        }
        arguments.push(("previous-line", line_of(previous, before)));
        self.report(site, arguments);
    }

    pub(super) fn kept(
        &mut self,
        index: usize,
        path: &'e Path,
        instance: NodeId,
        alike: &Alike<'_>,
    ) {
        let document = self.document();
        let Some(previous) = self.around.previous else {
            return;
        };
        let Some(before) = compare::counterpart(document, previous, instance) else {
            return;
        };
        let past = Surroundings {
            document: previous,
            previous: None,
            ..*self.around
        };
        let now = self.around.reach(path, instance);
        if now.unknown || !self.exists(instance, path) || self.is_told_absent(instance, path) {
            return;
        }
        let text = |of: &'e Document<'e>, node: NodeId| {
            let named = alike.key.iter().find_map(|key| of.child(node, *key));
            named
                .or_else(|| of.structure_of(node).is_none().then_some(node))
                .map(|node| of.tree.text(node))
        };
        let kept: BTreeSet<Cow<'_, str>> = now
            .nodes
            .iter()
            .filter_map(|node| text(document, *node))
            .map(|text| alike.telling(text))
            .collect();
        // A single value that became another one is changed, not dropped.
        let is_single = !path.ends_in_items();
        if is_single
            && now.nodes.iter().any(|node| {
                document.binding(*node).ordinal == 0 && !document.tree.text(*node).is_empty()
            })
        {
            return;
        }
        let emptied = now.nodes.first().copied().filter(|_| is_single);
        if emptied.is_some_and(|node| self.is_silenced(node)) {
            return;
        }
        let container = emptied
            .or_else(|| {
                self.around
                    .reach(&path.container(), instance)
                    .nodes
                    .first()
                    .copied()
            })
            .unwrap_or(instance);
        let mut told = BTreeSet::new();
        for node in past.reach(path, before).nodes {
            let Some(value) = text(previous, node).filter(|value| !value.is_empty()) else {
                continue;
            };
            if kept.contains(&alike.telling(value)) || !told.insert(value) {
                continue;
            }
            let span =
                emptied.map_or_else(|| head(document, container), |node| place(document, node));
            let mut event = Event::of(Cause::Rule(index), span).at(container);
            event.place = Some(path.text.clone());
            event.arguments.push(("dropped", phrasing::quote(value)));
            event
                .arguments
                .push(("member", path.text.trim_end_matches("[]").to_owned()));
            event
                .arguments
                .push(("previous-line", line_of(previous, node)));
            self.events.push(event);
        }
    }
}

/// The line of a node, for people.
fn line_of(document: &Document<'_>, node: NodeId) -> String {
    document
        .tree
        .source()
        .position(document.tree.node(node).whole.start as usize)
        .line
        .to_string()
}
