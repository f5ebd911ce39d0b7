//! Parts of a resource that only the deployment knows to be there: blocks that are generated for
//! the items of a list that the template does not say.
//!
//! Their members are judged like all others, because a fault in one is a fault wherever it is
//! generated. What lives here is how far such a finding can be trusted.

use crate::lint::translate::assumption::Assumption;
use crate::lint::translate::meaning::Reading;
use crate::lint::translate::template::{Found, Template};
use crate::outcome::Finding;
use crate::text::Span;
use crate::tree::Form;

/// The parts of one resource in one case.
pub(crate) struct DoubtfulParts {
    parts: Vec<Span>,
}

impl DoubtfulParts {
    pub(crate) fn new(template: &Template<'_>, found: &Found, case: &[Assumption]) -> Self {
        let tree = &template.tree;
        let dynamic = template.dialect.functions.dynamic.as_ref();
        if tree.form() != Form::Hcl || dynamic.is_empty() {
            return Self { parts: Vec::new() };
        }
        let reading = Reading::new(template, case);
        let parts = tree
            .descendants(found.body)
            .map(|(node, _)| node)
            .filter(|node| tree.name(*node) == dynamic && reading.repetitions(*node).is_none())
            .map(|node| tree.node(node).whole)
            .collect();
        Self { parts }
    }

    /// Whether a finding is about such a part.
    pub(crate) fn is_one_in(&self, finding: &Finding) -> bool {
        spans(finding).any(|span| self.parts.iter().any(|part| part.contains(span)))
    }

    /// Whether a finding is about several such parts, which may never be there together.
    pub(crate) fn are_several_in(&self, finding: &Finding) -> bool {
        let mut first: Option<Span> = None;
        for span in spans(finding) {
            // Of those around a place, the inner ones are there only together with the outer one.
            let Some(part) = self.parts.iter().find(|part| part.contains(span)) else {
                continue;
            };
            if first.is_some_and(|first| first != *part) {
                return true;
            }
            first = Some(*part);
        }
        false
    }
}

fn spans(finding: &Finding) -> impl Iterator<Item = Span> + '_ {
    let labels = finding.labels.iter().map(|label| label.span);
    std::iter::once(finding.span).chain(labels)
}
