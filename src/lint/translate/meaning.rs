//! What a value in a template means before the deployment: itself, or something that only the
//! deployment knows.

use std::collections::HashMap;

use crate::lint::translate::assumption::{Assumption, in_one_line};
use crate::lint::translate::template::Template;
use crate::model::dialect::Functions;
use crate::model::schema::Text;
use crate::tree::{NodeId, NodeKind, Tree};

/// Aliases that refer to aliases are followed so far.
const MOST_ALIASES: usize = 16;
/// Values that refer to other values are followed so far.
const MOST_STEPS: usize = 16;
/// Conditions inside conditions are looked into so far; each doubles what there is to see.
const MOST_CHOICES: usize = 6;
/// In a table with more entries, the others are not looked at.
const MOST_ENTRIES: usize = 256;

/// How a variable begins in every notation that has them.
const VARIABLE: &str = "${";

/// What is known about a value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Meaning {
    /// It is what this node says.
    Known(NodeId),
    /// There is a value.
    Unknown,
    /// There may be a value.
    Maybe,
    /// There is none.
    Absent,
}

/// The template that values are read in.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reading<'t> {
    pub(super) template: &'t Template<'t>,
    pub(super) tree: &'t Tree<'t>,
    pub(super) functions: &'static Functions,
    /// Whether texts that look like variables are plain text.
    is_plain: bool,
    /// The characters that variables begin with, a bit each.
    openings: u128,
    /// The values that the template and the files of its folder name.
    pub(super) names: &'t HashMap<String, NodeId>,
    /// The conditions whose outcome is taken for granted.
    assumed: &'t [Assumption],
}

impl<'t> Reading<'t> {
    pub(super) fn new(template: &'t Template<'t>, assumed: &'t [Assumption]) -> Self {
        let tree = &template.tree;
        let functions = &template.dialect.functions;
        let has = |key: &Option<Text>| {
            key.as_ref().is_some_and(|key| {
                let root = tree.root().into_iter();
                let mut children = root.flat_map(|root| tree.children(root));
                children.any(|child| tree.name(child) == key)
            })
        };
        let is_plain = has(&functions.plain_with) && !has(&functions.macros);
        let variables = functions.variables.iter().map(AsRef::as_ref);
        let openings = variables
            .chain([VARIABLE])
            .fold(0, |openings, start| openings | bit(start.bytes().next()));
        Self {
            template,
            tree,
            functions,
            is_plain,
            openings,
            names: template.names(),
            assumed,
        }
    }

    /// What a node means.
    pub(super) fn meaning(&self, node: NodeId) -> Meaning {
        self.meaning_to(node, MOST_CHOICES)
    }

    /// What a node means, where so many choices inside one another are looked into.
    fn meaning_to(&self, node: NodeId, choices: usize) -> Meaning {
        match self.settled(node) {
            Some(settled) => self.own_meaning(settled, choices),
            None => Meaning::Maybe,
        }
    }

    /// The node whose value a node has, through aliases, names, tables and assumptions.
    pub(super) fn settled(&self, node: NodeId) -> Option<NodeId> {
        let mut at = node;
        for _ in 0..MOST_STEPS {
            let target = self.target(at)?;
            match self.resolved(target) {
                Some(next) => at = next,
                None => return Some(target),
            }
        }
        None
    }

    /// The node whose value a node has, as far as assumptions, names and tables decide.
    fn resolved(&self, node: NodeId) -> Option<NodeId> {
        let tree = self.tree;
        match tree.node(node).kind {
            NodeKind::Conditional => {
                let mut parts = tree.children(node);
                let condition = in_one_line(tree, parts.next()?);
                if let Some(same) = self.same_scalar(node) {
                    return Some(same);
                }
                let holds = match condition.as_str() {
                    "true" => true,
                    "false" => false,
                    condition => self.outcome(condition)?,
                };
                parts.nth(usize::from(!holds))
            }
            NodeKind::Expression => {
                let text = tree.text(node).trim();
                let inside = text
                    .strip_prefix("\"${")
                    .and_then(|rest| rest.strip_suffix("}\""))
                    .map_or(text, str::trim);
                self.names.get(inside).copied()
            }
            _ => {
                let (function, argument) = self.function(node)?;
                if function == self.functions.condition {
                    if let Some(same) = self.same_scalar(argument) {
                        return Some(same);
                    }
                    let mut parts = tree.children(argument);
                    let holds = self.outcome(tree.text(parts.next()?))?;
                    return parts.nth(usize::from(!holds));
                }
                let is_lookup = self
                    .functions
                    .lookup
                    .first()
                    .is_some_and(|lookup| *lookup == function);
                is_lookup.then(|| self.looked_up(argument))?
            }
        }
    }

    /// The first of the values of a condition, where both are the same.
    fn same_scalar(&self, node: NodeId) -> Option<NodeId> {
        let tree = self.tree;
        let mut values = tree.children(node).skip(1);
        let (then, otherwise) = (values.next()?, values.next()?);
        let is_simple = !tree.node(then).has_children() && tree.tag(then) == tree.tag(otherwise);
        (is_simple && tree.same_content(then, otherwise)).then_some(then)
    }

    fn outcome(&self, condition: &str) -> Option<bool> {
        let condition = Assumption::of(condition, true);
        let mut assumed = self.assumed.iter();
        let found = assumed.find(|it| it.condition == condition.condition)?;
        Some(found.holds == condition.holds)
    }

    /// The value of a table, where all three of its names are known.
    fn looked_up(&self, argument: NodeId) -> Option<NodeId> {
        let tree = self.tree;
        let named = |holder: NodeId, name: &str| {
            tree.children(holder)
                .take(MOST_ENTRIES)
                .find(|child| tree.name(*child) == name)
        };
        let root = tree.root()?;
        let tables = named(root, self.functions.lookup.get(1)?)?;
        let mut keys = tree.children(argument);
        let is_text = |key: &NodeId| {
            matches!(tree.node(*key).kind, NodeKind::String | NodeKind::Number)
                && self.function(*key).is_none()
        };
        let found = keys.by_ref().take(3).try_fold(tables, |at, key| {
            is_text(&key).then(|| named(at, tree.text(key)))?
        })?;
        (found != tables && keys.next().is_none() && tree.children(argument).count() == 3)
            .then_some(found)
    }

    /// What a node means that has no value of another.
    pub(super) fn own_meaning(&self, node: NodeId, choices: usize) -> Meaning {
        let it = self.tree.node(node);
        if it.kind == NodeKind::Conditional {
            return self.either(node, choices);
        }
        if let Some((function, argument)) = self.function(node) {
            return self.called(&function, argument, node, choices);
        }
        // Braces of a generator of text look like a mapping.
        let written = self.tree.source().slice(it.value());
        let mut variables = self.functions.variables.iter();
        if it.kind == NodeKind::Object && variables.any(|start| written.starts_with(start.as_ref()))
        {
            return Meaning::Maybe;
        }
        match it.kind {
            NodeKind::Null if self.functions.null_is_absent => Meaning::Absent,
            NodeKind::Null => Meaning::Maybe,
            NodeKind::String => self.text(node),
            NodeKind::Expression => self.expression(node),
            _ => Meaning::Known(node),
        }
    }

    /// The node that an alias refers to, or the node itself.
    pub(super) fn target(&self, node: NodeId) -> Option<NodeId> {
        let mut at = node;
        for _ in 0..MOST_ALIASES {
            if self.tree.node(at).kind != NodeKind::Alias {
                return Some(at);
            }
            at = self.tree.target(at)?;
        }
        None
    }

    /// Whether a key may add any members to the object that it is in.
    pub(super) fn is_opaque(&self, key: &str) -> bool {
        is_opaque(self.functions, key)
    }

    /// How many blocks a generating block generates, if that is known.
    pub(super) fn repetitions(&self, dynamic: NodeId) -> Option<usize> {
        let tree = self.tree;
        let name = self.functions.repeated.first()?;
        let list = tree
            .children(dynamic)
            .find(|child| tree.name(*child) == name)?;
        match self.meaning(list) {
            Meaning::Known(list) => Some(tree.children(list).count()),
            _ => None,
        }
    }

    /// The function that a node calls, and its argument.
    pub(super) fn function(&self, node: NodeId) -> Option<(String, NodeId)> {
        function(self.functions, self.tree, node)
    }

    fn called(&self, function: &str, argument: NodeId, node: NodeId, choices: usize) -> Meaning {
        let functions = self.functions;
        let text = self.tree.text(argument);
        if self.is_opaque(function) {
            return Meaning::Maybe;
        }
        if function == functions.reference && text == functions.nothing {
            return Meaning::Absent;
        }
        if function == functions.condition {
            return self.either(argument, choices);
        }
        let is_whole = function == functions.substitution
            && self.tree.node(argument).kind == NodeKind::String
            && !text.contains("${");
        if is_whole && argument == node {
            return Meaning::Known(node);
        }
        if is_whole {
            return Meaning::Known(argument);
        }
        Meaning::Unknown
    }

    /// What a condition with two values means. `node` has the condition and the values.
    fn either(&self, node: NodeId, choices: usize) -> Meaning {
        let values: Vec<NodeId> = self.tree.children(node).skip(1).take(3).collect();
        let ([then, otherwise], Some(choices)) = (&values[..], choices.checked_sub(1)) else {
            return Meaning::Maybe;
        };
        let then = self.meaning_to(*then, choices);
        let otherwise = self.meaning_to(*otherwise, choices);
        match (then, otherwise) {
            (Meaning::Known(one), Meaning::Known(other)) if self.tree.same_content(one, other) => {
                Meaning::Known(one)
            }
            (Meaning::Absent, Meaning::Absent) => Meaning::Absent,
            (Meaning::Known(_) | Meaning::Unknown, Meaning::Known(_) | Meaning::Unknown) => {
                Meaning::Unknown
            }
            _ => Meaning::Maybe,
        }
    }

    /// What an expression means: a value, unless it can be null.
    fn expression(&self, node: NodeId) -> Meaning {
        let text = self.tree.text(node).trim_start();
        let is_template = text.starts_with(['"', '<']);
        let is_reference = self
            .functions
            .present
            .iter()
            .any(|start| text.starts_with(start.as_ref()));
        if is_template || is_reference && !text.contains(['?', '(']) {
            Meaning::Unknown
        } else {
            Meaning::Maybe
        }
    }

    /// Whether something is filled into a text. Most have no character that a variable begins with.
    fn has_variable(&self, text: &str) -> bool {
        let can_begin = text
            .bytes()
            .any(|byte| self.openings & bit(Some(byte)) != 0);
        let has = |start: &str| text.contains(start);
        can_begin
            && (self.functions.variables.iter().any(|start| has(start))
                || !self.is_plain && has(VARIABLE))
    }

    /// What a text means in which variables may be filled in.
    fn text(&self, node: NodeId) -> Meaning {
        let text = self.tree.text(node);
        if !self.has_variable(text) {
            return Meaning::Known(node);
        }
        let trimmed = text.trim();
        let is_all = trimmed.starts_with(VARIABLE)
            && trimmed.find('}').is_none_or(|at| at + 1 == trimmed.len());
        if is_all {
            Meaning::Maybe
        } else {
            Meaning::Unknown
        }
    }
}

/// The bit of a character of ASCII. All others share one.
fn bit(byte: Option<u8>) -> u128 {
    byte.map_or(0, |byte| 1 << if byte.is_ascii() { byte } else { 0 })
}

/// Whether a key may add any members to the object that it is in.
pub(super) fn is_opaque(functions: &Functions, key: &str) -> bool {
    let is_named = |name: &str| {
        key.strip_prefix(name)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
    };
    key == "<<" || functions.opaque.iter().any(|name| is_named(name))
}

/// The function that a node calls, and its argument.
pub(super) fn function(
    functions: &Functions,
    tree: &Tree<'_>,
    node: NodeId,
) -> Option<(String, NodeId)> {
    if let Some(tag) = tree.tag(node) {
        let is_bare = functions.bare.iter().any(|name| name == tag);
        let prefix = if is_bare { "" } else { &functions.prefix };
        return (!functions.prefix.is_empty()).then(|| (format!("{prefix}{tag}"), node));
    }
    if tree.node(node).kind != NodeKind::Object {
        return None;
    }
    let mut keys = tree.children(node);
    let key = keys.next()?;
    let name = tree.name(key);
    let is_function = functions.bare.iter().any(|bare| bare == name)
        || !functions.prefix.is_empty() && name.starts_with(functions.prefix.as_ref());
    (is_function && keys.next().is_none()).then(|| (name.to_owned(), key))
}
