//! `cloudfront-lint new-rule`: a rule file to start with.

use std::io;
use std::path::{Path, PathBuf};

use clap::Args;
use cloudfront_lint::config::{self, File};
use cloudfront_lint::explain;
use cloudfront_lint::render::harmless;

use crate::atomic_write;
use crate::settings::fault::Fault;
use crate::settings::find;
use crate::status::{Status, print};
use crate::stderr::{self, reason};

#[derive(Args, Debug)]
pub(crate) struct NewRule {
    /// Name of the rule: lower-case words joined by `-`, such as house-price-class
    #[arg(value_name = "NAME")]
    name: String,

    /// File to create [default: NAME.toml]
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,

    /// Print the rule instead of writing it
    #[arg(long)]
    stdout: bool,
}

/// A rule with every common key, with comments.
const TEMPLATE: &str = include_str!("new_rule.toml");

/// Runs the command.
pub(crate) fn run(arguments: &NewRule) -> Status {
    let name = &arguments.name;
    if name == "define" {
        stderr::print("`define` is not a name for a rule; it contains definitions");
        return Status::Usage;
    }
    // Others would have to be quoted in the file; the loader has the last word on the rest.
    let is_plain = |it: u8| it.is_ascii_alphanumeric() || it == b'-';
    if name.is_empty() || !name.bytes().all(is_plain) {
        stderr::print(&format!(
            "invalid rule name `{name}`; write lower-case words joined by `-`"
        ));
        return Status::Usage;
    }
    let text = TEMPLATE
        .replace("RULE_LANGUAGE", &explain::page_url("rule-language"))
        .replace("NAME", name);
    // Only the name can be wrong.
    let file = File::new(format!("{name}.toml"), text.as_str());
    if let Err(error) = config::load_rules(&[file], &[]) {
        let fault = Fault::from(error);
        let errors = fault.mistakes().iter();
        errors.for_each(|error| stderr::print(&error.message));
        return Status::Usage;
    }
    if arguments.stdout {
        return print(&text);
    }
    let default = PathBuf::from(format!("{name}.toml"));
    let path: &Path = arguments.file.as_ref().unwrap_or(&default);
    let shown = path.display().to_string();
    let shown = harmless(&shown);
    match atomic_write::create(path, text.as_bytes()) {
        Ok(()) => print(&format!(
            "created `{shown}`; test it with `cloudfront-lint test-rules {shown}`, and list it as \
             `rules` in `{}`\n",
            find::NAME
        )),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            stderr::print(&format!("`{shown}` already exists"));
            Status::Usage
        }
        Err(error) => {
            stderr::print(&format!("cannot write `{shown}`: {}", reason(&error)));
            Status::Failure
        }
    }
}
