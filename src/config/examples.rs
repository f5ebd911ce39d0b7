//! Whether the examples of a team's rules show what they say.

use crate::example;
use crate::lint::Linter;
use crate::model::rule::{Check, Example, Rule, TargetCheck};
use crate::model::schema::List;
use crate::outcome::Finding;
use crate::text::Applicability;

/// What running one example of a rule came to.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct ExampleRun {
    /// Which example it is: `bad 1`, with its title if it has one.
    pub name: String,
    /// What is wrong with it, in one sentence.
    pub problem: Option<String>,
    /// What the rule found in it: for each finding lines with the element and the message, what to
    /// do, and the repair.
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
            let (problem, findings) = match run(linter, rule, it) {
                Ok(findings) => {
                    let mut problem = problem(is_bad, findings.len());
                    if let (true, Some(problem)) = (findings.is_empty(), &mut problem)
                        && let Some(why) = why_nothing(linter, rule, it)
                    {
                        problem.push_str(&format!(": {why}"));
                    }
                    (problem, findings)
                }
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

/// What a rule finds in one of its examples: the element and the message of each finding.
///
/// `linter` has the rule and other settings; operation and quotas are those of the example.
///
/// # Errors
/// When the example has no document, or its settings are wrong, in one sentence.
fn run(linter: &Linter, rule: &Rule, it: &Example) -> Result<Vec<String>, String> {
    let document = example::document(rule, it).map_err(|error| error.to_string())?;
    let mut linter = example::request(linter.clone(), it, &document);
    if rule.preview {
        linter = linter.preview();
    }
    if let Some(group) = &rule.group {
        linter = linter.group(group).map_err(|error| error.to_string())?;
    }
    for (quota, value) in it.quotas.iter() {
        linter = linter
            .quota(quota, *value)
            .map_err(|error| error.to_string())?;
    }
    let report = linter.lint(&document.text);
    let found = report
        .findings()
        .iter()
        .filter(|finding| finding.rule == rule.name)
        .map(|finding| described(rule, finding));
    Ok(found.collect())
}

/// A finding in lines: its element and message, what to do, and the repair.
fn described(rule: &Rule, finding: &Finding) -> String {
    let mut text = format!("{}: {}", finding.path, finding.message);
    if rule.words.message.is_some() && finding.message == rule.title {
        text.push_str(
            "\n  note: a placeholder of `message` has no value here, so this is the title",
        );
    }
    if let Some(help) = &finding.help {
        text.push_str(&format!("\n  help: {help}"));
    }
    for fix in &finding.fixes {
        let option = match fix.applicability {
            Applicability::Safe => "--fix",
            Applicability::Unsafe => "--fix --unsafe-fixes",
        };
        text.push_str(&format!("\n  repair, with `{option}`: {}", fix.title));
    }
    text
}

/// Why a rule finds nothing in an example, where that is known: a part of the rule is left out, and
/// then it finds something.
fn why_nothing(linter: &Linter, rule: &Rule, it: &Example) -> Option<&'static str> {
    let finds = |rule: &Rule| {
        let linter = linter.clone().with_rules([rule.clone()]);
        run(&linter, rule, it).is_ok_and(|found| !found.is_empty())
    };
    let mut without_conditions = rule.clone();
    without_conditions.name = format!("{}-without-conditions", rule.name).into();
    without_conditions.when = List::default();
    if !rule.when.is_empty() && finds(&without_conditions) {
        return Some("its conditions are not true");
    }
    let mut with_target = without_conditions;
    with_target.name = format!("{}-with-target", rule.name).into();
    with_target.check = Check::Target(TargetCheck::Forbidden);
    if finds(&with_target) {
        return None;
    }
    with_target.operations = List::default();
    let is_absent = rule.operations.is_empty() || !finds(&with_target);
    Some(if is_absent {
        "what `at` leads to is absent"
    } else {
        "the rule is for another `operation`"
    })
}

/// What is wrong with an example in which a rule has so many findings: a bad one gives exactly one
/// finding of the rule, a good one none.
fn problem(is_bad: bool, found: usize) -> Option<String> {
    match (is_bad, found) {
        (true, 1) | (false, 0) => None,
        (true, _) => Some(format!("expected exactly one finding, found {found}")),
        (false, _) => Some(format!("expected no finding, found {found}")),
    }
}
