//! What is known about rules and elements, as text.

use cloudfront_lint::{Linter, render};
use pyo3::prelude::*;

use crate::error::raised;

/// The page of a rule.
#[pyfunction]
#[pyo3(signature = (rule, /, *, columns = 100))]
pub(crate) fn explain(rule: &str, columns: usize) -> PyResult<String> {
    let rules = cloudfront_lint::rules();
    if let Some(found) = rules.iter().find(|it| it.name == rule) {
        return Ok(render::rule_page(found, &Linter::new(), columns));
    }
    match Linter::new().without_rule(rule) {
        Err(unknown) => Err(raised(unknown)),
        Ok(_) => Ok(String::new()),
    }
}

/// What is known about an element.
#[pyfunction]
#[pyo3(signature = (path, /, *, api_version = None, columns = 100))]
pub(crate) fn why(path: &str, api_version: Option<&str>, columns: usize) -> PyResult<String> {
    let mut linter = Linter::new();
    if let Some(version) = api_version {
        linter = linter.api_version(version).map_err(raised)?;
    }
    cloudfront_lint::explain::element(&linter, path, columns).map_err(raised)
}
