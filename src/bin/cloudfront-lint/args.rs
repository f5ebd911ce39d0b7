//! The arguments, as types and as help.

use std::path::PathBuf;
use std::sync::Arc;

use clap::error::ErrorKind;
use clap::{Args, CommandFactory as _, Parser, Subcommand, ValueEnum};
use cloudfront_lint::model::Severity;

use crate::settings;
use crate::settings::{Policy, Sources};
use crate::status::Status;
use crate::terminal::ColorChoice;

const EXIT_STATUS: &str = "\
Exit status:
  0  nothing weighs as much as --fail-on
  1  something does
  2  the arguments or the configuration are wrong
  3  a file could not be read, or nothing was checked";

/// Finds every fault in an Amazon CloudFront configuration before the service does: at its place, with the answer it would
/// have given, and the repair
#[derive(Parser, Debug)]
#[command(name = "cloudfront-lint", version, max_term_width = 100, after_help = EXIT_STATUS)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,

    /// When to color; NO_COLOR, FORCE_COLOR and CLICOLOR_FORCE are honoured too
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
// The arguments of the commands that are not run need not be laid out. What a command is for stands here alone: a comment of
// documentation at its arguments would take its place.
#[command(defer = true)]
pub(crate) enum Command {
    /// Check files, folders, patterns, or - for standard input
    #[command(after_help = EXIT_STATUS)]
    Check(Check),
    /// Run the examples of a team's own rules
    TestRules(TestRules),
    /// Print the page of a rule: why it is, what to do, when to ignore it
    Explain(Explain),
    /// List all rules
    Rules(Rules),
    /// List all API versions and what each brought
    Versions,
    /// Tell all that is known of an element
    Why(Why),
    /// Write a document in the other notation, XML or JSON
    Convert(Convert),
    /// Serve an editor on standard input and output
    Lsp(Lsp),
}

#[derive(Args, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
pub(crate) struct Check {
    /// Files, folders (their .xml and .json files, less what .gitignore names), patterns, or - for standard input
    #[arg(value_name = "PATH", default_value = ".", hide_default_value = true)]
    pub(crate) paths: Vec<PathBuf>,

    /// The name of standard input in the output
    #[arg(long, value_name = "NAME", help_heading = "Files")]
    pub(crate) stdin_filename: Option<String>,

    /// The paths are a hook's list: what is no CloudFront document is passed over, even if nothing is left; implies --quiet
    #[arg(long, help_heading = "Files")]
    pub(crate) hook: bool,

    /// The request that the document is for [inferred where it can be]
    #[arg(long, value_name = "KIND", help_heading = "Request")]
    pub(crate) operation: Option<OperationArgument>,

    /// What the document replaces: the live configuration, or a saved answer that holds it; means an update
    #[arg(long, value_name = "FILE", help_heading = "Request")]
    pub(crate) previous: Option<PathBuf>,

    /// The ETag that goes with the request; means an update
    #[arg(long, value_name = "ETAG", help_heading = "Request")]
    pub(crate) if_match: Option<String>,

    /// Judge by this API version, whatever the document declares
    #[arg(long, value_name = "DATE", help_heading = "Request")]
    pub(crate) api_version: Option<String>,

    /// Leave out the findings that this file knows
    #[arg(long, value_name = "FILE", help_heading = "Findings")]
    pub(crate) baseline: Option<PathBuf>,

    /// Write what is found into the baseline, and take out what is fixed
    #[arg(long, requires = "baseline", help_heading = "Findings")]
    pub(crate) update_baseline: bool,

    /// Take this configuration instead of the closest one above each file
    #[arg(long, value_name = "FILE", help_heading = "Configuration")]
    pub(crate) config: Option<PathBuf>,

    /// Take no configuration
    #[arg(long, conflicts_with = "config", help_heading = "Configuration")]
    pub(crate) isolated: bool,

    /// Print the settings of each file, and check nothing
    #[arg(long, help_heading = "Configuration")]
    pub(crate) show_config: bool,

    /// Apply the fixes that change nothing but the fault, and write the files
    #[arg(long, help_heading = "Fixes")]
    pub(crate) fix: bool,

    /// Apply the other fixes too, with --fix or --diff: those that probably are what was meant
    #[arg(long, help_heading = "Fixes")]
    pub(crate) unsafe_fixes: bool,

    /// Show what --fix would change, and write nothing
    #[arg(long, help_heading = "Fixes")]
    pub(crate) diff: bool,

    /// How to write the findings
    #[arg(
        long,
        value_name = "FORMAT",
        default_value = "pretty",
        help_heading = "Output"
    )]
    pub(crate) format: FormatArgument,

    /// Print nothing but findings and errors
    #[arg(long, short, help_heading = "Output")]
    pub(crate) quiet: bool,

    /// Leave out findings that weigh less
    #[arg(
        long,
        value_name = "SEVERITY",
        default_value = "advice",
        help_heading = "Findings"
    )]
    pub(crate) min_severity: SeverityArgument,

    /// Exit with 1 from this weight on
    #[arg(
        long,
        value_name = "SEVERITY",
        default_value = "error",
        help_heading = "Findings"
    )]
    pub(crate) fail_on: FailOn,
}

/// A kind of request.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum OperationArgument {
    Create,
    Update,
    Delete,
}

/// An output format.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum FormatArgument {
    Pretty,
    Concise,
    Json,
    Sarif,
    Github,
    Gitlab,
    Junit,
    Checkstyle,
    Rdjson,
}

/// A severity.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum SeverityArgument {
    Error,
    Warning,
    Advice,
}

impl From<SeverityArgument> for Severity {
    fn from(argument: SeverityArgument) -> Self {
        match argument {
            SeverityArgument::Error => Self::Error,
            SeverityArgument::Warning => Self::Warning,
            SeverityArgument::Advice => Self::Advice,
        }
    }
}

/// From which weight on a finding is a failure.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum FailOn {
    Error,
    Warning,
    Advice,
    Never,
}

impl FailOn {
    pub(crate) fn severity(self) -> Option<Severity> {
        match self {
            Self::Error => Some(Severity::Error),
            Self::Warning => Some(Severity::Warning),
            Self::Advice => Some(Severity::Advice),
            Self::Never => None,
        }
    }
}

#[derive(Args, Debug)]
pub(crate) struct TestRules {
    /// Rule files [those that the configuration lists]
    #[arg(value_name = "FILE")]
    pub(crate) paths: Vec<PathBuf>,

    /// Take this configuration instead of the one above the working folder
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
}

#[derive(Args, Debug)]
pub(crate) struct ConfigSource {
    /// Take the team's rules of this configuration instead of the one above the working folder
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,

    /// Take no configuration
    #[arg(long, conflicts_with = "config")]
    isolated: bool,
}

impl ConfigSource {
    /// What the team has added.
    pub(crate) fn policy(&self) -> Result<Arc<Policy>, Status> {
        settings::policy(&Sources {
            config: self.config.as_deref(),
            isolated: self.isolated,
        })
        .map_err(|fault| fault.tell())
    }
}

#[derive(Args, Debug)]
pub(crate) struct Explain {
    /// Its name
    #[arg(value_name = "RULE")]
    pub(crate) rule: String,

    #[command(flatten)]
    pub(crate) source: ConfigSource,
}

#[derive(Args, Debug)]
pub(crate) struct Rules {
    /// How to write them
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub(crate) format: RulesFormat,

    #[command(flatten)]
    pub(crate) source: ConfigSource,
}

#[derive(Args, Debug)]
pub(crate) struct Why {
    /// Its path or the end of it, such as Enabled or TrustedSigners/Enabled
    #[arg(value_name = "PATH")]
    pub(crate) path: String,

    /// Tell what this version says of it first
    #[arg(long, value_name = "DATE")]
    pub(crate) api_version: Option<String>,

    #[command(flatten)]
    pub(crate) source: ConfigSource,
}

#[derive(Args, Debug)]
pub(crate) struct Convert {
    /// The document, or - for standard input
    #[arg(value_name = "PATH")]
    pub(crate) path: PathBuf,

    /// The notation to write
    #[arg(long, value_name = "NOTATION")]
    pub(crate) to: Notation,

    /// Read the document by this API version, and declare it in XML [that of its namespace, else the newest]
    #[arg(long, value_name = "DATE")]
    pub(crate) api_version: Option<String>,
}

#[derive(Args, Debug)]
pub(crate) struct Lsp {
    /// Take this configuration instead of the closest one above each document
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,

    /// Take no configuration
    #[arg(long, conflicts_with = "config")]
    pub(crate) isolated: bool,

    /// Leave out the findings that this file knows
    #[arg(long, value_name = "FILE")]
    pub(crate) baseline: Option<PathBuf>,

    /// What many editors add; there is no other way to serve them
    #[arg(long, hide = true)]
    stdio: bool,
}

/// A notation.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum Notation {
    Xml,
    Json,
}

/// A way to write the list of rules.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum RulesFormat {
    Table,
    Json,
}

/// Reads the arguments. What there is to say about them (help, version, a mistake) is said here.
pub(crate) fn parse() -> Result<Arguments, Status> {
    Arguments::try_parse().map_err(|error| match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => error.print().map_or_else(
            |error| crate::status::of_write_error(&error),
            |()| Status::Clean,
        ),
        _ => {
            // The same mistake without what a terminal would obey: clap quotes arguments as they are.
            let harmless = std::env::args_os().map(|argument| {
                cloudfront_lint::text::harmless(&argument.to_string_lossy()).replace('\n', "␊")
            });
            let _ = Arguments::try_parse_from(harmless)
                .err()
                .unwrap_or(error)
                .print();
            Status::Usage
        }
    })
}

/// Says what is wrong with the arguments of a command as clap would.
pub(crate) fn usage_error(command: &str, message: &str) -> Status {
    let message = cloudfront_lint::text::harmless(message);
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
