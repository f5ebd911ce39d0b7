//! What a structure must hold and what it may not: missing members, choices, counts. What is told of members that it does not know
//! is in [`unknown`](crate::lint::unknown).
//!
//! It runs after `bind`, over the structures and lists that were found there.

pub(crate) mod misplaced;
pub(crate) mod outside_list;
pub(crate) mod placeholder;
pub(crate) mod scalar;
pub(crate) mod unwrapped;

use crate::lint::bind::{Walk, foreign_namespace};
use crate::lint::document::Document;
use crate::lint::fault::{Builtin, Cause, Event};
use crate::lint::structure::misplaced::Gaps;
use crate::lint::wording::phrasing;
use crate::lint::{repair, unknown};
use crate::model::schema::{Dated, Member, ShapeKind};
use crate::text::{Applicability, Edit};
use crate::tree::{Form, NodeId};

/// Checks everything that the walk noted.
pub(super) fn check(document: &mut Document<'_>, walk: &mut Walk) {
    let mut events = std::mem::take(&mut walk.events);
    // Where the root's namespace is wrong itself, that is told.
    let is_root_known = document.tree.namespace().is_some_and(|it| {
        document
            .schema
            .versions
            .iter()
            .any(|info| info.namespace == it)
    });
    if is_root_known {
        events.extend(foreign_namespace::told(document, &walk.strangers));
    }
    let mut gaps = Gaps::default();
    let mut strangers = walk.unknown.clone();
    // Of a key that is lost or broken a fault of notation has told.
    let is_broken = |name: &str| name.is_empty() || name.contains(char::is_control);
    strangers.retain(|node| {
        !(is_broken(document.tree.name(*node)) && document.tree.node(*node).is_repaired())
    });
    let unwrapped = outside_list::items(document, &strangers, &mut events);
    strangers.retain(|node| unwrapped.binary_search(node).is_err());
    let flat = unwrapped::members(document, &strangers, &mut events);
    for node in strangers
        .iter()
        .filter(|node| flat.binary_search(node).is_err())
    {
        events.push(unknown::element(
            document,
            *node,
            &walk.structures,
            &mut gaps,
        ));
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
    let Some(shape) = document.structure_of(node) else {
        return;
    };
    let ShapeKind::Structure { members, .. } = &document.shape(shape).kind else {
        return;
    };
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
    let span = if it.name.is_empty() {
        it.head()
    } else {
        it.name
    };
    let span = if span.is_empty() { it.value() } else { span };
    let mut event = Event::new(Builtin::MissingElement, span).at(node);
    event.argument("member", document.schema.name_text(member.name));
    event.argument("element", document.name(node));
    let counted = document
        .structure_of(node)
        .and_then(|shape| document.shape(shape).counted_members(document.version));
    if let Some((_, list)) = counted.filter(|(count, _)| count.name == member.name) {
        // The list itself says what its count is, unless something stands there that is no list or belongs into one.
        if is_no_list(document, document.child(node, list.name)) || has_stray_values(document, node)
        {
            return event;
        }
        let held = document
            .child(node, list.name)
            .map_or(0, |list| document.tree.children(list).count())
            .to_string();
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

fn check_choices(
    document: &mut Document<'_>,
    node: NodeId,
    members: &'static [Member],
    events: &mut Vec<Event>,
) {
    let version = document.version;
    let mut done: Vec<&str> = Vec::new();
    for member in members {
        let Some(choice) = &member.choice else {
            continue;
        };
        if !choice.versions.contains(version) || done.contains(&choice.value.as_ref()) {
            continue;
        }
        done.push(&choice.value);
        let alternatives: Vec<&Member> = members
            .iter()
            .filter(|other| {
                other
                    .choice
                    .as_ref()
                    .is_some_and(|it| it.value == choice.value && it.versions.contains(version))
            })
            .collect();
        let names: Vec<&str> = alternatives
            .iter()
            .map(|member| document.schema.name_text(member.name))
            .collect();
        let present: Vec<NodeId> = alternatives
            .iter()
            .filter_map(|member| document.child(node, member.name))
            .collect();
        let explained = alternatives.iter().any(|member| {
            document
                .slot(node, member.name)
                .is_some_and(|slot| slot.explained)
        });
        match present.as_slice() {
            [] if !explained => {
                let mut event =
                    Event::new(Builtin::ChoiceMissing, document.tree.node(node).name).at(node);
                event.argument("members", phrasing::list(&names, "or"));
                events.push(event);
            }
            [first, second, ..] => {
                let mut event =
                    Event::new(Builtin::ChoiceConflict, document.tree.node(*second).name)
                        .at(*second);
                event.argument("members", phrasing::list(&names, "and"));
                event.argument("first", document.name(*first));
                event.related.push(document.tree.node(*first).name);
                events.push(event);
            }
            _ => {}
        }
    }
}

fn check_quantity(
    document: &mut Document<'_>,
    node: NodeId,
    count: &Member,
    list: &Member,
    events: &mut Vec<Event>,
) {
    let Some(quantity) = document.child(node, count.name) else {
        return;
    };
    let slot = document.slot(node, list.name).unwrap_or_default();
    let items = slot.node();
    if slot.count > 1 || slot.explained {
        return;
    }
    let tree = document.tree;
    if tree.node(quantity).is_repaired()
        || is_no_list(document, items)
        || items.is_some_and(|items| tree.node(items).is_repaired())
    {
        return;
    }
    let Some(says) = document.number(quantity) else {
        return;
    };
    let holds = items.map_or(0, |items| tree.children(items).count() as i64);
    if says == holds {
        // Where at least one item is needed, that is the fault; where the list is required, it cannot be left out.
        if let (0, Some(items)) = (holds, items)
            && bounds_of(document, items).0.is_none()
            && !list.required.contains(document.version)
        {
            let mut event = Event::new(Builtin::EmptyItems, tree.node(items).name).at(items);
            event.argument("list", document.name(node));
            event.edits = tree.remove(items);
            events.push(event);
        }
        return;
    }
    // What belongs into the list is told by itself.
    if items.is_none() && has_stray_values(document, node) {
        return;
    }
    // Where so many items as are counted could be there and so many as there are could not, the list is wrong and not the number.
    let limit = items.and_then(|items| {
        broken_bound(document, items, holds)
            .filter(|_| broken_bound(document, items, says).is_none())
    });
    let variant = match (items, limit) {
        (None, _) => "no-list",
        (Some(_), Some((variant, _))) => variant,
        (Some(_), None) if holds == 0 => "no-items",
        (Some(_), None) => "",
    };
    let place = tree.node(quantity);
    let span = if place.content.is_empty() {
        place.whole
    } else {
        place.content
    };
    let mut event = Event::new(Builtin::QuantityMismatch, span)
        .at(quantity)
        .variant(variant);
    event.argument("says", says.to_string());
    event.argument("count", holds.to_string());
    event.argument("list", document.name(node));
    event.argument("items", document.schema.name_text(list.name));
    if let Some(items) = items {
        event.related.push(tree.node(items).name);
        let held: Vec<String> = tree
            .children(items)
            .take(3)
            .map(|item| phrasing::shorten(&phrasing::describe(document, item)))
            .collect();
        let more = tree.children(items).count() - held.len();
        let more = if more > 0 {
            format!(" and {more} more")
        } else {
            String::new()
        };
        event.argument("held", format!("{}{more}", held.join(", ")));
    }
    match limit {
        Some((_, limit)) => event.argument("limit", limit.to_string()),
        None => event.edits = tree.write(quantity, &holds.to_string()),
    }
    events.push(event);
    document.set_faulty(quantity);
    // An item that was lost on the way, or one too many, explains whatever seems wrong with the list as a whole.
    match items {
        Some(items) => document.set_faulty(items),
        None => document.explain(node, list.name),
    }
}

/// Whether something stands in the place of a list that holds something else than items, and cannot be counted.
fn is_no_list(document: &Document<'_>, list: Option<NodeId>) -> bool {
    let tree = document.tree;
    list.is_some_and(|list| {
        let it = tree.node(list);
        let has_strangers = || tree.children(list).any(|item| !document.is_bound(item));
        document.binding(list).faulty
            && (it.has_stray_text() || !it.has_children() || has_strangers())
    })
}

/// Whether a structure holds values of which the schema knows nothing, so that it may lack less than it seems.
fn has_stray_values(document: &Document<'_>, structure: NodeId) -> bool {
    let tree = document.tree;
    tree.node(structure).has_stray_text()
        || tree
            .children(structure)
            .any(|child| !document.is_bound(child) && !tree.is_blank(child))
}

fn check_items(document: &mut Document<'_>, list: NodeId, events: &mut Vec<Event>) {
    let Some(shape) = document.shape_of(list) else {
        return;
    };
    let is_bounded = matches!(document.shape(shape).kind, ShapeKind::List { .. })
        && bounds_of(document, list) != (None, None);
    // Where a repair guessed its end, items may stand elsewhere.
    if !is_bounded || document.tree.node(list).is_repaired() {
        return;
    }
    let count = document.tree.children(list).count() as i64;
    let Some((variant, limit)) = broken_bound(document, list, count) else {
        return;
    };
    // Where the number beside the list is a possible one, the mismatch tells it.
    if document
        .count_beside(list)
        .is_some_and(|says| says != count && broken_bound(document, list, says).is_none())
    {
        return;
    }
    let mut event = Event::new(Builtin::ItemCount, document.tree.node(list).name)
        .at(list)
        .variant(variant);
    let owner = document
        .tree
        .node(list)
        .parent()
        .map_or("", |parent| document.name(parent));
    event.argument("list", owner);
    event.argument("count", count.to_string());
    event.argument("limit", limit.to_string());
    events.push(event);
}

/// Gives the right number to counts that are none: the list says it.
pub(super) fn count_for_unread(document: &Document<'_>, events: &mut [Event]) {
    for event in events.iter_mut().filter(|event| event.edits.is_empty()) {
        let is_number = match event.cause {
            Cause::Builtin(Builtin::IntegerValue) => event.variant != "overflow",
            Cause::Builtin(Builtin::JsonType) => matches!(
                event.variant,
                "number" | "fraction" | "boolean-for-number" | "unread"
            ),
            _ => false,
        };
        let Some(quantity) = event.node.filter(|_| is_number) else {
            continue;
        };
        let Some(holder) = document.tree.node(quantity).parent() else {
            continue;
        };
        let counted = document
            .structure_of(holder)
            .and_then(|shape| document.shape(shape).counted_members(document.version));
        let is_count =
            counted.is_some_and(|(count, _)| document.child(holder, count.name) == Some(quantity));
        let Some(list) = document
            .list_of(holder)
            .filter(|list| is_count && !document.binding(*list).faulty)
        else {
            continue;
        };
        let it = document.tree.node(quantity);
        let held = document.tree.children(list).count();
        event.argument("count", held.to_string());
        if document.tree.form() == Form::Json {
            event.argument("right", held.to_string());
            event.variant = "number";
            event.edits = vec![Edit {
                span: it.value(),
                text: held.to_string(),
            }];
        } else {
            event.variant = if event.variant == "empty" {
                "count-empty"
            } else {
                "count"
            };
            event.edits = document.tree.write(quantity, &held.to_string());
        }
        if held == 0
            || document
                .tree
                .children(list)
                .any(|item| document.binding(item).faulty)
        {
            event.applicability = Some(Applicability::Unsafe);
        }
    }
}

/// Makes a count's repair unsafe where an item is itself at fault: it may stand for more than one, as `GET,HEAD` does.
pub(super) fn doubt_counts(document: &Document<'_>, events: &mut [Event]) {
    for event in events
        .iter_mut()
        .filter(|event| event.cause == Cause::Builtin(Builtin::QuantityMismatch))
    {
        let holder = event
            .node
            .and_then(|quantity| document.tree.node(quantity).parent());
        let Some(list) = holder.and_then(|holder| document.list_of(holder)) else {
            continue;
        };
        if document
            .tree
            .children(list)
            .any(|item| document.binding(item).faulty)
        {
            event.applicability = Some(Applicability::Unsafe);
        }
    }
}

/// The least and the greatest number of items that the model allows a list.
fn bounds_of(document: &Document<'_>, list: NodeId) -> (Option<i64>, Option<i64>) {
    let Some(ShapeKind::List { min, max, .. }) = document
        .shape_of(list)
        .map(|shape| &document.shape(shape).kind)
    else {
        return (None, None);
    };
    let at = |bounds: &[Dated<i64>]| {
        bounds
            .iter()
            .find(|bound| bound.versions.contains(document.version))
            .map(|bound| bound.value)
    };
    (at(min), at(max))
}

/// The bound of the model that so many items break, and how.
fn broken_bound(document: &Document<'_>, list: NodeId, count: i64) -> Option<(&'static str, i64)> {
    match bounds_of(document, list) {
        (Some(least), _) if count < least => Some(("few", least)),
        (_, Some(most)) if count > most => Some(("many", most)),
        _ => None,
    }
}
