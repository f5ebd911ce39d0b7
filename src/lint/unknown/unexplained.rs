//! An element for which nothing else accounts: a member that is newer than the model, or an
//! invention.

use super::{Case, Explanation, is_uncertain};
use crate::lint::fault::{Builtin, Unknown};

#[expect(
    clippy::unnecessary_wraps,
    reason = "the last of the explanations, which always applies"
)]
pub(super) fn explain<'t>(case: &mut Case<'_, 't>) -> Option<Explanation<'t>> {
    let document = &*case.document;
    let mut fault = case.fault(if is_uncertain(document) {
        Unknown::Unsure
    } else if document.version == document.schema.newest() {
        Unknown::Newest
    } else {
        Unknown::Plain
    });
    if fault.builtin() == Some(Builtin::UnknownElement(Unknown::Newest)) {
        fault.argument("model", document.schema.model());
    }
    if document.tree.is_blank(case.node) {
        fault.edits = document.tree.remove(case.node);
    }
    Some(Explanation {
        fault,
        explains_required: false,
    })
}
