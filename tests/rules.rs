//! Every rule's own examples: a bad one gives exactly one finding, of that rule; a good one gives none.
//!
//! `cargo test --test rules -- quantity-mismatch` runs those of one rule.

use std::process::ExitCode;

use cloudfront_lint::model::Severity;
use cloudfront_lint::model::rule::{Check, Example, Rule};
use cloudfront_lint::{Linter, example};
use libtest_mimic::{Arguments, Failed, Trial};

fn main() -> ExitCode {
    let mut trials = Vec::new();
    for rule in cloudfront_lint::rules() {
        for (index, it) in rule.bad.iter().enumerate() {
            trials.push(Trial::test(
                format!("{}/bad-{}", rule.name, index + 1),
                move || bad(rule, it),
            ));
        }
        for (index, it) in rule.good.iter().enumerate() {
            trials.push(Trial::test(
                format!("{}/good-{}", rule.name, index + 1),
                move || good(rule, it),
            ));
        }
        trials.push(Trial::test(
            format!("{}/has-examples", rule.name),
            move || complete(rule),
        ));
    }
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}

fn lint(rule: &Rule, it: &Example) -> Result<(String, Vec<String>), Failed> {
    let document = example::document(rule, it).map_err(|error| error.to_string())?;
    let mut linter = example::request(Linter::new(), it, &document);
    for (quota, value) in it.quotas.iter() {
        linter = linter
            .quota(quota, *value)
            .map_err(|error| error.to_string())?;
    }
    let report = linter.lint(&document.text);
    // Advice about a whole document is no fault in an example that is about something else.
    let own = |name: &str| name == rule.name;
    let lines = report
        .findings()
        .iter()
        .filter(|finding| {
            finding.severity > Severity::Advice
                || rule.severity == Severity::Advice
                || own(&finding.rule)
        })
        .map(|finding| {
            let at = report.source().position(finding.span.start as usize);
            format!(
                "{}:{}: {}[{}]: {} ({})",
                at.line, at.column, finding.severity, finding.rule, finding.message, finding.path
            )
        })
        .collect();
    Ok((document.text, lines))
}

fn bad(rule: &Rule, it: &Example) -> Result<(), Failed> {
    let (text, lines) = lint(rule, it)?;
    match lines.as_slice() {
        [only] if only.contains(&format!("[{}]", rule.name)) => Ok(()),
        _ => Err(format!(
            "expected exactly one finding of {}, found {lines:#?}{}",
            rule.name,
            shown(&text)
        )
        .into()),
    }
}

fn good(rule: &Rule, it: &Example) -> Result<(), Failed> {
    let (text, lines) = lint(rule, it)?;
    if lines.is_empty() {
        Ok(())
    } else {
        Err(format!("expected no finding, found {lines:#?}{}", shown(&text)).into())
    }
}

/// The document, where `SHOW_DOCUMENTS` asks for it.
fn shown(text: &str) -> String {
    std::env::var_os("SHOW_DOCUMENTS").map_or(String::new(), |_| format!(" in\n{text}"))
}

/// Faults of size or of bytes, which the tests of hostile documents show, and of suppressions, which have tests of their own.
const WITHOUT_EXAMPLES: [&str; 11] = [
    "finding-limit",
    "wrong-bytes",
    "encoding-not-unicode",
    "json-encoding",
    "document-too-large",
    "too-many-attributes",
    "too-many-namespaces",
    "not-well-formed",
    "unknown-rule-ignored",
    "unused-ignore",
    "ignore-without-reason",
];

fn complete(rule: &Rule) -> Result<(), Failed> {
    let is_builtin = matches!(rule.check, Check::Builtin(_));
    if WITHOUT_EXAMPLES.contains(&rule.name.as_ref()) {
        return Ok(());
    }
    if rule.bad.is_empty() || rule.good.is_empty() && !is_builtin {
        return Err(format!(
            "{} has {} bad and {} good examples, expected one of each",
            rule.name,
            rule.bad.len(),
            rule.good.len()
        )
        .into());
    }
    Ok(())
}
