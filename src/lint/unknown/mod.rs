//! An element that its parent does not have: a slip of the pen, one of another version, one that belongs elsewhere.
//!
//! What makes one unknown is told by `bind`; here it is told what it was probably meant as, as precisely as the schema allows.

use crate::lint::document::Document;
use crate::lint::fault::{Builtin, Event};
use crate::lint::repair;
use crate::lint::structure::misplaced::Gaps;
use crate::lint::wording::phrasing;
use crate::model::Severity;
use crate::model::near::nearest;
use crate::model::schema::{
    Confidence, Member, NameId, Shape, ShapeId, ShapeKind, Use, ValueKind, VersionSet, period,
};
use crate::tree::{DEEPEST, Form, NodeId};

/// What an element is that its parent does not have. Where the shapes of the version are not sure, it is doubtful, unless it stands in
/// the place of one that must be there.
pub(super) fn element(
    document: &mut Document<'_>,
    node: NodeId,
    structures: &[NodeId],
    gaps: &mut Gaps,
) -> Event {
    let (mut event, stands_for_needed) = describe_unknown(document, node, structures, gaps);
    if document.schema.version_info(document.version).confidence >= Confidence::Client
        && !stands_for_needed
    {
        event.severity = Some(Severity::Warning);
    }
    event
}

/// The event of an element that its parent does not have, told as precisely as the schema allows, and whether it stands in the place of
/// one that must be there.
fn describe_unknown(
    document: &mut Document<'_>,
    node: NodeId,
    structures: &[NodeId],
    gaps: &mut Gaps,
) -> (Event, bool) {
    let tree = document.tree;
    let schema = document.schema;
    let version = document.version;
    let written = tree.name(node);
    let Some(parent) = tree.node(node).parent() else {
        return (
            Event::new(Builtin::UnknownElement, tree.node(node).name),
            false,
        );
    };
    let mut event = Event::new(Builtin::UnknownElement, tree.node(node).name).at(node);
    event.argument("parent", document.name(parent));
    event.argument("version", schema.version_info(version).name.to_string());
    let Some(shape) = document.structure_of(parent) else {
        return (event, false);
    };
    let members = schema.shape(shape).members();
    let name = schema.name(written);
    let mut stands_for_needed = false;

    if let Some(member) = name.and_then(|name| members.iter().find(|member| member.name == name)) {
        return of_other_version(document, node, parent, member, event);
    }

    let valid: Vec<&str> = members
        .iter()
        .filter(|member| member.versions.contains(version))
        .map(|member| schema.name_text(member.name))
        .collect();
    let absent = |candidate: &&str| {
        schema
            .name(candidate)
            .and_then(|name| document.slot(parent, name))
            .is_some_and(|slot| slot.count == 0)
    };
    let elsewhere = name
        .map(|name| (name, gaps.places(document, name).to_vec()))
        .filter(|(_, places)| !places.is_empty());
    let near: Vec<&str> = nearest(written, valid.iter().copied())
        .into_iter()
        .collect();
    // A name that belongs elsewhere is no misspelling of one that happens to be alike.
    let suggestions: Vec<&str> = if elsewhere.is_some() {
        near.iter()
            .copied()
            .filter(|it| it.eq_ignore_ascii_case(written))
            .collect()
    } else {
        near
    };
    let needed = needed_by_part(document, node, parent, shape)
        .filter(|_| name.is_none_or(|name| !gaps.has(document, structures, name)));
    let is_open = |candidate: &str| {
        let member = schema
            .name(candidate)
            .and_then(|name| document.shape(shape).member(name, version));
        absent(&candidate) && member.is_some_and(|member| document.fits(node, member.value))
    };
    let is_better =
        |best: &str| best.eq_ignore_ascii_case(written) || needed.is_none() || is_open(best);
    if let Some(best) = suggestions
        .iter()
        .find(|it| absent(it))
        .or(suggestions.first())
        .filter(|best| is_better(best))
    {
        let best = (*best).to_owned();
        let exact = best.eq_ignore_ascii_case(written);
        event.argument("written", phrasing::quote_visibly(written));
        event.argument("suggestion", phrasing::quote(&best));
        event.argument("suggestions", phrasing::choices(&suggestions));
        event.argument("suggested", best.clone());
        if let Some(name) = schema.name(&best) {
            if document
                .slot(parent, name)
                .is_some_and(|slot| slot.count == 0)
            {
                event.edits = tree.rename(node, &best);
            }
            stands_for_needed = explain(document, parent, name);
        }
        let variant = if exact { "case" } else { "near" };
        return (
            event.variant(if written.trim() == best {
                "padded"
            } else {
                variant
            }),
            stands_for_needed,
        );
    }
    event = match of_elsewhere(document, node, (parent, shape), structures, gaps, event) {
        Ok(found) => return found,
        Err(event) => event,
    };
    if let Some(meant) = needed {
        let suggested = schema.name_text(meant);
        event.argument("suggestion", phrasing::quote(suggested));
        event.argument("suggestions", phrasing::quote(suggested));
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
        let beside = gap.map_or_else(
            || inside_sibling(document, parent, shape, name),
            |gap| (tree.node(gap).parent() == Some(parent)).then_some(gap),
        );
        let places: Vec<&str> = gap.map_or_else(
            || places.into_iter().take(3).collect(),
            |gap| vec![document.name(gap)],
        );
        event.argument("places", phrasing::choices(&places));
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
    if version == schema.newest() {
        event.argument("model", schema.model());
        return (event.variant("newest"), false);
    }
    (event, false)
}

/// An element of a known name that no document has in this place: a count where nothing is counted, or a parameter of the command.
#[expect(
    clippy::result_large_err,
    reason = "the event goes on where it is none of these"
)]
fn of_elsewhere(
    document: &mut Document<'_>,
    node: NodeId,
    (parent, shape): (NodeId, ShapeId),
    structures: &[NodeId],
    gaps: &mut Gaps,
    mut event: Event,
) -> Result<(Event, bool), Event> {
    let written = document.tree.name(node);
    let Some(name) = document.schema.name(written) else {
        return Err(event);
    };
    if is_needless_count(document, shape, name) {
        return Ok((event.variant("count"), false));
    }
    let Some(holder) = parameter_beside(document, node, parent, Some(name)) else {
        return Err(event);
    };
    event.argument("holder", holder);
    event.argument("option", phrasing::option(written));
    event.is_unanswered = true;
    // Where a structure lacks it, it may have been meant there.
    let gap = gaps.take(document, structures, parent, name);
    let stands_for_needed = gap.is_some_and(|gap| explain(document, gap, name));
    Ok((event.variant("beside"), stands_for_needed))
}

/// Whether a name counts the items of other lists, and those of this shape are not counted.
fn is_needless_count(document: &Document<'_>, shape: ShapeId, name: NameId) -> bool {
    let (schema, version) = (document.schema, document.version);
    let counts = |shape: &Shape| {
        shape
            .counted_members(version)
            .is_some_and(|(count, _)| count.name == name)
    };
    let lists = schema
        .shape(shape)
        .members()
        .iter()
        .filter(|member| matches!(member.value, ValueKind::List(_)));
    lists.count() > 0
        && schema.shape(shape).counted_members(version).is_none()
        && schema.shapes.iter().any(counts)
}

/// The key of the document in the argument of a command that has a parameter of this name beside the document, where the document is
/// the whole file.
fn parameter_beside(
    document: &Document<'_>,
    node: NodeId,
    parent: NodeId,
    name: Option<NameId>,
) -> Option<&'static str> {
    let (tree, schema) = (document.tree, document.schema);
    let name = name.filter(|_| {
        tree.form() == Form::Json && parent == document.root && tree.root() == Some(parent)
    })?;
    let shape = document.structure_of(parent)?;
    let is_simple = !tree.node(node).has_children();
    let commands = schema
        .envelopes
        .iter()
        .filter(|envelope| is_simple && envelope.usage == Use::Request && envelope.path.len() == 1);
    let mut of_this = commands.filter(|envelope| {
        let root = envelope
            .root
            .and_then(|root| schema.roots.get(usize::from(root)));
        root.is_some_and(|root| root.shape == shape)
    });
    let command = of_this.find(|envelope| {
        let members = envelope
            .shape
            .map_or(&[][..], |shape| schema.shape(shape).members());
        members.iter().any(|member| member.name == name)
    })?;
    command.path.first().map(AsRef::as_ref)
}

/// The event of an element that its parent has in other versions, and whether it stands in the place of one that must be there.
fn of_other_version(
    document: &mut Document<'_>,
    node: NodeId,
    parent: NodeId,
    member: &Member,
    mut event: Event,
) -> (Event, bool) {
    let (tree, schema, version) = (document.tree, document.schema, document.version);
    let Some(shape) = document.structure_of(parent) else {
        return (event, false);
    };
    let members = schema.shape(shape).members();
    let mut stands_for_needed = false;
    let times = members
        .iter()
        .filter(|other| other.name == member.name)
        .fold(VersionSet::NONE, |all, other| all.union(other.versions));
    event.argument("period", period(schema, times));
    event.argument("move", phrasing::move_advice(schema, times, version));
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
    (
        event.variant(if is_past {
            "version-replaced"
        } else {
            "version"
        }),
        stands_for_needed,
    )
}

/// An element of an unknown name that was meant as another member, or that stands without the structure around it.
#[expect(
    clippy::result_large_err,
    reason = "the event goes on where it is none of these"
)]
fn misnamed(
    document: &mut Document<'_>,
    node: NodeId,
    parent: NodeId,
    shape: ShapeId,
    mut event: Event,
) -> Result<(Event, bool), Event> {
    let tree = document.tree;
    let schema = document.schema;
    let name = schema.name(tree.name(node));
    let successor = name.and_then(|name| successor_elsewhere(document, node, parent, shape, name));
    if let Some(meant) = successor.or_else(|| meant_by(document, node, parent, shape)) {
        let suggested = schema.name_text(meant);
        event.argument("suggestion", phrasing::quote(suggested));
        event.argument("suggestions", phrasing::quote(suggested));
        event.argument("suggested", suggested);
        event.edits = tree.rename(node, suggested);
        let stands_for_needed = explain(document, parent, meant);
        return Ok((event.variant("near"), stands_for_needed));
    }
    let has_beside = |name: NameId| inside_sibling(document, parent, shape, name).is_some();
    if let Some(holder) = name
        .filter(|name| !has_beside(*name))
        .and_then(|name| absent_holder(document, parent, shape, name))
    {
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
fn needed_by_part(
    document: &Document<'_>,
    node: NodeId,
    parent: NodeId,
    shape: ShapeId,
) -> Option<NameId> {
    let version = document.version;
    let written = document.tree.name(node);
    let is_part = |member: &Member| {
        let name = document.schema.name_text(member.name);
        let (long, short) = if name.len() > written.len() {
            (name, written)
        } else {
            (written, name)
        };
        !short.is_empty() && (long.ends_with(short) || long.starts_with(short))
    };
    let lacks = |member: &&Member| {
        let slot = document.slot(parent, member.name).unwrap_or_default();
        member.required.contains(version)
            && member.versions.contains(version)
            && slot.count == 0
            && !slot.explained
    };
    let mut found = document
        .shape(shape)
        .members()
        .iter()
        .filter(lacks)
        .filter(|member| is_part(member) && document.fits(node, member.value));
    found
        .next()
        .filter(|_| found.next().is_none())
        .map(|member| member.name)
}

/// The absent member that an element was probably meant as, of those that could hold what it holds: the only one whose name goes on
/// where the element's ends, the only near one, or the only one that its children fit.
fn meant_by(
    document: &Document<'_>,
    node: NodeId,
    parent: NodeId,
    shape: ShapeId,
) -> Option<NameId> {
    let schema = document.schema;
    let version = document.version;
    let written = document.tree.name(node);
    let open: Vec<&Member> = document
        .shape(shape)
        .members()
        .iter()
        .filter(|member| member.versions.contains(version) && document.fits(node, member.value))
        .filter(|member| {
            document
                .slot(parent, member.name)
                .is_some_and(|slot| slot.count == 0)
        })
        .collect();
    let near = nearest(
        written,
        open.iter().map(|member| schema.name_text(member.name)),
    );
    // The name of a value that belongs elsewhere is no misspelling.
    let is_own = document.tree.node(node).has_children()
        || schema
            .name(written)
            .is_none_or(|name| schema.slot(shape, name).is_some());
    if let ([only], true) = (near.as_slice(), is_own) {
        return schema.name(only);
    }
    let is_longer = |member: &Member| {
        let name = schema.name_text(member.name);
        name.len() > written.len()
            && name
                .get(..written.len())
                .is_some_and(|head| head.eq_ignore_ascii_case(written))
    };
    let only = |wanted: &dyn Fn(&Member) -> bool| {
        let mut found = open.iter().filter(|member| wanted(member));
        found
            .next()
            .filter(|_| found.next().is_none())
            .map(|member| member.name)
    };
    let has_structure = |member: &Member| matches!(member.value, ValueKind::Structure(_));
    let continued = document
        .tree
        .node(node)
        .has_children()
        .then(|| only(&|member| has_structure(member) && is_longer(member)))
        .flatten();
    // What every counted list holds tells none from the others.
    let is_telling = |member: &Member| has_structure(member) && !is_counted(document, member);
    continued.or_else(|| {
        document
            .tree
            .node(node)
            .has_children()
            .then(|| only(&is_telling))
            .flatten()
    })
}

fn is_counted(document: &Document<'_>, member: &Member) -> bool {
    let ValueKind::Structure(shape) = member.value else {
        return false;
    };
    document
        .shape(shape)
        .counted_members(document.version)
        .is_some()
}

/// The absent member that the history of another structure calls the successor of this name.
fn successor_elsewhere(
    document: &Document<'_>,
    node: NodeId,
    parent: NodeId,
    shape: ShapeId,
    name: NameId,
) -> Option<NameId> {
    let schema = document.schema;
    let sentences = schema.shapes.iter().filter_map(|shape| match shape.kind {
        ShapeKind::Structure { .. } => shape
            .members()
            .iter()
            .find(|member| member.name == name)?
            .replaced_by
            .as_deref(),
        _ => None,
    });
    let named = sentences
        .flat_map(|sentence| sentence.split('`').skip(1).step_by(2))
        .filter_map(|word| schema.name(word));
    named.into_iter().find(|name| {
        document
            .shape(shape)
            .member(*name, document.version)
            .is_some_and(|member| document.fits(node, member.value))
            && document
                .slot(parent, *name)
                .is_some_and(|slot| slot.count == 0)
    })
}

/// The absent structure inside of which a scalar belongs, where there is but one that could hold it and it needs it.
fn absent_holder(
    document: &Document<'_>,
    parent: NodeId,
    shape: ShapeId,
    name: NameId,
) -> Option<NameId> {
    let version = document.version;
    let mut found = document.shape(shape).members().iter().filter(|member| {
        let ValueKind::Structure(inner) = member.value else {
            return false;
        };
        let needs = document
            .shape(inner)
            .member(name, version)
            .is_some_and(|inner| inner.required.contains(version));
        needs
            && member.versions.contains(version)
            && document
                .slot(parent, member.name)
                .is_some_and(|slot| slot.count == 0)
    });
    // Where other members are needed beside it, the mended element would lack those.
    let only = found.next().filter(|_| found.next().is_none())?;
    let ValueKind::Structure(inner) = only.value else {
        return None;
    };
    let needed =
        document.shape(inner).members().iter().filter(|member| {
            member.versions.contains(version) && member.required.contains(version)
        });
    (needed.count() == 1).then_some(only.name)
}

/// The one structure that an element which stands elsewhere belongs to: the innermost around it that has such a member, or the
/// only one there is. `None` where it has the member already.
fn lone_home(
    document: &Document<'_>,
    structures: &[NodeId],
    gaps: &mut Gaps,
    node: NodeId,
    name: NameId,
) -> Option<NodeId> {
    let has = |structure: &NodeId| {
        document.structure_of(*structure).is_some_and(|shape| {
            document
                .shape(shape)
                .member(name, document.version)
                .is_some()
        })
    };
    let around = std::iter::successors(document.tree.node(node).parent(), |at| {
        document.tree.node(*at).parent()
    })
    .take(DEEPEST)
    .find(has);
    let home = around.or_else(|| gaps.only_holder(document, structures, name))?;
    let is_open =
        document.child(home, name).is_none() && !document.tree.node(home).is_self_closing();
    // It has room for one.
    (is_open && gaps.fill(home, name)).then_some(home)
}

/// Notes that a finding accounts for a missing member, and tells whether the member must be there.
fn explain(document: &mut Document<'_>, structure: NodeId, name: NameId) -> bool {
    let version = document.version;
    let member = document
        .structure_of(structure)
        .and_then(|shape| document.shape(shape).member(name, version));
    let slot = document.slot(structure, name).unwrap_or_default();
    document.explain(structure, name);
    member.is_some_and(|member| member.required.contains(version))
        && slot.count == 0
        && !slot.explained
}

/// The members that a sentence on a replacement names are not missing on top of it. Tells whether one of them must be there.
fn explain_replacement(document: &mut Document<'_>, parent: NodeId, sentence: &str) -> bool {
    let mut is_needed = false;
    for word in sentence.split('`').skip(1).step_by(2) {
        if let Some(name) = word
            .split('/')
            .next()
            .and_then(|word| document.schema.name(word))
        {
            is_needed |= explain(document, parent, name);
        }
    }
    is_needed
}

/// A sibling structure whose shape has a member of this name: where the element was probably meant to stand.
fn inside_sibling(
    document: &Document<'_>,
    parent: NodeId,
    shape: ShapeId,
    name: NameId,
) -> Option<NodeId> {
    let version = document.version;
    document
        .shape(shape)
        .members()
        .iter()
        .filter(|member| member.versions.contains(version))
        .find_map(|member| {
            let ValueKind::Structure(inner) = member.value else {
                return None;
            };
            document.shape(inner).member(name, version)?;
            document.child(parent, member.name)
        })
}
