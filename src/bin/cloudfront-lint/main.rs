//! The command line of cloudfront-lint: arguments, files, exit status. Everything else is in the
//! library.

mod arguments;
mod atomic_write;
mod check;
mod completions;
mod convert;
mod diff;
mod explain;
mod files;
mod init;
mod lsp;
mod man;
mod map;
mod new_rule;
mod own_rules;
mod rules;
mod schema;
mod service_model;
mod settings;
mod status;
mod stderr;
mod terminal;
mod test_rules;
mod toml_text;
mod upgrade;
mod versions;
mod why;

use std::ffi::OsString;
use std::process::ExitCode;

use arguments::Command;

/// Runs the program.
pub fn main() -> ExitCode {
    let arguments: Vec<OsString> = std::env::args_os().collect();
    run(&arguments).into()
}

/// Runs the program with these arguments, of which the first is its name, and returns its exit
/// status. The package for Python calls it.
pub fn run(arguments: &[OsString]) -> u8 {
    let arguments = match arguments::parse(arguments) {
        Ok(arguments) => arguments,
        Err(status) => return status as u8,
    };
    let color = arguments.color;
    let status = match arguments.command {
        Command::Check(check) => check::run(&check, color),
        Command::Explain(arguments) => explain::run(&arguments, color),
        Command::Rules(arguments) => rules::run(&arguments),
        Command::Why(arguments) => why::run(&arguments),
        Command::Versions => versions::run(),
        Command::Convert(arguments) => convert::run(&arguments),
        Command::Map(arguments) => map::run(&arguments),
        Command::Upgrade(arguments) => upgrade::run(&arguments),
        Command::Diff(arguments) => diff::run(&arguments),
        Command::Init(arguments) => init::run(&arguments, color),
        Command::NewRule(arguments) => new_rule::run(&arguments),
        Command::TestRules(arguments) => test_rules::run(&arguments, color),
        Command::Schema(arguments) => schema::run(&arguments),
        Command::Completions(arguments) => completions::run(&arguments),
        Command::Man(arguments) => man::run(&arguments),
        Command::Lsp(arguments) => return u8::from(!lsp::run(arguments)),
    };
    status as u8
}
