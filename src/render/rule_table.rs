//! All rules as a list for people.

use std::fmt::Write as _;

use crate::model::rule::Rule;
use crate::text::wrapped;

/// Columns before the title of a rule.
const INDENT: usize = 4;

/// All rules with their severities and what the service answers, and the titles below. No line is
/// wider than `width`.
pub fn rule_table(rules: &[Rule], width: usize) -> String {
    let mut table = String::new();
    for rule in rules {
        let mut head = format!("{}  {}{}", rule.name, rule.severity, off(rule));
        if let Some(service) = &rule.service {
            let answer = format!("{} {}", service.status, service.code);
            let fits = head.len() + 2 + answer.len() <= width;
            let gap = if fits {
                "  ".to_owned()
            } else {
                format!("\n{:INDENT$}", "")
            };
            head = format!("{head}{gap}{answer}");
        }
        let _ = writeln!(table, "{head}");
        for line in wrapped(&rule.title, width.saturating_sub(INDENT)) {
            let _ = writeln!(table, "{:INDENT$}{line}", "");
        }
    }
    table
}

/// What has to be switched on for a rule to be checked.
fn off(rule: &Rule) -> String {
    let group = rule.group.iter().map(|group| format!("group {group}"));
    let preview = rule.preview.then(|| "preview".to_owned());
    let reasons: Vec<String> = group.chain(preview).collect();
    if reasons.is_empty() {
        String::new()
    } else {
        format!(" ({})", reasons.join(", "))
    }
}
