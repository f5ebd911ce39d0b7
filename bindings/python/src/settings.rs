//! The text of a configuration file as settings of a linter.

use cloudfront_lint::Severity;
use cloudfront_lint::config::{Config, File};
use pyo3::prelude::*;

use crate::error::{Error, raised};

/// The settings that a `cloudfront-lint.toml` has for all files.
#[pyclass(frozen, module = "cloudfront_lint")]
pub(crate) struct Settings(Config);

#[pymethods]
impl Settings {
    #[new]
    #[pyo3(signature = (text, /, *, path = "cloudfront-lint.toml"))]
    fn new(text: &str, path: &str) -> PyResult<Self> {
        let file = File::new(path, text);
        let mut other_files = None;
        let keys = Config::patterns(&file, |key, _| {
            if matches!(key, "rules" | "formats") {
                other_files = Some(key.to_owned());
            }
            Ok(())
        });
        keys.map_err(raised)?;
        if let Some(key) = other_files {
            return Err(Error::new_err(format!(
                "{path}: `{key}` names other files, which the module does not read; remove it, or \
                 run the command `cloudfront-lint`"
            )));
        }
        Config::load(&file, &[]).map(Self).map_err(raised)
    }
}

impl Settings {
    /// A linter with these settings. What is only for some files does not apply.
    pub(crate) fn apply(
        &self,
        linter: cloudfront_lint::Linter,
    ) -> Result<cloudfront_lint::Linter, cloudfront_lint::Error> {
        let settings = &self.0.settings;
        let mut linter = settings.apply(linter)?;
        if let Some(version) = &settings.api_version {
            linter = linter.api_version(version)?;
        }
        if let Some(operation) = settings.operation {
            linter = linter.operation(operation);
        }
        for entry in self.0.suppressions.iter().filter(|it| it.files.is_empty()) {
            linter = linter.suppress(entry.suppression.clone())?;
        }
        Ok(linter)
    }

    /// The severity below which findings are hidden.
    pub(crate) fn min_severity(&self) -> Option<Severity> {
        self.0.settings.min_severity
    }
}
