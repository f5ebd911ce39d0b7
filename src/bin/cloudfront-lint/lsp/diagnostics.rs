//! Findings as diagnostics of the protocol.

use std::collections::BTreeMap;
use std::path::Path;

use cloudfront_lint::config::LoadError;
use cloudfront_lint::{Applicability, Finding, Severity, Source, Span, render};
use lsp_types::{
    Code, CodeDescription, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity,
    DiagnosticTag, Location, Message, Uri,
};

use crate::files::read;
use crate::lsp::client::Abilities;
use crate::lsp::documents;
use crate::lsp::documents::Document;
use crate::lsp::positions::{Text, Unit};
use crate::settings::fault::Fault;

/// The source of the diagnostics.
const SOURCE: &str = "cloudfront-lint";
/// The code of what is wrong with a configuration.
const CONFIGURATION: &str = "configuration";
/// How many findings of a document are shown. Editors become slow with more.
const MOST: usize = 1_000;

/// The findings of a document that was checked.
pub(crate) fn of_document(document: &Document, abilities: Abilities) -> Vec<Diagnostic> {
    let checked = document.checked();
    if let Some(fault) = checked.and_then(|checked| checked.mistakes.as_ref()) {
        return of_configuration(document, fault, abilities.unit);
    }
    let findings = checked.map_or([].as_slice(), |checked| &checked.findings);
    let mut listed: Vec<&Finding> = findings.iter().collect();
    if findings.len() <= MOST {
        return all(document, abilities, &listed);
    }
    // Of so many, the most severe are shown.
    listed.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    let hidden = listed.split_off(MOST);
    let first = hidden[0];
    listed.sort_by_key(|finding| finding.span.start);
    let mut diagnostics = all(document, abilities, &listed);
    diagnostics.push(Diagnostic {
        range: document.text.range(abilities.unit, first.span),
        severity: Some(DiagnosticSeverity::Information),
        source: Some(SOURCE.to_owned()),
        message: Message::String(format!(
            "{} more findings are not shown, the first of them here",
            hidden.len()
        )),
        ..Diagnostic::default()
    });
    diagnostics
}

fn all(document: &Document, abilities: Abilities, findings: &[&Finding]) -> Vec<Diagnostic> {
    let findings = findings.iter();
    findings
        .map(|finding| of_finding(document, abilities, finding))
        .collect()
}

/// One finding. Its related places are links where the client takes them, else lines of the
/// message.
pub(crate) fn of_finding(
    document: &Document,
    abilities: Abilities,
    finding: &Finding,
) -> Diagnostic {
    let unit = abilities.unit;
    // The label at the position itself is part of the message.
    let elsewhere = finding
        .labels
        .iter()
        .filter(|label| label.span != finding.span)
        .map(|label| (document.text.range(unit, label.span), label.message.clone()));
    let mut message = render::plain_text(finding);
    let mut related: Vec<DiagnosticRelatedInformation> = Vec::new();
    for (range, text) in elsewhere {
        if abilities.links_places {
            let uri = document.uri.clone();
            related.push(DiagnosticRelatedInformation {
                location: Location { uri, range },
                message: text,
            });
        } else {
            message.push_str(&format!("\nline {}: {text}", range.start.line + 1));
        }
    }
    Diagnostic {
        range: document.text.range(unit, finding.span),
        severity: Some(match finding.severity {
            Severity::Error => DiagnosticSeverity::Error,
            Severity::Warning => DiagnosticSeverity::Warning,
            Severity::Advice => DiagnosticSeverity::Information,
        }),
        code: Some(Code::String(finding.rule.to_string())),
        code_description: cloudfront_lint::explain::rule_url(&finding.rule)
            .map(|href| CodeDescription { href: Uri(href) }),
        source: Some(SOURCE.to_owned()),
        message: Message::String(message),
        tags: is_unnecessary(finding).then(|| vec![DiagnosticTag::Unnecessary]),
        related_information: (!related.is_empty()).then_some(related),
        data: None,
    }
}

/// Whether a finding is about something unnecessary: the service stores the same without it. What
/// it rejects is worse.
fn is_unnecessary(finding: &Finding) -> bool {
    finding.severity != Severity::Error
        && finding.fixes.first().is_some_and(|fix| {
            fix.applicability == Applicability::Safe
                && fix.edits.iter().all(|edit| edit.text.is_empty())
                && fix
                    .edits
                    .iter()
                    .any(|edit| edit.span.contains(finding.span))
        })
}

/// What is wrong with configurations, by file.
pub(crate) fn of_faults(faults: &[Fault], unit: Unit) -> BTreeMap<String, Vec<Diagnostic>> {
    let errors = faults.iter().flat_map(Fault::mistakes);
    let mut by_file: BTreeMap<String, Vec<Diagnostic>> = BTreeMap::new();
    let mut texts: BTreeMap<String, Text> = BTreeMap::new();
    for error in errors {
        let path = absolute(&error.path);
        let text = texts.entry(path.clone()).or_insert_with(|| {
            let text = read::own_text(Path::new(&path), read::SETTINGS);
            Text::new(text.unwrap_or_default())
        });
        let diagnostics = by_file.entry(documents::uri(&path).0).or_default();
        let found = of_error(error, text, unit);
        if !diagnostics.contains(&found) {
            diagnostics.push(found);
        }
    }
    by_file
}

/// What is wrong with an open configuration file.
fn of_configuration(document: &Document, fault: &Fault, unit: Unit) -> Vec<Diagnostic> {
    let errors = fault.mistakes().iter();
    let is_here = |error: &&LoadError| documents::is_at(document, error);
    errors
        .filter(is_here)
        .map(|error| of_error(error, &document.text, unit))
        .collect()
}

pub(crate) fn absolute(path: &str) -> String {
    std::path::absolute(path).map_or_else(|_| path.to_owned(), |path| path.display().to_string())
}

/// The part of a configuration file that is wrong.
pub(crate) fn span_of_error(error: &LoadError, source: &Source<'_>) -> Span {
    let line = source.line_span(error.line.saturating_sub(1).min(source.line_count() - 1));
    let text = source.slice(line).trim_end();
    let at = error.column.saturating_sub(1).min(text.len());
    let end = match at.saturating_add(error.length) {
        end if error.length > 0 && text.is_char_boundary(end) => end.min(text.len()),
        _ => text.len(),
    };
    let start = line.start as usize;
    Span::new(start + at.min(end), start + end)
}

pub(crate) fn of_error(error: &LoadError, file: &Text, unit: Unit) -> Diagnostic {
    // The range shows the position.
    let whole = error.to_string();
    let place = format!("{}:{}:{}: ", error.path, error.line, error.column);
    let message = whole.strip_prefix(&place).unwrap_or(&whole).to_owned();
    Diagnostic {
        range: file.range(unit, span_of_error(error, file.source())),
        severity: Some(DiagnosticSeverity::Error),
        code: Some(Code::String(CONFIGURATION.to_owned())),
        source: Some(SOURCE.to_owned()),
        message: Message::String(message),
        ..Diagnostic::default()
    }
}
