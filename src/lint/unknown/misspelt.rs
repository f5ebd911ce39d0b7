//! A name that is nearly that of a member.

use super::{Case, Explanation, required};
use crate::lint::fault::Unknown;
use crate::lint::wording::Argument;

pub(super) fn explain<'t>(case: &mut Case<'_, 't>) -> Option<Explanation<'t>> {
    let (schema, written) = (case.document.schema, case.written);
    if case.near.is_empty() {
        return None;
    }
    let mut near = case.near.clone();
    // A name that belongs elsewhere is not a misspelling of a similar one.
    if !case.places().is_empty() {
        near.retain(|name| name.eq_ignore_ascii_case(written));
    }
    let is_missing = |name: &&&str| schema.name(name).is_some_and(|name| case.is_missing(name));
    let best = *near.iter().find(is_missing).or(near.first())?;
    let is_exact = best.eq_ignore_ascii_case(written);
    if !is_exact && !is_open(case, best) && required::find(case).is_some() {
        return None;
    }
    let variant = if written.trim() == best {
        Unknown::Padded
    } else if is_exact {
        Unknown::Case
    } else {
        Unknown::Near
    };
    let mut fault = case.fault(variant);
    fault.argument("written", Argument::Written(written.into()));
    fault.suggest(best, &near);
    let mut explains_required = false;
    if let Some(name) = schema.name(best) {
        if case.is_missing(name) {
            fault.edits = case.document.tree.rename(case.node, best);
        }
        explains_required = super::explain(case.document, case.parent, name);
    }
    Some(Explanation {
        fault,
        explains_required,
    })
}

/// Whether a member is missing and could contain what the element contains.
fn is_open(case: &Case<'_, '_>, name: &str) -> bool {
    let document = &*case.document;
    document.schema.name(name).is_some_and(|name| {
        let member = document.shape(case.shape).member(name, document.version);
        case.is_missing(name) && member.is_some_and(|member| document.fits(case.node, member.value))
    })
}
