//! A tree bound to the shapes of its version: which member each node is, and which node each member is.
//!
//! What lives here: [`Document`] and looking things up in it. What does not: making it (`bind`) and
//! judging it (`structure`, `scalar`, `evaluate`).

use std::cell::RefCell;
use std::collections::HashMap;
use std::fmt::Write as _;

use smallvec::SmallVec;

use crate::lint::wording::phrasing;
use crate::model::near::nearest;
use crate::model::rule::SlotSet;
use crate::model::schema::{Member, NameId, Schema, Shape, ShapeId, ShapeKind, ValueKind, Version};
use crate::text::Span;
use crate::tree::{DEEPEST, NodeId, Tree};

/// What the schema says of one node.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Binding {
    /// The shape whose member it is, and which of its entries; [`Binding::UNBOUND`] for a node the schema says nothing of.
    owner: u16,
    member: u16,
    /// What it holds.
    value: Option<ValueKind>,
    /// Where the slots of a structure begin in [`Document::slots`].
    slots: u32,
    /// 1-based position among its likes in a list; 0 where there is one only.
    pub(crate) ordinal: u32,
    /// Whether its value is at fault, so that rules that need it stay silent.
    pub(crate) faulty: bool,
}

impl Binding {
    const NOTHING: u16 = u16::MAX;

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
            member: position as u16,
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

/// What stands in a slot of a structure.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Slot {
    /// The first node of that name, counted from 1; 0 for none.
    node: u32,
    /// How many there are.
    pub(crate) count: u32,
    /// Whether a finding already accounts for what is or is not here.
    pub(crate) explained: bool,
}

impl Slot {
    pub(crate) fn node(self) -> Option<NodeId> {
        self.node
            .checked_sub(1)
            .map(|index| NodeId::from_index(index as usize))
    }
}

/// A tree with what the schema says of its nodes.
#[derive(Debug)]
pub(crate) struct Document<'t> {
    pub(crate) tree: &'t Tree<'t>,
    pub(crate) schema: &'static Schema,
    pub(crate) version: Version,
    /// The node that is the document's root, which in JSON may lie inside an envelope.
    pub(crate) root: NodeId,
    /// The node that is the configuration: the root itself or the member of it that holds one.
    pub(crate) config: Option<NodeId>,
    bindings: Vec<Binding>,
    slots: Vec<Slot>,
    /// The items of the lists that were asked for one, sorted by member and by what tells them apart.
    items: RefCell<HashMap<NodeId, Vec<(NameId, NodeId)>>>,
    /// How many children the lists have whose length was asked for.
    lengths: RefCell<HashMap<NodeId, usize>>,
}

/// How many slots to make room for at first: one node in five is a structure, of a dozen members or so.
const SLOTS_PER_NODE: usize = 3;

impl<'t> Document<'t> {
    pub(crate) fn new(
        tree: &'t Tree<'t>,
        schema: &'static Schema,
        version: Version,
        root: NodeId,
    ) -> Self {
        let bindings = vec![Binding::UNBOUND; tree.nodes().len()];
        let slots = Vec::with_capacity(tree.nodes().len() * SLOTS_PER_NODE);
        Self {
            tree,
            schema,
            version,
            root,
            config: None,
            bindings,
            slots,
            items: RefCell::default(),
            lengths: RefCell::default(),
        }
    }

    pub(crate) fn binding(&self, node: NodeId) -> &Binding {
        &self.bindings[node.index()]
    }

    /// Binds a node, and lays out its slots if it is a structure.
    pub(crate) fn bind(&mut self, node: NodeId, mut binding: Binding) {
        if let Some(ValueKind::Structure(shape)) = binding.value
            && let ShapeKind::Structure { slots, .. } = &self.schema.shape(shape).kind
        {
            binding.slots = self.slots.len() as u32;
            self.slots
                .resize(self.slots.len() + usize::from(*slots), Slot::default());
        }
        self.bindings[node.index()] = binding;
    }

    pub(crate) fn set_faulty(&mut self, node: NodeId) {
        self.bindings[node.index()].faulty = true;
    }

    /// The member entry that a node is.
    pub(crate) fn member(&self, node: NodeId) -> Option<&'static Member> {
        self.schema
            .shape(self.owner_shape(node)?)
            .members()
            .get(usize::from(self.binding(node).member))
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

    /// What a bound node holds.
    pub(crate) fn value_kind(&self, node: NodeId) -> Option<ValueKind> {
        self.binding(node).value
    }

    /// What stands in a slot of a structure, by the number of the slot.
    pub(crate) fn slot_at(&self, structure: NodeId, slot: u8) -> Slot {
        self.slots[self.binding(structure).slots as usize + usize::from(slot)]
    }

    /// The slots of a structure in which something stands.
    pub(crate) fn filled(&self, structure: NodeId) -> SlotSet {
        let binding = self.binding(structure);
        let Some(ValueKind::Structure(shape)) = binding.value else {
            return SlotSet::default();
        };
        let ShapeKind::Structure { slots, .. } = &self.schema.shape(shape).kind else {
            return SlotSet::default();
        };
        let first = binding.slots as usize;
        let slots = &self.slots[first..first + usize::from(*slots)];
        slots
            .iter()
            .rev()
            .fold(SlotSet::default(), |set, slot| set.before(slot.count > 0))
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

    /// What stands at a name in a structure; `None` where its shape has no such name in any version.
    pub(crate) fn slot(&self, structure: NodeId, name: NameId) -> Option<Slot> {
        let shape = self.structure_of(structure)?;
        let slot = self.schema.slot(shape, name)?;
        Some(self.slots[self.binding(structure).slots as usize + usize::from(slot)])
    }

    pub(crate) fn slot_mut(&mut self, structure: NodeId, slot: u8) -> &mut Slot {
        let first = self.binding(structure).slots as usize;
        &mut self.slots[first + usize::from(slot)]
    }

    /// Puts a node into a slot and tells how many there are.
    pub(crate) fn fill_slot(&mut self, structure: NodeId, slot: u8, node: NodeId) -> u32 {
        let it = self.slot_mut(structure, slot);
        if it.count == 0 {
            it.node = node.index() as u32 + 1;
        }
        it.count += 1;
        it.count
    }

    /// The first node at a name in a structure.
    pub(crate) fn child(&self, structure: NodeId, name: NameId) -> Option<NodeId> {
        self.slot(structure, name)?.node()
    }

    /// The list that a counted structure or a list node is, with its items. `None` where there is no list.
    pub(crate) fn list_of(&self, node: NodeId) -> Option<NodeId> {
        match self.value_kind(node)? {
            ValueKind::List(_) => Some(node),
            ValueKind::Structure(shape) => {
                let list = self.schema.shape(shape).counted_members(self.version)?.1;
                self.child(node, list.name)
            }
            _ => None,
        }
    }

    /// The number that stands beside a list and counts its items.
    pub(crate) fn count_beside(&self, list: NodeId) -> Option<i64> {
        let holder = self.tree.node(list).parent()?;
        let (count, _) = self
            .shape(self.structure_of(holder)?)
            .counted_members(self.version)?;
        self.number(self.child(holder, count.name)?)
    }

    /// Whether a counted structure has no list that can be read, and a finding says why.
    pub(crate) fn is_list_unknown(&self, node: NodeId) -> bool {
        let Some(shape) = self.structure_of(node) else {
            return false;
        };
        let list = self
            .schema
            .shape(shape)
            .counted_members(self.version)
            .and_then(|(_, list)| self.slot(node, list.name));
        list.is_some_and(|list| {
            list.node().is_none() && (list.explained || self.binding(node).faulty)
        })
    }

    /// The text of a scalar without white space around, as the service reads numbers and booleans.
    pub(crate) fn trimmed(&self, node: NodeId) -> &'t str {
        let tree: &'t Tree<'t> = self.tree;
        tree.text(node).trim_matches([' ', '\t', '\r', '\n'])
    }

    /// The number that a scalar holds.
    pub(crate) fn number(&self, node: NodeId) -> Option<i64> {
        self.trimmed(node).parse().ok()
    }

    /// The path of a node from the root: `DistributionConfig/Origins/Items/Origin[2]/Id`.
    pub(crate) fn path(&self, node: NodeId) -> String {
        self.path_with(node, |_, ordinal, path| push_number(path, ordinal))
    }

    /// The path of a node with what names an item in place of its number, so that it stays when items move:
    /// `DistributionConfig/Origins/Items/Origin[api]/Id`.
    pub(crate) fn place(&self, node: NodeId) -> String {
        self.path_with(node, |item, ordinal, path| match self.naming(item) {
            Some(text) => phrasing::push_short(path, text),
            None => push_number(path, ordinal),
        })
    }

    fn path_with(&self, node: NodeId, label: impl Fn(NodeId, u32, &mut String)) -> String {
        let mut parts: SmallVec<[NodeId; 16]> = SmallVec::new();
        let mut at = Some(node);
        while let Some(here) = at.filter(|_| parts.len() < DEEPEST) {
            parts.push(here);
            at = if here == self.root {
                None
            } else {
                self.tree.node(here).parent()
            };
        }
        let mut path = String::with_capacity(16 * parts.len());
        if at.is_some() {
            path.push('…');
        }
        for here in parts.into_iter().rev() {
            if !path.is_empty() {
                path.push('/');
            }
            path.push_str(self.name(here));
            let ordinal = self.binding(here).ordinal;
            if ordinal > 0 {
                path.push('[');
                label(here, ordinal, &mut path);
                path.push(']');
            }
        }
        path
    }

    /// What tells an item from its likes: its text, or that of the first scalar that its shape requires.
    fn naming(&self, item: NodeId) -> Option<&str> {
        let node = match self.structure_of(item) {
            None => item,
            Some(shape) => {
                let is_scalar = |member: &Member| {
                    !matches!(member.value, ValueKind::Structure(_) | ValueKind::List(_))
                };
                let required = self
                    .shape(shape)
                    .members()
                    .iter()
                    .filter(|member| member.required.contains(self.version));
                self.child(
                    item,
                    required.into_iter().find(|member| is_scalar(member))?.name,
                )?
            }
        };
        // White space alone names nothing, and what has brackets of its own would not be told from those around it.
        self.shown(node)
            .filter(|text| !text.trim().is_empty() && !text.contains(['[', ']']))
    }

    /// The text of a scalar that is no secret, on one line and cut when long.
    pub(crate) fn value(&self, node: NodeId) -> Option<String> {
        self.shown(node).map(phrasing::shorten)
    }

    /// The text of a scalar that is no secret.
    fn shown(&self, node: NodeId) -> Option<&str> {
        let is_secret = self.member(node).is_some_and(|member| member.sensitive);
        (!is_secret && self.shape_of(node).is_none() && !self.tree.node(node).has_children())
            .then(|| self.tree.text(node))
    }

    /// Whether a fault keeps a part of the document from being judged, so that its repair may bring out others.
    pub(crate) fn has_blind_spots(&self) -> bool {
        let nodes = self.tree.nodes();
        let end = self.tree.node(self.root).whole.end;
        let within =
            (self.root.index()..nodes.len()).take_while(|index| nodes[*index].whole.start < end);
        self.slots.iter().any(|slot| slot.explained)
            || within
                .map(|index| &self.bindings[index])
                .any(|binding| binding.faulty || binding.value.is_none())
    }

    /// The name of a node: as written, or what the schema calls it where JSON writes none.
    pub(crate) fn name(&self, node: NodeId) -> &str {
        let written = self.tree.name(node);
        if !written.is_empty() {
            return written;
        }
        if node == self.root {
            return self.root_name();
        }
        self.member(node)
            .map_or("item", |member| self.schema.name_text(member.name))
    }

    /// The text by which an item is told from its siblings: its own, or that of its first required text.
    pub(crate) fn identity(&self, item: NodeId) -> &'t str {
        let Some(shape) = self.structure_of(item) else {
            return self.tree.text(item);
        };
        let mut members = self.shape(shape).members().iter();
        let key = members.find(|member| {
            member.value == ValueKind::String && member.required.contains(self.version)
        });
        key.and_then(|key| self.child(item, key.name))
            .map_or("", |child| self.tree.text(child))
    }

    /// The first item of a list that is of this member and has this [identity](Self::identity). The list is looked through once.
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

    /// How many children a list has. They are counted once, however many of its items ask.
    pub(crate) fn length(&self, list: NodeId) -> usize {
        *self
            .lengths
            .borrow_mut()
            .entry(list)
            .or_insert_with(|| self.tree.children(list).count())
    }

    /// The name of the item or member around a node, lists left out, with the text that names it: ``Origin `api` ``.
    pub(crate) fn owner(&self, node: NodeId) -> Option<String> {
        let mut at = self.tree.node(node).parent()?;
        while self.structure_of(at).is_none() {
            at = self.tree.node(at).parent()?;
        }
        Some(self.name(at).to_owned())
    }

    /// The innermost node of the document that a range lies in. `None` below a depth that no shape has.
    pub(crate) fn innermost(&self, span: Span) -> Option<NodeId> {
        let nodes = self.tree.nodes();
        let last = nodes
            .partition_point(|node| node.whole.start <= span.start)
            .checked_sub(1)?;
        let mut way = std::iter::successors(Some(NodeId::from_index(last)), |node| {
            self.tree.node(*node).parent()
        })
        .take(DEEPEST);
        let found = way
            .by_ref()
            .find(|node| self.tree.node(*node).whole.contains(span))?;
        (found == self.root || way.any(|node| node == self.root)).then_some(found)
    }

    fn root_name(&self) -> &str {
        self.structure_of(self.root)
            .map_or("", |shape| &self.schema.shape(shape).name)
    }

    /// Whether the document cannot be without a node: it is the root, or a member that its shape requires.
    pub(crate) fn is_needed(&self, node: NodeId) -> bool {
        let is_required = |member: &Member| member.required.contains(self.version);
        node == self.root
            || self.member(node).is_some_and(is_required) && self.binding(node).ordinal == 0
    }

    /// Whether what a node holds could be what a member holds, by the names of its children.
    pub(crate) fn fits(&self, node: NodeId, value: ValueKind) -> bool {
        let mut children = self.tree.children(node).peekable();
        let has_children = children.peek().is_some();
        let shape = match value {
            ValueKind::Structure(shape) | ValueKind::List(shape) => self.shape(shape),
            _ => return !has_children,
        };
        let knows = |child: NodeId| {
            self.schema
                .name(self.tree.name(child))
                .is_some_and(|name| shape.member(name, self.version).is_some())
        };
        has_children && children.all(knows)
    }

    /// Whether a node of another name was probably meant as an item: its name is nearly the item's or no element's at all, or it
    /// holds what an item holds.
    pub(crate) fn could_be(&self, node: NodeId, item: &Member) -> bool {
        let written = self.tree.name(node);
        let is_near = !nearest(written, [self.schema.name_text(item.name)]).is_empty();
        let is_structure = matches!(item.value, ValueKind::Structure(_));
        is_near
            || self.schema.name(written).is_none()
                && self.tree.node(node).has_children() == is_structure
            || is_structure && self.tree.node(node).has_children() && self.fits(node, item.value)
    }

    /// Marks a slot as accounted for, so that its emptiness is no news.
    pub(crate) fn explain(&mut self, structure: NodeId, name: NameId) {
        if let Some(slot) = self
            .structure_of(structure)
            .and_then(|shape| self.schema.slot(shape, name))
        {
            self.slot_mut(structure, slot).explained = true;
        }
    }
}

fn push_number(text: &mut String, number: u32) {
    let _infallible = write!(text, "{number}");
}
