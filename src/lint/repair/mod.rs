//! The edits of a rule's repair.
//!
//! What lives here: which nodes a repair changes, and how. What does not: how an edit is written in
//! XML or JSON ([`tree::edit`](crate::tree::edit)), and the title of the fix
//! ([`wording`](super::wording)).

mod content;
mod insertion;
mod protection;
mod removal;
mod skeleton;
mod transform;

pub(crate) use insertion::{insert_default, insert_member, successor};
pub(crate) use protection::{is_protective, protects_as_much, weakens};
pub(crate) use removal::cut_out;
pub(crate) use skeleton::skeleton;

use crate::lint::document::Document;
use crate::lint::evaluate::compare;
use crate::lint::fault::Fault;
use crate::lint::template_insertion;
use crate::model::rule::{Base, Check, Format, Limit, Path, Repair, Step, TargetCheck};
use crate::model::schema::NameId;
use crate::text::Edit;
use crate::tree::NodeId;

/// The element that a repair is for, and what the repair may use.
pub(super) struct Site<'s> {
    pub(super) document: &'s Document<'s>,
    pub(super) node: NodeId,
    pub(super) fault: &'s Fault<'s>,
    pub(super) previous: Option<&'s Document<'s>>,
    /// Whether it completes an update, for which it needs the previous document.
    pub(super) is_completion: bool,
    /// Fills in a template exactly.
    pub(super) fill: &'s dyn Fn(&str) -> Option<String>,
    /// Whether a text would pass the check.
    pub(super) is_right: &'s dyn Fn(&str) -> bool,
}

/// The edits of a repair, and what they do.
pub(super) struct Repaired {
    pub(super) edits: Vec<Edit>,
    pub(super) action: Action,
}

/// What a repair does.
pub(super) enum Action {
    /// Writes this text.
    Write(String),
    /// Removes these elements.
    Remove(Vec<String>),
    /// Replaces one member by another.
    Replace { old: String, new: String },
    /// Inserts these members, as the previous document has them or with their usual content.
    Insert { names: Vec<String>, is_copy: bool },
    /// What only the texts of the rule say.
    Other,
}

impl Action {
    /// Whether it copies from the previous document, which the rule's words do not mention.
    pub(super) fn is_copy(&self) -> bool {
        matches!(self, Self::Insert { is_copy: true, .. })
    }
}

impl Site<'_> {
    /// The edits of a repair. `None` where it does not apply.
    pub(super) fn apply(&self, repair: &Repair) -> Option<Repaired> {
        match repair {
            Repair::Write(template) => {
                let text = (self.fill)(template)?;
                let is_scalar = self.document.shape_of(self.node).is_none();
                is_scalar.then(|| self.write(text))?
            }
            Repair::Transform(transform) => {
                let old = self.document.tree.text(self.node);
                let text = transform::transformed(*transform, old, self.fault)?;
                (!text.is_empty()).then(|| self.write(text))?
            }
            Repair::Remove => Some(Repaired {
                edits: removal::remove(self.document, self.node),
                action: Action::Remove(vec![self.document.name(self.node).to_owned()]),
            }),
            Repair::RemoveMembers(paths) => Some(self.remove_members(paths)),
            Repair::Insert(members) => self.insert(members),
            Repair::Replace { old, new, content } => self.replace(*old, *new, content),
            Repair::MoveItem {
                structure,
                member,
                content,
            } => self.move_item((*structure, *member), content),
        }
    }

    /// Writes another text, if it is right.
    fn write(&self, text: String) -> Option<Repaired> {
        let tree = self.document.tree;
        let is_repair = text != tree.text(self.node) && (self.is_right)(&text);
        is_repair.then(|| Repaired {
            edits: tree.write(self.node, &text),
            action: Action::Write(text),
        })
    }

    fn remove_members(&self, paths: &[Path]) -> Repaired {
        let document = self.document;
        let instance = instance_of(document, self.node, paths);
        let found: Vec<NodeId> = paths
            .iter()
            .filter_map(|path| member_at(document, instance, path))
            .collect();
        let name = |node: &NodeId| document.name(*node).to_owned();
        Repaired {
            edits: document.tree.remove_all(&found),
            action: Action::Remove(found.iter().map(name).collect()),
        }
    }

    /// Removes the item around the node, and says the same with a member of a structure in the
    /// configuration, which does not have it yet.
    fn move_item(&self, (structure, member): (NameId, NameId), content: &str) -> Option<Repaired> {
        let document = self.document;
        let config = document.config?;
        let item = document.tree.node(self.node).parent()?;
        let content = (self.fill)(content)?;
        let mut edits = match document.child(config, structure) {
            Some(found) if document.child(found, member).is_some() => return None,
            Some(found) => insertion::insert_member(document, found, member, &content),
            None => {
                let name = document.schema.name_text(member);
                let content = format!("<{name}>{content}</{name}>");
                insertion::insert_member(document, config, structure, &content)
            }
        };
        let removed = removal::remove(document, item);
        if edits.is_empty() || removed.is_empty() {
            return None;
        }
        edits.extend(removed);
        Some(Repaired {
            edits,
            action: Action::Other,
        })
    }

    /// Replaces a member of the node, or of the structure around it, by another that is not there
    /// yet.
    fn replace(&self, old: NameId, new: NameId, content: &str) -> Option<Repaired> {
        let document = self.document;
        let found = document.child(holder(document, self.node, old)?, old)?;
        let parent = document.tree.node(found).parent()?;
        let member = document
            .shape(document.structure_of(parent)?)
            .member(new, document.version)?;
        if document.child(parent, new).is_some() {
            return None;
        }
        let value = content::fragment(document, member.value, content)?;
        let edits = if let Some(origins) = document.origins {
            let replaced = Some(found).filter(|found| !origins.is_implied(*found));
            let insert = template_insertion::insert;
            let mut edits = insert(document, parent, new, &value, replaced)?;
            edits.extend(replaced.into_iter().flat_map(|it| document.tree.remove(it)));
            edits
        } else {
            let name = document.schema.name_text(new);
            document.tree.replace(found, name, &value)
        };
        let new = document.schema.name_text(new);
        Some(Repaired {
            edits,
            action: Action::Replace {
                old: document.name(found).to_owned(),
                new: new.to_owned(),
            },
        })
    }
}

/// Whether a text would pass the check that the old one failed, as far as the text alone shows. A
/// repair that fails again would be offered again.
pub(super) fn satisfies(check: &Check, formats: &[Format], text: &str) -> bool {
    match check {
        Check::Target(TargetCheck::Format {
            format, negated, ..
        }) => formats
            .get(usize::from(*format))
            .is_none_or(|format| format.matches(text) != *negated),
        Check::Target(TargetCheck::In {
            values,
            fold,
            negated,
        }) => compare::is_listed(text, values, *fold) != *negated,
        Check::Target(TargetCheck::Length { interval, .. }) => {
            !text.is_empty() || !matches!(interval.min, Some(Limit::Number(1..)))
        }
        _ => true,
    }
}

/// The structure that has members at the paths: the node or one around it.
fn instance_of(document: &Document<'_>, node: NodeId, paths: &[Path]) -> NodeId {
    let has_member = |at: &NodeId| {
        paths
            .iter()
            .any(|path| member_at(document, *at, path).is_some())
    };
    bound_ancestors(document, node)
        .find(has_member)
        .unwrap_or(node)
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

/// The node, or the closest structure around it, whose shape has a member of this name.
fn holder(document: &Document<'_>, node: NodeId, name: NameId) -> Option<NodeId> {
    bound_ancestors(document, node).find(|at| document.may_have(*at, name))
}

/// A node and those around it that the schema knows.
fn bound_ancestors(document: &Document<'_>, node: NodeId) -> impl Iterator<Item = NodeId> {
    std::iter::successors(Some(node), |at| {
        let parent = document.tree.node(*at).parent();
        parent.filter(|parent| document.is_bound(*parent))
    })
}
