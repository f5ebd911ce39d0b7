//! A document under the key of another one: the members of a `CachePolicyConfig` in `CachePolicy`,
//! as the response has it.
//!
//! What does not live here: a key that is only misspelled, which is for
//! [`envelope`](super::envelope).

use crate::lint::identify::envelope::Found;
use crate::lint::identify::evidence::{Evidence, MOST, Spelling};
use crate::lint::identify::response::config_shape;
use crate::model::schema::{Envelope, Root, Schema, Use};
use crate::tree::{NodeId, NodeKind, Tree};

/// Members that identify a document for sure where its key names another one.
const LEAST_TELLING: usize = 2;

/// The document that a key of an object contains although its name is that of another one.
pub(super) fn find(tree: &Tree<'_>, schema: &'static Schema, outer: NodeId) -> Option<Found> {
    let objects = tree
        .children(outer)
        .take(MOST)
        .filter(|key| tree.node(*key).kind == NodeKind::Object);
    objects.into_iter().find_map(|key| {
        let named = wrapped_root(schema, tree.name(key))?;
        let (envelope, root) = contained(tree, schema, outer, (key, named))?;
        let name = envelope.path.first()?;
        let etag = envelope
            .etag
            .as_deref()
            .and_then(|name| child(tree, outer, name));
        Some(Found {
            envelope,
            root,
            node: key,
            etag: etag.map(|etag| tree.text(etag).to_owned()),
            misspelled: vec![(key, name.as_ref())],
        })
    })
}

/// The root that a key of this name contains in some envelope.
fn wrapped_root(schema: &'static Schema, key: &str) -> Option<&'static Root> {
    let envelope = schema
        .envelopes
        .iter()
        .find(|envelope| envelope.path.first().is_some_and(|name| name == key))?;
    schema.roots.get(usize::from(envelope.root?))
}

/// The envelope and the root of the document in a key that is named as another root: that of its
/// configuration first, else the one with the most members in it.
fn contained(
    tree: &Tree<'_>,
    schema: &'static Schema,
    outer: NodeId,
    (key, named): (NodeId, &'static Root),
) -> Option<(&'static Envelope, &'static Root)> {
    let evidence = |root: &Root| Evidence::of(tree, schema, key, root.shape, Spelling::Exact);
    if evidence(named).telling > 0 {
        return None;
    }
    let count = tree.children(key).take(MOST).count();
    let config = config_shape(named, schema);
    let fitting = |root: &'static Root| {
        let evidence = evidence(root);
        let is_config = Some(root.shape) == config && evidence.nested > 0;
        let is_identified = evidence.telling >= LEAST_TELLING || is_config && evidence.telling > 0;
        (is_identified && evidence.fitting * 2 > count).then_some(evidence.fitting)
    };
    schema
        .envelopes
        .iter()
        .filter(|envelope| envelope.usage == Use::Request && !envelope.path.is_empty())
        .filter(|envelope| {
            let wrapper = envelope.path.first().map(AsRef::as_ref);
            envelope.applies(|name| Some(name) == wrapper || child(tree, outer, name).is_some())
        })
        .filter_map(|envelope| {
            let root = schema.roots.get(usize::from(envelope.root?))?;
            let rank = (Some(root.shape) == config, fitting(root)?);
            Some((rank, envelope, root))
        })
        .reduce(|best, next| if next.0 > best.0 { next } else { best })
        .map(|(_, envelope, root)| (envelope, root))
}

fn child(tree: &Tree<'_>, object: NodeId, name: &str) -> Option<NodeId> {
    tree.children(object)
        .take(MOST)
        .find(|key| tree.name(*key) == name)
}
