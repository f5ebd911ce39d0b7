//! Evaluating the rules on a bound document. Every kind of check is general: it knows numbers,
//! texts, lists and paths, and never a name.
//!
//! What lives here: going through rules and targets, one mistake giving one finding. The checks are
//! in files by what they look at: `values` one value, `members` the members of a structure, `lists`
//! several items together, `references` other parts of the document, `history` the previous
//! document.

pub(crate) mod compare;
mod conditions;
mod history;
mod instances;
mod limits;
mod lists;
mod members;
pub(crate) mod path_walk;
mod references;
mod repeated;
mod shown;
#[cfg(test)]
mod tests;
mod values;
#[cfg(test)]
mod work;

use std::collections::{BTreeMap, BTreeSet};

use crate::builtin;
use crate::lint::document::{DEEPEST, Document, Instance};
pub(crate) use crate::lint::evaluate::instances::Instances;
pub(crate) use crate::lint::evaluate::limits::Limits;
use crate::lint::evaluate::path_walk::{Inputs, Nodes};
use crate::lint::evaluate::references::Gathered;
use crate::lint::fault::{Cause, Fault};
use crate::lint::gaps::{Doubts, MOST_DOUBTS};
use crate::lint::rulebook::RuleBook;
use crate::lint::structure::scalar;
use crate::lint::wording::Argument;
use crate::model::Severity;
use crate::model::near::nearest;
use crate::model::rule::{
    ByShape, Check, Entry, HistoryCheck, Only, OperationKind, Path, Repair, Rule, Situation, Step,
    TargetCheck, Way, Words,
};
use crate::text::Span;
use crate::tree::{NodeId, NodeSet};

/// The values of placeholders that a check fills.
type Arguments<'e> = Vec<(&'static str, Argument<'e>)>;

/// Evaluates rules over the structures of a document, in the order of the document and then of the
/// rules.
pub(super) struct Evaluator<'e> {
    inputs: Inputs<'e>,
    limits: Limits<'e>,
    /// Texts at paths.
    gathered: Gathered<'e>,
    /// Values that an error reports.
    reported: NodeSet,
    /// Missing members that an error reports, by structure: such a request is refused and removes
    /// nothing. Only what compares with a previous document asks which.
    missing: BTreeMap<NodeId, Vec<&'e Path>>,
    /// How many members are missing by the errors that were found.
    missing_count: usize,
    /// What must be removed as a whole, with all its faults.
    forbidden: NodeSet,
    /// Rules with the element where what they need is itself at fault.
    doubts: Vec<(usize, NodeId)>,
    /// What the previous document has at paths and was compared.
    compared: BTreeSet<(*const Path, NodeId)>,
    faults: Vec<Fault<'e>>,
    /// How many faults were found, kept or not.
    count: usize,
    /// How many suggestions were made.
    suggestions: usize,
}

/// A rule at one of its targets.
#[derive(Clone, Copy)]
struct Site<'e> {
    /// The place of the rule among those of the run.
    index: usize,
    rule: &'e Rule,
    instance: NodeId,
    target: NodeId,
}

impl Site<'_> {
    /// Whether a finding here makes its value unknown to other rules. An error does; but what a
    /// team asks for beyond the service leaves nothing unreported that the service refuses.
    fn silences_others(&self) -> bool {
        self.rule.severity == Severity::Error && self.index < builtin::RULES.len()
    }
}

impl<'e> Evaluator<'e> {
    pub(super) fn new(inputs: Inputs<'e>, limits: Limits<'e>) -> Self {
        Self {
            inputs,
            limits,
            gathered: Gathered::default(),
            reported: NodeSet::default(),
            missing: BTreeMap::new(),
            missing_count: 0,
            forbidden: NodeSet::default(),
            doubts: Vec::new(),
            compared: BTreeSet::new(),
            faults: Vec::new(),
            count: 0,
            suggestions: 0,
        }
    }

    /// Evaluates some rules.
    pub(super) fn run(
        &mut self,
        book: &RuleBook<'e>,
        rules: &ByShape,
        operation: Option<OperationKind>,
        instances: &Instances<'_>,
    ) {
        let document = self.document();
        self.gathered = Gathered::default();
        for instance in instances.of(document) {
            let Instance {
                filled, unknown, ..
            } = instance;
            for entry in rules
                .of(instance.shape)
                .iter()
                .filter(|entry| entry.applies_to(document.version, operation))
            {
                if entry.gate.lets_through(filled) {
                    if let Some(rule) = book.of_entry(entry, document.dialect()) {
                        self.evaluate(rule, entry, &instance);
                    }
                } else if !unknown.is_empty() && entry.gate.might_let_through(filled, unknown) {
                    self.doubt(usize::from(entry.rule), instance.node);
                }
            }
        }
    }

    /// The faults that were found. Those found before in what must be removed as a whole are
    /// dropped, as they are here.
    pub(super) fn finish(self, before: &mut Vec<Fault<'e>>) -> Vec<Fault<'e>> {
        let tree = self.document().tree;
        let ancestors = |node: NodeId| {
            std::iter::successors(tree.node(node).parent(), |at| tree.node(*at).parent())
                .take(DEEPEST)
        };
        let is_forbidden = |node: NodeId| ancestors(node).any(|at| self.forbidden.contains(at));
        let mut faults = self.faults;
        if !self.forbidden.is_empty() {
            for faults in [before, &mut faults] {
                faults.retain(|fault| !fault.node.is_some_and(is_forbidden));
            }
        }
        faults
    }

    /// What was in doubt.
    pub(super) fn doubts(&mut self) -> Doubts {
        Doubts {
            rules: std::mem::take(&mut self.doubts),
            removed: self.forbidden.clone(),
        }
    }

    /// Notes that what a rule needs at an element is itself at fault.
    fn doubt(&mut self, rule: usize, node: NodeId) {
        if self.doubts.last() != Some(&(rule, node)) && self.doubts.len() <= MOST_DOUBTS {
            self.doubts.push((rule, node));
        }
    }

    /// The same for the instance of a site.
    fn doubt_site(&mut self, site: &Site<'_>) {
        self.doubt(site.index, site.instance);
    }

    /// Whether a finding kept other rules from reporting the same value or member.
    pub(super) fn has_silenced(&self) -> bool {
        !self.reported.is_empty() || self.missing_count > 0 || !self.forbidden.is_empty()
    }

    /// How many members are missing by the errors that were found.
    pub(super) fn missing(&self) -> usize {
        self.missing_count
    }

    fn document(&self) -> &'e Document<'e> {
        self.inputs.document
    }

    fn evaluate(&mut self, rule: &'e Rule, entry: &Entry, instance: &Instance) {
        #[cfg(test)]
        work::begin(usize::from(entry.rule));
        let only_target = match entry.way {
            Way::Instance => Some(instance.node),
            Way::Slot(slot) => self.document().only_in_slot(instance, slot),
            Way::Path => None,
        };
        if only_target.is_some_and(|target| self.is_right(&rule.check, target)) {
            return;
        }
        let site = Site {
            index: usize::from(entry.rule),
            rule,
            instance: instance.node,
            target: only_target.unwrap_or(instance.node),
        };
        let path = &rule.at[usize::from(entry.target)].path;
        match (&rule.check, only_target) {
            (Check::List(check), Some(target)) => self.list(&site, path, check, &[target]),
            (check, Some(_)) => {
                self.check(&site, check, &mut None);
            }
            // What was dropped cannot be a target.
            (Check::History(HistoryCheck::Kept(key)), None) => self.kept(&site, path, key),
            (_, None) => self.all_targets(site, path),
        }
    }

    /// Evaluates a rule at all nodes that its path leads to.
    fn all_targets(&mut self, mut site: Site<'e>, path: &'e Path) {
        let reached = self.inputs.reach(path, site.instance);
        let mut targets = reached.nodes;
        if let Some(only) = site.rule.only {
            targets = self.of_format(&site, &targets, only);
        }
        let Some(first) = targets.first() else {
            if reached.unknown {
                self.doubt_site(&site);
            }
            return;
        };
        site.target = *first;
        match &site.rule.check {
            Check::List(check) => self.list(&site, path, check, &targets),
            check => self.each(&site, check, &targets),
        }
    }

    /// Those of some targets that have a format, or do not have it. A target at fault is not among
    /// them.
    fn of_format(&mut self, site: &Site<'_>, targets: &[NodeId], only: Only) -> Nodes {
        let formats = self.inputs.formats;
        let Some(format) = formats.get(usize::from(only.format)) else {
            return Nodes::new();
        };
        let document = self.document();
        if targets.iter().any(|node| document.binding(*node).faulty) {
            self.doubt_site(site);
        }
        let is_meant = |node: &NodeId| {
            !document.binding(*node).faulty
                && format.matches(document.tree.text(*node)) != only.negated
        };
        targets.iter().copied().filter(is_meant).collect()
    }

    /// Whether all conditions of a rule are true for its instance.
    fn applies(&mut self, site: &Site<'_>) -> bool {
        let inputs = self.inputs_of(site.rule);
        let is_true = inputs.all_hold(&site.rule.when, site.instance);
        if is_true.is_none() {
            self.doubt_site(site);
        }
        is_true == Some(true)
    }

    /// What a rule is evaluated on. Of an unknown value, parts may be known; only errors read them.
    fn inputs_of(&self, rule: &Rule) -> Inputs<'e> {
        Inputs {
            reads_outlines: rule.severity == Severity::Error,
            ..self.inputs
        }
    }

    /// Whether an unknown value is wrong whatever it is.
    fn is_wrong(&self, site: &Site<'_>, check: &Check, target: NodeId) -> bool {
        let Check::Target(TargetCheck::Format {
            format, negated, ..
        }) = check
        else {
            return false;
        };
        let inputs = self.inputs_of(site.rule);
        inputs.has_format(self.document(), target, *format) == Some(*negated)
    }

    /// Whether a target is certainly what a check requires. Nearly every value is, and then nothing
    /// else needs to be evaluated.
    fn is_right(&self, check: &Check, target: NodeId) -> bool {
        matches!(check, Check::Target(check) if !self.is_suspect(check, target))
            && !self.is_in_doubt(target)
    }

    /// Whether a target is a value that is at fault, or that an error reports.
    fn is_in_doubt(&self, target: NodeId) -> bool {
        let document = self.document();
        (document.binding(target).faulty || self.reported.contains(target))
            && document.shape_of(target).is_none()
    }

    /// Checks each target by itself.
    fn each(&mut self, site: &Site<'e>, check: &'e Check, targets: &[NodeId]) {
        let mut applies = None;
        for target in targets.iter().copied() {
            let site = Site { target, ..*site };
            if !self.is_right(check, target) && !self.check(&site, check, &mut applies) {
                return;
            }
        }
    }

    /// Checks the target of a site, which is not certainly right. Returns whether the conditions of
    /// the rule are true for its instance, as far as that was asked.
    fn check(&mut self, site: &Site<'e>, check: &'e Check, applies: &mut Option<bool>) -> bool {
        let target = site.target;
        if self.is_in_doubt(target)
            && (self.reported.contains(target) || !self.is_wrong(site, check, target))
        {
            self.doubt(site.index, target);
            return true;
        }
        if !*applies.get_or_insert_with(|| self.applies(site)) {
            return false;
        }
        let before = self.count;
        match check {
            Check::Target(check) => self.target(site, check),
            Check::History(HistoryCheck::Unchanged { default, .. }) => {
                self.unchanged(site, default.as_deref());
            }
            _ => {}
        }
        let is_reported = self.count > before && self.document().shape_of(target).is_none();
        if is_reported && site.silences_others() && self.variant(site).is_none() {
            self.reported.insert(target);
        }
        true
    }

    /// The variant of a rule whose conditions are true, or unknown: a rule that would report an
    /// error otherwise is then careful.
    fn variant(&self, site: &Site<'e>) -> Option<&'e str> {
        let mut conditional = site
            .rule
            .variants
            .iter()
            .filter(|(_, it)| !it.when.is_empty());
        let found = conditional
            .find(|(_, it)| self.inputs.all_hold(&it.when, site.instance) != Some(false));
        found.map(|(name, _)| name.as_ref())
    }

    /// Adds what was probably meant, unless there are so many findings that nobody reads it: it is
    /// what costs most.
    fn suggest(
        &mut self,
        rule: &Rule,
        arguments: &mut Arguments<'e>,
        text: &str,
        known: Vec<&'e str>,
    ) {
        const MOST_SUGGESTIONS: usize = 1000;
        self.suggestions += 1;
        if self.suggestions > MOST_SUGGESTIONS || !uses_suggestions(rule) {
            return;
        }
        let near = nearest(text, known);
        if let Some(best) = near.first().copied() {
            arguments.push(("suggestions", Argument::choice(near)));
            arguments.push(("suggestion", Argument::value(best)));
            arguments.push(("suggested", best.into()));
        }
    }

    /// Adds a fault.
    fn add(&mut self, fault: Fault<'e>) {
        self.count += 1;
        self.document().keep(&mut self.faults, fault);
    }

    /// Reports a rule at its target.
    fn report(&mut self, site: &Site<'e>, arguments: Arguments<'e>) {
        let fault = self.fault(site, Situation::Usual, arguments);
        self.add(fault);
    }

    /// The fault of a rule at its target.
    fn fault(&self, site: &Site<'e>, situation: Situation, arguments: Arguments<'e>) -> Fault<'e> {
        let cause = Cause::Rule(site.index, situation);
        let mut fault = Fault::of(cause, place(self.document(), site.target)).at(site.target);
        fault.arguments = arguments;
        fault.variant = self.variant(site);
        self.show(site, &mut fault);
        fault
    }

    /// Whether a structure may have such a member in this version.
    fn exists(&self, target: NodeId, path: &Path) -> bool {
        match path.steps.first() {
            Some(Step::Member(name)) if self.document().structure_of(target).is_some() => {
                self.document().may_have(target, *name)
            }
            _ => true,
        }
    }
}

/// Whether a rule's words or repair use what was probably meant.
fn uses_suggestions(rule: &Rule) -> bool {
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
        scalar::place(document.tree, node)
    }
}

/// The name of a node, or what comes first where it has none.
fn head(document: &Document<'_>, node: NodeId) -> Span {
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

impl Path {
    /// Whether it leads to the items of a list.
    fn ends_in_items(&self) -> bool {
        matches!(self.steps.last(), Some(Step::Items | Step::Where { .. }))
    }

    /// Whether it leads to the same nodes from every instance.
    fn is_shared(&self) -> bool {
        let joins = |step: &Step| matches!(step, Step::Where { .. });
        self.base != crate::model::rule::Base::Instance && !self.steps.iter().any(joins)
    }

    /// The path to the list that this one leads into: everything before the first step over items.
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
