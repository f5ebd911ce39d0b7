//! `cloudfront-lint test-rules`: the examples of a team's own rules.

use std::io::{self, Write as _};

use cloudfront_lint::{Linter, example};

use crate::args::TestRules;
use crate::settings;
use crate::settings::Sources;
use crate::status::{Status, of_write_error, tell};

/// Runs the command.
pub(crate) fn run(arguments: &TestRules) -> Status {
    let policy = match settings::policy(&Sources {
        config: arguments.config.as_deref(),
        isolated: false,
    }) {
        Ok(policy) => policy,
        Err(fault) => return fault.tell(),
    };
    let rules = if arguments.paths.is_empty() {
        Ok(policy.rules.clone())
    } else {
        settings::load_rules(&arguments.paths, &policy.formats)
    };
    let rules = match rules {
        Ok(rules) => rules,
        Err(fault) => return fault.tell(),
    };
    if rules.is_empty() {
        tell(&format!(
            "no rules to test; pass rule files, or list them as `rules` in `{}`",
            settings::NAME
        ));
        return Status::Failure;
    }
    let linter = Linter::new()
        .with_formats(policy.formats.iter().cloned())
        .with_rules(rules.clone());
    let mut text = String::new();
    let mut failures = 0;
    for rule in &rules {
        let kinds = [("bad", true, &rule.bad), ("good", false, &rule.good)];
        let mut wrong = Vec::new();
        for (kind, is_bad, examples) in kinds {
            if examples.is_empty() {
                wrong.push(format!("no {kind} example"));
            }
            for (index, it) in examples.iter().enumerate() {
                if let Err(why) = example::verify(&linter, rule, it, is_bad) {
                    wrong.push(format!("{kind} example {}: {why}", index + 1));
                }
            }
        }
        if wrong.is_empty() {
            text.push_str(&format!(
                "ok      {} ({} bad, {} good)\n",
                rule.name,
                rule.bad.len(),
                rule.good.len()
            ));
        } else {
            failures += 1;
            text.push_str(&format!("FAILED  {}\n", rule.name));
            for why in wrong {
                text.push_str(&format!("        {why}\n"));
            }
        }
    }
    match io::stdout().lock().write_all(text.as_bytes()) {
        Err(error) => of_write_error(&error),
        Ok(()) if failures > 0 => Status::Findings,
        Ok(()) => Status::Clean,
    }
}
