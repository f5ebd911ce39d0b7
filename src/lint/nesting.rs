//! What the shapes know about names alone: which element belongs inside which, in any version.
//!
//! Where the end tags of a document are wrong, this is what the [repair](crate::tree::Nesting) of
//! the text goes by.

use std::sync::OnceLock;

use crate::model::schema::{NameId, Schema, ShapeId, ShapeKind, ValueKind};
use crate::tree::Nesting;

/// The nesting of names in a schema, of all versions together.
#[derive(Debug)]
pub struct ShapeNesting {
    schema: &'static Schema,
    /// Made at the first question: a well-formed document asks none.
    table: OnceLock<Table>,
}

#[derive(Debug)]
struct Table {
    names: usize,
    /// `inside[parent * names + child]`.
    inside: Vec<bool>,
    /// In the same layout: whether it may occur there more than once.
    repeats: Vec<bool>,
    scalar: Vec<bool>,
    container: Vec<bool>,
    /// An element, one inside of it, and one inside of that; sorted.
    within: Vec<(NameId, NameId, NameId)>,
}

impl ShapeNesting {
    /// What a schema knows.
    pub const fn new(schema: &'static Schema) -> Self {
        Self {
            schema,
            table: OnceLock::new(),
        }
    }

    fn table(&self) -> &Table {
        self.table.get_or_init(|| {
            let names = self.schema.names.len();
            let pairs = vec![false; names * names];
            let (scalar, container) = (vec![false; names], vec![false; names]);
            let mut table = Table {
                names,
                inside: pairs.clone(),
                repeats: pairs,
                scalar,
                container,
                within: within(self.schema),
            };
            for root in self.schema.roots.iter() {
                table.note(self.schema, root.name, ValueKind::Structure(root.shape));
            }
            for member in self
                .schema
                .shapes
                .iter()
                .flat_map(crate::model::schema::Shape::members)
            {
                table.note(self.schema, member.name, member.value);
            }
            table
        })
    }
}

/// All elements with a child that has children.
fn within(schema: &Schema) -> Vec<(NameId, NameId, NameId)> {
    let shape_of = |value| match value {
        ValueKind::Structure(shape) | ValueKind::List(shape) => Some(shape),
        _ => None,
    };
    let roots = schema.roots.iter().map(|root| (root.name, root.shape));
    let members = schema
        .shapes
        .iter()
        .flat_map(crate::model::schema::Shape::members);
    let mut holders: Vec<(NameId, ShapeId)> = roots
        .chain(members.filter_map(|member| Some((member.name, shape_of(member.value)?))))
        .collect();
    holders.sort_unstable();
    holders.dedup();
    let mut within = Vec::new();
    for (around, shape) in holders {
        for parent in schema.shape(shape).members() {
            let children =
                shape_of(parent.value).map_or(&[][..], |shape| schema.shape(shape).members());
            within.extend(
                children
                    .iter()
                    .map(|child| (around, parent.name, child.name)),
            );
        }
    }
    within.sort_unstable();
    within.dedup();
    within
}

impl Table {
    fn note(&mut self, schema: &Schema, name: NameId, value: ValueKind) {
        let parent = usize::from(name.0);
        match value {
            ValueKind::Structure(shape) | ValueKind::List(shape) => {
                self.add(schema, parent, shape);
            }
            ValueKind::Empty | ValueKind::Any => self.container[parent] = true,
            _ => self.scalar[parent] = true,
        }
    }

    fn add(&mut self, schema: &Schema, parent: usize, shape: ShapeId) {
        self.container[parent] = true;
        let shape = schema.shape(shape);
        for member in shape.members() {
            let pair = parent * self.names + usize::from(member.name.0);
            self.inside[pair] = true;
            self.repeats[pair] |=
                !member.repeated.is_empty() || matches!(shape.kind, ShapeKind::List { .. });
        }
    }
}

impl Nesting for ShapeNesting {
    fn may_contain(&self, parent: &str, child: &str) -> Option<bool> {
        let parent = usize::from(self.schema.name(parent)?.0);
        let Some(child) = self.schema.name(child) else {
            return Some(false);
        };
        let table = self.table();
        Some(table.inside[parent * table.names + usize::from(child.0)])
    }

    fn may_contain_within(&self, around: &str, parent: &str, child: &str) -> Option<bool> {
        let names = (
            self.schema.name(around),
            self.schema.name(parent),
            self.schema.name(child),
        );
        if let (Some(around), Some(parent), Some(child)) = names {
            let within = &self.table().within;
            let place =
                within.partition_point(|(first, second, _)| (*first, *second) < (around, parent));
            if within
                .get(place)
                .is_some_and(|(first, second, _)| (*first, *second) == (around, parent))
            {
                return Some(within.binary_search(&(around, parent, child)).is_ok());
            }
        }
        self.may_contain(parent, child)
    }

    fn may_repeat(&self, parent: &str, child: &str) -> Option<bool> {
        let (parent, child) = (
            usize::from(self.schema.name(parent)?.0),
            usize::from(self.schema.name(child)?.0),
        );
        let table = self.table();
        let pair = parent * table.names + child;
        table.inside[pair].then_some(table.repeats[pair])
    }

    fn is_scalar(&self, name: &str) -> Option<bool> {
        let name = usize::from(self.schema.name(name)?.0);
        let table = self.table();
        (table.scalar[name] != table.container[name]).then_some(table.scalar[name])
    }

    fn is_known(&self, name: &str) -> bool {
        self.schema.name(name).is_some()
    }
}
