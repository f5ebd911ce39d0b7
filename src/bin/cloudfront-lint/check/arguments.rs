//! The arguments of `check`.

use std::path::PathBuf;
use std::str::FromStr;

use clap::{Args, ValueEnum};
use cloudfront_lint::config::{FailOn, Settings};
use cloudfront_lint::{Operation, Severity};

use crate::files::git::Changes;
use crate::settings::arguments::Arguments;
use crate::settings::find::Sources;

#[derive(Args, Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is an option of its own"
)]
pub(crate) struct Check {
    /// Files, folders (all documents and templates that .gitignore does not exclude), globs, or -
    /// for standard input
    #[arg(value_name = "PATH", default_value = ".", hide_default_value = true)]
    pub(crate) paths: Vec<PathBuf>,

    /// File name for standard input, shown in the output
    #[arg(long, value_name = "NAME", help_heading = "Files")]
    pub(crate) stdin_filename: Option<String>,

    /// Check what is staged for the next commit, as staged
    #[arg(long, help_heading = "Files", conflicts_with_all = ["since", "hook", "fix", "add_ignore"])]
    pub(crate) staged: bool,

    /// Check only files that changed since the current branch left this branch or commit
    #[arg(
        long,
        value_name = "REF",
        help_heading = "Files",
        conflicts_with = "hook"
    )]
    pub(crate) since: Option<String>,

    /// For hooks: silently skip paths that are not CloudFront documents, even if none is; implies
    /// --quiet
    #[arg(long, help_heading = "Files")]
    pub(crate) hook: bool,

    /// List the files that would be checked, without checking
    #[arg(long, help_heading = "Files", conflicts_with = "show_config")]
    pub(crate) show_files: bool,

    /// Check again whenever a document, the configuration or a rule file changes, until Ctrl-C
    #[arg(
        long,
        help_heading = "Files",
        conflicts_with_all = ["staged", "hook", "show_files", "show_config", "fix", "add_ignore", "update_baseline"]
    )]
    pub(crate) watch: bool,

    /// The request that the document is for [default: inferred]
    #[arg(long, value_name = "KIND", help_heading = "Request")]
    pub(crate) operation: Option<OperationArgument>,

    /// The live configuration that the document replaces, or a saved response that contains it;
    /// implies an update
    #[arg(long, value_name = "FILE", help_heading = "Request")]
    pub(crate) previous: Option<PathBuf>,

    /// The ETag sent with the request; implies an update
    #[arg(long, value_name = "ETAG", help_heading = "Request")]
    pub(crate) if_match: Option<String>,

    /// Check against this API version instead of the one that the document declares
    #[arg(long, value_name = "DATE", help_heading = "Request")]
    pub(crate) api_version: Option<String>,

    /// Extend the newest API version by this service model of an AWS SDK, such as botocore's
    /// service-2.json.gz; auto finds that of the Python on the PATH
    #[arg(long, value_name = "FILE", help_heading = "Request")]
    pub(crate) service_model: Option<String>,

    /// Only check these rules, by name or glob such as 'alias-*'
    #[arg(
        long,
        value_name = "RULE",
        value_delimiter = ',',
        help_heading = "Rules"
    )]
    pub(crate) select: Vec<String>,

    /// Also check the rules of these groups, such as security
    #[arg(
        long,
        value_name = "GROUP",
        value_delimiter = ',',
        help_heading = "Rules"
    )]
    pub(crate) group: Vec<String>,

    /// Also check rules in preview: new ones, which may still change
    #[arg(long, help_heading = "Rules")]
    pub(crate) preview: bool,

    /// Do not check these rules, by name or glob
    #[arg(
        long,
        value_name = "RULE",
        value_delimiter = ',',
        help_heading = "Rules"
    )]
    pub(crate) ignore: Vec<String>,

    /// Hide findings recorded in this baseline
    #[arg(long, value_name = "FILE", help_heading = "Findings")]
    pub(crate) baseline: Option<PathBuf>,

    /// Record all findings in the baseline, and remove fixed ones
    #[arg(long, help_heading = "Findings")]
    pub(crate) update_baseline: bool,

    /// Suppress all findings with this reason: comments in XML, entries in the configuration for
    /// JSON
    #[arg(
        long,
        value_name = "REASON",
        help_heading = "Findings",
        conflicts_with_all = ["fix", "diff", "update_baseline"]
    )]
    pub(crate) add_ignore: Option<String>,

    /// Hide findings below this severity [default: advice]
    #[arg(long, value_name = "SEVERITY", help_heading = "Findings")]
    pub(crate) min_severity: Option<SeverityArgument>,

    /// Exit with 1 if a finding is at least this severe [default: error]
    #[arg(long, value_name = "SEVERITY", help_heading = "Findings")]
    pub(crate) fail_on: Option<FailOnArgument>,

    /// Use this configuration file for everything, instead of the nearest one above each file
    #[arg(long, value_name = "FILE", help_heading = "Configuration")]
    pub(crate) config: Option<PathBuf>,

    /// Ignore all configuration files
    #[arg(long, conflicts_with = "config", help_heading = "Configuration")]
    pub(crate) isolated: bool,

    /// Print the settings that apply to each file, without checking
    #[arg(long, help_heading = "Configuration")]
    pub(crate) show_config: bool,

    /// Apply safe fixes and write the files; with -, print the fixed document
    #[arg(long, help_heading = "Fixes", conflicts_with = "diff")]
    pub(crate) fix: bool,

    /// With --fix or --diff, also apply unsafe fixes: those that may not be what you meant
    #[arg(long, help_heading = "Fixes")]
    pub(crate) unsafe_fixes: bool,

    /// Show what --fix would change, without writing; exit with 1 if something would
    #[arg(long, help_heading = "Fixes")]
    pub(crate) diff: bool,

    /// Output format: pretty, concise, agent, json, sarif, github, gitlab, junit, checkstyle,
    /// rdjson, html or auto; repeat it as FORMAT=FILE to write more files [default: auto]
    #[arg(long, value_name = "FORMAT", help_heading = "Output")]
    pub(crate) format: Vec<FormatArgument>,

    /// Write the findings to this file instead of standard output
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    pub(crate) output_file: Option<PathBuf>,

    /// List suppressed findings too, with what suppresses them; for json and sarif
    #[arg(long, help_heading = "Output")]
    pub(crate) show_suppressed: bool,

    /// Print the number of findings of each rule instead of the findings
    #[arg(long, help_heading = "Output", conflicts_with_all = ["diff", "output_file"])]
    pub(crate) statistics: bool,

    /// Print only findings and errors
    #[arg(long, short, help_heading = "Output")]
    pub(crate) quiet: bool,
}

impl Check {
    /// Whether standard input is among the paths.
    pub(crate) fn reads_stdin(&self) -> bool {
        self.paths.iter().any(|path| path.as_os_str() == "-")
    }

    /// Whether the fixed document is printed instead of written.
    pub(crate) fn prints_document(&self) -> bool {
        self.fix && self.reads_stdin()
    }

    /// Whether a format is asked for that has suppressed findings.
    pub(crate) fn lists_suppressed(&self) -> bool {
        let mut names = self.format.iter().map(|format| format.name);
        names.any(|name| matches!(name, FormatName::Json | FormatName::Sarif))
    }

    /// Whether nothing but findings and errors is printed.
    pub(crate) fn is_quiet(&self) -> bool {
        self.quiet || self.hook
    }

    /// Where configurations come from.
    pub(crate) fn sources(&self) -> Sources<'_> {
        Sources {
            config: self.config.as_deref(),
            isolated: self.isolated,
        }
    }

    /// The files that git is asked for.
    pub(crate) fn changes(&self) -> Option<Changes<'_>> {
        match &self.since {
            _ if self.staged => Some(Changes::Staged),
            since => since.as_deref().map(Changes::Since),
        }
    }

    /// What a configuration could say too.
    pub(crate) fn settings(&self) -> Arguments {
        let is_update = self.previous.is_some() || self.if_match.is_some();
        let mut settings = Settings::default();
        settings.api_version.clone_from(&self.api_version);
        settings.operation = match self.operation {
            Some(OperationArgument::Create) => Some(Operation::Create),
            Some(OperationArgument::Delete) => Some(Operation::Delete),
            Some(OperationArgument::Update) => Some(Operation::Update),
            None => is_update.then_some(Operation::Update),
        };
        settings.groups.clone_from(&self.group);
        settings.preview = self.preview.then_some(true);
        settings.min_severity = self.min_severity.map(Severity::from);
        settings.fail_on = self.fail_on.map(FailOn::from);
        Arguments {
            settings,
            service_model: None,
            select: self.select.clone(),
            ignore: self.ignore.clone(),
        }
    }
}

/// A kind of request.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum OperationArgument {
    Create,
    Update,
    Delete,
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
pub(crate) enum FailOnArgument {
    Error,
    Warning,
    Advice,
    Never,
}

impl From<FailOnArgument> for FailOn {
    fn from(argument: FailOnArgument) -> Self {
        match argument {
            FailOnArgument::Error => Self::Severity(Severity::Error),
            FailOnArgument::Warning => Self::Severity(Severity::Warning),
            FailOnArgument::Advice => Self::Severity(Severity::Advice),
            FailOnArgument::Never => Self::Never,
        }
    }
}

/// An output format.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum FormatName {
    Auto,
    Pretty,
    Concise,
    Agent,
    Json,
    Sarif,
    Github,
    Gitlab,
    Junit,
    Checkstyle,
    Rdjson,
    Html,
}

/// An output format, and the file that it is written to: `sarif=lint.sarif`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct FormatArgument {
    pub(crate) name: FormatName,
    pub(crate) file: Option<PathBuf>,
}

impl FromStr for FormatArgument {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (name, file) = match text.split_once('=') {
            Some((_, "")) => return Err("missing file after `=`".to_owned()),
            Some((name, file)) => (name, Some(PathBuf::from(file))),
            None => (text, None),
        };
        let name = FormatName::from_str(name, false).map_err(|_| {
            let known = FormatName::value_variants().iter();
            let names: Vec<String> = known
                .filter_map(|it| Some(it.to_possible_value()?.get_name().to_owned()))
                .collect();
            let near = cloudfront_lint::internal::nearest(name, names.iter().map(String::as_str));
            near.first().map_or_else(
                || format!("expected one of {}", names.join(", ")),
                |near| format!("did you mean `{near}`?"),
            )
        })?;
        Ok(Self { name, file })
    }
}
