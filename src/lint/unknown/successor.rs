//! The former name of a member, as another structure has it: `DNSName` in an `Origin`, which has
//! `DomainName`.

use super::{Case, Explanation};
use crate::model::schema::{NameId, ShapeKind};

pub(super) fn explain<'t>(case: &mut Case<'_, 't>) -> Option<Explanation<'t>> {
    let name = find(case, case.name?)?;
    Some(case.renamed(name))
}

/// The missing member of the parent that replaces a member of this name in any structure.
fn find(case: &Case<'_, '_>, name: NameId) -> Option<NameId> {
    let document = &*case.document;
    let structures = document
        .schema
        .shapes
        .iter()
        .filter(|shape| matches!(shape.kind, ShapeKind::Structure { .. }));
    let replacements = structures.flat_map(|shape| {
        let mut members = shape.members().iter();
        let member = members.find(|member| member.name == name);
        member.map_or(&[][..], |member| &member.replacements)
    });
    let is_meant = |name: &NameId| {
        document
            .shape(case.shape)
            .member(*name, document.version)
            .is_some_and(|member| document.fits(case.node, member.value))
            && case.is_missing(*name)
    };
    replacements.copied().find(is_meant)
}
