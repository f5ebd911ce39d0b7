//! Actions in a configuration file: the words that were probably meant.

use cloudfront_lint::{Edit, Span};
use lsp_types::{CodeAction, CodeActionKind};

use super::edits::{text_edits, workspace_edit};
use crate::lsp::client::Abilities;
use crate::lsp::diagnostics;
use crate::lsp::documents::{self, Document};
use crate::settings::fault::Fault;

/// The words that were probably meant, for mistakes in a configuration.
pub(super) fn of_configuration(
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
