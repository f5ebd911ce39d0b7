//! The only missing member that the element could be, by a near name, a longer name or its
//! children.

use super::{Case, Explanation, only};
use crate::lint::document::Document;
use crate::model::near::nearest;
use crate::model::schema::{Member, NameId, ValueKind};

/// How many structures may have a member that says which of them it is in.
const FEW_HOLDERS: usize = 8;

pub(super) fn explain<'t>(case: &mut Case<'_, 't>) -> Option<Explanation<'t>> {
    let name = find(case)?;
    Some(case.renamed(name))
}

/// The missing member that the element was probably meant to be, of those that could contain what
/// it contains: the only one with a near name, the only one whose name continues where the
/// element's ends, or the only one whose children these are.
pub(super) fn find(case: &Case<'_, '_>) -> Option<NameId> {
    let document = &*case.document;
    let (schema, written) = (document.schema, case.written);
    let has_children = document.tree.node(case.node).has_children();
    if case.near.is_empty() && !has_children {
        return None;
    }
    let open: Vec<&Member> = case
        .members()
        .filter(|member| document.fits(case.node, member.value) && case.is_missing(member.name))
        .collect();
    let names = open.iter().map(|member| schema.name_text(member.name));
    let near = nearest(written, names);
    // The name of a value that belongs elsewhere is not a misspelling.
    let is_own = has_children
        || case
            .name
            .is_none_or(|name| schema.slot(case.shape, name).is_some());
    if let ([name], true) = (near.as_slice(), is_own) {
        return schema.name(name);
    }
    if !has_children {
        return None;
    }
    let structures = || {
        let is_structure = |member: &&Member| matches!(member.value, ValueKind::Structure(_));
        open.iter().copied().filter(is_structure)
    };
    let is_longer = |member: &&Member| {
        let name = schema.name_text(member.name);
        name.len() > written.len()
            && name
                .get(..written.len())
                .is_some_and(|head| head.eq_ignore_ascii_case(written))
    };
    // All counted lists have the same children.
    let is_distinct = |member: &&Member| !is_counted(document, member);
    only(structures().filter(is_longer))
        .or_else(|| {
            let alone = only(structures().filter(is_distinct));
            alone.filter(|_| has_telling_child(case))
        })
        .map(|member| member.name)
}

/// Whether a child has a name that few structures know, so that it says what it is in. `Enabled`
/// does not: renamed after it, a member of a newer version could switch on something else.
fn has_telling_child(case: &Case<'_, '_>) -> bool {
    let document = &*case.document;
    let schema = document.schema;
    let is_telling = |name: NameId| {
        let shapes = schema.shapes.iter();
        let holders = shapes.filter(|shape| shape.member(name, document.version).is_some());
        holders.count() <= FEW_HOLDERS
    };
    let mut children = document.tree.children(case.node);
    children.any(|child| {
        let name = schema.name(document.tree.name(child));
        name.is_some_and(is_telling)
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
