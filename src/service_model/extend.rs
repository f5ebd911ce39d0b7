//! From the shapes and those of a model to both together. What is added comes after what was
//! there, so that every index into the shapes stays right: rules are kept by such indexes.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use serde_json::Value;

use crate::model::schema::{
    Bounds, Dated, EnumValue, List, Member, NameId, Schema, Shape, ShapeId, ShapeKind, Text,
    ValueKind, Version, VersionSet, lay_name_table, sensitive_names,
};

/// More members than this have no place in the table of an instance.
const MOST_SLOTS: u8 = 250;

/// The shapes with what a model knows more, and how much that is.
pub(super) fn extend(base: &Schema, model: &Value) -> (Schema, usize) {
    let newest = base.newest();
    let mut extender = Extender {
        model,
        version: newest,
        now: VersionSet::between(newest, newest),
        names: base.names.to_vec(),
        shapes: base.shapes.to_vec(),
        by_model_name: HashMap::new(),
        open: Vec::new(),
        is_newer: knows_all(base, model),
        additions: 0,
    };
    for root in base.roots.iter().filter(|root| root.api.is_none()) {
        let name = base.name_text(root.name);
        if model.get(name).is_some() && root.versions.contains(newest) {
            extender.open.push((root.shape, name.to_owned()));
        }
    }
    extender.run();
    let additions = extender.additions;
    (extender.schema(base), additions)
}

/// The members of a structure of a model that are in a document: the name there, the name of the
/// shape, and whether it is required.
fn members(shape: &Value) -> impl Iterator<Item = (&str, &str, bool)> {
    let required = shape["required"].as_array();
    let members = shape["members"].as_object().into_iter().flatten();
    members
        .filter(|(_, member)| member["location"].is_null())
        .map(move |(key, member)| {
            let is_required =
                required.is_some_and(|required| required.iter().any(|entry| entry == key));
            let name = member["locationName"].as_str().unwrap_or(key);
            (name, target(member), is_required)
        })
}

fn target(member: &Value) -> &str {
    member["shape"].as_str().unwrap_or_default()
}

fn values(shape: &Value) -> impl Iterator<Item = &str> {
    let values = shape["enum"].as_array().into_iter().flatten();
    values.filter_map(Value::as_str)
}

/// A member of which the model says nothing more.
fn plain_member(name: NameId, value: ValueKind, versions: VersionSet, bounds: Bounds) -> Member {
    Member {
        name,
        slot: 0,
        value,
        versions,
        required: VersionSet::NONE,
        repeated: VersionSet::NONE,
        deprecated: VersionSet::NONE,
        sensitive: false,
        protective: false,
        refers: None,
        protection: Cow::Borrowed(&[]),
        choice: None,
        bounds,
        default: Cow::Borrowed(&[]),
        replaced_by: None,
        replacements: Cow::Borrowed(&[]),
        added: None,
        description: None,
    }
}

/// The shape that a value is made of.
fn shape_of(value: ValueKind) -> Option<ShapeId> {
    match value {
        ValueKind::Structure(shape) | ValueKind::List(shape) | ValueKind::Enum(shape) => {
            Some(shape)
        }
        _ => None,
    }
}

/// Whether a model has every member and every value that the newest version has, so that it is at
/// least as new.
fn knows_all(base: &Schema, model: &Value) -> bool {
    let newest = base.newest();
    let roots = base.roots.iter().filter(|root| root.api.is_none());
    let mut open: Vec<(ShapeId, &str)> = roots
        .filter(|root| root.versions.contains(newest))
        .map(|root| (root.shape, base.name_text(root.name)))
        .filter(|(_, name)| model.get(name).is_some())
        .collect();
    let mut seen = HashSet::new();
    while let Some((id, name)) = open.pop() {
        if !seen.insert((id, name)) {
            continue;
        }
        let (shape, described) = (base.shape(id), &model[name]);
        if let ShapeKind::Enum { values: known, .. } = &shape.kind {
            let there: HashSet<&str> = values(described).collect();
            let mut now = known
                .iter()
                .filter(|it| it.versions.contains(newest) && !it.documented);
            if now.any(|it| !there.contains(it.value.as_ref())) {
                return false;
            }
            continue;
        }
        let is_list = matches!(shape.kind, ShapeKind::List { .. });
        let there: HashMap<&str, &str> = members(described)
            .map(|(name, target, _)| (name, target))
            .collect();
        for member in shape.members() {
            if !member.versions.contains(newest) {
                continue;
            }
            let next = if is_list {
                Some(target(&described["member"]))
            } else {
                there.get(base.name_text(member.name)).copied()
            };
            let Some(next) = next else { return false };
            open.extend(shape_of(member.value).map(|shape| (shape, next)));
        }
    }
    true
}

struct Extender<'m> {
    model: &'m Value,
    version: Version,
    /// The set of this version alone.
    now: VersionSet,
    names: Vec<Text>,
    shapes: Vec<Shape>,
    /// The shapes that were made, by their names in the model.
    by_model_name: HashMap<String, ShapeId>,
    /// Shapes to be extended by those of the model.
    open: Vec<(ShapeId, String)>,
    /// Whether the model is at least as new as the shapes.
    is_newer: bool,
    additions: usize,
}

impl Extender<'_> {
    fn run(&mut self) {
        let mut seen = HashSet::new();
        while let Some((id, name)) = self.open.pop() {
            if !seen.insert((id, name.clone())) {
                continue;
            }
            let model = self.model;
            let described = &model[name.as_str()];
            match &self.shapes[usize::from(id.0)].kind {
                ShapeKind::Structure { .. } => self.structure(id, described),
                ShapeKind::List { .. } => self.list(id, described),
                ShapeKind::Enum { .. } => self.values(id, described),
            }
        }
    }

    fn structure(&mut self, id: ShapeId, described: &Value) {
        for (name, target, is_required) in members(described) {
            let name_id = self.name(name);
            let version = self.version;
            let known = self.shapes[usize::from(id.0)].members().iter();
            let known = known
                .clone()
                .position(|member| member.name == name_id && member.versions.contains(version));
            match known {
                Some(position) => self.member(id, position, target, is_required),
                None => self.add_member(id, name_id, target, is_required),
            }
        }
    }

    /// Extends a member that is known.
    fn member(&mut self, id: ShapeId, position: usize, target: &str, is_required: bool) {
        let described = &self.model[target];
        let (is_newer, now) = (self.is_newer, self.now);
        let Some(members) = self.members_mut(id) else {
            return;
        };
        let member = &mut members[position];
        let next = shape_of(member.value);
        let mut additions = 0;
        if is_newer && is_required && member.required.intersection(now).is_empty() {
            member.required = member.required.union(now);
            additions += 1;
        }
        if is_newer && next.is_none() {
            additions += bounded(&mut member.bounds.min, described["min"].as_i64(), now);
            additions += bounded(&mut member.bounds.max, described["max"].as_i64(), now);
        }
        self.additions += additions;
        self.open
            .extend(next.map(|shape| (shape, target.to_owned())));
    }

    fn add_member(&mut self, id: ShapeId, name: NameId, target: &str, is_required: bool) {
        let value = self.value(target);
        let described = &self.model[target];
        let is_sensitive = described["sensitive"] == true;
        let (now, bounds) = (self.now, self.bounds(value, described));
        let ShapeKind::Structure { members, slots, .. } = &mut self.shapes[usize::from(id.0)].kind
        else {
            return;
        };
        let twin = members.iter().find(|member| member.name == name);
        let slot = twin.map_or(*slots, |twin| twin.slot);
        if slot >= MOST_SLOTS {
            return;
        }
        *slots = (*slots).max(slot + 1);
        members.to_mut().push(Member {
            slot,
            required: if is_required { now } else { VersionSet::NONE },
            sensitive: is_sensitive,
            ..plain_member(name, value, now, bounds)
        });
        self.additions += 1;
    }

    fn list(&mut self, id: ShapeId, described: &Value) {
        let target = target(&described["member"]);
        let version = self.version;
        let mut items = self.shapes[usize::from(id.0)].members().iter();
        let item = items.find(|item| item.versions.contains(version));
        if let Some(item) = item {
            let next = shape_of(item.value);
            self.open
                .extend(next.map(|shape| (shape, target.to_owned())));
        }
        let (now, is_newer) = (self.now, self.is_newer);
        if let ShapeKind::List { min, max, .. } = &mut self.shapes[usize::from(id.0)].kind
            && is_newer
        {
            self.additions += bounded(min, described["min"].as_i64(), now);
            self.additions += bounded(max, described["max"].as_i64(), now);
        }
    }

    fn values(&mut self, id: ShapeId, described: &Value) {
        let now = self.now;
        let ShapeKind::Enum { values: known, .. } = &mut self.shapes[usize::from(id.0)].kind else {
            return;
        };
        for value in values(described) {
            let is_known = known
                .iter()
                .any(|it| it.value == value && !it.versions.intersection(now).is_empty());
            if !is_known {
                known.to_mut().push(EnumValue {
                    value: Cow::Owned(value.to_owned()),
                    documented: false,
                    versions: now,
                    added: None,
                });
                self.additions += 1;
            }
        }
    }

    /// The value of a member of a shape of the model.
    fn value(&mut self, target: &str) -> ValueKind {
        let described = &self.model[target];
        match described["type"].as_str().unwrap_or_default() {
            "boolean" => ValueKind::Boolean,
            "integer" => ValueKind::Integer,
            "long" => ValueKind::Long,
            "double" | "float" => ValueKind::Double,
            "timestamp" => ValueKind::Timestamp,
            "structure" if members(described).next().is_none() => ValueKind::Empty,
            "structure" => ValueKind::Structure(self.shape(target)),
            "list" => ValueKind::List(self.shape(target)),
            _ if described["enum"].is_array() => ValueKind::Enum(self.shape(target)),
            _ => ValueKind::String,
        }
    }

    /// The shape of this name in the model: a known one of the same kind, or a new one.
    fn shape(&mut self, target: &str) -> ShapeId {
        if let Some(known) = self.by_model_name.get(target) {
            return *known;
        }
        let described = &self.model[target];
        let now = self.now;
        let kind = self.empty_kind(described);
        let is_same = |shape: &Shape| {
            shape.name == target
                && std::mem::discriminant(&shape.kind) == std::mem::discriminant(&kind)
        };
        let known = self.shapes.iter().position(is_same);
        let index = known.unwrap_or(self.shapes.len());
        let id = ShapeId(index as u16);
        match self.shapes.get_mut(index) {
            Some(shape) => shape.versions = shape.versions.union(now),
            None => self.shapes.push(Shape {
                name: Cow::Owned(target.to_owned()),
                family: None,
                versions: now,
                kind,
            }),
        }
        self.by_model_name.insert(target.to_owned(), id);
        if known.is_none() && described["type"] == "list" {
            self.add_item(id, described);
        }
        self.open.push((id, target.to_owned()));
        id
    }

    fn empty_kind(&self, described: &Value) -> ShapeKind {
        let has = |wanted: &str| members(described).any(|(name, ..)| name == wanted);
        match described["type"].as_str().unwrap_or_default() {
            "structure" => ShapeKind::Structure {
                members: Cow::Borrowed(&[]),
                counted: if self
                    .counted_names()
                    .is_some_and(|names| names.into_iter().all(has))
                {
                    self.now
                } else {
                    VersionSet::NONE
                },
                slots: 0,
            },
            "list" => ShapeKind::List {
                item: Cow::Borrowed(&[]),
                min: Cow::Borrowed(&[]),
                max: Cow::Borrowed(&[]),
            },
            _ => ShapeKind::Enum {
                values: Cow::Borrowed(&[]),
                open: VersionSet::NONE,
            },
        }
    }

    /// The names of the count and of the items of a counted list, as every known one has them.
    fn counted_names(&self) -> Option<[&str; 2]> {
        let mut shapes = self.shapes.iter();
        let (count, list) = shapes.find_map(|shape| shape.counted_members(self.version))?;
        Some([count.name, list.name].map(|name| self.names[usize::from(name.0)].as_ref()))
    }

    fn add_item(&mut self, id: ShapeId, described: &Value) {
        let member = &described["member"];
        let value = self.value(target(member));
        let name = self.name(member["locationName"].as_str().unwrap_or("member"));
        let bounds = self.bounds(value, &self.model[target(member)]);
        let now = self.now;
        let ShapeKind::List { item, .. } = &mut self.shapes[usize::from(id.0)].kind else {
            return;
        };
        item.to_mut().push(plain_member(name, value, now, bounds));
    }

    /// The bounds of a new value.
    fn bounds(&self, value: ValueKind, described: &Value) -> Bounds {
        let mut bounds = Bounds::default();
        if shape_of(value).is_none() {
            bounded(&mut bounds.min, described["min"].as_i64(), self.now);
            bounded(&mut bounds.max, described["max"].as_i64(), self.now);
        }
        bounds
    }

    fn members_mut(&mut self, id: ShapeId) -> Option<&mut Vec<Member>> {
        match &mut self.shapes[usize::from(id.0)].kind {
            ShapeKind::Structure { members, .. } => Some(members.to_mut()),
            _ => None,
        }
    }

    fn name(&mut self, name: &str) -> NameId {
        let known = self.names.iter().position(|known| known == name);
        let index = known.unwrap_or_else(|| {
            self.names.push(Cow::Owned(name.to_owned()));
            self.names.len() - 1
        });
        NameId(index as u16)
    }

    /// The shapes with what was added, and with the tables of all names.
    fn schema(self, base: &Schema) -> Schema {
        let width = self.names.len();
        let mut slots = vec![u8::MAX; self.shapes.len() * width];
        for (index, shape) in self.shapes.iter().enumerate() {
            for member in shape.members() {
                slots[index * width + usize::from(member.name.0)] = member.slot;
            }
        }
        let names: Vec<&str> = self.names.iter().map(AsRef::as_ref).collect();
        let mut schema = base.clone();
        if self.additions > 0 {
            let newest = usize::from(self.version.0);
            let model = format!("{} and the given service model", base.model());
            let sources = schema.versions.to_mut()[newest].sources.to_mut();
            sources.insert(0, Cow::Owned(model));
        }
        schema.name_table = lay_name_table(&names).into();
        schema.sensitive = sensitive_names(&self.shapes).into();
        schema.names = self.names.into();
        schema.shapes = self.shapes.into();
        schema.slots = slots.into();
        schema
    }
}

/// Sets a bound for some versions, where a model gives one that is not known. Returns how many
/// bounds are new.
fn bounded(bounds: &mut List<Dated<i64>>, value: Option<i64>, versions: VersionSet) -> usize {
    let Some(value) = value else { return 0 };
    let holds = |dated: &Dated<i64>| !dated.versions.intersection(versions).is_empty();
    if bounds
        .iter()
        .any(|dated| dated.value == value && holds(dated))
    {
        return 0;
    }
    let bounds = bounds.to_mut();
    for dated in bounds.iter_mut() {
        dated.versions = dated.versions.without(versions);
    }
    bounds.push(Dated { value, versions });
    1
}
