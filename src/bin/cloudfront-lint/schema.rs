//! `cloudfront-lint schema`: the JSON schemas of the files that people write, and the schemas of
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
    /// File that is described, if not a document; default without options: config
    #[arg(value_enum, value_name = "FILE", conflicts_with_all = ["version", "root", "format"])]
    file: Option<File>,

    /// API version whose documents are described; default: the newest
    #[arg(long, value_name = "VERSION")]
    version: Option<String>,

    /// Document that is described: `DistributionConfig` or another name of an outermost element
    #[arg(long, value_name = "NAME")]
    root: Option<String>,

    /// Schema language of a document
    #[arg(long, value_enum, value_name = "FORMAT")]
    format: Option<Format>,
}

/// The files of this program that have a schema.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
enum File {
    /// The configuration file
    Config,
    /// Files with your own rules
    Rules,
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
        file,
        version,
        root,
        format,
    } = arguments;
    let is_document = version.is_some() || root.is_some() || format.is_some();
    match file {
        Some(File::Rules) => print(&format!("{:#}\n", config::rule_json_schema())),
        None if is_document => print_document_schema(
            version.as_deref().unwrap_or(NEWEST),
            root.as_deref().unwrap_or(USUAL),
            *format,
        ),
        Some(File::Config) | None => print(&format!("{:#}\n", config::json_schema())),
    }
}

/// Prints the schema of a document, by default as JSON Schema.
fn print_document_schema(version: &str, root: &str, format: Option<Format>) -> Status {
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
