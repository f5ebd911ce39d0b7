//! How a rule's repair becomes edits. The notation's side of it is in `tree::edit`.

use super::document::Document;
use super::event::Event;
use super::words;
use crate::diagnostic::Edit;
use crate::rule::{Base, Path, Repair, Step, Transform};
use crate::schema::{NameId, ValueKind};
use crate::tree::NodeId;
use crate::tree::edit::Fragment;

/// The edits of a repair at a node, and what they do in the imperative.
pub(super) fn edits(
    document: &Document<'_>,
    node: NodeId,
    repair: &Repair,
    event: &Event,
    fill: &dyn Fn(&str) -> String,
) -> (Vec<Edit>, String) {
    let tree = document.tree;
    match repair {
        Repair::Write(template) => {
            let text = fill(template);
            (tree.write(node, &text), format!("write {text}"))
        }
        Repair::Remove => (tree.remove(node), format!("remove {}", words::quote(document.name(node)))),
        Repair::Insert(members) => insert(document, node, members, event),
        Repair::RemoveMembers(paths) => {
            let instance = instance_of(document, node, paths);
            let found: Vec<NodeId> = paths.iter().filter_map(|path| member_at(document, instance, path)).collect();
            let names: Vec<&str> = found.iter().map(|node| document.name(*node)).collect();
            let mut edits: Vec<Edit> = Vec::new();
            for edit in found.iter().flat_map(|node| tree.remove(*node)) {
                if edits.iter().all(|other| other.span.end <= edit.span.start || edit.span.end <= other.span.start) {
                    edits.push(edit);
                }
            }
            (edits, format!("remove {}", words::list(&names, "and")))
        }
        Repair::Transform(transform) => {
            let old = tree.text(node);
            let suggested = event.arguments.iter().find(|(name, _)| *name == "suggested").map(|(_, value)| value.as_str());
            match transformed(*transform, old, suggested) {
                Some(text) if text != old && !text.is_empty() => (tree.write(node, &text), format!("write {}", words::shorten(&text))),
                _ => (Vec::new(), String::new()),
            }
        }
    }
}

fn transformed(transform: Transform, text: &str, suggested: Option<&str>) -> Option<String> {
    Some(match transform {
        Transform::LowerCase => text.to_lowercase(),
        Transform::UpperCase => text.to_uppercase(),
        Transform::Trim => text.trim().to_owned(),
        Transform::LeadingSlash => format!("/{}", text.trim_start_matches('/')),
        Transform::NoLeadingSlash => text.trim_start_matches('/').to_owned(),
        Transform::NoTrailingSlash => text.trim_end_matches('/').to_owned(),
        Transform::NoTrailingDot => text.trim_end_matches('.').to_owned(),
        Transform::FirstSuggestion => suggested?.to_owned(),
        Transform::HostOfUrl => {
            let behind = text.split_once("://").map_or(text, |(_, rest)| rest);
            let host = behind.split(['/', '?', '#']).next().unwrap_or(behind);
            let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
            let host = match host.rsplit_once(':') {
                Some((name, port)) if !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit()) => name,
                _ => host,
            };
            host.trim().to_owned()
        }
    })
}

/// The structure that the paths speak of: the node or what holds it.
fn instance_of(document: &Document<'_>, node: NodeId, paths: &[Path]) -> NodeId {
    let mut at = node;
    loop {
        if paths.iter().any(|path| member_at(document, at, path).is_some()) {
            return at;
        }
        match document.tree.node(at).parent() {
            Some(parent) if document.is_bound(parent) => at = parent,
            _ => return node,
        }
    }
}

fn member_at(document: &Document<'_>, instance: NodeId, path: &Path) -> Option<NodeId> {
    if path.base != Base::Instance {
        return None;
    }
    path.steps.iter().try_fold(instance, |at, step| match step {
        Step::Member(name) => document.child(at, *name),
        _ => None,
    })
}

/// Inserts the members that are not there, each before the first sibling that the service writes after it.
fn insert(document: &Document<'_>, node: NodeId, members: &[(NameId, crate::schema::Text)], event: &Event) -> (Vec<Edit>, String) {
    let wanted = event.arguments.iter().find(|(name, _)| *name == "member").map(|(_, value)| value.as_str());
    let mut edits = Vec::new();
    let mut names = Vec::new();
    for (name, content) in members {
        let text = document.schema.name_text(*name);
        if document.child(node, *name).is_some() || wanted.is_some_and(|wanted| wanted != text) {
            continue;
        }
        edits.extend(insert_member(document, node, *name, content));
        names.push(text);
    }
    (edits, format!("insert {}", words::list(&names, "and")))
}

/// The edits that insert one member with a content written as in a rule file.
pub(crate) fn insert_member(document: &Document<'_>, node: NodeId, name: NameId, content: &str) -> Vec<Edit> {
    let Some(shape) = document.structure_of(node) else { return Vec::new() };
    let members = document.shape(shape).members();
    let Some(position) = members.iter().position(|member| member.name == name && member.versions.contains(document.version)) else {
        return Vec::new();
    };
    let before = members[position + 1..].iter().filter(|member| member.versions.contains(document.version)).find_map(|member| {
        // Only a sibling that stands behind all earlier members keeps the order.
        let next = document.child(node, member.name)?;
        let latest = members[..position].iter().filter_map(|earlier| document.child(node, earlier.name)).max();
        (latest.is_none_or(|latest| latest < next)).then_some(next)
    });
    let Some(value) = fragment(document, members[position].value, content) else { return Vec::new() };
    document.tree.insert(node, before, document.schema.name_text(name), &value)
}

/// A content such as `80` or `<Quantity>0</Quantity>`, as the shape needs it.
fn fragment<'f>(document: &Document<'_>, kind: ValueKind, content: &'f str) -> Option<Fragment<'f>> {
    match kind {
        ValueKind::Boolean | ValueKind::Integer | ValueKind::Long => Some(Fragment::Bare(content)),
        ValueKind::List(_) => None,
        ValueKind::Structure(shape) => {
            let mut members = Vec::new();
            let mut rest = content.trim();
            while !rest.is_empty() {
                let (name, after) = rest.strip_prefix('<')?.split_once('>')?;
                if let Some(name) = name.strip_suffix('/') {
                    members.push((name, Fragment::Text("")));
                    rest = after.trim_start();
                    continue;
                }
                let (inside, behind) = after.split_once(&format!("</{name}>"))?;
                let member = document.shape(shape).member(document.schema.name(name)?, document.version)?;
                members.push((name, fragment(document, member.value, inside)?));
                rest = behind.trim_start();
            }
            Some(Fragment::Members(members))
        }
        _ => Some(Fragment::Text(content)),
    }
}
