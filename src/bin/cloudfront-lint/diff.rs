//! `cloudfront-lint diff`: what changes between two configurations, on standard output.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use cloudfront_lint::compare::{self, Change};
use cloudfront_lint::{Linter, Source};
use serde_json::{Value, json};

use crate::files::read;
use crate::status::{Status, print};
use crate::stderr;

#[derive(Args, Debug)]
pub(crate) struct Diff {
    /// The configuration before, or - for standard input
    #[arg(value_name = "OLD")]
    old: PathBuf,

    /// The configuration afterwards, or - for standard input
    #[arg(value_name = "NEW")]
    new: PathBuf,

    /// How to write the changes
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
}

/// A format of changes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
enum Format {
    Text,
    Json,
    Markdown,
}

/// Runs the command. Like other programs of the kind it exits with 1 where there are changes.
pub(crate) fn run(arguments: &Diff) -> Status {
    let (Some((old_name, old)), Some((new_name, new))) =
        (read::given(&arguments.old), read::given(&arguments.new))
    else {
        return Status::Failure;
    };
    let linter = Linter::new();
    match compare::changes(&linter, &Source::decode(&old), &Source::decode(&new)) {
        Ok(changes) => {
            let text = match arguments.format {
                Format::Text => compare::text(&changes),
                Format::Markdown => compare::markdown(&changes),
                Format::Json => format!("{:#}\n", as_json(&changes)),
            };
            match print(&text) {
                Status::Clean if !changes.is_empty() => Status::Findings,
                status => status,
            }
        }
        Err(error) => {
            stderr::print(&format!(
                "cannot compare `{old_name}` with `{new_name}`: {error}"
            ));
            Status::Failure
        }
    }
}

fn as_json(changes: &[Change]) -> Value {
    let change = |change: &Change| {
        json!({
            "path": change.path,
            "kind": change.kind.name(),
            "old": change.old,
            "new": change.new,
            "protection": change.protection.name(),
        })
    };
    json!({ "version": 1, "changes": changes.iter().map(change).collect::<Vec<_>>() })
}
