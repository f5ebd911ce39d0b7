//! Which member of which shape each node of a document is.

use crate::model::schema::{Member, ShapeId, ValueKind};

/// What the schema says about one node.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Binding {
    /// The shape whose member it is, and which of its entries. A node that the schema does not know
    /// is [`Binding::UNBOUND`].
    pub(super) owner: u16,
    pub(super) member: u8,
    /// Whether its value is at fault, so that rules that need it report nothing.
    pub(crate) faulty: bool,
    /// What it contains.
    pub(super) value: Option<ValueKind>,
    /// Where the slots of a structure begin in the slots of the document.
    pub(super) slots: u32,
    /// 1-based position among the items of its list; 0 for what is not an item.
    pub(crate) ordinal: u32,
}

impl Binding {
    pub(super) const NOTHING: u16 = u16::MAX;

    pub(crate) const UNBOUND: Self = Self {
        owner: Self::NOTHING,
        member: 0,
        value: None,
        slots: 0,
        ordinal: 0,
        faulty: false,
    };

    /// A node that is the entry of a shape at a position.
    pub(crate) fn new(owner: ShapeId, position: usize, member: &Member) -> Self {
        Self {
            owner: owner.0,
            member: u8::try_from(position).unwrap_or(u8::MAX),
            value: Some(member.value),
            ..Self::UNBOUND
        }
    }

    /// The outermost node, which no shape owns.
    pub(crate) fn root(shape: ShapeId) -> Self {
        Self {
            value: Some(ValueKind::Structure(shape)),
            ..Self::UNBOUND
        }
    }
}

/// How many nodes in a row have their bindings together.
const TOGETHER: usize = 64;

/// The bindings of all nodes. Those of nodes that the schema does not know take no memory where
/// there are many in a row.
#[derive(Debug, Default)]
pub(super) struct Bindings {
    blocks: Vec<Option<Box<[Binding; TOGETHER]>>>,
}

impl Bindings {
    pub(super) fn get(&self, node: usize) -> &Binding {
        match self.blocks.get(node / TOGETHER) {
            Some(Some(block)) => &block[node % TOGETHER],
            _ => &Binding::UNBOUND,
        }
    }

    pub(super) fn get_mut(&mut self, node: usize) -> &mut Binding {
        let block = node / TOGETHER;
        if block >= self.blocks.len() {
            self.blocks.resize_with(block + 1, || None);
        }
        let block = &mut self.blocks[block];
        let block = block.get_or_insert_with(|| Box::new([Binding::UNBOUND; TOGETHER]));
        &mut block[node % TOGETHER]
    }
}
