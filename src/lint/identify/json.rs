//! JSON: a document is known by the keys of the file's outermost object.

use crate::lint::fault::{Builtin, Fault, Wrapper};
use crate::lint::identify::envelope::{self, Found};
use crate::lint::identify::{Identified, Outcome, parameters, response, root_of_other_version};
use crate::model::schema::{Envelope, Schema, Use, Version};
use crate::text::Span;
use crate::tree::{NodeId, NodeKind, Tree};

/// Finds out what the file with this outermost value is.
pub(super) fn identify<'t>(
    tree: &'t Tree<'_>,
    schema: &'static Schema,
    wanted: Option<Version>,
    node: NodeId,
) -> Outcome<'t> {
    let mut found = match envelope::find(tree, schema, node) {
        Ok(found) => found,
        Err(what) => return Outcome::Foreign(what),
    };
    let (envelope, root, at) = (found.envelope, found.root, found.node);
    let mut faults: Vec<Fault<'t>> = std::mem::take(&mut found.misspelled)
        .into_iter()
        .map(|key| key_misspelled(tree, schema, envelope, key))
        .collect();
    let around = parameters::check(tree, schema, envelope, node, at);
    faults.extend(around.faults);
    found.etag = found.etag.or(around.etag);
    // Of a response without a configuration nothing can be sent back.
    let can_be_sent = root.usage != Use::Response || root.config.is_some();
    if can_be_sent
        && envelope.usage == Use::Response
        && at != node
        && tree.node(at).kind == NodeKind::Object
    {
        faults.push(answer_wrapped(tree, schema, &found, node));
    }
    let version = wanted.unwrap_or(schema.newest());
    if !root.versions.contains(version) && root.api.is_none() {
        return Outcome::Unknown(vec![root_of_other_version(
            schema,
            root,
            version,
            key_span(tree, node),
        )]);
    }
    Outcome::Ours(Identified {
        root,
        node: at,
        version,
        envelope: Some(envelope),
        etag: found.etag,
        faults,
    })
}

/// The fault of a file with a response: the configuration in it is what can be sent back.
fn answer_wrapped(
    tree: &Tree<'_>,
    schema: &'static Schema,
    found: &Found,
    outer: NodeId,
) -> Fault<'static> {
    let (envelope, root, answer) = (found.envelope, found.root, found.node);
    let mut fault = Fault::new(Builtin::ResponseWrapper, key_span(tree, outer));
    let config = root.config.map(|name| schema.name_text(name));
    fault.argument("form", envelope.name.as_ref());
    fault.argument("root", schema.name_text(root.name));
    fault.argument(
        "path",
        envelope
            .path
            .iter()
            .map(AsRef::as_ref)
            .chain(config)
            .collect::<Vec<&str>>()
            .join("."),
    );
    if let Some(etag) = &found.etag {
        fault.argument("etag", etag.clone());
    }
    let inner = config.map_or(Some(answer), |name| {
        tree.children(answer)
            .find(|child| tree.name(*child) == name)
    });
    fault.edits = inner.map_or_else(Vec::new, |inner| {
        response::cut_bare(tree, schema, root, outer, inner)
    });
    fault
}

/// The fault of a misspelled key, which may be the name of another root.
fn key_misspelled<'t>(
    tree: &'t Tree<'_>,
    schema: &'static Schema,
    envelope: &'static Envelope,
    (key, name): (NodeId, &'static str),
) -> Fault<'t> {
    let case = if schema.root(tree.name(key)).is_some() {
        Wrapper::Content
    } else if envelope.usage == Use::Response {
        Wrapper::Answer
    } else {
        Wrapper::Argument
    };
    parameters::misspelled(tree, envelope, case, (key, name))
}

/// The first key of an object: what a reader sees first.
fn key_span(tree: &Tree<'_>, object: NodeId) -> Span {
    tree.children(object)
        .next()
        .map_or(Span::at(tree.node(object).whole.start as usize), |child| {
            tree.node(child).name
        })
}
