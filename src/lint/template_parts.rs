//! A template as an editor sees it: its tree, each of its resources as the document that it
//! becomes, and the property at a place.
//!
//! What does not live here: what is found wrong with a resource ([`template`](super::template)).

use crate::builtin;
use crate::lint::bind::Options;
use crate::lint::document::Document;
use crate::lint::pipeline::bound;
use crate::lint::resource::{identified, root_of};
use crate::lint::translate::{self, Found, Reading, Template};
use crate::model::dialect::{Block, Dialect, Property};
use crate::model::schema::{NameId, Root, ShapeId, ValueKind};
use crate::text::{Source, Span};
use crate::tree::{DEEPEST, Form, NodeId, NodeKind};

/// A resource of a template with what it becomes.
pub(crate) struct BoundResource<'r> {
    /// The document that the service receives, with the places and names of the template.
    pub(crate) document: &'r Document<'r>,
    pub(crate) template: &'r Template<'r>,
    pub(crate) found: &'r Found,
}

impl BoundResource<'_> {
    /// The node of the template that says what a node of the document says. `None` for what the
    /// template does not say.
    pub(crate) fn written(&self, node: NodeId) -> Option<NodeId> {
        let origins = self.document.origins?;
        let is_said = !origins.is_implied(node) && origins.name(node).is_some();
        is_said.then(|| origins.node(node))?
    }

    /// Whether the tool that deploys the template says what a node of the document says.
    pub(crate) fn is_implied(&self, node: NodeId) -> bool {
        let origins = self.document.origins;
        origins.is_some_and(|origins| origins.is_implied(node))
    }

    /// The structure of the dialect that a node of the document comes from.
    pub(crate) fn block(&self, node: NodeId) -> Option<&'static Block> {
        self.document.origins?.block(node)
    }

    /// Whether a place is in the resource.
    pub(crate) fn contains(&self, at: Span) -> bool {
        self.template.tree.node(self.found.node).whole.contains(at)
    }
}

/// Runs something on a template. `None` where a text is none.
pub(crate) fn with_template<T>(
    source: &Source<'_>,
    run: impl FnOnce(&Template<'_>) -> T,
) -> Option<T> {
    match translate::read(source, &[]) {
        Reading::Template(template) => Some(run(&template)),
        _ => None,
    }
}

/// Runs something on each resource of a template, in their order. `None` where a text is none.
pub(crate) fn each_resource<T>(
    source: &Source<'_>,
    mut run: impl FnMut(&BoundResource<'_>) -> T,
) -> Option<Vec<T>> {
    with_template(source, |template| {
        let mut results = Vec::new();
        for found in &template.resources {
            let Some(translation) = translate::convert(source, template, found, &[]) else {
                continue;
            };
            let Some(root) = translation.tree.root() else {
                continue;
            };
            let identified = identified(root_of(found), root);
            let schema = &builtin::SCHEMA;
            let (mut document, _) =
                bound(schema, &translation.tree, &identified, Options::default());
            document.origins = Some(&translation.origins);
            results.push(run(&BoundResource {
                document: &document,
                template,
                found,
            }));
        }
        results
    })
}

/// What a place of a template is about.
#[derive(Debug)]
pub(crate) enum Spot {
    /// The type of a resource.
    Resource(&'static Root),
    /// A property, by its key or its value.
    Property(&'static Block, &'static Property),
}

/// A place of a template that its dialect knows.
#[derive(Debug)]
pub(crate) struct KnownPlace {
    pub(crate) dialect: &'static Dialect,
    /// The type of the resource: `AWS::CloudFront::Distribution`.
    pub(crate) resource: &'static str,
    pub(crate) spot: Spot,
    /// As findings have it.
    pub(crate) path: String,
    /// The key or the value.
    pub(crate) span: Span,
    /// The text of the value.
    pub(crate) text: String,
}

/// What the dialect knows at a place of a template.
pub(crate) fn known_place(source: &Source<'_>, at: Span) -> Option<KnownPlace> {
    let of_resource = |resource: &BoundResource<'_>| {
        let template = resource.template;
        let (tree, found) = (&template.tree, resource.found);
        let node = tree.innermost(at).filter(|_| resource.contains(at))?;
        let it = tree.node(node);
        let dialect = template.dialect;
        let is_value = !it.has_children() && !it.content.is_empty() && it.value().contains(at);
        let is_type = node == found.node && tree.form() == Form::Hcl && it.head().contains(at)
            || is_value && it.parent() == Some(found.node) && tree.name(node) == dialect.type_key;
        let property = || property_of(template, found, node);
        let (spot, span) = if is_type && is_value {
            (Spot::Resource(root_of(found)), it.content)
        } else if is_type {
            (Spot::Resource(root_of(found)), it.head())
        } else if it.name.contains(at) && !it.name.is_empty() {
            let (block, property) = property()?;
            (Spot::Property(block, property), it.name)
        } else {
            let (block, property) = property().filter(|_| is_value)?;
            (Spot::Property(block, property), it.content)
        };
        Some(KnownPlace {
            dialect,
            resource: &found.resource.name,
            spot,
            path: resource.document.origins?.path_of(node).to_string(),
            span,
            text: tree.text(node).to_owned(),
        })
    };
    each_resource(source, of_resource)?
        .into_iter()
        .flatten()
        .next()
}

/// The property that a node of a resource is, or is a value of.
fn property_of(
    template: &Template<'_>,
    found: &Found,
    node: NodeId,
) -> Option<(&'static Block, &'static Property)> {
    let (tree, dialect) = (&template.tree, template.dialect);
    let functions = &dialect.functions;
    let up = |node: &NodeId| tree.node(*node).parent();
    let way = std::iter::successors(Some(node), up).take(DEEPEST);
    let way: Vec<NodeId> = way.take_while(|it| *it != found.body).collect();
    if up(way.last()?) != Some(found.body) {
        return None;
    }
    let mut block = dialect.blocks.get(usize::from(found.resource.block));
    let mut last = None;
    for node in way.into_iter().rev() {
        let name = tree.name(node);
        let is_hcl = tree.form() == Form::Hcl;
        let key = if is_hcl && name == functions.dynamic {
            tree.labels(node).next()?
        } else if is_hcl && functions.repeated.get(1).is_some_and(|it| it == name) {
            continue;
        } else {
            name
        };
        let is_function = !functions.prefix.is_empty() && key.starts_with(&*functions.prefix)
            || functions.bare.iter().any(|it| it == key);
        if key.is_empty() || is_function && tree.node(node).kind != NodeKind::Object {
            continue;
        }
        let inside = block?;
        let property = inside.properties.iter().find(|it| it.name == key)?;
        last = Some((inside, property));
        block = property
            .block
            .and_then(|inner| dialect.blocks.get(usize::from(inner)));
    }
    last
}

/// The shape and the name of the member that a property becomes. `None` for what is not sent.
pub(crate) fn member_place(block: &Block, property: &Property) -> Option<(ShapeId, NameId)> {
    let (last, way) = property.place.split_last()?;
    let newest = builtin::SCHEMA.newest();
    let mut shape = block.shape;
    for name in way {
        match builtin::SCHEMA.shape(shape).member(*name, newest)?.value {
            ValueKind::Structure(inner) => shape = inner,
            _ => return None,
        }
    }
    Some((shape, *last))
}
