//! What is known about the element at a place of a document, as an editor shows it.

use crate::builtin::FORMATS;
use crate::explain::element::{Fact, element_facts};
use crate::explain::places::places;
use crate::explain::resources;
use crate::explain::rules_about::rules_about;
use crate::lint::Linter;
use crate::lint::other_files::managed;
use crate::model::rule::Rule;
use crate::text::{Source, Span};

/// Facts that are left out: the place is known already, the rules are listed apart, and where more
/// can be read is for those who ask for [everything](super::element).
const LEFT_OUT: [&str; 4] = ["at", "rules", "reference", "sources"];

/// The fact with all managed resources that a member can name.
const MANAGED: &str = "managed";

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
}

/// What is known about the element whose name is at a byte offset of a text. `None` between names,
/// for the root, for an element that no version knows there, and in files that are not CloudFront
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
    let schema = linter.schema();
    let element = linter.element_named_at(source, offset)?;
    let place = places(schema, schema.name_text(element.name))
        .into_iter()
        .find(|place| place.shape == element.shape)?;
    let mut facts = element_facts(schema, &FORMATS, &[], &place, Some(element.version));
    if let Some(id) = &element.id {
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
        path: element.path,
        span: element.span,
        facts,
        rules: about.into_iter().filter(could_report).collect(),
    })
}
