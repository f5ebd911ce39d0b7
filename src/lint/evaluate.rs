//! What the checks of the rule language do. Every kind is general: it knows numbers, texts, lists and paths, and
//! never a name.

use std::collections::{BTreeSet, HashMap};

use super::document::Document;
use super::event::{Cause, Event};
use super::reach::Surroundings;
use super::rulebook::{ByShape, RuleBook};
use super::{compare, scalar, words};
use crate::diagnostic::{Applicability, Severity};
use crate::near::nearest;
use crate::rule::{Check, Interval, Limit, Ordered, Path, Quantifier, Quota, Rule, Step, Unit};
use crate::schema::{List, NameId, Text};
use crate::span::Span;
use crate::tree::NodeId;

/// Evaluates rules over the structures of a document, in the order of the document and then of the rules.
pub(super) struct Evaluator<'e> {
    pub(super) around: &'e Surroundings<'e>,
    pub(super) quotas: &'e [Quota],
    /// Quotas that differ from the documented ones.
    pub(super) overrides: &'e [(u16, i64)],
    /// Texts at paths from the root, which are the same for every instance.
    known: HashMap<*const Path, Known<'e>>,
    /// Values that an error already speaks of.
    silenced: BTreeSet<NodeId>,
    pub(super) events: Vec<Event>,
}

#[derive(Debug, Default)]
struct Known<'e> {
    exact: HashMap<&'e str, NodeId>,
    folded: HashMap<String, NodeId>,
    all: Vec<&'e str>,
    unknown: bool,
    /// The nodes are of the document before.
    is_past: bool,
}

/// One rule at one target.
struct Site<'s> {
    index: usize,
    rule: &'s Rule,
    instance: NodeId,
    target: NodeId,
}

impl<'e> Evaluator<'e> {
    pub(super) fn new(around: &'e Surroundings<'e>, quotas: &'e [Quota], overrides: &'e [(u16, i64)]) -> Self {
        Self { around, quotas, overrides, known: HashMap::new(), silenced: BTreeSet::new(), events: Vec::new() }
    }

    /// Evaluates some rules.
    pub(super) fn run(&mut self, book: &RuleBook<'e>, rules: &ByShape, structures: &[NodeId]) {
        let document = self.document();
        self.known.clear();
        for instance in structures {
            let Some(shape) = document.structure_of(*instance) else { continue };
            for (index, target) in rules.of(shape) {
                let Some(rule) = book.get(usize::from(*index)) else { continue };
                self.rule(usize::from(*index), rule, &rule.at[usize::from(*target)].path, *instance);
            }
        }
    }

    fn document(&self) -> &'e Document<'e> {
        self.around.document
    }

    fn rule(&mut self, index: usize, rule: &'e Rule, path: &'e Path, instance: NodeId) {
        if let Check::Kept { key, fold } = &rule.check {
            if self.around.previous.is_some() && self.around.all_hold(&rule.when, instance) == Some(true) {
                self.kept(index, path, instance, key, *fold);
            }
            return;
        }
        let reached = self.around.reach(path, instance);
        if reached.nodes.is_empty() || self.around.all_hold(&rule.when, instance) != Some(true) {
            return;
        }
        if let Check::Unique { key, fold, ignore_prefix } = &rule.check {
            return self.unique(index, &reached.nodes, *key, *fold, ignore_prefix.as_deref().unwrap_or_default());
        }
        if let Check::Count(interval) = &rule.check
            && self.document().binding(reached.nodes[0]).ordinal > 0
            && !path.ends_in_items()
        {
            return self.count_siblings(&Site { index, rule, instance, target: reached.nodes[0] }, interval, &reached.nodes);
        }
        if let Check::Covers(key) = rule.check {
            return self.covers(index, &reached.nodes, key);
        }
        for target in reached.nodes {
            let is_scalar = self.document().shape_of(target).is_none();
            if is_scalar && (self.document().binding(target).faulty || self.silenced.contains(&target)) {
                continue;
            }
            let before = self.events.len();
            self.check(&Site { index, rule, instance, target });
            if is_scalar && self.events.len() > before && rule.severity == Severity::Error {
                self.silenced.insert(target);
            }
        }
    }

    fn check(&mut self, site: &Site<'e>) {
        let document = self.document();
        let text = document.tree.text(site.target);
        match &site.rule.check {
            Check::Builtin(_) | Check::Unique { .. } | Check::Covers(_) | Check::Kept { .. } => {}
            Check::Forbidden => self.report(site, Vec::new()),
            Check::Required { paths, together } => self.required(site, paths, *together),
            Check::Choice(quantifier, paths) => self.choice(site, *quantifier, paths),
            Check::In { values, fold, negated } => self.one_of(site, text, values, *fold, *negated),
            Check::Range { interval, also } => {
                let Some(number) = document.number(site.target) else { return };
                if !self.holds(interval, number) && !also.contains(&number) {
                    let mut arguments = self.interval_arguments(interval);
                    let bound = interval.min.filter(|min| number < self.limit(*min)).or(interval.max);
                    arguments.extend(bound.map(|bound| ("nearest", self.limit(bound).to_string())));
                    self.report(site, arguments);
                }
            }
            Check::Length { interval, unit } => {
                let length = measure(document, site.target, *unit);
                if !self.holds(interval, length) {
                    let mut arguments = self.interval_arguments(interval);
                    arguments.push(("length", words::number(length)));
                    self.report(site, arguments);
                }
            }
            Check::Format { format, negated } => {
                let Some(format) = self.around.formats.get(usize::from(*format)) else { return };
                if format.matches(text) == *negated {
                    self.report(site, vec![("format", format.describe.to_string())]);
                }
            }
            Check::Count(interval) => {
                let list = document.list_of(site.target);
                if document.is_list_unknown(site.target) || list.is_some_and(|list| document.binding(list).faulty) {
                    return;
                }
                let count = measure(document, site.target, Unit::Items);
                if !self.holds(interval, count) {
                    let mut arguments = self.interval_arguments(interval);
                    arguments.push(("count", count.to_string()));
                    self.report(site, arguments);
                }
            }
            Check::Reference { paths, fold, negated } => self.reference(site, text, paths, *fold, *negated),
            Check::Placeholders(paths) => self.placeholders(site, text, paths),
            Check::Subset(path) => self.subset(site, path),
            Check::ClosedSets(sets) => self.closed_sets(site, sets),
            Check::Order(members) => self.order(site, members),
            Check::Equal(paths) => self.equal(site, text, paths),
            Check::Sum { paths, unit, each, max } => self.sum(site, paths, *unit, *each, *max),
            Check::Unchanged { default } => self.unchanged(site, default.as_deref()),
        }
    }

    /// The event of a rule at its target.
    fn report(&mut self, site: &Site<'_>, arguments: Vec<(&'static str, String)>) {
        let event = self.event(site, arguments);
        self.events.push(event);
    }

    fn event(&self, site: &Site<'_>, arguments: Vec<(&'static str, String)>) -> Event {
        let mut event = Event::of(Cause::Rule(site.index), place(self.document(), site.target)).at(site.target);
        event.arguments = arguments;
        event
    }

    fn limit(&self, limit: Limit) -> i64 {
        match limit {
            Limit::Number(number) => number,
            Limit::Quota(index) => {
                let changed = self.overrides.iter().find(|(quota, _)| *quota == index).map(|(_, value)| *value);
                changed.or_else(|| self.quotas.get(usize::from(index)).map(|quota| quota.value)).unwrap_or(i64::MAX)
            }
        }
    }

    fn holds(&self, interval: &Interval, number: i64) -> bool {
        interval.min.is_none_or(|min| number >= self.limit(min)) && interval.max.is_none_or(|max| number <= self.limit(max))
    }

    fn interval_arguments(&self, interval: &Interval) -> Vec<(&'static str, String)> {
        let mut arguments = Vec::new();
        for (name, limit) in [("min", interval.min), ("max", interval.max)] {
            let Some(limit) = limit else { continue };
            arguments.push((name, words::number(self.limit(limit))));
            self.quota_arguments(limit, &mut arguments);
        }
        arguments
    }

    fn quota_arguments(&self, limit: Limit, arguments: &mut Vec<(&'static str, String)>) {
        let Limit::Quota(index) = limit else { return };
        let Some(quota) = self.quotas.get(usize::from(index)) else { return };
        arguments.push(("quota", quota.title.to_string()));
        arguments.push(("quota-name", quota.name.to_string()));
        if quota.adjustable {
            arguments.push(("raise", "AWS raises this quota on request".to_owned()));
        }
    }

    fn required(&mut self, site: &Site<'_>, paths: &[Path], together: bool) {
        let missing: Vec<&Path> = paths
            .iter()
            .filter(|path| self.exists(site.target, path))
            .filter(|path| {
                let reached = self.around.reach(path, site.target);
                reached.is_empty() && !reached.unknown
            })
            .collect();
        for some in missing.chunks(if together { missing.len().max(1) } else { 1 }) {
            let names: Vec<&str> = some.iter().map(|path| path.text.as_ref()).collect();
            let mut arguments = vec![("members", words::list(&names, "and"))];
            if let [only] = some {
                arguments.push(("member", only.text.to_string()));
            }
            let mut event = self.event(site, arguments);
            event.span = head(self.document(), site.target);
            if some.iter().any(|path| self.was_there(site.target, path)) {
                // What the previous document says is better than any usual value.
                event.applicability = Some(Applicability::Unsafe);
            }
            self.events.push(event);
        }
    }

    /// Whether a structure can have such a member in this version.
    fn exists(&self, target: NodeId, path: &Path) -> bool {
        let document = self.document();
        let (Some(Step::Member(name)), Some(shape)) = (path.steps.first(), document.structure_of(target)) else { return true };
        document.shape(shape).member(*name, document.version).is_some()
    }

    /// Whether the previous document has what is missing here.
    fn was_there(&self, target: NodeId, path: &Path) -> bool {
        let Some(previous) = self.around.previous else { return false };
        let Some(before) = compare::counterpart(self.document(), previous, target) else { return false };
        let past = Surroundings { document: previous, previous: None, ..*self.around };
        !past.reach(path, before).is_empty()
    }

    fn choice(&mut self, site: &Site<'_>, quantifier: Quantifier, paths: &[Path]) {
        let mut found = Vec::new();
        for path in paths {
            let reached = self.around.reach(path, site.target);
            if reached.unknown {
                return;
            }
            found.extend(reached.nodes.first().map(|node| (path.text.as_ref(), *node)));
        }
        let wrong = match quantifier {
            Quantifier::AtLeast => found.is_empty(),
            Quantifier::AtMost => found.len() > 1,
            Quantifier::Exactly => found.len() != 1,
        };
        if !wrong {
            return;
        }
        let members: Vec<&str> = paths.iter().map(|path| path.text.as_ref()).collect();
        let mut arguments = vec![("members", words::list(&members, "or"))];
        let mut event_variant = "none";
        if !found.is_empty() {
            event_variant = "several";
            let names: Vec<&str> = found.iter().map(|(name, _)| *name).collect();
            arguments.push(("found", words::list(&names, "and")));
        }
        let document = self.document();
        let mut event = self.event(site, arguments).variant(event_variant);
        event.span = head(document, site.target);
        if let [(_, first), .., (_, last)] = found.as_slice() {
            event.span = head(document, *last);
            event.node = Some(*last);
            event.related.push(head(document, *first));
        }
        self.events.push(event);
    }

    fn one_of(&mut self, site: &Site<'_>, text: &str, values: &[Text], fold: bool, negated: bool) {
        let matches = |value: &Text| match value.strip_suffix('*') {
            Some(prefix) if !prefix.is_empty() => text.get(..prefix.len()).is_some_and(|head| compare::equal(head, prefix, fold)),
            _ => compare::equal(text, value, fold),
        };
        if values.iter().any(matches) != negated {
            return;
        }
        let mut arguments = Vec::new();
        if !negated {
            let allowed: Vec<&str> = values.iter().map(AsRef::as_ref).collect();
            arguments.push(("allowed", words::choices(&allowed)));
            suggest(&mut arguments, text, allowed);
        }
        self.report(site, arguments);
    }

    /// The texts at a path. Those at a path from the root are gathered once for all instances.
    fn with_known<T>(&mut self, path: &'e Path, instance: NodeId, ask: impl FnOnce(&Known<'e>) -> T) -> T {
        let (around, silenced) = (self.around, &self.silenced);
        let gather = || {
            let reached = around.reach(path, instance);
            let mut known = Known { unknown: reached.unknown, ..Known::default() };
            let Some(document) = reached.document else {
                known.all.extend(reached.text);
                return known;
            };
            known.is_past = !std::ptr::eq(document, around.document);
            for node in reached.nodes {
                if document.binding(node).faulty || !known.is_past && silenced.contains(&node) {
                    known.unknown = true;
                    continue;
                }
                let text = document.tree.text(node);
                known.exact.entry(text).or_insert(node);
                known.folded.entry(text.to_lowercase()).or_insert(node);
                known.all.push(text);
            }
            known
        };
        if path.is_shared() {
            return ask(self.known.entry(std::ptr::from_ref(path)).or_insert_with(gather));
        }
        ask(&gather())
    }

    fn reference(&mut self, site: &Site<'e>, text: &str, paths: &'e [Path], fold: bool, negated: bool) {
        let folded = text.to_lowercase();
        let mut found: Option<NodeId> = None;
        let mut is_found = false;
        let mut unknown = false;
        let mut all: Vec<&str> = Vec::new();
        for path in paths {
            self.with_known(path, site.instance, |known| {
                let there = if fold { known.folded.get(&folded) } else { known.exact.get(text) };
                let other = there.copied().filter(|node| known.is_past || *node != site.target);
                is_found |= other.is_some();
                found = found.or(other.filter(|_| !known.is_past));
                unknown |= known.unknown;
                all.extend(known.all.iter().take(1000));
            });
        }
        if negated {
            if is_found {
                let mut event = self.event(site, Vec::new());
                event.related.extend(found.map(|other| place(self.document(), other)));
                self.events.push(event);
            }
            return;
        }
        if is_found || unknown {
            return;
        }
        let mut arguments = Vec::new();
        if !all.is_empty() {
            arguments.push(("known", words::choices(&all).replace(" or ", " and ")));
        }
        if let [only, rest @ ..] = all.as_slice()
            && rest.iter().all(|other| other == only)
        {
            // There is nothing else to name.
            arguments.push(("suggested", (*only).to_owned()));
        } else {
            suggest(&mut arguments, text, all);
        }
        let mut event = self.event(site, arguments);
        let shared = paths.first().filter(|path| path.is_shared());
        if let Some(list) = shared.and_then(|path| self.around.reach(&path.container(), site.instance).nodes.first().copied()) {
            event.related.push(head(self.document(), list));
        }
        self.events.push(event);
    }

    fn placeholders(&mut self, site: &Site<'e>, text: &str, paths: &'e [Path]) {
        let mut rest = text;
        while let Some((_, after)) = rest.split_once("{{") {
            let Some((name, behind)) = after.split_once("}}") else { return };
            rest = behind;
            let name = name.trim();
            let mut all: Vec<&str> = Vec::new();
            let mut unknown = false;
            for path in paths {
                self.with_known(path, site.instance, |known| {
                    all.extend(known.all.iter());
                    unknown |= known.unknown;
                });
            }
            if unknown || all.contains(&name) {
                continue;
            }
            let mut arguments = vec![("name", words::quote(name))];
            if !all.is_empty() {
                arguments.push(("known", words::list(&all, "and")));
            }
            suggest(&mut arguments, name, all);
            self.report(site, arguments);
        }
    }

    fn subset(&mut self, site: &Site<'_>, path: &Path) {
        let document = self.document();
        let whole = self.around.reach(path, site.instance);
        if whole.unknown || whole.is_empty() {
            return;
        }
        let allowed = whole.texts();
        let missing: Vec<NodeId> =
            self.items(site.target).into_iter().filter(|item| !allowed.contains(&document.tree.text(*item))).collect();
        if let Some(first) = missing.first() {
            let names: Vec<&str> = missing.iter().map(|item| document.tree.text(*item)).collect();
            let mut event = self.event(site, vec![("missing", words::list(&names, "and"))]);
            event.span = place(document, *first);
            event.node = Some(*first);
            if whole.document.is_some_and(|whole| std::ptr::eq(whole, document)) {
                event.related.extend(document.tree.node(whole.nodes[0]).parent().map(|list| head(document, list)));
            }
            self.events.push(event);
        }
    }

    fn items(&self, target: NodeId) -> Vec<NodeId> {
        let document = self.document();
        let Some(list) = document.list_of(target) else { return Vec::new() };
        document.tree.children(list).filter(|item| document.is_bound(*item)).collect()
    }

    fn closed_sets(&mut self, site: &Site<'_>, sets: &[List<Text>]) {
        let document = self.document();
        let items = self.items(site.target);
        if items.is_empty() || items.iter().any(|item| document.binding(*item).faulty) {
            return;
        }
        let found: BTreeSet<&str> = items.iter().map(|item| document.tree.text(*item)).collect();
        let sets: Vec<BTreeSet<&str>> = sets.iter().map(|set| set.iter().map(AsRef::as_ref).collect()).collect();
        if sets.contains(&found) {
            return;
        }
        let names: Vec<&str> = found.iter().copied().collect();
        let mut arguments = vec![("found", words::list(&names, "and"))];
        // The smallest set that has them all is what was probably meant.
        let meant = sets.iter().filter(|set| set.is_superset(&found)).min_by_key(|set| set.len());
        if let Some(meant) = meant {
            let missing: Vec<&str> = meant.difference(&found).copied().collect();
            arguments.push(("missing", words::list(&missing, "and")));
        }
        let all: Vec<String> = sets.iter().map(|set| set.iter().copied().collect::<Vec<_>>().join("+")).collect();
        let all: Vec<&str> = all.iter().map(String::as_str).collect();
        arguments.push(("sets", words::choices(&all)));
        let mut event = self.event(site, arguments);
        event.span = head(document, site.target);
        self.events.push(event);
    }

    fn order(&mut self, site: &Site<'_>, members: &[Ordered]) {
        let document = self.document();
        let mut last: Option<(&str, i64, Option<NodeId>)> = None;
        for member in members {
            let reached = self.around.reach(&member.path, site.target);
            let node = reached.nodes.first().copied();
            let number = match node {
                Some(node) if document.binding(node).faulty => return,
                Some(node) => document.number(node),
                None if reached.unknown => return,
                None => member.default,
            };
            let Some(number) = number else { continue };
            if let Some((lower, least, lower_node)) = last
                && number < least
                && (node.is_some() || lower_node.is_some())
            {
                let arguments = vec![
                    ("lower", words::quote(lower)),
                    ("lower-value", words::number(least)),
                    ("higher", words::quote(&member.path.text)),
                    ("higher-value", words::number(number)),
                ];
                let variant = if node.is_none() || lower_node.is_none() { "default" } else { "" };
                let mut event = self.event(site, arguments).variant(variant);
                let (at, other) = if let Some(node) = node { (Some(node), lower_node) } else { (lower_node, None) };
                let meant = if node.is_some() { least } else { number };
                event.arguments.push(("meant", meant.to_string()));
                event.node = at;
                event.span = at.map_or(event.span, |node| place(document, node));
                event.related.extend(other.map(|node| place(document, node)));
                self.events.push(event);
                return;
            }
            last = Some((&member.path.text, number, node));
        }
    }

    fn equal(&mut self, site: &Site<'_>, text: &str, paths: &[Path]) {
        let mut expected: Vec<&str> = Vec::new();
        let mut places = Vec::new();
        for path in paths {
            let reached = self.around.reach(path, site.instance);
            if reached.unknown || reached.texts().len() < reached.nodes.len() {
                return;
            }
            expected.extend(reached.texts());
            if reached.document.is_some_and(|document| std::ptr::eq(document, self.document())) {
                places.extend(reached.nodes.iter().map(|node| place(self.document(), *node)));
            }
        }
        if expected.is_empty() || expected.contains(&text) {
            return;
        }
        let mut event = self.event(site, vec![("expected", words::choices(&expected)), ("first-expected", expected[0].to_owned())]);
        event.related = places;
        self.events.push(event);
    }

    fn sum(&mut self, site: &Site<'_>, paths: &[Path], unit: Unit, each: i64, max: Limit) {
        let document = self.document();
        let mut sum = 0;
        let mut last = None;
        let limit = self.limit(max);
        for path in paths {
            let reached = self.around.reach(path, site.target);
            if reached.unknown {
                return;
            }
            for node in reached.nodes {
                sum += each + if unit == Unit::Items { 1 } else { measure(document, node, unit) };
                if sum > limit && last.is_none() {
                    last = Some(node);
                }
            }
        }
        if sum > limit {
            let mut arguments = vec![("sum", words::number(sum)), ("max", words::number(limit))];
            self.quota_arguments(max, &mut arguments);
            let mut event = self.event(site, arguments);
            event.span = head(document, site.target);
            event.related.extend(last.map(|node| place(document, node)));
            self.events.push(event);
        }
    }

    /// A member that repeats is a list by itself.
    fn count_siblings(&mut self, site: &Site<'e>, interval: &Interval, nodes: &[NodeId]) {
        let count = nodes.len() as i64;
        if self.holds(interval, count) {
            return;
        }
        let mut arguments = self.interval_arguments(interval);
        arguments.push(("count", count.to_string()));
        let most = interval.max.map_or(0, |max| self.limit(max));
        let target = usize::try_from(most).ok().and_then(|most| nodes.get(most)).copied().unwrap_or(site.target);
        self.report(&Site { target, ..*site }, arguments);
    }

    fn unique(&mut self, index: usize, targets: &[NodeId], key: Option<NameId>, fold: bool, ignore_prefix: &str) {
        let document = self.document();
        let mut seen: HashMap<String, NodeId> = HashMap::new();
        for target in targets {
            let compared = match key {
                Some(key) => document.child(*target, key),
                None => Some(*target),
            };
            let Some(compared) = compared.filter(|node| !document.binding(*node).faulty && !self.silenced.contains(node)) else { continue };
            let text = document.tree.text(compared);
            let text = text.strip_prefix(ignore_prefix).unwrap_or(text);
            let folded = if fold { text.to_lowercase() } else { text.to_owned() };
            if let Some(first) = seen.get(&folded) {
                let mut event = Event::of(Cause::Rule(index), place(document, compared)).at(compared);
                event.arguments.push(("other", words::quote(document.tree.text(*first))));
                event.related.push(place(document, *first));
                self.events.push(event);
            } else {
                seen.insert(folded, compared);
            }
        }
    }

    fn covers(&mut self, index: usize, targets: &[NodeId], key: NameId) {
        /// Every pair is compared, so beyond this many the quota's finding must do.
        const MOST: usize = 1000;
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
                earlier.trim_start_matches('/') != pattern.trim_start_matches('/') && compare::covers(earlier, pattern)
            });
            if let Some((other, text)) = earlier {
                let mut event = Event::of(Cause::Rule(index), place(document, *node)).at(*node);
                event.arguments.push(("other", words::quote(text)));
                event.related.push(place(document, *other));
                self.events.push(event);
            }
        }
    }

    fn unchanged(&mut self, site: &Site<'_>, default: Option<&str>) {
        let document = self.document();
        let Some(previous) = self.around.previous else { return };
        let Some(before) = compare::counterpart(document, previous, site.target) else {
            let Some(default) = default.filter(|default| *default != document.tree.text(site.target)) else { return };
            return self.report(site, vec![("previous", words::quote(default)), ("raw-previous", default.to_owned())]);
        };
        if previous.binding(before).faulty || compare::same(document, site.target, previous, before) {
            return;
        }
        let mut arguments = Vec::new();
        if document.shape_of(site.target).is_none() {
            arguments.push(("previous", words::quote(previous.tree.text(before))));
            arguments.push(("raw-previous", previous.tree.text(before).to_owned()));
        }
        arguments.push(("previous-line", line_of(previous, before)));
        self.report(site, arguments);
    }

    fn kept(&mut self, index: usize, path: &'e Path, instance: NodeId, key: &[NameId], fold: bool) {
        let document = self.document();
        let Some(previous) = self.around.previous else { return };
        let Some(before) = compare::counterpart(document, previous, instance) else { return };
        let past = Surroundings { document: previous, previous: None, ..*self.around };
        let now = self.around.reach(path, instance);
        if now.unknown || !self.exists(instance, path) {
            return;
        }
        let text = |of: &'e Document<'e>, node: NodeId| {
            let named = key.iter().find_map(|key| of.child(node, *key));
            named.or_else(|| of.structure_of(node).is_none().then_some(node)).map(|node| of.tree.text(node))
        };
        let folded = |text: &str| if fold { text.to_lowercase() } else { text.to_owned() };
        let kept: BTreeSet<String> = now.nodes.iter().filter_map(|node| text(document, *node)).map(folded).collect();
        // A single value that became another one is changed, not dropped.
        let is_single = !path.ends_in_items();
        if is_single && now.nodes.iter().any(|node| document.binding(*node).ordinal == 0 && !document.tree.text(*node).is_empty()) {
            return;
        }
        let emptied = now.nodes.first().copied().filter(|_| is_single);
        let container = emptied.or_else(|| self.around.reach(&path.container(), instance).nodes.first().copied()).unwrap_or(instance);
        let mut told = BTreeSet::new();
        for node in past.reach(path, before).nodes {
            let Some(value) = text(previous, node).filter(|value| !value.is_empty()) else { continue };
            if kept.contains(&folded(value)) || !told.insert(value) {
                continue;
            }
            let span = emptied.map_or_else(|| head(document, container), |node| place(document, node));
            let mut event = Event::of(Cause::Rule(index), span).at(container);
            event.place = Some(path.text.clone());
            event.arguments.push(("dropped", words::quote(value)));
            event.arguments.push(("member", path.text.trim_end_matches("[]").to_owned()));
            event.arguments.push(("previous-line", line_of(previous, node)));
            self.events.push(event);
        }
    }
}

/// The line of a node, for people.
fn line_of(document: &Document<'_>, node: NodeId) -> String {
    document.tree.source().position(document.tree.node(node).whole.start as usize).line.to_string()
}

/// The smallest true place of a target: the text of a scalar, the name of anything else.
fn place(document: &Document<'_>, node: NodeId) -> Span {
    if document.shape_of(node).is_some() { head(document, node) } else { scalar::place(document, node) }
}

/// The name of a node, or what stands first where it has none.
pub(super) fn head(document: &Document<'_>, node: NodeId) -> Span {
    let it = document.tree.node(node);
    if !it.name.is_empty() {
        return it.name;
    }
    let value = it.value();
    Span::new(value.start as usize, (value.start + 1).min(value.end) as usize)
}

fn measure(document: &Document<'_>, node: NodeId, unit: Unit) -> i64 {
    let length = match unit {
        Unit::Characters => document.tree.text(node).chars().count(),
        Unit::Bytes => document.tree.text(node).len(),
        Unit::Items => document.list_of(node).map_or(0, |list| document.tree.children(list).count()),
    };
    length as i64
}

fn suggest(arguments: &mut Vec<(&'static str, String)>, text: &str, known: Vec<&str>) {
    let near = nearest(text, known);
    if let Some(best) = near.first() {
        arguments.push(("suggestions", words::choices(&near)));
        arguments.push(("suggestion", words::quote(best)));
        arguments.push(("suggested", (*best).to_owned()));
    }
}

impl Path {
    /// Whether it leads to the items of a list.
    fn ends_in_items(&self) -> bool {
        matches!(self.steps.last(), Some(Step::Items | Step::Where { .. }))
    }

    /// Whether it leads to the same nodes from every instance.
    fn is_shared(&self) -> bool {
        let joins = self.steps.iter().any(|step| matches!(step, Step::Where { .. }));
        self.base != crate::rule::Base::Instance && !joins
    }

    /// The way to the list that the path leads into: everything before the first step over items.
    fn container(&self) -> Self {
        let until = self.steps.iter().position(|step| matches!(step, Step::Items)).unwrap_or(self.steps.len().saturating_sub(1));
        Self { base: self.base, steps: self.steps[..until].to_vec().into(), text: self.text.clone() }
    }
}
