//! How a rule's repair becomes edits. The notation's side of it is in `tree::edit`.

use std::fmt::Write as _;

use crate::lint::document::Document;
use crate::lint::evaluate::compare;
use crate::lint::fault::Event;
use crate::lint::wording::phrasing;
use crate::model::rule::{Base, Check, Format, Path, Repair, Step, Transform};
use crate::model::schema::{Member, NameId, ShapeKind, ValueKind};
use crate::text::{Edit, Span};
use crate::tree::edit::Fragment;
use crate::tree::{Form, NodeId, Tree};

/// How the title of a repair ends that copies from the previous document.
pub(super) const AS_BEFORE: &str = " as the previous document has it";

/// The edits of a repair at a node, and what they do in the imperative. `fill` fills a template exactly; a text that is not `right`
/// is no repair.
pub(super) fn edits(
    document: &Document<'_>,
    node: NodeId,
    right: &dyn Fn(&str) -> bool,
    repair: &Repair,
    event: &Event,
    previous: Option<&Document<'_>>,
    fill: &dyn Fn(&str) -> Option<String>,
) -> (Vec<Edit>, String) {
    let tree = document.tree;
    match repair {
        Repair::Write(template) => match fill(template) {
            Some(text)
                if document.shape_of(node).is_none() && text != tree.text(node) && right(&text) =>
            {
                (
                    tree.write(node, &text),
                    format!("write {}", phrasing::shorten(&text)),
                )
            }
            _ => (Vec::new(), String::new()),
        },
        Repair::Remove => (
            remove(document, node),
            format!("remove {}", phrasing::quote(document.name(node))),
        ),
        Repair::Insert(members) => insert(document, node, members, event, previous, fill),
        Repair::Replace { old, new, content } => {
            let Some(found) =
                holder(document, node, *old).and_then(|holder| document.child(holder, *old))
            else {
                return (Vec::new(), String::new());
            };
            let edits = replace_member(document, found, *new, content);
            (
                edits,
                format!(
                    "replace {} by {}",
                    phrasing::quote(document.name(found)),
                    phrasing::quote(document.schema.name_text(*new))
                ),
            )
        }
        Repair::RemoveMembers(paths) => {
            let instance = instance_of(document, node, paths);
            let found: Vec<NodeId> = paths
                .iter()
                .filter_map(|path| member_at(document, instance, path))
                .collect();
            let names: Vec<&str> = found.iter().map(|node| document.name(*node)).collect();
            let edits = tree.remove_all(&found);
            (edits, format!("remove {}", phrasing::list(&names, "and")))
        }
        Repair::Transform(transform) => {
            let old = tree.text(node);
            let suggested = event
                .arguments
                .iter()
                .find(|(name, _)| *name == "suggested")
                .map(|(_, value)| value.as_str());
            let longest = event
                .arguments
                .iter()
                .find(|(name, _)| *name == "max")
                .map(|(_, value)| value.as_str());
            match transformed(*transform, old, suggested, longest) {
                Some(text) if text != old && !text.is_empty() && right(&text) => (
                    tree.write(node, &text),
                    format!("write {}", phrasing::shorten(&text)),
                ),
                _ => (Vec::new(), String::new()),
            }
        }
    }
}

/// Takes a node out, unless it must be there. An item takes its count along, and the list when it was the last one.
pub(super) fn remove(document: &Document<'_>, node: NodeId) -> Vec<Edit> {
    let tree = document.tree;
    if !is_known_without(document, node) || document.is_needed(node) {
        return Vec::new();
    }
    let alone = || tree.remove(node);
    let Some(list) = tree
        .node(node)
        .parent()
        .filter(|parent| matches!(document.value_kind(*parent), Some(ValueKind::List(_))))
    else {
        return alone();
    };
    let Some(holder) = tree.node(list).parent() else {
        return alone();
    };
    let counted = document
        .structure_of(holder)
        .and_then(|shape| document.shape(shape).counted_members(document.version));
    let Some(count) = counted.and_then(|(count, _)| document.child(holder, count.name)) else {
        return alone();
    };
    let held = document.length(list);
    if document.number(count) != i64::try_from(held).ok() {
        // The count is a mistake of its own.
        return alone();
    }
    let mut edits = if held == 1 {
        tree.remove(list)
    } else {
        alone()
    };
    edits.extend(tree.write(count, &(held - 1).to_string()));
    edits
}

/// The edits that leave of an element only one of its members, in the same namespace.
pub(super) fn cut_out(tree: &Tree<'_>, outer: NodeId, name: &str) -> Vec<Edit> {
    let Some(inner) = tree.children(outer).find(|child| tree.name(*child) == name) else {
        return Vec::new();
    };
    let (whole, kept) = (tree.node(outer).whole, tree.node(inner).whole);
    let cut = |start, end| Edit {
        span: Span { start, end },
        text: String::new(),
    };
    let mut edits = vec![cut(whole.start, kept.start)];
    let declaration = |node| {
        tree.attributes(node)
            .iter()
            .find(|attribute| tree.source().slice(attribute.name) == "xmlns")
    };
    if let (Some(namespace), None) = (declaration(outer), declaration(inner)) {
        let text = format!(" {}", tree.source().slice(namespace.whole));
        edits.push(Edit {
            span: Span::at(tree.node(inner).name.end as usize),
            text,
        });
    }
    edits.push(cut(kept.end, whole.end));
    edits
}

/// Whether a JSON document is still known for what it is when a key of its outermost object is gone.
fn is_known_without(document: &Document<'_>, node: NodeId) -> bool {
    let tree = document.tree;
    let parent = tree.node(node).parent();
    if tree.form() != Form::Json || parent != Some(document.root) || parent != tree.root() {
        return true;
    }
    let root_of = |left_out: Option<NodeId>| {
        let keys = || {
            tree.children(document.root)
                .filter(move |child| Some(*child) != left_out)
        };
        let has = |name: &str| keys().any(|child| tree.name(child).eq_ignore_ascii_case(name));
        document
            .schema
            .envelopes
            .iter()
            .find(|envelope| envelope.applies(has))
            .map(|envelope| envelope.root)
    };
    root_of(None) == root_of(Some(node))
}

/// Whether a text would pass the check that the old one failed, as far as the text alone tells. A repair that fails it again
/// would be offered again.
pub(super) fn satisfies(check: &Check, formats: &[Format], text: &str) -> bool {
    match check {
        Check::Format { format, negated } => formats
            .get(usize::from(*format))
            .is_none_or(|format| format.matches(text) != *negated),
        Check::In {
            values,
            fold,
            negated,
        } => {
            values
                .iter()
                .any(|value| compare::listed(text, value, *fold))
                != *negated
        }
        _ => true,
    }
}

fn transformed(
    transform: Transform,
    text: &str,
    suggested: Option<&str>,
    longest: Option<&str>,
) -> Option<String> {
    Some(match transform {
        Transform::Shorten => text
            .chars()
            .take(longest?.replace(',', "").parse().ok()?)
            .collect(),
        Transform::LowerCase => text.to_lowercase(),
        Transform::UpperCase => text.to_uppercase(),
        Transform::Trim => text.trim().to_owned(),
        // Nothing is no path that lacks its slash.
        Transform::LeadingSlash if text.trim().is_empty() => return None,
        Transform::LeadingSlash => format!("/{}", text.trim_start().trim_start_matches('/')),
        Transform::NoLeadingSlash => text.trim_start_matches('/').to_owned(),
        Transform::NoTrailingSlash => text.trim_end_matches('/').to_owned(),
        Transform::NoTrailingDot => text.trim_end_matches('.').to_owned(),
        Transform::FirstSuggestion => suggested?.to_owned(),
        Transform::PathOfUrl => {
            let behind = text.split_once("://").map_or(text, |(_, rest)| rest);
            behind
                .find('/')
                .map_or("/", |at| &behind[at..])
                .trim_end()
                .to_owned()
        }
        Transform::PercentEncode => {
            let mut out = String::with_capacity(text.len());
            for byte in text.trim().bytes() {
                match byte {
                    b'!'..=b'~' => out.push(char::from(byte)),
                    _ => {
                        let _infallible = write!(out, "%{byte:02X}");
                    }
                }
            }
            out
        }
        Transform::HostOfUrl => {
            let behind = text.split_once("://").map_or(text, |(_, rest)| rest);
            let host = behind.split(['/', '?', '#']).next().unwrap_or(behind);
            let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
            let host = match host.rsplit_once(':') {
                Some((name, port))
                    if !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit()) =>
                {
                    name
                }
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
        if paths
            .iter()
            .any(|path| member_at(document, at, path).is_some())
        {
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

/// The node or the closest structure around it that has a member of this name.
fn holder(document: &Document<'_>, node: NodeId, name: NameId) -> Option<NodeId> {
    let around = std::iter::successors(Some(node), |at| {
        document
            .tree
            .node(*at)
            .parent()
            .filter(|parent| document.is_bound(*parent))
    });
    around.into_iter().find(|at| {
        document.structure_of(*at).is_some_and(|shape| {
            document
                .shape(shape)
                .member(name, document.version)
                .is_some()
        })
    })
}

/// The edits that put another member in the place of one.
fn replace_member(document: &Document<'_>, node: NodeId, name: NameId, content: &str) -> Vec<Edit> {
    let parent = document.tree.node(node).parent();
    let Some(member) = parent.and_then(|parent| {
        document
            .shape(document.structure_of(parent)?)
            .member(name, document.version)
    }) else {
        return Vec::new();
    };
    if parent.is_some_and(|parent| document.child(parent, name).is_some()) {
        return Vec::new();
    }
    let value = fragment(document, member.value, content);
    value.map_or_else(Vec::new, |value| {
        document
            .tree
            .replace(node, document.schema.name_text(name), &value)
    })
}

/// Inserts the members that are not there, each before the first sibling that the service writes after it. Beside a scalar they
/// go into what holds it.
fn insert(
    document: &Document<'_>,
    node: NodeId,
    members: &[(NameId, crate::model::schema::Text)],
    event: &Event,
    previous: Option<&Document<'_>>,
    fill: &dyn Fn(&str) -> Option<String>,
) -> (Vec<Edit>, String) {
    let wanted = event
        .arguments
        .iter()
        .find(|(name, _)| *name == "member")
        .map(|(_, value)| value.as_str());
    let Some(node) = members
        .first()
        .and_then(|(name, _)| holder(document, node, *name))
    else {
        return (Vec::new(), String::new());
    };
    let order = document
        .structure_of(node)
        .map_or(&[][..], |shape| document.shape(shape).members());
    let mut missing: Vec<&(NameId, crate::model::schema::Text)> = members
        .iter()
        .filter(|(name, _)| document.child(node, *name).is_none())
        .filter(|(name, _)| wanted.is_none_or(|wanted| wanted == document.schema.name_text(*name)))
        .collect();
    missing.sort_by_key(|(name, _)| order.iter().position(|member| member.name == *name));
    if !document.tree.node(node).has_children() {
        // Each has to see what stands before it; the others come in the next round.
        missing.truncate(1);
    }
    let mut edits: Vec<Edit> = Vec::new();
    let mut names = Vec::new();
    let before = previous
        .and_then(|previous| Some((previous, compare::counterpart(document, previous, node)?)));
    let mut has_copied = false;
    for (name, content) in missing {
        let inserted = match before
            .and_then(|(previous, structure)| Some((previous, previous.child(structure, *name)?)))
        {
            // What is live is what an update means to keep. Another version may write it otherwise.
            Some((previous, live)) if previous.version == document.version => {
                has_copied = true;
                if document.tree.form() == previous.tree.form() {
                    document.tree.insert_copy(
                        node,
                        successor(document, node, *name),
                        previous.tree,
                        live,
                    )
                } else {
                    let value = rewritten(previous, live, 0);
                    value.map_or_else(Vec::new, |value| {
                        insert_fragment(document, node, *name, &value)
                    })
                }
            }
            Some(_) => Vec::new(),
            None => fill(content).map_or_else(Vec::new, |content| {
                insert_member(document, node, *name, &content)
            }),
        };
        if !inserted.is_empty() {
            names.push(document.schema.name_text(*name));
        }
        for edit in inserted {
            match edits.last_mut() {
                // Two at one place are one, so that they stay in the service's order.
                Some(last) if last.span == edit.span => last.text.push_str(&edit.text),
                _ => edits.push(edit),
            }
        }
    }
    let source = if has_copied { AS_BEFORE } else { "" };
    (
        edits,
        format!("insert {}{source}", phrasing::list(&names, "and")),
    )
}

/// What a node of the previous document holds, to be written in the other notation. `None` where something in it is at fault.
fn rewritten<'p>(previous: &'p Document<'_>, node: NodeId, depth: usize) -> Option<Fragment<'p>> {
    /// Deeper than any shape nests.
    const DEEPEST: usize = 32;
    let tree = previous.tree;
    if depth == DEEPEST || previous.binding(node).faulty {
        return None;
    }
    Some(match previous.value_kind(node)? {
        ValueKind::Boolean | ValueKind::Integer | ValueKind::Long => {
            Fragment::Bare(tree.text(node))
        }
        ValueKind::Structure(_) => {
            let named =
                |child| Some((previous.name(child), rewritten(previous, child, depth + 1)?));
            Fragment::Members(tree.children(node).map(named).collect::<Option<_>>()?)
        }
        ValueKind::List(shape) => {
            let item = previous
                .shape(shape)
                .members()
                .iter()
                .find(|item| item.versions.contains(previous.version))?;
            let items = tree
                .children(node)
                .map(|child| rewritten(previous, child, depth + 1))
                .collect::<Option<_>>()?;
            Fragment::Items(previous.schema.name_text(item.name), items)
        }
        _ => Fragment::Text(tree.text(node)),
    })
}

/// The edits that insert one member with a content written as in a rule file.
pub(crate) fn insert_member(
    document: &Document<'_>,
    node: NodeId,
    name: NameId,
    content: &str,
) -> Vec<Edit> {
    let member = document
        .structure_of(node)
        .and_then(|shape| document.shape(shape).member(name, document.version));
    let value = member.and_then(|member| fragment(document, member.value, content));
    value.map_or_else(Vec::new, |value| {
        insert_fragment(document, node, name, &value)
    })
}

/// The sibling before which a member belongs by the order of the service. `None` for the end.
pub(super) fn successor(document: &Document<'_>, node: NodeId, name: NameId) -> Option<NodeId> {
    let members = document.shape(document.structure_of(node)?).members();
    let position = members
        .iter()
        .position(|member| member.name == name && member.versions.contains(document.version))?;
    let latest = members[..position]
        .iter()
        .filter_map(|earlier| document.child(node, earlier.name))
        .max();
    members[position + 1..]
        .iter()
        .filter(|member| member.versions.contains(document.version))
        .find_map(|member| {
            // Only a sibling that stands behind all earlier members keeps the order.
            document
                .child(node, member.name)
                .filter(|next| latest.is_none_or(|latest| latest < *next))
        })
}

fn insert_fragment(
    document: &Document<'_>,
    node: NodeId,
    name: NameId,
    value: &Fragment<'_>,
) -> Vec<Edit> {
    document.tree.insert(
        node,
        successor(document, node, name),
        document.schema.name_text(name),
        value,
    )
}

/// The edits that insert a member with the default that the shapes give it. `None` where they give none.
pub(super) fn insert_default(
    document: &Document<'_>,
    node: NodeId,
    member: &'static Member,
) -> Option<Vec<Edit>> {
    let value = default_of(document, member, 0)?;
    let edits = insert_fragment(document, node, member.name, &value);
    (!edits.is_empty()).then_some(edits)
}

/// The default of a member: its own, or that of a structure whose required members all have one.
fn default_of(
    document: &Document<'_>,
    member: &'static Member,
    depth: usize,
) -> Option<Fragment<'static>> {
    /// Deeper than any shape nests what must be there.
    const DEEPEST: usize = 16;
    if let Some(default) = member
        .default
        .iter()
        .find(|it| it.versions.contains(document.version))
    {
        return fragment(document, member.value, &default.value);
    }
    let ValueKind::Structure(shape) = member.value else {
        return None;
    };
    let shape = document.shape(shape);
    let version = document.version;
    if depth == DEEPEST
        || shape.members().iter().any(|inner| {
            inner
                .choice
                .as_ref()
                .is_some_and(|choice| choice.versions.contains(version))
        })
    {
        return None;
    }
    let counted = shape.counted_members(version);
    if counted.is_some_and(|(_, list)| needs_items(document, list.value)) {
        return None;
    }
    let count = counted.map(|(count, _)| count.name);
    let mut members = Vec::new();
    for inner in shape
        .members()
        .iter()
        .filter(|inner| inner.versions.contains(version) && inner.required.contains(version))
    {
        let value = if Some(inner.name) == count {
            Fragment::Bare("0")
        } else {
            default_of(document, inner, depth + 1)?
        };
        members.push((document.schema.name_text(inner.name), value));
    }
    Some(Fragment::Members(members))
}

/// Whether a list must hold something.
fn needs_items(document: &Document<'_>, list: ValueKind) -> bool {
    let ValueKind::List(shape) = list else {
        return false;
    };
    let ShapeKind::List { min, .. } = &document.shape(shape).kind else {
        return false;
    };
    min.iter()
        .any(|bound| bound.value > 0 && bound.versions.contains(document.version))
}

/// A content such as `80` or `<Quantity>0</Quantity>`, as the shape needs it.
fn fragment<'f>(
    document: &Document<'_>,
    kind: ValueKind,
    content: &'f str,
) -> Option<Fragment<'f>> {
    match kind {
        ValueKind::Boolean | ValueKind::Integer | ValueKind::Long => Some(Fragment::Bare(content)),
        ValueKind::List(shape) => {
            let item = document
                .shape(shape)
                .members()
                .iter()
                .find(|item| item.versions.contains(document.version))?;
            let written = elements(content)?;
            let items = written
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

/// The elements that a content is made of, with what is inside each. Rule files nest no element in its like.
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
        let (inside, behind) = after.split_once(&format!("</{name}>"))?;
        found.push((name, inside));
        rest = behind.trim_start();
    }
    Some(found)
}
