//! `cloudfront-lint why PATH`: everything known about an element.

use clap::Args;
use cloudfront_lint::builtin::{FORMATS, SCHEMA};
use cloudfront_lint::explain;
use cloudfront_lint::model::schema::Version;

use crate::own_rules::{ConfigSource, did_you_mean};
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

    #[command(flatten)]
    source: ConfigSource,
}

/// Runs the command.
pub(crate) fn run(arguments: &Why) -> Status {
    shown(arguments).unwrap_or_else(|status| status)
}

fn shown(arguments: &Why) -> Result<Status, Status> {
    let version = arguments.api_version.as_deref().map(version).transpose()?;
    let rules = arguments.source.all_rules()?;
    let elements = explain::why(&SCHEMA, &FORMATS, &rules, &arguments.path, version);
    let elements = elements.map_err(|error| {
        stderr::print(&error.to_string());
        Status::Usage
    })?;
    Ok(print(&explain::why_text(&elements, text_columns())))
}

fn version(name: &str) -> Result<Version, Status> {
    SCHEMA.version(name).ok_or_else(|| {
        let names = SCHEMA.versions.iter().map(|version| &*version.name);
        let help = did_you_mean(name, names, "`cloudfront-lint versions` lists all versions");
        stderr::print(&format!("unknown API version `{name}`; {help}"));
        Status::Usage
    })
}
