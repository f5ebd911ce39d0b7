//! The places of a name that the author gives: where the part is that has it, and where it is
//! mentioned. Which values are names, the rules know: those that must lead to another part.

use crate::lint::links::{Named, links, named};
use crate::lint::{
    BoundDocument, BoundResource, Linter, each_resource, template_kind, with_template,
};
use crate::text::{Edit, Source, Span};
use crate::tree::{NodeId, NodeKind};

/// The places of a name.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Places {
    /// The name.
    pub name: String,
    /// Where it was asked for.
    pub span: Span,
    /// Where the name is given to a part; more than once in a document at fault.
    pub definitions: Vec<Span>,
    /// The elements that have the name: `Origin` with all that it contains.
    pub parts: Vec<Span>,
    /// Where the part is mentioned.
    pub uses: Vec<Span>,
    /// Whether [`rename`] can change it everywhere: in a template, a name can also be an
    /// expression.
    pub can_be_renamed: bool,
}

/// The places of the name at a byte offset. `None` where no rule knows a name. In a template that
/// is also the name of a resource, and an expression that mentions one.
pub fn places_of_name(linter: &Linter, source: &Source<'_>, offset: usize) -> Option<Places> {
    let found = with_name(linter, source, offset, places);
    if found.is_some() || template_kind(source.text()).is_none() {
        return found;
    }
    let at = Span::at(offset.min(source.text().len()));
    let mention = with_template(source, |template| template.mention(at))??;
    Some(Places {
        name: mention.name,
        span: mention.span,
        definitions: vec![mention.definition],
        parts: vec![mention.part],
        uses: mention.uses,
        // Programs next to the template can mention it too.
        can_be_renamed: false,
    })
}

/// The edits that give a part another name, everywhere. Empty where the place has no name or the
/// new one is blank.
pub fn rename(linter: &Linter, source: &Source<'_>, offset: usize, new: &str) -> Vec<Edit> {
    if new.trim().is_empty() {
        return Vec::new();
    }
    let edits = with_name(linter, source, offset, |value| value.edits(new));
    edits.flatten().unwrap_or_default()
}

/// A value that is a name, with all places of it.
struct NamedValue<'v> {
    document: &'v BoundDocument<'v>,
    /// The resource, in a template.
    resource: Option<&'v BoundResource<'v>>,
    value: NodeId,
    named: Named,
}

fn places(value: &NamedValue<'_>) -> Places {
    let document = value.document;
    let tree = document.tree;
    let span = |node: &NodeId| value_span(document, *node);
    let part = |node: &NodeId| Some(tree.node(tree.node(*node).parent()?).whole);
    let named = &value.named;
    Places {
        name: tree.text(value.value).to_owned(),
        span: value_span(document, value.value),
        definitions: named.definitions.iter().map(span).collect(),
        parts: named.definitions.iter().filter_map(part).collect(),
        uses: named.uses.iter().map(span).collect(),
        can_be_renamed: value.edits("new").is_some(),
    }
}

impl NamedValue<'_> {
    /// The edits of all places. `None` where one of them is not the name itself, but an expression.
    fn edits(&self, new: &str) -> Option<Vec<Edit>> {
        let mut edits: Vec<Edit> = Vec::new();
        for node in self.named.definitions.union(&self.named.uses) {
            edits.extend(match self.resource {
                Some(resource) => self.edits_in_template(resource, *node, new)?,
                None => self.document.tree.write(*node, new),
            });
        }
        edits.sort();
        edits.dedup();
        Some(edits)
    }

    fn edits_in_template(
        &self,
        resource: &BoundResource<'_>,
        node: NodeId,
        new: &str,
    ) -> Option<Vec<Edit>> {
        let tree = &resource.template.tree;
        let written = resource.written(node)?;
        let it = tree.node(written);
        let is_name = tree.tag(written).is_none()
            && matches!(it.kind, NodeKind::String | NodeKind::Number)
            && it.content == self.document.tree.node(node).content
            && tree.text(written) == self.document.tree.text(node)
            && !tree.has_alias_into(it.whole);
        is_name.then(|| tree.write(written, new))
    }
}

/// Runs something on the name at an offset.
fn with_name<T>(
    linter: &Linter,
    source: &Source<'_>,
    offset: usize,
    run: impl Fn(&NamedValue<'_>) -> T,
) -> Option<T> {
    let at = Span::at(offset.min(source.text().len()));
    if template_kind(source.text()).is_none() {
        return linter.with_document(source, |document| {
            let value = document.innermost(at)?;
            let it = document.tree.node(value);
            let is_in = it.content.contains(at) || value_span(document, value).contains(at);
            let is_value = !it.has_children() && !it.is_repaired() && it.kind != NodeKind::Null;
            let value = Some(value).filter(|_| is_in && is_value);
            named_value(linter, document, None, value).map(|it| run(&it))
        })?;
    }
    let in_resource = |resource: &BoundResource<'_>| {
        if !resource.contains(at) {
            return None;
        }
        let tree = resource.document.tree;
        let is_here = |node: &NodeId| {
            let it = tree.node(*node);
            !it.has_children() && it.content.contains(at) && resource.written(*node).is_some()
        };
        let nodes = (0..tree.nodes().len()).map(NodeId::from_index);
        let value = nodes
            .filter(is_here)
            .min_by_key(|it| tree.node(*it).content.len());
        named_value(linter, resource.document, Some(resource), value).map(|it| run(&it))
    };
    each_resource(source, in_resource)?
        .into_iter()
        .flatten()
        .next()
}

fn named_value<'v>(
    linter: &Linter,
    document: &'v BoundDocument<'v>,
    resource: Option<&'v BoundResource<'v>>,
    value: Option<NodeId>,
) -> Option<NamedValue<'v>> {
    let value = value.filter(|it| !document.tree.text(*it).trim().is_empty())?;
    let links = links(document, linter.rules());
    Some(NamedValue {
        document,
        resource,
        value,
        named: named(document, &links, value)?,
    })
}

/// The value of a scalar as it is written, without its quotes.
fn value_span(document: &BoundDocument<'_>, node: NodeId) -> Span {
    document.tree.node(node).content
}
