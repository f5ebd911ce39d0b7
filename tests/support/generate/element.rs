//! A generated document: elements with what the timeline says about them.

use std::fmt::Write as _;

use cloudfront_lint::internal::model::schema::{ShapeId, ValueKind};

/// A generated element with what the timeline says about it.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(crate) struct Element {
    /// Its name.
    pub(crate) name: String,
    /// The shape that it is a member or item of; that of the root itself for the root.
    pub(crate) holder: ShapeId,
    /// The type of its value.
    pub(crate) value: ValueKind,
    /// Whether its shape requires it.
    pub(crate) required: bool,
    /// Whether it is the item of a list, or an element that may occur any number of times.
    pub(crate) many: bool,
    /// Its content.
    pub(crate) content: Content,
}

/// The content of an element.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Content {
    /// Text, perhaps empty.
    Text(String),
    /// Elements.
    Elements(Vec<Element>),
}

impl Element {
    /// The elements in it.
    pub(crate) fn children(&self) -> &[Element] {
        match &self.content {
            Content::Text(_) => &[],
            Content::Elements(children) => children,
        }
    }

    /// The elements in it, to be changed.
    pub(crate) fn children_mut(&mut self) -> &mut Vec<Element> {
        match &mut self.content {
            Content::Text(_) => panic!("`{}` has no children", self.name),
            Content::Elements(children) => children,
        }
    }

    /// The element at the end of a path of child indices.
    pub(crate) fn at(&self, way: &[usize]) -> &Element {
        way.iter()
            .fold(self, |element, index| &element.children()[*index])
    }

    /// The element at the end of a path of child indices, to be changed.
    pub(crate) fn at_mut(&mut self, way: &[usize]) -> &mut Element {
        way.iter()
            .fold(self, |element, index| &mut element.children_mut()[*index])
    }

    /// The ways to all elements below this one, in document order.
    pub(crate) fn ways(&self) -> Vec<Vec<usize>> {
        let mut ways = Vec::new();
        let mut open = vec![Vec::new()];
        while let Some(way) = open.pop() {
            for index in (0..self.at(&way).children().len()).rev() {
                let mut inner: Vec<usize> = way.clone();
                inner.push(index);
                open.push(inner);
            }
            if !way.is_empty() {
                ways.push(way);
            }
        }
        ways
    }

    /// The path of the element at the end of a way, as findings write it.
    pub(crate) fn path(&self, way: &[usize]) -> String {
        let mut path = self.name.clone();
        let mut element = self;
        for index in way {
            let siblings = element.children();
            element = &siblings[*index];
            let _ = write!(path, "/{}", element.name);
            if element.many {
                let position = siblings[..=*index]
                    .iter()
                    .filter(|sibling| sibling.name == element.name)
                    .count();
                let _ = write!(path, "[{position}]");
            }
        }
        path
    }
}
