//! Gaps: structures without a member that they need, from which a misplaced element was probably
//! moved.
//!
//! The element and the gap are one mistake and become one finding, at the element; the gap is
//! explained by it. A member that is not required leaves no gap; then every structure that could
//! have lost it may have.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::lint::document::Document;
use crate::model::near::nearest;
use crate::model::schema::{Member, NameId, ShapeId, ShapeKind, ValueKind};
use crate::tree::NodeId;

/// How many gaps of a name are looked at for the one nearest to the element.
const MOST_LOOKED_AT: usize = 16;

/// The gaps of a document, found when first asked for.
#[derive(Default)]
pub(crate) struct Gaps<'t> {
    by_name: Option<BTreeMap<NameId, VecDeque<NodeId>>>,
    /// The names that were searched for.
    asked: BTreeSet<NameId>,
    /// Whether documents with this root can contain a shape, and whether any can.
    reachable: Option<(Vec<bool>, Vec<bool>)>,
    /// The structures that have a member of a name.
    places: BTreeMap<NameId, Vec<&'static str>>,
    /// The only structure of the document that can have a member of a name, where there is one
    /// only.
    holders: BTreeMap<NameId, Option<NodeId>>,
    /// The members that a fix puts into structures.
    filled: BTreeSet<(NodeId, NameId)>,
    /// The members of a shape with nearly a name.
    near: BTreeMap<(ShapeId, &'t str), Vec<&'static str>>,
}

impl<'t> Gaps<'t> {
    /// A structure without a member of this name that it needs, preferably one next to the element;
    /// it is not returned again. Where the member is missing and not required, it is explained.
    pub(crate) fn take(
        &mut self,
        document: &mut Document<'_>,
        structures: &[NodeId],
        parent: NodeId,
        name: NameId,
    ) -> Option<NodeId> {
        if self.asked.insert(name) {
            explain_optional(document, structures, name);
        }
        let gaps = self
            .by_name
            .get_or_insert_with(|| find(document, structures))
            .get_mut(&name)?;
        let is_sibling = |gap: &NodeId| document.tree.node(*gap).parent() == Some(parent);
        let nearest = gaps
            .iter()
            .take(MOST_LOOKED_AT)
            .position(is_sibling)
            .unwrap_or(0);
        gaps.remove(nearest)
    }

    /// Whether a structure without a member of this name needs it.
    pub(crate) fn has(
        &mut self,
        document: &Document<'_>,
        structures: &[NodeId],
        name: NameId,
    ) -> bool {
        let gaps = self
            .by_name
            .get_or_insert_with(|| find(document, structures));
        gaps.get(&name).is_some_and(|gaps| !gaps.is_empty())
    }

    /// The only structure of the document that can have a member of this name.
    pub(crate) fn only_holder(
        &mut self,
        document: &Document<'_>,
        structures: &[NodeId],
        name: NameId,
    ) -> Option<NodeId> {
        *self.holders.entry(name).or_insert_with(|| {
            let may_have = |structure: &NodeId| document.may_have(*structure, name);
            let mut found = structures.iter().copied().filter(may_have);
            found.next().filter(|_| found.next().is_none())
        })
    }

    /// The members of a shape in the version with nearly this name, best first.
    pub(crate) fn near(
        &mut self,
        document: &Document<'_>,
        shape: ShapeId,
        written: &'t str,
    ) -> Vec<&'static str> {
        let find = || {
            let schema = document.schema;
            let members = schema.shape(shape).members().iter();
            let valid = members.filter(|member| member.versions.contains(document.version));
            nearest(written, valid.map(|member| schema.name_text(member.name)))
        };
        self.near
            .entry((shape, written))
            .or_insert_with(find)
            .clone()
    }

    /// Notes that a fix puts a member into a structure. False where another fix does so already.
    pub(crate) fn fill(&mut self, structure: NodeId, name: NameId) -> bool {
        self.filled.insert((structure, name))
    }

    /// The names of the structures that have a member of this name in the version: those that this
    /// document can contain, or else those of other documents.
    pub(crate) fn places(&mut self, document: &Document<'_>, name: NameId) -> &[&'static str] {
        let (here, anywhere) = self.reachable.get_or_insert_with(|| {
            let roots = document
                .schema
                .roots
                .iter()
                .filter(|root| root.api.is_none() && root.versions.contains(document.version));
            (
                reachable_from(document, document.structure_of(document.root)),
                reachable_from(document, roots.map(|root| root.shape)),
            )
        });
        self.places.entry(name).or_insert_with(|| {
            let found = holders(document, here, name);
            if found.is_empty() {
                holders(document, anywhere, name)
            } else {
                found
            }
        })
    }
}

/// The names of the structures among some shapes that have a member of this name in the version.
fn holders(document: &Document<'_>, among: &[bool], name: NameId) -> Vec<&'static str> {
    let shapes = document
        .schema
        .shapes
        .iter()
        .zip(among)
        .filter(|(_, is_among)| **is_among)
        .map(|(shape, _)| shape);
    let holders = shapes.filter(|shape| {
        matches!(shape.kind, ShapeKind::Structure { .. })
            && shape.member(name, document.version).is_some()
    });
    let mut found: Vec<&'static str> = holders.map(|shape| shape.name.as_ref()).collect();
    found.sort_unstable();
    found
}

/// The structures without something that they need, by its name, in document order.
fn find(document: &Document<'_>, structures: &[NodeId]) -> BTreeMap<NameId, VecDeque<NodeId>> {
    let mut gaps: BTreeMap<NameId, VecDeque<NodeId>> = BTreeMap::new();
    for structure in structures {
        let Some(shape) = document.structure_of(*structure) else {
            continue;
        };
        for member in document.shape(shape).members() {
            if is_missing(document, *structure, member) && is_needed(document, *structure, member) {
                gaps.entry(member.name).or_default().push_back(*structure);
            }
        }
    }
    gaps
}

/// Explains that a member is missing wherever it is not required.
fn explain_optional(document: &mut Document<'_>, structures: &[NodeId], name: NameId) {
    for structure in structures {
        let Some(shape) = document.structure_of(*structure) else {
            continue;
        };
        let Some(member) = document.shape(shape).member(name, document.version) else {
            continue;
        };
        if is_missing(document, *structure, member) && !is_needed(document, *structure, member) {
            document.explain(*structure, name);
        }
    }
}

/// Whether a structure could have a member and does not, and nothing explains that.
fn is_missing(document: &Document<'_>, structure: NodeId, member: &Member) -> bool {
    let slot = document.slot(structure, member.name).unwrap_or_default();
    member.versions.contains(document.version) && slot.count == 0 && !slot.explained
}

/// Whether a structure needs a member: its shape requires it, or it is the list that a number
/// counts.
fn is_needed(document: &Document<'_>, structure: NodeId, member: &Member) -> bool {
    let counted = document
        .structure_of(structure)
        .and_then(|shape| document.shape(shape).counted_members(document.version));
    let is_counted = counted.is_some_and(|(count, list)| {
        list.name == member.name
            && document
                .child(structure, count.name)
                .and_then(|count| document.number(count))
                .is_some_and(|count| count > 0)
    });
    is_counted || member.required.contains(document.version)
}

/// Which shapes can occur in documents with these roots.
fn reachable_from(document: &Document<'_>, roots: impl IntoIterator<Item = ShapeId>) -> Vec<bool> {
    let mut reached = vec![false; document.schema.shapes.len()];
    let mut open: Vec<ShapeId> = roots.into_iter().collect();
    while let Some(shape) = open.pop() {
        if std::mem::replace(&mut reached[usize::from(shape.0)], true) {
            continue;
        }
        let members = document
            .shape(shape)
            .members()
            .iter()
            .filter(|member| member.versions.contains(document.version));
        open.extend(members.filter_map(|member| match member.value {
            ValueKind::Structure(inner) | ValueKind::List(inner) => Some(inner),
            _ => None,
        }));
    }
    reached
}
