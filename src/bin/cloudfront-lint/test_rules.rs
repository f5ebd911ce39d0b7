//! `cloudfront-lint test-rules`: the examples of a team's own rules.

use std::path::PathBuf;

use clap::Args;
use cloudfront_lint::config::test_examples;
use cloudfront_lint::{Linter, Rule};

use crate::settings::find::{NAME, Sources};
use crate::settings::{self, load};
use crate::status::{Status, print};
use crate::stderr;

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
pub(crate) fn run(arguments: &TestRules) -> Status {
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
    let mut text = String::new();
    let mut has_failed = false;
    for rule in &rules {
        let wrong = test_examples(&linter, rule);
        has_failed |= !wrong.is_empty();
        text.push_str(&result(rule, &wrong));
    }
    match print(&text) {
        Status::Clean if has_failed => Status::Findings,
        status => status,
    }
}

fn result(rule: &Rule, wrong: &[String]) -> String {
    if wrong.is_empty() {
        return format!(
            "ok      {} ({} bad, {} good)\n",
            rule.name,
            rule.bad.len(),
            rule.good.len()
        );
    }
    let lines = wrong.iter().map(|why| format!("        {why}\n"));
    format!("FAILED  {}\n{}", rule.name, lines.collect::<String>())
}
