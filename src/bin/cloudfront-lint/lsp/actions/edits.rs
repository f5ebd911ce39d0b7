//! Edits in the terms of the protocol.

use std::collections::HashMap;
use std::ops::Range as Bytes;
use std::time::{Duration, Instant};

use cloudfront_lint::{Edit, Span};
use lsp_types::{
    DocumentChange, OptionalVersionedTextDocumentIdentifier, TextDocumentEdit,
    TextDocumentIdentifier, TextEdit, WorkspaceEdit,
};
use similar::{Algorithm, DiffOp};

use crate::lsp::client::Abilities;
use crate::lsp::documents::Document;

/// A difference that takes longer becomes coarser.
const PATIENCE: Duration = Duration::from_millis(500);

/// The edits from one text to another, by lines, so that unchanged lines stay where they are on the
/// screen.
pub(crate) fn difference(old: &str, new: &str) -> Vec<Edit> {
    let (old_lines, new_lines): (Vec<&str>, Vec<&str>) = (
        old.split_inclusive('\n').collect(),
        new.split_inclusive('\n').collect(),
    );
    let (old_starts, new_starts) = (line_starts(&old_lines), line_starts(&new_lines));
    let deadline = Some(Instant::now() + PATIENCE);
    let operations =
        similar::capture_diff_slices_deadline(Algorithm::Myers, &old_lines, &new_lines, deadline);
    let edit = |old_range: Bytes<usize>, new_range: Bytes<usize>| Edit {
        span: Span::new(old_starts[old_range.start], old_starts[old_range.end]),
        text: new[new_starts[new_range.start]..new_starts[new_range.end]].to_owned(),
    };
    let changed = operations
        .iter()
        .filter(|operation| !matches!(operation, DiffOp::Equal { .. }));
    changed
        .map(|operation| edit(operation.old_range(), operation.new_range()))
        .collect()
}

/// Where each line starts, and where the last one ends.
fn line_starts(lines: &[&str]) -> Vec<usize> {
    let mut starts = vec![0];
    let mut at = 0;
    for line in lines {
        at += line.len();
        starts.push(at);
    }
    starts
}

pub(crate) fn text_edits(
    document: &Document,
    abilities: Abilities,
    edits: &[Edit],
) -> Vec<TextEdit> {
    let range = |span| document.text.range(abilities.unit, span);
    edits
        .iter()
        .map(|edit| TextEdit {
            range: range(edit.span),
            new_text: edit.text.clone(),
        })
        .collect()
}

pub(crate) fn workspace_edit(
    document: &Document,
    abilities: Abilities,
    edits: Vec<TextEdit>,
) -> WorkspaceEdit {
    if !abilities.versions_edits {
        return WorkspaceEdit {
            changes: Some(HashMap::from([(document.uri.clone(), edits)])),
            ..WorkspaceEdit::default()
        };
    }
    let text_document = OptionalVersionedTextDocumentIdentifier {
        version: Some(document.version),
        text_document_identifier: TextDocumentIdentifier {
            uri: document.uri.clone(),
        },
    };
    let edit = TextDocumentEdit {
        text_document,
        edits: edits.into_iter().map(lsp_types::Edit::TextEdit).collect(),
    };
    WorkspaceEdit {
        document_changes: Some(vec![DocumentChange::TextDocumentEdit(edit)]),
        ..WorkspaceEdit::default()
    }
}
