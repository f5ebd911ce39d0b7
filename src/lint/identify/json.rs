//! JSON: a document is known by the keys of the file's outermost object.

use crate::lint::fault::{Builtin, Fault, Wrapper};
use crate::lint::identify::envelope::{self, Found};
use crate::lint::identify::{Identified, Outcome, parameters, response, root_of_other_version};
use crate::lint::wording::Argument;
use crate::model::schema::{Envelope, Root, Schema, Use, Version};
use crate::text::{Applicability, Span};
use crate::tree::{NodeId, NodeKind, Tree};

/// Tells what the file with this outermost value is.
pub(super) fn identify<'t>(
    tree: &'t Tree<'_>,
    schema: &'static Schema,
    wanted: Option<Version>,
    node: NodeId,
) -> Outcome<'t> {
    let Found {
        envelope,
        root,
        node: at,
        mut etag,
        misspelled,
    } = match envelope::find(tree, schema, node) {
        Ok(found) => found,
        Err(what) => return Outcome::Foreign(what),
    };
    let mut faults: Vec<Fault<'t>> = misspelled
        .into_iter()
        .map(|key| key_misspelled(tree, schema, envelope, key))
        .collect();
    let around = parameters::judge(tree, schema, envelope, node, at);
    faults.extend(around.faults);
    etag = etag.or(around.etag);
    // Of a response without a configuration nothing can be sent back.
    let can_be_sent = root.usage != Use::Response || root.config.is_some();
    if can_be_sent
        && envelope.usage == Use::Response
        && at != node
        && tree.node(at).kind == NodeKind::Object
    {
        faults.push(answer_wrapped(
            tree,
            schema,
            (envelope, root),
            node,
            at,
            etag.as_deref(),
        ));
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
        etag,
        faults,
    })
}

/// The fault of a file with a response: the configuration in it is what can be sent back.
fn answer_wrapped(
    tree: &Tree<'_>,
    schema: &'static Schema,
    (envelope, root): (&'static Envelope, &'static Root),
    outer: NodeId,
    answer: NodeId,
    etag: Option<&str>,
) -> Fault<'static> {
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
    if let Some(etag) = etag {
        fault.argument("etag", etag.to_owned());
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

/// The fault of a key around the document that its envelope writes otherwise.
fn key_misspelled<'t>(
    tree: &'t Tree<'_>,
    schema: &'static Schema,
    envelope: &'static Envelope,
    (key, name): (NodeId, &'static str),
) -> Fault<'t> {
    let written = tree.name(key);
    let is_other_root = schema
        .roots
        .iter()
        .any(|root| schema.name_text(root.name) == written);
    let case = if is_other_root {
        Wrapper::Content
    } else if envelope.usage == Use::Response {
        Wrapper::Answer
    } else {
        Wrapper::Argument
    };
    let mut fault = Fault::new(Builtin::WrapperMisspelt(case), tree.node(key).name);
    fault.argument("written", Argument::Written(written.into()));
    fault.argument("name", Argument::value(name));
    fault.argument("form", envelope.name.as_ref());
    fault.edits = tree.rename(key, name);
    fault.applicability = Some(if written.eq_ignore_ascii_case(name) {
        Applicability::Safe
    } else {
        Applicability::Unsafe
    });
    fault
}

/// The first key of an object: what a reader sees first.
fn key_span(tree: &Tree<'_>, object: NodeId) -> Span {
    tree.children(object)
        .next()
        .map_or(Span::at(tree.node(object).whole.start as usize), |child| {
            tree.node(child).name
        })
}
