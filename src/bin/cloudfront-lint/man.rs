//! `cloudfront-lint man`: the man pages of the program and its commands, from the same definition
//! as the help.

use clap::{Args, Command, CommandFactory as _};

use crate::arguments::{Arguments, usage_error};
use crate::status::{self, Status, print};

/// What each page says that it is from.
const SOURCE: &str = concat!("cloudfront-lint ", env!("CARGO_PKG_VERSION"));

#[derive(Args, Debug)]
pub(crate) struct Man {
    /// The command whose page to print [default: the page of the program]
    #[arg(value_name = "COMMAND")]
    command: Option<String>,
}

/// Runs the command.
pub(crate) fn run(arguments: &Man) -> Status {
    let mut program = Arguments::command();
    program.build();
    let Some(name) = arguments.command.as_deref() else {
        return page(program);
    };
    if let Some(command) = program.find_subcommand(name) {
        return page(command.clone());
    }
    let names: Vec<&str> = program.get_subcommands().map(Command::get_name).collect();
    let names = names.join(", ");
    usage_error(
        "man",
        &format!("unknown command `{name}`; the commands are {names}"),
    )
}

/// Prints the page of a command.
fn page(command: Command) -> Status {
    let mut page = Vec::new();
    let man = clap_mangen::Man::new(command).source(SOURCE);
    match man.render(&mut page) {
        Ok(()) => print(&String::from_utf8_lossy(&page)),
        Err(error) => status::after_write_error(&error),
    }
}
