//! The regions of the resources of a template, where the template says them.

use std::collections::HashMap;

use crate::lint::translate::declarations::blocks;
use crate::model::dialect::Dialect;
use crate::tree::{NodeId, NodeKind, Tree};

/// The regions of declared resources, by their names.
pub(super) fn regions(
    tree: &Tree<'_>,
    dialect: &Dialect,
    declared: &HashMap<String, NodeId>,
) -> HashMap<String, String> {
    let [provider, alias, region] = &dialect.functions.regions[..] else {
        return HashMap::new();
    };
    let child = |node: NodeId, name: &str| tree.children(node).find(|it| tree.name(*it) == name);
    let text = |node: NodeId, name: &str| child(node, name).map(|it| tree.text(it).trim());
    let own_region = |node: NodeId| {
        let region = child(node, region)?;
        (tree.node(region).kind == NodeKind::String).then(|| tree.text(region))
    };
    let mut providers = HashMap::new();
    for node in blocks(tree).filter(|node| tree.name(*node) == provider) {
        let label = tree.labels(node).next().unwrap_or_default();
        let name = match text(node, alias) {
            Some(alias) => format!("{label}.{alias}"),
            None => label.to_owned(),
        };
        providers.insert(name, own_region(node));
    }
    let said = declared.iter().filter_map(|(name, node)| {
        // Without a name of its own, the provider is that of the type: `aws` of `aws_lb`.
        let usual = || tree.labels(*node).next()?.split('_').next();
        let region = match (child(*node, region), text(*node, provider).or_else(usual)) {
            (Some(_), _) => own_region(*node),
            (None, provider) => provider.and_then(|name| providers.get(name).copied().flatten()),
        };
        Some((name.clone(), region?.to_owned()))
    });
    said.collect()
}
