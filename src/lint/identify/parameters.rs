//! What stands around the document in a JSON file: the keys beside it, which are the other
//! parameters of a command or the rest of an answer.
//!
//! What lives here: judging those keys by the shape of the form. What does not: finding the form
//! (`form`), and the document itself.

use crate::lint::fault::{Builtin, Duplicate, Fault, JsonMismatch, Null, Wrapper};
use crate::lint::wording::Argument;
use crate::model::near::nearest;
use crate::model::schema::{Envelope, Member, Schema, Use, ValueKind};
use crate::text::{Applicability, Edit};
use crate::tree::{NodeId, NodeKind, Tree};

/// What the keys around a document say.
#[derive(Default)]
pub(crate) struct Around<'t> {
    pub(crate) faults: Vec<Fault<'t>>,
    /// The ETag, where its key is not written as the form has it.
    pub(crate) etag: Option<String>,
}

/// Judges the keys of the outermost object of a form that holds its document further in.
pub(crate) fn judge<'t>(
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
                .extend((key != document).then(|| twice(tree, first, key, is_sent)));
        } else {
            first[position] = Some(key);
            // Of an answer nobody reads the other keys.
            around.faults.extend(
                value_fault(tree, key, &members[position]).filter(|_| is_sent && key != document),
            );
        }
    }
    let mut open: Vec<&str> = members
        .iter()
        .zip(&first)
        .filter(|(_, first)| first.is_none())
        .map(|(member, _)| schema.name_text(member.name))
        .collect();
    let is_known = |key: &NodeId| {
        members
            .iter()
            .any(|member| schema.name_text(member.name) == tree.name(*key))
    };
    for key in tree
        .children(outer)
        .filter(|key| is_sent && *key != document && !is_known(key))
    {
        let written = tree.name(key);
        let meant = meant(written, &open);
        let cause = Builtin::WrapperMisspelt(Wrapper::Argument);
        let mut fault = Fault::new(cause, tree.node(key).name);
        fault.argument("written", Argument::Written(written.into()));
        fault.argument("form", envelope.name.as_ref());
        if let Some(name) = meant {
            open.retain(|other| *other != name);
            fault.argument("name", Argument::value(name));
            fault.edits = tree.rename(key, name);
            let is_sure = written.eq_ignore_ascii_case(name);
            fault.applicability = Some(if is_sure {
                Applicability::Safe
            } else {
                Applicability::Unsafe
            });
            if envelope.etag.as_deref() == Some(name) {
                around.etag = Some(tree.text(key).to_owned());
            }
        } else {
            let names = members.iter().map(|member| schema.name_text(member.name));
            fault.argument("known", Argument::all(names));
            if tree.is_blank(key) {
                fault.edits = tree.remove(key);
                fault.applicability = Some(Applicability::Unsafe);
            }
            fault = fault.case(Builtin::WrapperMisspelt(Wrapper::Unknown));
        }
        around.faults.push(fault);
    }
    around
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

/// The finding of a key that stands twice.
fn twice<'t>(tree: &'t Tree<'_>, first: NodeId, second: NodeId, is_sent: bool) -> Fault<'t> {
    let is_same = tree.same_content(first, second);
    let case = if is_same {
        Duplicate::Same
    } else {
        Duplicate::Beside
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

/// What is wrong with the value of a key that holds a text.
fn value_fault<'t>(tree: &'t Tree<'_>, key: NodeId, member: &Member) -> Option<Fault<'t>> {
    if member.value != ValueKind::String {
        return None;
    }
    let it = tree.node(key);
    let new = |builtin| Fault::new(builtin, it.value());
    let mut fault = match it.kind {
        NodeKind::Null => {
            let mut fault = new(Builtin::NullValue(Null::Beside));
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
