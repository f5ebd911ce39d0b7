//! The outline of a document, what can be folded, selections, tags that are edited together, hints,
//! links.

use cloudfront_lint::editor::{self, LinkTarget, Symbol};
use lsp_types::{
    DocumentLink, DocumentSymbol, FoldingRange, FoldingRangeKind, InlayHint, Label,
    LinkedEditingRanges, Position, Range, SelectionRange, SymbolKind, Uri,
};

use super::Asked;
use crate::lsp::documents;

/// The outline, nested.
pub(super) fn symbols(asked: Asked<'_>) -> Vec<DocumentSymbol> {
    let outline = editor::outline(asked.linter, asked.document.text.source());
    // The open entries, outermost first, each with its depth.
    let mut open: Vec<(usize, DocumentSymbol)> = Vec::new();
    let mut roots = Vec::new();
    for symbol in &outline {
        close(&mut open, &mut roots, symbol.depth);
        open.push((symbol.depth, entry(asked, symbol)));
    }
    close(&mut open, &mut roots, 0);
    roots
}

/// Puts every open entry that is at least so deep into the one around it.
fn close(open: &mut Vec<(usize, DocumentSymbol)>, roots: &mut Vec<DocumentSymbol>, depth: usize) {
    while open.last().is_some_and(|(last, _)| *last >= depth) {
        let Some((_, done)) = open.pop() else { return };
        match open.last_mut() {
            Some((_, around)) => around.children.get_or_insert_default().push(done),
            None => roots.push(done),
        }
    }
}

#[expect(deprecated, reason = "the field of the protocol has to be written")]
fn entry(asked: Asked<'_>, symbol: &Symbol) -> DocumentSymbol {
    DocumentSymbol {
        name: symbol.name.clone(),
        detail: symbol.detail.clone(),
        kind: match symbol.kind {
            editor::SymbolKind::List => SymbolKind::Array,
            editor::SymbolKind::Value => SymbolKind::Field,
            _ => SymbolKind::Struct,
        },
        tags: None,
        deprecated: None,
        range: asked.range(symbol.span),
        selection_range: asked.range(symbol.name_span),
        children: None,
    }
}

/// The parts of several lines. The last line stays in sight.
pub(super) fn folds(asked: Asked<'_>) -> Vec<FoldingRange> {
    let folds = editor::folds(asked.linter, asked.document.text.source());
    folds
        .into_iter()
        .filter_map(|(span, is_comment)| {
            let range = asked.range(span);
            let end_line = if is_comment {
                range.end.line
            } else {
                range.end.line.checked_sub(1)?
            };
            (end_line > range.start.line).then(|| FoldingRange {
                start_line: range.start.line,
                start_character: None,
                end_line,
                end_character: None,
                kind: is_comment.then_some(FoldingRangeKind::Comment),
                collapsed_text: None,
            })
        })
        .collect()
}

/// For each position the ranges around it, from the smallest to the whole document.
pub(super) fn selections(asked: Asked<'_>, positions: &[Position]) -> Vec<SelectionRange> {
    let source = asked.document.text.source();
    let at = |position: &Position| {
        let spans = editor::enclosing(asked.linter, source, asked.offset(*position));
        let mut selection = None;
        for span in spans.into_iter().rev() {
            selection = Some(SelectionRange {
                range: asked.range(span),
                parent: selection.map(Box::new),
            });
        }
        // The protocol wants an answer for each position.
        selection.unwrap_or(SelectionRange {
            range: Range {
                start: *position,
                end: *position,
            },
            parent: None,
        })
    };
    positions.iter().map(at).collect()
}

/// The names in the two tags of an element.
pub(super) fn linked_tags(asked: Asked<'_>, offset: usize) -> Option<LinkedEditingRanges> {
    let pair = editor::tag_pair(asked.linter, asked.document.text.source(), offset)?;
    Some(LinkedEditingRanges {
        ranges: pair.map(|span| asked.range(span)).to_vec(),
        word_pattern: None,
    })
}

/// The links to pages of rules and to files.
pub(super) fn links(asked: Asked<'_>) -> Vec<DocumentLink> {
    let text = asked.document.text.as_str();
    let links = if asked.document.is_configuration() {
        editor::configuration_links(asked.linter, text)
    } else {
        editor::links(asked.linter, text)
    };
    let folder = documents::path(&asked.document.uri);
    let link = |link: editor::Link| {
        let target = match link.target {
            LinkTarget::File(name) => {
                documents::uri(&folder.with_file_name(name).display().to_string())
            }
            LinkTarget::Page(page) => Uri(page),
            _ => return None,
        };
        Some(DocumentLink {
            range: asked.range(link.span),
            target: Some(target),
            tooltip: None,
            data: None,
        })
    };
    links.into_iter().filter_map(link).collect()
}

/// The hints in the visible part.
pub(super) fn hints(asked: Asked<'_>, visible: Range) -> Vec<InlayHint> {
    let visible = asked
        .document
        .text
        .span(asked.abilities.unit, visible)
        .range();
    let hints = editor::hints(asked.linter, asked.document.text.source());
    hints
        .into_iter()
        .filter(|hint| (visible.start..=visible.end).contains(&hint.offset))
        .map(|hint| InlayHint {
            position: asked
                .document
                .text
                .position(asked.abilities.unit, hint.offset),
            label: Label::String(hint.text),
            kind: None,
            text_edits: None,
            tooltip: None,
            padding_left: Some(true),
            padding_right: None,
            data: None,
        })
        .collect()
}
