//! The team's own rules, for the commands that show what the linter knows.

use std::borrow::Cow;
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use cloudfront_lint::Rule;

use crate::settings::find::Sources;
use crate::settings::{self, Policy};
use crate::status::Status;

#[derive(Args, Debug)]
pub(crate) struct ConfigSource {
    /// Use your own rules of this configuration file instead of the nearest one above the current
    /// folder
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,

    /// Ignore all configuration files
    #[arg(long, conflicts_with = "config")]
    isolated: bool,
}

impl ConfigSource {
    /// The team's own rules and formats.
    pub(crate) fn policy(&self) -> Result<Arc<Policy>, Status> {
        let sources = Sources {
            config: self.config.as_deref(),
            isolated: self.isolated,
        };
        settings::policy(sources).map_err(|fault| fault.print())
    }

    /// The built-in rules and the team's own.
    pub(crate) fn all_rules(&self) -> Result<Cow<'static, [Rule]>, Status> {
        let built_in = cloudfront_lint::rules();
        let policy = self.policy()?;
        Ok(if policy.rules.is_empty() {
            built_in.into()
        } else {
            built_in.iter().chain(&policy.rules).cloned().collect()
        })
    }
}

/// What was probably meant, as a question, or else a hint.
pub(crate) fn did_you_mean<N: AsRef<str>>(near: &[N], hint: &str) -> String {
    let near: Vec<&str> = near.iter().map(AsRef::as_ref).collect();
    if near.is_empty() {
        hint.to_owned()
    } else {
        format!("did you mean `{}`?", near.join("` or `"))
    }
}
