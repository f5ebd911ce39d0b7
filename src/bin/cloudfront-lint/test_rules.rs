//! `cloudfront-lint test-rules`: the examples of a team's own rules.

use std::path::PathBuf;

use clap::Args;
use cloudfront_lint::config::{ExampleRun, run_examples};
use cloudfront_lint::render::harmless;
use cloudfront_lint::{Linter, Rule};

use crate::settings::find::{NAME, Sources};
use crate::settings::{self, load};
use crate::status::{Status, print};
use crate::stderr;
use crate::terminal::ColorChoice;

#[derive(Args, Debug)]
pub(crate) struct TestRules {
    /// Rule files [default: those listed in the configuration]
    #[arg(value_name = "FILE")]
    paths: Vec<PathBuf>,

    /// Use this configuration file instead of the nearest one above the current folder
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

/// Runs the command.
pub(crate) fn run(arguments: &TestRules, color: ColorChoice) -> Status {
    let sources = Sources {
        config: arguments.config.as_deref(),
        isolated: false,
    };
    let policy = match settings::policy(sources) {
        Ok(policy) => policy,
        Err(fault) => return fault.print(),
    };
    let rules = if arguments.paths.is_empty() {
        Ok(policy.rules.clone())
    } else {
        load::load_rules(&arguments.paths, &policy.formats)
    };
    let rules = match rules {
        Ok(rules) => rules,
        Err(fault) => return fault.print(),
    };
    if rules.is_empty() {
        stderr::print(&format!(
            "no rules to test; pass rule files, or list them as `rules` in `{NAME}`"
        ));
        return Status::Failure;
    }
    let linter = Linter::new()
        .with_formats(policy.formats.iter().cloned())
        .with_rules(rules.clone());
    let mut results = Results {
        is_colored: color.for_stdout(),
        ..Results::default()
    };
    for rule in &rules {
        results.add(rule, &run_examples(&linter, rule));
    }
    match print(&results.text()) {
        Status::Clean if results.failed > 0 => Status::Findings,
        status => status,
    }
}

/// The results so far, as text.
#[derive(Default)]
struct Results {
    is_colored: bool,
    lines: String,
    rules: usize,
    passed: usize,
    failed: usize,
}

impl Results {
    fn add(&mut self, rule: &Rule, runs: &[ExampleRun]) {
        self.rules += 1;
        self.lines.push_str(&format!("{}\n", rule.name));
        for run in runs {
            self.add_run(run);
        }
    }

    fn add_run(&mut self, run: &ExampleRun) {
        let word = if run.problem.is_none() {
            self.passed += 1;
            self.painted("ok    ", "32")
        } else {
            self.failed += 1;
            self.painted("FAILED", "31;1")
        };
        let name = harmless(&run.name);
        self.lines.push_str(&format!("  {word}  {name}\n"));
        let texts = run.problem.iter().chain(&run.findings);
        for line in texts.flat_map(|text| text.lines()) {
            self.lines
                .push_str(&format!("            {}\n", harmless(line)));
        }
    }

    fn painted(&self, word: &str, code: &str) -> String {
        if self.is_colored {
            format!("\u{1b}[{code}m{word}\u{1b}[0m")
        } else {
            word.to_owned()
        }
    }

    /// All lines, and how many examples passed.
    fn text(&self) -> String {
        let word = if self.rules == 1 { "rule" } else { "rules" };
        let (rules, passed, failed) = (self.rules, self.passed, self.failed);
        format!(
            "{}\n{rules} {word}: {passed} passed, {failed} failed\n",
            self.lines
        )
    }
}
