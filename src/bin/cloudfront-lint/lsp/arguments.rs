//! The arguments of `lsp`.

use std::path::PathBuf;

use clap::Args;

#[derive(Args, Debug)]
pub(crate) struct Lsp {
    /// Use this configuration file for everything, instead of the nearest one above each document
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,

    /// Ignore all configuration files
    #[arg(long, conflicts_with = "config")]
    pub(crate) isolated: bool,

    /// Hide findings recorded in this baseline
    #[arg(long, value_name = "FILE")]
    pub(crate) baseline: Option<PathBuf>,

    /// Extend the newest API version by this service model of an AWS SDK, or auto
    #[arg(long, value_name = "FILE")]
    pub(crate) service_model: Option<String>,

    /// Accepted because many editors pass it
    #[arg(long, hide = true)]
    stdio: bool,
}
