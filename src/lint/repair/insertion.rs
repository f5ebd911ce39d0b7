//! Putting members into a structure, each where the service writes it.

use super::content::{self, copied, default_of};
use super::{Action, Repaired, Site, holder};
use crate::lint::document::Document;
use crate::lint::evaluate::compare;
use crate::lint::template_insertion;
use crate::lint::wording::Argument;
use crate::model::schema::{Member, NameId, Text};
use crate::text::Edit;
use crate::tree::NodeId;
use crate::tree::edit::Fragment;

/// The edits that insert one member with a content as rule files have it.
pub(crate) fn insert_member(
    document: &Document<'_>,
    node: NodeId,
    name: NameId,
    content: &str,
) -> Vec<Edit> {
    let member = document
        .structure_of(node)
        .and_then(|shape| document.shape(shape).member(name, document.version));
    let value = member.and_then(|member| content::fragment(document, member.value, content));
    value.map_or_else(Vec::new, |value| {
        insert_fragment(document, node, name, &value)
    })
}

/// The edits that insert a member with the default that the shapes give it. `None` where they give
/// none.
pub(crate) fn insert_default(
    document: &Document<'_>,
    node: NodeId,
    member: &'static Member,
) -> Option<Vec<Edit>> {
    let value = default_of(document, member)?;
    let edits = insert_fragment(document, node, member.name, &value);
    (!edits.is_empty()).then_some(edits)
}

fn insert_fragment(
    document: &Document<'_>,
    node: NodeId,
    name: NameId,
    value: &Fragment<'_>,
) -> Vec<Edit> {
    if document.origins.is_some() {
        let edits = template_insertion::insert(document, node, name, value, None);
        return edits.unwrap_or_default();
    }
    document.tree.insert(
        node,
        successor(document, node, name),
        document.schema.name_text(name),
        value,
    )
}

/// The sibling before which a member belongs by the order of the service. `None` for the end.
pub(crate) fn successor(document: &Document<'_>, node: NodeId, name: NameId) -> Option<NodeId> {
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
            // Only a sibling behind all earlier members keeps the order.
            document
                .child(node, member.name)
                .filter(|next| latest.is_none_or(|latest| latest < *next))
        })
}

impl Site<'_> {
    /// Inserts the members that are missing. Next to a scalar they go into the structure around it.
    pub(super) fn insert(&self, members: &[(NameId, Text)]) -> Option<Repaired> {
        let document = self.document;
        let node = holder(document, self.node, members.first()?.0)?;
        let mut edits: Vec<Edit> = Vec::new();
        let mut names = Vec::new();
        let mut is_copy = false;
        let live = self
            .previous
            .and_then(|previous| Some((previous, compare::counterpart(document, previous, node)?)));
        for (name, content) in self.missing(node, members) {
            let before = live.and_then(|(previous, structure)| {
                Some((previous, previous.child(structure, *name)?))
            });
            // An update probably means to keep what is live.
            let inserted = if let Some((previous, live)) = before {
                is_copy |= previous.version == document.version;
                copy(document, node, *name, previous, live)
            } else if self.is_completion || is_protective(document, node, *name) {
                Vec::new()
            } else {
                (self.fill)(content).map_or_else(Vec::new, |content| {
                    insert_member(document, node, *name, &content)
                })
            };
            if !inserted.is_empty() {
                names.push(document.schema.name_text(*name).to_owned());
            }
            for edit in inserted {
                match edits.last_mut() {
                    // Two at one place are one, so that they stay in the service's order.
                    Some(last) if last.span == edit.span => last.text.push_str(&edit.text),
                    _ => edits.push(edit),
                }
            }
        }
        Some(Repaired {
            edits,
            action: Action::Insert { names, is_copy },
        })
    }

    /// The members that the node does not have, in the order of the service.
    fn missing<'m>(&self, node: NodeId, members: &'m [(NameId, Text)]) -> Vec<&'m (NameId, Text)> {
        let document = self.document;
        let wanted = self.fault.value_of("member").and_then(Argument::exact);
        let is_wanted = |name: NameId| {
            wanted
                .as_deref()
                .is_none_or(|wanted| wanted == document.schema.name_text(name))
        };
        let order = document
            .structure_of(node)
            .map_or(&[][..], |shape| document.shape(shape).members());
        let mut missing: Vec<&(NameId, Text)> = members
            .iter()
            .filter(|(name, _)| !is_said(document, node, *name) && is_wanted(*name))
            .collect();
        missing.sort_by_key(|(name, _)| order.iter().position(|member| member.name == *name));
        if !document.tree.node(node).has_children() || document.origins.is_some() {
            // Each is placed by what is before it; the others are inserted in the next round.
            missing.truncate(1);
        }
        missing
    }
}

/// Whether the author says a member; the tool that deploys a template may say it instead.
fn is_said(document: &Document<'_>, node: NodeId, name: NameId) -> bool {
    let is_implied = |child| {
        document
            .origins
            .is_some_and(|origins| origins.is_implied(child))
    };
    document
        .child(node, name)
        .is_some_and(|child| !is_implied(child))
}

/// Whether a member protects, so that only its author can say what it is.
fn is_protective(document: &Document<'_>, node: NodeId, name: NameId) -> bool {
    document
        .structure_of(node)
        .and_then(|shape| document.shape(shape).member(name, document.version))
        .is_some_and(|member| member.protective)
}

/// The edits that insert a member as the previous document has it. None for another version, which
/// may write it differently.
fn copy(
    document: &Document<'_>,
    node: NodeId,
    name: NameId,
    previous: &Document<'_>,
    live: NodeId,
) -> Vec<Edit> {
    if previous.version != document.version {
        return Vec::new();
    }
    if document.tree.form() == previous.tree.form() && document.origins.is_none() {
        let before = successor(document, node, name);
        return document.tree.insert_copy(node, before, previous.tree, live);
    }
    copied(previous, live).map_or_else(Vec::new, |value| {
        insert_fragment(document, node, name, &value)
    })
}
