//! The new document while it is being put together.

use std::fmt::Write as _;

use crate::convert::template::{Member, Value};
use crate::model::schema::{self, NameId, Root, Schema, ShapeId, ValueKind, Version};
use crate::outcome::Error;
use crate::text::escape::xml;

use super::path_text;

/// The members so far.
pub(super) struct Target {
    schema: &'static Schema,
    version: Version,
    shape: ShapeId,
    root: Value,
    added: Vec<(String, String)>,
}

impl Target {
    pub(super) fn new(
        schema: &'static Schema,
        version: Version,
        shape: ShapeId,
        members: Vec<Member>,
    ) -> Self {
        Self {
            schema,
            version,
            shape,
            root: Value::Members(members),
            added: Vec::new(),
        }
    }

    /// Writes a text at a path, with everything on the way there. At the items of a list it adds
    /// one. What is there already is replaced if `replaces`. Whether something was written.
    pub(super) fn put(&mut self, path: &[NameId], text: &str, replaces: bool) -> bool {
        let mut kind = ValueKind::Structure(self.shape);
        let mut at = &mut self.root;
        for (index, name) in path.iter().enumerate() {
            let is_last = index + 1 == path.len();
            let Some((member, is_item)) = inner(self.schema, kind, *name, self.version) else {
                return false;
            };
            kind = member.value;
            let is_repeated = member.repeated.contains(self.version);
            let name = self.schema.name_text(*name);
            at = match at {
                Value::List(items) if is_item => {
                    if is_last || items.is_empty() {
                        items.push(empty(kind));
                    }
                    let wanted = if is_last { items.len() - 1 } else { 0 };
                    &mut items[wanted]
                }
                Value::Members(members) => {
                    let known = members.iter().position(|it| it.name == name);
                    if is_last && known.is_some() && !replaces && !is_repeated {
                        return false;
                    }
                    let wanted = known.filter(|_| !(is_last && is_repeated));
                    let wanted = wanted.unwrap_or_else(|| {
                        members.push(Member::new(name, empty(kind)));
                        members.len() - 1
                    });
                    &mut members[wanted].value
                }
                _ => return false,
            };
        }
        *at = scalar(kind, text);
        true
    }

    /// Writes a text at a path where nothing is, if the path exists.
    pub(super) fn fill(&mut self, path: &[NameId], text: &str) {
        let exists = kind_at(self.schema, self.shape, path, self.version).is_some();
        if exists && self.put(path, text, false) {
            let path = path_text(self.schema, path);
            self.added.push((path, text.to_owned()));
        }
    }

    /// The members with what the version requires, in its order, and what was added for that.
    pub(super) fn finish(&mut self) -> (Vec<Member>, Vec<(String, String)>) {
        let mut root = std::mem::replace(&mut self.root, Value::List(Vec::new()));
        self.complete(&mut root, ValueKind::Structure(self.shape), "");
        match root {
            Value::Members(members) => (members, std::mem::take(&mut self.added)),
            _ => (Vec::new(), Vec::new()),
        }
    }

    /// Members as a document of a root.
    pub(super) fn xml(&self, root: &Root, members: &[Member]) -> Result<String, Error> {
        let name = self.schema.name_text(root.name);
        let namespace = &self.schema.version_info(self.version).namespace;
        let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        // Writing to a `String` cannot fail.
        let _ = writeln!(out, "<{name} xmlns=\"{}\">", xml::escaped(namespace));
        self.write(members, self.shape, 1, &mut out)?;
        let _ = writeln!(out, "</{name}>");
        Ok(out)
    }

    /// Writes members. It calls itself as deep as the shapes nest.
    fn write(
        &self,
        members: &[Member],
        shape: ShapeId,
        depth: usize,
        out: &mut String,
    ) -> Result<(), Error> {
        let shape = self.schema.shape(shape);
        for member in members {
            let name = self.schema.name(&member.name);
            let known = name.and_then(|name| shape.member(name, self.version));
            let kind = known.map_or(ValueKind::String, |known| known.value);
            self.element(&member.name, &member.value, (kind, depth), out)?;
        }
        Ok(())
    }

    fn element(
        &self,
        name: &str,
        value: &Value,
        (kind, depth): (ValueKind, usize),
        out: &mut String,
    ) -> Result<(), Error> {
        let indent = "  ".repeat(depth);
        match (value, kind) {
            (Value::Members(members), ValueKind::Structure(shape)) => {
                let _ = writeln!(out, "{indent}<{name}>");
                self.write(members, shape, depth + 1, out)?;
                let _ = writeln!(out, "{indent}</{name}>");
            }
            (Value::List(items), ValueKind::List(list)) => {
                let _ = writeln!(out, "{indent}<{name}>");
                let mut known = self.schema.shape(list).members().iter();
                if let Some(item) = known.find(|it| it.versions.contains(self.version)) {
                    let name = self.schema.name_text(item.name);
                    for value in items {
                        self.element(name, value, (item.value, depth + 1), out)?;
                    }
                }
                let _ = writeln!(out, "{indent}</{name}>");
            }
            (_, ValueKind::Empty) => {
                let _ = writeln!(out, "{indent}<{name}/>");
            }
            (Value::Text(text) | Value::Bare(text), _) => {
                if let Some(character) = text.chars().find(|it| !xml::is_allowed(*it)) {
                    return Err(Error::ForbiddenCharacter {
                        element: name.to_owned(),
                        character: u32::from(character),
                    });
                }
                let _ = writeln!(out, "{indent}<{name}>{}</{name}>", xml::escaped(text));
            }
            _ => {}
        }
        Ok(())
    }

    /// Completes a value. It calls itself as deep as the shapes nest.
    fn complete(&mut self, value: &mut Value, kind: ValueKind, path: &str) {
        match (value, kind) {
            (Value::Members(members), ValueKind::Structure(shape)) => {
                self.complete_members(members, shape, path);
            }
            (Value::List(items), ValueKind::List(list)) => {
                let mut known = self.schema.shape(list).members().iter();
                let Some(item) = known.find(|it| it.versions.contains(self.version)) else {
                    return;
                };
                let name = self.schema.name_text(item.name);
                for (index, value) in items.iter_mut().enumerate() {
                    self.complete(value, item.value, &format!("{path}/{name}[{}]", index + 1));
                }
            }
            _ => {}
        }
    }

    fn complete_members(&mut self, members: &mut Vec<Member>, shape: ShapeId, path: &str) {
        let (schema, version) = (self.schema, self.version);
        let shape = schema.shape(shape);
        let counted = shape.counted_members(version);
        let mut ordered = Vec::new();
        for known in shape.members() {
            if !known.versions.contains(version) {
                continue;
            }
            let name = schema.name_text(known.name);
            let place = match path {
                "" => name.to_owned(),
                path => format!("{path}/{name}"),
            };
            let (mut here, others) = std::mem::take(members)
                .into_iter()
                .partition::<Vec<_>, _>(|it| it.name == name);
            *members = others;
            if here.is_empty() && known.required.contains(version) {
                here.extend(self.required(known, &place));
            }
            for member in &mut here {
                self.complete(&mut member.value, known.value, &place);
            }
            ordered.append(&mut here);
        }
        if let Some((count, list)) = counted {
            let [count, list_name] = [count.name, list.name].map(|name| schema.name_text(name));
            let length = ordered.iter().find_map(|it| match &it.value {
                Value::List(items) if it.name == list_name => Some(items.len()),
                _ => None,
            });
            let needs_list = list.required.contains(version);
            ordered.retain(|it| it.name != count);
            ordered.retain(|it| it.name != list_name || needs_list || length != Some(0));
            let number = Value::Bare(length.unwrap_or(0).to_string());
            let before = ordered.iter().position(|it| it.name == list_name);
            let at = before.unwrap_or(ordered.len());
            ordered.insert(at, Member::new(count, number));
        }
        *members = ordered;
    }

    /// A required member with the value that means nothing was set. `None` if there is none.
    fn required(&mut self, known: &schema::Member, place: &str) -> Option<Member> {
        let name = self.schema.name_text(known.name);
        let mut defaults = known.default.iter();
        let default = defaults.find(|it| it.versions.contains(self.version));
        if let ValueKind::Structure(_) = known.value {
            return Some(Member::new(name, Value::Members(Vec::new())));
        }
        let text = &default?.value;
        self.added.push((place.to_owned(), text.to_string()));
        Some(Member::new(name, scalar(known.value, text)))
    }
}

/// The type of what is at a path from a shape, in a version.
pub(super) fn kind_at(
    schema: &Schema,
    shape: ShapeId,
    path: &[NameId],
    version: Version,
) -> Option<ValueKind> {
    path.iter()
        .try_fold(ValueKind::Structure(shape), |kind, name| {
            inner(schema, kind, *name, version).map(|(member, _)| member.value)
        })
}

/// The member of a name in a type, and whether it is the item of a list.
fn inner(
    schema: &Schema,
    kind: ValueKind,
    name: NameId,
    version: Version,
) -> Option<(&schema::Member, bool)> {
    match kind {
        ValueKind::Structure(shape) => Some((schema.shape(shape).member(name, version)?, false)),
        ValueKind::List(list) => {
            let mut items = schema.shape(list).members().iter();
            let item = items.find(|it| it.name == name && it.versions.contains(version))?;
            Some((item, true))
        }
        _ => None,
    }
}

fn empty(kind: ValueKind) -> Value {
    match kind {
        ValueKind::Structure(_) => Value::Members(Vec::new()),
        ValueKind::List(_) => Value::List(Vec::new()),
        _ => Value::Text(String::new()),
    }
}

/// A text as a value of a type.
pub(super) fn scalar(kind: ValueKind, text: &str) -> Value {
    let is_bare = match kind {
        ValueKind::Boolean => matches!(text, "true" | "false"),
        ValueKind::Integer | ValueKind::Long => text.parse::<i64>().is_ok_and(|it| {
            // `007` and `+7` are not numbers of JSON.
            it.to_string() == text
        }),
        _ => false,
    };
    if is_bare {
        Value::Bare(text.to_owned())
    } else {
        Value::Text(text.to_owned())
    }
}
