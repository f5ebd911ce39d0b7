//! What a document is: which root, inside which envelope, of which version.

pub(crate) mod encoding;
pub(crate) mod envelope;
pub(crate) mod parameters;
pub(crate) mod response;

use crate::lint::document::Document;
use crate::lint::fault::{Builtin, Event};
use crate::lint::identify::envelope::Found;
use crate::lint::wording::phrasing;
use crate::model::near::nearest;
use crate::model::schema::{Envelope, Root, Schema, Use, Version, VersionSet, period};
use crate::text::{Applicability, Edit, Span};
use crate::tree::{Attribute, Form, NodeId, NodeKind, Tree};

/// A document that is one of ours.
#[derive(Debug)]
pub(super) struct Identified {
    pub(super) root: &'static Root,
    pub(super) node: NodeId,
    pub(super) version: Version,
    pub(super) envelope: Option<&'static Envelope>,
    /// The `ETag` inside the file.
    pub(super) etag: Option<String>,
    pub(super) events: Vec<Event>,
}

impl Identified {
    /// Whether the file is, or was made of, an answer of the service.
    pub(super) fn is_answer(&self) -> bool {
        self.root.usage == Use::Response
            || self
                .envelope
                .is_some_and(|envelope| envelope.usage == Use::Response)
    }

    /// Whether the file is the argument of a command that asks for an ETag, though it may hold none.
    pub(super) fn is_update_argument(&self) -> bool {
        self.envelope
            .is_some_and(|envelope| envelope.usage == Use::Request && envelope.etag.is_some())
    }
}

/// What came of the question.
#[derive(Debug)]
pub(super) enum Outcome {
    Ours(Identified),
    /// One of ours by its namespace, but with a root that is none; the findings say why.
    Unknown(Vec<Event>),
    /// Something else; a sentence where it is known what.
    Foreign(Option<String>),
}

/// Tells what a tree is. `wanted` is the version it must be judged by, where one was named.
pub(super) fn identify(
    tree: &Tree<'_>,
    schema: &'static Schema,
    wanted: Option<Version>,
) -> Outcome {
    let Some(node) = tree.root() else {
        return Outcome::Foreign(None);
    };
    match tree.form() {
        Form::Xml => identify_xml(tree, schema, wanted, node),
        Form::Json => identify_json(tree, schema, wanted, node),
    }
}

/// Whether a text that is too broken to tell speaks of our documents.
pub(super) fn is_marked(text: &str, schema: &Schema) -> bool {
    text.contains(namespace_stem(schema))
        || schema.roots.iter().any(|root| {
            let name = schema.name_text(root.name);
            text.match_indices(name)
                .any(|(at, _)| text[..at].ends_with(['<', ':', '"', '/']))
        })
}

/// What all namespaces of the versions begin with.
fn namespace_stem(schema: &Schema) -> &str {
    let info = schema.version_info(schema.newest());
    info.namespace
        .trim_end_matches('/')
        .strip_suffix(info.name.as_ref())
        .unwrap_or(&info.namespace)
}

fn identify_xml(
    tree: &Tree<'_>,
    schema: &'static Schema,
    wanted: Option<Version>,
    node: NodeId,
) -> Outcome {
    let mut events = Vec::new();
    let (declared, event) = declared_version(tree, schema, node);
    let version = wanted.or(declared).unwrap_or(schema.newest());
    let written = tree.name(node);
    let found = schema
        .roots
        .iter()
        .find(|root| schema.name_text(root.name) == written);
    let place = tree.node(node).name;
    let Some(mut root) = found else {
        if !tree
            .namespace()
            .is_some_and(|namespace| namespace.starts_with(namespace_stem(schema)))
        {
            return Outcome::Foreign(None);
        }
        let names: Vec<&str> = schema
            .roots
            .iter()
            .filter(|root| root.versions.contains(version) && root.api.is_none())
            .map(|root| schema.name_text(root.name))
            .collect();
        // The service has many more roots than those that are judged here, and some are alike.
        let is_slip = |name: &&str| name.len().abs_diff(written.len()) <= 2;
        let near: Vec<&str> = nearest(written, names.iter().copied())
            .into_iter()
            .filter(is_slip)
            .collect();
        if near.is_empty() {
            return Outcome::Foreign(Some(format!(
                "{} is none of the documents of CloudFront that are judged here",
                phrasing::quote(written)
            )));
        }
        let mut event = Event::new(Builtin::RootUnknown, place);
        event.argument("root", phrasing::quote(written));
        event.argument("roots", phrasing::choices(&names));
        event.argument("suggestion", phrasing::quote(near[0]));
        event.edits = tree.rename(node, near[0]);
        return Outcome::Unknown(vec![event.variant("near")]);
    };
    if !root.versions.contains(version) && root.api.is_none() {
        return Outcome::Unknown(vec![root_of_other_version(schema, root, version, place)]);
    }
    if root.api.is_none() {
        if let (Some(wanted), Some(declared)) = (wanted, declared)
            && wanted != declared
        {
            let mut event = Event::new(Builtin::NamespaceForeign, namespace_span(tree, node))
                .variant("mismatch");
            event.argument("declared", schema.version_info(declared).name.to_string());
            event.argument("wanted", schema.version_info(wanted).name.to_string());
            event.edits = set_namespace(tree, node, &schema.version_info(wanted).namespace);
            events.push(event);
        } else {
            events.extend(event.map(|mut event| {
                let info = schema.version_info(version);
                event.argument("namespace", phrasing::quote(&info.namespace));
                event.argument("raw-namespace", info.namespace.to_string());
                event.argument("version", info.name.to_string());
                if event.edits.is_empty() {
                    event.edits = set_namespace(tree, node, &info.namespace);
                }
                event
            }));
        }
    }
    if let Some((meant, event)) = response::misnamed(tree, schema, root, node) {
        root = meant;
        events.push(event);
    }
    Outcome::Ours(Identified {
        root,
        node,
        version,
        envelope: None,
        etag: None,
        events,
    })
}

/// What is wrong with a root that the version does not have.
fn root_of_other_version(schema: &Schema, root: &Root, version: Version, place: Span) -> Event {
    let mut event = Event::new(Builtin::RootUnknown, place).variant("version");
    event.argument("root", phrasing::quote(schema.name_text(root.name)));
    event.argument("period", period(schema, root.versions));
    event.argument("version", schema.version_info(version).name.to_string());
    event.argument(
        "move",
        phrasing::move_advice(schema, root.versions, version),
    );
    event
}

/// The version that the namespace names, or what is wrong with the namespace.
fn declared_version(
    tree: &Tree<'_>,
    schema: &Schema,
    node: NodeId,
) -> (Option<Version>, Option<Event>) {
    let place = tree.node(node).name;
    let version_of = |namespace: &str| {
        schema
            .versions
            .iter()
            .position(|info| info.namespace == namespace)
            .map(|index| Version(index as u8))
    };
    let Some(namespace) = tree.namespace().filter(|namespace| !namespace.is_empty()) else {
        // Where a root was put around a whole document, the namespace is on what it holds, and stays when the root is cut off.
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
            (!is_wrapper).then(|| Event::new(Builtin::NamespaceMissing, place).at(node)),
        );
    };
    if let Some(version) = version_of(namespace) {
        return (Some(version), None);
    }
    let mut event = Event::new(Builtin::NamespaceForeign, namespace_span(tree, node));
    event.argument("found", phrasing::quote(namespace));
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
        return (None, Some(event));
    };
    let info = &schema.versions[index];
    event.argument("suggestion", phrasing::quote(&info.namespace));
    event.edits = set_namespace(tree, node, &info.namespace);
    let version = dated.map(|index| Version(index as u8));
    (version, Some(event.variant("near")))
}

/// The later version that a document was written for whatever its namespace says: several of its members came later, and it knows
/// all of them. With the fault of the namespace.
pub(super) fn outgrown(document: &Document<'_>, unknown: &[NodeId]) -> Option<(Version, Event)> {
    /// Fewer are slips of their own.
    const LEAST: usize = 3;
    let (tree, schema, declared) = (document.tree, document.schema, document.version);
    let is_declared = tree.namespace() == Some(&schema.version_info(declared).namespace);
    if tree.form() != Form::Xml || !is_declared || unknown.len() < LEAST {
        return None;
    }
    let mut known: Option<VersionSet> = None;
    let mut came = declared;
    let mut count = 0;
    for node in unknown {
        let Some(shape) = tree
            .node(*node)
            .parent()
            .and_then(|parent| document.structure_of(parent))
        else {
            continue;
        };
        let Some(name) = schema.name(tree.name(*node)) else {
            continue;
        };
        let members = document
            .shape(shape)
            .members()
            .iter()
            .filter(|member| member.name == name);
        let times = members.fold(VersionSet::NONE, |all, member| all.union(member.versions));
        let Some(first) = times.iter().find(|version| *version > declared) else {
            continue;
        };
        count += 1;
        came = came.max(first);
        known = Some(known.map_or(times, |known| known.intersection(times)));
    }
    let later = known?
        .last()
        .filter(|later| *later > declared && count >= LEAST)?;
    let mut event = Event::new(
        Builtin::NamespaceForeign,
        namespace_span(tree, document.root),
    )
    .variant("outgrown");
    event.argument("declared", schema.version_info(declared).name.to_string());
    event.argument("came", schema.version_info(came).name.to_string());
    event.argument("count", phrasing::number(count as i64));
    event.edits = set_namespace(tree, document.root, &schema.version_info(later).namespace);
    event.applicability = Some(Applicability::Unsafe);
    Some((later, event))
}

fn is_declaration(tree: &Tree<'_>, attribute: &Attribute) -> bool {
    tree.source().slice(attribute.name).starts_with("xmlns")
}

fn namespace_span(tree: &Tree<'_>, node: NodeId) -> Span {
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

fn set_namespace(tree: &Tree<'_>, node: NodeId, namespace: &str) -> Vec<Edit> {
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

fn identify_json(
    tree: &Tree<'_>,
    schema: &'static Schema,
    wanted: Option<Version>,
    node: NodeId,
) -> Outcome {
    let Found {
        envelope,
        root,
        node: at,
        mut etag,
        misspelt,
    } = match envelope::find(tree, schema, node) {
        Ok(found) => found,
        Err(what) => return Outcome::Foreign(what),
    };
    let mut events: Vec<Event> = misspelt
        .into_iter()
        .map(|(key, name)| key_misspelt(tree, envelope, key, name))
        .collect();
    let around = parameters::judge(tree, schema, envelope, node, at);
    events.extend(around.events);
    etag = etag.or(around.etag);
    if envelope.usage == Use::Response && at != node && tree.node(at).kind == NodeKind::Object {
        events.push(answer_wrapped(
            tree,
            schema,
            (envelope, root),
            node,
            at,
            etag.as_deref(),
        ));
    }
    let version = wanted.unwrap_or(schema.newest());
    if !root.versions.contains(version) && root.api.is_none() {
        return Outcome::Unknown(vec![root_of_other_version(
            schema,
            root,
            version,
            key_span(tree, node),
        )]);
    }
    Outcome::Ours(Identified {
        root,
        node: at,
        version,
        envelope: Some(envelope),
        etag,
        events,
    })
}

/// What is said of a file that holds an answer: the configuration inside is what can be sent back.
fn answer_wrapped(
    tree: &Tree<'_>,
    schema: &'static Schema,
    (envelope, root): (&Envelope, &Root),
    outer: NodeId,
    answer: NodeId,
    etag: Option<&str>,
) -> Event {
    let mut event = Event::new(Builtin::ResponseWrapper, key_span(tree, outer));
    let config = root.config.map(|name| schema.name_text(name));
    event.argument("form", envelope.name.to_string());
    event.argument("root", schema.name_text(root.name).to_owned());
    event.argument(
        "path",
        envelope
            .path
            .iter()
            .map(AsRef::as_ref)
            .chain(config)
            .collect::<Vec<&str>>()
            .join("."),
    );
    if let Some(etag) = etag {
        event.argument("etag", etag.to_owned());
    }
    let inner = config.map_or(Some(answer), |name| {
        tree.children(answer)
            .find(|child| tree.name(*child) == name)
    });
    event.edits = inner.map_or_else(Vec::new, |inner| {
        response::cut_bare(tree, schema, root, outer, inner)
    });
    event
}

/// What is wrong with a key around the document that is not written as its form has it.
fn key_misspelt(tree: &Tree<'_>, envelope: &Envelope, key: NodeId, name: &str) -> Event {
    let written = tree.name(key);
    let mut event = Event::new(Builtin::WrapperMisspelt, tree.node(key).name);
    event.argument("written", phrasing::quote_visibly(written));
    event.argument("name", phrasing::quote(name));
    event.argument("form", envelope.name.to_string());
    event.edits = tree.rename(key, name);
    event.applicability = Some(if written.eq_ignore_ascii_case(name) {
        Applicability::Safe
    } else {
        Applicability::Unsafe
    });
    if envelope.usage == Use::Response {
        event.variant("answer")
    } else {
        event
    }
}

/// The first key of an object: what a reader sees first.
fn key_span(tree: &Tree<'_>, object: NodeId) -> Span {
    tree.children(object)
        .next()
        .map_or(Span::at(tree.node(object).whole.start as usize), |child| {
            tree.node(child).name
        })
}
