//! The resources that a template in blocks declares, of any kind, by how expressions name them:
//! `aws_lambda_function.edge`, `data.aws_acm_certificate.site`.

use std::collections::HashMap;

use crate::lint::translate::template::Template;
use crate::model::dialect::Dialect;
use crate::tree::{Form, NodeId, NodeKind, Tree};

/// The blocks by the names of what they declare.
pub(super) fn declarations(tree: &Tree<'_>, dialect: &Dialect) -> HashMap<String, NodeId> {
    let (Form::Hcl, Some(block_key)) = (tree.form(), dialect.block_key.as_deref()) else {
        return HashMap::new();
    };
    let source = dialect.functions.source.as_ref();
    let declared = blocks(tree).filter_map(|node| {
        let prefix = match tree.name(node) {
            name if name == block_key => "",
            name if Some(name) == source.strip_suffix('.') => source,
            _ => return None,
        };
        let mut labels = tree.labels(node);
        let (kind, name) = (labels.next()?, labels.next()?);
        Some((format!("{prefix}{kind}.{name}"), node))
    });
    declared.collect()
}

/// The blocks of a tree that have labels.
pub(super) fn blocks<'t>(tree: &'t Tree<'_>) -> impl Iterator<Item = NodeId> + 't {
    let nodes = (0..tree.nodes().len()).map(NodeId::from_index);
    nodes.filter(|node| tree.labels(*node).next().is_some())
}

impl Template<'_> {
    /// Whether a resource switches a member on; `None` where the template does not say.
    pub(super) fn is_on(&self, resource: &str, member: &str) -> Option<bool> {
        let tree = &self.tree;
        let block = *self.declarations().get(resource)?;
        let Some(value) = tree.children(block).find(|it| tree.name(*it) == member) else {
            return Some(false);
        };
        (tree.node(value).kind == NodeKind::Boolean).then(|| tree.text(value) == "true")
    }
}
