//! What a value in a template means before the deployment: itself, or something that only the
//! deployment knows.

use crate::model::dialect::Functions;
use crate::tree::{NodeId, NodeKind, Tree};

/// Aliases that refer to aliases are followed so far.
const MOST_ALIASES: usize = 16;

/// What is known of a value.
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
    pub(super) tree: &'t Tree<'t>,
    pub(super) functions: &'static Functions,
    /// Whether texts that look like variables are plain text.
    pub(super) is_plain: bool,
}

impl<'t> Reading<'t> {
    pub(super) fn new(tree: &'t Tree<'t>, functions: &'static Functions) -> Self {
        let is_plain = functions.plain_with.as_ref().is_some_and(|key| {
            tree.root()
                .is_some_and(|root| tree.children(root).any(|child| tree.name(child) == key))
        });
        Self {
            tree,
            functions,
            is_plain,
        }
    }

    /// What a node means.
    pub(super) fn meaning(&self, node: NodeId) -> Meaning {
        let Some(node) = self.target(node) else {
            return Meaning::Maybe;
        };
        let it = self.tree.node(node);
        if let Some((function, argument)) = self.function(node) {
            return self.called(&function, argument, node);
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
        let is_named = |name: &str| {
            key.strip_prefix(name)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
        };
        key == "<<" || self.functions.opaque.iter().any(|name| is_named(name))
    }

    /// The function that a node calls, and its argument.
    fn function(&self, node: NodeId) -> Option<(String, NodeId)> {
        let functions = self.functions;
        if let Some(tag) = self.tree.tag(node) {
            let is_bare = functions.bare.iter().any(|name| name == tag);
            let prefix = if is_bare { "" } else { &functions.prefix };
            return (!functions.prefix.is_empty()).then(|| (format!("{prefix}{tag}"), node));
        }
        if self.tree.node(node).kind != NodeKind::Object {
            return None;
        }
        let mut keys = self.tree.children(node);
        let key = keys.next()?;
        let name = self.tree.name(key);
        let is_function = functions.bare.iter().any(|bare| bare == name)
            || !functions.prefix.is_empty() && name.starts_with(functions.prefix.as_ref());
        (is_function && keys.next().is_none()).then(|| (name.to_owned(), key))
    }

    fn called(&self, function: &str, argument: NodeId, node: NodeId) -> Meaning {
        let functions = self.functions;
        let text = self.tree.text(argument);
        if self.is_opaque(function) {
            return Meaning::Maybe;
        }
        if function == functions.reference && text == functions.nothing {
            return Meaning::Absent;
        }
        if function == functions.condition {
            return self.either(argument);
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

    /// What a condition with two values means.
    fn either(&self, argument: NodeId) -> Meaning {
        let values: Vec<NodeId> = self.tree.children(argument).skip(1).collect();
        let [then, otherwise] = values[..] else {
            return Meaning::Maybe;
        };
        let is_nothing = |value: NodeId| {
            self.target(value).is_none_or(|value| {
                self.function(value).is_some_and(|(function, argument)| {
                    function == self.functions.condition
                        || function == self.functions.reference
                            && self.tree.text(argument) == self.functions.nothing
                })
            })
        };
        match (is_nothing(then), is_nothing(otherwise)) {
            (false, false) => match (self.meaning(then), self.meaning(otherwise)) {
                (Meaning::Known(one), Meaning::Known(other))
                    if self.tree.same_content(one, other) =>
                {
                    Meaning::Known(one)
                }
                _ => Meaning::Unknown,
            },
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

    /// What a text means in which variables may be filled in.
    fn text(&self, node: NodeId) -> Meaning {
        /// How a variable begins in every notation that has them.
        const VARIABLE: &str = "${";
        let text = self.tree.text(node);
        let has_variable = self
            .functions
            .variables
            .iter()
            .any(|start| text.contains(start.as_ref()))
            || !self.is_plain && text.contains(VARIABLE);
        if !has_variable {
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
