//! The namespace of the root: which version it names, and what is wrong with it.

use crate::lint::fault::{Builtin, Fault, RootNamespace};
use crate::lint::wording::Argument;
use crate::model::near::nearest;
use crate::model::schema::{Schema, Version};
use crate::text::{Edit, Span};
use crate::tree::{Attribute, NodeId, Tree};

/// What a namespace means.
pub(super) struct Declared<'t> {
    /// The version that it names.
    pub(super) version: Option<Version>,
    /// What is wrong with it.
    pub(super) fault: Option<Fault<'t>>,
    /// Whether it is a namespace of CloudFront, or was meant to be one.
    pub(super) is_ours: bool,
}

/// What all namespaces of the versions begin with.
pub(super) fn stem(schema: &Schema) -> &str {
    let info = schema.version_info(schema.newest());
    info.namespace
        .trim_end_matches('/')
        .strip_suffix(info.name.as_ref())
        .unwrap_or(&info.namespace)
}

/// What the namespace of the root means.
pub(super) fn declared<'t>(
    tree: &'t Tree<'_>,
    schema: &'static Schema,
    node: NodeId,
) -> Declared<'t> {
    let (version, fault) = declared_version(tree, schema, node);
    let near = Builtin::NamespaceForeign(RootNamespace::Near);
    let is_near = fault
        .as_ref()
        .is_some_and(|fault| fault.builtin() == Some(near));
    let begins = tree
        .namespace()
        .is_some_and(|namespace| namespace.starts_with(stem(schema)));
    Declared {
        is_ours: version.is_some() || is_near || begins,
        version,
        fault,
    }
}

/// The version that the namespace names, or what is wrong with the namespace.
fn declared_version<'t>(
    tree: &'t Tree<'_>,
    schema: &'static Schema,
    node: NodeId,
) -> (Option<Version>, Option<Fault<'t>>) {
    let place = tree.node(node).name;
    let version_of = |namespace: &str| {
        schema
            .versions
            .iter()
            .position(|info| info.namespace == namespace)
            .map(|index| Version(index as u8))
    };
    let Some(namespace) = tree.namespace().filter(|namespace| !namespace.is_empty()) else {
        // Where a root was put around a whole document, the namespace is on its content, and
        // stays when the root is cut off.
        let mut children = tree.children(node);
        let inside = children.next().and_then(|child| {
            tree.attributes(child)
                .iter()
                .find(|it| is_declaration(tree, it))
        });
        let version = inside.and_then(|attribute| version_of(tree.source().slice(attribute.value)));
        let is_wrapper = version.is_some() && children.next().is_none();
        return (
            version,
            (!is_wrapper).then(|| Fault::new(Builtin::NamespaceMissing, place).at(node)),
        );
    };
    if let Some(version) = version_of(namespace) {
        return (Some(version), None);
    }
    let case = Builtin::NamespaceForeign(RootNamespace::Unrelated);
    let mut fault = Fault::new(case, span(tree, node));
    fault.argument("found", Argument::value(namespace));
    // The date is what matters: a lost slash or another scheme does not make it another version.
    let dated = schema.versions.iter().position(|info| {
        namespace
            .trim_end_matches('/')
            .ends_with(info.name.as_ref())
    });
    let near = dated.or_else(|| {
        let best = nearest(
            namespace,
            schema.versions.iter().map(|info| info.namespace.as_ref()),
        )
        .first()
        .copied()?;
        schema
            .versions
            .iter()
            .position(|info| info.namespace == best)
    });
    let Some(index) = near else {
        return (None, Some(fault));
    };
    let info = &schema.versions[index];
    fault.argument("suggestion", Argument::value(info.namespace.as_ref()));
    fault.edits = set(tree, node, &info.namespace);
    let version = dated.map(|index| Version(index as u8));
    let case = Builtin::NamespaceForeign(RootNamespace::Near);
    (version, Some(fault.case(case)))
}

fn is_declaration(tree: &Tree<'_>, attribute: &Attribute) -> bool {
    tree.source().slice(attribute.name).starts_with("xmlns")
}

/// Where the namespace of the root is written, or the root's name.
pub(super) fn span(tree: &Tree<'_>, node: NodeId) -> Span {
    let declaration = tree
        .attributes(node)
        .iter()
        .find(|attribute| is_declaration(tree, attribute));
    declaration.map_or(tree.node(node).name, |attribute| {
        if attribute.value.is_empty() {
            attribute.whole
        } else {
            attribute.value
        }
    })
}

/// The edits that give the root a namespace.
pub(super) fn set(tree: &Tree<'_>, node: NodeId, namespace: &str) -> Vec<Edit> {
    let declaration = tree
        .attributes(node)
        .iter()
        .find(|attribute| is_declaration(tree, attribute));
    let (span, text) = match declaration {
        Some(attribute) => (attribute.value, namespace.to_owned()),
        None => (
            Span::at(tree.node(node).name.end as usize),
            format!(" xmlns=\"{namespace}\""),
        ),
    };
    vec![Edit { span, text }]
}
