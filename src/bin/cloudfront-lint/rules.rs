//! `cloudfront-lint rules`: all rules.

use clap::{Args, ValueEnum};
use cloudfront_lint::render;

use crate::own_rules::ConfigSource;
use crate::status::{Status, print};
use crate::terminal::text_columns;

#[derive(Args, Debug)]
pub(crate) struct Rules {
    /// Output format
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    format: RulesFormat,

    #[command(flatten)]
    source: ConfigSource,
}

/// An output format for the list of rules.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
enum RulesFormat {
    Table,
    Json,
}

/// Runs the command.
pub(crate) fn run(arguments: &Rules) -> Status {
    let rules = match arguments.source.all_rules() {
        Ok(rules) => rules,
        Err(status) => return status,
    };
    print(&match arguments.format {
        RulesFormat::Table => render::rule_table(&rules, text_columns()),
        RulesFormat::Json => render::rules_json(&rules),
    })
}
