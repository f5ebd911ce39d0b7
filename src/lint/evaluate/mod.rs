//! What the checks of the rule language do. Every kind is general: it knows numbers, texts, lists and paths, and
//! never a name.
//!
//! What lives here: going through rules and targets, and the checks of a value or of a target's members. Checks that look texts
//! up are in `references`, those of whole lists in `lists`, those against the previous document in `history`.

pub(crate) mod compare;
mod history;
mod lists;
pub(crate) mod path_walk;
mod references;

use std::collections::{BTreeMap, BTreeSet};

use history::Alike;
use references::Known;

use crate::builtin;
use crate::lint::document::{Document, Slot};
use crate::lint::evaluate::path_walk::{Nodes, Surroundings};
use crate::lint::fault::{Cause, Event};
use crate::lint::rulebook::RuleBook;
use crate::lint::structure::scalar;
use crate::lint::wording::phrasing;
use crate::model::Severity;
use crate::model::near::nearest;
use crate::model::rule::{
    ByShape, Check, Entry, Interval, Limit, Only, OperationKind, Ordered, Path, Quantifier, Quota,
    Repair, Rule, Step, Unit, Way, Words,
};
use crate::model::schema::Text;
use crate::text::{Applicability, Span};
use crate::tree::{DEEPEST, NodeId};

/// Evaluates rules over the structures of a document, in the order of the document and then of the rules.
pub(super) struct Evaluator<'e> {
    pub(super) around: &'e Surroundings<'e>,
    pub(super) quotas: &'e [Quota],
    /// Quotas that differ from the documented ones.
    pub(super) overrides: &'e [(u16, i64)],
    /// Texts at paths from the root, which are the same for every instance.
    known: BTreeMap<*const Path, Known<'e>>,
    /// Values that an error already speaks of.
    silenced: BTreeSet<NodeId>,
    /// Members that are not there, so that the request is refused and takes nothing away: an error speaks of them.
    absent: BTreeMap<NodeId, Vec<&'e Path>>,
    /// What must not be there at all, so that whatever is wrong in it goes with it.
    removed: BTreeSet<NodeId>,
    pub(super) events: Vec<Event>,
    /// How many suggestions were made.
    suggestions: usize,
}

/// Whether a finding of a rule makes what it speaks of unknown to others: an error does, but what a team asks for beside the
/// service leaves unsaid nothing of what the service does.
fn silences(index: usize, rule: &Rule) -> bool {
    rule.severity == Severity::Error && index < builtin::RULES.len()
}

/// One rule at one target.
struct Site<'s> {
    index: usize,
    rule: &'s Rule,
    instance: NodeId,
    target: NodeId,
}

impl<'e> Evaluator<'e> {
    pub(super) fn new(
        around: &'e Surroundings<'e>,
        quotas: &'e [Quota],
        overrides: &'e [(u16, i64)],
    ) -> Self {
        Self {
            around,
            quotas,
            overrides,
            known: BTreeMap::new(),
            silenced: BTreeSet::new(),
            absent: BTreeMap::new(),
            removed: BTreeSet::new(),
            events: Vec::new(),
            suggestions: 0,
        }
    }

    /// Evaluates some rules.
    pub(super) fn run(
        &mut self,
        book: &RuleBook<'e>,
        rules: &ByShape,
        operation: Option<OperationKind>,
        structures: &[NodeId],
    ) {
        let document = self.document();
        let version = document.version;
        self.known.clear();
        for instance in structures {
            let Some(shape) = document.structure_of(*instance) else {
                continue;
            };
            let entries = rules.of(shape);
            if entries.is_empty() {
                continue;
            }
            let filled = document.filled(*instance);
            for entry in entries
                .iter()
                .filter(|entry| entry.holds(version, operation))
            {
                let is_open = entry.gate.lets_through(filled);
                // The library's own tests look behind shut gates as well.
                if !is_open && !cfg!(test) {
                    continue;
                }
                let index = usize::from(entry.rule);
                let Some(rule) = book.get(index).filter(|rule| book.is_on(rule)) else {
                    continue;
                };
                let before = self.events.len();
                self.rule(index, rule, entry, *instance);
                assert!(
                    is_open || self.events.len() == before,
                    "the gate of `{}` is shut where it has something to say",
                    rule.name
                );
            }
        }
    }

    /// What was found. What was met before in that which must not be there at all is dropped, as it is here.
    pub(super) fn take_events(&mut self, before: &mut Vec<Event>) -> Vec<Event> {
        let mut events = std::mem::take(&mut self.events);
        for events in [before, &mut events] {
            events.retain(|event| !self.is_removed(event));
        }
        events
    }

    /// Whether a fault lies within what must not be there at all.
    fn is_removed(&self, event: &Event) -> bool {
        let tree = self.document().tree;
        let around = |node: NodeId| {
            std::iter::successors(tree.node(node).parent(), |at| tree.node(*at).parent())
                .take(DEEPEST)
        };
        !self.removed.is_empty()
            && event
                .node
                .is_some_and(|node| around(node).any(|node| self.removed.contains(&node)))
    }

    /// Whether an error is already reported about a value.
    fn is_silenced(&self, node: NodeId) -> bool {
        self.silenced.contains(&node)
    }

    /// Whether a finding kept other rules from speaking of the same value or member.
    pub(super) fn has_silenced(&self) -> bool {
        !self.silenced.is_empty() || !self.absent.is_empty() || !self.removed.is_empty()
    }

    fn document(&self) -> &'e Document<'e> {
        self.around.document
    }

    fn rule(&mut self, index: usize, rule: &'e Rule, entry: &Entry, instance: NodeId) {
        let path = &rule.at[usize::from(entry.target)].path;
        if let Check::Kept {
            key,
            fold,
            ignore_prefix,
        } = &rule.check
        {
            if self.around.previous.is_some() && self.applies(rule, instance) {
                let alike = Alike {
                    key,
                    fold: *fold,
                    ignore_prefix: ignore_prefix.as_deref().unwrap_or_default(),
                };
                self.kept(index, path, instance, &alike);
            }
            return;
        }
        let document = self.document();
        let reached;
        let direct = match entry.way {
            Way::Instance => Some(instance),
            Way::Slot(slot) => Some(document.slot_at(instance, slot))
                .filter(|slot| slot.count == 1)
                .and_then(Slot::node),
            Way::Path => None,
        };
        let targets = if let Some(target) = &direct {
            std::slice::from_ref(target)
        } else {
            reached = self.around.reach(path, instance);
            reached.nodes.as_slice()
        };
        let kept;
        let targets = if let Some(only) = rule.only {
            kept = self.of_format(targets, only);
            kept.as_slice()
        } else {
            targets
        };
        let Some(first) = targets.first().copied() else {
            return;
        };
        match &rule.check {
            Check::Unique {
                key,
                fold,
                ignore_prefix,
            } => {
                if targets.len() > 1 && self.applies(rule, instance) {
                    let silences = silences(index, rule);
                    self.unique(
                        index,
                        targets,
                        *key,
                        *fold,
                        ignore_prefix.as_deref().unwrap_or_default(),
                        silences,
                    );
                }
                return;
            }
            Check::Covers(key) => {
                if targets.len() > 1 && self.applies(rule, instance) {
                    self.covers(index, targets, *key);
                }
                return;
            }
            Check::Count(interval)
                if rule.only.is_some()
                    || document.binding(first).ordinal > 0 && !path.ends_in_items() =>
            {
                if !self.holds(interval, targets.len() as i64) && self.applies(rule, instance) {
                    let site = Site {
                        index,
                        rule,
                        instance,
                        target: first,
                    };
                    self.count_siblings(&site, interval, targets);
                }
                return;
            }
            _ => {}
        }
        let mut applies = None;
        for target in targets.iter().copied() {
            let is_scalar = document.shape_of(target).is_none();
            // Two limits of one list are about the same fault, as are two facts about one value.
            let is_one_fact = is_scalar || matches!(rule.check, Check::Count(_));
            if is_one_fact && self.silenced.contains(&target)
                || is_scalar && document.binding(target).faulty
            {
                continue;
            }
            // Nearly every value is right, and then the conditions need not be asked.
            if !self.is_suspect(&rule.check, target) {
                continue;
            }
            if !*applies.get_or_insert_with(|| self.applies(rule, instance)) {
                return;
            }
            let before = self.events.len();
            self.check(&Site {
                index,
                rule,
                instance,
                target,
            });
            if is_one_fact && self.events.len() > before && silences(index, rule) {
                self.silenced.insert(target);
            }
        }
    }

    /// Those of some targets that have a format, or do not have it. What is at fault is not among them.
    fn of_format(&self, targets: &[NodeId], only: Only) -> Nodes {
        let Some(format) = self.around.formats.get(usize::from(only.format)) else {
            return Nodes::new();
        };
        let document = self.document();
        let is_meant = |node: &NodeId| {
            !document.binding(*node).faulty
                && format.matches(document.tree.text(*node)) != only.negated
        };
        targets.iter().copied().filter(is_meant).collect()
    }

    /// Whether all conditions of a rule hold for an instance.
    fn applies(&self, rule: &Rule, instance: NodeId) -> bool {
        self.around.all_hold(&rule.when, instance) == Some(true)
    }

    /// Whether a target is not what a check asks for. Checks that need more than the target suspect every one.
    fn is_suspect(&self, check: &Check, target: NodeId) -> bool {
        let document = self.document();
        match check {
            Check::In {
                values,
                fold,
                negated,
            } => {
                let text = document.tree.text(target);
                values
                    .iter()
                    .any(|value| compare::listed(text, value, *fold))
                    == *negated
            }
            Check::Range { interval, also } => document
                .number(target)
                .is_some_and(|number| !self.holds(interval, number) && !also.contains(&number)),
            Check::Length { interval, unit } => {
                !self.holds(interval, measure(document, target, *unit))
            }
            Check::Format { format, negated } => {
                let format = self.around.formats.get(usize::from(*format));
                format.is_some_and(|format| format.matches(document.tree.text(target)) == *negated)
            }
            Check::Count(interval) => {
                let is_unknown = || {
                    let list = document.list_of(target);
                    document.is_list_unknown(target)
                        || list.is_some_and(|list| document.binding(list).faulty)
                };
                !self.holds(interval, measure(document, target, Unit::Items)) && !is_unknown()
            }
            _ => true,
        }
    }

    /// Judges a target that is [suspect](Self::is_suspect).
    fn check(&mut self, site: &Site<'e>) {
        let document = self.document();
        let text = document.tree.text(site.target);
        match &site.rule.check {
            Check::Builtin(_) | Check::Unique { .. } | Check::Covers(_) | Check::Kept { .. } => {}
            Check::Forbidden => {
                self.report(site, Vec::new());
                if site.rule.severity == Severity::Error
                    && matches!(site.rule.repair, Some(Repair::Remove))
                {
                    self.removed.insert(site.target);
                }
            }
            Check::Required { paths, together } => self.required(site, paths, *together),
            Check::Choice(quantifier, paths) => self.choice(site, *quantifier, paths),
            Check::In {
                values, negated, ..
            } => self.one_of(site, text, values, *negated),
            Check::Range { interval, .. } => {
                let Some(number) = document.number(site.target) else {
                    return;
                };
                let mut arguments = self.interval_arguments(interval);
                let bound = interval
                    .min
                    .filter(|min| number < self.limit(*min))
                    .or(interval.max);
                arguments.extend(bound.map(|bound| ("nearest", self.limit(bound).to_string())));
                self.report(site, arguments);
            }
            Check::Length { interval, unit } => {
                let mut arguments = self.interval_arguments(interval);
                arguments.push((
                    "length",
                    phrasing::number(measure(document, site.target, *unit)),
                ));
                self.report(site, arguments);
            }
            Check::Format { format, .. } => {
                let Some(format) = self.around.formats.get(usize::from(*format)) else {
                    return;
                };
                self.report(site, vec![("format", format.describe.to_string())]);
            }
            Check::Count(interval) => {
                let mut arguments = self.interval_arguments(interval);
                arguments.push((
                    "count",
                    phrasing::number(measure(document, site.target, Unit::Items)),
                ));
                self.report(site, arguments);
            }
            Check::Reference {
                paths,
                fold,
                negated,
            } => self.reference(site, text, paths, *fold, *negated),
            Check::Placeholders(paths) => self.placeholders(site, text, paths),
            Check::Subset(path) => self.subset(site, path),
            Check::ClosedSets(sets) => self.closed_sets(site, sets),
            Check::Order(members) => self.order(site, members),
            Check::Equal(paths) => self.equal(site, text, paths),
            Check::Sum {
                paths,
                unit,
                each,
                max,
            } => self.sum(site, paths, *unit, *each, *max),
            Check::Unchanged { default, .. } => self.unchanged(site, default.as_deref()),
        }
    }

    /// Adds what was probably meant. After many findings nobody reads that any more, and it is what costs most.
    fn suggest(
        &mut self,
        rule: &Rule,
        arguments: &mut Vec<(&'static str, String)>,
        text: &str,
        known: Vec<&str>,
    ) {
        const MOST_SUGGESTIONS: usize = 1000;
        self.suggestions += 1;
        if self.suggestions > MOST_SUGGESTIONS || !speaks_of_suggestions(rule) {
            return;
        }
        let near = nearest(text, known);
        if let Some(best) = near.first() {
            arguments.push(("suggestions", phrasing::choices(&near)));
            arguments.push(("suggestion", phrasing::quote(best)));
            arguments.push(("suggested", (*best).to_owned()));
        }
    }

    /// The event of a rule at its target.
    fn report(&mut self, site: &Site<'_>, arguments: Vec<(&'static str, String)>) {
        let event = self.event(site, arguments);
        self.events.push(event);
    }

    fn event(&self, site: &Site<'_>, arguments: Vec<(&'static str, String)>) -> Event {
        let mut event =
            Event::of(Cause::Rule(site.index), place(self.document(), site.target)).at(site.target);
        event.arguments = arguments;
        event
    }

    fn limit(&self, limit: Limit) -> i64 {
        match limit {
            Limit::Number(number) => number,
            Limit::Quota(index) => {
                let changed = self
                    .overrides
                    .iter()
                    .find(|(quota, _)| *quota == index)
                    .map(|(_, value)| *value);
                changed
                    .or_else(|| self.quotas.get(usize::from(index)).map(|quota| quota.value))
                    .unwrap_or(i64::MAX)
            }
        }
    }

    fn holds(&self, interval: &Interval, number: i64) -> bool {
        interval.min.is_none_or(|min| number >= self.limit(min))
            && interval.max.is_none_or(|max| number <= self.limit(max))
    }

    fn interval_arguments(&self, interval: &Interval) -> Vec<(&'static str, String)> {
        let mut arguments = Vec::new();
        for (name, limit) in [("min", interval.min), ("max", interval.max)] {
            let Some(limit) = limit else { continue };
            arguments.push((name, phrasing::number(self.limit(limit))));
            self.quota_arguments(limit, &mut arguments);
        }
        arguments
    }

    fn quota_arguments(&self, limit: Limit, arguments: &mut Vec<(&'static str, String)>) {
        let Limit::Quota(index) = limit else { return };
        let Some(quota) = self.quotas.get(usize::from(index)) else {
            return;
        };
        arguments.push(("quota", quota.title.to_string()));
        arguments.push(("quota-name", quota.name.to_string()));
        if quota.adjustable {
            arguments.push(("raise", "AWS raises this quota on request".to_owned()));
        }
    }

    fn required(&mut self, site: &Site<'_>, paths: &'e [Path], together: bool) {
        let missing: Vec<&'e Path> = paths
            .iter()
            .filter(|path| self.exists(site.target, path))
            .filter(|path| {
                let reached = self.around.reach(path, site.target);
                reached.is_empty() && !reached.unknown
            })
            .collect();
        if silences(site.index, site.rule) && !missing.is_empty() {
            self.absent.entry(site.target).or_default().extend(&missing);
        }
        for some in missing.chunks(if together { missing.len().max(1) } else { 1 }) {
            let names: Vec<&str> = some.iter().map(|path| path.text.as_ref()).collect();
            let mut arguments = vec![
                ("members", phrasing::list(&names, "and")),
                ("count", phrasing::number(names.len() as i64)),
            ];
            let mut event = self.event(site, Vec::new());
            if let [only] = some {
                arguments.push(("member", only.text.to_string()));
            } else {
                event = event.variant("several");
            }
            event.arguments = arguments;
            event.span = head(self.document(), site.target);
            if some.iter().any(|path| self.was_there(site.target, path)) {
                // What the previous document says is better than any usual value.
                event.applicability = Some(Applicability::Unsafe);
            }
            self.events.push(event);
        }
    }

    /// Whether an error says already that what a path leads through is not there.
    fn is_told_absent(&self, instance: NodeId, path: &Path) -> bool {
        let is_within = |absent: &Path| {
            let mut steps = path.steps.iter();
            path.base == absent.base
                && absent.steps.iter().all(|step| match (step, steps.next()) {
                    (Step::Member(one), Some(Step::Member(other))) => one == other,
                    _ => false,
                })
        };
        self.absent
            .get(&instance)
            .is_some_and(|absent| absent.iter().any(|absent| is_within(absent)))
    }

    /// Whether a structure can have such a member in this version.
    fn exists(&self, target: NodeId, path: &Path) -> bool {
        let document = self.document();
        let (Some(Step::Member(name)), Some(shape)) =
            (path.steps.first(), document.structure_of(target))
        else {
            return true;
        };
        document
            .shape(shape)
            .member(*name, document.version)
            .is_some()
    }

    fn choice(&mut self, site: &Site<'_>, quantifier: Quantifier, paths: &[Path]) {
        let mut found = Vec::new();
        for path in paths {
            let reached = self.around.reach(path, site.target);
            if reached.unknown {
                return;
            }
            found.extend(
                reached
                    .nodes
                    .first()
                    .map(|node| (path.text.as_ref(), *node)),
            );
        }
        let wrong = match quantifier {
            Quantifier::AtLeast => found.is_empty(),
            Quantifier::AtMost => found.len() > 1,
            Quantifier::Exactly => found.len() != 1,
            Quantifier::None => !found.is_empty(),
        };
        if !wrong {
            return;
        }
        let members: Vec<&str> = paths.iter().map(|path| path.text.as_ref()).collect();
        let mut arguments = vec![("members", phrasing::list(&members, "or"))];
        let mut event_variant = "none";
        if !found.is_empty() {
            event_variant = "several";
            let names: Vec<&str> = found.iter().map(|(name, _)| *name).collect();
            arguments.push(("found", phrasing::list(&names, "and")));
        }
        let document = self.document();
        let mut event = self.event(site, arguments).variant(event_variant);
        event.span = head(document, site.target);
        if quantifier == Quantifier::None {
            found.sort_by_key(|(_, node)| *node);
            event.node = found.first().map(|(_, node)| *node);
            event.span = event.node.map_or(event.span, |node| place(document, node));
            event
                .related
                .extend(found.iter().skip(1).map(|(_, node)| place(document, *node)));
            if site.rule.severity == Severity::Error {
                self.removed.extend(found.iter().map(|(_, node)| *node));
            }
        } else if let [(_, first), .., (_, last)] = found.as_slice() {
            event.span = head(document, *last);
            event.node = Some(*last);
            event.related.push(head(document, *first));
        }
        self.events.push(event);
    }

    fn one_of(&mut self, site: &Site<'_>, text: &str, values: &[Text], negated: bool) {
        let mut arguments = Vec::new();
        if !negated {
            let allowed: Vec<&str> = values.iter().map(AsRef::as_ref).collect();
            arguments.push(("allowed", phrasing::choices(&allowed)));
            self.suggest(site.rule, &mut arguments, text, allowed);
        }
        self.report(site, arguments);
    }

    fn order(&mut self, site: &Site<'_>, members: &[Ordered]) {
        let document = self.document();
        let mut last: Option<(&Ordered, i64, Option<NodeId>)> = None;
        for member in members {
            let reached = self.around.reach(&member.path, site.target);
            let node = reached.nodes.first().copied();
            let number = match node {
                Some(node) if document.binding(node).faulty || self.silenced.contains(&node) => {
                    return;
                }
                Some(node) => document.number(node),
                None if reached.unknown => return,
                None => member.default,
            };
            let Some(number) = number else { continue };
            if let Some((lower, least, lower_node)) = last
                && number < least
                && (node.is_some() || lower_node.is_some())
            {
                // A number that the documentation gives was hardly mistyped.
                let is_usual = |member: &Ordered, number: i64| member.usual == Some(number);
                let is_lower_wrong = is_usual(member, number) && !is_usual(lower, least);
                let (at, other, meant, variant) = match (node, lower_node) {
                    (Some(node), Some(lower_node)) if is_lower_wrong => {
                        (lower_node, Some(node), number, "lower")
                    }
                    (Some(node), Some(lower_node)) => (node, Some(lower_node), least, ""),
                    (Some(node), None) => (node, None, least, "default"),
                    (None, Some(lower_node)) => (lower_node, None, number, "default"),
                    (None, None) => return,
                };
                let arguments = vec![
                    ("lower", phrasing::quote(&lower.path.text)),
                    ("lower-value", phrasing::number(least)),
                    ("higher", phrasing::quote(&member.path.text)),
                    ("higher-value", phrasing::number(number)),
                    ("meant", meant.to_string()),
                ];
                let mut event = self.event(site, arguments).variant(variant);
                event.node = Some(at);
                event.span = place(document, at);
                event
                    .related
                    .extend(other.map(|node| place(document, node)));
                self.events.push(event);
                if site.rule.severity == Severity::Error {
                    self.silenced.insert(at);
                }
                return;
            }
            last = Some((member, number, node));
        }
    }
}

/// Whether a rule's words or repair have a use for what was probably meant.
fn speaks_of_suggestions(rule: &Rule) -> bool {
    let uses = |words: &Words| {
        let parts = [
            &words.message,
            &words.label,
            &words.related,
            &words.note,
            &words.help,
            &words.fix,
        ];
        parts
            .into_iter()
            .flatten()
            .any(|part| part.contains("{suggest"))
    };
    uses(&rule.words)
        || rule.variants.iter().any(|(_, words)| uses(words))
        || matches!(&rule.repair, Some(Repair::Transform(_) | Repair::Write(_)))
}

/// The smallest true place of a target: the text of a scalar, the name of anything else.
fn place(document: &Document<'_>, node: NodeId) -> Span {
    if document.shape_of(node).is_some() {
        head(document, node)
    } else {
        scalar::place(document, node)
    }
}

/// The name of a node, or what stands first where it has none.
pub(super) fn head(document: &Document<'_>, node: NodeId) -> Span {
    let it = document.tree.node(node);
    if !it.name.is_empty() {
        return it.name;
    }
    let value = it.value();
    Span::new(
        value.start as usize,
        (value.start + 1).min(value.end) as usize,
    )
}

fn measure(document: &Document<'_>, node: NodeId, unit: Unit) -> i64 {
    let length = match unit {
        Unit::Characters => document.tree.text(node).chars().count(),
        Unit::Bytes => document.tree.text(node).len(),
        Unit::Items => document
            .list_of(node)
            .map_or(0, |list| document.tree.children(list).count()),
    };
    length as i64
}

impl Path {
    /// Whether it leads to the items of a list.
    fn ends_in_items(&self) -> bool {
        matches!(self.steps.last(), Some(Step::Items | Step::Where { .. }))
    }

    /// Whether it leads to the same nodes from every instance.
    fn is_shared(&self) -> bool {
        let joins = self
            .steps
            .iter()
            .any(|step| matches!(step, Step::Where { .. }));
        self.base != crate::model::rule::Base::Instance && !joins
    }

    /// The way to the list that the path leads into: everything before the first step over items.
    fn container(&self) -> Self {
        let until = self
            .steps
            .iter()
            .position(|step| matches!(step, Step::Items))
            .unwrap_or(self.steps.len().saturating_sub(1));
        Self {
            base: self.base,
            steps: self.steps[..until].to_vec().into(),
            text: self.text.clone(),
        }
    }
}

#[cfg(all(test, feature = "config"))]
mod tests {
    use crate::{Linter, Source, builtin, example, tree};

    /// A gate that is shut where its rule has something to say stops the evaluation in tests, so documents are all that it takes: those of
    /// the examples, and the standard ones with every element left out in turn.
    #[test]
    fn shut_gates_hide_nothing() {
        for rule in &builtin::RULES {
            for it in rule.bad.iter().chain(rule.good.iter()) {
                let document =
                    example::document(rule, it).expect("the tests of the rules have read it");
                example::request(Linter::new(), it, &document).lint(&document.text);
            }
        }
        for (_, text) in builtin::BASES {
            let source = Source::new(text);
            let (tree, _) = tree::parse(&source);
            for node in tree.nodes() {
                let without = [
                    &text[..node.whole.start as usize],
                    &text[node.whole.end as usize..],
                ]
                .concat();
                Linter::new().lint(&without);
            }
        }
    }
}
