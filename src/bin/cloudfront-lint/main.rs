//! The command line of cloudfront-lint: arguments, files, exit codes. Everything else is the library's.

mod args;
mod atomic_write;
mod baseline;
mod check;
mod convert;
mod files;
mod fix;
mod lsp;
mod pages;
mod progress;
mod settings;
mod show_config;
mod status;
mod terminal;
mod test_rules;
mod unused_suppressions;
mod walk;

use std::process::ExitCode;

use args::Command;

fn main() -> ExitCode {
    let arguments = match args::parse() {
        Ok(arguments) => arguments,
        Err(status) => return status.into(),
    };
    let color = arguments.color;
    let status = match arguments.command {
        Command::Check(check) => check::run(&check, color),
        Command::TestRules(arguments) => test_rules::run(&arguments),
        Command::Explain(explain) => pages::explain(&explain, color),
        Command::Rules(rules) => pages::rules(&rules),
        Command::Versions => pages::versions(),
        Command::Why(why) => pages::why(&why),
        Command::Convert(arguments) => convert::run(&arguments),
        Command::Lsp(arguments) => return lsp::run(arguments),
    };
    status.into()
}
