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
  0  no finding reaches --fail-on
  1  at least one finding reaches --fail-on
  2  usage or configuration error
  3  a file could not be read, or nothing was checked";

/// Linter for Amazon CloudFront configuration: finds what the service would reject before you send it
#[derive(Parser, Debug)]
#[command(name = "cloudfront-lint", version, max_term_width = 100, after_help = EXIT_STATUS)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,

    /// When to use colors: auto, always or never; also set by NO_COLOR, FORCE_COLOR and CLICOLOR_FORCE
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
// The arguments of other commands are not built. Each command is described here only: a doc comment on its arguments would
// replace the description.
#[command(defer = true)]
pub(crate) enum Command {
    /// Check files, folders, globs, or - for standard input
    #[command(after_help = EXIT_STATUS)]
    Check(Check),
    /// Run the examples of your own rules
    TestRules(TestRules),
    /// Explain a rule: why it matters, how to fix it, when to ignore it
    Explain(Explain),
    /// List all rules
    Rules(Rules),
    /// List all API versions and what each one added
    Versions,
    /// Show everything known about an element
    Why(Why),
    /// Convert a document from XML to JSON or back
    Convert(Convert),
    /// Start the language server
    Lsp(Lsp),
}

#[derive(Args, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
pub(crate) struct Check {
    /// Files, folders (all .xml and .json files that .gitignore does not exclude), globs, or - for standard input
    #[arg(value_name = "PATH", default_value = ".", hide_default_value = true)]
    pub(crate) paths: Vec<PathBuf>,

    /// File name for standard input, shown in the output
    #[arg(long, value_name = "NAME", help_heading = "Files")]
    pub(crate) stdin_filename: Option<String>,

    /// For hooks: silently skip paths that are not CloudFront documents, even all of them; implies --quiet
    #[arg(long, help_heading = "Files")]
    pub(crate) hook: bool,

    /// The request that the document is for [default: inferred]
    #[arg(long, value_name = "KIND", help_heading = "Request")]
    pub(crate) operation: Option<OperationArgument>,

    /// The live configuration that the document replaces, or a saved response that contains it; implies an update
    #[arg(long, value_name = "FILE", help_heading = "Request")]
    pub(crate) previous: Option<PathBuf>,

    /// The ETag sent with the request; implies an update
    #[arg(long, value_name = "ETAG", help_heading = "Request")]
    pub(crate) if_match: Option<String>,

    /// Check against this API version instead of the one that the document declares
    #[arg(long, value_name = "DATE", help_heading = "Request")]
    pub(crate) api_version: Option<String>,

    /// Also apply the rules of this group, such as security
    #[arg(long = "group", value_name = "GROUP", help_heading = "Findings")]
    pub(crate) groups: Vec<String>,

    /// Hide findings recorded in this baseline
    #[arg(long, value_name = "FILE", help_heading = "Findings")]
    pub(crate) baseline: Option<PathBuf>,

    /// Record all findings in the baseline, and remove fixed ones
    #[arg(long, requires = "baseline", help_heading = "Findings")]
    pub(crate) update_baseline: bool,

    /// Use this configuration file for everything, instead of the nearest one above each file
    #[arg(long, value_name = "FILE", help_heading = "Configuration")]
    pub(crate) config: Option<PathBuf>,

    /// Ignore all configuration files
    #[arg(long, conflicts_with = "config", help_heading = "Configuration")]
    pub(crate) isolated: bool,

    /// Print the settings that apply to each file, without checking
    #[arg(long, help_heading = "Configuration")]
    pub(crate) show_config: bool,

    /// Apply safe fixes and write the files
    #[arg(long, help_heading = "Fixes")]
    pub(crate) fix: bool,

    /// With --fix or --diff, also apply unsafe fixes: those that may not be what you meant
    #[arg(long, help_heading = "Fixes")]
    pub(crate) unsafe_fixes: bool,

    /// Show what --fix would change, without writing
    #[arg(long, help_heading = "Fixes")]
    pub(crate) diff: bool,

    /// Output format
    #[arg(
        long,
        value_name = "FORMAT",
        default_value = "pretty",
        help_heading = "Output"
    )]
    pub(crate) format: FormatArgument,

    /// Print only findings and errors
    #[arg(long, short, help_heading = "Output")]
    pub(crate) quiet: bool,

    /// Hide findings below this severity
    #[arg(
        long,
        value_name = "SEVERITY",
        default_value = "advice",
        help_heading = "Findings"
    )]
    pub(crate) min_severity: SeverityArgument,

    /// Exit with 1 if a finding is at least this severe
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

/// The severity from which a finding makes the run fail.
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
    /// Rule files [default: those listed in the configuration]
    #[arg(value_name = "FILE")]
    pub(crate) paths: Vec<PathBuf>,

    /// Use this configuration file instead of the nearest one above the current folder
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
}

#[derive(Args, Debug)]
pub(crate) struct ConfigSource {
    /// Use your own rules of this configuration file instead of the nearest one above the current folder
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,

    /// Ignore all configuration files
    #[arg(long, conflicts_with = "config")]
    isolated: bool,
}

impl ConfigSource {
    /// The team's own rules and formats.
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
    /// Name of the rule
    #[arg(value_name = "RULE")]
    pub(crate) rule: String,

    #[command(flatten)]
    pub(crate) source: ConfigSource,
}

#[derive(Args, Debug)]
pub(crate) struct Rules {
    /// Output format
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub(crate) format: RulesFormat,

    #[command(flatten)]
    pub(crate) source: ConfigSource,
}

#[derive(Args, Debug)]
pub(crate) struct Why {
    /// Path of the element or the end of it, such as Enabled or TrustedSigners/Enabled
    #[arg(value_name = "PATH")]
    pub(crate) path: String,

    /// Show what applies to this API version first
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

    /// Output notation
    #[arg(long, value_name = "NOTATION")]
    pub(crate) to: Notation,

    /// API version to read the document as, and to declare in XML [default: the document's own, else the newest]
    #[arg(long, value_name = "DATE")]
    pub(crate) api_version: Option<String>,
}

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

    /// Accepted because many editors pass it
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

/// Reads the arguments. Help, the version and usage errors are printed here.
pub(crate) fn parse() -> Result<Arguments, Status> {
    Arguments::try_parse().map_err(|error| match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => error.print().map_or_else(
            |error| crate::status::of_write_error(&error),
            |()| Status::Clean,
        ),
        _ => {
            // The same error without control characters: clap quotes arguments unchanged.
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

/// Prints a usage error of a command in clap's format.
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
