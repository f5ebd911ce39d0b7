//! A part of the name of a member that is required and missing: `Id` where `OriginId` is missing.

use super::{Case, Explanation, only};
use crate::model::schema::{Member, NameId};

pub(super) fn explain<'t>(case: &mut Case<'_, 't>) -> Option<Explanation<'t>> {
    let name = find(case)?;
    Some(case.renamed(name))
}

/// The only required member that is missing and could contain what the element contains, and of
/// whose name the element's is the beginning or the end, or the other way round. `None` where
/// another structure needs a member of the element's own name.
pub(super) fn find(case: &mut Case<'_, '_>) -> Option<NameId> {
    let document = &*case.document;
    let is_part = |member: &&Member| {
        let name = document.schema.name_text(member.name);
        let (long, short) = if name.len() > case.written.len() {
            (name, case.written)
        } else {
            (case.written, name)
        };
        !short.is_empty() && (long.ends_with(short) || long.starts_with(short))
    };
    let is_required = |member: &&Member| member.required.contains(document.version);
    let is_missing = |member: &&Member| {
        let slot = document.slot(case.parent, member.name).unwrap_or_default();
        slot.count == 0 && !slot.explained
    };
    let is_fitting = |member: &&Member| document.fits(case.node, member.value);
    let candidates = case.members().filter(is_required).filter(is_part);
    let name = only(candidates.filter(is_missing).filter(is_fitting))?.name;
    let has_gap = case
        .name
        .is_some_and(|own| case.gaps.has(case.document, case.structures, own));
    (!has_gap).then_some(name)
}
