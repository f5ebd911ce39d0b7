//! What stands around the document in a JSON file: the keys beside it, which are the other parameters of a command or the rest of an
//! answer.
//!
//! What lives here: judging those keys by the shape of the form. What does not: finding the form (`form`), and the document itself.

use crate::lint::fault::{Builtin, Event};
use crate::lint::wording::phrasing;
use crate::model::near::nearest;
use crate::model::schema::{Envelope, Member, Schema, Use, ValueKind};
use crate::text::{Applicability, Edit};
use crate::tree::{NodeId, NodeKind, Tree};

/// What the keys around a document say.
#[derive(Default)]
pub(crate) struct Around {
    pub(crate) events: Vec<Event>,
    /// The ETag, where its key is not written as the form has it.
    pub(crate) etag: Option<String>,
}

/// Judges the keys of the outermost object of a form that holds its document further in.
pub(crate) fn judge(
    tree: &Tree<'_>,
    schema: &Schema,
    envelope: &Envelope,
    outer: NodeId,
    document: NodeId,
) -> Around {
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
                .events
                .extend((key != document).then(|| twice(tree, first, key, is_sent)));
        } else {
            first[position] = Some(key);
            // Of an answer nobody reads the other keys.
            around.events.extend(
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
        let mut event = Event::new(Builtin::WrapperMisspelt, tree.node(key).name);
        event.argument("written", phrasing::quote_visibly(written));
        event.argument("form", envelope.name.to_string());
        if let Some(name) = meant {
            open.retain(|other| *other != name);
            event.argument("name", phrasing::quote(name));
            event.edits = tree.rename(key, name);
            let is_sure = written.eq_ignore_ascii_case(name);
            event.applicability = Some(if is_sure {
                Applicability::Safe
            } else {
                Applicability::Unsafe
            });
            if envelope.etag.as_deref() == Some(name) {
                around.etag = Some(tree.text(key).to_owned());
            }
        } else {
            let names: Vec<&str> = members
                .iter()
                .map(|member| schema.name_text(member.name))
                .collect();
            event.argument("known", phrasing::list(&names, "and"));
            if tree.is_blank(key) {
                event.edits = tree.remove(key);
                event.applicability = Some(Applicability::Unsafe);
            }
            event = event.variant("stranger");
        }
        around.events.push(event);
    }
    around
}

/// The name that a key was meant to have, of those that are still open: one with the same letters, a near one, or one that the key only
/// says at greater length, as `DistributionId` says `Id`.
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
fn twice(tree: &Tree<'_>, first: NodeId, second: NodeId, is_sent: bool) -> Event {
    let is_same = tree.same_content(first, second);
    let mut event = Event::new(Builtin::DuplicateElement, tree.node(second).name)
        .variant(if is_same { "" } else { "beside" });
    event.argument("raw-name", phrasing::shorten(tree.name(second)));
    event.related.push(tree.node(first).name);
    event.is_unsent = !is_sent;
    event.is_unanswered = true;
    if !tree.node(first).has_children() && !tree.node(second).has_children() {
        event.argument("first-value", phrasing::quote(tree.text(first)));
        event.argument("second-value", phrasing::quote(tree.text(second)));
    }
    if is_same || !tree.node(second).has_children() {
        event.edits = tree.remove(second);
    }
    event
}

/// What is wrong with the value of a key that holds a text.
fn value_fault(tree: &Tree<'_>, key: NodeId, member: &Member) -> Option<Event> {
    if member.value != ValueKind::String {
        return None;
    }
    let it = tree.node(key);
    let fault = |builtin| Event::new(builtin, it.value());
    let mut event = match it.kind {
        NodeKind::Null => {
            let mut event = fault(Builtin::NullValue).variant("beside");
            event.edits = tree.remove(key);
            event
        }
        NodeKind::Number | NodeKind::Boolean => {
            let mut event = fault(Builtin::JsonType).variant("string");
            let text = format!("\"{}\"", tree.text(key));
            event.argument("right", text.clone());
            event.edits = vec![Edit {
                span: it.value(),
                text,
            }];
            event
        }
        NodeKind::Object | NodeKind::Array => fault(Builtin::JsonType).variant("scalar"),
        NodeKind::Element | NodeKind::String => return None,
    };
    event.argument("element", phrasing::shorten(tree.name(key)));
    event.argument("found", phrasing::notation(it.kind));
    event.argument("kind", "a text in quotes");
    Some(event)
}
