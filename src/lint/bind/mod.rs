//! One walk over the tree in document order that tells what each node is by the shapes of the version.
//!
//! What lives here: binding, and the faults that show while binding: names that do not belong, doubled members,
//! content of the wrong kind. Whether what is bound is complete and right is for `structure` and `scalar`.

pub(crate) mod foreign_namespace;

use crate::builtin;
use crate::lint::document::{Binding, Document};
use crate::lint::fault::{Builtin, Event};
use crate::lint::wording::phrasing;
use crate::model::schema::{Member, ShapeId, ShapeKind, ValueKind};
use crate::text::{Applicability, Edit};
use crate::tree::{Form, NodeId, NodeKind, Tree};

/// What the walk met.
#[derive(Debug, Default)]
pub(super) struct Walk {
    pub(super) events: Vec<Event>,
    /// Elements that their parents do not know, in document order.
    pub(super) unknown: Vec<NodeId>,
    /// Elements of another namespace that were taken for what they are called, in document order.
    pub(super) strangers: Vec<NodeId>,
    /// Structures in document order.
    pub(super) structures: Vec<NodeId>,
    /// Lists in document order.
    pub(super) lists: Vec<NodeId>,
    /// Values in document order.
    pub(super) scalars: Vec<NodeId>,
    /// The open lists with their last item so far.
    last_items: Vec<(NodeId, NodeId)>,
}

impl Walk {
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

/// Binds everything from the document's root on.
pub(super) fn bind(document: &mut Document<'_>, shape: ShapeId) -> Walk {
    // Four in five nodes of the usual document are values.
    let nodes = document.tree.nodes().len();
    let mut walk = Walk {
        structures: Vec::with_capacity(nodes / 4),
        scalars: Vec::with_capacity(nodes),
        lists: Vec::with_capacity(nodes / 8),
        ..Walk::default()
    };
    let root = document.root;
    document.bind(root, Binding::root(shape));
    // What is no object at all lacks no members.
    if check_content(document, root, &mut walk) || document.tree.form() == Form::Xml {
        walk.structures.push(root);
    } else {
        document.set_faulty(root);
    }
    let end = document.tree.node(root).whole.end;
    // What the children of the node last looked at are by; a text alternates between few of them.
    let mut around = Around::of(document, root);
    for index in root.index() + 1..document.tree.nodes().len() {
        let node = NodeId::from_index(index);
        let it = document.tree.node(node);
        if it.whole.start >= end {
            break;
        }
        let Some(parent) = it.parent() else { continue };
        if parent != around.node {
            around = Around::of(document, parent);
        }
        match around.kind {
            Some(ShapeKind::Structure { members, .. }) => {
                bind_member(document, node, members, &mut around, &mut walk)
            }
            Some(ShapeKind::List { item, .. }) => {
                bind_item(document, parent, node, around.shape, item, &mut walk)
            }
            Some(ShapeKind::Enum { .. }) | None => {}
        }
    }
    walk
}

/// A node whose children are being bound.
struct Around {
    node: NodeId,
    shape: ShapeId,
    /// What the children are bound by; `None` where nothing is known of them.
    kind: Option<&'static ShapeKind>,
    /// The member that the next child most likely is: the one after the last child's.
    next_member: usize,
}

impl Around {
    fn of(document: &Document<'_>, node: NodeId) -> Self {
        let can_hold = fits(document.tree.node(node).kind, document.value_kind(node));
        let shape = document.shape_of(node).filter(|_| can_hold);
        let kind = shape.map(|shape| &document.shape(shape).kind);
        Self {
            node,
            shape: shape.unwrap_or(ShapeId(0)),
            kind,
            next_member: 0,
        }
    }
}

fn bind_member(
    document: &mut Document<'_>,
    node: NodeId,
    members: &'static [Member],
    around: &mut Around,
    walk: &mut Walk,
) {
    let (parent, shape) = (around.node, around.shape);
    let version = document.version;
    let position = find_member(document, node, members, around.next_member);
    if document.tree.node(node).has_foreign_namespace() {
        let is_ours = match position {
            Some(position) => {
                foreign_namespace::is_meant_as(document, parent, node, &members[position])
            }
            None => foreign_namespace::has_no_namespace(document.tree, node),
        };
        if !is_ours {
            walk.events.push(
                Event::new(Builtin::ForeignNamespace, document.tree.node(node).name).at(node),
            );
            return;
        }
        walk.strangers.push(node);
    }
    let Some(position) = position else {
        walk.unknown.push(node);
        return;
    };
    around.next_member = position + 1;
    let member = &members[position];
    let count = document.fill_slot(parent, member.slot, node);
    let mut binding = Binding::new(shape, position, member);
    if member.repeated.contains(version) {
        binding.ordinal = count;
    } else if count > 1 {
        walk.events.push(duplicate(document, parent, member, node));
        return;
    }
    document.bind(node, binding);
    enter(document, node, walk);
}

/// Whether a node of this notation can hold what such a value holds.
fn fits(kind: NodeKind, value: Option<ValueKind>) -> bool {
    match value {
        Some(ValueKind::List(_)) => matches!(kind, NodeKind::Element | NodeKind::Array),
        _ => matches!(kind, NodeKind::Element | NodeKind::Object),
    }
}

/// The entry of a node's name that is valid in the version, first where it is expected.
fn find_member(
    document: &Document<'_>,
    node: NodeId,
    members: &'static [Member],
    expected: usize,
) -> Option<usize> {
    let name = document.tree.name(node);
    let schema = document.schema;
    let valid = |member: &Member| member.versions.contains(document.version);
    if let Some(member) = members.get(expected)
        && schema.name_text(member.name) == name
        && valid(member)
    {
        return Some(expected);
    }
    let name = schema.name(name)?;
    members
        .iter()
        .position(|member| member.name == name && valid(member))
}

fn bind_item(
    document: &mut Document<'_>,
    list: NodeId,
    node: NodeId,
    shape: ShapeId,
    items: &'static [Member],
    walk: &mut Walk,
) {
    let version = document.version;
    let name = document.tree.name(node);
    let valid = |member: &&Member| member.versions.contains(version);
    let Some((position, item)) = items.iter().enumerate().find(|(_, item)| valid(item)) else {
        return;
    };
    let expected = document.schema.name_text(item.name);
    let first = document.tree.node(list).parent();
    let owner = first.map_or("", |structure| document.tree.name(structure));
    // An item of JSON has no name of its own.
    let is_misnamed = !name.is_empty() && name != expected;
    if is_misnamed && !document.could_be(node, item) {
        let mut event = Event::new(Builtin::WrongItemElement, document.tree.node(node).name)
            .at(node)
            .variant("stranger");
        event.argument("expected", expected);
        event.argument("list", owner);
        walk.events.push(event);
        document.set_faulty(list);
        return;
    }
    if document.tree.node(node).has_foreign_namespace() {
        walk.strangers.push(node);
    }
    let previous = walk.last_item(list);
    let ordinal = previous.map_or(1, |previous| document.binding(previous).ordinal + 1);
    walk.set_last_item(list, node);
    let mut binding = Binding::new(shape, position, item);
    binding.ordinal = ordinal;
    document.bind(node, binding);
    if is_misnamed {
        let mut event =
            Event::new(Builtin::WrongItemElement, document.tree.node(node).name).at(node);
        event.argument("expected", expected);
        event.argument("list", owner);
        event.edits = document.tree.rename(node, expected);
        walk.events.push(event);
        document.set_faulty(node);
        document.set_faulty(list);
    }
    enter(document, node, walk);
}

/// Notes a bound node for the checks that follow, and checks that its content is of the right kind.
fn enter(document: &mut Document<'_>, node: NodeId, walk: &mut Walk) {
    if !check_content(document, node, walk) {
        document.set_faulty(node);
        return;
    }
    match document.value_kind(node) {
        Some(ValueKind::Structure(_)) => walk.structures.push(node),
        Some(ValueKind::List(_)) => walk.lists.push(node),
        Some(_) => walk.scalars.push(node),
        None => {}
    }
}

/// Whether a node holds text where text belongs, elements where elements belong.
fn check_content(document: &Document<'_>, node: NodeId, walk: &mut Walk) -> bool {
    let it = document.tree.node(node);
    let Some(kind) = document.value_kind(node) else {
        return true;
    };
    let fault = match (it.kind, kind) {
        (NodeKind::Element, ValueKind::Structure(_) | ValueKind::List(_)) => {
            let text = if it.has_children() {
                it.has_stray_text()
            } else {
                !document.trimmed(node).is_empty()
            };
            text.then_some((Builtin::UnexpectedText, ""))
        }
        (NodeKind::Element, kind) if kind != ValueKind::Any => it
            .has_children()
            .then_some((Builtin::UnexpectedElements, "")),
        (NodeKind::Null, kind) if kind != ValueKind::Any => Some((Builtin::NullValue, "")),
        (_, ValueKind::Any)
        | (NodeKind::Object, ValueKind::Structure(_))
        | (NodeKind::Array, ValueKind::List(_)) => None,
        (NodeKind::Array, ValueKind::Structure(shape)) => {
            let counted = document
                .shape(shape)
                .counted_members(document.version)
                .is_some();
            Some((
                Builtin::JsonType,
                if counted {
                    "array-for-counted-list"
                } else {
                    "structure"
                },
            ))
        }
        (_, ValueKind::Structure(_)) => Some((Builtin::JsonType, "structure")),
        (_, ValueKind::List(_)) => Some((Builtin::JsonType, "list")),
        (NodeKind::Object | NodeKind::Array, _) => Some((Builtin::JsonType, "scalar")),
        _ => None,
    };
    match fault {
        None => true,
        // What a repair made of it is not what its author wrote; the fault of notation is told already.
        Some(_) if it.is_repaired() => false,
        Some((builtin, variant)) => {
            walk.events
                .push(content_fault(document, node, builtin, variant));
            // Text between elements leaves the elements what they are.
            builtin == Builtin::UnexpectedText && it.has_children()
        }
    }
}

#[cold]
fn content_fault(
    document: &Document<'_>,
    node: NodeId,
    builtin: Builtin,
    variant: &'static str,
) -> Event {
    let it = document.tree.node(node);
    let place = if builtin == Builtin::UnexpectedText {
        document.tree.stray_text(node)
    } else {
        None
    };
    let span = place.unwrap_or(if it.name.is_empty() || builtin == Builtin::NullValue {
        it.value()
    } else {
        it.name
    });
    let mut event = Event::new(builtin, span).at(node).variant(variant);
    if builtin == Builtin::JsonType {
        event.argument("found", phrasing::notation(it.kind));
        event.argument(
            "kind",
            document.value_kind(node).map_or("a value", phrasing::kind),
        );
        if let Some(function) = template_function(document, node) {
            event.argument("function", phrasing::quote(function));
            return event.variant("template");
        }
        if it.kind == NodeKind::String
            && document
                .tree
                .text(node)
                .trim_start()
                .starts_with(['{', '['])
        {
            return event.variant("text-of-json");
        }
    }
    if builtin == Builtin::NullValue && document.is_needed(node) {
        return event.variant("required");
    }
    if builtin == Builtin::UnexpectedText {
        let text = document.tree.source().slice(span).trim();
        event.argument("text", phrasing::quote(text));
        // Signs alone are what a tag left behind.
        if place.is_some() && text.bytes().all(|byte| byte.is_ascii_punctuation()) {
            event.edits = vec![Edit {
                span,
                text: String::new(),
            }];
        }
    }
    if builtin == Builtin::UnexpectedElements {
        let inside = document
            .tree
            .children(node)
            .next()
            .map_or("", |child| document.tree.name(child));
        event.argument("inside", inside);
    }
    if variant == "array-for-counted-list"
        && let Some((count, items)) = document
            .structure_of(node)
            .and_then(|shape| document.shape(shape).counted_members(document.version))
    {
        event.edits = document.tree.wrap_counted(
            node,
            document.schema.name_text(count.name),
            document.schema.name_text(items.name),
        );
    }
    event
}

/// The format of the keys by which a template asks for a value that is not known yet.
const TEMPLATE_FUNCTION: &str = "template-function";

/// The function of a template that stands in the place of a value: an object with this one key.
fn template_function<'t>(document: &Document<'t>, node: NodeId) -> Option<&'t str> {
    let tree: &'t Tree<'t> = document.tree;
    let mut keys = tree.children(node);
    let key = keys
        .next()
        .filter(|_| tree.node(node).kind == NodeKind::Object && keys.next().is_none())?;
    let name = tree.name(key);
    builtin::FORMATS
        .iter()
        .any(|format| format.name == TEMPLATE_FUNCTION && format.matches(name))
        .then_some(name)
}

fn duplicate(document: &mut Document<'_>, parent: NodeId, member: &Member, node: NodeId) -> Event {
    let tree = document.tree;
    let first = document.child(parent, member.name).unwrap_or(node);
    let same = tree.same_content(first, node);
    let mut event = Event::new(Builtin::DuplicateElement, tree.node(node).name)
        .at(first)
        .variant(if same { "" } else { "contradicting" });
    event.related.push(tree.node(first).name);
    if !member.sensitive && !tree.node(first).has_children() && !tree.node(node).has_children() {
        event.argument("first-value", phrasing::quote(tree.text(first)));
        event.argument("second-value", phrasing::quote(tree.text(node)));
    }
    let is_list = matches!(member.value, ValueKind::List(_));
    if !same && is_list {
        event = event.variant("lists");
        // One after the other: each has to be laid behind the last item, which takes a look at all of them.
        if document
            .slot(parent, member.name)
            .is_some_and(|slot| slot.count == 2)
        {
            event.edits = tree.merge(node, first);
        }
    } else if same || !tree.node(node).has_children() || tree.is_blank(node) {
        event.edits = tree.remove(node);
    }
    if same && is_list {
        // Both may be meant: the count tells.
        event.applicability = Some(Applicability::Unsafe);
    }
    if tree.form() == Form::Json {
        // Whoever reads JSON keeps the last, so the service never sees two.
        event.is_unsent = true;
        event.variant = match event.variant {
            "lists" => "json-lists",
            "contradicting" => "json-contradicting",
            _ => "json",
        };
        if event.variant == "json-contradicting" {
            let is_only_pair = document
                .slot(parent, member.name)
                .is_some_and(|slot| slot.count == 2);
            let is_small = !tree.node(first).has_children() || tree.is_blank(first);
            event.edits = if is_only_pair && is_small {
                tree.remove(first)
            } else {
                Vec::new()
            };
        }
    }
    if !same {
        document.set_faulty(first);
    }
    event
}
