//! What is known about the element at a place of a document, as an editor shows it.

use crate::builtin::FORMATS;
use crate::explain::document::root_facts;
use crate::explain::element::{Fact, element_facts};
use crate::explain::places::{Place, places};
use crate::explain::resources;
use crate::explain::rules_about::rules_about;
use crate::lint::other_files::managed;
use crate::lint::{Linter, Spot, known_place, member_place, template_kind};
use crate::model::dialect::Sent;
use crate::model::rule::Rule;
use crate::model::schema::{NameId, Root, Schema, ShapeId, ShapeKind, ValueKind, Version};
use crate::text::{Source, Span};

/// Facts that are left out: the place is known already, the rules are listed apart, and where more
/// can be read is for those who ask for [everything](super::element).
const LEFT_OUT: [&str; 4] = ["at", "rules", "reference", "sources"];

/// The fact with all managed resources that a member can name.
const MANAGED: &str = "managed";
/// The API reference, which is about the newest version.
const PAGES: &str = "https://docs.aws.amazon.com/cloudfront/latest/APIReference/";

/// What is known about an element of a document.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Here<'l> {
    /// The structure that it is a member of, and its name: `Paths/Quantity`.
    pub title: String,
    /// Its path, as findings have it: `DistributionConfig/Origins/Items/Origin[2]/Id`.
    pub path: String,
    /// Where its name is written: in the start tag or, where the place is there, in the end tag;
    /// the key in JSON, with its quotes.
    pub span: Span,
    /// What is known about it, without its other places.
    pub facts: Vec<Fact>,
    /// The rules about it that the linter could report.
    pub rules: Vec<&'l Rule>,
    /// The page of the API reference about it.
    pub reference: Option<String>,
}

/// What is known about the element whose name or value is at a byte offset of a text. `None`
/// between names, for an element that no version knows there, and in files that are not CloudFront
/// documents.
///
/// ```
/// use cloudfront_lint::{Linter, Source, explain};
///
/// let paths = "<Paths><Quantity>0</Quantity></Paths>";
/// let text = format!("<InvalidationBatch>{paths}</InvalidationBatch>");
/// let source = Source::new(&text);
/// let linter = Linter::new();
/// let here = explain::here(&linter, &source, 30).expect("that is in `Quantity`");
/// assert_eq!(here.title, "Paths/Quantity");
/// assert_eq!(here.path, "InvalidationBatch/Paths/Quantity");
/// assert_eq!(source.slice(here.span), "Quantity");
/// ```
pub fn here<'l>(linter: &'l Linter, source: &Source<'_>, offset: usize) -> Option<Here<'l>> {
    if template_kind(source.text()).is_some() {
        return in_template(linter, source, offset);
    }
    let named = linter.element_named_at(source, offset);
    let Some(element) = named.or_else(|| linter.element_valued_at(source, offset)) else {
        return root(linter, source, offset);
    };
    let id = element.id.as_deref();
    let about = about(linter, (element.shape, element.name), element.version, id)?;
    Some(Here {
        path: element.path,
        span: element.span,
        ..about
    })
}

/// What is known about a member of a shape, still without a place.
fn about<'l>(
    linter: &'l Linter,
    (shape, name): (ShapeId, NameId),
    version: Version,
    id: Option<&str>,
) -> Option<Here<'l>> {
    let schema = linter.schema();
    let mut places = places(schema, schema.name_text(name)).into_iter();
    let place = places.find(|place| place.shape == shape)?;
    let mut facts = element_facts(schema, &FORMATS, &[], &place, Some(version));
    if let Some(id) = id {
        facts.retain(|fact| fact.key != MANAGED);
        facts.splice(0..0, managed::named(id).and_then(resources::settings));
        facts.splice(0..0, linter.resource(id).map(|it| Fact::one("value", it)));
    }
    facts.retain(|fact| !LEFT_OUT.contains(&fact.key.as_ref()));
    let about: Vec<&Rule> = rules_about(schema, linter.rules(), &place).collect();
    let could_report = |rule: &&Rule| linter.could_report(&rule.name);
    let shape = &schema.shape(place.shape).name;
    Some(Here {
        title: format!("{shape}/{}", schema.name_text(place.name)),
        path: String::new(),
        span: Span::default(),
        facts,
        rules: about.into_iter().filter(could_report).collect(),
        reference: reference(schema, &place),
    })
}

/// What is known about the property or the resource at a place of a template.
fn in_template<'l>(linter: &'l Linter, source: &Source<'_>, offset: usize) -> Option<Here<'l>> {
    let schema = linter.schema();
    let known = known_place(source, Span::at(offset.min(source.text().len())))?;
    let (block, property) = match known.spot {
        Spot::Resource(root) => {
            let about = about_root(schema, root, schema.newest());
            return Some(Here {
                title: known.resource.to_owned(),
                path: known.path,
                span: known.span,
                ..about
            });
        }
        Spot::Property(block, property) => (block, property),
    };
    let title = format!("`{}` of `{}`", property.name, known.resource);
    let id = Some(known.text.as_str()).filter(|text| linter.name_of(text).is_some());
    let place = member_place(block, property);
    let about = place.and_then(|place| about(linter, place, schema.newest(), id));
    let mut facts = Vec::new();
    match &about {
        Some(about) => facts.push(Fact::one("in the API", about.title.clone())),
        None => facts.push(Fact::one("use", "not sent to CloudFront as it is")),
    }
    if property.required {
        facts.push(Fact::one("required", format!("by {}", known.dialect.title)));
    }
    if let Some(Sent::Text(sent)) = &property.sent {
        facts.push(Fact::one("if absent", format!("`{sent}` is sent")));
    }
    let (more, rules, reference) = match about {
        Some(about) => (about.facts, about.rules, about.reference),
        None => (Vec::new(), Vec::new(), None),
    };
    facts.extend(more.into_iter().filter(|fact| fact.key != "required"));
    Some(Here {
        title,
        path: known.path,
        span: known.span,
        facts,
        rules,
        reference,
    })
}

/// What is known about the root of a document.
fn root<'l>(linter: &'l Linter, source: &Source<'_>, offset: usize) -> Option<Here<'l>> {
    let schema = linter.schema();
    let (root, version, span) = linter.root_named_at(source, offset)?;
    let about = about_root(schema, root, version);
    Some(Here {
        path: about.title.clone(),
        span,
        ..about
    })
}

/// What is known about a root, still without a place.
fn about_root(schema: &Schema, root: &Root, version: Version) -> Here<'static> {
    let mut facts = root_facts(schema, &[], &[root], Some(version));
    facts.retain(|fact| !LEFT_OUT.contains(&fact.key.as_ref()));
    let page = root.api.is_none().then(|| page(schema, root.shape));
    Here {
        title: schema.name_text(root.name).to_owned(),
        path: String::new(),
        span: Span::default(),
        facts,
        rules: Vec::new(),
        reference: page.flatten(),
    }
}

/// The page of the API reference about an element: that of its own members or, of a value, that of
/// the structure around it.
fn reference(schema: &Schema, place: &Place<'_>) -> Option<String> {
    let newest = schema.newest();
    let mut entries = place.entries.iter();
    let entry = entries.find(|entry| entry.versions.contains(newest))?;
    let shape = match entry.value {
        ValueKind::Structure(shape) => shape,
        _ => place.shape,
    };
    place.api.is_none().then(|| page(schema, shape))?
}

/// The page of the API reference about a structure of the newest version.
fn page(schema: &Schema, shape: ShapeId) -> Option<String> {
    let shape = schema.shape(shape);
    let is_structure = matches!(shape.kind, ShapeKind::Structure { .. });
    let is_there = is_structure && shape.versions.contains(schema.newest());
    is_there.then(|| format!("{PAGES}API_{}.html", shape.name))
}
