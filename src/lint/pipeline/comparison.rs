//! What a document has in common with the previous one, which an update replaces.

use crate::lint::accepted;
use crate::lint::bind;
use crate::lint::document::Document;
use crate::lint::evaluate::path_walk::{Inputs, Lookups};
use crate::lint::evaluate::{Evaluator, Instances};
use crate::lint::fault::{Cause, Fault};
use crate::lint::previous::Live;
use crate::lint::wording::Argument;
use crate::model::rule::{OperationKind, Rule, Situation};
use crate::model::schema::Root;

use super::{Request, Run, bound};

impl Run<'_> {
    /// The faults by which the previous document is that of another resource.
    pub(super) fn of_another<'e>(
        &'e self,
        given: &Inputs<'e>,
        instances: &Instances<'_>,
        request: Request<'_>,
    ) -> Vec<Fault<'e>> {
        let mut faults = Vec::new();
        if given.previous.is_some() {
            let identities = &self.linter.index().identities;
            let mut evaluator = Evaluator::new(*given, self.linter.limits());
            evaluator.run(&self.rules, identities, request.operation, instances);
            faults = evaluator.finish(&mut Vec::new());
        }
        let other_root = request.previous.and_then(|previous| previous.other_root);
        let kind =
            other_root.and_then(|other| self.other_kind(given.document, request.root, other));
        faults.extend(kind);
        faults
    }

    /// Marks the faults that the previous document has too.
    pub(super) fn mark_unchanged(
        &self,
        document: &Document<'_>,
        previous: &Live<'_>,
        faults: &mut [Fault<'_>],
    ) {
        let Some((identified, _)) = previous.same.as_ref().filter(|_| !faults.is_empty()) else {
            return;
        };
        let (mut past, mut walk) = bound(
            self.linter.schema(),
            previous.tree,
            identified,
            bind::Options::default(),
        );
        self.check_values(&mut past, &mut walk);
        let lookups = Lookups::new(self.linter.at_hand());
        let inputs = Inputs {
            document: &past,
            previous: None,
            formats: self.linter.formats(),
            if_match: None,
            etag: None,
            previous_etag: None,
            lookups: &lookups,
            reads_outlines: false,
        };
        let operation = Some(OperationKind::Update);
        let instances = Instances::new(&past, &walk.structures);
        let evaluator = self.run_rules(inputs, &instances, operation);
        let mut by_shapes = walk.faults;
        let mut known = evaluator.finish(&mut by_shapes);
        known.append(&mut by_shapes);
        accepted::mark_unchanged(document, &past, &known, &self.rules, faults);
    }

    /// The fault of a previous document that is of another kind than the one that is to replace it.
    fn other_kind<'t>(
        &self,
        document: &Document<'t>,
        root: &Root,
        other: &Root,
    ) -> Option<Fault<'t>> {
        let index = self.rules.iter().position(Rule::is_identity)?;
        let tree = document.tree;
        let head = tree.node(document.root);
        let span = if head.name.is_empty() {
            let first = tree.children(document.root).next();
            first.map_or(head.head(), |first| tree.node(first).name)
        } else {
            head.name
        };
        let cause = Cause::Rule(index, Situation::Kind);
        let mut fault = Fault::of(cause, span).at(document.root);
        let name = |root: &Root| Argument::value(document.schema.name_text(root.name));
        fault.argument("previous", name(other));
        fault.argument("root", name(root));
        Some(fault)
    }
}
