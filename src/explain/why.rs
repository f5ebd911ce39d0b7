//! All that is known about an element, as text: that of `cloudfront-lint why PATH`.

use std::fmt::Write as _;

use crate::explain::document::root_facts;
use crate::explain::element::{Fact, element_facts};
use crate::explain::find::find;
use crate::explain::reference::examples;
use crate::model::rule::{Format, Rule};
use crate::model::schema::{Schema, Version};
use crate::outcome::Error;
use crate::text::wrapped;

/// Columns before a fact.
const INDENT: usize = 13;

/// An element or a document, and what is known about it.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Element {
    /// Its name, after that of its shape: `DefaultCacheBehavior/Compress`.
    pub title: String,
    /// What is known about it.
    pub facts: Vec<Fact>,
    /// What it looks like in a document.
    pub example: Option<String>,
}

/// All that is known about the elements that a path means. With a version, what is true in it comes
/// first.
///
/// ```
/// use cloudfront_lint::internal::builtin::{FORMATS, SCHEMA};
/// use cloudfront_lint::internal::explain::{why, why_text};
///
/// let elements = why(&SCHEMA, &FORMATS, &[], "DefaultCacheBehavior/Compress", None)?;
/// assert!(why_text(&elements, 80).contains("exists     since 2015-09-17"));
/// # Ok::<(), cloudfront_lint::Error>(())
/// ```
///
/// # Errors
/// When the path means none.
pub fn why(
    schema: &Schema,
    formats: &[Format],
    rules: &[Rule],
    path: &str,
    version: Option<Version>,
) -> Result<Vec<Element>, Error> {
    let found = find(schema, path)?;
    let mut elements = Vec::new();
    if let [root, ..] = found.roots.as_slice() {
        elements.push(Element {
            title: schema.name_text(root.name).to_owned(),
            facts: root_facts(schema, rules, &found.roots, version),
            example: None,
        });
    }
    let examples = examples(&found.places);
    elements.extend(found.places.iter().map(|place| {
        let shape = &schema.shape(place.shape).name;
        Element {
            title: format!("{shape}/{}", schema.name_text(place.name)),
            facts: element_facts(schema, formats, rules, place, version),
            example: examples.get(&(place.shape, place.name)).cloned(),
        }
    }));
    Ok(elements)
}

/// What is known about elements as text, no line of which is wider than `width`.
pub fn why_text(elements: &[Element], width: usize) -> String {
    let blocks: Vec<String> = elements.iter().map(|it| block(it, width)).collect();
    blocks.join("\n")
}

fn block(element: &Element, width: usize) -> String {
    let mut text = format!("{}\n", element.title);
    for fact in &element.facts {
        let mut key = fact.key.as_ref();
        for value in &fact.values {
            let lines = wrapped(value, width.saturating_sub(INDENT + 2));
            for (index, line) in lines.iter().enumerate() {
                // A value that continues is indented once more, so that the next one can be seen.
                let indent = if index == 0 { "" } else { "  " };
                if line.contains("://") && line.chars().count() + INDENT > width {
                    let _ = writeln!(text, "  {key}");
                    key = "";
                }
                let _ = writeln!(text, "  {key:<10} {indent}{line}");
                key = "";
            }
        }
    }
    let mut key = "example";
    for line in element.example.iter().flat_map(|example| example.lines()) {
        let line: String = line.chars().take(width.saturating_sub(INDENT)).collect();
        let _ = writeln!(text, "  {key:<10} {line}");
        key = "";
    }
    text
}
