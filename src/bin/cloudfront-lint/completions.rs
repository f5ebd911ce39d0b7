//! `cloudfront-lint completions SHELL`: completions for a shell, on standard output.

use clap::{Args, CommandFactory as _};
use clap_complete::Shell;

use crate::arguments::Arguments;
use crate::status::{Status, print};

#[derive(Args, Debug)]
pub(crate) struct Completions {
    /// The shell
    #[arg(value_name = "SHELL")]
    shell: Shell,
}

/// Runs the command.
pub(crate) fn run(arguments: &Completions) -> Status {
    let mut script = Vec::new();
    let mut command = Arguments::command();
    clap_complete::generate(
        arguments.shell,
        &mut command,
        "cloudfront-lint",
        &mut script,
    );
    print(&String::from_utf8_lossy(&script))
}
