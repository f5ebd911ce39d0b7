//! Code actions: the fixes of findings, all safe ones at once, a comment that suppresses, the page
//! of a rule, what can be added.

mod configuration;
mod edits;
mod more;
mod trials;

use std::collections::BTreeSet;

use cloudfront_lint::apply::Effect;
use cloudfront_lint::{Applicability, Edit, Finding, Fix, Linter, Span};
use lsp_types::{
    CodeAction, CodeActionKind, Command, ExecuteCommandParams, ShowDocumentParams, Uri,
};
use serde_json::Value;

use crate::lsp::client::Abilities;
use crate::lsp::diagnostics;
use crate::lsp::documents::Document;
use configuration::of_configuration;
pub(crate) use edits::{difference, text_edits, workspace_edit};
use trials::Trials;

/// The kind of the action that applies all safe fixes.
pub(crate) const FIX_ALL: &str = "source.fixAll.cloudfront-lint";
/// The command that opens the page of a rule.
pub(crate) const EXPLAIN: &str = "cloudfront-lint.explain";
/// Each offered comment costs a report, so none is offered where there are more findings.
const MOST_COMMENTS: usize = 8;
/// A longer text is not shown in a title.
const LONGEST: usize = 40;

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
        let trials = Trials::new(document, linter);
        for finding in here.iter().filter(|_| checked.is_repairable) {
            quick_fixes(&mut actions, document, abilities, &trials, finding);
        }
        if checked.is_repairable && here.len() <= MOST_COMMENTS {
            for finding in &here {
                actions.extend(more::all_of_rule(document, abilities, &trials, finding));
                let comment = comment(document, abilities, linter, finding);
                let entry = || more::entry(document, abilities, finding);
                actions.extend(comment.or_else(entry));
            }
        }
        if abilities.shows_documents {
            actions.extend(
                here.iter()
                    .filter_map(|finding| page(document, abilities, finding)),
            );
        }
    }
    if wants(CodeActionKind::Refactor.to_string().as_str()) && range.is_empty() {
        let offset = range.start as usize;
        actions.extend(more::additions(document, abilities, linter, offset));
    }
    // A client that asks for no kind is not kept waiting for the fixed document unless the range
    // has a fix.
    let is_asked = only.is_some() || here.iter().any(|finding| is_safe(finding));
    if wants(FIX_ALL) && is_asked && checked.is_repairable && checked.findings.iter().any(is_safe) {
        actions.extend(fix_all(document, abilities, linter));
    }
    without_repeats(actions)
}

/// The actions without those that do the same as one before.
fn without_repeats(mut actions: Vec<CodeAction>) -> Vec<CodeAction> {
    let mut known = BTreeSet::new();
    actions.retain(|action| {
        let effect = serde_json::to_string(&(&action.edit, &action.command));
        known.insert((action.title.clone(), effect.unwrap_or_default()))
    });
    actions
}

/// What a fix does, in words that name it.
fn title(document: &Document, fix: &Fix) -> String {
    let source = document.text.source();
    let [edit] = fix.edits.as_slice() else {
        return capitalised(&fix.title);
    };
    let old = source.slice(edit.span);
    let is_short = |text: &str| {
        let text = text.trim();
        !text.is_empty() && text.len() <= LONGEST && !text.contains(['\n', '\r', '`', '<'])
    };
    if is_short(old) && is_short(&edit.text) {
        format!("Change `{}` to `{}`", old.trim(), edit.text.trim())
    } else {
        capitalised(&fix.title)
    }
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
    abilities: Abilities,
    trials: &Trials<'_>,
    finding: &Finding,
) {
    let source = document.text.source();
    // What changes the encoding of the file leaves its text as it is.
    let is_effective = |edit: &Edit| source.slice(edit.span) != edit.text;
    let fixes = finding.fixes.iter().enumerate();
    for (index, fix) in fixes.filter(|(_, fix)| fix.edits.iter().any(is_effective)) {
        let effect = trials.effect(&fix.edits);
        if effect == Some(Effect::Harmful) {
            continue;
        }
        let is_safe = index == 0 && fix.applicability == Applicability::Safe;
        let is_preferred = is_safe && effect == Some(Effect::Clean);
        let title = format!("{} ({})", title(document, fix), finding.rule);
        let edits = text_edits(document, abilities, &fix.edits);
        actions.push(CodeAction {
            is_preferred: is_preferred.then_some(true),
            edit: Some(workspace_edit(document, abilities, edits)),
            ..action(title, document, abilities, finding)
        });
    }
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
    let fixed = String::from_utf8(fixed.bytes()).ok()?;
    let edits = text_edits(document, abilities, &difference(text, &fixed));
    Some(CodeAction {
        title: "Apply all safe fixes (cloudfront-lint)".to_owned(),
        kind: Some(CodeActionKind::Custom(FIX_ALL.into())),
        edit: Some(workspace_edit(document, abilities, edits)),
        ..CodeAction::default()
    })
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
