//! What a structure must hold and what it may not: missing members, unknown ones, choices, counts.
//!
//! It runs after `bind`, over the structures and lists that were found there.

use super::bind::Walk;
use super::document::Document;
use super::event::{Builtin, Event};
use super::misplaced::Gaps;
use super::{repair, words};
use crate::diagnostic::Severity;
use crate::history::period;
use crate::near::nearest;
use crate::schema::{Confidence, Member, NameId, ShapeId, ShapeKind, ValueKind, VersionSet};
use crate::tree::NodeId;

/// Checks everything that the walk noted.
pub(super) fn check(document: &mut Document<'_>, walk: &mut Walk) {
    let mut events = std::mem::take(&mut walk.events);
    let mut gaps = Gaps::default();
    for node in &walk.unknown {
        events.push(unknown_element(document, *node, &walk.structures, &mut gaps));
    }
    for node in &walk.structures {
        check_structure(document, *node, &mut events);
    }
    for list in &walk.lists {
        check_items(document, *list, &mut events);
    }
    walk.events = events;
}

fn check_structure(document: &mut Document<'_>, node: NodeId, events: &mut Vec<Event>) {
    let Some(shape) = document.structure_of(node) else { return };
    let ShapeKind::Structure { members, .. } = &document.shape(shape).kind else { return };
    // Where it ends was guessed by a repair, so what it lacks may stand elsewhere.
    if document.tree.node(node).is_repaired() {
        document.set_faulty(node);
        return;
    }
    let version = document.version;
    let mut has_choice = false;
    for member in members.iter() {
        has_choice |= member.choice.is_some();
        if !member.required.contains(version) || !member.versions.contains(version) {
            continue;
        }
        let slot = *document.slot_mut(node, member.slot);
        if slot.count == 0 && !slot.explained {
            events.push(missing_element(document, node, member));
            document.slot_mut(node, member.slot).explained = true;
        }
    }
    if has_choice {
        check_choices(document, node, members, events);
    }
    if let Some((count, list)) = document.shape(shape).counted_members(version) {
        check_quantity(document, node, count, list, events);
    }
}

fn missing_element(document: &Document<'_>, node: NodeId, member: &'static Member) -> Event {
    let it = document.tree.node(node);
    let span = if it.name.is_empty() { it.head() } else { it.name };
    let span = if span.is_empty() { it.value() } else { span };
    let mut event = Event::new(Builtin::MissingElement, span).at(node);
    event.argument("member", document.schema.name_text(member.name));
    event.argument("element", document.name(node));
    let counted = document.structure_of(node).and_then(|shape| document.shape(shape).counted_members(document.version));
    if let Some((_, list)) = counted.filter(|(count, _)| count.name == member.name) {
        // The list itself says what its count is.
        let held = document.child(node, list.name).map_or(0, |list| document.tree.children(list).count()).to_string();
        event.edits = repair::insert_member(document, node, member.name, &held);
        event.argument("count", held);
        return event.variant("count");
    }
    if let Some(edits) = repair::insert_default(document, node, member) {
        event.edits = edits;
        return event.variant("default");
    }
    event
}

fn check_choices(document: &mut Document<'_>, node: NodeId, members: &'static [Member], events: &mut Vec<Event>) {
    let version = document.version;
    let mut done: Vec<&str> = Vec::new();
    for member in members {
        let Some(choice) = &member.choice else { continue };
        if !choice.versions.contains(version) || done.contains(&choice.value.as_ref()) {
            continue;
        }
        done.push(&choice.value);
        let alternatives: Vec<&Member> = members
            .iter()
            .filter(|other| other.choice.as_ref().is_some_and(|it| it.value == choice.value && it.versions.contains(version)))
            .collect();
        let names: Vec<&str> = alternatives.iter().map(|member| document.schema.name_text(member.name)).collect();
        let present: Vec<NodeId> = alternatives.iter().filter_map(|member| document.child(node, member.name)).collect();
        let explained = alternatives.iter().any(|member| document.slot(node, member.name).is_some_and(|slot| slot.explained));
        match present.as_slice() {
            [] if !explained => {
                let mut event = Event::new(Builtin::ChoiceMissing, document.tree.node(node).name).at(node);
                event.argument("members", words::list(&names, "or"));
                events.push(event);
            }
            [first, second, ..] => {
                let mut event = Event::new(Builtin::ChoiceConflict, document.tree.node(*second).name).at(*second);
                event.argument("members", words::list(&names, "and"));
                event.argument("first", document.name(*first));
                event.related.push(document.tree.node(*first).name);
                events.push(event);
            }
            _ => {}
        }
    }
}

fn check_quantity(document: &mut Document<'_>, node: NodeId, count: &Member, list: &Member, events: &mut Vec<Event>) {
    let Some(quantity) = document.child(node, count.name) else { return };
    let slot = document.slot(node, list.name).unwrap_or_default();
    let items = slot.node();
    if slot.count > 1 || slot.explained && items.is_none() {
        return;
    }
    let tree = document.tree;
    // What holds something else than items cannot be counted.
    let is_no_list =
        |items: NodeId| document.binding(items).faulty && (tree.node(items).has_stray_text() || !tree.node(items).has_children());
    if tree.node(quantity).is_repaired() || items.is_some_and(|items| is_no_list(items) || tree.node(items).is_repaired()) {
        return;
    }
    let Some(says) = document.number(quantity) else { return };
    let holds = items.map_or(0, |items| tree.children(items).count() as i64);
    if says == holds {
        // Where at least one item is needed, the empty list is told by that.
        if let (0, Some(items)) = (holds, items)
            && least_items(document, items).is_none()
        {
            let mut event = Event::new(Builtin::EmptyItems, tree.node(items).name).at(items);
            event.argument("list", document.name(node));
            event.edits = tree.remove(items);
            events.push(event);
        }
        return;
    }
    let variant = match items {
        None => "no-list",
        Some(_) if holds == 0 => "no-items",
        Some(_) => "",
    };
    let place = tree.node(quantity);
    let span = if place.content.is_empty() { place.whole } else { place.content };
    let mut event = Event::new(Builtin::QuantityMismatch, span).at(quantity).variant(variant);
    event.argument("says", says.to_string());
    event.argument("count", holds.to_string());
    event.argument("list", document.name(node));
    event.argument("items", document.schema.name_text(list.name));
    if let Some(items) = items {
        event.related.push(tree.node(items).name);
        let held: Vec<String> = tree.children(items).take(3).map(|item| words::shorten(&words::describe(document, item))).collect();
        let more = tree.children(items).count() - held.len();
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        event.argument("held", format!("{}{more}", held.join(", ")));
    }
    event.edits = tree.write(quantity, &holds.to_string());
    events.push(event);
    document.set_faulty(quantity);
}

fn check_items(document: &mut Document<'_>, list: NodeId, events: &mut Vec<Event>) {
    let Some(shape) = document.shape_of(list) else { return };
    let ShapeKind::List { min, max, .. } = &document.shape(shape).kind else { return };
    let at = |bounds: &[crate::schema::Dated<i64>]| {
        bounds.iter().find(|bound| bound.versions.contains(document.version)).map(|bound| bound.value)
    };
    let (least, most) = (at(min), at(max));
    if least.is_none() && most.is_none() {
        return;
    }
    let count = document.tree.children(list).count() as i64;
    let (variant, limit) = match (least, most) {
        (Some(least), _) if count < least => ("few", least),
        (_, Some(most)) if count > most => ("many", most),
        _ => return,
    };
    let mut event = Event::new(Builtin::ItemCount, document.tree.node(list).name).at(list).variant(variant);
    let owner = document.tree.node(list).parent().map_or("", |parent| document.name(parent));
    event.argument("list", owner);
    event.argument("count", count.to_string());
    event.argument("limit", limit.to_string());
    events.push(event);
}

/// The least number of items that the model asks of a list.
fn least_items(document: &Document<'_>, list: NodeId) -> Option<i64> {
    let ShapeKind::List { min, .. } = &document.shape(document.shape_of(list)?).kind else { return None };
    min.iter().find(|bound| bound.versions.contains(document.version)).map(|bound| bound.value)
}

/// What an element is that its parent does not have. Where the shapes of the version are not sure, it is doubtful, unless it stands in
/// the place of one that must be there.
fn unknown_element(document: &mut Document<'_>, node: NodeId, structures: &[NodeId], gaps: &mut Gaps) -> Event {
    let (mut event, stands_for_needed) = describe_unknown(document, node, structures, gaps);
    if document.schema.version_info(document.version).confidence >= Confidence::Client && !stands_for_needed {
        event.severity = Some(Severity::Warning);
    }
    event
}

/// The event of an element that its parent does not have, told as precisely as the schema allows, and whether it stands in the place of
/// one that must be there.
fn describe_unknown(document: &mut Document<'_>, node: NodeId, structures: &[NodeId], gaps: &mut Gaps) -> (Event, bool) {
    let tree = document.tree;
    let schema = document.schema;
    let version = document.version;
    let written = tree.name(node);
    let Some(parent) = tree.node(node).parent() else { return (Event::new(Builtin::UnknownElement, tree.node(node).name), false) };
    let mut event = Event::new(Builtin::UnknownElement, tree.node(node).name).at(node);
    event.argument("parent", document.name(parent));
    event.argument("version", schema.version_info(version).name.to_string());
    let Some(shape) = document.structure_of(parent) else { return (event, false) };
    let members = schema.shape(shape).members();
    let name = schema.name(written);
    let mut stands_for_needed = false;

    if let Some(member) = name.and_then(|name| members.iter().find(|member| member.name == name)) {
        let times = members.iter().filter(|other| other.name == member.name).fold(VersionSet::NONE, |all, other| all.union(other.versions));
        event.argument("period", period(schema, times));
        event.argument("move", words::move_advice(schema, times, version));
        if let Some(replaced) = &member.replaced_by {
            event.argument("replaced", replaced.to_string());
            stands_for_needed = explain_replacement(document, parent, replaced);
        }
        event.edits = tree.remove(node);
        return (event.variant("version"), stands_for_needed);
    }

    let valid: Vec<&str> =
        members.iter().filter(|member| member.versions.contains(version)).map(|member| schema.name_text(member.name)).collect();
    let absent = |candidate: &&str| schema.name(candidate).and_then(|name| document.slot(parent, name)).is_some_and(|slot| slot.count == 0);
    let elsewhere = name.map(|name| (name, gaps.places(document, name).to_vec())).filter(|(_, places)| !places.is_empty());
    let near: Vec<&str> = nearest(written, valid.iter().copied()).into_iter().collect();
    // A name that belongs elsewhere is no misspelling of one that happens to be alike.
    let suggestions: Vec<&str> =
        if elsewhere.is_some() { near.iter().copied().filter(|it| it.eq_ignore_ascii_case(written)).collect() } else { near };
    if let Some(best) = suggestions.iter().find(|it| absent(it)).or(suggestions.first()) {
        let best = (*best).to_owned();
        let exact = best.eq_ignore_ascii_case(written);
        event.argument("suggestion", words::quote(&best));
        event.argument("suggestions", words::choices(&suggestions));
        event.argument("suggested", best.clone());
        if let Some(name) = schema.name(&best) {
            if document.slot(parent, name).is_some_and(|slot| slot.count == 0) {
                event.edits = tree.rename(node, &best);
            }
            stands_for_needed = explain(document, parent, name);
        }
        return (event.variant(if exact { "case" } else { "near" }), stands_for_needed);
    }
    if let Some((name, places)) = elsewhere {
        let gap = gaps.take(document, structures, parent, name);
        let beside = gap
            .map_or_else(|| inside_sibling(document, parent, shape, name), |gap| (tree.node(gap).parent() == Some(parent)).then_some(gap));
        let places: Vec<&str> = gap.map_or_else(|| places.into_iter().take(3).collect(), |gap| vec![document.name(gap)]);
        event.argument("places", words::choices(&places));
        if let Some(holder) = beside.filter(|holder| document.child(*holder, name).is_none()) {
            event.edits = tree.move_into(node, holder, repair::successor(document, holder, name));
        } else if beside.is_none() {
            event.edits = tree.remove(node);
        }
        if let Some(holder) = gap.or(beside) {
            stands_for_needed = explain(document, holder, name);
        }
        let Some(holder) = beside else { return (event.variant("elsewhere"), stands_for_needed) };
        event.argument("holder", document.name(holder));
        event.related.push(tree.node(holder).name);
        return (event.variant("inside"), stands_for_needed);
    }
    event.edits = tree.remove(node);
    let info = schema.version_info(version);
    if info.confidence >= Confidence::Client {
        return (event.variant("unsure"), false);
    }
    let variant = if version == schema.newest() { "newest" } else { "" };
    (event.variant(variant), false)
}

/// Notes that a finding accounts for a missing member, and tells whether the member must be there.
fn explain(document: &mut Document<'_>, structure: NodeId, name: NameId) -> bool {
    let version = document.version;
    let member = document.structure_of(structure).and_then(|shape| document.shape(shape).member(name, version));
    let slot = document.slot(structure, name).unwrap_or_default();
    document.explain(structure, name);
    member.is_some_and(|member| member.required.contains(version)) && slot.count == 0 && !slot.explained
}

/// The members that a sentence on a replacement names are not missing on top of it. Tells whether one of them must be there.
fn explain_replacement(document: &mut Document<'_>, parent: NodeId, sentence: &str) -> bool {
    let mut is_needed = false;
    for word in sentence.split('`').skip(1).step_by(2) {
        if let Some(name) = word.split('/').next().and_then(|word| document.schema.name(word)) {
            is_needed |= explain(document, parent, name);
        }
    }
    is_needed
}

/// A sibling structure whose shape has a member of this name: where the element was probably meant to stand.
fn inside_sibling(document: &Document<'_>, parent: NodeId, shape: ShapeId, name: NameId) -> Option<NodeId> {
    let version = document.version;
    document.shape(shape).members().iter().filter(|member| member.versions.contains(version)).find_map(|member| {
        let ValueKind::Structure(inner) = member.value else { return None };
        document.shape(inner).member(name, version)?;
        document.child(parent, member.name)
    })
}
