//! Names that the author gives to parts: definition, references, highlights, renaming.

use cloudfront_lint::editor::{self, Places};
use lsp_types::{
    DocumentHighlight, DocumentHighlightKind, Location, PrepareRenamePlaceholder, WorkspaceEdit,
};

use super::Asked;
use crate::lsp::actions::{text_edits, workspace_edit};

fn places(asked: Asked<'_>, offset: usize) -> Option<Places> {
    editor::places_of_name(asked.linter, asked.document.text.source(), offset)
}

fn location(asked: Asked<'_>, span: cloudfront_lint::Span) -> Location {
    Location {
        uri: asked.document.uri.clone(),
        range: asked.range(span),
    }
}

/// Where a name is given to a part.
pub(super) fn definition(asked: Asked<'_>, offset: usize) -> Option<Vec<Location>> {
    let places = places(asked, offset)?;
    let found = places.definitions.into_iter();
    Some(found.map(|span| location(asked, span)).collect())
}

/// Where a part is mentioned.
pub(super) fn references(
    asked: Asked<'_>,
    offset: usize,
    with_definition: bool,
) -> Option<Vec<Location>> {
    let places = places(asked, offset)?;
    let definitions = places.definitions.into_iter().filter(|_| with_definition);
    let mut spans: Vec<_> = definitions.chain(places.uses).collect();
    spans.sort();
    Some(
        spans
            .into_iter()
            .map(|span| location(asked, span))
            .collect(),
    )
}

/// All places of a name.
pub(super) fn highlights(asked: Asked<'_>, offset: usize) -> Option<Vec<DocumentHighlight>> {
    let places = places(asked, offset)?;
    let highlight = |kind: DocumentHighlightKind| {
        move |span| DocumentHighlight {
            range: asked.range(span),
            kind: Some(kind),
        }
    };
    let definitions = places.definitions.into_iter();
    let uses = places.uses.into_iter();
    let written = definitions.map(highlight(DocumentHighlightKind::Write));
    let read = uses.map(highlight(DocumentHighlightKind::Read));
    Some(written.chain(read).collect())
}

/// The name that can be changed.
pub(super) fn prepare_rename(asked: Asked<'_>, offset: usize) -> Option<PrepareRenamePlaceholder> {
    let places = places(asked, offset).filter(|places| places.can_be_renamed)?;
    Some(PrepareRenamePlaceholder {
        range: asked.range(places.span),
        placeholder: places.name,
    })
}

/// The edit that changes a name everywhere.
pub(super) fn rename(asked: Asked<'_>, offset: usize, new: &str) -> Option<WorkspaceEdit> {
    let source = asked.document.text.source();
    let edits = editor::rename(asked.linter, source, offset, new);
    let edits = text_edits(asked.document, asked.abilities, &edits);
    (!edits.is_empty()).then(|| workspace_edit(asked.document, asked.abilities, edits))
}
