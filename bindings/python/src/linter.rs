//! The linter with its settings, as a class.

use cloudfront_lint::{Applicability, Operation, Severity};
use pyo3::prelude::*;

use crate::document::Document;
use crate::error::{Error, raised};
use crate::fixed;
use crate::previous::Previous;
use crate::report::Report;
use crate::settings::Settings;

/// A linter with its settings. Any number of threads can use it.
#[pyclass(frozen, module = "cloudfront_lint")]
pub(crate) struct Linter {
    linter: cloudfront_lint::Linter,
    min_severity: Option<Severity>,
}

#[pymethods]
impl Linter {
    #[new]
    #[pyo3(signature = (
        *, operation = None, previous = None, if_match = None, api_version = None, settings = None
    ))]
    fn new(
        operation: Option<&str>,
        previous: Option<&Previous>,
        if_match: Option<&str>,
        api_version: Option<&str>,
        settings: Option<&Settings>,
    ) -> PyResult<Self> {
        let mut linter = cloudfront_lint::Linter::new();
        if let Some(settings) = settings {
            linter = settings.apply(linter).map_err(raised)?;
        }
        if let Some(name) = operation {
            linter = linter.operation(named(name)?);
        }
        if let Some(version) = api_version {
            linter = linter.api_version(version).map_err(raised)?;
        }
        if let Some(previous) = previous {
            linter = linter.compare_with(&previous.0);
        }
        if let Some(etag) = if_match {
            linter = linter.if_match(etag);
        }
        Ok(Self {
            linter,
            min_severity: settings.and_then(Settings::min_severity),
        })
    }

    #[pyo3(signature = (document, /))]
    fn lint(&self, py: Python<'_>, document: Document) -> Report {
        py.detach(|| self.report(self.linter.lint(&document)))
    }

    #[pyo3(signature = (document, /, *, r#unsafe = false))]
    fn fix<'py>(
        &self,
        py: Python<'py>,
        document: Document,
        r#unsafe: bool,
    ) -> PyResult<Bound<'py, PyAny>> {
        let most = if r#unsafe {
            Applicability::Unsafe
        } else {
            Applicability::Safe
        };
        let mut fixed = py.detach(|| self.linter.fix(&document, most));
        if let Some(severity) = self.min_severity {
            fixed.report.retain_severity(severity);
        }
        fixed::fixed(py, fixed)
    }
}

impl Linter {
    fn report(&self, mut report: cloudfront_lint::Report<'_>) -> Report {
        if let Some(severity) = self.min_severity {
            report.retain_severity(severity);
        }
        Report::new(report.into_owned())
    }
}

fn named(operation: &str) -> PyResult<Operation> {
    match operation {
        "create" => Ok(Operation::Create),
        "update" => Ok(Operation::Update),
        "delete" => Ok(Operation::Delete),
        _ => Err(Error::new_err(format!(
            "unknown operation `{operation}`; use \"create\", \"update\" or \"delete\""
        ))),
    }
}
