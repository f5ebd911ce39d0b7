//! `cloudfront-lint init`: a configuration file to start with.

use std::io;
use std::path::Path;

use clap::Args;

use crate::atomic_write;
use crate::settings::find::NAME;
use crate::status::{Status, print};
use crate::stderr::{self, reason};

#[derive(Args, Debug)]
pub(crate) struct Init {
    /// Print the file instead of writing it
    #[arg(long)]
    stdout: bool,
}

/// What the file contains: every key, each with an example, and all except one commented out.
const TEMPLATE: &str = include_str!("init.toml");

/// Runs the command.
pub(crate) fn run(arguments: &Init) -> Status {
    if arguments.stdout {
        return print(TEMPLATE);
    }
    match atomic_write::create(Path::new(NAME), TEMPLATE.as_bytes()) {
        Ok(()) => print(&format!("created `{NAME}`\n")),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            stderr::print(&format!("`{NAME}` already exists"));
            Status::Usage
        }
        Err(error) => {
            stderr::print(&format!("cannot write `{NAME}`: {}", reason(&error)));
            Status::Failure
        }
    }
}
