//! Where more about an element can be read, and what it looks like in a document.

use std::collections::BTreeMap;

use crate::builtin::BASES;
use crate::explain::places::Place;
use crate::lint::with_document;
use crate::model::schema::{NameId, Schema, ShapeId, ShapeKind, Use, ValueKind};

/// Where the reference of the API begins.
const REFERENCE: &str = "https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_";

/// The most lines of an example.
const MOST_LINES: usize = 8;

/// The page of the API reference about an element. The reference only has the newest version, and
/// describes the bodies of requests with their operations.
pub(crate) fn reference_url(schema: &Schema, place: &Place<'_>) -> Option<String> {
    let newest = schema.newest();
    let exists = place
        .entries
        .iter()
        .any(|entry| entry.versions.contains(newest));
    let shape = schema.shape(place.shape);
    let is_structure = matches!(shape.kind, ShapeKind::Structure { .. });
    let is_request = schema
        .roots
        .iter()
        .any(|root| root.shape == place.shape && root.usage == Use::Request);
    (exists && is_structure && !is_request && place.api.is_none()).then(|| {
        let (shape, name) = (&shape.name, schema.name_text(place.name));
        format!("{REFERENCE}{shape}.html#cloudfront-Type-{shape}-{name}")
    })
}

/// What each of some elements looks like in a standard document, the newest that has it.
pub(crate) fn examples(places: &[Place<'_>]) -> BTreeMap<(ShapeId, NameId), String> {
    // The value of a standard document may be a weak one, and no example should be.
    let has_order = |place: &&Place<'_>| place.entries.iter().any(|it| !it.protection.is_empty());
    let mut wanted: Vec<(ShapeId, NameId)> = places
        .iter()
        .filter(|place| !has_order(place))
        .map(|it| (it.shape, it.name))
        .collect();
    let mut found = BTreeMap::new();
    let mut bases: Vec<(&str, &str)> = BASES.to_vec();
    // Their names end in the dates of their versions, and of one version, distributions are known
    // best.
    bases.sort_by_key(|(name, _)| {
        let date = name.get(name.len().saturating_sub(10)..).unwrap_or(name);
        (
            std::cmp::Reverse(date.to_owned()),
            !name.starts_with("distribution"),
        )
    });
    for (_, text) in bases {
        if wanted.is_empty() {
            break;
        }
        with_document(text, |document| {
            let Some(root) = document.tree.root() else {
                return;
            };
            for (node, _) in document.tree.descendants(root) {
                let Some(known) = document.known_as(node) else {
                    continue;
                };
                if let Some(at) = wanted.iter().position(|it| *it == known) {
                    wanted.swap_remove(at);
                    let whole = document.tree.node(node).whole;
                    found.insert(
                        known,
                        excerpt(text, whole.start as usize, whole.end as usize),
                    );
                }
            }
        });
    }
    found
}

/// A part of a document without its indentation, cut after some lines.
fn excerpt(text: &str, start: usize, end: usize) -> String {
    let before = text[..start].rsplit('\n').next().unwrap_or_default();
    let indent = before.len() - before.trim_start().len();
    let lines: Vec<&str> = text[start..end].lines().collect();
    let without = |line: &&str| {
        let spaces = line.len() - line.trim_start().len();
        line[spaces.min(indent)..].to_owned()
    };
    let mut shown: Vec<String> = lines.iter().take(MOST_LINES).map(without).collect();
    if lines.len() > MOST_LINES {
        shown.truncate(MOST_LINES - 2);
        shown.push("  ...".to_owned());
        shown.extend(lines.last().map(without));
    }
    shown.join("\n")
}

/// What the members of a counted list are for, which is the same in all of them.
pub(crate) fn counted_description(schema: &Schema, place: &Place<'_>) -> Option<String> {
    let shape = schema.shape(place.shape);
    let newest = place.entries.last()?.versions.last()?;
    let (count, list) = shape.counted_members(newest)?;
    let [count, list_name] = [count.name, list.name].map(|name| (name, schema.name_text(name)));
    if place.name == count.0 {
        return Some(format!("How many items `{}` has.", list_name.1));
    }
    let ValueKind::List(_) = list.value else {
        return None;
    };
    (place.name == list_name.0).then(|| {
        format!(
            "The items, as many as `{}` says. It can be left out if there are none.",
            count.1
        )
    })
}
