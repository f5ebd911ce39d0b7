//! What a structure of a template becomes: each of its members at the place that the table gives
//! it, with what the tool adds, drops and asks for.

use crate::lint::translate::draft::{Draft, DraftId, Drafts, implied_place};
use crate::lint::translate::fault::{Fault, FaultKind};
use crate::lint::translate::meaning::{Meaning, Reading};
use crate::lint::translate::origins::Origin;
use crate::model::dialect::{Block, Dialect, Property, Repeats, Resource, Role, Sent};
use crate::model::near::nearest;
use crate::model::schema::{Member, NameId, Schema, ShapeId, ValueKind};
use crate::tree::{self, Form, NodeId, NodeKind, Place};

/// A conversion at work.
pub(super) struct Converter<'t> {
    pub(super) schema: &'static Schema,
    pub(super) dialect: &'static Dialect,
    pub(super) resource: &'static Resource,
    pub(super) reading: Reading<'t>,
    pub(super) drafts: Drafts,
    /// Structures that are not converted yet.
    pub(super) waiting: Vec<(DraftId, &'static Block, NodeId, Option<NodeId>)>,
    pub(super) faults: Vec<Fault>,
    pub(super) is_legacy: bool,
}

/// What a structure says of one of its members.
#[derive(Clone, Copy)]
struct Given {
    /// The node with the key.
    node: Option<NodeId>,
    meaning: Meaning,
    /// What says which parts of it only a deployment knows.
    unknown: Option<NodeId>,
}

/// Where a member goes.
#[derive(Clone, Copy)]
struct Target {
    parent: DraftId,
    name: NameId,
    value: ValueKind,
    origin: Origin,
    place: Place,
    /// What says which parts of it only a deployment knows.
    unknown: Option<NodeId>,
}

impl Converter<'_> {
    /// Converts one structure. The structures inside it wait for their turn.
    pub(super) fn block(
        &mut self,
        draft: DraftId,
        block: &'static Block,
        node: NodeId,
        unknown: Option<NodeId>,
    ) {
        let (given, is_open) = self.read(block, node, unknown);
        let mut touched = vec![draft];
        for index in order(&given) {
            let property = &block.properties[index];
            let it = given[index];
            match property.role {
                Role::Sent | Role::Computed => {}
                Role::Legacy => {
                    self.is_legacy |= it.node.is_some();
                    continue;
                }
                Role::Local | Role::Attribute => continue,
            }
            let meaning = effective(property, &given, it.meaning);
            let meaning = match meaning {
                None => continue,
                // The tool refuses to go on without it, so that it will have a value.
                Some(Meaning::Maybe) if property.required => Meaning::Unknown,
                Some(meaning) => meaning,
            };
            let is_missing = property.required && meaning == Meaning::Absent && !is_open;
            if is_missing {
                self.missing(block, property, node);
            }
            let holder = self.holder(draft, block, property, meaning, &mut touched);
            let Some((parent, name, value)) = holder else {
                continue;
            };
            let origin = Origin {
                node: it.node.unwrap_or(node),
                name: Some(&property.name),
                block: None,
                is_implied: it.node.is_none(),
            };
            let place = match it.node {
                Some(node) => self.reading.tree.place(node),
                None => implied_place(self.drafts.nodes[draft].place),
            };
            let target = Target {
                parent,
                name,
                value,
                origin,
                place,
                unknown: it.unknown,
            };
            match meaning {
                Meaning::Known(value) => self.known(target, property, value, block),
                Meaning::Unknown => {
                    self.leaf(target, None, true);
                }
                Meaning::Maybe => self.doubt(parent, name),
                Meaning::Absent if is_missing => self.doubt(parent, name),
                Meaning::Absent => self.absent(target, property, &given, is_open),
            }
            self.switch(draft, block, property, &target, meaning);
        }
        self.explain_rest(&touched, block, is_open);
    }

    /// Notes that a member may be there. What was made of its parts is not all that there is.
    fn doubt(&mut self, parent: DraftId, name: NameId) {
        if let Some(made) = self.drafts.child(parent, name) {
            self.drafts.nodes[made].is_unknown = true;
        }
        self.drafts.nodes[parent].explained.push(name);
    }

    /// What people call a structure.
    fn name_of(&self, block: &'static Block) -> String {
        if std::ptr::eq(
            block,
            &raw const self.dialect.blocks[usize::from(self.resource.block)],
        ) {
            self.resource.name.to_string()
        } else {
            block.name.to_string()
        }
    }

    /// What the structure says of each member of its table, and whether there may be others.
    fn read(
        &mut self,
        block: &'static Block,
        node: NodeId,
        unknown: Option<NodeId>,
    ) -> (Vec<Given>, bool) {
        let tree = self.reading.tree;
        let mut given = vec![
            Given {
                node: None,
                meaning: Meaning::Absent,
                unknown: None,
            };
            block.properties.len()
        ];
        let mut is_open = tree.node(node).is_repaired();
        for child in tree.children(node) {
            let name = tree.name(child);
            if self.reading.is_opaque(name) {
                is_open = true;
                continue;
            }
            if name == self.reading.functions.dynamic {
                self.dynamic(block, child, &mut given);
                continue;
            }
            let known = block.properties.iter().position(|it| it.name == name);
            let Some(index) = known.filter(|at| block.properties[*at].role != Role::Attribute)
            else {
                self.unknown_member(block, child);
                continue;
            };
            let property = &block.properties[index];
            let is_block = tree.form() == Form::Hcl
                && property.block.is_some()
                && property.repeats != Repeats::Never;
            if is_block && given[index].node.is_some() {
                continue;
            }
            if let Some(first) = given[index].node {
                self.fault(
                    child,
                    block,
                    FaultKind::Duplicate {
                        name: name.to_owned(),
                        first: tree.node(first).name,
                    },
                );
            }
            let meaning = match self.reading.meaning(child) {
                Meaning::Known(value)
                    if property.empty_is_absent
                        && tree.text(value).is_empty()
                        && !tree.node(value).has_children() =>
                {
                    Meaning::Absent
                }
                meaning => meaning,
            };
            given[index] = Given {
                node: Some(child),
                meaning,
                unknown: None,
            };
        }
        self.overlay(block, unknown, &mut given);
        (given, is_open)
    }

    /// Notes members that blocks may be generated for.
    fn dynamic(&self, block: &'static Block, node: NodeId, given: &mut [Given]) {
        let tree = self.reading.tree;
        let names: Vec<&str> = if tree.form() == Form::Hcl {
            tree.labels(node).collect()
        } else {
            tree.children(node).map(|child| tree.name(child)).collect()
        };
        for (property, given) in block.properties.iter().zip(given) {
            if names.contains(&property.name.as_ref()) && given.node.is_none() {
                given.node = Some(node);
                given.meaning = Meaning::Maybe;
            }
        }
    }

    /// Notes what a plan does not know of the members.
    fn overlay(&self, block: &'static Block, unknown: Option<NodeId>, given: &mut [Given]) {
        let tree = self.reading.tree;
        for child in unknown.into_iter().flat_map(|node| tree.children(node)) {
            let name = tree.name(child);
            let Some(index) = block.properties.iter().position(|it| it.name == name) else {
                continue;
            };
            let is_all = tree.node(child).kind == NodeKind::Boolean && tree.text(child) == "true";
            let it = &mut given[index];
            it.unknown = Some(child);
            if is_all {
                it.node = it.node.or(Some(child));
                it.meaning = Meaning::Unknown;
            }
        }
    }

    /// The items of a list. In HCL, the blocks of the same name are a list.
    fn items_of(&self, list: NodeId) -> (Vec<NodeId>, bool) {
        let tree = self.reading.tree;
        let it = tree.node(list);
        if it.kind != NodeKind::Object {
            return (tree.children(list).collect(), false);
        }
        let Some(parent) = it.parent().filter(|_| tree.form() == Form::Hcl) else {
            return (vec![list], false);
        };
        let name = tree.name(list);
        let is_generated = tree.children(parent).any(|child| {
            tree.name(child) == self.reading.functions.dynamic
                && tree.labels(child).any(|label| label == name)
        });
        let likes = tree.children(parent).filter(|it| tree.name(*it) == name);
        (likes.collect(), is_generated)
    }

    /// The draft that a member goes into, its name there and what it holds. Structures on the way
    /// are made where they are missing.
    fn holder(
        &mut self,
        draft: DraftId,
        block: &'static Block,
        property: &'static Property,
        meaning: Meaning,
        touched: &mut Vec<DraftId>,
    ) -> Option<(DraftId, NameId, ValueKind)> {
        let (last, way) = property.place.split_last()?;
        let is_made = match meaning {
            Meaning::Known(_) | Meaning::Unknown => true,
            Meaning::Maybe => false,
            Meaning::Absent => property.sent.is_some(),
        };
        let mut parent = draft;
        let mut shape = block.shape;
        for name in way {
            let ValueKind::Structure(inner) = self.member(shape, *name)?.value else {
                return None;
            };
            parent = match self.drafts.child(parent, *name) {
                Some(found) => found,
                None if !is_made || self.drafts.nodes[parent].explained.contains(name) => {
                    return None;
                }
                None => {
                    let origin = Origin {
                        name: None,
                        block: None,
                        is_implied: meaning == Meaning::Absent,
                        ..self.drafts.nodes[parent].origin
                    };
                    let place = implied_place(self.drafts.nodes[parent].place);
                    let made = Draft::new(NodeKind::Object, *name, place, origin);
                    self.drafts.add(parent, made)
                }
            };
            if !touched.contains(&parent) {
                touched.push(parent);
            }
            shape = inner;
        }
        let member = self.member(shape, *last)?;
        Some((parent, *last, member.value))
    }

    fn member(&self, shape: ShapeId, name: NameId) -> Option<&'static Member> {
        self.schema.shape(shape).member(name, self.schema.newest())
    }

    /// A member whose value is known.
    fn known(
        &mut self,
        mut target: Target,
        property: &'static Property,
        value: NodeId,
        block: &'static Block,
    ) {
        let inner = property
            .block
            .map(|inner| &self.dialect.blocks[usize::from(inner)]);
        let kind = self.reading.tree.node(value).kind;
        let expected = match (property.repeats, inner) {
            (Repeats::List | Repeats::Set, Some(_)) => (
                "a list",
                kind == NodeKind::Array || self.has_blocks() && kind == NodeKind::Object,
            ),
            (Repeats::List | Repeats::Set, None) => ("a list", kind == NodeKind::Array),
            (Repeats::Map, _) | (Repeats::Never, Some(_)) => {
                ("a mapping", kind == NodeKind::Object)
            }
            (Repeats::Never, None) => (
                "a single value",
                !matches!(kind, NodeKind::Array | NodeKind::Object),
            ),
        };
        if !expected.1 {
            if let Some(inner) = inner.filter(|_| property.repeats == Repeats::Never)
                && let Some(only) = self.single(&mut target, value)
            {
                if let Some(only) = only {
                    self.structure(target, inner, only);
                }
                return;
            }
            let node = target.origin.node;
            self.fault(
                node,
                block,
                FaultKind::WrongType {
                    name: &property.name,
                    expected: expected.0,
                    found: found(kind),
                },
            );
            self.leaf(target, None, true);
            return;
        }
        match (property.repeats, inner) {
            (Repeats::Never, Some(inner)) => self.structure(target, inner, value),
            (Repeats::Never, None) if self.is_no_number(target.value, value) => {
                let node = target.origin.node;
                self.fault(node, block, not_a_number(property));
                self.leaf(target, None, true);
            }
            (Repeats::Never, None) => {
                let text = self.scalar(target.value, value, target.place);
                self.leaf(target, text, false);
            }
            (Repeats::Map, _) => self.map(target, value),
            (repeats, inner) => self.list(target, property, repeats, inner, value),
        }
    }

    /// Whether the notation has blocks, which make lists of themselves.
    fn has_blocks(&self) -> bool {
        self.dialect.block_key.is_some()
    }

    /// In the JSON of a plan, a structure is a list with the one, or an empty list where there is
    /// none.
    #[expect(
        clippy::option_option,
        reason = "no list at all, an empty list, or the one structure in it"
    )]
    fn single(&self, target: &mut Target, value: NodeId) -> Option<Option<NodeId>> {
        let tree = self.reading.tree;
        if !self.has_blocks() || tree.node(value).kind != NodeKind::Array {
            return None;
        }
        let mut items = tree.children(value);
        let Some(only) = items.next() else {
            return Some(None);
        };
        if items.next().is_some() || tree.node(only).kind != NodeKind::Object {
            return None;
        }
        target.origin.node = only;
        target.unknown = target
            .unknown
            .and_then(|unknown| tree.children(unknown).next());
        Some(Some(only))
    }

    fn structure(&mut self, target: Target, inner: &'static Block, value: NodeId) {
        let origin = Origin {
            block: Some(inner),
            ..target.origin
        };
        let place = self.structure_place(value, target.place);
        let draft = Draft::new(NodeKind::Object, target.name, place, origin);
        let draft = self.drafts.add(target.parent, draft);
        self.waiting.push((draft, inner, value, target.unknown));
    }

    /// The place of a structure. One without a key is named by its first member, which is what a
    /// reader sees of it.
    fn structure_place(&self, value: NodeId, place: Place) -> Place {
        let tree = self.reading.tree;
        if !place.name.is_empty() || tree.form() == Form::Json {
            return place;
        }
        let first = tree.children(value).next();
        Place {
            name: first.map_or(place.name, |first| tree.node(first).name),
            ..place
        }
    }

    /// A value of the kind that the API has.
    fn leaf(&mut self, target: Target, text: Option<String>, is_unknown: bool) -> DraftId {
        let kind = match target.value {
            ValueKind::Structure(_) => NodeKind::Object,
            ValueKind::List(_) => NodeKind::Array,
            ValueKind::Boolean => NodeKind::Boolean,
            ValueKind::Integer | ValueKind::Long => NodeKind::Number,
            _ => NodeKind::String,
        };
        let mut draft = Draft::new(kind, target.name, target.place, target.origin);
        draft.text = text;
        draft.is_unknown = is_unknown;
        if is_unknown {
            draft.text = draft.text.or_else(|| Some(String::new()));
        }
        self.drafts.add(target.parent, draft)
    }

    /// Whether a number belongs where there is another text.
    fn is_no_number(&self, value: ValueKind, node: NodeId) -> bool {
        let text = self.reading.tree.text(node).trim();
        matches!(value, ValueKind::Integer | ValueKind::Long)
            && text.parse::<i64>().is_err()
            && whole(text).is_none()
    }

    /// The text of a scalar as the API has it, where that is not the text of the template.
    fn scalar(&self, value: ValueKind, node: NodeId, place: Place) -> Option<String> {
        let tree = self.reading.tree;
        let text = tree.text(node);
        let read = match value {
            ValueKind::Boolean => tree::yaml_boolean(text.trim()).map(|is| is.to_string()),
            ValueKind::Integer | ValueKind::Long => whole(text.trim()),
            _ if tree.node(node).kind == NodeKind::Boolean => {
                tree::yaml_boolean(text).map(|is| is.to_string())
            }
            _ => None,
        };
        let read = read.unwrap_or_else(|| text.to_owned());
        (tree.source().slice(place.content) != read).then_some(read)
    }

    fn list(
        &mut self,
        mut target: Target,
        property: &'static Property,
        repeats: Repeats,
        inner: Option<&'static Block>,
        value: NodeId,
    ) {
        let newest = self.schema.newest();
        let mut is_counted = false;
        if let ValueKind::Structure(shape) = target.value {
            let Some((count, list)) = self.schema.shape(shape).counted_members(newest) else {
                return;
            };
            let origin = Origin {
                block: None,
                ..target.origin
            };
            let holder = Draft::new(NodeKind::Object, target.name, target.place, origin);
            let holder = self.drafts.add(target.parent, holder);
            let length = self.length(value, repeats);
            let counter = Target {
                parent: holder,
                name: count.name,
                value: count.value,
                origin: Origin {
                    name: None,
                    ..origin
                },
                place: target.place,
                unknown: None,
            };
            self.leaf(
                counter,
                Some(length.unwrap_or(0).to_string()),
                length.is_none(),
            );
            if length == Some(0) && !list.required.contains(newest) {
                return;
            }
            target.parent = holder;
            target.name = list.name;
            target.value = list.value;
            is_counted = true;
        }
        let ValueKind::List(shape) = target.value else {
            return;
        };
        if !is_counted && self.count_beside(&target, value, repeats) == Some(0) {
            return;
        }
        let Some(item) = self.schema.shape(shape).members().first() else {
            return;
        };
        let mut draft = Draft::new(NodeKind::Array, target.name, target.place, target.origin);
        draft.is_unknown = self.length(value, repeats).is_none();
        let list = self.drafts.add(target.parent, draft);
        self.items(list, property, repeats, inner, value, item, target.unknown);
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "each is a part of one list property"
    )]
    fn items(
        &mut self,
        list: DraftId,
        property: &'static Property,
        repeats: Repeats,
        inner: Option<&'static Block>,
        value: NodeId,
        item: &'static Member,
        unknown: Option<NodeId>,
    ) {
        let tree = self.reading.tree;
        let mut seen: Vec<&str> = Vec::new();
        let mut overlay = unknown.into_iter().flat_map(|node| tree.children(node));
        for node in self.items_of(value).0 {
            let unknown = overlay.next();
            let meaning = self.reading.meaning(node);
            if meaning == Meaning::Absent {
                continue;
            }
            let target = Target {
                parent: list,
                name: item.name,
                value: item.value,
                origin: Origin {
                    node,
                    name: Some(inner.map_or(property.name.as_ref(), |inner| inner.name.as_ref())),
                    block: None,
                    is_implied: false,
                },
                place: tree.place(node),
                unknown,
            };
            match (meaning, inner) {
                (Meaning::Known(value), Some(inner))
                    if tree.node(value).kind == NodeKind::Object =>
                {
                    self.structure(target, inner, value);
                }
                (Meaning::Known(value), None) if !tree.node(value).has_children() => {
                    let text = tree.text(value);
                    if repeats == Repeats::Set && seen.contains(&text) {
                        continue;
                    }
                    seen.push(text);
                    let text = self.scalar(item.value, value, target.place);
                    self.leaf(target, text, false);
                }
                (Meaning::Known(value), _) => {
                    let kind = tree.node(value).kind;
                    self.faults.push(Fault {
                        kind: FaultKind::WrongType {
                            name: &property.name,
                            expected: if inner.is_some() {
                                "a mapping for each item"
                            } else {
                                "a single value for each item"
                            },
                            found: found(kind),
                        },
                        span: tree.node(node).value(),
                        node,
                        member: None,
                        parent: property.name.to_string(),
                    });
                    self.leaf(target, None, true);
                }
                _ => {
                    self.leaf(target, None, true);
                }
            }
        }
    }

    /// How many items a list has; `None` where only a deployment knows.
    fn length(&self, list: NodeId, repeats: Repeats) -> Option<usize> {
        let tree = self.reading.tree;
        if tree.node(list).is_repaired() {
            return None;
        }
        let (items, is_partial) = self.items_of(list);
        if is_partial {
            return None;
        }
        let mut known = Vec::new();
        for item in items {
            match self.reading.meaning(item) {
                Meaning::Known(value) => known.push(tree.text(value)),
                Meaning::Unknown if repeats == Repeats::List => known.push(""),
                Meaning::Unknown | Meaning::Maybe => return None,
                Meaning::Absent => {}
            }
        }
        if repeats == Repeats::Set && !known.is_empty() && known.iter().all(|text| !text.is_empty())
        {
            known.sort_unstable();
            known.dedup();
        }
        Some(known.len())
    }

    /// The number of items of a list whose structure the template writes without it.
    fn count_beside(&mut self, target: &Target, list: NodeId, repeats: Repeats) -> Option<usize> {
        let block = self.drafts.nodes[target.parent].origin.block?;
        let counted = self
            .schema
            .shape(block.shape)
            .counted_members(self.schema.newest());
        let (count, _) = counted?;
        if block
            .properties
            .iter()
            .any(|property| property.place.as_ref() == [count.name])
        {
            return None;
        }
        let length = self.length(list, repeats);
        let counter = Target {
            name: count.name,
            value: count.value,
            origin: Origin {
                name: None,
                ..target.origin
            },
            ..*target
        };
        self.leaf(
            counter,
            Some(length.unwrap_or(0).to_string()),
            length.is_none(),
        );
        length
    }

    /// A mapping of any keys to texts, as a list of structures with a key and a value.
    fn map(&mut self, target: Target, value: NodeId) {
        let ValueKind::List(shape) = target.value else {
            return;
        };
        let Some(item) = self.schema.shape(shape).members().first() else {
            return;
        };
        let ValueKind::Structure(pair) = item.value else {
            return;
        };
        let [key, text] = self.schema.shape(pair).members() else {
            return;
        };
        let list = Draft::new(NodeKind::Array, target.name, target.place, target.origin);
        let list = self.drafts.add(target.parent, list);
        let tree = self.reading.tree;
        for node in tree.children(value) {
            let origin = Origin {
                node,
                name: None,
                block: None,
                is_implied: false,
            };
            let place = tree.place(node);
            let entry = Draft::new(NodeKind::Object, item.name, place, origin);
            let entry = self.drafts.add(list, entry);
            let member = |member: &Member, place: Place| Target {
                parent: entry,
                name: member.name,
                value: member.value,
                origin,
                place,
                unknown: None,
            };
            let key_place = Place {
                whole: place.name,
                opening: 0,
                content: place.name,
                ..place
            };
            self.leaf(
                member(key, key_place),
                Some(tree.name(node).to_owned()),
                false,
            );
            match self.reading.meaning(node) {
                Meaning::Known(value) => {
                    let read = self.scalar(text.value, value, place);
                    self.leaf(member(text, place), read, false);
                }
                _ => {
                    self.leaf(member(text, place), None, true);
                }
            }
        }
    }

    /// A member that the tool asks for and the structure does not have.
    fn missing(&mut self, block: &'static Block, property: &'static Property, node: NodeId) {
        let tree = self.reading.tree;
        let place = self.structure_place(node, tree.place(node));
        let span = if place.name.is_empty() {
            tree.node(node).head()
        } else {
            place.name
        };
        self.faults.push(Fault {
            kind: FaultKind::Missing {
                name: &property.name,
            },
            span,
            node,
            member: Some(&property.name),
            parent: self.name_of(block),
        });
    }

    /// A member that is not given and that the tool does not ask for.
    fn absent(
        &mut self,
        target: Target,
        property: &'static Property,
        given: &[Given],
        is_open: bool,
    ) {
        let beside = |is: fn(Meaning) -> bool| {
            property
                .unless
                .iter()
                .any(|other| is(given[usize::from(*other)].meaning))
        };
        if beside(is_given) {
            return;
        }
        let is_doubtful = is_open
            || property.role == Role::Computed
            || property.sent.is_some() && beside(is_doubtful);
        if is_doubtful {
            self.drafts.nodes[target.parent].explained.push(target.name);
        } else if let Some(sent) = &property.sent {
            self.sent(target, sent);
        }
    }

    /// What is sent for a member that is not given.
    fn sent(&mut self, target: Target, sent: &'static Sent) {
        match sent {
            Sent::Text(text) => {
                self.leaf(target, Some(text.to_string()), false);
            }
            Sent::Members(members) => {
                let ValueKind::Structure(shape) = target.value else {
                    return;
                };
                let holder = Draft::new(NodeKind::Object, target.name, target.place, target.origin);
                let holder = self.drafts.add(target.parent, holder);
                for (name, text) in members.iter() {
                    let Some(member) = self.member(shape, *name) else {
                        continue;
                    };
                    let inner = Target {
                        parent: holder,
                        name: *name,
                        value: member.value,
                        ..target
                    };
                    self.leaf(inner, Some(text.to_string()), false);
                }
            }
            Sent::Texts(texts) => {
                let ValueKind::Structure(shape) = target.value else {
                    return;
                };
                let counted = self
                    .schema
                    .shape(shape)
                    .counted_members(self.schema.newest());
                let Some((count, list)) = counted else { return };
                let ValueKind::List(items) = list.value else {
                    return;
                };
                let Some(item) = self.schema.shape(items).members().first() else {
                    return;
                };
                // Where a part of it is given, the structure is there already.
                let given = self.drafts.child(target.parent, target.name);
                let holder = given.unwrap_or_else(|| {
                    let made =
                        Draft::new(NodeKind::Object, target.name, target.place, target.origin);
                    self.drafts.add(target.parent, made)
                });
                let part = |parent: DraftId, name: NameId, value: ValueKind| Target {
                    parent,
                    name,
                    value,
                    ..target
                };
                self.leaf(
                    part(holder, count.name, count.value),
                    Some(texts.len().to_string()),
                    false,
                );
                let list = self.leaf(part(holder, list.name, list.value), None, false);
                for text in texts.iter() {
                    self.leaf(
                        part(list, item.name, item.value),
                        Some(text.to_string()),
                        false,
                    );
                }
            }
        }
    }

    /// The boolean that says whether a member is given.
    fn switch(
        &mut self,
        draft: DraftId,
        block: &'static Block,
        property: &'static Property,
        target: &Target,
        meaning: Meaning,
    ) {
        let Some((name, way)) = property.switch.split_last() else {
            return;
        };
        let mut parent = draft;
        let mut shape = block.shape;
        for step in way {
            let Some(ValueKind::Structure(inner)) = self.member(shape, *step).map(|it| it.value)
            else {
                return;
            };
            let Some(found) = self.drafts.child(parent, *step) else {
                return;
            };
            (parent, shape) = (found, inner);
        }
        if self.drafts.nodes[parent].is_unknown {
            return;
        }
        let Some(member) = self.member(shape, *name) else {
            return;
        };
        let tree = self.reading.tree;
        let is_on = match meaning {
            Meaning::Known(value) if property.repeats == Repeats::Never => {
                Some(!tree.text(value).is_empty())
            }
            Meaning::Known(value) => self.length(value, property.repeats).map(|it| it > 0),
            Meaning::Unknown if property.repeats == Repeats::Never => Some(true),
            Meaning::Absent => Some(false),
            Meaning::Unknown | Meaning::Maybe => None,
        };
        let switch = Target {
            parent,
            name: *name,
            value: member.value,
            unknown: None,
            origin: Origin {
                name: None,
                is_implied: true,
                ..target.origin
            },
            place: implied_place(target.place),
        };
        let text = is_on.unwrap_or_default().to_string();
        self.leaf(switch, Some(text), is_on.is_none());
    }

    /// Accounts for what the API asks for and the template cannot say, and in structures of which
    /// not all is known, for everything.
    fn explain_rest(&mut self, touched: &[DraftId], block: &'static Block, is_open: bool) {
        for draft in touched {
            let Some(shape) = self.shape_of(*draft, block) else {
                continue;
            };
            let newest = self.schema.newest();
            let is_sayable = |name: NameId| {
                block
                    .properties
                    .iter()
                    .any(|property| property.place.last() == Some(&name))
            };
            for member in self.schema.shape(shape).members() {
                if is_open || member.required.contains(newest) && !is_sayable(member.name) {
                    self.drafts.nodes[*draft].explained.push(member.name);
                }
            }
        }
    }

    fn shape_of(&self, draft: DraftId, block: &'static Block) -> Option<ShapeId> {
        let it = &self.drafts.nodes[draft];
        if let Some(block) = it.origin.block {
            return Some(block.shape);
        }
        // A structure on the way to a member of the block.
        let name = it.name?;
        block.properties.iter().find_map(|property| {
            let mut shape = block.shape;
            for step in property.place.iter() {
                let ValueKind::Structure(inner) = self.member(shape, *step)?.value else {
                    return None;
                };
                if *step == name {
                    return Some(inner);
                }
                shape = inner;
            }
            None
        })
    }

    fn unknown_member(&mut self, block: &'static Block, node: NodeId) {
        let name = self.reading.tree.name(node).to_owned();
        let is_usable = |property: &&Property| {
            matches!(property.role, Role::Sent | Role::Computed | Role::Local)
        };
        let names = block
            .properties
            .iter()
            .filter(is_usable)
            .map(|property| property.name.as_ref());
        // The API's own name is the nearest there is.
        let same = |property: &&Property| {
            property
                .place
                .last()
                .is_some_and(|member| self.schema.name_text(*member) == name)
        };
        let near = match block.properties.iter().find(same) {
            Some(property) => vec![property.name.as_ref()],
            None => nearest(&name, names),
        };
        let has = |block: &&Block| block.properties.iter().any(|it| it.name == name);
        let elsewhere = self
            .dialect
            .blocks
            .iter()
            .filter(has)
            .map(|block| block.name.as_ref())
            .collect();
        let is_newer = near.is_empty()
            && self
                .schema
                .name(&name)
                .is_some_and(|name| self.member(block.shape, name).is_some());
        self.fault(
            node,
            block,
            FaultKind::Unknown {
                name,
                near,
                elsewhere,
                is_newer,
            },
        );
    }

    fn fault(&mut self, node: NodeId, block: &'static Block, kind: FaultKind) {
        let it = self.reading.tree.node(node);
        let span = match kind {
            FaultKind::WrongType { .. } => it.value(),
            _ => it.name,
        };
        self.faults.push(Fault {
            kind,
            span,
            node,
            member: None,
            parent: self.name_of(block),
        });
    }
}

impl Draft {
    fn new(kind: NodeKind, name: NameId, place: Place, origin: Origin) -> Self {
        Self {
            kind,
            name: Some(name),
            place,
            text: None,
            is_unknown: false,
            origin,
            children: Vec::new(),
            explained: Vec::new(),
        }
    }
}

/// The members in the order in which they are converted: what is surely there comes first, so that
/// it has its place when the rest is looked at.
fn order(given: &[Given]) -> Vec<usize> {
    let (sure, other): (Vec<usize>, Vec<usize>) =
        (0..given.len()).partition(|index| is_given(given[*index].meaning));
    sure.into_iter().chain(other).collect()
}

/// What a member means beside the others; `None` where it is dropped.
fn effective(property: &Property, given: &[Given], own: Meaning) -> Option<Meaning> {
    let any = |others: &[u16], is: fn(Meaning) -> bool| {
        others
            .iter()
            .any(|other| is(given[usize::from(*other)].meaning))
    };
    if any(&property.dropped_with, is_given) {
        return None;
    }
    let mut is_doubtful_here = any(&property.dropped_with, is_doubtful);
    if !property.needs.is_empty() && !any(&property.needs, is_given) {
        if !any(&property.needs, is_doubtful) {
            return None;
        }
        is_doubtful_here = true;
    }
    Some(if is_doubtful_here {
        Meaning::Maybe
    } else {
        own
    })
}

fn is_given(meaning: Meaning) -> bool {
    matches!(meaning, Meaning::Known(_) | Meaning::Unknown)
}

fn is_doubtful(meaning: Meaning) -> bool {
    meaning == Meaning::Maybe
}

/// The fault of a text where a number belongs.
fn not_a_number(property: &'static Property) -> FaultKind {
    FaultKind::WrongType {
        name: &property.name,
        expected: "an integer",
        found: "text",
    }
}

/// What a value is, for people.
fn found(kind: NodeKind) -> &'static str {
    match kind {
        NodeKind::Array => "a list",
        NodeKind::Object => "a mapping",
        _ => "a single value",
    }
}

/// The integer that a number equals: 86400 for `86400.0`.
fn whole(text: &str) -> Option<String> {
    let (integer, fraction) = text.split_once('.')?;
    let is_whole = integer.parse::<i64>().is_ok()
        && !fraction.is_empty()
        && fraction.bytes().all(|digit| digit == b'0');
    is_whole.then(|| integer.to_owned())
}
