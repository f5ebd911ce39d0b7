//! A parameter of a command inside of the document that the command sends.

use super::{Case, Explanation};
use crate::lint::fault::Unknown;
use crate::lint::wording::phrasing;
use crate::model::schema::{Envelope, NameId, Use};
use crate::tree::Form;

pub(super) fn explain<'t>(case: &mut Case<'_, 't>) -> Option<Explanation<'t>> {
    let name = case.name?;
    let key = document_key(case, name)?;
    let mut fault = case.fault(Unknown::Parameter);
    fault.argument("holder", key);
    fault.argument("option", phrasing::option(case.written));
    fault.is_unanswered = true;
    // Where a structure needs a member of this name, it may have been meant there.
    let gap = case
        .gaps
        .take(case.document, case.structures, case.parent, name);
    let explains_required = gap.is_some_and(|gap| super::explain(case.document, gap, name));
    Some(Explanation {
        fault,
        explains_required,
    })
}

/// The key of the document in the argument of a command that has a parameter of this name, where
/// the document is the whole file.
fn document_key(case: &Case<'_, '_>, name: NameId) -> Option<&'static str> {
    let (document, tree, schema) = (&*case.document, case.document.tree, case.document.schema);
    let is_file = tree.form() == Form::Json
        && case.parent == document.root
        && tree.root() == Some(case.parent);
    if !is_file || tree.node(case.node).has_children() {
        return None;
    }
    let is_of_document = |envelope: &&Envelope| {
        let root = envelope
            .root
            .and_then(|root| schema.roots.get(usize::from(root)));
        envelope.usage == Use::Request
            && envelope.path.len() == 1
            && root.is_some_and(|root| root.shape == case.shape)
    };
    let has_parameter = |envelope: &&Envelope| {
        envelope.shape.is_some_and(|shape| {
            let mut parameters = schema.shape(shape).members().iter();
            parameters.any(|parameter| parameter.name == name)
        })
    };
    let mut commands = schema.envelopes.iter().filter(is_of_document);
    commands
        .find(has_parameter)?
        .path
        .first()
        .map(AsRef::as_ref)
}
