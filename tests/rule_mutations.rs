//! A rule with a small change must break one of its own examples. Otherwise the examples do not
//! show what the rule does.
//!
//! `CI=true cargo test --test all rule_mutations:: -- --nocapture` prints what was changed and what
//! no example noticed, also of the kinds of change that may go unnoticed.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod mutants;
mod versions;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use cloudfront_lint::internal::builtin::QUOTAS;
use cloudfront_lint::internal::example;
use cloudfront_lint::internal::example::Document;
use cloudfront_lint::internal::model::rule::{Example, Rule};
use cloudfront_lint::internal::model::schema::Text;
use cloudfront_lint::{Linter, Severity, rules};

use self::mutants::{Change, mutants};
use crate::support::machine::is_ci;

/// The kinds of change that must never go unnoticed. Of the others, some change nothing: a
/// condition may follow from another one.
const STRICT: [&str; 4] = ["off", "bound", "version", "value"];

/// An example with its rule and its document.
struct Shown<'r> {
    rule: &'r Rule,
    it: &'r Example,
    is_bad: bool,
    document: Document,
}

#[test]
fn every_change_of_a_rule_breaks_an_example() {
    let mut made: BTreeMap<&str, [usize; 2]> = BTreeMap::new();
    let (mut unnoticed, mut unproven) = (String::new(), String::new());
    let mut shown: Vec<Shown<'_>> = Vec::new();
    for rule in rules() {
        let examples = rule
            .bad
            .iter()
            .map(|it| (it, true))
            .chain(rule.good.iter().map(|it| (it, false)));
        shown.extend(examples.map(|(it, is_bad)| Shown {
            rule,
            it,
            is_bad,
            document: example::document(rule, it).unwrap(),
        }));
    }
    // Those few that no example of a fixture's size can show are listed where the examples are run.
    for rule in rules().iter().filter(|rule| !rule.bad.is_empty()) {
        let (own, others): (Vec<_>, Vec<_>) = shown
            .iter()
            .filter(|it| it.rule.module == rule.module)
            .partition(|it| it.rule.name == rule.name);
        for mutant in mutants(rule) {
            if !is_ci() && !STRICT.contains(&mutant.kind) {
                continue;
            }
            let count = made.entry(mutant.kind).or_default();
            count[0] += 1;
            if own
                .iter()
                .chain(&others)
                .all(|it| is_unchanged(rule, &mutant.change, it))
            {
                count[1] += 1;
                let list = if STRICT.contains(&mutant.kind) {
                    &mut unnoticed
                } else {
                    &mut unproven
                };
                let _ = writeln!(list, "{}: {} {}", rule.name, mutant.kind, mutant.what);
            }
        }
    }
    let counts: Vec<String> = made
        .iter()
        .map(|(kind, [all, left])| format!("{kind}: {} of {all} noticed", all - left))
        .collect();
    show(&format!("{unproven}{}", counts.join("\n")));
    assert!(unnoticed.is_empty(), "no example notices:\n{unnoticed}");
}

#[expect(
    clippy::print_stdout,
    reason = "the numbers are what this test is run for"
)]
fn show(text: &str) {
    println!("{text}");
}

/// Whether an example still has the findings that it should have.
fn is_unchanged(rule: &Rule, change: &Change, shown: &Shown<'_>) -> bool {
    let Shown { it, document, .. } = shown;
    let group = shown.rule.group.as_deref();
    let linter = Linter::new().preview();
    let linter = match group {
        Some(group) => linter.group(group).unwrap(),
        None => linter,
    };
    let mut linter = example::request(linter, it, document);
    let moved = |quota: &str| match change {
        Change::Quota(index, by) if QUOTAS[usize::from(*index)].name == quota => *by,
        _ => 0,
    };
    for (quota, value) in it.quotas.iter() {
        linter = linter.quota(quota, (value + moved(quota)).max(0)).unwrap();
    }
    if let Change::Quota(index, by) = change {
        let quota = &QUOTAS[usize::from(*index)];
        if it.quotas.iter().all(|(name, _)| *name != quota.name) {
            linter = linter.quota(&quota.name, quota.value + by).unwrap();
        }
    }
    let mut name = rule.name.as_ref();
    match change {
        Change::Quota(..) => {}
        Change::Off => linter = linter.without_rule(&rule.name).unwrap(),
        Change::Rule(changed) => {
            name = "changed";
            let mut changed = (**changed).clone();
            changed.name = Text::Borrowed("changed");
            linter = linter
                .without_rule(&rule.name)
                .unwrap()
                .with_rules([changed]);
        }
    }
    let report = linter.lint(&document.text);
    let named = report
        .findings()
        .iter()
        .filter(|finding| finding.rule == name)
        .count();
    if shown.rule.name != rule.name {
        return named == 0;
    }
    let counts = |severity: Severity| {
        severity > Severity::Advice || rule.severity == Severity::Advice && rule.group.is_none()
    };
    let all = report
        .findings()
        .iter()
        .filter(|finding| counts(finding.severity) || finding.rule == name)
        .count();
    (named, all) == if shown.is_bad { (1, 1) } else { (0, 0) }
}
