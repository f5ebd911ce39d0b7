//! One resource of a template as the document that the service receives.
//!
//! What lives here: the order of the work, from the resource's structure to those inside it. What
//! each structure becomes is in [`block`](super::block).

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

use crate::builtin;
use crate::lint::translate::block::Converter;
use crate::lint::translate::draft::{Draft, Drafts};
use crate::lint::translate::meaning::Reading;
use crate::lint::translate::origins::{Origin, Origins};
use crate::lint::translate::{Assumption, Fault, Found, Template};
use crate::model::rule::Outline;
use crate::model::schema::NameId;
use crate::text::Source;
use crate::tree::{NodeId, NodeKind, Tree};

/// The document that a resource becomes.
pub(crate) struct Translation<'t> {
    /// In the notation of the API's JSON, with the places of the template.
    pub(crate) tree: Tree<'t>,
    pub(crate) origins: Origins<'t>,
    /// What is wrong with the resource as a template.
    pub(crate) faults: Vec<Fault>,
    /// Nodes whose value only a deployment knows.
    pub(crate) unknown: Vec<NodeId>,
    /// What is known of such values.
    pub(crate) outlines: Vec<(NodeId, Outline)>,
    /// Members that may or may not be there.
    pub(crate) explained: Vec<(NodeId, NameId)>,
    /// Members of the template that may or may not be there.
    pub(crate) doubtful: Vec<NodeId>,
}

/// No document has more nodes than this; aliases of YAML could ask
/// for them.
const MOST_NODES: usize = 1 << 20;

/// The document that a resource becomes. `None` where the resource has a form that is not checked.
pub(crate) fn convert<'t>(
    source: &'t Source<'t>,
    template: &'t Template<'t>,
    found: &'t Found,
    assumed: &'t [Assumption],
) -> Option<Translation<'t>> {
    let schema = &builtin::SCHEMA;
    let dialect = template.dialect;
    let tree = &template.tree;
    let block = &dialect.blocks[usize::from(found.resource.block)];
    let root = Draft {
        kind: NodeKind::Object,
        name: None,
        place: tree.place(found.node),
        text: None,
        is_unknown: false,
        outline: None,
        origin: Origin {
            node: found.body,
            name: (!dialect.body_key.is_empty()).then_some(dialect.body_key.as_ref()),
            block: Some(block),
            is_implied: false,
        },
        children: Vec::new(),
        explained: Vec::new(),
    };
    let mut converter = Converter {
        schema,
        dialect,
        resource: found.resource,
        reading: Reading::new(template, assumed),
        drafts: Drafts { nodes: vec![root] },
        waiting: vec![(0, block, found.body, found.unknown)],
        faults: Vec::new(),
        is_legacy: false,
        doubtful: Vec::new(),
        misspelt: HashSet::new(),
    };
    while let Some((draft, block, node, unknown)) = converter.waiting.pop() {
        converter.block(draft, block, node, unknown);
        if converter.is_legacy || converter.drafts.nodes.len() > MOST_NODES {
            return None;
        }
    }
    let (faults, doubtful) = (converter.faults, converter.doubtful);
    let finished = converter.drafts.finish(source, schema);
    Some(Translation {
        tree: finished.tree,
        origins: Origins {
            paths: RefCell::new(HashMap::new()),
            template,
            dialect,
            resource: found.node,
            resource_name: &found.name,
            nodes: finished.origins,
        },
        faults,
        unknown: finished.unknown,
        outlines: finished.outlines,
        explained: finished.explained,
        doubtful,
    })
}
