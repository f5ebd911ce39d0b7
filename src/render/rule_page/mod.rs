//! The page of a rule: what it finds, why that matters, an example, how to fix it. `explain`,
//! `docs/rules`, the help in SARIF and every other place that explains a rule show this page.

mod examples;
mod piece;

use std::fmt::Write as _;

use crate::builtin::SCHEMA;
use crate::lint::Linter;
use crate::model::rule::Rule;
use crate::model::schema::{Text, period};
use crate::model::{Certainty, Severity};
use crate::text::{Applicability, wrapped};

/// The page of a rule as Markdown, no line wider than `width` if it can be wrapped. The examples
/// are run by the linter, which must have the rule.
///
/// ```
/// use cloudfront_lint::{Linter, render};
///
/// let rules = cloudfront_lint::rules();
/// let rule = rules.iter().find(|rule| rule.name == "quantity-mismatch").expect("it is built in");
/// let page = render::rule_page(rule, &Linter::new(), 100);
/// assert!(page.starts_with("# quantity-mismatch\n"));
/// ```
pub fn rule_page(rule: &Rule, linter: &Linter, width: usize) -> String {
    let mut page = format!("# {}\n\n", rule.name);
    prose(&mut page, &sentence(&rule.title), width);
    facts(&mut page, rule);
    section(&mut page, "Why it matters", &rule.why, width);
    let bad = examples::bad(rule, linter, width);
    if let Some(first) = bad.first() {
        page.push_str(&first.section(examples::bad_title(rule)));
    }
    if let Some(good) = examples::good(rule, linter, width) {
        page.push_str(&good.section("Example that is accepted"));
    }
    let mut helps: Vec<String> = Vec::new();
    for help in bad.iter().filter_map(|shown| shown.help.as_deref()) {
        let help = sentence(help);
        if !helps.contains(&help) {
            helps.push(help);
        }
    }
    if let [help] = helps.as_slice() {
        section(&mut page, "How to fix it", help, width);
    } else {
        list(&mut page, "How to fix it", &helps, width);
    }
    section(&mut page, "When to ignore it", &rule.ignore, width);
    list(&mut page, "Sources", &texts(&rule.sources), width);
    page
}

/// Which option applies the fixes of a rule.
pub(super) fn fixes(rule: &Rule) -> &'static str {
    let words = std::iter::once(&rule.words).chain(rule.variants.iter().map(|(_, words)| words));
    let mut found = [
        rule.repair.is_some() && rule.applicability == Applicability::Safe,
        rule.repair.is_some() && rule.applicability == Applicability::Unsafe,
    ];
    for words in words.filter(|words| words.fix.is_some()) {
        match words.applicability.unwrap_or(rule.applicability) {
            Applicability::Safe => found[0] = true,
            Applicability::Unsafe => found[1] = true,
        }
    }
    match found {
        [false, false] => "none",
        [true, false] => "`--fix`",
        [false, true] => "`--unsafe-fixes`",
        [true, true] => "`--fix`, in some cases `--unsafe-fixes`",
    }
}

fn facts(page: &mut String, rule: &Rule) {
    let _ = writeln!(page, "\n- Severity: {}", rule.severity);
    if rule.severity == Severity::Error && rule.confidence == Certainty::Likely {
        page.push_str("- Confidence: likely; no answer of CloudFront to this is known\n");
    }
    if let Some(service) = &rule.service {
        let name = service.service.as_deref().unwrap_or("CloudFront");
        let _ = writeln!(
            page,
            "- {name} answers: {} {}",
            service.status, service.code
        );
    }
    let operations: Vec<&str> = rule.operations.iter().map(|it| it.name()).collect();
    let mut only = String::new();
    if !operations.is_empty() {
        let _ = write!(only, ", for {} only", operations.join(" and "));
    }
    if !rule.dialects.is_empty() {
        let _ = write!(only, ", in {} only", rule.dialects.join(" and "));
    }
    let versions = period(&SCHEMA, rule.versions);
    let _ = writeln!(page, "- Applies: {versions}{only}");
    let _ = writeln!(page, "- Fix: {}", fixes(rule));
    if let Some(group) = &rule.group {
        let _ = writeln!(page, "- Group: {group}; off without `--group {group}`");
    }
    if rule.preview {
        page.push_str("- In preview: it may still change; off without `--preview`\n");
    }
}

fn section(page: &mut String, title: &str, text: &str, width: usize) {
    if !text.trim().is_empty() {
        let _ = write!(page, "\n## {title}\n\n");
        prose(page, text, width);
    }
}

/// Paragraphs, whose line breaks are those of the file that they are from.
fn prose(page: &mut String, text: &str, width: usize) {
    for (index, paragraph) in text.trim().split("\n\n").enumerate() {
        if index > 0 {
            page.push('\n');
        }
        for line in wrapped(&joined(paragraph), width) {
            let _ = writeln!(page, "{line}");
        }
    }
}

fn list(page: &mut String, title: &str, items: &[String], width: usize) {
    if items.is_empty() {
        return;
    }
    let _ = write!(page, "\n## {title}\n\n");
    for item in items {
        let mut mark = "- ";
        for line in wrapped(&joined(item), width.saturating_sub(mark.len())) {
            let _ = writeln!(page, "{mark}{line}");
            mark = "  ";
        }
    }
}

fn joined(lines: &str) -> String {
    lines.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn texts(texts: &[Text]) -> Vec<String> {
    texts.iter().map(ToString::to_string).collect()
}

/// The text with a capital letter and a full stop.
fn sentence(text: &str) -> String {
    let mut characters = text.trim_end().chars();
    let mut sentence: String = match characters.next() {
        Some(first) => first.to_uppercase().chain(characters).collect(),
        None => return String::new(),
    };
    if !sentence.ends_with(['.', '?', '!', ':']) {
        sentence.push('.');
    }
    sentence
}
