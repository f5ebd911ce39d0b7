//! The stage of the rules.

use crate::builtin;
use crate::lint::bind::Walk;
use crate::lint::document::Document;
use crate::lint::evaluate::path_walk::Inputs;
use crate::lint::evaluate::{Evaluator, Instances};
use crate::lint::fault::Fault;
use crate::lint::gaps;
use crate::lint::previous::Live;
use crate::lint::{Operation, accepted, unfilled};
use crate::model::rule::OperationKind;
use crate::model::schema::Root;
use crate::outcome::gaps::Gaps;

use super::Run;

/// What the evaluation depends on besides the document.
#[derive(Clone, Copy)]
pub(in crate::lint) struct Request<'p> {
    pub(in crate::lint) operation: Option<OperationKind>,
    pub(in crate::lint) root: &'static Root,
    /// Whether the file is a response of the service, or was made of one.
    pub(in crate::lint) is_answer: bool,
    /// Whether the notation had a fault.
    pub(in crate::lint) is_repaired: bool,
    pub(in crate::lint) previous: Option<&'p Live<'p>>,
}

/// What the rules found.
pub(in crate::lint) struct Evaluated<'e> {
    /// All faults except those of the notation.
    pub(in crate::lint) faults: Vec<Fault<'e>>,
    /// The previous document, unless it is of another resource.
    pub(in crate::lint) previous: Option<&'e Document<'e>>,
    /// How many members an update would need in addition, where the operation is not known.
    pub(in crate::lint) update_needs: usize,
    /// Whether a part of the document was not evaluated.
    pub(in crate::lint) unevaluated: bool,
    /// Where which rules could not be evaluated.
    pub(in crate::lint) gaps: Gaps,
}

impl Run<'_> {
    /// Evaluates the rules.
    pub(in crate::lint) fn evaluate<'e>(
        &'e self,
        given: &Inputs<'e>,
        walk: Walk<'e>,
        request: Request<'_>,
    ) -> Evaluated<'e> {
        let document = given.document;
        let instances = Instances::new(document, &walk.structures);
        let of_another = self.of_another(given, &instances, request);
        let is_of_another = !of_another.is_empty();
        let inputs = if is_of_another {
            given.without_previous()
        } else {
            *given
        };
        let mut evaluator = self.run_rules(inputs, &instances, request.operation);
        let update_needs = self.update_needs(inputs, &instances, request);
        let has_silenced = evaluator.has_silenced();
        let doubts = evaluator.doubts();
        let mut by_shapes = walk.faults;
        let mut faults = evaluator.finish(&mut by_shapes);
        let is_partly_unknown = !by_shapes.is_empty() && document.is_partly_unknown();
        faults.extend(of_another);
        unfilled::convert(document, &self.rules, &mut faults);
        faults.append(&mut by_shapes);
        unfilled::join(document, &self.rules, request.is_answer, &mut faults);
        match request.previous {
            Some(previous) if previous.same.is_some() && !is_of_another => {
                self.mark_unchanged(document, previous, &mut faults);
            }
            _ if request.is_answer && self.linter.request() == Operation::Open => {
                accepted::mark_answer(&self.rules, &builtin::QUOTAS, &mut faults);
            }
            _ => {}
        }
        let is_clean = !is_partly_unknown && doubts.is_empty() && !request.is_repaired;
        let gaps = if is_clean && !is_of_another && document.origins.is_none() {
            Gaps::default()
        } else {
            gaps::of(document, self.rules, doubts, is_of_another, &faults)
        };
        Evaluated {
            faults,
            gaps,
            previous: inputs.previous,
            update_needs,
            unevaluated: has_silenced || is_of_another || is_partly_unknown,
        }
    }

    pub(super) fn run_rules<'e>(
        &'e self,
        inputs: Inputs<'e>,
        instances: &Instances<'_>,
        operation: Option<OperationKind>,
    ) -> Evaluator<'e> {
        let index = self.linter.index();
        let mut evaluator = Evaluator::new(inputs, self.linter.limits());
        evaluator.run(&self.rules, &index.errors, operation, instances);
        // Doubtful findings come last, so that nothing is doubted that is certainly wrong.
        evaluator.run(&self.rules, &index.others, operation, instances);
        evaluator
    }

    /// How many members an update with the document would need in addition, where the operation is
    /// not known.
    fn update_needs<'e>(
        &'e self,
        inputs: Inputs<'e>,
        instances: &Instances<'_>,
        request: Request<'_>,
    ) -> usize {
        if request.operation.is_some() || request.is_answer {
            return 0;
        }
        let needs = &self.linter.index().needs;
        let mut evaluator = Evaluator::new(inputs, self.linter.limits());
        evaluator.run(&self.rules, needs, Some(OperationKind::Update), instances);
        evaluator.missing()
    }
}
