//! Which values of a document name another part of it: the id of an origin in a behavior.
//!
//! What lives here: the links that rules with a `reference` check describe. What does not: whether
//! a name leads anywhere, which is for [`evaluate`](super::evaluate) to say.

use std::collections::BTreeSet;

use crate::builtin;
use crate::lint::document::Document;
use crate::lint::evaluate::path_walk::{Inputs, Lookups};
use crate::lint::other_files::AtHand;
use crate::model::Severity;
use crate::model::rule::{Base, Check, Path, Reference, Rule, Step, TargetCheck};
use crate::tree::NodeId;

/// Values that name other parts, and the values they can name, of one rule.
#[derive(Debug, Default)]
pub(crate) struct Links {
    /// Values that name a part.
    pub(crate) uses: Vec<NodeId>,
    /// Values that are the names of parts.
    pub(crate) definitions: Vec<NodeId>,
}

/// The places of one name in a document.
#[derive(Debug, Default)]
pub(crate) struct Named {
    pub(crate) definitions: BTreeSet<NodeId>,
    pub(crate) uses: BTreeSet<NodeId>,
}

/// The links of a document, one entry a rule that has some in it.
pub(crate) fn links<'r>(
    document: &Document<'_>,
    rules: impl Iterator<Item = &'r Rule>,
) -> Vec<Links> {
    let lookups = Lookups::new(AtHand::default());
    let inputs = Inputs {
        document,
        previous: None,
        formats: &builtin::FORMATS,
        if_match: None,
        etag: None,
        previous_etag: None,
        lookups: &lookups,
        reads_outlines: false,
    };
    rules
        .filter(|rule| rule.versions.contains(document.version))
        // Doubt about a part that nothing refers to is not a link.
        .filter(|rule| rule.severity == Severity::Error)
        .filter_map(|rule| Some((rule, reference(&rule.check)?)))
        .map(|(rule, reference)| of_rule(&inputs, rule, reference))
        .filter(|links| !links.uses.is_empty() || !links.definitions.is_empty())
        .collect()
}

/// The places of the name that a value is or mentions. `None` where no link has the value.
pub(crate) fn named(document: &Document<'_>, links: &[Links], value: NodeId) -> Option<Named> {
    let text = document.tree.text(value);
    let is_same = |node: &NodeId| document.tree.text(*node) == text;
    let mut named = Named::default();
    for it in links {
        if it.uses.contains(&value) || it.definitions.contains(&value) {
            named
                .definitions
                .extend(it.definitions.iter().copied().filter(is_same));
        }
    }
    let is_linked = |it: &&Links| {
        it.uses.contains(&value)
            || it
                .definitions
                .iter()
                .any(|node| named.definitions.contains(node))
    };
    for it in links.iter().filter(is_linked) {
        named.uses.extend(it.uses.iter().copied().filter(is_same));
    }
    (!named.definitions.is_empty() || !named.uses.is_empty()).then_some(named)
}

/// The link that a rule is about: a value that must be the name of another part.
fn reference(check: &Check) -> Option<&Reference> {
    match check {
        Check::Target(TargetCheck::Reference(reference)) => {
            let is_plain = !reference.negated && reference.paths.iter().all(is_fixed);
            is_plain.then_some(reference)
        }
        _ => None,
    }
}

/// Whether a path leads to the same nodes from everywhere.
fn is_fixed(path: &Path) -> bool {
    let is_fixed = |step: &Step| !matches!(step, Step::Where { .. });
    path.base == Base::Root && path.steps.iter().all(is_fixed)
}

fn of_rule(inputs: &Inputs<'_>, rule: &Rule, reference: &Reference) -> Links {
    let document = inputs.document;
    let mut links = Links::default();
    for path in reference.paths.iter() {
        let found = inputs.reach(path, document.root).nodes;
        links.definitions.extend(found);
    }
    let nodes = (document.root.index()..document.tree.nodes().len()).map(NodeId::from_index);
    for node in nodes {
        let Some(shape) = document.structure_of(node) else {
            continue;
        };
        for target in rule.at.iter().filter(|target| target.shape == shape) {
            links.uses.extend(inputs.reach(&target.path, node).nodes);
        }
    }
    links
}
