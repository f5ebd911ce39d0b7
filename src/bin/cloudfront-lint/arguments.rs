//! The commands and their arguments, as types and as help. The arguments of a command are in its
//! own file.

use std::ffi::{OsStr, OsString};
use std::path::Path;

use clap::builder::StyledStr;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{CommandFactory as _, Parser, Subcommand};
use cloudfront_lint::render::harmless;

use crate::check::arguments::Check;
use crate::completions::Completions;
use crate::convert::Convert;
use crate::diff::Diff;
use crate::explain::Explain;
use crate::init::Init;
use crate::lsp::arguments::Lsp;
use crate::man::Man;
use crate::map::Map;
use crate::new_rule::NewRule;
use crate::rules::Rules;
use crate::schema::Schema;
use crate::status::{self, Status};
use crate::terminal::ColorChoice;
use crate::test_rules::TestRules;
use crate::upgrade::Upgrade;
use crate::why::Why;

const EXIT_STATUS: &str = "\
Exit status:
  0  no finding reaches --fail-on
  1  at least one finding reaches --fail-on, or --diff shows a change
  2  usage or configuration error
  3  a file could not be read, or nothing was checked";

const DIFF_EXIT_STATUS: &str = "\
Exit status:
  0  nothing changes
  1  something changes
  2  usage error
  3  a file could not be read or is not a CloudFront configuration";

const UPGRADE_EXIT_STATUS: &str = "\
Exit status:
  0  the new document has no errors
  1  the new document has errors
  2  usage error
  3  the file could not be read or upgraded";

const WRITING_EXIT_STATUS: &str = "\
Exit status:
  0  the result was written
  2  usage error
  3  the file could not be read, or there is no result";

/// Linter for Amazon CloudFront configuration: finds what the service would reject before you send
/// it
#[derive(Parser, Debug)]
#[command(name = "cloudfront-lint", version, max_term_width = 100, after_help = EXIT_STATUS)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,

    /// When to use colors: auto, always or never; also set by NO_COLOR, FORCE_COLOR and
    /// CLICOLOR_FORCE
    #[arg(
        long,
        global = true,
        value_name = "WHEN",
        default_value = "auto",
        hide_possible_values = true
    )]
    pub(crate) color: ColorChoice,
}

#[derive(Subcommand, Debug)]
// The arguments of other commands are not built. Each command is described here only: a doc comment
// on its arguments would replace the description.
#[command(defer = true)]
pub(crate) enum Command {
    /// Check files, folders, globs, or - for standard input
    #[command(after_help = EXIT_STATUS)]
    Check(Box<Check>),
    /// Explain a rule: why it matters, how to fix it, when to ignore it
    Explain(Explain),
    /// List all rules
    Rules(Rules),
    /// Show everything known about an element
    Why(Why),
    /// List all API versions and what each one added
    Versions,
    /// Convert between XML, JSON and templates of CloudFormation and Terraform
    #[command(after_help = WRITING_EXIT_STATUS)]
    Convert(Convert),
    /// Draw which alias and path pattern leads to which origin, as SVG or for Mermaid
    #[command(after_help = WRITING_EXIT_STATUS)]
    Map(Map),
    /// Write a document of an old API version for a newer one
    #[command(after_help = UPGRADE_EXIT_STATUS)]
    Upgrade(Upgrade),
    /// Show what changes between two configurations
    #[command(after_help = DIFF_EXIT_STATUS)]
    Diff(Diff),
    /// Create a configuration file, and on request a hook and a baseline
    Init(Init),
    /// Create a rule of your own to start with
    NewRule(NewRule),
    /// Run the examples of your own rules
    TestRules(TestRules),
    /// Print the schema of the configuration file, of rule files, or of a document
    Schema(Schema),
    /// Print completions for a shell
    Completions(Completions),
    /// Print the man page of the program or of a command
    Man(Man),
    /// Start the language server
    Lsp(Lsp),
}

/// Reads the arguments. Help, the version and usage errors are printed here.
pub(crate) fn parse(given: &[OsString]) -> Result<Arguments, Status> {
    Arguments::try_parse_from(given).map_err(|error| match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => error.print().map_or_else(
            |error| status::after_write_error(&error),
            |()| Status::Clean,
        ),
        _ => {
            // The same error without control characters: clap quotes arguments unchanged.
            let harmless = given
                .iter()
                .map(|argument| harmless(&argument.to_string_lossy()).replace('\n', "␊"));
            let error = Arguments::try_parse_from(harmless).err().unwrap_or(error);
            let _ = with_check(error).print();
            Status::Usage
        }
    })
}

/// Adds the command that was probably meant, if a file was given instead of one.
fn with_check(mut error: clap::Error) -> clap::Error {
    let given = [ContextKind::InvalidSubcommand, ContextKind::InvalidArg]
        .into_iter()
        .find_map(|kind| error.get(kind));
    let Some(ContextValue::String(word)) = given else {
        return error;
    };
    let is_command_missing = error.kind() == ErrorKind::InvalidSubcommand
        || error.kind() == ErrorKind::UnknownArgument && word == "-";
    let path = Path::new(word);
    let is_file = word == "-"
        || path.exists()
        || word.contains(['/', '*'])
        || path.extension().and_then(OsStr::to_str).is_some();
    if is_command_missing && is_file {
        let tip = format!("to check it, run `cloudfront-lint check {word}`");
        let tip = ContextValue::StyledStrs(vec![StyledStr::from(tip)]);
        error.remove(ContextKind::SuggestedSubcommand);
        error.insert(ContextKind::Suggested, tip);
    }
    error
}

/// Prints a usage error of a command in clap's format.
pub(crate) fn usage_error(command: &str, message: &str) -> Status {
    let message = harmless(message);
    let mut all = Arguments::command();
    let error = match all.find_subcommand_mut(command) {
        Some(found) => found
            .clone()
            .bin_name(format!("cloudfront-lint {command}"))
            .error(ErrorKind::ArgumentConflict, message),
        None => clap::Error::raw(ErrorKind::ArgumentConflict, message),
    };
    let _ = error.print();
    Status::Usage
}
