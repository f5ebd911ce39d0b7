//! Elements in another namespace than the root, where only the namespace is wrong.
//!
//! A prefix that is bound on the root alone, or a tool that writes `xmlns=""` on every child, puts
//! elements into a foreign namespace that are otherwise where they belong. They are checked as what
//! they were meant to be, and one finding reports all of them. What lives here: which of them are
//! bound nevertheless, and that finding. Any other element of a foreign namespace is reported and
//! skipped by [`bind`](super).

use std::collections::BTreeSet;

use crate::lint::document::{DEEPEST, Document};
use crate::lint::fault::{Builtin, Fault, Foreign};
use crate::lint::wording::Argument;
use crate::model::schema::Member;
use crate::text::{Edit, Span};
use crate::tree::{Attribute, NodeId, Tree};

/// Whether an element of another namespace is bound nevertheless. One with the name of a member is,
/// if no element in the root's namespace is that member; one with an unknown name is, if nothing
/// around it declares a namespace.
pub(super) fn is_meant(
    document: &Document<'_>,
    parent: NodeId,
    node: NodeId,
    member: Option<&Member>,
) -> bool {
    match member {
        Some(member) => is_meant_as(document, parent, node, member),
        None => has_no_namespace(document.tree, node),
    }
}

fn is_meant_as(document: &Document<'_>, parent: NodeId, node: NodeId, member: &Member) -> bool {
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

/// Whether an element without a prefix is in no namespace at all because nothing around it declares
/// one.
fn has_no_namespace(tree: &Tree<'_>, node: NodeId) -> bool {
    prefix(tree, node).is_empty()
        && default_declaration(tree, node).is_none_or(|declaration| declaration.value.is_empty())
}

/// The finding of all foreign elements that were bound, in document order.
pub(crate) fn fault<'t>(document: &Document<'t>, foreign: &[NodeId]) -> Option<Fault<'t>> {
    /// Labels besides the first.
    const MOST_LABELS: usize = 8;
    let tree: &'t Tree<'t> = document.tree;
    let first = *foreign.first()?;
    let root = document.root;
    let bound = prefix(tree, root);
    let is_unbound = |node: &NodeId| {
        prefix(tree, *node).is_empty() && default_declaration(tree, *node).is_none()
    };
    let is_unprefixed = !bound.is_empty() && foreign.iter().all(is_unbound);
    let case = match foreign.len() {
        _ if is_unprefixed => Foreign::Unprefixed,
        1 => Foreign::Meant,
        _ => Foreign::Several,
    };
    let span = tree.node(first).name;
    let mut fault = Fault::new(Builtin::ForeignNamespace(case), span).at(first);
    fault.argument("count", Argument::count(foreign.len()));
    fault.edits = edits(document, foreign);
    if is_unprefixed {
        let namespace = tree.namespace().unwrap_or_default();
        fault.argument("prefix", Argument::value(bound));
        fault.argument("raw-namespace", Argument::Excerpt(namespace.into()));
        fault.related.push(tag_name(tree, root));
    } else {
        let others = foreign[1..].iter().take(MOST_LABELS);
        fault
            .related
            .extend(others.map(|node| tree.node(*node).name));
    }
    Some(fault)
}

/// The edits that put foreign elements into the namespace of the root.
fn edits(document: &Document<'_>, foreign: &[NodeId]) -> Vec<Edit> {
    let tree = document.tree;
    let root = document.root;
    let Some(namespace) = tree.namespace() else {
        return Vec::new();
    };
    let bound = prefix(tree, root);
    let mut edits: BTreeSet<Edit> = BTreeSet::new();
    for node in foreign {
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

/// The declaration that applies to an element without a prefix.
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
