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
