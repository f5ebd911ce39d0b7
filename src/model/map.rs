//! What the picture of a document shows.

use crate::model::schema::{List, NameId, ShapeId, Text};

/// The picture of the documents of a root.
#[derive(Clone, Debug)]
pub struct MapPlan {
    /// The shape of the root.
    pub shape: ShapeId,
    /// From left to right.
    pub columns: List<Column>,
}

/// A column of the picture.
#[derive(Clone, Debug)]
pub struct Column {
    /// What is above it.
    pub title: Text,
    /// Where its elements are: names from the root inwards, those of lists meaning their items.
    pub at: List<List<NameId>>,
    /// The member that names an element.
    pub name: Option<NameId>,
    /// What an element without a name is called.
    pub unnamed: Text,
    /// The members that are shown below the name.
    pub details: List<NameId>,
}
