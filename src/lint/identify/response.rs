//! The body of an answer where a request belongs.
//!
//! A GET answers with the configuration inside a root that also contains what only the service
//! knows. What lives here: recognizing such a root, and the two mistakes that only look like one:
//! the root of an answer put around a configuration by hand, and a configuration whose root has the
//! name of the answer's.

use std::collections::BTreeMap;

use crate::lint::document::Document;
use crate::lint::fault::{Builtin, Cause, Fault, Missing, Response, Unknown};
use crate::lint::identify::Identified;
use crate::lint::repair;
use crate::lint::wording::Argument;
use crate::model::schema::{Root, Schema, ShapeId, Use, ValueKind};
use crate::text::{Edit, Span};
use crate::tree::{Form, NodeId, Tree};

/// The finding of a root that only answers have. `is_request` means that the document is known
/// sent.
pub(crate) fn fault<'t>(
    document: &Document<'t>,
    identified: &Identified<'t>,
    is_request: bool,
) -> Option<Fault<'t>> {
    let (tree, schema, root) = (document.tree, document.schema, identified.root);
    // If something else is around the root, that is reported instead.
    let is_answer = root.usage == Use::Response && tree.root() == Some(identified.node);
    let config = root.config.filter(|_| is_answer)?;
    let mut fault = root_fault(tree, schema, root, identified.node)?;
    if tree.form() == Form::Json {
        fault.span = tree
            .children(identified.node)
            .next()
            .map_or(fault.span, |first| tree.node(first).name);
        let inner = document.child(identified.node, config);
        fault.edits = inner.map_or_else(Vec::new, |inner| {
            cut_bare(tree, schema, root, identified.node, inner)
        });
        return Some(fault.case(Builtin::ResponseRoot(if is_request {
            Response::JsonRequest
        } else {
            Response::Json
        })));
    }
    fault.edits = repair::cut_out(tree, identified.node, schema.name_text(config));
    Some(fault.case(Builtin::ResponseRoot(
        if is_bare(document, identified.root) {
            Response::Bare
        } else if is_request {
            Response::Request
        } else {
            Response::Plain
        },
    )))
}

/// The edits that leave of a JSON file only the configuration of a root. None where it would no
/// longer be known for what it is.
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

fn root_fault<'t>(
    tree: &'t Tree<'_>,
    schema: &'static Schema,
    root: &Root,
    node: NodeId,
) -> Option<Fault<'t>> {
    let cause = Builtin::ResponseRoot(Response::Plain);
    let mut fault = Fault::new(cause, tree.node(node).name).at(node);
    fault.argument("root", schema.name_text(root.name));
    fault.argument("config", schema.name_text(root.config?));
    Some(fault)
}

/// Marks everything that a response contains next to the configuration, where none of it is
/// there: nobody meant to write it.
pub(crate) fn explain_bare(document: &mut Document<'_>, root: &Root) {
    if !is_bare(document, root) {
        return;
    }
    let node = document.root;
    for member in document.shape(root.shape).members() {
        document.explain(node, member.name);
    }
}

/// Whether the root of a response contains a configuration and nothing else of a response.
fn is_bare(document: &Document<'_>, root: &Root) -> bool {
    let Some(config) = root.config else {
        return false;
    };
    let contains = |name| {
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
        && contains(config)
        && !others.into_iter().any(|member| contains(member.name))
}

/// Lowers the severity of faults around the configuration of a response: the service wrote that and
/// nobody sends it, so what was cut or blacked out there is refused by none. Without its
/// configuration an answer is of no use, and a typo in a name may hide a part of it; these keep
/// their severity.
pub(crate) fn soften<'t>(
    document: &Document<'t>,
    root: &'static Root,
    faults: &mut Vec<Fault<'t>>,
) {
    let Some(config) = root.config.filter(|_| root.usage == Use::Response) else {
        return;
    };
    let tree = document.tree;
    let sent = document.config.map(|config| tree.node(config).whole);
    let config = document.schema.name_text(config);
    let mut cut: BTreeMap<NodeId, Vec<&'static str>> = BTreeMap::new();
    for fault in faults.iter_mut() {
        let is_slip = match fault.builtin() {
            Some(Builtin::UnknownElement(case)) => !matches!(
                case,
                Unknown::Plain | Unknown::Newest | Unknown::Version | Unknown::Unsure
            ),
            _ => false,
        };
        let missing = missing_member(document, fault);
        let is_of_no_use = fault.node == Some(document.root) && missing == Some(config);
        if is_slip || is_of_no_use || sent.is_some_and(|sent| sent.contains(fault.span)) {
            continue;
        }
        fault.is_unsent = true;
        if let (Some(member), Some(node)) = (missing, fault.node) {
            cut.entry(node).or_default().push(member);
            fault.cause = Cause::Builtin(Builtin::MissingElement(Missing::Answer));
            fault.edits.clear();
        }
    }
    report_together(faults, cut);
}

/// The member that a fault reports as missing.
fn missing_member(document: &Document<'_>, fault: &Fault<'_>) -> Option<&'static str> {
    if !matches!(fault.builtin(), Some(Builtin::MissingElement(_))) {
        return None;
    }
    let name = fault.value_of("member")?.exact()?;
    let name = document.schema.name(&name)?;
    Some(document.schema.name_text(name))
}

/// Reports the members that were cut out of an element, probably at once, by the first of their
/// faults.
fn report_together(faults: &mut Vec<Fault<'_>>, mut cut: BTreeMap<NodeId, Vec<&'static str>>) {
    faults.retain_mut(|fault| {
        if fault.builtin() != Some(Builtin::MissingElement(Missing::Answer)) {
            return true;
        }
        let Some(members) = fault.node.and_then(|node| cut.remove(&node)) else {
            return false;
        };
        fault.argument("members", Argument::all(members));
        true
    });
}

/// The root that was meant where the root of a response has no member of one, but mostly those of
/// its configuration; with the fault of that.
pub(crate) fn misnamed<'t>(
    tree: &'t Tree<'_>,
    schema: &'static Schema,
    root: &Root,
    node: NodeId,
) -> Option<(&'static Root, Fault<'t>)> {
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
    let mut fault = root_fault(tree, schema, root, node)?;
    fault.edits = tree.rename(node, schema.name_text(meant.name));
    let case = Builtin::ResponseRoot(Response::Misnamed);
    Some((meant, fault.case(case)))
}

/// Whether two roots describe the same kind of resource, so that one document can replace the
/// other.
pub(crate) fn describe_the_same(one: &Root, other: &Root, schema: &Schema) -> bool {
    config_shape(one, schema) == config_shape(other, schema)
        || one.resource.is_some() && one.resource == other.resource
}

/// The shape of the configuration that a root is or contains.
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
