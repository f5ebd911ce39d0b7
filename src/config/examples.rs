//! Whether the examples of a team's rules show what they say.

use crate::example;
use crate::lint::Linter;
use crate::model::rule::Rule;

/// What running one example of a rule came to.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct ExampleRun {
    /// Which example it is: `bad 1`, with its title if it has one.
    pub name: String,
    /// What is wrong with it, in one sentence.
    pub problem: Option<String>,
    /// What the rule found in it: the element, and the message.
    pub findings: Vec<String>,
}

/// Runs the examples of a rule: every bad one must give exactly one finding of the rule, and every
/// good one none. The linter has the rule.
pub fn run_examples(linter: &Linter, rule: &Rule) -> Vec<ExampleRun> {
    let mut runs = Vec::new();
    for (kind, is_bad, examples) in [("bad", true, &rule.bad), ("good", false, &rule.good)] {
        if examples.is_empty() {
            runs.push(ExampleRun {
                name: kind.to_owned(),
                problem: Some(format!("no {kind} example")),
                findings: Vec::new(),
            });
        }
        for (index, it) in examples.iter().enumerate() {
            let (problem, findings) = match example::run(linter, rule, it) {
                Ok(findings) => (example::problem(is_bad, findings.len()), findings),
                Err(why) => (Some(why), Vec::new()),
            };
            let title = it.title.as_deref();
            let title = title.map_or_else(String::new, |title| format!(": {title}"));
            runs.push(ExampleRun {
                name: format!("{kind} {}{title}", index + 1),
                problem,
                findings,
            });
        }
    }
    runs
}

/// What is wrong with the examples of a rule, in one sentence each.
pub fn test_examples(linter: &Linter, rule: &Rule) -> Vec<String> {
    let runs = run_examples(linter, rule).into_iter();
    runs.filter_map(|run| Some(format!("{}: {}", run.name, run.problem?)))
        .collect()
}
