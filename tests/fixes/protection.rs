//! No repair does harm. This holds after all rounds, for safe and unsafe fixes, over the examples
//! of all rules, damaged documents of every version in XML and JSON, and the corpus where it is at
//! hand:
//!
//! - **Nothing protects less.** Compared with the document before, no member that the shapes mark
//!   as protective (signers, key groups, viewer and origin protocol policy, TLS versions, geo
//!   restriction, web ACL, logging, access controls, enabled) has a value that protects less, and
//!   none is gone.
//! - **No value is gone.** Every text in an element of the document is still in one afterwards,
//!   unless a fix that was applied is reported at this element, around it, in it or at one of the
//!   same structure: then its removal or another value is what the fix says. What surrounds the
//!   configuration in a response goes with `response-root` and `response-wrapper`, because it is
//!   not sent. The number of a list whose items changed, spaces around a text and its case do not
//!   count.

use std::collections::BTreeSet;

use cloudfront_lint::Source;
use cloudfront_lint::compare::{self, Protection};
use cloudfront_lint::internal::tree::{self, NodeId, Tree};

use super::repaired::{Repaired, Tally, held};

#[test]
fn nothing_protects_less_after_a_repair() {
    let tally = held(nothing_weaker);
    tally.assert_kept();
    // A few have no configuration before, because its name is misspelt.
    assert!(tally.skipped * 50 < tally.compared);
}

#[test]
fn no_value_is_gone_after_a_repair() {
    held(no_value_lost).assert_kept();
}

pub(super) fn nothing_weaker(repaired: &Repaired, tally: &mut Tally) {
    if repaired.all().applied.is_empty() && repaired.safe.applied.is_empty() {
        return;
    }
    let source = Source::decode(&repaired.case.text);
    // What was not well-formed has no protection of which anything is known.
    let (_, faults) = tree::parse(&source);
    if !faults.is_empty() || repaired.report().root().is_none() {
        return;
    }
    for (level, fixed) in repaired
        .levels()
        .filter(|(_, fixed)| !fixed.applied.is_empty())
    {
        let Ok(changes) = compare::changes(repaired.linter, &source, fixed.report.source()) else {
            tally.skipped += 1;
            continue;
        };
        tally.compared += 1;
        for change in changes
            .iter()
            .filter(|it| it.protection == Protection::Weaker)
        {
            tally.broken(format!(
                "{level:?}: {}: {:?} to {:?} by {:?}",
                change.path, change.old, change.new, fixed.applied
            ));
        }
    }
}

pub(super) fn no_value_lost(repaired: &Repaired, tally: &mut Tally) {
    let source = Source::decode(&repaired.case.text);
    let (before, faults) = tree::parse(&source);
    if !faults.is_empty() {
        return;
    }
    for (level, fixed) in repaired
        .levels()
        .filter(|(_, fixed)| !fixed.applied.is_empty())
    {
        let (after, _) = tree::parse(fixed.report.source());
        let kept: BTreeSet<String> = leaves(&after).map(|(_, text)| text).collect();
        let is_response = fixed
            .applied
            .iter()
            .any(|it| RESPONSES.contains(&it.rule.as_ref()));
        let named: Vec<Vec<String>> = fixed
            .applied
            .iter()
            .map(|it| steps(&it.path.to_string()))
            .collect();
        let lost = leaves(&before)
            .filter(|(_, text)| !kept.contains(text))
            .filter(|(path, _)| !named.iter().any(|named| is_about(named, path)))
            .filter(|(path, _)| !(is_response && is_around_configuration(path)));
        for (path, text) in lost {
            let place = path.join("/");
            tally.broken(format!(
                "{level:?}: {text:?} at {place} by {:?}",
                fixed.applied
            ));
        }
    }
}

/// The names in a path, without the numbers of items.
fn steps(path: &str) -> Vec<String> {
    let names = path
        .split('/')
        .map(|step| step.split('[').next().unwrap_or_default());
    names
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The rules whose fix takes a configuration out of a response.
const RESPONSES: [&str; 2] = ["response-root", "response-wrapper"];

/// Whether an element is next to the configuration in a response.
fn is_around_configuration(path: &[String]) -> bool {
    path.iter().filter(|name| !name.is_empty()).count() == 1
}

/// Whether a fix at one element is about another: it is the same, around it, or in it. In JSON an
/// item has no name, and the root may be in a wrapper.
fn is_about(fix: &[String], element: &[String]) -> bool {
    let named: Vec<&String> = element.iter().filter(|name| !name.is_empty()).collect();
    let Some(last) = fix.last() else { return true };
    let is_around = named.contains(&last);
    let is_inside = named.last().is_some_and(|name| fix.contains(name));
    // The holder of the element or, for a count, that of the list that it counts.
    let holder = named.len().checked_sub(2).map(|at| named[at]);
    let is_next_to = holder.is_some_and(|holder| fix.contains(holder));
    is_around || is_inside || is_next_to
}

/// The texts of elements without elements, with the names on the way to them.
fn leaves<'t>(tree: &'t Tree<'_>) -> impl Iterator<Item = (Vec<String>, String)> + 't {
    let nodes = (0..tree.nodes().len()).map(NodeId::from_index);
    nodes
        .filter(|node| !tree.node(*node).has_children())
        .map(move |node| (way(tree, node), tree.text(node).trim().to_lowercase()))
        .filter(|(_, text)| !text.is_empty())
}

fn way(tree: &Tree<'_>, node: NodeId) -> Vec<String> {
    let up = std::iter::successors(Some(node), |at| tree.node(*at).parent());
    let mut way: Vec<String> = up.map(|at| tree.name(at).to_owned()).collect();
    way.reverse();
    way
}
