//! `cloudfront-lint schema`: the JSON schema of the configuration file, and the schemas of
//! documents for other tools.

use clap::{Args, ValueEnum};
use cloudfront_lint::config;
use cloudfront_lint::document_schema::{SchemaFormat, document_schema, documents};

use crate::arguments::usage_error;
use crate::status::{Status, print};

/// The newest version, which is the default.
const NEWEST: &str = "2020-05-31";
/// The document that most people have.
const USUAL: &str = "DistributionConfig";

#[derive(Args, Debug)]
pub(crate) struct Schema {
    /// API version whose documents are described; default: the newest
    #[arg(long, value_name = "VERSION")]
    version: Option<String>,

    /// Document that is described: `DistributionConfig` or another name of an outermost element
    #[arg(long, value_name = "NAME")]
    root: Option<String>,

    /// Schema language
    #[arg(long, value_enum, value_name = "FORMAT")]
    format: Option<Format>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
enum Format {
    /// XML Schema 1.0
    Xsd,
    /// RELAX NG, XML syntax
    Relaxng,
    /// JSON Schema, draft 7
    JsonSchema,
}

/// Runs the command.
pub(crate) fn run(arguments: &Schema) -> Status {
    let Schema {
        version,
        root,
        format,
    } = arguments;
    if version.is_none() && root.is_none() && format.is_none() {
        return print(&format!("{:#}\n", config::json_schema()));
    }
    let version = version.as_deref().unwrap_or(NEWEST);
    let root = root.as_deref().unwrap_or(USUAL);
    let format = match format {
        Some(Format::Xsd) => SchemaFormat::Xsd,
        Some(Format::Relaxng) => SchemaFormat::RelaxNg,
        Some(Format::JsonSchema) | None => SchemaFormat::JsonSchema,
    };
    match document_schema(version, root, format) {
        Ok(schema) => print(&schema),
        Err(error) => {
            let known = documents(version).join(", ");
            let hint = if known.is_empty() {
                String::new()
            } else {
                format!("\nThe documents of this version are {known}.")
            };
            usage_error("schema", &format!("{error}{hint}"))
        }
    }
}
