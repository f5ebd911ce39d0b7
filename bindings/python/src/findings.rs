//! Findings as the dataclasses of `cloudfront_lint._findings`. Places count characters, as strings
//! of Python do.

use cloudfront_lint::render::{harmless, harmless_line};
use cloudfront_lint::{Applicability, Finding, Fix, Report, Source, Span, explain};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyTuple};

/// The module with the dataclasses.
pub(crate) fn module(py: Python<'_>) -> PyResult<&Bound<'_, PyModule>> {
    static MODULE: PyOnceLock<Py<PyModule>> = PyOnceLock::new();
    let import = || py.import("cloudfront_lint._findings").map(Bound::unbind);
    Ok(MODULE.get_or_try_init(py, import)?.bind(py))
}

/// All findings of a report.
pub(crate) fn all<'py>(py: Python<'py>, report: &Report<'_>) -> PyResult<Bound<'py, PyTuple>> {
    let classes = Classes::new(py)?;
    let findings = report.findings().iter();
    let made: PyResult<Vec<_>> = findings
        .map(|finding| classes.finding(report.source(), finding))
        .collect();
    PyTuple::new(py, made?)
}

/// The dataclasses.
struct Classes<'py> {
    py: Python<'py>,
    finding: Bound<'py, PyAny>,
    place: Bound<'py, PyAny>,
    label: Bound<'py, PyAny>,
    answer: Bound<'py, PyAny>,
    fix: Bound<'py, PyAny>,
    edit: Bound<'py, PyAny>,
}

impl<'py> Classes<'py> {
    fn new(py: Python<'py>) -> PyResult<Self> {
        let module = module(py)?;
        Ok(Self {
            py,
            finding: module.getattr("Finding")?,
            place: module.getattr("Place")?,
            label: module.getattr("Label")?,
            answer: module.getattr("ServiceAnswer")?,
            fix: module.getattr("Fix")?,
            edit: module.getattr("Edit")?,
        })
    }

    fn finding(&self, source: &Source<'_>, finding: &Finding) -> PyResult<Bound<'py, PyAny>> {
        let labels = finding.labels.iter().map(|label| {
            let place = self.place(source, label.span)?;
            self.label.call1((place, harmless_line(&label.message)))
        });
        let fixes = finding.fixes.iter().map(|fix| self.fix(source, fix));
        let service = finding.service.as_ref().map(|answer| {
            let service = answer.service.as_deref().unwrap_or("CloudFront");
            self.answer.call1((&*answer.code, answer.status, service))
        });
        let fields = PyDict::new(self.py);
        fields.set_item("rule", &*finding.rule)?;
        fields.set_item("severity", finding.severity.as_str())?;
        fields.set_item("certainty", finding.certainty.as_str())?;
        fields.set_item("message", harmless_line(&finding.message))?;
        fields.set_item("path", finding.path.to_string())?;
        fields.set_item("place", self.place(source, finding.span)?)?;
        fields.set_item("value", finding.value.as_deref().map(harmless_line))?;
        fields.set_item("member", finding.member.as_deref().map(harmless_line))?;
        fields.set_item("labels", self.tuple(labels)?)?;
        fields.set_item("note", finding.note.as_deref().map(harmless))?;
        fields.set_item("help", finding.help.as_deref().map(harmless))?;
        fields.set_item("service", service.transpose()?)?;
        fields.set_item("fixes", self.tuple(fixes)?)?;
        fields.set_item("url", explain::rule_url(&finding.rule))?;
        self.finding.call((), Some(&fields))
    }

    fn fix(&self, source: &Source<'_>, fix: &Fix) -> PyResult<Bound<'py, PyAny>> {
        let edits = fix.edits.iter().map(|edit| {
            let (start, end) = characters(source, edit.span);
            self.edit.call1((start, end, &edit.text))
        });
        let is_safe = fix.applicability == Applicability::Safe;
        let title = harmless_line(&fix.title);
        self.fix.call1((title, is_safe, self.tuple(edits)?))
    }

    fn place(&self, source: &Source<'_>, span: Span) -> PyResult<Bound<'py, PyAny>> {
        let (start, end) = characters(source, span);
        let first = source.position_in_characters(span.start as usize);
        let last = source.position_in_characters(span.end as usize);
        let lines = (first.line, first.column, last.line, last.column);
        self.place
            .call1((start, end, lines.0, lines.1, lines.2, lines.3))
    }

    fn tuple(
        &self,
        items: impl Iterator<Item = PyResult<Bound<'py, PyAny>>>,
    ) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(self.py, items.collect::<PyResult<Vec<_>>>()?)
    }
}

/// A range of bytes as a range of characters.
fn characters(source: &Source<'_>, span: Span) -> (usize, usize) {
    let before = |offset: u32| source.characters_before(offset as usize);
    (before(span.start), before(span.end))
}
