//! What an unknown element was probably meant to be: a misspelt name, a member of another version,
//! a member of another place.
//!
//! What lives here: the explanations in the order in which they are tried, one a file; the first
//! that applies is reported. What does not: which elements are unknown ([`bind`](super::bind)), and
//! several unknown elements that are one mistake ([`structure`](super::structure)).

mod candidate;
mod command_parameter;
mod elsewhere;
mod misspelt;
mod needless_count;
mod other_version;
mod replaced;
mod required;
mod successor;
mod unexplained;
mod without_structure;

use crate::lint::document::Document;
use crate::lint::fault::{Builtin, Fault, Unknown};
use crate::lint::structure::misplaced::Gaps;
use crate::model::Severity;
use crate::model::schema::{Confidence, Member, NameId, ShapeId, ValueKind};
use crate::tree::{NodeId, Tree};

/// What an unknown element was probably meant to be.
struct Explanation<'t> {
    fault: Fault<'t>,
    /// Whether it explains a required member that is missing.
    explains_required: bool,
}

/// The explanations, in the order in which they are tried.
const EXPLANATIONS: [for<'c, 't> fn(&mut Case<'c, 't>) -> Option<Explanation<'t>>; 11] = [
    other_version::explain,
    misspelt::explain,
    needless_count::explain,
    command_parameter::explain,
    required::explain,
    successor::explain,
    candidate::explain,
    without_structure::explain,
    elsewhere::explain,
    replaced::explain,
    unexplained::explain,
];

/// The fault of an element that its parent does not have. Where the shapes of the version are
/// uncertain it is a warning, unless it explains a required member that is missing.
pub(super) fn fault<'t>(
    document: &mut Document<'t>,
    node: NodeId,
    structures: &[NodeId],
    gaps: &mut Gaps<'t>,
) -> Fault<'t> {
    let is_uncertain = is_uncertain(document);
    let mut explanation = explanation(document, node, structures, gaps);
    if is_uncertain && !explanation.explains_required {
        explanation.fault.severity = Some(Severity::Warning);
    }
    explanation.fault
}

/// Whether the shapes of the version come from no model and no documentation.
fn is_uncertain(document: &Document<'_>) -> bool {
    document.schema.version_info(document.version).confidence >= Confidence::Client
}

fn explanation<'t>(
    document: &mut Document<'t>,
    node: NodeId,
    structures: &[NodeId],
    gaps: &mut Gaps<'t>,
) -> Explanation<'t> {
    let tree: &'t Tree<'t> = document.tree;
    let written = tree.name(node);
    let name = document.schema.name(written);
    let parent = tree.node(node).parent();
    let shape = parent.and_then(|parent| document.structure_of(parent));
    if let Some((parent, shape)) = parent.zip(shape) {
        let near = gaps.near(document, shape, written);
        let mut case = Case {
            document,
            node,
            parent,
            shape,
            written,
            name,
            near,
            structures,
            gaps,
        };
        let mut explanations = EXPLANATIONS.iter();
        if let Some(explanation) = explanations.find_map(|explain| explain(&mut case)) {
            return explanation;
        }
    }
    Explanation {
        fault: new_fault(document, node, parent, Unknown::Plain),
        explains_required: false,
    }
}

fn new_fault<'t>(
    document: &Document<'t>,
    node: NodeId,
    parent: Option<NodeId>,
    case: Unknown,
) -> Fault<'t> {
    let span = document.tree.node(node).name;
    let mut fault = Fault::new(Builtin::UnknownElement(case), span).at(node);
    fault.argument("parent", parent.map_or("", |parent| document.name(parent)));
    fault.argument("version", document.version_name());
    fault
}

/// An unknown element, and what its explanation may take into account.
struct Case<'c, 't> {
    document: &'c mut Document<'t>,
    node: NodeId,
    parent: NodeId,
    /// The shape of the parent.
    shape: ShapeId,
    /// The name as it is written.
    written: &'t str,
    /// The same name, where anything has it in any version.
    name: Option<NameId>,
    /// The members of the parent with nearly that name, best first.
    near: Vec<&'static str>,
    /// All structures of the document.
    structures: &'c [NodeId],
    gaps: &'c mut Gaps<'t>,
}

impl<'t> Case<'_, 't> {
    fn fault(&self, case: Unknown) -> Fault<'t> {
        new_fault(self.document, self.node, Some(self.parent), case)
    }

    /// The explanation that the element was meant to have this name; a fix renames it.
    fn renamed(&mut self, name: NameId) -> Explanation<'t> {
        let suggested = self.document.schema.name_text(name);
        let mut fault = self.fault(Unknown::Near);
        fault.suggest(suggested, &[suggested]);
        fault.edits = self.document.tree.rename(self.node, suggested);
        Explanation {
            fault,
            explains_required: explain(self.document, self.parent, name),
        }
    }

    /// The members that the parent has in this version.
    fn members(&self) -> impl Iterator<Item = &'static Member> + use<'t> {
        let version = self.document.version;
        let members = self.document.shape(self.shape).members().iter();
        members.filter(move |member| member.versions.contains(version))
    }

    /// Whether a member of the parent is missing.
    fn is_missing(&self, name: NameId) -> bool {
        self.document
            .slot(self.parent, name)
            .is_some_and(|slot| slot.count == 0)
    }

    /// The structures whose shape has a member of the element's name in this version.
    fn places(&mut self) -> &[&'static str] {
        match self.name {
            Some(name) => self.gaps.places(self.document, name),
            None => &[],
        }
    }

    /// A member of the parent whose shape has a member of this name: where the element was probably
    /// meant to be.
    fn sibling_with(&self, name: NameId) -> Option<NodeId> {
        let document = &*self.document;
        self.members().find_map(|member| {
            let ValueKind::Structure(inner) = member.value else {
                return None;
            };
            document.shape(inner).member(name, document.version)?;
            document.child(self.parent, member.name)
        })
    }
}

/// Marks a member as explained. Returns whether it is required and missing, and nothing explained
/// that before.
fn explain(document: &mut Document<'_>, structure: NodeId, name: NameId) -> bool {
    let version = document.version;
    let member = document
        .structure_of(structure)
        .and_then(|shape| document.shape(shape).member(name, version));
    let slot = document.slot(structure, name).unwrap_or_default();
    document.explain(structure, name);
    member.is_some_and(|member| member.required.contains(version))
        && slot.count == 0
        && !slot.explained
}

/// The only one of some members, if there is exactly one.
fn only<'m>(mut members: impl Iterator<Item = &'m Member>) -> Option<&'m Member> {
    members.next().filter(|_| members.next().is_none())
}
