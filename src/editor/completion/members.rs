//! Members of a structure and items of a list.

use super::typed::Slot;
use super::{Completion, CompletionKind, Place, exclusive};
use crate::lint::{Linter, skeleton};
use crate::model::schema::{Member, NameId};
use crate::text::Edit;
use crate::tree::{Form, NodeId};

impl Place<'_, '_> {
    /// The members that a structure can still have.
    pub(super) fn members(&self, linter: &Linter, structure: NodeId) -> Vec<Completion> {
        let document = self.document;
        let is_free = |member: &&Member| {
            let slot = document.slot_at(structure, member.slot);
            slot.count == 0 || member.repeated.contains(document.version)
        };
        let taken = self.choices(structure);
        let is_left = |member: &&Member| {
            let choice = member.choice.as_ref();
            choice.is_none_or(|choice| !taken.contains(&choice.value.as_ref()))
        };
        let present: Vec<NameId> = self
            .possible(structure)
            .filter(|member| document.slot_at(structure, member.slot).count > 0)
            .map(|member| member.name)
            .collect();
        let shape = document.structure_of(structure);
        let sets = shape.map(|shape| exclusive::members(linter, shape, document.version));
        let sets = sets.unwrap_or_default();
        let is_possible = |it: &&Member| exclusive::is_possible(&sets, it.name, &present);
        let offered = self.possible(structure).filter(is_free).filter(is_left);
        let offered = offered.filter(is_possible);
        self.sorted(offered)
            .map(|member| self.member(structure, member))
            .collect()
    }

    /// Other names for an element that is there.
    pub(super) fn names(&self, node: NodeId) -> Vec<Completion> {
        let document = self.document;
        let tree = document.tree;
        let Some(structure) = tree.node(node).parent() else {
            return Vec::new();
        };
        if document.structure_of(structure).is_none() {
            return Vec::new();
        }
        let own = document.member(node).map(|member| member.slot);
        let is_free = |member: &&Member| {
            Some(member.slot) == own || document.slot_at(structure, member.slot).count == 0
        };
        let renamed = |member: &'static Member| {
            let name = document.schema.name_text(member.name);
            let mut completion = self.completion(name, CompletionKind::Member, name.to_owned());
            completion.detail = self.detail(member);
            completion.is_deprecated = member.deprecated.contains(document.version);
            completion.edits = tree
                .rename(node, name)
                .into_iter()
                .filter(|edit| edit.span != self.typed.token)
                .collect();
            completion
        };
        let offered = self.possible(structure).filter(is_free);
        self.sorted(offered).map(renamed).collect()
    }

    /// The choices of which a structure has a member already.
    fn choices(&self, structure: NodeId) -> Vec<&'static str> {
        let document = self.document;
        self.possible(structure)
            .filter(|member| document.slot_at(structure, member.slot).count > 0)
            .filter_map(|member| member.choice.as_ref())
            .filter(|choice| choice.versions.contains(document.version))
            .map(|choice| choice.value.as_ref())
            .collect()
    }

    /// The members that a structure can have in the version of the document.
    fn possible(&self, structure: NodeId) -> impl Iterator<Item = &'static Member> + '_ {
        let shape = self.document.structure_of(structure);
        let members = shape.map_or([].as_slice(), |shape| self.document.shape(shape).members());
        members
            .iter()
            .filter(|member| member.versions.contains(self.document.version))
    }

    /// Required ones first, deprecated ones last.
    fn sorted(
        &self,
        members: impl Iterator<Item = &'static Member>,
    ) -> impl Iterator<Item = &'static Member> {
        let version = self.document.version;
        let mut members: Vec<&'static Member> = members.collect();
        members.sort_by_key(|member| {
            let is_deprecated = member.deprecated.contains(version);
            (is_deprecated, !member.required.contains(version))
        });
        members.into_iter()
    }

    fn member(&self, structure: NodeId, member: &'static Member) -> Completion {
        let document = self.document;
        let name = document.schema.name_text(member.name);
        let content = skeleton(document, member);
        let written = document.tree.written_in(structure, Some(name), &content);
        let mut completion = self.inserted(name, written);
        completion.detail = self.detail(member);
        completion.is_deprecated = member.deprecated.contains(document.version);
        completion
    }

    /// An item of an XML list.
    pub(super) fn list_item(&self, list: NodeId) -> Option<Completion> {
        let document = self.document;
        let item = document.item_of(document.shape_of(list)?)?;
        let name = document.schema.name_text(item.name);
        let content = skeleton(document, item);
        let written = document.tree.written_in(list, Some(name), &content);
        let mut completion = self.inserted(name, written);
        completion.detail = self.kind(item.value);
        completion.edits.extend(self.counted(list, 1));
        Some(completion)
    }

    /// A structure where JSON has only begun a value: an item of a list, or what belongs to a key.
    pub(super) fn item(&self, node: NodeId) -> Option<Completion> {
        let document = self.document;
        let member = document.member(node)?;
        let parent = document.tree.node(node).parent()?;
        let content = skeleton(document, member);
        let written = document.tree.written_in(parent, None, &content);
        let mut completion = self.inserted(document.name(node), written);
        completion.detail = self.kind(member.value);
        completion.edits.extend(self.counted(parent, 0));
        Some(completion)
    }

    /// A completion that writes something that was not there.
    pub(super) fn inserted(&self, label: &str, written: String) -> Completion {
        let written = match self.document.tree.form() {
            Form::Xml => with_end_tags(&written),
            _ => written,
        };
        let mut completion = self.completion(label, CompletionKind::Member, written);
        completion.stops = stops(&completion.text);
        let [before, behind] = self.typed.needs_comma;
        if behind {
            completion.text.push(',');
        }
        if before {
            completion.edits.push(Edit::insert(self.typed.before, ","));
        }
        completion
    }

    /// The edits that count one more item in a list to which so many are added. None where the
    /// count was wrong before.
    pub(super) fn counted(&self, list: NodeId, added: usize) -> Vec<Edit> {
        let document = self.document;
        let tree = document.tree;
        let items = document.item_count(list) + added;
        let count = tree.node(list).parent().and_then(|structure| {
            let shape = document.shape(document.structure_of(structure)?);
            let (count, _) = shape.counted_members(document.version)?;
            document.child(structure, count.name)
        });
        match count {
            Some(count) if document.number(count) == Some(items as i64 - 1) => {
                let edits = tree.write(count, &items.to_string());
                self.moved(edits).collect()
            }
            _ => Vec::new(),
        }
    }

    /// Whether the place is in a document of this notation that has begun a new value.
    pub(super) fn is_json_value(&self) -> bool {
        self.document.tree.form() == Form::Json && self.typed.slot == Slot::Value
    }
}

/// The text with `<Id></Id>` instead of `<Id/>`, so that there is a place to write at.
fn with_end_tags(xml: &str) -> String {
    let mut parts = xml.split("/>");
    let mut written = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let name = written.rfind('<').map_or("", |at| &written[at + 1..]);
        let end_tag = format!("></{name}>");
        written.push_str(&end_tag);
        written.push_str(part);
    }
    written
}

/// The places in a text at which something is empty: between tags, and between quotes.
fn stops(text: &str) -> Vec<usize> {
    let tags = text.match_indices("></").map(|(at, _)| at + 1);
    let quotes = text.match_indices("\"\"").map(|(at, _)| at + 1);
    let mut stops: Vec<usize> = tags.chain(quotes).collect();
    stops.sort_unstable();
    stops
}
