//! Whether the examples of a team's rules show what they say.

use crate::example;
use crate::lint::Linter;
use crate::model::rule::Rule;

/// What is wrong with the examples of a rule, in one sentence each: every bad one must give exactly
/// one finding of the rule, and every good one none. The linter has the rule.
pub fn test_examples(linter: &Linter, rule: &Rule) -> Vec<String> {
    let mut wrong = Vec::new();
    for (kind, is_bad, examples) in [("bad", true, &rule.bad), ("good", false, &rule.good)] {
        if examples.is_empty() {
            wrong.push(format!("no {kind} example"));
        }
        for (index, it) in examples.iter().enumerate() {
            if let Err(why) = example::verify(linter, rule, it, is_bad) {
                wrong.push(format!("{kind} example {}: {why}", index + 1));
            }
        }
    }
    wrong
}
