//! A tree bound to the shapes of its version: which member each node is, and which node each member
//! is.
//!
//! What lives here: [`Document`] and looking things up in it. What does not: building it
//! ([`bind`](super::bind)) and checking it ([`structure`](super::structure),
//! [`evaluate`](super::evaluate)).

mod bindings;
mod fits;
mod names;
mod slots;

use std::cell::RefCell;
use std::collections::HashMap;

use fnv::FnvHashMap;

pub(crate) use self::bindings::Binding;
use self::bindings::Bindings;
pub(crate) use self::slots::Slot;
use self::slots::Slots;
use crate::lint::fault::{Cause, Fault};
use crate::lint::judged::API;
use crate::lint::left_out::{self, LeftOut};
use crate::lint::translate::Origins;
use crate::model::Severity;
use crate::model::rule::{Outline, SlotSet};
use crate::model::schema::{Member, NameId, Schema, Shape, ShapeId, ShapeKind, ValueKind, Version};
use crate::outcome::ElementPath;
pub(crate) use crate::tree::DEEPEST;
use crate::tree::{NodeId, Tree};

/// A structure to which the rules of its shape are applied.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Instance {
    pub(crate) node: NodeId,
    pub(crate) shape: ShapeId,
    /// Where its slots begin.
    slots: u32,
    /// The slots that are not empty.
    pub(crate) filled: SlotSet,
    /// Those that are, where a finding explains why.
    pub(crate) unknown: SlotSet,
}

/// A tree with what the schema says about its nodes.
#[derive(Debug)]
pub(crate) struct Document<'t> {
    pub(crate) tree: &'t Tree<'t>,
    pub(crate) schema: &'static Schema,
    pub(crate) version: Version,
    /// The node that is the document's root, which in JSON may be inside an envelope.
    pub(crate) root: NodeId,
    /// The node that is the configuration: the root itself or a member of it.
    pub(crate) config: Option<NodeId>,
    /// What the template calls the nodes, where the document was made of one.
    pub(crate) origins: Option<&'t Origins<'t>>,
    bindings: Bindings,
    /// What is known of values that are unknown as a whole.
    outlines: HashMap<NodeId, Outline>,
    slots: Slots,
    /// The items of the lists that were searched, sorted by member and identity.
    items: RefCell<HashMap<NodeId, Vec<(NameId, NodeId)>>>,
    /// The number of children of the lists whose length was asked for.
    lengths: RefCell<HashMap<NodeId, usize>>,
    /// How many faults are kept, and what is known of the others.
    pub(crate) most_faults: usize,
    pub(crate) left_out: RefCell<LeftOut>,
    /// The paths that were asked for, and those above them.
    paths: RefCell<FnvHashMap<NodeId, ElementPath>>,
    /// Whether unknown names mean that a value is secret.
    secret_names: RefCell<HashMap<Box<str>, bool>>,
}

/// How many slots to reserve at first: one node in five is a structure, with about a dozen
/// members.
const SLOTS_PER_NODE: usize = 3;

impl<'t> Document<'t> {
    /// The dialect that the document is written in.
    pub(in crate::lint) fn dialect(&self) -> &'static str {
        self.origins.map_or(API, |origins| &origins.dialect.name)
    }

    pub(crate) fn new(
        tree: &'t Tree<'t>,
        schema: &'static Schema,
        version: Version,
        root: NodeId,
    ) -> Self {
        let slots = Slots::with_capacity(tree.nodes().len() * SLOTS_PER_NODE);
        Self {
            tree,
            schema,
            version,
            root,
            config: None,
            origins: None,
            bindings: Bindings::default(),
            outlines: HashMap::new(),
            slots,
            items: RefCell::default(),
            lengths: RefCell::default(),
            most_faults: left_out::MOST_KEPT,
            left_out: RefCell::default(),
            paths: RefCell::default(),
            secret_names: RefCell::default(),
        }
    }

    /// Whether no more faults are kept.
    pub(crate) fn is_full(&self, faults: &[Fault<'_>]) -> bool {
        faults.len() >= self.most_faults
    }

    /// Adds a fault, or counts it where enough are kept.
    pub(crate) fn keep(&self, faults: &mut Vec<Fault<'t>>, fault: Fault<'t>) {
        if self.is_full(faults) {
            self.leave_out(fault.cause, fault.severity);
        } else {
            faults.push(fault);
        }
    }

    /// Counts a fault that is not kept.
    pub(crate) fn leave_out(&self, cause: Cause, severity: Option<Severity>) {
        self.left_out.borrow_mut().add(cause, severity);
    }

    pub(crate) fn binding(&self, node: NodeId) -> &Binding {
        self.bindings.get(node.index())
    }

    /// Binds a node, and adds its slots if it is a structure.
    pub(crate) fn bind(&mut self, node: NodeId, mut binding: Binding) {
        if let Some(ValueKind::Structure(shape)) = binding.value
            && let ShapeKind::Structure { slots, .. } = &self.schema.shape(shape).kind
        {
            let is_bare = !self.tree.node(node).has_children();
            binding.slots = self.slots.add(*slots, is_bare);
        }
        *self.bindings.get_mut(node.index()) = binding;
    }

    pub(crate) fn set_faulty(&mut self, node: NodeId) {
        self.bindings.get_mut(node.index()).faulty = true;
    }

    /// Notes what is known of a value that is unknown as a whole.
    pub(crate) fn set_outline(&mut self, node: NodeId, outline: Outline) {
        self.outlines.insert(node, outline);
    }

    /// What is known of a value that is unknown as a whole.
    pub(crate) fn outline(&self, node: NodeId) -> Option<&Outline> {
        self.outlines.get(&node)
    }

    /// The member entry that a node is.
    pub(crate) fn member(&self, node: NodeId) -> Option<&'static Member> {
        self.schema
            .shape(self.owner_shape(node)?)
            .members()
            .get(usize::from(self.binding(node).member))
    }

    /// The protective member that a node is or is part of.
    pub(crate) fn protective(&self, node: NodeId) -> Option<&'static Member> {
        std::iter::successors(Some(node), |at| self.tree.node(*at).parent())
            .take(DEEPEST)
            .filter_map(|at| self.member(at))
            .find(|member| member.protective)
    }

    /// How many items a list has.
    pub(crate) fn item_count(&self, list: NodeId) -> usize {
        let items = self.tree.children(list);
        items.filter(|item| self.is_bound(*item)).count()
    }

    fn owner_shape(&self, node: NodeId) -> Option<ShapeId> {
        let owner = self.binding(node).owner;
        (owner != Binding::NOTHING).then_some(ShapeId(owner))
    }

    /// The shape and the name of the member that a node is, or would be in another version.
    pub(crate) fn known_as(&self, node: NodeId) -> Option<(ShapeId, NameId)> {
        if let (Some(shape), Some(member)) = (self.owner_shape(node), self.member(node)) {
            return Some((shape, member.name));
        }
        let around = self.shape_of(self.tree.node(node).parent()?)?;
        let name = self.schema.name(self.tree.name(node))?;
        self.shape(around)
            .members()
            .iter()
            .any(|member| member.name == name)
            .then_some((around, name))
    }

    /// Whether the schema knows the node.
    pub(crate) fn is_bound(&self, node: NodeId) -> bool {
        self.binding(node).value.is_some()
    }

    /// What a bound node contains.
    #[inline]
    pub(crate) fn value_kind(&self, node: NodeId) -> Option<ValueKind> {
        self.binding(node).value
    }

    /// What is in a slot of a structure, by the number of the slot.
    #[inline]
    pub(crate) fn slot_at(&self, structure: NodeId, slot: u8) -> Slot {
        self.slots.get(self.binding(structure).slots, slot)
    }

    /// What is in a slot of an instance, where that is one node.
    pub(crate) fn only_in_slot(&self, instance: &Instance, slot: u8) -> Option<NodeId> {
        self.slots.only(instance.slots, slot)
    }

    /// A structure with what rules ask of it first.
    pub(crate) fn instance(&self, structure: NodeId) -> Option<Instance> {
        let binding = self.binding(structure);
        let Some(ValueKind::Structure(shape)) = binding.value else {
            return None;
        };
        let ShapeKind::Structure { slots, .. } = &self.schema.shape(shape).kind else {
            return None;
        };
        let (filled, unknown) = self.slots.sets(binding.slots, *slots);
        Some(Instance {
            node: structure,
            shape,
            slots: binding.slots,
            filled,
            unknown,
        })
    }

    /// The shape of a node that is a structure or a list.
    pub(crate) fn shape_of(&self, node: NodeId) -> Option<ShapeId> {
        match self.value_kind(node)? {
            ValueKind::Structure(shape) | ValueKind::List(shape) => Some(shape),
            _ => None,
        }
    }

    /// The shape of a node that is a structure.
    pub(crate) fn structure_of(&self, node: NodeId) -> Option<ShapeId> {
        match self.value_kind(node)? {
            ValueKind::Structure(shape) => Some(shape),
            _ => None,
        }
    }

    pub(crate) fn shape(&self, shape: ShapeId) -> &'static Shape {
        self.schema.shape(shape)
    }

    /// What a structure has under a name; `None` where its shape has no such member in any version.
    pub(crate) fn slot(&self, structure: NodeId, name: NameId) -> Option<Slot> {
        let shape = self.structure_of(structure)?;
        let slot = self.schema.slot(shape, name)?;
        Some(self.slot_at(structure, slot))
    }

    /// Marks a slot as explained by a finding, so that it is not reported as missing too.
    pub(crate) fn explain_slot(&mut self, structure: NodeId, slot: u8) {
        self.slots.explain(self.binding(structure).slots, slot);
    }

    /// Puts a node into a slot and returns how many there are now.
    pub(crate) fn fill_slot(&mut self, structure: NodeId, slot: u8, node: NodeId) -> u32 {
        self.slots.fill(self.binding(structure).slots, slot, node)
    }

    /// Puts another node of the same name into a slot.
    pub(crate) fn refill_slot(&mut self, structure: NodeId, slot: u8, node: NodeId) {
        self.slots.refill(self.binding(structure).slots, slot, node);
    }

    /// Forgets what the nodes were bound to.
    pub(crate) fn unbind(&mut self) {
        self.bindings = Bindings::default();
        self.slots.clear();
        self.left_out.take();
    }

    /// The first node that a structure has under a name.
    pub(crate) fn child(&self, structure: NodeId, name: NameId) -> Option<NodeId> {
        self.slot(structure, name)?.node()
    }

    /// The list that a counted structure or a list node is, with its items. `None` where there is
    /// no list.
    pub(crate) fn list_of(&self, node: NodeId) -> Option<NodeId> {
        match self.value_kind(node)? {
            ValueKind::List(_) => Some(node),
            ValueKind::Structure(shape) => {
                let list = self.schema.shape(shape).counted_members(self.version)?.1;
                self.slot_at(node, list.slot).node()
            }
            _ => None,
        }
    }

    /// The item of a list shape in the document's version.
    pub(crate) fn item_of(&self, list: ShapeId) -> Option<&'static Member> {
        let mut items = self.shape(list).members().iter();
        items.find(|item| item.versions.contains(self.version))
    }

    /// The item of a counted structure in the document's version.
    pub(crate) fn counted_item(&self, structure: ShapeId) -> Option<&'static Member> {
        let (_, list) = self.shape(structure).counted_members(self.version)?;
        match list.value {
            ValueKind::List(items) => self.item_of(items),
            _ => None,
        }
    }

    /// Whether a structure may have a member of this name in the document's version.
    pub(crate) fn may_have(&self, structure: NodeId, name: NameId) -> bool {
        self.structure_of(structure)
            .is_some_and(|shape| self.shape(shape).member(name, self.version).is_some())
    }

    /// The number that counts the items of a list.
    pub(crate) fn count_next_to(&self, list: NodeId) -> Option<i64> {
        let holder = self.tree.node(list).parent()?;
        let (count, _) = self
            .shape(self.structure_of(holder)?)
            .counted_members(self.version)?;
        self.number(self.slot_at(holder, count.slot).node()?)
    }

    /// Whether a counted structure has no readable list, and a finding says why.
    pub(crate) fn is_list_unknown(&self, node: NodeId) -> bool {
        let Some(shape) = self.structure_of(node) else {
            return false;
        };
        let counted = self.schema.shape(shape).counted_members(self.version);
        counted.is_some_and(|(_, list)| {
            let list = self.slot_at(node, list.slot);
            list.node().is_none() && (list.explained || self.binding(node).faulty)
        })
    }

    /// The text of a scalar without surrounding whitespace, as the service reads numbers and
    /// booleans.
    pub(crate) fn trimmed(&self, node: NodeId) -> &'t str {
        let tree: &'t Tree<'t> = self.tree;
        tree.text(node).trim_matches([' ', '\t', '\r', '\n'])
    }

    /// The number that a scalar is.
    pub(crate) fn number(&self, node: NodeId) -> Option<i64> {
        self.trimmed(node).parse().ok()
    }

    /// Whether a fault keeps a part of the document from being evaluated, so that its repair may
    /// bring out others.
    pub(crate) fn is_partly_unknown(&self) -> bool {
        let nodes = self.tree.nodes();
        let end = self.tree.node(self.root).whole.end;
        let within =
            (self.root.index()..nodes.len()).take_while(|index| nodes[*index].whole.start < end);
        self.slots.has_explained()
            || within
                .map(|index| self.bindings.get(index))
                .any(|binding| binding.faulty || binding.value.is_none())
    }

    /// The first item of a list that is of this member and has this [identity](Self::identity). The
    /// list is sorted once.
    pub(crate) fn item(&self, list: NodeId, member: NameId, identity: &str) -> Option<NodeId> {
        let mut known = self.items.borrow_mut();
        let items = known.entry(list).or_insert_with(|| {
            let named = |item| self.member(item).map(|member| (member.name, item));
            let mut items: Vec<(NameId, NodeId)> =
                self.tree.children(list).filter_map(named).collect();
            items.sort_by_key(|(name, item)| (*name, self.identity(*item)));
            items
        });
        let at = items
            .partition_point(|(name, item)| (*name, self.identity(*item)) < (member, identity));
        items
            .get(at)
            .filter(|(name, item)| (*name, self.identity(*item)) == (member, identity))
            .map(|(_, item)| *item)
    }

    /// The number of children of a list. They are counted once, however many of its items ask.
    pub(crate) fn length(&self, list: NodeId) -> usize {
        *self
            .lengths
            .borrow_mut()
            .entry(list)
            .or_insert_with(|| self.tree.children(list).count())
    }

    /// Whether a node is required: it is the root, or a member that its shape requires.
    pub(crate) fn is_needed(&self, node: NodeId) -> bool {
        let is_required = |member: &Member| member.required.contains(self.version);
        node == self.root
            || self.member(node).is_some_and(is_required) && self.binding(node).ordinal == 0
    }

    /// Marks a member as explained by a finding, so that it is not reported as missing too.
    pub(crate) fn explain(&mut self, structure: NodeId, name: NameId) {
        if let Some(slot) = self
            .structure_of(structure)
            .and_then(|shape| self.schema.slot(shape, name))
        {
            self.explain_slot(structure, slot);
        }
    }
}
