//! What is inserted into a document: the content of a rule's repair, the default of a shape, a part
//! of the previous document.

use crate::lint::document::{DEEPEST, Document};
use crate::model::schema::{Member, ShapeKind, ValueKind};
use crate::tree::NodeId;
use crate::tree::edit::Fragment;

/// A content as rule files have it, such as `80` or `<Quantity>0</Quantity>`, by the shape of its
/// member.
pub(super) fn fragment<'f>(
    document: &Document<'_>,
    kind: ValueKind,
    content: &'f str,
) -> Option<Fragment<'f>> {
    match kind {
        ValueKind::Boolean | ValueKind::Integer | ValueKind::Long | ValueKind::Double => {
            Some(Fragment::Bare(content))
        }
        ValueKind::List(shape) => {
            let item = document.item_of(shape)?;
            let items = elements(content)?
                .into_iter()
                .map(|(_, inside)| fragment(document, item.value, inside))
                .collect::<Option<Vec<_>>>()?;
            Some(Fragment::Items(document.schema.name_text(item.name), items))
        }
        ValueKind::Structure(shape) => {
            let mut members = Vec::new();
            for (name, inside) in elements(content)? {
                let member = document
                    .shape(shape)
                    .member(document.schema.name(name)?, document.version)?;
                members.push((name, fragment(document, member.value, inside)?));
            }
            Some(Fragment::Members(members))
        }
        _ => Some(Fragment::Text(content)),
    }
}

/// The content of an element and what is behind its end tag; `text` begins behind its start tag. An
/// element may be in one of the same name.
fn split_at_end<'c>(text: &'c str, name: &str) -> Option<(&'c str, &'c str)> {
    let (start, end) = (format!("<{name}>"), format!("</{name}>"));
    let (mut depth, mut at) = (1, 0);
    loop {
        let close = at + text[at..].find(&end)?;
        depth += text[at..close].matches(&start).count();
        depth -= 1;
        at = close + end.len();
        if depth == 0 {
            return Some((&text[..close], &text[at..]));
        }
    }
}

/// The elements of a content, each with what is inside.
fn elements(content: &str) -> Option<Vec<(&str, &str)>> {
    let mut found = Vec::new();
    let mut rest = content.trim();
    while !rest.is_empty() {
        let (name, after) = rest.strip_prefix('<')?.split_once('>')?;
        if let Some(name) = name.strip_suffix('/') {
            found.push((name.trim_end(), ""));
            rest = after.trim_start();
            continue;
        }
        let (inside, behind) = split_at_end(after, name)?;
        found.push((name, inside));
        rest = behind.trim_start();
    }
    Some(found)
}

/// The content of a node of the previous document, for the other notation. `None` where a part of
/// it is at fault.
pub(super) fn copied<'p>(previous: &'p Document<'_>, node: NodeId) -> Option<Fragment<'p>> {
    copied_to(previous, node, DEEPEST)
}

fn copied_to<'p>(previous: &'p Document<'_>, node: NodeId, depth: usize) -> Option<Fragment<'p>> {
    let tree = previous.tree;
    let inner = depth.checked_sub(1)?;
    if previous.binding(node).faulty {
        return None;
    }
    Some(match previous.value_kind(node)? {
        ValueKind::Boolean | ValueKind::Integer | ValueKind::Long | ValueKind::Double => {
            Fragment::Bare(tree.text(node))
        }
        ValueKind::Structure(_) => {
            let named = |child| Some((previous.name(child), copied_to(previous, child, inner)?));
            Fragment::Members(tree.children(node).map(named).collect::<Option<_>>()?)
        }
        ValueKind::List(shape) => {
            let item = previous.item_of(shape)?;
            let items = tree
                .children(node)
                .map(|child| copied_to(previous, child, inner))
                .collect::<Option<_>>()?;
            Fragment::Items(previous.schema.name_text(item.name), items)
        }
        _ => Fragment::Text(tree.text(node)),
    })
}

/// The default of a member: its own, or that of a structure whose required members all have one.
/// `None` where it would leave something without protection.
pub(super) fn default_of(
    document: &Document<'_>,
    member: &'static Member,
) -> Option<Fragment<'static>> {
    default_to(document, member, DEEPEST)
}

fn default_to(
    document: &Document<'_>,
    member: &'static Member,
    depth: usize,
) -> Option<Fragment<'static>> {
    let version = document.version;
    if member.protective {
        return None;
    }
    if let Some(default) = member
        .default
        .iter()
        .find(|it| it.versions.contains(version))
    {
        return fragment(document, member.value, &default.value);
    }
    let ValueKind::Structure(shape) = member.value else {
        return None;
    };
    let depth = depth.checked_sub(1)?;
    let shape = document.shape(shape);
    let is_choice = |inner: &Member| {
        inner
            .choice
            .as_ref()
            .is_some_and(|choice| choice.versions.contains(version))
    };
    let counted = shape.counted_members(version);
    if shape.members().iter().any(is_choice)
        || counted.is_some_and(|(_, list)| needs_items(document, list.value))
    {
        return None;
    }
    let count = counted.map(|(count, _)| count.name);
    let is_required =
        |inner: &&Member| inner.versions.contains(version) && inner.required.contains(version);
    let mut members = Vec::new();
    for inner in shape.members().iter().filter(is_required) {
        let value = if Some(inner.name) == count {
            Fragment::Bare("0")
        } else {
            default_to(document, inner, depth)?
        };
        members.push((document.schema.name_text(inner.name), value));
    }
    Some(Fragment::Members(members))
}

/// Whether a list may not be empty.
pub(super) fn needs_items(document: &Document<'_>, list: ValueKind) -> bool {
    let ValueKind::List(shape) = list else {
        return false;
    };
    let ShapeKind::List { min, .. } = &document.shape(shape).kind else {
        return false;
    };
    min.iter()
        .any(|bound| bound.value > 0 && bound.versions.contains(document.version))
}
