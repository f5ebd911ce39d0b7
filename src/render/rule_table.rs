//! All rules as a table, for people.

use std::fmt::Write as _;

use crate::model::rule::Rule;

/// All rules as a table for people.
pub fn rule_table(rules: &[Rule]) -> String {
    let answer = |rule: &Rule| {
        rule.service.as_ref().map_or_else(String::new, |service| {
            format!("{} {}", service.status, service.code)
        })
    };
    let names = rules
        .iter()
        .map(|rule| rule.name.len())
        .max()
        .unwrap_or_default();
    let answers = rules
        .iter()
        .map(|rule| answer(rule).len())
        .max()
        .unwrap_or_default();
    let mut table = String::new();
    for rule in rules {
        let _ = writeln!(
            table,
            "{:names$}  {:7}  {:answers$}  {}",
            rule.name,
            rule.severity.as_str(),
            answer(rule),
            rule.title
        );
    }
    table
}
