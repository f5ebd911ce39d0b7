//! The least content of a member, for an author who adds it.
//!
//! Unlike a [default](super::content), it is not complete: texts that only the author knows are
//! empty.

use super::content::{fragment, needs_items};
use crate::lint::document::Document;
use crate::model::schema::{Dated, Member, NameId, ShapeId, ShapeKind, ValueKind};
use crate::tree::edit::Fragment;

/// How deep a skeleton goes; the shapes are flatter.
const MOST_LEVELS: usize = 16;

/// The least content of a member.
pub(crate) fn skeleton(document: &Document<'_>, member: &'static Member) -> Fragment<'static> {
    of_member(document, member, MOST_LEVELS)
}

fn of_member(document: &Document<'_>, member: &'static Member, levels: usize) -> Fragment<'static> {
    let version = document.version;
    let default = member
        .default
        .iter()
        .find(|it| it.versions.contains(version));
    if let Some(known) = default
        .and_then(|default| fragment(document, member.value, &default.value))
        .filter(|_| !member.protective)
    {
        return known;
    }
    let Some(levels) = levels.checked_sub(1) else {
        return Fragment::Text("");
    };
    match member.value {
        ValueKind::Boolean => Fragment::Bare("false"),
        ValueKind::Integer | ValueKind::Long | ValueKind::Double => {
            Fragment::Bare(least_number(document, member))
        }
        ValueKind::Enum(shape) => Fragment::Text(usual_value(document, member, shape)),
        ValueKind::Structure(shape) => of_structure(document, shape, levels),
        ValueKind::List(shape) => of_list(document, shape, levels),
        ValueKind::Empty => Fragment::Members(Vec::new()),
        ValueKind::String | ValueKind::Timestamp | ValueKind::Any => Fragment::Text(""),
    }
}

/// A required number is at least 1 where 0 is too small.
fn least_number(document: &Document<'_>, member: &Member) -> &'static str {
    let is_positive =
        |bound: &Dated<i64>| bound.value > 0 && bound.versions.contains(document.version);
    if member.bounds.min.iter().any(is_positive) {
        "1"
    } else {
        "0"
    }
}

/// The most protective value, or the first.
fn usual_value(document: &Document<'_>, member: &'static Member, shape: ShapeId) -> &'static str {
    let ShapeKind::Enum { values, .. } = &document.shape(shape).kind else {
        return "";
    };
    let valid = |text: &str| {
        values
            .iter()
            .find(|it| it.value == text && it.versions.contains(document.version))
    };
    let safest = member.protection.iter().rev().find_map(|text| valid(text));
    let first = || {
        values
            .iter()
            .find(|it| it.versions.contains(document.version))
    };
    safest.or_else(first).map_or("", |it| &it.value)
}

fn of_structure(document: &Document<'_>, shape: ShapeId, levels: usize) -> Fragment<'static> {
    let version = document.version;
    let shape = document.shape(shape);
    let counted = shape.counted_members(version);
    let needs_items = counted.is_some_and(|(_, list)| needs_items(document, list.value));
    let list = counted.map(|(_, list)| list.name);
    let count = counted.map(|(count, _)| count.name);
    let mut chosen: Vec<&'static str> = Vec::new();
    let mut is_wanted = |member: &'static Member| {
        if Some(member.name) == list {
            return needs_items || member.required.contains(version);
        }
        let choice = member
            .choice
            .as_ref()
            .filter(|choice| choice.versions.contains(version));
        match choice {
            Some(choice) if chosen.contains(&choice.value.as_ref()) => false,
            Some(choice) => {
                chosen.push(&choice.value);
                true
            }
            None => member.required.contains(version),
        }
    };
    let mut members: Vec<(&'static str, Fragment<'static>)> = Vec::new();
    for member in shape.members() {
        if !member.versions.contains(version) || !is_wanted(member) {
            continue;
        }
        let content = if Some(member.name) == count {
            Fragment::Bare(if needs_items { "1" } else { "0" })
        } else {
            of_member(document, member, levels)
        };
        members.push((name_text(document, member.name), content));
    }
    Fragment::Members(members)
}

fn of_list(document: &Document<'_>, shape: ShapeId, levels: usize) -> Fragment<'static> {
    let Some(item) = document.item_of(shape) else {
        return Fragment::Items("", Vec::new());
    };
    let name = name_text(document, item.name);
    let items = if needs_items(document, ValueKind::List(shape)) {
        vec![of_member(document, item, levels)]
    } else {
        Vec::new()
    };
    Fragment::Items(name, items)
}

fn name_text(document: &Document<'_>, name: NameId) -> &'static str {
    document.schema.name_text(name)
}
