//! `--baseline` and `--update-baseline`: findings that are known.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::{fs, io};

use cloudfront_lint::Linter;
use cloudfront_lint::baseline::{Baseline, Entry};
use cloudfront_lint::outcome::Report;

use crate::args::Check;
use crate::atomic_write;
use crate::files::walked;
use crate::settings::{absolute, relative};
use crate::status::{Status, reason, tell};

/// The baseline of a run.
pub(crate) struct Known {
    path: PathBuf,
    folder: PathBuf,
    /// What the file holds; `None` where it does not exist yet.
    bytes: Option<Vec<u8>>,
    baseline: Baseline,
    updates: bool,
    /// Folders that the run looks through.
    walked: Vec<PathBuf>,
    met: Mutex<Met>,
}

/// What the run came to.
#[derive(Default)]
struct Met {
    /// Entries without a finding.
    fixed: Vec<Entry>,
    /// The baseline as it is to be.
    next: Baseline,
}

impl Known {
    /// The baseline that the arguments name.
    pub(crate) fn of(check: &Check) -> Result<Option<Self>, Status> {
        let Some(path) = check.baseline.as_deref() else {
            return Ok(None);
        };
        let told = |why: String| {
            tell(&format!(
                "cannot read the baseline `{}`: {why}",
                path.display()
            ));
            Status::Usage
        };
        let bytes = match fs::read(path) {
            Ok(bytes) => Some(bytes),
            Err(error) if error.kind() == io::ErrorKind::NotFound && check.update_baseline => None,
            Err(error) => return Err(told(reason(&error))),
        };
        let baseline = match &bytes {
            Some(bytes) => Baseline::parse(&String::from_utf8_lossy(bytes))
                .map_err(|error| told(error.to_string()))?,
            None => Baseline::default(),
        };
        let met = Mutex::new(Met {
            fixed: Vec::new(),
            next: baseline.clone(),
        });
        let folder = absolute(path).parent().unwrap_or(Path::new("/")).to_owned();
        Ok(Some(Self {
            path: path.to_owned(),
            folder,
            bytes,
            baseline,
            updates: check.update_baseline,
            walked: walked(&check.paths),
            met,
        }))
    }

    /// Takes what is known out of the report of a file.
    pub(crate) fn absorb(&self, linter: &Linter<'_>, path: &Path, report: &mut Report<'_>) {
        let file = relative(&self.folder, path);
        let mut met = self.met.lock().unwrap_or_else(PoisonError::into_inner);
        // What this run could not find again is no news of its end.
        let is_whole = report.is_whole();
        if !self.updates {
            let gone = self.baseline.absorb(&file, report);
            met.fixed.extend(
                gone.into_iter()
                    .filter(|entry| is_whole && linter.could_report(&entry.rule)),
            );
            return;
        }
        met.next.update(&file, report.findings(), |entry| {
            !is_whole || !linter.could_report(&entry.rule)
        });
        met.next.absorb(&file, report);
    }

    /// Writes the baseline where that was asked for, and says what is fixed.
    pub(crate) fn finish(self, quiet: bool) -> Result<(), Status> {
        let mut met = self
            .met
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        if self.updates {
            met.next.forget(|file| {
                let path = self.folder.join(file);
                self.walked.iter().any(|walked| path.starts_with(walked))
                    && !path.exists()
                    && !file.contains('\u{fffd}')
            });
            let (added, gone) = (
                met.next.more_than(&self.baseline),
                self.baseline.more_than(&met.next),
            );
            if !quiet {
                let entries = |count: usize| {
                    if count == 1 {
                        "1 entry".to_owned()
                    } else {
                        format!("{count} entries")
                    }
                };
                tell(&format!(
                    "baseline `{}`: {} added, {} removed",
                    self.path.display(),
                    entries(added),
                    entries(gone)
                ));
            }
            let text = met.next.text();
            let written = match &self.bytes {
                Some(bytes) if bytes.as_slice() == text.as_bytes() => Ok(()),
                Some(bytes) => atomic_write::replace(&self.path, bytes, text.as_bytes()),
                None => fs::write(&self.path, text),
            };
            return written.map_err(|error| {
                tell(&format!(
                    "cannot write the baseline `{}`: {}",
                    self.path.display(),
                    reason(&error)
                ));
                Status::Failure
            });
        }
        if !met.fixed.is_empty() && !quiet {
            let mut fixed = met.fixed;
            fixed.sort();
            let lines: Vec<String> = fixed
                .iter()
                .map(|entry| {
                    format!(
                        "\n  {}: {} {} {}",
                        entry.file, entry.rule, entry.place, entry.value
                    )
                })
                .collect();
            let count = if lines.len() == 1 {
                "1 baseline entry is".to_owned()
            } else {
                format!("{} baseline entries are", lines.len())
            };
            tell(&format!(
                "{count} fixed; --update-baseline removes fixed entries{}",
                lines.concat()
            ));
        }
        Ok(())
    }
}
