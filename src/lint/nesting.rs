//! What the shapes know of names alone: which element belongs inside which, whatever the version.
//!
//! Where the end tags of a document are wrong, this is what the [repair](crate::tree::Nesting) of the text goes by.

use std::sync::OnceLock;

use crate::schema::{NameId, Schema, ShapeId, ValueKind};
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
    scalar: Vec<bool>,
    container: Vec<bool>,
}

impl ShapeNesting {
    /// What a schema knows.
    pub const fn new(schema: &'static Schema) -> Self {
        Self { schema, table: OnceLock::new() }
    }

    fn table(&self) -> &Table {
        self.table.get_or_init(|| {
            let names = self.schema.names.len();
            let mut table = Table { names, inside: vec![false; names * names], scalar: vec![false; names], container: vec![false; names] };
            for root in self.schema.roots.iter() {
                table.note(self.schema, root.name, ValueKind::Structure(root.shape));
            }
            for member in self.schema.shapes.iter().flat_map(crate::schema::Shape::members) {
                table.note(self.schema, member.name, member.value);
            }
            table
        })
    }
}

impl Table {
    fn note(&mut self, schema: &Schema, name: NameId, value: ValueKind) {
        let parent = usize::from(name.0);
        match value {
            ValueKind::Structure(shape) | ValueKind::List(shape) => self.hold(schema, parent, shape),
            ValueKind::Empty | ValueKind::Any => self.container[parent] = true,
            _ => self.scalar[parent] = true,
        }
    }

    fn hold(&mut self, schema: &Schema, parent: usize, shape: ShapeId) {
        self.container[parent] = true;
        for member in schema.shape(shape).members() {
            self.inside[parent * self.names + usize::from(member.name.0)] = true;
        }
    }
}

impl Nesting for ShapeNesting {
    fn may_contain(&self, parent: &str, child: &str) -> Option<bool> {
        let parent = usize::from(self.schema.name(parent)?.0);
        let Some(child) = self.schema.name(child) else { return Some(false) };
        let table = self.table();
        Some(table.inside[parent * table.names + usize::from(child.0)])
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
