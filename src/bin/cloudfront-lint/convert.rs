//! `cloudfront-lint convert`: a document in another notation, on standard output.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use cloudfront_lint::{Error, Form, Source, convert, convert_resource, convert_to_template};

use crate::arguments::usage_error;
use crate::files::read;
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

    /// Which resource of a template to convert, where there are several
    #[arg(long, value_name = "NAME")]
    resource: Option<String>,

    /// Write the places of values that only a deployment knows, instead of refusing them
    #[arg(long)]
    placeholders: bool,
}

/// A notation.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
enum Notation {
    Xml,
    Json,
    /// A CloudFormation template in YAML
    Cloudformation,
    /// A CloudFormation template in JSON
    CloudformationJson,
    /// A Terraform configuration
    Terraform,
}

/// Runs the command.
pub(crate) fn run(arguments: &Convert) -> Status {
    let Some((name, bytes)) = read::given(&arguments.path) else {
        return Status::Failure;
    };
    let source = Source::decode(&bytes);
    match converted(arguments, &source, &name) {
        Ok(text) => print(&text),
        Err(error @ Error::UnknownVersion { .. }) => usage_error("convert", &error.to_string()),
        Err(error) => {
            stderr::print(&format!("cannot convert `{name}`: {error}"));
            Status::Failure
        }
    }
}

/// The document in the notation that was asked for.
fn converted(arguments: &Convert, source: &Source<'_>, name: &str) -> Result<String, Error> {
    let (dialect, form) = match arguments.to {
        Notation::Xml => return document(arguments, source, Form::Xml),
        Notation::Json => return document(arguments, source, Form::Json),
        Notation::Cloudformation => ("cloudformation", Form::Yaml),
        Notation::CloudformationJson => ("cloudformation", Form::Json),
        Notation::Terraform => ("terraform", Form::Hcl),
    };
    let exported = convert_to_template(source, dialect, form)?;
    if !exported.left_out.is_empty() {
        let places: Vec<String> = exported
            .left_out
            .iter()
            .map(|it| format!("`{it}`"))
            .collect();
        let places = places.join(", ");
        stderr::print(&format!("`{name}`: the template does not contain {places}"));
    }
    Ok(exported.text)
}

/// A document of the API, or a resource of a template as one.
fn document(arguments: &Convert, source: &Source<'_>, form: Form) -> Result<String, Error> {
    let resource = arguments.resource.as_deref();
    if resource.is_none() {
        match convert(source, form, arguments.api_version.as_deref()) {
            Err(Error::NotCloudFront) => {}
            result => return result,
        }
    }
    convert_resource(source, resource, form, arguments.placeholders)
}
