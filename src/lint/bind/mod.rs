//! One walk over the tree in document order that binds every node to the shapes of the version.
//!
//! What lives here: binding, and the faults that show while binding: foreign and unknown names,
//! duplicate members, content of the wrong kind. What does not: whether the bound document is
//! complete and correct ([`structure`](super::structure)), and what an unknown name was meant to be
//! ([`unknown`](super::unknown)).

mod content;
mod duplicate;
pub(crate) mod foreign_namespace;
pub(super) mod respelled;

use std::collections::HashMap;

use crate::lint::document::{Binding, DEEPEST, Document};
use crate::lint::fault::{Builtin, Fault, WrongItem};
use crate::lint::left_out::MOST_KEPT;
use crate::model::rule::Format;
use crate::model::schema::{Member, ShapeId, ShapeKind, ValueKind};
use crate::tree::{Form, NodeId, NodeKind, NodeSet};

/// What the walk found.
#[derive(Debug, Default)]
pub(super) struct Walk<'d> {
    pub(super) faults: Vec<Fault<'d>>,
    /// Elements that their parents do not know, in document order.
    pub(super) unknown: Vec<NodeId>,
    /// Elements that were bound although their names are in another case or have other punctuation,
    /// in document order.
    pub(super) respelled: Vec<NodeId>,
    /// Elements in a foreign namespace that were bound nevertheless, in document order.
    pub(super) foreign: Vec<NodeId>,
    /// Structures in document order.
    pub(super) structures: Vec<NodeId>,
    /// Lists in document order.
    pub(super) lists: Vec<NodeId>,
    /// Values in document order.
    pub(super) scalars: Vec<NodeId>,
    /// The open lists with their last item so far.
    last_items: Vec<(NodeId, NodeId)>,
}

impl Walk<'_> {
    fn last_item(&self, list: NodeId) -> Option<NodeId> {
        self.last_items
            .iter()
            .rev()
            .find(|(of, _)| *of == list)
            .map(|(_, item)| *item)
    }

    /// Lists close in the reverse of the order they open in, so those behind this one are done.
    fn set_last_item(&mut self, list: NodeId, item: NodeId) {
        while self.last_items.last().is_some_and(|(of, _)| *of > list) {
            self.last_items.pop();
        }
        match self.last_items.last_mut() {
            Some((of, last)) if *of == list => *last = item,
            _ => self.last_items.push((list, item)),
        }
    }
}

/// How a document is bound.
#[derive(Clone, Copy)]
pub(super) struct Options<'f> {
    /// The format of the only key of a JSON object that is a function of a template.
    pub(super) template: Option<&'f Format>,
    /// Whether names in another spelling are bound too.
    pub(super) any_spelling: bool,
    /// How many faults are kept.
    pub(super) most_faults: usize,
}

impl Default for Options<'_> {
    fn default() -> Self {
        Self {
            template: None,
            any_spelling: false,
            most_faults: MOST_KEPT,
        }
    }
}

/// Binds everything from the document's root on.
pub(super) fn bind<'t>(
    document: &mut Document<'t>,
    shape: ShapeId,
    options: Options<'_>,
) -> Walk<'t> {
    // Four in five nodes of the usual document are values.
    let nodes = document.tree.nodes().len();
    let mut superseded = NodeSet::default();
    // Of equal keys in JSON the last counts. What is in it is only known when it is bound, so each
    // round may find some one level further down.
    for _ in 0..=DEEPEST {
        let walk = Walk {
            structures: Vec::with_capacity(nodes / 4),
            scalars: Vec::with_capacity(nodes),
            lists: Vec::with_capacity(nodes / 8),
            ..Walk::default()
        };
        let mut binder = Binder {
            document,
            options,
            superseded: &superseded,
            repeated: Repeated::default(),
            walk,
        };
        binder.bind_root(shape);
        binder.bind_descendants();
        let (walk, repeated) = (binder.walk, binder.repeated);
        if repeated.earlier.is_empty() {
            return walk;
        }
        superseded.extend(repeated.earlier);
        document.unbind();
    }
    Walk::default()
}

/// Members of JSON objects that are there more than once.
#[derive(Default)]
struct Repeated {
    /// The last node of each so far, by structure and slot.
    last: HashMap<(NodeId, u8), NodeId>,
    /// Those that another one follows.
    earlier: Vec<NodeId>,
}

/// The walk in progress.
struct Binder<'b, 't> {
    document: &'b mut Document<'t>,
    options: Options<'b>,
    /// The members of JSON objects in whose place a later one counts.
    superseded: &'b NodeSet,
    repeated: Repeated,
    walk: Walk<'t>,
}

/// A node whose children are being bound.
struct Parent {
    node: NodeId,
    shape: ShapeId,
    /// What the children are bound by; `None` where they are unknown.
    kind: Option<&'static ShapeKind>,
    /// The member that the next child most likely is: the one after the last child's.
    next_member: usize,
}

impl Parent {
    fn of(document: &Document<'_>, node: NodeId) -> Self {
        let can_contain = fits(document.tree.node(node).kind, document.value_kind(node));
        let shape = document.shape_of(node).filter(|_| can_contain);
        let kind = shape.map(|shape| &document.shape(shape).kind);
        Self {
            node,
            shape: shape.unwrap_or(ShapeId(0)),
            kind,
            next_member: 0,
        }
    }
}

/// Whether a node of this notation can contain what such a value contains.
fn fits(kind: NodeKind, value: Option<ValueKind>) -> bool {
    match value {
        Some(ValueKind::List(_)) => matches!(kind, NodeKind::Element | NodeKind::Array),
        _ => matches!(kind, NodeKind::Element | NodeKind::Object),
    }
}

impl Binder<'_, '_> {
    fn bind_root(&mut self, shape: ShapeId) {
        let root = self.document.root;
        self.document.bind(root, Binding::root(shape));
        // A JSON value that is not an object has no missing members.
        if self.has_right_content(root) || self.document.tree.form() == Form::Xml {
            self.walk.structures.push(root);
        } else {
            self.document.set_faulty(root);
        }
    }

    fn bind_descendants(&mut self) {
        let root = self.document.root;
        let tree = self.document.tree;
        let end = tree.node(root).whole.end;
        // The parents around the last node.
        let mut parents = vec![Parent::of(self.document, root)];
        // The node around the last one of which nothing inside is known.
        let mut unknown: Option<NodeId> = None;
        for index in root.index() + 1..tree.nodes().len() {
            let node = NodeId::from_index(index);
            let it = tree.node(node);
            if it.whole.start >= end {
                break;
            }
            let Some(around) = it.parent() else { continue };
            if unknown.is_some_and(|top| around >= top) {
                continue;
            }
            unknown = None;
            while parents.last().is_some_and(|parent| parent.node > around) {
                parents.pop();
            }
            if parents.last().is_none_or(|parent| parent.node != around) {
                let mut parent = Parent::of(self.document, around);
                if self.superseded.contains(around) {
                    parent.kind = None;
                }
                if parent.kind.is_none() {
                    unknown = Some(around);
                }
                parents.push(parent);
            }
            let Some(parent) = parents.last_mut() else {
                continue;
            };
            match parent.kind {
                Some(ShapeKind::Structure { members, .. }) => {
                    self.bind_member(node, members, parent);
                }
                Some(ShapeKind::List { item, .. }) => self.bind_item(node, item, parent),
                Some(ShapeKind::Enum { .. }) | None => {}
            }
        }
    }

    fn bind_member(&mut self, node: NodeId, members: &'static [Member], parent: &mut Parent) {
        let document = &mut *self.document;
        let position = find_member(document, node, members, parent.next_member);
        if document.tree.node(node).has_foreign_namespace() {
            let member = position.map(|position| &members[position]);
            if !foreign_namespace::is_meant(document, parent.node, node, member) {
                let span = document.tree.node(node).name;
                let cause = Builtin::ForeignNamespace(crate::lint::fault::Foreign::Skipped);
                document.keep(&mut self.walk.faults, Fault::new(cause, span).at(node));
                return;
            }
            self.walk.foreign.push(node);
        }
        let is_respelled = position.is_none() && self.options.any_spelling;
        let position = position.or_else(|| {
            is_respelled
                .then(|| respelled::find_member(document, node, members))
                .flatten()
        });
        let Some(position) = position else {
            self.walk.unknown.push(node);
            return;
        };
        if is_respelled {
            self.walk.respelled.push(node);
        }
        parent.next_member = position + 1;
        let member = &members[position];
        let count = document.fill_slot(parent.node, member.slot, node);
        let mut binding = Binding::new(parent.shape, position, member);
        if member.repeated.contains(document.version) {
            binding.ordinal = count;
        } else if count > 1 {
            let first = document.child(parent.node, member.name).unwrap_or(node);
            let fault = duplicate::duplicate(document, parent.node, member, node);
            document.keep(&mut self.walk.faults, fault);
            if !self.superseded.contains(first) {
                if document.tree.form() == Form::Json {
                    let last = self.repeated.last.insert((parent.node, member.slot), node);
                    self.repeated.earlier.push(last.unwrap_or(first));
                }
                return;
            }
            document.refill_slot(parent.node, member.slot, node);
        }
        document.bind(node, binding);
        if self.superseded.contains(node) {
            return;
        }
        self.enter(node, member.value);
    }

    fn bind_item(&mut self, node: NodeId, items: &'static [Member], parent: &Parent) {
        let document = &mut *self.document;
        let (version, list) = (document.version, parent.node);
        let name = document.tree.name(node);
        let mut valid = items.iter().enumerate();
        let Some((position, item)) = valid.find(|(_, item)| item.versions.contains(version)) else {
            return;
        };
        // An item of JSON has no name of its own.
        let is_misnamed = !name.is_empty() && name != document.schema.name_text(item.name);
        if is_misnamed && !document.could_be(node, item) {
            let fault = wrong_item(document, list, node, item, WrongItem::Unrelated);
            document.keep(&mut self.walk.faults, fault);
            document.set_faulty(list);
            return;
        }
        if document.tree.node(node).has_foreign_namespace() {
            self.walk.foreign.push(node);
        }
        let previous = self.walk.last_item(list);
        let ordinal = previous.map_or(1, |previous| document.binding(previous).ordinal + 1);
        self.walk.set_last_item(list, node);
        let mut binding = Binding::new(parent.shape, position, item);
        binding.ordinal = ordinal;
        document.bind(node, binding);
        if is_misnamed {
            let mut fault = wrong_item(document, list, node, item, WrongItem::Renamed);
            fault.edits = document
                .tree
                .rename(node, document.schema.name_text(item.name));
            document.keep(&mut self.walk.faults, fault);
            document.set_faulty(node);
            document.set_faulty(list);
        }
        self.enter(node, item.value);
    }

    /// Notes a bound node for the checks that follow, and checks that its content is of the right
    /// kind.
    fn enter(&mut self, node: NodeId, value: ValueKind) {
        let it = self.document.tree.node(node);
        let has_elements = matches!(value, ValueKind::Structure(_) | ValueKind::List(_));
        let is_usual = it.kind == NodeKind::Element
            && it.has_children() == has_elements
            && !it.has_stray_text();
        if !is_usual && !self.has_right_content(node) {
            self.document.set_faulty(node);
            return;
        }
        match value {
            ValueKind::Structure(_) => self.walk.structures.push(node),
            ValueKind::List(_) => self.walk.lists.push(node),
            _ => self.walk.scalars.push(node),
        }
    }

    /// Whether the content of a node is text where text is expected, and elements where elements
    /// are.
    fn has_right_content(&mut self, node: NodeId) -> bool {
        let it = self.document.tree.node(node);
        match content::mismatch(self.document, node) {
            None => true,
            // A repair made this of what the author wrote; the fault of the notation is reported.
            Some(_) if it.is_repaired() => false,
            Some(builtin) => {
                let fault = content::fault(self.document, node, builtin, self.options.template);
                self.document.keep(&mut self.walk.faults, fault);
                // Text between elements does not change what the elements are.
                builtin == Builtin::UnexpectedText && it.has_children()
            }
        }
    }
}

/// The entry of a node's name that is valid in the version, first where it is expected.
fn find_member(
    document: &Document<'_>,
    node: NodeId,
    members: &'static [Member],
    expected: usize,
) -> Option<usize> {
    /// So many members that may be absent are passed over.
    const NEAR: usize = 4;
    let name = document.tree.name(node);
    let schema = document.schema;
    let valid = |member: &Member| member.versions.contains(document.version);
    let near = members.iter().enumerate().skip(expected).take(NEAR);
    for (position, member) in near {
        if schema.name_text(member.name) == name && valid(member) {
            return Some(position);
        }
    }
    let name = schema.name(name)?;
    members
        .iter()
        .position(|member| member.name == name && valid(member))
}

#[cold]
fn wrong_item<'t>(
    document: &Document<'t>,
    list: NodeId,
    node: NodeId,
    item: &Member,
    case: WrongItem,
) -> Fault<'t> {
    let tree = document.tree;
    let span = tree.node(node).name;
    let mut fault = Fault::new(Builtin::WrongItemElement(case), span).at(node);
    fault.argument("expected", document.schema.name_text(item.name));
    let owner = tree.node(list).parent();
    fault.argument("list", owner.map_or("", |structure| tree.name(structure)));
    fault
}
