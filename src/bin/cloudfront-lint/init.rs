//! `cloudfront-lint init`: the files to start with. A file that exists is never changed.

use std::borrow::Cow;
use std::io;
use std::path::Path;

use clap::{Args, Parser as _};

use crate::arguments::{self, Command};
use crate::atomic_write;
use crate::check;
use crate::settings::find::NAME;
use crate::status::{Status, print};
use crate::stderr::{self, reason};
use crate::terminal::ColorChoice;

/// The file of pre-commit.
const HOOKS: &str = ".pre-commit-config.yaml";

/// What the file of pre-commit contains.
const HOOK: &str = concat!(
    "repos:\n",
    "  - repo: https://github.com/cloudfront-lint/cloudfront-lint\n",
    "    rev: v",
    env!("CARGO_PKG_VERSION"),
    "\n",
    "    hooks:\n",
    "      - id: cloudfront-lint\n",
);

/// What the configuration contains: every key, each with an example, and all except one commented
/// out.
const TEMPLATE: &str = include_str!("init.toml");

/// The line of it that names a baseline, commented out.
const BASELINE: &str = "# baseline = ";

#[derive(Args, Debug)]
pub(crate) struct Init {
    /// Print the file instead of writing it
    #[arg(long, conflicts_with_all = ["hook", "baseline"])]
    stdout: bool,

    /// Also create .pre-commit-config.yaml, with the hook for pre-commit
    #[arg(long)]
    hook: bool,

    /// Also record the findings of all files in a baseline, so that only new ones are reported
    #[arg(long)]
    baseline: bool,
}

/// Runs the command.
pub(crate) fn run(arguments: &Init, color: ColorChoice) -> Status {
    if arguments.stdout {
        return print(TEMPLATE);
    }
    let mut text = Cow::Borrowed(TEMPLATE);
    if arguments.baseline {
        text = TEMPLATE.replace(BASELINE, &BASELINE[2..]).into();
    }
    let configuration = create(NAME, &text);
    let mut worst = configuration;
    if arguments.hook {
        let status = create(HOOKS, HOOK);
        if status == Status::Usage {
            stderr::print("add the hook to it:");
            let _ = print(HOOK);
        }
        worst = worst.max(status);
    }
    if arguments.baseline && configuration == Status::Clean {
        worst = worst.max(record(color));
    }
    worst
}

/// Creates a file.
fn create(name: &str, text: &str) -> Status {
    match atomic_write::create(Path::new(name), text.as_bytes()) {
        Ok(()) => print(&format!("created `{name}`\n")),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            stderr::print(&format!("`{name}` already exists"));
            Status::Usage
        }
        Err(error) => {
            stderr::print(&format!("cannot write `{name}`: {}", reason(&error)));
            Status::Failure
        }
    }
}

/// Records the findings of all files, as `check --update-baseline` does.
fn record(color: ColorChoice) -> Status {
    let command = ["cloudfront-lint", "check", "--update-baseline"];
    match arguments::Arguments::try_parse_from(command).map(|it| it.command) {
        Ok(Command::Check(arguments)) => check::run(&arguments, color),
        _ => Status::Usage,
    }
}
