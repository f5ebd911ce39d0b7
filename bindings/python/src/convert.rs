//! Converting between notations.

use cloudfront_lint::{Error as Fault, Form, Source, convert_resource, convert_to_template};
use pyo3::prelude::*;

use crate::document::Document;
use crate::error::{Error, raised};

/// A document in another notation.
#[pyfunction]
#[pyo3(signature = (document, /, to, *, api_version = None, resource = None, placeholders = false))]
pub(crate) fn convert(
    document: Document,
    to: &str,
    api_version: Option<&str>,
    resource: Option<&str>,
    placeholders: bool,
) -> PyResult<String> {
    let source = Source::decode(document.as_ref());
    let (dialect, form) = match to {
        "xml" => (None, Form::Xml),
        "json" => (None, Form::Json),
        "cloudformation" => (Some("cloudformation"), Form::Yaml),
        "cloudformation-json" => (Some("cloudformation"), Form::Json),
        "terraform" => (Some("terraform"), Form::Hcl),
        _ => {
            return Err(Error::new_err(format!(
                "unknown notation `{to}`; use \"xml\", \"json\", \"cloudformation\", \
                 \"cloudformation-json\" or \"terraform\""
            )));
        }
    };
    if let Some(dialect) = dialect {
        let template = convert_to_template(&source, dialect, form).map_err(raised)?;
        return Ok(template.text);
    }
    if resource.is_none() {
        match cloudfront_lint::convert(&source, form, api_version) {
            // A template is not a document of the API.
            Err(Fault::NotCloudFront) => {}
            result => return result.map_err(raised),
        }
    }
    convert_resource(&source, resource, form, placeholders).map_err(raised)
}
