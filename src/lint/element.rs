//! Which element of a document a place is in: what an editor must know before it can explain the
//! element.

use crate::lint::document::Document;
use crate::lint::{Linter, with_source};
use crate::model::schema::{NameId, Root, ShapeId, Version};
use crate::text::{Source, Span};
use crate::tree::{NodeId, NodeKind};

/// An element of a document that the schema knows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Element {
    /// The shape whose member it is.
    pub(crate) shape: ShapeId,
    /// The name that the schema has for it.
    pub(crate) name: NameId,
    /// Its path, as findings have it: `DistributionConfig/Origins/Items/Origin[2]/Id`.
    pub(crate) path: String,
    /// Where its name is written: in the start tag or, where the place is there, in the end tag;
    /// the key in JSON, with its quotes.
    pub(crate) span: Span,
    /// Its text, where that is the id of a resource whose name is known.
    pub(crate) id: Option<String>,
    /// The version that the document is checked as.
    pub(crate) version: Version,
}

impl Linter {
    /// Runs something on a text as it is bound to the shapes of its version. `None` where it is not
    /// one of our documents.
    pub(crate) fn with_document<T>(
        &self,
        source: &Source<'_>,
        run: impl FnOnce(&Document<'_>) -> T,
    ) -> Option<T> {
        with_source(source, self.schema(), self.version, |document, _, _| {
            run(document)
        })
    }

    /// The element whose name is at a byte offset of a text. `None` between names, for the root,
    /// for an element that no version knows there, and in files that are not CloudFront documents.
    pub(crate) fn element_named_at(&self, source: &Source<'_>, offset: usize) -> Option<Element> {
        let at = offset.min(source.text().len());
        with_source(source, self.schema(), self.version, |document, _, _| {
            let node = document.innermost(Span::at(at))?;
            let (shape, name) = document.known_as(node)?;
            let it = document.tree.node(node);
            let span = match it.kind {
                NodeKind::Element => {
                    let tail = it.tail();
                    let written = source.slice(it.name);
                    let behind = source.slice(tail).find(written).map(|start| {
                        let start = tail.start as usize + start;
                        Span::new(start, start + written.len())
                    });
                    [Some(it.name), behind]
                        .into_iter()
                        .flatten()
                        .find(|span| span.contains(Span::at(at)))?
                }
                _ => Some(quoted(source.text(), it.name))
                    .filter(|span| span.contains(Span::at(at)))?,
            };
            Some(self.element(document, node, (shape, name), span))
        })?
    }
}

impl Linter {
    /// The element whose scalar value is at a byte offset of a text. `None` elsewhere.
    pub(crate) fn element_valued_at(&self, source: &Source<'_>, offset: usize) -> Option<Element> {
        let at = Span::at(offset.min(source.text().len()));
        self.with_document(source, |document| {
            let node = document.innermost(at)?;
            let it = document.tree.node(node);
            let is_value = !it.has_children() && !it.content.is_empty() && it.value().contains(at);
            let (shape, name) = document.known_as(node).filter(|_| is_value)?;
            Some(self.element(document, node, (shape, name), it.content))
        })?
    }

    /// An element of a document, with what is known of it there.
    fn element(
        &self,
        document: &Document<'_>,
        node: NodeId,
        (shape, name): (ShapeId, NameId),
        span: Span,
    ) -> Element {
        Element {
            shape,
            name,
            path: document.path(node).to_string(),
            id: Some(document.tree.text(node))
                .filter(|text| self.name_of(text).is_some())
                .map(str::to_owned),
            span,
            version: document.version,
        }
    }

    /// The root of a document whose name is at a byte offset of a text, with its version.
    pub(crate) fn root_named_at(
        &self,
        source: &Source<'_>,
        offset: usize,
    ) -> Option<(&'static Root, Version, Span)> {
        let at = Span::at(offset.min(source.text().len()));
        with_source(source, self.schema(), self.version, |document, root, _| {
            let name = document.tree.node(document.root).name;
            (!name.is_empty() && name.contains(at)).then_some((root, document.version, name))
        })?
    }
}

/// A key with the quotes around it.
fn quoted(text: &str, key: Span) -> Span {
    let (start, end) = (key.start as usize, key.end as usize);
    let before = text[..start].ends_with(['"', '\'']);
    let behind = text[end..].starts_with(['"', '\'']);
    Span::new(start - usize::from(before), end + usize::from(behind))
}
