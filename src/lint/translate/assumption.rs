//! The conditions of a template, taken one way or the other.
//!
//! A resource is judged once for each condition with each of its outcomes, while all other
//! conditions stay open. So everything that depends on one condition is judged together, nothing is
//! assumed of how conditions depend on each other, and their number is not multiplied.

use crate::lint::translate::meaning::Reading;
use crate::lint::translate::template::{Found, Template};
use crate::tree::{NodeId, NodeKind, Tree};

/// More conditions than this stay open in a resource.
const MOST_CONDITIONS: usize = 8;

/// A condition with its outcome.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Assumption {
    /// The name of the condition, or the text of its expression.
    pub(crate) condition: String,
    pub(crate) holds: bool,
}

/// The cases in which a resource is judged. The last assumption of each distinguishes it from the
/// others.
pub(crate) fn cases(template: &Template<'_>, found: &Found) -> Vec<Vec<Assumption>> {
    let tree = &template.tree;
    let given: Vec<Assumption> = resource_condition(template, found)
        .into_iter()
        .map(|condition| Assumption {
            condition,
            holds: true,
        })
        .collect();
    let reading = Reading::new(template, &[]);
    let mut conditions: Vec<String> = Vec::new();
    for (node, _) in tree.descendants(found.body) {
        let Some(condition) = condition_of(&reading, node) else {
            continue;
        };
        let is_known = conditions.contains(&condition)
            || given.iter().any(|given| given.condition == condition);
        if !is_known && conditions.len() < MOST_CONDITIONS {
            conditions.push(condition);
        }
    }
    if conditions.is_empty() {
        return vec![given];
    }
    let case = |condition: &String, holds: bool| {
        let mut case = given.clone();
        case.push(Assumption {
            condition: condition.clone(),
            holds,
        });
        case
    };
    conditions
        .iter()
        .flat_map(|condition| [case(condition, true), case(condition, false)])
        .collect()
}

/// The condition under which a resource is deployed at all.
fn resource_condition(template: &Template<'_>, found: &Found) -> Option<String> {
    let key = template.dialect.condition_key.as_deref()?;
    let tree = &template.tree;
    let node = tree
        .children(found.node)
        .find(|child| tree.name(*child) == key)?;
    Some(tree.text(node).to_owned())
}

/// The condition that a node chooses a value by.
fn condition_of(reading: &Reading<'_>, node: NodeId) -> Option<String> {
    let tree = reading.tree;
    if tree.node(node).kind == NodeKind::Conditional {
        let condition = tree.children(node).next()?;
        return Some(in_one_line(tree, condition));
    }
    let (function, argument) = reading.function(node)?;
    if function != reading.functions.condition {
        return None;
    }
    let condition = tree.children(argument).next()?;
    Some(tree.text(condition).to_owned())
}

/// The text of a condition, in any layout.
pub(super) fn in_one_line(tree: &Tree<'_>, condition: NodeId) -> String {
    let words: Vec<&str> = tree.text(condition).split_whitespace().collect();
    words.join(" ")
}
