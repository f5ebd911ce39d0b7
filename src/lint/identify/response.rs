//! The body of an answer where a request belongs.
//!
//! A GET answers with the configuration inside of a root that holds what the service knows besides. What lives here: telling such a
//! root, and the two slips that only look like one: the root of an answer put around a configuration by hand, and a configuration
//! whose root has the name of the answer's.

use std::collections::BTreeMap;

use crate::lint::document::Document;
use crate::lint::fault::{Builtin, Cause, Event};
use crate::lint::identify::Identified;
use crate::lint::repair;
use crate::lint::wording::phrasing;
use crate::model::schema::{Root, Schema, ShapeId, Use, ValueKind};
use crate::text::{Edit, Span};
use crate::tree::{Form, NodeId, Tree};

/// The finding of a root that only answers have. `is_request` tells whether the document is known to be sent.
pub(crate) fn told(
    document: &Document<'_>,
    identified: &Identified,
    is_request: bool,
) -> Option<Event> {
    let (tree, schema, root) = (document.tree, document.schema, identified.root);
    // Where something else stands around the root, that is told.
    let is_answer = root.usage == Use::Response && tree.root() == Some(identified.node);
    let config = root.config.filter(|_| is_answer)?;
    let mut event = event(tree, schema, root, identified.node)?;
    if tree.form() == Form::Json {
        event.span = tree
            .children(identified.node)
            .next()
            .map_or(event.span, |first| tree.node(first).name);
        let inner = document.child(identified.node, config);
        event.edits = inner.map_or_else(Vec::new, |inner| {
            cut_bare(tree, schema, root, identified.node, inner)
        });
        return Some(event.variant(if is_request { "json-request" } else { "json" }));
    }
    event.edits = repair::cut_out(tree, identified.node, schema.name_text(config));
    let sent = if is_request { "request" } else { "" };
    Some(event.variant(if is_bare(document, identified.root) {
        "bare"
    } else {
        sent
    }))
}

/// The edits that leave of a JSON file only the configuration of a root. None where it would no longer be known for what it is.
pub(crate) fn cut_bare(
    tree: &Tree<'_>,
    schema: &'static Schema,
    root: &Root,
    outer: NodeId,
    inner: NodeId,
) -> Vec<Edit> {
    let has = |name: &str| {
        tree.children(inner)
            .any(|child| tree.name(child).eq_ignore_ascii_case(name))
    };
    let bare = schema
        .envelopes
        .iter()
        .find(|envelope| envelope.applies(has))
        .and_then(|envelope| envelope.root);
    let shape = bare
        .and_then(|index| schema.roots.get(usize::from(index)))
        .map(|root| root.shape);
    if shape != config_shape(root, schema) {
        return Vec::new();
    }
    let (whole, kept) = (tree.node(outer).whole, tree.node(inner).value());
    let end = whole.end.min(tree.source().text().len() as u32);
    let cut = |start, end| Edit {
        span: Span { start, end },
        text: String::new(),
    };
    vec![cut(whole.start, kept.start), cut(kept.end, end)]
}

fn event(tree: &Tree<'_>, schema: &Schema, root: &Root, node: NodeId) -> Option<Event> {
    let mut event = Event::new(Builtin::ResponseRoot, tree.node(node).name).at(node);
    event.argument("root", schema.name_text(root.name).to_owned());
    event.argument("config", schema.name_text(root.config?).to_owned());
    Some(event)
}

/// Accounts for everything that an answer holds beside the configuration, where none of it is there: nobody meant to write it.
pub(crate) fn explain_bare(document: &mut Document<'_>, root: &Root) {
    if !is_bare(document, root) {
        return;
    }
    let node = document.root;
    for member in document.shape(root.shape).members() {
        document.explain(node, member.name);
    }
}

/// Whether the root of an answer holds a configuration and nothing else that an answer has.
fn is_bare(document: &Document<'_>, root: &Root) -> bool {
    let Some(config) = root.config else {
        return false;
    };
    let holds = |name| {
        document
            .slot(document.root, name)
            .is_some_and(|slot| slot.count > 0)
    };
    let others = document
        .shape(root.shape)
        .members()
        .iter()
        .filter(|member| member.name != config);
    root.usage == Use::Response
        && holds(config)
        && !others.into_iter().any(|member| holds(member.name))
}

/// Takes the weight from faults around the configuration of an answer: the service wrote that and nobody sends it, so what was cut or
/// blacked out there is refused by none. Without its configuration an answer is of no use, and a slip in a name may hide a part of it;
/// these keep their weight.
pub(crate) fn soften(document: &Document<'_>, root: &Root, events: &mut Vec<Event>) {
    let Some(config) = root.config.filter(|_| root.usage == Use::Response) else {
        return;
    };
    let tree = document.tree;
    let sent = document.config.map(|config| tree.node(config).whole);
    let config = document.schema.name_text(config);
    let lacks_config = |event: &Event| {
        event
            .arguments
            .iter()
            .any(|(name, value)| *name == "member" && value == config)
    };
    let mut cut: BTreeMap<NodeId, Vec<String>> = BTreeMap::new();
    for event in events.iter_mut() {
        let is_missing = event.cause == Cause::Builtin(Builtin::MissingElement);
        let is_slip = event.cause == Cause::Builtin(Builtin::UnknownElement)
            && !matches!(event.variant, "" | "newest" | "version" | "unsure");
        let is_of_no_use = is_missing && event.node == Some(document.root) && lacks_config(event);
        if is_slip || is_of_no_use || sent.is_some_and(|sent| sent.contains(event.span)) {
            continue;
        }
        event.is_unsent = true;
        if is_missing {
            event.variant = "answer";
            event.edits.clear();
            let member = event
                .arguments
                .iter()
                .find(|(name, _)| *name == "member")
                .map(|(_, value)| value.clone());
            if let Some(node) = event.node {
                cut.entry(node).or_default().extend(member);
            }
        }
    }
    tell_together(events, cut);
}

/// Tells the members that were cut out of an element, which was done in one go, by the first of their events.
fn tell_together(events: &mut Vec<Event>, mut cut: BTreeMap<NodeId, Vec<String>>) {
    events.retain_mut(|event| {
        if event.variant != "answer" || event.cause != Cause::Builtin(Builtin::MissingElement) {
            return true;
        }
        let Some(members) = event.node.and_then(|node| cut.remove(&node)) else {
            return false;
        };
        let names: Vec<&str> = members.iter().map(AsRef::as_ref).collect();
        event.argument("members", phrasing::list(&names, "and"));
        true
    });
}

/// The root that was meant where the root of an answer holds no member of one, but mostly those of its configuration; with the
/// finding that tells so.
pub(crate) fn misnamed(
    tree: &Tree<'_>,
    schema: &'static Schema,
    root: &Root,
    node: NodeId,
) -> Option<(&'static Root, Event)> {
    let inner = config_shape(root, schema)
        .filter(|_| root.usage == Use::Response && root.config.is_some())?;
    let meant = schema
        .roots
        .iter()
        .find(|root| root.shape == inner && root.config.is_none())?;
    let has = |shape: ShapeId, child: NodeId| {
        let name = schema.name(tree.name(child));
        name.is_some_and(|name| {
            schema
                .shape(shape)
                .members()
                .iter()
                .any(|member| member.name == name)
        })
    };
    let (mut all, mut fitting) = (0, 0);
    for child in tree.children(node) {
        if has(root.shape, child) {
            return None;
        }
        all += 1;
        fitting += usize::from(has(inner, child));
    }
    if fitting * 2 <= all {
        return None;
    }
    let mut event = event(tree, schema, root, node)?;
    event.edits = tree.rename(node, schema.name_text(meant.name));
    Some((meant, event.variant("misnamed")))
}

/// The shape of the configuration that a root is or holds.
pub(crate) fn config_shape(root: &Root, schema: &Schema) -> Option<ShapeId> {
    let Some(name) = root.config else {
        return Some(root.shape);
    };
    schema
        .shape(root.shape)
        .members()
        .iter()
        .find(|member| member.name == name)
        .and_then(|member| match member.value {
            ValueKind::Structure(shape) => Some(shape),
            _ => None,
        })
}
