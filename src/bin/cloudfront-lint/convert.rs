//! `cloudfront-lint convert`: a document in the other notation, on standard output.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use cloudfront_lint::{Error, Form, Source, convert};

use crate::arguments::usage_error;
use crate::files::{Origin, read};
use crate::status::{Status, print};
use crate::stderr;

#[derive(Args, Debug)]
pub(crate) struct Convert {
    /// The document, or - for standard input
    #[arg(value_name = "PATH")]
    path: PathBuf,

    /// The notation to write
    #[arg(long, value_name = "NOTATION")]
    to: Notation,

    /// API version to read the document as, and to declare in XML
    /// [default: the document's own, else the newest]
    #[arg(long, value_name = "DATE")]
    api_version: Option<String>,
}

/// A notation.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
enum Notation {
    Xml,
    Json,
}

/// Runs the command.
pub(crate) fn run(arguments: &Convert) -> Status {
    let origin = Origin::named(&arguments.path);
    let name = match origin {
        Origin::Stdin => "<stdin>".into(),
        _ => arguments.path.display().to_string(),
    };
    let name = cloudfront_lint::render::harmless_line(&name);
    let mut bytes = Vec::new();
    if let Err(reason) = read::document(&origin, &mut bytes) {
        stderr::print(&format!("cannot read `{name}`: {reason}"));
        return Status::Failure;
    }
    let form = match arguments.to {
        Notation::Xml => Form::Xml,
        Notation::Json => Form::Json,
    };
    let source = Source::decode(&bytes);
    match convert(&source, form, arguments.api_version.as_deref()) {
        Ok(text) => print(&text),
        Err(error @ Error::UnknownVersion { .. }) => usage_error("convert", &error.to_string()),
        Err(error) => {
            stderr::print(&format!("cannot convert `{name}`: {error}"));
            Status::Failure
        }
    }
}
