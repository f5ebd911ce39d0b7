//! Checks of one value: its text, its number, its length, its format.

use super::{Evaluator, Site, compare};
use crate::lint::document::Document;
use crate::lint::wording::Argument;
use crate::model::Severity;
use crate::model::rule::{Format, Interval, Repair, Situation, TargetCheck, Unit};
use crate::model::schema::Text;
use crate::text::Span;
use crate::tree::NodeId;

impl<'e> Evaluator<'e> {
    /// Whether a target is not what a check requires. Checks that need more than the target suspect
    /// every one.
    pub(super) fn is_suspect(&self, check: &TargetCheck, target: NodeId) -> bool {
        let document = self.document();
        match check {
            TargetCheck::In {
                values,
                fold,
                negated,
            } => {
                let text = document.tree.text(target);
                compare::is_listed(text, values, *fold) == *negated
            }
            TargetCheck::Range { interval, also } => {
                document.number(target).is_some_and(|number| {
                    !self.limits.allow(interval, number) && !also.contains(&number)
                })
            }
            TargetCheck::Length { interval, unit } => {
                !self.limits.allow(interval, measure(document, target, unit))
            }
            TargetCheck::Format {
                format, negated, ..
            } => {
                let format = self.inputs.formats.get(usize::from(*format));
                format.is_some_and(|format| format.matches(document.tree.text(target)) == *negated)
            }
            _ => true,
        }
    }

    /// Checks a target that is [suspect](Self::is_suspect).
    pub(super) fn target(&mut self, site: &Site<'e>, check: &'e TargetCheck) {
        let text = self.document().tree.text(site.target);
        match check {
            TargetCheck::Forbidden => self.forbidden(site),
            TargetCheck::In {
                values, negated, ..
            } => self.one_of(site, text, values, *negated),
            TargetCheck::Range { interval, .. } => self.range(site, interval),
            TargetCheck::Length { interval, unit } => {
                let length = measure(self.document(), site.target, unit);
                let mut arguments = self.limits.of_interval(interval);
                arguments.push(("length", Argument::Integer(length)));
                self.report(site, arguments);
            }
            TargetCheck::Format {
                format,
                by_character,
                ..
            } => {
                if let Some(format) = self.inputs.formats.get(usize::from(*format)) {
                    self.format(site, format, *by_character);
                }
            }
            TargetCheck::Required { paths, together } => self.required(site, paths, *together),
            TargetCheck::Choice(quantifier, paths) => self.choice(site, *quantifier, paths),
            TargetCheck::Order(members) => self.order(site, members),
            TargetCheck::Sum(sum) => self.sum(site, sum),
            TargetCheck::Among(among) => self.among(site, among),
            TargetCheck::Subset(path) => self.subset(site, path),
            TargetCheck::ClosedSets(sets) => self.closed_sets(site, sets),
            TargetCheck::Reference(reference) => self.reference(site, text, reference),
            TargetCheck::Placeholders(paths) => self.placeholders(site, text, paths),
            TargetCheck::Equal(paths) => self.equal(site, text, paths),
        }
    }

    fn forbidden(&mut self, site: &Site<'e>) {
        self.report(site, Vec::new());
        let is_removed = matches!(site.rule.repair, Some(Repair::Remove));
        if is_removed && site.rule.severity == Severity::Error {
            self.forbidden.insert(site.target);
        }
    }

    fn one_of(&mut self, site: &Site<'e>, text: &str, values: &'e [Text], negated: bool) {
        let mut arguments = Vec::new();
        if !negated {
            let allowed: Vec<&str> = values.iter().map(AsRef::as_ref).collect();
            arguments.push(("allowed", Argument::choice(allowed.iter().copied())));
            self.suggest(site.rule, &mut arguments, text, allowed);
        }
        self.report(site, arguments);
    }

    /// Reports a text that does not have a format, or has it. `by_character` is whether only one
    /// character is at fault.
    fn format(&mut self, site: &Site<'e>, format: &'e Format, by_character: bool) {
        let mut arguments = vec![("format", format.describe.as_ref().into())];
        let mut place = None;
        if by_character {
            let document = self.document();
            let (tree, node) = (document.tree, site.target);
            let is_shown = document.member(node).is_none_or(|it| !it.sensitive);
            let wrong = format.first_wrong(tree.text(node));
            let shown = wrong.map(|(_, wrong)| wrong).filter(|_| is_shown);
            arguments.push(("character", Argument::Character(shown)));
            let content = tree.node(node).content.start as usize;
            place = wrong
                .filter(|_| tree.is_text_verbatim(node))
                .map(|(at, wrong)| Span::new(content + at, content + at + wrong.len_utf8()));
        }
        let mut fault = self.fault(site, Situation::Usual, arguments);
        fault.span = place.unwrap_or(fault.span);
        self.add(fault);
    }

    fn range(&mut self, site: &Site<'e>, interval: &Interval) {
        let Some(number) = self.document().number(site.target) else {
            return;
        };
        let mut arguments = self.limits.of_interval(interval);
        let nearest = interval
            .min
            .filter(|min| number < self.limits.number(*min))
            .or(interval.max);
        arguments.extend(nearest.map(|bound| {
            let number = self.limits.number(bound);
            ("nearest", Argument::Integer(number))
        }));
        self.report(site, arguments);
    }
}

/// The size of a value in a unit.
pub(super) fn measure(document: &Document<'_>, node: NodeId, unit: &Unit) -> i64 {
    let size = match unit {
        Unit::Characters => document.tree.text(node).chars().count(),
        Unit::Bytes => document.tree.text(node).len(),
        Unit::Items => document
            .list_of(node)
            .map_or(0, |list| document.tree.children(list).count()),
        Unit::Nodes => 1,
        Unit::Placeholders => placeholders(document.tree.text(node)).count(),
        Unit::Occurrences(wanted) => document.tree.text(node).matches(wanted.as_ref()).count(),
    };
    size as i64
}

/// The names of the `{{name}}` in a text.
pub(super) fn placeholders(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let (_, after) = rest.split_once("{{")?;
        let (name, behind) = after.split_once("}}")?;
        rest = behind;
        Some(name.trim())
    })
}
