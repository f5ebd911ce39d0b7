//! A member that the parent has in other versions.

use super::{Case, Explanation, candidate};
use crate::lint::fault::{Builtin, Unknown};
use crate::lint::wording::phrasing;
use crate::model::schema::{Member, ValueKind, period};

pub(super) fn explain<'t>(case: &mut Case<'_, 't>) -> Option<Explanation<'t>> {
    let name = case.name?;
    let (schema, version) = (case.document.schema, case.document.version);
    let is_entry = |member: &&Member| member.name == name;
    let mut entries = schema.shape(case.shape).members().iter().filter(is_entry);
    let member = entries.next()?;
    let versions = entries.fold(member.versions, |all, entry| all.union(entry.versions));
    let mut fault = case.fault(Unknown::Version);
    fault.argument("period", period(schema, versions));
    fault.argument("move", phrasing::move_advice(schema, versions, version));
    let mut explains_required = false;
    if let Some(replaced) = &member.replaced_by {
        fault.argument("replaced", replaced.as_ref());
        fault.argument("replacements", case.replacements(member));
        for replacement in member.replacements.iter() {
            explains_required |= super::explain(case.document, case.parent, *replacement);
        }
    }
    let tree = case.document.tree;
    if let Some(renamed) = candidate::find(case) {
        let suggested = schema.name_text(renamed);
        fault.argument("renamed", suggested);
        fault.edits = tree.rename(case.node, suggested);
        explains_required |= super::explain(case.document, case.parent, renamed);
        return Some(Explanation {
            fault: fault.case(Builtin::UnknownElement(Unknown::VersionRenamed)),
            explains_required,
        });
    }
    // The presence of a member that is always empty is its value.
    if tree.is_blank(case.node) && member.value != ValueKind::Empty {
        fault.edits = tree.remove(case.node);
    }
    // Its replacement is nearer than an older version, in which most of the document would be
    // wrong.
    let is_past = versions.last().is_some_and(|last| last < version);
    if is_past && member.replaced_by.is_some() {
        fault = fault.case(Builtin::UnknownElement(Unknown::VersionReplaced));
    }
    Some(Explanation {
        fault,
        explains_required,
    })
}
