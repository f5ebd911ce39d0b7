//! Which envelope a JSON file has, and where in it the document is.
//!
//! What lives here: finding the envelope by the keys of the outermost object, also where they are
//! misspelled, and checking that there is a document behind them. What does not: the envelopes,
//! which are data (`rules/shapes/envelopes.toml`), and what is reported about a file with one.

use crate::builtin::FORMATS;
use crate::lint::identify::evidence::{Evidence, MOST, Spelling};
use crate::lint::identify::{other_documents, skeleton, wrong_wrapper};
use crate::lint::wording::phrasing;
use crate::model::near::{is_same_word, nearest};
use crate::model::schema::{Envelope, Root, Schema};
use crate::tree::{NodeId, NodeKind, Tree};
use smallvec::SmallVec;

/// A file that contains a document.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) envelope: &'static Envelope,
    pub(crate) root: &'static Root,
    /// The document.
    pub(crate) node: NodeId,
    /// The `ETag` next to it.
    pub(crate) etag: Option<String>,
    /// Keys around the document that are misspelled, each with the right name.
    pub(crate) misspelled: Vec<(NodeId, &'static str)>,
}

/// Why a file contains no document that is checked; a sentence where it is known what it is.
pub(crate) type Foreign = Option<String>;

/// The keys of the outermost object. Every envelope asks for several, so they are gathered once.
struct Keys<'t> {
    all: SmallVec<[(NodeId, &'t str); 32]>,
    /// The lengths that the keys have, one bit each modulo 64: most names that are asked for have
    /// none of them.
    lengths: u64,
}

impl<'t> Keys<'t> {
    fn of(tree: &'t Tree<'_>, object: NodeId, most: usize) -> Self {
        let all: SmallVec<[(NodeId, &str); 32]> = tree
            .children(object)
            .take(most)
            .map(|child| (child, tree.name(child)))
            .collect();
        let lengths = all
            .iter()
            .fold(0, |lengths, (_, key)| lengths | 1 << (key.len() % 64));
        Self { all, lengths }
    }

    /// The keys with the names of wrappers for objects whose names are nearly those. The name of
    /// another document stays.
    fn as_meant(&self, tree: &Tree<'_>, schema: &'t Schema) -> Self {
        let wrappers: Vec<&str> = schema
            .envelopes
            .iter()
            .filter(|envelope| envelope.refusal.is_none())
            .filter_map(|envelope| envelope.path.first())
            .map(AsRef::as_ref)
            .collect();
        let meant = |(node, key): &(NodeId, &'t str)| {
            let is_open =
                tree.node(*node).kind == NodeKind::Object && schema.unchecked(key).is_none();
            let near = is_open.then(|| nearest(key, wrappers.iter().copied()));
            let meant = near.and_then(|near| near.first().copied());
            (*node, meant.unwrap_or(key))
        };
        Self {
            all: self.all.iter().map(meant).collect(),
            lengths: self.lengths,
        }
    }

    fn exact(&self, name: &str) -> Option<NodeId> {
        (self.lengths >> (name.len() % 64) & 1 == 1)
            .then(|| self.all.iter().find(|(_, key)| *key == name))?
            .map(|(node, _)| *node)
    }

    /// The key that is this one in any spelling.
    fn same_word(&self, name: &str) -> Option<NodeId> {
        let mut all = self.all.iter();
        all.find(|(_, key)| is_same_word(key, name))
            .map(|(node, _)| *node)
    }

    /// Whether these are the keys of an envelope. The name of the document counts as it is, the
    /// keys next to it in any spelling.
    fn are_of(&self, envelope: &Envelope) -> bool {
        let wrapper = envelope.path.first().map(AsRef::as_ref);
        let is_sibling =
            |name: &str| envelope.root.is_some() && wrapper.is_some_and(|it| it != name);
        envelope.applies(|name| {
            self.exact(name).is_some() || is_sibling(name) && self.same_word(name).is_some()
        })
    }
}

/// The envelope of a file.
pub(crate) fn find(
    tree: &Tree<'_>,
    schema: &'static Schema,
    outer: NodeId,
) -> Result<Found, Foreign> {
    if tree.node(outer).kind != NodeKind::Object {
        return Err(inside(tree, schema, outer));
    }
    let keys = Keys::of(tree, outer, usize::MAX);
    if let Some(found) = exact(tree, schema, outer, &keys) {
        return found;
    }
    if let Some(found) = wrong_wrapper::find(tree, schema, outer) {
        return Ok(found);
    }
    if let Some(other) = other_documents::in_object(tree, schema, outer) {
        return Err(Some(other_documents::sentence(other)));
    }
    near(tree, schema, outer)
        .unwrap_or(Err(None))
        .map_err(|why| why.or_else(|| inside(tree, schema, outer)))
}

/// A sentence about a document one level below a file without an envelope: a recording of a test, a
/// log, several in an array.
fn inside(tree: &Tree<'_>, schema: &'static Schema, outer: NodeId) -> Foreign {
    let name_of = |object: NodeId| {
        let keys = Keys::of(tree, object, MOST);
        let found = exact(tree, schema, object, &keys).and_then(Result::ok);
        let found = found.or_else(|| near(tree, schema, object)?.ok());
        found.map(|found| found.envelope.name.as_ref())
    };
    let mut objects = tree
        .children(outer)
        .take(MOST)
        .filter(|child| tree.node(*child).kind == NodeKind::Object);
    if tree.node(outer).kind == NodeKind::Array {
        let name = name_of(objects.next()?)?;
        return Some(format!(
            "it is an array, whose first item is the {name}; write each item to a file of its own"
        ));
    }
    let (key, name) = objects.find_map(|child| Some((tree.name(child), name_of(child)?)))?;
    Some(format!(
        "its key {} contains the {name}; write that to a file of its own",
        phrasing::quote(key)
    ))
}

/// The first envelope whose keys are in the file exactly as it has them, with a document behind
/// them.
fn exact(
    tree: &Tree<'_>,
    schema: &'static Schema,
    outer: NodeId,
    keys: &Keys<'_>,
) -> Option<Result<Found, Foreign>> {
    for envelope in schema
        .envelopes
        .iter()
        .filter(|envelope| keys.are_of(envelope))
    {
        let Some(root) = root_of(schema, envelope) else {
            if is_refused(tree, envelope, outer) {
                return Some(Err(envelope.refusal.as_deref().map(str::to_owned)));
            }
            continue;
        };
        if !holds(tree, keys, envelope) {
            continue;
        }
        if envelope.closed && !(is_ended(tree, outer) && is_closed(schema, envelope, keys)) {
            continue;
        }
        let Some(node) = envelope
            .path
            .first()
            .map_or(Some(outer), |name| keys.exact(name))
        else {
            continue;
        };
        if !is_document(tree, schema, (envelope, root), outer, node) {
            continue;
        }
        if skeleton::is_skeleton(tree, outer) {
            return Some(Err(Some(skeleton::SENTENCE.to_owned())));
        }
        return Some(Ok(found(tree, (envelope, root), node, keys, Vec::new())));
    }
    None
}

/// Whether there is a document of a root where an envelope says so.
fn is_document(
    tree: &Tree<'_>,
    schema: &Schema,
    (envelope, root): (&Envelope, &Root),
    outer: NodeId,
    node: NodeId,
) -> bool {
    let it = tree.node(node);
    if it.kind != NodeKind::Object || it.is_repaired() && node != outer {
        // Something else in its place is a mistake if the keys next to it say what was meant.
        return envelope.needs.len() > 1;
    }
    let evidence = Evidence::of(tree, schema, node, root.shape, Spelling::Exact);
    // The format of a text says more than the names.
    if !envelope.holds.is_empty() {
        return evidence.fitting > 0;
    }
    if node == outer {
        evidence.telling > 0
    } else {
        evidence.is_enough(schema, root)
    }
}

/// The first envelope whose keys are in the file in another spelling, if what is behind them leaves
/// no doubt: values of the kinds that the shape has, none of another.
fn near(tree: &Tree<'_>, schema: &'static Schema, outer: NodeId) -> Option<Result<Found, Foreign>> {
    let keys = Keys::of(tree, outer, MOST).as_meant(tree, schema);
    let is_open = |envelope: &&Envelope| !envelope.closed && envelope.holds.is_empty();
    for envelope in schema.envelopes.iter().filter(is_open) {
        let Some(root) = root_of(schema, envelope) else {
            continue;
        };
        if !envelope.applies(|name| keys.same_word(name).is_some()) {
            continue;
        }
        let Some(name) = envelope.path.first() else {
            let evidence = Evidence::of(tree, schema, outer, root.shape, Spelling::Loose);
            if evidence.telling > 1 && evidence.nested > 0 && evidence.contradicting == 0 {
                return Some(Ok(found(tree, (envelope, root), outer, &keys, Vec::new())));
            }
            continue;
        };
        let Some(node) = keys
            .same_word(name)
            .filter(|node| tree.node(*node).kind == NodeKind::Object)
        else {
            continue;
        };
        let evidence = Evidence::of(tree, schema, node, root.shape, Spelling::Loose);
        if evidence.telling == 0 || evidence.contradicting > 0 {
            continue;
        }
        if tree.name(node) == name.as_ref() {
            return Some(Ok(found(tree, (envelope, root), node, &keys, Vec::new())));
        }
        // A wrapper whose name is only alike says little, unless the document in it is complete.
        if let Some(missing) = missing_member(tree, schema, root, node) {
            return Some(Err(Some(format!(
                "its key {} is not {}, and {} is missing in it",
                phrasing::quote(tree.name(node)),
                phrasing::quote(name),
                phrasing::quote(missing)
            ))));
        }
        let misspelled = vec![(node, name.as_ref())];
        return Some(Ok(found(tree, (envelope, root), node, &keys, misspelled)));
    }
    None
}

fn root_of(schema: &'static Schema, envelope: &Envelope) -> Option<&'static Root> {
    schema.roots.get(usize::from(envelope.root?))
}

fn found(
    tree: &Tree<'_>,
    (envelope, root): (&'static Envelope, &'static Root),
    node: NodeId,
    keys: &Keys<'_>,
    misspelled: Vec<(NodeId, &'static str)>,
) -> Found {
    let etag = envelope
        .etag
        .as_deref()
        .and_then(|name| keys.exact(name).or_else(|| keys.same_word(name)));
    Found {
        envelope,
        root,
        node,
        etag: etag.map(|etag| tree.text(etag).to_owned()),
        misspelled,
    }
}

/// Whether a file that an envelope refuses is one: its path leads somewhere, and an object there
/// has all keys of `inside`.
fn is_refused(tree: &Tree<'_>, envelope: &Envelope, outer: NodeId) -> bool {
    let key = |parent: NodeId, name: &str| {
        tree.children(parent)
            .find(|child| tree.name(*child) == name)
    };
    let Some(inner) = envelope
        .path
        .iter()
        .try_fold(outer, |at, name| key(at, name))
    else {
        return false;
    };
    let has = |object: NodeId, name: &str| {
        tree.children(object)
            .take(MOST)
            .any(|child| tree.name(child) == name)
    };
    envelope.inside.is_empty()
        || tree
            .children(inner)
            .take(MOST)
            .any(|object| envelope.inside.iter().all(|name| has(object, name)))
}

/// Whether the texts of the keys that an envelope asks for have its formats. A list has none with
/// other items, and needs one.
fn holds(tree: &Tree<'_>, keys: &Keys<'_>, envelope: &Envelope) -> bool {
    envelope.holds.iter().all(|(key, format)| {
        let Some(node) = keys.exact(key) else {
            return false;
        };
        let format = &FORMATS[usize::from(*format)];
        let fits = |node: NodeId| {
            tree.node(node).kind == NodeKind::String && format.matches(tree.text(node))
        };
        if tree.node(node).kind == NodeKind::Array {
            let mut items = tree.children(node).take(MOST).peekable();
            return items.peek().is_some() && items.all(fits);
        }
        fits(node)
    })
}

/// Whether an object has its closing bracket, so that no key follows.
fn is_ended(tree: &Tree<'_>, object: NodeId) -> bool {
    let tail = tree.node(object).tail();
    tree.source().slice(tail).ends_with('}')
}

/// Whether every key is a member of the envelope's outermost object, or nearly one.
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
    keys.all
        .iter()
        .all(|(_, key)| !nearest(key, names()).is_empty())
}

/// A member that is missing in an object that would have to be a complete document of a root; the
/// spelling does not count. A member that is itself a complete document makes up for it.
fn missing_member(
    tree: &Tree<'_>,
    schema: &'static Schema,
    root: &Root,
    object: NodeId,
) -> Option<&'static str> {
    let first = first_missing(tree, schema, root, object)?;
    let is_complete = |child: NodeId| {
        let inner = schema.root(tree.name(child))?;
        schema
            .shape(root.shape)
            .member(inner.name, schema.newest())?;
        Some(first_missing(tree, schema, inner, child).is_none())
    };
    let has_complete = tree
        .children(object)
        .any(|child| is_complete(child) == Some(true));
    (!has_complete).then_some(first)
}

fn first_missing(
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
            .any(|child| is_same_word(tree.name(child), name))
    })
}
