//! One resource of a template as a document, for what is not linting.

use crate::builtin;
use crate::lint::bind::Options;
use crate::lint::document::Document;
use crate::lint::identify::Identified;
use crate::lint::pipeline::bound;
use crate::lint::translate::{self, Found, Reading, Template, Translation};
use crate::model::schema::{NameId, Root, Schema, ValueKind};
use crate::outcome::Error;
use crate::text::Source;
use crate::tree::{NodeId, Tree};

/// A resource of a template as a document.
pub(crate) struct ResourceDocument<'r> {
    pub(crate) schema: &'static Schema,
    /// In the API's form.
    pub(crate) tree: &'r Tree<'r>,
    pub(crate) root: NodeId,
    /// The configuration in it.
    pub(crate) config: NodeId,
    /// What the template calls it.
    pub(crate) name: &'r str,
    /// The places in the template of values that only the deployment knows, with their nodes.
    pub(crate) unknown: &'r [(Option<NodeId>, String)],
    /// Structures without the number of their items, which is 0, and the name of that number.
    pub(crate) uncounted: &'r [(NodeId, NameId)],
    /// Required texts of the configuration that no template can say.
    pub(crate) unsaid: &'r [NameId],
}

/// Runs a function on a resource of a template.
pub(crate) fn with_resource<T>(
    source: &Source<'_>,
    name: Option<&str>,
    run: impl FnOnce(&ResourceDocument<'_>) -> T,
) -> Result<T, Error> {
    let Reading::Template(template) = translate::read(source, &[]) else {
        return Err(Error::NotCloudFront);
    };
    if let Some(fault) = template.faults.first() {
        let place = source.position(fault.span.start as usize);
        return Err(Error::NotWellFormed {
            kind: fault.kind.name(),
            count: template.faults.len(),
            line: place.line,
            column: place.column,
        });
    }
    let found = one(&template, name)?;
    let translation =
        translate::convert(source, &template, found, &[]).ok_or(Error::NotCloudFront)?;
    let root = translation.tree.root().ok_or(Error::NotCloudFront)?;
    let schema = &builtin::SCHEMA;
    let kind = root_of(found);
    let config = kind.config.and_then(|name| {
        let mut children = translation.tree.children(root);
        children.find(|child| translation.tree.name(*child) == schema.name_text(name))
    });
    let identified = identified(kind, root);
    let (document, _) = bound(schema, &translation.tree, &identified, Options::default());
    let document = ResourceDocument {
        schema,
        tree: &translation.tree,
        root,
        config: config.unwrap_or(root),
        name: &found.name,
        unknown: &unknown(&translation),
        uncounted: &uncounted(&document),
        unsaid: &unsaid(schema, &template, found),
    };
    Ok(run(&document))
}

pub(super) fn root_of(found: &Found) -> &'static Root {
    &builtin::SCHEMA.roots[usize::from(found.resource.root)]
}

pub(super) fn identified(root: &'static Root, node: NodeId) -> Identified<'static> {
    Identified {
        root,
        node,
        version: builtin::SCHEMA.newest(),
        envelope: None,
        etag: None,
        faults: Vec::new(),
    }
}

/// The places of a resource that only the deployment knows, each once, with their nodes.
fn unknown(translation: &Translation<'_>) -> Vec<(Option<NodeId>, String)> {
    let origins = &translation.origins;
    let values = translation
        .unknown
        .iter()
        .filter(|node| !origins.is_implied(**node));
    let mut unknown: Vec<(Option<NodeId>, String)> = values
        .map(|node| (Some(*node), origins.path(*node).to_string()))
        .collect();
    let others = translation.doubtful.iter().copied();
    let faults = translation.faults.iter().map(|fault| fault.node);
    for node in others.chain(faults) {
        let place = origins.path_of(node).to_string();
        if !unknown.iter().any(|(_, known)| *known == place) {
            unknown.push((None, place));
        }
    }
    unknown
}

/// The structures without the number of their items, and the name of that number.
fn uncounted(document: &Document<'_>) -> Vec<(NodeId, NameId)> {
    let nodes = (0..document.tree.nodes().len()).map(NodeId::from_index);
    let without_count = |node: NodeId| {
        let shape = document.shape(document.structure_of(node)?);
        let (count, _) = shape.counted_members(document.version)?;
        let is_missing = document.child(node, count.name).is_none();
        is_missing.then_some((node, count.name))
    };
    nodes.filter_map(without_count).collect()
}

/// The resource of a name, or the only one.
fn one<'t>(template: &'t Template<'_>, name: Option<&str>) -> Result<&'t Found, Error> {
    let mut all = template.resources.iter();
    match (name, &template.resources[..]) {
        (None, [only]) => Ok(only),
        (None, []) => Err(Error::NotCloudFront),
        (Some(name), _) => all.find(|it| it.name == name).ok_or(Error::NotCloudFront),
        (None, several) => Err(Error::SeveralResources {
            names: several.iter().map(|it| it.name.clone()).collect(),
        }),
    }
}

/// The required texts of the configuration that the table has no property for.
fn unsaid(schema: &'static Schema, template: &Template<'_>, found: &Found) -> Vec<NameId> {
    let root = &schema.roots[usize::from(found.resource.root)];
    let newest = schema.newest();
    let outer = schema.shape(root.shape);
    let config = root
        .config
        .and_then(|name| outer.member(name, newest))
        .and_then(|member| match member.value {
            ValueKind::Structure(shape) => Some(schema.shape(shape)),
            _ => None,
        })
        .unwrap_or(outer);
    let is_said = |name: NameId| {
        let mut properties = template
            .dialect
            .blocks
            .iter()
            .flat_map(|block| block.properties.iter());
        properties.any(|property| property.place.last() == Some(&name))
    };
    config
        .members()
        .iter()
        .filter(|member| {
            member.required.contains(newest)
                && member.value == ValueKind::String
                && !is_said(member.name)
        })
        .map(|member| member.name)
        .collect()
}
