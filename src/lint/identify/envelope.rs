//! Which of the forms of JSON file an object has, and where inside of it the document stands.
//!
//! What lives here: finding the form by the keys of the outermost object, also where one of them is misspelt. What does not: the
//! forms themselves, which are data (`rules/shapes/envelopes.toml`), and what is said of a file of this form.

use crate::lint::wording::phrasing;
use crate::model::near::nearest;
use crate::model::schema::{Envelope, Root, Schema};
use crate::tree::{NodeId, NodeKind, Tree};
use smallvec::SmallVec;

/// A file that holds a document.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) envelope: &'static Envelope,
    pub(crate) root: &'static Root,
    /// The document.
    pub(crate) node: NodeId,
    /// The `ETag` beside it.
    pub(crate) etag: Option<String>,
    /// Keys around the document that are not written as the form has them, each with the right name.
    pub(crate) misspelt: Vec<(NodeId, &'static str)>,
}

/// The members of the outermost object, each with the name that it was meant to have.
type Keys<'t> = SmallVec<[(NodeId, &'t str); 32]>;

/// The form of a file. An error is a file of another kind, with a sentence where it is known which.
pub(crate) fn find(
    tree: &Tree<'_>,
    schema: &'static Schema,
    object: NodeId,
) -> Result<Found, Option<String>> {
    if tree.node(object).kind != NodeKind::Object {
        return Err(inside(tree, schema, object));
    }
    // Every form asks for many keys, so these are gathered once.
    let keys: Keys<'_> = tree
        .children(object)
        .map(|child| (child, tree.name(child)))
        .collect();
    let found = by_keys(tree, schema, object, &keys)
        .or_else(|| by_keys(tree, schema, object, &as_meant(tree, schema, &keys)?));
    match found {
        None | Some(Err(None)) => Err(inside(tree, schema, object)),
        Some(found) => found,
    }
}

/// A sentence on a document that a file of no known form holds one level down: a recording of a test, a log, several in an array.
fn inside(tree: &Tree<'_>, schema: &'static Schema, outer: NodeId) -> Option<String> {
    /// Such wrappers are small, and so is the outermost level of what they hold.
    const MOST: usize = 64;
    let form_of = |object: NodeId| {
        let keys: Keys<'_> = tree
            .children(object)
            .take(MOST)
            .map(|child| (child, tree.name(child)))
            .collect();
        by_keys(tree, schema, object, &keys)
            .and_then(Result::ok)
            .map(|found| found.envelope.name.as_ref())
    };
    let mut objects = tree
        .children(outer)
        .take(MOST)
        .filter(|child| tree.node(*child).kind == NodeKind::Object);
    if tree.node(outer).kind == NodeKind::Array {
        let form = form_of(objects.next()?)?;
        return Some(format!(
            "it is an array, whose first item is the {form}; write each item into a file of its own"
        ));
    }
    let (key, form) = objects.find_map(|child| Some((tree.name(child), form_of(child)?)))?;
    Some(format!(
        "its key {} holds the {form}; write that into a file of its own",
        phrasing::quote(key)
    ))
}

/// The keys with the names of wrappers in place of what is nearly one of them, where there are any.
fn as_meant<'t>(tree: &Tree<'_>, schema: &'static Schema, keys: &Keys<'t>) -> Option<Keys<'t>> {
    let wrappers = || {
        schema
            .envelopes
            .iter()
            .filter(|envelope| envelope.refusal.is_none())
            .filter_map(|envelope| envelope.path.first())
    };
    let mut is_changed = false;
    let mut meant = keys.clone();
    for (_, name) in meant
        .iter_mut()
        .filter(|(node, _)| tree.node(*node).kind == NodeKind::Object)
    {
        if let Some(wrapper) = nearest(name, wrappers().map(AsRef::as_ref)).first() {
            is_changed = true;
            *name = wrapper;
        }
    }
    is_changed.then_some(meant)
}

/// The form that these keys make, if they make any.
fn by_keys(
    tree: &Tree<'_>,
    schema: &'static Schema,
    object: NodeId,
    keys: &Keys<'_>,
) -> Option<Result<Found, Option<String>>> {
    // There are dozens of forms, and the length alone tells that most of what they ask for is not there.
    let lengths = keys
        .iter()
        .flat_map(|(node, key)| [tree.name(*node), key])
        .fold(0_u64, |lengths, key| lengths | 1 << (key.len() % 64));
    let may_be_there = |name: &str| lengths >> (name.len() % 64) & 1 == 1;
    // A key in another case still tells that the file is ours, and the binding says what is wrong with it. What is not ours has to be
    // exactly what it seems.
    let applies = |envelope: &&Envelope| match envelope.refusal {
        Some(_) => {
            let is_there = |name: &str| {
                may_be_there(name) && keys.iter().any(|(node, _)| tree.name(*node) == name)
            };
            let exact = |parent: NodeId, name: &str| {
                tree.children(parent)
                    .find(|child| tree.name(*child) == name)
            };
            let inner = || {
                envelope
                    .path
                    .iter()
                    .try_fold(object, |at, name| exact(at, name))
            };
            envelope.applies(is_there)
                && inner().is_some_and(|inner| holds_inside(tree, envelope, inner))
        }
        None => {
            envelope.applies(|name| {
                may_be_there(name) && keys.iter().any(|(_, key)| key.eq_ignore_ascii_case(name))
            }) && (!envelope.closed || is_closed(schema, envelope, keys))
        }
    };
    let envelope = schema.envelopes.iter().find(applies)?;
    let Some(root) = envelope
        .root
        .and_then(|index| schema.roots.get(usize::from(index)))
    else {
        return Some(Err(envelope.refusal.as_deref().map(str::to_owned)));
    };
    Some(document(tree, schema, object, keys, (envelope, root)))
}

/// Whether one of the objects in an object has all the keys that a form wants there.
fn holds_inside(tree: &Tree<'_>, envelope: &Envelope, outer: NodeId) -> bool {
    /// The first of many tell as much as all.
    const MOST: usize = 64;
    let has = |object: NodeId, name: &str| {
        tree.children(object)
            .take(MOST)
            .any(|child| tree.name(child) == name)
    };
    envelope.inside.is_empty()
        || tree
            .children(outer)
            .take(MOST)
            .any(|object| envelope.inside.iter().all(|name| has(object, name)))
}

/// Whether every key is a member of the form's outermost object, or nearly one.
fn is_closed(schema: &Schema, envelope: &Envelope, keys: &Keys<'_>) -> bool {
    let Some(shape) = envelope.shape else {
        return true;
    };
    let names = || {
        schema
            .shape(shape)
            .members()
            .iter()
            .map(|member| schema.name_text(member.name))
    };
    keys.iter()
        .all(|(_, key)| !nearest(key, names()).is_empty())
}

/// Where the document of a form is, unless the file only seems to have the form.
fn document(
    tree: &Tree<'_>,
    schema: &'static Schema,
    object: NodeId,
    keys: &Keys<'_>,
    (envelope, root): (&'static Envelope, &'static Root),
) -> Result<Found, Option<String>> {
    let key = |name: &str| {
        let exact = keys.iter().find(|(node, _)| tree.name(*node) == name);
        exact
            .or_else(|| keys.iter().find(|(_, key)| key.eq_ignore_ascii_case(name)))
            .map(|(node, _)| *node)
    };
    let mut node = object;
    let mut misspelt = Vec::new();
    if let Some(name) = envelope.path.first() {
        // One key that happens to have the name of a root says little when no document stands behind it.
        let is_document =
            |next: &NodeId| tree.node(*next).kind == NodeKind::Object || envelope.needs.len() > 1;
        node = key(name).filter(is_document).ok_or(None)?;
        if tree.name(node) != name.as_ref() {
            // Nor does one that is nearly such a name.
            if let Some(lacking) = lacks(tree, schema, root, node) {
                return Err(Some(format!(
                    "{} is not {}, and what it holds lacks {}",
                    phrasing::quote(tree.name(node)),
                    phrasing::quote(name),
                    phrasing::quote(lacking)
                )));
            }
            misspelt.push((node, name.as_ref()));
        }
    }
    if is_skeleton(tree, object) {
        return Err(Some(SKELETON.to_owned()));
    }
    let etag = envelope
        .etag
        .as_deref()
        .and_then(key)
        .map(|etag| tree.text(etag).to_owned());
    Ok(Found {
        envelope,
        root,
        node,
        etag,
        misspelt,
    })
}

/// A member that the object would need to have to be surely a document of this root; case does not count. A member that is surely
/// a document is as good.
fn lacks(
    tree: &Tree<'_>,
    schema: &'static Schema,
    root: &Root,
    object: NodeId,
) -> Option<&'static str> {
    let first = first_lacking(tree, schema, root, object)?;
    let holds_one = tree.children(object).any(|child| {
        let inner = schema
            .roots
            .iter()
            .find(|inner| schema.name_text(inner.name) == tree.name(child));
        let inner = inner.filter(|inner| {
            schema
                .shape(root.shape)
                .member(inner.name, schema.newest())
                .is_some()
        });
        inner.is_some_and(|inner| first_lacking(tree, schema, inner, child).is_none())
    });
    (!holds_one).then_some(first)
}

fn first_lacking(
    tree: &Tree<'_>,
    schema: &'static Schema,
    root: &Root,
    object: NodeId,
) -> Option<&'static str> {
    let required = schema
        .shape(root.shape)
        .members()
        .iter()
        .filter(|member| member.required.contains(schema.newest()));
    let mut names = required.map(|member| schema.name_text(member.name));
    names.find(|name| {
        !tree
            .children(object)
            .any(|child| tree.name(child).eq_ignore_ascii_case(name))
    })
}

/// What is said of a form that nobody filled in.
const SKELETON: &str = "This is a form to be filled in, as `--generate-cli-skeleton` prints it; nothing in it is a value yet.";

/// Whether an object is a form to be filled in: every boolean is true, every number 0, and most texts are empty or placeholders but for
/// the first choice of an enum here and there.
fn is_skeleton(tree: &Tree<'_>, object: NodeId) -> bool {
    let end = tree.node(object).whole.end;
    let (mut empty, mut filled) = (0, 0);
    for index in object.index() + 1..tree.nodes().len() {
        let node = NodeId::from_index(index);
        let it = tree.node(node);
        if it.whole.start >= end {
            break;
        }
        match (it.kind, tree.text(node)) {
            (NodeKind::Number, "0")
            | (NodeKind::Boolean, "true")
            | (NodeKind::Object | NodeKind::Array, _) => {}
            (NodeKind::String, text) if text.is_empty() || stands_for_any(tree, node, text) => {
                empty += 1
            }
            (NodeKind::String, _) => filled += 1,
            _ => return false,
        }
    }
    empty > 1 && filled == 0 || empty > 4 && empty > filled * 2
}

/// Whether a text is what the AWS CLI writes for any text into the form of an answer: the name of the member, or `string` for an item.
fn stands_for_any(tree: &Tree<'_>, node: NodeId, text: &str) -> bool {
    let name = tree.name(node);
    if name.is_empty() {
        text == "string"
    } else {
        text == name || text.starts_with("1970-01-01")
    }
}
