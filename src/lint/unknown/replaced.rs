//! A member of other structures in other versions that this version has replaced.

use super::{Case, Explanation};
use crate::lint::fault::Unknown;
use crate::lint::wording::Argument;
use crate::model::schema::{Member, NameId, Shape, ShapeKind};

pub(super) fn explain<'t>(case: &mut Case<'_, 't>) -> Option<Explanation<'t>> {
    let name = case.name?;
    let schema = case.document.schema;
    let replaced = schema
        .shapes
        .iter()
        .filter(|shape| matches!(shape.kind, ShapeKind::Structure { .. }))
        .flat_map(Shape::members)
        .find(|member| member.name == name && member.replaced_by.is_some())?;
    let replacements = case.replacements(replaced);
    if replacements.is_empty() {
        return None;
    }
    let mut fault = case.fault(Unknown::Replaced);
    fault.argument("replaced", replaced.replaced_by.as_deref().unwrap_or(""));
    fault.argument("replacements", replacements);
    let tree = case.document.tree;
    if tree.is_blank(case.node) {
        fault.edits = tree.remove(case.node);
    }
    Some(Explanation {
        fault,
        explains_required: false,
    })
}

impl<'t> Case<'_, 't> {
    /// The members that replace a member, as far as this version has them anywhere.
    pub(super) fn replacements(&mut self, member: &'static Member) -> Argument<'t> {
        let mut names: Vec<&'static str> = Vec::new();
        for name in member.replacements.iter() {
            if self.exists(*name) {
                names.push(self.document.schema.name_text(*name));
            }
        }
        Argument::any(names)
    }

    fn exists(&mut self, name: NameId) -> bool {
        !self.gaps.places(self.document, name).is_empty()
    }
}
