//! The parts of a document to which comments apply.

use std::collections::HashMap;

use super::Comment;
use crate::model::rule::Rule;
use crate::outcome::Finding;
use crate::text::Span;
use crate::tree::Tree;

/// Where each rule is suppressed.
pub(super) struct Scopes<'k> {
    /// By rule, the ranges with the comment and the place of the name in it, by their start.
    /// Elements nest, so the ranges of a rule do too.
    by_rule: HashMap<&'k str, Vec<Scope>>,
}

impl<'k> Scopes<'k> {
    pub(super) fn new(
        tree: &Tree<'_>,
        comments: &[Comment],
        known: &HashMap<&str, &'k Rule>,
    ) -> Self {
        let mut by_rule: HashMap<&str, Vec<Scope>> = HashMap::new();
        for (index, comment) in comments.iter().enumerate() {
            for (place, name) in comment.names.iter().enumerate() {
                let rule = known.get(tree.source().slice(*name));
                if let (Some(scope), Some(rule)) = (comment.scope, rule) {
                    let scopes = by_rule.entry(rule.name.as_ref()).or_default();
                    scopes.push((scope, index, place));
                }
            }
        }
        for scopes in by_rule.values_mut() {
            scopes
                .sort_by_key(|(span, index, _)| (span.start, std::cmp::Reverse(span.end), *index));
        }
        Self { by_rule }
    }

    /// Drops the findings of which a place is within the scopes: the place itself, or that of a
    /// label. Notes for each name of each comment whether one was dropped by it. Returns them.
    pub(super) fn drop_suppressed(
        &self,
        used: &mut [Vec<bool>],
        findings: &mut Vec<Finding>,
    ) -> Vec<Finding> {
        let mut by_rule: HashMap<&str, Vec<(Span, usize)>> = HashMap::new();
        for (index, finding) in findings.iter().enumerate() {
            if let Some((rule, _)) = self.by_rule.get_key_value(finding.rule.as_ref()) {
                let labels = finding.labels.iter().map(|label| label.span);
                let places = std::iter::once(finding.span).chain(labels);
                let all = by_rule.entry(rule).or_default();
                all.extend(places.map(|place| (place, index)));
            }
        }
        let mut is_dropped = vec![false; findings.len()];
        for (rule, mut places) in by_rule {
            places
                .sort_by_key(|(place, index)| (place.start, std::cmp::Reverse(place.end), *index));
            for (index, (_, comment, name)) in within(&self.by_rule[rule], &places) {
                is_dropped[index] = true;
                used[comment][name] = true;
            }
        }
        let mut dropped = is_dropped.into_iter();
        findings
            .extract_if(.., |_| dropped.next().unwrap_or_default())
            .collect()
    }
}

/// A range with a comment and the place of a name in it.
type Scope = (Span, usize, usize);

/// For each of some places the innermost scope around it. Both are sorted by their start.
fn within<'w>(
    scopes: &'w [Scope],
    places: &'w [(Span, usize)],
) -> impl Iterator<Item = (usize, Scope)> + 'w {
    let mut upcoming = scopes.iter().peekable();
    let mut open: Vec<Scope> = Vec::new();
    places.iter().filter_map(move |(place, index)| {
        while let Some(scope) = upcoming.next_if(|(scope, ..)| scope.start <= place.start) {
            open.push(*scope);
        }
        while open.last().is_some_and(|(last, ..)| last.end < place.start) {
            open.pop();
        }
        let around = open.iter().rev().find(|(scope, ..)| scope.contains(*place));
        around.map(|scope| (*index, *scope))
    })
}
