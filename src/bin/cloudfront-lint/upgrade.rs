//! `cloudfront-lint upgrade`: a document of an old version as one of a newer, on standard output.

use std::path::PathBuf;

use clap::Args;
use cloudfront_lint::render::harmless_line;
use cloudfront_lint::{Error, Severity, Source, Upgraded, explain, upgrade};

use crate::arguments::usage_error;
use crate::files::read;
use crate::status::{Status, print};
use crate::stderr;

#[derive(Args, Debug)]
pub(crate) struct Upgrade {
    /// The document, or - for standard input
    #[arg(value_name = "PATH")]
    path: PathBuf,

    /// The API version to write the document for [default: the newest]
    #[arg(long, value_name = "DATE")]
    to: Option<String>,
}

/// Runs the command.
pub(crate) fn run(arguments: &Upgrade) -> Status {
    let Some((name, bytes)) = read::given(&arguments.path) else {
        return Status::Failure;
    };
    let newest = explain::newest_version();
    let to = arguments.to.as_deref().unwrap_or(newest);
    match upgrade(&Source::decode(&bytes), to) {
        Ok(upgraded) => match print(&upgraded.text) {
            Status::Clean => explained(&upgraded, &name, to),
            status => status,
        },
        Err(error @ Error::UnknownVersion { .. }) => usage_error("upgrade", &error.to_string()),
        Err(error) => {
            stderr::print(&format!("cannot upgrade `{name}`: {error}"));
            Status::Failure
        }
    }
}

/// Prints what a person should look at.
fn explained(upgraded: &Upgraded, name: &str, to: &str) -> Status {
    let mut lines = vec![format!("`{name}`: from {} to {to}", upgraded.from)];
    let added = upgraded.added.iter();
    lines.extend(added.map(|(path, value)| match value.as_str() {
        "" => format!("  added {path}, empty"),
        value => format!("  added {path}: {value}"),
    }));
    for (path, why) in &upgraded.left_out {
        let why = why.as_ref().map_or(String::new(), |why| format!(": {why}"));
        lines.push(format!("  left out {path}{why}"));
    }
    for comment in &upgraded.comments_left_out {
        let comment = harmless_line(comment);
        lines.push(format!("  left out the comment {comment}"));
    }
    let report = cloudfront_lint::lint(upgraded.text.as_str());
    let errors = report.findings().iter();
    let errors = errors.filter(|it| it.severity == Severity::Error).count();
    if errors > 0 {
        lines.push(format!(
            "  errors left in the new document: {errors}; run `cloudfront-lint check` on it"
        ));
    }
    stderr::print(&lines.join("\n"));
    if errors > 0 {
        Status::Findings
    } else {
        Status::Clean
    }
}
