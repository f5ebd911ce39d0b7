//! Where a rule looks: paths through the shapes.

use crate::model::schema::{List, NameId, ShapeId, Text};

/// Where a [`Path`] begins.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Base {
    /// The instance of the rule's shape.
    #[default]
    Instance,
    /// The configuration around the instance: `/Origins[]`.
    Root,
    /// The configuration in the previous document: `@previous/Staging`.
    Previous,
    /// Another document that is known, by the text of a member:
    /// `@documents/CachePolicy[Id = CachePolicyId]/CachePolicyConfig`. The first step is the name
    /// of its root, the second how it is found.
    Documents,
    /// Not a node but a text: the ETag given with the request, `@if-match`.
    IfMatch,
    /// Not a node but a text: the ETag of the previous document, `@previous-etag`.
    PreviousEtag,
    /// Not a node but a text: the ETag in the document's own file, `@etag`.
    Etag,
}

/// One step of a [`Path`].
#[derive(Clone, Debug)]
pub enum Step {
    /// To the member of this name.
    Member(NameId),
    /// To the items of the list that the node is or contains, in either style: `Aliases[]`.
    Items,
    /// To those items whose member `key` has one of some texts: `Origins[Id = TargetOriginId]`.
    Where {
        /// The way from the item to the member.
        key: List<NameId>,
        /// What it must be; one of these is enough.
        equals: List<Operand>,
    },
}

/// The right side of a comparison in a [`Step::Where`].
#[derive(Clone, Debug)]
pub enum Operand {
    /// The text itself.
    Text(Text),
    /// The texts at the end of a path, which may look for items itself.
    Path(Path),
}

/// A path from an instance of a shape to nodes.
#[derive(Clone, Debug, Default)]
pub struct Path {
    /// Where it begins.
    pub base: Base,
    /// The steps from there.
    pub steps: List<Step>,
    /// As it is written in the rule file.
    pub text: Text,
}

impl Path {
    /// Whether it leads into the previous document or to what came with it.
    pub(super) fn is_past(&self) -> bool {
        matches!(self.base, Base::Previous | Base::PreviousEtag)
    }
}

/// Where a rule is evaluated: every instance of a shape, and the nodes at the end of a path from
/// there.
#[derive(Clone, Debug)]
pub struct Target {
    /// The shape.
    pub shape: ShapeId,
    /// From the instance to the nodes that are checked; no steps means the instance.
    pub path: Path,
}

/// The targets that a rule is for, by their text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Only {
    /// The format, by its index.
    pub format: u16,
    /// Whether it is for the targets that do not have the format.
    pub negated: bool,
}
