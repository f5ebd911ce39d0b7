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
    /// The name of the condition, or the text of its expression without a negation.
    pub(crate) condition: String,
    pub(crate) holds: bool,
}

impl Assumption {
    /// An expression and its negation are one condition.
    pub(super) fn of(condition: &str, holds: bool) -> Self {
        let (condition, is_negated) = without_negation(condition);
        Self {
            condition,
            holds: holds != is_negated,
        }
    }
}

/// The cases in which a resource is judged. The last assumption of each distinguishes it from the
/// others.
pub(crate) fn cases(template: &Template<'_>, found: &Found) -> Vec<Vec<Assumption>> {
    let tree = &template.tree;
    let given: Vec<Assumption> = resource_condition(template, found)
        .into_iter()
        .map(|condition| Assumption::of(&condition, true))
        .collect();
    let reading = Reading::new(template, &[]);
    let mut conditions: Vec<String> = Vec::new();
    for (node, _) in tree.descendants(found.body) {
        let Some(condition) = condition_of(&reading, node) else {
            continue;
        };
        let condition = Assumption::of(&condition, true).condition;
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

/// An expression without the negation that it is, and whether it is one: `!a` and `a != b`.
fn without_negation(condition: &str) -> (String, bool) {
    let mut text = condition.trim();
    let mut is_negated = false;
    loop {
        let operators = operators(text);
        if let [(at, "!=")] = operators[..] {
            return (format!("{}=={}", &text[..at], &text[at + 2..]), !is_negated);
        }
        let inner = text.strip_prefix('(').and_then(|it| it.strip_suffix(')'));
        if let Some(inner) = inner.filter(|inner| is_balanced(inner)) {
            text = inner.trim();
        } else if let Some(rest) = text.strip_prefix('!').filter(|_| operators.is_empty()) {
            text = rest.trim();
            is_negated = !is_negated;
        } else {
            return (text.to_owned(), is_negated);
        }
    }
}

/// The operators of an expression that bind less than a negation, outside of brackets and texts.
fn operators(text: &str) -> Vec<(usize, &'static str)> {
    const OPERATORS: [&str; 7] = ["&&", "||", "==", "!=", "?", "<", ">"];
    let mut found = Vec::new();
    for (at, depth) in depths(text) {
        let operator = OPERATORS.iter().find(|it| text[at..].starts_with(**it));
        found.extend(operator.filter(|_| depth == 0).map(|it| (at, *it)));
    }
    found
}

/// Whether every bracket of a text is closed in it and no other one is.
fn is_balanced(text: &str) -> bool {
    depths(text).all(|(_, depth)| depth >= 0)
}

/// The places of the characters outside of texts, with the number of open brackets.
fn depths(text: &str) -> impl Iterator<Item = (usize, i32)> + '_ {
    let (mut depth, mut is_text, mut is_escaped) = (0, false, false);
    text.char_indices().filter_map(move |(at, sign)| {
        match sign {
            '"' if !is_escaped => is_text = !is_text,
            '(' | '[' | '{' if !is_text => depth += 1,
            ')' | ']' | '}' if !is_text => depth -= 1,
            _ => {}
        }
        is_escaped = sign == '\\' && !is_escaped;
        (!is_text).then_some((at, depth))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_expression_and_its_negation_are_one_condition() {
        for (one, other) in [
            ("var.a", "!var.a"),
            ("var.a", "! (var.a)"),
            ("var.a == \"\"", "var.a != \"\""),
            ("var.a == null", "(var.a != null)"),
            ("length(var.a) == 0", "length(var.a) != 0"),
            ("var.a && var.b", "!(var.a && var.b)"),
            ("(var.a) && (var.b)", "!((var.a) && (var.b))"),
            ("var.a == \"!=\"", "var.a != \"!=\""),
        ] {
            let (one, other) = (Assumption::of(one, true), Assumption::of(other, false));
            assert_eq!(one, other);
        }
        for (one, other) in [
            ("var.a", "var.b"),
            ("var.a && var.b", "!var.a && var.b"),
            ("var.a != \"\" && var.b", "var.a == \"\" && var.b"),
            ("f(a != b)", "f(a == b)"),
        ] {
            let (one, other) = (Assumption::of(one, true), Assumption::of(other, true));
            assert_ne!(one.condition, other.condition);
        }
    }
}
