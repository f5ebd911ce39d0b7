//! The one exception of the module.

use pyo3::PyErr;
use pyo3::exceptions::PyValueError;

pyo3::create_exception!(
    cloudfront_lint,
    Error,
    PyValueError,
    "An argument or a setting is wrong, or a document cannot be converted.\n\n\
     What is wrong with a document that is linted is a finding, not an exception."
);

/// An error of the library as the exception.
pub(crate) fn raised(error: cloudfront_lint::Error) -> PyErr {
    Error::new_err(error.to_string())
}
