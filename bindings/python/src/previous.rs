//! The live configuration that updates are compared with.

use cloudfront_lint::Previous as Parsed;
use pyo3::prelude::*;

use crate::document::Document;

/// The live configuration of a resource, parsed once.
#[pyclass(frozen, module = "cloudfront_lint")]
pub(crate) struct Previous(pub(crate) Parsed);

#[pymethods]
impl Previous {
    #[new]
    #[pyo3(signature = (document, /, *, etag = None))]
    fn new(py: Python<'_>, document: Document, etag: Option<&str>) -> Self {
        let previous = py.detach(|| Parsed::parse(&document));
        Self(match etag {
            Some(etag) => previous.with_etag(etag),
            None => previous,
        })
    }

    #[getter]
    fn root(&self) -> Option<&str> {
        self.0.root()
    }

    #[getter]
    fn etag(&self) -> Option<&str> {
        self.0.etag()
    }

    fn __repr__(&self) -> String {
        match self.root() {
            Some(root) => format!("<cloudfront_lint.Previous: {root}>"),
            None => "<cloudfront_lint.Previous: not a CloudFront document>".to_owned(),
        }
    }
}
