//! Documents of the API that are not checked, and what is reported about them.

use crate::lint::identify::evidence::MOST;
use crate::lint::wording::phrasing;
use crate::model::schema::{Schema, Unchecked};
use crate::tree::{NodeId, NodeKind, Tree};
use smallvec::SmallVec;

/// The document that a JSON object is or contains, by its keys.
pub(super) fn in_object<'s>(
    tree: &Tree<'_>,
    schema: &'s Schema,
    object: NodeId,
) -> Option<&'s Unchecked> {
    let keys = || tree.children(object).take(MOST);
    let is_wrapped = |key: NodeId| {
        let it = schema.unchecked(tree.name(key))?;
        let is_it = match tree.node(key).kind {
            NodeKind::Object => !schema.is_generic(&it.name) || has_telling(tree, it, key),
            NodeKind::Array => !schema.is_generic(&it.name),
            _ => false,
        };
        is_it.then_some(it)
    };
    keys()
        .find_map(is_wrapped)
        .or_else(|| whole(tree, schema, object))
}

/// The document that an XML element is as a root. In a namespace of CloudFront the name is enough.
pub(super) fn at_root<'s>(
    tree: &Tree<'_>,
    schema: &'s Schema,
    root: NodeId,
    is_in_namespace: bool,
) -> Option<&'s Unchecked> {
    let it = schema.unchecked(tree.name(root))?;
    let is_it = is_in_namespace || !schema.is_generic(&it.name) || has_telling(tree, it, root);
    is_it.then_some(it)
}

/// The document that an object is itself: all of its keys belong to it, and several of them to few
/// others.
fn whole<'s>(tree: &Tree<'_>, schema: &'s Schema, object: NodeId) -> Option<&'s Unchecked> {
    let mut telling: SmallVec<[&str; 16]> = tree
        .children(object)
        .take(MOST)
        .map(|key| tree.name(key))
        .collect();
    telling.retain(|name| !schema.is_generic(name));
    let has_all = |document: &&Unchecked| {
        let is_member = |name: &&str| document.members.iter().any(|own| own == name);
        telling.iter().all(is_member)
    };
    (telling.len() > 1).then(|| schema.unchecked.iter().find(has_all))?
}

/// Whether an object has a member that identifies the document.
fn has_telling(tree: &Tree<'_>, document: &Unchecked, object: NodeId) -> bool {
    let mut names = tree.children(object).take(MOST).map(|key| tree.name(key));
    names.any(|name| document.members.iter().any(|own| own == name))
}

/// What is reported about such a document.
pub(super) fn sentence(document: &Unchecked) -> String {
    let name = phrasing::quote(&document.name);
    let article = if document.name.starts_with(['A', 'E', 'I', 'O', 'U']) {
        "an"
    } else {
        "a"
    };
    match &document.instead {
        Some(instead) => format!("it is {article} {name}, which is not checked; {instead}"),
        None => format!("it is {article} {name}, which is not checked yet"),
    }
}
