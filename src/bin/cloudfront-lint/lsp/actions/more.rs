//! Actions that no fix of a finding has: all fixes of a rule, an entry in the configuration for
//! what cannot have comments, members and items to add.

use std::path::Path;

use cloudfront_lint::apply::Effect;
use cloudfront_lint::{Applicability, Edit, Finding, Linter, Span, Suppression, editor};
use lsp_types::{
    CodeAction, CodeActionKind, CreateFile, CreateFileOptions, DocumentChange,
    OptionalVersionedTextDocumentIdentifier, TextDocumentEdit, TextDocumentIdentifier, TextEdit,
    WorkspaceEdit,
};

use super::edits::{text_edits, workspace_edit};
use super::trials::Trials;
use super::{action, capitalised};
use crate::check::add_ignore::Entry;
use crate::files::read;
use crate::lsp::client::Abilities;
use crate::lsp::documents::{self, Document};
use crate::lsp::positions::Text;
use crate::settings::find::{self, NAME};
use crate::settings::paths::absolute;

/// The reason in a new entry, until its author writes one.
const REASON: &str = "write why this is right to ignore";

/// The fixes of all findings of a rule, where there are several that can be made together.
pub(super) fn all_of_rule(
    document: &Document,
    abilities: Abilities,
    trials: &Trials<'_>,
    finding: &Finding,
) -> Option<CodeAction> {
    let same = document.checked()?.findings.iter();
    let same = same.filter(|other| other.rule == finding.rule);
    let safe = same.filter_map(|other| {
        let mut fixes = other.fixes.iter();
        fixes.find(|fix| fix.applicability == Applicability::Safe)
    });
    let mut edits: Vec<Edit> = Vec::new();
    let mut count = 0;
    for fix in safe {
        let overlaps = |new: &Edit| {
            let mut known = edits.iter();
            known.any(|it| it.span.start <= new.span.end && new.span.start <= it.span.end)
        };
        if !fix.edits.iter().any(overlaps) {
            edits.extend(fix.edits.iter().cloned());
            count += 1;
        }
    }
    edits.sort();
    if count < 2 || trials.effect(&edits) != Some(Effect::Clean) {
        return None;
    }
    let title = format!("Fix all {count} findings of {}", finding.rule);
    let edits = text_edits(document, abilities, &edits);
    Some(CodeAction {
        edit: Some(workspace_edit(document, abilities, edits)),
        ..action(title, document, abilities, finding)
    })
}

/// An entry in the nearest configuration that suppresses a finding, or a new configuration with it.
pub(super) fn entry(
    document: &Document,
    abilities: Abilities,
    finding: &Finding,
) -> Option<CodeAction> {
    let file = documents::file_path(&document.uri).filter(|_| abilities.versions_edits)?;
    let nearest = find::nearest(&file);
    if nearest.is_none() && !abilities.creates_files {
        return None;
    }
    let is_new = nearest.is_none();
    let target = nearest.unwrap_or_else(|| file.with_file_name(NAME));
    let old = if is_new {
        String::new()
    } else {
        read::own_text(&target, read::SETTINGS).ok()?
    };
    let folder = absolute(&target)
        .parent()
        .unwrap_or(Path::new("/"))
        .to_owned();
    let entry = Entry::new(&folder, &file, Suppression::of(finding)?);
    let separator = match old.as_str() {
        "" => "",
        old if old.ends_with('\n') => "\n",
        _ => "\n\n",
    };
    let text = Text::new(old);
    let end = Span::at(text.as_str().len());
    let edit = TextEdit {
        range: text.range(abilities.unit, end),
        new_text: format!("{separator}{}", entry.written(REASON)),
    };
    let uri = documents::uri(&target.display().to_string());
    let change = DocumentChange::TextDocumentEdit(TextDocumentEdit {
        text_document: OptionalVersionedTextDocumentIdentifier {
            version: None,
            text_document_identifier: TextDocumentIdentifier { uri: uri.clone() },
        },
        edits: vec![lsp_types::Edit::TextEdit(edit)],
    });
    let create = is_new.then(|| {
        let options = CreateFileOptions {
            ignore_if_exists: Some(true),
            ..CreateFileOptions::default()
        };
        DocumentChange::CreateFile(CreateFile::new(uri, Some(options), None))
    });
    let title = format!("Suppress {} here in {NAME}", finding.rule);
    Some(CodeAction {
        edit: Some(WorkspaceEdit {
            document_changes: Some(create.into_iter().chain([change]).collect()),
            ..WorkspaceEdit::default()
        }),
        ..action(title, document, abilities, finding)
    })
}

/// Members and items that can be added at a place.
pub(super) fn additions(
    document: &Document,
    abilities: Abilities,
    linter: &Linter,
    offset: usize,
) -> Vec<CodeAction> {
    let additions = editor::additions(linter, document.text.source(), offset);
    let action = |addition: editor::Addition| {
        let edits = text_edits(document, abilities, &[addition.edit]);
        CodeAction {
            title: capitalised(&addition.title),
            kind: Some(CodeActionKind::Refactor),
            edit: Some(workspace_edit(document, abilities, edits)),
            ..CodeAction::default()
        }
    };
    additions.into_iter().map(action).collect()
}
