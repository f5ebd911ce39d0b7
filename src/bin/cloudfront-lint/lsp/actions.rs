//! Code actions: the fixes of findings, all safe ones at once, a comment that suppresses, the page
//! of a rule.

use std::collections::HashMap;
use std::ops::Range as Bytes;
use std::time::{Duration, Instant};

use cloudfront_lint::{Applicability, Edit, Finding, Linter, Span};
use lsp_types::{
    CodeAction, CodeActionKind, Command, DocumentChange, ExecuteCommandParams,
    OptionalVersionedTextDocumentIdentifier, ShowDocumentParams, TextDocumentEdit,
    TextDocumentIdentifier, TextEdit, Uri, WorkspaceEdit,
};
use serde_json::Value;
use similar::{Algorithm, DiffOp};

use crate::lsp::client::Abilities;
use crate::lsp::diagnostics;
use crate::lsp::documents::{self, Checked, Document};
use crate::settings::fault::Fault;

/// The kind of the action that applies all safe fixes.
pub(crate) const FIX_ALL: &str = "source.fixAll.cloudfront-lint";
/// The command that opens the page of a rule.
pub(crate) const EXPLAIN: &str = "cloudfront-lint.explain";
/// Each offered comment costs a report, so none is offered where there are more findings.
const MOST_COMMENTS: usize = 8;
/// A difference that takes longer becomes coarser.
const PATIENCE: Duration = Duration::from_millis(500);

/// The actions for a range of a document, of the requested kinds.
pub(crate) fn of_range(
    document: &Document,
    abilities: Abilities,
    range: Span,
    only: Option<&[String]>,
) -> Vec<CodeAction> {
    let Some(checked) = document.checked().filter(|_| abilities.takes_actions) else {
        return Vec::new();
    };
    let wants =
        |kind: &str| only.is_none_or(|only| only.iter().any(|wanted| is_of_kind(kind, wanted)));
    if let Some(fault) = &checked.mistakes {
        let is_asked = wants(CodeActionKind::QuickFix.to_string().as_str());
        let actions = is_asked.then(|| of_configuration(document, abilities, fault, range));
        return actions.unwrap_or_default();
    }
    let Some(linter) = checked.checker.linter() else {
        return Vec::new();
    };
    let here: Vec<&Finding> = checked
        .findings
        .iter()
        .filter(|finding| finding.span.start <= range.end && range.start <= finding.span.end)
        .collect();
    let mut actions = Vec::new();
    if wants(CodeActionKind::QuickFix.to_string().as_str()) {
        for finding in &here {
            quick_fixes(&mut actions, document, checked, abilities, finding);
        }
        if checked.is_repairable && here.len() <= MOST_COMMENTS {
            actions.extend(
                here.iter()
                    .filter_map(|finding| comment(document, abilities, linter, finding)),
            );
        }
        if abilities.shows_documents {
            actions.extend(
                here.iter()
                    .filter_map(|finding| page(document, abilities, finding)),
            );
        }
    }
    // A client that asks for no kind is not kept waiting for the fixed document unless the range
    // has a fix.
    let is_asked = only.is_some() || here.iter().any(|finding| is_safe(finding));
    if wants(FIX_ALL) && is_asked && checked.is_repairable && checked.findings.iter().any(is_safe) {
        actions.extend(fix_all(document, abilities, linter));
    }
    actions
}

/// Whether a kind is the requested one or below it.
fn is_of_kind(kind: &str, wanted: &str) -> bool {
    kind.strip_prefix(wanted)
        .is_some_and(|rest| wanted.is_empty() || rest.is_empty() || rest.starts_with('.'))
}

fn is_safe(finding: &Finding) -> bool {
    finding
        .fixes
        .iter()
        .any(|fix| fix.applicability == Applicability::Safe)
}

fn quick_fixes(
    actions: &mut Vec<CodeAction>,
    document: &Document,
    checked: &Checked,
    abilities: Abilities,
    finding: &Finding,
) {
    if !checked.is_repairable {
        return;
    }
    let source = document.text.source();
    // What changes the encoding of the file leaves its text as it is.
    let is_effective = |edit: &Edit| source.slice(edit.span) != edit.text;
    let fixes = finding.fixes.iter().enumerate();
    for (index, fix) in fixes.filter(|(_, fix)| fix.edits.iter().any(is_effective)) {
        let title = format!("{} ({})", capitalised(&fix.title), finding.rule);
        let is_preferred = index == 0 && fix.applicability == Applicability::Safe;
        let edits = text_edits(document, abilities, &fix.edits);
        actions.push(CodeAction {
            is_preferred: is_preferred.then_some(true),
            edit: Some(workspace_edit(document, abilities, edits)),
            ..action(title, document, abilities, finding)
        });
    }
}

/// The words that were probably meant, for mistakes in a configuration.
fn of_configuration(
    document: &Document,
    abilities: Abilities,
    fault: &Fault,
    range: Span,
) -> Vec<CodeAction> {
    let source = document.text.source();
    let mut actions = Vec::new();
    for error in fault.mistakes() {
        let span = diagnostics::span_of_error(error, source);
        let is_here = span.start <= range.end && range.start <= span.end;
        if !is_here || !documents::is_at(document, error) {
            continue;
        }
        let written = source.slice(span);
        let quote = written.chars().next().filter(|it| "\"'".contains(*it));
        let word = quote.map_or(written, |quote| written.trim_matches(quote));
        let quote = quote.map(String::from).unwrap_or_default();
        for (index, near) in error.near.iter().enumerate() {
            let edit = Edit {
                span,
                text: format!("{quote}{near}{quote}"),
            };
            let edits = text_edits(document, abilities, &[edit]);
            let unit = abilities.unit;
            actions.push(CodeAction {
                title: format!("Change `{word}` to `{near}`"),
                kind: Some(CodeActionKind::QuickFix),
                diagnostics: Some(vec![diagnostics::of_error(error, &document.text, unit)]),
                is_preferred: (index == 0).then_some(true),
                edit: Some(workspace_edit(document, abilities, edits)),
                ..CodeAction::default()
            });
        }
    }
    actions
}

fn comment(
    document: &Document,
    abilities: Abilities,
    linter: &Linter,
    finding: &Finding,
) -> Option<CodeAction> {
    let fix = linter.ignore(document.text.source(), finding)?;
    let edits = text_edits(document, abilities, &fix.edits);
    let edit = Some(workspace_edit(document, abilities, edits));
    Some(CodeAction {
        edit,
        ..action(capitalised(&fix.title), document, abilities, finding)
    })
}

fn page(document: &Document, abilities: Abilities, finding: &Finding) -> Option<CodeAction> {
    cloudfront_lint::explain::rule_url(&finding.rule)?;
    let title = format!("Explain {}", finding.rule);
    let arguments = Some(vec![Value::from(finding.rule.as_ref())]);
    let command = Command {
        title: title.clone(),
        tooltip: None,
        command: EXPLAIN.to_owned(),
        arguments,
    };
    Some(CodeAction {
        command: Some(command),
        ..action(title, document, abilities, finding)
    })
}

/// An action about a finding, still without an effect.
fn action(
    title: String,
    document: &Document,
    abilities: Abilities,
    finding: &Finding,
) -> CodeAction {
    let diagnostic = diagnostics::of_finding(document, abilities, finding);
    CodeAction {
        title,
        kind: Some(CodeActionKind::QuickFix),
        diagnostics: Some(vec![diagnostic]),
        ..CodeAction::default()
    }
}

fn fix_all(document: &Document, abilities: Abilities, linter: &Linter) -> Option<CodeAction> {
    let text = document.text.as_str();
    let fixed =
        Some(linter.fix(text, Applicability::Safe)).filter(|fixed| !fixed.applied.is_empty())?;
    let mark = if text.starts_with('\u{feff}') {
        "\u{feff}"
    } else {
        ""
    };
    let edits = text_edits(
        document,
        abilities,
        &difference(text, &format!("{mark}{}", fixed.text())),
    );
    Some(CodeAction {
        title: "Apply all safe fixes (cloudfront-lint)".to_owned(),
        kind: Some(CodeActionKind::Custom(FIX_ALL.into())),
        edit: Some(workspace_edit(document, abilities, edits)),
        ..CodeAction::default()
    })
}

/// The edits from one text to another, by lines, so that unchanged lines stay where they are on the
/// screen.
fn difference(old: &str, new: &str) -> Vec<Edit> {
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

/// The text with a capital first letter, as in the menus of editors.
fn capitalised(words: &str) -> String {
    let mut characters = words.chars();
    characters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(characters).collect()
    })
}

/// The page that a command asks for.
pub(crate) fn page_of_command(params: &ExecuteCommandParams) -> Result<ShowDocumentParams, String> {
    if params.command != EXPLAIN {
        return Err(format!("unknown command `{}`", params.command));
    }
    let rule = params
        .arguments
        .as_ref()
        .and_then(|arguments| arguments.first()?.as_str())
        .unwrap_or_default();
    let url = cloudfront_lint::explain::rule_url(rule);
    Ok(ShowDocumentParams {
        uri: Uri(url.ok_or_else(|| format!("rule `{rule}` has no page"))?),
        external: Some(true),
        take_focus: None,
        selection: None,
    })
}
