//! `cloudfront-lint why PATH`: everything known about an element.

use clap::Args;
use cloudfront_lint::{Error, Linter, explain};

use crate::own_rules::{ConfigSource, did_you_mean};
use crate::service_model;
use crate::status::{Status, print};
use crate::stderr;
use crate::terminal::text_columns;

#[derive(Args, Debug)]
pub(crate) struct Why {
    /// Path of the element or the end of it, such as Enabled or TrustedSigners/Enabled
    #[arg(value_name = "PATH")]
    path: String,

    /// Show what applies to this API version first
    #[arg(long, value_name = "DATE")]
    api_version: Option<String>,

    /// Extend the newest API version by this service model of an AWS SDK, or auto
    #[arg(long, value_name = "FILE")]
    service_model: Option<String>,

    #[command(flatten)]
    source: ConfigSource,
}

/// Runs the command.
pub(crate) fn run(arguments: &Why) -> Status {
    shown(arguments).unwrap_or_else(|status| status)
}

fn shown(arguments: &Why) -> Result<Status, Status> {
    let mut linter = Linter::new();
    if let Some(version) = &arguments.api_version {
        linter = linter.api_version(version).map_err(refused)?;
    }
    let policy = arguments.source.policy()?;
    let named = service_model::of_argument(arguments.service_model.as_deref())
        .map_err(|fault| fault.print())?;
    if let Some(model) = named.or(policy.service_model) {
        linter = linter.service_model(model);
    }
    let linter = linter.with_rules(policy.rules.iter().cloned());
    let text = explain::element(&linter, &arguments.path, text_columns()).map_err(refused)?;
    Ok(print(&text))
}

fn refused(error: Error) -> Status {
    stderr::print(&match error {
        Error::UnknownVersion { version, near } => {
            let help = did_you_mean(&near, "`cloudfront-lint versions` lists all versions");
            format!("unknown API version `{version}`; {help}")
        }
        error => error.to_string(),
    });
    Status::Usage
}
