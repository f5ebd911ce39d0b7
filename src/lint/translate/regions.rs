//! The regions of the resources of a template, where the template says them.

use std::collections::HashMap;

use crate::model::dialect::Dialect;
use crate::tree::{Form, NodeId, NodeKind, Tree};

/// The regions by how expressions name the resources: `data.aws_acm_certificate.site`.
pub(super) fn regions(tree: &Tree<'_>, dialect: &Dialect) -> HashMap<String, String> {
    let mut found = HashMap::new();
    let ([provider, alias, region], Some(block_key)) =
        (&dialect.functions.regions[..], dialect.block_key.as_deref())
    else {
        return found;
    };
    if tree.form() != Form::Hcl {
        return found;
    }
    let child = |node: NodeId, name: &str| tree.children(node).find(|it| tree.name(*it) == name);
    let text = |node: NodeId, name: &str| child(node, name).map(|it| tree.text(it).trim());
    let own_region = |node: NodeId| {
        let region = child(node, region)?;
        (tree.node(region).kind == NodeKind::String).then(|| tree.text(region))
    };
    // Only blocks have labels.
    let blocks = || {
        let nodes = (0..tree.nodes().len()).map(NodeId::from_index);
        nodes.filter(|node| tree.labels(*node).next().is_some())
    };
    let mut providers = HashMap::new();
    for node in blocks().filter(|node| tree.name(*node) == provider) {
        let label = tree.labels(node).next().unwrap_or_default();
        let name = match text(node, alias) {
            Some(alias) => format!("{label}.{alias}"),
            None => label.to_owned(),
        };
        providers.insert(name, own_region(node));
    }
    let source = dialect.functions.source.as_ref();
    for node in blocks() {
        let prefix = match tree.name(node) {
            name if name == block_key => "",
            name if Some(name) == source.strip_suffix('.') => source,
            _ => continue,
        };
        let mut labels = tree.labels(node);
        let (Some(kind), Some(name)) = (labels.next(), labels.next()) else {
            continue;
        };
        // Without a name of its own, the provider is that of the type: `aws` of `aws_lb`.
        let usual = kind.split('_').next();
        let region = match (child(node, region), text(node, provider).or(usual)) {
            (Some(_), _) => own_region(node),
            (None, provider) => provider.and_then(|name| providers.get(name).copied().flatten()),
        };
        if let Some(region) = region {
            found.insert(format!("{prefix}{kind}.{name}"), region.to_owned());
        }
    }
    found
}
