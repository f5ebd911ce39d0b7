//! How documents of old versions are written in newer ones, beyond what keeps its name and place.

use crate::model::schema::{List, NameId, ShapeId, Text, Version};

/// Names from a root inwards.
pub type Names = List<NameId>;

/// What changed for the documents of a root.
#[derive(Clone, Debug)]
pub struct Upgrade {
    /// The shape of the root.
    pub shape: ShapeId,
    /// The last version of documents that this is for.
    pub until: Version,
    /// What has another name or place.
    pub moves: List<Move>,
    /// What the old version did without saying so.
    pub fixed: List<(Names, Text)>,
}

/// A member with another name or place.
#[derive(Clone, Debug)]
pub struct Move {
    /// Where it was.
    pub from: Names,
    /// Where it is, in different versions.
    pub to: List<Names>,
    /// What is written instead of its text.
    pub text: Option<Text>,
    /// Other words for its text.
    pub values: List<(Text, Text)>,
    /// What its presence implies.
    pub with: List<(Names, Text)>,
}
