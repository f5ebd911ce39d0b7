//! The keys next to the document in a JSON file: the other parameters of a command, or the rest of
//! a response.
//!
//! What lives here: checking those keys by the shape of the envelope. What does not: finding the
//! envelope (`envelope`), and the document itself.

use crate::lint::fault::{Builtin, Duplicate, Fault, JsonMismatch, Null, Wrapper};
use crate::lint::wording::Argument;
use crate::model::near::nearest;
use crate::model::schema::{Envelope, Member, Schema, Use, ValueKind};
use crate::text::{Applicability, Edit};
use crate::tree::{NodeId, NodeKind, Tree};

/// What was found in the keys around a document.
#[derive(Default)]
pub(crate) struct Around<'t> {
    pub(crate) faults: Vec<Fault<'t>>,
    /// The ETag, if its key is misspelled.
    pub(crate) etag: Option<String>,
}

/// Checks the keys of the outermost object of an envelope that contains its document further in.
pub(crate) fn check<'t>(
    tree: &'t Tree<'_>,
    schema: &'static Schema,
    envelope: &'static Envelope,
    outer: NodeId,
    document: NodeId,
) -> Around<'t> {
    let mut around = Around::default();
    let Some(shape) = envelope.shape.filter(|_| outer != document) else {
        return around;
    };
    let is_sent = envelope.usage == Use::Request;
    let members = schema.shape(shape).members();
    let mut first: Vec<Option<NodeId>> = vec![None; members.len()];
    for key in tree.children(outer) {
        let written = tree.name(key);
        let Some(position) = members
            .iter()
            .position(|member| schema.name_text(member.name) == written)
        else {
            continue;
        };
        if let Some(first) = first[position] {
            around
                .faults
                .extend((key != document).then(|| duplicate(tree, first, key, is_sent)));
        } else {
            first[position] = Some(key);
            // Nobody reads the other keys of a response.
            around.faults.extend(
                value_fault(tree, key, &members[position]).filter(|_| is_sent && key != document),
            );
        }
    }
    if !is_sent {
        return around;
    }
    let open = members.iter().zip(&first).filter(|(_, key)| key.is_none());
    let mut open: Vec<&str> = open
        .map(|(member, _)| schema.name_text(member.name))
        .collect();
    let is_of = |members: &[Member], key: NodeId| {
        let mut names = members.iter().map(|it| schema.name_text(it.name));
        names.any(|name| name == tree.name(key))
    };
    let root = envelope
        .root
        .and_then(|root| schema.roots.get(usize::from(root)));
    let inside = root.map_or(&[][..], |root| schema.shape(root.shape).members());
    for key in tree.children(outer) {
        if key == document || is_of(members, key) {
            continue;
        }
        // What is known inside the document is not another key misspelled.
        let name = meant(tree.name(key), &open).filter(|_| !is_of(inside, key));
        let Some(name) = name else {
            around.faults.push(unknown(tree, schema, envelope, key));
            continue;
        };
        open.retain(|other| *other != name);
        if envelope.etag.as_deref() == Some(name) {
            around.etag = Some(tree.text(key).to_owned());
        }
        let case = Wrapper::Argument;
        around
            .faults
            .push(misspelled(tree, envelope, case, (key, name)));
    }
    around
}

/// The fault of an unknown key around the document.
fn unknown<'t>(
    tree: &'t Tree<'_>,
    schema: &'static Schema,
    envelope: &'static Envelope,
    key: NodeId,
) -> Fault<'t> {
    let cause = Builtin::WrapperMisspelt(Wrapper::Unknown);
    let mut fault = Fault::new(cause, tree.node(key).name);
    fault.argument("written", Argument::Written(tree.name(key).into()));
    fault.argument("form", envelope.name.as_ref());
    let members = envelope.shape.map(|shape| schema.shape(shape).members());
    let names = members.unwrap_or_default().iter();
    fault.argument(
        "known",
        Argument::all(names.map(|member| schema.name_text(member.name))),
    );
    if tree.is_blank(key) {
        fault.edits = tree.remove(key);
        fault.applicability = Some(Applicability::Unsafe);
    }
    fault
}

/// The fault of a misspelled key around the document.
pub(super) fn misspelled<'t>(
    tree: &'t Tree<'_>,
    envelope: &'static Envelope,
    case: Wrapper,
    (key, name): (NodeId, &'static str),
) -> Fault<'t> {
    let written = tree.name(key);
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

/// The name that a key was meant to have, of those that are still open: one with the same letters,
/// a near one, or one that the key only says at greater length, as `DistributionId` says `Id`.
fn meant<'n>(written: &str, open: &[&'n str]) -> Option<&'n str> {
    let bare = |word: &str| {
        word.chars()
            .filter(char::is_ascii_alphanumeric)
            .collect::<String>()
            .to_ascii_lowercase()
    };
    let is_same = |name: &&&str| bare(name) == bare(written);
    let says_more = |name: &&&str| {
        written
            .strip_suffix(**name)
            .is_some_and(|head| head.ends_with(|it: char| it.is_ascii_lowercase()))
    };
    let same = open.iter().find(is_same).copied();
    same.or_else(|| nearest(written, open.iter().copied()).first().copied())
        .or_else(|| open.iter().find(says_more).copied())
}

/// The fault of a duplicate key.
fn duplicate<'t>(tree: &'t Tree<'_>, first: NodeId, second: NodeId, is_sent: bool) -> Fault<'t> {
    let is_same = tree.same_content(first, second);
    let case = if is_same {
        Duplicate::Same
    } else {
        Duplicate::Parameter
    };
    let cause = Builtin::DuplicateElement(case);
    let mut fault = Fault::new(cause, tree.node(second).name);
    fault.argument("raw-name", Argument::Excerpt(tree.name(second).into()));
    fault.related.push(tree.node(first).name);
    fault.is_unsent = !is_sent;
    fault.is_unanswered = true;
    if !tree.node(first).has_children() && !tree.node(second).has_children() {
        fault.argument("first-value", Argument::value(tree.text(first)));
        fault.argument("second-value", Argument::value(tree.text(second)));
    }
    if is_same || !tree.node(second).has_children() {
        fault.edits = tree.remove(second);
    }
    fault
}

/// The fault of the value of a key that needs a text.
fn value_fault<'t>(tree: &'t Tree<'_>, key: NodeId, member: &Member) -> Option<Fault<'t>> {
    if member.value != ValueKind::String {
        return None;
    }
    let it = tree.node(key);
    let new = |builtin| Fault::new(builtin, it.value());
    let mut fault = match it.kind {
        NodeKind::Null => {
            let mut fault = new(Builtin::NullValue(Null::Parameter));
            fault.edits = tree.remove(key);
            fault
        }
        NodeKind::Number | NodeKind::Boolean => {
            let mut fault = new(Builtin::JsonType(JsonMismatch::Text));
            let text = format!("\"{}\"", tree.text(key));
            fault.argument("right", text.clone());
            fault.edits = vec![Edit {
                span: it.value(),
                text,
            }];
            fault
        }
        NodeKind::Object | NodeKind::Array => new(Builtin::JsonType(JsonMismatch::Scalar)),
        NodeKind::Element
        | NodeKind::String
        | NodeKind::Alias
        | NodeKind::Expression
        | NodeKind::Conditional => {
            return None;
        }
    };
    fault.argument("element", Argument::Excerpt(tree.name(key).into()));
    fault.argument("found", Argument::Notation(it.kind));
    fault.argument("kind", Argument::Kind(member.value, tree.form()));
    Some(fault)
}
