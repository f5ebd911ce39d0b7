//! The names of rules in a comment that suppresses.

use std::collections::BTreeSet;

use super::{Completion, CompletionKind};
use crate::lint::{Linter, SUPPRESSION_MARK};
use crate::model::rule::Rule;
use crate::text::Span;

/// What can be written at an offset in a comment: the rules that found something first, then all
/// others. `None` outside of such comments.
pub(super) fn completions(linter: &Linter, text: &str, offset: usize) -> Option<Vec<Completion>> {
    let line = text[..offset].rfind('\n').map_or(0, |at| at + 1);
    let before = &text[line..offset];
    let mark = before.rfind(SUPPRESSION_MARK)?;
    let is_comment = ["<!--", "#", "//", "/*"]
        .iter()
        .any(|it| before[..mark].contains(it));
    let written = &before[mark + SUPPRESSION_MARK.len()..];
    if !is_comment || written.contains(']') {
        return None;
    }
    let rest = &text[offset..];
    let Some(names) = written.rfind('[').map(|at| &written[at + 1..]) else {
        return Some(beginnings(written, offset));
    };
    let typed = names.rsplit(',').next().unwrap_or(names).trim_start();
    let end = rest.find(|it: char| !is_of_rule(it)).unwrap_or(rest.len());
    let span = Span::new(offset - typed.len(), offset + end);
    let present: BTreeSet<&str> = names[..names.len() - typed.len()]
        .split(',')
        .map(str::trim)
        .collect();
    let end_of_comment = rest.find([']', '\n']).map_or(text.len(), |at| offset + at);
    let report = linter.lint(text);
    let mut found: Vec<&str> = Vec::new();
    for finding in report.findings() {
        let is_behind = finding.span.start as usize >= end_of_comment;
        let is_before =
            (finding.span.end as usize) <= line + mark && finding.span.start as usize >= line;
        if (is_behind || is_before) && !found.contains(&finding.rule.as_ref()) {
            found.push(&finding.rule);
        }
    }
    let others = linter.rules().map(|rule| rule.name.as_ref());
    let others = others.filter(|name| !found.contains(name));
    let names = found.iter().copied().chain(others);
    let offered = names.filter(|name| !present.contains(name));
    Some(offered.map(|name| rule(linter, name, span)).collect())
}

/// The rule that is named at a byte offset of a comment that suppresses, and where.
pub fn rule_at<'l>(linter: &'l Linter, text: &str, offset: usize) -> Option<(Span, &'l Rule)> {
    let before = text.get(..offset)?;
    let line = before.rfind('\n').map_or(0, |at| at + 1);
    let start = before.trim_end_matches(is_of_rule).len();
    let behind = text[offset..].find(|it: char| !is_of_rule(it));
    let end = behind.map_or(text.len(), |it| offset + it);
    text.get(line..start)?.rfind(SUPPRESSION_MARK)?;
    let name = text.get(start..end)?;
    let rule = linter.rules().find(|rule| rule.name == name)?;
    Some((Span::new(start, end), rule))
}

fn is_of_rule(character: char) -> bool {
    character.is_alphanumeric() || character == '-'
}

fn rule(linter: &Linter, name: &str, span: Span) -> Completion {
    let title = linter.rules().find(|rule| rule.name == name);
    Completion {
        label: name.to_owned(),
        kind: CompletionKind::Value,
        detail: title.map_or_else(String::new, |rule| rule.title.to_string()),
        is_deprecated: false,
        span,
        stops: Vec::new(),
        text: name.to_owned(),
        edits: Vec::new(),
    }
}

/// What a comment for this tool begins with.
fn beginnings(written: &str, offset: usize) -> Vec<Completion> {
    let typed = written.trim_start();
    let words = [
        ("ignore", "the findings of the element"),
        ("ignore-file", "the findings of the whole file"),
    ];
    let one = |(word, detail): (&str, &str)| Completion {
        label: word.to_owned(),
        kind: CompletionKind::Value,
        detail: detail.to_owned(),
        is_deprecated: false,
        span: Span::new(offset - typed.len(), offset),
        stops: vec![word.len() + 1],
        text: format!("{word}[]"),
        edits: Vec::new(),
    };
    words.into_iter().map(one).collect()
}
