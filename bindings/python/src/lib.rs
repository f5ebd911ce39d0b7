//! The library as a module for Python.
//!
//! What lives here: the types and functions of `cloudfront_lint._native`, which hand arguments to
//! the library and results to Python. What does not: what they are called and documented as, which
//! is for the files in Python, and checking documents, which is for the library.

mod convert;
mod document;
mod error;
mod explain;
mod findings;
mod fixed;
mod linter;
mod previous;
mod program;
mod report;
mod settings;

/// The part of `cloudfront_lint` that is not Python.
#[pyo3::pymodule(gil_used = false)]
mod _native {
    #[pymodule_export]
    use crate::convert::convert;
    #[pymodule_export]
    use crate::error::Error;
    #[pymodule_export]
    use crate::explain::{explain, why};
    #[pymodule_export]
    use crate::linter::Linter;
    #[pymodule_export]
    use crate::previous::Previous;
    #[pymodule_export]
    use crate::program::run;
    #[pymodule_export]
    use crate::report::Report;
    #[pymodule_export]
    use crate::settings::Settings;

    #[pymodule_export]
    const VERSION: &str = env!("CARGO_PKG_VERSION");
}
