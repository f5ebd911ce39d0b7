//! `cloudfront-lint map`: a picture of a distribution, on standard output.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use cloudfront_lint::render::{mermaid, svg};
use cloudfront_lint::{Linter, Report, explain, map};

use crate::files::read;
use crate::status::{Status, print};
use crate::stderr;

#[derive(Args, Debug)]
pub(crate) struct Map {
    /// The document, or - for standard input
    #[arg(value_name = "PATH")]
    path: PathBuf,

    /// How to write the picture
    #[arg(long, value_name = "FORMAT", default_value = "svg")]
    format: Format,
}

/// A format of pictures.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
enum Format {
    Svg,
    Mermaid,
}

/// Runs the command.
pub(crate) fn run(arguments: &Map) -> Status {
    let Some((name, bytes)) = read::given(&arguments.path) else {
        return Status::Failure;
    };
    let report = Linter::new().lint(&bytes);
    let Some(map) = map::map(&report) else {
        stderr::print(&format!(
            "cannot draw `{name}`: only distributions with cache behaviors have a map{}",
            way_out(&report, &name)
        ));
        return Status::Failure;
    };
    print(&match arguments.format {
        Format::Svg => svg(&map),
        Format::Mermaid => mermaid(&map),
    })
}

/// The commands that make a document with a map of one without.
fn way_out(report: &Report<'_>, name: &str) -> String {
    let is_old = report
        .api_version()
        .is_some_and(|it| it < explain::newest_version());
    let first = if report.resource().is_some() {
        "convert --to json"
    } else if is_old {
        "upgrade"
    } else {
        return String::new();
    };
    format!(". This may: `cloudfront-lint {first} {name} | cloudfront-lint map -`")
}
