//! What every output format has in common: the three calls in which it writes. A format writes text
//! and nothing else; where the text goes is the caller's business.

use std::fmt;

use super::{FileResult, Summary};

/// An output format. The calls come in this order: [`begin`](Self::begin), [`file`](Self::file) for
/// every file, [`end`](Self::end). The [`separator`](Self::separator) is written between the texts
/// of two files that are not empty. The texts of files do not depend on each other, so several can
/// be written at the same time.
pub trait Format: Sync {
    /// What comes before the first file.
    ///
    /// # Errors
    /// Only those of `out`.
    fn begin(&self, out: &mut dyn fmt::Write) -> fmt::Result {
        let _ = out;
        Ok(())
    }

    /// What comes between two files.
    fn separator(&self) -> &'static str {
        ""
    }

    /// One file.
    ///
    /// # Errors
    /// Only those of `out`.
    fn file(&self, file: &FileResult<'_>, out: &mut dyn fmt::Write) -> fmt::Result;

    /// What comes after the last file.
    ///
    /// # Errors
    /// Only those of `out`.
    fn end(&self, summary: &Summary, out: &mut dyn fmt::Write) -> fmt::Result {
        let _ = (summary, out);
        Ok(())
    }
}

/// The results of some files in a format, as one text.
///
/// ```
/// use cloudfront_lint::render::{self, Concise, FileResult};
///
/// let batch = r#"{"Paths": {"Quantity": 2, "Items": ["/*"]}, "CallerReference": "one"}"#;
/// let report = cloudfront_lint::lint(batch);
/// let text = render::to_string(&Concise, &[FileResult::new("batch.json", &report)]);
/// assert!(text.starts_with("batch.json:1:24: error[quantity-mismatch]: "));
/// ```
pub fn to_string(format: &dyn Format, files: &[FileResult<'_>]) -> String {
    let mut summary = Summary::default();
    let mut out = String::new();
    let mut write = || {
        format.begin(&mut out)?;
        let mut is_first = true;
        for file in files {
            summary.add(file);
            let mut text = String::new();
            format.file(file, &mut text)?;
            if !is_first && !text.is_empty() {
                out.push_str(format.separator());
            }
            is_first &= text.is_empty();
            out.push_str(&text);
        }
        format.end(&summary, &mut out)
    };
    let written = write();
    debug_assert!(written.is_ok(), "a string accepts everything");
    out
}
