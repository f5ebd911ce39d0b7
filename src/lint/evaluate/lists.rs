//! Checks of lists as wholes: sets, sums, counts, what may stand once.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};

use crate::lint::evaluate::{Evaluator, Site, compare, head, measure, place};
use crate::lint::fault::{Cause, Event};
use crate::lint::wording::phrasing;
use crate::model::rule::{Interval, Limit, Path, Unit};
use crate::model::schema::{List, NameId, Text};
use crate::tree::NodeId;

impl<'e> Evaluator<'e> {
    pub(super) fn subset(&mut self, site: &Site<'_>, path: &Path) {
        let document = self.document();
        let whole = self.around.reach(path, site.instance);
        if whole.unknown || whole.is_empty() {
            return;
        }
        let allowed = whole.texts();
        let missing: Vec<NodeId> = self
            .items(site.target)
            .into_iter()
            .filter(|item| !allowed.contains(&document.tree.text(*item)))
            .collect();
        if let Some(first) = missing.first() {
            let names: Vec<&str> = missing
                .iter()
                .map(|item| document.tree.text(*item))
                .collect();
            let mut event = self.event(site, vec![("missing", phrasing::list(&names, "and"))]);
            event.span = place(document, *first);
            event.node = Some(*first);
            if whole
                .document
                .is_some_and(|whole| std::ptr::eq(whole, document))
            {
                event.related.extend(
                    document
                        .tree
                        .node(whole.nodes[0])
                        .parent()
                        .map(|list| head(document, list)),
                );
            }
            self.events.push(event);
        }
    }

    pub(super) fn items(&self, target: NodeId) -> Vec<NodeId> {
        let document = self.document();
        let Some(list) = document.list_of(target) else {
            return Vec::new();
        };
        document
            .tree
            .children(list)
            .filter(|item| document.is_bound(*item))
            .collect()
    }

    pub(super) fn closed_sets(&mut self, site: &Site<'_>, sets: &[List<Text>]) {
        let document = self.document();
        let items = self.items(site.target);
        let Some(list) = document.list_of(site.target) else {
            return;
        };
        if document.binding(list).faulty || items.iter().any(|item| document.binding(*item).faulty)
        {
            return;
        }
        let holds = |value: &Text| items.iter().any(|item| document.tree.text(*item) == value);
        if sets
            .iter()
            .any(|set| set.len() == items.len() && set.iter().all(holds))
        {
            return;
        }
        let found: BTreeSet<&str> = items.iter().map(|item| document.tree.text(*item)).collect();
        let sets: Vec<BTreeSet<&str>> = sets
            .iter()
            .map(|set| set.iter().map(AsRef::as_ref).collect())
            .collect();
        if sets.contains(&found) {
            return;
        }
        let names: Vec<&str> = found.iter().copied().collect();
        let mut arguments = vec![(
            "found",
            if names.is_empty() {
                "none at all".to_owned()
            } else {
                phrasing::list(&names, "and")
            },
        )];
        // The smallest set that has them all is what was probably meant.
        let meant = sets
            .iter()
            .filter(|set| set.is_superset(&found))
            .min_by_key(|set| set.len());
        if let Some(meant) = meant {
            let missing: Vec<&str> = meant.difference(&found).copied().collect();
            arguments.push(("missing", phrasing::list(&missing, "and")));
        }
        let all: Vec<String> = sets
            .iter()
            .map(|set| set.iter().copied().collect::<Vec<_>>().join("+"))
            .collect();
        let all: Vec<&str> = all.iter().map(String::as_str).collect();
        arguments.push(("sets", phrasing::choices(&all)));
        let mut event = self.event(site, arguments);
        event.span = head(document, site.target);
        self.events.push(event);
    }

    pub(super) fn sum(
        &mut self,
        site: &Site<'_>,
        paths: &[Path],
        unit: Unit,
        each: i64,
        max: Limit,
    ) {
        let document = self.document();
        let mut sum = 0_i64;
        let mut last = None;
        let limit = self.limit(max);
        for path in paths {
            let reached = self.around.reach(path, site.target);
            if reached.unknown {
                return;
            }
            for node in reached.nodes {
                let size = if unit == Unit::Items {
                    1
                } else {
                    measure(document, node, unit)
                };
                sum = sum.saturating_add(each).saturating_add(size);
                if sum > limit && last.is_none() {
                    last = Some(node);
                }
            }
        }
        if sum > limit {
            let mut arguments = vec![
                ("sum", phrasing::number(sum)),
                ("max", phrasing::number(limit)),
            ];
            self.quota_arguments(max, &mut arguments);
            let mut event = self.event(site, arguments);
            event.span = head(document, site.target);
            event.related.extend(last.map(|node| place(document, node)));
            self.events.push(event);
        }
    }

    /// A member that repeats is a list by itself.
    pub(super) fn count_siblings(
        &mut self,
        site: &Site<'e>,
        interval: &Interval,
        nodes: &[NodeId],
    ) {
        let count = nodes.len() as i64;
        if self.holds(interval, count) {
            return;
        }
        let mut arguments = self.interval_arguments(interval);
        arguments.push(("count", phrasing::number(count)));
        let most = interval.max.map_or(0, |max| self.limit(max));
        let target = usize::try_from(most)
            .ok()
            .and_then(|most| nodes.get(most))
            .copied()
            .unwrap_or(site.target);
        self.report(&Site { target, ..*site }, arguments);
    }

    pub(super) fn unique(
        &mut self,
        index: usize,
        targets: &[NodeId],
        key: Option<NameId>,
        fold: bool,
        ignore_prefix: &str,
        is_error: bool,
    ) {
        let document = self.document();
        if targets
            .first()
            .is_some_and(|target| self.is_one_too_many(*target))
        {
            return;
        }
        let mut seen: HashMap<Cow<'_, str>, NodeId> = HashMap::with_capacity(targets.len());
        for target in targets {
            let compared = match key {
                Some(key) => document.child(*target, key),
                None => Some(*target),
            };
            let Some(compared) = compared
                .filter(|node| !document.binding(*node).faulty && !self.silenced.contains(node))
            else {
                continue;
            };
            let text = document.tree.text(compared);
            let text = text.strip_prefix(ignore_prefix).unwrap_or(text);
            let folded = if fold {
                compare::folded(text)
            } else {
                Cow::Borrowed(text)
            };
            if let Some(first) = seen.get(&folded) {
                let mut event =
                    Event::of(Cause::Rule(index), place(document, compared)).at(compared);
                event
                    .arguments
                    .push(("other", phrasing::quote(document.tree.text(*first))));
                event.related.push(place(document, *first));
                self.events.push(event);
                if is_error {
                    // One of the two was meant to be another, and what is looked for among these and not found may be that one.
                    self.silenced.insert(compared);
                }
            } else {
                seen.insert(folded, compared);
            }
        }
    }

    /// Whether an item stands in a list that holds more than are counted: one that is there twice is what was counted once.
    fn is_one_too_many(&self, item: NodeId) -> bool {
        let document = self.document();
        let Some(list) = document
            .tree
            .node(item)
            .parent()
            .filter(|list| document.binding(*list).faulty)
        else {
            return false;
        };
        let counted = document
            .count_beside(list)
            .and_then(|count| usize::try_from(count).ok());
        counted.is_some_and(|count| document.length(list) > count)
    }

    pub(super) fn covers(&mut self, index: usize, targets: &[NodeId], key: NameId) {
        /// Every pair is compared, so beyond this many the quota's finding must do.
        const MOST: usize = 250;
        let document = self.document();
        let patterns: Vec<(NodeId, &str)> = targets
            .iter()
            .take(MOST)
            .filter_map(|target| document.child(*target, key))
            .filter(|node| !document.binding(*node).faulty)
            .map(|node| (node, document.tree.text(node)))
            .collect();
        for (position, (node, pattern)) in patterns.iter().enumerate() {
            let earlier = patterns[..position].iter().find(|(_, earlier)| {
                earlier.trim_start_matches('/') != pattern.trim_start_matches('/')
                    && compare::covers(earlier, pattern)
            });
            if let Some((other, text)) = earlier {
                let mut event = Event::of(Cause::Rule(index), place(document, *node)).at(*node);
                event.arguments.push(("other", phrasing::quote(text)));
                event.related.push(place(document, *other));
                self.events.push(event);
            }
        }
    }
}
