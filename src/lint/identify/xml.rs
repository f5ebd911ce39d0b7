//! XML: a document is known by the namespace of its root, or by the root's name and what is in it.

use crate::lint::fault::{Builtin, Fault, RootNamespace, UnknownRoot};
use crate::lint::identify::evidence::{Evidence, Spelling};
use crate::lint::identify::namespace::{self, Declared};
use crate::lint::identify::{
    Identified, Outcome, other_documents, response, root_of_other_version, version_name,
};
use crate::lint::wording::{Argument, phrasing};
use crate::model::near::nearest;
use crate::model::schema::{Root, Schema, Version};
use crate::tree::{NodeId, Tree};

/// Finds out what the document with this root is.
pub(super) fn identify<'t>(
    tree: &'t Tree<'_>,
    schema: &'static Schema,
    wanted: Option<Version>,
    node: NodeId,
) -> Outcome<'t> {
    let declared = namespace::declared(tree, schema, node);
    let version = wanted.or(declared.version).unwrap_or(schema.newest());
    let written = tree.name(node);
    let Some(mut root) = schema.root(written) else {
        return other_root(tree, schema, version, (node, declared.is_ours));
    };
    if !declared.is_ours
        && !Evidence::of(tree, schema, node, root.shape, Spelling::Exact).is_enough(schema, root)
    {
        return Outcome::Foreign(None);
    }
    if !root.versions.contains(version) && root.api.is_none() {
        let place = tree.node(node).name;
        return Outcome::Unknown(vec![root_of_other_version(schema, root, version, place)]);
    }
    let mut faults = Vec::new();
    if root.api.is_none() {
        faults.extend(namespace_fault(
            tree,
            schema,
            (wanted, version),
            node,
            declared,
        ));
    }
    if let Some((meant, fault)) = response::misnamed(tree, schema, root, node) {
        root = meant;
        faults.push(fault);
    }
    Outcome::Ours(Identified {
        root,
        node,
        version,
        envelope: None,
        etag: None,
        faults,
    })
}

/// What a document is whose root is not that of a document that is checked.
fn other_root<'t>(
    tree: &'t Tree<'_>,
    schema: &'static Schema,
    version: Version,
    (node, is_ours): (NodeId, bool),
) -> Outcome<'t> {
    let written = tree.name(node);
    if let Some(other) = other_documents::at_root(tree, schema, node, is_ours) {
        return Outcome::Foreign(Some(other_documents::sentence(other)));
    }
    if !is_ours {
        return Outcome::Foreign(None);
    }
    let is_checked = |root: &&Root| root.versions.contains(version) && root.api.is_none();
    let names: Vec<&str> = schema
        .roots
        .iter()
        .filter(is_checked)
        .map(|root| schema.name_text(root.name))
        .collect();
    // The API has many roots, and some differ in a few letters only.
    let every = names
        .iter()
        .copied()
        .chain(schema.unchecked.iter().map(|it| it.name.as_ref()));
    let is_slip = |name: &&str| {
        name.len().abs_diff(written.len()) <= 2
            && name.as_bytes().first() == written.as_bytes().first()
            && names.contains(name)
    };
    let Some(near) = nearest(written, every).first().copied().filter(is_slip) else {
        return Outcome::Foreign(Some(format!(
            "it has the root {}, which no CloudFront document that is checked has",
            phrasing::quote(written)
        )));
    };
    let cause = Builtin::RootUnknown(UnknownRoot::Near);
    let mut fault = Fault::new(cause, tree.node(node).name);
    fault.argument("root", Argument::value(written));
    fault.argument("roots", Argument::choice(names));
    fault.argument("suggestion", Argument::value(near));
    fault.edits = tree.rename(node, near);
    Outcome::Unknown(vec![fault])
}

/// What is wrong with the namespace of a document that is checked by a version.
fn namespace_fault<'t>(
    tree: &'t Tree<'_>,
    schema: &'static Schema,
    (wanted, version): (Option<Version>, Version),
    node: NodeId,
    declared: Declared<'t>,
) -> Option<Fault<'t>> {
    let info = schema.version_info(version);
    if let (Some(wanted), Some(declared)) = (wanted, declared.version)
        && wanted != declared
    {
        let cause = Builtin::NamespaceForeign(RootNamespace::Mismatch);
        let mut fault = Fault::new(cause, namespace::span(tree, node));
        fault.argument("declared", version_name(schema, declared));
        fault.argument("wanted", info.name.as_ref());
        fault.edits = namespace::set(tree, node, &info.namespace);
        return Some(fault);
    }
    let mut fault = declared.fault?;
    fault.argument("namespace", Argument::value(info.namespace.as_ref()));
    fault.argument("raw-namespace", info.namespace.as_ref());
    fault.argument("version", info.name.as_ref());
    let is_near = fault.builtin() == Some(Builtin::NamespaceForeign(RootNamespace::Near));
    if is_near && declared.version.is_none() {
        // The version that was meant is not known, only the one that the document is checked as.
        fault = fault.case(Builtin::NamespaceForeign(RootNamespace::Unrelated));
        fault.edits.clear();
    }
    if fault.edits.is_empty() {
        fault.edits = namespace::set(tree, node, &info.namespace);
    }
    Some(fault)
}
