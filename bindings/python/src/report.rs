//! The result of linting, as a class. Findings become objects of Python when they are asked for.

use cloudfront_lint::render::{self, FileResult, Format};
use cloudfront_lint::{Form, Severity, Status};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyTuple;

use crate::error::Error;
use crate::findings;

/// The result of linting one document.
#[pyclass(frozen, module = "cloudfront_lint")]
pub(crate) struct Report {
    report: cloudfront_lint::Report<'static>,
    findings: PyOnceLock<Py<PyTuple>>,
}

impl Report {
    pub(crate) fn new(report: cloudfront_lint::Report<'static>) -> Self {
        Self {
            report,
            findings: PyOnceLock::new(),
        }
    }

    fn count(&self, severity: Severity) -> usize {
        let findings = self.report.findings();
        findings.iter().filter(|it| it.severity == severity).count()
    }
}

#[pymethods]
impl Report {
    #[getter]
    fn findings<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let all = || findings::all(py, &self.report).map(Bound::unbind);
        Ok(self.findings.get_or_try_init(py, all)?.bind(py).clone())
    }

    #[getter]
    fn has_errors(&self) -> bool {
        self.report.has_errors()
    }

    #[getter]
    fn text(&self) -> &str {
        self.report.source().text()
    }

    #[getter]
    fn text_without_secrets(&self) -> String {
        self.report.text_without_secrets()
    }

    #[getter]
    fn form(&self) -> &'static str {
        match self.report.form() {
            Form::Xml => "xml",
            Form::Json => "json",
            Form::Yaml => "yaml",
            _ => "hcl",
        }
    }

    #[getter]
    fn dialect(&self) -> &str {
        self.report.dialect()
    }

    #[getter]
    fn root(&self) -> Option<&str> {
        self.report.root()
    }

    #[getter]
    fn api_version(&self) -> Option<&str> {
        self.report.api_version()
    }

    #[getter]
    fn is_checked(&self) -> bool {
        *self.report.status() == Status::Checked
    }

    #[getter]
    fn skipped_because(&self) -> Option<String> {
        match self.report.status() {
            Status::Skipped(reason) => reason.clone(),
            _ => None,
        }
    }

    #[getter]
    fn is_whole(&self) -> bool {
        self.report.is_whole()
    }

    #[getter]
    fn left_out(&self) -> usize {
        self.report.left_out()
    }

    #[getter]
    fn suppressed(&self) -> usize {
        self.report.suppressed()
    }

    #[getter]
    fn update_needs(&self) -> usize {
        self.report.update_needs()
    }

    #[pyo3(signature = (format = "concise", *, path = "<document>"))]
    fn render(&self, py: Python<'_>, format: &str, path: &str) -> PyResult<String> {
        let format = format_named(format)?;
        let file = FileResult::new(path, &self.report);
        Ok(py.detach(|| render::to_string(&*format, &[file])))
    }

    fn __repr__(&self) -> String {
        let counts = [
            ("errors", Severity::Error),
            ("warnings", Severity::Warning),
            ("advice", Severity::Advice),
        ];
        let counts = counts.map(|(name, severity)| format!("{name}: {}", self.count(severity)));
        let what = match self.report.status() {
            Status::Checked => counts.join(", "),
            _ => "skipped".to_owned(),
        };
        format!("<cloudfront_lint.Report: {what}>")
    }
}

/// A format by its name on the command line.
fn format_named(name: &str) -> PyResult<Box<dyn Format>> {
    Ok(match name {
        "concise" => Box::new(render::Concise),
        "pretty" => {
            let mut pretty = render::Pretty::default();
            pretty.summary = false;
            Box::new(pretty)
        }
        "json" => Box::new(render::Json),
        "sarif" => Box::new(render::Sarif::default()),
        _ => {
            return Err(Error::new_err(format!(
                "unknown format `{name}`; use \"concise\", \"pretty\", \"json\" or \"sarif\""
            )));
        }
    })
}
