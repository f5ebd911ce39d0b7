//! `cloudfront-lint check`: every input through the linter, and every result out in order.

use std::collections::BTreeMap;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::{fmt, thread};

use cloudfront_lint::config::Settings;
use cloudfront_lint::model::Severity;
use cloudfront_lint::model::rule::OperationKind;
use cloudfront_lint::outcome::{Report, Status as Judged};
use cloudfront_lint::render::{
    Checkstyle, Concise, FileResult, Format, Github, Gitlab, Json, Junit, Pretty, Rdjson, Sarif,
    Summary,
};
use cloudfront_lint::{Linter, Operation};

use crate::args::{Check, FormatArgument, OperationArgument};
use crate::baseline::Known;
use crate::files::{Input, Origin, Selection};
use crate::fix::Repair;
use crate::progress::Progress;
use crate::settings::{Setup, Setups, Sources};
use crate::status::{Status, of_write_error, tell};
use crate::terminal::ColorChoice;
use crate::unused_suppressions::Idle;
use crate::{args, files, terminal, walk};

/// Batches of results that may wait for an earlier one, so that memory stays bounded.
const WAITING: usize = 16;
/// Most files that one thread takes at a time: handing over each by itself costs as much as linting it.
const BATCH: usize = 16;

/// Runs the command.
pub(crate) fn run(check: &Check, color: ColorChoice) -> Status {
    if check.stdin_filename.is_some() && !check.paths.iter().any(|path| is_stdin(Some(path))) {
        return usage_error("--stdin-filename has no effect without the path `-`");
    }
    let repair = Repair::of(check);
    if check.unsafe_fixes && repair.is_none() {
        return usage_error(
            "--unsafe-fixes needs --fix to write the fixes, or --diff to show them",
        );
    }
    if repair.is_some_and(Repair::shows_diff) && check.format != FormatArgument::Pretty {
        return usage_error(
            "--diff cannot be combined with --format; --format json includes the fixes",
        );
    }
    if repair.is_some_and(|repair| !repair.shows_diff())
        && check.paths.iter().any(|path| is_stdin(Some(path)))
    {
        return usage_error(
            "--fix cannot write standard input; use --diff to see what would change",
        );
    }
    if is_stdin(check.previous.as_ref()) && check.paths.iter().any(|path| is_stdin(Some(path))) {
        return usage_error(
            "standard input can only be read once; pass a file for --previous or for the document",
        );
    }
    let selection = Selection {
        paths: &check.paths,
        stdin_name: check.stdin_filename.as_deref(),
        hook: check.hook,
    };
    let mut inputs = files::collect(&selection);
    let sources = Sources {
        config: check.config.as_deref(),
        isolated: check.isolated,
    };
    let setups = match Setups::of(&sources, &mut inputs) {
        Ok(setups) => setups,
        Err(fault) => return fault.tell(),
    };
    if check.previous.is_some() && inputs.len() != 1 {
        return usage_error(&format!(
            "--previous needs exactly one document to compare; {} files were given",
            inputs.len()
        ));
    }
    let mut previous = Vec::new();
    if let Some(path) = &check.previous
        && let Err(reason) = files::read(&Origin::named(path), &mut previous)
    {
        tell(&format!(
            "cannot read `{}`: {reason}",
            cloudfront_lint::text::harmless_line(&path.to_string_lossy())
        ));
        return Status::Failure;
    }
    if let Some(path) = &check.previous
        && cloudfront_lint::lint(&previous).root().is_none()
    {
        tell(&format!(
            "`{}` is not a CloudFront document, so there is nothing to compare with",
            cloudfront_lint::text::harmless_line(&path.to_string_lossy())
        ));
        return Status::Failure;
    }
    let previous = check.previous.as_ref().map(|_| &previous as _);
    let linters = match setups
        .all
        .iter()
        .map(|setup| linter(check, previous, setup))
        .collect::<Result<Vec<_>, Status>>()
    {
        Ok(linters) => linters,
        Err(status) => return status,
    };
    if check.show_config {
        let shown = io::stdout()
            .lock()
            .write_all(setups.text(&inputs, &settings(check)).as_bytes());
        return shown.map_or_else(|error| of_write_error(&error), |()| Status::Clean);
    }
    let known = match Known::of(check) {
        Ok(known) => known,
        Err(status) => return status,
    };
    let quiet = check.quiet || check.hook;
    let format = format(check, color, quiet, &setups);
    let idle = Idle::new(&setups.found, &check.paths);
    let run = Run {
        check,
        quiet,
        linters,
        setups: &setups,
        format: format.as_ref(),
        repair,
        known,
        idle,
        failed: AtomicBool::new(false),
    };
    match run.over(&inputs) {
        Ok(summary) => {
            let status = run.status(&summary);
            if !quiet {
                run.idle.finish();
            }
            run.known
                .map_or(Ok(()), |known| known.finish(quiet))
                .map_or_else(|failure| failure, |()| status)
        }
        Err(error) => of_write_error(&error),
    }
}

fn usage_error(message: &str) -> Status {
    args::usage_error("check", message)
}

/// Whether a path means standard input.
fn is_stdin(path: Option<&PathBuf>) -> bool {
    path.is_some_and(|path| path.as_os_str() == "-")
}

/// What the arguments say that a configuration could say too.
fn settings(check: &Check) -> Settings {
    let is_update = check.previous.is_some() || check.if_match.is_some();
    let mut settings = Settings::default();
    settings.groups.clone_from(&check.groups);
    settings.api_version.clone_from(&check.api_version);
    settings.operation = match check.operation {
        Some(OperationArgument::Create) => Some(OperationKind::Create),
        Some(OperationArgument::Delete) => Some(OperationKind::Delete),
        Some(OperationArgument::Update) => Some(OperationKind::Update),
        None => is_update.then_some(OperationKind::Update),
    };
    settings
}

fn linter<'p>(
    check: &'p Check,
    previous: Option<&'p (dyn AsRef<[u8]> + Sync)>,
    setup: &Setup,
) -> Result<Linter<'p>, Status> {
    let if_match = check.if_match.as_deref();
    if if_match.is_some_and(|etag| etag.trim().is_empty()) {
        return Err(usage_error(
            "--if-match is empty; pass the ETag of the live configuration, such as E2QWRUHAPOMQZL",
        ));
    }
    let mut linter: Linter<'p> = setup
        .linter()
        .map_err(|error| usage_error(&error.to_string()))?;
    if let Some(version) = &check.api_version {
        linter = linter
            .api_version(version)
            .map_err(|error| usage_error(&error.to_string()))?;
    }
    for group in &check.groups {
        linter = linter
            .group(group)
            .map_err(|error| usage_error(&error.to_string()))?;
    }
    let operation = match check.operation {
        Some(OperationArgument::Create) if previous.is_some() || if_match.is_some() => {
            return Err(usage_error(
                "--operation create cannot be combined with --previous or --if-match",
            ));
        }
        Some(OperationArgument::Create) => Operation::Create,
        Some(OperationArgument::Delete) if previous.is_some() => {
            return Err(usage_error(
                "--operation delete cannot be combined with --previous",
            ));
        }
        Some(OperationArgument::Delete) => Operation::Delete { if_match },
        Some(OperationArgument::Update) => Operation::Update { previous, if_match },
        None if previous.is_some() || if_match.is_some() => {
            Operation::Update { previous, if_match }
        }
        None => return Ok(linter),
    };
    Ok(linter.operation(operation))
}

fn format(check: &Check, color: ColorChoice, quiet: bool, setups: &Setups) -> Box<dyn Format> {
    match check.format {
        FormatArgument::Pretty => {
            let mut pretty = Pretty::default();
            pretty.color = color.for_stdout();
            pretty.links = pretty.color && terminal::has_links();
            pretty.charset = terminal::charset();
            pretty.width = terminal::columns().unwrap_or(pretty.width);
            pretty.summary = !quiet;
            Box::new(pretty)
        }
        FormatArgument::Concise => Box::new(Concise),
        FormatArgument::Json => Box::new(Json),
        FormatArgument::Sarif => Box::new(Sarif::with_rules_of(setups.rule_linters())),
        FormatArgument::Github => Box::new(Github),
        FormatArgument::Gitlab => Box::new(Gitlab),
        FormatArgument::Junit => Box::new(Junit),
        FormatArgument::Checkstyle => Box::new(Checkstyle),
        FormatArgument::Rdjson => Box::new(Rdjson),
    }
}

/// One run of the command.
struct Run<'c> {
    check: &'c Check,
    quiet: bool,
    /// One for each setup.
    linters: Vec<Linter<'c>>,
    setups: &'c Setups,
    format: &'c dyn Format,
    repair: Option<Repair>,
    known: Option<Known>,
    idle: Idle<'c>,
    /// Whether a repair could not be made or written.
    failed: AtomicBool,
}

/// What came of one input, ready to be written.
struct Done {
    text: String,
    summary: Summary,
    /// For standard error.
    note: Option<String>,
}

impl Run<'_> {
    /// Whether a diff takes the place of the findings.
    fn shows_diff(&self) -> bool {
        self.repair.is_some_and(Repair::shows_diff)
    }

    fn over(&self, inputs: &[Input]) -> io::Result<Summary> {
        let mut out = Output {
            out: BufWriter::new(io::stdout().lock()),
            format: self.format,
            shows_diff: self.shows_diff(),
            separator: "",
        };
        let mut summary = Summary::default();
        if !self.shows_diff() {
            out.write(|out| self.format.begin(out))?;
        }
        match inputs {
            [] => {}
            [input] => self.one(input, &mut out, &mut summary)?,
            _ => self.several(inputs, &mut out, &mut summary)?,
        }
        if !self.shows_diff() {
            out.write(|out| self.format.end(&summary, out))?;
        }
        out.out.flush()?;
        Ok(summary)
    }

    /// A single file is written as it is drawn, without a copy of the whole.
    fn one(&self, input: &Input, out: &mut Output<'_>, summary: &mut Summary) -> io::Result<()> {
        let mut buffer = Vec::new();
        let mut written = Ok(());
        let mut separator = "";
        let mut changes = String::new();
        let note = self.judge(
            0,
            input,
            &mut buffer,
            |diff| changes = diff,
            |file| {
                summary.add(&file);
                if !self.shows_diff() {
                    let separator = std::mem::replace(&mut separator, self.format.separator());
                    let text = |out: &mut dyn fmt::Write| {
                        out.write_str(separator)?;
                        self.format.file(&file, out)
                    };
                    written =
                        std::mem::replace(&mut written, Ok(())).and_then(|()| out.write(text));
                }
            },
        );
        tell_if(note);
        written.and_then(|()| out.out.write_all(changes.as_bytes()))
    }

    fn several(
        &self,
        inputs: &[Input],
        out: &mut Output<'_>,
        summary: &mut Summary,
    ) -> io::Result<()> {
        let workers = thread::available_parallelism()
            .map_or(1, usize::from)
            .min(inputs.len());
        let next = AtomicUsize::new(0);
        // Few files are better spread over all threads.
        let batch = (inputs.len() / (workers * 8)).clamp(1, BATCH);
        let mut progress = Progress::new(inputs.len(), !self.quiet);
        thread::scope(|scope| {
            let (send, receive) = mpsc::sync_channel(WAITING);
            for _ in 0..workers {
                let (send, next) = (send.clone(), &next);
                scope.spawn(move || {
                    let mut buffer = Vec::new();
                    loop {
                        let first = next.fetch_add(batch, Ordering::Relaxed);
                        let taken = inputs.iter().enumerate().skip(first).take(batch);
                        let done: Vec<Done> = taken
                            .map(|(index, input)| self.done(index, input, &mut buffer))
                            .collect();
                        // Nobody receives any more when writing has failed.
                        if done.is_empty() || send.send((first, done)).is_err() {
                            return;
                        }
                    }
                });
            }
            drop(send);
            let mut early = BTreeMap::new();
            let mut due = 0;
            loop {
                match receive.recv_timeout(Progress::STEP) {
                    Ok((index, done)) => {
                        early.insert(index, done);
                    }
                    Err(RecvTimeoutError::Timeout) => progress.draw(),
                    Err(RecvTimeoutError::Disconnected) => return Ok(()),
                }
                for done in std::iter::from_fn(|| {
                    let done: Vec<Done> = early.remove(&due)?;
                    due += batch;
                    Some(done)
                })
                .flatten()
                {
                    let quiet = done.text.is_empty() && done.note.is_none();
                    let uncovered = !quiet && progress.clear();
                    tell_if(done.note);
                    summary.merge(done.summary);
                    out.write_file(&done.text)?;
                    if uncovered {
                        out.out.flush()?;
                    }
                    progress.advance();
                }
            }
        })
    }

    fn done(&self, index: usize, input: &Input, buffer: &mut Vec<u8>) -> Done {
        let mut done = Done {
            text: String::new(),
            summary: Summary::default(),
            note: None,
        };
        let mut changes = String::new();
        done.note = self.judge(
            index,
            input,
            buffer,
            |diff| changes = diff,
            |file| {
                done.summary.add(&file);
                if !self.shows_diff() {
                    if !done.text.is_empty() {
                        done.text.push_str(self.format.separator());
                    }
                    let written = self.format.file(&file, &mut done.text);
                    debug_assert!(written.is_ok(), "a string takes everything");
                }
            },
        );
        done.text.push_str(&changes);
        done
    }

    /// Lints one input, hands the result to `take` and says what standard error should hear.
    fn judge(
        &self,
        index: usize,
        input: &Input,
        buffer: &mut Vec<u8>,
        diff: impl FnOnce(String),
        mut take: impl FnMut(FileResult<'_>),
    ) -> Option<String> {
        let setup = self.setups.of[index];
        let (linter, setup) = (&self.linters[setup], &self.setups.all[setup]);
        let path = input.name.as_str();
        if let Err(reason) = files::read(&input.origin, buffer) {
            self.idle.note(setup, None);
            let note = format!(
                "cannot read `{}`: {reason}",
                cloudfront_lint::text::harmless_line(path)
            );
            take(input.result(FileResult::failed(path, &reason)));
            return Some(note);
        }
        let mut reports = linter.lint_all(buffer.as_slice());
        if reports.len() > 1 && self.repair.is_none() {
            for report in &mut reports {
                self.finish(linter, setup, input, report);
                take(FileResult::new(path, report));
            }
            return None;
        }
        let mut report = match reports.pop() {
            Some(report) if reports.is_empty() => report,
            _ => linter.lint(buffer.as_slice()),
        };
        if !input.named && is_other_template(input, &report) {
            return None;
        }
        let mut told = None;
        if let Some(repair) = self
            .repair
            .filter(|_| why_skipped(input, &report).is_none())
        {
            let repaired = repair.file(linter, path, &input.origin, buffer);
            if repaired.failed {
                self.failed.store(true, Ordering::Relaxed);
            }
            told = repaired.note.filter(|_| repaired.failed || !self.quiet);
            if let Some(now) = repaired.report {
                report = now;
            }
            diff(repaired.diff);
        }
        self.finish(linter, setup, input, &mut report);
        let Some(why) = why_skipped(input, &report) else {
            take(input.result(FileResult::new(path, &report)));
            return told;
        };
        if !input.named {
            take(input.result(FileResult::skipped(path, &report)));
            return told;
        }
        let with_told = |note: String| {
            told.iter()
                .chain([&note])
                .map(String::as_str)
                .collect::<Vec<_>>()
                .join("\n")
        };
        let expected = self.check.api_version.is_some() || self.check.operation.is_some();
        if expected {
            take(input.result(FileResult::failed(path, &why)));
            return Some(with_told(format!(
                "`{}`: {why}",
                cloudfront_lint::text::harmless_line(path)
            )));
        }
        take(input.result(FileResult::skipped(path, &report)));
        let note = (!self.quiet).then(|| {
            with_told(format!(
                "`{}` was skipped: {why}",
                cloudfront_lint::text::harmless_line(path)
            ))
        });
        note.or(told)
    }

    /// Leaves out of a report what is known already or asked not to be shown.
    fn finish(&self, linter: &Linter<'_>, setup: &Setup, input: &Input, report: &mut Report<'_>) {
        if let Some(known) = self
            .known
            .as_ref()
            .filter(|_| why_skipped(input, report).is_none())
        {
            let file = match &input.origin {
                Origin::File(file) => file.as_path(),
                Origin::Stdin | Origin::Nowhere(_) => Path::new(&input.name),
            };
            known.absorb(linter, file, report);
        }
        self.idle.note(setup, Some(report));
        report.retain_severity(self.check.min_severity.into());
    }

    fn status(&self, summary: &Summary) -> Status {
        if self.check.format == FormatArgument::Concise && !self.quiet {
            let _ = writeln!(io::stderr(), "{}", summary.line());
        }
        if summary.failed > 0 || self.failed.load(Ordering::Relaxed) {
            return Status::Failure;
        }
        if summary.checked == 0 && !self.check.hook {
            tell("nothing was checked");
            return Status::Failure;
        }
        let fails = self
            .check
            .fail_on
            .severity()
            .is_some_and(|severity: Severity| summary.at_least(severity) > 0);
        if fails {
            Status::Findings
        } else {
            Status::Clean
        }
    }
}

/// Why a document is not judged, where it is not. What was found rather than named is not judged unless it is
/// certainly a document of CloudFront.
fn why_skipped(input: &Input, report: &Report<'_>) -> Option<String> {
    match report.status() {
        Judged::Skipped(Some(why)) => Some(why.clone()),
        Judged::Skipped(None) => Some("not a CloudFront document".to_owned()),
        // What was found and is blank is a file that somebody is yet to write.
        Judged::Checked => {
            (!input.named && report.source().text().trim().is_empty()).then(String::new)
        }
    }
}

/// Whether a file has the name of a template and no resource of the service.
fn is_other_template(input: &Input, report: &Report<'_>) -> bool {
    report.dialect() == "api"
        && matches!(&input.origin, Origin::File(path) if walk::is_template(path))
}

fn tell_if(note: Option<String>) {
    if let Some(note) = note {
        tell(&note);
    }
}

/// Standard output, as text of a format.
struct Output<'f> {
    out: BufWriter<io::StdoutLock<'static>>,
    format: &'f dyn Format,
    /// Whether diffs are written instead, which stand one behind the other.
    shows_diff: bool,
    separator: &'static str,
}

impl Output<'_> {
    /// Lets a format write, and gives the error of the stream where there was one.
    fn write(&mut self, write: impl FnOnce(&mut dyn fmt::Write) -> fmt::Result) -> io::Result<()> {
        let mut text = Text {
            out: &mut self.out,
            error: None,
        };
        match (write(&mut text), text.error) {
            (_, Some(error)) => Err(error),
            (Err(fmt::Error), None) => Err(io::Error::other("cannot format a finding")),
            (Ok(()), None) => Ok(()),
        }
    }

    fn write_file(&mut self, text: &str) -> io::Result<()> {
        if text.is_empty() {
            return Ok(());
        }
        if !self.shows_diff {
            self.out.write_all(self.separator.as_bytes())?;
            self.separator = self.format.separator();
        }
        self.out.write_all(text.as_bytes())
    }
}

/// Bytes behind text.
struct Text<'o, W> {
    out: &'o mut W,
    error: Option<io::Error>,
}

impl<W: Write> fmt::Write for Text<'_, W> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.out.write_all(text.as_bytes()).map_err(|error| {
            self.error = Some(error);
            fmt::Error
        })
    }
}
