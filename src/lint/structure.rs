//! What a structure must hold and what it may not: missing members, unknown ones, choices, counts.
//!
//! It runs after `bind`, over the structures and lists that were found there.

use super::bind::Walk;
use super::document::Document;
use super::event::{Builtin, Cause, Event};
use super::misplaced::Gaps;
use super::{flat, repair, stranger, unlisted, words};
use crate::diagnostic::{Applicability, Edit, Severity};
use crate::history::period;
use crate::near::nearest;
use crate::schema::{Confidence, Dated, Member, NameId, Shape, ShapeId, ShapeKind, Use, ValueKind, VersionSet};
use crate::tree::{Form, NodeId};

/// Deeper than any shape nests.
const DEEPEST: usize = 64;

/// Checks everything that the walk noted.
pub(super) fn check(document: &mut Document<'_>, walk: &mut Walk) {
    let mut events = std::mem::take(&mut walk.events);
    // Where the root's namespace is wrong itself, that is told.
    let is_root_known = document.tree.namespace().is_some_and(|it| document.schema.versions.iter().any(|info| info.namespace == it));
    if is_root_known {
        events.extend(stranger::told(document, &walk.strangers));
    }
    let mut gaps = Gaps::default();
    let mut strangers = walk.unknown.clone();
    // Of a key that is lost or broken a fault of notation has told.
    let is_broken = |name: &str| name.is_empty() || name.contains(char::is_control);
    strangers.retain(|node| !(is_broken(document.tree.name(*node)) && document.tree.node(*node).is_repaired()));
    let unwrapped = unlisted::items(document, &strangers, &mut events);
    strangers.retain(|node| unwrapped.binary_search(node).is_err());
    let flat = flat::members(document, &strangers, &mut events);
    for node in strangers.iter().filter(|node| flat.binary_search(node).is_err()) {
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
        // The list itself says what its count is, unless something stands there that is no list or belongs into one.
        if is_no_list(document, document.child(node, list.name)) || has_stray_values(document, node) {
            return event;
        }
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
    if slot.count > 1 || slot.explained {
        return;
    }
    let tree = document.tree;
    if tree.node(quantity).is_repaired() || is_no_list(document, items) || items.is_some_and(|items| tree.node(items).is_repaired()) {
        return;
    }
    let Some(says) = document.number(quantity) else { return };
    let holds = items.map_or(0, |items| tree.children(items).count() as i64);
    if says == holds {
        // Where at least one item is needed, the empty list is told by that.
        if let (0, Some(items)) = (holds, items)
            && bounds_of(document, items).0.is_none()
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
    let limit = items.and_then(|items| broken_bound(document, items, holds).filter(|_| broken_bound(document, items, says).is_none()));
    let variant = match (items, limit) {
        (None, _) => "no-list",
        (Some(_), Some((variant, _))) => variant,
        (Some(_), None) if holds == 0 => "no-items",
        (Some(_), None) => "",
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
        document.binding(list).faulty && (it.has_stray_text() || !it.has_children() || has_strangers())
    })
}

/// Whether a structure holds values of which the schema knows nothing, so that it may lack less than it seems.
fn has_stray_values(document: &Document<'_>, structure: NodeId) -> bool {
    let tree = document.tree;
    tree.node(structure).has_stray_text() || tree.children(structure).any(|child| !document.is_bound(child) && !tree.is_blank(child))
}

fn check_items(document: &mut Document<'_>, list: NodeId, events: &mut Vec<Event>) {
    let Some(shape) = document.shape_of(list) else { return };
    let is_bounded = matches!(document.shape(shape).kind, ShapeKind::List { .. }) && bounds_of(document, list) != (None, None);
    // Where a repair guessed its end, items may stand elsewhere.
    if !is_bounded || document.tree.node(list).is_repaired() {
        return;
    }
    let count = document.tree.children(list).count() as i64;
    let Some((variant, limit)) = broken_bound(document, list, count) else { return };
    // Where the number beside the list is a possible one, the mismatch tells it.
    if document.count_beside(list).is_some_and(|says| says != count && broken_bound(document, list, says).is_none()) {
        return;
    }
    let mut event = Event::new(Builtin::ItemCount, document.tree.node(list).name).at(list).variant(variant);
    let owner = document.tree.node(list).parent().map_or("", |parent| document.name(parent));
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
            Cause::Builtin(Builtin::JsonType) => matches!(event.variant, "number" | "fraction" | "boolean-for-number" | "unread"),
            _ => false,
        };
        let Some(quantity) = event.node.filter(|_| is_number) else { continue };
        let Some(holder) = document.tree.node(quantity).parent() else { continue };
        let counted = document.structure_of(holder).and_then(|shape| document.shape(shape).counted_members(document.version));
        let is_count = counted.is_some_and(|(count, _)| document.child(holder, count.name) == Some(quantity));
        let Some(list) = document.list_of(holder).filter(|list| is_count && !document.binding(*list).faulty) else { continue };
        let it = document.tree.node(quantity);
        let held = document.tree.children(list).count();
        event.argument("count", held.to_string());
        if document.tree.form() == Form::Json {
            event.argument("right", held.to_string());
            event.variant = "number";
            event.edits = vec![Edit { span: it.value(), text: held.to_string() }];
        } else {
            event.variant = if event.variant == "empty" { "count-empty" } else { "count" };
            event.edits = document.tree.write(quantity, &held.to_string());
        }
        if held == 0 || document.tree.children(list).any(|item| document.binding(item).faulty) {
            event.applicability = Some(Applicability::Unsafe);
        }
    }
}

/// Makes a count's repair unsafe where an item is itself at fault: it may stand for more than one, as `GET,HEAD` does.
pub(super) fn doubt_counts(document: &Document<'_>, events: &mut [Event]) {
    for event in events.iter_mut().filter(|event| event.cause == Cause::Builtin(Builtin::QuantityMismatch)) {
        let holder = event.node.and_then(|quantity| document.tree.node(quantity).parent());
        let Some(list) = holder.and_then(|holder| document.list_of(holder)) else { continue };
        if document.tree.children(list).any(|item| document.binding(item).faulty) {
            event.applicability = Some(Applicability::Unsafe);
        }
    }
}

/// The least and the greatest number of items that the model allows a list.
fn bounds_of(document: &Document<'_>, list: NodeId) -> (Option<i64>, Option<i64>) {
    let Some(ShapeKind::List { min, max, .. }) = document.shape_of(list).map(|shape| &document.shape(shape).kind) else {
        return (None, None);
    };
    let at = |bounds: &[Dated<i64>]| bounds.iter().find(|bound| bound.versions.contains(document.version)).map(|bound| bound.value);
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
        return of_other_version(document, node, parent, member, event);
    }

    let valid: Vec<&str> =
        members.iter().filter(|member| member.versions.contains(version)).map(|member| schema.name_text(member.name)).collect();
    let absent = |candidate: &&str| schema.name(candidate).and_then(|name| document.slot(parent, name)).is_some_and(|slot| slot.count == 0);
    let elsewhere = name.map(|name| (name, gaps.places(document, name).to_vec())).filter(|(_, places)| !places.is_empty());
    let near: Vec<&str> = nearest(written, valid.iter().copied()).into_iter().collect();
    // A name that belongs elsewhere is no misspelling of one that happens to be alike.
    let suggestions: Vec<&str> =
        if elsewhere.is_some() { near.iter().copied().filter(|it| it.eq_ignore_ascii_case(written)).collect() } else { near };
    let needed = needed_by_part(document, node, parent, shape).filter(|_| name.is_none_or(|name| !gaps.has(document, structures, name)));
    let is_open = |candidate: &str| {
        let member = schema.name(candidate).and_then(|name| document.shape(shape).member(name, version));
        absent(&candidate) && member.is_some_and(|member| document.fits(node, member.value))
    };
    let is_better = |best: &str| best.eq_ignore_ascii_case(written) || needed.is_none() || is_open(best);
    if let Some(best) = suggestions.iter().find(|it| absent(it)).or(suggestions.first()).filter(|best| is_better(best)) {
        let best = (*best).to_owned();
        let exact = best.eq_ignore_ascii_case(written);
        event.argument("written", words::quote_visibly(written));
        event.argument("suggestion", words::quote(&best));
        event.argument("suggestions", words::choices(&suggestions));
        event.argument("suggested", best.clone());
        if let Some(name) = schema.name(&best) {
            if document.slot(parent, name).is_some_and(|slot| slot.count == 0) {
                event.edits = tree.rename(node, &best);
            }
            stands_for_needed = explain(document, parent, name);
        }
        let variant = if exact { "case" } else { "near" };
        return (event.variant(if written.trim() == best { "padded" } else { variant }), stands_for_needed);
    }
    event = match of_elsewhere(document, node, (parent, shape), structures, gaps, event) {
        Ok(found) => return found,
        Err(event) => event,
    };
    if let Some(meant) = needed {
        let suggested = schema.name_text(meant);
        event.argument("suggestion", words::quote(suggested));
        event.argument("suggestions", words::quote(suggested));
        event.argument("suggested", suggested);
        event.edits = tree.rename(node, suggested);
        stands_for_needed = explain(document, parent, meant);
        return (event.variant("near"), stands_for_needed);
    }
    event = match misnamed(document, node, parent, shape, event) {
        Ok(found) => return found,
        Err(event) => event,
    };
    if let Some((name, places)) = elsewhere {
        let home = lone_home(document, structures, gaps, node, name);
        let gap = gaps.take(document, structures, parent, name);
        let beside = gap
            .map_or_else(|| inside_sibling(document, parent, shape, name), |gap| (tree.node(gap).parent() == Some(parent)).then_some(gap));
        let places: Vec<&str> = gap.map_or_else(|| places.into_iter().take(3).collect(), |gap| vec![document.name(gap)]);
        event.argument("places", words::choices(&places));
        if let Some(holder) = beside.filter(|holder| document.child(*holder, name).is_none()) {
            event.edits = tree.move_into(node, holder, repair::successor(document, holder, name));
        } else if let Some(home) = home.filter(|_| beside.is_none()) {
            event.edits = tree.move_into(node, home, repair::successor(document, home, name));
        } else if beside.is_none() && tree.is_blank(node) {
            event.edits = tree.remove(node);
        }
        if let Some(holder) = gap.or(beside) {
            stands_for_needed = explain(document, holder, name);
        }
        let Some(holder) = beside else {
            if let Some(home) = home {
                event.argument("home", document.name(home));
                return (event.variant("elsewhere-move"), stands_for_needed);
            }
            return (event.variant("elsewhere"), stands_for_needed);
        };
        event.argument("holder", document.name(holder));
        event.related.push(tree.node(holder).name);
        return (event.variant("inside"), stands_for_needed);
    }
    if tree.is_blank(node) {
        event.edits = tree.remove(node);
    }
    let info = schema.version_info(version);
    if info.confidence >= Confidence::Client {
        return (event.variant("unsure"), false);
    }
    let variant = if version == schema.newest() { "newest" } else { "" };
    (event.variant(variant), false)
}

/// An element of a known name that no document has in this place: a count where nothing is counted, or a parameter of the command.
#[expect(clippy::result_large_err, reason = "the event goes on where it is none of these")]
fn of_elsewhere(
    document: &mut Document<'_>,
    node: NodeId,
    (parent, shape): (NodeId, ShapeId),
    structures: &[NodeId],
    gaps: &mut Gaps,
    mut event: Event,
) -> Result<(Event, bool), Event> {
    let written = document.tree.name(node);
    let Some(name) = document.schema.name(written) else { return Err(event) };
    if is_needless_count(document, shape, name) {
        return Ok((event.variant("count"), false));
    }
    let Some(holder) = parameter_beside(document, node, parent, Some(name)) else { return Err(event) };
    event.argument("holder", holder);
    event.argument("option", words::option(written));
    event.is_unanswered = true;
    // Where a structure lacks it, it may have been meant there.
    let gap = gaps.take(document, structures, parent, name);
    let stands_for_needed = gap.is_some_and(|gap| explain(document, gap, name));
    Ok((event.variant("beside"), stands_for_needed))
}

/// Whether a name counts the items of other lists, and those of this shape are not counted.
fn is_needless_count(document: &Document<'_>, shape: ShapeId, name: NameId) -> bool {
    let (schema, version) = (document.schema, document.version);
    let counts = |shape: &Shape| shape.counted_members(version).is_some_and(|(count, _)| count.name == name);
    let lists = schema.shape(shape).members().iter().filter(|member| matches!(member.value, ValueKind::List(_)));
    lists.count() > 0 && schema.shape(shape).counted_members(version).is_none() && schema.shapes.iter().any(counts)
}

/// The key of the document in the argument of a command that has a parameter of this name beside the document, where the document is
/// the whole file.
fn parameter_beside(document: &Document<'_>, node: NodeId, parent: NodeId, name: Option<NameId>) -> Option<&'static str> {
    let (tree, schema) = (document.tree, document.schema);
    let name = name.filter(|_| tree.form() == Form::Json && parent == document.root && tree.root() == Some(parent))?;
    let shape = document.structure_of(parent)?;
    let is_simple = !tree.node(node).has_children();
    let commands = schema.envelopes.iter().filter(|envelope| is_simple && envelope.usage == Use::Request && envelope.path.len() == 1);
    let mut of_this = commands.filter(|envelope| {
        let root = envelope.root.and_then(|root| schema.roots.get(usize::from(root)));
        root.is_some_and(|root| root.shape == shape)
    });
    let command = of_this.find(|envelope| {
        let members = envelope.shape.map_or(&[][..], |shape| schema.shape(shape).members());
        members.iter().any(|member| member.name == name)
    })?;
    command.path.first().map(AsRef::as_ref)
}

/// The event of an element that its parent has in other versions, and whether it stands in the place of one that must be there.
fn of_other_version(document: &mut Document<'_>, node: NodeId, parent: NodeId, member: &Member, mut event: Event) -> (Event, bool) {
    let (tree, schema, version) = (document.tree, document.schema, document.version);
    let Some(shape) = document.structure_of(parent) else { return (event, false) };
    let members = schema.shape(shape).members();
    let mut stands_for_needed = false;
    let times = members.iter().filter(|other| other.name == member.name).fold(VersionSet::NONE, |all, other| all.union(other.versions));
    event.argument("period", period(schema, times));
    event.argument("move", words::move_advice(schema, times, version));
    if let Some(replaced) = &member.replaced_by {
        event.argument("replaced", replaced.to_string());
        stands_for_needed = explain_replacement(document, parent, replaced);
    }
    if let Some(name) = meant_by(document, node, parent, shape) {
        let suggested = schema.name_text(name);
        event.argument("renamed", suggested);
        event.edits = tree.rename(node, suggested);
        stands_for_needed |= explain(document, parent, name);
        return (event.variant("version-renamed"), stands_for_needed);
    }
    if tree.is_blank(node) {
        event.edits = tree.remove(node);
    }
    // What came in its place is nearer than an older version, in which most of the document would be wrong.
    let is_past = times.last().is_some_and(|last| last < version) && member.replaced_by.is_some();
    (event.variant(if is_past { "version-replaced" } else { "version" }), stands_for_needed)
}

/// An element of an unknown name that was meant as another member, or that stands without the structure around it.
#[expect(clippy::result_large_err, reason = "the event goes on where it is none of these")]
fn misnamed(document: &mut Document<'_>, node: NodeId, parent: NodeId, shape: ShapeId, mut event: Event) -> Result<(Event, bool), Event> {
    let tree = document.tree;
    let schema = document.schema;
    let name = schema.name(tree.name(node));
    let successor = name.and_then(|name| successor_elsewhere(document, node, parent, shape, name));
    if let Some(meant) = successor.or_else(|| meant_by(document, node, parent, shape)) {
        let suggested = schema.name_text(meant);
        event.argument("suggestion", words::quote(suggested));
        event.argument("suggestions", words::quote(suggested));
        event.argument("suggested", suggested);
        event.edits = tree.rename(node, suggested);
        let stands_for_needed = explain(document, parent, meant);
        return Ok((event.variant("near"), stands_for_needed));
    }
    let has_beside = |name: NameId| inside_sibling(document, parent, shape, name).is_some();
    if let Some(holder) = name.filter(|name| !has_beside(*name)).and_then(|name| absent_holder(document, parent, shape, name)) {
        let around = schema.name_text(holder);
        event.argument("holder", around);
        let variant = if tree.form() == Form::Xml {
            event.edits = tree.wrap(node, node, around, None);
            "unwrapped"
        } else {
            "unwrapped-json"
        };
        let stands_for_needed = explain(document, parent, holder);
        return Ok((event.variant(variant), stands_for_needed));
    }
    Err(event)
}

/// The one member that the parent needs and lacks, where one of the two names is the end or the beginning of the other and the member
/// could hold what the element holds: `Id` where `OriginId` is missing.
fn needed_by_part(document: &Document<'_>, node: NodeId, parent: NodeId, shape: ShapeId) -> Option<NameId> {
    let version = document.version;
    let written = document.tree.name(node);
    let is_part = |member: &Member| {
        let name = document.schema.name_text(member.name);
        let (long, short) = if name.len() > written.len() { (name, written) } else { (written, name) };
        !short.is_empty() && (long.ends_with(short) || long.starts_with(short))
    };
    let lacks = |member: &&Member| {
        let slot = document.slot(parent, member.name).unwrap_or_default();
        member.required.contains(version) && member.versions.contains(version) && slot.count == 0 && !slot.explained
    };
    let mut found =
        document.shape(shape).members().iter().filter(lacks).filter(|member| is_part(member) && document.fits(node, member.value));
    found.next().filter(|_| found.next().is_none()).map(|member| member.name)
}

/// The absent member that an element was probably meant as, of those that could hold what it holds: the only one whose name goes on
/// where the element's ends, the only near one, or the only one that its children fit.
fn meant_by(document: &Document<'_>, node: NodeId, parent: NodeId, shape: ShapeId) -> Option<NameId> {
    let schema = document.schema;
    let version = document.version;
    let written = document.tree.name(node);
    let open: Vec<&Member> = document
        .shape(shape)
        .members()
        .iter()
        .filter(|member| member.versions.contains(version) && document.fits(node, member.value))
        .filter(|member| document.slot(parent, member.name).is_some_and(|slot| slot.count == 0))
        .collect();
    let near = nearest(written, open.iter().map(|member| schema.name_text(member.name)));
    // The name of a value that belongs elsewhere is no misspelling.
    let is_own = document.tree.node(node).has_children() || schema.name(written).is_none_or(|name| schema.slot(shape, name).is_some());
    if let ([only], true) = (near.as_slice(), is_own) {
        return schema.name(only);
    }
    let is_longer = |member: &Member| {
        let name = schema.name_text(member.name);
        name.len() > written.len() && name.get(..written.len()).is_some_and(|head| head.eq_ignore_ascii_case(written))
    };
    let only = |wanted: &dyn Fn(&Member) -> bool| {
        let mut found = open.iter().filter(|member| wanted(member));
        found.next().filter(|_| found.next().is_none()).map(|member| member.name)
    };
    let has_structure = |member: &Member| matches!(member.value, ValueKind::Structure(_));
    let continued = document.tree.node(node).has_children().then(|| only(&|member| has_structure(member) && is_longer(member))).flatten();
    // What every counted list holds tells none from the others.
    let is_telling = |member: &Member| has_structure(member) && !is_counted(document, member);
    continued.or_else(|| document.tree.node(node).has_children().then(|| only(&is_telling)).flatten())
}

fn is_counted(document: &Document<'_>, member: &Member) -> bool {
    let ValueKind::Structure(shape) = member.value else { return false };
    document.shape(shape).counted_members(document.version).is_some()
}

/// The absent member that the history of another structure calls the successor of this name.
fn successor_elsewhere(document: &Document<'_>, node: NodeId, parent: NodeId, shape: ShapeId, name: NameId) -> Option<NameId> {
    let schema = document.schema;
    let sentences = schema.shapes.iter().filter_map(|shape| match shape.kind {
        ShapeKind::Structure { .. } => shape.members().iter().find(|member| member.name == name)?.replaced_by.as_deref(),
        _ => None,
    });
    let named = sentences.flat_map(|sentence| sentence.split('`').skip(1).step_by(2)).filter_map(|word| schema.name(word));
    named.into_iter().find(|name| {
        document.shape(shape).member(*name, document.version).is_some_and(|member| document.fits(node, member.value))
            && document.slot(parent, *name).is_some_and(|slot| slot.count == 0)
    })
}

/// The absent structure inside of which a scalar belongs, where there is but one that could hold it and it needs it.
fn absent_holder(document: &Document<'_>, parent: NodeId, shape: ShapeId, name: NameId) -> Option<NameId> {
    let version = document.version;
    let mut found = document.shape(shape).members().iter().filter(|member| {
        let ValueKind::Structure(inner) = member.value else { return false };
        let needs = document.shape(inner).member(name, version).is_some_and(|inner| inner.required.contains(version));
        needs && member.versions.contains(version) && document.slot(parent, member.name).is_some_and(|slot| slot.count == 0)
    });
    // Where other members are needed beside it, the mended element would lack those.
    let only = found.next().filter(|_| found.next().is_none())?;
    let ValueKind::Structure(inner) = only.value else { return None };
    let needed =
        document.shape(inner).members().iter().filter(|member| member.versions.contains(version) && member.required.contains(version));
    (needed.count() == 1).then_some(only.name)
}

/// The one structure that an element which stands elsewhere belongs to: the innermost around it that has such a member, or the
/// only one there is. `None` where it has the member already.
fn lone_home(document: &Document<'_>, structures: &[NodeId], gaps: &mut Gaps, node: NodeId, name: NameId) -> Option<NodeId> {
    let has = |structure: &NodeId| {
        document.structure_of(*structure).is_some_and(|shape| document.shape(shape).member(name, document.version).is_some())
    };
    let around = std::iter::successors(document.tree.node(node).parent(), |at| document.tree.node(*at).parent()).take(DEEPEST).find(has);
    let home = around.or_else(|| gaps.only_holder(document, structures, name))?;
    let is_open = document.child(home, name).is_none() && !document.tree.node(home).is_self_closing();
    // It has room for one.
    (is_open && gaps.fill(home, name)).then_some(home)
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
