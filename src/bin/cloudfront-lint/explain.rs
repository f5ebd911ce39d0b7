//! `cloudfront-lint explain RULE`: the page of a rule.

use clap::Args;
use cloudfront_lint::internal::nearest;
use cloudfront_lint::{Linter, Rule, render};

use crate::own_rules::{ConfigSource, did_you_mean};
use crate::status::{Status, print};
use crate::stderr;
use crate::terminal::{self, ColorChoice};

#[derive(Args, Debug)]
pub(crate) struct Explain {
    /// Name of the rule
    #[arg(value_name = "RULE")]
    rule: String,

    #[command(flatten)]
    source: ConfigSource,
}

/// Runs the command.
pub(crate) fn run(arguments: &Explain, color: ColorChoice) -> Status {
    let name = arguments.rule.as_str();
    let show = |rule: &Rule, linter: &Linter| {
        let page = render::rule_page(rule, linter, terminal::text_columns());
        print(&if color.for_stdout() {
            painted(&page)
        } else {
            page
        })
    };
    let built_in = cloudfront_lint::rules();
    // A wrong configuration does not hide the built-in rules.
    if let Some(rule) = built_in.iter().find(|rule| rule.name == name) {
        return show(rule, &Linter::new());
    }
    let policy = match arguments.source.policy() {
        Ok(policy) => policy,
        Err(status) => return status,
    };
    if let Some(rule) = policy.rules.iter().find(|rule| rule.name == name) {
        return show(rule, &policy.linter());
    }
    let names = built_in.iter().chain(&policy.rules).map(|rule| &*rule.name);
    let near = nearest(name, names);
    let help = did_you_mean(&near, "`cloudfront-lint rules` lists all rules");
    stderr::print(&format!("unknown rule `{name}`; {help}"));
    Status::Usage
}

/// The page with bold headings and colored code instead of Markdown.
fn painted(page: &str) -> String {
    let line = |line: &str| match line.strip_prefix('#') {
        Some(title) => format!("\x1b[1m{}\x1b[0m\n", title.trim_start_matches(['#', ' '])),
        None => line
            .split('`')
            .enumerate()
            .map(|(index, part)| {
                if index % 2 == 1 {
                    format!("\x1b[36m{part}\x1b[0m")
                } else {
                    part.to_owned()
                }
            })
            .chain(["\n".to_owned()])
            .collect(),
    };
    page.lines()
        .filter(|line| !line.starts_with("```"))
        .map(line)
        .collect()
}
