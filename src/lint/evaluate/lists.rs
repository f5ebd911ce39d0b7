//! Checks of several items together: unique, covered by an earlier one, how many, which set.

use std::collections::{BTreeSet, HashSet};

use super::repeated::{Pair, repeated};
use super::{Evaluator, Site, compare, head, place};
use crate::lint::wording::Argument;
use crate::model::rule::{Interval, ListCheck, Path, Situation, TextKey};
use crate::model::schema::{List, NameId, Text};
use crate::tree::NodeId;

impl<'e> Evaluator<'e> {
    /// Checks the targets of one instance together. The site's target is the first of them.
    pub(super) fn list(
        &mut self,
        site: &Site<'e>,
        path: &Path,
        check: &'e ListCheck,
        targets: &[NodeId],
    ) {
        match check {
            ListCheck::Unique(key) => {
                if targets.len() > 1 && self.applies(site) {
                    self.unique(site, targets, key);
                }
            }
            ListCheck::Covers(name) => {
                if targets.len() > 1 && self.applies(site) {
                    self.covers(site, targets, *name);
                }
            }
            ListCheck::Count(interval) => {
                // An element that repeats is a list by itself.
                let is_repeated = self.document().binding(site.target).ordinal > 0;
                if site.rule.only.is_some() || is_repeated && !path.ends_in_items() {
                    self.count(site, interval, targets);
                } else {
                    self.count_items(site, interval, targets);
                }
            }
        }
    }

    /// The number of some nodes is within an interval. The finding is at the first one beyond, or
    /// at the site's target.
    fn count(&mut self, site: &Site<'e>, interval: &Interval, nodes: &[NodeId]) {
        let count = nodes.len() as i64;
        if self.limits.allow(interval, count) || !self.applies(site) {
            return;
        }
        let mut arguments = self.limits.of_interval(interval);
        arguments.push(("count", Argument::Integer(count)));
        let most = interval.max.map_or(0, |max| self.limits.number(max));
        let beyond = usize::try_from(most).ok().and_then(|most| nodes.get(most));
        let target = beyond.copied().unwrap_or(site.target);
        self.report(&Site { target, ..*site }, arguments);
    }

    /// The number of items of each target is within an interval.
    fn count_items(&mut self, site: &Site<'e>, interval: &Interval, targets: &[NodeId]) {
        let document = self.document();
        for target in targets.iter().copied() {
            let list = document.list_of(target);
            let is_unknown = match list {
                Some(list) => document.binding(list).faulty,
                None => document.is_list_unknown(target),
            };
            // Two limits of one list are about the same fault.
            if is_unknown || self.reported.contains(target) {
                self.doubt(site.index, target);
                continue;
            }
            let count = list.map_or(0, |list| document.tree.children(list).count()) as i64;
            if self.limits.allow(interval, count) {
                continue;
            }
            if !self.applies(site) {
                return;
            }
            let mut arguments = self.limits.of_interval(interval);
            arguments.push(("count", Argument::Integer(count)));
            self.report(&Site { target, ..*site }, arguments);
            if site.silences_others() {
                self.reported.insert(target);
            }
        }
    }

    /// No two targets have the same text.
    fn unique(&mut self, site: &Site<'e>, targets: &[NodeId], key: &TextKey) {
        let document = self.document();
        if self.is_too_long(site.target) {
            self.doubt_site(site);
            return;
        }
        let mut is_unknown = false;
        let known = targets.iter().filter_map(|target| {
            let compared = match key.members.as_ref() {
                [] => Some(*target),
                members => members
                    .iter()
                    .find_map(|member| document.child(*target, *member)),
            };
            let compared = compared?;
            let is_in_doubt = document.binding(compared).faulty || self.reported.contains(compared);
            is_unknown |= is_in_doubt;
            (!is_in_doubt).then_some(compared)
        });
        let text = |node| compare::by_key(document.tree.text(node), key);
        let repeated = repeated(known, text);
        if is_unknown {
            self.doubt_site(site);
        }
        for (target, first) in repeated.into_iter().map(Pair::nodes) {
            let other = Argument::value(document.tree.text(first));
            let site = Site { target, ..*site };
            let mut fault = self.fault(&site, Situation::Usual, vec![("other", other)]);
            fault.related.push(place(document, first));
            // Both texts are certain, so a reference to neither is a fault of its own.
            self.add(fault);
        }
    }

    /// Whether the list of an item has more items than are counted, so that one that occurs twice
    /// was counted once.
    fn is_too_long(&self, item: NodeId) -> bool {
        let document = self.document();
        let list = document.tree.node(item).parent();
        let Some(list) = list.filter(|list| document.binding(*list).faulty) else {
            return false;
        };
        let counted = document.count_next_to(list);
        counted
            .and_then(|count| usize::try_from(count).ok())
            .is_some_and(|count| document.length(list) > count)
    }

    /// No target's pattern is covered by that of an earlier one.
    fn covers(&mut self, site: &Site<'e>, targets: &[NodeId], key: NameId) {
        /// Every pair is compared; beyond this many the finding of the quota must do.
        const MOST: usize = 250;
        let document = self.document();
        let nodes = targets
            .iter()
            .take(MOST)
            .filter_map(|target| document.child(*target, key));
        if nodes.clone().any(|node| document.binding(node).faulty) {
            self.doubt_site(site);
        }
        let mut earlier: Vec<(NodeId, &str)> = Vec::new();
        for node in nodes.filter(|node| !document.binding(*node).faulty) {
            let pattern = document.tree.text(node);
            let is_equal =
                |other: &str| other.trim_start_matches('/') == pattern.trim_start_matches('/');
            let mut others = earlier.iter();
            let covering = others.find(|(_, it)| compare::covers(it, pattern) && !is_equal(it));
            if let Some((other, text)) = covering {
                let site = Site {
                    target: node,
                    ..*site
                };
                let arguments = vec![("other", Argument::value(*text))];
                let mut fault = self.fault(&site, Situation::Usual, arguments);
                fault.related.push(place(document, *other));
                self.add(fault);
            }
            // A pattern that matches one text covers no other.
            if pattern.contains(['*', '?']) {
                earlier.push((node, pattern));
            }
        }
    }

    /// Every item of the target is at a path.
    pub(super) fn subset(&mut self, site: &Site<'e>, path: &Path) {
        let document = self.document();
        let whole = self.inputs.reach(path, site.instance);
        if whole.unknown || whole.is_empty() {
            if whole.unknown {
                self.doubt_site(site);
            }
            return;
        }
        let allowed: HashSet<&str> = whole.texts().into_iter().collect();
        let missing: Vec<NodeId> = self
            .items(site.target)
            .into_iter()
            .filter(|item| !allowed.contains(document.tree.text(*item)))
            .collect();
        let Some(first) = missing.first() else { return };
        let names = missing.iter().map(|item| document.tree.text(*item));
        let arguments = vec![("missing", Argument::all(names))];
        let mut fault = self.fault(site, Situation::Usual, arguments);
        fault.span = place(document, *first);
        fault.node = Some(*first);
        if whole.is_of(document) {
            let list = document.tree.node(whole.nodes[0]).parent();
            fault.related.extend(list.map(|list| head(document, list)));
        }
        self.add(fault);
    }

    fn items(&self, target: NodeId) -> Vec<NodeId> {
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

    /// The items of the target are exactly those of one set.
    pub(super) fn closed_sets(&mut self, site: &Site<'e>, sets: &'e [List<Text>]) {
        let document = self.document();
        let items = self.items(site.target);
        let Some(list) = document.list_of(site.target) else {
            return;
        };
        let is_faulty = |node: &NodeId| document.binding(*node).faulty;
        if is_faulty(&list) || items.iter().any(is_faulty) {
            self.doubt_site(site);
            return;
        }
        let has = |value: &Text| items.iter().any(|item| document.tree.text(*item) == value);
        let is_whole = |set: &List<Text>| set.len() == items.len() && set.iter().all(has);
        if sets.iter().any(is_whole) {
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
        let mut arguments = vec![("found", Argument::all(found.iter().copied()))];
        // The smallest set with all of them is what was probably meant.
        let meant = sets
            .iter()
            .filter(|set| set.is_superset(&found))
            .min_by_key(|set| set.len());
        if let Some(meant) = meant {
            let missing = meant.difference(&found).copied();
            arguments.push(("missing", Argument::all(missing)));
        }
        let joined = |set: &BTreeSet<&str>| set.iter().copied().collect::<Vec<_>>().join("+");
        arguments.push(("sets", Argument::choice(sets.iter().map(joined))));
        let situation = if found.is_empty() {
            Situation::None
        } else {
            Situation::Usual
        };
        let mut fault = self.fault(site, situation, arguments);
        fault.span = head(document, site.target);
        self.add(fault);
    }
}
