//! `cloudfront-lint check`: every input through the linter, and every result to where it belongs.

pub(crate) mod add_ignore;
pub(crate) mod arguments;
mod baselines;
mod destinations;
mod diff;
mod fix;
mod inspect;
mod progress;
mod request;
mod run;
mod show_config;
pub(crate) mod siblings;
mod unused_suppressions;
mod watch;

use self::siblings::Siblings;
use std::io::{self, Write as _};

use cloudfront_lint::render::Statistics;

use crate::arguments::usage_error;
use crate::files::{Input, Selection, folders};
use crate::service_model;
use crate::settings::{Setups, of_current_folder};
use crate::status::{Status, after_write_error, print};
use crate::stderr;
use crate::terminal::ColorChoice;

use add_ignore::Suppressor;
use arguments::{Check, FormatName};
use baselines::Baselines;
use destinations::{Destination, Look};
use fix::Fixer;
use inspect::Inspector;
use request::Request;
use run::{Run, Total};
use unused_suppressions::UnusedSuppressions;

/// Runs the command.
pub(crate) fn run(check: &Check, color: ColorChoice) -> Status {
    let once = || try_run(check, color).unwrap_or_else(|status| status);
    match contradiction(check) {
        Some(message) => usage_error("check", message),
        None if check.watch => watch::run(check, once),
        None => once(),
    }
}

fn try_run(check: &Check, color: ColorChoice) -> Result<Status, Status> {
    let mut inputs = inputs(check)?;
    let mut arguments = check.settings();
    arguments.service_model = service_model::of_argument(check.service_model.as_deref())
        .map_err(|fault| fault.print())?;
    let setups =
        Setups::of(check.sources(), &arguments, &mut inputs).map_err(|fault| fault.print())?;
    if let Some(message) = arguments.mistake(&setups) {
        return Err(usage_error("check", &message));
    }
    if check.show_files {
        return Ok(print(&names(&inputs)));
    }
    if check.previous.is_some() && inputs.len() != 1 {
        let count = inputs.len();
        let message =
            format!("--previous needs exactly one document to compare; {count} files were given");
        return Err(usage_error("check", &message));
    }
    let request = Request::read(check)?;
    let linters = setups.all.iter().map(|setup| request.linter(setup));
    let linters = linters.collect::<Result<Vec<_>, Status>>()?;
    if check.show_config {
        return Ok(print(&show_config::text(&inputs, &setups)));
    }
    let suppressor = check
        .add_ignore
        .as_deref()
        .map(|reason| Suppressor::new(reason, check.isolated))
        .transpose()
        .map_err(|message| usage_error("check", message))?;
    let inspector = Inspector {
        check,
        request: &request,
        setups: &setups,
        linters,
        fixer: Fixer::of(check),
        suppressor,
        baselines: Baselines::read(check, &setups)?,
        unused: UnusedSuppressions::new(&setups.found, &checked_folders(check)),
        siblings: Siblings::of(&inputs),
    };
    let destinations = destinations(check, color, &setups)?;
    let run = Run {
        inspector: &inspector,
        destinations: &destinations,
        colors_diff: check.diff && color.for_stdout(),
        quiet: check.is_quiet(),
    };
    let total = run
        .over(&inputs)
        .map_err(|error| after_write_error(&error))?;
    conclude(check, inspector, &destinations, &total)
}

/// What is contradictory about the arguments, beyond what clap finds.
fn contradiction(check: &Check) -> Option<&'static str> {
    if check.stdin_filename.is_some() && !check.reads_stdin() {
        Some("--stdin-filename has no effect without the path `-`")
    } else if check.unsafe_fixes && !check.fix && !check.diff {
        Some("--unsafe-fixes needs --fix to write the fixes, or --diff to show them")
    } else if check.diff && (!check.format.is_empty() || check.output_file.is_some()) {
        Some("--diff cannot be combined with --format; --format json includes the fixes")
    } else if check.prints_document() && check.paths.len() > 1 {
        Some("--fix with - prints the fixed document, so it cannot be combined with other paths")
    } else if check.add_ignore.is_some() && check.reads_stdin() {
        Some("--add-ignore cannot write standard input")
    } else if check.changes().is_some() && check.reads_stdin() {
        Some("--staged and --since check files, not standard input")
    } else if check.watch && check.reads_stdin() {
        Some("--watch needs files; standard input can only be read once")
    } else if check.show_suppressed && !check.lists_suppressed() {
        Some("--show-suppressed needs --format json or --format sarif")
    } else if check.statistics && check.prints_document() {
        Some("--statistics cannot be combined with --fix -")
    } else {
        None
    }
}

fn inputs(check: &Check) -> Result<Vec<Input>, Status> {
    selection(check).inputs().map_err(|why| {
        stderr::print(&why);
        Status::Failure
    })
}

fn selection(check: &Check) -> Selection<'_> {
    Selection {
        paths: &check.paths,
        stdin_name: check.stdin_filename.as_deref(),
        hook: check.hook,
        changes: check.changes(),
    }
}

/// The folders that the run checks completely.
fn checked_folders(check: &Check) -> Vec<std::path::PathBuf> {
    if check.changes().is_some() {
        Vec::new()
    } else {
        folders(&check.paths)
    }
}

fn names(inputs: &[Input]) -> String {
    inputs
        .iter()
        .map(|input| format!("{}\n", cloudfront_lint::render::harmless_line(&input.name)))
        .collect()
}

/// Where the findings go: nowhere if a difference or statistics are printed instead.
fn destinations(
    check: &Check,
    color: ColorChoice,
    setups: &Setups,
) -> Result<Vec<Destination>, Status> {
    if check.diff || check.statistics {
        return Ok(Vec::new());
    }
    let configured = if check.format.is_empty() && check.output_file.is_none() {
        of_current_folder(check.sources()).map_err(|fault| fault.print())?
    } else {
        None
    };
    let configured = configured.map(|found| found.config.format);
    let look = Look {
        color,
        quiet: check.is_quiet(),
        linters: &setups.rule_linters(),
    };
    destinations::of(check, &configured.unwrap_or_default(), &look)
        .map_err(|message| usage_error("check", &message))
}

/// Prints what belongs to the end of a run, and decides the exit status.
fn conclude(
    check: &Check,
    inspector: Inspector<'_>,
    destinations: &[Destination],
    total: &Total,
) -> Result<Status, Status> {
    let quiet = check.is_quiet();
    if check.statistics {
        let shown = print_statistics(check, &total.statistics);
        if shown != Status::Clean {
            return Err(shown);
        }
    }
    if !quiet && destinations.iter().any(Destination::wants_summary) {
        let _ = writeln!(io::stderr(), "{}", total.summary.line());
    }
    let mut failed = total.summary.failed > 0 || total.failed;
    failed |= inspector
        .suppressor
        .is_some_and(|suppressor| !suppressor.finish());
    let is_empty_on_purpose = check.hook || check.changes().is_some();
    if !failed && total.summary.checked == 0 && !is_empty_on_purpose {
        stderr::print("nothing was checked");
        failed = true;
    }
    if !quiet {
        inspector.unused.finish();
    }
    inspector.baselines.finish(quiet)?;
    Ok(if failed {
        Status::Failure
    } else if total.reaches {
        Status::Findings
    } else {
        Status::Clean
    })
}

fn print_statistics(check: &Check, statistics: &Statistics) -> Status {
    let is_json = check
        .format
        .iter()
        .any(|format| format.name == FormatName::Json);
    print(&if is_json {
        statistics.json()
    } else {
        statistics.text()
    })
}
