//! A fixed document as an object of Python.

use cloudfront_lint::Applicability;
use cloudfront_lint::apply::Fixed;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyTuple};

use crate::findings::module;
use crate::report::Report;

/// `cloudfront_lint.Fixed`.
pub(crate) fn fixed(py: Python<'_>, fixed: Fixed) -> PyResult<Bound<'_, PyAny>> {
    let module = module(py)?;
    let one = module.getattr("AppliedFix")?;
    let applied = fixed.applied.iter().map(|it| {
        let is_safe = it.applicability == Applicability::Safe;
        one.call1((&*it.rule, it.path.to_string(), &it.title, is_safe))
    });
    let applied = PyTuple::new(py, applied.collect::<PyResult<Vec<_>>>()?)?;
    let one = module.getattr("RefusedFix")?;
    let refused = fixed.refused.iter().map(|it| {
        let rules = PyTuple::new(py, &it.rules)?;
        one.call1((rules, it.to_string()))
    });
    let refused = PyTuple::new(py, refused.collect::<PyResult<Vec<_>>>()?)?;
    let body = PyBytes::new(py, &fixed.bytes());
    let report = Bound::new(py, Report::new(fixed.report))?;
    module
        .getattr("Fixed")?
        .call1((body, applied, refused, report))
}
