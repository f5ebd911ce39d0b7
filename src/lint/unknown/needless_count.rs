//! The number of items, where the items are not counted.

use super::{Case, Explanation};
use crate::lint::fault::Unknown;
use crate::model::schema::{Shape, ValueKind};

pub(super) fn explain<'t>(case: &mut Case<'_, 't>) -> Option<Explanation<'t>> {
    let name = case.name?;
    let (schema, version) = (case.document.schema, case.document.version);
    let counts = |shape: &Shape| {
        shape
            .counted_members(version)
            .is_some_and(|(count, _)| count.name == name)
    };
    let shape = schema.shape(case.shape);
    let has_list = shape
        .members()
        .iter()
        .any(|member| matches!(member.value, ValueKind::List(_)));
    let is_needless =
        has_list && shape.counted_members(version).is_none() && schema.shapes.iter().any(counts);
    is_needless.then(|| Explanation {
        fault: case.fault(Unknown::Count),
        explains_required: false,
    })
}
