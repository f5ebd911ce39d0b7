//! A value without the structure that it belongs in.

use super::{Case, Explanation, only};
use crate::lint::fault::Unknown;
use crate::model::schema::{Member, NameId, ValueKind};
use crate::tree::Form;

pub(super) fn explain<'t>(case: &mut Case<'_, 't>) -> Option<Explanation<'t>> {
    let name = case.name?;
    if case.sibling_with(name).is_some() {
        return None;
    }
    let holder = missing_holder(case, name)?;
    let tree = case.document.tree;
    let around = case.document.schema.name_text(holder);
    let is_xml = tree.form() == Form::Xml;
    let mut fault = case.fault(if is_xml {
        Unknown::Unwrapped
    } else {
        Unknown::UnwrappedJson
    });
    fault.argument("holder", around);
    if is_xml {
        fault.edits = tree.wrap(case.node, case.node, around, None);
    }
    Some(Explanation {
        fault,
        explains_required: super::explain(case.document, case.parent, holder),
    })
}

/// The only missing structure that requires a member of this name, and no other.
fn missing_holder(case: &Case<'_, '_>, name: NameId) -> Option<NameId> {
    let document = &*case.document;
    let version = document.version;
    let inner = |member: &Member| match member.value {
        ValueKind::Structure(inner) => Some(document.shape(inner)),
        _ => None,
    };
    let requires = |member: &&Member| {
        case.is_missing(member.name)
            && inner(member)
                .and_then(|shape| shape.member(name, version))
                .is_some_and(|member| member.required.contains(version))
    };
    let holder = only(case.members().filter(requires))?;
    // Where other members are required next to it, the repaired element would not have those.
    let is_required =
        |member: &&Member| member.versions.contains(version) && member.required.contains(version);
    let required = inner(holder)?.members().iter().filter(is_required);
    (required.count() == 1).then_some(holder.name)
}
