//! The output formats of a run, and where each is written.

use std::io::{self, BufWriter, StderrLock, StdoutLock, Write};
use std::path::PathBuf;
use std::{env, fmt};

use cloudfront_lint::Linter;
use cloudfront_lint::render::{
    Agent, Checkstyle, Concise, FileResult, Format, Github, Gitlab, Html, Json, Junit, Pretty,
    Rdjson, Sarif, Summary,
};

use crate::atomic_write;
use crate::check::arguments::{Check, FormatArgument, FormatName};
use crate::stderr::reason;
use crate::terminal::{self, ColorChoice};

/// A format and where it is written.
pub(crate) struct Destination {
    name: FormatName,
    format: Box<dyn Format>,
    target: Target,
}

/// Where a format is written.
#[derive(Clone, PartialEq, Eq)]
enum Target {
    Stdout,
    /// Standard error, while the fixed document is on standard output.
    Stderr,
    File(PathBuf),
}

/// What the formats need to know about the terminal and the rules.
pub(crate) struct Look<'a> {
    pub(crate) color: ColorChoice,
    pub(crate) quiet: bool,
    /// Linters with the rules of every configuration.
    pub(crate) linters: &'a [Linter],
}

/// The destinations that arguments, or else the configuration, ask for.
///
/// # Errors
/// If two formats would be written to the same place.
pub(crate) fn of(
    check: &Check,
    configured: &[String],
    look: &Look<'_>,
) -> Result<Vec<Destination>, String> {
    let mut formats = check.format.clone();
    if formats.is_empty() {
        // The configuration has been checked for unknown formats.
        formats.extend(configured.iter().filter_map(|text| text.parse().ok()));
    }
    let all_have_files = formats.iter().all(|format| format.file.is_some());
    if all_have_files && !formats.is_empty() && check.output_file.is_some() {
        return Err("--output-file has no effect if every --format names a file".to_owned());
    }
    if all_have_files {
        // What is written to files is of interest to people too.
        formats.push(FormatArgument {
            name: FormatName::Auto,
            file: None,
        });
    }
    let mut destinations: Vec<Destination> = Vec::new();
    for format in formats {
        let target = match format.file.or_else(|| check.output_file.clone()) {
            Some(file) => Target::File(file),
            None if check.prints_document() => Target::Stderr,
            None => Target::Stdout,
        };
        if destinations.iter().any(|other| other.target == target) {
            return Err(match target {
                Target::File(file) => {
                    format!("two formats would be written to `{}`", file.display())
                }
                _ => "two formats would be written to standard output; add a file to one, as in --format sarif=lint.sarif".to_owned(),
            });
        }
        let name = match format.name {
            FormatName::Auto => automatic(check, &target),
            name => name,
        };
        destinations.push(Destination {
            name,
            format: format_of(name, &target, look),
            target,
        });
    }
    Ok(destinations)
}

/// What coding agents set for the commands that they run. `AGENT` and `AI_AGENT` are proposals for
/// all, the others are of one agent each.
const AGENTS: &[&str] = &[
    "AGENT",
    "AI_AGENT",
    "CLAUDECODE",
    "CODEX_SANDBOX",
    "CODEX_THREAD_ID",
    "CURSOR_AGENT",
    "GEMINI_CLI",
    "OPENCODE",
];

/// The format that fits: annotations in GitHub Actions, drawings for people (on terminals, in the
/// logs of hooks and builds), one line per finding for other programs, with more in it for coding
/// agents.
fn automatic(check: &Check, target: &Target) -> FormatName {
    let is_set = |name: &str| env::var_os(name).is_some_and(|value| !value.is_empty());
    let is_terminal = match target {
        Target::Stdout => terminal::is_stdout(),
        Target::Stderr => terminal::is_stderr(),
        Target::File(_) => false,
    };
    if is_terminal {
        FormatName::Pretty
    } else if AGENTS.iter().copied().any(is_set) {
        FormatName::Agent
    } else if *target == Target::Stdout && env::var("GITHUB_ACTIONS").as_deref() == Ok("true") {
        FormatName::Github
    } else if check.hook || is_set("CI") {
        FormatName::Pretty
    } else {
        FormatName::Concise
    }
}

fn pretty(target: &Target, look: &Look<'_>) -> Pretty {
    let is_terminal = match target {
        Target::Stdout => terminal::is_stdout(),
        Target::Stderr => terminal::is_stderr(),
        Target::File(_) => false,
    };
    let mut pretty = Pretty::default();
    pretty.color = look.color.for_stream(is_terminal) && !matches!(target, Target::File(_));
    pretty.links = pretty.color && is_terminal && terminal::has_links();
    pretty.charset = terminal::charset();
    if !matches!(target, Target::File(_)) {
        pretty.width = terminal::columns(is_terminal).unwrap_or(pretty.width);
    }
    pretty.summary = !look.quiet;
    pretty
}

fn format_of(name: FormatName, target: &Target, look: &Look<'_>) -> Box<dyn Format> {
    match name {
        FormatName::Auto | FormatName::Concise => Box::new(Concise),
        FormatName::Agent => Box::new(Agent),
        FormatName::Pretty => Box::new(pretty(target, look)),
        FormatName::Json => Box::new(Json),
        FormatName::Sarif => Box::new(Sarif::with_rules_of(look.linters.to_vec())),
        FormatName::Github => Box::new(Github),
        FormatName::Gitlab => Box::new(Gitlab),
        FormatName::Junit => Box::new(Junit),
        FormatName::Checkstyle => Box::new(Checkstyle),
        FormatName::Rdjson => Box::new(Rdjson),
        FormatName::Html => Box::new(Html),
    }
}

impl Destination {
    /// Whether the summary of a run is not part of the format, but is of interest to who reads it.
    pub(crate) fn wants_summary(&self) -> bool {
        matches!(self.name, FormatName::Concise | FormatName::Agent)
            && !matches!(self.target, Target::File(_))
    }

    /// The text of a file in this format.
    pub(crate) fn text(&self, file: &FileResult<'_>) -> String {
        let mut text = String::new();
        let written = self.format.file(file, &mut text);
        debug_assert!(written.is_ok(), "a string accepts all text");
        text
    }
}

/// The open destinations of a run.
pub(crate) struct Outputs<'d> {
    all: Vec<Output<'d>>,
}

struct Output<'d> {
    destination: &'d Destination,
    sink: Sink,
    /// What comes before the next file.
    separator: &'static str,
}

enum Sink {
    Stdout(BufWriter<StdoutLock<'static>>),
    Stderr(BufWriter<StderrLock<'static>>),
    /// A file, which is written at the end in one step.
    File(Vec<u8>),
    /// A pipe whose reader has closed it.
    Closed,
}

impl<'d> Outputs<'d> {
    /// Opens the destinations and writes what comes before the first file.
    pub(crate) fn begin(destinations: &'d [Destination]) -> io::Result<Self> {
        let open = |destination: &'d Destination| Output {
            destination,
            sink: match destination.target {
                Target::Stdout => Sink::Stdout(BufWriter::new(io::stdout().lock())),
                Target::Stderr => Sink::Stderr(BufWriter::new(io::stderr().lock())),
                Target::File(_) => Sink::File(Vec::new()),
            },
            separator: "",
        };
        let mut outputs = Self {
            all: destinations.iter().map(open).collect(),
        };
        outputs.each(|output| output.format(|format, out| format.begin(out)))?;
        Ok(outputs)
    }

    /// Writes a file as it is drawn, without a copy of the whole.
    pub(crate) fn file(&mut self, file: &FileResult<'_>) -> io::Result<()> {
        self.each(|output| output.format(|format, out| format.file(file, out)))
    }

    /// Writes the texts of a file, one per destination.
    pub(crate) fn texts(&mut self, texts: &[String]) -> io::Result<()> {
        let mut texts = texts.iter();
        self.each(|output| match texts.next() {
            Some(text) if !text.is_empty() => {
                output.sink.write_all(output.separator.as_bytes())?;
                output.separator = output.destination.format.separator();
                output.sink.write_all(text.as_bytes())
            }
            _ => Ok(()),
        })
    }

    /// Brings what was written so far to the screen.
    pub(crate) fn flush(&mut self) -> io::Result<()> {
        self.each(|output| output.sink.flush())
    }

    /// Writes what comes after the last file, and the files.
    pub(crate) fn end(mut self, summary: &Summary) -> io::Result<()> {
        self.each(|output| output.format(|format, out| format.end(summary, out)))?;
        self.flush()?;
        for output in self.all {
            if let (Target::File(path), Sink::File(bytes)) =
                (&output.destination.target, output.sink)
            {
                atomic_write::write(path, &bytes).map_err(|error| {
                    let why = reason(&error);
                    io::Error::other(format!("cannot write `{}`: {why}", path.display()))
                })?;
            }
        }
        Ok(())
    }

    /// Does something with every output. A closed pipe only ends the run if nothing else is
    /// written.
    fn each(&mut self, mut act: impl FnMut(&mut Output<'d>) -> io::Result<()>) -> io::Result<()> {
        let is_only = self.all.len() == 1;
        for output in &mut self.all {
            match act(output) {
                Err(error) if error.kind() == io::ErrorKind::BrokenPipe && !is_only => {
                    output.sink = Sink::Closed;
                }
                outcome => outcome?,
            }
        }
        Ok(())
    }
}

impl Output<'_> {
    /// Lets the format write, and returns the error of the stream.
    fn format(
        &mut self,
        write: impl FnOnce(&dyn Format, &mut dyn fmt::Write) -> fmt::Result,
    ) -> io::Result<()> {
        let mut text = Text {
            sink: &mut self.sink,
            error: None,
        };
        match (write(&*self.destination.format, &mut text), text.error) {
            (_, Some(error)) => Err(error),
            (Err(fmt::Error), None) => Err(io::Error::other("cannot format a finding")),
            (Ok(()), None) => Ok(()),
        }
    }
}

impl Sink {
    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        match self {
            Self::Stdout(out) => out.write_all(bytes),
            Self::Stderr(out) => out.write_all(bytes),
            Self::File(out) => out.write_all(bytes),
            Self::Closed => Ok(()),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Stdout(out) => out.flush(),
            Self::Stderr(out) => out.flush(),
            Self::File(_) | Self::Closed => Ok(()),
        }
    }
}

/// A sink of bytes for a format, which writes text.
struct Text<'s> {
    sink: &'s mut Sink,
    error: Option<io::Error>,
}

impl fmt::Write for Text<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.sink.write_all(text.as_bytes()).map_err(|error| {
            self.error = Some(error);
            fmt::Error
        })
    }
}
