//! How often a part with a name is used, shown above it.

use crate::lint::links::{links, named};
use crate::lint::{BoundDocument, BoundResource, Linter, each_resource, template_kind};
use crate::text::{Source, Span};

/// A part that others can mention by its name.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Lens {
    /// The part, in bytes.
    pub span: Span,
    /// Where its name is given.
    pub name_span: Span,
    /// Where it is mentioned.
    pub uses: Vec<Span>,
    /// The number of uses in words: `used in 3 places`.
    pub text: String,
}

/// The parts of a document that rules know as something that others refer to, in its order.
pub fn lenses(linter: &Linter, source: &Source<'_>) -> Vec<Lens> {
    let lenses = if template_kind(source.text()).is_some() {
        let of_resource = |it: &BoundResource<'_>| of_document(linter, it.document);
        each_resource(source, of_resource).map(|lenses| lenses.concat())
    } else {
        linter.with_document(source, |document| of_document(linter, document))
    };
    let mut lenses: Vec<Lens> = lenses.unwrap_or_default();
    lenses.sort_by_key(|lens| lens.span);
    lenses
}

fn of_document(linter: &Linter, document: &BoundDocument<'_>) -> Vec<Lens> {
    let tree = document.tree;
    let links = links(document, linter.rules());
    let mut definitions: Vec<_> = links.iter().flat_map(|it| &it.definitions).collect();
    definitions.sort_unstable();
    definitions.dedup();
    let is_named = |node: &&_| !tree.text(**node).trim().is_empty();
    let lens = |node: &_| {
        let part = tree.node(*node).parent()?;
        let named = named(document, &links, *node)?;
        let uses = named.uses.iter().map(|it| tree.node(*it).content);
        let uses: Vec<Span> = uses.collect();
        Some(Lens {
            span: tree.node(part).whole,
            name_span: tree.node(*node).content,
            text: uses_text(uses.len()),
            uses,
        })
    };
    let named = definitions.into_iter().filter(is_named);
    named.filter_map(lens).collect()
}

fn uses_text(count: usize) -> String {
    match count {
        0 => "not used".to_owned(),
        1 => "used in 1 place".to_owned(),
        _ => format!("used in {count} places"),
    }
}
