//! Elements of another namespace than the root's, where only the namespace is wrong.
//!
//! A prefix that was bound on the root alone, or a tool that writes `xmlns=""` on every child, makes strangers of elements that stand
//! where they belong. They are judged as what they were meant to be, and one finding tells of them all. What lives here: which of
//! them are taken in, and that finding. What stands in another namespace and has no place in its parent stays a stranger, which
//! `bind` tells by itself.

use std::collections::BTreeSet;

use crate::lint::document::Document;
use crate::lint::fault::{Builtin, Event};
use crate::lint::wording::phrasing;
use crate::model::schema::Member;
use crate::text::{Edit, Span};
use crate::tree::{Attribute, DEEPEST, NodeId, Tree};

/// Whether an element of another namespace is taken for the member of its name: nothing in the namespace of the root has that place.
pub(crate) fn is_meant_as(
    document: &Document<'_>,
    parent: NodeId,
    node: NodeId,
    member: &Member,
) -> bool {
    /// Siblings that are looked at.
    const MOST: usize = 1000;
    let tree = document.tree;
    let is_rival = |other: &NodeId| {
        !tree.node(*other).has_foreign_namespace() && tree.name(*other) == tree.name(node)
    };
    let is_taken = document
        .slot(parent, member.name)
        .is_some_and(|slot| slot.count > 0);
    member.repeated.contains(document.version)
        || !is_taken
            && !tree
                .children(parent)
                .take(MOST)
                .any(|other| is_rival(&other))
}

/// Whether an element without a prefix is in no namespace at all because nothing around it declares one.
pub(crate) fn has_no_namespace(tree: &Tree<'_>, node: NodeId) -> bool {
    prefix(tree, node).is_empty()
        && default_declaration(tree, node).is_none_or(|declaration| declaration.value.is_empty())
}

/// The finding of all strangers that were taken in, in document order.
pub(crate) fn told(document: &Document<'_>, strangers: &[NodeId]) -> Option<Event> {
    /// Labels beside the first.
    const MOST_LABELS: usize = 8;
    let tree = document.tree;
    let first = *strangers.first()?;
    let root = document.root;
    let bound = prefix(tree, root);
    let mut event = Event::new(Builtin::ForeignNamespace, tree.node(first).name).at(first);
    event.argument("count", phrasing::number(strangers.len() as i64));
    event.edits = edits(document, strangers);
    let is_unbound = |node: &NodeId| {
        prefix(tree, *node).is_empty() && default_declaration(tree, *node).is_none()
    };
    if !bound.is_empty() && strangers.iter().all(is_unbound) {
        event.argument("prefix", phrasing::quote(bound));
        event.argument(
            "raw-namespace",
            phrasing::shorten(tree.namespace().unwrap_or_default()),
        );
        event.related.push(tag_name(tree, root));
        return Some(event.variant("unprefixed"));
    }
    event.related.extend(
        strangers[1..]
            .iter()
            .take(MOST_LABELS)
            .map(|node| tree.node(*node).name),
    );
    Some(event.variant(if strangers.len() > 1 {
        "several"
    } else {
        "meant"
    }))
}

/// The edits that put strangers into the namespace of the root.
fn edits(document: &Document<'_>, strangers: &[NodeId]) -> Vec<Edit> {
    let tree = document.tree;
    let root = document.root;
    let Some(namespace) = tree.namespace() else {
        return Vec::new();
    };
    let bound = prefix(tree, root);
    let mut edits: BTreeSet<Edit> = BTreeSet::new();
    for node in strangers {
        let own = prefix(tree, *node);
        if !own.is_empty() {
            edits.extend(replace_prefix(tree, *node, bound));
            continue;
        }
        edits.insert(match default_declaration(tree, *node) {
            Some(declaration) if declaration.node != root => {
                let start = tree.source().text()[..declaration.whole.start as usize]
                    .trim_end()
                    .len();
                Edit {
                    span: Span::new(start, declaration.whole.end as usize),
                    text: String::new(),
                }
            }
            Some(declaration) => Edit {
                span: declaration.value,
                text: namespace.to_owned(),
            },
            None => Edit {
                span: Span::at(tree.node(root).name.end as usize),
                text: format!(" xmlns=\"{namespace}\""),
            },
        });
    }
    edits.into_iter().collect()
}

/// The prefix of an element with its colon.
fn prefix<'t>(tree: &'t Tree<'_>, node: NodeId) -> &'t str {
    let it = tree.node(node);
    let start = it.whole.start + 1;
    if start < it.name.start {
        tree.source().slice(Span {
            start,
            end: it.name.start,
        })
    } else {
        ""
    }
}

/// The name of an element with its prefix.
fn tag_name(tree: &Tree<'_>, node: NodeId) -> Span {
    let it = tree.node(node);
    Span {
        start: (it.whole.start + 1).min(it.name.start),
        end: it.name.end,
    }
}

/// The declaration that holds for an element without a prefix.
fn default_declaration<'t>(tree: &'t Tree<'_>, node: NodeId) -> Option<&'t Attribute> {
    let around = std::iter::successors(Some(node), |at| tree.node(*at).parent()).take(DEEPEST);
    let is_default = |attribute: &&Attribute| tree.source().slice(attribute.name) == "xmlns";
    around
        .into_iter()
        .find_map(|at| tree.attributes(at).iter().find(is_default))
}

/// The edits that give an element another prefix, or none.
fn replace_prefix(tree: &Tree<'_>, node: NodeId, new: &str) -> Vec<Edit> {
    let it = tree.node(node);
    let old = prefix(tree, node);
    let mut edits = vec![Edit {
        span: Span {
            start: it.whole.start + 1,
            end: it.name.start,
        },
        text: new.to_owned(),
    }];
    let tail = it.tail();
    if let Some(at) = tree
        .source()
        .slice(tail)
        .find(old)
        .filter(|_| !it.is_self_closing())
    {
        let start = tail.start as usize + at;
        edits.push(Edit {
            span: Span::new(start, start + old.len()),
            text: new.to_owned(),
        });
    }
    edits
}
